"""One simulated year with a reform in August: on any day every answer and paper names who was in charge then."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from decimal import Decimal
from functools import cache

import pytest
from builders import MEMO
from running import ROOT, ask

from mstrack.documents import bulletin, calendar, dashboard, data, ledger, reminder
from mstrack.format.model import Entry
from mstrack.i18n import speaking
from mstrack.progress import figures, tally, timeline
from mstrack.progress.dates import Range
from mstrack.progress.snapshot import Snapshot
from mstrack.record import propose
from mstrack.render import cells, json_
from mstrack.report import Facts, Table
from mstrack.rules.plan import of_plan
from mstrack.store.dataset import Dataset
from mstrack.store.source import WorkTree
from mstrack.views import entries, summary, task, tasks

DAYS = [
    dt.date.fromisoformat(day)
    for day in (
        "2021-05-01",
        "2021-08-14",
        "2021-08-15",
        "2021-08-16",
        "2021-09-15",
        "2021-10-31",
        "2021-12-10",
        "2022-01-10",
        "2022-03-31",
    )
]
REFORM, ADDED, DROPPED = dt.date(2021, 8, 15), dt.date(2021, 9, 1), dt.date(2021, 10, 15)
RENAMED = {"市水利局": "市水务局", "鹤山市政府": "鹤山区政府", "王长青": "模拟副市长", "赖惠镇": "模拟局长"}
NEW_MEMBER = "模拟新区管委会"
ALL = Range(None, None)
FORMER = re.compile("原[^，。；]+|至[0-9年月日-]+为[^，。；]+")
"""What a text marks as what was: to the end of the clause."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A store with a reform, as its maker makes it."""
    place = tmp_path_factory.mktemp("reform") / "store"
    subprocess.run([sys.executable, ROOT / "examples" / "simulate.py", place, "--reform"], check=True)
    return place


@pytest.fixture(scope="module")
def on(folder):
    """The snapshots of its days, each made once."""
    dataset = Dataset(WorkTree(str(folder)), MEMO, of_plan)
    return cache(lambda day: Snapshot(dataset, day))


def answers(snapshot):
    """Yield every view on a snapshot, and every paper, by its name."""
    yield "due", tasks.due(snapshot)
    yield "list", tasks.listing(snapshot)
    for group in summary.GROUPS:
        yield f"summary {group}", summary.summary_report(snapshot, group)
    for one in snapshot.tasks:
        yield f"show {one.id}", task.show_report(snapshot, one)
    yield "log", entries.log(snapshot, snapshot.logged(), ALL)
    for everyone in (False, True):
        yield "missing", entries.missing(snapshot, entries.silent(snapshot, ALL, all_units=everyone), ALL)
    yield from papers(snapshot)


def papers(snapshot):
    """Yield every document but the relations."""
    yield "bulletin", bulletin.bulletin(snapshot, bulletin.Imprint("第1期", "督查室", snapshot.as_of))
    yield "ledger", ledger.ledger(snapshot)
    yield "dashboard", dashboard.dashboard(snapshot)
    yield "calendar", calendar.calendar(snapshot)
    for unit in reminder.needed(snapshot):
        yield (
            f"reminder {unit.code}",
            reminder.reminder(snapshot, unit, reminder.Demand("督查室", snapshot.as_of, None)),
        )


def texts(report, *, with_entries=False):
    """Yield what a report says, cell by cell, with its place; what was filed only where it is asked for."""
    yield "title", report.title
    yield from ((key, cells.text(value)) for key, value in report.envelope)
    for block in report.blocks:
        if isinstance(block, Table):
            if block.key == "entries" and not with_entries:
                continue
            for row in block.rows:
                yield from (
                    (f"{block.key}.{column.key or column.title}", cells.text(cell))
                    for column, cell in zip(block.columns, row, strict=True)
                    if column.key != "was"
                )
        elif isinstance(block, Facts):
            yield from ((fact.key or fact.label, cells.text(fact.value)) for fact in block.facts)
        else:
            yield type(block).__name__, block.text


def wrong_names(day):
    """Return the names that nobody bore on a day."""
    return set(RENAMED) if day >= REFORM else {*RENAMED.values(), NEW_MEMBER}


