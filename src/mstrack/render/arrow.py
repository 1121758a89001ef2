"""Relations → Arrow tables, by pyarrow: exact decimals, real days and moments, one schema whatever the rows are."""

from __future__ import annotations

import datetime as dt
from decimal import Context, Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from mstrack.errors import WorldFailed
from mstrack.format.fields import plain
from mstrack.i18n import gettext as _

if TYPE_CHECKING:
    from mstrack.report import Relation

_PLACES = 15
_SMALLEST = Decimal(1).scaleb(-_PLACES)
_ALL_DIGITS = Context(prec=38)
_TYPES = {
    "text": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.decimal128(38, _PLACES),
    "day": pa.date32(),
    "moment": pa.timestamp("ms", tz="UTC"),
    "boolean": pa.bool_(),
}
"""A figure has at most 15 digits, 12 of them behind the point: 38 with 15 behind it hold every one, sums, too."""
_LIMIT = 10**23
"""What a column of decimals stays below: only a share of a target next to nothing does not."""


def table(relation: Relation) -> pa.Table:
    """Return every row of a relation; its first column is the store. WorldFailed where a number is too large."""
    fields = relation.fields
    schema = pa.schema([pa.field(one.name, _TYPES[one.kind], nullable=not one.required) for one in fields])
    columns = zip(*relation.rows, strict=True) if relation.rows else ((),) * len(fields)
    arrays = [
        pa.array([_held(value, one.kind, f"{relation.name}.{one.name}") for value in column], type=_TYPES[one.kind])
        for one, column in zip(fields, columns, strict=True)
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _held(value: Any, kind: str, place: str) -> Any:  # noqa: ANN401  what a field of that kind holds
    if kind == "boolean" and value is not None:
        return bool(value)
    if kind == "decimal" and value is not None:
        if abs(value) >= _LIMIT:
            told = _(
                "{place}: {number} is more than a Parquet column holds; correct the target, or choose another --format"
            )
            raise WorldFailed(told.format(place=place, number=plain(Decimal(value))))
        return Decimal(value).quantize(_SMALLEST, context=_ALL_DIGITS)
    return value.astimezone(dt.UTC) if isinstance(value, dt.datetime) else value
