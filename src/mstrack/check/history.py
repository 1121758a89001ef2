"""What git says that commits did below `progress/`, and which of it they may not do: nothing but add entries.

Only a new regular file of mode 100644 passes. What the store never reads as an entry (README.md, names that start with
a point) is free; every other name counts as filed, a misspelt one too, for somebody filed it. A link or a submodule was
never filed: taking it away mends, and passes.

An offence is told of the commit that did it. A merge that takes over what one of its parents had done to an entry is
innocent, though it differs from the others: each of 20 clones merges it sooner or later.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Literal, NamedTuple

from mstrack.store import source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

What = Literal["changed", "removed", "restored", "mode", "link", "submodule"]
"""What was done to an entry. A rename removes; restored: changed back to the text that the first change took away."""


class CommitDiff(NamedTuple):
    """A commit and what differs from each of its parents: path → that line of git's raw format.

    A commit without parents has one all the same, whose name is empty: everything differs from nothing.
    """

    commit: str
    parents: tuple[str, ...]
    differs: tuple[dict[bytes, bytes], ...]


class Offence(NamedTuple):
    """What a commit did to a path. `parent` has the entry as it was, and is empty where there was none.

    `gone` are the digests of what was there, in every parent that the offence is against.
    """

    commit: str
    path: bytes
    what: What
    parent: str
    gone: frozenset[bytes]


def steps(listed: bytes, raw: bytes) -> Iterator[CommitDiff]:
    """Put together what `rev-list --parents` lists and what `diff-tree --stdin --always --raw -z` says of each pair.

    ValueError where git did not answer for every commit and every parent, in turn.
    """
    answers = _answers(raw)
    for line in listed.decode().splitlines():
        commit, *parents = line.split(" ")
        differs = []
        for _parent in parents or [""]:
            asked, changes = next(answers, ("", {}))
            if asked != commit:
                raise ValueError(commit)
            differs.append(changes)
        yield CommitDiff(commit, tuple(parents or [""]), tuple(differs))


def _answers(raw: bytes) -> Iterator[tuple[str, dict[bytes, bytes]]]:
    """Yield each commit that `diff-tree -z` names with what differs; a path may be any bytes, a digest's too."""
    commit, changes = "", dict[bytes, bytes]()
    parts = iter(raw.split(b"\0"))
    for part in parts:
        if part.startswith(b":"):
            changes[next(parts, b"")] = part
        else:
            if commit:
                yield commit, changes
            commit, changes = part.decode("ascii"), {}


def verdict(line: bytes) -> What | None:
    """Judge a line of git's raw format, `:MODE MODE DIGEST DIGEST LETTER` before and after; None where it passes."""
    old_mode, mode, old, new, _letter = line[1:].split(b" ")
    was_filed = old_mode in _REGULAR
    if mode == _NOTHING:
        return "removed" if was_filed else None
    if mode not in _REGULAR:
        return "link" if mode == _LINK else "submodule"
    if was_filed and old != new:
        return "changed"
    return None if mode == _ENTRY else "mode"


_NOTHING, _ENTRY, _LINK = b"000000", b"100644", b"120000"
_REGULAR = (_ENTRY, b"100755")
_ADDED = b":000000 100644 "


def suspects(step: CommitDiff) -> set[bytes]:
    """Return the filed paths at which a commit differs from any of its parents by more than what it adds."""
    return {
        path
        for changes in step.differs
        for path, line in changes.items()
        if not line.startswith(_ADDED) and verdict(line) and is_filed(path)
    }


def is_filed(path: bytes) -> bool:
    """Whether the store reads a path as an entry, or refuses it as a misspelt one."""
    return b"/." not in path and path != _README


_README = f"{source.PROGRESS}/README.md".encode()


def offences(history: Iterable[CommitDiff]) -> Iterator[Offence]:
    """Yield who did what, in a history that is whole and lists parents before their children."""
    done: dict[bytes, _Done] = {}
    known: dict[str, int] = {}
    offenders = 0
    for step in history:
        sides = [known.get(parent, 0) for parent in step.parents]
        mine, own = reduce(or_, sides), 1 << offenders
        for path in sorted(suspects(step)):
            offence = _judged(step, path, sides, done.setdefault(path, []))
            if offence:
                done[path].append((own, offence))
                mine |= own
                yield offence
        known[step.commit] = mine
        offenders += bool(mine & own)


_Done = list[tuple[int, Offence]]
"""What was done to a path, oldest first. Each commit that offends has a bit; a commit's number holds the bits of those
among itself and its ancestors, so that it is known what a side of a merge knows."""


def _judged(step: CommitDiff, path: bytes, sides: list[int], done: _Done) -> Offence | None:
    """Say what a commit did to a path; `sides` are the numbers of its parents."""
    whats: dict[What, str] = {}
    gone = set()
    for number, changes in enumerate(step.differs):
        line = changes.get(path)
        what = verdict(line) if line else None
        if line is None or what is None or _is_taken_over(step, path, number, sides, done):
            continue
        old_mode, mode, old, new, _letter = line[1:].split(b" ")
        if what == "changed" and mode == _ENTRY and new in _as_filed(sides[number], done):
            what = "restored"
        whats.setdefault(what, step.parents[number] if old_mode in _REGULAR else "")
        if not _is_none(old):
            gone.add(old)
    if not whats:
        return None
    worst = "changed" if "changed" in whats else next(iter(whats))  # only modes and restoring come beside it
    return Offence(step.commit, path, worst, whats[worst], frozenset(gone))


def _as_filed(side: int, done: _Done) -> frozenset[bytes]:
    """Return what the first offence that a side knows of took away: what came later was never filed."""
    return next((one.gone for bit, one in done if bit & side and one.gone), frozenset())


def _is_taken_over(step: CommitDiff, path: bytes, number: int, sides: list[int], done: _Done) -> bool:
    """Whether a merge differs from this parent by what another, with which it agrees, had done to the same text."""
    old = step.differs[number][path].split(b" ")[2]
    return any(
        bit & side & ~sides[number] and (_is_none(old) or old in one.gone)
        for changes, side in zip(step.differs, sides, strict=True)
        if path not in changes
        for bit, one in done
    )


def _is_none(digest: bytes) -> bool:
    """Whether nothing was there: git writes zeros, as many as a digest has."""
    return not digest.strip(b"0")
