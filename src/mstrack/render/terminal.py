"""Tables and pages for a terminal, by Rich. Nothing is cropped: texts wrap, and a narrow page drops whole columns.

No vertical borders and ASCII bars: a Chinese Windows console draws “ ” … · ─ ● two cells wide, Rich counts one.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text as RichText

from mstrack.i18n import gettext as _
from mstrack.render import cells
from mstrack.render.wrap import longest, wrap
from mstrack.report import Facts, Table, Text, Tone

if TYPE_CHECKING:
    from rich.console import RenderableType

    from mstrack.render import Page
    from mstrack.report import Cell, Column, Report

GAP = 1
WIDEST = 100_000
"""The width of a page that has none: nothing in a store is longer."""

STYLES = {
    Tone.PLAIN: "",
    Tone.STRONG: "bold",
    Tone.GOOD: "green",
    Tone.WARN: "yellow",
    Tone.BAD: "bold red",
    Tone.UNKNOWN: "bold",
    Tone.MUTE: "dim",
}


class _Laid(NamedTuple):
    """A column that is shown: its cells' texts and how wide it is."""

    column: Column
    texts: list[str]
    sizes: list[int]
    tones: list[Tone]
    least: int
    most: int


def render(report: Report, page: Page) -> bytes:
    """Return the report as lines of text, coloured if the page is."""
    out = io.StringIO()
    console = Console(
        file=out,
        width=page.width or WIDEST,
        force_terminal=page.colour,
        color_system="standard" if page.colour else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
        _environ={},
    )
    parts: list[RenderableType] = [_styled(report.title, Tone.STRONG, page)] if report.title else []
    for block in report.blocks:
        parts += _block(block, page)
    for part in parts:
        console.print(part, soft_wrap=True, end="\n" if isinstance(part, RichText) else "")
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().split("\n")[:-1]).encode()


def _block(block: Table | Facts | Text, page: Page) -> list[RenderableType]:
    if isinstance(block, Text):
        return [_styled(block.text, block.tone, page)] if block.text else []
    if isinstance(block, Table) and not block.rows:
        return []
    if isinstance(block, Facts):
        return [_facts(block, page)]
    heading: list[RenderableType] = [RichText(), _styled(block.title, Tone.STRONG, page)] if block.title else []
    return [*heading, *_table(block, page)]


def _facts(block: Facts, page: Page) -> RenderableType:
    facts = [fact for fact in block.facts if fact.label and fact.value not in {None, ""}]
    label = max(cell_len(fact.label) for fact in facts)
    room = None if page.width is None else max(10, page.width - label - 2)
    grid = RichTable.grid(padding=(0, 2, 0, 0))
    grid.add_column(width=label, no_wrap=True)
    grid.add_column(no_wrap=True, overflow="ignore")
    for fact in facts:
        value = RichText("\n".join(wrap(cells.text(fact.value), room)), style=STYLES[cells.tone(fact.value)])
        grid.add_row(RichText(fact.label, style=STYLES[Tone.MUTE]), value)
    return grid


def _table(block: Table, page: Page) -> list[RenderableType]:
    laid, dropped = _fitting([_lay(block, i) for i in _shown(block)], page.width)
    widths = _widths(laid, page.width)
    table = RichTable(box=None, show_header=False, pad_edge=False, padding=(0, GAP, 0, 0), expand=False)
    for one, width in zip(laid, widths, strict=True):
        table.add_column(width=width, no_wrap=True, overflow="ignore")
    table.add_row(*(_cell(one, one.column.title, Tone.STRONG, width) for one, width in zip(laid, widths, strict=True)))
    table.add_row(*("-" * width for width in widths))
    for row in range(len(block.rows)):
        table.add_row(
            *(_cell(one, one.texts[row], one.tones[row], width) for one, width in zip(laid, widths, strict=True))
        )
    parts: list[RenderableType] = [table]
    if dropped:
        titles = _(", ").join(column.title for column in dropped)
        sentence = _("Left out at this width: {titles}. Widen the window, or use --format.")
        parts.append(_styled(sentence.format(titles=titles), Tone.MUTE, page))
    return parts


def _shown(block: Table) -> list[int]:
    return [i for i, column in enumerate(block.columns) if column.keep]


def _lay(block: Table, i: int) -> _Laid:
    column = block.columns[i]
    texts = [cells.text(row[i]) for row in block.rows]
    sizes = [max(map(cell_len, text.split("\n"))) for text in (column.title, *texts)]
    most = max(sizes)
    least = min(most, max(column.least, longest(column.title), *map(longest, texts))) if column.wrap else most
    return _Laid(column, texts, sizes, [cells.tone(row[i]) for row in block.rows], least, most)


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
    for _cell in range(width - sum(widths) - GAP * (len(laid) - 1)):
        wrapping = [sum(size > width for size in one.sizes) for one, width in zip(laid, widths, strict=True)]
        hungry = max(range(len(laid)), key=lambda i: (wrapping[i], laid[i].most / widths[i]))
        if laid[hungry].most <= widths[hungry]:
            break
        widths[hungry] += 1
    return widths


def _cell(one: _Laid, text: str, tone: Tone, width: int) -> RichText:
    lines = wrap(text, width)
    if one.column.right:
        lines = [f"{' ' * (width - cell_len(line))}{line}" for line in lines]
    return RichText("\n".join(lines), style=STYLES[tone])


def _styled(text: str, tone: Tone, page: Page) -> RichText:
    return RichText("\n".join(wrap(text, page.width)), style=STYLES[tone])
