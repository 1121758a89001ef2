"""A filled form → what it says, task by task, each value with its cell; or every problem, each named by its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import WrongUse
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.record.sheets import form, safe, values
from mstrack.record.sheets.form import DAY_LABEL, FILL, HIDDEN, INDICATOR, KEY, REPORTER_LABEL, SHEET, SIGN, TITLES
from mstrack.record.sheets.safe import SheetCell

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from decimal import Decimal
    from typing import TypeVar

    from mstrack.format.model import Indicator, Plan, Task, Unit
    from mstrack.record.sheets.form import FormRow
    from mstrack.record.sheets.safe import Grid

    Place = tuple[int, int]
    Value = TypeVar("Value")

DAY, REPORTER = "date", "reporter"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_EMPTY = SheetCell()


class Fault(NamedTuple):
    """What is wrong with a cell (row and column from 1), or with the whole workbook (0, 0)."""

    row: int
    column: int
    sentence: str

    def at(self, file: str) -> str:
        """Return the sentence with its place, as cgj.xlsx[填报]D7."""
        where = f"{file}[{SHEET}]{_named(self.row, self.column)}" if self.row else file
        return _("{where}: {why}").format(where=where, why=self.sentence)


class TaskAnswer(NamedTuple):
    """What a form says of one task: figures by indicator, words by field, and the cell of each.

    `sound` is false where a cell of the task cannot be read, and the rest would mean something else without it.
    """

    task: Task
    figures: dict[str, Decimal]
    words: dict[str, str]
    places: dict[str, Place]
    percent: Decimal | None = None
    reached: tuple[str, ...] = ()
    sound: bool = True

    @property
    def filled(self) -> bool:
        """Whether anything was filled in."""
        return bool(self.figures or self.words or self.reached) or self.percent is not None

    def place(self, *route: str | int) -> Place:
        """Return the cell that a problem's route leads to; where nothing was filled in, the empty one."""
        return self.places.get(str(route[-1] if route else ""), self.places["note"])


class Filled(NamedTuple):
    """What a form says: for which unit, as of which day, by whom, and of which tasks."""

    unit: Unit
    day: dt.date | None
    reporter: str
    places: dict[str, Place]
    answers: tuple[TaskAnswer, ...]
    shown: dict[str, tuple[str, ...]]
    faults: tuple[Fault, ...]


def read_form(data: bytes, plan: Plan, today: dt.date, expected: str | None = None) -> Filled:
    """Return what a form says. WrongUse where it is no form of this plan, or not of the unit that is expected."""
    grids = safe.grids(data, (SHEET, HIDDEN))
    unit, remembered = _origin(grids.get(HIDDEN, {}), plan)
    if expected is not None and unit.name != expected:
        told = _("this is the form of {unit}, not of {other}; leave out --unit to read it all the same")
        raise WrongUse(told.format(unit=unit.name, other=expected))
    if SHEET not in grids:
        raise WrongUse(_("there is no sheet {sheet}; it is the one to fill in").format(sheet=SHEET))
    return _Reader(grids[SHEET], plan, unit, today).all(remembered)


def _origin(hidden: Grid, plan: Plan) -> tuple[Unit, dict[str, tuple[str, ...]]]:
    """Return the unit that the form was made for, and the figures that it showed."""
    if hidden.get((1, 1), _EMPTY).value != SIGN:
        raise WrongUse(_("this is no form that mstrack has made; copy the figures into one of mstrack sheet make"))
    rows = {row for row, column in hidden if column == 1 and row > 1}
    known = {
        str(hidden[row, 1].value): tuple(str(hidden[row, n].value) for n in (2, 3) if (row, n) in hidden)
        for row in sorted(rows)
    }
    code = "".join(known.get("unit", ()))
    unit = next((one for one in plan.units if one.code == code), None)
    if unit is None or known.get("plan") != (form.digest(plan, unit),):
        told = _("made for another plan, or before the unit's tasks were changed; make it anew with mstrack sheet make")
        raise WrongUse(told)
    return unit, known


