"""Which texts below `progress/` were never filed: as they came, nobody could read them, or they had no place.

A text is filed when a commit brings it. Two kinds of text are nobody's entries:

1. misnamed: its path is none of an entry, says another task, day or other corrections than the text, or names a unit or
   a task that the plan in the tree of that very commit does not have;
2. unreadable: it is no UTF-8, no YAML of one mapping, or its keys and values are not those of an entry.

What was right when it came stays filed, whatever the plan says later. What only a rule refuses (a figure that falls, an
indicator of another task) was filed, too: somebody said it, and `mstrack correct` answers it.

    1  adds 18/2021-09-30-cgj-7f3a9c2k.yaml, broken        never filed: `check` names it, answers go on without it
    2  repairs it                                          allowed; from now on it is filed
    3  changes it                                          a violation
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

from mstrack.errors import MstrackError, WorldFailed
from mstrack.format import codec
from mstrack.git import process
from mstrack.git.objects import Objects
from mstrack.store import dataset, load
from mstrack.store.cache import Cache
from mstrack.store.source import PLAN, PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mstrack.errors import Problem, Route
    from mstrack.format.model import Plan


def is_never_filed(path: str, data: bytes) -> bool:
    """Whether the text at a path of a store is misnamed or unreadable, by rules 1 and 2."""
    from mstrack.format import validate  # noqa: PLC0415  Pydantic and PyYAML; few proofs open a text

    filed = dataset.filed_at(path)
    if filed is None or len(data) > dataset.ENTRY_LIMIT:
        return True
    text, problems = validate.check("entry", path, data, _no_rules)
    if problems:
        return True
    entry = codec.entry(json.loads(text))
    said = (entry.task, entry.date.isoformat(), entry.corrects)
    return said != (filed.task, filed.day, filed.corrects)


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

    def never_filed(self, commit: str, path: bytes, digest: bytes) -> bool:
        """Whether the text with this digest, at this path from the top before a commit, was never filed."""
        key = (path, digest)
        if key not in self._known:
            self._known[key] = self._looked_up(commit, path, digest)
        return self._known[key]

    def were_never_filed(self, commit: str, path: str) -> bool:
        """Whether no text that ever lay at a path (from the folder given) up to a commit was filed."""
        log = ("log", "--format=", "--raw", "-z", "--no-abbrev", "--no-renames", "--full-history", "-m", commit, "--")
        parts = iter(process.run(self._root, "--literal-pathspecs", *log, path).split(b"\0"))
        for part in parts:
            if part.lstrip(b"\n").startswith(b":"):
                _old_mode, mode, _old, digest, _letter = part.lstrip(b"\n")[1:].split(b" ")
                name = next(parts, b"")
                if mode in {b"100644", b"100755"} and not self.never_filed(commit, name, digest):
                    return False
        return True

    def _looked_up(self, commit: str, path: bytes, digest: bytes) -> bool:
        name = path.decode("utf-8", "surrogateescape")
        try:
            data = self._objects.read(digest.decode("ascii"), dataset.ENTRY_LIMIT)
        except WorldFailed:  # a partial clone left the text behind: whoever cannot look excuses nothing
            return False
        return is_never_filed(in_store(name), data) or not self._had_a_place(commit, name)

    def _had_a_place(self, commit: str, path: str) -> bool:
        """Whether the plan beside an entry knew its unit and task in the commit that brought it; a broken plan did."""
        log = ("--literal-pathspecs", "rev-list", "--full-history", "--topo-order", "--reverse", commit, "--")
        first = process.ask(self._top, *log, path).out.decode().split("\n")[0]
        filed = dataset.filed_at(in_store(path))
        folder = path[: -len(in_store(path))]
        try:
            plan = self._plan(first, f"{folder}{PLAN}")
        except MstrackError:
            return True
        return filed is None or plan is None or is_placed(filed, plan)

    def _plan(self, commit: str, path: str) -> Plan | None:
        data = process.ask(self._top, "cat-file", "blob", f"{commit}:{path}").out if commit else b""
        return load.read("plan", {PLAN: data}, self._memo, codec.plan)[0].get(PLAN) if data else None


def is_placed(filed: dataset.Filed, plan: Plan) -> bool:
    """Whether a plan has the unit and the task that the path of an entry names."""
    return filed.code in {unit.code for unit in plan.units} and filed.task in {task.id for task in plan.tasks}


def in_store(path: str) -> str:
    """Return a path as its store knows it, wherever the store lies: `progress/` and what follows."""
    above, found, below = path.rpartition(f"/{PROGRESS}/")
    return f"{PROGRESS}/{below}" if found and above else path


def _no_rules(_text: str, _left_out: frozenset[Route]) -> Iterable[Problem]:
    return ()
