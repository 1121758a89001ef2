"""Days: what the table writes, what somebody types, and how much of the year is gone. No clock is read here.

A deadline is a calendar day, never a moment: a task due 12月10日 is on time all through that day.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from fractions import Fraction
from typing import NamedTuple

from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _

MONTHS = 12

_THIRDS = {"上旬": 10, "中旬": 20}
# patterns are compiled by their first use: of the five, an answer needs one or two
_WORDED = r"(?a)(?:(\d{4})年)?(\d{1,2})月(?:(\d{1,2})日?|(底|末|上旬|中旬|下旬))"
_DASHED = r"(?a)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
_SHORT = r"(?a)(\d{1,2})[-/.](\d{1,2})"
_RELATIVE = r"(?a)([+-])(\d{1,4})([dw天日周])"
_TODAY = {"today", "今天", "今日"}


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


def deadline(wording: str, year: int) -> dt.date:
    """Return the day that a deadline of the table means.

    12月10日 | 11月底 | 12月上旬, 中旬, 下旬 (the 10th, the 20th, the last day) | 年底 | 2021-12-10.
    ValueError names the accepted forms.
    """
    found = _worded(bare(wording), year)
    if found is None:
        raise ValueError(
            _("{wording} is no deadline; write 12月10日, 11月底, 12月上旬, 年底 or 2021-12-10").format(wording=wording)
        )
    return found


def day(typed: str, year: int, as_of: dt.date) -> dt.date:
    """Return the day that somebody typed. A day without a year lies in the plan's year, +14d starts at `as_of`."""
    said = bare(typed).lower()
    if said in _TODAY:
        return as_of
    relative = re.fullmatch(_RELATIVE, said)
    short = re.fullmatch(_SHORT, said)
    if relative:
        found = _shifted(as_of, *relative.groups())
    elif short:
        found = _day_of(year, *map(int, short.groups()))
    else:
        found = _worded(said, year)
    if found is None:
        raise WrongUse(_no_day(typed, said, year))
    return found


def expected_pace(as_of: dt.date, year: int) -> Fraction:
    """Return 序时进度, the share of the year gone by: (m − 1 + d ⁄ days of m) ⁄ 12, as this trade's bulletins print it.

    0 before the year, 1 after it; 11/12 at the end of November.
    """
    if as_of.year != year:
        return Fraction(int(as_of.year > year))
    days = calendar.monthrange(as_of.year, as_of.month)[1]
    return (as_of.month - 1 + Fraction(as_of.day, days)) / MONTHS


def bare(text: str) -> str:
    """Return what was typed in half-width characters, without white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _worded(said: str, year: int) -> dt.date | None:
    if said == "年底":
        return dt.date(year, 12, 31)
    dashed = re.fullmatch(_DASHED, said)
    if dashed:
        return _day_of(*map(int, dashed.groups()))
    worded = re.fullmatch(_WORDED, said)
    if not worded:
        return None
    own_year, month, number, part = worded.groups()
    first = _day_of(int(own_year or year), int(month), 1)
    if number or first is None:
        return _day_of(int(own_year or year), int(month), int(number or 1))
    last = calendar.monthrange(first.year, first.month)[1]
    return first.replace(day=_THIRDS.get(part, last))


def _day_of(year: int, month: int, number: int) -> dt.date | None:
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None


def _shifted(start: dt.date, sign: str, count: str, measure: str) -> dt.date | None:
    days = int(count) * (7 if measure in "w周" else 1)
    try:
        return start + dt.timedelta(days=days if sign == "+" else -days)
    except OverflowError:
        return None


def _no_day(typed: str, said: str, year: int) -> str:
    from mstrack.format.characters import shown  # noqa: PLC0415  its patterns take time to compile, most answers need none

    typed = shown(typed)
    near = _nearest(said, year)
    if near:
        return _("there is no day {typed}; the nearest is {near}").format(typed=typed, near=near)
    forms = _("write 12-10, 12/10, 2021-12-10, 12月10日, 11月底, today, +14d or -1w")
    return _("{typed} is no day; {forms}").format(typed=typed, forms=forms)


def _nearest(said: str, year: int) -> dt.date | None:
    """Return the day of the calendar nearest to one that has the form of a day and does not exist (02-30, 13-01)."""
    short, dashed, worded = (re.fullmatch(form, said) for form in (_SHORT, _DASHED, _WORDED))
    if short:
        numbers = (year, *map(int, short.groups()))
    elif dashed:
        numbers = tuple(map(int, dashed.groups()))
    elif worded and worded[3]:
        numbers = (int(worded[1] or year), int(worded[2]), int(worded[3]))
    else:
        return None
    if not dt.MINYEAR <= numbers[0] <= dt.MAXYEAR:
        return None
    month = min(MONTHS, max(1, numbers[1]))
    return dt.date(numbers[0], month, min(calendar.monthrange(numbers[0], month)[1], max(1, numbers[2])))
