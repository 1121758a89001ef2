"""Which sheet of a workbook is the form: renamed, copied, or without the sheet that remembers it."""

import openpyxl
import pytest
from builders import LEAD, indicator, level, plan_text, row
from sheeting import HEAD, NOW, TODAY, faults, fill, form, opened, saved, store

from mstrack.errors import WrongUse
from mstrack.record.sheets import entries, read

CELLS = HEAD | {"H5": 50}


def said(book, data=None):
    """Return what reading a workbook comes to, with what is told beside."""
    data = data or store()
    found = read.read_form(saved(book), data.plan, TODAY)
    reading = entries.proposals_of(data, found, "jia.xlsx", NOW, TODAY)
    return reading, [one.sentence for one in reading.remarks]


def refused(book, data=None):
    """Return why a workbook is refused."""
    with pytest.raises(WrongUse) as told:
        said(book, data)
    return str(told.value)


def filled(*changes):
    """Return a filled form as openpyxl has it."""
    return opened(fill(form(), CELLS, *changes))


def test_renamed():
    """A sheet that was renamed is found by its titles, and told; its cells are named by its new name."""
    book = filled()
    book["填报"].title = "表1"
    reading, remarks = said(book)
    assert [one.entry.figures["roads"] for one in reading.proposals] == [50]
    assert remarks == ["the sheet is called 表1 and not 填报; it was read"]
    assert reading.sheet == "表1"


def test_no_sheet():
    """Where the sheet to fill in is gone, that is told."""
    book = filled()
    book.create_sheet("表1")
    del book["填报"]
    assert refused(book) == "there is no sheet 填报; it is the one to fill in"


def test_no_titles():
    """Where the titles of the columns are gone, that is what is told."""
    told = "the sheet 填报 has lost its row of titles; copy the figures into a new form"
    assert refused(filled(lambda sheet: sheet.delete_rows(4))) == told


def test_no_form():
    """A workbook of somebody else is no form."""
    told = "this is no form that mstrack has made; copy the figures into one of mstrack sheet make"
    assert refused(openpyxl.Workbook()) == told


def test_a_copy_that_is_empty():
    """A second sheet that nobody filled in is passed over, whichever of the two it is."""
    book = opened(form())
    copy = book.copy_worksheet(book["填报"])
    copy.title = "填报 (2)"
    for name, value in CELLS.items():
        copy[name] = value
    reading, remarks = said(book)
    assert [one.entry.figures["roads"] for one in reading.proposals] == [50]
    assert remarks == [
        "the sheet is called 填报 (2) and not 填报; it was read",
        "the sheet 填报 is a copy that adds nothing; it was not read",
    ]


@pytest.mark.parametrize("changed", [{"H5": 51}, {"H2": "2021-09-29"}, {"J2": "李四"}, {"J7": "也做了"}])
def test_two_copies_that_differ(changed):
    """Two sheets that are both filled in, and differ, are not chosen from in silence."""
    book = filled()
    copy = book.copy_worksheet(book["填报"])
    copy.title = "填报 (2)"
    for name, value in changed.items():
        copy[name] = value
    assert refused(book) == "the sheets 填报 and 填报 (2) are both filled in, and differ; keep one of the two"


def test_two_copies_that_say_the_same():
    """A copy that says the same adds nothing."""
    book = filled()
    book.copy_worksheet(book["填报"])
    reading, remarks = said(book)
    assert (len(reading.proposals), len(remarks)) == (1, 1)


def test_another_sheet():
    """What stands on a sheet of the unit's own was not read, and that is told; an empty one is not spoken of."""
    book = filled()
    book.create_sheet("Sheet2")
    book.create_sheet("说明")["A1"] = "另附说明"
    assert said(book)[1] == ["the sheet 说明 is no form; nothing of it was read"]


def test_the_hidden_sheet_is_lost():
    """A form without its hidden sheet is read by what it shows, and that is told."""
    book = filled()
    del book["_mstrack"]
    reading, remarks = said(book)
    assert [one.entry.figures["roads"] for one in reading.proposals] == [50]
    assert remarks == [f"the workbook has lost its hidden sheet; it was read by what the form of {LEAD} shows"]


@pytest.mark.parametrize(
    ("name", "text"), [("A1", "2020年实事　进展情况填报表"), ("A2", "填报单位：丁局"), ("E5", "米")]
)
def test_the_hidden_sheet_of_another_plan_is_lost(name, text):
    """Where what it shows is not of this plan, it is refused: a figure would mean something else."""
    book = filled()
    del book["_mstrack"]
    book["填报"][name] = text
    assert refused(book).startswith("made for another plan")


def test_a_form_of_another_plan():
    """A form that was made before the target changed is refused."""
    plan = plan_text([row(indicator(target=120), level()), row(title="无指标任务")])
    assert refused(filled(), store(plan=plan)).startswith("made for another plan")


def test_a_form_of_before():
    """A form of an earlier version has neither 核实 nor 上次存在困难和下一步措施; nothing is missing in it."""

    def older(sheet):
        sheet["O4"] = sheet["P4"] = None
        hidden = sheet.parent["_mstrack"]
        line = next(n for n, (key, *_rest) in enumerate(hidden.iter_rows(values_only=True), 1) if key == "columns")
        hidden.delete_rows(line)
        for name in ("O5", "O6", "O7", "P5", "P7"):
            sheet[name] = None

    assert faults({"H5": 50}, older) == []
    assert said(filled(older))[1] == []