class _Reader:
    """Goes over a form once and gathers what it says, and what is wrong with it."""

    def __init__(self, grid: Grid, plan: Plan, unit: Unit, today: dt.date) -> None:
        self.grid, self.plan, self.unit, self.today = grid, plan, unit, today
        self.faults: list[Fault] = []
        self.header, self.columns = self._header()

    def all(self, remembered: dict[str, tuple[str, ...]]) -> Filled:
        places = {DAY: self._beside(DAY_LABEL), REPORTER: self._beside(REPORTER_LABEL)}
        day = self._read(places[DAY], lambda cell: values.day(cell, self.plan.period, self.today))
        reporter = self._read(places[REPORTER], values.title) or ""
        answers = tuple(self._tasks())
        return Filled(self.unit, day, reporter, places, answers, remembered, tuple(sorted(set(self.faults))))

    def _header(self) -> tuple[int, dict[str, int]]:
        """Find the row of titles and the column of each, wherever rows and columns were inserted."""
        rows: dict[int, dict[str, int]] = {}
        for (row, column), cell in sorted(self.grid.items()):
            if isinstance(cell.value, str):
                rows.setdefault(row, {}).setdefault(cell.value.strip(), column)
        best = max(rows, key=lambda row: len(set(TITLES) & set(rows[row])), default=0)
        missing = [title for title in TITLES if title not in rows.get(best, {}) and title != FILL["percent"]]
        if missing:
            told = _("the sheet {sheet} has lost columns: {titles}; copy the figures into a new form")
            raise WrongUse(told.format(sheet=SHEET, titles=_(", ").join(missing)))
        return best, {title: rows[best].get(title, 0) for title in TITLES}  # a form from before had no percentage

    def _beside(self, label: str) -> Place:
        """Return the cell to the right of a label: the first that is filled, before the next label."""
        labels = [
            place
            for place, cell in sorted(self.grid.items())
            if place[0] < self.header and isinstance(cell.value, str) and cell.value.strip(" ：:") == label
        ]
        if not labels:
            raise WrongUse(
                _("the sheet {sheet} has lost its cell {label}; make it anew").format(sheet=SHEET, label=label)
            )
        row, column = labels[0]
        for place in sorted(place for place in self.grid if place[0] == row and place[1] > column):
            text = self.grid[place].value
            if isinstance(text, str) and text.strip().endswith(("：", ":")):
                break
            if not self.grid[place].empty:
                return place
        return row, column + 1

    def _tasks(self) -> Iterator[TaskAnswer]:
        expected = {line.key: line for line in form.lines(self.plan, self.unit.name)}
        found: dict[str, int] = {}
        for row in sorted({row for row, _column in self.grid if row > self.header}):
            self._place(row, expected, found)
        of_task: dict[int, list[tuple[FormRow, int]]] = {}
        for key, row in found.items():
            of_task.setdefault(expected[key].task.id, []).append((expected[key], row))
        for rows in of_task.values():
            yield self._task(rows)

    def _place(self, row: int, expected: dict[str, FormRow], found: dict[str, int]) -> None:
        """Find out which row of the form this is; a row that is none may hold nothing."""
        key = str(self._cell(row, KEY).value or "").strip()
        filled_in = [title for title in FILL.values() if not self._cell(row, title).empty]
        title = next(iter(filled_in), INDICATOR)
        if key not in expected:
            if filled_in:
                self._fault(row, title, _("this row is none of the form's; write into the rows that were there"))
        elif key in found:
            told = _("this row is a copy of row {row}; delete one of the two").format(row=found[key])
            self._fault(row, title, told)
        else:
            found[key] = row
            self._same(row, expected[key])

    def _same(self, row: int, line: FormRow) -> None:
        """Refuse a row whose words were moved, as by sorting a part of the columns, away from its key."""
        cell = self._cell(row, INDICATOR)
        there = "".join(str(cell.value or "").split())
        wanted = line.name
        if there != "".join(wanted.split()):
            told = _("this row is that of {wanted}, but {there} stands here; undo the sorting, or make the form anew")
            name = wanted or line.task.short
            self._fault(row, INDICATOR, told.format(wanted=name, there=shown(there) or _("nothing")))

    def _task(self, rows: list[tuple[FormRow, int]]) -> TaskAnswer:
        before = len(self.faults)
        task, first = rows[0][0].task, rows[0][1]
        places: dict[str, Place] = {name: (first, self.columns[title]) for name, title in FILL.items()}
        figures, reached = {}, []
        for line, row in rows:
            if line.stage:
                places[line.stage.id] = row, self.columns[FILL["figure"]]
                if self._read(places[line.stage.id], values.reached):
                    reached.append(line.stage.id)
                continue
            figure = self._figure(row, line.indicator)
            if line.indicator:
                places[line.indicator.id] = row, self.columns[FILL["figure"]]
                if figure is not None:
                    figures[line.indicator.id] = figure
        words: dict[str, str] = {}
        for name in ("status", "note", "problem", "next"):
            self._words(name, [row for _line, row in rows], words, places)
        percent = self._percent(task, [row for _line, row in rows], places)
        if reached:
            places["reached"] = places[reached[0]]
        return TaskAnswer(task, figures, words, places, percent, tuple(reached), sound=len(self.faults) == before)

    def _percent(self, task: Task, rows: list[int], places: dict[str, Place]) -> Decimal | None:
        """Return the percentage that a task was given, from whichever of its rows has it."""
        title = FILL["percent"]
        for row in rows:
            cell = self._cell(row, title)
            if cell.empty or values.dashed(cell):
                continue
            places["percent"] = row, self.columns[title]
            if not form.has_percent(self.plan, task, self.unit.name):
                self._fault(row, title, _("this task is measured by its figures; leave its percentage empty"))
                return None
            return self._read(places["percent"], values.percent)
        return None

    def _figure(self, row: int, indicator: Indicator | None) -> Decimal | None:
        cell = self._cell(row, FILL["figure"])
        if cell.empty or values.dashed(cell):
            return None
        if indicator is None:
            self._fault(row, FILL["figure"], _("this task has no indicator; write the figure into the note"))
            return None
        return self._read((row, self.columns[FILL["figure"]]), lambda cell: values.figure(cell, indicator))

    def _words(self, name: str, rows: list[int], words: dict[str, str], places: dict[str, Place]) -> None:
        """Take what is told of a whole task from whichever of its rows has it: merged cells can be split."""
        column = self.columns[FILL[name]]
        for row in rows:
            text = self._read((row, column), values.status if name == "status" else values.words)
            if text and words.get(name, text) != text:
                other = _named(*places[name])
                told = _("another text for the same task stands in {cell}; keep one of the two").format(cell=other)
                self.faults.append(Fault(row, column, told))
            elif text and name not in words:
                words[name], places[name] = text, (row, column)

    def _read(self, place: Place, read: Callable[[SheetCell], Value]) -> Value | None:
        """Read one cell; an empty one says nothing, and one that cannot be read is a fault."""
        cell = self.grid.get(place, _EMPTY)
        if cell.empty:
            return None
        try:
            return read(cell)
        except WrongUse as error:
            self.faults.append(Fault(*place, str(error)))
            return None

    def _cell(self, row: int, title: str) -> SheetCell:
        return self.grid.get((row, self.columns[title]), _EMPTY)

    def _fault(self, row: int, title: str, sentence: str) -> None:
        self.faults.append(Fault(row, self.columns[title], sentence))


def _named(row: int, column: int) -> str:
    """Return what Excel calls a cell: D7, AB12."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = _LETTERS[letter] + letters
    return f"{letters}{row}"
