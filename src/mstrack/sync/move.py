"""Moves the branch, the index and the work tree from one commit to a later one, so that a kill never parts them.

    take index.lock ─ journal ─ work tree ─ index ─ branch ─ remove journal ─ remove index.lock

The journal names both commits; a sync that finds one repeats the move, which is harmless. Files of the store are put in
place whole. Git writes the others (read-tree); a file that it left half-written is recognised, since it is the
beginning of the new one. Git works on a copy of the index. The one lock that it takes is that of the branch, during
`update-ref`, which runs in a process that a signal to this one does not reach.
"""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import MstrackError, WorldFailed, WrongUse
from mstrack.format.characters import shown
from mstrack.git import process
from mstrack.i18n import gettext as _
from mstrack.store import exchange, put, source
from mstrack.store.source import PLAN_LIMIT
from mstrack.sync import locks, words

if TYPE_CHECKING:
    from collections.abc import Collection

    from mstrack.git.tree import Record
    from mstrack.sync.clone import Work

JOURNAL = "moving"
_LARGEST_JOURNAL = 1024
MOST_NAMED = 5
"""Paths that a sentence lists."""
_ASIDE = ("git", "stash", "push", "--include-untracked", "--")
_REGULAR = "100644"
_NOTHING = "000000"


class Blob(NamedTuple):
    """Mode and digest of a file in git; 000000 and zeros where there is no file."""

    mode: str
    digest: str


class PathChange(NamedTuple):
    """One path before and after the move."""

    before: Blob
    after: Blob

    @property
    def is_new(self) -> bool:
        """Whether there was no file before the move."""
        return self.before.mode == _NOTHING


def move(work: Work, old: str | None, new: str) -> None:
    """Move the clone from one commit (None: no commit yet) to a descendant of it.

    WrongUse where edited files are in the way; they stay as they are, and nothing moves. WorldFailed where another
    program moved the branch, or git or the disk refuses.
    """
    place = work.clone.place
    with locks.index(place.index_file, work.spare, work.request.patience):
        if (_branch(work) or None) != old:
            sentence = _("another program moved the branch meanwhile; nothing is lost, run this again: {command}")
            raise WorldFailed(sentence.format(command="mstrack sync"))
        steps = _steps(work, old, new)
        held = _held_back(work, steps, new)
        index = os.path.join(work.spare, "index")
        if os.path.exists(place.index_file):
            put.copy(place.index_file, index)
        _set(work, index, {path: steps.pop(path).after for path in held})
        leftovers = _cleared(work, index, steps, old)
        put.replace(place.state, JOURNAL, f"{old or ''} {new}\n".encode())
        for path in leftovers:
            put.remove(os.path.join(work.top, path))
        _tree(work, index, steps, old, new)
        put.move(index, place.index_file)
        _point(work, old, new)
        put.remove(os.path.join(place.state, JOURNAL))


def begun(work: Work) -> tuple[str | None, str] | None:
    """Return the two commits of a move that was stopped; None where none was."""
    if not os.path.lexists(os.path.join(work.clone.place.state, JOURNAL)):
        return None
    journal = source.WorkTree(work.clone.place.state).read(JOURNAL, _LARGEST_JOURNAL)
    old, new = journal.decode("ascii").rstrip("\n").split(" ")
    if (old or None) == work.clone.head:
        return old or None, new
    with contextlib.suppress(FileNotFoundError):  # it arrived, or somebody went elsewhere since
        put.remove(os.path.join(work.clone.place.state, JOURNAL))
    return None


def _branch(work: Work) -> str:
    return work.revisions.objects.named(work.clone.branch or "")


def _steps(work: Work, old: str | None, new: str) -> dict[str, PathChange]:
    nothing = Blob(_NOTHING, "0" * len(new))

    def blob(record: Record) -> Blob:
        mode, digest = record
        return Blob(mode, digest.hex()) if mode else nothing

    changes = work.revisions.differing(old, new)
    return {path: PathChange(blob(one.before), blob(one.after)) for path, one in changes.items()}


def _held_back(work: Work, steps: dict[str, PathChange], new: str) -> list[str]:
    """Return the entries that the new commit and all before it lack: they stay on the disk, in no commit.

    An entry that others removed, which was never filed, is in the history of the new commit.
    """
    gone = [path for path, step in steps.items() if step.after.mode == _NOTHING and f"{source.PROGRESS}/" in path]
    log = ("--literal-pathspecs", "log", "-1", "--format=%H", "--full-history", new, "--")
    return [path for path in gone if not process.run(work.top, *log, path).strip()]


def _empty(work: Work) -> str:
    return process.run(work.top, "hash-object", "-w", "-t", "tree", "--stdin").decode().strip()


def _cleared(work: Work, index: str, steps: dict[str, PathChange], old: str | None) -> list[str]:
    """Refuse edited files that are in the way; return the files that a stopped sync left there.

    For these paths the copy of the index is set back to the old commit where a stopped sync had changed it.
    """
    indexed = {path: step.before for path, step in steps.items()}
    if not work.clone.is_indexed(old):
        indexed = _indexed(work, index, steps)
    staged = {path: indexed.get(path, Blob(_NOTHING, "0" * len(step.after.digest))) for path, step in steps.items()}
    edited = [path for path, step in steps.items() if staged[path] not in step]
    _set(work, index, {path: step.before for path, step in steps.items() if staged[path] != step.before})
    suspects = {path for path, step in steps.items() if step.is_new}
    if len(suspects) < len(steps):
        process.ask(work.top, "update-index", "-q", "--refresh", index=index)
        differing = process.run(work.top, "diff-files", "-z", "--name-only", index=index)
        suspects |= {path for path in differing.decode("utf-8", "surrogateescape").split("\0") if path in steps}
    present = sorted(path for path in suspects.difference(edited) if os.path.lexists(os.path.join(work.top, path)))
    leftovers = {path for path in present if _is_begun(work, path, steps[path].after)}
    edited += [path for path in present if path not in leftovers]
    if edited:
        raise WrongUse(_in_the_way(edited))
    return sorted(path for path in leftovers if not _is_ours(work, path, steps[path]))


