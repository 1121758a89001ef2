"""How an entry gets from what somebody says into the store: from flags, through a form, or by questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.cli import console
from mstrack.cli.record import drafts, form, prompts, refusals, unfinished, walk
from mstrack.cli.record.confirmation import filed_at_once, kept_at_last, shown_and_filed
from mstrack.cli.record.draft import Draft
from mstrack.cli.record.editing import through_form
from mstrack.cli.record.flags import typed
from mstrack.cli.record.sitting import Sitting
from mstrack.cli.wrong_flags import WrongFlags
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.progress import lookup

if TYPE_CHECKING:
    from mstrack.cli.record.options import EntryOptions
    from mstrack.cli.record.sitting import FilingContext

ASKED_FOR = ("figure", "status", "note", "problem", "next", "date", "reason", "percent", "reached")
"""Flags that answer a question."""


def record(
    context: FilingContext,
    options: EntryOptions,
    start: Draft,
    wrong: WrongFlags,
    settled: frozenset[str] = frozenset(),
) -> list[str]:
    """Complete the draft, check it, show what it does, and file it; return the paths, none where nothing was filed.

    `wrong` are the flags that are refused already; `settled` names what is not asked for.
    """
    draft = typed(context.plan, options, start, context.today, wrong)
    if not draft.status and not draft.corrects and (options.edit or not prompts.somebody_sits_there()):
        draft = draft._replace(status=draft.usual_status(context.reports(draft, draft.unit or "")))
    given = _given(options) | settled
    if prompts.somebody_sits_there() or options.edit:
        refusals.refuse_flags(
            context, draft, set() if options.edit else given | ({"unit"} if options.unit else set()), wrong
        )
    kept_form = unfinished.form(context, draft, draft.unit)
    if options.edit or kept_form:
        return through_form(context, options, draft, kept_form)
    if not prompts.somebody_sits_there():
        with drafts.keeping(lambda: form.blank(draft, ()), answers=False, root=context.root):
            return filed_at_once(context, options, draft, refusals.proposal_of_flags(context, options, draft, wrong))
    kept = unfinished.answers(context, draft, draft.unit)
    if kept and len(kept.tasks) > 1:
        return _walk(context, options, draft.unit, kept)
    sitting = Sitting(context, [start], kept)
    if kept:
        draft = typed(context.plan, options, sitting.drafts[draft.task.id], context.today, wrong)
    if options.sure:
        draft = draft.sure_of(context.doubts(draft).values())
    sitting.drafts[draft.task.id] = draft
    with kept_at_last(sitting):
        walk.one_entry(sitting, draft, given)
        walk.with_reporter(sitting, draft.reporter)
        return shown_and_filed(sitting, options)


def record_all(context: FilingContext, options: EntryOptions) -> list[str]:
    """Walk through the open tasks of a unit, show all that it reports, and file it; return the paths."""
    unit = lookup.unit(context.plan, options.unit) if options.unit else None
    kept = unfinished.answers(context, None, unit)
    of_form = None if kept else unfinished.form(context, None, unit)
    task = next((one for one in context.plan.tasks if of_form and one.id in of_form.tasks), None)
    if of_form and task:
        return through_form(context, options, Draft(task=task, unit=unit, date=context.today), of_form)
    return _walk(context, options, unit, kept)


def _walk(context: FilingContext, options: EntryOptions, unit: str | None, kept: drafts.Kept | None) -> list[str]:
    begun = kept.on(context.plan) if kept else []
    sitting = Sitting(context, (), kept)
    with kept_at_last(sitting):
        named = walk.unit_of_walk(context, begun[0].unit if begun else unit)
        tasks = walk.open_tasks(context, named)
        sentence = ngettext("{unit}: {n} open task", "{unit}: {n} open tasks", len(tasks))
        console.say(sentence.format(unit=named, n=len(tasks)))
        if not tasks:
            console.say(_("On a task in which it takes part: mstrack add NUMBER."))
            return []
        template = typed(context.plan, options, Draft(task=tasks[0], unit=named), context.today, WrongFlags())
        walk.many_entries(sitting, named, template, tasks, _given(options))
        if not sitting.drafts:
            console.say(_("Nothing was reported, and nothing filed."))
            return []
        walk.with_reporter(sitting, template.reporter)
        return shown_and_filed(sitting, options)


def _given(options: EntryOptions) -> set[str]:
    given = {name for name in ASKED_FOR if getattr(options, name, None) not in (None, [])}
    return given | ({"note"} if options.note_file else set())
