"""The forms of what an amendment says a field was: each field's own, as tasks.yaml has it.

`was` is kept as canonical text, so a number is a text of digits here, also in lists and mappings.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, get_args

from mstrack.format.fields import DAY
from mstrack.format.model import Bound, IndicatorKind
from mstrack.format.plan import Pace
from mstrack.i18n import gettext as _
from mstrack.progress import dates

if TYPE_CHECKING:
    from collections.abc import Callable

    from mstrack.format.model import Amendment, Plan

_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)
_OPTIONAL = {
    *("Task.leader", "Task.partner_units", "Task.goal", "Task.title", "Task.no", "Task.milestones", "Task.added"),
    *("Task.dropped", "Task.deadline", "Plan.deadline", "Plan.lights", "Unit.members", "Unit.person"),
    *("Indicator.baseline", "Indicator.shares", "Indicator.target", "Milestone.indicator", "Milestone.figure"),
}
"""Fields that may have been nothing; a target, where the indicator was not there."""


def flaw(plan: Plan, amendment: Amendment, key: str) -> str:
    """Say why `was` is no value of a field of the model, as Task.deadline; nothing where it is one."""
    held, name = amendment.value, key.partition(".")[2]
    if held is None and key in _OPTIONAL:
        return ""
    if held is None:
        return _("{field} cannot have been nothing; write what it was").format(field=amendment.field)
    if name in {"deadline", "by"}:
        return _no_day(plan, held)
    if _FORMS.get(name, _is_text)(held):
        return ""
    if key == "Indicator.target":
        return _("{was} is no number; write what the target was, as 165").format(was=amendment.was)
    sentence = _("{was} is no value of {field}; write it as it stood there")
    return sentence.format(was=amendment.was, field=amendment.field)


def _no_day(plan: Plan, held: Any) -> str:  # noqa: ANN401  what JSON can say
    """Say why a value is no deadline; nothing where it is one."""
    if isinstance(held, dict):
        if set(held) == {"words", "day"} and _is_day(held["day"]) and _is_text(held["words"]):
            return ""
        return _("a deadline is its words, or the words and their day; write it as it stood there")
    try:
        dates.deadline(str(held), plan.period)
    except ValueError as error:
        return str(error)
    return ""


def _is_text(held: Any) -> bool:  # noqa: ANN401  as above
    return isinstance(held, str)


def _is_number(held: Any) -> bool:  # noqa: ANN401  as above
    return isinstance(held, str) and bool(_NUMBER.fullmatch(held))


def _is_count(held: Any) -> bool:  # noqa: ANN401  as above
    return isinstance(held, str) and held.isascii() and held.isdigit()


def _is_day(held: Any) -> bool:  # noqa: ANN401  as above
    if not isinstance(held, str) or not DAY.fullmatch(held):
        return False
    try:
        return bool(dt.date.fromisoformat(held))
    except ValueError:
        return False


def _are_names(held: Any) -> bool:  # noqa: ANN401  as above
    return isinstance(held, str) or (isinstance(held, list) and all(isinstance(one, str) for one in held))


def _are_shares(held: Any) -> bool:  # noqa: ANN401  as above
    return isinstance(held, dict) and all(map(_is_number, held.values()))


def _are_lights(held: Any) -> bool:  # noqa: ANN401  as above
    return isinstance(held, dict) and all(key in _OF_LIGHTS and _FORMS[key](one) for key, one in held.items())


def _are_milestones(held: Any) -> bool:  # noqa: ANN401  as above
    return isinstance(held, list) and all(
        isinstance(one, dict) and {"id", "by", "what"} <= set(one) <= {"id", "by", "what", "indicator", "figure"}
        for one in held
    )


def _days(*keys: str) -> Callable[[Any], bool]:
    """Return the form of a mapping of these keys, in which all that is no document is a day."""

    def fits(held: Any) -> bool:  # noqa: ANN401  as above
        return (
            isinstance(held, dict)
            and set(held) == set(keys)
            and all((_is_text if key == "document" else _is_day)(one) for key, one in held.items())
        )

    return fits


def _choice(choices: tuple[Any, ...]) -> Callable[[Any], bool]:
    return lambda held: held in choices


_OF_LIGHTS = ("red", "yellow", "stale_days", "near_days", "last_days", "pace")
_FORMS: dict[str, Callable[[Any], bool]] = {
    **dict.fromkeys(("leader", "lead_unit", "partner_units", "members", "person"), _are_names),
    **dict.fromkeys(("red", "yellow", "target", "baseline", "figure"), _is_number),
    **dict.fromkeys(("year", "item", "stale_days", "near_days", "last_days"), _is_count),
    **dict.fromkeys(("added", "dropped"), _days("date", "document")),
    "period": _days("from", "to"),
    "milestones": _are_milestones,
    "shares": _are_shares,
    "lights": _are_lights,
    "above": lambda held: isinstance(held, bool),
    "bound": _choice(get_args(Bound)),
    "kind": _choice(get_args(IndicatorKind)),
    "pace": _choice(get_args(Pace)),
}
"""Forms by the last word of a field; what is not here is a text."""