def named(text, names):
    """Return which of the names a text has, but for those that it marks as former ones: 原…, or 至 a day 为…."""
    now = FORMER.sub("", text)
    return {name for name in names if name in now}


def test_check_finds_nothing(folder):
    """Neither an error nor a warning, in a year with every kind of change."""
    done = ask("check", "--data", folder, "--as-of", "2022-03-31")
    assert (done.code, done.err.partition(": ")[2]) == (0, "no problem\n")


def test_everything_says_that_it_is_simulated(folder, on):
    """The title, the source, each document, new name and note."""
    plan = on(DAYS[-1]).dataset.plan
    assert "模拟" in plan.title
    assert "模拟" in plan.source
    dated = [one for each in (*plan.tasks, plan) for one in each.amendments]
    named_ = [one for each in (*plan.units, *plan.leaders) for one in each.former]
    decided = [one for each in plan.tasks for one in (each.added, each.dropped) if one]
    assert {one.document[:2] for one in (*dated, *named_, *decided)} == {"模拟"}
    assert (len(dated), len(decided)) == (8, 2)
    filed = [path.read_text(encoding="utf-8") for path in (folder / "progress").rglob("*.yaml")]
    assert filed
    assert [text for text in filed if "模拟" not in text.split("note:")[1]] == []
    assert any("date: 2022-01-" in text for text in filed)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_no_name_that_was_not_in_force(on, day):
    """In no view and no paper; a former name only where a mark says so."""
    wrong = wrong_names(day)
    with speaking("zh_CN"):
        found = [
            (name, place, each)
            for name, report in answers(on(day))
            for place, text in texts(report)
            for each in named(text, wrong)
        ]
    assert found == []


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nor_in_json(on, day):
    """What programs read names them alike; the keys of amendments hold what was."""
    wrong = wrong_names(day)
    found = []
    for name, report in answers(on(day)):
        if name.split()[0] in {"due", "list", "show", "summary", "missing"}:
            blocks = tuple(one for one in report.blocks if getattr(one, "key", "") != "entries")
            said = json_.render(report._replace(blocks=blocks), None).decode()
            said = re.sub(r'"(amendments|\w+_was)": (\[[^]]*\]|"[^"]*")', "", said)
            found += [(name, each) for each in wrong if each in said]
    assert found == []


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_nor_in_the_relations(on, day):
    """But for the unit that joined a group in August: a plan does not say since when there is a unit."""
    past = ("entries", "amendments", "plan_amendments", "former_")
    kept = [one for one in data.relations(on(day), "店") if not one.name.startswith(past)]
    cells_ = {(one.name, str(value)) for one in kept for row in one.rows for value in row}
    found = {(name, value) for name, value in cells_ if named(value, wrong_names(day))}
    assert found <= {("units", NEW_MEMBER)}


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_what_was_filed_names_its_unit_of_its_own_day(on, day):
    """An entry is printed as it was filed, under the name that its unit had then."""
    snapshot = on(day)
    units = {unit.code: unit for unit in snapshot.dataset.plan.units}
    assert [
        one.entry.unit
        for one in snapshot.entries
        if one.entry.unit != timeline.name_on(units[one.path.split("-")[3]], one.entry.date)
    ] == []


def in_charge(snapshot):
    """Return who is in charge of the tasks that documents changed, and what is asked of them."""
    plan, by_id = snapshot.plan, {one.id: one for one in snapshot.tasks}
    sewage, water, schools = (by_id[number] for number in (18, 17, 13))
    executive = plan.unit("市城市管理综合执法局")
    return {
        "leader": sewage.leader,
        "sewage": sewage.lead_unit,
        "former": executive.person.name,
        "water": water.lead_unit,
        "villages": water.indicators[0].target,
        "shares": {name: int(share) for name, share in water.indicators[0].shares.items() if "鹤山" in name},
        "schools": schools.deadline,
        "jobs": by_id[20].deadline,
        "joined": NEW_MEMBER in plan.unit("各市（区）政府").members,
        "tasks": len(by_id),
        "dropped": [one.id for one in by_id.values() if one.dropped],
    }


