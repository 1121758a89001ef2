"""The empty sheet of an official paper, as GB/T 9704—2012 lays it out: a template, in which only the fonts change.

`tools/make_paper_template.py` makes the template: A4, margins, lines, styles, page numbers.
A Chinese font takes only through `w:eastAsia`; the hint that stands with every run gives it the quotation marks, too.
"""

from __future__ import annotations

import datetime as dt
import io
from importlib import resources
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import quoteattr

import docx
from docx.enum.section import WD_ORIENTATION, WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from mstrack.report import paper_width

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    from mstrack.report import Report

FontRole = Literal["title", "heading", "subheading", "body", "latin", "page"]
FONTS: dict[FontRole, str] = {
    "title": "方正小标宋简体",
    "heading": "黑体",
    "subheading": "楷体_GB2312",
    "body": "仿宋_GB2312",
    "latin": "Times New Roman",
    "page": "宋体",
}
"""The fonts of the standard by what they are for; named, never bundled."""
ALIASES = {
    "方正小标宋简体": "小标宋",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
}
"""What the same font is called where it comes with Windows: Word looks for it where the first is not installed."""
ROLES: dict[str, FontRole] = {
    "body": "body",
    "banner": "title",
    "number": "body",
    "approved": "body",
    "title": "title",
    "subtitle": "subheading",
    "addressee": "body",
    "heading1": "heading",
    "heading2": "subheading",
    "attached": "body",
    "attached-more": "body",
    "signature": "body",
    "sealed": "body",
    "annex": "heading",
    "remark": "body",
    "caption": "heading",
    "head": "heading",
    "cell": "body",
    "centred": "body",
    "record": "body",
    "odd": "page",
    "even": "page",
}
"""The font of each style of the template: places of `report.Prose`, headings, cells of a table, page numbers."""
TABLE = "Paper Table"
TEMPLATE = "gbt9704.docx"
CHARACTER = Pt(16)
"""Of the text: distances from the right edge are counted in these."""
TEXT_WIDTH = Mm(210 - 28 - 26)
MARK = 54
"""Points of a short mark."""
BLANK = Pt(28.95)
"""A line that is left free."""
LYING = {"top": Mm(28), "bottom": Mm(22), "left": Mm(12), "right": Mm(11)}
"""Margins of an annex that lies: its tables have 92 % of the sheet's width; the wide margin is at the spine."""
_FACES = tuple(qn(f"w:{name}") for name in ("ascii", "hAnsi", "eastAsia", "cs"))
_ROLE_OF = {font: role for role, font in FONTS.items()}


def blank(report: Report, fonts: Mapping[FontRole, str]) -> Document:
    """Return a paper with its styles and page numbers, and nothing on it; its dates are those of the as-of day."""
    template = resources.files("mstrack.render").joinpath("templates", TEMPLATE).read_bytes()
    paper = docx.Document(io.BytesIO(template))
    (section,) = paper.sections
    for part in (paper.styles, section.footer, section.even_page_footer):
        _set_fonts(part._element, fonts)  # noqa: SLF001  python-docx has no name for it
    paper.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)._blob = font_table(fonts)  # noqa: SLF001  as above
    more = dict(report.envelope)
    issue = more.get("issue")
    named(paper, report.title, report.as_of, str(more.get("of", "")), issue if isinstance(issue, int) else None)
    return paper


def write(paragraph: Paragraph, text: str, fonts: Mapping[FontRole, str], role: FontRole) -> Run:
    """Add a text in the font of a role: Chinese and its punctuation by `w:eastAsia`, the rest in the Latin font."""
    run = paragraph.add_run(text)
    run.font.name = fonts["latin"] if role != "page" else fonts[role]
    marks = run._element.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001  python-docx has no name for it
    for key, value in (("eastAsia", fonts[role]), ("cs", run.font.name), ("hint", "eastAsia")):
        marks.set(qn(f"w:{key}"), value)
    return run


def lie(paper: Document) -> None:
    """Start a section whose pages lie on their side, for wide tables; their lines follow no grid."""
    *_others, last = paper.element.body.iterchildren(qn("w:p"))
    section = paper.add_section(WD_SECTION.NEW_PAGE)
    ends = last.getnext()
    if ends is not None and ends.tag == qn("w:p"):  # the section ends with its last line, not with an empty one below
        last.get_or_add_pPr().append(ends.pPr.find(qn("w:sectPr")))
        ends.getparent().remove(ends)
    section.orientation = WD_ORIENTATION.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    for side, size in LYING.items():
        setattr(section, f"{side}_margin", size)
    section.footer_distance = Mm(13)
    for grid in section._sectPr.findall(qn("w:docGrid")):  # noqa: SLF001  python-docx has no name for the grid
        grid.getparent().remove(grid)


def width(paper: Document) -> int:
    """Return how wide the text of the last section is."""
    section = paper.sections[-1]
    sizes = (section.page_width, section.left_margin, section.right_margin)
    page, left, right = (size or 0 for size in sizes)
    return page - left - right


def mark_size(mark: str) -> Pt:
    """Return how large a mark (发文机关标志) is printed: on one line, and no larger than the template has it."""
    return Pt(min(MARK, int(TEXT_WIDTH.pt / max(1, paper_width(mark)))))


def from_right(office: str, day: str, *, sealed: bool) -> tuple[float, float]:
    """Return how many characters from the right edge who signs a paper stands, and the day below.

    With a seal the day ends four characters from the edge, and who signs stands in the middle above it. Without one,
    who signs ends two characters from the edge, and the day starts two characters right of where that starts; where
    the day is too long for that, it ends two characters from the edge itself.
    """
    name, date = paper_width(office), paper_width(day)
    if sealed:
        return max(0, 4 + (date - name) / 2), 4
    if name - date >= 0:
        return 2, name - date
    return 4 + date - name, 2


def _set_fonts(element: BaseOxmlElement, fonts: Mapping[FontRole, str]) -> None:
    """Replace the fonts of the standard by those that have their roles."""
    for marks in element.iter(qn("w:rFonts")):
        for face in _FACES:
            marks.set(face, fonts[_ROLE_OF[marks.get(face)]])


def font_table(fonts: Mapping[FontRole, str]) -> bytes:
    """Return the part that names the fonts, and what they are called where they come with Windows."""
    elements = (
        f"<w:font w:name={quoteattr(name)}>"
        + (f"<w:altName w:val={quoteattr(ALIASES[name])}/>" if name in ALIASES else "")
        + f"<w:charset w:val='{'00' if name == fonts['latin'] else '86'}'/></w:font>"
        for name in dict.fromkeys(fonts.values())
    )
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    return f"{head}<w:fonts {nsdecls('w')}>{''.join(elements)}</w:fonts>".encode()


def named(paper: Document, title: str, day: dt.date, of: str = "", issue: int | None = None) -> None:
    """Say in the file's properties what it is, of which plan and which issue; no clock, so that bytes repeat."""
    about = paper.core_properties
    about.title, about.author, about.last_modified_by = title[:255], "", ""
    about.subject, about.version = of[:255], "" if issue is None else str(issue)
    about.comments, about.language, about.revision = "", "zh-CN", 1
    about.created = about.modified = dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001  a day has no zone
