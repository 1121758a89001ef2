from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from running import ROOT

from mstrack.errors import WrongUse
from mstrack.i18n import speaking
from mstrack.progress import dates
from mstrack.progress.dates import Period

AS_OF = dt.date(2021, 12, 3)
PIECES = ["2021", "12", "10", "30", "0", "年", "月", "日", "底", "末", "上旬", "中旬", "下旬", "年底", "-", "/"]
PIECES += [
    "前",
    "季度",
    "半年",
    "至",
    "次年",
    "十二",
    "—",
    "周五",
    "内",
    "完成",
    "起",
    "下",
    ".",
    "+",
    "d",
    "w",
    "today",
    "　",
    "１２",
    "99999999",
    "²",
    "①",
]
GARBAGE = st.one_of(
    st.text(max_size=20),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
)
DAYS = st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))

YEAR = Period.of_year(2021)
FISCAL = Period(dt.date(2021, 4, 1), dt.date(2022, 3, 31))
LONG = Period(dt.date(2013, 1, 1), dt.date(2017, 12, 31))


def table(name, sign=" "):
    """Return the rows of a table of words and what they mean; words may hold blanks."""
    lines = (ROOT / "tests" / "data" / name).read_text(encoding="utf-8").splitlines()
    return [tuple(line.rsplit(sign, 1)) for line in lines[1:]]


WORDINGS = table("days-deadlines.txt")
REFUSED = dict(table("days-refused.txt", "\t"))


def answer(find, *given):
    """Return the day that is found, or why there is none, in English."""
    with speaking("en"):
        try:
            return f"{find(*given)}"
        except (ValueError, WrongUse) as error:
            return str(error)


def test_deadlines():
    """Each wording means one day, in the plan as on the command line."""
    assert len(WORDINGS) + len(REFUSED) >= 120
    assert [(words, answer(dates.deadline, words, 2021)) for words, _day in WORDINGS] == WORDINGS
    assert [(words, answer(dates.day, words, YEAR, AS_OF)) for words, _day in WORDINGS] == WORDINGS


def test_white_space():
    """White space says nothing, not even between the digits."""
    for words in (" 11　月\t底 ", "1 1月底", "11 月 底 前 完成"):
        assert dt.date(2021, 11, 30) == dates.deadline(words, 2021)


def test_no_deadlines():
    """Each other wording is refused with its reason and its cure."""
    found = {words: answer(dates.deadline, words, 2021) for words in REFUSED}
    assert [(words, found[words]) for words, reason in REFUSED.items() if reason not in found[words]] == []


def test_cures_are_taken():
    """What a refusal of two readings says to write is a deadline."""
    sentences = [reason for reason in REFUSED.values() if "may mean" in reason and "; write " in reason]
    cures = [one for text in sentences for one in text.split("; write ")[1].split(",")[0].split(" or ")]
    assert len(cures) > 10
    assert [one for one in cures if not re.fullmatch(r"202\d-\d\d-\d\d", answer(dates.deadline, one, 2021))] == []


def test_typed():
    """On the command line short and relative words are understood; those start at the as-of day."""
    rows = table("days-typed.txt")
    assert rows == [(words, answer(dates.day, words, 2021, AS_OF)) for words, _day in rows]


@pytest.mark.parametrize("as_of", [dt.date(2019, 3, 1), dt.date(2021, 1, 1), dt.date(2026, 12, 31)])
@pytest.mark.parametrize("typed", ["12-10", "12/10", "12月10日"])
def test_a_day_without_a_year_lies_in_the_plans_year(typed, as_of):
    """Whatever year it is now: 12-10 of a plan of 2021 is 2021-12-10."""
    assert dt.date(2021, 12, 10) == dates.day(typed, 2021, as_of)


def test_leap_year():
    """The end of February is that of the year meant; a month before 31 March is its last day, too."""
    assert dt.date(2024, 2, 29) == dates.deadline("2月底", 2024) == dates.day("2-29", 2024, AS_OF)
    assert dt.date(2024, 2, 29) == dates.day("-1m", 2024, dt.date(2024, 3, 31))


@pytest.mark.parametrize(
    ("words", "fiscal", "several"),
    [
        (
            "12月10日",
            "2021-12-10",
            "12月10日 may lie in 2013, 2014, 2015, 2016, 2017; write the year, such as 2017年12月10日",
        ),
        (
            "3月底前",
            "2022-03-31",
            "3月底前 may lie in 2013, 2014, 2015, 2016, 2017; write the year, such as 2017年3月底前",
        ),
        ("次年3月底", "2022-03-31", "次年3月底: the plan spans several years; write the year in digits"),
        ("2月29日", "there is no day 2月29日; the nearest is 2022-02-28", "2016-02-29"),
        ("年底", "2022-03-31", "2017-12-31"),
        ("全年", "2022-03-31", "2017-12-31"),
        ("2021年底", "2021-12-31", None),
        ("2013—2017年", None, "2017-12-31"),
        ("2015—2017年", None, "2017-12-31"),
        ("2015年6月底", None, "2015-06-30"),
        ("2018年12月底", None, "2018-12-31"),
        ("2019年1月1日", None, "2019年1月1日: 2019-01-01 lies outside the plan's period"),
    ],
)
def test_periods(words, fiscal, several):
    """A deadline lies in the period; where several years are possible its year has to be written."""
    for period, expected in ((FISCAL, fiscal), (LONG, several)):
        assert expected is None or answer(dates.deadline, words, period).startswith(expected)


