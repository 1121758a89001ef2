"""The empty sheet of an official paper, as GB/T 9704—2012 lays it out: A4, margins, lines, fonts, page numbers.

Nothing of python-docx's own template is left but its package: it brings theme fonts, en-US, and a hundred styles.
A Chinese font takes only through `w:eastAsia`; the hint that stands with every run gives it the quotation marks, too.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Literal, NamedTuple
from xml.sax.saxutils import quoteattr

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

    from mstrack.report import Report

Role = Literal["title", "heading", "subheading", "body", "latin", "page"]
FONTS: dict[Role, str] = {
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
LINE = 580
"""Twentieths of a point from line to line: 29 pt, so that 22 lines fill a page."""
RED = "E60012"
WIDTH = Mm(210 - 28 - 26)
"""Of the text."""
_KEPT = {
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
}
"""The parts of python-docx's template that stay, emptied."""


class Look(NamedTuple):
    """How a kind of paragraph looks; sizes and distances in points, indents in characters."""

    role: Role = "body"
    size: float = 16
    align: str = "both"
    first: int = 0
    right: int = 0
    before: float = 0
    after: float = 0
    line: int = LINE
    colour: str = ""
    more: str = ""
    """Other properties of the paragraph, those before its spacing (CT_PPr has an order)."""
    level: int = 0


_RULE = f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="11" w:color="{RED}"/></w:pBdr>'
_WITH_NEXT = "<w:keepNext/>"
_TIGHT = '<w:snapToGrid w:val="0"/>'
_NARROW = f'<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>{_TIGHT}'
"""No room to waste between Chinese and digits."""
LOOKS = {
    "body": Look(first=2),
    "banner": Look("title", 54, "center", line=1800, colour=RED),
    "number": Look(align="center", before=12, after=40, more=_RULE),
    "title": Look("title", 22, "center", line=660, more="<w:keepNext/><w:keepLines/>", level=1),
    "subtitle": Look("subheading", 16, "center", after=29, more=_WITH_NEXT),
    "addressee": Look(align="left"),
    "heading1": Look("heading", first=2, more=_WITH_NEXT, level=2),
    "heading2": Look("subheading", first=2, more=_WITH_NEXT, level=3),
    "attached": Look(first=2, before=29, more=_WITH_NEXT),
    "signature": Look(align="right", right=4, before=58, after=29, more="<w:keepLines/>"),
    "annex": Look("heading", align="left", after=29, more="<w:keepNext/><w:pageBreakBefore/>"),
    "remark": Look(size=10.5, before=3, line=320, more=_TIGHT),
    "caption": Look("heading", 14, "center", before=12, more=_WITH_NEXT),
    "head": Look("heading", 9, "center", line=260, more=_NARROW),
    "cell": Look(size=9, align="left", line=250, more=_NARROW),
    "centred": Look(size=9, align="center", line=250, more=_NARROW),
    "odd": Look("page", 14, "right", right=1, more=_TIGHT, line=320),
    "even": Look("page", 14, "left", more=_TIGHT, line=320),
}
"""Every kind of paragraph: the places of `report.Prose`, headings, and the cells of a table."""
TABLE = "Paper Table"


def blank(report: Report, fonts: Mapping[Role, str]) -> Document:
    """Return a paper with its styles and page numbers, and nothing on it; its dates are those of the as-of day."""
    paper = docx.Document()
    for rels in (paper.part.package.rels, paper.part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype not in _KEPT]:
            del rels[key]
    _refill(paper.styles.element, "".join(_styles(fonts)))
    _refill(paper.settings.element, _SETTINGS)
    name = PackURI("/word/fontTable.xml")
    table = Part(name, CONTENT_TYPE.WML_FONT_TABLE, _font_table(fonts), paper.part.package)
    paper.part.relate_to(table, RELATIONSHIP_TYPE.FONT_TABLE)
    _laid_out(paper)
    _numbered(paper, fonts)
    _named(paper, report)
    return paper


def write(paragraph: Paragraph, text: str, fonts: Mapping[Role, str], role: Role) -> Run:
    """Add a text in the font of a role: Chinese and its punctuation by `w:eastAsia`, the rest in the Latin font."""
    run = paragraph.add_run(text)
    run.font.name = fonts["latin"] if role != "page" else fonts[role]
    marks = run._element.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001  python-docx has no name for it
    for key, value in (("eastAsia", fonts[role]), ("cs", run.font.name), ("hint", "eastAsia")):
        marks.set(qn(f"w:{key}"), value)
    return run


def _refill(element: BaseOxmlElement, inner: str) -> None:
    """Replace all that stands in the root of a part."""
    for child in list(element):
        element.remove(child)
    for child in parse_xml(f"<w:x {nsdecls('w')}>{inner}</w:x>"):
        element.append(child)


