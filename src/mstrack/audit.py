"""Every rule over a whole store. Nothing is left out, and what was found in order once is not judged again.

A task whose names and texts, plan and rules are those of an audit that found nothing in them is in order: the memo
keeps the digest of all of these. Otherwise its texts are read (those that the memo does not know by several processes,
where there are many) and its entries judged together.
"""

from __future__ import annotations

import json
from collections import deque
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from mstrack import canon, checks, files, layout, merged, reading, store
from mstrack.errors import Unreadable, gathering, in_order
from mstrack.readers import Readers
from mstrack.standing import Report

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator

    from mstrack.errors import Problem
    from mstrack.files import Files
    from mstrack.memo import Memo
    from mstrack.model import Plan, Task
    from mstrack.reading import Known, Learned
    from mstrack.store import Filed

AHEAD = 2
"""So many tasks are on their way to the reading processes while one is judged."""
IN_ORDER = "{}"
"""What the memo says of a task without problems."""


class Audit(NamedTuple):
    """What an audit found: the files that it judged, the problems by place; and which day was today for it."""

    paths: tuple[str, ...]
    problems: tuple[Problem, ...]
    today: dt.date


class _Folder(NamedTuple):
    """The entries of one task on their way: their texts, what the memo knows of them, what is being read.

    Where there is no such task (or no plan) they are read all the same.
    """

    task: Task | None
    filed: tuple[Filed, ...]
    texts: dict[str, bytes]
    verdict: bytes
    known: Known | None
    learned: list[Callable[[], Learned]]
    problems: list[Problem]


def problems(source: Files, memo: Memo, today: dt.date) -> list[Problem]:
    """Return the errors of a store; warnings stop nobody."""
    return [problem for problem in of_store(source, memo, today).problems if problem.level == "error"]


def of_store(
    source: Files,
    memo: Memo,
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
    lying = layout.of(source)
    found += layout.problems(lying)
    if plan:
        with gathering(found):
            found += store.strange_folders(plan, source)
    paths = (files.PLAN, *(one.path for one in lying.entries))
    desk = _Desk(plan, digest, source, memo, readers or Readers(1), today)
    done = 1
    for folder in _ahead(desk.folders(lying.entries)):
        reached = done + len(folder.filed)
        for finish in folder.learned:
            done = min(reached, done + desk.learnt(folder, finish()))
            told(done, len(paths))
        found += desk.judged(folder)
        done = reached
        told(done, len(paths))
    return Audit(paths, in_order(found), today)


def _plan(source: Files, memo: Memo, found: list[Problem]) -> tuple[Plan | None, bytes]:
    with gathering(found):
        texts = {files.PLAN: source.read(files.PLAN, store.PLAN_LIMIT)}
        plans, wrong = reading.read("plan", texts, memo, canon.plan, checks.of_plan)
        found += wrong
        return plans.get(files.PLAN), reading.digest("plan", texts[files.PLAN])
    return None, b""


class _Desk(NamedTuple):
    """What tasks are judged by."""

    plan: Plan | None
    digest: bytes
    source: Files
    memo: Memo
    readers: Readers
    today: dt.date

    def folders(self, entries: Iterable[Filed]) -> Iterator[_Folder]:
        """Yield the entries of one task after the other, the reading of their texts begun."""
        tasks = {task.id: task for task in self.plan.tasks} if self.plan else {}
        for number, of_task in groupby(entries, key=lambda one: one.task):
            task, filed = tasks.get(number), tuple(of_task)
            problems = self._uncoded(filed)
            texts = _texts(filed, self.source, problems)
            verdict = self._verdict(filed, texts) if task and not problems else b""
            if verdict and self.memo.recall([verdict]).get(verdict) == IN_ORDER:
                yield _Folder(task, filed, {}, verdict, None, [], [])
            else:
                known = reading.recall("entry", texts, self.memo, canon.entry)
                yield _Folder(task, filed, texts, verdict, known, self.readers.begin(known.unknown), problems)

    def learnt(self, folder: _Folder, learned: Learned) -> int:
        """Take what was read of a task's entries; return how many files it was."""
        if folder.known:
            folder.problems.extend(learned.problems)
            passed = {folder.known.digests[path]: text for path, text in learned.passed.items()}
            self.memo.remember(passed)
            folder.known.values.update({path: canon.entry(json.loads(text)) for path, text in learned.passed.items()})
        return len({*learned.passed, *(problem.path for problem in learned.problems)})

    def judged(self, folder: _Folder) -> list[Problem]:
        """Return the problems of one task's entries, with their lines and columns."""
        if folder.known is None or folder.task is None or self.plan is None:
            return folder.problems
        found, entries = folder.problems, folder.known.values
        units = {unit.code: unit for unit in self.plan.units}
        reports = [Report(one, entries[one.path]) for one in folder.filed if one.path in entries and one.code in units]
        told = [problem for one, entry in reports for problem in store.disagreements(entry, one, units[one.code])]
        told += merged.problems(self.plan, folder.task, reports, merged.corrections(folder.filed), self.today)
        found += (one if one.line else reading.placed(one, folder.texts[one.path]) for one in told)
        if folder.verdict and not found:
            self.memo.remember({folder.verdict: IN_ORDER})
        return found

    def _uncoded(self, filed: Iterable[Filed]) -> list[Problem]:
        codes = {unit.code for unit in self.plan.units} if self.plan else {one.code for one in filed}
        return [store.uncoded(one) for one in filed if one.code not in codes]

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
        return reading.digest("verdict", b"\n".join(said))


def _ahead(folders: Iterator[_Folder]) -> Iterator[_Folder]:
    """Begin the reading of the next tasks before one is judged: processes that read never wait."""
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
            texts[one.path] = source.read(one.path, store.ENTRY_LIMIT)
        except Unreadable as error:
            problems += error.problems
    return texts
