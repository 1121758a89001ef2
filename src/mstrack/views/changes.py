"""What filing an entry does: figures and light, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.progress.stages import Stage
from mstrack.report import Column, Report, Text, filled
from mstrack.views import milestones, words

if TYPE_CHECKING:
    from mstrack.format.model import Task
    from mstrack.progress.figures import Actual
    from mstrack.progress.standing import Standing
    from mstrack.record.propose import Proposal
    from mstrack.report import Columns


class _EffectRow(NamedTuple):
    """What an entry changes, and how it reads before and after."""

    what: str
    before: str
    after: str


def effect(task: Task, proposal: Proposal) -> Report:
    """Return the figures that the entry reports and the task's light, each before and after.

    A light of another day than the figures' says of which.
    """
    columns: Columns[_EffectRow] = (
        (Column("what", "", 90, wrap=True, least=12), lambda one: one.what),
        (Column("before", _("Before"), 80, wrap=True, least=12), lambda one: one.before),
        (Column("after", _("After"), 100, wrap=True, least=12), lambda one: one.after),
    )
    after = proposal.after or proposal.before
    rows = [
        _EffectRow(old.indicator.name, words.figure(old.figure, old.indicator), words.figure(new.figure, new.indicator))
        for old, new in zip(proposal.before.actuals, after.actuals, strict=True)
        if old.figure != new.figure
    ]
    if proposal.before.percent != after.percent:
        rows.append(_EffectRow(_("By the unit's own word"), _percent(proposal.before), _percent(after)))
    rows += [
        _EffectRow(
            new.milestone.what, milestones.state(Stage(after, old)).text, milestones.state(Stage(after, new)).text
        )
        for old, new in zip(proposal.before.milestones, after.milestones, strict=True)
        if old.reached != new.reached
    ]
    light = _("Light") if proposal.day == proposal.entry.date else _("Light on {day}").format(day=proposal.day)
    rows.append(_EffectRow(light, words.light(proposal.before).text, words.light(after).text))
    title = _("Task {id}: {title}, reported by {unit} as of {day}").format(
        id=task.id, title=task.short, unit=proposal.entry.unit, day=proposal.entry.date
    )
    speaks = any(one.joint and proposal.path in _paths(one) for one in after.actuals)  # a member of the lead group
    share = proposal.entry.unit != task.lead_unit and proposal.entry.figures and not speaks
    remark = Text(
        _("These figures are the unit's share; the task's own are those of {lead}.").format(lead=task.lead_unit)
    )
    blocks = (filled("changes", columns, rows), *((remark,) if share else ()))
    return Report("effect", title, proposal.day, None, blocks)


def _percent(one: Standing) -> str:
    return "-" if one.percent is None else f"{plain(one.percent)}%"


def _paths(actual: Actual) -> set[str]:
    return {one.filed.path for one in actual.sources}
