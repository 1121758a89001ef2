"""The form that a unit fills in Excel: its tasks, targets and last figures, and empty cells for the new ones."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from mstrack.errors import WrongUse
from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.record import propose
from mstrack.record.sheets import form
from mstrack.record.sheets.form import (
    DAY_LABEL,
    FILL,
    HIDDEN,
    KEY,
    REPORTER_LABEL,
    SHEET,
    SHOWN,
    SIGN,
    STATUSES,
    TITLES,
)

if TYPE_CHECKING:
    from mstrack.format.model import Indicator, Unit
    from mstrack.progress.status import Submission
    from mstrack.record.sheets.form import FormRow
    from mstrack.store.dataset import Dataset

WIDTHS = (5, 24, 22, 13, 9, 11, 12, 13, 9, 30, 22, 22, 0)
HEADER = 3
"""The row of the column titles, counted from 0 as XlsxWriter does."""
LINE_POINTS = 15
LEAST_POINTS = 48
"""A row lower than this has no room for the words that belong into it."""
MOST = 10**15

TOLD = (
    "填报说明：1. 只填浅黄色单元格，没有变化的可以不填；"
    "完成数填截至日期的累计数，不填当月增量；配合单位填本单位的完成数。\n"
    "　　　　　2. 每项任务的状态、进展情况、存在困难、下一步措施各填一格；"
    "状态不选的，与上次相同（首次填报的，按推进中）。\n"
    "　　　　　3. 完成数与上次相同又没有文字的，视为没有变化，不作为一次报送；确无进展的，请在进展情况中写明。"
)
NOTES = {
    "figure": "填到截至日期为止的累计数，不是当月新增数。只写数字即可，写成“98个”“75.2%”也能识别。没有新数据的留空。",
    "status": (
        "从下拉列表中选择；不选的，与上次相同（首次填报的，按推进中）。只有牵头单位可以选“已完成”，且各项目标须已达到。"
    ),
    "note": "写已经做成的事，例如：已完成98个自然村。",
    "problem": "写需要协调解决的困难；没有的留空。",
    "next": "写下一步的措施；没有的留空。",
}


class Paper(NamedTuple):
    """The workbook while it is written: its sheet and the formats that cells take."""

    book: Any
    sheet: Any

    def format(self, **more: object) -> Any:  # noqa: ANN401  XlsxWriter has no types
        """Return a cell format: the form's font and border, and what else is asked for."""
        base = {"font_name": "宋体", "font_size": 11, "border": 1, "text_wrap": True, "valign": "vcenter"}
        return self.book.add_format(base | more)

    def fill(self, **more: object) -> Any:  # noqa: ANN401  as above
        """Return the format of a cell to fill: light yellow, not locked."""
        return self.format(bg_color="#FFF8DC", locked=False, **more)


def workbook(dataset: Dataset, unit: Unit, today: dt.date, day: dt.date | None = None, reporter: str = "") -> bytes:
    """Return the form of a unit as the bytes of an .xlsx; `day` and `reporter` are filled in where they are given.

    WrongUse where no task expects reports of the unit.
    """
    lines = form.lines(dataset.plan, unit.name)
    if unit.members:
        told = _("{unit} is a group, no office; file as one of its members: {names}")
        raise WrongUse(told.format(unit=unit.name, names=_(", ").join(unit.members)))
    if not lines:
        raise WrongUse(_("no task expects a report of {unit}; there is nothing to fill in").format(unit=unit.name))
    book, data = _book(dataset, today)
    paper = Paper(book, book.add_worksheet(SHEET))
    _heading(paper, dataset.plan.title, unit.name, dataset.plan.year)
    _given(paper, day, reporter)
    hidden = [(SIGN,), ("plan", form.digest(dataset.plan, unit)), ("unit", unit.code), ("made", today.isoformat())]
    row = HEADER + 1
    for task, group in groupby(lines, key=lambda line: line.task):
        rows = list(group)
        reports = propose.reports_of(dataset, task, unit.name, today)
        _task(paper, row, rows, unit.name)
        _words(paper, row, len(rows), task.lead_unit == unit.name, reports)
        for line in rows:
            last = _last(line, reports)
            _line(paper, row, line, last)
            hidden.append((line.key, *_remembered(line, last)))
            row += 1
    _finish(paper, row)
    _hide(book, hidden)
    book.close()
    return data.getvalue()


def _book(dataset: Dataset, today: dt.date) -> tuple[Any, io.BytesIO]:
    try:
        import xlsxwriter  # noqa: PLC0415  only who makes a sheet pays for it
    except ImportError as error:
        raise form.not_installed() from error
    data = io.BytesIO()
    # a text that starts with = or http: stays a text
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    made = dt.datetime.fromisoformat(today.isoformat())  # not this moment: the same store gives the same form
    book.set_properties({"title": dataset.plan.title, "created": made})
    return book, data