def _styles(fonts: Mapping[Role, str]) -> Iterator[str]:
    yield (
        # Latin letters are no Chinese: where `w:val` says zh-CN, LibreOffice breaks 14.47 into two lines
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_faces(fonts, 'body')}<w:kern w:val='2'/><w:sz w:val='32'/>"
        "<w:szCs w:val='32'/><w:lang w:val='en-US' w:eastAsia='zh-CN' w:bidi='ar-SA'/></w:rPr></w:rPrDefault>"
        "<w:pPrDefault/></w:docDefaults>"
        "<w:style w:type='paragraph' w:default='1' w:styleId='Normal'><w:name w:val='Normal'/><w:qFormat/>"
        f"<w:pPr><w:widowControl w:val='0'/><w:spacing w:line='{LINE}' w:lineRule='exact'/><w:jc w:val='both'/></w:pPr>"
        "</w:style>"
        "<w:style w:type='character' w:default='1' w:styleId='DefaultParagraphFont'>"
        "<w:name w:val='Default Paragraph Font'/><w:uiPriority w:val='1'/></w:style>"
        "<w:style w:type='table' w:default='1' w:styleId='TableNormal'><w:name w:val='Normal Table'/><w:tblPr>"
        "<w:tblInd w:w='0' w:type='dxa'/><w:tblCellMar><w:top w:w='34' w:type='dxa'/><w:left w:w='57' w:type='dxa'/>"
        "<w:bottom w:w='34' w:type='dxa'/><w:right w:w='57' w:type='dxa'/></w:tblCellMar></w:tblPr></w:style>"
        f"<w:style w:type='table' w:customStyle='1' w:styleId='PaperTable'><w:name w:val='{TABLE}'/>"
        "<w:basedOn w:val='TableNormal'/><w:tblPr><w:tblBorders>"
        + "".join(
            f"<w:{side} w:val='single' w:sz='4' w:space='0' w:color='000000'/>"
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        + "</w:tblBorders></w:tblPr></w:style>"
    )
    yield from (_style(name, look, fonts) for name, look in LOOKS.items())


def _style(name: str, look: Look, fonts: Mapping[Role, str]) -> str:
    size = round(look.size * 2)
    indent = "".join(
        f" w:{side}Chars='{chars * 100}' w:{side}='{round(chars * look.size * 20)}'"
        for side, chars in (("right", look.right), ("firstLine", look.first))
        if chars
    )
    colour = f"<w:color w:val='{look.colour}'/>" if look.colour else ""
    outline = f"<w:outlineLvl w:val='{look.level - 1}'/>" if look.level else ""
    return (
        f"<w:style w:type='paragraph' w:customStyle='1' w:styleId='Paper{name}'><w:name w:val='Paper {name}'/>"
        f"<w:basedOn w:val='Normal'/><w:qFormat/><w:pPr>{look.more}"
        f"<w:spacing w:before='{round(look.before * 20)}' w:after='{round(look.after * 20)}' w:line='{look.line}'"
        f" w:lineRule='exact'/>{f'<w:ind{indent}/>' if indent else ''}<w:jc w:val='{look.align}'/>{outline}</w:pPr>"
        f"<w:rPr>{_faces(fonts, look.role)}{colour}<w:sz w:val='{size}'/><w:szCs w:val='{size}'/></w:rPr></w:style>"
    )


def _faces(fonts: Mapping[Role, str], role: Role) -> str:
    latin, chinese = (quoteattr(fonts[one]) for one in ("latin" if role != "page" else role, role))
    return f"<w:rFonts w:hint='eastAsia' w:ascii={latin} w:hAnsi={latin} w:eastAsia={chinese} w:cs={latin}/>"


_SETTINGS = (
    "<w:zoom w:percent='100'/><w:defaultTabStop w:val='420'/><w:evenAndOddHeaders/>"
    "<w:characterSpacingControl w:val='compressPunctuation'/><w:compat><w:spaceForUL/>"
    "<w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/>"
    "<w:adjustLineHeightInTable/><w:useFELayout/>"
    "<w:compatSetting w:name='compatibilityMode' w:uri='http://schemas.microsoft.com/office/word' w:val='15'/>"
    "</w:compat><w:themeFontLang w:val='zh-CN' w:eastAsia='zh-CN'/>"
)
"""What Word's own Chinese template says; `useFELayout` lays Chinese lines out as Chinese."""


def _font_table(fonts: Mapping[Role, str]) -> bytes:
    told = (
        f"<w:font w:name={quoteattr(name)}>"
        + (f"<w:altName w:val={quoteattr(ALIASES[name])}/>" if name in ALIASES else "")
        + f"<w:charset w:val='{'00' if name == fonts['latin'] else '86'}'/></w:font>"
        for name in dict.fromkeys(fonts.values())
    )
    head = "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n"
    return f"{head}<w:fonts {nsdecls('w')}>{''.join(told)}</w:fonts>".encode()


def _laid_out(paper: Document) -> None:
    """Set A4 with the margins of the standard; text stands on 22 lines, not in cells of a grid."""
    (section,) = paper.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    properties = section._sectPr  # noqa: SLF001  python-docx has no name for the grid
    for grid in properties.findall(qn("w:docGrid")):
        properties.remove(grid)
    properties.append(parse_xml(f"<w:docGrid {nsdecls('w')} w:type='lines' w:linePitch='{LINE}'/>"))


def _numbered(paper: Document, fonts: Mapping[Role, str]) -> None:
    """Number the pages — 1 —, 7 mm below the text: odd ones on the right, even ones on the left."""
    (section,) = paper.sections
    for style, footer in (("odd", section.footer), ("even", section.even_page_footer)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = f"Paper {style}"
        write(paragraph, "— ", fonts, "page")
        number = write(paragraph, "1", fonts, "page")
        field = parse_xml(f"<w:fldSimple {nsdecls('w')} w:instr=' PAGE '/>")
        number._element.addprevious(field)  # noqa: SLF001  python-docx has no fields
        field.append(number._element)  # noqa: SLF001  as above
        write(paragraph, " —", fonts, "page")


def _named(paper: Document, report: Report) -> None:
    """Say in the file's properties what it is; no clock, so that the same report gives the same bytes."""
    about = paper.core_properties
    day = report.as_of
    about.title, about.author, about.last_modified_by = report.title[:255], "", ""
    about.comments, about.language, about.revision = "", "zh-CN", 1
    about.created = about.modified = dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001  a day has no zone
