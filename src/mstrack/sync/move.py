"""The branch, the index and the work tree go from one commit to a later one, and no kill leaves them in between.

    index.lock (ours) ─ journal ─ work tree ─ index ─ branch ─ journal away ─ index.lock away

The journal says from where to where; a sync that finds one does it again, which does no harm. Files of the store are
put in place whole; others by git (read-tree), and what it left half-written is known by being the beginning of what was
to be written. Git works on a copy of the index; the one lock of its own that it takes is the branch's, for the moment
of `update-ref`, which runs out of reach of what kills us.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import WorldFailed, WrongUse
from mstrack.format.characters import shown
from mstrack.git import process
from mstrack.git.objects import Objects
from mstrack.i18n import gettext as _
from mstrack.store import dataset, source
from mstrack.sync import locks, words

if TYPE_CHECKING:
    from collections.abc import Container

    from mstrack.sync.clone import Work

JOURNAL = "moving"
MOST_NAMED = 5
_ASIDE = ("git", "stash", "push", "--include-untracked", "--")
_REGULAR = "100644"
_NOTHING = "000000"


class Blob(NamedTuple):
    """A file as git keeps it; the mode is 000000, and the digest noughts, where there is none."""

    mode: str
    digest: str


class PathChange(NamedTuple):
    """What becomes of one path."""

    before: Blob
    after: Blob


def move(work: Work, old: str | None, new: str) -> None:
    """Go from one commit (None: from nothing) to another that has it among its ancestors.

    WrongUse where files that somebody edited stand in the way; they stay as they are, and nothing has moved.
    """
    place = work.clone.place
    with locks.index(place.index_file, work.spare, work.asked.patience):
        if (_branch(work) or None) != old:
            sentence = _("another program moved the branch meanwhile; nothing is lost, run this again: {command}")
            raise WorldFailed(sentence.format(command="mstrack sync"))
        steps = _steps(work, old, new)
        index = os.path.join(work.spare, "index")
        if os.path.exists(place.index_file):
            shutil.copy2(place.index_file, index)
        leftovers = _cleared(work, index, steps)
        source.replace(place.state, JOURNAL, f"{old or ''} {new}\n".encode())
        for path in leftovers:
            os.unlink(os.path.join(work.top, path))
        _tree(work, index, steps, old, new)
        os.replace(index, place.index_file)
        source.sync_folder(place.folder)
        _point(work, old, new)
        os.unlink(os.path.join(place.state, JOURNAL))


def begun(work: Work) -> tuple[str | None, str] | None:
    """Return from where to where a sync that was stopped wanted to go; None where there was none."""
    try:
        with open(os.path.join(work.clone.place.state, JOURNAL), encoding="ascii") as file:
            old, new = file.read().rstrip("\n").split(" ")
    except FileNotFoundError:
        return None
    if (old or None) == work.clone.head:
        return old or None, new
    with contextlib.suppress(FileNotFoundError):  # it arrived, or somebody went elsewhere since
        os.unlink(os.path.join(work.clone.place.state, JOURNAL))
    return None


def _branch(work: Work) -> str:
    return process.ask(work.top, "rev-parse", "--quiet", "--verify", work.clone.branch or "").out.decode().strip()


def _steps(work: Work, old: str | None, new: str) -> dict[str, PathChange]:
    compared = process.run(
        work.top, "diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-abbrev", old or _empty(work), new
    )
    parts = compared.decode("utf-8", "surrogateescape").split("\0")
    found = {}
    for about, path in zip(parts[::2], parts[1::2], strict=False):
        mode, new_mode, digest, new_digest, _letter = about.lstrip(":").split(" ")
        found[path] = PathChange(Blob(mode, digest), Blob(new_mode, new_digest))
    return found


def _empty(work: Work) -> str:
    return process.run(work.top, "hash-object", "-w", "-t", "tree", "--stdin").decode().strip()


def _cleared(work: Work, index: str, steps: dict[str, PathChange]) -> list[str]:
    """Refuse what somebody edited in the way; return files that only a stopped sync can have left there.

    The copy of the index is made to say what the old commit says of these paths, where a stopped sync had gone on.
    """
    indexed = _indexed(work, index, steps)
    said = {path: indexed.get(path, Blob(_NOTHING, "0" * len(step.after.digest))) for path, step in steps.items()}
    edited = [path for path, step in steps.items() if said[path] not in step]
    _set(work, index, {path: step.before for path, step in steps.items() if said[path] != step.before})
    process.ask(work.top, "update-index", "-q", "--refresh", index=index)
    differing = process.run(work.top, "diff-files", "-z", "--name-only", index=index).decode("utf-8", "surrogateescape")
    suspects = {path for path in differing.split("\0") if path in steps}
    suspects |= {path for path, step in steps.items() if step.before.mode == _NOTHING}
    there = sorted(path for path in suspects.difference(edited) if os.path.lexists(os.path.join(work.top, path)))
    objects = Objects(work.top)
    leftovers = {path for path in there if _is_begun(work, objects, path, steps[path].after)}
    edited += [path for path in there if path not in leftovers]
    if edited:
        raise WrongUse(_in_the_way(edited))
    return sorted(path for path in leftovers if not _is_ours(work, path, steps[path]))


def _indexed(work: Work, index: str, paths: Container[str]) -> dict[str, Blob]:
    listed = process.run(work.top, "ls-files", "--stage", "-z", index=index).decode("utf-8", "surrogateescape")
    lines = (line.split("\t", 1) for line in listed.split("\0") if line)
    return {path: Blob(*about.split(" ")[:2]) for about, path in lines if path in paths}


def _in_the_way(paths: list[str]) -> str:
    names = _(", ").join(shown(path, 100) for path in sorted(paths)[:MOST_NAMED])
    sentence = _(
        "others have changed what was edited here, too, and not committed: {paths}. It stays as it is; commit it, or "
        "set it aside and try again: {command}"
    )
    return sentence.format(paths=names, command=words.typed(*_ASIDE, words.spec(min(paths))))


def _is_begun(work: Work, objects: Objects, path: str, after: Blob) -> bool:
    """Whether a file is what it will be, or the beginning of that: then nothing of anybody's is lost with it."""
    full = os.path.join(work.top, path)
    if after.mode not in {_REGULAR, "100755"} or os.path.islink(full) or not os.path.isfile(full):
        return False
    with open(full, "rb") as file:
        there = file.read()
    if objects.read(after.digest, len(there)).startswith(there):
        return True
    # as it is written where the clone's settings change line ends
    return process.run(work.top, "cat-file", "--filters", f"--path={path}", after.digest).startswith(there)


