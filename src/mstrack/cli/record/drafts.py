"""What was typed is never lost: where it cannot be filed it is saved aside, and where even that fails, printed back."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from mstrack.cli import console
from mstrack.errors import MstrackError, WrongUse
from mstrack.i18n import gettext as _
from mstrack.store import protection, put
from mstrack.store.cache import default_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


KEPT = "what was typed is kept"


@contextmanager
def keeping(text: Callable[[], str], *, answers: bool) -> Iterator[None]:
    """Save the text (asked for when it is needed; empty: nothing was typed) where the block does not end well.

    Flags stand in the shell's history when they are refused; `answers` that a person gave do not.
    """
    try:
        yield
    except (MstrackError, OSError, ImportError, KeyboardInterrupt, EOFError) as error:
        if KEPT in getattr(error, "__notes__", ()) or (isinstance(error, WrongUse) and not answers):
            raise
        typed = text()
        if typed.strip():
            keep(typed)
            error.add_note(KEPT)  # a block around this one does not keep it again
        raise


def keep(typed: str) -> None:
    """Save a text beside the cache, else in the temporary folder, else print it; say where it is."""
    for folder in _folders():
        name = os.path.join("unsaved", f"{secrets.token_hex(4)}.yaml")
        try:
            protection.place(os.path.join(folder, name))
            os.makedirs(folder, mode=0o700, exist_ok=True)
            put.create(folder, name, typed.encode("utf-8", "replace"))
        except (OSError, WrongUse):  # a cache that lies in a store, perhaps
            continue
        console.say(_("What you typed is kept in {path}").format(path=os.path.join(folder, name)))
        return
    console.say(_("What you typed could not be kept anywhere; here it is:"))
    for line in typed.split("\n"):
        console.say(line)


def _folders() -> Iterator[str]:
    cache = default_path()
    if cache:
        yield os.path.dirname(cache)
    with suppress(OSError):  # no temporary folder can be written to
        yield tempfile.gettempdir()
