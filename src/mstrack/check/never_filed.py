"""Which texts below `progress/` were never filed: as they came, nobody could read them, or they had no place.

A text is filed when a commit brings it. Two kinds of text are nobody's entries:

1. misnamed: its path is none of an entry, says another task, day or other corrections than the text, or names a unit or
   a task that the plan in the tree of that very commit does not have; or it lies in a store among the entries of
   another one that was there before, which refuses it;
2. unreadable: it is no UTF-8, no YAML of one mapping, or its keys and values are not those of an entry.

What was right when it came stays filed, whatever the plan says later. What only a rule refuses (a figure that falls, an
indicator of another task) was filed, too: somebody said it, and `mstrack correct` answers it.

    1  adds 18/2021-09-30-cgj-7f3a9c2k.yaml, broken        never filed: `check` names it, answers go on without it
    2  repairs it                                          allowed; from now on it is filed
    3  changes it                                          a violation
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import MstrackError, WorldFailed
from mstrack.format import codec
from mstrack.git import hashed, process
from mstrack.git.objects import Objects
from mstrack.git.snapshot import Revision
from mstrack.store import entry_names, load
from mstrack.store.cache import Cache
from mstrack.store.source import ENTRY_LIMIT, PLAN, PLAN_LIMIT, PROGRESS

if TYPE_CHECKING:
    from mstrack.format.model import Plan


def is_never_filed(path: str, data: bytes) -> bool:
    """Whether the text at a path of a store is misnamed or unreadable, by rules 1 and 2."""
    from mstrack.format import validate  # noqa: PLC0415  Pydantic and PyYAML; few proofs open a text

    filed = entry_names.filed_at(path)
    if filed is None or len(data) > ENTRY_LIMIT:
        return True
    entry, problems = validate.check("entry", path, data)
    if problems:
        return True
    said = (entry.task, entry.date.isoformat(), entry.corrects)
    return said != (filed.task, filed.day, filed.corrects)


class _Brought(NamedTuple):
    """A text that a commit brought: its path from the repository's top, its digest in hexadecimal."""

    commit: str
    path: bytes
    digest: bytes


_MERGES = "--diff-merges=separate"
"""Each parent of a merge by itself; -m would follow the configuration that lies in the clone."""


class Texts:
    """The texts of a repository: which of them were never filed."""

    def __init__(self, root: str, memo: Cache | None = None) -> None:
        """Take the folder of a store, or of the repository."""
        top = os.fsdecode(process.ask(root, "rev-parse", "--show-toplevel").out).rstrip("\n")
        self._root = root
        self._top = top or root  # a bare repository has no other
        self._objects = Objects(root)
        self._memo = memo or Cache(None)
        self._known: dict[tuple[bytes, bytes], bool] = {}
        self._hashed: set[str] = set()

    def never_filed(self, commit: str, path: bytes, digest: bytes) -> bool:
        """Whether the text with this digest, at this path from the top before a commit, was never filed."""
        key = (path, digest)
        if key not in self._known:
            self._known[key] = self._looked_up(commit, path, digest)
        return self._known[key]

    def were_never_filed(self, commit: str, path: str) -> bool:
        """Whether no text that ever lay at a path (from the folder given) up to a commit was filed."""
        brought = self._brought(self._root, commit, path)
        return all(self.never_filed(commit, one.path, one.digest) for one in brought)

    def first_filed(self, commit: str, path: str) -> bytes | None:
        """Return the digest of the first filed text that a commit up to one brought to a path from the top."""
        brought = reversed(self._brought(self._top, commit, path))
        return next((one.digest for one in brought if not self.never_filed(commit, one.path, one.digest)), None)

    def _brought(self, root: str, commit: str, path: str) -> list[_Brought]:
        """Return every text that a commit brought to a path, up to one commit; of a merge what each parent lacks."""
        log = ("log", "--format=%x01%H", "--raw", "-z", "--no-abbrev", "--no-renames", "--full-history")
        parts = iter(process.run(root, "--literal-pathspecs", *log, _MERGES, commit, "--", path).split(b"\0"))
        found = []
        by = ""
        for part in parts:
            line = part.lstrip(b"\n")
            if line.startswith(b"\x01"):
                by = line[1:].decode("ascii")
            elif line.startswith(b":"):
                _old_mode, mode, _old, digest, _letter = line[1:].split(b" ")
                name = next(parts, b"")
                if mode in {b"100644", b"100755"}:
                    found.append(_Brought(by, name, digest))
        return found

    def _looked_up(self, commit: str, path: bytes, digest: bytes) -> bool:
        name = path.decode("utf-8", "surrogateescape")
        try:
            data = self._objects.read(digest.decode("ascii"), ENTRY_LIMIT)
        except WorldFailed:  # a partial clone left the text behind: whoever cannot look excuses nothing
            return False
        if is_never_filed(in_store(name), data):
            return True
        excused = not self._had_a_place(commit, name, digest) or self.lies_in_another(commit, name)
        if excused and commit not in self._hashed:  # it rests on who brought the text: git told that unhashed
            hashed.everything(self._root, commit)
            self._hashed.add(commit)
        return excused

    def lies_in_another(self, commit: str, path: str) -> bool:
        """Whether a path from the top lay among the entries of another store, in each commit that brought a text there.

        Each, for a store that was there first stays one, whatever plan is put above it later.
        """
        parts = path.split("/")
        above = ["".join(f"{one}/" for one in parts[:n]) for n, part in enumerate(parts[:-1]) if part == PROGRESS]
        own = path[: -len(PLAN if parts[-1] == PLAN else in_store(path))]
        plans = [f"{folder}{PLAN}" for folder in above if folder != own]
        commits = {one.commit for one in self._brought(self._top, commit, path)} if plans else set()
        return bool(commits) and all(any(Revision(self._top, one).digest(plan) for plan in plans) for one in commits)

    def _had_a_place(self, commit: str, path: str, digest: bytes) -> bool:
        """Whether the plan of any commit that brought a text knew its unit and task; a broken plan did.

        Any, for a branch may have been made only to bring the same path beside a plan that knows less.
        """
        filed = entry_names.filed_at(in_store(path))
        plan = f"{path[: -len(in_store(path))]}{PLAN}"
        commits = {one.commit for one in self._brought(self._top, commit, path) if one.digest == digest}
        return filed is None or not commits or any(self._knew(filed, one, plan) for one in commits)

    def _knew(self, filed: entry_names.Filed, commit: str, path: str) -> bool:
        try:
            plan = self._plan(commit, path)
        except MstrackError:
            return True
        return plan is None or is_placed(filed, plan)

    def _plan(self, commit: str, path: str) -> Plan | None:
        data = Revision(self._top, commit).read(path, PLAN_LIMIT)  # hashed, as all that is believed
        return load.read("plan", {PLAN: data}, self._memo, codec.plan)[0].get(PLAN)


def is_placed(filed: entry_names.Filed, plan: Plan) -> bool:
    """Whether a plan has the unit and the task that the path of an entry names."""
    return filed.code in {unit.code for unit in plan.units} and filed.task in {task.id for task in plan.tasks}


def in_store(path: str) -> str:
    """Return a path as its store knows it, wherever the store lies: `progress/` and what follows."""
    above, found, below = path.rpartition(f"/{PROGRESS}/")
    return f"{PROGRESS}/{below}" if found and above else path
