"""What Excel itself warns of while a form is filled in: by a question, and by colour. It stops nobody."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mstrack.format.fields import plain
from mstrack.progress import pace
from mstrack.record.sheets import form
from mstrack.record.sheets.usual import Usual, usual_of

if TYPE_CHECKING:
    from mstrack.format.model import Indicator
    from mstrack.record.sheets.form_cell import FormCell

MOST = 10**15
REFUSED = {"bg_color": "#F8CBAD", "font_color": "#C00000"}
"""The look of what will be refused."""
ASKED_BACK = {"bg_color": "#FFD966"}
"""The look of what will be asked back."""
ONE_DAY = 18264
"""1950-01-01 as Excel counts days: a smaller number in a cell for days is 12.2, which is read as 12月2日."""
_LAST_DAY = 2958465
"""9999-12-31 as Excel counts days: a larger number in a cell for days is 20211202."""


def of_figure(cell: FormCell, column: int, one: Indicator) -> None:
    """Let the cell of a figure ask and change its colour: red where it will be refused, orange where asked back."""
    sheet, row = cell.paper.sheet, cell.row
    usual = usual_of(cell, one)
    last = cell.last_figure
    sheet.data_validation(row, column, row, column, warning("decimal", *_bounds(one, last, usual.limit)))
    typed = _typed(row, column, one)
    refused = [f"{typed}<0"] if one.kind == "cumulative" else []
    if one.measure == "%" and one.target <= 100:  # noqa: PLR2004  percent
        refused.append(f"{typed}>100")
    if last is not None and pace.is_measured(one):
        refused.append(f"{typed}<{plain(last)}")
    _coloured(cell, column, refused, REFUSED)
    _coloured(cell, column, _doubtful(one, typed, usual), ASKED_BACK)
    if one.measure == "%":
        _coloured(cell, column, [_bare_share(row, column)], REFUSED)


def of_done(cell: FormCell, column: int) -> None:
    """Let the cell of a status turn red where a task is done, and a target of it is not reached."""
    places = {one.key: place for place, one in enumerate(form.COLUMNS)}
    unreached = []
    for row, one in enumerate(cell.line.task.indicators, cell.row) if cell.speaks else ():
        if cell.is_joint and one.kind == "cumulative" and cell.unit not in one.shares:
            continue  # of a sum without a share of its own a member reaches what it will
        typed, last = _name(row, places["figure"]), _name(row, places["last_figure"])
        known = f"IF(ISNUMBER({typed}),{_typed(row, places['figure'], one)},N({last}))"
        sign = {"at-most": ">=" if one.above else ">"}.get(one.bound, "<=" if one.above else "<")
        target = cell.target_of(one) * Decimal("0.95" if one.bound == "about" else "1")
        unreached.append(f"AND(NOT(ISTEXT({typed})),{known}{sign}{plain(target)})")
    if unreached:
        formula = f'=AND({_name(cell.row, column)}="{form.STATUSES["done"]}",OR({",".join(unreached)}))'
        look = {"type": "formula", "criteria": formula, "format": cell.paper.book.add_format(REFUSED)}
        cell.paper.sheet.conditional_format(cell.row, column, cell.row, column, look)


def of_day(book: Any, sheet: Any, place: tuple[int, int], days: tuple[int, int]) -> None:  # noqa: ANN401  XlsxWriter has no types
    """Let the cell of the day turn red where it lies outside of the days (as Excel counts them) of the plan."""
    name = _name(*place)
    is_day = f"AND(ISNUMBER({name}),N({name})>={ONE_DAY},N({name})<={_LAST_DAY})"
    formula = f"=AND({is_day},OR(N({name})<{days[0]},N({name})>{days[1]}))"
    look = {"type": "formula", "criteria": formula, "format": book.add_format(REFUSED)}
    sheet.conditional_format(*place, *place, look)


def warning(what: str, least: Any, most: Any, sentence: str) -> dict[str, Any]:  # noqa: ANN401  a day or number
    """Return a check of Excel's that asks whether a value outside of two bounds is meant, and takes it."""
    return {
        "validate": what, "criteria": "between", "minimum": least, "maximum": most,
        "error_type": "warning", "error_title": "请核对", "error_message": sentence,
    }  # fmt: skip


def _bounds(one: Indicator, last: Decimal | None, limit: Decimal | None) -> tuple[Any, Any, str]:
    """Return the bounds outside which Excel asks whether the figure is meant, and what it says then."""
    least = last if last is not None and pace.is_measured(one) else Decimal(0)
    if one.measure == "%":
        # from 1, since 75.2% typed into a cell with a number format arrives as 0.752
        return max(1, least), 100, "按百分数填写：75.2%填75.2。"
    sentence = f"填数字，计量单位：{one.measure}。"
    if least:
        sentence += f"累计数小于上次的{plain(least)}，会被退回。"
    if limit is None:
        return least, MOST, sentence
    sentence += f"大于{plain(limit)}的（远超目标，或者远超平时的增量），会请您核实；确认无误的，在“核实”栏选“属实”。"
    return least, limit, sentence


def _doubtful(one: Indicator, typed: str, usual: Usual) -> list[str]:
    """Return the formulas of what looks like a slip, as far as Excel can know it."""
    found = []
    target = f"{typed}<>{plain(usual.target)}"
    if usual.limit is not None:
        above = f"{typed}>{plain(usual.limit)}"
        found.append(f"AND({above},{target})" if usual.limit < usual.target else above)
    if usual.least is not None:
        found.append(f"AND({typed}>0,{typed}<={plain(usual.least)})")
    if usual.parted is not None:
        smallest = usual.parted / 200  # smaller ones suggest no other measure
        found.append(f"AND({typed}<>INT({typed}),{typed}>={plain(smallest)},{typed}<={plain(usual.parted)})")
    if usual.is_whole:
        found.append(f"{typed}<>INT({typed})")
    if one.kind == "level" and usual.last:
        last, moved = plain(usual.last), f"ABS({typed}-({plain(usual.last)}))"
        found.append(f"AND({moved}*2>ABS({last}),{moved}>{usual.small},{target})")
    return found


def _bare_share(row: int, column: int) -> str:
    """Return the formula of a number up to 1 that is not shown as a percentage: 0.752 may be 75.2% or 0.752%."""
    name = _name(row, column)
    return f'AND(N({name})>0,N({name})<=1,LEFT(CELL("format",{name}),1)<>"P")'


def _coloured(cell: FormCell, column: int, formulas: list[str], look: dict[str, str]) -> None:
    if formulas:
        name = _name(cell.row, column)
        formula = f"=AND(ISNUMBER({name}),OR({','.join(formulas)}))"
        wanted = {"type": "formula", "criteria": formula, "format": cell.paper.book.add_format(look)}
        cell.paper.sheet.conditional_format(cell.row, column, cell.row, column, wanted)


def _typed(row: int, column: int, one: Indicator) -> str:
    """Return the figure that was typed, as a formula: 75.2% typed as a percentage is 0.752 to Excel."""
    name = f"N({_name(row, column)})"
    return f"IF(AND({name}>0,{name}<=1),{name}*100,{name})" if one.measure == "%" else name


def _name(row: int, column: int) -> str:
    """Return what Excel calls a cell; rows and columns count from 0 here, as XlsxWriter has it."""
    return f"${chr(ord('A') + column)}${row + 1}"
