"""JSON: an envelope with the schema's version, the as-of day and revision, and every table under its key."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mstrack.render import cells
from mstrack.report import SCHEMA_VERSION, Facts, Table

if TYPE_CHECKING:
    from mstrack.render import Page
    from mstrack.report import Report


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
        if isinstance(block, Table):
            columns, rows = cells.for_machines(block)
            envelope[block.key] = [
                {column.key: cells.value(cell) for column, cell in zip(columns, row, strict=True)} for row in rows
            ]
        elif isinstance(block, Facts):
            envelope[block.key] = {fact.key: cells.value(fact.value) for fact in block.facts if fact.key}
    return (json.dumps(envelope, ensure_ascii=False, indent=2) + "\n").encode()