BEFORE = {
    "leader": "王长青",
    "sewage": "市城市管理综合执法局",
    "former": "赖惠镇",
    "water": "市水利局",
    "villages": 478,
    "shares": {"鹤山市政府": 98},
    "schools": "12月10日",
    "jobs": "12月10日",
    "joined": False,
    "tasks": 25,
    "dropped": [],
}
RENAMING = {
    "leader": "模拟副市长",
    "sewage": "市生态环境局",
    "former": "模拟局长",
    "water": "市水务局",
    "shares": {"鹤山区政府": 98},
    "joined": True,
}
RAISING = {"villages": 500, "shares": {"鹤山区政府": 120}, "schools": "2022年3月底", "jobs": "12月31日"}


@pytest.mark.parametrize(
    ("day", "changes"),
    [
        ("2021-05-01", {}),
        ("2021-08-14", {}),
        ("2021-08-15", RENAMING),
        ("2021-08-16", RENAMING | RAISING),
        ("2021-09-15", RENAMING | RAISING | {"tasks": 26}),
        ("2021-10-14", RENAMING | RAISING | {"tasks": 26}),
        ("2021-10-31", RENAMING | RAISING | {"tasks": 26, "dropped": [16]}),
        ("2022-03-31", RENAMING | RAISING | {"tasks": 26, "dropped": [16]}),
    ],
)
def test_who_is_in_charge_of_what(on, day, changes):
    """Before, on and after the day of each document."""
    assert in_charge(on(dt.date.fromisoformat(day))) == BEFORE | changes


@pytest.mark.parametrize(
    ("day", "deadline", "lead", "leader"),
    [
        ("2021-05-01", "12月10日", "市城市管理综合执法局", "王长青"),
        ("2021-08-15", "12月10日", "市生态环境局", "模拟副市长"),
        ("2021-08-16", "2022年3月底", "市生态环境局", "模拟副市长"),
    ],
)
def test_the_commands_answer_as_of_then(folder, day, deadline, lead, leader):
    """`list` and `show` as programs read them."""
    rows = {one["id"]: one for one in asked(folder, day, "list")["tasks"]}
    assert rows[13]["deadline"] == deadline
    assert {rows[18]["lead_unit"], *_several(rows[18], "lead_units")} == {lead}
    assert {rows[18]["leader"], *_several(rows[18], "leaders")} == {leader}
    assert asked(folder, day, "show", "18")["task"]["lead_unit"] == lead


def _several(row, key):
    return row.get(key) or ()


def asked(folder, day, *words):
    """Return what the program answers, as JSON."""
    return ask(*words, "--data", folder, "--as-of", day, "--format", "json").answer


def test_papers_speak_of_the_former_lead_as_former(on):
    """On the day after the reform the new lead has filed nothing: the task's figure is that of before, unreproached."""
    snapshot = on(dt.date(2021, 8, 16))
    one = snapshot.standings[17]
    assert (one.task.id, one.lead, one.is_silent) == (18, "市生态环境局", False)
    assert {each.entry.unit for actual in one.actuals for each in actual.sources} == {"市城市管理综合执法局"}
    with speaking("zh_CN"):
        for _name, report in papers(snapshot):
            said = [text for _place, text in texts(report) if "市生态环境局" in text and "一直没有报送" in text]
            assert said == []
        shown = [text for _place, text in texts(task.show_report(snapshot, one.task))]
    assert any("原市城市管理综合执法局" in text for text in shown)


@pytest.mark.parametrize("name", ["市水务局", "slj"])
def test_the_log_follows_the_code(folder, name):
    """On each day, under either name, `log --unit` has all that the unit filed until then, and nobody else's."""
    found = {day: asked(folder, str(day), "log", "--unit", name)["entries"] for day in DAYS}
    assert {one["unit"] for several in found.values() for one in several} == {"市水利局", "市水务局"}
    assert {one["unit"] for one in found[dt.date(2021, 8, 15)]} == {"市水利局"}
    assert asked(folder, "2021-08-14", "log", "--unit", "市水利局")["entries"] == found[dt.date(2021, 8, 14)]
    counts = [len(several) for several in found.values()]
    assert counts == sorted(counts)


