"""What an amendment changed, in words: the field by its name, and what it was as people read it."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from mstrack.format.labels import KEYS
from mstrack.format.model import Indicator, as_was
from mstrack.i18n import gettext as _
from mstrack.progress import quantities
from mstrack.views import plan_changes

if TYPE_CHECKING:
    from mstrack.format.model import Amendment, Plan, PlanAmendment, Task


def choices() -> dict[str, str]:
    """Return the words for what an indicator's bound and kind can be, and a pace."""
    return {
        "at-least": _("a floor"),
        "at-most": _("a ceiling"),
        "about": _("about that number"),
        "cumulative": _("cumulative"),
        "level": _("a level"),
        "deadline": _("to the deadline"),
        "calendar": _("by the calendar"),
        "true": _("yes"),
        "false": _("no"),
        "null": _("nothing"),
    }


def sentence(task: Task, one: Amendment) -> str:
    """Say what an amendment of a task changed: the deadline was 11月底."""
    of, _point, key = one.field.partition(".")
    indicator = _indicator(task, one)
    told = {
        "deadline": _("the deadline was {was}"),
        "leader": _("the leader was {was}"),
        "lead_unit": _("the lead unit was {was}"),
        "person": _("the person who answers was {was}"),
        "indicators": _("the target {was} was dropped"),
        "partner_units": _("the partner units were {was}"),
        "content": _("the content was {was}"),
        "goal": _("the goal was {was}"),
        "title": _("the short title was {was}"),
        "no": _("the printed number was {was}"),
        "milestones": _("the stages were {was}"),
        "added": _("the decision that added it was {was}"),
        "dropped": _("the decision that dropped it was {was}"),
        f"{of}.shares": _("the targets of districts of {name} were {was}"),
    }.get(one.field, _("{field} of {name} was {was}") if key else _("the target of {name} was {was}"))
    names = {stage.id: stage.what for stage in task.milestones}
    name = indicator.name if indicator else names.get(of, of)
    return told.format(was=value(task, one), name=name, field=_field(key, is_stage=of in names and not indicator))


def of_plan(plan: Plan, task: Task | None = None) -> str:
    """Say what documents changed in the plan's own fields; for a task nothing of units and items that it has not."""
    sentence = _("{document} ({day}): {changes}")
    return _("; ").join(
        sentence.format(document=one.document, day=one.date, changes=_of_plan(plan, one))
        for one in plan.amendments
        if not one.tasks and (task is None or _concerns(plan, task, one))
    )


def _concerns(plan: Plan, task: Task, one: PlanAmendment) -> bool:
    """Whether an amendment of the plan is one of the whole table, or of a unit or an item that the task has."""
    first, _point, rest = one.field.partition(".")
    key = rest.partition(".")[0]
    if first == "units":
        names = {*task.units, *(name for unit in plan.units if unit.name in task.units for name in unit.members)}
        return any(unit.code == key and unit.name in names for unit in plan.units)
    if first == "items":
        return any(str(n) == key and task in item.tasks for n, item in enumerate(plan.items, 1))
    return True


def value(task: Task, one: Amendment) -> str:
    """Return what a field was, as people read it; of a long text the clauses that are no more."""
    indicator = _indicator(task, one)
    if indicator:
        return _of_indicator(indicator, one)
    if one.field in {"content", "goal"} and one.was != "null":
        now = as_was(getattr(task, one.field))
        is_long = max(len(one.was), len(now)) > plan_changes.LONG and one.was != now
        return plan_changes.differing(one.was, now)[0] if is_long else one.was
    return _worded(one.value)


def _indicator(task: Task, one: Amendment) -> Indicator | None:
    of = one.field.partition(".")[0]
    return next((each for each in task.indicators if each.id == of), None)


def _of_indicator(indicator: Indicator, one: Amendment) -> str:
    key = one.field.partition(".")[2]
    if key in {"", "target", "baseline"} and one.target_was is not None:
        return quantities.quantity(one.target_was, indicator)
    if key == "shares" and isinstance(one.value, dict):
        return _(", ").join(_share(name, share, indicator) for name, share in one.value.items())
    if key in {"bound", "kind"}:
        return choices().get(one.was, one.was)
    return _worded(one.value)


def _share(name: str, share: Any, indicator: Indicator) -> str:  # noqa: ANN401  what JSON can say
    try:
        return f"{name} {quantities.quantity(Decimal(str(share)), indicator)}"
    except InvalidOperation:  # a rule refuses it
        return f"{name} {share}"


def _of_plan(plan: Plan, one: Amendment) -> str:
    first, _point, rest = one.field.partition(".")
    sentence = _("{field} of {name} was {was}") if rest else _("{field} was {was}")
    code, _point, key = rest.partition(".")
    unit = next((each for each in plan.units if each.code == code), None) if first == "units" else None
    field, name = _title("Plan", first), ""
    if first == "units":
        field, name = _title("Unit", key), unit.name if unit else code
    elif rest:
        field, name = _title("Lights" if first == "lights" else first.capitalize(), rest), _title("Plan", first)
    worded = choices().get(one.was, _worded(one.value)) if rest == "pace" else _worded(one.value)
    return sentence.format(field=field, name=name, was=worded)


def _field(key: str, *, is_stage: bool) -> str:
    return _title("Milestone" if is_stage else "Indicator", key) if key else ""


def _title(class_name: str, key: str) -> str:
    known = KEYS.get(f"{class_name}.{key}")
    return _(known.title) if known else key


def _worded(value: Any) -> str:  # noqa: ANN401  what JSON can say
    """Return a value of the plan without signs of JSON."""
    if value is None or isinstance(value, bool):
        return choices()[json.dumps(value)]
    if isinstance(value, list):
        return _(", ").join(map(_worded, value)) or choices()["null"]
    if isinstance(value, dict):
        return _mapping(value)
    return str(value)


def _mapping(mapping: dict[str, Any]) -> str:
    """Return a stage, a decision, a day in words or a period; of anything else each key with its value."""
    if {"what", "by"} <= mapping.keys():
        return _("{what} ({day})").format(what=mapping["what"], day=_worded(mapping["by"]))
    if {"document", "date"} <= mapping.keys():
        return _("{document} ({day})").format(document=mapping["document"], day=mapping["date"])
    if "words" in mapping:
        return str(mapping["words"])
    if {"from", "to"} <= mapping.keys():
        return _("{first} to {last}").format(first=mapping["from"], last=mapping["to"])
    return _(", ").join(f"{key} {_worded(each)}" for key, each in mapping.items())
