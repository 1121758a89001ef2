"""`mstrack sync`: send what was filed here, receive what others filed."""

from typing import Annotated

import typer

from mstrack.cli.options import CheckOptions, sharing
from mstrack.cli.store_folder import find
from mstrack.cli.syncing import send
from mstrack.i18n import mark


@sharing(CheckOptions)
def sync(
    options: CheckOptions,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=mark("Only say what would be done."))] = False,
) -> int:
    """Find the store, and sync it."""
    return send(options, find(options.data), dry=dry_run)
