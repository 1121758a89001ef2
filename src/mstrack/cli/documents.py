"""What the kinds of documents have in common: which store, which day, which tasks; and who waits, waits with a bar."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from mstrack.cli import console, libreoffice, output, progress_bar
from mstrack.cli.context import narrowed, remark_on
from mstrack.cli.store_folder import find
from mstrack.errors import ExitCode, Unreadable, WrongUse, gathering, not_installed
from mstrack.i18n import gettext as _
from mstrack.i18n import speaking
from mstrack.library.opening import open_snapshot
from mstrack.render import Page
from mstrack.store import protection, put
from mstrack.store.spelling import quoted

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

    from mstrack.cli.document_options import DocumentOptions
    from mstrack.errors import Problem
    from mstrack.progress.snapshot import Snapshot
    from mstrack.report import Report

PORTION = 200
"""Entries that are read between two movements of the progress bar."""


def gathered(
    options: DocumentOptions, *, with_entries: bool = False, spooled: bool = True, remarked: set[str] | None = None
) -> Snapshot:
    """Open the store and return the tasks that the filters leave as they stand: what a document is made from.

    A document that counts every entry wants them read before anything else (`with_entries`): that may take a while, and
    what is wrong in them is reported at once, in the language of the interface, not in that of the document. One that
    shows few of them does not want them `spooled`. `remarked` are the remarks that need no second time, where one
    document is made of several stores.
    """
    whole = open_snapshot(root_of(options), as_of=options.as_of, rev=options.rev)
    snapshot = narrowed(whole, options)
    if with_entries:
        read(snapshot, spooled=spooled)
    found = snapshot.of_tasks({one.task.id for one in snapshot.standings})
    remark_on(whole, remarked)
    return found


def document(
    options: DocumentOptions,
    view: Callable[[Snapshot], Report],
    renderer: str,
    endings: list[str],
    *,
    with_entries: bool = False,
    spooled: bool = True,
) -> int:
    """Write the document that a view makes of a store: what may not be written is refused before any work is done."""
    path = needed(options)
    output.target(path, root_of(options), endings)
    protection.refuse_existing(path, force=options.force)
    if path.lower().endswith(".pdf"):
        libreoffice.program()
    writer = library(renderer).write
    snapshot = gathered(options, with_entries=with_entries, spooled=spooled)
    with speaking("zh_CN"):
        report = view(snapshot)

    def write(out: BinaryIO) -> None:
        with speaking("zh_CN"):
            writer(report, Page(), out)

    is_pdf = path.lower().endswith(".pdf")
    put.document(path, libreoffice.pdf(write, endings[0]) if is_pdf else write, force=options.force)
    return made(path)


def read(snapshot: Snapshot, *, spooled: bool) -> None:
    """Open every entry, with a bar where that takes long. Unreadable holds every problem in all of them."""
    problems: list[Problem] = []
    count = len(snapshot.log)
    with progress_bar.bar(_("Reading")) as on_progress:
        for start in range(0, count, PORTION):
            with gathering(problems):
                portion = snapshot.log[start : start + PORTION]
                if spooled:
                    snapshot.spool(portion)
                else:
                    snapshot.dataset.look_through((one.filed for one in portion), snapshot.as_of)
            on_progress(min(start + PORTION, count), count)
    if problems:
        raise Unreadable(problems)


def root_of(options: DocumentOptions) -> str:
    """Return the folder of the store that a document is made from: the first that --data names, else the one found."""
    return find(options.data[0] if options.data else None)


def needed(options: DocumentOptions) -> str:
    """Return the file that was named to write; WrongUse where none was."""
    if not options.output:
        raise WrongUse(_("--output is missing; name the file to write after -o"))
    return options.output


def made(path: str) -> int:
    """Say where the document is, as it can be pasted."""
    console.emit(f"{quoted(path)}\n".encode())
    return ExitCode.FINE


def library(renderer: str, extra: str = "") -> Any:  # noqa: ANN401  a module
    """Import a renderer; WorldFailed names what to install where its library is missing."""
    try:
        return import_module(renderer)
    except ModuleNotFoundError as error:
        raise not_installed(error, extra) from error
