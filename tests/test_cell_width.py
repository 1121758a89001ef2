"""How many cells a text takes: of a long one what Rich says, found without looking up each character."""

import re

import pytest
from offenders import every
from rich import cells

from mstrack.render import cell_width
from mstrack.render.cell_width import cell_len

NOTE = "按计划推进，完成98个（目标165），“十四五”…—①。\n" * 40


@every("character", [chr(n) for n in range(0x3000, 0xFFFF) if re.match(cell_width._CHINESE, chr(n))])
def test_what_is_counted_at_once_takes_two_cells(character):
    """Every character of the class is two cells wide by Rich's table."""
    assert cells.cell_len(character) == 2


@pytest.mark.parametrize("more", ["", "é", "e\u0301", "😀", "a" * 600, "👩\u200d🚒", "中\ufe0f", "❤\ufe0f", "\u3000！"])
def test_a_long_text_is_as_wide_as_rich_says(more):
    """Whatever stands beside the Chinese characters, the width is Rich's."""
    assert cell_len(NOTE + more + NOTE) == cells.cell_len(NOTE + more + NOTE)
