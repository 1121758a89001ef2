"""The folder of the store that a command is about."""

from __future__ import annotations

import os

from mstrack.cli import console
from mstrack.store.source import find_store


def find(data: str | None) -> str:
    """Return the folder of the store that --data names, or else the one that is here or above.

    Paths in sentences start there from now on.
    """
    console.store = find_store(data, "" if data is not None else os.getcwd())
    return console.store
