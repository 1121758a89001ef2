"""Which commits did something to a filed entry, from what git says of each commit against each of its parents.

An entry is added once and never touched again. So, of each path below `progress/` at which a commit differs from a
parent:

1. A new regular file of mode 100644 is allowed. So is what the store never reads as an entry: README.md, names that
   start with a point, and those that desktops and editors make (`store/desktop`). Every other name counts as filed, a
   misspelt one too, for somebody filed it.
2. A filed entry that is changed, removed (a rename removes), made executable, or replaced by a link or a submodule is a
   violation. So is a link or a submodule that comes as new.
3. A link or a submodule was never filed: to take it away, or to put an entry in its place, is allowed.
4. A violation is reported once, at the commit that made it. A merge makes none where it agrees with one parent, whose
   side had already made the violation to the text that the other parent has.
5. A change back to the text that the first violation took away is `restored`: still a violation, under its own name.
6. What was unreadable or misnamed in the commit that brought it was never filed (`never_filed`): to change or remove it
   is allowed, where no violation had taken a filed text away there before.

An example, oldest commit on the left. `root` files an entry, `bad` changes it, `side` files another:

    root ---- bad ----- merge
      |                   |
      +------ side -------+

`bad` differs from `root` by rule 2. `merge` has the text of `bad`: it differs from `side`, but by rule 4 only `bad` is
reported, however many clones merge it. If `merge` had the text of `root`, it would be reported as `restored`: it
differs from `bad`, and `side`, with which it agrees, had made no violation. With a third text it would be `changed`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from mstrack.store import source
from mstrack.store.desktop import is_desktop_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ViolationKind = Literal["changed", "removed", "restored", "mode", "link", "submodule", "copy"]
"""What was done to an entry; `mode`: it was made executable, `copy`: another store says otherwise (`copies`)."""


class CommitDiff(NamedTuple):
    """A commit and what differs from each of its parents: path → that line of git's raw format.

    A commit without parents has one all the same, whose name is empty: everything differs from nothing.
    """

    commit: str
    parents: tuple[str, ...]
    differs: tuple[dict[bytes, bytes], ...]


class Violation(NamedTuple):
    """What a commit did to a path. `parent` has the entry as it was, and is empty where there was none.

    `replaced` are the digests of what was there, in every parent that the violation is against.
    """

    commit: str
    path: bytes
    kind: ViolationKind
    parent: str
    replaced: frozenset[bytes]


class Ancestry:
    """Which violating commits are among the ancestors of each commit.

    Each violating commit has a bit, and each commit a whole number: the bits of its ancestors and its own. So a history
    of 100,000 commits in which nothing is wrong costs one zero a commit.
    """

    def __init__(self) -> None:
        """Begin with no commit."""
        self._bits: dict[str, int] = {}
        self._reached: dict[str, int] = {}

    def add(self, commit: str, parents: Iterable[str], *, violates: bool) -> None:
        """Add a commit; its parents were added before. An empty parent has no ancestors."""
        reached = 0
        for parent in parents:
            reached |= self._reached.get(parent, 0)
        if violates:
            self._bits[commit] = 1 << len(self._bits)
            reached |= self._bits[commit]
        self._reached[commit] = reached

    def includes(self, commit: str, violating: str) -> bool:
        """Whether a violating commit is this commit or one of its ancestors."""
        return bool(self._reached.get(commit, 0) & self._bits[violating])


def commit_diffs(listed: bytes, raw: bytes) -> Iterator[CommitDiff]:
    """Put together what `rev-list --parents` lists and what `diff-tree --stdin --always --raw -z` says of each pair.

    ValueError where git did not answer for every commit and every parent, in turn.
    """
    answers = _answers(raw)
    for line in listed.decode().splitlines():
        commit, *parents = line.split(" ")
        differs = []
        for _parent in parents or [""]:
            answered, changes = next(answers, ("", {}))
            if answered != commit:
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


class _RawLine(NamedTuple):
    """A line of git's raw format, `:MODE MODE DIGEST DIGEST LETTER` before and after."""

    old_mode: bytes
    mode: bytes
    old: bytes
    new: bytes
    letter: bytes


def _parsed(line: bytes) -> _RawLine:
    return _RawLine(*line[1:].split(b" "))


def kind_of(line: bytes) -> ViolationKind | None:
    """Return what a line of git's raw format does to an entry, by rules 1 to 3; None where that is allowed."""
    raw = _parsed(line)
    was_filed = raw.old_mode in _REGULAR
    if raw.mode == _NOTHING:
        return "removed" if was_filed else None
    if raw.mode not in _REGULAR:
        return "link" if raw.mode == _LINK else "submodule"
    if was_filed and raw.old != raw.new:
        return "changed"
    return None if raw.mode == _ENTRY else "mode"


