"""Relations → one file of JSON lines a relation: the same fields, days and moments as ISO 8601, figures as numbers."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from functools import singledispatch
from typing import TYPE_CHECKING

from mstrack.render.cells import number

if TYPE_CHECKING:
    from typing import BinaryIO

    from mstrack.report import Relation, RelationValue

ENDING = ".jsonl"


def write(relation: Relation, out: BinaryIO) -> None:
    """Write one JSON object a row; the store stands in the folder's name, as in Parquet."""
    names = [one.name for one in relation.fields][1:]
    booleans = {one.name for one in relation.fields if one.kind == "boolean"}
    for row in relation.rows:
        record = {
            name: bool(value) if name in booleans else _plain(value) for name, value in zip(names, row[1:], strict=True)
        }
        out.write(f"{json.dumps(record, ensure_ascii=False)}\n".encode())


@singledispatch
def _plain(value: RelationValue) -> str | int | float | None:
    """Return a value as JSON has it."""
    return value  # type: ignore[return-value]  # texts, integers and None stay what they are


@_plain.register(Decimal)
def _(value: Decimal) -> int | float:
    return number(value)


@_plain.register(dt.datetime)
def _(value: dt.datetime) -> str:
    return value.isoformat(timespec="seconds")


@_plain.register(dt.date)
def _(value: dt.date) -> str:
    return value.isoformat()
