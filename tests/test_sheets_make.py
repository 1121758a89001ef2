"""The form that a unit fills in: what stands where, what may be typed, what it remembers."""

import pytest
from builders import GROUP, LEAD, PARTNER, filed, indicator, plan_text, row
from openpyxl.cell.cell import MergedCell
from sheeting import TODAY, form, opened, repacked, store

from mstrack.errors import WrongUse
from mstrack.record.sheets import make
from mstrack.record.sheets.form import TITLES, digest


def page(*data, **more):
    return opened(form(*data, **more))["填报"]


def texts(sheet, row, columns="ABCDEFGHIJKLM"):
    return [sheet[f"{column}{row}"].value for column in columns]


def unlocked(sheet):
    """Return the cells that are not locked; of merged ones the first."""
    cells = [cell for line in sheet.iter_rows() for cell in line if not isinstance(cell, MergedCell)]
    return {cell.coordinate for cell in cells if not cell.protection.locked}


def test_heading():
    """The form names the plan and the unit, and has cells for the day and the name of the reporter."""
    sheet = page()
    assert sheet["A1"].value == "2021年实事　进展情况填报表"
    assert sheet["A2"].value == "填报单位：甲局"
    assert [sheet[name].value for name in ("G2", "H2", "I2", "J2")] == ["截至日期：", None, "填报人：", None]
    assert sheet["H2"].number_format == "yyyy-mm-dd"


def test_titles():
    """The columns to read come before the columns to fill."""
    shown = ["序号", "任务", "指标", "目标", "计量单位", "上次完成数", "上次截至"]
    assert texts(page(), 4) == [*shown, "本次完成数", "状态", "进展情况", "存在困难", "下一步措施", "行号"]
    assert texts(page(), 4, "NOP") == ["形象进度（%）", "核实", "上次存在困难和下一步措施"]


def test_row_of_an_indicator():
    """One row an indicator: its target, its measure, the unit's last figure and the day of that."""
    sheet = page()
    task = "推进工作\n（本单位牵头；时限12月10日）"
    assert texts(sheet, 5) == [
        1,
        task,
        "公路",
        "≥100\n（现应达约82）",
        "公里",
        40,
        "2021-08-31",
        *5 * [None],
        "1/roads",
    ]
    assert texts(sheet, 6)[2:7] == ["覆盖率", "≥80", "%", 60.5, "2021-08-31"]


def test_row_of_a_task_without_indicators():
    """A task without indicators has one row, and no cell for a figure."""
    sheet = page()
    assert texts(sheet, 7)[2:] == [*3 * [None], "－", "－", "－", *4 * [None], "2"]
    assert "H7" not in unlocked(sheet)


def test_words_span_the_task():
    """Status and words are filled in once a task: their cells span its rows."""
    assert {str(area) for area in page().merged_cells.ranges} >= {f"{column}5:{column}6" for column in "ABIJKL"}


def test_only_cells_to_fill_are_unlocked():
    """The sheet is protected; what may be filled in is unlocked and yellow."""
    sheet = page()
    assert sheet.protection.sheet
    words = {f"{column}{row}" for column in "IJKL" for row in (5, 7)}
    assert unlocked(sheet) == {"H2", "J2", "H5", "H6", "N7", "O5", "O6"} | words
    assert {sheet[name].fill.fgColor.rgb for name in unlocked(sheet)} == {"FFFFF8DC"}


def test_partner():
    """A partner unit sees the tasks that name it, who leads them, and cannot choose 已完成."""
    sheet = page(unit=PARTNER)
    assert [sheet[f"A{row}"].value for row in (5, 7, 8)] == [1, 2, 3]
    assert "本单位配合，甲局牵头" in sheet["B5"].value
    lists = [one.formula1 for one in sheet.data_validations.dataValidation if one.type == "list"]
    assert [one for one in lists if "属实" not in one] == 3 * ['"未启动,推进中,受阻"']


def test_member_of_a_group():
    """The member of a group fills in the tasks that name the group, and its own."""
    sheet = page(unit="东区政府")
    assert [sheet[f"A{row}"].value for row in (5, 7, 8)] == [1, 2, 3]


