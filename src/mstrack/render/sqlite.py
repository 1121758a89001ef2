"""Relations → one SQLite file: strict types, foreign keys, an index a reference; Datasette and DuckDB open it.

It grows in a folder of its own and is then copied to where it stays, so that it is never held in memory.
"""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from mstrack.render.jsonl import plain_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import BinaryIO

    from mstrack.report import Reference, Relation, RelationValue

_TYPES = {
    "text": "TEXT",
    "integer": "INTEGER",
    "decimal": "REAL",
    "percent": "REAL",
    "day": "TEXT",
    "moment": "TEXT",
    "boolean": "INTEGER",
}
"""A figure has at most 15 digits, which a REAL keeps; days and moments are ISO 8601, as SQLite takes them."""


def write(stores: Iterable[tuple[Relation, ...]], views: Mapping[str, str], out: BinaryIO) -> None:
    """Write the file of one or several stores, with views of it by their names. The same gives the same bytes.

    OSError where the disk has no room for it.
    """
    with TemporaryDirectory(prefix="mstrack-", ignore_cleanup_errors=True) as spare:
        path = os.path.join(spare, "data.sqlite")
        _make(path, stores, views)
        with open(path, "rb") as made:
            shutil.copyfileobj(made, out)


def _make(path: str, stores: Iterable[tuple[Relation, ...]], views: Mapping[str, str]) -> None:
    link = sqlite3.connect(path)
    try:
        link.execute("PRAGMA journal_mode = OFF")  # what fails is thrown away
        link.execute("PRAGMA synchronous = OFF")
        link.execute("PRAGMA foreign_keys = ON")
        layout: Layout | None = None
        for relations in stores:
            if layout is None:
                layout = Layout.of(relations)
                for relation in relations:
                    _create(link, relation, layout)
            for relation in relations:
                _fill(link, relation, has_key=relation.name in layout.with_key)
            link.commit()
            del relations, relation  # else they would stay until the next store is read
        for name, query in views.items():
            link.execute(f'CREATE VIEW "{name}" AS {query}')
        link.commit()
    except sqlite3.OperationalError as error:
        is_full = error.sqlite_errorcode == sqlite3.SQLITE_FULL
        raise OSError(errno.ENOSPC if is_full else errno.EIO, str(error)) from error
    finally:
        link.close()


class Layout(NamedTuple):
    """The natural key of each table by its name, and which tables bear a key of one column."""

    keys: dict[str, tuple[str, ...]]
    with_key: frozenset[str]

    @classmethod
    def of(cls, relations: Iterable[Relation]) -> Layout:
        """Find what others refer to by several columns."""
        several = list(relations)
        keys = {one.name: tuple(field.name for field in one.fields if field.key) for one in several}
        referred = {one.to for relation in several for one in relation.references}
        return cls(keys, frozenset(name for name in referred if len(keys[name]) > 1))


def _fill(link: sqlite3.Connection, relation: Relation, *, has_key: bool) -> None:
    """Write the rows of a table, each with the key of one column where the table has one."""
    at = [n for n, one in enumerate(relation.fields) if one.key] if has_key else []
    names = ", ".join([one.name for one in relation.fields] + ["key"] * has_key)
    marks = ",".join("?" * (len(relation.fields) + has_key))
    rows = ((*map(_stored, row), *([":".join(str(row[n]) for n in at)] if has_key else [])) for row in relation.rows)
    link.executemany(f"INSERT INTO {relation.name} ({names}) VALUES ({marks})", rows)  # noqa: S608  our own names


def _create(link: sqlite3.Connection, relation: Relation, layout: Layout) -> None:
    """Create a table. Each reference stands twice: by the columns that mean something, and by one column.

    Datasette links by references of one column alone, and fails where one does not name the column it leads to.
    """
    fields = [f"{one.name} {_TYPES[one.kind]}{' NOT NULL' if one.required else ''}" for one in relation.fields]
    has_key = relation.name in layout.with_key
    fields += ["key TEXT NOT NULL PRIMARY KEY"] if has_key else []
    by_several = [one for one in relation.references if len(one.fields) > 1]
    fields += [_key_of(one) for one in by_several]
    fields += [f"CHECK ({one.name} IN (0, 1))" for one in relation.fields if one.kind == "boolean"]
    keys = ", ".join(layout.keys[relation.name])
    references = [
        f"FOREIGN KEY ({', '.join(one.fields)}) REFERENCES {one.to} ({', '.join(layout.keys[one.to])})"
        for one in relation.references
    ]
    inside = ", ".join([*fields, f"{'UNIQUE' if has_key else 'PRIMARY KEY'} ({keys})", *references])
    link.execute(f"CREATE TABLE {relation.name} ({inside}) STRICT")
    for n, one in enumerate(by_several):
        link.execute(f"CREATE INDEX {relation.name}_{n}_{one.to} ON {relation.name} ({', '.join(one.fields)})")


def _key_of(one: Reference) -> str:
    """Return the column that refers to the key of one column; it is made from those that refer by several."""
    joined = " || ':' || ".join(one.fields)
    return f"{one.fields[-1]}_key TEXT GENERATED ALWAYS AS ({joined}) VIRTUAL REFERENCES {one.to} (key)"


def _stored(value: RelationValue) -> str | int | float | None:
    """Return a value as SQLite takes it."""
    if isinstance(value, str):
        return value.encode().decode()  # SQLite lets a text keep its UTF-8 beside itself: a year's notes, twice
    return plain_value(value)
