"""Whether what a seal was made of is all there: found in the history by its seal, and held to what lies here now.

A line on paper has no list of files. The commit that holds them is searched for: one in which a store has the number of
entries that the line says, and this very seal. Folders that several commits share are counted once.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from mstrack.check import since
from mstrack.check.never_filed import Texts
from mstrack.check.stores import with_plans
from mstrack.errors import Problem, Unreadable
from mstrack.git import pathspec, process, repository
from mstrack.git.objects import Objects, blob_digest
from mstrack.git.tree import FOLDER, REGULAR, Tree
from mstrack.i18n import gettext as _
from mstrack.store import seal
from mstrack.store.source import ENTRY_LIMIT, PLAN, PLAN_LIMIT, PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.git.tree import Record
    from mstrack.store.cache import Cache
    from mstrack.store.seal import Seal
    from mstrack.store.source import Files


class SealResult(NamedTuple):
    """What became of the files of a seal. `commit` has them all; it is empty where the store is as it was then."""

    problems: tuple[Problem, ...]
    commit: str = ""
    is_plan_same: bool = True


def check(root: str, sealed: Seal, source: Files, memo: Cache) -> SealResult:
    """Return what of the files of a seal is no longer in a store as it was; a plan may have been amended since."""
    try:
        if seal.of(source, sealed.day) == sealed:
            return SealResult(())
    except Unreadable:  # what cannot be read now is found below, and by the rules
        pass
    found = _Search(root, sealed).found()
    if found is None:
        sentence = _(
            "no commit of this clone holds what this seal was made of ({n} entries); compare the line with the paper, "
            "and fetch all: git fetch --all"
        )
        return SealResult((Problem(PLAN, 1, 1, "seal", sentence.format(n=sealed.entries)),))
    commit, folder, records, plan = found
    changed = list(_changed(source, records, commit, folder, Texts(root)))
    unannounced, _lines = since.unannounced(since.plan_of(plan, memo), source, memo)
    try:
        is_same = source.read(PLAN, PLAN_LIMIT) == plan
    except Unreadable as error:
        return SealResult((*changed, *error.problems), commit)
    return SealResult((*changed, *unannounced), commit, is_same)


def _changed(source: Files, records: dict[str, Record], commit: str, folder: str, texts: Texts) -> Iterator[Problem]:
    """Yield the entries that are gone, or have other bytes now; a warning where nobody could read one as it came."""
    here = set(seal.paths(source))
    for path, (_mode, digest) in records.items():
        command = pathspec.restoring(commit[:12], f"{folder}{path}")
        if path not in here:
            sentence = _("an entry of the seal is gone; it lies in {commit}: {command}")
        else:
            try:
                if blob_digest(source.read(path, ENTRY_LIMIT), len(digest)) == digest:
                    continue
            except Unreadable:
                pass
            sentence = _("an entry of the seal was changed; as it was, it lies in {commit}: {command}")
        is_filed = not texts.never_filed(commit, os.fsencode(f"{folder}{path}"), digest.hex().encode())
        if not is_filed:
            sentence = _(
                "a file of the seal was removed or repaired; it was never filed, for nobody could read it. It lies in "
                "{commit}: {command}"
            )
        sentence = sentence.format(commit=commit[:12], command=command)
        yield Problem(path, 1, 1, "seal", sentence, level="error" if is_filed else "warning")


class _Found(NamedTuple):
    """A commit whose store has a seal: the store's folder, its entries by their paths, and the plan's bytes."""

    commit: str
    folder: str
    entries: dict[str, Record]
    plan: bytes


class _Search:
    """Looks through all commits of a clone, the newest first."""

    def __init__(self, root: str, sealed: Seal) -> None:
        """Take the store and the seal that is looked for. WrongUse outside of a repository."""
        repository.serve(
            root, _("this folder is in no git repository, and the store is not as it was when it was sealed")
        )
        self._root = root
        self._sealed = sealed
        self._objects = Objects(root)
        self._trees: dict[bytes, Tree] = {}
        self._counts: dict[bytes, int] = {}
        self._leaves: dict[tuple[str, bytes], bytes] = {}

    def found(self) -> _Found | None:
        """Return the newest commit with a store that has the seal."""
        top = os.path.normpath(os.path.join(self._root, process.top(self._root) or "."))
        options = ("--all", "-m", "--format=", "--name-only", "-z", "--no-renames")
        named = process.run(top, "log", *options, "--", f":(glob)**/{PLAN}")
        own = os.fsencode(repository.prefix(self._root) or "") + PLAN.encode()
        folders = sorted(os.fsdecode(one) for one in with_plans([own, *named.split(b"\0")]))
        seen: set[tuple[str, bytes]] = set()
        for commit in process.run(self._root, "rev-list", "--all", "HEAD", "--").decode().split():
            whole = bytes.fromhex(self._objects.read(commit).partition(b"\n")[0].removeprefix(b"tree ").decode())
            for folder in folders:
                tree = self._below(whole, folder)
                if tree and (folder, tree) not in seen:
                    seen.add((folder, tree))
                    if found := self._held(commit, folder, tree):
                        return found
        return None

    def _below(self, tree: bytes, folder: str) -> bytes:
        """Return the digest of a folder in a tree; no bytes where it has none."""
        for name in folder.split("/")[:-1]:
            mode, tree = self._tree(tree).record(name) or ("", b"")
            if mode != FOLDER:
                return b""
        return tree

    def _held(self, commit: str, folder: str, store: bytes) -> _Found | None:
        """Return what a store holds, if that has the seal."""
        plan, progress = (self._tree(store).record(name) or ("", b"") for name in (PLAN, PROGRESS))
        if plan[0] not in REGULAR:
            return None
        tasks = {
            name: record[1]
            for name, record in (self._tree(progress[1]) if progress[0] == FOLDER else ())
            if record[0] == FOLDER and seal.is_folder(name)
        }
        if sum(map(self._count, tasks.values())) != self._sealed.entries:
            return None
        entries = {
            f"{PROGRESS}/{task}/{name}": record for task, one in tasks.items() for name, record in self._entries(one)
        }
        leaves = {path: self._leaf(path, record[1]) for path, record in {**entries, PLAN: plan}.items()}
        if seal.made(leaves, self._sealed.day) != self._sealed:
            return None
        return _Found(commit, folder, entries, self._objects.read(plan[1].hex()))

    def _tree(self, digest: bytes) -> Tree:
        if digest not in self._trees:
            self._trees[digest] = Tree(self._objects.read(digest.hex()), len(digest))
        return self._trees[digest]

    def _entries(self, task: bytes) -> Iterator[tuple[str, Record]]:
        return ((name, one) for name, one in self._tree(task) if one[0] in REGULAR and seal.is_entry(name))

    def _count(self, task: bytes) -> int:
        if task not in self._counts:
            self._counts[task] = sum(1 for _one in self._entries(task))
        return self._counts[task]

    def _leaf(self, path: str, digest: bytes) -> bytes:
        if (path, digest) not in self._leaves:
            self._leaves[path, digest] = seal.leaf(path, self._objects.read(digest.hex()))
        return self._leaves[path, digest]
