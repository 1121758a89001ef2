"""Markdown that fits into a merge request: what somebody typed shows as text, never as markup."""

from __future__ import annotations

import re
from functools import singledispatch
from typing import TYPE_CHECKING

from mstrack.render import cells
from mstrack.report import Board, Facts, Heading, Prose, Table, Text, Tone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mstrack.render import Page
    from mstrack.report import Block, Report, Word

_ALNUM = "0-9A-Za-z"
_MARKUP = re.compile(
    rf"""
    [\\`\[|$~]                                  # an escape, code, a link, a cell, a formula, what is struck
    | (?:(?<!^)(?<!\s)[*]|[*](?!\s|$))          # emphasis: not between white space
    | (?<![^\W_])_ | _(?![^\W_])                # within a word an underscore is one
    | <(?=[A-Za-z/!?])                          # HTML
    | &(?=\#?[{_ALNUM}]+;)                      # an entity
    | (?<![{_ALNUM}])[#!&](?=[{_ALNUM}])        # what hosts link: an issue, a merge request, an epic,
    | (?<![{_ALNUM}._+-])@(?=[{_ALNUM}])        # somebody
    | :(?=//) | (?<=:)/(?=/)                    # an address: https://…
    | (?<=[{_ALNUM}])\.(?=(?:[A-Za-z]{{2}}|com|net|org|gov|edu|info|biz)(?![{_ALNUM}_])) | (?<=www)\.  # and a.cn
    """,
    re.VERBOSE | re.IGNORECASE,
)
_AT_START = re.compile(r"(?:[#>=]|[+*-](?=[\s+*-]|$)|(?<=\d)[.)](?=\s|$))")
"""What is markup at the start of a line only: a heading, a quotation, a list, a rule."""
_MAIL = re.compile(rf"(?<=[{_ALNUM}._+-])@(?=[{_ALNUM}._-])")
"""In an address no escape helps: GitHub finds it when all is unescaped. A comment, which shows nothing, parts it."""


def render(report: Report, _page: Page) -> bytes:
    """Return a heading, then each block, separated by blank lines."""
    above, below = cells.around_title(report)
    blocks = [Prose((report.title,), "title"), *below]
    parts = [part for block in (*above, *blocks) for part in _block(block)]
    return ("\n\n".join(parts) + "\n").encode()


def escaped(text: str, *, is_start: bool = False) -> str:
    """Return a text as Markdown that reads as the text, on one line; a backslash stands only before what is markup.

    `is_start` says that it stands at the start of a line, where more signs are markup.
    """
    return "<br>".join(_line(line, is_start=is_start and not n) for n, line in enumerate(text.split("\n")))


def _line(text: str, *, is_start: bool) -> str:
    """Return a line of a text. Four spaces at its start would make it code."""
    text = text.lstrip(" \t") if is_start else text
    start = re.match(r"\d{0,9}", text) if is_start else None
    found = _AT_START.match(text, start.end()) if start else None
    if found and not (start and start.group() and found.group() not in ".)"):
        at = found.start()
        return _line(text[:at], is_start=False) + "\\" + text[at] + _inline(text[at + 1 :])
    return _inline(text)


def _inline(text: str) -> str:
    return _MAIL.sub("@<!-- -->", _MARKUP.sub(r"\\\g<0>", text))


@singledispatch
def _block(block: Block) -> Iterator[str]:
    """Yield the parts of a block."""
    raise NotImplementedError(type(block))


@_block.register(Text)
def _(block: Text) -> Iterator[str]:
    if block.text:
        yield escaped(block.text, is_start=True)


@_block.register(Heading)
def _(block: Heading) -> Iterator[str]:
    yield _heading(block.level + 2, escaped(block.text))


@_block.register(Prose)
def _(block: Prose) -> Iterator[str]:
    is_title = block.place == "title"
    words = ["", *(_worded(part)[0] for part in block.parts), ""]
    text = "".join(
        _part(part, is_start=not n and not is_title, around=(words[n], words[n + 2]))
        for n, part in enumerate(block.parts)
    )
    yield _heading(2, text) if is_title else text


@_block.register(Facts)
def _(block: Facts) -> Iterator[str]:
    facts = cells.facts_read_by("people", block)
    yield "\n".join(f"- {_strong(escaped(fact.label))} {escaped(cells.text(fact.value))}" for fact in facts)


@_block.register(Board)
def _(block: Board) -> Iterator[str]:
    for table in cells.tables_of(block):
        yield from _block(table)


@_block.register(Table)
def _(block: Table) -> Iterator[str]:
    if not cells.is_read_by("people", block) or (block.title and not block.rows):
        return  # as on a page, a part of an answer that has nothing to say says nothing
    if block.title:
        yield _heading(3, escaped(block.title))
    columns, rows = cells.read_by("people", block)
    head = _row(escaped(column.title) for column in columns)
    rule = _row("---:" if column.right else "---" for column in columns)
    yield "\n".join([head, rule, *(_row(escaped(cells.text(cell)) for cell in row) for row in rows)])


def _heading(level: int, text: str) -> str:
    """Return a heading; signs of number at its end would be taken for the end of its markup."""
    return "#" * level + " " + re.sub(r"(^|\s)#(#*)$", r"\1\\#\2", text)


def _part(part: str | Word, *, is_start: bool, around: tuple[str, str]) -> str:
    """Return a part of a paragraph between two others; its lines end in two spaces, which elsewhere read as nothing."""
    words, is_strong = _worded(part)
    if not is_strong:
        return _lines(words, is_start=is_start)
    # between a letter and punctuation stars are no markup: the mark stands outside of them
    first = words[:1] if _is_mark(words[:1]) and around[0][-1:].isalnum() else ""
    rest = words.removeprefix(first)
    last = rest[-1:] if _is_mark(rest[-1:]) and around[1][:1].isalnum() else ""
    core = rest.removesuffix(last)
    if not core or core != core.strip():
        return _lines(words, is_start=is_start)
    return _lines(first) + _strong(_lines(core)) + _lines(last)


def _lines(words: str, *, is_start: bool = False) -> str:
    return "  \n".join(escaped(line, is_start=is_start or bool(n)) for n, line in enumerate(words.split("\n")))


def _worded(part: str | Word) -> tuple[str, bool]:
    """Return the words of a part, and whether it stands out."""
    return (part, False) if isinstance(part, str) else (part.text, part.tone in {Tone.STRONG, Tone.WARN})


def _is_mark(sign: str) -> bool:
    return bool(sign) and not sign.isalnum() and not sign.isspace()


def _strong(text: str) -> str:
    """Return an escaped text as what stands out; a star at its edge would join those around it."""
    return "**" + re.sub(r"^[*]|(?<!\\)[*]$", r"\\*", text) + "**"


def _row(texts: Iterable[str]) -> str:
    return f"| {' | '.join(texts)} |"
