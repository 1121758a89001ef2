"""How many cells a text takes on a terminal, by Rich's table, in which a Chinese character takes two."""

from __future__ import annotations

import re

from rich import cells

_LONG = 512
"""Characters from which a text is too long for Rich to remember its width: it would look up each of them."""
_CHINESE = "[\u3000-\u3029\u4e00-\u9fff\uff01-\uff60]+"
"""Characters of two cells each: what most of a long text consists of."""
_JOINERS = ("\u200d", "\ufe0f")
"""Characters that change the width of what stands before them."""


def cell_len(text: str) -> int:
    """Return the cells that a text takes; of a long one the Chinese characters are counted at once."""
    if len(text) < _LONG or any(one in text for one in _JOINERS):
        return cells.cell_len(text)
    others = re.sub(_CHINESE, "", text)
    return 2 * (len(text) - len(others)) + cells.cell_len(others)
