"""Long texts of entries wait on the disk, so that a document of all entries does not hold a year's notes.

The file has no name that others could write to, and is gone with the process, a killed one, too.
"""

from __future__ import annotations

import marshal
import os
import tempfile
from dataclasses import replace
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from mstrack.format.model import Entry

_LONG = 500
"""Characters of all texts of an entry that are written: fewer take little more memory than the rest of it."""


class Spool:
    """Entries with long texts, by their paths; the texts are read when they are asked for."""

    def __init__(self) -> None:
        """Begin without any, and without a file."""
        self._file: IO[bytes] | None = None
        self._places: dict[str, int] = {}
        self._without_texts: dict[str, Entry] = {}
        self._last: tuple[str, Entry] | None = None

    def __del__(self) -> None:
        """Close the file, which ends with that."""
        if self._file:
            self._file.close()

    def __contains__(self, path: str) -> bool:
        """Whether an entry was taken."""
        return path in self._places

    def takes(self, path: str, entry: Entry) -> bool:
        """Write the texts of an entry; False where they are short. OSError where the disk has no room."""
        texts = entry.note, entry.problem, entry.next, entry.reason
        if sum(map(len, filter(None, texts))) <= _LONG:
            return False
        self._file = self._file or tempfile.TemporaryFile(prefix="mstrack-")  # noqa: SIM115  it stays open
        self._places[path] = self._file.seek(0, os.SEEK_END)
        marshal.dump(texts, self._file)
        self._without_texts[path] = replace(entry, note=None, problem=None, next=None, reason=None)
        return True

    def without_texts(self, path: str) -> Entry:
        """Return an entry that was taken, but for what its unit says in words."""
        return self._without_texts[path]

    def entry(self, path: str) -> Entry:
        """Return an entry that was taken; a row asks for it once a column."""
        if self._last is None or self._last[0] != path:
            note, problem, next_, reason = self._texts(path)
            found = replace(self._without_texts[path], note=note, problem=problem, next=next_, reason=reason)
            self._last = path, found
        return self._last[1]

    def _texts(self, path: str) -> tuple[str | None, ...]:
        if self._file is None:
            raise KeyError(path)
        self._file.seek(self._places[path])
        texts: tuple[str | None, ...] = marshal.load(self._file)  # noqa: S302  this process wrote it
        return texts
