"""How high a row has to be for its texts: no program makes a merged cell higher by itself."""

from __future__ import annotations

import unicodedata

LINE_POINTS = 15


def lines_of(text: str, width: int) -> int:
    """Return how many lines a text takes in a column of this width; Chinese takes two places a character."""
    cells = [sum(1 + (unicodedata.east_asian_width(sign) in "WFA") for sign in line) for line in text.split("\n")]
    return sum(-(-cell // max(1, width - 1)) or 1 for cell in cells)
