"""An entry → its file → the same entry: the canonical form loses nothing, whatever was typed."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from offenders import every

from mstrack.format import characters, codec, validate, yaml
from mstrack.format.model import Entry
from mstrack.store.source import WorkTree

CHINA = dt.timezone(dt.timedelta(hours=8))
IDS = st.text("0123456789abcdefghjkmnpqrstvwxyz", min_size=8, max_size=8)
KEYS = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True).filter(lambda key: len(key) <= 40)


def allowed(text):
    """Whether a text may stand in a store at all."""
    return not list(characters.forbidden_in(text))


CHARACTERS = st.one_of(
    st.sampled_from(list("#:-?[]{}&*!|>'\"%@`,~=<\\/ \n 甲乙，。：　０")),
    st.characters(exclude_categories=["Cs", "Cc"]).filter(lambda character: not characters.FORBIDDEN.search(character)),
)
PIECES = st.one_of(
    CHARACTERS,
    st.sampled_from(
        [" #", ": ", "- ", "? ", "\n\n", "\n ", " \n", "---", "...", "🔴", "null", "true", "1e3", "<<", "%"]
    ),
)
TEXTS = st.lists(PIECES, min_size=1, max_size=30).map("".join).filter(allowed)
TITLES = TEXTS.map(lambda text: text.replace("\n", "").strip()).filter(lambda text: text and allowed(text))
# the literal block's own line break is not part of a text
NOTES = TEXTS.map(lambda text: text.rstrip("\n")).filter(str.strip)
FIGURES = st.one_of(
    st.integers(1 - 10**15, 10**15 - 1).map(Decimal),
    st.decimals(0, 10**9, places=4),
    st.decimals(-1, 1, places=6),
    st.integers(0, 20).map(lambda zeros: Decimal(10) ** zeros).filter(lambda number: number < 10**15),
)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
MOMENTS = st.datetimes(min_value=dt.datetime(1000, 1, 1), timezones=ZONES).map(  # noqa: DTZ001  zones are given
    lambda moment: moment.replace(microsecond=0)
)

ENTRIES = st.builds(
    Entry,
    task=st.integers(1, 999),
    date=st.dates(min_value=dt.date(1000, 1, 1)),
    unit=TITLES,
    reporter=TITLES,
    recorded=MOMENTS,
    status=st.sampled_from([None, "not-started", "in-progress", "blocked", "done"]),
    figures=st.dictionaries(KEYS, FIGURES, max_size=5),
    note=st.none() | NOTES,
    problem=st.none() | NOTES,
    next=st.none() | NOTES,
    corrects=st.lists(IDS, max_size=3).map(tuple),
    percent=st.none() | st.decimals(0, 100, places=2),
    reached=st.lists(KEYS, max_size=3).map(tuple),
    confirmed=st.lists(KEYS, max_size=3).map(tuple),
    reason=st.none() | NOTES,
)


def reread(entry):
    """Write an entry as it is filed, and read those bytes back; what the cache keeps of it is built again the same."""
    text = yaml.write(codec.mapping(entry))
    known, problems = validate.check("entry", "x.yaml", text.encode())
    assert problems == [], text
    assert codec.entry(json.loads(validate.canonical_json("entry", known))) == known, text
    return known, text


def entry(**said):
    plain = {"task": 18, "date": dt.date(2021, 9, 30), "unit": "甲", "reporter": "乙"}
    return Entry(**plain | {"recorded": dt.datetime(2021, 10, 8, 9, 31, 7, tzinfo=CHINA)} | said)


@settings(max_examples=4 * settings.default.max_examples)
@given(ENTRIES)
@example(entry(note="第1项 #3 完成: 甲"))
@example(entry(note=" 开头空格\n\n  缩进\n结尾 \n 🔴"))
@example(entry(note="\n\n  甲"))
@example(entry(note="甲\n\n\n乙"))
@example(entry(note="  甲\n乙"))
@example(entry(note="甲" * 19_000))
@example(entry(note="a " * 9_000 + "b"))
@example(entry(reporter="null", unit="12:30"))
@example(entry(reporter="- 甲", unit="? 乙: #"))
@example(entry(reporter="=", unit="<<"))
@example(entry(figures={"null": Decimal(1), "12": Decimal("0.5"), "true": Decimal(0)}))
@example(entry(corrects=("00000000",)))
@example(entry(reached=("1", "null", "2021-09-30"), confirmed=("true",), percent=Decimal(0)))
def test_an_entry_written_and_read_is_the_same_entry(filed):
    """Texts with #, colons, quotes, spaces at both ends, blank lines and emoji; numbers; keys that look like others."""
    read, _text = reread(filed)
    assert filed == read


