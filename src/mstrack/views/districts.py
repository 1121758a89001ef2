"""Where districts stand: each unit with shares of tasks, how far each share is, and how many have which light."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.progress import pace, query
from mstrack.report import Column, Report, Text, Tone, Word, filled, hundredths
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mstrack.format.model import Indicator, Task, Unit
    from mstrack.progress.shares import ShareStanding
    from mstrack.progress.snapshot import Snapshot
    from mstrack.report import Columns


class _Share(NamedTuple):
    """A unit's share of an indicator of a task."""

    task: Task
    indicator: Indicator
    standing: ShareStanding


class _District(NamedTuple):
    """A unit with its shares, in the table's order."""

    unit: Unit
    shares: list[_Share]


def summary_report(snapshot: Snapshot) -> Report:
    """Return one row a district: how many shares, how many of each light, how far each is."""
    columns: Columns[_District] = (
        (Column("district", _("District"), 100, wrap=True, least=10), lambda one: one.unit.name),
        (Column("shares", _("Targets shared"), 90, right=True), lambda one: len(one.shares)),
        (
            Column("reported", _("Reported"), 60, right=True),
            lambda one: _count(one, lambda each: bool(each.submission)),
        ),
        (Column("reached", _("Reached"), 65, right=True), lambda one: _count(one, lambda each: each.reached)),
        *((Column(code, name, 80, right=True), _counting(code)) for code, name in words.lights().items()),
        (Column("progress", _("Progress of each"), 70, wrap=True, least=14), _progress),
        (Column("attention", _("Needs attention"), 50, wrap=True, least=10), _attention),
        (Column("task_ids", _("All tasks"), 30, wrap=True, least=10), lambda one: _numbers(one.shares)),
    )
    groups = _districts(snapshot)
    tasks = {each.task.id for one in groups for each in one.shares}
    count = ngettext("{n} task with shares of districts.", "{n} tasks with shares of districts.", len(tasks))
    by = _("District")
    title = _("{title}: summary by {by}, as of {day}").format(title=snapshot.plan.title, by=by, day=snapshot.as_of)
    remark = _("Counted are shares, not tasks: a district has one of each indicator that it reports on.")
    blocks = (
        filled("groups", columns, groups),
        Text(count.format(n=len(tasks)), Tone.MUTE),
        *((Text(remark, Tone.MUTE),) if groups else ()),
    )
    gone = hundredths(pace.calendar(snapshot.plan, snapshot.as_of))
    envelope = (("by", "district"), ("count", len(tasks)), ("calendar_percent", gone))
    return Report("summary", title, snapshot.as_of, snapshot.rev, blocks, envelope)


def _districts(snapshot: Snapshot) -> list[_District]:
    """Return the units with a target of their own, and the members of groups, with what each was asked for."""
    plan = snapshot.plan
    members = {name for unit in plan.units for name in unit.members}
    found: dict[str, list[_Share]] = {}
    for one in query.counted(snapshot.standings):
        for indicator in one.task.indicators:
            if indicator.kind != "cumulative" and not indicator.shares:
                continue
            for share in snapshot.shares(one, indicator):
                if share.target is not None or share.unit.name in members:
                    found.setdefault(share.unit.name, []).append(_Share(one.task, indicator, share))
    return [_District(unit, found[unit.name]) for unit in plan.units if unit.name in found]


def _count(one: _District, fits: Callable[[ShareStanding], bool]) -> int:
    return sum(fits(each.standing) for each in one.shares)


def _counting(light: str) -> Callable[[_District], Word]:
    """Return the function that counts the shares of a district that have a light."""

    def count(one: _District) -> Word:
        n = _count(one, lambda each: each.light == light)
        return Word(n, str(n), words.TONES[light] if n else Tone.MUTE)

    return count


def _progress(one: _District) -> tuple[str, ...]:
    """Return how far each share is that has a target and a figure."""
    return tuple(
        f"{each.task.number} {each.indicator.name} {hundredths(each.standing.progress):.2f}%"
        for each in one.shares
        if each.standing.progress is not None
    )


def _attention(one: _District) -> tuple[int, ...]:
    return _numbers(each for each in one.shares if each.standing.light not in {"done", "green"})


def _numbers(several: Iterable[_Share]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(each.task.id for each in several))
