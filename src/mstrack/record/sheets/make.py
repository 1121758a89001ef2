"""The form that a unit fills in Excel: its tasks, targets and last figures, and empty cells for the new ones."""

from __future__ import annotations

import datetime as dt
import io
from itertools import groupby
from typing import TYPE_CHECKING, Any

from mstrack.errors import WrongUse, not_installed
from mstrack.format.fields import plain
from mstrack.format.model import Period
from mstrack.i18n import gettext as _
from mstrack.record import propose
from mstrack.record.sheets import form, hints
from mstrack.record.sheets.cells import LINE_POINTS, WRITERS, last_words, lines_of, target_text, task_text
from mstrack.record.sheets.form import (
    COLUMNS,
    DAY_LABEL,
    HEADING,
    HIDDEN,
    REPORTER_LABEL,
    SHEET,
    SIGN,
    TITLES,
    UNIT_LABEL,
)
from mstrack.record.sheets.form_cell import FormCell, Paper
from mstrack.record.sheets.values import SERIAL

if TYPE_CHECKING:
    from mstrack.format.model import Plan, Unit
    from mstrack.progress.figures import Submission
    from mstrack.record.sheets.form import FormColumn, FormRow
    from mstrack.store.dataset import Dataset

HEADER = 3
"""The row of the column titles, counted from 0 as XlsxWriter does."""
LEAST_POINTS = 48
"""A row lower than this has no room for the words that belong into it."""

TOLD = (
    "填报说明：1. 只填浅黄色单元格，没有变化的可以不填；"
    "完成数填截至日期的累计数，不填当月增量；配合单位填本单位的完成数。\n"
    "　　　　　2. 每项任务的状态、进展情况、存在困难、下一步措施各填一格；"
    "状态不选的，与上次相同（首次填报的，按推进中）。\n"
    "　　　　　3. 完成数与上次相同又没有文字的，视为没有变化，不作为一次报送；确无进展的，请在进展情况中写明。\n"
    "　　　　　4. 填后变红的会被退回，变橙的会请您核实：确认无误的，在“核实”栏选“属实”。"
)


def workbook(dataset: Dataset, unit: Unit, today: dt.date, day: dt.date | None = None, reporter: str = "") -> bytes:
    """Return the form of a unit as the bytes of an .xlsx; `day` and `reporter` are filled in where they are given.

    WrongUse where no task expects reports of the unit.
    """
    plan = dataset.plan
    lines = form.lines(plan, unit.name)
    if unit.members:
        sentence = _("{unit} is a group, no office; file as one of its members: {names}")
        raise WrongUse(sentence.format(unit=unit.name, names=_(", ").join(unit.members)))
    if not lines:
        raise WrongUse(_("no task expects a report of {unit}; there is nothing to fill in").format(unit=unit.name))
    book, data = _book(dataset, today)
    paper = Paper(book, book.add_worksheet(SHEET))
    _heading(paper, dataset.plan, unit.name)
    _given(paper, day, reporter)
    hidden = [(SIGN,), ("plan", form.digest(dataset.plan, unit)), ("unit", unit.code), ("made", today.isoformat())]
    hidden.append(("columns", "\t".join(TITLES)))
    row = HEADER + 1
    for task, group in groupby(lines, key=lambda line: line.task):
        rows = list(group)
        reports = propose.reports_of(dataset, task, unit.name, today)
        _set_heights(
            paper.sheet, row, [FormCell(paper, row, len(rows), one, unit.name, reports, plan, today) for one in rows]
        )
        for n, line in enumerate(rows):
            cell = FormCell(paper, row + n, len(rows), line, unit.name, reports, plan, today)
            for place, column in _written_order(with_spans=not n):
                WRITERS[column.key](cell, place)
            hidden.append((line.key, *_remembered(line, cell.last)))
        row += len(rows)
    _finish(paper, row, with_percent=any(form.has_percent(plan, line.task, unit.name) for line in lines))
    _hide(book, hidden)
    book.close()
    return data.getvalue()


def _book(dataset: Dataset, today: dt.date) -> tuple[Any, io.BytesIO]:
    try:
        from mstrack.record.sheets.new_workbook import new_workbook  # noqa: PLC0415  only who makes a sheet pays for it
    except ImportError as error:
        raise not_installed(error) from error
    data = io.BytesIO()
    book = new_workbook(data, today, title=dataset.plan.title)
    return book, data


