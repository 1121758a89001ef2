"""A form that came back, held against what went out: rows that are gone, cells that nobody reads, merged ones."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from mstrack.format.characters import shown
from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.record.sheets import form
from mstrack.record.sheets.form import (
    COLUMNS,
    FILL,
    HEADING,
    LAST_FIGURE,
    MEASURE,
    RECEIPT,
    SHEET,
    TARGET,
    UNIT_LABEL,
)
from mstrack.record.sheets.origin import EMPTY, header

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.format.model import Plan
    from mstrack.record.sheets.form import FormRow
    from mstrack.record.sheets.origin import Origin
    from mstrack.record.sheets.sheet_xml import Area, SheetCell

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
MOST_NAMED = 5
"""Rows that are gone, and places that were not read, as far as each is named."""


class Fault(NamedTuple):
    """What is wrong with a cell (row and column from 1), or with the whole workbook (0, 0)."""

    row: int
    column: int
    sentence: str

    def at(self, file: str, sheet: str = SHEET) -> str:
        """Return the sentence with its place, as cgj.xlsx[填报]D7."""
        where = f"{file}[{sheet}]{cell_name(self.row, self.column)}" if self.row else file
        return _("{where}: {why}").format(where=where, why=self.sentence)


def cell_name(row: int, column: int) -> str:
    """Return what Excel calls a cell: D7, AB12."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = _LETTERS[letter] + letters
    return f"{letters}{row}"


def held_against(origin: Origin, keys: dict[str, int], plan: Plan) -> tuple[list[Fault], list[Fault]]:
    """Return what makes a form unreadable, and what is only told; `keys` has the row of each key that was found."""
    head, columns = header(origin.content.grid)
    tasks = {line.key: line.task.id for line in form.lines(plan, origin.unit.name)}
    owners = {row: (key, tasks[key]) for key, row in keys.items()}
    lines = {row: line for line in form.lines(plan, origin.unit.name) if (row := keys.get(line.key))}
    faults = [fault for area in origin.content.merged for fault in _ambiguous(origin, area, owners, columns)]
    faults += [*_other_unit(origin, head, plan), *_other_measures(origin, lines, columns)]
    remarks = [
        *_other_title(origin, head, plan),
        *_gone(origin, keys, plan),
        *_unread(origin, head, owners, columns),
        *_formulas(origin, owners, columns),
        *_changed(origin, keys, columns),
        *_other_targets(origin, lines, columns),
    ]
    return faults, remarks


def _gone(origin: Origin, keys: dict[str, int], plan: Plan) -> Iterator[Fault]:
    """Name the rows that were deleted: what was typed into them went with them."""
    lines = [line for line in form.lines(plan, origin.unit.name) if line.key not in keys]
    if not lines:
        return
    names = [f"{line.task.id} {line.name or line.task.short}" for line in lines]
    cut = names if len(names) <= MOST_NAMED else [*names[: MOST_NAMED - 1], "…"]
    sentence = ngettext(
        "{n} row of the form is gone, and nothing was read for it: {names}",
        "{n} rows of the form are gone, and nothing was read for them: {names}",
        len(names),
    )
    yield Fault(0, 0, sentence.format(n=len(names), names=_("; ").join(cut)))


def _unread(origin: Origin, head: int, owners: dict[int, tuple[str, int]], columns: dict[str, int]) -> Iterator[Fault]:
    """Name what stands below the titles where nobody reads: of each column and each row that is none of the form's."""
    known = {*columns.values(), *(c for (row, c), cell in origin.content.grid.items() if _is_receipt(row, head, cell))}
    fills = {columns[title] for title in FILL.values() if title in columns}
    unread: dict[tuple[str, int], Fault] = {}
    for (row, column), cell in sorted(origin.content.grid.items()):
        if row <= head or cell.empty:
            continue
        where = ("column", column) if row in owners else ("row", row)
        is_read = column in known if row in owners else column in fills  # a stranger's row with figures is a fault
        if not is_read and where not in unread:
            sentence = _("{text} was not read: it stands outside of the form")
            unread[where] = Fault(row, column, sentence.format(text=_short(cell)))
    several = list(unread.values())
    if len(several) > 2 * MOST_NAMED:
        sentence = _("and {n} more cells, rows or columns outside of the form, which were not read either")
        rest = several[MOST_NAMED:]
        several[MOST_NAMED:] = [rest[0]._replace(sentence=sentence.format(n=len(rest)))]
    yield from several


def _is_receipt(row: int, head: int, cell: SheetCell) -> bool:
    return row == head and cell.value == RECEIPT


def _formulas(origin: Origin, owners: dict[int, tuple[str, int]], columns: dict[str, int]) -> Iterator[Fault]:
    """Say of each formula which value was read: it is the one of when the workbook was saved."""
    fills = {columns[title] for title in FILL.values() if title in columns}
    for (row, column), cell in sorted(origin.content.grid.items()):
        in_head = row < min(owners, default=0) and column <= max(fills, default=0)
        if cell.formula and not cell.broken and cell.value is not None and (column in fills or in_head):
            sentence = _("a formula; its value {text} was read") if _short(cell) else _("a formula that shows nothing")
            yield Fault(row, column, sentence.format(text=_short(cell)))


