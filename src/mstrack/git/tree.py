"""A folder as git keeps it: one record a name, `mode name NUL digest`, one after the other (git's tree object).

100,000 names are held as the bytes that git gave: a mapping takes several times the memory and the time, so it is made
only for those who ask for many.
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
"""What git has under a name: its mode (octal, as git writes it) and its digest."""
FEW = 50
"""So many names are looked for one by one."""


class Tree:
    """The records of one folder."""

    def __init__(self, data: bytes, size: int) -> None:
        """Take a tree object whose digests have so many bytes. ValueError where it is not whole."""
        self._data = data
        self._size = size
        self._asked = 0
        records = re.findall(rb"[0-7]+ [^\0]+\0.{%d}" % size, data, re.DOTALL)
        self._ends = array("Q", accumulate(map(len, records)))
        if sum(map(len, records)) != len(data):
            raise ValueError("a tree that is not whole")

    def names(self) -> list[str]:
        """Return the names, in git's order."""
        return list(map(_text, re.findall(rb"[0-7]+ ([^\0]+)\0.{%d}" % self._size, self._data, re.DOTALL)))

    def record(self, name: str) -> Record | None:
        """Return what lies under a name; None where nothing does."""
        self._asked += 1
        return self._found(name) if self._asked <= FEW else self._mapping.get(name)

    def __iter__(self) -> Iterator[tuple[str, Record]]:
        """Yield every name and its record."""
        records = re.findall(rb"([0-7]+) ([^\0]+)\0(.{%d})" % self._size, self._data, re.DOTALL)
        return ((_text(name), (mode.decode(), digest)) for mode, name, digest in records)

    @cached_property
    def _mapping(self) -> dict[str, Record]:
        return dict(self)

    def _found(self, name: str) -> Record | None:
        sign = b" %b\0" % name.encode("utf-8", "surrogateescape")
        at = self._data.rfind(sign)  # of a name that is there twice, as no git writes it, the last: as a mapping has it
        while at >= 0:
            before = bisect(self._ends, at)
            start = self._ends[before - 1] if before else 0
            if self._data.find(b" ", start) == at:  # else it is part of a longer name, or of a digest
                digest = at + len(sign)
                return self._data[start:at].decode(), self._data[digest : digest + self._size]
            at = self._data.rfind(sign, 0, at + len(sign) - 1)
        return None


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")
