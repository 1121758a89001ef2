"""Keeps the canonical JSON of every text that passed the checks, by the text's digest, so that it is checked once.

Rows are found by content, so none is ever stale. Where the cache is damaged, locked, read-only or full, the program
works without it and gives the same answer. Each row has a checksum, since SQLite keeps none. The file lies in the
user's cache folder; MSTRACK_CACHE names another folder, and an empty value means no cache.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_AT_ONCE = 500
"""Digests in one question; the smallest usual limit of SQLite is 999."""
_SUM = 4
"""Bytes of a CRC-32."""


class Cache:
    """A small SQLite file that maps digests to JSON."""

    def __init__(self, path: str | None) -> None:
        """Take the file's path, or None to keep nothing. The file is opened at the first question."""
        self._path = path
        self._connection: sqlite3.Connection | None = None

    def recall(self, digests: Iterable[bytes]) -> dict[bytes, str]:
        """Return the JSON of the digests that the cache has; it never fails."""
        wanted = list(digests)
        known: dict[bytes, str] = {}
        try:
            connection = self._connect(write=False)
            for start in range(0, len(wanted) if connection else 0, _AT_ONCE):
                part = wanted[start : start + _AT_ONCE]
                marks = ",".join("?" * len(part))
                # the cast keeps a damaged text, no longer UTF-8, from failing the whole question
                question = f"SELECT digest, CAST(json AS BLOB) FROM passed WHERE digest IN ({marks})"  # noqa: S608  only question marks
                rows = connection.execute(question, part)  # type: ignore[union-attr]
                known.update((digest, row[_SUM:].decode()) for digest, row in rows if _is_whole(digest, row))
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)
        return known

    def remember(self, passed: Mapping[bytes, str]) -> None:
        """Keep the JSON of texts that passed; where that is impossible, nothing is kept and nothing is raised."""
        try:
            connection = self._connect(write=True) if passed else None
            if connection:
                with connection:
                    rows = [(digest, _summed(digest, text.encode())) for digest, text in passed.items()]
                    connection.executemany("INSERT OR REPLACE INTO passed VALUES (?, ?)", rows)
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def close(self) -> None:
        """Close the file."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def _connect(self, *, write: bool) -> sqlite3.Connection | None:
        if self._path is None:
            return None
        if self._connection is None:
            if not os.path.exists(self._path):
                if not write:
                    return None
                os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
            # 0.2 s: to wait longer for another writer costs more than the cache saves
            self._connection = sqlite3.connect(self._path, timeout=0.2)
        if write:
            self._create(self._connection)
        return self._connection

    @staticmethod
    def _create(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA synchronous = OFF")  # a lost cache costs time only
        connection.execute(
            "CREATE TABLE IF NOT EXISTS passed (digest BLOB PRIMARY KEY, json BLOB NOT NULL) WITHOUT ROWID"
        )

    def _give_up(self, error: Exception) -> None:
        """Go on without the cache; delete a file that is no database."""
        self.close()
        if isinstance(error, sqlite3.OperationalError) and "no such table" in str(error):
            return  # an empty file: the table is made with the first row
        path, self._path = self._path, None
        if path and isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            with contextlib.suppress(OSError):
                os.unlink(path)


def _summed(digest: bytes, data: bytes) -> bytes:
    """Return a row: a checksum of digest and JSON, then the JSON."""
    return zlib.crc32(data, zlib.crc32(digest)).to_bytes(_SUM) + data


def _is_whole(digest: bytes, row: object) -> bool:
    return isinstance(row, bytes) and row == _summed(digest, row[_SUM:])


def default_path() -> str | None:
    """Return the file's path in the user's cache folder (XDG, macOS or Windows); None where there is no cache."""
    folder = os.environ.get("MSTRACK_CACHE")
    if folder is not None:
        return os.path.join(folder, "memo.sqlite") if folder else None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "mstrack", "memo.sqlite")
