"""What the kinds of documents have in common: which store, which day, which tasks; and who waits, waits with a bar."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

import mstrack
from mstrack.cli import console, output, progress_bar
from mstrack.cli.context import find, narrowed, remark_on
from mstrack.documents import dossier
from mstrack.errors import ExitCode, Unreadable, WorldFailed, WrongUse, gathering
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.i18n import speaking
from mstrack.render import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mstrack.cli.commands.report import DocumentOptions
    from mstrack.documents.dossier import Dossier
    from mstrack.errors import Problem
    from mstrack.report import Report
    from mstrack.store.dataset import Dataset, Filed

PORTION = 200
"""So many entries are read before the bar moves."""


def gathered(asked: DocumentOptions, *, with_entries: bool = False) -> tuple[Dossier, str]:
    """Open the store and gather what a document is made from; return it with the store's folder.

    A document that shows every entry wants them read before anything else (`with_entries`): that may take a while, and
    what is wrong in them is told at once, in the language of the interface, not in that of the document.
    """
    root = root_of(asked.data[0] if asked.data else None)
    whole = mstrack.snapshot(root, as_of=asked.as_of, rev=asked.rev)
    remark_on(whole)
    chosen = narrowed(whole, asked)
    if with_entries:
        read(chosen.dataset, [one.filed for one in chosen.logged()])
    return dossier.gather(chosen), root


def document(
    asked: DocumentOptions,
    view: Callable[[Dossier], Report],
    renderer: str,
    extra: str,
    endings: list[str],
    *,
    with_entries: bool = False,
) -> int:
    """Write the document that a view makes of a store: what may not be written is told before any work is done."""
    path = needed(asked)
    output.target(path, root_of(asked.data[0] if asked.data else None), endings)
    output.refuse_existing(path, force=asked.force)
    render = library(renderer, extra).render
    found, _root = gathered(asked, with_entries=with_entries)
    with speaking("zh_CN"):
        output.write(path, render(view(found), Page()), force=asked.force)
    return made(path)


def read(dataset: Dataset, filed: Sequence[Filed]) -> None:
    """Open entries, with a bar where that takes long. Unreadable holds every problem in all of them."""
    problems: list[Problem] = []
    with progress_bar.bar(_("Reading")) as told:
        for start in range(0, len(filed), PORTION):
            with gathering(problems):
                dataset.open(filed[start : start + PORTION])
            told(min(start + PORTION, len(filed)), len(filed))
    if problems:
        raise Unreadable(problems)


def root_of(typed: str | None) -> str:
    """Return the folder of a store that --data names, or MSTRACK_DATA, or else that of the one here or above."""
    return find(_folder(typed))


def _folder(typed: str | None) -> str | None:
    return typed if typed is not None else os.environ.get("MSTRACK_DATA") or None


def needed(asked: DocumentOptions) -> str:
    """Return the file that was named to write; WrongUse where none was."""
    if not asked.output:
        raise WrongUse(_("--output is missing; name the file to write after -o"))
    return asked.output


def made(path: str) -> int:
    """Say where the document is."""
    console.emit(f"{shown(path, 200)}\n".encode())
    return ExitCode.FINE


def library(renderer: str, extra: str) -> Any:  # noqa: ANN401  a module
    """Import a renderer; WorldFailed names the extra to install where its library is missing."""
    try:
        return import_module(renderer)
    except ModuleNotFoundError as error:
        told = _("{library} is missing; install it with: pip install 'mstrack[{extra}]'")
        raise WorldFailed(told.format(library=error.name, extra=extra)) from error
