"""A filled form → what it says, task by task, each value with its cell; or every problem, each named by its cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import WrongUse
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.record.sheets import form, values, workbook
from mstrack.record.sheets.form import (
    DAY_LABEL,
    FILL,
    INDICATOR,
    KEY,
    NEEDED,
    REPORTER_LABEL,
    TASK,
    TITLES,
)
from mstrack.record.sheets.held import Fault, cell_name, held_against
from mstrack.record.sheets.origin import EMPTY, beside, header, origin

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from decimal import Decimal
    from typing import TypeVar

    from mstrack.format.model import Indicator, Plan, Task, Unit
    from mstrack.record.sheets.form import FormRow
    from mstrack.record.sheets.origin import Origin
    from mstrack.record.sheets.sheet_xml import Place, SheetCell

    Value = TypeVar("Value")

DAY, REPORTER = "date", "reporter"
HEADS = {DAY: DAY_LABEL, REPORTER: REPORTER_LABEL}


class TaskAnswer(NamedTuple):
    """What a form says of one task: figures by indicator, words by field, and the cell of each.

    `confirmed` are the indicators whose figures somebody confirmed. `sound` is false where a cell of the task cannot be
    read, and the rest would mean something else without it.
    """

    task: Task
    figures: dict[str, Decimal]
    words: dict[str, str]
    places: dict[str, Place]
    percent: Decimal | None = None
    reached: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
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

    origin: Origin
    day: dt.date | None
    reporter: str
    places: dict[str, Place]
    answers: tuple[TaskAnswer, ...]
    faults: tuple[Fault, ...]
    remarks: tuple[Fault, ...] = ()

    @property
    def unit(self) -> Unit:
        """The unit that the form was made for."""
        return self.origin.unit


def read_form(data: bytes, plan: Plan, today: dt.date, expected: str | None = None) -> Filled:
    """Return what a form says. WrongUse where it is no form of this plan, or not of the unit that is expected."""
    found = origin(workbook.sheets(data), plan)
    if expected is not None and found.unit.name != expected:
        sentence = _(
            "this is the form of {unit}, not of {other}; leave out --unit (or MSTRACK_UNIT) to read it all the same"
        )
        raise WrongUse(sentence.format(unit=found.unit.name, other=expected))
    return _Reader(found, plan, today).all()


class _Reader:
    """Goes over a form once and gathers what it says, and what is wrong with it."""

    def __init__(self, found: Origin, plan: Plan, today: dt.date) -> None:
        self.origin, self.plan, self.unit, self.today = found, plan, found.unit, today
        self.grid = found.content.grid
        self.faults: list[Fault] = []
        self.remarks = [Fault(0, 0, sentence) for sentence in found.remarks]
        self.header, self.columns = header(self.grid)
        self.keys: dict[str, int] = {}

    def all(self) -> Filled:
        lost = [title for title in TITLES if title in self.origin.titles and title not in self.columns]
        if needed := [title for title in lost if title in NEEDED]:
            sentence = _("the sheet {sheet} has lost columns: {titles}; copy the figures into a new form")
            raise WrongUse(sentence.format(sheet=shown(self.origin.sheet), titles=_(", ").join(needed)))
        if lost:
            sentence = _("the columns {titles} were deleted; nothing was to be read in them")
            self.remarks.append(Fault(self.header, 1, sentence.format(titles=_(", ").join(lost))))
        places = {name: beside(self.grid, self.header, label) for name, label in HEADS.items()}
        day = self._read(places[DAY], lambda cell: values.day(cell, self.plan.period, self.today))
        reporter = self._read(places[REPORTER], values.title) or ""
        answers = tuple(self._tasks())
        found, remarks = held_against(self.origin, self.keys, self.plan)
        wrong = {(one.row, one.column) for one in (*self.faults, *found)}
        return Filled(
            self.origin,
            day,
            reporter,
            places,
            answers,
            tuple(sorted({*self.faults, *found})),
            (*self.remarks, *(one for one in remarks if (one.row, one.column) not in wrong)),
        )

    def _tasks(self) -> Iterator[TaskAnswer]:
        expected = {line.key: line for line in form.lines(self.plan, self.unit.name)}
        found: dict[str, int] = {}
        for row in sorted({row for row, _column in self.grid if row > self.header}):
            self._place(row, expected, found)
        self.keys = found
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
            sentence = _("this row is a copy of row {row}; delete one of the two").format(row=found[key])
            self._fault(row, title, sentence)
        else:
            found[key] = row
            self._same(row, expected[key])

    def _same(self, row: int, line: FormRow) -> None:
        """Refuse a row whose words were moved, as by sorting a part of the columns, away from its key."""
        cells = {INDICATOR: line.name} if line.name else {INDICATOR: "", TASK: line.task.short}
        for title, wanted in cells.items():
            there = "".join(str(self._cell(row, title).value or "").split())
            bare = "".join(wanted.split())
            if there == bare or (title == TASK and there[: len(bare)] in {"", bare}):
                continue  # below the name of a task stand its deadline and the unit's part in it
            sentence = _(
                "this row is that of {wanted}, but {there} stands here; undo the sorting, or make the form anew"
            )
            name = wanted or line.task.short
            self._fault(row, title, sentence.format(wanted=name, there=shown(there) or _("nothing")))

    def _task(self, rows: list[tuple[FormRow, int]]) -> TaskAnswer:
        before = len(self.faults)
        task, first = rows[0][0].task, rows[0][1]
        places: dict[str, Place] = {name: (first, self.columns.get(title, 0)) for name, title in FILL.items()}
        figures, reached, confirmed = {}, [], []
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
                if self._read((row, self.columns.get(FILL["confirm"], 0)), values.confirmed):
                    confirmed.append(line.indicator.id)
        words: dict[str, str] = {}
        for name in ("status", "note", "problem", "next"):
            self._words(name, [row for _line, row in rows], words, places)
        percent = self._percent(task, [row for _line, row in rows], places)
        if reached:
            places["reached"] = places[reached[0]]
        sound = len(self.faults) == before
        sure = tuple(id_ for id_ in confirmed if id_ in figures)
        return TaskAnswer(task, figures, words, places, percent, tuple(reached), sure, sound)

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
            if values.says_nothing(self.grid.get((row, column), EMPTY), name):
                continue
            text = self._read((row, column), values.status if name == "status" else values.words)
            if text and words.get(name, text) != text:
                other = cell_name(*places[name])
                sentence = _("another text for the same task stands in {cell}; keep one of the two").format(cell=other)
                self.faults.append(Fault(row, column, sentence))
            elif text and name not in words:
                words[name], places[name] = text, (row, column)

    def _read(self, place: Place, read: Callable[[SheetCell], Value]) -> Value | None:
        """Read one cell; an empty one says nothing, and one that cannot be read is a fault."""
        cell = self.grid.get(place, EMPTY)
        if cell.empty:
            return None
        try:
            return read(cell)
        except WrongUse as error:
            self.faults.append(Fault(*place, str(error)))
            return None

    def _cell(self, row: int, title: str) -> SheetCell:
        return self.grid.get((row, self.columns.get(title, 0)), EMPTY)

    def _fault(self, row: int, title: str, sentence: str) -> None:
        self.faults.append(Fault(row, self.columns[title], sentence))