_NOTHING, _ENTRY, _LINK = b"000000", b"100644", b"120000"
_REGULAR = (_ENTRY, b"100755")
_ADDED = b":000000 100644 "


def suspect_paths(diff: CommitDiff, filed: Callable[[bytes], bool] | None = None) -> set[bytes]:
    """Return the filed paths at which a commit differs from any of its parents by more than what it adds.

    `filed` says which paths are; where it is None, paths start in the one store that there is.
    """
    filed = filed or is_filed
    return {
        path
        for changes in diff.differs
        for path, line in changes.items()
        if not line.startswith(_ADDED) and kind_of(line) and filed(path)
    }


def added(changes: dict[bytes, bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Yield the path and the digest of each file that comes as new."""
    return ((path, _parsed(line).new) for path, line in changes.items() if line.startswith(_ADDED))


def is_filed(path: bytes) -> bool:
    """Whether the store reads a path as an entry, or refuses it as a misspelt one."""
    name = path.rpartition(b"/")[2].decode("utf-8", "surrogateescape")
    return b"/." not in path and path != _README and not is_desktop_name(name)


_README = f"{source.PROGRESS}/README.md".encode()


def violations(
    history: Iterable[CommitDiff],
    filed: Callable[[bytes], bool] | None = None,
    never_filed: Callable[[str, bytes, bytes], bool] = lambda _commit, _path, _digest: False,
) -> Iterator[Violation]:
    """Yield every violation in a history that is whole and lists parents before their children.

    `never_filed` says whether rule 6 holds before a commit for a path and the digest of its text.
    """
    ancestry = Ancestry()
    by_path: dict[bytes, list[Violation]] = {}
    for diff in history:
        found = []
        for path in sorted(suspect_paths(diff, filed)):
            violation = _violation(diff, path, by_path.get(path, []), ancestry, never_filed)
            if violation:
                by_path.setdefault(path, []).append(violation)
                found.append(violation)
        ancestry.add(diff.commit, diff.parents, violates=bool(found))
        yield from found


def _violation(
    diff: CommitDiff,
    path: bytes,
    earlier: list[Violation],
    ancestry: Ancestry,
    never_filed: Callable[[str, bytes, bytes], bool],
) -> Violation | None:
    """Return what a commit did to a path, by rules 4 to 6; `earlier` are the violations at it, oldest first."""
    parent_of: dict[ViolationKind, str] = {}
    replaced = set()
    for parent, changes in zip(diff.parents, diff.differs, strict=True):
        line = changes.get(path)
        kind = kind_of(line) if line else None
        if line is None or kind is None:
            continue
        raw = _parsed(line)
        if _is_taken_over(diff, path, parent, raw.old, earlier, ancestry):
            continue
        was_filed = kind not in {"changed", "removed"} or _as_filed(parent, earlier, ancestry)
        if not was_filed and never_filed(parent, path, raw.old):
            if raw.mode in {_ENTRY, _NOTHING}:
                continue
            kind = "mode"
        if kind == "changed" and raw.mode == _ENTRY and raw.new in _as_filed(parent, earlier, ancestry):
            kind = "restored"
        parent_of.setdefault(kind, parent if raw.old_mode in _REGULAR else "")
        if not _is_none(raw.old):
            replaced.add(raw.old)
    if not parent_of:
        return None
    worst = "changed" if "changed" in parent_of else next(iter(parent_of))  # only modes and restoring come beside it
    return Violation(diff.commit, path, worst, parent_of[worst], frozenset(replaced))


def _as_filed(parent: str, earlier: list[Violation], ancestry: Ancestry) -> frozenset[bytes]:
    """Return what the first violation before a parent took away: what came later was never filed."""
    before = (one.replaced for one in earlier if one.replaced and ancestry.includes(parent, one.commit))
    return next(before, frozenset())


def _is_taken_over(
    diff: CommitDiff, path: bytes, parent: str, old: bytes, earlier: list[Violation], ancestry: Ancestry
) -> bool:
    """Whether a merge agrees with another parent, whose side (and not this one's) did something to the text `old`."""
    agreeing = [other for other, changes in zip(diff.parents, diff.differs, strict=True) if path not in changes]
    return any(
        ancestry.includes(other, one.commit)
        and not ancestry.includes(parent, one.commit)
        and (_is_none(old) or old in one.replaced)
        for other in agreeing
        for one in earlier
    )


def _is_none(digest: bytes) -> bool:
    """Whether nothing was there: git writes zeros, as many as a digest has."""
    return not digest.strip(b"0")
