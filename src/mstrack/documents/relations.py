"""The shape of the data for analysts: which relations there are, their fields, keys and references.

Every relation starts with the store that its rows come from, so that a province collects its cities in one place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.report import Field, Reference, Relation

if TYPE_CHECKING:
    from mstrack.report import FieldType

STORE = Field("store", key=True, required=True)


def _field(said: str) -> Field:
    """Read `name kind`, with ! where it is required and * where it is part of the key, as `id integer*`."""
    name, _space, kind = said.partition(" ")
    marks = kind[len(kind.rstrip("!*")) :]
    names: dict[str, FieldType] = {k: k for k in ("text", "integer", "decimal", "day", "moment", "boolean")}
    return Field(name, names[kind.rstrip("!*") or "text"], key="*" in marks, required=bool(marks))


def _relation(name: str, fields: str, *references: tuple[str, str]) -> Relation:
    """Take fields separated by commas, and references: which relation, by which fields beside the store."""
    known = (STORE, *(_field(one.strip()) for one in fields.split(",")))
    to = () if name == "stores" else (Reference(("store",), "stores"),)
    return Relation(name, known, (*to, *(Reference(("store", *own.split()), other) for other, own in references)), ())


RELATIONS = (
    _relation("stores", "title text!, source text!, year integer!, as_of day!, rev text, lights text!"),
    _relation("leaders", "name text*, pinyin text!"),
    _relation("units", "code text*, name text!, person text, person_pinyin text, is_group boolean!"),
    _relation("members", "group_code text*, member text*", ("units", "group_code"), ("units", "member")),
    _relation("items", "number integer*, title text!"),
    _relation(
        "tasks",
        "id integer*, item integer!, title text!, content text!, leader text, lead_unit text!, "
        "deadline text!, due day!",
        ("items", "item"),
        ("leaders", "leader"),
        ("units", "lead_unit"),
    ),
    _relation(
        "task_units", "task integer*, position integer*, unit text!, role text!", ("tasks", "task"), ("units", "unit")
    ),
    _relation(
        "amendments",
        "task integer*, number integer*, date day!, document text!, field text!, was text!",
        ("tasks", "task"),
    ),
    _relation(
        "indicators",
        "task integer*, id text*, name text!, kind text!, target decimal!, above boolean!, baseline decimal, "
        "measure text!, quote text!",
        ("tasks", "task"),
    ),
    _relation(
        "entries",
        "id text*, task integer!, unit text!, date day!, status text, note text, problem text, next text, "
        "reporter text!, recorded moment!, effective boolean!, path text!",
        ("tasks", "task"),
        ("units", "unit"),
    ),
    _relation(
        "figures",
        "entry text*, task integer!, indicator text*, figure decimal!",
        ("entries", "entry"),
        ("indicators", "task indicator"),
    ),
    _relation("corrections", "entry text*, corrects text*", ("entries", "entry")),
    _relation(
        "standings",
        "task integer*, light text!, cause text!, reason text!, status text!, days_left integer!, late_days integer!, "
        "progress_percent decimal, expected_percent decimal!, lag_points decimal, slowest text, report text, "
        "report_age_days integer",
        ("tasks", "task"),
        ("entries", "report"),
        ("indicators", "task slowest"),
    ),
    _relation(
        "actuals",
        "task integer*, indicator text*, figure decimal, percent decimal, reached boolean!, provisional boolean!, "
        "date day, shares_reported integer!, shares_asked integer!",
        ("indicators", "task indicator"),
    ),
    _relation(
        "sources",
        "task integer*, indicator text*, entry text*",
        ("actuals", "task indicator"),
        ("entries", "entry"),
    ),
)
"""In an order in which what is referred to comes first."""
