"""What a number format of Excel shows: a percentage, a day, or the number itself."""

from __future__ import annotations

import re

BUILT_IN = {
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((14, 15, 16, 17, 22, 30), "yyyy-mm-dd"),
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    31: 'yyyy"年"m"月"d"日"',
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), "h:mm"),
}
"""The formats that every workbook has without writing them down, those of a Chinese Excel too; the rest are plain."""
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')
"""What is no sign of a format: quoted text, an escaped character, a colour or a language in brackets."""


def is_percent(code: str) -> bool:
    """Whether 0.752 is shown as 75.2%."""
    return "%" in _LITERAL.sub("", code)


def is_day(code: str) -> bool:
    """Whether a number is shown as a day or a time."""
    signs = _LITERAL.sub("", code.split(";", maxsplit=1)[0]).lower()
    return signs != "general" and any(sign in "dmyhs" for sign in signs)
