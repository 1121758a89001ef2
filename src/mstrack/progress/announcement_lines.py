"""A change that nothing announces, in words: a sentence, and the lines of tasks.yaml that would announce it.

Day and document stand as … in these lines: a rule refuses them until somebody has written both.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mstrack.format.characters import shown
from mstrack.format.fields import plain
from mstrack.format.model import as_was
from mstrack.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mstrack.progress.announcements import PlanChange, PlanValue, Wanted

OPEN = "…"
"""Stands for the day and the document, which only people know."""
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,6})?", re.ASCII)
_SHORT = 60
"""Characters of a former value that a sentence shows; the lines have all of it."""


def value(held: PlanValue) -> str:
    """Return a value of a plan as tasks.yaml writes it."""
    if isinstance(held, tuple):
        return f"[{', '.join(held)}]"
    if isinstance(held, bool):
        return "true" if held else "false"
    return plain(held) if isinstance(held, Decimal) else "" if held is None else str(held)


def sentence(change: PlanChange) -> str:
    """Say what is wrong with a silent change, and what puts it right. LookupError where it needs no announcement."""
    wanted = change.wanted
    if wanted is None:
        raise LookupError(change)
    if wanted.form == "never":
        return _of_what_stays(change)
    words = {"key": change.thing.key, "id": wanted.task, "line": _line(wanted), "name": change.name}
    if not change.field:
        return _of_whole(change).format(**words)
    words |= {"field": change.field, "was": shown(value(change.was), _SHORT) or "null"}
    if wanted.form == "former":
        template = _("{field} was {was}; undo the change, or write at {name}: {line}")
        name = change.now if change.field in {"leader", "person"} else change.name
        return template.format(**words | {"name": name})
    if wanted.task is None:
        return _("{field} was {was}; undo the change, or add to the amendments of the plan: {line}").format(**words)
    return _("{field} was {was}; undo the change, or add to the amendments of task {id}: {line}").format(**words)


def lines(changes: Iterable[PlanChange]) -> str:
    """Return what to write into tasks.yaml for all silent changes: one amendment for many tasks where one says it.

    Amendments stand at the plan, under one key; the lines of units, leaders, persons and tasks follow, each under a
    remark that says where they belong. Empty where nothing is silent, or nothing can announce it.
    """
    tasks: dict[str, tuple[Wanted, set[int]]] = {}
    places: dict[str, None] = {}
    for change in changes:
        wanted = change.wanted
        if wanted is None or not change.is_silent or wanted.form == "never":
            continue
        if wanted.form == "amendment":
            known = tasks.setdefault(_line(wanted) + str(wanted.task is None), (wanted, set()))[1]
            known |= {wanted.task} if wanted.task is not None else set()
        else:
            places[f"# {_place(change)}\n{_line(wanted)}\n"] = None
    amendments = [_amendment(wanted, numbers) for wanted, numbers in tasks.values()]
    where = _("tasks.yaml, at its end; or below the amendments that stand there")
    head = f"# {where}\n{_yaml(amendments)}" if amendments else ""
    return head + "".join(places)


def _place(change: PlanChange) -> str:
    if change.thing.kind == "task" and change.wanted and change.wanted.form == "added":
        return _("task {id}").format(id=change.thing.task)
    return str(change.now)


def _of_what_stays(change: PlanChange) -> str:
    """Say that something is gone, or another, that nothing can announce."""
    (kind, key, id_), was = change.thing, value(change.was)
    if kind == "task":
        sentence = _("task {id} is gone; put it back, and where a document dropped it, write there: {line}")
        return sentence.format(id=key, line=f"dropped: {{date: {OPEN}, document: {OPEN}}}")
    if kind == "amendment" and id_ is None:
        return _("an amendment of the plan is gone; put it back: {was}").format(was=was)
    if kind == "amendment":
        return _("an amendment of task {id} is gone; put it back: {was}").format(id=id_, was=was)
    if change.field == "code":
        return _("the code was {was}; undo the change: entries bear it for good").format(was=was)
    return _("a former name of {name} is gone; put it back: {was}").format(name=change.name, was=was)


def _of_whole(change: PlanChange) -> str:
    is_gone = change.happened == "removed"
    if change.thing.kind == "task":
        return _("task {key} is new; take it out, or write there what added it: {line}")
    if change.thing.kind == "milestone":
        if is_gone:
            return _("the milestone {key} is gone; put it back, or add to the amendments of task {id}: {line}")
        return _("the milestone {key} is new; take it out, or add to the amendments of task {id}: {line}")
    if is_gone:
        return _("the indicator {key} is gone; put it back, or add to the amendments of task {id}: {line}")
    return _("the indicator {key} is new; take it out, or add to the amendments of task {id}: {line}")


def _line(wanted: Wanted) -> str:
    """Return the announcement on one line of YAML."""
    if wanted.form == "added":
        return f"added: {{date: {OPEN}, document: {OPEN}}}"
    if wanted.form == "former":
        several = wanted.was if isinstance(wanted.was, tuple) else (wanted.was,)
        return _yaml_of({"former": [{"name": name, "until": OPEN, "document": OPEN} for name in several]})
    return _yaml_of(_amendment(wanted, set()))


def _amendment(wanted: Wanted, numbers: set[int]) -> dict[str, Any]:
    parts = {"date": OPEN, "document": OPEN, "field": wanted.field, "was": _as_written(wanted.was)}
    return parts | ({"tasks": sorted(numbers)} if numbers else {})


def _as_written(held: object) -> Any:  # noqa: ANN401  what YAML can say
    """Return a value of the model as a file writes it: numbers as numbers."""
    text = as_was(held)
    is_text = isinstance(held, str) or (text[0] not in "[{" and text not in {"true", "false", "null"})
    return _numbers(text if is_text else json.loads(text))


def _numbers(held: Any) -> Any:  # noqa: ANN401  as above
    if isinstance(held, list):
        return [_numbers(one) for one in held]
    if isinstance(held, dict):
        return {key: _numbers(one) for key, one in held.items()}
    return Decimal(held) if isinstance(held, str) and _NUMBER.fullmatch(held) else held


def _yaml_of(mapping: dict[str, Any]) -> str:
    """Return a mapping on one line: one key as `key: value`, more in brackets."""
    from mstrack.format.yaml import Inline, write  # noqa: PLC0415  PyYAML only where something is silent

    if len(mapping) == 1:
        [(key, held)] = mapping.items()
        return write({key: tuple(held)}).rstrip("\n")
    return write({"x": Inline(mapping)}).removeprefix("x: ").rstrip("\n")


def _yaml(amendments: list[dict[str, Any]]) -> str:
    from mstrack.format.yaml import Inline, write  # noqa: PLC0415  as above

    return write({"amendments": [Inline(one) for one in amendments]})
