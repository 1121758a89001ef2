"""The rules of amendments: a document changed a field of a task, and the table says which, when, and what it was.

Each rule is as those of `checks`, which applies them with its own.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from mstrack.format.model import AMENDABLE, Indicator, Milestone, as_was
from mstrack.i18n import gettext as _
from mstrack.progress import dates
from mstrack.progress.routes import nearest, problem, tasks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from mstrack.errors import Problem, Route
    from mstrack.format.model import Amendment, Plan, Task


def amended_field(plan: Plan) -> Iterator[Problem]:
    """An amendment names what exists: a field of the task, an indicator, or a field of one (roads.bound)."""
    for route, task, k in _amendments(plan):
        dropped = (one.was for one in task.amended("indicators"))
        known = [*AMENDABLE, *(indicator.id for indicator in task.indicators), *dropped]
        field = task.amendments[k].field
        if field not in known and not _is_part(task, field):
            sentence = _("{field} is neither a field of task {id} nor one of its indicators; did you mean {near}?")
            told = sentence.format(field=field, id=task.id, near=nearest(field, known))
            yield problem("amended-field", told, (*route, "field"))


def amendable_id(plan: Plan) -> Iterator[Problem]:
    """An indicator is not called as a field that amendments name, as deadline or leader."""
    for route, task in tasks(plan):
        for i, indicator in enumerate(task.indicators):
            if indicator.id in AMENDABLE:
                sentence = _("amendments call a field of the task {id}; choose another id").format(id=indicator.id)
                yield problem("amendable-id", sentence, (*route, "indicators", i, "id"))


def amended_date(plan: Plan) -> Iterator[Problem]:
    """An amendment is dated in the plan's year or the one after it, and no earlier than the one above it."""
    for route, task, k in _amendments(plan):
        day = task.amendments[k].date
        if not plan.year <= day.year <= plan.year + 1:
            sentence = _("{day} is no day on which a plan of {year} is amended; correct it")
            yield problem("amended-date", sentence.format(day=day, year=plan.year), (*route, "date"))
        elif k and day < task.amendments[k - 1].date:
            sentence = _("{day} lies before the day of the amendment above; put the older one first")
            yield problem("amended-date", sentence.format(day=day), (*route, "date"))


def amended_was(plan: Plan) -> Iterator[Problem]:
    """What an amendment says it was is a value of that field, and another one than it left there."""
    for route, task, k in _amendments(plan):
        sentence = _no_value(plan, task, task.amendments[k]) or _unchanged(plan, task, k)
        if sentence:
            yield problem("amended-was", sentence, (*route, "was"))


RULES = (amended_field, amendable_id, amended_date, amended_was)
"""Every rule of amendments."""


def _amendments(plan: Plan) -> Iterator[tuple[Route, Task, int]]:
    for route, task in tasks(plan):
        for k in range(len(task.amendments)):
            yield (*route, "amendments", k), task, k


def _is_part(task: Task, field: str) -> bool:
    """Whether a field is one of an indicator or of a milestone of the task, as roads.bound."""
    of, _point, key = field.partition(".")
    parts = [(one.id, Indicator) for one in task.indicators] + [(one.id, Milestone) for one in task.milestones]
    return any(of == id_ and key in {part.name for part in fields(kind)} for id_, kind in parts)


def _no_value(plan: Plan, task: Task, amendment: Amendment) -> str:
    """Say why `was` is no value of its field; nothing where it is one."""
    if amendment.field == "deadline":
        try:
            dates.deadline(amendment.was, plan.period)
        except ValueError as error:
            return str(error)
    targets = {indicator.id for indicator in task.indicators}.difference(AMENDABLE)
    if amendment.field in targets and amendment.target_was is None:
        return _("{was} is no number; write what the target was, as 165").format(was=amendment.was)
    return ""


def _unchanged(plan: Plan, task: Task, k: int) -> str:
    """Say that an amendment left what was there before; nothing where it left something else."""
    amendment = task.amendments[k]
    if _value(amendment) not in _left(plan, task, k):
        return ""
    sentence = _("{was} is what {field} is after that amendment, too; write what it was before")
    return sentence.format(was=amendment.was, field=amendment.field)


def _left(plan: Plan, task: Task, k: int) -> set[str | Decimal]:
    """Return what a field was after an amendment: what the next one of it found, else what is written now."""
    field = task.amendments[k].field
    persons = {person.name for unit in plan.units if unit.name in task.units for person in unit.persons}
    if field == "person" and len(persons) > 1:
        return set()  # nobody knows who followed whom, and two may have changed places
    next_ones = [one for one in task.amendments[k + 1 :] if one.field == field and field != "indicators"]
    if next_ones:
        return {_value(next_ones[0])}
    now: dict[str, set[str | Decimal]] = {
        "deadline": {as_was(task.due)},
        "leader": {as_was(task.leaders)},
        "lead_unit": {as_was(task.lead_units)},
        "person": {*persons},
        "indicators": {indicator.id for indicator in task.indicators},
    }
    return now.get(field) or {indicator.target for indicator in task.indicators if indicator.id == field}


def _value(amendment: Amendment) -> str | Decimal:
    return amendment.was if amendment.target_was is None else amendment.target_was