def _heading(paper: Paper, title: str, unit: str, year: int) -> None:
    sheet, last = paper.sheet, len(TITLES) - 2
    big = {"font_name": "黑体", "font_size": 16, "align": "center", "border": 0}
    bare = {"border": 0, "text_wrap": False}
    sheet.merge_range(0, 0, 0, last, f"{title}　进展情况填报表", paper.format(**big))
    sheet.merge_range(1, 0, 1, 4, f"填报单位：{unit}", paper.format(**bare, bold=True))
    label = paper.format(**bare, align="right")
    sheet.write_string(1, 6, f"{DAY_LABEL}：", label)
    sheet.write_blank(1, 7, None, paper.fill(num_format="yyyy-mm-dd", align="center"))
    sheet.write_string(1, 8, f"{REPORTER_LABEL}：", label)
    sheet.write_blank(1, 9, None, paper.fill(align="center"))
    sheet.merge_range(2, 0, 2, last, TOLD, paper.format(border=0, font_size=10, valign="top"))
    sheet.set_row(0, 30)
    sheet.set_row(1, 24)
    sheet.set_row(2, LINE_POINTS * _height(TOLD, sum(WIDTHS)) + 6)
    sheet.set_row(HEADER, 24)
    head = paper.format(bold=True, align="center", bg_color="#DCE6F1")
    for column, text in enumerate(TITLES):
        sheet.write_string(HEADER, column, text, head)
    for name, text in NOTES.items():
        _note(sheet, HEADER, TITLES.index(FILL[name]), text)
    _note(sheet, 1, 7, f"完成数截至哪一天，例如 {year}-09-30；写成“9月30日”“9月底”也能识别。")
    _note(sheet, 1, 9, "由谁填报，写姓名。")
    sheet.data_validation(1, 7, 1, 7, _warning(
        "date", "between", dt.date(year, 1, 1), dt.date(year, 12, 31), f"一般是{year}年的日期，例如 {year}-09-30。"
    ))  # fmt: skip


def _given(paper: Paper, day: dt.date | None, reporter: str) -> None:
    if day:
        paper.sheet.write_datetime(1, 7, day, paper.fill(num_format="yyyy-mm-dd", align="center"))
    if reporter:
        paper.sheet.write_string(1, 9, reporter, paper.fill(align="center"))


def _task(paper: Paper, row: int, rows: list[FormRow], unit: str) -> None:
    task, count = rows[0].task, len(rows)
    role = "本单位牵头" if task.lead_unit == unit else f"本单位配合，{task.lead_unit}牵头"
    text = f"{task.short}\n（{role}；时限{task.deadline}）"
    _span(paper.sheet, row, count, 0, task.id, paper.format(align="center"))
    _span(paper.sheet, row, count, 1, text, paper.format())
    needed = max(LEAST_POINTS, LINE_POINTS * (_height(text, WIDTHS[1]) + 1)) / count
    for place, line in enumerate(rows, row):
        names = (line.indicator.name, _target(line.indicator)) if line.indicator else ()
        tall = max((_height(name, width) for name, width in zip(names, WIDTHS[2:], strict=False)), default=1)
        paper.sheet.set_row(place, max(LINE_POINTS * max(2, tall) + 3, needed))


def _words(paper: Paper, row: int, count: int, leads: bool, reports: tuple[Submission, ...]) -> None:  # noqa: FBT001  private
    """The cells that tell of the whole task: its status from a list, and free texts."""
    for name, title in FILL.items():
        if name != "figure":
            look = {"align": "center"} if name == "status" else {"valign": "top", "num_format": "@"}
            _span(paper.sheet, row, count, TITLES.index(title), None, paper.fill(**look))
    choices = [word for code, word in STATUSES.items() if leads or code != "done"]
    last = reports[0].entry if reports else None
    told = f"上次：{STATUSES[last.status]}（{last.date}）" if last and last.status else "上次：未报送"
    column = TITLES.index(FILL["status"])
    paper.sheet.data_validation(row, column, row, column, {
        "validate": "list", "source": choices, "input_title": FILL["status"], "input_message": told,
        "error_title": FILL["status"], "error_message": f"请从列表中选择：{'、'.join(choices)}。",
    })  # fmt: skip


