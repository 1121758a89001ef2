"""Filled forms: what they say, cell by cell, and which are none."""

import pytest
from builders import LEAD, PARTNER
from sheeting import CELL, HEAD, TODAY, faults, fill, form, judged, opened, reading, repacked, saved, store

from mstrack.errors import WrongUse
from mstrack.record.sheets import read

CELLS = {"H5": 50, "I5": "推进中", "J5": "完成50公里。"}


def filled(workbook, data=None, expected=None):
    return read.read_form(workbook, (data or store()).plan, TODAY, expected)


def refused(workbook, *more):
    with pytest.raises(WrongUse) as told:
        filled(workbook, *more)
    return str(told.value)


def test_says():
    """A form says its unit, day, name, and of each task the figures and words, with their cells."""
    said = filled(fill(form(), HEAD | CELLS))
    assert (said.unit.name, f"{said.day}", said.reporter, said.faults) == (LEAD, "2021-09-30", "张三", ())
    first, second = said.answers
    assert ({key: f"{one}" for key, one in first.figures.items()}, first.words) == (
        {"roads": "50"},
        {"status": "in-progress", "note": "完成50公里。"},
    )
    assert (first.places["roads"], first.places["coverage"], first.places["next"]) == ((5, 8), (6, 8), (5, 12))
    assert (second.figures, second.words) == ({}, {})


def test_empty():
    """A form that came back as it went says nothing, and nothing is wrong with it."""
    assert [(one.figures, one.words) for one in filled(form()).answers] == [({}, {}), ({}, {})]
    assert reading({}, head={})[:9] == ("jia.xlsx", "填报", (), 0, 0, (), (), (), ())


@pytest.mark.parametrize("line", [1, 3, 5, 6, 7])
def test_inserted_rows(line):
    """A line inserted anywhere moves the rows; they are found by their keys."""
    book = opened(fill(form(), HEAD | CELLS))
    sheet = book["填报"]
    for area in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(area))
    sheet.insert_rows(line)
    (proposal,) = judged(saved(book), store()).proposals
    assert (proposal.entry.figures["roads"], proposal.entry.note) == (50, "完成50公里。")


@pytest.mark.parametrize("column", [1, 3, 8, 10])
def test_inserted_columns(column):
    """A column inserted anywhere moves the others; they are found by their titles."""
    book = opened(fill(form(), HEAD | CELLS))
    for area in list(book["填报"].merged_cells.ranges):
        book["填报"].unmerge_cells(str(area))
    book["填报"].insert_cols(column)
    assert len(judged(saved(book), store()).proposals) == 1


def test_sorted_rows():
    """Rows that were sorted, whole, are found by their keys; words count in whichever row of the task they are."""

    def swap(sheet):
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        for column in "ABCDEFGHIJKLM":
            five, six = sheet[f"{column}5"].value, sheet[f"{column}6"].value
            sheet[f"{column}5"], sheet[f"{column}6"] = six, five

    (proposal,) = reading({"H6": 50, "J6": "完成50公里。"}, swap).proposals
    assert (proposal.entry.figures["roads"], proposal.entry.note) == (50, "完成50公里。")


def test_half_sorted_rows():
    """Rows of which a part was sorted away from the rest are refused."""

    def swap(sheet):
        sheet["C5"], sheet["C6"] = "覆盖率", "公路"

    told = "this row is that of {}, but {} stands here; undo the sorting, or make the form anew"
    assert faults({"H5": 50}, swap) == [
        f"jia.xlsx[填报]C5: {told.format('公路', '覆盖率')}",
        f"jia.xlsx[填报]C6: {told.format('覆盖率', '公路')}",
    ]


def test_half_sorted_tasks():
    """A task without indicators is known by its name; what stands below the name may differ."""
    told = "this row is that of 无指标任务, but {} stands here; undo the sorting, or make the form anew"
    assert faults({"J7": "启动。", "B7": "修路"}) == [f"jia.xlsx[填报]B7: {told.format('修路')}"]
    assert faults({"J7": "启动。", "B7": "无指标任务（本单位）"}) == []


def test_there_is_nothing():
    """Dashes say nothing; 无 says nothing where a problem or a next step stands, and in a note it is a word."""
    (proposal,) = reading({"H5": 50, "J5": "—", "K5": "无。", "L5": "暂无"}).proposals
    entry = proposal.entry
    assert (entry.note, entry.problem, entry.next) == (None, None, None)
    assert reading({"J7": "无"}).proposals[0].entry.note == "无"
    assert reading({"K7": "/", "L7": "无"}).proposals == ()


def test_a_picture():
    """What WPS writes for a picture in a cell is no text of the unit's."""
    found = reading({"J5": CELL('<f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v>')})
    told = "a picture stands here, and pictures are not read; write what it shows"
    assert ([one.sentence for one in found.faults], found.remarks) == ([told], ())


