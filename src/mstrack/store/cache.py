"""Keeps the canonical JSON of every text that passed the checks, by the text's digest, so that it is checked once.

Rows are found by content, so none is ever stale. Where the cache is damaged, locked, read-only or full, the program
works without it and gives the same answer. The file lies in the user's cache folder; MSTRACK_CACHE names another
folder, and an empty value means no cache.

    cache.sqlite    one table, rows of digest, message authentication code, JSON
    cache.key       32 random bytes, mode 600: the secret that the codes are made with

Only what this user's program wrote is believed. A row counts with its code alone, the file with our one table alone (a
view or a trigger would run), and the folder where it belongs to this user and nobody else may write there. The code
rests also on the moment in which the secret was made, which no archive brings along: a cache that somebody packed,
secret and all, is of no use in another place.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import sys
import time
from sqlite3 import DatabaseError, Error, OperationalError  # where a disk fails here, Python makes an empty module
from typing import TYPE_CHECKING

from mstrack.errors import WorldFailed

try:  # hashlib loads all of OpenSSL, 4 ms of every start; blake2 is Python's own
    from _blake2 import blake2b
except ImportError:  # a Python without that module's usual name
    from hashlib import blake2b

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

_AT_ONCE = 500
"""Digests in one question; the smallest usual limit of SQLite is 999."""
_CODE = 16
"""Bytes of a row's message authentication code."""
_SECRET = 32
"""Bytes of the secret."""
_LARGEST = 64 * 1024 * 1024
"""Bytes that SQLite may read for one value; the JSON of the largest plan takes a few MiB."""
_PATIENCE = 5.0
"""Seconds for one question: a damaged file may send SQLite in circles."""
_STEPS = 100_000
"""Steps of SQLite's machine between two looks at the clock."""
_TABLE = "CREATE TABLE passed (digest BLOB PRIMARY KEY, json BLOB NOT NULL)"
"""Rows lie in the order in which they came: to keep them in that of their digests costs three times as much."""
_ONLY_OURS = [("table", "passed", _TABLE), ("index", "sqlite_autoindex_passed_1", None)]
_BEFORE = [("table", "passed", f"{_TABLE} WITHOUT ROWID")]
"""What versions before 0.2 was released had."""


