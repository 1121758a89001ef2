from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mstrack.errors import WrongUse
from mstrack.format.characters import shown
from mstrack.i18n import speaking
from mstrack.progress import dates
from mstrack.progress.dates import Range
from mstrack.report import hundredths

AS_OF = dt.date(2021, 12, 3)
PIECES = ["2021", "12", "10", "30", "0", "年", "月", "日", "底", "末", "上旬", "中旬", "下旬", "年底", "-", "/"]
PIECES += [".", "+", "d", "w", "today", "　", "１２", "99999999", "²", "①"]
GARBAGE = st.one_of(
    st.text(max_size=20),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
)
DAYS = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))

WORDINGS = [
    ("12月10日", "2021-12-10"),
    ("12月10", "2021-12-10"),
    ("10月底", "2021-10-31"),
    ("11月底", "2021-11-30"),
    ("12月底", "2021-12-31"),
    ("2月底", "2021-02-28"),
    ("2月末", "2021-02-28"),
    ("12月上旬", "2021-12-10"),
    ("12月中旬", "2021-12-20"),
    ("12月下旬", "2021-12-31"),
    ("2月上旬", "2021-02-10"),
    ("2月下旬", "2021-02-28"),
    ("年底", "2021-12-31"),
    ("2021-12-10", "2021-12-10"),
    ("2021-1-5", "2021-01-05"),
    ("2021年12月10日", "2021-12-10"),
    ("2022年1月底", "2022-01-31"),
    ("１２月１０日", "2021-12-10"),
    ("２０２１－１２－１０", "2021-12-10"),
    ("12 月 10 日", "2021-12-10"),
    (" 11　月\t底 ", "2021-11-30"),
]


@pytest.mark.parametrize(("wording", "expected"), WORDINGS)
def test_deadline(wording, expected):
    """Each wording of the table means one day; white space and full-width digits say nothing."""
    assert expected == dates.deadline(wording, 2021).isoformat()


@pytest.mark.parametrize(("wording", "expected"), WORDINGS)
def test_a_deadlines_wording_may_be_typed(wording, expected):
    """What the table writes is understood on the command line, too."""
    assert expected == dates.day(wording, 2021, AS_OF).isoformat()


@pytest.mark.parametrize(("wording", "expected"), [("2月底", "2024-02-29"), ("2月下旬", "2024-02-29")])
def test_leap_year(wording, expected):
    """The end of February is that of the plan's year."""
    assert expected == dates.deadline(wording, 2024).isoformat()
    assert dt.date(2024, 2, 29) == dates.day("2-29", 2024, AS_OF)


@pytest.mark.parametrize(
    "wording",
    [
        *("", "尽快", "12月", "12月10日前", "第四季度", "13月底", "0月10日", "2月30日", "2021-02-30", "12月0日"),
        *(
            "12-10",
            "12/10",
            "today",
            "+14d",
            "2021-12-10T00:00",
            "长期坚持",
            "12月10日12月10日",
            "年底前",
            "底",
            "١٢月١٠日",
        ),
    ],
)
def test_no_deadline(wording):
    """Anything else is refused, in a sentence that names the accepted forms."""
    with speaking("en"), pytest.raises(ValueError, match="is no deadline") as caught:
        dates.deadline(wording, 2021)
    for form in ("12月10日", "11月底", "12月上旬", "年底", "2021-12-10"):
        assert form in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("12-10", "2021-12-10"),
        ("12/10", "2021-12-10"),
        ("1.5", "2021-01-05"),
        ("１２－１０", "2021-12-10"),
        ("12 - 10", "2021-12-10"),
        ("2020-12-10", "2020-12-10"),
        ("2020/12/10", "2020-12-10"),
        ("today", "2021-12-03"),
        ("TODAY", "2021-12-03"),
        ("今天", "2021-12-03"),
        ("+14d", "2021-12-17"),
        ("\uff0b１\uff14\uff44", "2021-12-17"),
        ("+14D", "2021-12-17"),
        ("-1w", "2021-11-26"),
        ("+0d", "2021-12-03"),
        ("+3天", "2021-12-06"),
        ("+2周", "2021-12-17"),
        ("+60d", "2022-02-01"),
    ],
)
def test_day(typed, expected):
    """On the command line short and relative forms are understood; relative ones start at the as-of day."""
    assert expected == dates.day(typed, 2021, AS_OF).isoformat()


