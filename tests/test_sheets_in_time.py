"""Forms of a plan with stages, shares, ceilings and a group that leads: what they show, and what is read back."""

from decimal import Decimal

import pytest
from builders import LEAD, PARTNER, dataset
from odd_plan import EAST, store, text
from sheeting import HEAD, NOW, TODAY, fill, opened
from sheeting import form as made

from mstrack.record.sheets import entries, form, read

STAGE = "阶段：动工（5月底前）"


def page(unit):
    """Return the sheet to fill in of a unit's form."""
    return opened(made(store(), unit))["填报"]


def column(unit, letter):
    """Return the cells of a column below the titles."""
    return [cell.value for cell in page(unit)[letter][4:]]


def reading(unit, cells, *more):
    """Return what reading a unit's filled form comes to."""
    data = store(*more)
    workbook = fill(made(data, unit), HEAD | cells)
    return entries.proposals_of(data, read.read_form(workbook, data.plan, TODAY), "jia.xlsx", NOW, TODAY)


def entry(unit, cells):
    """Return the one entry that a filled form adds."""
    found = reading(unit, cells)
    assert [fault.at("jia.xlsx") for fault in found.faults] == []
    return found.proposals[0].entry


def test_rows_of_a_lead_unit():
    """Who files for a task has a row a stage that no figure tells; a ceiling stands in words."""
    assert column(LEAD, "C") == ["检测", "失业率", STAGE]
    assert column(LEAD, "D") == ["≥27,780\n（现应达约16,420）", "不超过3", None]
    assert column(LEAD, "M") == ["1/tests", "1/jobless", "1#started"]
    assert {cell for cell in column(LEAD, "N") if cell} == {"－"}


def test_rows_of_a_district():
    """A district sees its own share, else the target of all; as a member of the group that leads it may say done."""
    assert column(EAST, "C") == ["检测", "失业率", "公路"]
    assert column(EAST, "D")[0].startswith("≥10,000\n")
    assert column(EAST, "D")[1:] == ["全市目标不超过3", "全市目标≥100\n（全市现应达约82）"]
    assert [cell.split("\n")[1] for cell in column(EAST, "B") if cell] == [
        f"（本单位配合，{LEAD}牵头；时限12月10日）",
        "（各区政府牵头，各自报送；时限12月10日）",
    ]
    lists = [one.formula1 for one in page(EAST).data_validations.dataValidation if one.type == "list"]
    assert [one for one in lists if "属实" not in one] == ['"未启动,推进中,受阻"', '"未启动,推进中,受阻,已完成"']


def test_a_dropped_task_has_no_row():
    """Task 4 was dropped, so its lead is not asked for it."""
    assert 4 not in [line.task.id for line in form.lines(store().plan, LEAD)]


def test_a_stage_is_ticked():
    """A tick says that a stage is reached, and what is ticked already makes no entry."""
    day = {"H2": "2021-05-31"}
    filed = entry(LEAD, day | {"H7": "已达到", "J5": "动工"})
    assert (filed.reached, filed.figures) == (("started",), {})
    assert entry(LEAD, day | {"H7": "√", "H5": 9000}).reached == ("started",)
    later = reading(LEAD, {"H7": "已达到"})
    assert (later.proposals, later.unchanged + later.already) == ((), 1)


@pytest.mark.parametrize("empty", ["－", "否", "未达到", None])
def test_what_is_no_tick(empty):
    """A dash or a no is no tick."""
    assert reading(LEAD, {"H2": "2021-05-31", "H7": empty}).proposals == ()


def test_a_wrong_tick():
    """What is neither is asked back at its cell."""
    (fault,) = reading(LEAD, {"H7": "快了"}).faults
    assert fault.at("jia.xlsx").startswith("jia.xlsx[填报]H7: ")


@pytest.mark.parametrize(("typed", "percent"), [(40, 40), ("40%", 40), ("40.5", "40.5"), (0, 0)])
def test_a_percentage(typed, percent):
    """A task without figures takes a percentage, as a number or with its sign."""
    filed = next(each.entry for each in reading(PARTNER, {"N7": typed, "J7": "说明"}).proposals if each.entry.task == 2)
    assert filed.percent == Decimal(percent)


@pytest.mark.parametrize("typed", [101, -1, "一半", 0.4])
def test_a_wrong_percentage(typed):
    """What is no percentage, or may be two, is named with its cell."""
    (fault,) = reading(PARTNER, {"N7": typed, "J7": "说明"}).faults
    assert fault.at("jia.xlsx").startswith("jia.xlsx[填报]N7: ")


def test_no_percentage_beside_figures():
    """A task that figures measure takes none."""
    (fault,) = reading(LEAD, {"N5": 50}).faults
    assert "[填报]N5" in fault.at("jia.xlsx")


@pytest.mark.parametrize(
    ("was", "now"),
    [("东区政府: 10000", "东区政府: 9000"), ("by: 5月底前", "by: 6月底前"), ("figure: 15000", "figure: 14000")],
)
def test_what_a_form_knows(was, now):
    """A form knows the share and the stages that it was made for; one of before is refused."""
    plan = text()
    assert was in plan
    before, after = dataset(plan).plan, dataset(plan.replace(was, now)).plan
    unit = EAST if was.startswith(EAST) else LEAD
    assert form.digest(before, before.unit(unit)) != form.digest(after, after.unit(unit))
