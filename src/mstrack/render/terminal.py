"""Tables and pages for a terminal. Nothing is cropped: texts wrap, and a narrow page drops whole columns.

The lines are laid out by `layout`. Rich's own Table crops Chinese, may break a number to make a column fit, and costs
25 tasks half of what a whole answer may cost (docs/design.md).
"""

from __future__ import annotations

from functools import singledispatch
from io import BytesIO
from typing import TYPE_CHECKING

from mstrack.i18n import gettext as _
from mstrack.render import board, cells, layout
from mstrack.render.cell_width import cell_len
from mstrack.render.wrap import packed, wrap
from mstrack.report import Board, Facts, Heading, Prose, Table, Text, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.render import Page
    from mstrack.render.layout import Piece
    from mstrack.report import Block, Report

LEAST_TEXT = 10


def render(report: Report, page: Page) -> bytes:
    """Return the report as lines of text, coloured if the page is."""
    answer = BytesIO()  # a text is held once as the report's, and once as the answer's
    for line in lines(report, page):
        answer.write(f"{layout.written(line, page)}\n".encode())
    return answer.getvalue()


def lines(report: Report, page: Page) -> Iterator[list[Piece]]:
    """Yield the lines of a report, each in pieces of one tone."""
    title = "\n".join(packed(report.title.split("  "), page.width))
    for block in (Text(title, Tone.STRONG), *report.blocks):
        for line in _block(block, page):
            yield layout.trimmed(line)


@singledispatch
def _block(block: Block, _page: Page) -> Iterator[list[Piece]]:
    """Yield the lines of a block."""
    raise NotImplementedError(type(block))


@_block.register(Text)
def _text(block: Text, page: Page) -> Iterator[list[Piece]]:
    for line in wrap(block.text, page.width):
        yield [layout.painted(line, block.tone)]


@_block.register(Heading)
def _heading(block: Heading, page: Page) -> Iterator[list[Piece]]:
    return _text(Text(block.text, Tone.STRONG), page)


@_block.register(Prose)
def _prose(block: Prose, page: Page) -> Iterator[list[Piece]]:
    return _text(Text(block.text), page)


@_block.register(Board)
def _board(block: Board, page: Page) -> Iterator[list[Piece]]:
    return board.lines(block, page)


@_block.register(Facts)
def _facts(block: Facts, page: Page) -> Iterator[list[Piece]]:
    facts = cells.facts_read_by("people", block)
    label = max(cell_len(fact.label) for fact in facts)
    room = None if page.width is None else max(LEAST_TEXT, page.width - label - 2)
    for fact in facts:
        head = fact.label
        for line in wrap(layout.text_of(fact.value, page), room):
            yield [*layout.placed(head, label + 2, Tone.MUTE), layout.painted(line, cells.tone(fact.value))]
            head = ""


@_block.register(Table)
def _table(block: Table, page: Page) -> Iterator[list[Piece]]:
    """Yield a table below its title; one without rows has nothing to say."""
    if not block.rows or not cells.is_read_by("people", block):
        return
    if block.title:
        yield []
        yield from _text(Text(block.title, Tone.STRONG), page)
    columns, rows = cells.read_by("people", block)
    measured = [layout.lay(one, [row[i] for row in rows], page) for i, one in enumerate(columns)]
    laid, dropped = layout.fitting(measured, page.width)
    widths = layout.widths_of(laid, page.width)
    yield from layout.headings(laid, widths)
    yield [((" " * layout.GAP).join(layout.rule(width, page) for width in widths), Tone.PLAIN)]
    for i in range(len(rows)):
        yield from layout.row([(one.texts[i], one.tones[i]) for one in laid], laid, widths)
    if dropped:
        titles = _(", ").join(column.title for column in dropped)
        sentence = _("Left out at this width: {titles}. Widen the window, or use --format.").format(titles=titles)
        yield from _text(Text(sentence, Tone.MUTE), page)
