"""Canonical JSON → the model, and an entry → its canonical YAML. The JSON has passed every check: none is made here.

What the cache knows is built here, equal to what `validate` read when the text was new: a test holds that for any text.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from mstrack.format.model import (
    Amendment,
    Contact,
    Counts,
    Deadline,
    Decision,
    Entry,
    Former,
    Indicator,
    Item,
    Lights,
    Milestone,
    Office,
    Person,
    Plan,
    PlanAmendment,
    Span,
    Task,
    Unit,
)

Json = Any


def plan(data: Json) -> Plan:
    """Build the plan from its canonical JSON."""
    lights, office = data["lights"], data["office"]
    return Plan(
        title=data["title"],
        source=data["source"],
        calendar_year=data["year"],
        span=_span(data["period"]),
        due=_deadline(data["deadline"]),
        office=Office(**office | _tuples(office, "recipients", "copies")) if office else None,
        counts=Counts(**data["counts"]) if data["counts"] else None,
        leaders=tuple(_person(one) for one in data["leaders"]),
        units=tuple(_unit(one) for one in data["units"]),
        items=tuple(Item(title=one["title"], tasks=tuple(_task(t) for t in one["tasks"])) for one in data["items"]),
        lights=Lights(**lights | {"red": Decimal(lights["red"]), "yellow": Decimal(lights["yellow"])}),
        amendments=tuple(PlanAmendment(**_amended(one), tasks=tuple(one["tasks"])) for one in data["amendments"]),
    )


def entry(data: Json) -> Entry:
    """Build an entry from its canonical JSON."""
    return Entry(
        task=data["task"],
        date=dt.date.fromisoformat(data["date"]),
        unit=data["unit"],
        reporter=data["reporter"],
        recorded=dt.datetime.fromisoformat(data["recorded"]),
        status=data["status"],
        figures={name: Decimal(figure) for name, figure in data["figures"].items()},
        percent=_number(data["percent"]),
        reached=tuple(data["reached"]),
        note=data["note"],
        problem=data["problem"],
        next=data["next"],
        confirmed=tuple(data["confirmed"]),
        corrects=tuple(data["corrects"]),
        reason=data["reason"],
    )


def mapping(entry: Entry) -> dict[str, Any]:
    """Return what the file of an entry says, key by key in canonical order: for `yaml.write`."""
    from mstrack.format.yaml import BlockText, Inline  # noqa: PLC0415  PyYAML only where something is written

    free = {name: BlockText(text) for name in ("note", "problem", "next") if (text := getattr(entry, name))}
    corrects = {"corrects": entry.corrects if len(entry.corrects) > 1 else entry.corrects[0]} if entry.corrects else {}
    return {
        "task": entry.task,
        "date": entry.date,
        "unit": entry.unit,
        **({"status": entry.status} if entry.status else {}),
        **({"figures": Inline(entry.figures)} if entry.figures else {}),
        **({"percent": entry.percent} if entry.percent is not None else {}),
        **({"reached": entry.reached} if entry.reached else {}),
        **free,
        "reporter": entry.reporter,
        "recorded": entry.recorded,
        **({"confirmed": entry.confirmed} if entry.confirmed else {}),
        **corrects,
        **({"reason": BlockText(entry.reason)} if entry.reason else {}),
    }


def _person(data: Json) -> Person:
    return Person(
        name=data["name"], pinyin=data["pinyin"], aliases=tuple(data["aliases"]), former=_former(data["former"])
    )


def _unit(data: Json) -> Unit:
    return Unit(
        name=data["name"],
        code=data["code"],
        persons=tuple(_person(one) for one in data["person"]),
        members=tuple(data["members"]),
        aliases=tuple(data["aliases"]),
        former=_former(data["former"]),
        contact=Contact(**data["contact"]) if data["contact"] else None,
    )


def _former(data: Json) -> tuple[Former, ...]:
    return tuple(Former(**one | {"until": _day(one["until"])}) for one in data)


def _task(data: Json) -> Task:
    return Task(
        id=data["id"],
        no=data["no"],
        title=data["title"],
        content=data["content"],
        goal=data["goal"],
        leaders=tuple(data["leader"]),
        lead_units=tuple(data["lead_unit"]),
        partner_units=tuple(data["partner_units"]),
        due=_deadline(data["deadline"]),
        indicators=tuple(_indicator(one) for one in data["indicators"]),
        milestones=tuple(_milestone(one) for one in data["milestones"]),
        amendments=tuple(Amendment(**_amended(one)) for one in data["amendments"]),
        added=_decision(data["added"]),
        dropped=_decision(data["dropped"]),
    )


def _indicator(data: Json) -> Indicator:
    numbers = {"target": Decimal(data["target"]), "baseline": _number(data["baseline"])}
    return Indicator(**data | numbers | {"shares": {name: Decimal(share) for name, share in data["shares"].items()}})


def _milestone(data: Json) -> Milestone:
    return Milestone(**data | {"by": _deadline(data["by"]), "figure": _number(data["figure"])})


def _amended(data: Json) -> Json:
    return {
        "date": dt.date.fromisoformat(data["date"]),
        "document": data["document"],
        "field": data["field"],
        "was": data["was"],
    }


def _deadline(data: Json) -> Deadline | None:
    return Deadline(words=data["words"], day=_day(data["day"])) if data else None


def _decision(data: Json) -> Decision | None:
    return Decision(**data | {"date": _day(data["date"])}) if data else None


def _span(data: Json) -> Span | None:
    return Span(start=dt.date.fromisoformat(data["from"]), end=dt.date.fromisoformat(data["to"])) if data else None


def _tuples(data: Json, *keys: str) -> Json:
    return {key: tuple(data[key]) for key in keys}


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
