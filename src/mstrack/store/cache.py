"""What has been checked once is not checked again: the canonical JSON of every text that passed, by its digest.

Content-addressed, so never stale; any trouble with it (corrupt, locked, read-only, full) means working without it,
never another answer: each row bears a checksum, since SQLite keeps none. It lives in the user's cache folder
(MSTRACK_CACHE names another; empty: none).
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

_AT_ONCE = 500  # SQLite's smallest usual limit of parameters is 999
_SUM = 4  # bytes of a CRC-32


class Cache:
    """A small SQLite file of digest → JSON."""

    def __init__(self, path: str | None) -> None:
        """Take the file's path, or None to remember nothing. Nothing is opened before it is asked."""
        self._path = path
        self._link: sqlite3.Connection | None = None

    def recall(self, digests: Iterable[bytes]) -> dict[bytes, str]:
        """Return the JSON of those digests that are known."""
        wanted = list(digests)
        known: dict[bytes, str] = {}
        try:
            link = self._connect(write=False)
            for start in range(0, len(wanted) if link else 0, _AT_ONCE):
                part = wanted[start : start + _AT_ONCE]
                marks = ",".join("?" * len(part))
                # cast: a text that is no UTF-8 any more would fail the whole question
                rows = link.execute(f"SELECT digest, CAST(json AS BLOB) FROM passed WHERE digest IN ({marks})", part)  # type: ignore[union-attr]  # noqa: S608  only question marks
                known.update((digest, row[_SUM:].decode()) for digest, row in rows if _is_whole(digest, row))
        except (sqlite3.Error, OSError) as error:
            self._mend(error)
        return known

    def remember(self, passed: Mapping[bytes, str]) -> None:
        """Keep what passed; silently not, where that cannot be."""
        try:
            link = self._connect(write=True) if passed else None
            if link:
                with link:
                    rows = [(digest, _summed(digest, text.encode())) for digest, text in passed.items()]
                    link.executemany("INSERT OR REPLACE INTO passed VALUES (?, ?)", rows)
        except (sqlite3.Error, OSError) as error:
            self._mend(error)

    def close(self) -> None:
        """Let go of the file."""
        if self._link:
            self._link.close()
            self._link = None

    def _connect(self, *, write: bool) -> sqlite3.Connection | None:
        if self._path is None:
            return None
        if self._link is None:
            if not os.path.exists(self._path):
                if not write:
                    return None
                os.makedirs(os.path.dirname(self._path), mode=0o700, exist_ok=True)
            # 0.2 s: a memo that another process is writing is not worth waiting for
            self._link = sqlite3.connect(self._path, timeout=0.2)
        if write:
            self._create(self._link)
        return self._link

    @staticmethod
    def _create(link: sqlite3.Connection) -> None:
        link.execute("PRAGMA synchronous = OFF")  # losing it loses nothing
        link.execute("CREATE TABLE IF NOT EXISTS passed (digest BLOB PRIMARY KEY, json BLOB NOT NULL) WITHOUT ROWID")

    def _mend(self, error: Exception) -> None:
        """Throw away a file that is no memo; with any other trouble, go on without."""
        self.close()
        if isinstance(error, sqlite3.OperationalError) and "no such table" in str(error):
            return  # an empty file: the table is made when something is remembered
        path, self._path = self._path, None
        if path and isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            with contextlib.suppress(OSError):
                os.unlink(path)


def _summed(digest: bytes, data: bytes) -> bytes:
    """Return a row: the checksum of the JSON and of the digest that it belongs to, and the JSON."""
    return zlib.crc32(data, zlib.crc32(digest)).to_bytes(_SUM) + data


def _is_whole(digest: bytes, row: object) -> bool:
    return isinstance(row, bytes) and row == _summed(digest, row[_SUM:])


def default_path() -> str | None:
    """Return the memo's place in the user's cache folder: XDG's, macOS's, or Windows's."""
    asked = os.environ.get("MSTRACK_CACHE")
    if asked is not None:
        return os.path.join(asked, "memo.sqlite") if asked else None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "mstrack", "memo.sqlite")
