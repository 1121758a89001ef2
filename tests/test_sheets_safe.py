"""Workbooks that would do harm: each is refused in one sentence before it is parsed."""

import contextlib
import io
import zipfile

import pytest
from offenders import every
from sheeting import fill, form, opened, repacked, saved

from mstrack.errors import WrongUse
from mstrack.record.sheets import workbook

NO_WORKBOOK = "this is no Excel workbook (.xlsx); open it in Excel, WPS or LibreOffice, and save it as one"
DAMAGED = "the workbook is damaged; open it in Excel, save it anew and try again"
LARGE = "unpacked, the workbook is larger than 20 MiB; no form is"
STRANGE = "the workbook holds XML that no spreadsheet program writes; it is not opened"
SHEET = "xl/worksheets/sheet1.xml"


def refused(data):
    with pytest.raises(WrongUse) as told:
        workbook.sheets(data)
    return str(told.value)


def answered(data):
    """Return why a workbook is refused; nothing where it is read."""
    with contextlib.suppress(WrongUse):
        workbook.sheets(data)
        return ""
    return refused(data)


def changed(name, text):
    return repacked(form(), lambda parts: parts.update({name: text}))


def packed(*texts, how=zipfile.ZIP_DEFLATED):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", how) as parts:
        for i, text in enumerate(texts):
            parts.writestr(f"{i}.xml", text)
    return data.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"<html>", "任务,完成数\n".encode("gbk"), packed("a"), form()[:4000]]
)
def test_no_workbook(data):
    assert refused(data) == NO_WORKBOOK


def test_old_or_encrypted():
    told = "an old .xls, or protected by a password; save it as .xlsx without a password"
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)) == told


def test_encrypted_parts():
    data = bytearray(form())
    start = data.index(b"PK\x01\x02")
    data[start + 8] |= 1
    assert refused(bytes(data)) == "protected by a password; save it without one"


def test_bomb():
    assert refused(changed(SHEET, bytes(21 * 1024 * 1024))) == LARGE


@pytest.mark.parametrize("declared", [10, 19 * 1024 * 1024, None])
def test_lying_bomb(declared):
    """A part that unpacks to 60 MiB is not unpacked further than it may be, whatever size it declares."""
    import tracemalloc

    size = 60 * 1024 * 1024
    data = bytearray(changed(SHEET, b"<worksheet>" + b" " * size))
    start = data.rindex(b"PK\x01\x02", 0, data.rindex(SHEET.encode()))
    if declared is not None:
        data[start + 24 : start + 28] = declared.to_bytes(4, "little")
    tracemalloc.start()
    told = refused(bytes(data))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert told == (LARGE if declared is None else DAMAGED)
    assert peak < 10 * 1024 * 1024


def test_many_parts():
    assert refused(packed(*1001 * [""])) == "the workbook holds more than 1000 parts; no form does"


def test_strange_packing():
    assert refused(packed("a", how=zipfile.ZIP_LZMA)) == NO_WORKBOOK


def test_macros():
    told = "the workbook carries macros; save it as .xlsx, without them"
    assert refused(changed("xl/vbaProject.bin", b"x")) == told


def test_links():
    told = "the workbook links to other workbooks; type the values and remove the links"
    assert refused(changed("xl/externalLinks/externalLink1.xml", b"<a/>")) == told


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities(encoding):
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
    assert refused(changed("xl/sharedStrings.xml", bomb.encode(encoding))) == STRANGE


