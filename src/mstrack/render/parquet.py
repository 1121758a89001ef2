"""Relations → one Parquet file a relation, by pyarrow: the columns of the Arrow table, without the store's."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from mstrack.render import arrow

if TYPE_CHECKING:
    from mstrack.report import Relation

ENDING = ".parquet"
_GROUP = 2_000
"""Rows of a row group: of long notes no more are held a second time."""


def render(relation: Relation) -> bytes:
    """Return the file; the store stands in the folder's name (store=…), as engines expect of partitions."""
    out = io.BytesIO()
    schema = arrow.table(relation._replace(rows=())).schema.remove(0)
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for start in range(0, len(relation.rows) or 1, _GROUP):
            group = relation._replace(rows=relation.rows[start : start + _GROUP])
            writer.write_table(arrow.table(group).remove_column(0))
    return out.getvalue()
