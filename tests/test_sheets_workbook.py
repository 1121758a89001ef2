"""Workbooks as other programs write them: their sheets are read as Excel shows them."""

import datetime as dt
import re

import pytest
from offenders import every
from sheeting import HEAD, TODAY, fill, form, judged, repacked, store

from mstrack.record.sheets import number_formats, workbook
from mstrack.record.sheets.sheet_xml import Area

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKED = "http://schemas.openxmlformats.org/package/2006/relationships"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    LINKS: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
SHEET = "xl/worksheets/sheet1.xml"


def book(cells, styles="", texts="", more="", after="", book_more=""):
    """Return a workbook of one sheet, written by hand: its cells, styles and shared texts."""
    import io
    import zipfile

    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKED}"><Relationship Id="a" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{book_more}<sheets><sheet name="一" sheetId="1" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKED}"><Relationship Id="b" Type="{LINKS}/worksheet" Target="/xl/worksheets/sheet1.xml"/>'
        f'<Relationship Id="c" Type="{LINKS}/styles" Target="styles.xml"/><Relationship Id="d" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        SHEET: f'<worksheet xmlns="{MAIN}">{more}<sheetData>{cells}</sheetData>{after}</worksheet>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
    }
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name, text in parts.items():
            if name not in {"xl/styles.xml" if not styles else "", "xl/sharedStrings.xml" if not texts else ""}:
                packed.writestr(name, text)
    return data.getvalue()


def grid(*how, **more):
    """Return the cells of a workbook written by hand."""
    return workbook.sheets(book(*how, **more))["一"].grid


def value(cell, **more):
    """Return the value of one cell."""
    return grid(f'<row r="1">{cell}</row>', **more)[1, 1].value


FORMATS = '<numFmts><numFmt numFmtId="164" formatCode="yyyy/m/d;@"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="10"/><xf numFmtId="164"/></cellXfs>'


@every(
    ("cell", "meant"),
    [
        ("<c><v>98</v></c>", 98),
        ("<c><v>75.2</v></c>", 75.2),
        ('<c t="n"><v>2.0211202E7</v></c>', 20211202.0),
        ('<c t="str"><v>98个</v></c>', "98个"),
        ('<c t="inlineStr"><is><t>完成</t></is></c>', "完成"),
        ('<c t="inlineStr"><is><r><t>完</t></r><r><rPr><b/></rPr><t>成</t></r></is></c>', "完成"),
        ('<c t="inlineStr"><is><t>完成</t><rPh sb="0" eb="1"><t>wan</t></rPh></is></c>', "完成"),
        ('<c t="s"><v>0</v></c>', "首先 其次"),
        ('<c t="s"><v>1</v></c>', "市政府"),
        ('<c t="s"><v>2</v></c>', "一\r\n二"),
        ('<c t="str"><v>a_x0041_b_xD800_</v></c>', "aAb_xD800_"),
        ('<c t="b"><v>1</v></c>', True),
        ('<c t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c t="d"><v>2021-09-30</v></c>', dt.datetime(2021, 9, 30)),  # noqa: DTZ001  a day; Excel knows no zones
        ('<c t="d"><v>2021-09-29T16:00:00.000Z</v></c>', dt.datetime(2021, 9, 30)),  # noqa: DTZ001  as above
        ('<c t="d"><v>2021/9/30</v></c>', "2021/9/30"),
        ('<c s="2"><v>44469</v></c>', dt.datetime(2021, 9, 30)),  # noqa: DTZ001  as above
        ('<c s="2"><v>20211202</v></c>', 20211202),
        ('<c s="99"><v>98</v></c>', 98),
        ('<c s="odd"><v>98</v></c>', 98),
        ("<c><v>九十八</v></c>", "九十八"),
        ("<c><v>NaN</v></c>", "NaN"),
    ],
)
def test_value(cell, meant):
    """A cell is read by its type and its style, as each program writes it."""
    texts = '<si><r><t>首先</t></r><r><t xml:space="preserve"> 其次</t></r></si><si><t>市政府</t><rPh sb="0" eb="1"><t>shi</t></rPh><phoneticPr/></si><si><t>一_x000D_\n二</t></si>'
    found = value(cell, styles=FORMATS, texts=texts)
    assert (found, type(found)) == (meant, type(meant))


def test_no_styles():
    """Without styles a day is the number that Excel keeps for it, and a percentage the share."""
    cells = grid('<row r="1"><c s="2"><v>44469</v></c><c s="1"><v>0.752</v></c></row>')
    assert [(one.value, one.percent) for one in cells.values()] == [(44469, False), (0.752, False)]


def test_percent():
    """A percentage is marked by its format."""
    assert grid('<row r="1"><c s="1"><v>0.752</v></c></row>', styles=FORMATS)[1, 1].percent


