"""Markdown that fits into a merge request: what somebody typed shows as text, never as markup."""

from __future__ import annotations

import re
from functools import singledispatch
from typing import TYPE_CHECKING

from mstrack.render import cells
from mstrack.report import Facts, Heading, Prose, Table, Text, Tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mstrack.render import Page
    from mstrack.report import Block, Report, Word

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&@$-]|(?<=\d)\.(?=\s|$))")
"""What may be markup; a point behind a digit only before white space, where it would number a list."""


def render(report: Report, _page: Page) -> bytes:
    """Return a heading, then each block, separated by blank lines."""
    above, below = cells.around_title(report)
    blocks = [Prose((report.title,), "title"), *below]
    parts = [part for block in (*above, *blocks) for part in _block(block)]
    return ("\n\n".join(parts) + "\n").encode()


def escaped(text: str) -> str:
    """Return a text with every sign of markup escaped, on one line."""
    return _SPECIAL.sub(r"\\\1", text).replace("\n", "<br>")


@singledispatch
def _block(block: Block) -> Iterator[str]:
    """Yield the parts of a block."""
    raise NotImplementedError(type(block))


@_block.register(Text)
def _(block: Text) -> Iterator[str]:
    if block.text:
        yield escaped(block.text)


@_block.register(Heading)
def _(block: Heading) -> Iterator[str]:
    yield f"{'#' * (block.level + 2)} {escaped(block.text)}"


@_block.register(Prose)
def _(block: Prose) -> Iterator[str]:
    yield ("## " if block.place == "title" else "") + "".join(map(_part, block.parts))


@_block.register(Facts)
def _(block: Facts) -> Iterator[str]:
    facts = cells.facts_read_by("people", block)
    yield "\n".join(f"- **{escaped(fact.label)}** {escaped(cells.text(fact.value))}" for fact in facts)


@_block.register(Table)
def _(block: Table) -> Iterator[str]:
    if not cells.is_read_by("people", block) or (block.title and not block.rows):
        return  # as on a page, a part of an answer that has nothing to say says nothing
    if block.title:
        yield f"### {escaped(block.title)}"
    columns, rows = cells.read_by("people", block)
    head = _row(escaped(column.title) for column in columns)
    rule = _row("---:" if column.right else "---" for column in columns)
    yield "\n".join([head, rule, *(_row(escaped(cells.text(cell)) for cell in row) for row in rows)])


def _part(part: str | Word) -> str:
    """Return a part of a paragraph; its lines end in two spaces, which read as nothing where Markdown is not known."""
    words, tone = (part, Tone.PLAIN) if isinstance(part, str) else (part.text, part.tone)
    text = "  \n".join(map(escaped, words.split("\n")))
    return f"**{text}**" if tone in {Tone.STRONG, Tone.WARN} else text


def _row(texts: Iterable[str]) -> str:
    return f"| {' | '.join(texts)} |"
