"""The course of a year: a point at the end of each month, what was known then beside what it should have been."""

import datetime as dt

import planning
from builders import filed, id_of, indicator, level, row
from paging import report, small
from publishing import gathered, table

from mstrack.documents import course
from mstrack.progress import pace


def points(source, day):
    return table(report(source, day), "course")


def test_a_point_at_the_end_of_each_month():
    """Figures as they were known on the day: none before the first entry, none after the as-of day."""
    entries = [filed(f"2021-0{n}-20", figures={"roads": 10 * n}, id_=id_of(n)) for n in (3, 5)]
    found = points(small(*entries), dt.date(2021, 6, 10))
    days = [one["day"] for one in found]
    assert days[:7] == [
        *(course.ends(dt.date(2021, 1, 1), dt.date(2021, 5, 31), dt.date(2021, 1, 31))),
        dt.date(2021, 6, 10),
        dt.date(2021, 6, 30),
    ]
    known = [None if one["percent"] is None else int(one["percent"].share * 100) for one in found]
    assert known == [None, None, 30, 30, 50, 50, *[None] * 7]
    assert days[-1] == dt.date(2021, 12, 31)


def test_the_expected_line_is_that_of_the_lights():
    snapshot = gathered(planning.store(), planning.DAY)
    tasks = {one.task.id: one.task for one in snapshot.standings}
    found = points(planning.store(), planning.DAY)
    assert {(one["task"], one["indicator"]) for one in found} == {
        (1, "roads"),
        (2, "tests"),
        (3, "trees"),
        (6, "roads"),
    } & {(one["task"], one["indicator"]) for one in found}
    for one in found:
        task = tasks[one["task"]]
        known = next(each for each in task.indicators if each.id == one["indicator"])
        assert one["expected"].share == pace.expected(snapshot.plan, task, one["day"], known)
    assert {one["indicator"] for one in found}.isdisjoint({"jobless", "accidents"})  # nothing that counts up


def test_a_plan_without_such_indicators_has_no_lines():
    assert points(small(items=[row(level())]), dt.date(2021, 6, 10)) == []


def test_of_a_long_period_the_quarters_end():
    days = course.ends(dt.date(2013, 1, 1), dt.date(2017, 12, 31), dt.date(2015, 5, 5))
    assert len(days) == 20 + 1
    assert dt.date(2015, 5, 5) in days
    assert {day.month for day in days} == {3, 5, 6, 9, 12}
    assert course.ends(dt.date(2021, 4, 1), dt.date(2022, 3, 31), dt.date(2023, 1, 1))[-1] == dt.date(2022, 3, 31)


def test_as_many_points_for_each_line():
    found = points(small(items=[row(indicator()), row(indicator())]), dt.date(2021, 12, 3))
    assert len(found) == 2 * 13


def test_no_entry_is_held_for_a_point():
    """Those of the months before go with their point: notes of 20 KB are not held for a number."""
    entries = [filed(f"2021-0{n}-20", figures={"roads": 10 * n}, id_=id_of(n)) for n in (3, 4, 5)]
    snapshot = gathered(small(*entries), dt.date(2021, 6, 10))
    assert snapshot.standings
    before = dict(snapshot.dataset._entries)
    known = [one.progress for one in course._points(snapshot) if one.indicator.id == "roads"]
    assert len({one for one in known if one is not None}) == 3
    assert snapshot.dataset._entries == before