def test_1904():
    """A workbook that counts its days from 1904, as those of old Macs, shows the same day."""
    how = {"styles": FORMATS, "book_more": '<workbookPr date1904="1"/>'}
    assert value('<c s="2"><v>43007</v></c>', **how) == dt.datetime(2021, 9, 30)  # noqa: DTZ001  a day


@pytest.mark.parametrize("dimension", ["A1", "A1:B2", "B2:ZZ99", "nonsense"])
def test_dimension(dimension):
    """What a sheet says of its size is not believed: WPS writes it too small."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="H9"><v>2</v></c></row>'
    assert set(grid(cells, more=f'<dimension ref="{dimension}"/>')) == {(1, 1), (9, 8)}


def test_cells_without_names():
    """Rows and cells that have no names stand one behind the other."""
    cells = '<row><c><v>1</v></c><c/><c><v>2</v></c></row><row r="7"><c r="C7"><v>3</v></c><c><v>4</v></c></row>'
    assert {place: one.value for place, one in grid(cells).items()} == {(1, 1): 1, (1, 3): 2, (7, 3): 3, (7, 4): 4}


def test_formulas():
    """A formula is marked, with the value that was saved with it; a shared and an array formula, too."""
    cells = '<row><c><f>1+1</f><v>2</v></c><c><f t="shared" si="0"/><v>3</v></c><c t="str"><f t="array" ref="C1">A1</f><v>x</v></c><c><f>1</f></c></row>'
    assert [(one.value, one.formula) for one in grid(cells).values()] == [
        (2, True),
        (3, True),
        ("x", True),
        (None, True),
    ]


def test_merged():
    """Merged cells are known."""
    after = '<mergeCells><mergeCell ref="A1:B3"/><mergeCell ref="$C$1:$D$1"/></mergeCells>'
    found = workbook.sheets(book("<row/>", after=after))["一"].merged
    assert found == (Area((1, 1), (3, 2)), Area((1, 3), (1, 4)))


def strict(parts):
    """Write the parts in the namespaces of ISO 29500 strict."""
    for name, text in parts.items():
        parts[name] = text.replace(MAIN.encode(), STRICT[MAIN].encode()).replace(LINKS.encode(), STRICT[LINKS].encode())


def too_small(parts):
    """Write the dimension as WPS does."""
    parts[SHEET] = re.sub(b'<dimension ref="[^"]*"', b'<dimension ref="A1"', parts[SHEET])


def without_styles(parts):
    del parts["xl/styles.xml"]


def with_backslashes(parts):
    for name in list(parts):
        parts[name.replace("/", "\\")] = parts.pop(name)


def with_prefix(parts):
    """Write each element of a sheet with a prefix, as some libraries do."""
    text = parts[SHEET].decode().replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')
    parts[SHEET] = re.sub(r"<(/?)(?![?!])(\w)", r"<\1x:\2", text).encode()


def in_utf16(parts):
    text = parts[SHEET].decode().replace("encoding='UTF-8'", "").replace('encoding="UTF-8"', "")
    parts[SHEET] = text.encode("utf-16")


@every("how", [strict, too_small, without_styles, with_backslashes, with_prefix, in_utf16])
def test_form(how):
    """A filled form says the same, whichever program wrote it."""
    data = store()
    filled = fill(form(data), HEAD | {"H5": 50, "H6": "75.2%", "J5": "完成50公里。"})
    (proposal,) = judged(repacked(filled, how), data).proposals
    entry = proposal.entry
    figures = {key: f"{one}" for key, one in entry.figures.items()}
    assert (figures, f"{entry.date}", entry.note) == ({"roads": "50", "coverage": "75.2"}, "2021-09-30", "完成50公里。")
    assert entry.date < TODAY


@every(
    ("code", "percent", "day"),
    [
        ("General", False, False),
        ('General"公里"', False, False),
        ("0.00%", True, False),
        ("0.0%;[Red]-0.0%", True, False),
        ("yyyy\\-mm\\-dd", False, True),
        ('[$-804]yyyy"年"m"月"d"日";@', False, True),
        ('m"月"d"日"', False, True),
        ("[Red]#,##0.00", False, False),
        ("#,##0_d", False, False),
        ("0\\d", False, False),
        ("@", False, False),
        ("", False, False),
    ],
)
def test_number_format(code, percent, day):
    """What a format shows is told by its signs, not by its words."""
    assert (number_formats.is_percent(code), number_formats.is_day(code)) == (percent, day)


def test_every_built_in_format():
    """Each format without a code is a percentage or a day."""
    odd = [
        n
        for n, code in number_formats.BUILT_IN.items()
        if number_formats.is_percent(code) == number_formats.is_day(code)
    ]
    assert odd == []
