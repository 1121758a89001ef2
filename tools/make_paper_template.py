"""Makes the template of the official papers, src/mstrack/render/templates/gbt9704.docx, when run by hand.

An empty sheet as GB/T 9704—2012 lays it out: A4, margins, lines, fonts, page numbers. Nothing of python-docx's own
template is left but its package: it brings theme fonts, en-US, and a hundred styles. The same script gives the same
bytes; a test holds the template against it.
"""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import quoteattr

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm

from mstrack.render import gbt9704
from mstrack.render.docx import timeless
from mstrack.render.gbt9704 import FONTS, MARK, ROLES, TABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

    from mstrack.render.gbt9704 import FontRole

TEMPLATE = Path(__file__).parent.parent / "src" / "mstrack" / "render" / "templates" / gbt9704.TEMPLATE
LINE = 579
"""Twentieths of a point from line to line: 28.95 pt, so that 22 lines fit on a page; of 29 pt it holds 21."""
TEXT = 16
"""Points of the text's characters."""
CLOSER = -5
"""Twentieths of a point between two of them, so that 28 fit on a line of 156 mm; else 27 do.

Word could do the same by `linesAndChars`, but LibreOffice reads a grid of fewer than 16 pt as one of 22.
"""
RED = "E60012"
_KEPT = {
    RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
    RELATIONSHIP_TYPE.CORE_PROPERTIES,
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.SETTINGS,
}
"""The parts of python-docx's template that stay, emptied."""


class Look(NamedTuple):
    """How a kind of paragraph looks; sizes and distances in points, indents in characters."""

    size: float = 16
    align: str = "both"
    first: int = 0
    left: float = 0
    hanging: float = 0
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
_SPAN = 8844
"""Twentieths of a point that the text is wide: 156 mm."""
_APPROVED = f'{_RULE}<w:tabs><w:tab w:val="right" w:pos="{_SPAN - 320}"/></w:tabs>'
_RECORD = "<w:pBdr>" + "".join(
    f'<w:{side} w:val="single" w:sz="{size}" w:space="1" w:color="000000"/>'
    for side, size in (("top", 8), ("bottom", 8), ("between", 6))
)
_RECORD += f"</w:pBdr>{_TIGHT}"
LOOKS = {
    "body": Look(first=2),
    # from the top of the text to the mark are 35 mm, two lines to the number, 4 mm to the rule, two lines to the title
    "banner": Look(MARK, "center", before=81, line=1800, colour=RED, more=_TIGHT),
    "number": Look(align="center", before=58, after=46, more=_RULE),
    "approved": Look(align="left", before=58, after=46, more=_APPROVED),
    "title": Look(22, "center", line=660, more=f"<w:keepNext/><w:keepLines/>{_TIGHT}", level=1),
    "subtitle": Look(16, "center", after=29, more=_WITH_NEXT),
    "addressee": Look(align="left"),
    "heading1": Look(first=2, more=_WITH_NEXT, level=2),
    "heading2": Look(first=2, more=_WITH_NEXT, level=3),
    "attached": Look(align="left", left=5, hanging=3, before=28.95, more=_WITH_NEXT),
    "attached-more": Look(align="left", left=5.75, hanging=0.75, more=_WITH_NEXT),
    "signature": Look(align="right", more="<w:keepNext/><w:keepLines/>"),
    "sealed": Look(align="right", more="<w:keepNext/><w:keepLines/>"),
    "annex": Look(align="left", after=29, more="<w:keepNext/><w:pageBreakBefore/>"),
    "remark": Look(size=9, before=3, line=250, more=_TIGHT),
    "caption": Look(14, "center", before=12, more=_WITH_NEXT),
    "head": Look(9, "center", line=260, more=_NARROW),
    "cell": Look(size=9, align="left", line=235, more=_NARROW),
    "centred": Look(size=9, align="center", line=235, more=_NARROW),
    "record": Look(14, "left", line=560, more=_RECORD),
    "odd": Look(14, "right", right=1, more=_TIGHT, line=320),
    "even": Look(14, "left", left=1, more=_TIGHT, line=320),
}
"""Every kind of paragraph: the places of `report.Prose`, headings, and the cells of a table."""


def made() -> bytes:
    """Return the template."""
    paper = docx.Document()
    for rels in (paper.part.package.rels, paper.part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype not in _KEPT]:
            del rels[key]
    _refill(paper.styles.element, "".join(_styles()))
    _refill(paper.settings.element, _SETTINGS)
    name = PackURI("/word/fontTable.xml")
    table = Part(name, CONTENT_TYPE.WML_FONT_TABLE, gbt9704.font_table(FONTS), paper.part.package)
    paper.part.relate_to(table, RELATIONSHIP_TYPE.FONT_TABLE)
    _laid_out(paper)
    _numbered(paper)
    gbt9704.named(paper, "", dt.date(1980, 1, 1))
    out = io.BytesIO()
    paper.save(out)
    return timeless(out.getvalue())


def _refill(element: BaseOxmlElement, inner: str) -> None:
    """Replace all that stands in the root of a part."""
    for child in list(element):
        element.remove(child)
    for child in parse_xml(f"<w:x {nsdecls('w')}>{inner}</w:x>"):
        element.append(child)


