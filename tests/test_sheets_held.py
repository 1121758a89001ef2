"""A form that came back, held against what went out: nothing is lost without a word."""

import re

from builders import LEAD, PARTNER, filed
from sheeting import CELL, HEAD, faults, fill, form, judged, reading, repacked, store

SHEET = "xl/worksheets/sheet1.xml"


def remarks(*how, **more):
    """Return what is told of a filled form that is read all the same."""
    found = reading(*how, **more)
    assert [fault.at("jia.xlsx") for fault in found.faults] == []
    return [one.at("jia.xlsx") for one in found.remarks]


def deleted(*rows):
    """Return a change that deletes rows, as Excel does, from below."""

    def delete(sheet):
        for area in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(area))
        for row in sorted(rows, reverse=True):
            sheet.delete_rows(row)

    return delete


def test_nothing_is_told_of_a_form_as_it_went_out():
    """A form that was filled in as meant has nothing to be told of."""
    assert remarks({"H5": 50, "I5": "推进中", "J5": "完成50公里。", "L5": "继续"}) == []


def test_a_row_is_gone():
    """A row that was deleted is named."""
    assert remarks({"H5": 50}, deleted(6)) == [
        "jia.xlsx: 1 row of the form is gone, and nothing was read for it: 1 覆盖率"
    ]
    assert remarks({"H5": 50}, deleted(6, 7)) == [
        "jia.xlsx: 2 rows of the form are gone, and nothing was read for them: 1 覆盖率; 2 无指标任务"
    ]


def test_a_column_is_gone():
    """A column that only showed something may go, and is told of; one that is filled in may not."""

    def lose(sheet):
        sheet["E4"] = None

    assert (
        remarks({"H5": 50}, lose)[0]
        == "jia.xlsx[填报]A4: the columns 计量单位 were deleted; nothing was to be read in them"
    )


def test_what_stands_outside():
    """Text beside the form, and text below it, was not read: each column and row once."""
    sentence = "was not read: it stands outside of the form"
    cells = {"H5": 50, "Q5": "见附件", "Q6": "同上", "A9": "备注：已报市政府", "BZ5": 7}
    assert remarks(cells) == [
        f"jia.xlsx[填报]Q5: 见附件 {sentence}",
        f"jia.xlsx[填报]BZ5: 7 {sentence}",
        f"jia.xlsx[填报]A9: 备注：已报市政府 {sentence}",
    ]


def test_much_stands_outside():
    """Of very much the first places are named, and the rest is counted."""
    told = remarks({"H5": 50} | {f"A{row}": "备注" for row in range(10, 40)})
    assert len(told) == 6
    assert told[-1].endswith("A15: and 25 more cells, rows or columns outside of the form, which were not read either")


def test_the_last_figure_was_typed_over():
    """What is on file does not change by typing over it."""
    assert remarks({"F5": 45, "H6": 70}) == [
        "jia.xlsx[填报]F5: the last figure was 40, and 45 stands here; what is filed changes by a correction"
    ]


def test_merged_over_two_rows():
    """A cell that was merged over two indicators, or over two columns, is split before it is read."""

    def over_rows(sheet):
        sheet.merge_cells("H5:H6")

    def over_columns(sheet):
        for name in ("J5:J6", "K5:K6"):
            sheet.unmerge_cells(name)
        sheet.merge_cells("J5:K6")

    told = "this cell was merged over several ({}); split it, and write into each what belongs there"
    assert faults({"H5": 50}, over_rows) == [f"jia.xlsx[填报]H5: {told.format('H5:H6')}"]
    assert faults({"J5": "完成"}, over_columns) == [f"jia.xlsx[填报]J5: {told.format('J5:K6')}"]
    assert remarks({"H7": None, "J7": "完成"}, over_rows) == []


def test_a_formula():
    """Of a formula the value that was saved with it counts, and that is told."""
    assert remarks({"H5": CELL("<f>SUM(40,10)</f><v>50</v>")}) == ["jia.xlsx[填报]H5: a formula; its value 50 was read"]
    assert remarks({"J5": "完成"}, head=HEAD | {"H2": CELL("<f>TODAY()</f><v>44469</v>")}) == [
        "jia.xlsx[填报]H2: a formula; its value 2021-09-30 was read"
    ]


def test_what_was_filed_since():
    """Where something was filed after the form was made, the newer figure is told."""
    later = store(filed("2021-09-15", figures={"roads": 45}, id_="bbbbbbbb"))
    (remark,) = judged(fill(form(), HEAD | {"H5": 50}), later).remarks
    assert remark.sentence == "since the form was made, 45 was filed for 2021-09-15"


def test_another_unit_has_put_its_name():
    """Another unit's name on a form would file its figures as those of the first; a seal changes nothing."""
    told = f"this is the form of {LEAD}, and {PARTNER} stands here; make a form for the one that fills it in"
    assert faults({"H5": 50, "A2": f"填报单位：{PARTNER}"}) == [f"jia.xlsx[填报]A2: {told}"]
    assert remarks({"H5": 50, "A2": f"填报单位：{LEAD}（盖章）"}) == []


def test_another_title():
    """A form of a store for practice, which is the same but for its title, is told of."""
    told = "jia.xlsx[填报]A1: the form was made for 2021年练习, and this is {}; it was read"
    practice = {"H5": 50, "A1": "2021年练习　进展情况填报表"}
    assert remarks(practice) == [told.format(store().plan.title)]


def test_another_measure():
    """A figure beside which another measure was written may mean another amount; without a figure it means nothing."""
    told = "the measure is 公里, and 米 stands here; put it back, and write the figure in it"
    assert faults({"H5": 50, "E5": "米"}) == [f"jia.xlsx[填报]E5: {told}"]
    assert remarks({"J5": "完成", "E5": "米"}) == []


def test_another_target():
    """A target that was typed over is told, in whatever words, and changes nothing."""
    told = "jia.xlsx[填报]D5: the target is 100, and {} stands here; the plan changes by an amendment"
    for typed in ("≥90", 90, "90公里以上"):
        assert remarks({"H5": 50, "D5": typed}) == [told.format(typed)]
    assert remarks({"H5": 50, "D5": "100 公里以上"}) == []


def test_a_formula_that_shows_nothing():
    """A formula that gives an empty text reports nothing, and that is told."""
    empty = CELL('<f>IF(1,"","x")</f><v></v>')

    def as_text(parts):
        parts[SHEET] = re.sub(b'(<c r="H5"[^>]*?) t="n">', rb'\1 t="str">', parts[SHEET])

    found = judged(repacked(fill(form(), HEAD | {"H5": empty, "J5": "完成"}), as_text), store())
    assert [one.sentence for one in found.remarks] == ["a formula that shows nothing"]
    assert found.proposals[0].entry.figures == {}
