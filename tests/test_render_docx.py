"""Word documents read back: laid out by GB/T 9704—2012, Chinese fonts that take, tables that print, texts as texts."""

import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from fractions import Fraction

import docx as library
import pytest
from builders import report_of, table_of
from docx.enum.section import WD_ORIENTATION
from docx.oxml.ns import qn
from docx.shared import Pt
from papers import opened, paper
from publishing import DAY, HOSTILE

from mstrack.i18n import speaking
from mstrack.render import Page, docx
from mstrack.render.palette import FILLS
from mstrack.report import (
    Bar,
    Column,
    Fact,
    Facts,
    Heading,
    Percent,
    Prose,
    Report,
    Table,
    Text,
    Tone,
    Word,
    for_machines,
)

LONG = [HOSTILE, "长" * 20_000, "w" * 3_000, "𠮷" * 5_000, "第一段\n第二段", "  两端  ", "}}{PAGE}", "&lt;b&gt;"]


@pytest.fixture(scope="module")
def report():
    return paper(since=dt.date(2021, 11, 2))


@pytest.fixture(scope="module")
def data(report):
    return docx.render(report, Page())


@pytest.fixture(scope="module")
def document(data):
    return library.Document(io.BytesIO(data))


def parts(data):
    """Return the parts of a package by their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def runs(document):
    """Yield every run: of the text, of the tables, of both footers."""
    section = document.sections[0]
    footers = (section.footer._element, section.even_page_footer._element)
    for root in (document.element, *footers):
        yield from root.iter(qn("w:r"))


def style(document, name):
    return document.styles[f"Paper {name}"]


def test_the_page_is_that_of_the_standard(document):
    """A4 upright, margins 37, 35, 28 and 26 mm, the wide one at the spine, and a grid of 22 lines."""
    section = document.sections[0]
    assert section.orientation == WD_ORIENTATION.PORTRAIT
    sizes = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    sizes += (section.left_margin, section.right_margin)
    assert [round(one.mm) for one in sizes] == [210, 297, 37, 35, 28, 26]
    grid = section._sectPr.find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", "579")
    assert document.settings.element.find(qn("w:mirrorMargins")) is not None


@pytest.mark.parametrize(
    ("name", "font", "size", "chars"),
    [
        ("title", "方正小标宋简体", 22, None),
        ("body", "仿宋_GB2312", 16, "200"),
        ("heading1", "黑体", 16, "200"),
        ("heading2", "楷体_GB2312", 16, "200"),
        ("odd", "宋体", 14, None),
        ("even", "宋体", 14, None),
    ],
)
def test_sizes_and_fonts_are_those_of_the_standard(document, name, font, size, chars):
    """Title 22 pt, text 16 pt indented by two characters, headings in 黑体 and 楷体, page numbers 14 pt."""
    found = style(document, name)
    fonts = found.element.rPr.rFonts
    indent = found.element.pPr.find(qn("w:ind"))
    assert (fonts.get(qn("w:eastAsia")), found.font.size) == (font, Pt(size))
    assert chars == (indent.get(qn("w:firstLineChars")) if indent is not None else None)


def test_22_lines_of_28_characters(document):
    """28.95 pt from line to line, and a quarter of a point less between characters; `libreoffice` measures it."""
    for name in ("body", "heading1", "heading2", "addressee", "attached", "signature", "annex", "subtitle"):
        element = style(document, name).element
        spacing = element.pPr.find(qn("w:spacing"))
        assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("579", "exact")
        assert element.rPr.find(qn("w:spacing")).get(qn("w:val")) == "-5"


def test_every_run_has_its_chinese_font_and_the_hint(document):
    """`w:eastAsia` names it, the hint gives it quotation marks and dashes, and a run has the font of its paragraph."""
    found = list(runs(document))
    assert len(found) > 300
    for run in found:
        fonts = run.rPr.rFonts
        assert fonts.get(qn("w:hint")) == "eastAsia"
        paragraph = next(parent for parent in run.iterancestors() if parent.tag == qn("w:p"))
        name = paragraph.pPr.pStyle.val
        expected = next(one for one in document.styles if one.style_id == name).element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == expected.get(qn("w:eastAsia"))


def test_nothing_of_another_template_is_left(data):
    """No theme, no theme font, no foreign style, no English: the language of Chinese text is zh-CN."""
    found = parts(data)
    assert not [name for name in found if re.search("theme|stylesWithEffects|customXml|thumbnail|numbering", name)]
    for text in found.values():
        assert not re.search(b'(ascii|hAnsi|eastAsia|cs)Theme=|eastAsia="(en|ja)-|python-docx|Cambria|Calibri', text)
    styles = found["word/styles.xml"].decode()
    assert re.search('<w:lang [^>]*w:eastAsia="zh-CN"', styles)
    assert set(re.findall('w:styleId="(.*?)"', styles)) >= {"Normal", "Paperbody", "PaperTable"}
    names = set(re.findall('w:styleId="(.*?)"', styles)) - {"Normal", "DefaultParagraphFont", "TableNormal"}
    assert all(name.startswith("Paper") for name in names)
    assert '<w:altName w:val="仿宋"/>' in found["word/fontTable.xml"].decode()


def test_fonts_can_be_chosen(report):
    """A role that is named gets another font, everywhere; the others keep theirs."""
    document = opened(report, {"body": "FangSong & <b>", "title": "宋体"})
    used = {run.rPr.rFonts.get(qn("w:eastAsia")) for run in runs(document)}
    assert used == {"FangSong & <b>", "宋体", "黑体", "楷体_GB2312"}
    assert style(document, "body").element.rPr.rFonts.get(qn("w:eastAsia")) == "FangSong & <b>"


def test_pages_are_numbered(document):
    """— 1 —, one character from the right edge of odd pages, from the left of even ones; a field is nothing else."""
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        (paragraph,) = footer.paragraphs
        assert "".join(one.text for one in footer._element.iter(qn("w:t"))) == "— 1 —"
        assert [one.get(qn("w:instr")).strip() for one in footer._element.iter(qn("w:fldSimple"))] == ["PAGE"]
        assert paragraph.style.element.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert paragraph.style.element.pPr.find(qn("w:ind")).get(qn(f"w:{side}Chars")) == "100"
    assert not list(document.element.iter(qn("w:fldSimple"), qn("w:instrText"), qn("w:hyperlink")))


def test_paragraphs_stand_in_their_order(report, document):
    """The banner and its number, the title, then all the rest as the report has it; the annex starts a page."""
    names = [one.style.name.removeprefix("Paper ") for one in document.paragraphs]
    assert names[:5] == ["banner", "number", "title", "subtitle", "addressee"]
    assert document.paragraphs[2].text == report.title
    told = [block.text for block in report.blocks if isinstance(block, (Heading, Prose))]
    assert [one.text for one in document.paragraphs if one.text != report.title] == "\n".join(told).split("\n")
    annex = style(document, "annex").element.pPr
    assert names.count("annex") == 1
    assert annex.find(qn("w:pageBreakBefore")) is not None


def test_the_annex_has_every_row(report, document):
    """25 tasks in, 25 out; each cell as the report has it."""
    (table,) = document.tables
    assert len(table.rows) == 25 + 1
    block = next(block for block in report.blocks if isinstance(block, Table))
    for row, expected in zip(table.rows[1:], block.rows, strict=True):
        texts = [cell.text for cell in row.cells]
        assert texts[0] == str(expected[0])
        for text, cell in zip(texts, expected, strict=True):
            if isinstance(cell, (str, Word)):
                assert text == (cell if isinstance(cell, str) else cell.text)


def test_a_table_prints(document):
    """Its head on every page, no row on two, on pages that lie, at 92 % of their width."""
    (table,) = document.tables
    rows = [row._tr.trPr for row in table.rows]
    assert all(row.find(qn("w:cantSplit")) is not None for row in rows)
    assert [row.find(qn("w:tblHeader")) is not None for row in rows] == [True] + [False] * 25
    section = document.sections[-1]
    assert section.orientation == WD_ORIENTATION.LANDSCAPE
    assert sum(column.width for column in table.columns) / section.page_width > 0.92
    assert not table.autofit


def test_a_light_is_a_word_on_a_fill(report, document):
    (table,) = document.tables
    block = next(block for block in report.blocks if isinstance(block, Table))
    place = [column.key for column in block.columns].index("light")
    seen = set()
    for row, expected in zip(table.rows[1:], block.rows, strict=True):
        cell, light = row.cells[place], expected[place]
        fill, ink = FILLS[light.tone]
        assert cell._tc.tcPr.find(qn("w:shd")).get(qn("w:fill")) == fill.removeprefix("#")
        assert str(cell.paragraphs[0].runs[0].font.color.rgb) == ink.removeprefix("#")
        assert cell.text.startswith(("红：", "黄：", "灰：", "绿：", "已完成", "逾期"))
        seen.add(light.code)
    assert seen == {"red", "yellow", "grey", "green", "done"}


def test_sources_are_raised_and_drafts_are_marked(report, document):
    """By their tones: sources superscript, what a paragraph speaks of bold, drafts with a yellow pen."""
    found = [run for one in document.paragraphs for run in one.runs]
    words = [part for block in report.blocks if isinstance(block, Prose) for part in block.parts]
    tones = {tone: [p.text for p in words if isinstance(p, Word) and p.tone is tone] for tone in Tone}
    assert [run.text for run in found if run.font.superscript] == tones[Tone.MUTE]
    assert [run.text for run in found if run.bold] == tones[Tone.STRONG]
    assert [run.text for run in found if run.font.highlight_color] == tones[Tone.WARN]


@pytest.mark.parametrize("text", LONG)
def test_a_text_is_a_text(text):
    """In a title, a heading, a paragraph or a cell: whole, and no tag, field or link."""
    table = table_of((1, text), title=text)
    blocks = (Heading(text, 1), Prose((text, Word(None, text, Tone.STRONG)), "remark"), Text(text), table)
    document = opened(report_of(*blocks, title=text))
    told = [one.text for one in document.paragraphs]
    assert told == [text, text, text + text, text, text]
    assert document.tables[0].rows[1].cells[1].text == text
    assert not list(document.element.iter(qn("w:fldSimple"), qn("w:hyperlink"), qn("w:instrText")))
    assert document.core_properties.title == text[:255]


def test_every_kind_of_block_and_cell():
    """Facts and all types of cells, as people read them; what only machines read is left out."""
    columns = (Column("a", "完成率", 50), Column("b", "进度", 50), Column("c", "截至", 50), for_machines("d"))
    row = (Percent(Fraction(1, 2), Tone.BAD), Bar(Fraction(1, 2), None), DAY, "x")
    facts = Facts("f", (Fact("k", "单位", "甲局"), Fact("", "空", None), Fact("n", "", "x", "machines")))
    with speaking("zh_CN"):
        document = opened(Report("x", "题", DAY, None, (facts, Table("t", columns, (row,)), Text("完"))))
    assert [one.text for one in document.paragraphs] == ["题", "单位：甲局", "完"]
    (head, line) = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert head == ["完成率", "进度", "截至"]
    assert line == ["50.00%", "########........", "2021-12-03"]


def test_many_rows_lose_nothing():
    document = opened(report_of(table_of(*((n, f"第{n}条") for n in range(300)))))
    assert [row.cells[1].text for row in document.tables[0].rows][1:] == [f"第{n}条" for n in range(300)]


def test_the_same_report_gives_the_same_bytes(report, data, monkeypatch):
    """Whenever it is made: the clock is asked by nobody."""
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_at: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    assert docx.render(report, Page()) == data
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {one.date_time for one in package.infolist()} == {docx.EPOCH}
    about = library.Document(io.BytesIO(data)).core_properties
    assert (about.created.date(), about.modified.date(), about.title) == (DAY, DAY, report.title)
    assert (about.author, about.comments, about.language) == ("", "", "zh-CN")


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("soffice") and shutil.which("pdftotext")), reason="LibreOffice is not installed")
def test_libreoffice_prints_it(report, data, tmp_path):
    """Every page has its number, the head of the table stands on every page of the annex, and all is printed."""
    (tmp_path / "a.docx").write_bytes(data)
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    words = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "a.docx"]
    subprocess.run(words, capture_output=True, check=True, timeout=180)
    told = subprocess.run(["pdftotext", "-raw", tmp_path / "a.pdf", "-"], capture_output=True, check=True).stdout
    pages = ["".join(page.split()) for page in told.decode().split("\f")[:-1]]
    assert [f"—{n}—" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)
    first = next(n for n, page in enumerate(pages) if re.match("附件[^：]", page) and "进度表" in page)
    heads = [page.count("序号任务分管市领导牵头单位（责任人）完成时限") for page in pages]
    with_rows = max(n for n, count in enumerate(heads, 1) if count)
    assert len(pages) - with_rows <= 1  # one page may have remarks only
    assert heads[:with_rows] == [0] * first + [1] * (with_rows - first)
    printed = re.sub("—[0-9]+—", "", "".join(pages))
    for block in report.blocks:
        if isinstance(block, (Heading, Prose)):
            for part in re.split("[，。；、：（）〔〕]", block.text):
                assert "".join(part.split()) in printed
