"""Relations → one file of JSON lines a relation: the same fields, days and moments as ISO 8601, figures as numbers."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mstrack.report import Relation, Value

ENDING = ".jsonl"


def render(relation: Relation) -> bytes:
    """Return one JSON object a row; the store stands in the folder's name, as in Parquet."""
    names = [one.name for one in relation.fields][1:]
    booleans = {one.name for one in relation.fields if one.kind == "boolean"}
    lines = []
    for row in relation.rows:
        said = {
            name: bool(value) if name in booleans else _plain(value) for name, value in zip(names, row[1:], strict=True)
        }
        lines.append(json.dumps(said, ensure_ascii=False) + "\n")
    return "".join(lines).encode()


def _plain(value: Value) -> str | int | float | None:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if isinstance(value, dt.date) else value
