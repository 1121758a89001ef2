"""Sending what was filed, where somebody agrees; and what git would pass over, said before it is filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.cli import console
from mstrack.cli.record import prompts
from mstrack.errors import WorldFailed
from mstrack.git import ignored, process
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext

if TYPE_CHECKING:
    from mstrack.cli.options import CheckOptions


def say_ignored(root: str, paths: list[str]) -> None:
    """Say at once where git would ignore entries: nobody else would ever see them."""
    found = ignored.found(root, paths)
    if found:
        sentence = ngettext(
            "git ignores this entry ({rule}): git status and git add pass over it; take that line out",
            "git ignores {n} of these entries ({rule}): git status and git add pass over them; take that line out",
            len(paths),
        )
        console.say(sentence.format(rule=found.rule, n=found.files))


def offer_to_send(root: str, paths: list[str], options: CheckOptions) -> None:
    """Ask whether what was filed is sent now; without a remote, or where it is not, say what is next."""
    if not paths or not prompts.somebody_sits_there():
        return
    if _has_remote(root) and prompts.agreed(_("Send now (mstrack sync)?")):
        from mstrack.cli.syncing import send  # noqa: PLC0415  heavy, and only where somebody agrees

        send(options, root)
    elif not console.knows_no_commands:
        console.say(_("Filed. Next: mstrack sync sends it (or git add, git commit)."))


def _has_remote(root: str) -> bool:
    try:
        return bool(process.run(root or ".", "remote").strip())
    except WorldFailed:
        return False
