"""The store as git checked it out: where git alone changed the line ends, a file reads as it was committed.

Git for Windows gives every text CRLF by default (core.autocrlf), and a store says LF. The rule is narrow: every line of
the file ends with CRLF, and with LF in their place it is, byte for byte, the blob that git's index has at this path.
Whatever a person or an editor did stays what it is, and is refused with its line and column.
"""

from __future__ import annotations

from functools import cached_property

from mstrack.errors import WorldFailed
from mstrack.store.source import PLAN, PROGRESS, WorkTree

_STORES = (f":(glob)**/{PLAN}", f":(glob)**/{PROGRESS}/**")
"""What git is asked for: the proof reads all stores of a repository from its top."""


class CheckedOut(WorkTree):
    """The files of a store on disk; git is asked only once a file has CRLF. A folder is listed once."""

    def __init__(self, root: str) -> None:
        """Take the folder that holds tasks.yaml."""
        super().__init__(root)
        self._listed: dict[str, list[str]] = {}

    def names(self, folder: str) -> list[str]:
        """Return the names in a folder as they were when they were first asked for: one moment for one answer."""
        if folder not in self._listed:
            self._listed[folder] = super().names(folder)
        return self._listed[folder]

    def read(self, path: str, limit: int) -> bytes:
        """Return a file's bytes, as they were committed where only git changed them; else as `WorkTree` does."""
        data = super().read(path, limit)
        ends = data.count(b"\r\n") if b"\r" in data else 0  # to look for one sign takes a fiftieth
        if not ends or data.count(b"\n") != ends or data.count(b"\r") != ends:
            return data
        from mstrack.git.objects import blob_digest  # noqa: PLC0415  subprocess takes time to import, most answers need none

        committed = data.replace(b"\r\n", b"\n")
        digest = self._blobs.get(path)
        return committed if digest and blob_digest(committed, len(digest) // 2).hex() == digest else data

    @cached_property
    def _blobs(self) -> dict[str, str]:
        """The digest of every file of a store in the index; none outside of a repository."""
        from mstrack.git import process  # noqa: PLC0415  as above

        try:
            listed = process.run(self.root, "ls-files", "--stage", "-z", "--", *_STORES)
        except WorldFailed:
            return {}
        lines = (line.split("\t", 1) for line in listed.decode("utf-8", "surrogateescape").split("\0") if line)
        return {path: record.split(" ")[1] for record, path in lines}
