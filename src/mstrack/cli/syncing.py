"""A store is synced with the others, for whichever command it is: what was done is counted, what is held back named."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from mstrack.cli import console
from mstrack.errors import ExitCode, Unreadable
from mstrack.i18n import gettext as _
from mstrack.library import opening
from mstrack.store import cache
from mstrack.store.spelling import pasted
from mstrack.sync import Done, run
from mstrack.sync.clone import SyncRequest
from mstrack.sync.locks import Patience

if TYPE_CHECKING:
    import datetime as dt

    from mstrack.cli.options import CheckOptions


def send(options: CheckOptions, root: str, *, dry: bool = False) -> int:
    """Sync the store in a folder, count what was sent and received."""
    patience = Patience(time.sleep, _between, time.time)
    kept = cache.Cache(cache.default_path())
    done = run(
        SyncRequest(root, _today(options, root), kept, console.say, patience, dry_run=dry, latest=opening.latest())
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


def _today(options: CheckOptions, root: str) -> dt.date:
    """Return today, or the day that was typed; only that asks for the plan's year, which may be wrong just now."""
    return opening.today() if options.as_of is None else opening.open_snapshot(root, as_of=options.as_of).as_of


def _answer(root: str, done: Done, *, dry: bool) -> str:
    sentence = _("Entries sent: {sent}, received: {received}.")
    if dry:
        sentence = _("Entries to send: {sent}, to receive: {received}. Nothing was changed (--dry-run).")
    lines = [pasted(root, path) for path in done.sent] if dry else []
    return "\n".join([*lines, sentence.format(sent=len(done.sent), received=len(done.received)), ""])
