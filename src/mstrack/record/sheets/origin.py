"""Which sheet of a workbook is the form that went out, for which unit, and what it showed then."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import WrongUse
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.record.sheets import form
from mstrack.record.sheets.form import (
    DAY_LABEL,
    FILL,
    HIDDEN,
    KEY,
    LATER,
    MEASURE,
    REPORTER_LABEL,
    SHEET,
    SIGN,
    TITLES,
    UNIT_LABEL,
)
from mstrack.record.sheets.sheet_xml import Grid, SheetCell, SheetContent

if TYPE_CHECKING:
    from mstrack.format.model import Plan, Unit
    from mstrack.record.sheets.sheet_xml import Place

EMPTY = SheetCell()
FEW_TITLES = 6
"""A row with fewer of the form's titles is no head of it."""


class Origin(NamedTuple):
    """The form that came back: its sheet, its unit, the rows that it went out with and the figures they showed.

    `titles` are its columns; of a form from before this was remembered, those that every form had. `remarks` say what
    is not as it went out and was got over; `hidden` is the sheet that remembers it.
    """

    sheet: str
    content: SheetContent
    unit: Unit
    shown: dict[str, tuple[str, ...]]
    titles: frozenset[str]
    remarks: tuple[str, ...]
    hidden: Grid


def origin(book: dict[str, SheetContent], plan: Plan) -> Origin:
    """Return the form in a workbook. WrongUse where there is none of this plan, or two that differ."""
    hidden = book.get(HIDDEN)
    forms = {name: content for name, content in book.items() if name != HIDDEN and header(content.grid)[0]}
    if not forms or (hidden and hidden.grid.get((1, 1), EMPTY).value != SIGN):
        if hidden and SHEET in book:
            sentence = _("the sheet {sheet} has lost its row of titles; copy the figures into a new form")
            raise WrongUse(sentence.format(sheet=SHEET))
        if hidden and not forms:
            raise WrongUse(_("there is no sheet {sheet}; it is the one to fill in").format(sheet=SHEET))
        raise WrongUse(_("this is no form that mstrack has made; copy the figures into one of mstrack sheet make"))
    name, remarks = _chosen(forms)
    others = [one for one in book if one not in forms and one != HIDDEN and _holds_something(book[one])]
    if others:
        sentence = _("the sheet {sheet} is no form; nothing of it was read")
        remarks += [sentence.format(sheet=shown(one)) for one in others]
    if hidden is None:
        unit = _unit_shown(forms[name].grid, plan)
        sentence = _("the workbook has lost its hidden sheet; it was read by what the form of {unit} shows")
        remarks.append(sentence.format(unit=unit.name))
        return Origin(name, forms[name], unit, {}, frozenset(TITLES) - LATER, tuple(remarks), {})
    unit, known = _unit_remembered(hidden.grid, plan)
    titles = frozenset(known.get("columns", ("",))[0].split("\t")) if "columns" in known else frozenset(TITLES) - LATER
    return Origin(name, forms[name], unit, known, titles, tuple(remarks), hidden.grid)


def header(grid: Grid) -> tuple[int, dict[str, int]]:
    """Find the row of titles and the column of each, wherever rows and columns were inserted; 0 where there is none."""
    rows: dict[int, dict[str, int]] = {}
    for (row, column), cell in sorted(grid.items()):
        if isinstance(cell.value, str):
            rows.setdefault(row, {}).setdefault("".join(cell.value.split()), column)
    best = max(rows, key=lambda row: len(set(TITLES) & set(rows[row])), default=0)
    known = {title: rows[best][title] for title in TITLES if title in rows[best]} if best else {}
    return (best, known) if len(known) >= FEW_TITLES else (0, {})


def beside(grid: Grid, head: int, label: str) -> Place:
    """Return the cell to the right of a label above the titles: the first that is filled, before the next label."""
    labels = [
        place
        for place, cell in sorted(grid.items())
        if place[0] < head and isinstance(cell.value, str) and "".join(cell.value.split()).strip(":：") == label
    ]
    if not labels:
        raise WrongUse(_("the sheet {sheet} has lost its cell {label}; make it anew").format(sheet=SHEET, label=label))
    row, column = labels[0]
    for place in sorted(place for place in grid if place[0] == row and place[1] > column):
        text = grid[place].value
        if isinstance(text, str) and text.strip().endswith(("：", ":")):
            break
        if not grid[place].empty:
            return place
    return row, column + 1