def _changed(origin: Origin, keys: dict[str, int], columns: dict[str, int]) -> Iterator[Fault]:
    """Say where the last figure was typed over: what is on file changes by a correction alone."""
    if LAST_FIGURE not in columns:
        return
    for key, row in keys.items():
        figure = next(iter(origin.shown.get(key, ())), "")
        cell = origin.content.grid.get((row, columns[LAST_FIGURE]), EMPTY)
        if figure and (cell.empty or _figure(cell) != figure):
            sentence = _("the last figure was {figure}, and {text} stands here; what is filed changes by a correction")
            yield Fault(row, columns[LAST_FIGURE], sentence.format(figure=figure, text=_short(cell) or _("nothing")))


def _other_unit(origin: Origin, head: int, plan: Plan) -> Iterator[Fault]:
    """Refuse a form on which another unit has put its name: figures would be filed as those of the first."""
    names = {unit.name for unit in plan.units if unit.name != origin.unit.name}
    for (row, column), cell in sorted(origin.content.grid.items()):
        text = str(cell.value).strip() if row < head else ""
        name = "".join(text.removeprefix(UNIT_LABEL).lstrip("：:").split())
        if text.startswith(UNIT_LABEL) and name in names:
            sentence = _("this is the form of {unit}, and {text} stands here; make a form for the one that fills it in")
            yield Fault(row, column, sentence.format(unit=origin.unit.name, text=name))


def _other_title(origin: Origin, head: int, plan: Plan) -> Iterator[Fault]:
    """Say where a form was made from a plan of another title: one for practice, or one from before it was amended."""
    for (row, column), cell in sorted(origin.content.grid.items()):
        title, heading, _rest = str(cell.value).partition(HEADING) if row < head else ("", "", "")
        if heading and "".join(title.split()) != "".join(plan.title.split()):
            sentence = _("the form was made for {title}, and this is {other}; it was read")
            yield Fault(row, column, sentence.format(title=shown(title.strip(), 100), other=plan.title))


def _other_measures(origin: Origin, lines: dict[int, FormRow], columns: dict[str, int]) -> Iterator[Fault]:
    """Refuse a figure beside which another measure was written: 3亿元 is not 3万元."""
    place = columns.get(MEASURE, 0)
    for row, line in lines.items():
        cell = origin.content.grid.get((row, place), EMPTY)
        typed = origin.content.grid.get((row, columns.get(FILL["figure"], 0)), EMPTY)
        there = "".join(str(cell.value).split())
        if line.indicator and not cell.empty and not typed.empty and there != "".join(line.indicator.measure.split()):
            sentence = _("the measure is {measure}, and {text} stands here; put it back, and write the figure in it")
            yield Fault(row, place, sentence.format(measure=line.indicator.measure, text=_short(cell)))


def _other_targets(origin: Origin, lines: dict[int, FormRow], columns: dict[str, int]) -> Iterator[Fault]:
    """Say where a target was typed over: the plan changes by an amendment alone."""
    place = columns.get(TARGET, 0)
    for row, line in lines.items():
        cell = origin.content.grid.get((row, place), EMPTY)
        found = _NUMBER.search(str(cell.value).replace(",", ""))
        if line.indicator and found:
            target, share = line.indicator.target, line.indicator.shares.get(origin.unit.name)
            if Decimal(found[0]) not in {target, share}:
                sentence = _("the target is {target}, and {text} stands here; the plan changes by an amendment")
                wanted = plain(target if share is None else share)
                yield Fault(row, place, sentence.format(target=wanted, text=_short(cell)))


def _figure(cell: SheetCell) -> str:
    is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    return plain(Decimal(f"{cell.value:.15g}")) if is_number else "".join(str(cell.value).split())


def _ambiguous(
    origin: Origin, area: Area, owners: dict[int, tuple[str, int]], columns: dict[str, int]
) -> Iterator[Fault]:
    """Refuse a filled cell that was merged over rows or columns which say different things."""
    if origin.content.grid.get(area.first, EMPTY).empty:
        return
    meant = set()
    for column in COLUMNS:
        place = columns.get(column.title, 0)
        if column.fill and area.first[1] <= place <= area.last[1]:
            rows = [owners[row] for row in owners if area.first[0] <= row <= area.last[0]]
            meant |= {(column.key, task if column.spans else key) for key, task in rows}
    if len(meant) > 1:
        sentence = _("this cell was merged over several ({area}); split it, and write into each what belongs there")
        yield Fault(*area.first, sentence.format(area=f"{cell_name(*area.first)}:{cell_name(*area.last)}"))


def _short(cell: SheetCell) -> str:
    return shown("" if cell.value is None else str(cell.value).removesuffix(" 00:00:00"))
