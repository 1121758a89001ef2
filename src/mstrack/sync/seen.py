"""What sync remembers between two runs: where the upstream was when it was last found in order."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mstrack.errors import MstrackError
from mstrack.git import process
from mstrack.store import put, source
from mstrack.sync import locks

if TYPE_CHECKING:
    from mstrack.sync.clone import Work

SEEN = "seen.json"
_LARGEST_SEEN = 1024 * 1024
"""Bytes; a branch takes some two hundred."""


def last(work: Work) -> str | None:
    """Return the upstream's commit when sync last found it in order; before that, the one of git's last fetch.

    Git's own ref follows every fetch, also that of an editor, and would hide that an upstream was rewritten.
    """
    return _all_seen(work).get(_key(work)) or work.clone.branches.get(work.clone.tracking)


def _all_seen(work: Work) -> dict[str, str]:
    try:
        return dict(json.loads(source.WorkTree(work.clone.place.state).read(SEEN, _LARGEST_SEEN)))
    except (MstrackError, ValueError, TypeError):
        return {}


def remember(work: Work, tip: str) -> None:
    """Remember where the upstream is, now that it was found in order; git's own record is brought up to date, too."""
    put.replace(work.clone.place.state, SEEN, json.dumps(_all_seen(work) | {_key(work): tip}).encode())
    tracking = work.clone.tracking
    if tracking and work.revisions.objects.named(tracking) != tip:
        update = ("update-ref", "-m", "mstrack sync", tracking, tip)
        result = process.ask(work.top, *update, own=True, hold=work.hold)
        lock = locks.lock_in(result.err)
        if result.code and lock:  # a killed push may have left it; git's own fetch needs the ref, sync does not
            work.request.on_message(str(locks.locked(lock, work.request.patience)))


def _key(work: Work) -> str:
    return (
        f"{work.clone.remote} {work.clone.upstream} {work.clone.place.prefix}"  # one store of several in a repository
    )
