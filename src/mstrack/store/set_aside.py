"""What answers leave out of a store: entries that came broken (`check.set_aside` finds them), so that they stop nobody.

A command opens its datasets through `without`. Where one of them cannot be read for such entries alone, these are
hidden and the command runs once more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mstrack.store.source import Files, Known

opened: list[Files] = []
"""The sources that were opened last; a command opens two at most."""
hidden: dict[str | None, set[str]] = {}
"""Paths to leave out, by the commit that is read; None is the work tree."""


def commit_of(source: Files) -> str | None:
    """Return the commit that a source reads; None for the work tree."""
    return getattr(source, "commit", None)


def without(source: Files) -> Files:
    """Return a source without what is hidden in it."""
    opened[:] = [*opened[-1:], source]
    paths = hidden.get(commit_of(source))
    return _Without(source, paths) if paths else source


def forget() -> None:
    """Hide nothing any more: what was asked is answered."""
    opened.clear()
    hidden.clear()


class _Without:
    """A source in which some paths are not there."""

    def __init__(self, source: Files, paths: set[str]) -> None:
        self._source = source
        self._paths = paths

    def names(self, folder: str) -> list[str]:
        """Return the names that are left in a folder; none where a file or a link in its place is left out."""
        if folder in self._paths:
            return []
        inside = f"{folder}/" if folder else ""
        return [name for name in self._source.names(folder) if f"{inside}{name}" not in self._paths]

    def read(self, path: str, limit: int) -> bytes:
        """Return the bytes of a file."""
        return self._source.read(path, limit)

    def known(self, folder: str, names: Iterable[str]) -> Known | None:
        """Return what the source knows of files."""
        return self._source.known(folder, names)
