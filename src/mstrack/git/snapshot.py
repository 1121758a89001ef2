"""Reads a store from git, at a revision or in the index, like a folder: one process gives names and texts."""

from __future__ import annotations

from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING

from mstrack.errors import Problem, Unreadable
from mstrack.git import process, repository
from mstrack.git.objects import Objects
from mstrack.git.tree import FOLDER, REGULAR, Record, Tree
from mstrack.git.waiting import refuse_pipes
from mstrack.i18n import gettext as _
from mstrack.store import source

if TYPE_CHECKING:
    from collections.abc import Iterable

NOTHING: Record = ("", b"")
"""The record of a path that git does not have."""


class _Tree:
    """Files in git's object store: modes and digests by path, bytes when they are read."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder; none where there is no such folder. Unreadable where it is a file."""
        if folder and self._record(folder)[0] not in {FOLDER, ""}:
            raise source.no_folder(folder)
        return self._names(folder)

    def read(self, path: str, limit: int) -> bytes:
        """Return the bytes of a file; Unreadable where it is no regular file, or has more than `limit` bytes."""
        mode, digest = self._record(path)
        if mode not in REGULAR:
            raise Unreadable([Problem(path, 1, 1, "not-a-file", self._not_there())])
        return source.within(path, self._objects.read(digest.hex(), limit), limit)

    def _names(self, folder: str) -> list[str]:
        """Return the names in a folder; none where there is no such folder."""
        raise NotImplementedError

    def _record(self, path: str) -> Record:
        """Return the record of a path; NOTHING where git does not have it."""
        raise NotImplementedError

    def _not_there(self) -> str:
        raise NotImplementedError


class Revision(_Tree):
    """The files below a folder in a commit; git is asked for each folder when it is needed."""

    def __init__(self, root: str, rev: str, objects: Objects | None = None, below: str = "") -> None:
        """Find the commit. WrongUse where the folder is in no repository, or there is no such revision.

        `objects` is a process of the same folder that several revisions share; paths begin in the folder `below` it.
        """
        super().__init__(objects or Objects(root))
        self.root = root
        self.commit = self._objects.commit(rev)
        self._root = self._objects.folder(self.commit, below)
        self._trees: dict[str, Tree] = {}

    def digest(self, path: str) -> bytes:
        """Return git's digest of a file or a folder; no bytes where the commit has none."""
        return self._record(path)[1]

    def known(self, folder: str, _names: Iterable[str]) -> source.Known:
        """Return the digest of a folder: what lies in it never changes."""
        return source.Known(self.digest(folder), 0)

    @cached_property
    def whole(self) -> Revision:
        """The same commit, whose paths begin at the top of the repository."""
        whole = copy(self)
        whole._root, whole._trees = bytes.fromhex(self._objects.top(self.commit)), {}  # noqa: SLF001  its own
        return whole

    @property
    def parents(self) -> tuple[str, ...]:
        """The commits that this one follows."""
        return self._objects.parents(self.commit)

    def folder(self, path: str) -> Tree:
        """Return the records of a folder, the empty path for the first one; none where there is no such folder."""
        return self._tree(path)

    @cached_property
    def blobs(self) -> dict[str, Record]:
        """The record of every file by its path. This asks git for all folders."""
        found: dict[str, Record] = {}
        folders = [""]
        while folders:
            folder = folders.pop()
            for name, record in self._tree(folder):
                path = f"{folder}/{name}" if folder else name
                if record[0] == FOLDER:
                    folders.append(path)
                else:
                    found[path] = record
        return found

    def _names(self, folder: str) -> list[str]:
        return self._tree(folder).names()

    def _record(self, path: str) -> Record:
        if not path:
            return FOLDER, self._root
        folder, _slash, name = path.rpartition("/")
        return self._tree(folder).record(name) or NOTHING

    def _tree(self, folder: str) -> Tree:
        if folder not in self._trees:
            mode, digest = self._record(folder)
            is_there = mode == FOLDER and digest
            self._trees[folder] = self._objects.tree(digest) if is_there else Tree(b"", len(self.commit) // 2)
        return self._trees[folder]

    def _not_there(self) -> str:
        return _("this is no regular file in revision {rev}").format(rev=self.commit[:12])


class Index(_Tree):
    """The files below a folder as the next commit would contain them."""

    def __init__(self, root: str, index: str | None = None) -> None:
        """List the clone's index, or `index`, that of a commit under way.

        WrongUse where the folder is in no repository. Unreadable where a merge left a file unresolved.
        """
        repository.serve(root, _("this folder is in no git repository, so nothing is staged; leave out --staged"))
        super().__init__(Objects(root))
        self.index = index
        self.blobs: dict[str, Record] = {}
        self._folders: dict[str, list[str]] = {}
        listed = process.run(root, "ls-files", "--stage", "-z", index=index)
        intended = _intended(root, index) if any(empty in listed for empty in _EMPTY) else set()
        for line in listed.split(b"\0"):
            if line:
                details, name = line.split(b"\t", 1)
                mode, digest, stage = details.decode().split(" ")
                path = name.decode("utf-8", "surrogateescape")
                if stage != "0":
                    sentence = _("a merge left this file unresolved; edit it, then git add it")
                    raise Unreadable([Problem(path, 1, 1, "unmerged", sentence)])
                if name not in intended:
                    self._add(path, (mode, bytes.fromhex(digest)))

    def known(self, folder: str, names: Iterable[str]) -> source.Known:
        """Return the modes and digests of files: they never change."""
        records = (self._record(f"{folder}/{name}") for name in names)
        return source.Known(b"".join(mode.encode() + digest for mode, digest in records), 0)

    def _names(self, folder: str) -> list[str]:
        return self._folders.get(folder, [])

    def _record(self, path: str) -> Record:
        return self.blobs.get(path, NOTHING)

    def _add(self, path: str, record: Record) -> None:
        self.blobs[path] = record
        folder, _slash, name = path.rpartition("/")
        is_new = folder not in self._folders
        self._folders.setdefault(folder, []).append(name)
        while is_new and folder:  # a new folder is a name in its parent
            folder, _slash, name = folder.rpartition("/")
            is_new = folder not in self._folders
            self._folders.setdefault(folder, []).append(name)

    def _not_there(self) -> str:
        return _("this is no regular file in the index")


_EMPTY = (
    b"e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    b"473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
"""Git's digests of no bytes."""


def _intended(root: str, index: str | None) -> set[bytes]:
    """Return the paths of which only the name is staged (git add -N); the index shows them as empty files."""
    refuse_pipes(root)
    options = ("--diff-filter=A", "--name-only", "--relative", "--ignore-submodules=all", "-z")
    return set(process.run(root, "diff-files", *options, index=index).split(b"\0"))