def test_shares_follow_the_code(on):
    """What the district filed under its former name is its share under the new one, against the target of the day."""
    found = {}
    for day in ("2021-08-14", "2021-08-16", "2021-10-31"):
        snapshot = on(dt.date.fromisoformat(day))
        standing = snapshot.standings[16]
        shares = {one.unit.code: one for one in snapshot.shares(standing, standing.task.indicators[0])}
        found[day] = (shares["hss"].unit.name, shares["hss"].target, shares["hss"].submission.entry.unit)
    assert found == {
        "2021-08-14": ("鹤山市政府", 98, "鹤山市政府"),
        "2021-08-16": ("鹤山区政府", 120, "鹤山市政府"),
        "2021-10-31": ("鹤山区政府", 120, "鹤山区政府"),
    }


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_no_figure_is_in_a_sum_twice(on, day):
    """Each figure is that of its sources, each source counts once and is no share beside a total."""
    snapshot = on(day)
    for one in snapshot.standings:
        for actual in one.actuals:
            ids = [source.filed.id for source in actual.sources]
            numbers = [source.entry.figures[actual.indicator.id] for source in actual.sources]
            assert len({source.filed.code for source in actual.sources}) == len(set(ids)) == len(ids)
            assert actual.figure == (sum(numbers, Decimal(0)) if numbers else None)
            shares = [each.submission for each in snapshot.shares(one, actual.indicator) if each.submission]
            assert len({each.filed.code for each in shares}) == len(shares)
            assert actual.provisional or not {each.filed.id for each in shares}.intersection(ids)


def test_the_new_lead_adds_nothing_up(on):
    """The task's figure is the new lead's own; what the old lead filed before is in nobody's share."""
    snapshot = on(dt.date(2021, 12, 10))
    one = snapshot.standings[17]
    found = {each.unit.code: each.submission for each in snapshot.shares(one, one.task.indicators[0])}
    assert [source.filed.code for source in one.actuals[0].sources] == ["sthjj"]
    assert found["cgj"].entry.date >= REFORM
    assert found["sthjj"].entry.date < REFORM
    assert one.actuals[0].figure == one.task.indicators[0].target


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_task_counts_once(on, day):
    """A task that was added counts from its day on, a dropped one until the day before."""
    parts = tally.tally(on(day).standings)
    numbers = [one.task.id for part in parts for one in part]
    expected = {*range(1, 27 if day >= ADDED else 26)} - ({16} if day >= DROPPED else set())
    assert sorted(numbers) == sorted(expected)


def test_what_is_finished_in_spring_is_filed_in_spring(on):
    """The deadline is in March of the next year: entries of January are there, and new ones are taken."""
    snapshot = on(dt.date(2022, 1, 10))
    said = Entry(
        task=13,
        date=dt.date(2022, 1, 9),
        unit="市教育局",
        status="in-progress",
        figures={"schools": Decimal(9)},
        note="（模拟）",
        reporter="模拟填报员",
        recorded=dt.datetime(2022, 1, 10, tzinfo=dt.UTC),
    )
    assert snapshot.standings[12].submission.entry.date == dt.date(2022, 1, 7)
    assert propose.propose(snapshot.dataset, said, snapshot.as_of).problems == ()


def test_milestones_stand_as_documents_left_them(on):
    """The stages of the task that came in September are there with it; that without a figure was reached by word."""
    by_id = {one.task.id: one for one in on(dt.date(2021, 10, 31)).standings}
    assert [(one.milestone.id, one.reached) for one in by_id[13].milestones] == [("started", True), ("half", True)]
    assert [(one.milestone.id, one.missed) for one in by_id[26].milestones] == [("first", False)]


def test_who_reports_on_a_task(on):
    """The members of the group are those of the day."""
    found = {}
    for day in (dt.date(2021, 8, 14), REFORM):
        snapshot = on(day)
        found[day] = set(figures.reporting_units(snapshot.plan, snapshot.task(19)))
    assert found[REFORM] - found[dt.date(2021, 8, 14)] == {"鹤山区政府", NEW_MEMBER}
    assert found[dt.date(2021, 8, 14)] - found[REFORM] == {"鹤山市政府", "江海区政府"}
