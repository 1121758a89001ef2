"""Counts of lights, by leader, lead unit, item or light; by district those of its shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.progress import pace, query
from mstrack.report import Column, Report, Text, Tone, Word, filled, hundredths
from mstrack.views import districts, legend, words
from mstrack.views.tasks import counts_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mstrack.format.model import Plan
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Block, Cell, Columns

GROUPS = ("leader", "unit", "item", "light", "district")


class _Group(NamedTuple):
    """Tasks that have a leader, a lead unit, an item or a light in common."""

    name: Cell
    members: list[Standing]


def summary_report(snapshot: Snapshot, by: str, *, brief: bool = False) -> Report:
    """Return one row a group: how many tasks, how many of each light, which tasks need attention.

    A brief one leaves out the numbers of the other tasks and the rules of the lights.
    """
    if by == "district":
        return districts.summary_report(snapshot)
    plan, standings = snapshot.plan, query.counted(snapshot.standings)
    titles = {
        "leader": _("Leader"),
        "unit": _("Lead unit"),
        "item": _("Item"),
        "light": _("Light"),
    }
    columns: Columns[_Group] = (
        (Column(by, titles[by], 100, wrap=True, least=12), lambda one: one.name),
        (Column("tasks", _("Tasks"), 90, right=True), lambda one: len(one.members)),
        *((Column(code, name, 80, right=True), _counting(code)) for code, name in words.lights().items()),
        (
            Column("attention", _("Needs attention"), 50, wrap=True, least=10),
            lambda one: _numbers(each for each in one.members if each.light not in {"done", "green"}),
        ),
        *(() if brief else _all_tasks()),
    )
    groups = _grouped(plan, standings, by)
    title = _("{title}: summary by {by}, as of {day}").format(title=plan.title, by=titles[by], day=snapshot.as_of)
    blocks: tuple[Block, ...] = (
        filled("groups", columns, groups),
        *_joint(standings, by),
        Text(_total(snapshot, standings), Tone.MUTE),
        Text(_("--long has all tasks, and the rules of the lights.") if brief else legend.of_lights(plan), Tone.MUTE),
    )
    gone = hundredths(pace.calendar(plan, snapshot.as_of))
    envelope = (("by", by), ("count", len(standings)), ("calendar_percent", gone))
    return Report("summary", title, snapshot.as_of, snapshot.rev, blocks, envelope)


def _all_tasks() -> Columns[_Group]:
    return ((Column("task_ids", _("All tasks"), 30, wrap=True, least=12), lambda one: _numbers(one.members)),)


def _counting(light: str) -> Callable[[_Group], Word]:
    """Return the function that counts the tasks of a group that have a light."""

    def count(one: _Group) -> Word:
        n = sum(each.light == light for each in one.members)
        return Word(n, str(n), words.TONES[light] if n else Tone.MUTE)

    return count


def _numbers(several: Iterable[Standing]) -> tuple[int, ...]:
    return tuple(one.task.id for one in several)


def _grouped(plan: Plan, standings: Sequence[Standing], by: str) -> list[_Group]:
    """Return the groups that have a task, in the plan's order (lights: in their own); joint tasks under each."""
    if by == "light":
        keys: list[tuple[Cell, set[int]]] = [
            (Word(code, name, words.TONES[code]), {one.task.id for one in standings if one.light == code})
            for code, name in words.lights().items()
        ]
    elif by == "item":
        keys = [
            (Word(n, f"{n}. {item.title}"), {task.id for task in item.tasks}) for n, item in enumerate(plan.items, 1)
        ]
    elif by == "unit":
        keys = [(unit.name, {t.id for t in plan.tasks if unit.name in t.lead_units}) for unit in plan.units]
    else:
        keys = [(leader.name, {t.id for t in plan.tasks if leader.name in t.leaders}) for leader in plan.leaders]
        keys.append((Word(None, words.not_in_the_table()), {t.id for t in plan.tasks if not t.leaders}))
    groups = [_Group(key, [one for one in standings if one.task.id in ids]) for key, ids in keys]
    return [one for one in groups if one.members]


def _total(snapshot: Snapshot, standings: Sequence[Standing]) -> str:
    """Say how many tasks there are, and how many of each light."""
    count = ngettext("{n} task.", "{n} tasks.", len(standings)).format(n=len(standings))
    return _("{text} {more}").format(text=count, more=counts_line(snapshot, standings)) if standings else count


def _joint(standings: Sequence[Standing], by: str) -> Iterator[Text]:
    """Say where tasks are counted under several, so that nobody adds the rows up."""
    several = {"unit": lambda one: one.task.lead_units, "leader": lambda one: one.task.leaders}.get(by)
    n = sum(len(several(one)) > 1 for one in standings) if several else 0
    if n:
        sentence = ngettext(
            "{n} task has several of them: it is counted under each, once in the total.",
            "{n} tasks have several of them: each is counted under each, once in the total.",
            n,
        )
        yield Text(sentence.format(n=n), Tone.MUTE)
