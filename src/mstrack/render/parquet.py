"""Relations → one Parquet file a relation, by pyarrow: exact decimals, real days and moments."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mstrack.report import Relation

ENDING = ".parquet"
DIGITS, PLACES = 38, 15
"""Digits of a decimal that every engine reads, and how many of them stand behind the point."""
_TYPES = {
    "text": pa.string(),
    "integer": pa.int64(),
    "day": pa.date32(),
    "moment": pa.timestamp("s", tz="UTC"),
    "boolean": pa.bool_(),
}


def render(relation: Relation) -> bytes:
    """Return the file; the store stands in the folder's name (store=…), as engines expect of partitions."""
    fields = relation.fields[1:]
    columns = list(zip(*(row[1:] for row in relation.rows), strict=True)) or [()] * len(fields)
    types = [_type(one.kind, column) for one, column in zip(fields, columns, strict=True)]
    several = zip(fields, types, strict=True)
    schema = pa.schema([pa.field(one.name, type_, nullable=not one.required) for one, type_ in several])
    arrays = [
        pa.array([_held(value, type_) for value in column], type=type_)
        for type_, column in zip(types, columns, strict=True)
    ]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()


def _type(kind: str, column: Iterable[Any]) -> Any:  # noqa: ANN401  PyArrow has no types
    """Return the type of a column.

    A figure has at most 15 digits, 12 of them behind the point, so 15 places hold every one, sums, too. Only a share of
    a target next to nothing may need more digits before the point; it has two behind it, and gets the room of others.
    """
    if kind != "decimal":
        return _TYPES[kind]
    before = max((Decimal(value).adjusted() + 1 for value in column if value is not None), default=1)
    return pa.decimal128(DIGITS, min(PLACES, DIGITS - before))


def _held(value: Any, type_: Any) -> Any:  # noqa: ANN401  what a field of that type holds
    """Return a value as PyArrow takes it."""
    if value is None:
        return None
    if pa.types.is_boolean(type_):
        return bool(value)
    if pa.types.is_decimal(type_):
        return Decimal(value).quantize(Decimal(1).scaleb(-type_.scale), context=Context(prec=DIGITS))
    return value.astimezone(dt.UTC) if isinstance(value, dt.datetime) else value
