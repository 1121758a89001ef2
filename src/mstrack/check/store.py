"""Every rule over a whole store. Nothing is left out, and what was checked once is not checked again.

Tasks are checked one after the other. Of each task in which nothing was wrong the cache keeps a digest: of the plan,
the rules, and the names and texts of the task's entries. Where that digest is found again, the task is still without
problems. Else its entries are checked, and those that the cache does not have are read.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import Unreadable, gathering, in_order
from mstrack.format import codec
from mstrack.git.snapshot import Revision
from mstrack.rules import file_names, marks
from mstrack.store import entry_names, load
from mstrack.store.source import ENTRY_LIMIT, PLAN, PLAN_LIMIT

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Mapping

    from mstrack.errors import Problem, Route
    from mstrack.format.model import Period, Plan, Task
    from mstrack.store.cache import Cache
    from mstrack.store.entry_names import Filed
    from mstrack.store.source import Files

_AT_ONCE = 200
"""Texts and tasks that the cache is given at once: small tasks share a transaction, which costs as much as ten rows."""
NO_PROBLEMS = "{}"
"""What the cache holds for a task without problems."""


class StoreResult(NamedTuple):
    """The files that were checked, the problems in them by place, the day taken for today, and the plan if right."""

    paths: tuple[str, ...]
    problems: tuple[Problem, ...]
    today: dt.date
    plan: Plan | None


def problems(source: Files, memo: Cache, today: dt.date) -> list[Problem]:
    """Return the errors of a store; warnings stop nobody."""
    return [problem for problem in of_store(source, memo, today).problems if problem.level == "error"]


def of_store(
    source: Files,
    memo: Cache,
    today: dt.date | Callable[[Period | None], dt.date],
    on_progress: Callable[[int, int], None] = lambda _done, _all: None,
    latest: dt.datetime | None = None,
) -> StoreResult:
    """Check a store. `on_progress` is given how many files of how many are done.

    `today` is the day that entries may not lie after, or a function of the plan's period (None: no plan). After the
    moment `latest` none can have been recorded.
    """
    found: list[Problem] = []
    plan, plan_digest = _plan(source, memo, found)
    if callable(today):
        today = today(plan.period if plan else None)
    layout = file_names.of(source)
    found += file_names.problems(layout)
    if plan:
        with gathering(found):
            found += entry_names.strange_folders(plan, source)
    paths = (PLAN, *(filed.path for filed in layout.entries))
    checker = _Checker(plan, plan_digest, source, memo, (today, latest))
    tasks = {number: tuple(entries) for number, entries in groupby(layout.entries, key=lambda filed: filed.task)}
    in_order_before = checker.in_order_before(tasks)
    done = 1
    for number, of_task in tasks.items():
        found += [] if number in in_order_before else checker.problems(number, of_task)
        done += len(of_task)
        on_progress(done, len(paths))
    checker.remember()
    return StoreResult(paths, in_order(found), today, plan)


def _plan(source: Files, memo: Cache, found: list[Problem]) -> tuple[Plan | None, bytes]:
    with gathering(found):
        texts = {PLAN: source.read(PLAN, PLAN_LIMIT)}
        plans, wrong = load.read("plan", texts, memo, codec.plan, _of_plan)
        found += [*wrong, *marks.unverified(texts[PLAN])]
        found += (problem for plan in plans.values() for problem in _remarks(plan, texts[PLAN], memo))
        return plans.get(PLAN), load.digest("plan", texts[PLAN])
    return None, b""


def _of_plan(plan: Plan, left_out: frozenset[Route]) -> list[Problem]:
    from mstrack.rules.plan import of_plan  # noqa: PLC0415  only for a plan that the cache does not know

    return of_plan(plan, left_out)


def _remarks(plan: Plan, text: bytes, memo: Cache) -> list[Problem]:
    """Return the warnings about a plan, at their places; the cache keeps that there are none."""
    key = load.digest("remarks", text)
    if memo.recall([key]).get(key) == NO_PROBLEMS:
        return []
    from mstrack.rules.plan import remarks  # noqa: PLC0415  as above

    found = [load.placed(one, text) for one in remarks(plan)]
    memo.remember({} if found else {key: NO_PROBLEMS})
    return found


class _Checker:
    """Checks the entries of one task after the other."""

    def __init__(
        self,
        plan: Plan | None,
        plan_digest: bytes,
        source: Files,
        memo: Cache,
        times: tuple[dt.date, dt.datetime | None],
    ) -> None:
        self._plan = plan
        self._plan_digest = plan_digest
        self._source = source
        self._memo = memo
        self._today, self._latest = times
        self._tasks: dict[int, Task] = {task.id: task for task in plan.tasks} if plan else {}
        self._passed: dict[bytes, str] = {}

    def remember(self) -> None:
        """Give the cache what passed since it was last given something."""
        self._memo.remember(self._passed)
        self._passed = {}

    def in_order_before(self, tasks: Mapping[int, tuple[Filed, ...]]) -> set[int]:
        """Return the numbers of the tasks of a revision in whose folders, as git names them, nothing was wrong."""
        digests = {number: digest for number, filed in tasks.items() if (digest := self._digest_in_git(number, filed))}
        rows = self._memo.recall(digests.values())
        return {number for number, digest in digests.items() if rows.get(digest) == NO_PROBLEMS}

    def problems(self, number: int, filed: tuple[Filed, ...]) -> list[Problem]:
        """Return what is wrong with the entries of the task with this number; the cache keeps what is right."""
        found = self._uncoded(filed)
        in_git = self._digest_in_git(number, filed)
        texts, digests = self._texts(filed, found)
        task = self._tasks.get(number)
        digest = self._digest(filed, digests) if task and not found else None
        if digest and self._memo.recall([digest]).get(digest) == NO_PROBLEMS:
            self._memo.remember({in_git: NO_PROBLEMS} if in_git else {})
            return []
        from mstrack.check import batch  # noqa: PLC0415  the rules for entries, of which what is in order needs none
        from mstrack.rules import conflicts  # noqa: PLC0415  as above

        corrections = conflicts.corrections(filed)
        if task:
            found += conflicts.of_corrections(corrections)
        rows = self._memo.recall(digests.values())
        cached = {path: rows[of_text] for path, of_text in digests.items() if of_text in rows}
        entries = load.built(cached, codec.entry)
        texts |= _read(digests.keys() - entries.keys() - texts.keys(), self._source, found)
        whole = batch.Batch(task, filed, corrections, texts, entries, self._source)
        result = batch.check(whole, self._plan, self._today, self._latest)
        found += result.problems
        self._passed |= load.canonical_json("entry", result.read, digests)
        if digest and not found:
            self._passed[digest] = NO_PROBLEMS
            self._passed |= {in_git: NO_PROBLEMS} if in_git else {}
        if len(self._passed) > _AT_ONCE:
            self.remember()
        return found

    def _texts(self, filed: Iterable[Filed], found: list[Problem]) -> tuple[dict[str, bytes], dict[str, bytes]]:
        """Return texts, and the digests of texts, by path; without a cache no digests.

        Git names a file by all that is in it: of a revision only those are read whose names the cache does not have.
        """
        if not self._memo.keeps:
            return _read((one.path for one in filed), self._source, found), {}
        names = _names_in_git((one.path for one in filed), self._source)
        rows = self._memo.recall(names.values())
        known = {path: bytes.fromhex(rows[name]) for path, name in names.items() if name in rows}
        texts = _read((one.path for one in filed if one.path not in known), self._source, found)
        digests = {path: load.digest("entry", text) for path, text in texts.items()}
        self._memo.remember({names[path]: digest.hex() for path, digest in digests.items() if path in names})
        return texts, known | digests

    def _uncoded(self, filed: Iterable[Filed]) -> list[Problem]:
        if not self._plan:
            return []
        codes = {unit.code for unit in self._plan.units}
        return [entry_names.uncoded(one) for one in filed if one.code not in codes]

    def _digest_in_git(self, number: int, filed: tuple[Filed, ...]) -> bytes | None:
        """Return what `_digest` does without opening a file of a revision: git names a folder by all that is in it."""
        if not isinstance(self._source, Revision) or max(one.day for one in filed) > self._today.isoformat():
            return None
        folder = entry_names.folder(number)
        parts = self._plan_digest, folder.encode(), self._source.digest(folder)
        return load.digest("task in git", b"\n".join(parts))

    def _digest(self, filed: Iterable[Filed], digests: dict[str, bytes]) -> bytes | None:
        """Return the digest of all that decides whether a task is right: plan, names, texts, and (its key) the rules.

        None where an entry lies after today: that alone is a problem on one day and none on another.
        """
        parts = [self._plan_digest]
        today = self._today.isoformat()
        for one in filed if digests else ():
            if one.day > today:
                return None
            parts += (one.path.encode(), digests[one.path])
        return load.digest("task", b"\n".join(parts)) if digests else None


def _names_in_git(paths: Iterable[str], source: Files) -> dict[str, bytes]:
    """Return the keys in the cache of entries of a revision, each of which leads to the digest of a text."""
    if not isinstance(source, Revision):
        return {}
    return {path: load.digest("entry in git", source.digest(path)) for path in paths}


def _read(paths: Iterable[str], source: Files, problems: list[Problem]) -> dict[str, bytes]:
    """Read texts; what cannot be read is added to `problems`."""
    texts: dict[str, bytes] = {}
    for path in paths:
        try:
            texts[path] = source.read(path, ENTRY_LIMIT)
        except Unreadable as error:
            problems += error.problems
    return texts
