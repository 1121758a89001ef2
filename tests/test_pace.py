"""The lines that progress is measured against, what reaches a target, and rates a week."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from builders import dataset, indicator, plan_text, row
from hypothesis import given
from hypothesis import strategies as st

from mstrack.format.model import Indicator
from mstrack.progress import pace

YEAR_END = dt.date(2021, 12, 31)


def promise(target=100, **more):
    """Return an indicator that no file says."""
    said = {"id": "a", "name": "甲", "kind": "cumulative", "measure": "个", "quote": "…"}
    return Indicator(**said | {"target": Decimal(str(target))} | more)


@pytest.mark.parametrize(
    ("more", "figure", "reached"),
    [
        ({}, "100", True),
        ({}, "99.9", False),
        ({"above": True}, "100", False),
        ({"target": "-2.3"}, "-2.3", True),
        ({"target": "-2.3"}, "-2.4", False),
        ({"target": 0}, "0", True),
        ({"bound": "at-most", "target": 0}, "0", True),
        ({"bound": "at-most", "target": 0}, "1", False),
        ({"bound": "at-most", "target": "-2.3"}, "-2.4", True),
        ({"bound": "at-most", "above": True}, "100", False),
        ({"bound": "about"}, "95", True),
        ({"bound": "about"}, "94.9", False),
        ({"bound": "about", "target": -100}, "-105", True),
        ({"bound": "about", "target": -100}, "-106", False),
        ({"bound": "at-most"}, None, False),
    ],
)
def test_reaches(more, figure, reached):
    """Floors, ceilings and 左右, of zero and below; no figure reaches nothing."""
    one = promise(**more)
    number = None if figure is None else Decimal(figure)
    assert pace.reaches(number, one.target, one) is reached


def test_progress_is_only_of_what_counts_up():
    """A level, a ceiling, and a target of zero have none."""
    ones = [promise(), promise(kind="level"), promise(bound="at-most"), promise(0), promise(bound="about")]
    assert [pace.progress(Decimal(30), one.target, one) for one in ones] == [
        *(Fraction(3, 10), None, None, None, Fraction(3, 10))
    ]


def plan_of(deadline, **more):
    """Return a plan with one task, and the task."""
    plan = dataset(plan_text([row(indicator(target=100), deadline=deadline, **more)])).plan
    return plan, plan.tasks[0]


@pytest.mark.parametrize(
    ("deadline", "day", "expected"),
    [
        ("年底", "2021-06-30", Fraction(1, 2)),
        ("6月底", "2021-03-31", Fraction(1, 2)),
        ("6月底", "2021-06-30", 1),
        ("6月底", "2021-07-01", 1),
        ("年底", "2020-12-31", 0),
        ("年底", "2021-01-01", Fraction(1, 372)),
        ("次年3月底", "2021-12-31", Fraction(12, 15)),
    ],
)
def test_expected(deadline, day, expected):
    """A straight line from the eve of the period to the task's own deadline, and 1 from then on."""
    plan, task = plan_of(deadline)
    assert pace.expected(plan, task, dt.date.fromisoformat(day)) == expected


@given(st.dates(dt.date(2020, 6, 1), dt.date(2022, 6, 1)))
def test_the_line_to_the_end_of_the_period_is_the_calendar(day):
    """So no paper prints two numbers for one thing."""
    plan, task = plan_of("年底")
    assert pace.expected(plan, task, day) == pace.calendar(plan, day)


@given(st.dates(dt.date(2021, 1, 1), dt.date(2021, 12, 30)))
def test_the_line_never_falls(day):
    """It grows through its milestones to the deadline."""
    stages = [
        {"id": f"m{n}", "by": by, "what": "阶段", "indicator": "roads", "figure": figure}
        for n, (by, figure) in enumerate([("3月底", 50), ("6月底", 60), ("7月底", 100)])
    ]
    plan, task = plan_of("8月底", milestones=stages)
    one = task.indicators[0]
    today, tomorrow = (pace.expected(plan, task, each, one) for each in (day, day + dt.timedelta(days=1)))
    assert 0 <= today <= tomorrow <= 1
    assert pace.expected(plan, task, dt.date(2021, 3, 31), one) == Fraction(1, 2)
    assert pace.expected(plan, task, dt.date(2021, 8, 31), one) == 1


def series(*told):
    """Return days and figures, the newest first."""
    return [(dt.date.fromisoformat(day), Decimal(figure)) for day, figure in told]


@pytest.mark.parametrize(
    ("told", "as_of", "required", "recent", "enough_on"),
    [
        ([("2021-11-26", 80), ("2021-10-29", 60), ("2021-09-30", 10)], "2021-12-17", 10, 5, "2022-01-14"),
        ([("2021-11-26", 80), ("2021-11-19", 70), ("2021-10-29", 60)], "2021-12-17", 10, 5, "2022-01-14"),
        ([("2021-11-26", 80), ("2021-11-19", 70)], "2021-12-17", 10, 10, "2021-12-31"),
        ([("2021-11-26", 80)], "2021-12-17", 10, None, None),
        ([("2021-11-26", 80), ("2021-10-29", 80)], "2021-12-17", 10, 0, None),
        ([("2021-11-26", 80), ("2021-10-29", 90)], "2021-12-17", 10, Fraction(-5, 2), None),
        ([("2021-11-26", 80), ("2021-10-29", 60)], "2021-12-31", None, 5, "2022-01-28"),
        ([("2021-11-26", 100), ("2021-10-29", 60)], "2021-12-17", None, None, None),
        ([], "2021-12-17", None, None, None),
    ],
)
def test_rates(told, as_of, required, recent, enough_on):
    """What a week must bring, what it brought since some 28 days before the newest figure, and when that suffices."""
    found = pace.rates(promise(), series(*told), YEAR_END, dt.date.fromisoformat(as_of))
    assert found == (required, recent, enough_on and dt.date.fromisoformat(enough_on))


@pytest.mark.parametrize("more", [{"kind": "level"}, {"bound": "at-most"}])
def test_what_has_no_pace_has_no_rate(more):
    """A rate a week is told only of what counts up."""
    assert pace.rates(promise(**more), series(("2021-11-26", 80)), YEAR_END, dt.date(2021, 12, 17)) == pace.Rates()
