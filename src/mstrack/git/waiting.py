"""Finds what git would wait for: a FIFO, a socket or a device where it reads attributes or what to ignore.

A tarball can bring one. Git opens it and waits for a writer who never comes; its limit in time (`process`) would end
that, too, minutes later and without the cause.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mstrack.errors import Problem, Unreadable
from mstrack.git import pipes, process
from mstrack.i18n import gettext as _
from mstrack.store.source import PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

_READ_AT_TOP = (".git/info/attributes", ".git/info/exclude", ".gitmodules")


def refuse_pipes(root: str) -> None:
    """Refuse a store in whose folders, or in those above it in its repository, git would wait.

    Unreadable with every such path, relative to the store.
    """
    problems = [
        Problem(path, 1, 1, "not-a-file", _not_a_file())
        for path in _read_by_git(root)
        if pipes.waits(os.path.join(root, path))
    ]
    if problems:
        raise Unreadable(problems)


def refuse_pipes_in_tree(root: str) -> None:
    """Refuse a repository where git would wait in a folder beside the store's, too, when it looks through all."""
    refuse_pipes(root)
    top = process.top(root)
    path = pipes.in_tree(os.path.join(root, top), pipes.FEW_FOLDERS) if top is not None else None
    if path:
        raise Unreadable([Problem(os.path.relpath(path, root), 1, 1, "not-a-file", _not_a_file())])


def _not_a_file() -> str:
    return _("this is not a regular file; delete it")


def _read_by_git(root: str) -> Iterator[str]:
    """Yield the paths that git may read on its way to a file of the store."""
    top = process.top(root)
    if top is None:
        return
    yield from (os.path.normpath(os.path.join(top, name)) for name in _READ_AT_TOP)
    above = top.split("/")
    for depth in range(1, len(above) + 1):
        yield from (os.path.normpath(os.path.join(*above[:depth], name)) for name in pipes.IN_FOLDERS)
    yield from (f"{PROGRESS}/{name}" for name in pipes.IN_FOLDERS)
    try:
        folders = os.listdir(os.path.join(root, PROGRESS))
    except OSError:  # whoever reads it says why
        return
    yield from (f"{PROGRESS}/{folder}/{name}" for folder in folders for name in pipes.IN_FOLDERS)