def _chosen(forms: dict[str, SheetContent]) -> tuple[str, list[str]]:
    """Return the sheet to read: of copies the one that is filled in. WrongUse where two say different things."""
    answers = {name: _typed(content.grid) for name, content in forms.items()}
    filled = [name for name, typed in answers.items() if any(key for key, _title in typed)]
    best = next((name for name in filled if name == SHEET), next(iter(filled), ""))
    for other in filled:
        if answers[other] != answers[best]:
            sentence = _("the sheets {one} and {other} are both filled in, and differ; keep one of the two")
            raise WrongUse(sentence.format(one=shown(best), other=shown(other)))
    best = best or (SHEET if SHEET in forms else next(iter(forms)))
    remarks = []
    if best != SHEET:
        sentence = _("the sheet is called {name} and not {sheet}; it was read")
        remarks.append(sentence.format(name=shown(best), sheet=SHEET))
    sentence = _("the sheet {sheet} is a copy that adds nothing; it was not read")
    remarks += [sentence.format(sheet=shown(name)) for name in forms if name != best]
    return best, remarks


def _typed(grid: Grid) -> dict[tuple[str, str], str]:
    """Return what was typed into a form: by the key of its row and the title of its column, the head without a key."""
    head, columns = header(grid)
    keys = {row: str(cell.value) for (row, column), cell in grid.items() if column == columns.get(KEY) and row > head}
    found = {
        (keys[row], title): str(grid[row, column].value)
        for title, column in columns.items()
        for row in keys
        if title in FILL.values() and (row, column) in grid and not _is_blank(grid[row, column])
    }
    for label in (DAY_LABEL, REPORTER_LABEL):
        try:
            found["", label] = str(grid.get(beside(grid, head, label), EMPTY).value)
        except WrongUse:
            continue  # said of the sheet that is read
    return found


def _is_blank(cell: SheetCell) -> bool:
    return cell.empty or cell.value == form.NONE


def _holds_something(content: SheetContent) -> bool:
    return not content.hidden and any(not cell.empty for cell in content.grid.values())


def _unit_remembered(hidden: Grid, plan: Plan) -> tuple[Unit, dict[str, tuple[str, ...]]]:
    """Return the unit that the form was made for, and what the hidden sheet knows."""
    rows = {row for row, column in hidden if column == 1 and row > 1}
    known = {
        str(hidden[row, 1].value): tuple(str(hidden[row, n].value) for n in (2, 3) if (row, n) in hidden)
        for row in sorted(rows)
    }
    code = "".join(known.get("unit", ()))
    unit = next((one for one in plan.units if one.code == code), None)
    if unit is None or known.get("plan") != (form.digest(plan, unit),):
        raise _other_plan()
    return unit, known


def _unit_shown(grid: Grid, plan: Plan) -> Unit:
    """Return the unit that a form shows, once its title and the measure of each row are those of the plan."""
    head, columns = header(grid)
    above = [str(cell.value) for (row, _column), cell in sorted(grid.items()) if row < head]
    named = [text.partition("：")[2].strip() for text in above if text.startswith(UNIT_LABEL)]
    unit = next((one for one in plan.units if [one.name] == named), None)
    if unit is None or not any(text.startswith(plan.title) for text in above):
        raise _other_plan()
    rows = {str(cell.value): row for (row, column), cell in grid.items() if column == columns.get(KEY) and row > head}
    for line in form.lines(plan, unit.name):
        place = rows.get(line.key, 0), columns.get(MEASURE, 0)
        if line.indicator and place in grid and str(grid[place].value) != line.indicator.measure:
            raise _other_plan()
    return unit


def _other_plan() -> WrongUse:
    sentence = _("made for another plan, or before the unit's tasks were changed; make it anew with mstrack sheet make")
    return WrongUse(sentence)
