"""How a table is laid out on a printed sheet: its paper, and columns that fill it with letters of 9 points.

Nothing is scaled down to fit: what A4 has no room for goes on A3, and long texts share the room that the others leave.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from math import ceil, sqrt
from typing import TYPE_CHECKING, NamedTuple

from mstrack.render import cells
from mstrack.report import Percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mstrack.report import Cell, Column

SIZE = 9
"""Points of a letter; what is read on paper has 8 at least."""
TITLE = 16
"""Points of a letter of a sheet's title."""
HALF = SIZE / 2
"""Points of half a Chinese character, which is a letter or a digit."""
LINE = 12.5
"""Points of a line."""
HIGHEST = 409.0
"""Points of the highest row that Excel draws."""
_MOST_LINES = ceil(HIGHEST / LINE)
"""Lines from which a row is as high as it can be."""
MARGIN = 0.4
"""Inches left and right."""
MEASURE, MEASURE_SIZE = "Arial", 10
"""The letter that Excel measures columns by: here one whose digits are as wide wherever a workbook is opened."""
_PADDING = 6.0
"""Points of a cell that no letter has."""
_TEXT_LINES = 3
"""Lines that a column's title may take."""
_NARROW, _SINGLE = 11, 34
"""Half characters of a wrapped column at the least, and of one that is not wrapped at the most."""
_LATIN = 1.3
"""Half characters that a digit or a Latin letter may take where the letter of the workbook is not there."""
_OF_HALF = re.compile("[^\u2e80-\U0010ffff“”‘’…—]+")
"""Characters as wide as a letter; every other one is twice as wide."""
_COMPARED = 100
"""Rows whose heights say which paper is the better one."""
_PILED = 2
"""Rows that are more than so many times as high on A4 go on A3, which has room for two such pages."""


class Sheet(NamedTuple):
    """A paper laid across: Excel's number of it, and the points between its margins."""

    paper: int
    room: float


_SPARE = 0.95
"""What is used of a paper: LibreOffice draws a column 6 % wider than Excel."""
PAPERS = (Sheet(9, (841.9 - 2 * 72 * MARGIN) * _SPARE), Sheet(8, (1190.6 - 2 * 72 * MARGIN) * _SPARE))
"""A4 and A3."""


class Fitted(NamedTuple):
    """The paper of a table, and the width of each column in points."""

    paper: int
    widths: tuple[float, ...]

    def height(self, row: Sequence[Cell]) -> float:
        """Return the height that a row needs, in points: LibreOffice does not find it by itself."""
        texts = zip(map(text, row), self.widths, strict=True)
        most = max((_few_lines(one, width) for one, width in texts), default=1)
        return min(HIGHEST, most * LINE + 4)


def fitted(columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Fitted:
    """Choose the smallest paper that has room for every column without lines that pile up, and share it out.

    A column is no use without so much that a short text has one line, and of a long one a piece. The rows are gone
    through once, and few of them held.
    """
    least = [ceil(units(column.title) / _TEXT_LINES) + 1 for column in columns]
    longest = {x: 0.0 for x, column in enumerate(columns) if column.wrap}
    compared: list[Sequence[Cell]] = []
    for row in rows:
        if len(compared) < _COMPARED:
            compared.append(row)
        for x, (column, cell) in enumerate(zip(columns, row, strict=True)):
            enough = max(_NARROW, column.least) if column.wrap else _SINGLE
            if least[x] < enough:
                least[x] = max(least[x], min(enough, _units_of(cell, enough)))
            if column.wrap and 2 * len(words := text(cell)) > longest[x]:  # a character takes two at the most
                longest[x] = max(longest[x], units(words))
    needed = [of_column * HALF + _PADDING for of_column in least]
    wanted = {x: of_column * HALF + _PADDING for x, of_column in longest.items()}
    small, large = (_shared(paper, needed, wanted) for paper in PAPERS)
    if sum(needed) > PAPERS[0].room:
        return large
    higher = sum(map(small.height, compared)) > _PILED * sum(map(large.height, compared))
    return large if higher else small


def _shared(paper: Sheet, least: Sequence[float], wanted: dict[int, float]) -> Fitted:
    """Return the columns of a table on a paper: each what it needs, and those of long texts what is left."""
    scale = min(1.0, paper.room / max(1.0, sum(least)))
    widths = [width * scale for width in least]
    _share(widths, dict(wanted), paper.room - sum(widths))
    return Fitted(paper.paper, tuple(widths))


def lines(words: str, width: float, size: float = SIZE) -> int:
    """Return how many lines a text takes in a column of so many points, in letters of `size` points."""
    room = max(1, int((width - _PADDING) / (size / 2)))
    return sum(max(1, ceil(units(part) / room)) for part in words.split("\n"))


def _few_lines(words: str, width: float) -> int:
    """Return how many lines a text takes; one that is longer than the highest row is not measured."""
    return _MOST_LINES if len(words) > width * _MOST_LINES else lines(words, width)


def text(cell: Cell) -> str:
    """Return a cell as a sheet prints it."""
    return "、".join(filter(None, map(str, cell))) if type(cell) is tuple else cells.text(cell)  # Word is one, too


def units(words: str) -> float:
    """Return how wide a text is in half characters, where the letter of the workbook is not there: else in fewer."""
    wide = len(_OF_HALF.sub("", words))
    return len(words) + wide + (_LATIN - 1) * len(words.encode("ascii", "ignore"))


def characters(points: float) -> float:
    """Return a width in Excel's own measure: digits of the standard letter, which are 7 pixels of 0.75 points."""
    return max(1.0, (points / 0.75 - 5) / 7)


def _units_of(cell: Cell, enough: int) -> int:
    """Return the half characters of a cell's longest line, and one more for a number: without room it shows as ###.

    A line of `enough` characters is not measured: each of them takes one at least.
    """
    longest = max(len(one) if len(one) >= enough else units(one) for one in text(cell).split("\n"))
    return ceil(longest) + isinstance(cell, (int, Decimal, dt.date, Percent))


def _share(widths: list[float], wanted: dict[int, float], room: float) -> None:
    """Give what is left to the columns of long texts, by the roots of their lengths; none gets more than it wants."""
    while room > 1 and wanted:
        weights = {x: sqrt(wish) for x, wish in wanted.items()}
        parts = {x: room * weight / sum(weights.values()) for x, weight in weights.items()}
        satisfied = [x for x in wanted if widths[x] + parts[x] >= wanted[x]]
        for x in satisfied or list(wanted):
            given = max(0.0, min(parts[x], wanted[x] - widths[x]))
            widths[x] += given
            room -= given
            del wanted[x]
