"""Lines of so many cells: no number is broken, no line starts with closing or ends with opening punctuation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mstrack.render.cell_width import cell_len

if TYPE_CHECKING:
    from collections.abc import Iterator

_PIECE = r"""
    [#.|█·│]{8,}                                     # a bar
    | [0-9]+月(?:[底末]|[上中下]旬)                  # a deadline
    | [+\-<>=#|@_/.*]* [0-9A-Za-z０-９]             # a number, a word, a day, an option, .pdf
      (?: [0-9A-Za-z０-９.,%．％+\-/:_#|=@<>] | (?<=[A-Za-z]) ['’] (?=[A-Za-z]) )*   # a clone's
      (?: (?<=[0-9０-９%％]) [\u4e00-\u9fff]         # one ideograph after a number is its measure: 165个, 12月
          (?: / [\u4e00-\u9fff] (?![\u4e00-\u9fff]) )* )?      # of what: 997元/生/年
    | ->                                             # an arrow
    | \s+
    | ."""
_FLAGS = re.DOTALL | re.VERBOSE  # compiled when a text is wrapped: 1 ms that a pipe, as wide as it needs, does not take
_CLOSING = frozenset("，。、；：！？）》〉】』」”’…—%)]},.;:!?/\uff0f")
_OPENING = frozenset("（《〈【『「“‘([{*")  # a * stands before the remark that it leads to
_PAUSE = r"[、，；（(\n]|; | (?=[(+])"
_BESIDE_PAUSES = "、，；;（( \n"
CUT = ".."
"""Stands where a text was shortened; … is drawn two cells wide on a Chinese Windows console."""


def wrap(text: str, width: int | None) -> list[str]:
    """Return the lines of a text, each at most `width` cells (None: as long as they are)."""
    if width is None:
        return text.split("\n")
    if cell_len(text) <= width and "\n" not in text:
        return [text.rstrip()]
    return [line for paragraph in text.split("\n") for line in _paragraph(paragraph, width)]


def packed(parts: list[str], width: int | None) -> list[str]:
    """Return parts with two spaces between them, on as few lines as they fit on; a longer one has its own."""
    lines: list[str] = []
    for part in parts:
        if lines and (width is None or cell_len(f"{lines[-1]}  {part}") <= width):
            lines[-1] = f"{lines[-1]}  {part}"
        else:
            lines.append(part)
    return lines


def shortened(text: str, width: int) -> str:
    """Return a text that fits: cut at a pause behind the first third of the width, and marked.

    A text that has none there stays as it is and has to wrap: nobody knows where a Chinese word ends.
    """
    if cell_len(text) <= width:
        return text
    kept = next((head for head in _heads(text) if cell_len(head) + len(CUT) <= width), "")
    return kept + CUT if cell_len(kept) * 3 > width else text


def least_for_one_line(text: str, least: int) -> int:
    """Return the cells, `least` or more, from which on a text takes one line at every width, whole or shortened."""
    needed = cell_len(text)
    for size in map(cell_len, _heads(text)):
        if size * 3 < needed:
            break
        needed = min(needed, size + len(CUT))
    return max(needed, least)


def _heads(text: str) -> Iterator[str]:
    """Yield what stands before each pause of a text, the longest first. A blank alone is none: a number may follow."""
    for pause in reversed([*re.finditer(_PAUSE, text)]):
        if head := text[: pause.start()].rstrip(_BESIDE_PAUSES):
            yield head


def longest(text: str) -> int:
    """Return the cells of the longest piece that may not be broken."""
    return max(map(cell_len, {*_tokens(text)}), default=0)


def _paragraph(text: str, width: int) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    tokens = _tokens(text)
    sizes = {token: cell_len(token) for token in {*tokens}}
    for token in tokens:
        size = sizes[token]
        if used and used + size > width:
            lines.append(line.rstrip())
            line, used = "", 0
            if token.isspace():
                continue
        while size > width:  # one piece longer than the line: only a link or an id can be
            head = _head(token, width)
            lines.append(head)
            token = token[len(head) :]  # noqa: PLW2901  the rest of it goes on the next line
            size = cell_len(token)
        line, used = line + token, used + size
    return [*lines, line.rstrip()] if line or not lines else lines


def _head(token: str, width: int) -> str:
    for end in range(len(token), 1, -1):
        if cell_len(token[:end]) <= width:
            return token[:end]
    return token[:1]


def _tokens(text: str) -> list[str]:
    """Split a text where a line may end: not before closing, not after opening punctuation, spaces or none between."""
    tokens: list[str] = []
    for piece in re.findall(_PIECE, text, _FLAGS):
        if tokens and piece in _CLOSING:
            blank = tokens.pop() if tokens[-1].isspace() and len(tokens) > 1 else ""
            tokens[-1] += blank + piece
        elif tokens and tokens[-1].strip()[-1:] in _OPENING:
            tokens[-1] += piece
        else:
            tokens.append(piece)
    return tokens
