"""What a bulletin asks of whom, by leader and unit, with a day: nothing of who has finished."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mstrack.documents import moves
from mstrack.report import Prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.status import Standing
    from mstrack.progress.tally import Tally

DAYS = 3
"""So many days after the day of signing an answer is due; one that falls on a weekend is due on Monday."""
FRIDAY = 4


def due(dated: dt.date) -> dt.date:
    """Return by which day an answer is due."""
    day = dated + dt.timedelta(days=DAYS)
    return day + dt.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > FRIDAY else 0)


def of(snapshot: Snapshot, parts: Tally, dated: dt.date) -> Iterator[Prose]:
    """Yield a paragraph for each thing that is asked; nothing where nothing is."""
    yield from (Prose((sentence,)) for sentence in sentences(snapshot, parts, dated))


def by_day(dated: dt.date) -> str:
    """Return by which day an answer is due, in words: 12月6日前."""
    day = due(dated)
    year = f"{day.year}年" if day.year != dated.year else ""
    return f"{year}{day.month}月{day.day}日前"


def sentences(snapshot: Snapshot, parts: Tally, dated: dt.date) -> Iterator[str]:
    """Yield a sentence for each thing that is asked, the most urgent first."""
    by = by_day(dated)
    if late := (*parts.overdue, *parts.blocked):
        what = [word for word, several in (("办结时间", parts.overdue), ("解决办法", parts.blocked)) if several]
        yield f"请{who(snapshot, late, '，')}于{by}报出{'和'.join(what)}。"
    if parts.slow:
        yield f"进度滞后的，请{who(snapshot, parts.slow)}倒排工期，于{by}报送追赶措施。"
    asked = []
    if parts.near:
        asked.append(f"{_whom('临近时限', _units(parts.near))}按时完成并报办结")
    if parts.unreported:
        asked.append(f"{_whom('未报送', _units(parts.unreported))}于{by}报送进展")
    if asked:
        yield f"请{'，'.join(asked)}。"
    if reached := [one for one in parts.reached if _may_be_done(one)]:
        names = "、".join(_units(reached))
        yield f"{moves.with_names(reached)}各项目标均已达到，请{names}确认并报办结。"


def _may_be_done(one: Standing) -> bool:
    """Whether a task that reached its targets can be reported as done: what may not rise has to wait for its day."""
    return one.days_left < 0 or any(actual.indicator.bound != "at-most" for actual in one.actuals)


def _whom(which: str, units: list[str]) -> str:
    """Return units by what they have in common; a single one by its name."""
    return units[0] if len(units) == 1 else f"{which}的{len(units)}家单位"


def who(snapshot: Snapshot, several: Iterable[Standing], sign: str = "") -> str:
    """Return the leaders, each with the units to be urged, and a sign behind them; without a leader, the units."""
    listed = sorted(several, key=lambda one: one.task.id)
    led = [(one.name, [each for each in listed if one.name in each.task.leaders[:1]]) for one in snapshot.plan.leaders]
    said = [f"{name}同志督促{'、'.join(_units(ones))}" for name, ones in led if ones]
    unled = _units(one for one in listed if not one.task.leaders)
    return "，".join([*said, *(["、".join(unled)] if unled else [])]) + (sign if said else "")


def _units(several: Iterable[Standing]) -> list[str]:
    """Return the lead units in the order of the table."""
    return list(dict.fromkeys(one.task.lead_unit for one in sorted(several, key=lambda one: one.task.id)))
