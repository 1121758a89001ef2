"""Files → tables: merged cells repeated, page headers removed, texts as they are seen; old formats get their cure."""

import datetime as dt
import io
import sys

import pytest
from intaking import HEADER, ROWS, TITLE, excel, tables, text, word

from mstrack.errors import WorldFailed, WrongUse
from mstrack.intake import grid

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 260>>stream
50 50 100 40 re S 150 50 100 40 re S 50 90 100 40 re S 150 90 100 40 re S
BT /F 12 Tf 60 105 Td (No) Tj ET BT /F 12 Tf 160 105 Td (What) Tj ET
BT /F 12 Tf 60 65 Td (1) Tj ET BT /F 12 Tf 160 65 Td (12 schools) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
"""


def test_text():
    """Lines with tabs are rows; the lines above are kept; the header of a second page is no row."""
    paged = text() + b"\n\n" + text([("", "3", "三", "四", "市教育局", "六", "年底")], above=())
    (table,) = tables(paged, "表.txt")
    assert table.above == ("附件 2", TITLE)
    assert [row[1] for row in grid.body(table).rows] == ["1", "2", "3"]


def test_other_texts():
    """CSV in GBK, and a table of Markdown, are tables; plain lines are one column."""
    rows = (HEADER[1:3], ("1", "新建学校12所"))
    csv = "\r\n".join(",".join(row) for row in rows).encode("gb18030")
    markdown = "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], ("---", "---"), rows[1])).encode()
    for data in (csv, markdown):
        (table,) = tables(data, "表.csv")
        assert [[cell.strip() for cell in row] for row in table.rows] == [list(row) for row in rows]
    assert tables("一、新建学校12所\n二、改造危房3户".encode(), "-")[0].rows == (
        ("一、新建学校12所",),
        ("二、改造危房3户",),
    )


def test_word():
    """Cells merged down and across are repeated; line breaks in cells stay; the paragraphs above are kept."""
    rows = [("项目", "具体内容", "单位"), ("一、办学", "新建学校", "市教育局\n市财政局"), ("", "改造校舍", "市教育局")]
    (table,) = tables(word(rows, [TITLE], [((1, 0), (2, 0))]), "表.docx")
    assert table.above == (TITLE,)
    assert table.rows == (rows[0], rows[1], ("一、办学", "改造校舍", "市教育局"))
    (wide,) = tables(word([("标题", "", ""), *rows], merge=[((0, 0), (0, 2))]), "表.docx")
    assert wide.rows[0] == ("标题",) * 3
    assert grid.body(wide).above == ("标题",)


def test_word_tables_that_follow_each_other():
    """A table that goes on in another one without a word between them is one table; else there are two."""
    import docx

    document = docx.Document()
    for lines in ((), ("第二张",)):
        for line in lines:
            document.add_paragraph(line)
        for content in ("序号", "1"):
            document.add_table(1, 1).cell(0, 0).text = content
    data = io.BytesIO()
    document.save(data)
    assert [len(one.rows) for one in tables(data.getvalue(), "x.docx")] == [2, 2]


def test_excel():
    """Merged cells are repeated; days and percentages are as Excel shows them; a hidden sheet is none."""
    rows = [("项目", "目标", "完成时限"), ("办学", 0.9, dt.date(2021, 12, 10)), (None, 12.0, dt.date(2021, 11, 30))]
    (table,) = tables(excel(rows, ["A2:A3"], B2="0%", C2='m"月"d"日"', C3="yyyy-mm-dd"), "表.xlsx")
    assert table.rows[1:] == (("办学", "90%", "12月10日"), ("办学", "12", "2021-11-30"))


def test_html():
    """Cells that span are repeated, a table for layout is none, scripts are no text."""
    page = (
        "<meta charset=gbk><script>var x='<td>'</script><h1>标题</h1><table><tr><td><table>"
        "<tr><th>项目<th>内容<tr><td rowspan=2>办学<td>新建<br>学校<tr><td>改造</table></table>"
    )
    (table,) = tables(page.encode("gb18030"), "表.html")
    assert "标题" in table.above
    assert table.rows == (("项目", "内容"), ("办学", "新建\n学校"), ("办学", "改造"))


def test_pdf():
    """The cells of a PDF are found by their lines."""
    (table,) = tables(PDF, "x.pdf")
    assert table.rows == (("No", "What"), ("1", "12 schools"))


def test_two_header_rows():
    """Of two header rows, a cell merged across names what those below it are parts of."""
    first, second = ("序号", "具体内容", "责任", "责任"), ("序号", "具体内容", "单位", "人")
    body = grid.body(grid.GridTable((first, second, ("1", "新建", "市教育局", "张璐"))))
    assert body.header == ("序号", "具体内容", "责任单位", "责任人")
    assert len(body.rows) == 1


def test_footnotes():
    """A footnote below a table is no task."""
    body = grid.body(grid.GridTable((HEADER, *ROWS, ("注：时限为2021年。",) + ("",) * 6)))
    assert len(body.rows) == 2
    assert body.notes == ("注：时限为2021年。",)


@pytest.mark.parametrize(
    ("name", "cure"), [("表.doc", ".docx"), ("表.xls", ".xlsx"), ("表.ods", ".xlsx"), ("表.wps", ".docx")]
)
def test_old_formats(name, cure):
    """An old format gets a sentence with its cure."""
    with pytest.raises(WrongUse, match=f"save it as {cure}"):
        tables(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", name)


@pytest.mark.parametrize("name", ["x.docx", "x.xlsx", "x.pdf", "x.txt", "x.html"])
@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", bytes(range(256)), b"<html>"])
def test_damaged(name, data):
    """A damaged or empty file is one sentence that names it."""
    with pytest.raises(WrongUse, match=r"x\."):
        tables(data, name)


def test_library_missing(monkeypatch):
    """A library that is not installed is named, with the command that installs it; PDF is an extra."""
    document = word([("项目", "内容")])
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.setitem(sys.modules, "pdfplumber", None)
    with pytest.raises(WorldFailed, match=r'docx.*pip install "mstrack"'):
        tables(document, "x.docx")
    with pytest.raises(WorldFailed, match=r'pdfplumber.*pip install "mstrack\[intake\]"'):
        tables(b"%PDF-1.7", "x.pdf")
