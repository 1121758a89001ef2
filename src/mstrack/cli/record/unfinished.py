"""`mstrack add --draft` and `--discard`: what was typed and not filed, listed and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.cli import console
from mstrack.cli.record import drafts
from mstrack.errors import ExitCode
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.store.spelling import quoted

if TYPE_CHECKING:
    from mstrack.cli.record.drafts import Kept


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
    return f"{one.saved:%Y-%m-%d %H:%M}  {what}  {quoted(one.path)}"
