"""What somebody typed behind the filters of a query, on the command line or in Python → names of the plan."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mstrack.progress import lookup
from mstrack.progress.query import Choice
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mstrack.format.model import Plan

OPTIONS = {
    "leader": "leaders",
    "unit": "units",
    "lead_unit": "lead_units",
    "person": "persons",
    "item": "items",
    "light": "lights",
    "status": "statuses",
}
"""Each filter that takes names, and the field of a choice that it fills."""


def choice(plan: Plan, typed: Mapping[str, Sequence[str]], *, unfinished: bool = False) -> Choice:
    """Return the filters with the names that are meant. WrongUse where a word means nothing, or several things."""
    found: dict[str, Any] = {
        OPTIONS[option]: tuple(_meant(plan, option, one) for value in values for one in _parts(option, value))
        for option, values in typed.items()
    }
    return Choice(**found, unfinished=unfinished)


def _parts(option: str, typed: str) -> list[str]:
    """Return the values that are typed in one: red,yellow. A name may have a comma of its own."""
    return re.split("[,，、]", typed) if option in {"light", "status"} else [typed]


def _meant(plan: Plan, option: str, typed: str) -> str | int:
    match option:
        case "leader":
            return lookup.leader(plan, typed)
        case "unit" | "lead_unit":
            return lookup.unit(plan, typed)
        case "person":
            return lookup.person(plan, typed)
        case "item":
            return lookup.item(plan, typed)
        case "light":
            return lookup.choice(typed, words.lights(), "--light", words.in_all_languages(words.lights))
        case _:
            return lookup.choice(typed, words.statuses(), "--status", words.in_all_languages(words.statuses))
