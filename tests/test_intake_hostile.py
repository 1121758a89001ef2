"""Files made to do harm end in one sentence: before they are parsed, in little time and memory."""

import io
import zipfile
import zlib

import pytest
from intaking import excel, tables, text

from mstrack.errors import WrongUse

BODY = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body></w:document>'
ROW = "<w:tr><w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc></w:tr>"
PDF = b"%%PDF-1.4\n4 0 obj<</Length 9/Filter {}>>stream\n".replace(b"{}", b"%s") + b"%s\nendstream endobj\n"


def package(document, **parts):
    """Return a Word file with a document as it stands."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", document)
        for name, content in parts.items():
            made.writestr(f"word/{name}.bin", content)
    return data.getvalue()


def merged():
    """Return a workbook whose merged cells cover a whole sheet."""
    small = io.BytesIO(excel([("具体内容",), ("新建",)], ["A2:B3"]))
    data = io.BytesIO()
    with zipfile.ZipFile(small) as old, zipfile.ZipFile(data, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"A2:B3", b"A2:XFD1048576"))
    return data.getvalue()


ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
FILES = {
    "bomb.docx": (lambda: package(BODY.format(" " * 60_000_000)), "larger than 40 MiB"),
    "entity.docx": (lambda: package(ENTITY + BODY.format(ROW.format("&x;"))), "no Office program writes"),
    "macro.docx": (lambda: package(BODY.format(""), vbaProject="x"), "macros"),
    "rows.docx": (lambda: package(BODY.format(f"<w:tbl>{ROW.format('x') * 100_000}</w:tbl>")), "far more cells"),
    "merged.xlsx": (merged, "far more cells"),
    "rows.txt": (lambda: text([("", "1", "新建", "", "市教育局", "", "年底")] * 100_000), "more than 3000 rows"),
    "rows.html": (("<table>" + "<tr><td>新建" * 100_000).encode, "more than 3000 rows"),
    "span.html": (lambda: b"<table>" + b"<tr><td rowspan=9999 colspan=9999>x" * 100, "far more cells"),
    "long.txt": (lambda: text([("", "1", "新" * 20_000, "", "", "", "")]), "more than 10000 characters"),
    "bomb.pdf": (lambda: PDF % (b"/FlateDecode", zlib.compress(b"0 0 m " * 4_000_000)), "far larger"),
    "twice.pdf": (lambda: PDF % (b"[/FlateDecode/FlateDecode]", b""), "packed in a way"),
    "lines.pdf": (lambda: PDF % (b"/FlateDecode", zlib.compress(b"0 0 m 9 9 l S\n" * 20_000)), "far more lines"),
    "order.txt": (lambda: text([("", "1", "建成\u202e001所", "", "市教育局", "", "年底")]), "reverses the direction"),
}


@pytest.mark.parametrize("name", FILES)
def test_refused(name):
    """One sentence says what is wrong; nothing is unpacked beyond its limit."""
    make, reason = FILES[name]
    with pytest.raises(WrongUse, match=reason) as caught:
        tables(make(), name)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_entities_of_a_page():
    """A page's own entities are not followed."""
    page = f"{ENTITY}<table><tr><td>具体内容<tr><td>新建&x;学校</table>".encode()
    assert "root" not in str(tables(page, "x.html"))


def test_memory():
    """A bomb of half a gigabyte takes little memory: it is unpacked in pieces."""
    import tracemalloc

    data = package(BODY.format(" " * 200_000_000))
    tracemalloc.start()
    with pytest.raises(WrongUse):
        tables(data, "x.docx")
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()