def test_nothing_of_a_short_period():
    """A day that comes only after the period needs its year."""
    spring = Period(dt.date(2021, 3, 1), dt.date(2021, 5, 31))
    assert "12月10日: 2021-12-10 lies outside" in answer(dates.deadline, "12月10日", spring)
    assert dt.date(2021, 12, 10) == dates.deadline("2021年12月10日", spring) == dates.day("12-10", spring, AS_OF)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2015-09-01", "2015-12-10"),
        ("2016-01-20", "2015-12-10"),
        ("2015-06-11", "2015-12-10"),
        ("2015-06-10", "2014-12-10"),
        ("2016-06-10", "2015-12-10"),
        ("2030-01-01", "2017-12-10"),
    ],
)
def test_the_day_next_to_the_as_of_day(as_of, expected):
    """In a period of several years the nearest is meant; of two equally near the earlier."""
    assert expected == dates.day("12-10", LONG, dt.date.fromisoformat(as_of)).isoformat()


@pytest.mark.parametrize(
    "typed", ["", "soon", "12", "2021", "14d", "+14", "+1y", "10日前", "+99999d", "21-12-10", "task 12"]
)
def test_no_day(typed):
    """What is no day is refused, in a sentence that names the accepted forms, or what is missing."""
    said = answer(dates.day, typed, 2021, AS_OF)
    forms = ("12-10", "12/10", "2021-12-10", "12月10日", "11月底", "today", "月底", "本周五", "+14d", "-1w")
    assert all(form in said for form in forms) if typed else said.startswith("no day is given")


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("2-30", "the nearest is 2021-02-28"),
        ("11/31", "the nearest is 2021-11-30"),
        ("12-0", "the nearest is 2021-12-01"),
        ("2021-00-10", "the nearest is 2021-01-10"),
        ("2024-02-30", "the nearest is 2024-02-29"),
        ("13-01", "with month and day exchanged it is 2021-01-13"),
        ("13-40", "the nearest is 2021-12-31"),
    ],
)
def test_a_day_that_does_not_exist(typed, near):
    """A day that no calendar has is refused, and the one that may be meant is named."""
    assert f"there is no day {typed}; {near}" == answer(dates.day, typed, 2021, AS_OF)


def periods():
    """Return any period of up to five years."""
    starts = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))
    return st.builds(lambda start, days: Period(start, start + dt.timedelta(days)), starts, st.integers(0, 1900))


@settings(max_examples=60)
@given(GARBAGE, periods())
@example("9999年12月底", YEAR)
@example("0001-01-01", YEAR)
def test_garbage_as_deadline(text, period):
    """Whatever stands there is a day within reach of the period, or refused in a sentence."""
    try:
        found = dates.deadline(text, period)
    except ValueError as error:
        assert len(str(error)) > 10  # noqa: PT017  either a day or a sentence
    else:
        assert found in (period.reach if re.search("[年—-]", text) or bare_digits(text) else period)


def bare_digits(text):
    """Whether a text is a day in digits only, which has its year."""
    return dates.bare(text)[:8].isdecimal()


@settings(max_examples=60)
@given(GARBAGE, DAYS)
@example("-9999w", dt.date(1, 1, 1))
@example("+1d", dt.date(9999, 12, 31))
@example("+9999m", dt.date(9000, 12, 31))
@example("下周一", dt.date(9999, 12, 31))
@example("明天", dt.date(9999, 12, 31))
@example("tomorrow", dt.date(9999, 12, 31))
def test_garbage_as_day(text, as_of):
    """Whatever is typed is a day or wrong use."""
    try:
        assert isinstance(dates.day(text, 2021, as_of), dt.date)
    except WrongUse as error:
        assert str(error)  # noqa: PT017  either a day or a sentence


@settings(max_examples=60)
@given(periods(), st.data())
def test_a_day_as_it_is_printed_is_read_back(period, data):
    """What `printed` writes is read as the same day, in a plan, on the command line, and followed by 前完成."""
    day = data.draw(st.dates(period.start, period.reach.end))
    words = dates.printed(day, period)
    assert [day] * 5 == [
        dates.deadline(words, period),
        dates.deadline(f"{words}前完成", period),
        dates.day(words, period, data.draw(DAYS)),
        dates.day(day.isoformat(), period, data.draw(DAYS)),
        dates.deadline(f"{day:%Y%m%d}", period),
    ]


@settings(max_examples=40)
@given(st.sampled_from([words for words, _day in WORDINGS if "年" not in words]), periods())
def test_words_without_a_year_lie_in_the_period(words, period):
    """A deadline without a year lies in the period, or is refused."""
    found = answer(dates.deadline, words, period)
    if not re.search(r"20\d{6}|2021[-/.]", words) and re.fullmatch(r"\d{4}-\d\d-\d\d", found):
        assert dt.date.fromisoformat(found) in period