@pytest.mark.parametrize("as_of", [dt.date(2019, 3, 1), dt.date(2021, 1, 1), dt.date(2026, 12, 31)])
@pytest.mark.parametrize("typed", ["12-10", "12/10", "12月10日"])
def test_a_day_without_a_year_lies_in_the_plans_year(typed, as_of):
    """Whatever year it is now: 12-10 of a plan of 2021 is 2021-12-10."""
    assert dt.date(2021, 12, 10) == dates.day(typed, 2021, as_of)


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("2021-02-30", "2021-02-28"),
        ("2024-02-30", "2024-02-29"),
        ("2-30", "2021-02-28"),
        ("2月30日", "2021-02-28"),
        ("11/31", "2021-11-30"),
        ("13-01", "2021-12-01"),
        ("12-0", "2021-12-01"),
        ("2021-00-10", "2021-01-10"),
    ],
)
def test_a_day_that_does_not_exist(typed, nearest):
    """A day that no calendar has is refused, and the nearest one is named."""
    with speaking("en"), pytest.raises(WrongUse) as caught:
        dates.day(typed, 2021, AS_OF)
    assert f"there is no day {typed}; the nearest is {nearest}" == str(caught.value)


@pytest.mark.parametrize("typed", ["", "soon", "12", "12月", "14d", "+14", "+1m", "tomorrow", "0000-01-01"])
def test_no_day(typed):
    """What is no day is refused, in a sentence that names the accepted forms."""
    with speaking("en"), pytest.raises(WrongUse, match=f"^{re.escape(typed)} is no day; ") as caught:
        dates.day(typed, 2021, AS_OF)
    for form in ("12-10", "12/10", "2021-12-10", "12月10日", "11月底", "today", "+14d", "-1w"):
        assert form in str(caught.value)


@pytest.mark.parametrize("typed", ["20211210", "12-10-2021", "21-12-10", "+99999d", "task 12 of 40"])
def test_only_what_looks_like_a_date_has_a_nearest_day(typed):
    """A nearest day far from what was typed misleads (20211210 is not 2021-12-31): only the forms are named."""
    with speaking("en"), pytest.raises(WrongUse, match=f"^{re.escape(typed)} is no day; "):
        dates.day(typed, 2021, AS_OF)


@given(GARBAGE)
@example("9999年12月底")
@example("+9999w")
@example("0001-01-01")
def test_garbage_as_deadline(text):
    """Whatever stands there is a day or a ValueError."""
    try:
        assert isinstance(dates.deadline(text, 2021), dt.date)
    except ValueError as error:
        assert text in str(error)  # noqa: PT017  either a day or a sentence


@given(GARBAGE, DAYS)
@example("-9999w", dt.date(1, 1, 1))
@example("+1d", dt.date(9999, 12, 31))
def test_garbage_as_day(text, as_of):
    """Whatever is typed is a day or wrong use."""
    try:
        assert isinstance(dates.day(text, 2021, as_of), dt.date)
    except WrongUse as error:
        assert shown(text) in str(error)  # noqa: PT017  either a day or a sentence


@given(DAYS)
def test_a_day_as_it_is_printed_can_be_typed(day):
    """ISO days read back as themselves."""
    assert day == dates.day(day.isoformat(), 2021, AS_OF)


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


def test_expected_pace_as_bulletins_print_it():
    """At the end of November it reads 91.67%."""
    assert f"{hundredths(dates.expected_pace(dt.date(2021, 11, 30), 2021)):.2f}" == "91.67"


@given(st.dates(dt.date(2019, 12, 1), dt.date(2021, 2, 1)))
def test_expected_pace_grows_every_day(day):
    """Within the year it grows from day to day; outside it stands still at 0 or 1."""
    today, tomorrow = (dates.expected_pace(one, 2020) for one in (day, day + dt.timedelta(days=1)))
    inside = dt.date(2019, 12, 31) <= day < dt.date(2020, 12, 31)
    assert today < tomorrow if inside else today == tomorrow
    assert 0 <= today <= 1


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
