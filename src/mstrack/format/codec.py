"""Canonical JSON → the model, and an entry → its canonical YAML. The JSON has passed every check: none is made here.

Cold or warm, every value of the program comes through here, so what the memo knows cannot read differently.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from mstrack.format.model import Amendment, Counts, Entry, Indicator, Item, Lights, Person, Plan, Task, Unit

Json = Any


def plan(said: Json) -> Plan:
    """Build the plan from its canonical JSON."""
    lights = said["lights"]
    return Plan(
        title=said["title"],
        source=said["source"],
        year=said["year"],
        counts=Counts(**said["counts"]),
        leaders=tuple(_person(one) for one in said["leaders"]),
        units=tuple(_unit(one) for one in said["units"]),
        items=tuple(Item(title=one["title"], tasks=tuple(_task(t) for t in one["tasks"])) for one in said["items"]),
        lights=Lights(**lights | {"red": Decimal(lights["red"]), "yellow": Decimal(lights["yellow"])}),
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
        note=_text(said["note"]),
        problem=_text(said["problem"]),
        next=_text(said["next"]),
        corrects=tuple(said["corrects"]),
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
        **free,
        "reporter": filed.reporter,
        "recorded": filed.recorded,
        **corrects,
    }


def _person(said: Json) -> Person:
    return Person(name=said["name"], pinyin=said["pinyin"], aliases=tuple(said["aliases"]))


def _unit(said: Json) -> Unit:
    return Unit(
        name=said["name"],
        code=said["code"],
        person=_person(said["person"]) if said["person"] else None,
        members=tuple(said["members"]),
        aliases=tuple(said["aliases"]),
    )


def _task(said: Json) -> Task:
    return Task(
        id=said["id"],
        title=said["title"],
        content=said["content"].replace("\n", ""),  # its line breaks are for the sake of diffs
        leader=said["leader"],
        lead_unit=said["lead_unit"],
        partner_units=tuple(said["partner_units"]),
        deadline=said["deadline"],
        indicators=tuple(_indicator(one) for one in said["indicators"]),
        amendments=tuple(_amendment(one) for one in said["amendments"]),
    )


def _indicator(said: Json) -> Indicator:
    baseline = said["baseline"]
    numbers = {"target": Decimal(said["target"]), "baseline": None if baseline is None else Decimal(baseline)}
    return Indicator(**said | numbers)


def _amendment(said: Json) -> Amendment:
    return Amendment(**said | {"date": dt.date.fromisoformat(said["date"])})


def _text(said: str | None) -> str | None:
    return said.rstrip("\n") if said else None
