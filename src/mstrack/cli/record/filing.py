"""How an entry gets from what somebody says into the store: asked for, checked, shown, filed."""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from typing import TYPE_CHECKING

from mstrack.cli import console
from mstrack.cli.record import drafts, editor, form, prompts, sending, walk
from mstrack.cli.record.draft import Draft, typed
from mstrack.cli.record.keyboard import leaving_in_order
from mstrack.cli.record.preview import preview
from mstrack.cli.record.revise import revise
from mstrack.cli.record.sitting import Sitting, now
from mstrack.errors import MstrackError, WrongUse
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.record import propose
from mstrack.render import FORMATS
from mstrack.store.spelling import pasted
from mstrack.views import changes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.cli.record.options import EntryOptions
    from mstrack.cli.record.sitting import FilingContext
    from mstrack.errors import Problem

FLAGS = {name: f"--{name}" for name in ("unit", "date", "status", "percent", "note", "problem", "next", "reporter")}
FLAGS |= {"reached": "--reached", "reason": "--reason"}
ASKED_FOR = ("figure", "status", "note", "problem", "next", "date", "reason", "percent", "reached")
"""Flags that answer a question."""


def record(
    context: FilingContext, options: EntryOptions, start: Draft, settled: frozenset[str] = frozenset()
) -> list[str]:
    """Complete the draft, check it, show what it does, and file it; return the paths, none where nothing was filed.

    `settled` names what is not asked for.
    """
    draft = typed(context.dataset.plan, options, start, context.today)
    if not draft.status and not draft.corrects and not prompts.somebody_sits_there():
        draft = draft._replace(status=draft.usual_status(context.reports(draft, draft.unit or "")))
    kept_form = _unfinished_form(context, draft)
    if options.edit or kept_form:
        paths = _through_form(context, options, draft, kept_form.text if kept_form else "")
        if paths and kept_form:
            drafts.discard(kept_form.path)
        return paths
    if not prompts.somebody_sits_there():
        with drafts.keeping(lambda: form.blank(draft, ()), answers=False, root=context.root):
            return _filed(context, options, draft, _confirmed(context, options, draft))
    given = _given(options) | settled
    _refuse_flags(context, draft, given | ({"unit"} if options.unit else set()))
    kept = _unfinished(context, draft)
    if kept and len(kept.tasks) > 1:
        return _walk(context, options, draft.unit, kept)
    sitting = Sitting(context, [start], kept)
    if kept:
        draft = typed(context.plan, options, sitting.drafts[draft.task.id], context.today)
    if options.sure:
        draft = draft.sure_of(context.doubts(draft).values())
    sitting.drafts[draft.task.id] = draft
    with _kept_at_last(sitting):
        walk.one_entry(sitting, draft, given)
        walk.with_reporter(sitting, draft.reporter)
        return _shown_and_filed(sitting, options)


def record_all(context: FilingContext, options: EntryOptions, unit: str | None) -> list[str]:
    """Walk through the open tasks of a unit, show all that it reports, and file it; return the paths."""
    return _walk(context, options, unit, _unfinished(context, None))


def _walk(context: FilingContext, options: EntryOptions, unit: str | None, kept: drafts.Kept | None) -> list[str]:
    begun = kept.on(context.plan) if kept else []
    sitting = Sitting(context, (), kept)
    with _kept_at_last(sitting):
        named = walk.unit_of_walk(context, begun[0].unit if begun else unit)
        tasks = walk.open_tasks(context, named)
        sentence = ngettext("{unit}: {n} open task", "{unit}: {n} open tasks", len(tasks))
        console.say(sentence.format(unit=named, n=len(tasks)))
        if not tasks:
            console.say(_("On a task in which it takes part: mstrack add NUMBER."))
            return []
        template = typed(context.plan, options, Draft(task=tasks[0], unit=named), context.today)
        walk.many_entries(sitting, named, template, tasks, _given(options))
        if not sitting.drafts:
            console.say(_("Nothing was reported, and nothing filed."))
            return []
        walk.with_reporter(sitting, template.reporter)
        return _shown_and_filed(sitting, options)


