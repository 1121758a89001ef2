"""Finds a task by its number or by words, and an entry by its id."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _
from mstrack.progress import dates

if TYPE_CHECKING:
    from mstrack.format.model import Plan, Task
    from mstrack.progress.snapshot import Logged, Snapshot

_ID = re.compile(r"(?:.*-)?(?P<id>[0-9a-hjkmnp-tv-z]{2,8})(?:-for-.*)?(?:\.yaml)?", re.ASCII)
"""An id, which may be cut, or the path of an entry."""
LONGEST_IN_PIECES = 40
"""Characters of the longest word whose pieces are looked for; what is longer was pasted, and stands as it is or not."""


def task_numbered(plan: Plan, typed: str) -> Task | None:
    """Return the task of a number, or of what the table prints for it (（一）); None where there is none."""
    bare = dates.bare(typed)
    printed = [task for task in plan.tasks if task.no and dates.bare(task.no) == bare]
    if bare.isdecimal():
        printed = [task for task in plan.tasks if task.id == int(bare)] or printed
    return printed[0] if len(printed) == 1 else None


def tasks_with(plan: Plan, typed: str) -> list[Task]:
    """Return the tasks that have all the words in their titles or contents, in the table's order.

    Where none has, a word counts that stands there in pieces, as 农村污水 in 农村生活污水治理.
    """
    words = [dates.bare(word).casefold() for word in typed.split()]
    texts = {task.id: dates.bare(f"{task.short}\n{task.content}\n{task.goal or ''}").casefold() for task in plan.tasks}
    for has in (str.__contains__, _has_pieces):
        found = [task for task in plan.tasks if words and all(has(texts[task.id], word) for word in words)]
        if found:
            return found
    return []


def _has_pieces(text: str, word: str) -> bool:
    """Whether a text has all of a word in pieces of two characters or more; of Latin letters a piece means nothing."""
    if word.isascii() or len(word) > LONGEST_IN_PIECES:
        return word in text
    ends = {0}
    for end in range(2, len(word) + 1):
        if any(start in ends and word[start:end] in text for start in range(end - 1)):
            ends.add(end)
    return len(word) in ends


def entries_of_id(snapshot: Snapshot, typed: str) -> list[Logged]:
    """Return the entries whose ids are so, or start so; a path counts by its name. No text is opened."""
    match = _ID.fullmatch(typed)
    if not match:
        return []
    return [one for one in snapshot.logged(snapshot.plan.tasks) if one.filed.id.startswith(match["id"])]


def found(snapshot: Snapshot, typed: str) -> Task | Logged:
    """Return the one task or entry that is meant by a number, an id or words.

    WrongUse lists the several that may be, or says that there is none.
    """
    plan = snapshot.plan
    task = task_numbered(plan, typed)
    if task:
        return task
    entries = entries_of_id(snapshot, typed.strip().lower())
    if len(entries) == 1:
        return entries[0]
    if entries:
        raise _several(typed, {one.filed.id: f"{one.filed.day} {one.task.short}" for one in entries})
    tasks = [] if dates.bare(typed).lstrip("-").isdecimal() else tasks_with(plan, typed)
    if len(tasks) == 1:
        return tasks[0]
    if tasks:
        raise _several(typed, {f"{one.id}": one.short for one in tasks})
    raise _nothing(plan, typed)


def _several(typed: str, several: dict[str, str]) -> WrongUse:
    from mstrack.format.characters import shown  # noqa: PLC0415  its patterns take time to compile, most answers need none

    sentence = _("{typed} may be any of {n}; choose one by mstrack show and what stands first:")
    lines = [f"  {name:>3} {text}" for name, text in several.items()]
    return WrongUse("\n".join([sentence.format(typed=shown(typed), n=len(several)), *lines]))


def _nothing(plan: Plan, typed: str) -> WrongUse:
    """Return what to say of what means no task: of a number with the nearest one."""
    from mstrack.format.characters import shown  # noqa: PLC0415  as above

    bare, numbers = dates.bare(typed), [task.id for task in plan.tasks]
    parts = {"typed": shown(typed), "first": min(numbers), "last": max(numbers)}
    if bare.lstrip("-").isdecimal():
        near = min(numbers, key=lambda number: abs(number - int(bare)))
        sentence = _("there is no task {typed}; the plan has {first} to {last}, the nearest is {near}")
        return WrongUse(sentence.format(near=near, **parts))
    sentence = _("no task has {typed} in its title or content, no entry has that id; the plan has {first} to {last}")
    return WrongUse(sentence.format(**parts))
