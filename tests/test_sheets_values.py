"""What a clerk meant by a cell: slips are met with grace, or named."""

import datetime as dt
from decimal import Decimal

import pytest
from offenders import every
from sheeting import TODAY, store

from mstrack.errors import WrongUse
from mstrack.record.sheets import values
from mstrack.record.sheets.sheet_xml import SheetCell

ROADS, COVERAGE = store().plan.tasks[0].indicators


def cell(value, **how):
    return SheetCell(value, **how)


@every(
    ("typed", "meant"),
    [
        (98, "98"),
        (98.0, "98"),
        (0.1 + 0.2, "0.3"),
        (" 98 ", "98"),
        ("１２", "12"),
        ("98公里", "98"),
        ("1,200 公里", "1200"),
        ("1.2万", "12000"),
        (0, "0"),
        (12345678901234, "12345678901234"),
        (200 / 3, "66.666666666667"),
        (1 / 3, "0.333333333333"),
    ],
)
def test_figure(typed, meant):
    """A number, or a text that is one: full-width, with its measure, with 万, with blanks."""
    assert values.figure(cell(typed), ROADS) == Decimal(meant)


@pytest.mark.parametrize("typed", [1e-16, 1.5e-13, 2e-300])
def test_a_figure_next_to_nothing(typed):
    """It is refused, and not rounded to a nothing that nobody reported."""
    with pytest.raises(WrongUse, match=r"has more than 1[25] digits"):
        values.figure(cell(typed), ROADS)


@pytest.mark.parametrize(
    ("typed", "percent", "meant"),
    [
        (75.2, False, "75.2"),
        (0.752, True, "75.2"),
        (0.07, True, "7"),
        (2 / 3, True, "66.666666666667"),
        (1, True, "100"),
        ("75.2%", False, "75.2"),
        ("１２．３％", False, "12.3"),
        ("0.5%", False, "0.5"),
        (0, False, "0"),
    ],
)
def test_percentage(typed, percent, meant):
    """75.2% typed into a cell of no format is 0.752 shown as a percentage."""
    assert values.figure(cell(typed, percent=percent), COVERAGE) == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (0.752, "0.752 may mean 75.2% or 0.752%; write it with its percent sign, as text"),
        (1, "1 may mean 100% or 1%; write it with its percent sign, as text"),
        ("九十八", "九十八 is no figure; write a number, such as 98 or 75.2"),
        ("98\x07", "98? is no figure; write a number, such as 98 or 75.2"),
        (True, "True is no figure; write a number, such as 98 or 75.2"),
        (dt.datetime(2021, 9, 30), "2021-09-30 00:00:00 is no figure; write a number, such as 98 or 75.2"),  # noqa: DTZ001
        (1234567890123456, "1234567890123456 has more than 15 digits; round it"),
    ],
)
def test_no_figure(typed, sentence):
    """What is no figure, or may be two, is refused."""
    with pytest.raises(WrongUse) as told:
        values.figure(cell(typed), COVERAGE)
    assert str(told.value) == sentence


def test_percentage_of_something_else():
    """98% of an indicator in 公里 is no figure of it."""
    with pytest.raises(WrongUse, match="98% is in %, and 公里 is what counts"):
        values.figure(cell(0.98, percent=True), ROADS)


@every(
    "typed",
    [
        dt.datetime(2021, 9, 30),  # noqa: DTZ001
        dt.datetime(2021, 9, 30, 17, 30),  # noqa: DTZ001
        dt.date(2021, 9, 30),
        "2021-09-30",
        "２０２１年９月３０日",
        "9月底 ",
        "09-30",
        "2021/9/30",
        "2021-09-30 00:00:00",
        "20210930",
        "44469",
        20210930,
        44469,
        44469.5,
        "截至9月30日",
        "9月30号",
        "9.30",
        "2021/9/30（周四）",
        "二〇二一年九月三十日",
        930,
    ],
)
def test_day(typed):
    """A date, the number that Excel keeps for it, or a text in any form of the command line."""
    assert values.day(cell(typed), 2021, TODAY) == dt.date(2021, 9, 30)


