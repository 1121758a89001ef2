"""Relations → one file of JSON lines a relation: the same fields, days and moments as ISO 8601, figures as numbers."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import BinaryIO

    from mstrack.report import Relation, RelationValue

ENDING = ".jsonl"


def write(relation: Relation, out: BinaryIO) -> None:
    """Write one JSON object a row; the store stands in the folder's name, as in Parquet."""
    names = [one.name for one in relation.fields][1:]
    booleans = {one.name for one in relation.fields if one.kind == "boolean"}
    for row in relation.rows:
        fields = zip(names, row[1:], strict=True)
        record = {name: bool(value) if name in booleans else plain_value(value) for name, value in fields}
        out.write(f"{json.dumps(record, ensure_ascii=False)}\n".encode())


def plain_value(value: RelationValue) -> str | int | float | None:
    """Return a value as JSON and SQLite have it: a figure as a number that prints as it was filed, ISO days."""
    if isinstance(value, Decimal):  # 15 digits at most, by the store's rule
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, dt.date) else value
