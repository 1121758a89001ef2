"""What a bulletin asks of whom, by leader and unit, with a day: nothing of who has finished."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mstrack.documents import moves
from mstrack.report import Prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.progress.tally import Tally

DAYS = 3
"""So many days after the day of signing an answer is due, or on the first day behind it on which offices work."""
FRIDAY = 4
HOLIDAYS = {1: (1, 3), 4: (4, 5), 5: (1, 5), 10: (1, 7)}
"""Days of a month on which offices rest in most years. The holidays that follow the moon are for a person to know."""
FEW = 6
"""So many units are asked by their names; of more the text above has counted the tasks."""


def due(dated: dt.date) -> dt.date:
    """Return by which day an answer is due."""
    day = dated + dt.timedelta(days=DAYS)
    while not _is_working(day):
        day += dt.timedelta(days=1)
    return day


def _is_working(day: dt.date) -> bool:
    first, last = HOLIDAYS.get(day.month, (0, 0))
    return day.weekday() <= FRIDAY and not first <= day.day <= last


def of(snapshot: Snapshot, parts: Tally, dated: dt.date) -> Iterator[Prose]:
    """Yield a paragraph for each thing that is asked; nothing where nothing is."""
    yield from (Prose((sentence,)) for sentence in sentences(snapshot, parts, dated))


def by_day(dated: dt.date) -> str:
    """Return by which day an answer is due, in words: 12月6日前."""
    day = due(dated)
    year = f"{day.year}年" if day.year != dated.year else ""
    return f"{year}{day.month}月{day.day}日前"


def in_brief(parts: Tally, dated: dt.date) -> Iterator[Prose]:
    """Yield in a sentence what is asked of which leaders, and of those who did not report; it names no unit."""
    demands = []
    for label, several in (("逾期", parts.overdue), ("受阻", parts.blocked), ("滞后", parts.slow)):
        leaders = "、".join(dict.fromkeys(name for one in several for name in one.task.leaders[:1]))
        if several:
            demands.append(f"{f'{leaders}同志督促' if leaders else '有关单位抓紧'}{label}的{len(several)}项")
    silent = _whom("未报送", _units(parts.unreported)) if parts.unreported else ""
    if demands:
        demands += [f"{silent}补报"] if silent else []
        yield Prose((f"请{'，'.join(demands)}，{'均' if len(demands) > 1 else ''}于{by_day(dated)}报送情况。",))
    elif silent:
        yield Prose((f"请{silent}于{by_day(dated)}报送进展。",))


def sentences(snapshot: Snapshot, parts: Tally, dated: dt.date) -> Iterator[str]:
    """Yield what has to be answered by a day, the most urgent first; then what is to be finished and confirmed."""
    by = f"于{by_day(dated)}"
    demands = [*_asked(snapshot, parts, dated)]
    if len(demands) == 1:
        (whom, what) = demands[0]
        yield f"请{whom}{'，' if '，' in whom else ''}{by}{what}。"
    elif demands:
        yield f"请{'；'.join(whom + what for whom, what in demands)}。以上均{by}报出。"
    yield from (one.text for one in to_finish(parts))


def to_finish(parts: Tally) -> Iterator[Prose]:
    """Yield what has to be finished by its own day, and what is to be confirmed."""
    more = []
    if parts.near:
        what = "临近时限的任务" if parts.slow else ""
        more.append(f"请{_whom('临近时限', _units(parts.near), FEW)}按时完成{what}并报办结。")
    if reached := [one for one in parts.reached if _may_be_done(one)]:
        units = "、".join(_units(reached))
        more.append(f"{moves.with_names(reached)}各项目标均已达到，请{units}确认并报办结。")
    if more:
        yield Prose(("".join(more),))


def _asked(snapshot: Snapshot, parts: Tally, dated: dt.date) -> Iterator[tuple[str, str]]:
    """Yield who has to answer, and what."""
    if late := (*parts.overdue, *parts.blocked):
        what = [word for word, several in (("办结时间", parts.overdue), ("解决办法", parts.blocked)) if several]
        yield who(snapshot, late), f"报出{'和'.join(what)}"
    if slow := [one for one in parts.slow if one.due > due(dated)]:
        yield who(snapshot, slow), "就滞后任务倒排工期、报出追赶措施"
    if pressing := [one for one in parts.slow if one.due <= due(dated)]:
        yield who(snapshot, pressing), "抓紧完成滞后任务，不能按时办结的报出办结时间"
    if parts.unreported:
        yield _whom("未报送", _units(parts.unreported)), "报送进展"


def _may_be_done(one: Standing) -> bool:
    """Whether a task that reached its targets can be reported as done: what may not rise has to wait for its day."""
    return one.days_left < 0 or any(actual.indicator.bound != "at-most" for actual in one.actuals)


def _whom(which: str, units: list[str], few: int = 1) -> str:
    """Return a few units by their names, more by what they have in common."""
    return "、".join(units) if len(units) <= few else f"{which}的{len(units)}家单位"


def who(snapshot: Snapshot, several: Iterable[Standing]) -> str:
    """Return the leaders, each with the units to be urged; without a leader, the units."""
    listed = sorted(several, key=lambda one: one.task.id)
    led = [(one.name, [each for each in listed if one.name in each.task.leaders[:1]]) for one in snapshot.plan.leaders]
    names: dict[str, list[str]] = {}
    for name, ones in led:
        names.setdefault("、".join(_units(ones)), []).append(name)
    clauses = [f"{'、'.join(leaders)}同志督促{units}" for units, leaders in names.items() if units]
    unled = _units(one for one in listed if not one.task.leaders)
    return "，".join([*clauses, *(["、".join(unled)] if unled else [])])


def _units(several: Iterable[Standing]) -> list[str]:
    """Return the lead units in the order of the table."""
    return list(dict.fromkeys(one.task.lead_unit for one in sorted(several, key=lambda one: one.task.id)))
