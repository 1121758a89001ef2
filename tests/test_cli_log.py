"""`mstrack log`: what was filed, newest first, and what was corrected beside what replaced it."""

import datetime as dt
import re

import pytest
from recording import CGJ, ON, correct, dataset, filed
from rich.cells import cell_len
from running import EXAMPLES, ask, own_store

from mstrack import i18n
from mstrack.progress.dates import Range
from mstrack.progress.snapshot import Snapshot
from mstrack.render import FORMATS, Page
from mstrack.views import entries


@pytest.fixture
def root(tmp_path):
    """Five entries: two of the lead unit of task 18, two of its partners, one on task 1."""
    store = own_store(tmp_path)
    filed(store, figure="new-villages=60", date="08-31", note="八月")
    filed(store, figure="new-villages=98", date="09-30", note="九月")
    filed(store, unit="pjq", figure="new-villages=5", date="09-15", note="蓬江")
    filed(store, unit="sthjj", figure=None, date="10-01", note="环境")
    filed(store, 1, unit="wjj", figure=None, date="09-20", note="卫健", status="not-started")
    return store


def log(root, *more):
    """Return the notes of the entries that are listed, in order."""
    on = () if "--as-of" in more else ON
    told = ask("log", "--data", root, *on, "--format", "json", *more)
    assert told.code == 0, told.err
    return [one["note"] for one in told.answer["entries"]]


@pytest.mark.parametrize(
    ("filters", "notes"),
    [
        ((), ["环境", "九月", "卫健", "蓬江", "八月"]),
        (("--task", "18"), ["环境", "九月", "蓬江", "八月"]),
        (("--task", "1", "--task", "18"), ["环境", "九月", "卫健", "蓬江", "八月"]),
        (("--task", "2"), []),
        (("--unit", "城管"), ["九月", "八月"]),
        (("--unit", "cgj", "--unit", "pjq"), ["九月", "蓬江", "八月"]),
        (("--unit", "gsq"), ["蓬江"]),
        (("--person", "赖惠镇"), ["九月", "八月"]),
        (("--since", "09-15"), ["环境", "九月", "卫健", "蓬江"]),
        (("--since", "09-15", "--before", "09-20"), ["卫健", "蓬江"]),
        (("--before", "8月31日"), ["八月"]),
        (("--since", "-1w"), ["环境"]),
        (("--task", "18", "--unit", "cgj", "--since", "09-01"), ["九月"]),
        (("--as-of", "09-15"), ["蓬江", "八月"]),
    ],
)
def test_filters(root, filters, notes):
    """Entries are chosen by task, unit, person and day, both ends included, and come newest first."""
    assert log(root, *filters) == notes


@pytest.mark.parametrize(
    "filters",
    [("--task", "26"), ("--unit", "火星"), ("--since", "02-30"), ("--since", "10-02", "--before", "10-01")],
)
def test_wrong_filters(root, filters):
    """What means nothing is refused, and not answered by an empty list."""
    told = ask("log", "--data", root, *ON, *filters)
    assert (told.code, told.out) == (2, "")


@pytest.mark.parametrize("tongue", i18n.LANGUAGES)
def test_table(root, tongue):
    """A row says when, what, by whom, how far, in words and figures; the range and the count are told."""
    with i18n.speaking(tongue):
        told = ask("log", "--data", root, *ON, "--since", "09-30", "--long")
    [row] = [line for line in told.out.splitlines() if line.startswith("2021-09-30 ")]
    assert [word in row for word in ("18", CGJ, "新增完成治理自然村 98个", "九月", "张三")] == [True] * 5
    assert {"en": "From 2021-09-30 (included): 2 entries.", "zh_CN": "2021-09-30"}[tongue] in told.out.splitlines()[-1]


def test_json(root):
    """The keys of an entry are a promise."""
    told = ask("log", "--data", root, *ON, "--format", "json", "--unit", "cgj", "--since", "09-30")
    [one] = told.answer["entries"]
    path = one.pop("path")
    assert re.fullmatch(r"progress/18/2021-09-30-cgj-[0-9a-z]{8}\.yaml", path)
    recorded = dt.datetime.fromisoformat(one.pop("recorded"))
    assert recorded.tzinfo is not None
    assert one == {
        "date": "2021-09-30",
        "task": 18,
        "unit": CGJ,
        "note": "九月",
        "reporter": "张三",
        "id": path[-13:-5],
        "status": "in-progress",
        "figures": {"new-villages": 98},
        "percent": None,
        "reached": [],
        "problem": None,
        "next": None,
        "reason": None,
        "corrects": [],
        "corrected_by": [],
    }


def corrected(root, date=None):
    """Correct the September entry; return both ids."""
    [old] = [one["id"] for one in everything(root) if one["note"] == "九月"]
    told = correct(root, old, reason="更正", figure="new-villages=97", date=date)
    assert told.code == 0, told.err
    return old, re.search(r"-cgj-(\w{8})-for-", told.out)[1]


def everything(root, *more):
    return ask("log", "--all", "--data", root, *ON, "--format", "json", *more).answer["entries"]


