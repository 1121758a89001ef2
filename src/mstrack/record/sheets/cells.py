"""The cells of the form: what writes each column, with its look and what Excel checks of what is typed."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from typing import TYPE_CHECKING

from mstrack.format.fields import plain
from mstrack.progress import pace
from mstrack.record.sheets import form, hints
from mstrack.record.sheets.form import CONFIRM_NOTE, CONFIRMED, FILL, NONE, REACHED, STAGE_NOTE, STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from mstrack.format.model import Indicator, Plan, Task
    from mstrack.progress.figures import Submission
    from mstrack.record.sheets.form_cell import FormCell

FEW = 10
"""Below so many, what is expected by now has a decimal."""
CENTRED = {"align": "center"}
LINE_POINTS = 15
"""How high a row has to be for a line of its texts: no program makes a merged cell higher by itself."""


def _id(cell: FormCell, column: int) -> None:
    cell.span(column, cell.line.task.id, cell.paper.format(**CENTRED))


def _task(cell: FormCell, column: int) -> None:
    cell.span(column, task_text(cell.plan, cell.line.task, cell.unit), cell.paper.format())


def _indicator(cell: FormCell, column: int) -> None:
    cell.write(column, cell.line.name or None)


def _target_cell(cell: FormCell, column: int) -> None:
    cell.write(column, target_text(cell), **CENTRED)


def _measure(cell: FormCell, column: int) -> None:
    cell.write(column, cell.line.indicator and cell.line.indicator.measure, **CENTRED)


def _last_figure(cell: FormCell, column: int) -> None:
    figure = cell.last_figure
    if cell.line.stage and cell.last:
        cell.write(column, REACHED, **CENTRED)
    elif figure is None:
        cell.write(column, NONE, **CENTRED)
    else:
        places = max(0, -int(figure.normalize().as_tuple().exponent))
        cell.write(column, figure, num_format=f"#,##0.{'0' * places}" if places else "#,##0", **CENTRED)


def _last_date(cell: FormCell, column: int) -> None:
    cell.write(column, cell.last.entry.date.isoformat() if cell.last else NONE, **CENTRED)


def _figure(cell: FormCell, column: int) -> None:
    """Write the empty cell of a figure, with a check of what is typed, or of a stage; a task with neither has none."""
    one, sheet = cell.line.indicator, cell.paper.sheet
    if cell.line.stage:
        sheet.write_blank(cell.row, column, None, cell.paper.fill(**CENTRED))
        sheet.data_validation(cell.row, column, cell.row, column, {
            "validate": "list", "source": [REACHED], "input_title": "阶段目标", "input_message": STAGE_NOTE,
            "error_title": "阶段目标", "error_message": STAGE_NOTE,
        })  # fmt: skip
        return
    if not one:
        cell.write(column, NONE, **CENTRED)
        return
    # a typed 75.2% becomes a percentage in a cell of no format, and only there
    look = "General" if one.measure == "%" else f'General"{one.measure.replace(chr(34), "")}"'
    sheet.write_blank(cell.row, column, None, cell.paper.fill(num_format=look, **CENTRED))
    hints.of_figure(cell, column, one)


def _status(cell: FormCell, column: int) -> None:
    """Write the empty cell of the status, with a list to choose from; only a lead unit may say done."""
    cell.span(column, None, cell.paper.fill(**CENTRED))
    leads = cell.speaks
    hints.of_done(cell, column)
    choices = [word for code, word in STATUSES.items() if leads or code != "done"]
    last = cell.reports[0].entry if cell.reports else None
    sentence = f"上次：{STATUSES[last.status]}（{last.date}）" if last and last.status else "上次：未报送"
    cell.paper.sheet.data_validation(cell.row, column, cell.row, column, {
        "validate": "list", "source": choices, "input_title": FILL["status"], "input_message": sentence,
        "error_title": FILL["status"], "error_message": f"请从列表中选择：{'、'.join(choices)}。",
    })  # fmt: skip


def _percent(cell: FormCell, column: int) -> None:
    """Write the empty cell of the percentage that the unit itself gives; - where figures tell how far a task is."""
    if not cell.has_percent:
        cell.span(column, NONE, cell.paper.format(**CENTRED))
        return
    cell.span(column, None, cell.paper.fill(**CENTRED))
    last = next((one.entry for one in cell.reports if one.entry.percent is not None), None)
    sentence = f"上次：{plain(last.percent)}%（{last.date}）" if last and last.percent is not None else "上次：未报送"
    check = hints.warning("decimal", 0, 100, "填0到100的数：57%填57。") | {"input_message": sentence}
    cell.paper.sheet.data_validation(cell.row, column, cell.row, column, check)


def _free_text(cell: FormCell, column: int) -> None:
    cell.span(column, None, cell.paper.fill(valign="top", num_format="@"))


def _confirm(cell: FormCell, column: int) -> None:
    """Write the empty cell in which a figure that looks like a slip is confirmed."""
    if not cell.line.indicator:
        cell.write(column, NONE, **CENTRED)
        return
    cell.paper.sheet.write_blank(cell.row, column, None, cell.paper.fill(**CENTRED))
    cell.paper.sheet.data_validation(cell.row, column, cell.row, column, {
        "validate": "list", "source": [CONFIRMED], "input_title": FILL["confirm"], "input_message": CONFIRM_NOTE,
        "error_title": FILL["confirm"], "error_message": CONFIRM_NOTE,
    })  # fmt: skip


def _last_words(cell: FormCell, column: int) -> None:
    cell.span(column, last_words(cell.reports), cell.paper.format(valign="top", font_size=10))


def _key(cell: FormCell, column: int) -> None:
    cell.write(column, cell.line.key)


WRITERS: dict[str, Callable[[FormCell, int], None]] = {
    "id": _id,
    "task": _task,
    "indicator": _indicator,
    "target": _target_cell,
    "measure": _measure,
    "last_figure": _last_figure,
    "last_date": _last_date,
    "figure": _figure,
    "status": _status,
    "note": _free_text,
    "problem": _free_text,
    "next": _free_text,
    "percent": _percent,
    "key": _key,
    "confirm": _confirm,
    "last_words": _last_words,
}
"""What writes the cell of each of `form.COLUMNS`, by its key."""


def last_words(reports: Sequence[Submission]) -> str:
    """Return the problem and the next step that a unit wrote last, with the day of that."""
    said = (
        (label, next((one.entry for one in reports if getattr(one.entry, name)), None), name)
        for name, label in (("problem", "存在困难"), ("next", "下一步措施"))
    )
    texts = [f"{label}（{entry.date}）：{getattr(entry, name)}" for label, entry, name in said if entry]
    return "\n".join(texts) or NONE


def target_text(cell: FormCell) -> str | None:
    """Return what a unit's figure is held against: its own share, or the target of all, and what is expected by now."""
    one = cell.line.indicator
    if one is None:
        return None
    share = one.shares.get(cell.unit)
    mine, whole = (one.target if share is None else share), ""
    text = target(one) if share is None else bounded(share, one)
    if share is None and not (cell.speaks and not cell.is_joint):
        whole = "全市"
        text = f"全市目标{text}"
    if not pace.is_measured(one) or mine <= 0:
        return text
    expected = pace.expected(cell.plan, cell.line.task, cell.today, one if share is None else None)
    if not 0 < expected < 1:
        return text
    by_now = Fraction(mine) * expected
    sentence = f"{round(by_now):,}" if mine >= FEW else f"{round(by_now * 10) / 10:.1f}"
    return f"{text}\n（{whole}现应达约{sentence}）"