@pytest.mark.parametrize(
    ("typed", "shown", "meant"),
    [
        (20211002, None, "2021-10-02"),
        (20211002, "number", "2021-10-02"),
        (12.2, "1900-01-11", "2021-12-02"),
        (12.2, None, "2021-12-02"),
        (9.25, "1900-01-08", "2021-09-25"),
        (1002, "1902-09-28", "2021-10-02"),
        (1231, None, "2021-12-31"),
        (44471, "2021-10-02", "2021-10-02"),
        (44471.75, "2021-10-02", "2021-10-02"),
        (36496, "1999-12-02", "1999-12-02"),
    ],
)
def test_day_typed_as_a_number(typed, shown, meant):
    """A number in the cell for the day is what was typed there, whatever day Excel shows for it."""
    value = {None: typed, "number": typed}.get(shown) or dt.datetime.fromisoformat(shown)
    assert values.day(cell(value, number=shown and typed), 2021, dt.date(2021, 12, 3)).isoformat() == meant


def test_day_of_two():
    """9.30 is 9.3 in Excel, which might be 3 September: neither is guessed once both are past."""
    with pytest.raises(WrongUse, match=r"9\.3 may be 2021-09-03 or 2021-09-30, since Excel drops a last 0"):
        values.day(cell(9.3), 2021, TODAY)
    assert values.day(cell(9.3), 2021, dt.date(2021, 9, 10)) == dt.date(2021, 9, 3)


@pytest.mark.parametrize("typed", [13.5, 98, 20211399, True, dt.time(9, 30), "明天的明天", "2021-02-30", 10**20])
def test_no_day(typed):
    """What is no day in any form is refused."""
    with pytest.raises(WrongUse, match=r"is no day|there is no day"):
        values.day(cell(typed), 2021, TODAY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (" 已完成。 \n", "已完成。"),
        ("一。  \r\n二。", "一。\n二。"),
        ("一。_x000D_\n二。", "一。\n二。"),
        ("一。\r二。", "一。\n二。"),
        ("=1+1", "=1+1"),
        (98, "98"),
        (75.20, "75.2"),
        (dt.datetime(2021, 9, 30), "2021-09-30"),  # noqa: DTZ001
    ],
)
def test_words(typed, meant):
    """A text without the white space around it; what Excel took for a number or a date, as it looks."""
    assert values.words(cell(typed)) == meant


@pytest.mark.parametrize(("typed", "point"), [("一\u200b二", "U+200B"), ("⼈民", "U+2F08"), ("e\u0301", "U+0065")])
def test_forbidden(typed, point):
    """A character that no file may hold is named by its code point."""
    with pytest.raises(WrongUse, match=point.replace("+", r"\+")):
        values.words(cell(typed))


@pytest.mark.parametrize(("typed", "code"), [("推进中", "in-progress"), (" 已完成　", "done"), ("blocked", "blocked")])
def test_status(typed, code):
    """A status in Chinese, or its code."""
    assert values.status(cell(typed)) == code


def test_no_status():
    """A status that there is not is refused, with the nearest."""
    with pytest.raises(WrongUse, match="推进 is no value of 状态; did you mean 推进中"):
        values.status(cell("推进"))


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (cell(None, formula=True), "the formula was saved without its value; type the value itself"),
        (cell("#REF!", broken=True), "the formula failed (#REF!); type the value itself"),
    ],
)
@pytest.mark.parametrize(
    "read", [values.words, lambda one: values.figure(one, ROADS), lambda one: values.day(one, 2021, TODAY)]
)
def test_formula(broken, sentence, read):
    """A formula counts by the value saved with it; without one it is refused."""
    with pytest.raises(WrongUse) as told:
        read(broken)
    assert str(told.value) == sentence


@pytest.mark.parametrize("typed", ["-", "－", " — ", "/", "——"])
def test_dashes(typed):
    """A dash says that there is nothing to report."""
    assert values.dashed(cell(typed))
    assert not values.dashed(cell("-1"))