@every("name", [SHEET, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml", "xl/sharedStrings.xml"])
@every("text", [b"", b"<a>", b"\xff\xfe<", b"<worksheet/>"])
def test_damaged(name, text):
    """A part that is damaged is told, or not needed; it is never a traceback."""
    assert answered(changed(name, text)) in {"", DAMAGED}


def test_damaged_bytes():
    """One byte changed anywhere: refused in one sentence, or read."""
    data = form()
    told = {
        answered(data[:place] + bytes([data[place] ^ 0x55]) + data[place + 1 :]) for place in range(0, len(data), 97)
    }
    assert {DAMAGED, NO_WORKBOOK} <= told
    assert not [sentence for sentence in told if "\n" in sentence]


@pytest.mark.parametrize("row", [2001, 1_048_576])
def test_many_rows(row):
    """More rows than any form has are not gone through."""
    told = "more than 2000 rows; delete the empty rows below the form, or copy the figures into a new form"
    assert refused(fill(form(), {f"A{row}": 1})) == told


def test_declared_rows():
    """What a sheet says of its size is not believed."""
    lying = repacked(
        form(), lambda parts: parts.update({SHEET: parts[SHEET].replace(b'ref="A1:M7"', b'ref="A1:XFD1048576"')})
    )
    assert workbook.sheets(lying) == workbook.sheets(form())


def test_missing_sheets():
    """Every sheet is read: what is no form is told by who looks for one."""
    book = opened(form())
    book.create_sheet("说明")
    del book["_mstrack"]
    assert list(workbook.sheets(saved(book))) == ["填报", "说明"]


@pytest.mark.parametrize(
    ("shown", "percent"), [("0.00%", True), ("General", False), ('General"%"', False), (r"0\%", False)]
)
def test_percent(shown, percent):
    """A cell that shows a percentage is marked; a literal sign is none."""

    def look(sheet):
        sheet["H6"].number_format = shown

    assert workbook.sheets(fill(form(), {"H6": 0.5}, look))["填报"].grid[6, 8].percent == percent


@pytest.mark.parametrize("text", [b"<c/>" * 5_000_000, b"<c></c>" * 400_000])
def test_many_cells(text):
    """A part that would take all memory is not parsed."""
    told = "the workbook holds far more cells than a form; copy the figures into a new one"
    assert refused(changed(SHEET, b"<worksheet><sheetData><row>" + text)) == told


def test_deep():
    """XML that is nested without end is told as damage."""
    assert refused(changed(SHEET, b"<worksheet><sheetData>" + b"<row>" * 290_000)) == DAMAGED


def test_full():
    """As many cells as are let in are read, or refused, in bearable time."""
    many = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    many += b"".join(b'<row r="%d">%s</row>' % (row, b"<c><v>1</v></c>" * 20) for row in range(1, 1990))
    assert len(workbook.sheets(changed(SHEET, many + b"</sheetData></worksheet>"))["填报"].grid) == 1989 * 20


def test_cells_that_hold_something():
    """Of all sheets together not more are kept than a large form has many times over; empty ones take no memory."""
    told = "the workbook holds far more cells than a form; copy the figures into a new one"
    start = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row>'
    end = b"</row></sheetData></worksheet>"
    assert refused(changed(SHEET, start + b"<c><v>1</v></c>" * 40_001 + end)) == told
    assert workbook.sheets(changed(SHEET, start + b'<c s="1"/>' * 40_001 + end))["填报"].grid == {}

    def two(parts):
        parts[SHEET] = parts["xl/worksheets/sheet2.xml"] = start + b"<c><v>1</v></c>" * 20_001 + end

    assert refused(repacked(form(), two)) == told


def test_many_sheets():
    """Many sheets of many cells are one workbook of far too many."""
    relation = b'<Relationship Id="x%d" Type="http://a/worksheet" Target="worksheets/sheet1.xml"/>'
    sheet = b'<sheet name="%d" sheetId="%d" r:id="x%d"/>'

    def more(parts):
        for name, closing, text in (
            ("xl/_rels/workbook.xml.rels", b"</Relationships>", lambda n: relation % n),
            ("xl/workbook.xml", b"</sheets>", lambda n: sheet % (n, n, n)),
        ):
            parts[name] = parts[name].replace(closing, b"".join(map(text, range(100, 120))) + closing)
        parts[SHEET] = b"<worksheet><sheetData><row>" + b"<c/>" * 50_000 + b"</row></sheetData></worksheet>"

    told = "the workbook holds far more cells than a form; copy the figures into a new one"
    assert refused(repacked(form(), more)) == told


def test_many_merged_cells():
    """So are many merged cells."""
    told = "the workbook holds far more cells than a form; copy the figures into a new one"
    assert refused(changed(SHEET, b"<worksheet><mergeCells>" + b'<mergeCell ref="A1:B2"/>' * 1001)) == told
