"""What answers say of entries that count for nobody, since the plan has no such unit, indicator or milestone.

A code of the plan was changed, or the entry came with one that was never there: then it is named with its author, as
all that came broken (`set_aside`).
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from mstrack.check import set_aside
from mstrack.errors import MstrackError
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.progress.snapshot import Snapshot
    from mstrack.store.entry_names import Filed

MOST_CODES = 5
"""Codes that a sentence names."""


def sentences(root: str, snapshot: Snapshot) -> Iterator[str]:
    """Yield what is left out of an answer; `root` is the folder of the store."""
    yield from _of_units(root, snapshot, snapshot.of_nobody())
    unknown = snapshot.unknown_keys()
    if unknown:
        sentence = _(
            "Task {tasks}: what was reported by codes that no indicator or milestone of the plan has ({codes}) does "
            "not count. mstrack check names it."
        )
        codes = {key for keys in unknown.values() for key in keys}
        yield sentence.format(tasks=_listed({f"{number:02}" for number in unknown}), codes=_listed(codes))


def _of_units(root: str, snapshot: Snapshot, strange: list[Filed]) -> Iterator[str]:
    if not strange:
        return
    came: list[str] = []
    if len(strange) <= set_aside.MOST_NAMED:  # git is asked for each
        with suppress(MstrackError):
            came = set_aside.of_nobody(root, snapshot.rev, snapshot.dataset.files, strange)
    if came:
        yield from came
        return
    sentence = ngettext(
        "{n} entry is by a code that no unit of the plan has ({codes}), so it does not count. mstrack check names it.",
        "{n} entries are by codes that no unit of the plan has ({codes}), so they do not count. mstrack check "
        "names them.",
        len(strange),
    )
    yield sentence.format(n=len(strange), codes=_listed({one.code for one in strange}))


def _listed(several: set[str]) -> str:
    return _(", ").join(sorted(several)[:MOST_CODES])
