"""Relations → Arrow tables, by pyarrow: exact decimals, real days and moments, one schema for every store."""

from __future__ import annotations

import datetime as dt
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa

if TYPE_CHECKING:
    from mstrack.report import Relation

DIGITS = 38
"""Digits of a decimal that every engine reads."""
_TYPES = {
    "text": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.decimal128(DIGITS, 15),
    "percent": pa.decimal128(DIGITS, 2),
    "day": pa.date32(),
    "moment": pa.timestamp("ms", tz="UTC"),
    "boolean": pa.bool_(),
}
"""A figure has at most 15 digits, 12 of them behind the point: 15 places hold every one, sums, too. A percent has two,
which leaves room for that of a target next to nothing. Parquet has no whole seconds.
"""


def table(relation: Relation) -> pa.Table:
    """Return every row of a relation; its first column is the store."""
    fields = relation.fields
    schema = pa.schema([pa.field(one.name, _TYPES[one.kind], nullable=not one.required) for one in fields])
    columns = zip(*relation.rows, strict=True) if relation.rows else ((),) * len(fields)
    types = [_TYPES[one.kind] for one in fields]
    arrays = [
        pa.array([_held(value, type_) for value in column], type=type_)
        for type_, column in zip(types, columns, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _held(value: Any, type_: Any) -> Any:  # noqa: ANN401  what a field of that type holds; PyArrow has no types
    """Return a value as PyArrow takes it."""
    if value is None:
        return None
    if pa.types.is_string(type_):
        return value.encode()  # of a text, PyArrow lets the UTF-8 stay beside it
    if pa.types.is_boolean(type_):
        return bool(value)
    if pa.types.is_decimal(type_):
        return Decimal(value).quantize(Decimal(1).scaleb(-type_.scale), context=Context(prec=DIGITS))
    return value.astimezone(dt.UTC) if isinstance(value, dt.datetime) else value
