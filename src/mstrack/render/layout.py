"""Columns laid out in lines of pieces: texts with what they mean, no Console needed.

Widths and colours are Rich's (`cell_len`, `styles`). No vertical borders: a Chinese Windows console draws “ ” … · ─ ●
two cells wide, Rich counts one. So rules and bars are of line-drawing characters only where a page has them.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from mstrack.render import cells
from mstrack.render.cell_width import cell_len
from mstrack.render.wrap import longest, wrap
from mstrack.report import Bar, Tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mstrack.render import Page
    from mstrack.report import Cell, Column

GAP = 1
LEAST_COLUMN = 6
"""The narrowest column, in cells, that a heading wraps to."""
LONGEST_PIECE = 24
"""A number of 15 digits with its measure stays whole; a link that somebody typed must not cost the other columns."""

Piece = tuple[str, Tone]
"""A text and what it means."""
_DRAWN = str.maketrans("#.|", "█·│")


class Laid(NamedTuple):
    """A column that is shown: its cells' texts, how many cells each takes, and between which widths it may be."""

    column: Column
    texts: list[str]
    sizes: list[int]
    tones: list[Tone]
    least: int
    most: int


def lay(column: Column, found: list[Cell], page: Page) -> Laid:
    """Measure a column: at its least no piece of a text is broken, at its most no text wraps."""
    texts = [text_of(cell, page) for cell in found]
    sizes = [max(map(cell_len, text.split("\n"))) for text in texts]
    least = most = max(cell_len(column.title), *sizes)
    if page.width is not None:
        room = min(LONGEST_PIECE, max(column.least, *map(longest, texts))) if column.wrap else max(sizes)
        least = min(most, max(room, longest(column.title), min(cell_len(column.title), LEAST_COLUMN)))
    return Laid(column, texts, sizes, [cells.tone(cell) for cell in found], least, most)


def text_of(cell: Cell, page: Page) -> str:
    """Return a cell as people read it; a bar of blocks where the page has them."""
    text = cells.text(cell)
    return text.translate(_DRAWN) if page.drawing and isinstance(cell, Bar) else text


def rule(width: int, page: Page) -> str:
    """Return the line below headings."""
    return ("─" if page.drawing else "-") * width


def total(widths: Iterable[int]) -> int:
    """Return the cells that columns of these widths take, with the gaps between them."""
    found = list(widths)
    return sum(found) + GAP * (len(found) - 1)


def fitting(laid: list[Laid], width: int | None) -> tuple[list[Laid], list[Column]]:
    """Drop the least important columns until the rest fits; the most important one always stays."""
    dropped: list[Column] = []
    while width and len(laid) > 1 and total(one.least for one in laid) > width:
        least = min(laid, key=lambda one: one.column.keep)
        laid = [one for one in laid if one is not least]
        dropped.append(least.column)
    return laid, dropped


def widths_of(laid: list[Laid], width: int | None) -> list[int]:
    """Give every column its least, then each further cell to the one in which the most texts would still wrap."""
    if width is None:
        return [one.most for one in laid]
    widths = [min(one.least, width) for one in laid]
    for _spare in range(width - total(widths)):
        wrapping = [sum(size > has for size in one.sizes) for one, has in zip(laid, widths, strict=True)]
        hungry = max(range(len(laid)), key=lambda i: (wrapping[i], laid[i].most / widths[i]))
        if laid[hungry].most <= widths[hungry]:
            break
        widths[hungry] += 1
    return widths


def row(texts: list[tuple[str, Tone]], laid: list[Laid], widths: list[int]) -> Iterator[list[Piece]]:
    """Yield the lines of one row: each cell wrapped to its width, numbers to the right."""
    wrapped = [wrap(text, width) for (text, _tone), width in zip(texts, widths, strict=True)]
    for lines in zip_longest(*wrapped, fillvalue=""):
        line: list[Piece] = []
        for text, width, one, (_whole, tone) in zip(lines, widths, laid, texts, strict=True):
            line += [(" " * GAP, Tone.PLAIN)] if line else []
            line += placed(text, width, tone, right=one.column.right)
        yield line


def headings(laid: list[Laid], widths: list[int]) -> Iterator[list[Piece]]:
    """Yield the lines of the columns' titles; one that wraps has lines of about the same length."""
    titles = [_balanced(one.column.title, width) for one, width in zip(laid, widths, strict=True)]
    return row([(title, Tone.STRONG) for title in titles], laid, widths)


def _balanced(title: str, width: int) -> str:
    """Return a title with its line breaks: as many lines as the width asks for, the longest as short as can be."""
    lines = wrap(title, width)
    if len(lines) > 1:
        narrower = (wrap(title, each) for each in range(longest(title), width))
        lines = next((found for found in narrower if len(found) == len(lines)), lines)
    return "\n".join(lines)


def placed(text: str, width: int, tone: Tone, *, right: bool = False) -> list[Piece]:
    """Return the text in its tone, and the spaces beside it that fill the width, in none."""
    if not text:  # most cells below a long one are empty
        return [(" " * width, Tone.PLAIN)]
    spaces: Piece = (" " * (width - cell_len(text)), Tone.PLAIN)
    return [spaces, painted(text, tone)] if right else [painted(text, tone), spaces]


def painted(text: str, tone: Tone) -> Piece:
    """Return a text in its tone; blanks have none."""
    return (text, tone if text.strip() else Tone.PLAIN)


def trimmed(line: list[Piece]) -> list[Piece]:
    """Return a line without the white space at its end and without empty pieces."""
    kept = [(text, tone) for text, tone in line if text]
    while kept and not kept[-1][0].rstrip():
        kept.pop()
    return [*kept[:-1], (kept[-1][0].rstrip(), kept[-1][1])] if kept else []


def written(line: Iterable[Piece], page: Page) -> str:
    """Return a line as text, in colour if the page is."""
    if not page.colour:
        return "".join(text for text, _tone in line)
    from mstrack.render.styles import coloured  # noqa: PLC0415  Rich's styles take 5 ms, and a pipe needs none

    return "".join(text if tone is Tone.PLAIN else coloured(text, tone) for text, tone in line)