@contextlib.contextmanager
def _kept_at_last(sitting: Sitting) -> Iterator[None]:
    """Say where the drafts are where the block ends before they are filed; they are on the disk all the while."""
    with leaving_in_order():
        try:
            yield
        except (MstrackError, OSError, ImportError, KeyboardInterrupt, EOFError) as error:
            sitting.leave()
            error.add_note(drafts.KEPT)
            raise


def _given(options: EntryOptions) -> set[str]:
    given = {name for name in ASKED_FOR if getattr(options, name, None) not in (None, [])}
    return given | ({"note"} if options.note_file else set())


def _unfinished(context: FilingContext, draft: Draft | None) -> drafts.Kept | None:
    """Offer to go on with what was left unfinished: on this task, or the newest of all."""
    for one in drafts.waiting(context.root):
        fits = one.corrects == draft.corrects and draft.task.id in one.tasks if draft else not one.corrects
        if one.drafts and fits and not _is_filed(context, one):
            return one if _goes_on(one) else None
    return None


def _unfinished_form(context: FilingContext, draft: Draft) -> drafts.Kept | None:
    """Offer to go on in the editor with a form on this task, or with flags, that were refused."""
    if draft.corrects or not prompts.somebody_sits_there():
        return None
    forms = (one for one in drafts.waiting(context.root) if one.text and "\nreason: |" not in one.text)
    newest = next((one for one in forms if draft.task.id in one.tasks), None)
    return newest if newest and _goes_on(newest) else None


def _goes_on(kept: drafts.Kept) -> bool:
    sentence = _("An unfinished entry of {moment}, task {tasks}: go on?")
    moment = kept.saved.strftime("%H:%M" if kept.saved.date() == now().date() else "%m-%d %H:%M")
    return prompts.agreed(sentence.format(moment=moment, tasks=_(", ").join(map(str, kept.tasks))))


def _is_filed(context: FilingContext, kept: drafts.Kept) -> bool:
    """Whether the store has all of a draft; then it goes: its writer was killed before the draft went."""
    sitting = Sitting(context, (), kept)
    if kept.on(context.plan) and not sitting.drafts:
        drafts.discard(kept.path)
        return True
    return False


def _refuse_flags(context: FilingContext, draft: Draft, given: set[str]) -> None:
    """Refuse what the flags say before anything is asked."""
    heads = {"figures" if name == "figure" else name for name in given}
    problems = [one for one in context.problems(draft) if one.route and one.route[0] in heads - {"note", "status"}]
    if problems and draft.unit:
        raise WrongUse("\n".join([_("not filed:"), *(f"  {_worded(problem)}" for problem in problems)]))


def _shown_and_filed(sitting: Sitting, options: EntryOptions) -> list[str]:
    """Show all that would be filed until it is agreed to, changed, or kept for later."""
    context = sitting.context
    while True:
        several = [(one, _proposed(context, one)) for one in sitting.drafts.values()]
        if options.dry_run:
            for _draft, proposal in several:
                _printed(context, proposal)
            return []
        console.emit(preview(context, several, console.page().width).encode())
        sending.say_ignored(context.root, [proposal.path for _draft, proposal in several])
        typed_ = prompts.answer(_("y files, e edits, anything else keeps it for later"))
        if typed_ in prompts.YES:
            return [_file(sitting, draft, proposal) for draft, proposal in several]
        if typed_ not in {"e", "edit", "改", "修改"}:
            sitting.leave()
            return []
        revise(sitting)


def _file(sitting: Sitting, draft: Draft, proposal: propose.Proposal) -> str:
    path = _written(sitting.context, proposal)
    sitting.finish(draft.task.id)
    return path


def _written(context: FilingContext, proposal: propose.Proposal) -> str:
    """Write an entry and print its path, as it can be pasted where one stands."""
    path = propose.file(context.root, proposal)
    with contextlib.suppress(SystemExit):  # a reader of stdout who has gone must not stop the filing
        console.emit(f"{pasted(context.root, path)}\n".encode())
    return os.path.join(context.root, path)


def _proposed(context: FilingContext, draft: Draft) -> propose.Proposal:
    missing = draft.missing()
    if missing:
        listed = _("; ").join(_("{text} ({remark})").format(text=flag, remark=what) for flag, what in missing.items())
        command = "correct" if draft.corrects else "add"
        raise WrongUse(_("missing: {flags}; see mstrack {command} --help").format(flags=listed, command=command))
    proposal = context.proposal(draft)
    if proposal.problems:
        raise WrongUse("\n".join([_("not filed:"), *(f"  {_worded(problem)}" for problem in proposal.problems)]))
    return proposal


