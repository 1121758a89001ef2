"""What `check` says beside its findings: how many there are, which lines are missing, what holds since when."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mstrack.errors import count
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.check.since import SinceResult
    from mstrack.cli.checking import Checked
    from mstrack.store.seal import Seal


def sentences(checked: Checked, against: str | None, sealed: Seal | None, *, lines: bool) -> Iterator[str]:
    """Yield what is said, in its order; with `lines`, too, what would have to be written into tasks.yaml."""
    yield _summary(checked.findings.files, checked.errors, checked.warnings)
    for history in checked.histories:
        if history.lines and lines:
            yield _("write what follows into tasks.yaml, with the day and the document for each …:")
            yield history.lines
    if sealed and checked.seal and not count(checked.seal.problems, "error"):
        from mstrack.cli import seals  # noqa: PLC0415  most checks know no seal

        yield seals.in_words(sealed, checked.seal)
    yield from _of_histories(checked.roots, checked.histories, against or "")


def _summary(files: int, errors: int, warnings: int) -> str:
    checked = ngettext("{n} file checked", "{n} files checked", files).format(n=files)
    if not errors and not warnings:
        return _("{checked}: no problem").format(checked=checked)
    wrong = ngettext("{n} error", "{n} errors", errors).format(n=errors)
    doubtful = ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings)
    return _("{checked}: {errors}, {warnings}").format(checked=checked, errors=wrong, warnings=doubtful)


def _of_histories(roots: tuple[str, ...], histories: tuple[SinceResult, ...], rev: str) -> Iterator[str]:
    """Yield what moved, what is new, and that nothing was rewritten, and since which commit: a branch moves."""
    if not histories:
        return
    first = histories[0]
    short = first.commit[:12]
    for move in first.moves:
        sentence = ngettext(
            "commit {commit} moved the store {old} to {new} as a whole: its {n} entry is there, unchanged",
            "commit {commit} moved the store {old} to {new} as a whole: its {n} entries are there, unchanged",
            move.entries,
        )
        if not move.commit:
            sentence = ngettext(
                "not yet committed: the store {old} moves to {new} as a whole: its {n} entry is there, unchanged",
                "not yet committed: the store {old} moves to {new} as a whole: its {n} entries are there, unchanged",
                move.entries,
            )
        places = (shown(os.fsdecode(one).rstrip("/") or ".", 200) for one in (move.source, move.target))
        yield sentence.format(commit=move.commit[:12], n=move.entries, **dict(zip(("old", "new"), places, strict=True)))
    for root, history in zip(roots, histories, strict=True):
        if history.is_new:
            sentence = _("{store} is a new store since {rev} ({commit}): its plan has nothing there to be held to")
            yield sentence.format(store=shown(root, 200), rev=shown(rev), commit=short)
    if first.parted:
        sentence = _("{rev} has moved on: compared with {commit}, the commit where it and this parted")
        yield sentence.format(rev=shown(rev), commit=short)
    if not any(history.problems for history in histories):
        sentence = _(
            "since {rev} ({commit}) no filed entry was changed, removed or replaced, no promise changed unannounced"
        )
        yield sentence.format(rev=shown(rev), commit=short)
