"""Days: what the table writes, what somebody types, and how much of the period is gone. No clock is read here.

A deadline is a calendar day, never a moment: a task due 12月10日 is on time all through that day.
The grammar of the words is in `day_words`; here they get their year from the plan's period.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import WrongUse
from mstrack.format.plan import Period
from mstrack.i18n import gettext as _
from mstrack.progress import day_words
from mstrack.progress.day_words import MONTHS, PARTS, SHIFTS, WEEKDAYS, Wording, bare

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Period", "Range", "a_day", "as_period", "bare", "day", "deadline", "expected_pace", "months", "printed"]

_SHORT = r"(?a)(\d{1,2})[-/.](\d{1,2})|(0\d|1[0-2])([0-2]\d|3[01])"
_DAYS = {"今": 0, "明": 1, "昨": -1, "后": 2, "前": -2}
_ENGLISH = {"today": 0, "tomorrow": 1, "yesterday": -1}
_OF_PLAN = {"当年", "次年", "翌年"}
"""Words for a year that belong to the table: also on the command line they start at the plan's year."""


class Range(NamedTuple):
    """Days from `after` to `before`, both included; None is open."""

    after: dt.date | None = None
    before: dt.date | None = None

    def __contains__(self, day: object) -> bool:
        """Whether the day lies in the range."""
        if not isinstance(day, dt.date):
            return False
        return (self.after is None or self.after <= day) and (self.before is None or day <= self.before)

    def has(self, day: str) -> bool:
        """Whether an ISO day lies in the range; ISO days sort as they date."""
        return (not self.after or day >= self.after.isoformat()) and (not self.before or day <= self.before.isoformat())


def as_period(given: Period | int) -> Period:
    """Return the period; an int is that calendar year."""
    return Period.of_year(given) if isinstance(given, int) else given


@lru_cache(maxsize=1024)
def deadline(words: str, period: Period | int) -> dt.date:
    """Return the last day that a deadline of the table means; an int is the period of that calendar year.

    12月10日 | 11月底 | 12月上旬 | 四季度 | 上半年 | 5-6月 | 年底 | 全年 | 次年3月底 | 2021-12-10, with 前完成.
    Without a year the day lies in the period, with one in its reach. ValueError says what is wrong, and its cure.
    """
    wording = day_words.read(words)
    if wording is None:
        raise ValueError(_no_deadline(words))
    return _resolved(wording, words, as_period(period), None)


def day(typed: str, period: Period | int, as_of: dt.date) -> dt.date:
    """Return the day that somebody typed: what a deadline may say, and 12-10, today, 月底, 本周五, +14d, -1w, +1m.

    Relative words start at `as_of`; weeks start on Monday. A day without a year lies in the period; where it comes
    twice in a longer one, the one next to `as_of` is meant, of two equally near the earlier. WrongUse says why not.
    """
    words = day_words.plain(typed)
    short = re.fullmatch(_SHORT, words)
    spoken = None if short or words[:4].isdecimal() else _spoken(words, as_of)
    if spoken is not None:
        return spoken
    try:
        wording = _of_short(short) if short else day_words.read(typed)
        found = _resolved(wording, typed, as_period(period), as_of) if wording else None
    except ValueError as error:
        raise WrongUse(str(error)) from None
    if found is None:
        raise WrongUse(_no_day(typed))
    return found


def range_of(after: dt.date | str | None, before: dt.date | str | None, period: Period, as_of: dt.date) -> Range:
    """Return the range between two days, typed or not; WrongUse where they are the wrong way round."""
    start, end = (day(one, period, as_of) if isinstance(one, str) else one for one in (after, before))
    if start and end and start > end:
        sentence = _("{after} lies after {before}; exchange the two days")
        raise WrongUse(sentence.format(after=start, before=end))
    return Range(start, end)


def printed(day: dt.date, period: Period | int) -> str:
    """Return a day in the words of a table, which `deadline` reads back: 12月10日, with its year where it needs one."""
    span = as_period(period)
    without_year = f"{day.month}月{day.day}日"
    candidates = [one for year in _years(span) if (one := Wording(day.month, day.day).of(year)) in span]
    return without_year if candidates == [day] else f"{day.year:04}年{without_year}"


