"""One amendment undone: a task or a plan with a field as it was before a document changed it.

`was` is the canonical text of the field's value, so each kind of field has a reader here. A reader raises ValueError
where the text is no value of its field; rules refuse such an amendment.
"""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mstrack.format.model import Counts, Deadline, Decision, Indicator, Lights, Milestone, Person, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mstrack.format.model import Amendment, Plan, Task, Unit

    Reader = Callable[[Amendment], Any]


def of_task(task: Task, one: Amendment) -> Task:
    """Return a task as it was before an amendment. ValueError where `was` is no value of the field.

    A field that is none of the task's own, such as the person of a unit, leaves it as it is; so does an indicator that
    is known by its id alone.
    """
    with _as_value_errors():
        if one.field in _OF_TASK:
            name, read = _OF_TASK[one.field]
            return replace(task, **{name: read(one)})
        if one.field == "indicators":
            return _indicators(task, one)
        of, _point, key = one.field.partition(".")
        if not key and one.was == "null":  # an indicator that a document added
            return replace(task, indicators=tuple(each for each in task.indicators if each.id != of))
        if any(each.id == of for each in task.indicators):
            return replace(task, indicators=tuple(_part(each, of, key or "target", one) for each in task.indicators))
        if any(each.id == of for each in task.milestones) and key:
            return replace(task, milestones=tuple(_part(each, of, key, one) for each in task.milestones))
    return task


def of_plan(plan: Plan, one: Amendment) -> Plan:
    """Return a plan as it was before an amendment of a field of its own, else as it is. ValueError as `of_task`."""
    with _as_value_errors():
        if one.field in {"year", "period"}:
            return _period(plan, one)
        if one.field in _OF_PLAN:
            name, read = _OF_PLAN[one.field]
            return replace(plan, **{name: read(one)})
        first, _point, rest = one.field.partition(".")
        if first == "items":
            number = int(rest.removesuffix(".title")) - 1
            titled = (replace(each, title=one.was) if n == number else each for n, each in enumerate(plan.items))
            return replace(plan, items=tuple(titled))
        if first == "lights" and rest in _LIGHTS:
            return replace(plan, lights=replace(plan.lights, **{rest: _LIGHTS[rest](one.value)}))
        if first == "units":
            code, _point, key = rest.partition(".")
            return replace(
                plan, units=tuple(_unit(each, key, one) if each.code == code else each for each in plan.units)
            )
    return plan


@contextmanager
def _as_value_errors() -> Iterator[None]:
    try:
        yield
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
        raise ValueError("amended-was") from None


def _text(one: Amendment) -> str | None:
    return None if one.was == "null" else one.was


def _names(one: Amendment) -> tuple[str, ...]:
    return one.names


def _number(value: Any) -> Decimal | None:  # noqa: ANN401  what JSON can say
    return None if value is None else Decimal(str(value))


def _due(value: Any) -> Deadline | None:  # noqa: ANN401  as above
    if isinstance(value, dict):
        day = value.get("day")
        return Deadline(words=value["words"], day=dt.date.fromisoformat(day) if day else None)
    return None if value is None else Deadline(words=str(value))


def _decision(one: Amendment) -> Decision | None:
    value = one.value
    return value and Decision(date=dt.date.fromisoformat(value["date"]), document=value["document"])


def _milestones(one: Amendment) -> tuple[Milestone, ...]:
    return tuple(_milestone(each) for each in one.value or ())


def _milestone(value: dict[str, Any]) -> Milestone:
    by = _due(value["by"])
    if by is None:
        raise ValueError("by")
    return Milestone(**value | {"by": by, "figure": _number(value.get("figure"))})


def _indicator(value: dict[str, Any]) -> Indicator:
    target = _number(value["target"])
    if target is None:
        raise ValueError("target")
    shares = {name: Decimal(str(share)) for name, share in value.get("shares", {}).items()}
    return Indicator(**value | {"target": target, "baseline": _number(value.get("baseline")), "shares": shares})


def _indicators(task: Task, one: Amendment) -> Task:
    """Put a dropped indicator back where the amendment holds it whole; its id alone says too little."""
    value = one.value
    if isinstance(value, dict):
        return replace(task, indicators=(*task.indicators, _indicator(value)))
    if isinstance(value, list) and all(isinstance(each, dict) for each in value):
        return replace(task, indicators=tuple(map(_indicator, value)))
    return task


def _part(part: Any, id_: str, key: str, one: Amendment) -> Any:  # noqa: ANN401  an indicator or a milestone
    if part.id != id_:
        return part
    read = _OF_PART.get(key)
    return replace(part, **{key: read(one.value) if read else one.was})


def _shares(value: Any) -> dict[str, Decimal]:  # noqa: ANN401  as above
    return {name: Decimal(str(share)) for name, share in (value or {}).items()}


def _period(plan: Plan, one: Amendment) -> Plan:
    value = one.value
    if isinstance(value, dict):
        span = Span(start=dt.date.fromisoformat(value["from"]), end=dt.date.fromisoformat(value["to"]))
        return replace(plan, span=span, calendar_year=None)
    return plan if value is None else replace(plan, span=None, calendar_year=int(value))


def _lights(one: Amendment) -> Lights:
    return Lights(**{key: _LIGHTS[key](value) for key, value in (one.value or {}).items()})


def _unit(unit: Unit, key: str, one: Amendment) -> Unit:
    if key == "members":
        return replace(unit, members=one.names)
    if key == "person":
        known = {person.name: person for person in unit.persons}
        return replace(unit, persons=tuple(known.get(name, Person(name=name, pinyin="")) for name in one.names))
    return replace(unit, name=one.was) if key == "name" else unit


_LIGHTS: dict[str, Callable[[Any], Any]] = {
    "red": lambda said: Decimal(str(said)),
    "yellow": lambda said: Decimal(str(said)),
    "stale_days": int,
    "near_days": int,
    "last_days": int,
    "pace": str,
}
_OF_TASK: dict[str, tuple[str, Reader]] = {
    "deadline": ("due", lambda one: _due(one.value)),
    "leader": ("leaders", _names),
    "lead_unit": ("lead_units", _names),
    "partner_units": ("partner_units", _names),
    "content": ("content", lambda one: one.was),
    "goal": ("goal", _text),
    "title": ("title", _text),
    "no": ("no", _text),
    "milestones": ("milestones", _milestones),
    "added": ("added", _decision),
    "dropped": ("dropped", _decision),
}
_OF_PLAN: dict[str, tuple[str, Reader]] = {
    "title": ("title", lambda one: one.was),
    "source": ("source", lambda one: one.was),
    "deadline": ("due", lambda one: _due(one.value)),
    "lights": ("lights", _lights),
    "counts": ("counts", lambda one: one.value and Counts(**one.value)),
}
_OF_PART: dict[str, Callable[[Any], Any]] = {
    "target": _number,
    "figure": _number,
    "baseline": _number,
    "above": bool,
    "shares": _shares,
    "by": _due,
    "indicator": lambda said: said,
}
"""How the fields of indicators and milestones are read that are more than a text."""
