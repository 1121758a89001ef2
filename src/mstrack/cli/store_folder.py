"""The folder of the store that a command is about."""

from __future__ import annotations

from mstrack.cli import console
from mstrack.library import opening


def find(data: str | None) -> str:
    """Return the folder of the store that --data names, else of the one that is found.

    Paths in sentences start there from now on.
    """
    console.store = opening.store_folder(data)
    return console.store