def _styles() -> Iterator[str]:
    yield (
        # Latin letters are no Chinese: where `w:val` says zh-CN, LibreOffice breaks 14.47 into two lines
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_faces('body')}<w:kern w:val='2'/><w:sz w:val='32'/>"
        "<w:szCs w:val='32'/><w:lang w:val='en-US' w:eastAsia='zh-CN' w:bidi='ar-SA'/></w:rPr></w:rPrDefault>"
        "<w:pPrDefault/></w:docDefaults>"
        "<w:style w:type='paragraph' w:default='1' w:styleId='Normal'><w:name w:val='Normal'/><w:qFormat/>"
        f"<w:pPr><w:widowControl w:val='0'/><w:spacing w:line='{LINE}' w:lineRule='exact'/><w:jc w:val='both'/></w:pPr>"
        "</w:style>"
        "<w:style w:type='character' w:default='1' w:styleId='DefaultParagraphFont'>"
        "<w:name w:val='Default Paragraph Font'/><w:uiPriority w:val='1'/></w:style>"
        "<w:style w:type='table' w:default='1' w:styleId='TableNormal'><w:name w:val='Normal Table'/><w:tblPr>"
        "<w:tblInd w:w='0' w:type='dxa'/><w:tblCellMar><w:top w:w='23' w:type='dxa'/><w:left w:w='57' w:type='dxa'/>"
        "<w:bottom w:w='23' w:type='dxa'/><w:right w:w='57' w:type='dxa'/></w:tblCellMar></w:tblPr></w:style>"
        f"<w:style w:type='table' w:customStyle='1' w:styleId='PaperTable'><w:name w:val='{TABLE}'/>"
        "<w:basedOn w:val='TableNormal'/><w:tblPr><w:tblBorders>"
        + "".join(
            f"<w:{side} w:val='single' w:sz='4' w:space='0' w:color='000000'/>"
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        + "</w:tblBorders></w:tblPr></w:style>"
    )
    yield from (_style(name, look) for name, look in LOOKS.items())


def _style(name: str, look: Look) -> str:
    size = round(look.size * 2)
    indent = "".join(
        f" w:{side}Chars='{round(chars * 100)}' w:{side}='{round(chars * look.size * 20)}'"
        for side, chars in (
            ("left", look.left),
            ("right", look.right),
            ("hanging", look.hanging),
            ("firstLine", look.first),
        )
        if chars
    )
    colour = f"<w:color w:val='{look.colour}'/>" if look.colour else ""
    closer = f"<w:spacing w:val='{CLOSER}'/>" if look.size == TEXT else ""
    outline = f"<w:outlineLvl w:val='{look.level - 1}'/>" if look.level else ""
    return (
        f"<w:style w:type='paragraph' w:customStyle='1' w:styleId='Paper{name}'><w:name w:val='Paper {name}'/>"
        f"<w:basedOn w:val='Normal'/><w:qFormat/><w:pPr>{look.more}"
        f"<w:spacing w:before='{round(look.before * 20)}' w:after='{round(look.after * 20)}' w:line='{look.line}'"
        f" w:lineRule='exact'/>{f'<w:ind{indent}/>' if indent else ''}<w:jc w:val='{look.align}'/>{outline}</w:pPr>"
        f"<w:rPr>{_faces(ROLES[name])}{colour}{closer}<w:sz w:val='{size}'/><w:szCs w:val='{size}'/></w:rPr></w:style>"
    )


def _faces(role: FontRole) -> str:
    latin, chinese = (quoteattr(FONTS[one]) for one in ("latin" if role != "page" else role, role))
    return f"<w:rFonts w:hint='eastAsia' w:ascii={latin} w:hAnsi={latin} w:eastAsia={chinese} w:cs={latin}/>"


_SETTINGS = (
    "<w:zoom w:percent='100'/><w:mirrorMargins/><w:defaultTabStop w:val='420'/><w:evenAndOddHeaders/>"
    "<w:characterSpacingControl w:val='compressPunctuation'/><w:compat><w:spaceForUL/>"
    "<w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/>"
    "<w:adjustLineHeightInTable/><w:useFELayout/>"
    "<w:compatSetting w:name='compatibilityMode' w:uri='http://schemas.microsoft.com/office/word' w:val='15'/>"
    "</w:compat><w:themeFontLang w:val='zh-CN' w:eastAsia='zh-CN'/>"
)
"""What Word's own Chinese template says; `useFELayout` lays Chinese lines out as Chinese."""


def _laid_out(paper: Document) -> None:
    """Set A4 with the margins of the standard, the wide one at the spine; 22 lines of 28 characters."""
    (section,) = paper.sections
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(15), Mm(25)
    properties = section._sectPr  # noqa: SLF001  python-docx has no name for the grid
    for grid in properties.findall(qn("w:docGrid")):
        properties.remove(grid)
    properties.append(parse_xml(f"<w:docGrid {nsdecls('w')} w:type='lines' w:linePitch='{LINE}'/>"))


def _numbered(paper: Document) -> None:
    """Number the pages — 1 —, 7 mm below the text: odd ones on the right, even ones on the left."""
    (section,) = paper.sections
    for style, footer in (("odd", section.footer), ("even", section.even_page_footer)):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.style = f"Paper {style}"
        gbt9704.write(paragraph, "— ", FONTS, "page")
        number = gbt9704.write(paragraph, "1", FONTS, "page")
        field = parse_xml(f"<w:fldSimple {nsdecls('w')} w:instr=' PAGE '/>")
        number._element.addprevious(field)  # noqa: SLF001  python-docx has no fields
        field.append(number._element)  # noqa: SLF001  as above
        gbt9704.write(paragraph, " —", FONTS, "page")


if __name__ == "__main__":
    TEMPLATE.write_bytes(made())
