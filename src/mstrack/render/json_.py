"""JSON: an envelope with the schema's version, the as-of day and revision, and every table under its key."""

from __future__ import annotations

import json
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from mstrack.render import cells
from mstrack.report import SCHEMA_VERSION, Facts, Table

if TYPE_CHECKING:
    from mstrack.render import Page
    from mstrack.report import Block, Report


def render(report: Report, _page: Page) -> bytes:
    """Return one JSON object, indented, its Chinese readable."""
    envelope: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "kind": report.kind,
        "title": report.title,
        "as_of": report.as_of.isoformat(),
        "rev": report.rev,
    }
    envelope |= {key: cells.value(cell) for key, cell in report.envelope}
    for block in report.blocks:
        envelope |= _keyed(block)
    return (json.dumps(envelope, ensure_ascii=False, indent=2) + "\n").encode()


@singledispatch
def _keyed(_block: Block) -> dict[str, Any]:
    """Return what a block holds under its key; texts are for people only."""
    return {}


@_keyed.register(Table)
def _(block: Table) -> dict[str, Any]:
    columns, rows = cells.read_by("machines", block)
    keys = [column.key for column in columns]
    return {block.key: [dict(zip(keys, map(cells.value, row), strict=True)) for row in rows]}


@_keyed.register(Facts)
def _(block: Facts) -> dict[str, Any]:
    return {block.key: {fact.key: cells.value(fact.value) for fact in cells.facts_read_by("machines", block)}}
