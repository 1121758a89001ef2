"""Canonical JSON → the model, and an entry → its canonical YAML. The JSON has passed every check: none is made here.

Cold or warm, every value of the program comes through here, so what the memo knows cannot read differently.
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


def plan(said: Json) -> Plan:
    """Build the plan from its canonical JSON."""
    lights, office = said["lights"], said["office"]
    return Plan(
        title=said["title"],
        source=said["source"],
        calendar_year=said["year"],
        span=_span(said["period"]),
        due=_deadline(said["deadline"]),
        office=Office(**office | _tuples(office, "recipients", "copies")) if office else None,
        counts=Counts(**said["counts"]) if said["counts"] else None,
        leaders=tuple(_person(one) for one in said["leaders"]),
        units=tuple(_unit(one) for one in said["units"]),
        items=tuple(Item(title=one["title"], tasks=tuple(_task(t) for t in one["tasks"])) for one in said["items"]),
        lights=Lights(**lights | {"red": Decimal(lights["red"]), "yellow": Decimal(lights["yellow"])}),
        amendments=tuple(PlanAmendment(**_amended(one), tasks=tuple(one["tasks"])) for one in said["amendments"]),
    )


def entry(said: Json) -> Entry:
    """Build an entry from its canonical JSON; a free text loses the line break that ends its literal block."""
    return Entry(
        task=said["task"],
        date=dt.date.fromisoformat(said["date"]),
        unit=said["unit"],
        reporter=said["reporter"],
        recorded=dt.datetime.fromisoformat(said["recorded"]),
        status=said["status"],
        figures={name: Decimal(figure) for name, figure in said["figures"].items()},
        percent=_number(said["percent"]),
        reached=tuple(said["reached"]),
        note=_text(said["note"]),
        problem=_text(said["problem"]),
        next=_text(said["next"]),
        confirmed=tuple(said["confirmed"]),
        corrects=tuple(said["corrects"]),
        reason=_text(said["reason"]),
    )


def written(filed: Entry) -> dict[str, Any]:
    """Return what the file of an entry says, key by key in canonical order: for `yamltext.write`."""
    from mstrack.format.yaml import Block, Inline  # noqa: PLC0415  PyYAML only where something is written

    free = {name: Block(text) for name in ("note", "problem", "next") if (text := getattr(filed, name))}
    corrects = {"corrects": filed.corrects if len(filed.corrects) > 1 else filed.corrects[0]} if filed.corrects else {}
    return {
        "task": filed.task,
        "date": filed.date,
        "unit": filed.unit,
        **({"status": filed.status} if filed.status else {}),
        **({"figures": Inline(filed.figures)} if filed.figures else {}),
        **({"percent": filed.percent} if filed.percent is not None else {}),
        **({"reached": filed.reached} if filed.reached else {}),
        **free,
        "reporter": filed.reporter,
        "recorded": filed.recorded,
        **({"confirmed": filed.confirmed} if filed.confirmed else {}),
        **corrects,
        **({"reason": Block(filed.reason)} if filed.reason else {}),
    }


def _person(said: Json) -> Person:
    return Person(
        name=said["name"], pinyin=said["pinyin"], aliases=tuple(said["aliases"]), former=_former(said["former"])
    )


def _unit(said: Json) -> Unit:
    return Unit(
        name=said["name"],
        code=said["code"],
        persons=tuple(_person(one) for one in said["person"]),
        members=tuple(said["members"]),
        aliases=tuple(said["aliases"]),
        former=_former(said["former"]),
        contact=Contact(**said["contact"]) if said["contact"] else None,
    )


def _former(said: Json) -> tuple[Former, ...]:
    return tuple(Former(**one | {"until": _day(one["until"])}) for one in said)


def _task(said: Json) -> Task:
    return Task(
        id=said["id"],
        no=said["no"],
        title=said["title"],
        content=_unfolded(said["content"]),
        goal=_unfolded(said["goal"]) if said["goal"] else None,
        leaders=tuple(said["leader"]),
        lead_units=tuple(said["lead_unit"]),
        partner_units=tuple(said["partner_units"]),
        due=_deadline(said["deadline"]),
        indicators=tuple(_indicator(one) for one in said["indicators"]),
        milestones=tuple(_milestone(one) for one in said["milestones"]),
        amendments=tuple(Amendment(**_amended(one)) for one in said["amendments"]),
        added=_decision(said["added"]),
        dropped=_decision(said["dropped"]),
    )


def _indicator(said: Json) -> Indicator:
    numbers = {"target": Decimal(said["target"]), "baseline": _number(said["baseline"])}
    return Indicator(**said | numbers | {"shares": {name: Decimal(share) for name, share in said["shares"].items()}})


def _milestone(said: Json) -> Milestone:
    return Milestone(**said | {"by": _deadline(said["by"]), "figure": _number(said["figure"])})


def _amended(said: Json) -> Json:
    return {
        "date": dt.date.fromisoformat(said["date"]),
        "document": said["document"],
        "field": said["field"],
        "was": _unfolded(said["was"]),
    }


def _deadline(said: Json) -> Deadline | None:
    return Deadline(words=said["words"], day=_day(said["day"])) if said else None


def _decision(said: Json) -> Decision | None:
    return Decision(**said | {"date": _day(said["date"])}) if said else None


def _span(said: Json) -> Span | None:
    return Span(start=dt.date.fromisoformat(said["from"]), end=dt.date.fromisoformat(said["to"])) if said else None


def _tuples(said: Json, *keys: str) -> Json:
    return {key: tuple(said[key]) for key in keys}


def _day(said: str | None) -> dt.date | None:
    return dt.date.fromisoformat(said) if said else None


def _number(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)


def _unfolded(said: str) -> str:
    """Return a text without its line breaks: they are for the sake of diffs."""
    return said.replace("\n", "")


def _text(said: str | None) -> str | None:
    return said.rstrip("\n") if said else None