def test_strange_row():
    """What is written below the form belongs to no task."""
    told = "this row is none of the form's; write into the rows that were there"
    assert faults({"J9": "也完成了"}) == [f"jia.xlsx[填报]J9: {told}"]


def test_copied_row():
    """A row that was copied would count twice."""
    told = "this row is a copy of row 5; delete one of the two"
    assert faults({"C9": "公路", "H9": 50, "M9": "1/roads"}) == [f"jia.xlsx[填报]H9: {told}"]


def test_deleted_row():
    """A row that was deleted reports nothing."""

    def delete(sheet):
        sheet.unmerge_cells("A5:A6")
        sheet["M6"], sheet["C6"] = None, None

    assert list(reading(CELLS, delete).proposals[0].entry.figures) == ["roads"]


def test_two_texts_for_one_task():
    """Where merged cells were split and both were filled, neither is dropped in silence."""

    def split(sheet):
        sheet.unmerge_cells("J5:J6")
        sheet["J6"] = "另有说明"

    told = "another text for the same task stands in J5; keep one of the two"
    assert faults(CELLS, split) == [f"jia.xlsx[填报]J6: {told}"]


def test_every_problem_is_named():
    """Each cell that cannot be read is named; nothing is made of what is left."""
    found = reading({"H5": "很多", "I5": "差不多", "H7": 3, "J7": "一\u200b二"}, head={"H2": "某日", "J2": "张三"})
    where = [fault.at("jia.xlsx").split(":")[0] for fault in found.faults]
    assert where == [f"jia.xlsx[填报]{name}" for name in ("H2", "H5", "I5", "H7", "J7")]
    assert found.proposals == ()


def test_formulas():
    """A formula without a saved value is refused: openpyxl, as other programs, saves none."""
    told = "the formula was saved without its value; type the value itself"
    assert faults({"H5": "=40+10"}) == [f"jia.xlsx[填报]H5: {told}"]


def test_formula_with_value():
    """A formula counts by the value that was saved with it."""

    def cached(parts):
        sheet = parts["xl/worksheets/sheet1.xml"]
        assert b"<f>40+10</f><v" in sheet
        parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"<f>40+10</f><v />", b"<f>40+10</f><v>50</v>").replace(
            b"<f>40+10</f><v></v>", b"<f>40+10</f><v>50</v>"
        )

    data = store()
    workbook = repacked(fill(form(data), HEAD | {"H5": "=40+10"}), cached)
    assert judged(workbook, data).proposals[0].entry.figures == {"roads": 50}


def test_text_that_starts_like_a_formula():
    """A text that starts with = is a text."""

    def as_text(sheet):
        sheet["J5"] = "=完成"
        sheet["J5"].data_type = "s"

    assert reading({"H5": 50}, as_text).proposals[0].entry.note == "=完成"


@pytest.mark.parametrize(
    ("typed", "day"), [(20211002, "2021-10-02"), (10.02, "2021-10-02"), (1002, "2021-10-02"), (44471, "2021-10-02")]
)
def test_a_number_typed_into_the_cell_for_the_day(typed, day):
    """The form shows 20211002 as ########, and 10.02 as a day of 1900: what was typed is a day all the same."""
    workbook = fill(form(), {"H2": typed, "J2": "张三"})
    assert opened(form())["填报"]["H2"].number_format == "yyyy-mm-dd"
    assert f"{filled(workbook).day}" == day


@pytest.mark.parametrize("typed", [20211399, 13.5, -1])
def test_a_number_that_is_no_day(typed):
    """A number that means no day is refused as what was typed, with its cell; nobody typed a formula."""
    (fault,) = faults({"H5": 50}, head={"H2": typed, "J2": "张三"})
    assert "H2" in fault
    assert "is no day" in fault
    assert "formula" not in fault


def test_day_beside_its_label():
    """The name beside 填报人 is no day, though the cell for the day is empty."""
    assert filled(fill(form(), {"J2": "张三"})).day is None


def test_other_unit():
    """A form of another unit is refused where one is expected."""
    told = "this is the form of 乙局, not of 甲局; leave out --unit (or MSTRACK_UNIT) to read it all the same"
    assert refused(form(unit=PARTNER), None, LEAD) == told
    assert filled(form(unit=PARTNER), None, PARTNER).unit.name == PARTNER


def test_lost_column():
    """A form that lost a column is refused, with the title of that."""

    def lose(sheet):
        sheet["M4"], sheet["K4"] = None, "困难"

    told = "the sheet 填报 has lost columns: 存在困难, 行号; copy the figures into a new form"
    assert refused(fill(form(), {}, lose)) == told


def test_lost_label():
    """A form whose cell for the day cannot be found is refused."""
    assert refused(fill(form(), {"G2": "日期"})) == "the sheet 填报 has lost its cell 截至日期; make it anew"
