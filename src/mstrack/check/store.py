"""Every rule over a whole store. Nothing is left out, and what was found in order once is not judged again.

A task whose names and texts, plan and rules are those of an audit that found nothing in them is in order: the memo
keeps the digest of all of these. Otherwise its entries are judged, and those that the memo does not know are read; by
several processes, where there are many.
"""

from __future__ import annotations

from collections import deque
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from mstrack.check import batch
from mstrack.check.workers import Readers
from mstrack.errors import Unreadable, gathering, in_order
from mstrack.format import codec
from mstrack.rules import conflicts, file_names
from mstrack.rules.plan import of_plan
from mstrack.store import dataset, load
from mstrack.store.source import PLAN

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from mstrack.check.batch import Verdict
    from mstrack.errors import Problem
    from mstrack.format.model import Plan
    from mstrack.store.cache import Cache
    from mstrack.store.dataset import Filed
    from mstrack.store.source import Files

AHEAD = 8
"""So many tasks are on their way to the processes that judge while one is waited for."""
IN_ORDER = "{}"
"""What the memo says of a task without problems."""


class Audit(NamedTuple):
    """What an audit found: the files that it judged, the problems by place; and which day was today for it."""

    paths: tuple[str, ...]
    problems: tuple[Problem, ...]
    today: dt.date


class _Folder(NamedTuple):
    """The entries of one task on their way: what names alone say is wrong, and the judging of texts that was begun.

    `digests` are what the memo knows the texts by; `verdict` what it knows all of it by, empty where it must not.
    """

    files: int
    digests: dict[str, bytes]
    verdict: bytes
    problems: list[Problem]
    begun: list[tuple[int, Callable[[], Verdict]]]


def problems(source: Files, memo: Cache, today: dt.date) -> list[Problem]:
    """Return the errors of a store; warnings stop nobody."""
    return [problem for problem in of_store(source, memo, today).problems if problem.level == "error"]


def of_store(
    source: Files,
    memo: Cache,
    today: dt.date | Callable[[int | None], dt.date],
    readers: Readers | None = None,
    told: Callable[[int, int], None] = lambda _done, _all: None,
) -> Audit:
    """Judge a store. `told` hears how many files of how many are done.

    `today` is the day that entries may not lie after, or a function that gives it for the plan's year (None: no plan).
    """
    found: list[Problem] = []
    plan, digest = _plan(source, memo, found)
    if callable(today):
        today = today(plan.year if plan else None)
    lying = file_names.of(source)
    found += file_names.problems(lying)
    if plan:
        with gathering(found):
            found += dataset.strange_folders(plan, source)
    paths = (PLAN, *(one.path for one in lying.entries))
    desk = _Desk(plan, digest, source, memo, readers or Readers(1), today)
    done = 1
    for folder in _ahead(desk.folders(lying.entries)):
        reached = done + folder.files
        passed: dict[bytes, str] = {}
        for texts, finish in folder.begun:
            verdict = finish()
            folder.problems.extend(verdict.problems)
            passed |= {folder.digests[path]: text for path, text in verdict.passed.items()}
            done += texts
            told(done, len(paths))
        if folder.verdict and not folder.problems:
            passed[folder.verdict] = IN_ORDER
        memo.remember(passed)
        found += folder.problems
        done = reached
        told(done, len(paths))
    return Audit(paths, in_order(found), today)


def _plan(source: Files, memo: Cache, found: list[Problem]) -> tuple[Plan | None, bytes]:
    with gathering(found):
        texts = {PLAN: source.read(PLAN, dataset.PLAN_LIMIT)}
        plans, wrong = load.read("plan", texts, memo, codec.plan, of_plan)
        found += wrong
        return plans.get(PLAN), load.digest("plan", texts[PLAN])
    return None, b""


class _Desk(NamedTuple):
    """What tasks are judged by, and who does it."""

    plan: Plan | None
    digest: bytes
    source: Files
    memo: Cache
    readers: Readers
    today: dt.date

    def folders(self, entries: Iterable[Filed]) -> Iterator[_Folder]:
        """Yield the entries of one task after the other, the judging of them begun."""
        tasks = {task.id: task for task in self.plan.tasks} if self.plan else {}
        for number, of_task in groupby(entries, key=lambda one: one.task):
            task, filed = tasks.get(number), tuple(of_task)
            problems = self._uncoded(filed)
            texts = _texts(filed, self.source, problems)
            verdict = self._verdict(filed, texts) if task and not problems else b""
            if verdict and self.memo.recall([verdict]).get(verdict) == IN_ORDER:
                yield _Folder(len(filed), {}, b"", [], [])
                continue
            digests = {path: load.digest("entry", text) for path, text in texts.items()}
            memory = self.memo.recall(digests.values())
            known = {path: memory[digest] for path, digest in digests.items() if digest in memory}
            said = conflicts.corrections(filed)
            if task:
                problems += conflicts.of_corrections(said)
            by = batch.Assessment(self.plan, self.today) if self.plan else None
            lots = batch.lots(task, filed, said, texts, known)
            begun = [(len(lot.filed), self.readers.begin(lot.unknown, batch.judge, by, lot)) for lot in lots]
            yield _Folder(len(filed), digests, verdict, problems, begun)

    def _uncoded(self, filed: Iterable[Filed]) -> list[Problem]:
        codes = {unit.code for unit in self.plan.units} if self.plan else {one.code for one in filed}
        return [dataset.uncoded(one) for one in filed if one.code not in codes]

    def _verdict(self, filed: Iterable[Filed], texts: dict[str, bytes]) -> bytes:
        """Digest all that decides whether a task is in order: plan, names, texts, and (in the key) the rules.

        Nothing, where an entry lies after today: that alone is a problem on one day and none on another.
        """
        said = [self.digest]
        today = self.today.isoformat()
        for one in filed:
            if one.day > today:
                return b""
            text = texts[one.path]
            said += (one.path.encode(), str(len(text)).encode(), text)
        return load.digest("verdict", b"\n".join(said))


def _ahead(folders: Iterator[_Folder]) -> Iterator[_Folder]:
    """Begin the judging of the next tasks before one is waited for: processes that judge never wait."""
    waiting: deque[_Folder] = deque()
    for folder in folders:
        waiting.append(folder)
        if len(waiting) > AHEAD:
            yield waiting.popleft()
    yield from waiting


def _texts(filed: Iterable[Filed], source: Files, problems: list[Problem]) -> dict[str, bytes]:
    texts: dict[str, bytes] = {}
    for one in filed:
        try:
            texts[one.path] = source.read(one.path, dataset.ENTRY_LIMIT)
        except Unreadable as error:
            problems += error.problems
    return texts
