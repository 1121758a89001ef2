"""The receipt of a form: what became of each cell, in colour, in words and in place; and it can be sent back."""

import pytest
from sheeting import HEAD, NOW, TODAY, fill, form, opened, repacked, saved, store

from mstrack.i18n import speaking
from mstrack.record.sheets import entries, read, receipt

LOOKS = {look.fill.lstrip("#"): fate for fate, look in receipt.LOOKS.items() if fate != "read"}
ODD = {"H5": 900, "J5": "完成900公里。", "H6": 60.5}


def reading(workbook, data=None, **more):
    """Return what reading a workbook comes to, in Chinese, as a receipt has it."""
    data = data or store()
    with speaking("zh_CN"):
        found = read.read_form(workbook, data.plan, TODAY)
        return entries.proposals_of(data, found, "jia.xlsx", NOW, TODAY, **more)


def made(cells, *changes, **more):
    """Return the receipt of a form with these cells, as bytes."""
    return receipt.workbook(reading(fill(form(), HEAD | cells, *changes), **more), TODAY)


def page(cells, *changes, **more):
    """Return the sheet of a receipt."""
    return opened(made(cells, *changes, **more))["填报"]


def fates(sheet, *names):
    """Return the fates of cells by their colour."""
    return [LOOKS.get(sheet[name].fill.fgColor.rgb[2:]) for name in names]


def words(sheet):
    """Return what the column 回执 says of each row."""
    (column,) = (cell.column_letter for cell in sheet[4] if cell.value == "回执")
    return [sheet[f"{column}{row}"].value for row in range(5, 8)]


def test_filed():
    """What was filed is green, what is as last time grey; the rest stays to be filled in."""
    sheet = page({"H5": 50, "J5": "完成50公里。", "J7": "做了"})
    assert fates(sheet, "H2", "J2", "H5", "J5", "J7", "H6") == ["filed", "filed", "filed", "filed", "filed", None]
    assert words(sheet) == ["已入库：本次完成数、进展情况", None, "已入库：进展情况"]
    assert (sheet["H5"].value, sheet["J5"].value, f"{sheet['H2'].value:%F}") == (50, "完成50公里。", "2021-09-30")
    assert "2021-10-08　已入库3格" in {cell.value for cell in sheet[3]}


def test_unchanged():
    """A figure that is as last time adds nothing."""
    sheet = page({"H5": 40})
    assert (fates(sheet, "H5"), words(sheet)[0]) == (["unchanged"], "无变化：本次完成数")


def test_refused():
    """What is wrong is red, with its reason in words and as a comment; what was right is named, and waits."""
    sheet = page({"H5": "很多", "H6": 70, "J7": "做了"})
    assert fates(sheet, "H5", "H6", "J7") == ["refused", "waiting", "waiting"]
    assert words(sheet)[0] == "退回：本次完成数——很多 不是完成数；请写数字，如 98 或 75.2"
    assert words(sheet)[1].startswith("暂未入库：本次完成数（填写无误")
    assert sheet["H5"].comment.text == "退回：很多 不是完成数；请写数字，如 98 或 75.2"


def test_refused_head():
    """What is wrong above the table stands above the column, with the name of its cell."""
    texts = {cell.value for cell in page({"H2": "某日", "H5": 50})[3]}
    assert [text for text in texts if text and "H2退回" in text] != []


def test_asked_back():
    """A figure that looks like a slip is orange; the cell beside it confirms it."""
    sheet = page(ODD)
    assert fates(sheet, "H5", "O5", "O6", "J5", "H6") == ["asked", "asked", None, "waiting", "waiting"]
    assert words(sheet)[0].startswith("待核实：本次完成数——900公里与目标100公里相比")
    checks = {str(one.sqref): one.formula1 for one in sheet.data_validations.dataValidation}
    assert checks["O5"] == '"属实"'


def test_sent_back():
    """A receipt is a form: what was asked back is confirmed in it, and the rest is not filed twice."""
    back = reading(fill(made(ODD), {"O5": "属实"}))
    assert (back.faults, back.doubts, back.remarks) == ((), (), ())
    (proposal,) = back.proposals
    assert (proposal.entry.confirmed, proposal.entry.note) == (("roads",), "完成900公里。")


def test_receipt_of_a_receipt():
    """The words of an earlier receipt make place for the new ones."""
    sheet = opened(receipt.workbook(reading(made(ODD)), TODAY))["填报"]
    assert [cell.value for cell in sheet[4]].count("回执") == 1
    assert words(sheet)[0].count("900公里") == 1


def test_places():
    """Every cell stands where it stood, in a form that was moved and split, too."""

    def move(sheet):
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        sheet.insert_rows(3)
        sheet.insert_cols(1)
        sheet.title = "九月"

    book = opened(form())
    move(book["填报"])
    sheet = book["九月"]
    sheet["I2"], sheet["K2"], sheet["I6"], sheet["R6"] = "9月30日", "张三", 50, "随手记"
    copy = opened(receipt.workbook(reading(saved(book)), TODAY))["九月"]
    was = {cell.coordinate: cell.value for line in sheet.iter_rows() for cell in line if cell.value is not None}
    now = {cell.coordinate: cell.value for line in copy.iter_rows() for cell in line if cell.value is not None}
    assert {name: now.get(name) for name in was} == was
    assert fates(copy, "I6") == ["filed"]


@pytest.mark.parametrize("text", ["=1+1", "http://a.b", "a" * 32_000, "<r>a & b</r>", "<r></r>"])
def test_texts_stay_texts(text):
    """No text becomes a formula or a link."""

    def as_text(sheet):
        sheet["J7"] = text
        sheet["J7"].data_type = "s"

    cell = page({"H5": 50}, as_text)["J7"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


@pytest.mark.parametrize("name", ["填" * 40, "a/b", "'a'"])
def test_a_name_that_excel_does_not_take(name):
    """Other programs write names of sheets that Excel refuses; the receipt is written all the same."""

    def rename(parts):
        book = parts["xl/workbook.xml"].decode()
        assert 'name="填报"' in book
        parts["xl/workbook.xml"] = book.replace('name="填报"', f'name="{name}"').encode()

    workbook = repacked(fill(form(), HEAD | {"H5": 50}), rename)
    assert fates(opened(receipt.workbook(reading(workbook), TODAY))["填报"], "H5") == ["filed"]


def test_areas_of_any_size():
    """What is merged into a monstrous area is copied without it."""

    def merge(parts):
        name = "xl/worksheets/sheet1.xml"
        monster = b'<mergeCell ref="A40:XFD1048576"/><mergeCell ref="A5:P900"/>'
        assert b"</mergeCells>" in parts[name]
        parts[name] = parts[name].replace(b"</mergeCells>", monster + b"</mergeCells>")

    copy = receipt.workbook(reading(repacked(fill(form(), HEAD | {"J7": "做了"}), merge)), TODAY)
    assert fates(opened(copy)["填报"], "J7") == ["waiting"]