def _line(paper: Paper, row: int, line: FormRow, last: Submission | None) -> None:
    sheet, one = paper.sheet, line.indicator
    middle = {"align": "center"}
    figure = last.entry.figures[one.id] if last and one else None
    shown = (one.name, _target(one), one.measure) if one else (None, None, None)
    for column, text in zip((2, 3, 4), shown, strict=True):
        sheet.write(row, column, text, paper.format(**({} if column == SHOWN.index("指标") else middle)))
    if figure is None:
        sheet.write_string(row, 5, "－", paper.format(**middle))
    else:
        places = max(0, -int(figure.normalize().as_tuple().exponent))
        digits = f"#,##0.{'0' * places}" if places else "#,##0"
        sheet.write_number(row, 5, figure, paper.format(num_format=digits, **middle))
    sheet.write_string(row, 6, last.entry.date.isoformat() if last else "－", paper.format(**middle))
    if one:
        # a typed 75.2% becomes a percentage in a cell of no format, and only there
        look = "General" if one.measure == "%" else f'General"{one.measure.replace(chr(34), "")}"'
        sheet.write_blank(row, 7, None, paper.fill(num_format=look, **middle))
        sheet.data_validation(row, 7, row, 7, _warning("decimal", "between", *_expected(one, figure)))
    else:
        sheet.write_string(row, 7, "－", paper.format(**middle))
    sheet.write_string(row, TITLES.index(KEY), line.key, paper.format())


def _expected(one: Indicator, figure: Any) -> tuple[Any, Any, str]:  # noqa: ANN401  a number or None
    """Return the bounds outside which Excel asks whether the figure is meant, and what it says then."""
    least = figure if figure is not None and one.kind == "cumulative" else 0
    if one.measure == "%":
        # from 1, since 75.2% typed into a cell with a number format arrives as 0.752
        return max(1, least), 100, "按百分数填写：75.2%填75.2。"
    told = f"填数字，计量单位：{one.measure}。"
    return least, MOST, f"{told}累计数一般不小于上次的{plain(figure)}。" if least else told


def _finish(paper: Paper, end: int) -> None:
    sheet = paper.sheet
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width or 8, None, {} if width else {"hidden": True})
    sheet.freeze_panes(HEADER + 1, 2)
    # rows may be made higher: what is typed into a merged cell does not do that by itself
    sheet.protect("", {"format_rows": True, "format_columns": True})
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER)
    sheet.print_area(0, 0, end - 1, len(TITLES) - 2)
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页，共 &N 页")
    sheet.set_selection(1, 7, 1, 7)


def _hide(book: Any, rows: list[tuple[str, ...]]) -> None:  # noqa: ANN401  as above
    sheet = book.add_worksheet(HIDDEN)
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text)
    sheet.protect()
    sheet.very_hidden()


def _span(sheet: Any, row: int, count: int, column: int, value: object, look: Any) -> None:  # noqa: ANN401  as above
    """Write one cell over the rows of a task; XlsxWriter refuses to merge a single cell."""
    if count == 1:
        sheet.write(row, column, value, look)
    else:
        sheet.merge_range(row, column, row + count - 1, column, value, look)


def _note(sheet: Any, row: int, column: int, text: str) -> None:  # noqa: ANN401  as above
    sheet.write_comment(row, column, text, {"font_name": "宋体", "font_size": 10, "x_scale": 1.6, "author": "mstrack"})


def _warning(what: str, criteria: str, least: Any, most: Any, told: str) -> dict[str, Any]:  # noqa: ANN401  a day or number
    """Return a check of Excel's that asks whether the value is meant, and takes it."""
    return {
        "validate": what, "criteria": criteria, "minimum": least, "maximum": most,
        "error_type": "warning", "error_title": "请核对", "error_message": told,
    }  # fmt: skip


def _last(line: FormRow, reports: tuple[Submission, ...]) -> Submission | None:
    """Return the newest report with a figure of this row; of a task without indicators, the newest at all."""
    return next((one for one in reports if not line.indicator or line.indicator.id in one.entry.figures), None)


def _remembered(line: FormRow, last: Submission | None) -> tuple[str, ...]:
    if last is None or line.indicator is None:
        return ()
    return plain(last.entry.figures[line.indicator.id]), last.entry.date.isoformat()


def _target(one: Indicator) -> str:
    floor = f"{'>' if one.above else '≥'}{one.target:,f}"
    return floor if one.baseline is None else f"{floor}\n（原{one.baseline:,f}）"


def _height(text: str, width: int) -> int:
    """Return how many lines a text takes in a column of this width; Chinese takes two places a character."""
    cells = [sum(1 + (unicodedata.east_asian_width(sign) in "WFA") for sign in line) for line in text.split("\n")]
    return sum(-(-cell // max(1, width - 1)) or 1 for cell in cells)
