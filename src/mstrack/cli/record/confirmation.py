"""The page with all that would be filed, the answer to it, and the filing."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from mstrack.cli import console
from mstrack.cli.record import drafts, prompts, refusals, sending
from mstrack.cli.record.keyboard import leaving_in_order
from mstrack.cli.record.preview import preview
from mstrack.cli.record.revise import revise
from mstrack.cli.record.walk import words_of
from mstrack.errors import MstrackError, WrongUse
from mstrack.i18n import gettext as _
from mstrack.record import propose
from mstrack.render import FORMATS
from mstrack.store.spelling import pasted
from mstrack.views import changes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.cli.record.draft import Draft
    from mstrack.cli.record.options import EntryOptions
    from mstrack.cli.record.sitting import FilingContext, Sitting

EDITS = {"e", "edit", "改", "修改"}


@contextlib.contextmanager
def kept_at_last(sitting: Sitting) -> Iterator[None]:
    """Say where the drafts are where the block ends before they are filed; they are on the disk all the while."""
    with leaving_in_order():
        try:
            yield
        except (MstrackError, OSError, ImportError, KeyboardInterrupt, EOFError) as error:
            sitting.leave()
            error.add_note(drafts.KEPT)
            raise


def shown_and_filed(sitting: Sitting, options: EntryOptions) -> list[str]:
    """Show all that would be filed until it is agreed to, changed, or kept for later."""
    context = sitting.context
    while sitting.drafts:
        several = list(sitting.drafts.values())
        refused = list(_refused(context, several))
        if refused:
            if not _is_changed(sitting, refused):
                raise WrongUse(_("nothing was filed"))
            continue
        proposals = [(one, context.proposal(one)) for one in several]
        if options.dry_run:
            for _draft, proposal in proposals:
                _printed(context, proposal)
            return []
        console.emit(preview(context, proposals, console.page().width).encode())
        sending.say_ignored(context.root, [proposal.path for _draft, proposal in proposals])
        answer = prompts.answer(_("y files, e edits, anything else keeps it for later"))
        if answer in prompts.YES:
            return [_file(sitting, draft, proposal) for draft, proposal in proposals]
        if answer not in EDITS:
            break
        revise(sitting)
    sitting.leave()
    return []


def filed_at_once(context: FilingContext, options: EntryOptions, draft: Draft, proposal: propose.Proposal) -> list[str]:
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


def _refused(context: FilingContext, several: list[Draft]) -> Iterator[str]:
    """Yield why drafts cannot be filed; of several each reason with its task."""
    for one in several:
        for reason in refusals.of_draft(context, one):
            yield reason if len(several) == 1 else _("{where}: {why}").format(where=words_of(one.task), why=reason)


def _is_changed(sitting: Sitting, refused: list[str]) -> bool:
    """Say why nothing is filed, and put a question anew where somebody wants that."""
    for line in (_("not filed:"), *(f"  {reason}" for reason in refused)):
        console.say(line)
    if prompts.answer(_("e edits, anything else keeps it for later")) not in EDITS:
        return False
    revise(sitting)
    return True


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


def _printed(context: FilingContext, proposal: propose.Proposal) -> None:
    console.emit(proposal.text.encode())
    path = pasted(context.root, proposal.path)
    console.say(_("Nothing was filed (--dry-run). It would be {path}").format(path=path))
