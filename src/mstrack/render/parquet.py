"""Relations → one Parquet file a relation, by pyarrow: the columns of the Arrow table, without the store's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from mstrack.render import arrow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import BinaryIO

    from mstrack.report import Relation, RelationValue

ENDING = ".parquet"
_ROWS = 2_000
"""Rows of a row group at the most."""
_CHARACTERS = 1_000_000
"""Characters of texts with which a row group ends: of long notes few are held beside what is written of them."""


def write(relation: Relation, out: BinaryIO) -> None:
    """Write the file; the store stands in the folder's name (store=…), as engines expect of partitions."""
    schema = arrow.table(relation._replace(rows=())).schema.remove(0)
    with pq.ParquetWriter(out, schema, compression="zstd") as writer:
        for rows in _groups(relation.rows):
            writer.write_table(arrow.table(relation._replace(rows=rows)).remove_column(0))


def _groups(rows: Iterable[tuple[RelationValue, ...]]) -> Iterator[list[tuple[RelationValue, ...]]]:
    """Yield rows as groups; of no rows an empty one."""
    group: list[tuple[RelationValue, ...]] = []
    characters, is_first = 0, True
    for row in rows:
        if len(group) == _ROWS or characters >= _CHARACTERS:
            yield group
            group, characters, is_first = [], 0, False
        group.append(row)
        characters += sum(len(value) for value in row if isinstance(value, str))
    if group or is_first:
        yield group
