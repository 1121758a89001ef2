"""`mstrack seal`: one short line for everything that the store holds, to be printed and checked years later."""

from typing import Annotated

import typer

from mstrack.cli import console, seals
from mstrack.cli.options import CheckOptions, sharing
from mstrack.cli.store_folder import find
from mstrack.errors import ExitCode
from mstrack.i18n import mark
from mstrack.library.opening import files_of


@sharing(CheckOptions)
def seal(
    options: CheckOptions,
    rev: Annotated[
        str | None, typer.Option(metavar=mark("REV"), help=mark("Seal this git revision, on the day of its commit."))
    ] = None,
) -> int:
    """Read every file of the store, print its seal; say what is in no commit, for there nobody will find it."""
    root = find(options.data)
    source = files_of(root, rev)
    console.emit(f"{seals.sealed(root, source, options.as_of)}\n".encode())
    if rev is None:
        seals.warn_of_uncommitted(root, source)
    return ExitCode.FINE
