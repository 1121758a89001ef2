"""Hashes the commits and folders that git read: git believes what lies in its store under an object's name.

A copy of `.git` on a stick or in an archive may have any bytes there. `Objects` hashes what it reads itself; what
`rev-list` and `diff-tree` read is read once more here, all of it through one process.
"""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING

from mstrack.errors import WorldFailed
from mstrack.git import packs, process
from mstrack.git.objects import digest_of, forged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


def commits(root: str, parents: Mapping[str, tuple[str, ...]]) -> None:
    """Hash commits, and hold them to the parents that git listed. WorldFailed names the first one that is forged."""
    for digest, data in _objects(root, parents):
        head = data.partition(b"\n\n")[0].decode("utf-8", "replace").split("\n")
        named = tuple(line.removeprefix("parent ") for line in head if line.startswith("parent "))
        if (named or ("",)) != parents[digest]:
            raise forged(digest)


def history(root: str, *revs: str) -> dict[str, tuple[str, ...]]:
    """Return the commits that `rev-list` finds, each hashed, with their parents ("" for none)."""
    listed = process.run(root, "rev-list", "--parents", *revs, "--").decode().splitlines()
    parents = {commit: tuple(above or [""]) for commit, *above in (line.split(" ") for line in listed)}
    commits(root, parents)
    return parents


def folders(root: str, within: Iterable[str]) -> None:
    """Hash every folder of these commits. WorldFailed names the first one that is forged."""
    names = "".join(f"{one}\n" for one in sorted(within)).encode()
    options = ("--objects", "--no-walk=unsorted", "--filter=blob:none", "--stdin")
    listed = process.run(root, "rev-list", *options, stdin=names)
    known = set(within)
    digests = (line.split(b" ", 1)[0].decode() for line in listed.split(b"\n") if line)
    for _one in _objects(root, [one for one in digests if one not in known]):
        pass


def everything(root: str, commit: str) -> None:
    """Hash all commits up to one, and all their folders. WorldFailed names the first one that is forged."""
    folders(root, history(root, commit))


def _objects(root: str, digests: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield objects with their bytes, each of them hashed, and each copy of them in another pack, too."""
    wanted = list(digests)
    for pack, copies in packs.doubled(root, wanted).items():
        with _gone_is_passed_over(pack), packs.alone(pack) as repository:
            for _one in _hashed(repository, copies):
                pass
    yield from _hashed(root, wanted)


class _Missing(WorldFailed):
    """Git does not have an object that it was asked for."""


@contextlib.contextmanager
def _gone_is_passed_over(pack: str) -> Iterator[None]:
    """Pass over a pack that git put into another one meanwhile (gc, after a fetch): nobody reads it any more."""
    try:
        yield
    except (_Missing, FileNotFoundError):
        if packs.is_there(pack):
            raise


def _hashed(root: str, wanted: list[str]) -> Iterator[tuple[str, bytes]]:
    git = process.start(root, "cat-file", "--batch", "--buffer")
    source, sink = git.stdout, git.stdin
    if source is None or sink is None:
        raise process.failed(root, "cat-file")

    def send() -> None:
        with contextlib.suppress(OSError):  # what ended the process is seen by who reads
            sink.write("".join(f"{one}\n" for one in wanted).encode())
            sink.close()

    watch = process.Watch(git)
    sender = threading.Thread(target=send, daemon=True)
    sender.start()
    try:
        for digest in wanted:
            with watch:
                name, kind, size = [*source.readline().decode().split(), "", "", "0"][:3]
                data = source.read(int(size)) if size.isdigit() else b""
                source.read(1)
            if watch.expired:
                raise process.too_long("cat-file", process.LIMIT)
            if name != digest or not size.isdigit():
                raise _Missing(str(process.failed(root, "cat-file")))
            if digest_of(kind, data, len(digest) // 2).hex() != digest:
                raise forged(digest)
            yield digest, data
    finally:
        watch.over = True
        process.stop(git)
