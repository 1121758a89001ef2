"""Relations → one Parquet file a relation, by pyarrow: exact decimals, real days and moments."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from mstrack.report import Relation

ENDING = ".parquet"
_TYPES = {
    "text": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.decimal128(38, 15),
    "day": pa.date32(),
    "moment": pa.timestamp("s", tz="UTC"),
    "boolean": pa.bool_(),
}
"""A figure has at most 15 digits, before or behind the point: 38 with 15 behind it hold every one."""


def render(relation: Relation) -> bytes:
    """Return the file; the store stands in the folder's name (store=…), as engines expect of partitions."""
    fields = relation.fields[1:]
    schema = pa.schema([pa.field(one.name, _TYPES[one.kind], nullable=not one.required) for one in fields])
    columns = zip(*(row[1:] for row in relation.rows), strict=True) if relation.rows else ((),) * len(fields)
    arrays = [
        pa.array([_held(value, one.kind) for value in column], type=_TYPES[one.kind])
        for one, column in zip(fields, columns, strict=True)
    ]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), out, compression="zstd")
    return out.getvalue()


def _held(value: Any, kind: str) -> Any:  # noqa: ANN401  what a field of that kind holds
    if kind == "boolean" and value is not None:
        return bool(value)
    if kind == "decimal" and value is not None:
        return Decimal(value)
    return value.astimezone(dt.UTC) if isinstance(value, dt.datetime) else value
