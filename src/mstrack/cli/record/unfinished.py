"""What was typed and not filed: offered by the next `add`, listed by `--draft`, removed by `--discard`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.cli import console
from mstrack.cli.record import drafts, prompts
from mstrack.cli.record.sitting import Sitting, now
from mstrack.errors import ExitCode
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.store.spelling import quoted

if TYPE_CHECKING:
    from mstrack.cli.record.draft import Draft
    from mstrack.cli.record.drafts import Kept
    from mstrack.cli.record.sitting import FilingContext


def answers(context: FilingContext, draft: Draft | None, unit: str | None) -> Kept | None:
    """Offer to go on with what was left unfinished, the newest first: on the draft's task, or on any.

    What another unit left is none of this one's.
    """
    for one in drafts.waiting(context.root):
        fits = one.corrects == draft.corrects and draft.task.id in one.tasks if draft else not one.corrects
        is_anothers = unit is not None and any(each.get("unit", unit) != unit for each in one.drafts)
        if one.drafts and fits and not is_anothers and not _is_filed(context, one) and _goes_on(one):
            return one
    return None


def form(context: FilingContext, draft: Draft | None, unit: str | None) -> Kept | None:
    """Offer to go on in the editor with a form, or with flags, that were refused: on the draft's task, or on any."""
    if not prompts.somebody_sits_there():
        return None
    others = {one.name for one in context.plan.units} - {unit} if unit else set()
    for one in drafts.waiting(context.root):
        is_correction = "\nreason: |" in one.text
        fits = one.tasks and not is_correction and not one.corrects
        if draft:
            fits = (
                one.corrects == draft.corrects and is_correction == bool(draft.corrects) and draft.task.id in one.tasks
            )
        if one.text and fits and one.unit_of_form not in others and _goes_on(one):
            return one
    return None


def _goes_on(kept: Kept) -> bool:
    sentence = _("An unfinished entry of {moment}, task {tasks}: go on?")
    moment = kept.saved.strftime("%H:%M" if kept.saved.date() == now().date() else "%m-%d %H:%M")
    question = sentence.format(moment=moment, tasks=_(", ").join(map(str, kept.tasks)))
    if prompts.decided(question, _("y goes on with it; n begins anew, and keeps it")):
        return True
    number = f" {kept.tasks[0]}" if len(kept.tasks) == 1 else ""
    sentence = _("It is kept: mstrack add{number} --draft says where, mstrack add{number} --discard removes it.")
    console.say(sentence.format(number=number))
    return False


def _is_filed(context: FilingContext, kept: Kept) -> bool:
    """Whether the store has all of a draft; then it goes: its writer was killed before the draft went."""
    sitting = Sitting(context, (), kept)
    if kept.on(context.plan) and not sitting.drafts:
        drafts.discard(kept.path)
        return True
    return False


def list_all(root: str, number: int | None) -> int:
    """Print a line a draft, the newest first: when, which tasks, where."""
    found = _of(root, number)
    for one in found:
        console.emit(f"{_line(one)}\n".encode())
    if not found:
        console.say(_("Nothing is left unfinished."))
    return ExitCode.FINE


def discard_all(root: str, number: int | None) -> int:
    """Remove the drafts, each printed before it goes."""
    found = _of(root, number)
    for one in found:
        drafts.discard(one.path)
        console.emit(f"{_line(one)}\n".encode())
    console.say(ngettext("{n} draft removed.", "{n} drafts removed.", len(found)).format(n=len(found)))
    return ExitCode.FINE


def _of(root: str, number: int | None) -> list[Kept]:
    return [one for one in drafts.waiting(root) if number is None or number in one.tasks]


def _line(one: Kept) -> str:
    tasks = _(", ").join(map(str, one.tasks))
    what = _("task {tasks}").format(tasks=tasks) if tasks else _("a form or flags")
    if one.corrects:
        what = _("{text} ({remark})").format(text=what, remark=_("corrects {id}").format(id=_(", ").join(one.corrects)))
    return f"{one.saved:%Y-%m-%d %H:%M}  {what}  {quoted(one.path)}"