def expected_pace(as_of: dt.date, period: Period | int) -> Fraction:
    """Return 全年序时进度, the share of the period gone by, months equally long, as this trade's bulletins print it.

    Of a calendar year it is (m − 1 + d ⁄ days of m) ⁄ 12: 11/12 on 30 November. 0 before the period, 1 after it.
    """
    span = as_period(period)
    if as_of not in span:
        return Fraction(int(as_of > span.end))
    before = months(span.start) - a_day(span.start)
    return (months(as_of) - before) / (months(span.end) - before)


@lru_cache(maxsize=1024)
def months(day: dt.date) -> Fraction:
    """Return how many months are gone at the end of a day; months are equally long, and so are the days of one."""
    return day.year * MONTHS + day.month - 1 + Fraction(day.day, _last(day.year, day.month))


def a_day(day: dt.date) -> Fraction:
    """Return which part of its month a day is."""
    return Fraction(1, _last(day.year, day.month))


def _last(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _years(span: Period) -> range:
    return range(span.start.year, span.end.year + 1)


def _of_short(found: re.Match[str]) -> Wording:
    """Return what 12-10 or 1210 names."""
    month, day = (int(number) for number in found.groups() if number)
    return Wording(month, day, digits=True)


def _resolved(wording: Wording, words: str, span: Period, as_of: dt.date | None) -> dt.date:
    """Give a wording its year, and hold the weekday that stands behind it against the calendar."""
    found = _in_year(wording, words, span, as_of)
    if wording.weekday not in (None, found.weekday()):
        sentence = _("{words}: {day} is a {weekday}; correct the day or the weekday")
        weekday = f"星期{WEEKDAYS[found.weekday()]}"
        raise ValueError(sentence.format(words=_shown(words), day=found, weekday=weekday))
    return found


def _in_year(wording: Wording, words: str, span: Period, as_of: dt.date | None) -> dt.date:
    """Find the year: in the words, else in the period. A deadline has no `as_of`, and nothing is guessed for it."""
    if wording.year is None and not wording.shift:
        return _in_period(wording, words, span, as_of)
    year = wording.year
    if year is None:
        if as_of is None and span.long:
            sentence = _("{words}: the plan spans several years; write the year in digits")
            raise ValueError(sentence.format(words=_shown(words)))
        spoken = as_of is not None and wording.shift not in _OF_PLAN
        year = (as_of.year if as_of and spoken else span.start.year) + SHIFTS[wording.shift]
    found = wording.of(year)
    if found is None:
        raise ValueError(_not_there(wording, year, words, as_of))
    if as_of is None and found not in span.reach:
        raise ValueError(_outside(words, found, span))
    return found


def _in_period(wording: Wording, words: str, span: Period, as_of: dt.date | None) -> dt.date:
    if wording.month is None:
        return span.end
    possible = [one for year in _years(span) if (one := wording.of(year))]
    if not possible:
        raise ValueError(_not_there(wording, span.end.year, words, as_of))
    inside = [one for one in possible if one in span]
    if as_of is not None:
        return min(inside or possible, key=lambda one: (abs(one - as_of), one))
    if not inside:
        raise ValueError(_outside(words, possible[-1], span))
    if len(inside) > 1:
        sentence = _("{words} may lie in {years}; write the year, such as {year}年{words}")
        years = _(", ").join(str(one.year) for one in inside)
        raise ValueError(sentence.format(words=_shown(bare(words)), years=years, year=inside[-1].year))
    return inside[0]


def _spoken(words: str, as_of: dt.date) -> dt.date | None:
    """Return the day of words that start at the as-of day; None where they are none, or leave the calendar."""
    words = re.sub("(?<=[天底末一二三四五六日])(?:之前|以前|前)$", "", words) if not words[:1].isdecimal() else words
    try:
        if words in _ENGLISH:
            return as_of + dt.timedelta(_ENGLISH[words])
        for pattern, find in _SPOKEN.items():
            if found := re.fullmatch(pattern, words):
                return find(as_of, found)
    except (OverflowError, ValueError):
        return None
    return None


def _near_today(as_of: dt.date, found: re.Match[str]) -> dt.date:
    return as_of + dt.timedelta(_DAYS[found[1]])


def _by_sign(as_of: dt.date, found: re.Match[str]) -> dt.date:
    return _away(as_of, int(found[1] + found[2]), found[3])


def _within(as_of: dt.date, found: re.Match[str]) -> dt.date:
    back = (found[3] or "").endswith("前")
    return _away(as_of, int(found[1]) * (-1 if back else 1), found[2] or "d")


def _of_week(as_of: dt.date, found: re.Match[str]) -> dt.date:
    weekday = WEEKDAYS.index(re.sub("[天末]", "日", found[2]))
    return as_of + dt.timedelta(7 * _step(found[1]) + weekday - as_of.weekday())


def _of_month(as_of: dt.date, found: re.Match[str]) -> dt.date | None:
    month = _away(as_of.replace(day=1), _step(found[1]), "m")
    number = PARTS[found[2]] if found[2] in PARTS else int(found[2][:-1])
    return Wording(month.month, number).of(month.year)


_SPOKEN: dict[str, Callable[[dt.date, re.Match[str]], dt.date | None]] = {
    "([今明昨后前])[天日]": _near_today,
    r"(?a)([+-])(\d{1,4})(d|w|m|天|日|周|个?月)": _by_sign,
    r"(?a)(\d{1,4})(?:(天|周|个月)(内|之内|以内|后|之后|以后|前|之前|以前)|(日)(?:内|之内|以内))": _within,
    r"(本|这个?|下个?|上个?)?(?:周|星期|礼拜)([一二三四五六日天末])": _of_week,
    r"(?a)(本|当|这个?|下个?|上个?)?月(底|末|初|中|上旬|中旬|下旬|\d{1,2}[日号])": _of_month,
}
"""Words that start at the as-of day → what finds their day."""


def _step(which: str | None) -> int:
    return {"下": 1, "上": -1}.get((which or "本")[0], 0)


def _away(start: dt.date, count: int, measure: str) -> dt.date:
    """Move by days, weeks or months; the last day of a month stays in the month that is reached."""
    if measure in ("m", "月", "个月"):
        years, month = divmod(start.month - 1 + count, MONTHS)
        year = start.year + years
        if not dt.MINYEAR <= year <= dt.MAXYEAR:
            raise OverflowError
        return start.replace(year=year, month=month + 1, day=min(start.day, _last(year, month + 1)))
    return start + dt.timedelta(days=count * (7 if measure in ("w", "周") else 1))


def _no_deadline(words: str) -> str:
    sentence = _("{wording} is no deadline; write 12月10日, 11月底, 12月上旬, 四季度, 上半年, 年底, 全年 or 2021-12-10")
    return sentence.format(wording=_shown(words))


def _no_day(typed: str) -> str:
    forms = _("write 12-10, 12/10, 2021-12-10, 12月10日, 11月底, today, 月底, 本周五, +14d or -1w")
    return _("{typed} is no day; {forms}").format(typed=_shown(typed), forms=forms)


def _not_there(wording: Wording, year: int, words: str, as_of: dt.date | None) -> str:
    """Say that the calendar has no such day, and which one may be meant."""
    exchanged, near = wording.exchanged(year), wording.nearest(year)
    if exchanged:
        sentence = _("there is no day {typed}; with month and day exchanged it is {near}")
        return sentence.format(typed=_shown(words), near=exchanged)
    if near is None:
        return _no_deadline(words) if as_of is None else _no_day(words)
    return _("there is no day {typed}; the nearest is {near}").format(typed=_shown(words), near=near)


def _outside(words: str, found: dt.date, span: Period) -> str:
    sentence = _("{words}: {day} lies outside the plan's period {start} to {end}; correct it, or write its year")
    return sentence.format(words=_shown(words), day=found, start=span.start, end=span.end)


def _shown(text: str) -> str:
    from mstrack.format.characters import shown  # noqa: PLC0415  its patterns take time to compile, most answers need none

    return shown(text)
