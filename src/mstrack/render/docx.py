"""Report → a Word document laid out by GB/T 9704—2012: headings, paragraphs, tables with a head on every page.

A text is a text: no field, no link. The same report and fonts give the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from functools import singledispatch
from itertools import pairwise
from typing import TYPE_CHECKING

from docx.enum.text import WD_COLOR_INDEX, WD_TAB_ALIGNMENT
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.shared import Emu, RGBColor

from mstrack.render import cells, gbt9704
from mstrack.render.palette import FILLS
from mstrack.report import Board, Facts, Heading, Prose, Table, Text, Tone, Word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

    from mstrack.render import Page
    from mstrack.render.gbt9704 import FontRole
    from mstrack.report import Block, Cell, Column, Report

FONTS = gbt9704.FONTS
_AT_THE_FOOT = (
    f"<w:framePr {nsdecls('w')} w:w='{{width}}' w:hSpace='0' w:wrap='notBeside' w:vAnchor='margin' w:hAnchor='margin'"
    " w:xAlign='left' w:yAlign='bottom'/>"
)
IN_ONE_PIECE = 12
"""Lines of a table that stays on one page."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The moment that every part of the file bears: the earliest that a zip file knows."""


def render(report: Report, _page: Page, fonts: Mapping[FontRole, str] | None = None) -> bytes:
    """Return the document; `fonts` replace those of the standard by role."""
    chosen = {**FONTS, **(fonts or {})}
    made = gbt9704.blank(report, chosen)
    above, below = cells.around_title(report)
    for block in (*above, Prose((report.title,), "title"), *below):
        _block(block, made, chosen)
    out = io.BytesIO()
    made.save(out)
    return timeless(out.getvalue())


@singledispatch
def _block(block: Block, _made: Document, _fonts: Mapping[FontRole, str]) -> None:
    """Write a block at the end of the document."""
    raise NotImplementedError(type(block))


@_block.register(Heading)
def _(block: Heading, made: Document, fonts: Mapping[FontRole, str]) -> None:
    _paragraph(made, Prose((block.text,)), f"heading{block.level}", fonts)


@_block.register(Prose)
def _(block: Prose, made: Document, fonts: Mapping[FontRole, str]) -> None:
    if block.place in {"signature", "sealed"}:
        _signature(made, block, fonts)
        return
    if block.place == "record":
        _record(made, block, fonts)
        return
    if block.place == "annex" and len(made.sections) == 1:
        gbt9704.lie(made)
    paragraph = _paragraph(made, block, block.place, fonts)
    if block.place == "title" and len(made.sections) > 1:  # of an annex, a table follows
        paragraph.paragraph_format.space_after = gbt9704.BLANK // 2


def _signature(made: Document, block: Prose, fonts: Mapping[FontRole, str]) -> None:
    """Write who signs and when, each so far from the right edge; the text before stays on the same page."""
    name, _sign, day = block.text.rpartition("\n")
    for before in reversed(made.paragraphs):
        before.paragraph_format.keep_with_next = True
        if before.style is not None and "attached" not in str(
            before.style.name
        ):  # the last line of the text, so that nobody signs an empty page
            break
    places = gbt9704.from_right(name, day, sealed=block.place == "sealed")
    for n, (text, place) in enumerate(zip((name, day), places, strict=True)):
        paragraph = _paragraph(made, Prose((text,)), block.place, fonts)
        paragraph.paragraph_format.right_indent = int(place * gbt9704.CHARACTER)
        if not n:
            paragraph.paragraph_format.space_before = gbt9704.BLANK


def _record(made: Document, block: Prose, fonts: Mapping[FontRole, str]) -> None:
    """Write the record (版记) at the foot of the page: a line who gets a copy, one who issues it, in one frame.

    It hangs on the last paragraph, so that it stands on the same page.
    """
    last = made.paragraphs[-1]
    width = gbt9704.width(made)
    for text in block.text.split("\n"):
        paragraph = last.insert_paragraph_before(style="Paper record")
        tabs = paragraph.paragraph_format.tab_stops
        tabs.add_tab_stop(Emu(width - gbt9704.CHARACTER), WD_TAB_ALIGNMENT.RIGHT)
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  python-docx has no frames
        properties.insert(1, parse_xml(_AT_THE_FOOT.format(width=Emu(width).twips)))
        gbt9704.write(paragraph, text, fonts, gbt9704.ROLES["record"])


@_block.register(Text)
def _(block: Text, made: Document, fonts: Mapping[FontRole, str]) -> None:
    _paragraph(made, Prose((block.text,)), "body", fonts)