@given(ENTRIES)
def test_writing_what_was_read_gives_the_same_bytes(filed):
    """One canonical form: no second way to write the same entry."""
    read, text = reread(filed)
    assert text == reread(read)[1]


@every("id_", ["12345678", "00000000", "1e345678", "12e45678", "01234567", "7f3a9c2k", "99999999"])
@every("others", [(), ("00000000",)])
def test_ids_that_look_like_numbers_survive(id_, others):
    corrects = (id_, *others)
    assert reread(entry(corrects=corrects))[0].corrects == corrects


@pytest.mark.parametrize(("figure", "written"), [("27780", "27780"), ("1E+5", "100000"), ("75.20", "75.2")])
def test_figures_are_written_plainly(figure, written):
    read, text = reread(entry(figures={"a": Decimal(figure)}))
    assert f"figures: {{a: {written}}}\n" in text
    assert read.figures == {"a": Decimal(figure)}


def test_a_withdrawal_is_a_correction_with_neither_status_nor_figures():
    """
    task: 18
    date: 2021-09-30
    unit: 甲
    note: |
      撤回
    reporter: 乙
    recorded: 2021-10-08T09:31:07+08:00
    corrects: 7f3a9c2k
    """  # noqa: D205, D212, D400, D415  the docstring is the YAML
    read, text = reread(entry(note="撤回", corrects=("7f3a9c2k",)))
    docstring = test_a_withdrawal_is_a_correction_with_neither_status_nor_figures.__doc__
    assert [line.removeprefix("    ") for line in docstring.split("\n")[1:-1]] == text.split("\n")[:-1]
    assert read.withdrawn


def test_the_shipped_examples_are_in_canonical_form(root):
    """Each file of examples/ is byte for byte what the writer makes of its entry."""
    examples = WorkTree(str(root / "examples"))
    paths = [
        f"progress/{folder}/{name}"
        for folder in examples.names("progress")
        if folder.isdigit()
        for name in examples.names(f"progress/{folder}")
    ]
    assert len(paths) > 100
    for path in paths:
        data = examples.read(path, 65536)
        known, _problems = validate.check("entry", path, data)
        assert yaml.write(codec.mapping(known)).encode() == data, path


def test_the_line_breaks_of_content_are_for_diffs_and_those_of_a_note_are_text(dataset, plan_text):
    """A task's content becomes one paragraph; of a note only the break that ends its block goes."""
    assert "\n" not in dataset({"tasks.yaml": plan_text}).plan.tasks[17].content
    assert reread(entry(note="甲\n乙"))[0].note == "甲\n乙"


def test_defaults_of_the_plan(dataset, plan_text):
    """Lights of 30 and 10 points, 45 and 30 days; a plan may set its own, exactly."""
    lights = dataset({"tasks.yaml": plan_text}).plan.lights
    assert (lights.red, lights.yellow, lights.stale_days, lights.near_days) == (30, 10, 45, 30)
    own = dataset({"tasks.yaml": plan_text + "lights: {red: 20.5, yellow: 0.1, stale_days: 30, near_days: 7}\n"}).plan
    assert own.lights.red == Decimal("20.5")
    assert own.lights.yellow == Decimal("0.1")
    assert (own.lights.stale_days, own.lights.near_days) == (30, 7)


@pytest.mark.parametrize("said", [{"status": "blocked"}, {"figures": {"a": Decimal(0)}}, {"percent": Decimal(0)}])
def test_a_correction_that_reports_anything_is_no_withdrawal(said):
    """A zero is a report; so is a stage that is reached."""
    assert not entry(corrects=("00000000",), **said).withdrawn
    assert not entry(corrects=("00000000",), reached=("begun",)).withdrawn
    assert entry(corrects=("00000000",), reason="单位写错", confirmed=("a",)).withdrawn
    assert not entry(note="甲").withdrawn