def _indexed(work: Work, index: str, paths: Collection[str]) -> dict[str, Blob]:
    few = ("--literal-pathspecs", "ls-files", "--stage", "-z", "--", *paths)
    asked = few if 0 < len(paths) <= _FEW else few[1:4]
    listed = process.run(work.top, *asked, index=index).decode("utf-8", "surrogateescape")
    lines = (line.split("\t", 1) for line in listed.split("\0") if line)
    return {path: Blob(*record.split(" ")[:2]) for record, path in lines if path in paths}


_FEW = 100
"""Paths that stand on a command line; to list all is as good for more."""


def _in_the_way(paths: list[str]) -> str:
    names = _(", ").join(shown(path, 100) for path in sorted(paths)[:MOST_NAMED])
    sentence = _(
        "others have changed what was edited here, too, and not committed: {paths}. It stays as it is; commit it, or "
        "set it aside and try again: {command}"
    )
    return sentence.format(paths=names, command=words.typed(*_ASIDE, words.spec(min(paths))))


def _is_begun(work: Work, path: str, after: Blob) -> bool:
    """Whether a file is the new one or the beginning of it, so that nobody's work is lost with it."""
    full = os.path.join(work.top, path)
    if after.mode not in {_REGULAR, "100755"} or os.path.islink(full) or not os.path.isfile(full):
        return False
    with open(full, "rb") as file:
        content = file.read()
    if work.revisions.objects.read(after.digest, len(content)).startswith(content):
        return True
    # the clone's settings may change line ends when git writes a file
    return process.run(work.top, "cat-file", "--filters", f"--path={path}", after.digest).startswith(content)


def _is_ours(work: Work, path: str, step: PathChange) -> bool:
    """Whether a path is a file of the store: those are put in place here, and not by git."""
    prefix = work.clone.place.prefix
    is_entry = path.startswith(f"{prefix}{source.PROGRESS}/") and path.endswith(".yaml")
    return (is_entry or path == f"{prefix}{source.PLAN}") and step.after.mode == _REGULAR


def _tree(work: Work, index: str, steps: dict[str, PathChange], old: str | None, new: str) -> None:
    """Bring the work tree and the copy of the index to the new commit."""
    ours = {path: step for path, step in steps.items() if _is_ours(work, path, step)}
    _set(work, index, {path: step.after for path, step in ours.items()})
    if len(ours) < len(steps):
        result = process.ask(work.top, "read-tree", "-m", "-u", old or _empty(work), new, index=index, hold=work.hold)
        if result.code:
            refused = _("git could not bring your files up to date; its words follow. Put that right, then: {command}")
            raise WorldFailed(words.quoted(refused.format(command="mstrack sync"), result.err))
    filed_here = 0 < len(ours) <= _FEW and all(os.path.lexists(os.path.join(work.top, path)) for path in ours)
    for path, step in ours.items():
        _put(work, path, work.revisions.objects.read(step.after.digest, PLAN_LIMIT))
    # git learns the times of the files: of those alone that were filed here, else of all
    few = ("--literal-pathspecs", "add", "--refresh", "--", *ours)
    process.ask(work.top, *(few if filed_here else ("update-index", "-q", "--refresh")), index=index)


def _put(work: Work, path: str, data: bytes) -> None:
    """Give a file these bytes, whole or not at all; the temporary file lies in the folder that is removed."""
    full = os.path.join(work.top, path)
    with contextlib.suppress(OSError, MstrackError):  # where it cannot be read, `install` says why
        is_there = os.path.isfile(full) and source.WorkTree(work.top).read(path, PLAN_LIMIT) == data
        if is_there:
            os.chmod(full, os.stat(full).st_mode & ~0o111)  # a stick formatted for Windows makes every file executable
            return
    put.install(work.spare, work.top, path, data)


def _set(work: Work, index: str, wanted: dict[str, Blob]) -> None:
    """Set these paths in an index; a path whose mode is 000000 is removed."""
    if not wanted:
        return
    lines = (f"{blob.mode} {blob.digest}\t{path}\0" for path, blob in wanted.items())
    info = "".join(lines).encode("utf-8", "surrogateescape")
    process.run(work.top, "update-index", "-z", "--index-info", stdin=info, index=index)


def _point(work: Work, old: str | None, new: str) -> None:
    """Move the branch to the new commit."""
    branch = work.clone.branch or ""
    before = old or "0" * len(new)
    arguments = ("update-ref", "-m", "mstrack sync", branch, new, before)
    also = os.path.join(work.clone.place.folder, "HEAD.lock")
    result = locks.retried(
        lambda: process.ask(work.top, *arguments, own=True, hold=work.hold), work.request.patience, also
    )
    if result.code:
        refused = _("git could not move the branch; its words follow. Nothing is lost; run this again: {command}")
        raise WorldFailed(words.quoted(refused.format(command="mstrack sync"), result.err))
    folder = os.path.dirname(os.path.join(work.clone.place.common, branch))
    with contextlib.suppress(OSError):  # the branch may be kept elsewhere (packed, reftable)
        exchange.sync_folder(folder)