def _heading(paper: Paper, plan: Plan, unit: str) -> None:
    sheet, last = paper.sheet, len(COLUMNS) - 1
    big = {"font_name": "黑体", "font_size": 16, "align": "center", "border": 0}
    bare = {"border": 0, "text_wrap": False}
    sheet.merge_range(0, 0, 0, last, f"{plan.title}　{HEADING}", paper.format(**big))
    sheet.merge_range(1, 0, 1, 4, f"{UNIT_LABEL}：{unit}", paper.format(**bare, bold=True))
    label = paper.format(**bare, align="right")
    sheet.write_string(1, 6, f"{DAY_LABEL}：", label)
    sheet.write_blank(1, 7, None, paper.fill(num_format="yyyy-mm-dd", align="center"))
    sheet.write_string(1, 8, f"{REPORTER_LABEL}：", label)
    sheet.write_blank(1, 9, None, paper.fill(align="center"))
    sheet.merge_range(2, 0, 2, last, TOLD, paper.format(border=0, font_size=10, valign="top"))
    sheet.set_row(0, 30)
    sheet.set_row(1, 24)
    sheet.set_row(2, LINE_POINTS * lines_of(TOLD, sum(column.width for column in COLUMNS)) + 6)
    sheet.set_row(HEADER, 24)
    head = paper.format(bold=True, align="center", bg_color="#DCE6F1")
    for place, column in enumerate(COLUMNS):
        sheet.write_string(HEADER, place, column.title, head)
        if column.note:
            _note(sheet, HEADER, place, column.note)
    period = plan.period
    example = dt.date(period.start.year, 9, 30)
    example = example if example in period else period.end
    note = f"完成数截至哪一天，例如 {example}；写成“{example.month}月{example.day}日”“{example.month}月底”也能识别。"
    _note(sheet, 1, 7, note)
    _note(sheet, 1, 9, "由谁填报，写姓名。")
    sheet.data_validation(1, 7, 1, 7, hints.warning(
        "date", period.start, period.end, f"一般是{_span(period)}的日期，例如 {example}。"
    ))  # fmt: skip
    reach = period.reach
    hints.of_day(paper.book, sheet, (1, 7), (_serial(reach.start), _serial(reach.end)))


def _serial(day: dt.date) -> int:
    """Return a day as Excel counts it."""
    return (day - SERIAL).days


def _given(paper: Paper, day: dt.date | None, reporter: str) -> None:
    if day:
        paper.sheet.write_datetime(1, 7, day, paper.fill(num_format="yyyy-mm-dd", align="center"))
    if reporter:
        paper.sheet.write_string(1, 9, reporter, paper.fill(align="center"))


def _written_order(*, with_spans: bool) -> list[tuple[int, FormColumn]]:
    """Return the columns of a row with their places: those that span a task first, in its first row alone."""
    placed = list(enumerate(COLUMNS))
    spans = [(place, column) for place, column in placed if column.spans] if with_spans else []
    return [*spans, *((place, column) for place, column in placed if not column.spans)]


def _span(period: Period) -> str:
    if period == Period.of_year(period.start.year):
        return f"{period.start.year}年"
    return f"{period.start}至{period.end}"


def _set_heights(sheet: Any, row: int, rows: list[FormCell]) -> None:  # noqa: ANN401  as above
    """Make each row as high as its texts need, and a task's rows together as high as its name needs."""
    widths = {column.key: column.width for column in COLUMNS}
    name = task_text(rows[0].plan, rows[0].line.task, rows[0].unit)
    before = lines_of(last_words(rows[0].reports), widths["last_words"])
    needed = max(LEAST_POINTS, LINE_POINTS * (max(lines_of(name, widths["task"]), before) + 1)) / len(rows)
    for place, cell in enumerate(rows, row):
        texts = {"indicator": cell.line.name, "target": target_text(cell) or ""}
        tall = max((lines_of(text, widths[key]) for key, text in texts.items()), default=1)
        sheet.set_row(place, max(LINE_POINTS * max(2, tall) + 3, needed))


def _finish(paper: Paper, end: int, *, with_percent: bool) -> None:
    sheet = paper.sheet
    for place, column in enumerate(COLUMNS):
        hidden = not column.width or (column.key == "percent" and not with_percent)
        sheet.set_column(place, place, column.width or 8, None, {"hidden": True} if hidden else {})
    sheet.freeze_panes(HEADER + 1, 2)
    # rows may be made higher: what is typed into a merged cell does not do that by itself
    sheet.protect("", {"format_rows": True, "format_columns": True})
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER)
    sheet.print_area(0, 0, end - 1, len(COLUMNS) - 1)
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


def _note(sheet: Any, row: int, column: int, text: str) -> None:  # noqa: ANN401  as above
    sheet.write_comment(row, column, text, {"font_name": "宋体", "font_size": 10, "x_scale": 1.6, "author": "mstrack"})


def _remembered(line: FormRow, last: Submission | None) -> tuple[str, ...]:
    if last is None or line.indicator is None:
        return ()
    return plain(last.entry.figures[line.indicator.id]), last.entry.date.isoformat()
