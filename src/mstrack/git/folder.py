"""Where git's own folder of a work tree lies, and which commit is checked out, by reading names: no git is started."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import NamedTuple

from mstrack.errors import MstrackError
from mstrack.store.source import WorkTree

_LIMIT = 1 << 20
"""Bytes of a file of git's that are read."""


class GitFolder(NamedTuple):
    """The top of a work tree, git's folder of it, and the folder that all work trees share; absolute paths."""

    top: str
    folder: str
    common: str

    def text(self, name: str, *, shared: bool = False) -> bytes:
        """Return what a file of git's says; nothing where there is none, or no regular file of reasonable size."""
        return _bytes(self.common if shared else self.folder, name)

    def has(self, name: str) -> bool:
        """Whether git has a file of this name, in the folder that all work trees share or in its own."""
        return any(os.path.lexists(os.path.join(folder, name)) for folder in (self.folder, self.common))

    def head(self) -> str:
        """Return the full id of the commit that is checked out; empty where only git can say."""
        line = self.text("HEAD").decode("utf-8", "replace").rstrip("\n")
        if not line.startswith("ref: refs/"):
            return line if re.fullmatch(_COMMIT, line) else ""
        name = line.removeprefix("ref: ")
        loose = self.text(name, shared=True).decode("ascii", "replace").rstrip("\n")
        if loose:
            return loose if re.fullmatch(_COMMIT, loose) else ""
        found = re.search(
            rb"(?m)^([0-9a-f]{40,64}) %b$" % re.escape(name.encode()), self.text("packed-refs", shared=True)
        )
        return found[1].decode() if found else ""


_COMMIT = "[0-9a-f]{40}|[0-9a-f]{64}"


def of(root: str) -> GitFolder | None:
    """Return git's folder of the work tree that a folder lies in; None outside of one."""
    top = os.path.realpath(root)
    while not os.path.lexists(os.path.join(top, ".git")):
        above = os.path.dirname(top)
        if above == top:
            return None
        top = above
    return at(top)


def at(top: str) -> GitFolder:
    """Return git's folder of the work tree at its top: of a second one, or of a submodule, `.git` is a file."""
    folder = os.path.join(top, ".git")
    if os.path.isfile(folder):
        line = os.fsdecode(_bytes(top, ".git")).strip()
        folder = os.path.join(top, line.removeprefix("gitdir:").strip()) if line.startswith("gitdir:") else folder
    shared = os.fsdecode(_bytes(folder, "commondir")).strip()
    return GitFolder(top, folder, os.path.normpath(os.path.join(folder, shared)) if shared else folder)


def _bytes(folder: str, name: str) -> bytes:
    with suppress(MstrackError):
        return WorkTree(folder).read(name, _LIMIT)
    return b""
