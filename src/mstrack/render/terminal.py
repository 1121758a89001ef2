"""Tables and pages for a terminal. Nothing is cropped: texts wrap, and a narrow page drops whole columns.

Widths and colours are Rich's (`cell_len`, `Style`); the lines are laid out here. Rich's own Table crops Chinese, may
break a number to make a column fit, and costs 25 tasks half of what a whole answer may cost (docs/design.md).
No vertical borders and ASCII bars: a Chinese Windows console draws “ ” … · ─ ● two cells wide, Rich counts one.
"""

from __future__ import annotations

from functools import singledispatch
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style

from mstrack.i18n import gettext as _
from mstrack.render import cells
from mstrack.render.wrap import longest, wrap
from mstrack.report import Facts, Heading, Prose, Table, Text, Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.render import Page
    from mstrack.report import Block, Cell, Column, Report

GAP = 1
LEAST_COLUMN = 6
"""The narrowest column, in cells, that a heading wraps to."""
LEAST_TEXT = 10
LONGEST_PIECE = 24
"""A number of 15 digits with its measure stays whole; a link that somebody typed must not cost the other columns."""

STYLES = {
    Tone.STRONG: Style(bold=True),
    Tone.GOOD: Style(color="green"),
    Tone.WARN: Style(color="yellow"),
    Tone.BAD: Style(color="red", bold=True),
    Tone.UNKNOWN: Style(bold=True),
    Tone.MUTE: Style(dim=True),
    Tone.STRUCK: Style(strike=True, dim=True),
}


class _Laid(NamedTuple):
    """A column that is shown: its cells' texts, how many cells each takes, and between which widths it may be."""

    column: Column
    texts: list[str]
    sizes: list[int]
    tones: list[Tone]
    least: int
    most: int


def render(report: Report, page: Page) -> bytes:
    """Return the report as lines of text, coloured if the page is."""
    lines = list(_text(Text(report.title, Tone.STRONG), page))
    for block in report.blocks:
        lines += _block(block, page)
    return "".join(f"{line.rstrip()}\n" for line in lines).encode()


@singledispatch
def _block(block: Block, _page: Page) -> Iterator[str]:
    """Yield the lines of a block."""
    raise NotImplementedError(type(block))


@_block.register(Text)
def _text(block: Text, page: Page) -> Iterator[str]:
    for line in wrap(block.text, page.width):
        yield _painted(line, block.tone, page)


@_block.register(Heading)
def _heading(block: Heading, page: Page) -> Iterator[str]:
    return _text(Text(block.text, Tone.STRONG), page)


@_block.register(Prose)
def _prose(block: Prose, page: Page) -> Iterator[str]:
    return _text(Text(block.text), page)


@_block.register(Facts)
def _facts(block: Facts, page: Page) -> Iterator[str]:
    facts = cells.facts_read_by("people", block)
    label = max(cell_len(fact.label) for fact in facts)
    room = None if page.width is None else max(LEAST_TEXT, page.width - label - 2)
    for fact in facts:
        head = fact.label
        for line in wrap(cells.text(fact.value), room):
            yield f"{_placed(head, label, Tone.MUTE, page)}  {_painted(line, cells.tone(fact.value), page)}"
            head = ""


@_block.register(Table)
def _table(block: Table, page: Page) -> Iterator[str]:
    """Yield a table below its title; one without rows has nothing to say."""
    if not block.rows or not cells.is_read_by("people", block):
        return
    if block.title:
        yield ""
        yield from _text(Text(block.title, Tone.STRONG), page)
    columns, rows = cells.read_by("people", block)
    laid, dropped = _fitting([_lay(one, [row[i] for row in rows], page) for i, one in enumerate(columns)], page.width)
    widths = _widths(laid, page.width)
    yield from _row([(one.column.title, Tone.STRONG) for one in laid], laid, widths, page)
    yield (" " * GAP).join("-" * width for width in widths)
    for i in range(len(rows)):
        yield from _row([(one.texts[i], one.tones[i]) for one in laid], laid, widths, page)
    if dropped:
        titles = _(", ").join(column.title for column in dropped)
        sentence = _("Left out at this width: {titles}. Widen the window, or use --format.").format(titles=titles)
        yield from _text(Text(sentence, Tone.MUTE), page)


def _lay(column: Column, found: list[Cell], page: Page) -> _Laid:
    texts = [cells.text(cell) for cell in found]
    sizes = [max(map(cell_len, text.split("\n"))) for text in texts]
    least = most = max(cell_len(column.title), *sizes)
    if page.width is not None:
        room = min(LONGEST_PIECE, max(column.least, *map(longest, texts))) if column.wrap else max(sizes)
        least = min(most, max(room, longest(column.title), min(cell_len(column.title), LEAST_COLUMN)))
    return _Laid(column, texts, sizes, [cells.tone(cell) for cell in found], least, most)


def _fitting(laid: list[_Laid], width: int | None) -> tuple[list[_Laid], list[Column]]:
    """Drop the least important columns until the rest fits; the most important one always stays."""
    dropped: list[Column] = []
    while width and len(laid) > 1 and sum(one.least + GAP for one in laid) - GAP > width:
        least = min(laid, key=lambda one: one.column.keep)
        laid = [one for one in laid if one is not least]
        dropped.append(least.column)
    return laid, dropped


def _widths(laid: list[_Laid], width: int | None) -> list[int]:
    """Give every column its least, then each further cell to the one in which the most texts would still wrap."""
    if width is None:
        return [one.most for one in laid]
    widths = [min(one.least, width) for one in laid]
    for _spare in range(width - sum(widths) - GAP * (len(laid) - 1)):
        wrapping = [sum(size > has for size in one.sizes) for one, has in zip(laid, widths, strict=True)]
        hungry = max(range(len(laid)), key=lambda i: (wrapping[i], laid[i].most / widths[i]))
        if laid[hungry].most <= widths[hungry]:
            break
        widths[hungry] += 1
    return widths


def _row(texts: list[tuple[str, Tone]], laid: list[_Laid], widths: list[int], page: Page) -> Iterator[str]:
    """Yield the lines of one row: each cell wrapped to its width, numbers to the right."""
    wrapped = [wrap(text, width) for (text, _tone), width in zip(texts, widths, strict=True)]
    for lines in zip_longest(*wrapped, fillvalue=""):
        yield (" " * GAP).join(
            _placed(line, width, tone, page, right=one.column.right)
            for line, width, one, (_whole, tone) in zip(lines, widths, laid, texts, strict=True)
        )


def _placed(text: str, width: int, tone: Tone, page: Page, *, right: bool = False) -> str:
    """Return the text in its tone, and the spaces beside it that fill the width, in none."""
    spaces = " " * (width - cell_len(text))
    painted = _painted(text, tone, page)
    return spaces + painted if right else painted + spaces


def _painted(text: str, tone: Tone, page: Page) -> str:
    if not page.colour or tone is Tone.PLAIN or not text.strip():
        return text
    return STYLES[tone].render(text, color_system=ColorSystem.STANDARD)
