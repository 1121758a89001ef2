"""How an entry gets from what somebody says into the store: asked for, checked, shown, filed."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mstrack.cli import console
from mstrack.cli.record import drafts, form, prompts
from mstrack.cli.record.draft import Draft, typed
from mstrack.errors import WrongUse
from mstrack.format import codec, yaml
from mstrack.i18n import gettext as _
from mstrack.record import propose
from mstrack.render import FORMATS
from mstrack.views import changes

if TYPE_CHECKING:
    from mstrack.cli.record.options import EntryOptions
    from mstrack.errors import Problem
    from mstrack.progress.figures import Submission
    from mstrack.progress.snapshot import Snapshot
    from mstrack.store.dataset import Dataset

FLAGS = {name: f"--{name}" for name in ("unit", "date", "status", "percent", "note", "problem", "next", "reporter")}
FLAGS |= {"reached": "--reached", "reason": "--reason"}


class FilingContext(NamedTuple):
    """Where somebody records: the store as it is today, and its folder."""

    snapshot: Snapshot
    root: str

    @property
    def dataset(self) -> Dataset:
        """The store."""
        return self.snapshot.dataset

    @property
    def today(self) -> dt.date:
        """The as-of day."""
        return self.snapshot.as_of

    def reports(self, draft: Draft, unit: str) -> tuple[Submission, ...]:
        """Return what a unit reported on the draft's task, newest first."""
        return propose.reports_of(self.dataset, draft.task, unit, self.today)


def record(
    context: FilingContext, options: EntryOptions, start: Draft, settled: frozenset[str] = frozenset()
) -> str | None:
    """Complete the draft, check it, show what it does, and file it; return the path, None where nothing was filed.

    `settled` names what is not asked for.
    """
    draft = typed(context.dataset.plan, options, start, context.today)
    if not draft.status and not draft.corrects and not prompts.somebody_sits_there():
        draft = draft._replace(status=draft.usual_status(context.reports(draft, draft.unit or "")))
    if options.edit:
        return _through_form(context, options, draft)
    talks = prompts.somebody_sits_there()
    known = [draft]  # what is known so far, the last of them the most
    with drafts.keeping(lambda: _text_of(known[-1], context), answers=talks):
        if talks:
            asked_for = ("figure", "status", "note", "problem", "next", "date", "reason")
            given = {name for name in asked_for if getattr(options, name, None) not in (None, [])}
            given |= settled | ({"note"} if options.note_file else set())
            for answered in prompts.answers(context.dataset.plan, draft, context.today, context.reports, given):
                known.append(answered)  # noqa: PERF402  each answer is kept as it comes: the next may be ^C
        return _filed(context, options, known[-1], _confirmed(context, options, known[-1]))


def _proposed(context: FilingContext, draft: Draft) -> propose.Proposal:
    missing = draft.missing()
    if missing:
        listed = _("; ").join(_("{text} ({remark})").format(text=flag, remark=what) for flag, what in missing.items())
        raise WrongUse(_("missing: {flags}; see mstrack add --help").format(flags=listed))
    proposal = propose.propose(context.dataset, draft.entry(now()), context.today)
    if proposal.problems:
        raise WrongUse("\n".join([_("not filed:"), *(f"  {_worded(problem)}" for problem in proposal.problems)]))
    return proposal


def _confirmed(context: FilingContext, options: EntryOptions, draft: Draft) -> propose.Proposal:
    """Return the proposal where no figure looks like a slip, or each of them is confirmed, by --sure or an answer."""
    proposal = _proposed(context, draft)
    if not proposal.doubts:
        return proposal
    lines = [f"  --figure {one.indicator.id}: {one.sentence}" for one in proposal.doubts]
    if not options.sure and prompts.somebody_sits_there():
        for line in lines:
            console.say(line)
    if options.sure or (prompts.somebody_sits_there() and prompts.agreed(_("Is this right as it stands?"))):
        return _proposed(context, draft.sure_of(proposal.doubts))
    raise WrongUse("\n".join([_("not filed: this looks like a slip:"), *lines, _("If it is right, add --sure.")]))


def _filed(context: FilingContext, options: EntryOptions, draft: Draft, proposal: propose.Proposal) -> str | None:
    if options.dry_run:
        console.emit(proposal.text.encode())
        console.say(_("Nothing was filed (--dry-run). It would be {path}").format(path=proposal.path))
        return None
    with contextlib.suppress(SystemExit):  # a reader of stdout who has gone must not stop the filing
        console.emit(FORMATS["table"](changes.effect(draft.task, proposal, context.today), console.page()))
    if prompts.somebody_sits_there() and not prompts.agreed(_("File this?")):
        drafts.keep(proposal.text)
        return None
    path = propose.file(context.root, proposal)
    console.emit(f"{path}\n".encode())
    console.say(
        _("Filed. Next: mstrack sync sends it (or git add, git commit); mstrack show {id} has it.").format(
            id=draft.task.id
        )
    )
    return path


def _through_form(context: FilingContext, options: EntryOptions, draft: Draft) -> str | None:
    """Open the form until it can be filed, is emptied, or comes back as it went; what was filled in is kept."""
    text = before = form.blank(draft, context.reports(draft, draft.unit or ""))
    while True:
        edited = form.stripped(form.edited(text))
        if form.is_empty(edited):
            raise WrongUse(_("the form is empty; nothing was filed"))
        if edited == before:
            if form.MARK in text:
                drafts.keep(edited)
            raise WrongUse(_("the form came back unchanged; nothing was filed"))
        with drafts.keeping(lambda edited=edited: edited, answers=True):  # type: ignore[misc]
            entry, problems, places = form.read(edited, draft, now())
            proposal = propose.propose(context.dataset, entry, context.today) if entry and not problems else None
            if proposal and proposal.doubts and options.sure:
                sure = (*proposal.entry.confirmed, *(one.indicator.id for one in proposal.doubts))
                proposal = propose.propose(context.dataset, replace(proposal.entry, confirmed=sure), context.today)
            if proposal and not proposal.problems and not proposal.doubts:
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


def _text_of(draft: Draft, context: FilingContext) -> str:
    """Return what was typed so far as the text of an entry, complete or not."""
    has_words = draft.figures or draft.note or draft.problem or draft.next or draft.reason
    if not has_words:
        return ""
    filled = draft._replace(unit=draft.unit or "", reporter=draft.reporter or "", date=draft.date or context.today)
    return yaml.write(codec.mapping(filled.entry(now())))


def now() -> dt.datetime:
    """Return this moment, with the offset of the user's clock."""
    return dt.datetime.now().astimezone()
