"""Days of a table: the deadline in its own words, and the dated stages of a schedule."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mstrack.format.plan import Period
from mstrack.intake.words import even
from mstrack.progress import dates

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

_POINT = re.compile(
    r"^(?:(?:力争|确保|计划|预计|争取|在|于|到)+)?(?P<words>(?:20\d\d年|次年|今年|当年|明年)?(?:\d{1,2}(?:月份?)?(?:[-—–~～至到]\d{1,2})?月份?"
    r"(?:\d{1,2}[日号]|底|末|初|中旬|上旬|下旬|中)?|第?[一二三四]季度[末底]?|上半年|下半年|年底|年内|年末|全年)(?:之前|以前|前)?)(?P<what>.*)$",
    re.DOTALL,
)


class ReadStage(NamedTuple):
    """A dated stage: until when, in the table's words, and what."""

    words: str
    what: str


def day(words: str, period: Period) -> dt.date | None:
    """Return the day that words name; None where the grammar of days cannot read them."""
    try:
        return dates.deadline(words, period)
    except ValueError:
        return None


def stages(text: str, period: Period) -> tuple[tuple[ReadStage, ...], tuple[str, ...]]:
    """Return the dated stages of a text, and its parts that name no day: 每季度通报进展情况."""
    found: list[ReadStage] = []
    loose: list[str] = []
    for part in re.split(
        r"[；;。\n]|[，,](?=(?:力争|确保)?(?:20\d\d年)?\d{1,2}(?:[-—至]\d{1,2})?月|每|[一二三四]季度|上半年|年底)",
        even(text),
    ):
        point = _POINT.match(part.strip("，、 "))
        if point and point["what"].strip("，、：（）") and day(point["words"], period):
            found.append(ReadStage(point["words"], point["what"].strip("，、： ")))
        elif part.strip("，、 "):
            loose.append(part.strip("，、 "))
    return in_order(found, period), tuple(loose)


def in_order(found: Iterable[ReadStage], period: Period) -> tuple[ReadStage, ...]:
    """Return stages by their days: a table may print 5-6月 before 6月中旬."""
    return tuple(sorted(found, key=lambda one: day(one.words, period) or period.end))


def period_of(texts: Iterable[str], year: int) -> Period:
    """Return the period of a table: the year, or what its deadlines span where they name years themselves."""
    period = Period.of_year(year)
    years = [int(one) for text in texts for one in re.findall(r"(20\d\d)(?=[年.\-—–~～至]|$)", even(text))]
    if not years or (min(years) >= year and max(years) <= year + 1):
        return period
    return Period(Period.of_year(min(*years, year)).start, Period.of_year(max(*years, year)).end)
