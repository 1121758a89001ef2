"""Finds what git would wait for: a FIFO, a socket or a device where it reads attributes or what to ignore.

A tarball can bring one. Git opens it and waits for a writer who never comes; its limit in time (`process`) would end
that, too, minutes later and without the cause.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mstrack.errors import Problem, Unreadable
from mstrack.git import process
from mstrack.i18n import gettext as _
from mstrack.store.source import PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

_READ = (".gitattributes", ".gitignore")
_READ_AT_TOP = (".git/info/attributes", ".git/info/exclude", ".gitmodules")


def refuse_pipes(root: str) -> None:
    """Refuse a store in whose folders, or in those above it in its repository, git would wait.

    Unreadable with every such path, relative to the store.
    """
    problems = [
        Problem(path, 1, 1, "not-a-file", _("this is not a regular file; delete it"))
        for path in _read_by_git(root)
        if process.waits(os.path.join(root, path))
    ]
    if problems:
        raise Unreadable(problems)


def _read_by_git(root: str) -> Iterator[str]:
    """Yield the paths that git may read on its way to a file of the store."""
    top = process.top(root)
    if top is None:
        return
    yield from (os.path.normpath(os.path.join(top, name)) for name in _READ_AT_TOP)
    above = top.split("/")
    for depth in range(1, len(above) + 1):
        yield from (os.path.normpath(os.path.join(*above[:depth], name)) for name in _READ)
    yield from (f"{PROGRESS}/{name}" for name in _READ)
    try:
        folders = os.listdir(os.path.join(root, PROGRESS))
    except OSError:  # whoever reads it says why
        return
    yield from (f"{PROGRESS}/{folder}/{name}" for folder in folders for name in _READ)
