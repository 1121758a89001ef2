"""Relations → one SQLite file: strict types, foreign keys, an index a reference; Datasette and DuckDB open it."""

from __future__ import annotations

import datetime as dt
import sqlite3
from decimal import Decimal
from functools import singledispatch
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mstrack.report import Relation, RelationValue

_TYPES = {
    "text": "TEXT",
    "integer": "INTEGER",
    "decimal": "REAL",
    "day": "TEXT",
    "moment": "TEXT",
    "boolean": "INTEGER",
}
"""A figure has at most 15 digits, which a REAL keeps; days and moments are ISO 8601, as SQLite takes them."""


def render(stores: Iterable[tuple[Relation, ...]]) -> bytes:
    """Return the file of one or several stores. The same relations give the same bytes."""
    link = sqlite3.connect(":memory:")
    try:
        link.execute("PRAGMA foreign_keys = ON")
        made = False
        for relations in stores:
            if not made:
                keys = {one.name: ", ".join(field.name for field in one.fields if field.key) for one in relations}
                for relation in relations:
                    _create(link, relation, keys)
                made = True
            for relation in relations:
                marks = ",".join("?" * len(relation.fields))
                rows = (tuple(map(_stored, row)) for row in relation.rows)
                link.executemany(f"INSERT INTO {relation.name} VALUES ({marks})", rows)  # noqa: S608  our own names
            link.commit()
        return link.serialize()
    finally:
        link.close()


def _create(link: sqlite3.Connection, relation: Relation, keys_of: dict[str, str]) -> None:
    """Create a table. A reference names the columns that it leads to: Datasette fails where SQLite has to guess."""
    fields = [f"{one.name} {_TYPES[one.kind]}{' NOT NULL' if one.required else ''}" for one in relation.fields]
    fields += [f"CHECK ({one.name} IN (0, 1))" for one in relation.fields if one.kind == "boolean"]
    keys = ", ".join(one.name for one in relation.fields if one.key)
    references = [
        f"FOREIGN KEY ({', '.join(one.fields)}) REFERENCES {one.to} ({keys_of[one.to]})"
        for one in relation.references
        if one.to
    ]
    inside = ", ".join([*fields, f"PRIMARY KEY ({keys})", *references])
    link.execute(f"CREATE TABLE {relation.name} ({inside}) STRICT")
    for n, one in enumerate(relation.references):
        if one.fields != ("store",):
            link.execute(f"CREATE INDEX {relation.name}_{n}_{one.to} ON {relation.name} ({', '.join(one.fields)})")


@singledispatch
def _stored(value: RelationValue) -> str | int | float | None:
    """Return a value as SQLite takes it."""
    return value  # type: ignore[return-value]  # texts, integers and None stay what they are


@_stored.register(Decimal)
def _(value: Decimal) -> float:
    return float(value)


@_stored.register(dt.datetime)
def _(value: dt.datetime) -> str:
    return value.isoformat(timespec="seconds")


@_stored.register(dt.date)
def _(value: dt.date) -> str:
    return value.isoformat()