def test_corrected_ones_are_left_out(root):
    """Without --all only what counts is listed."""
    corrected(root)
    listed = ask("log", "--unit", "cgj", "--data", root, *ON, "--format", "json").answer["entries"]
    assert [(one["note"], one["reason"]) for one in listed] == [("九月", "更正"), ("八月", None)]


@pytest.mark.parametrize("date", [None, "09-25", "10-05"])
def test_all(root, date):
    """--all lists a corrected entry beside what replaced it, wherever its day was, and says by what."""
    filed(root, figure="covered-villages=9", date="09-30", note="同日")
    old, new = corrected(root, date)
    listed = everything(root)
    ids = [one["id"] for one in listed]
    assert {one["id"]: one["corrected_by"] for one in listed if one["corrected_by"]} == {old: [new]}
    assert {one["id"]: one["corrects"] for one in listed if one["corrects"]} == {new: [old]}
    assert abs(ids.index(old) - ids.index(new)) == 1
    [row] = [line for line in ask("log", "--all", "--data", root, *ON).out.splitlines() if f" {old}" in line[-9:]]
    assert f"corrected by {new}" in row


def test_beside_among_others(root):
    """Other entries of the day do not come between a corrected one and what replaced it, whatever their ids are."""
    for note in "一二三四五六七八":
        filed(root, figure=None, date="09-30", note=note)
    old, new = corrected(root)
    ids = [one["id"] for one in everything(root)]
    assert abs(ids.index(old) - ids.index(new)) == 1


def test_struck_through(root):
    """On a coloured page what was replaced is struck through, and nothing else is."""
    corrected(root)
    data = dataset(root)
    day = dt.date(2021, 10, 8)
    store = Snapshot(data, day)
    page = FORMATS["table"](entries.log(store, store.logged(), Range(None, None)), Page(width=200, colour=True))
    struck = [line for line in page.decode().splitlines() if re.search("\x1b\\[[0-9;]*\\b9[;m]", line)]
    assert len(struck) == 1
    assert "九月" in struck[0]


def test_a_withdrawal_is_listed(root):
    """Who took an entry back, and why, is in the log."""
    [old] = [one["id"] for one in everything(root) if one["note"] == "九月"]
    assert correct(root, old, reason="撤回", withdraw=True).code == 0
    listed = ask("log", "--unit", "cgj", "--data", root, *ON, "--format", "json").answer["entries"]
    assert [(one["note"], one["reason"]) for one in listed] == [(None, "撤回"), ("八月", None)]


@pytest.mark.parametrize("tongue", i18n.LANGUAGES)
def test_fits_a_screen(tongue, monkeypatch):
    """80 x 40 hold the last 30 entries with the prompt, and how many there are, and how to see the rest.

    Units stand there whole, days without the year that the title has, figures with what they count.
    """
    monkeypatch.setenv("COLUMNS", "80")
    with i18n.speaking(tongue):
        told = ask("log", "--data", EXAMPLES, "--as-of", "2021-12-03")
    lines = told.out.splitlines()
    rule = next(n for n, line in enumerate(lines) if line.startswith(("---", "───")))
    rows = [line for line in lines[rule:] if re.match(r"\d\d-\d\d ", line)]
    assert (len(rows), max(map(cell_len, lines)) <= 80) == (30, True)
    assert len(lines) < 40
    assert [row for row in rows if not re.search(r"(局|政府) +\S.* [0-9a-z]{8}$", row)] == []
    assert "蓬江区生活垃圾分类全覆盖社区 73个" in told.out
    assert ["242" in line for line in lines[-2:]] == [True, False]
    assert "--long" in lines[-1]


@pytest.mark.parametrize(("options", "n"), [((), 242), (("-n", "20"), 20), (("--number", "500"), 242)])
def test_number(options, n):
    """Programs get all entries unless they ask for the last ones."""
    answer = ask("log", "--data", EXAMPLES, "--as-of", "2021-12-03", "--format", "json", *options).answer
    assert (len(answer["entries"]), answer["count"], answer["of"]) == (n, n, 242)


def test_in_brief(root):
    """In brief an entry has its status, first figure and the first clause of what hinders; a long text is counted."""
    filed(root, 2, unit="wjj", figure=None, date="10-02", note="长" * 90)
    filed(root, 3, unit="wjj", figure=None, date="10-03", status="blocked", problem="缺水泥，也缺人。细节从略")
    lines = ask("log", "--data", root, *ON).out.splitlines()
    said = {line.split()[1]: line for line in lines if line.startswith("10-0")}
    assert "a text of 90 characters" in said["2"]
    assert "blocked; 缺水泥，也缺人" in said["3"]
    assert "细节" not in said["3"]


def test_days_of_several_years(root):
    """Where an entry is of another year than the as-of day, every day has its year."""
    lines = ask("log", "--data", root, "--as-of", "2022-01-05").out.splitlines()
    assert [line for line in lines if line.startswith("2021-")]


def test_empty(tmp_path):
    """A store without entries is answered, with a count of none."""
    told = ask("log", "--data", own_store(tmp_path), *ON)
    assert (told.code, told.out.splitlines()[-1]) == (0, "All days: 0 entries.")