def target(one: Indicator) -> str:
    """Return a target with its bound, and below it what it starts from."""
    floor = bounded(one.target, one)
    return floor if one.baseline is None else f"{floor}\n（原{one.baseline:,f}）"


def bounded(number: Decimal, one: Indicator) -> str:
    """Return a number with the indicator's bound: a floor by its sign, a ceiling and 左右 in words."""
    if one.bound == "about":
        return f"{number:,f}左右"
    if one.bound == "at-most":
        return f"{'低于' if one.above else '不超过'}{number:,f}"
    return f"{'>' if one.above else '≥'}{number:,f}"


def task_text(plan: Plan, task: Task, unit: str) -> str:
    """Return how a task is called on the form, with the unit's part in it and the deadline."""
    if task.lead_unit == unit:
        role = "本单位牵头"
    elif form.speaks(plan, task, unit):
        role = f"{task.lead_unit}牵头，各自报送"
    else:
        role = f"本单位配合，{task.lead_unit}牵头"
    words = plan.due_of(task).words
    due = f"时限{words}" if words else "时限表上未列"
    return f"{task.short}\n（{role}；{due}）"


def lines_of(text: str, width: int) -> int:
    """Return how many lines a text takes in a column of this width; Chinese takes two places a character."""
    cells = [sum(1 + (unicodedata.east_asian_width(sign) in "WFA") for sign in line) for line in text.split("\n")]
    return sum(-(-cell // max(1, width - 1)) or 1 for cell in cells)