class Cache:
    """A small SQLite file that maps digests to JSON."""

    def __init__(self, path: str | None) -> None:
        """Take the file's path, or None to keep nothing. The file is opened at the first question."""
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._has_table = False
        self._key = b""
        self._until = [0.0]

    def __del__(self) -> None:
        """Close the file when nobody holds the cache any more: from 3.13 on, Python warns of one left open."""
        with contextlib.suppress(Error):  # held by another thread
            self.close()

    @property
    def keeps(self) -> bool:
        """Whether anything is kept: else no digest has to be computed."""
        return self._path is not None

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
                rows = connection.execute(question, part).fetchmany(len(part))  # type: ignore[union-attr]
                known.update((digest, row[_CODE:].decode()) for digest, row in rows if self._is_ours(digest, row))
        except (Error, OSError, WorldFailed) as error:
            self._give_up(error)
        return known

    def remember(self, passed: Mapping[bytes, str]) -> None:
        """Keep the JSON of texts that passed; where that is impossible, nothing is kept and nothing is raised."""
        try:
            connection = self._connect(write=True) if passed else None
            if connection:
                with connection:
                    rows = [(digest, self._signed(digest, text.encode())) for digest, text in passed.items()]
                    connection.executemany("INSERT OR REPLACE INTO passed VALUES (?, ?)", rows)
        except (Error, OSError, WorldFailed) as error:
            self._give_up(error)

    def close(self) -> None:
        """Close the file."""
        if self._connection:
            self._connection.close()
            self._connection = None
            self._has_table = False

    def _connect(self, *, write: bool) -> sqlite3.Connection | None:
        """Return the connection; None where there is no cache, nothing to read in it yet, or one that is not ours."""
        if self._path is None:
            return None
        self._until[0] = time.monotonic() + _PATIENCE
        if self._connection is None:
            self._open(self._path, write=write)
        if self._connection is None or self._has_table:
            return self._connection
        listed = self._connection.execute("SELECT type, name, sql FROM sqlite_master LIMIT 3").fetchall()
        if listed == _BEFORE:
            raise DatabaseError  # so the file goes, and the next run begins another
        if not listed and write:
            self._connection.execute(_TABLE.replace("TABLE", "TABLE IF NOT EXISTS", 1))
        elif listed != _ONLY_OURS:
            if listed:
                self.close()
                self._path = None
            return None
        self._has_table = bool(listed)
        return self._connection

    def _open(self, path: str, *, write: bool) -> None:
        """Open the file, if there is one to read or one may be made, and if it is ours."""
        folder = os.path.dirname(path)
        if write:
            os.makedirs(folder, mode=0o700, exist_ok=True)
        elif not os.path.lexists(path):
            return
        self._key = _key(folder, write=write) if _is_own(os.stat(folder), stat.S_ISDIR) else b""
        if not self._key or (os.path.lexists(path) and not _is_own(os.lstat(path), stat.S_ISREG)):
            self._path = None
            return
        # 0.2 s: to wait longer for another writer costs more than the cache saves
        self._connection = connection = sqlite3.connect(path, timeout=0.2)
        until = self._until  # not the cache itself: a circle would keep both alive
        connection.set_progress_handler(lambda: time.monotonic() > until[0], _STEPS)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA synchronous = OFF")  # a lost cache costs time only

    def _give_up(self, error: Exception) -> None:
        """Go on without the cache; delete a file that is no database."""
        self.close()
        path, self._path = self._path, None
        if path and isinstance(error, DatabaseError) and not isinstance(error, OperationalError):
            with contextlib.suppress(OSError):
                os.unlink(path)

    def _signed(self, digest: bytes, data: bytes) -> bytes:
        """Return a row: the code of digest and JSON, then the JSON."""
        code = blake2b(digest, digest_size=_CODE, key=self._key)
        code.update(data)
        return code.digest() + data

    def _is_ours(self, digest: bytes, row: object) -> bool:
        return isinstance(row, bytes) and row == self._signed(digest, row[_CODE:])


def _key(folder: str, *, write: bool) -> bytes:
    """Return what the codes are made with: the secret and the moment it was made in; no bytes where it is not ours."""
    path = os.path.join(folder, "cache.key")
    if not os.path.lexists(path):
        if not write:
            return b""
        from mstrack.store import put  # noqa: PLC0415  once in the life of a cache

        put.create(folder, "cache.key", os.urandom(_SECRET), mode=0o600)
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | _BINARY)
    try:
        status = os.fstat(handle)
        secret = os.read(handle, _SECRET + 1) if _is_own(status, stat.S_ISREG, _READ_BY_OTHERS) else b""
    finally:
        os.close(handle)
    made = status.st_ctime_ns.to_bytes(16, signed=True)
    return blake2b(made, key=secret).digest() if len(secret) == _SECRET else b""


_BINARY = getattr(os, "O_BINARY", 0)
_WRITTEN_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_READ_BY_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def _is_own(status: os.stat_result, is_kind: Callable[[int], bool], forbidden: int = _WRITTEN_BY_OTHERS) -> bool:
    """Whether a file or folder is of its kind, this user's, and closed to others; Windows keeps that in other ways."""
    if sys.platform == "win32":
        return is_kind(status.st_mode)
    return is_kind(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & forbidden


def for_check() -> Cache:
    """Return the cache that `check` believes: none on a server (CI is set there), where its answer decides for all."""
    return Cache(None if os.environ.get("CI", "").lower() not in {"", "0", "false"} else default_path())


def default_path() -> str | None:
    """Return the file's path in the user's cache folder (XDG, macOS or Windows); None where there is no cache."""
    folder = os.environ.get("MSTRACK_CACHE")
    if folder is not None:
        return os.path.join(folder, "cache.sqlite") if folder else None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return os.path.join(base, "mstrack", "cache.sqlite")
