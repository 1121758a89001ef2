"""What of a plan is sound although its form is wrong in places: the rest of it, without what is wrong.

So the problems of form and those of sense are listed at once, where the former do not hide the latter.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mstrack.errors import Route
    from mstrack.format.plan import Plan

ROUNDS = 8
"""How often is tried: what lacks a wrong key may itself be wrong, up to the item of the plan that holds it."""


class Sound(NamedTuple):
    """What is sound of a plan, and what was left out; `way` leads from there into the file."""

    plan: Plan
    removed: frozenset[Route]
    way: Callable[[Route], Route]


def sound(value: Any, faults: Callable[[Any], tuple[Plan | None, Iterable[Route]]]) -> Sound | None:  # noqa: ANN401  a document
    """Return what is sound of a document; None where too little is.

    `faults` gives the plan that a value says, or the ways to what is wrong in it; a key that is missing is at fault
    with the mapping around it.
    """
    rest = _Rest(value)
    for _n in range(ROUNDS):
        plan, wrong = faults(rest.value)
        if plan:
            return Sound(plan, frozenset(rest.removed), rest.way)
        places = {rest.way(route) for route in wrong}  # all of them before the lists grow shorter
        if () in places:
            return None
        rest.removed |= places
    return None


class _Rest:
    """A document from which parts are taken; it knows which place in the file each part has."""

    def __init__(self, value: Any) -> None:  # noqa: ANN401  as above
        self._whole = value
        self.removed: set[Route] = set()

    @property
    def value(self) -> Any:  # noqa: ANN401  as above
        return self._without(self._whole, ())

    def way(self, route: Route) -> Route:
        """Return the way into the file of a way into the rest: in a list, what was taken out counts again."""
        place: Route = ()
        node = self._whole
        for step in route:
            if isinstance(step, int) and isinstance(node, list):
                left = [i for i in range(len(node)) if (*place, i) not in self.removed]
                step = left[step] if step < len(left) else len(node)  # noqa: PLW2901  the same place
            place = (*place, step)
            node = _child(node, step)
        return place

    def _without(self, node: Any, place: Route) -> Any:  # noqa: ANN401  as above
        if isinstance(node, dict):
            items = ((key, (*place, key)) for key in node)
            return {key: self._without(node[key], way) for key, way in items if way not in self.removed}
        if isinstance(node, list):
            ways = ((one, (*place, i)) for i, one in enumerate(node))
            return [self._without(one, way) for one, way in ways if way not in self.removed]
        return deepcopy(node)


def _child(node: Any, step: str | int) -> Any:  # noqa: ANN401  as above
    try:
        return node[step]
    except (KeyError, IndexError, TypeError):
        return None