def test_statuses():
    """The lead unit chooses among four statuses; Excel tells which one was last."""
    lists = [one for one in page().data_validations.dataValidation if one.type == "list"]
    checks = [one for one in lists if "I" in str(one.sqref)]
    assert [(one.formula1, str(one.sqref), one.prompt) for one in checks] == [
        ('"未启动,推进中,受阻,已完成"', "I5", "上次：推进中（2021-08-31）"),
        ('"未启动,推进中,受阻,已完成"', "I7", "上次：未报送"),
    ]


def test_numbers_are_checked_with_a_warning():
    """A figure outside its bounds may still be meant: Excel asks, and takes it."""
    checks = [one for one in page().data_validations.dataValidation if one.type == "decimal"]
    assert {one.errorStyle for one in checks} == {"warning"}
    assert [(str(one.sqref), one.formula1, one.formula2) for one in checks] == [
        ("H5", "40", "120"),
        ("H6", "1", "100"),
        ("N7", "0", "100"),
    ]


def test_formats():
    """A figure is shown with its measure; a percentage may be typed as one."""
    sheet = page()
    assert [sheet[name].number_format for name in ("H5", "H6", "F5", "F6")] == [
        'General"公里"', "General", "#,##0", "#,##0.0",
    ]  # fmt: skip


def test_notes():
    """Every column to fill has a note that explains it."""
    sheet = page()
    assert [name for name in ("H2", "J2", "H4", "I4", "J4", "K4", "L4") if not sheet[name].comment] == []


def test_printing():
    """The form fits the width of an A4 sheet laid across; its titles stay in sight and come again on each page."""
    sheet = page()
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C5", "$4:$4")
    assert sheet.column_dimensions["M"].hidden


def test_hidden():
    """A sheet that Excel does not even offer to show holds the form's digest, the unit, and the figures shown."""
    data = store()
    hidden = opened(form(data))["_mstrack"]
    assert hidden.sheet_state == "veryHidden"
    assert [tuple(filter(None, line)) for line in hidden.iter_rows(values_only=True)] == [
        ("mstrack sheet 1",),
        ("plan", digest(data.plan, data.plan.unit(LEAD))),
        ("unit", "jia"),
        ("made", "2021-10-08"),
        ("columns", "\t".join(TITLES)),
        ("1/roads", "40", "2021-08-31"),
        ("1/coverage", "60.5", "2021-08-31"),
        ("2",),
    ]


def test_last_figure_is_the_units_own():
    """What a unit reported last is shown to it, not the lead's figures."""
    data = store(filed("2021-09-01", figures={"roads": 7}, unit=PARTNER, id_="bbbbbbbb"))
    assert texts(page(data, unit=PARTNER), 5)[5:7] == [7, "2021-09-01"]


def test_given():
    """A day and a name that are known are filled in."""
    sheet = page(day=TODAY, reporter="=1+1")
    assert (sheet["H2"].value.date(), sheet["J2"].value, sheet["J2"].data_type) == (TODAY, "=1+1", "s")


def test_texts_stay_texts():
    """No text of the plan becomes a formula or a link."""
    plan = plan_text([row(indicator("=公路", measure="=1"), title="=HYPERLINK(1)")])
    sheet = page(store(plan=plan))
    assert [cell.coordinate for line in sheet.iter_rows() for cell in line if cell.data_type == "f"] == []
    assert sheet["C5"].value == "=公路"


def test_same_form_twice():
    """The same store gives the same form on the same day."""
    first, second = ({} for _n in range(2))
    repacked(form(), first.update)
    repacked(form(), second.update)
    assert first == second


def test_group():
    """A group is no office: the form is made for its members."""
    with pytest.raises(WrongUse, match="东区政府"):
        form(unit=GROUP)


def test_no_task():
    """A unit that no task names has nothing to fill in."""
    data = store(plan=plan_text([row(lead_unit=PARTNER, partner_units=[])]))
    with pytest.raises(WrongUse, match="no task expects a report of 甲局"):
        make.workbook(data, data.plan.unit(LEAD), TODAY)
