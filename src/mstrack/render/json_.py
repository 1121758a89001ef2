"""JSON: an envelope with the schema's version, the as-of day and revision, and every table under its key.

Numbers are written digit by digit, as they were filed: `json` knows floats only, and writes 0.00001 as 1e-05.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import singledispatch
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import TYPE_CHECKING, Any

from mstrack.format.fields import plain
from mstrack.render import cells
from mstrack.report import SCHEMA_VERSION, Facts, Table

if TYPE_CHECKING:
    from mstrack.render import Page
    from mstrack.report import Block, Report

_WORDS = {None: "null", True: "true", False: "false"}


def render(report: Report, _page: Page) -> bytes:
    """Return one JSON object, indented, its Chinese readable."""
    envelope: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "kind": report.kind,
        "title": report.title,
        "as_of": report.as_of,
        "rev": report.rev,
    }
    envelope |= {key: cells.value(cell) for key, cell in report.envelope}
    for block in report.blocks:
        envelope |= _keyed(block)
    return document(envelope)


def document(value: object) -> bytes:
    """Return a value as a JSON document: two spaces a level, one value a line."""
    return f"{_written(value, '')}\n".encode()


@singledispatch
def _keyed(_block: Block) -> dict[str, Any]:
    """Return what a block holds under its key; texts are for people only."""
    return {}


@_keyed.register(Table)
def _(block: Table) -> dict[str, Any]:
    if not cells.is_read_by("machines", block):
        return {}
    columns, rows = cells.read_by("machines", block)
    return {block.key: [_nested(zip(columns, row, strict=True)) for row in rows]}


@_keyed.register(Facts)
def _(block: Facts) -> dict[str, Any]:
    return {block.key: {fact.key: cells.value(fact.value) for fact in cells.facts_read_by("machines", block)}}


def _nested(pairs: Any) -> dict[str, Any]:  # noqa: ANN401  columns with their cells
    """Return a row as an object; a key with a point stands in an object of its own."""
    row: dict[str, Any] = {}
    for column, cell in pairs:
        first, _point, rest = column.key.partition(".")
        if rest:
            row.setdefault(first, {})[rest] = cells.value(cell)
        else:
            row[first] = cells.value(cell)
    return row


@singledispatch
def _written(value: object, _indent: str) -> str:
    """Return a value as JSON."""
    raise NotImplementedError(type(value))


@_written.register(str)
def _(value: str, _indent: str) -> str:
    quoted = encode_basestring(value)
    return quoted if quoted.isprintable() else _escaped(quoted)


@_written.register(type(None))
@_written.register(bool)
def _(value: bool | None, _indent: str) -> str:  # noqa: FBT001  a value
    return _WORDS[value]


@_written.register(int)
def _(value: int, _indent: str) -> str:
    return str(value)


@_written.register(Decimal)
def _(value: Decimal, _indent: str) -> str:
    return plain(value)


@_written.register(dt.date)
def _(value: dt.date, _indent: str) -> str:
    return f'"{value.isoformat()}"'


@_written.register(list)
@_written.register(tuple)
def _(value: list[Any] | tuple[Any, ...], indent: str) -> str:
    return _lines("[", [_written(one, indent + "  ") for one in value], "]", indent)


@_written.register(dict)
def _(value: dict[str, Any], indent: str) -> str:
    parts = [f"{encode_basestring(key)}: {_written(one, indent + '  ')}" for key, one in value.items()]
    return _lines("{", parts, "}", indent)


def _lines(left: str, parts: list[str], right: str, indent: str) -> str:
    if not parts:
        return left + right
    return f"{left}\n" + ",\n".join(f"{indent}  {part}" for part in parts) + f"\n{indent}{right}"


def _escaped(quoted: str) -> str:
    r"""Return a quoted text with \u202e for a character that would move or hide what stands beside it.

    A lone surrogate, which stands for a byte of a name that is not UTF-8, is a question mark: not every reader of JSON
    takes its escape.
    """
    from mstrack.format.characters import FORBIDDEN  # noqa: PLC0415  its patterns take time, and few texts have any

    whole = quoted.encode("utf-8", "replace").decode()
    return FORBIDDEN.sub(lambda found: encode_basestring_ascii(found.group())[1:-1], whole)
