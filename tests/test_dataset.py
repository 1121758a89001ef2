"""Which path means what, which texts are opened at all, and what a file must say that its name says."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import ROOT
from hypothesis import given
from hypothesis import strategies as st
from offenders import every

from mstrack.errors import Unreadable
from mstrack.format import codec, yaml
from mstrack.format.model import Entry
from mstrack.rules import plan
from mstrack.store.cache import Cache
from mstrack.store.dataset import Dataset
from mstrack.store.entry_names import Filed, corrections_in, entry_path, parse_path
from mstrack.store.history import History
from mstrack.store.source import InMemory

YEAR_END = dt.date(2021, 12, 31)
CHINA = dt.timezone(dt.timedelta(hours=8))
UNIT = "市城市管理综合执法局"
PATH = "progress/18/2021-09-30-cgj-7f3a9c2k.yaml"
A, B, C, D = "2021-09-30-cgj-aaaaaaaa", "2021-09-30-cgj-bbbbbbbb", "2021-10-31-cgj-cccccccc", "2021-10-31-tss-dddddddd"


def text_of(task=18, day=dt.date(2021, 9, 30), unit=UNIT, **said):
    recorded = dt.datetime(2021, 10, 8, 9, 31, 7, tzinfo=CHINA)
    entry = Entry(task=task, date=day, unit=unit, reporter="张三", recorded=recorded, **{"status": "done"} | said)
    return yaml.write(codec.mapping(entry))


def history(*names, until=YEAR_END):
    return History(18, sorted(name if name[0] == "." or "." in name else f"{name}.yaml" for name in names), until)


def ids(filed):
    return [one.id for one in filed]


def refused(call, *arguments):
    with pytest.raises(Unreadable) as caught:
        call(*arguments)
    return [str(problem) for problem in caught.value.problems]


def test_a_name_says_who_reported_what_and_when():
    """progress/18/2021-09-30-cgj-b2c41dxw-for-7f3a9c2k-00000000.yaml"""  # noqa: D400, D415  the docstring is the path
    [filed] = history("2021-09-30-cgj-b2c41dxw-for-7f3a9c2k-00000000").everything()
    path = "progress/18/2021-09-30-cgj-b2c41dxw-for-7f3a9c2k-00000000.yaml"
    assert filed == Filed("2021-09-30", "cgj", "b2c41dxw", ("7f3a9c2k", "00000000"), 18, path)


@pytest.mark.parametrize("corrects", [(), ("7f3a9c2k",), ("7f3a9c2k", "00000000")])
def test_the_path_of_an_entry_is_read_as_it_was_made(corrects):
    recorded = dt.datetime(2021, 10, 8, tzinfo=CHINA)
    day = dt.date(2021, 9, 30)
    entry = Entry(task=3, date=day, unit=UNIT, reporter="张三", recorded=recorded, corrects=corrects)
    path = entry_path(entry, "cgj", "b2c41dxw")
    [filed] = History(3, [path.rpartition("/")[2]], YEAR_END).everything()
    assert filed == Filed("2021-09-30", "cgj", "b2c41dxw", corrects, 3, path)


def test_newest_day_first():
    assert ids(history(A, D, C, B).everything()) == ["dddddddd", "cccccccc", "bbbbbbbb", "aaaaaaaa"]


def test_entries_dated_later_do_not_exist():
    """The as-of day itself is in; from the next day on an entry neither counts nor corrects."""
    later = "2021-10-01-cgj-eeeeeeee-for-aaaaaaaa"
    assert ids(history(A, C, later, until=dt.date(2021, 9, 30)).effective()) == ["aaaaaaaa"]
    assert ids(history(A, C, later, until=dt.date(2021, 10, 1)).effective()) == ["eeeeeeee"]


@given(
    st.lists(
        st.tuples(st.dates(dt.date(2021, 10, 1), dt.date(2021, 12, 31)), st.sampled_from(["cgj", "tss", "for"])),
        max_size=12,
    ),
    st.dates(dt.date(2021, 10, 1), dt.date(2021, 12, 31)),
    st.sampled_from([None, "cgj", "for"]),
    st.data(),
)
def test_looking_at_recent_names_first_changes_nothing(said, until, code, data):
    """What is effective, and in which order, is what comes out when every name is taken apart and sorted."""
    names = []
    for n, (day, unit) in enumerate(said):
        old = data.draw(st.integers(0, n)) if n else 0
        names.append(f"{day}-{unit}-{n:08}{f'-for-{old:08}' if old < n else ''}.yaml")
    taken_apart = [parse_path(18, "progress/18", name) for name in names if name[:10] <= f"{until}"]
    corrected = {old for one in taken_apart for old in one.corrects}
    wanted = [one for one in taken_apart if one.id not in corrected and code in {None, one.code}]
    found = history(*data.draw(st.permutations(names)), until=until)
    assert list(found.effective(code)) == sorted(wanted, key=lambda one: one.path, reverse=True)
    assert list(found.effective(code)) == list(found.effective(code))
    assert found.corrected == corrected
    part = found.of_units({code}) if code else found
    assert part.count("2021-11-01", "2021-11-30", everything=False) == sum(one.day[:7] == "2021-11" for one in wanted)
    assert part.count("", "9999", everything=True) == sum(code in {None, one.code} for one in taken_apart)
    assert found.named({"00000001"}) == [one for one in taken_apart if one.id == "00000001"]


def test_a_corrected_entry_is_not_effective_and_still_there():
    names = (A, "2021-09-30-cgj-bbbbbbbb-for-aaaaaaaa")
    assert ids(history(*names).effective()) == ["bbbbbbbb"]
    assert ids(history(*names).everything()) == ["bbbbbbbb", "aaaaaaaa"]


def test_effective_entries_of_one_unit():
    """A code is no prefix of another: zj does not find zjj."""
    found = history(A, D, C, "2021-10-31-cgjj-eeeeeeee")
    assert ids(found.effective("cgj")) == ["cccccccc", "aaaaaaaa"]
    assert ids(found.effective("tss")) == ["dddddddd"]


def test_disputes_are_entries_that_two_effective_corrections_replace():
    """A third that settles the two ends the dispute."""
    two = (A, "2021-09-30-cgj-bbbbbbbb-for-aaaaaaaa", "2021-09-30-cgj-cccccccc-for-aaaaaaaa")
    assert {old: set(ids(rivals)) for old, rivals in history(*two).disputes().items()} == {
        "aaaaaaaa": {"bbbbbbbb", "cccccccc"}
    }
    assert history(*two, "2021-09-30-cgj-dddddddd-for-bbbbbbbb-cccccccc").disputes() == {}


def test_a_dispute_with_a_correction_of_a_correction():
    """One clone corrects an entry, the other a correction of it: told once, where their ways part."""
    two = ("2021-09-30-cgj-bbbbbbbb-for-aaaaaaaa", "2021-09-30-cgj-cccccccc-for-aaaaaaaa")
    third = "2021-09-30-cgj-dddddddd-for-bbbbbbbb"
    assert {old: set(ids(rivals)) for old, rivals in history(A, *two, third).disputes().items()} == {
        "aaaaaaaa": {"cccccccc", "dddddddd"}
    }
    before = "2021-09-30-cgj-aaaaaaaa-for-zzzzzzzz"
    assert list(history(before, *two, third).disputes()) == ["aaaaaaaa"]
    assert history(*two, third, "2021-09-30-cgj-eeeeeeee-for-cccccccc-dddddddd").disputes() == {}


@every(
    "name",
    [
        "README.md",
        "2021-9-30-cgj-aaaaaaaa.yaml",
        "2021-09-30-cgj-aaaaaaaa.yml",
        "2021-09-30-cgj-AAAAAAAA.yaml",
        "2021-09-30-cgj-aaaaaaai.yaml",
        "2021-09-30-cgj-aaaaaaaa-for-.yaml",
        "2021-09-30-cgj-aaaaaaaa.yaml\n",
        "2021-09-30-cgj-aaaaaaaa (1).yaml",
        "２０２１-09-30-cgj-aaaaaaaa.yaml",
        "补报.yaml",
        "2021-09-30-cgj-aaaaaaaa.yaml.orig",
        "~2021.yaml",
        " 2021-09-30-cgj-aaaaaaaa.yaml",
        "(1) 2021-09-30-cgj-aaaaaaaa.yaml",
        "-2021-09-30-cgj-aaaaaaaa.yaml",
        "+021-09-30-cgj-aaaaaaaa.yaml",
        "2021-12-30_cgj-aaaaaaaa.yaml",
        "2021-12-30-cgj-aaaaaaaa.yaml.old",
        "2021-12-30-cgj-aaaaaaaa.yaml\n2021-12-30-cgj-bbbbbbbb.yaml",
        "of 2021-12-30-cgj-aaaaaaaa.yaml",
    ],
)
@every("code", [None, "cgj"])
def test_no_file_is_skipped_in_silence(name, code):
    """A name of no entry is told, whichever unit is asked for."""
    [problem] = refused(lambda: list(History(18, [f"{A}.yaml", name], YEAR_END).effective(code)))
    assert problem.startswith(f"progress/18/{name}:1:1: error: this is no name of an entry")
    assert problem.endswith(" [file-name]")


@pytest.mark.parametrize("day", ["2021-01-01", "2021-12-31"])
def test_a_misnamed_file_of_any_day_is_refused(day):
    """An old day or one after `until` hides no misnamed file; all of them are named at once."""
    names = [f"{day}-cgj-bbbbbbbb.yaml.old", f"{day}-tss-CCCCCCCC.yaml"]
    told = refused(History, 18, [f"{A}.yaml", *names], dt.date(2021, 11, 30))
    assert sorted(one.partition(":")[0] for one in told) == [f"progress/18/{name}" for name in names]


def test_temporary_files_of_a_writer_are_no_entries():
    assert ids(history(A, ".tmp-1234", f".{B}.yaml").everything()) == ["aaaaaaaa"]


class Counting(InMemory):
    """Texts in a dict that remember which of them were read."""

    def __init__(self, texts):
        """Take the texts."""
        super().__init__(texts)
        self.opened = []

    def read(self, path, limit):
        """Return a text, and write down that it was asked."""
        self.opened.append(path)
        return super().read(path, limit)


def test_a_text_is_opened_when_it_is_asked_for_and_once(plan_text):
    source = Counting({"tasks.yaml": plan_text, PATH: text_of(), f"progress/18/{C}.yaml": "a: [broken"})
    data = Dataset(source, Cache(None), plan.of_plan)
    found = data.history(18, dt.date(2021, 9, 30))
    assert source.opened == ["tasks.yaml"]
    [filed] = found.effective()
    assert data.entry(filed) is data.entry(filed)
    assert source.opened == ["tasks.yaml", PATH]


def test_an_entry_is_read(dataset, plan_text):
    data = dataset({"tasks.yaml": plan_text, PATH: text_of(note="甲\n乙")})
    [filed] = data.history(18, YEAR_END).effective()
    entry = data.entry(filed)
    assert (entry.task, entry.date, entry.unit) == (18, dt.date(2021, 9, 30), UNIT)
    assert (entry.status, entry.note, data.unit_of(filed).name) == ("done", "甲\n乙", UNIT)


@pytest.mark.parametrize(
    ("path", "said", "place", "words"),
    [
        (PATH, {"task": 17}, "1:7", "the file's name says 18, the file says 17"),
        (PATH, {"day": dt.date(2021, 9, 29)}, "2:7", "says 2021-09-30, the file says 2021-09-29"),
        (PATH, {"unit": "市水利局"}, "3:7", f"says {UNIT}, the file says 市水利局"),
        (PATH, {"corrects": ("aaaaaaaa",)}, "7:11", "says nothing, the file says aaaaaaaa"),
        (PATH.replace("2k", "2k-for-aaaaaaaa"), {}, "1:1", "says aaaaaaaa, the file says nothing"),
        (PATH.replace("2k", "2k-for-aaaaaaaa-bbbbbbbb"), {"corrects": ("bbbbbbbb", "aaaaaaaa")}, "7:11", "aaaaaaaa"),
    ],
)
def test_what_the_name_says_and_what_the_file_says_must_agree(dataset, plan_text, path, said, place, words):
    data = dataset({"tasks.yaml": plan_text, path: text_of(**said)})
    [filed] = data.history(18, YEAR_END).effective()
    [problem] = refused(data.entry, filed)
    assert problem.startswith(f"{path}:{place}: error: ")
    assert problem.endswith("correct the one that is wrong [name-agrees]")
    assert words in problem


def test_a_code_that_the_plan_does_not_have(dataset, plan_text):
    """It counts for nobody, and is known; who asks for it all the same is told."""
    path = PATH.replace("cgj", "xyz")
    data = dataset({"tasks.yaml": plan_text, path: text_of()})
    assert [*data.history(18, YEAR_END).everything()] == []
    [strange] = data.of_nobody(18, YEAR_END)
    assert (strange.path, data.of_nobody(18, YEAR_END), data.of_nobody(17, YEAR_END)) == (path, [strange], [])
    [problem] = refused(data.open, [strange])
    assert problem.startswith(f"{path}:1:1: error: no unit of the plan has the code xyz")


@pytest.mark.parametrize("name", ["26", "00", "1", "018", "十八"])
def test_a_folder_of_no_task(dataset, plan_text, name):
    """progress/26 of a plan with 25 tasks would be a history that nobody reads."""
    texts = {"tasks.yaml": plan_text, f"progress/{name}/{A}.yaml": text_of(), "progress/README.md": "", PATH: text_of()}
    [problem] = refused(dataset, texts)
    assert problem.startswith(f"progress/{name}:1:1: error: the plan has no task of this number")


def test_all_problems_of_many_entries_at_once(dataset, plan_text):
    """Broken YAML, a wrong value, a disagreement, an unknown code: nothing is answered, everything is told."""
    texts = {
        "tasks.yaml": plan_text,
        "progress/18/2021-09-30-cgj-aaaaaaaa.yaml": "task: [",
        "progress/18/2021-09-30-cgj-bbbbbbbb.yaml": text_of().replace("done", "finished"),
        "progress/18/2021-09-30-xyz-cccccccc.yaml": text_of(),
        "progress/18/2021-09-30-cgj-dddddddd.yaml": text_of(),
    }
    data = dataset(texts)
    told = refused(data.open, [*data.history(18, YEAR_END).effective(), *data.of_nobody(18, YEAR_END)])
    assert [problem.rpartition("[")[2] for problem in told] == ["syntax]", "choice]", "code]"]


@pytest.mark.parametrize(("path", "limit"), [("tasks.yaml", 4096), (PATH, 64)])
def test_no_file_larger_than_it_may_be(dataset, plan_text, path, limit):
    """4 MiB for the plan, 64 KiB for an entry; the last byte that fits is read."""
    texts = {"tasks.yaml": plan_text, PATH: text_of()}
    for more in (0, 1):
        room = limit * 1024 + more - len(texts[path].encode())
        padded = texts | {path: texts[path] + "#" * (room - 1) + "\n"}
        if more:
            told = refused(lambda texts=padded: opened(dataset, texts))
            plan = "a plan of 300 tasks, 400 units and 900 indicators is smaller, so split it in two"
            cure = "shorten it" if path == PATH else plan
            assert told == [f"{path}:1:1: error: larger than {limit} KiB; {cure} [size]"]
        else:
            assert opened(dataset, padded).status == "done"


def opened(dataset, texts):
    data = dataset(texts)
    [filed] = data.history(18, YEAR_END).effective()
    return data.entry(filed)


def test_no_plan(dataset):
    assert refused(dataset, {}) == ["tasks.yaml:1:1: error: this file does not exist [unreadable]"]


def test_what_is_looked_through_is_not_held(plan_text):
    """Every problem is found, and no entry stays in memory; what is apart goes with it."""
    broken = {"8f3a9c2k": "nonsense: 1\n", "9f3a9c2k": "a: [\n"}
    others = {PATH.replace("7f3a9c2k", name): text for name, text in broken.items()}
    texts = {"tasks.yaml": plan_text, PATH: text_of()}
    fine = Dataset(InMemory(texts), Cache(None), plan.of_plan)
    [filed] = fine.history(18, YEAR_END).everything()
    fine.look_through([filed], YEAR_END)
    assert fine.apart().entry(filed).task == 18
    assert fine._entries == {}
    wrong = Dataset(InMemory(texts | others), Cache(None), plan.of_plan)
    found = refused(wrong.look_through, list(wrong.history(18, YEAR_END).everything()), YEAR_END)
    assert [sum(name in one for one in found) > 0 for name in ("7f3a9c2k", "8f3a9c2k", "9f3a9c2k")] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize("several", [1, 2, 3, 500])
def test_corrections_in_the_order_of_the_names(several):
    """However many correct one entry: by the order of the names, each of them also where it corrects another."""
    ids = [f"{n:08}" for n in range(several)]
    names = [f"2021-09-30-cgj-{id_}-for-zzzzzzzz-yyyyyyyy.yaml" for id_ in ids]
    found = corrections_in(["2021-09-29-for-zzzzzzzz.yaml", *names])
    assert {old: found.of(old) for old in found.last} == {"zzzzzzzz": ids, "yyyyyyyy": ids}


def test_what_a_draft_speaks_of_is_not_said_of_the_store():
    """A dataset with one more file notes an unknown indicator for itself alone, also where the store has another."""
    day = dt.date(2021, 9, 30)
    seed = (ROOT / "data" / "tasks.yaml").read_text(encoding="utf-8")
    known = {"tasks.yaml": seed, PATH: text_of(figures={"gone": 1}, status="in-progress")}
    opened = Dataset(InMemory(known), Cache(None), plan.of_plan)
    opened.open(opened.history(18, YEAR_END).everything())
    new = "progress/18/2021-09-30-cgj-00000000.yaml"
    future = opened.plus(new, text_of(figures={"never-there": 1}, status="in-progress"))
    future.open(future.history(18, YEAR_END).everything())
    assert (opened.unplanned, future.unplanned) == ({(18, day): {"gone"}}, {(18, day): {"gone", "never-there"}})