@_block.register(Facts)
def _(block: Facts, made: Document, fonts: Mapping[FontRole, str]) -> None:
    for fact in cells.facts_read_by("people", block):
        _paragraph(made, Prose((f"{fact.label}：{cells.text(fact.value)}",)), "body", fonts)


def _paragraph(made: Document, block: Prose, style: str, fonts: Mapping[FontRole, str]) -> Paragraph:
    paragraph = made.add_paragraph(style=f"Paper {style}")
    for part in block.parts:
        _run(paragraph, part, style, fonts)
    return paragraph


def _run(paragraph: Paragraph, part: str | Word, style: str, fonts: Mapping[FontRole, str]) -> None:
    """Write a part of a paragraph: what it speaks of bold, sources raised, drafts marked with a pen."""
    text, tone = (part, Tone.PLAIN) if isinstance(part, str) else (part.text, part.tone)
    name = isinstance(part, Word) and style == "approved"
    run = gbt9704.write(paragraph, text, fonts, "subheading" if name else gbt9704.ROLES[style])
    if style == "banner":
        run.font.size = gbt9704.mark_size(text)
    if tone is Tone.STRONG:
        run.bold = True
    elif tone is Tone.MUTE:
        run.font.superscript = True
    elif tone is Tone.WARN:
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW


@_block.register(Board)
def _(block: Board, made: Document, fonts: Mapping[FontRole, str]) -> None:
    for table in cells.tables_of(block):
        _table(table, made, fonts)


@_block.register(Table)
def _table(table: Table, made: Document, fonts: Mapping[FontRole, str]) -> None:
    """Write a table as wide as the text: its head on every page, no row on two, a short one in one piece."""
    if table.title:
        _paragraph(made, Prose((table.title,)), "caption", fonts)
    columns, rows = cells.read_by("people", table)
    drawn = made.add_table(1 + len(rows), len(columns), gbt9704.TABLE)
    drawn.autofit = False
    is_short = len(rows) <= IN_ONE_PIECE and not any(column.wrap for column in columns)
    widths = _widths(columns, gbt9704.width(made))
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = width
    for place, line in enumerate(drawn.rows):
        properties = line._tr.get_or_add_trPr()  # noqa: SLF001  python-docx has no name for either
        properties.append(OxmlElement("w:cantSplit"))
        if not place:
            properties.append(OxmlElement("w:tblHeader"))
        for n, (cell, column) in enumerate(zip(line.cells, columns, strict=True)):
            cell.width = widths[n]
            if place:
                _cell(cell, rows[place - 1][n], column, fonts)
            else:
                _fill(cell, Word(None, column.title), "head", fonts)
            if is_short and place < len(rows):
                cell.paragraphs[0].paragraph_format.keep_with_next = True


def _widths(columns: list[Column], width: int) -> list[Emu]:
    """Share the width of the text between columns, by the width that each says it needs."""
    whole = sum(column.least for column in columns)
    edges = [width * sum(column.least for column in columns[:n]) // whole for n in range(len(columns) + 1)]
    return [Emu(right - left) for left, right in pairwise(edges)]


def _cell(cell: _Cell, value: Cell, column: Column, fonts: Mapping[FontRole, str]) -> None:
    word = value if isinstance(value, Word) else Word(None, cells.text(value), cells.tone(value))
    _fill(cell, word, "cell" if column.wrap else "centred", fonts)


def _fill(cell: _Cell, word: Word, style: str, fonts: Mapping[FontRole, str]) -> None:
    (paragraph,) = cell.paragraphs
    paragraph.style = f"Paper {style}"
    run = gbt9704.write(paragraph, word.text, fonts, gbt9704.ROLES[style])
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001  python-docx has no name for a fill
    if word.tone in FILLS:
        fill, ink = (colour.removeprefix("#") for colour in FILLS[word.tone])
        properties.append(parse_xml(f"<w:shd {nsdecls('w')} w:val='clear' w:color='auto' w:fill='{fill}'/>"))
        run.font.color.rgb = RGBColor.from_string(ink)
    middle = OxmlElement("w:vAlign")
    middle.set(qn("w:val"), "center")
    properties.append(middle)


def timeless(data: bytes) -> bytes:
    """Return the same package with one moment for all its parts: python-docx takes that of the clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            info = zipfile.ZipInfo(part.filename, EPOCH)
            info.create_system, info.compress_type = 0, zipfile.ZIP_DEFLATED
            new.writestr(info, old.read(part))
    return out.getvalue()
