"""Finds objects that lie in several packs: git takes whichever it meets first, each of its processes another one.

So one copy may be hashed and another one believed. A repository as git makes it has such objects, too (a fetch brings
the bases of its deltas along): each copy of those that are asked for is read from its own pack, and hashed.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from mstrack.git import folder, pipes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MAGIC = b"\xfftOc\x00\x00\x00\x02"
_FANOUT = 1024
"""Bytes of a table of counts in an index of a pack (gitformat-pack)."""
_ENDS = (".pack", ".idx")
_DEEPEST = 5
"""Alternates of alternates that git follows."""


def doubled(root: str, digests: Iterable[str]) -> dict[str, list[str]]:
    """Return by pack (its path without an ending) those of the objects that lie in another pack, too."""
    found = folder.of(root)
    indexes = _indexes(os.path.join(found.common, "objects")) if found else []
    if not indexes[1:]:
        return {}
    wanted = {bytes.fromhex(one) for one in digests}
    size = len(next(iter(wanted), b""))
    inside = {path: wanted & _names(path, size) for path in indexes} if size else {}
    seen: set[bytes] = set()
    several: set[bytes] = set()
    for names in inside.values():
        several |= seen & names
        seen |= names
    return {path: sorted(one.hex() for one in names & several) for path, names in inside.items() if names & several}


def is_there(pack: str) -> bool:
    """Whether a pack lies on the disk still, with its index."""
    return all(os.path.exists(f"{pack}{end}") for end in _ENDS)


@contextmanager
def alone(pack: str) -> Iterator[str]:
    """Yield the folder of a repository that has one pack and nothing else."""
    import tempfile  # noqa: PLC0415  5 ms of a start, and few repositories need it

    from mstrack.store import put  # noqa: PLC0415  as above

    with tempfile.TemporaryDirectory() as top:
        size = "sha256" if _is_long(pack) else "sha1"
        config = f"[core]\n\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = {size}\n"
        texts = {"HEAD": "ref: refs/heads/none\n", "config": config, "refs/.keep": "", "objects/pack/.keep": ""}
        for name, text in texts.items():
            put.create(top, f".git/{name}", text.encode())
        for end in _ENDS:
            put.name_anew(f"{pack}{end}", os.path.join(top, ".git", "objects", "pack", f"pack-{'0' * 40}{end}"))
        yield top


def _indexes(objects: str, depth: int = 0) -> list[str]:
    """Return the packs of a folder of objects and of its alternates, by their paths without an ending."""
    found = []
    with suppress(OSError):
        names = os.listdir(os.path.join(objects, "pack"))
        found = [os.path.join(objects, "pack", name[:-4]) for name in names if name.endswith(".idx")]
    if depth <= _DEEPEST:
        lines = pipes.text(os.path.join(objects, "info", "alternates"), 1 << 20).splitlines()
        for one in (os.fsdecode(line) for line in lines if line and line[:1] != b"#"):
            found += _indexes(os.path.join(objects, one.strip('"')), depth + 1)
    return list(dict.fromkeys(map(os.path.realpath, found)))


def _names(pack: str, size: int) -> set[bytes]:
    """Return the names of the objects in a pack, from its index of either version."""
    data = pipes.text(f"{pack}.idx")
    if data.startswith(_MAGIC):
        start, step, skipped = len(_MAGIC) + _FANOUT, size, 0
    else:
        start, step, skipped = _FANOUT, size + 4, 4
    count = int.from_bytes(data[start - 4 : start], "big")
    return {data[at + skipped : at + step] for at in range(start, start + count * step, step)}


def _is_long(pack: str) -> bool:
    """Whether names have 32 bytes: the index ends with the digests of the pack and of itself."""
    if pipes.waits(f"{pack}.pack"):
        return False
    with suppress(OSError), open(f"{pack}.pack", "rb") as file, open(f"{pack}.idx", "rb") as index:
        file.seek(-32, os.SEEK_END)
        last = file.read()
        index.seek(-64, os.SEEK_END)
        return index.read(32) == last
    return False
