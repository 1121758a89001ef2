"""A period of any span: its calendar pace, its reach, and ranges of days."""

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mstrack.progress import dates
from mstrack.progress.dates import Period, Range
from mstrack.report import hundredths

YEAR = Period.of_year(2021)
FISCAL = Period(dt.date(2021, 4, 1), dt.date(2022, 3, 31))
LONG = Period(dt.date(2013, 1, 1), dt.date(2017, 12, 31))


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2020-12-31", Fraction(0)),
        ("2021-01-01", Fraction(1, 31 * 12)),
        ("2021-01-31", Fraction(1, 12)),
        ("2021-02-14", Fraction(3, 24)),
        ("2021-06-30", Fraction(1, 2)),
        ("2021-11-30", Fraction(11, 12)),
        ("2021-12-03", Fraction(11, 12) + Fraction(3, 31 * 12)),
        ("2021-12-31", Fraction(1)),
        ("2022-01-01", Fraction(1)),
    ],
)
def test_expected_pace(as_of, expected):
    """The share of the year gone by, months equally long: 0 before the year, 1 after it."""
    assert expected == dates.expected_pace(dt.date.fromisoformat(as_of), 2021)


@pytest.mark.parametrize(
    ("as_of", "period", "expected"),
    [
        ("2021-03-31", FISCAL, Fraction(0)),
        ("2021-09-30", FISCAL, Fraction(1, 2)),
        ("2021-12-31", FISCAL, Fraction(9, 12)),
        ("2022-03-31", FISCAL, Fraction(1)),
        ("2013-12-31", LONG, Fraction(1, 5)),
        ("2015-06-30", LONG, Fraction(1, 2)),
        ("2021-06-15", Period(dt.date(2021, 6, 1), dt.date(2021, 6, 30)), Fraction(1, 2)),
        ("2021-06-20", Period(dt.date(2021, 6, 11), dt.date(2021, 6, 30)), Fraction(1, 2)),
        ("2021-06-11", Period(dt.date(2021, 6, 11), dt.date(2021, 6, 11)), Fraction(1)),
    ],
)
def test_expected_pace_of_a_period(as_of, period, expected):
    """The calendar pace is the share of the period gone by, whatever the period spans."""
    assert expected == dates.expected_pace(dt.date.fromisoformat(as_of), period)


def test_expected_pace_as_bulletins_print_it():
    """At the end of November it reads 91.67%."""
    assert f"{hundredths(dates.expected_pace(dt.date(2021, 11, 30), 2021)):.2f}" == "91.67"


@settings(max_examples=60)
@given(st.dates(dt.date(2020, 12, 1), dt.date(2022, 5, 1)))
def test_expected_pace_grows_every_day(day):
    """Within the period it grows from day to day; outside it stands still at 0 or 1."""
    today, tomorrow = (dates.expected_pace(one, FISCAL) for one in (day, day + dt.timedelta(days=1)))
    inside = dt.date(2021, 3, 31) <= day < dt.date(2022, 3, 31)
    assert today < tomorrow if inside else today == tomorrow
    assert 0 <= today <= 1


@pytest.mark.parametrize(
    ("period", "end"),
    [(YEAR, "2022-12-31"), (FISCAL, "2023-03-31"), (Period(YEAR.start, dt.date(2024, 2, 29)), "2025-02-28")],
)
def test_reach(period, end):
    """Deadlines and entries may lie up to one year after the end."""
    assert (period.start, end) == (period.reach.start, f"{period.reach.end}")
    assert period.reach.end in period.reach
    assert period.start - dt.timedelta(days=1) not in period.reach
    assert period.reach.end + dt.timedelta(days=1) not in period.reach


def test_range_includes_both_ends():
    """`--after` and `--before` include the day they name."""
    days = [dt.date(2021, 12, n) for n in (9, 10, 11, 12, 13)]
    due = Range(dt.date(2021, 12, 10), dt.date(2021, 12, 12))
    assert days[1:4] == [day for day in days if day in due]
    assert days[1:] == [day for day in days if day in Range(after=days[1])]
    assert days[:4] == [day for day in days if day in Range(before=days[3])]
    assert days == [day for day in days if day in Range()]


def test_a_text_lies_in_no_range():
    """Only days lie in a range of days."""
    assert "2021-12-10" not in Range()
