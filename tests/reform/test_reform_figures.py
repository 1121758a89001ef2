"""One simulated year with a reform in August: figures, histories and counts follow the task and the code of a unit."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
from builders import dataset, texts_of
from reforming import (
    ADDED,
    DAYS,
    DROPPED,
    NEW_MEMBER,
    REFORM,
    asked,
    texts,
)
from test_views_diff import Side

from mstrack.format.model import Entry
from mstrack.progress import diff, figures, tally
from mstrack.progress.snapshot import Snapshot
from mstrack.record import propose
from mstrack.store.source import PLAN
from mstrack.views.diff import diff_report


@pytest.mark.parametrize("name", ["市水务局", "市水利局", "slj"])
def test_the_log_follows_the_code(folder, name):
    """On each day, under any name, `log --unit` has all that the unit filed until then, and nobody else's."""
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


def test_diff_calls_the_dropped_task_dropped(folder):
    """Nobody finished it: `diff` names it neither done nor newly done."""
    text = (folder / PLAN).read_text(encoding="utf-8")
    plans = [re.sub(r" +dropped: .*\n", "", text), text]
    before, after = (diff.standings_of(Snapshot(dataset(each), dt.date(2021, 10, 31))) for each in plans)
    report = diff_report(diff.changes(before, after, ()), Side("旧", None), Side("新", None), after.snapshot)
    assert texts_of(report, "tasks", "change.title") == ["Task 16: unreported -> dropped"]
    assert [line for _place, line in texts(report) if "Newly" in line] == []
