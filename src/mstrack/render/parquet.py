"""Relations → one Parquet file a relation, by pyarrow: the columns of the Arrow table, without the store's."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from mstrack.render import arrow

if TYPE_CHECKING:
    from mstrack.report import Relation

ENDING = ".parquet"


def render(relation: Relation) -> bytes:
    """Return the file; the store stands in the folder's name (store=…), as engines expect of partitions."""
    out = io.BytesIO()
    pq.write_table(arrow.table(relation).remove_column(0), out, compression="zstd")
    return out.getvalue()
