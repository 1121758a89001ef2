"""Ways through a plan: to each task and its item, and to a problem's place in tasks.yaml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.errors import Problem
from mstrack.store.source import PLAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.errors import Route
    from mstrack.format.model import Plan, Task


def tasks(plan: Plan) -> Iterator[tuple[Route, Task]]:
    """Yield every task with the way to it, in the table's order."""
    for i, item in enumerate(plan.items):
        for j, task in enumerate(item.tasks):
            yield ("items", i, "tasks", j), task


def item_numbers(plan: Plan) -> dict[int, int]:
    """Return the number of the item that each task belongs to, by the task's id; the first item is 1."""
    return {task.id: number for number, item in enumerate(plan.items, 1) for task in item.tasks}


def problem(rule: str, sentence: str, route: Route) -> Problem:
    """Return a problem of the plan; its line and column are found when it is shown."""
    return Problem(PLAN, 0, 0, rule, sentence, route)


def remark(rule: str, sentence: str, route: Route) -> Problem:
    """Return a warning about the plan: something odd that may be right all the same."""
    return Problem(PLAN, 0, 0, rule, sentence, route, "warning")
