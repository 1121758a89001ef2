"""The form of an entry in the editor, round after round, until it can be filed or is given up."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from mstrack.cli.record import drafts, editor, form, prompts
from mstrack.cli.record.confirmation import filed_at_once, kept_at_last, shown_and_filed
from mstrack.cli.record.draft import Draft
from mstrack.cli.record.sitting import Sitting, now
from mstrack.errors import MstrackError, WrongUse
from mstrack.i18n import gettext as _
from mstrack.record import propose

if TYPE_CHECKING:
    from mstrack.cli.record.options import EntryOptions
    from mstrack.cli.record.sitting import FilingContext
    from mstrack.errors import Problem
    from mstrack.format.model import Task
    from mstrack.record.propose import Proposal


def through_form(context: FilingContext, options: EntryOptions, draft: Draft, kept: drafts.Kept | None) -> list[str]:
    """Open the form, or the one that was kept, until it can be filed, is emptied, or comes back as it went.

    It lies among the drafts all the while, so that a killed editor loses nothing that was saved; a kept form may come
    back as it is.
    """
    blank = form.blank(draft, context.reports(draft, draft.unit or ""))
    text, before = kept.text if kept else blank, blank
    path = kept.path if kept else drafts.new_form(context.root, draft.corrects)
    while True:
        path = drafts.save_form(path, text, is_blank=text == blank)
        edited = _saved(path, blank)
        if edited == before:
            _leave(path, blank)
            raise WrongUse(_("the form came back unchanged; nothing was filed"))
        with drafts.keeping(lambda edited=edited: edited, answers=True, path=path):  # type: ignore[misc]
            proposal, problems = _read(context, options, draft, edited)
            if proposal and not problems:
                return _filed(context, options, draft.task, proposal, path)
        if proposal and not proposal.problems:  # doubts alone
            edited = form.confirmable(edited)
        text, before = form.annotated(edited, problems), edited


def _saved(path: str, blank: str) -> str:
    """Return what the editor saved, without the marks. WrongUse where it was emptied."""
    try:
        edited = form.stripped(editor.edited(path))
    except (MstrackError, OSError):
        _leave(path, blank)
        raise
    if form.is_empty(edited):
        drafts.discard(path)
        raise WrongUse(_("the form is empty; nothing was filed"))
    return edited


def _leave(path: str, blank: str) -> None:
    """Say where a form lies in which something was typed; another goes."""
    with suppress(OSError):
        if form.stripped(drafts.read(path).text) == blank:
            drafts.discard(path)
        else:
            drafts.say_kept(path)


def _read(
    context: FilingContext, options: EntryOptions, draft: Draft, edited: str
) -> tuple[Proposal | None, list[Problem]]:
    """Return what the form would file, with what is wrong or looks wrong at its lines."""
    entry, problems, places = form.read(edited, draft, context.plan, context.today, now())
    if problems or entry is None:
        return None, problems
    proposal = propose.propose(context.dataset, entry, context.today)
    if proposal.doubts and options.sure:
        sure = (*entry.confirmed, *(one.indicator.id for one in proposal.doubts))
        proposal = propose.propose(context.dataset, replace(entry, confirmed=sure), context.today)
    found = proposal.problems or [form.doubted(one) for one in proposal.doubts]
    return proposal, [_placed(one, places) for one in found]


def _filed(context: FilingContext, options: EntryOptions, task: Task, proposal: Proposal, path: str) -> list[str]:
    """File what the form says, where somebody sits there after it was shown; the form goes when it is filed."""
    draft = Draft(task=task).of(proposal.entry)
    if options.dry_run or not prompts.somebody_sits_there():
        paths = filed_at_once(context, options, draft, proposal)
    else:
        sitting = Sitting(context)
        sitting.take(draft)
        if sitting.path:  # the same, as answers
            drafts.discard(path)
        with kept_at_last(sitting):
            return shown_and_filed(sitting, options)
    if paths:
        drafts.discard(path)
    else:
        drafts.say_kept(path)
    return paths


def _placed(problem: Problem, places: dict[object, tuple[int, int]]) -> Problem:
    for end in range(len(problem.route), -1, -1):
        if problem.route[:end] in places:
            return problem._replace(line=places[problem.route[:end]][0])
    return problem._replace(line=1)
