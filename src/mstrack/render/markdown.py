"""Markdown that fits into a merge request: what somebody typed shows as text, never as markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mstrack.render import cells
from mstrack.report import Facts, Table, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mstrack.render import Page
    from mstrack.report import Report

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&@$-])")


def render(report: Report, _page: Page) -> bytes:
    """Return a heading, then each block, separated by blank lines."""
    parts = [f"## {escaped(report.title)}", *(part for block in report.blocks for part in _block(block))]
    return ("\n\n".join(parts) + "\n").encode()


def escaped(text: str) -> str:
    """Return a text with every sign of markup escaped, on one line."""
    return _SPECIAL.sub(r"\\\1", text).replace("\n", "<br>")


def _block(block: Table | Facts | Text) -> Iterator[str]:
    if isinstance(block, Text):
        if block.text:
            yield escaped(block.text)
    elif isinstance(block, Facts):
        facts = [fact for fact in block.facts if fact.label and fact.value not in {None, ""}]
        yield "\n".join(f"- **{escaped(fact.label)}** {escaped(cells.text(fact.value))}" for fact in facts)
    else:
        if block.title:
            yield f"### {escaped(block.title)}"
        columns, rows = cells.for_people(block)
        head = _row(escaped(column.title) for column in columns)
        rule = _row("---:" if column.right else "---" for column in columns)
        yield "\n".join([head, rule, *(_row(escaped(cells.text(cell)) for cell in row) for row in rows)])


def _row(texts: Iterable[str]) -> str:
    return f"| {' | '.join(texts)} |"