def _is_ours(work: Work, path: str, step: PathChange) -> bool:
    """Whether a path is a file of the store, which we put in place ourselves."""
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
    objects = Objects(work.top)
    for path, step in ours.items():
        _put(work, path, objects.read(step.after.digest, dataset.PLAN_LIMIT))
    process.ask(work.top, "update-index", "-q", "--refresh", index=index)


def _put(work: Work, path: str, data: bytes) -> None:
    """Let a file hold these bytes, whole or not at all; written among what is thrown away, so nothing stays behind."""
    full = os.path.join(work.top, path)
    with contextlib.suppress(OSError):
        with open(full, "rb") as file:
            is_there = file.read(len(data) + 1) == data
        if is_there:
            os.chmod(full, os.stat(full).st_mode & ~0o111)  # a stick formatted for Windows makes every file executable
            return
    os.makedirs(os.path.dirname(full), exist_ok=True)
    source.replace(work.spare, "put", data)
    try:
        os.replace(os.path.join(work.spare, "put"), full)
    except OSError as error:
        if error.errno != errno.EXDEV:  # git's folder may lie on another disk
            raise
        source.replace(work.top, path, data)
    source.sync_folder(os.path.dirname(full))


def _set(work: Work, index: str, wanted: dict[str, Blob]) -> None:
    """Let an index say this of paths; a file that is none leaves it."""
    if not wanted:
        return
    lines = (f"{blob.mode} {blob.digest}\t{path}\0" for path, blob in wanted.items())
    info = "".join(lines).encode("utf-8", "surrogateescape")
    process.run(work.top, "update-index", "-z", "--index-info", stdin=info, index=index)


def _point(work: Work, old: str | None, new: str) -> None:
    """Let the branch be at the new commit."""
    branch = work.clone.branch or ""
    before = old or "0" * len(new)
    arguments = ("update-ref", "-m", "mstrack sync", branch, new, before)
    also = os.path.join(work.clone.place.folder, "HEAD.lock")
    result = locks.retried(
        lambda: process.ask(work.top, *arguments, own=True, hold=work.hold), work.asked.patience, also
    )
    if result.code:
        refused = _("git could not move the branch; its words follow. Nothing is lost; run this again: {command}")
        raise WorldFailed(words.quoted(refused.format(command="mstrack sync"), result.err))
    folder = os.path.dirname(os.path.join(work.clone.place.common, branch))
    with contextlib.suppress(OSError):  # the branch may be kept elsewhere (packed, reftable)
        source.sync_folder(folder)
