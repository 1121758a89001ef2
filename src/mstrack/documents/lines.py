"""How many lines of a page a text takes, by the standard's 28 characters a line: so that a paper keeps its length."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from mstrack.report import Heading, Prose, Table, paper_width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mstrack.report import Block

A_PAGE = 22
A_LINE = 27.5
"""A little less than the standard's 28: punctuation may not start a line; what ends a paragraph may stand behind it."""
A_SMALL_LINE = 48
SMALL = 0.55
"""Characters of 9 pt on a line, and how high it is."""
A_TITLE = 20
"""Characters of 22 pt on a line."""
INDENT = 2
HEAD = 12.5
"""Lines that the head with its rule (版头) and the day below the title take."""
FOOT = 4.7
"""Lines of who signs, and when, of the free line above, and of the data with their seal."""
RECORD = 2.5
"""Lines of the record (版记) at the foot of the last page."""
SPARE = -0.5
"""Lines that are left free where a page ends: a heading stays with its text, a row of a table in one piece."""
ROW = 0.6
TABLE = 1.2
"""Lines that a row of a table takes, and its head with what is free around it."""


def of(block: Block) -> float:
    """Return how many lines a block takes."""
    if isinstance(block, Table):
        return TABLE + ROW * len(block.rows)
    if not isinstance(block, Prose | Heading):
        return 1
    if isinstance(block, Prose) and block.place == "remark":
        return ceil(paper_width(block.text) / A_SMALL_LINE) * SMALL
    if isinstance(block, Prose) and block.place == "title":
        return ceil(paper_width(block.text) / A_TITLE) * 1.15
    return sum(max(1, ceil((paper_width(line.rstrip("。：")) + INDENT) / A_LINE)) for line in block.text.split("\n"))


def all_of(blocks: Iterable[Block]) -> float:
    """Return how many lines blocks take."""
    return sum(map(of, blocks))
