"""Boards: a line a row where the page is wide enough for one, else rows that wrap. What is left out is said below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.i18n import gettext as _
from mstrack.render import layout
from mstrack.render.wrap import least_for_one_line, shortened, wrap
from mstrack.report import Tone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.render import Page
    from mstrack.render.layout import Laid, Piece
    from mstrack.report import Board, Column

ONE_LINE = 80
"""Cells of the narrowest page on which texts are shortened for a line a row; on a narrower one too little is left."""
WITH_BARS = 100
"""Cells of a page on which a column that may go first stays, though texts are shortened for it; not where rows wrap."""
FEW = 6
"""So many shortened rows are named, more are counted."""


def lines(block: Board, page: Page) -> Iterator[list[Piece]]:
    """Yield the columns' titles, a rule, and each section's rows below its heading.

    A row is named by the column that is to be kept most.
    """
    rows = [row for section in block.sections for row in section.rows]
    if not rows:
        return
    everything = [layout.lay(one, [row[i] for row in rows], page) for i, one in enumerate(block.columns)]
    measured = [one for one in everything if one.column.keep or any(one.texts)]
    laid, dropped, cut = _fitted(measured, page.width)
    widths = _for_one_line(laid, page.width) if cut and page.width else layout.widths_of(laid, page.width)
    yield from layout.headings(laid, widths)
    yield [(layout.rule(layout.total(widths), page), Tone.PLAIN)]
    names = max(measured, key=lambda one: one.column.keep).texts
    start, shortened_rows = 0, []
    for section in block.sections:
        if section.title:
            heading = _("{title} {n}").format(title=section.title, n=len(section.rows))
            yield [layout.painted(heading, Tone.STRONG)]
        for i in range(start, start + len(section.rows)):
            texts = [one.texts[i] for one in laid]
            if cut:
                texts = [shortened(text, width) for text, width in zip(texts, widths, strict=True)]
                shortened_rows += [names[i]] if texts != [one.texts[i] for one in laid] else []
            yield from layout.row([(text, one.tones[i]) for text, one in zip(texts, laid, strict=True)], laid, widths)
        start += len(section.rows)
    for sentence in _left_out([one.title for one in dropped], shortened_rows):
        for line in wrap(sentence, page.width):
            yield [layout.painted(line, Tone.MUTE)]


def _fitted(measured: list[Laid], width: int | None) -> tuple[list[Laid], list[Column], bool]:
    """Return the columns that are shown, those left out for want of room, and whether texts have to be shortened."""
    if width is None or layout.total(one.most for one in measured) <= width:
        return measured, [], False
    kept = [one for one in measured if one.column.keep]
    if width >= WITH_BARS and _has_one_line_a_row(measured, width):
        return _shortenable(measured), [], True
    if layout.total(one.most for one in kept) <= width:
        return kept, [], False
    laid = _shortenable(measured if width >= WITH_BARS and not _has_one_line_a_row(kept, width) else kept)
    if width >= ONE_LINE and layout.total(one.least for one in laid) <= width:
        return laid, [], True
    return *layout.fitting(kept, width), False


def _shortenable(laid: list[Laid]) -> list[Laid]:
    """Return the columns with the least width that a shortened text may have."""
    return [one._replace(least=min(one.most, one.column.least) if one.column.wrap else one.most) for one in laid]


def _has_one_line_a_row(laid: list[Laid], width: int) -> bool:
    """Whether every text, shortened where it can be, has room on one line."""
    return layout.total(one.most for one in _needed(_shortenable(laid))) <= width


def _for_one_line(laid: list[Laid], width: int) -> list[int]:
    """Give room first to what cannot be shortened, so that the most rows have one line; then to the longest texts."""
    widths = layout.widths_of(_needed(laid), width)
    return layout.widths_of([one._replace(least=has) for one, has in zip(laid, widths, strict=True)], width)


def _needed(laid: list[Laid]) -> list[Laid]:
    """Return the columns as wide as one line of each text needs, shortened where it can be."""
    needed = []
    for one in laid:
        least = one.least
        sizes = [
            size if size <= least else least_for_one_line(text, least)
            for text, size in zip(one.texts, one.sizes, strict=True)
        ]
        needed.append(one._replace(sizes=sizes, most=max(least, *sizes)))
    return needed


def _left_out(titles: list[str], rows: list[str]) -> Iterator[str]:
    """Say which columns this width has no room for, and which rows are shortened."""
    if titles:
        sentence = _("Left out at this width: {titles}. Widen the window, or use --format.")
        yield sentence.format(titles=_(", ").join(titles))
    if len(rows) > FEW:
        yield _("{n} rows are shortened (..), whole with --long.").format(n=len(rows))
    elif rows:
        numbers = _(", ").join(dict.fromkeys(rows))
        yield _("Shortened (..), whole with --long: {numbers}.").format(numbers=numbers)
