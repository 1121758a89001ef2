"""What filing an entry does: figures and light, before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.i18n import gettext as _
from mstrack.report import Column, Report, Table, Text
from mstrack.views import words

if TYPE_CHECKING:
    import datetime as dt

    from mstrack.format.model import Task
    from mstrack.record.propose import Proposal


def effect(task: Task, proposal: Proposal, as_of: dt.date) -> Report:
    """Return the figures that the entry reports and the task's light, each before and after."""
    columns = (
        Column("what", "", 90, wrap=True, least=12),
        Column("before", _("Before"), 80, wrap=True, least=12),
        Column("after", _("After"), 100, wrap=True, least=12),
    )
    after = proposal.after or proposal.before
    rows = [
        (old.indicator.name, words.figure(old.figure, old.indicator), words.figure(new.figure, new.indicator))
        for old, new in zip(proposal.before.actuals, after.actuals, strict=True)
        if old.figure != new.figure
    ]
    rows.append((_("Light"), words.light(proposal.before).text, words.light(after).text))
    title = _("Task {id}: {title}, reported by {unit} as of {day}").format(
        id=task.id, title=task.short, unit=proposal.entry.unit, day=proposal.entry.date
    )
    share = proposal.entry.unit != task.lead_unit and proposal.entry.figures
    remark = Text(
        _("These figures are the unit's share; the task's own are those of {lead}.").format(lead=task.lead_unit)
    )
    blocks = (Table("changes", columns, tuple(rows)), *((remark,) if share else ()))
    return Report("effect", title, as_of, None, blocks)
