"""`mstrack sync`: send what was filed here, receive what others filed."""

import datetime as dt
import time
from typing import Annotated

import typer

import mstrack
from mstrack.cli import console
from mstrack.cli.options import CheckOptions, sharing
from mstrack.cli.store_folder import find
from mstrack.errors import ExitCode, Unreadable
from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.store import cache
from mstrack.store.spelling import pasted
from mstrack.sync import Done, run
from mstrack.sync.clone import SyncRequest
from mstrack.sync.locks import Patience


@sharing(CheckOptions)
def sync(
    asked: CheckOptions,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=mark("Only say what would be done."))] = False,
) -> int:
    """Find the store, and sync it."""
    return send(asked, find(asked.data), dry=dry_run)


def send(asked: CheckOptions, root: str, *, dry: bool = False) -> int:
    """Sync the store in a folder, count what was sent and received."""
    patience = Patience(time.sleep, _between, time.time)
    kept = cache.Cache(cache.default_path())
    done = run(
        SyncRequest(root, _today(asked, root), kept, console.say, patience, dry_run=dry, latest=mstrack.latest())
    )
    console.emit(_answer(root, done, dry=dry).encode())
    if done.held:
        console.say(_("Held back, since it is wrong; put it right (or mstrack undo), then mstrack sync again:"))
        raise Unreadable(done.held)
    return ExitCode.FINE


def _between(least: float, most: float) -> float:
    """Return any number of seconds between two, for who has to wait."""
    import secrets  # noqa: PLC0415  5 ms that only who waits takes

    return secrets.SystemRandom().uniform(least, most)


def _today(asked: CheckOptions, root: str) -> dt.date:
    """Return today, or the day that was typed; only that asks for the plan's year, which may be wrong just now."""
    return mstrack.day(None, None) if asked.as_of is None else mstrack.open_snapshot(root, as_of=asked.as_of).as_of


def _answer(root: str, done: Done, *, dry: bool) -> str:
    told = _("Entries sent: {sent}, received: {received}.")
    if dry:
        told = _("Entries to send: {sent}, to receive: {received}. Nothing was changed (--dry-run).")
    lines = [pasted(root, path) for path in done.sent] if dry else []
    return "\n".join([*lines, told.format(sent=len(done.sent), received=len(done.received)), ""])
