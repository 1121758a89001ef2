"""A seal: one short line for everything that a store holds, to be printed on paper and checked years later.

docs/seal.md defines it, with a script that makes it without this program. A test holds the two against each other.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import Unreadable, WrongUse
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.store.source import PLAN, PLAN_LIMIT, PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mstrack.store.source import Files

BYTES = 20
"""Bytes of the Merkle root that the line has: 160 bits. To find two stores with one line takes 2^80 tries."""
_LINE = re.compile(r"(\d{4}-\d\d-\d\d)\s+(\d{1,7})\s+((?:[a-z2-7]{4}-){7}[a-z2-7]{4})(?![a-z2-7-])")


class Seal(NamedTuple):
    """The day of a seal (ISO), the number of entries, and the beginning of the Merkle root, in base32."""

    day: str
    entries: int
    digest: str

    def __str__(self) -> str:
        """Return the line: 2021-12-03 243 abcd-efgh-…, eight groups of four."""
        groups = (self.digest[start : start + 4] for start in range(0, len(self.digest), 4))
        return f"{self.day} {self.entries} {'-'.join(groups)}"


def parsed(line: str) -> Seal:
    """Read a line as it was copied from a paper. WrongUse where it is none."""
    folded = unicodedata.normalize("NFKC", line).lower()
    found = _LINE.search(re.sub(r"\s*[-\u2010-\u2015\u2212]\s*", "-", folded))
    if not found:
        sentence = _(
            "{line} is no seal; it has a day, a number of entries and eight groups of four letters, as in {example}"
        )
        example = Seal("2021-12-03", 243, "abcdefgh" * 4)
        raise WrongUse(sentence.format(line=shown(line, 60), example=example))
    return Seal(found[1], int(found[2]), found[3].replace("-", ""))


def of(source: Files, day: str) -> Seal:
    """Return the seal of a store on a day. Unreadable where one of its files cannot be read."""
    leaves = {path: leaf(path, data) for path in paths(source) if (data := _regular(source, path)) is not None}
    leaves[PLAN] = leaf(PLAN, source.read(PLAN, PLAN_LIMIT))
    return made(leaves, day)


def _regular(source: Files, path: str) -> bytes | None:
    """Return the bytes of a file, also of one too large for an entry; None where it is no regular file."""
    try:
        return source.read(path, PLAN_LIMIT)
    except Unreadable as error:
        if {problem.rule for problem in error.problems} <= _NO_FILE:
            return None
        raise


_NO_FILE = {"link", "not-a-file"}
"""What is said of links, folders, FIFOs and submodules."""


def made(leaves: dict[str, bytes], day: str) -> Seal:
    """Return the seal of leaves, by their paths."""
    first = hashlib.sha256(b"\0seal " + day.encode()).digest()
    root = _root([first, *(leaves[path] for path in sorted(leaves, key=_bytes))])
    return Seal(day, len(leaves) - 1, base64.b32encode(root[:BYTES]).decode().lower())


def leaf(path: str, data: bytes) -> bytes:
    """Return the leaf of a file."""
    return hashlib.sha256(b"\0%b\0%b" % (_bytes(path), data)).digest()


def paths(source: Files) -> Iterator[str]:
    """Yield the path of every entry."""
    for folder in source.names(PROGRESS):
        if is_folder(folder):
            with suppress(Unreadable):  # a file or a link in the place of a folder has nothing in it
                names = source.names(f"{PROGRESS}/{folder}")
                yield from (f"{PROGRESS}/{folder}/{name}" for name in names if is_entry(name))


def is_folder(name: str) -> bool:
    """Whether a name in progress/ is that of a task's folder."""
    return name.isascii() and name.isdigit()


def is_entry(name: str) -> bool:
    """Whether a name in a task's folder is that of an entry."""
    return name.endswith(".yaml") and not name.startswith(".")


def _bytes(path: str) -> bytes:
    return path.encode("utf-8", "surrogateescape")


def _root(level: Iterable[bytes]) -> bytes:
    """Return the Merkle root of leaves: two and two are hashed, level by level; one that is left over goes up."""
    level = list(level)
    while len(level) > 1:
        paired = [hashlib.sha256(b"\1" + one + two).digest() for one, two in zip(level[::2], level[1::2], strict=False)]
        level = paired + level[len(paired) * 2 :]
    return level[0]