def _confirmed(context: FilingContext, options: EntryOptions, draft: Draft) -> propose.Proposal:
    """Return the proposal where no figure looks like a slip, or --sure confirms each of them."""
    proposal = _proposed(context, draft)
    if not proposal.doubts:
        return proposal
    if options.sure:
        return _proposed(context, draft.sure_of(proposal.doubts))
    lines = [f"  --figure {one.indicator.id}: {one.sentence}" for one in proposal.doubts]
    raise WrongUse("\n".join([_("not filed: this looks like a slip:"), *lines, _("If it is right, add --sure.")]))


def _filed(context: FilingContext, options: EntryOptions, draft: Draft, proposal: propose.Proposal) -> list[str]:
    """File an entry that flags or a form describe; nobody is asked where nobody sits there."""
    if options.dry_run:
        _printed(context, proposal)
        return []
    with contextlib.suppress(SystemExit):  # as in `_written`
        console.emit(FORMATS["table"](changes.effect(draft.task, proposal), console.page()))
    sending.say_ignored(context.root, [proposal.path])
    path = _written(context, proposal)
    console.say(
        _("Filed. Next: mstrack sync sends it (or git add, git commit); mstrack show {id} has it.").format(
            id=draft.task.id
        )
    )
    return [path]


def _printed(context: FilingContext, proposal: propose.Proposal) -> None:
    console.emit(proposal.text.encode())
    path = pasted(context.root, proposal.path)
    console.say(_("Nothing was filed (--dry-run). It would be {path}").format(path=path))


def _through_form(context: FilingContext, options: EntryOptions, draft: Draft, kept: str) -> list[str]:
    """Open the form, or the one that was kept, until it can be filed, is emptied, or comes back as it went.

    What was filled in is kept; a kept form may come back as it is.
    """
    before = form.blank(draft, context.reports(draft, draft.unit or ""))
    text = kept or before
    while True:
        edited = form.stripped(editor.edited(text, context.root))
        if form.is_empty(edited):
            raise WrongUse(_("the form is empty; nothing was filed"))
        if edited == before:
            if form.MARK in text:
                drafts.keep(edited, context.root)
            raise WrongUse(_("the form came back unchanged; nothing was filed"))
        with drafts.keeping(lambda edited=edited: edited, answers=True, root=context.root):  # type: ignore[misc]
            entry, problems, places = form.read(edited, draft, context.plan, context.today, now())
            proposal = propose.propose(context.dataset, entry, context.today) if entry and not problems else None
            if proposal and proposal.doubts and options.sure:
                sure = (*proposal.entry.confirmed, *(one.indicator.id for one in proposal.doubts))
                proposal = propose.propose(context.dataset, replace(proposal.entry, confirmed=sure), context.today)
            if proposal and not proposal.problems and not proposal.doubts:
                if prompts.somebody_sits_there() and not options.dry_run:
                    sitting = Sitting(context)
                    sitting.take(Draft(task=draft.task).of(proposal.entry))
                    with _kept_at_last(sitting):
                        return _shown_and_filed(sitting, options)
                return _filed(context, options, draft, proposal)
            if proposal:
                told = proposal.problems or [form.doubted(one) for one in proposal.doubts]
                problems = [_placed(one, places) for one in told]
                edited = form.confirmable(edited) if not proposal.problems else edited
        text, before = form.annotated(edited, problems), edited


def _placed(problem: Problem, places: dict[object, tuple[int, int]]) -> Problem:
    for end in range(len(problem.route), -1, -1):
        if problem.route[:end] in places:
            return problem._replace(line=places[problem.route[:end]][0])
    return problem._replace(line=1)


def _worded(problem: Problem) -> str:
    """Name the flag that a problem is about, not a place in a file that does not exist."""
    head, *rest = problem.route or ("",)
    flag = f"--figure {rest[0]}" if head == "figures" and rest else FLAGS.get(str(head), "")
    return _("{where}: {why}").format(where=flag, why=problem.sentence) if flag else problem.sentence
