"""What would be filed, on one page: every figure, every word, and each light before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.cli.record.questions import labels
from mstrack.cli.record.walk import words_of
from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.progress.figures import speakers
from mstrack.render.wrap import wrap
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.cli.record.draft import Draft
    from mstrack.cli.record.sitting import FilingContext
    from mstrack.record.propose import Proposal


def preview(context: FilingContext, several: list[tuple[Draft, Proposal]], width: int | None) -> str:
    """Return the page; every line at most `width` cells."""
    first = several[0][0]
    sentence = ngettext(
        "To be filed: {n} entry, {unit}, reported by {name}, as of {day}",
        "To be filed: {n} entries, {unit}, reported by {name}, as of {day}",
        len(several),
    )
    head = sentence.format(n=len(several), unit=first.unit, name=first.reporter, day=first.date)
    lines = wrap(head, width)
    for draft, proposal in several:
        lines += _entry(context, draft, proposal, width, has_day=draft.date != first.date)
    return "\n".join([*lines, ""])


def _entry(
    context: FilingContext, draft: Draft, proposal: Proposal, width: int | None, *, has_day: bool
) -> Iterator[str]:
    after = proposal.after or proposal.before
    head = [words_of(draft.task), words.status(draft.status).text, *([str(draft.date)] if has_day else [])]
    light = words.light(proposal.before).text
    now = words.light(after).text
    head.append(light if light == now else words.arrow(light, now))
    yield from _indented("  ".join(head), " ", width)
    figures = list(_figures(context, draft))
    beside = words.beside_figures(proposal.entry, draft.task)
    if figures or beside:
        yield from _indented(_("; ").join([*figures, *beside]), "    ", width)
    for name, label in labels().items():
        text = getattr(draft, name)
        if text:
            yield from _indented(_("{label}: {text}").format(label=label, text=text), "    ", width)
    if draft.figures and draft.unit not in speakers(context.plan, draft.task):
        sentence = _("These figures are the unit's share; the task's own are those of {lead}.")
        yield from _indented(sentence.format(lead=draft.task.lead_unit), "    ", width)


def _figures(context: FilingContext, draft: Draft) -> Iterator[str]:
    """Yield each figure with what the unit reported before."""
    reports = [one.entry for one in context.reports(draft, draft.unit or "") if one.filed.id not in draft.corrects]
    old = {key: figure for one in reversed(reports) for key, figure in one.figures.items()}
    if draft.corrects:
        corrected = [one.entry for one in context.reports(draft, draft.unit or "") if one.filed.id in draft.corrects]
        old |= {key: figure for one in corrected for key, figure in one.figures.items()}
    known = {one.id: one for one in draft.task.indicators}
    for key, figure in draft.figures.items():
        if key not in known:  # an indicator that was dropped since
            yield _("{name} {figure}").format(name=key, figure=plain(figure))
            continue
        now, was = words.figure(figure, known[key]), old.get(key)
        text = now if was in {None, figure} else words.arrow(words.figure(was, known[key]), now)
        if key in draft.confirmed:
            text = _("{text} ({remark})").format(text=text, remark=_("confirmed"))
        yield _("{name} {figure}").format(name=known[key].name, figure=text)


def _indented(text: str, margin: str, width: int | None) -> Iterator[str]:
    room = None if width is None else max(20, width - len(margin) - 2)
    first, *rest = wrap(text, room)
    yield f"{margin}{first}"
    for line in rest:
        yield f"{margin}  {line}" if line else ""
