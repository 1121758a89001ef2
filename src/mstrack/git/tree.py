"""Finds names and records in the bytes of git's tree object: one `mode name NUL digest` after the other.

A folder of 100,000 names stays the bytes that git gave. A mapping takes several times the time, so it is made only once
many names are looked up, and says no more than where a record is.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "40000"
REGULAR = {"100644", "100755"}
Record = tuple[str, bytes]
"""Mode (octal, as git writes it) and digest of a name."""
FEW = 50
"""Names that are looked up one by one before a mapping is made."""


class Tree:
    """The names and records of one folder."""

    def __init__(self, data: bytes, size: int) -> None:
        """Take a tree object whose digests have `size` bytes. ValueError where it is not whole."""
        self._data = data
        self._size = size
        self._lookups = 0
        records = re.findall(rb"[0-7]+ [^\0]+\0.{%d}" % size, data, re.DOTALL)
        self._ends = array("I", accumulate(map(len, records)))
        if sum(map(len, records)) != len(data):
            raise ValueError("a tree that is not whole")

    def names(self) -> list[str]:
        """Return the names, in git's order."""
        return self._names

    @cached_property
    def _names(self) -> list[str]:
        return list(map(_text, re.findall(rb"[0-7]+ ([^\0]+)\0.{%d}" % self._size, self._data, re.DOTALL)))

    def record(self, name: str) -> Record | None:
        """Return the record of a name; None where the folder does not have it."""
        self._lookups += 1
        if self._lookups <= FEW:
            return self._found(name)
        place = self._places.get(name)
        return None if place is None else self._at(place)

    def __iter__(self) -> Iterator[tuple[str, Record]]:
        """Yield every name and its record."""
        records = re.findall(rb"([0-7]+) ([^\0]+)\0(.{%d})" % self._size, self._data, re.DOTALL)
        return ((_text(name), (mode.decode(), digest)) for mode, name, digest in records)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self._names)}

    def _at(self, place: int) -> Record:
        record = self._data[self._ends[place - 1] if place else 0 : self._ends[place]]
        return record.partition(b" ")[0].decode(), record[-self._size :]

    def _found(self, name: str) -> Record | None:
        sign = b" %b\0" % name.encode("utf-8", "surrogateescape")
        at = self._data.rfind(sign)  # the last one, as in a mapping, should a name be there twice
        while at >= 0:
            before = bisect(self._ends, at)
            start = self._ends[before - 1] if before else 0
            if self._data.find(b" ", start) == at:  # else the match is inside a longer name or a digest
                digest = at + len(sign)
                return self._data[start:at].decode(), self._data[digest : digest + self._size]
            at = self._data.rfind(sign, 0, at + len(sign) - 1)
        return None


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
