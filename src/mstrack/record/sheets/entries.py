"""What a form says → the entries it would add to the store: all of them, or none and every reason why.

What is empty or unchanged makes no entry; what is on file already is not filed again. A figure that looks like a slip
is asked back: the entry of its task waits until it is confirmed, and holds up no other.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from mstrack.errors import Unreadable
from mstrack.format.fields import plain
from mstrack.format.model import Entry
from mstrack.i18n import gettext as _
from mstrack.record import propose
from mstrack.record.sheets.form import CONFIRMED, FILL, SHEET
from mstrack.record.sheets.held import Fault, cell_name
from mstrack.record.sheets.read import DAY, REPORTER, TaskAnswer
from mstrack.rules.entry import outside

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from mstrack.errors import Problem
    from mstrack.format.model import Period
    from mstrack.record.propose import Proposal
    from mstrack.record.sheets.read import Filled
    from mstrack.rules.plausible import Doubt
    from mstrack.store.dataset import Dataset

Fate = Literal["filed", "unchanged", "refused", "asked", "waiting", "read"]
"""What became of a cell: filed, nothing new, refused, asked back, right but waiting, or read for all that was filed."""
FREE = ("note", "problem", "next")


class CellMark(NamedTuple):
    """What became of a cell that was filled in, and why."""

    row: int
    column: int
    fate: Fate
    sentence: str = ""


class Reading(NamedTuple):
    """What reading a form comes to: entries to file, how many tasks need none, or the faults that stop it.

    `doubts` are figures that are asked back. `marks` say of each cell that was filled in what became of it.
    """

    file: str
    sheet: str = SHEET
    proposals: tuple[Proposal, ...] = ()
    already: int = 0
    unchanged: int = 0
    faults: tuple[Fault, ...] = ()
    doubts: tuple[Fault, ...] = ()
    remarks: tuple[Fault, ...] = ()
    marks: tuple[CellMark, ...] = ()
    filled: Filled | None = None

    @property
    def waiting(self) -> list[str]:
        """The names of the cells that are right, and wait for others."""
        return [cell_name(one.row, one.column) for one in self.marks if one.fate == "waiting"]


def proposals_of(
    dataset: Dataset, filled: Filled, file: str, now: dt.datetime, today: dt.date, *, sure: bool = False
) -> Reading:
    """Check what a form says against the store as it would be. Nothing is written. `sure` confirms what looks odd."""
    faults = list(filled.faults)
    answered = [answer for answer in filled.answers if answer.filled]
    period = dataset.plan.period
    day = filled.day if filled.day and filled.day in period.reach else None
    faults += _headless(filled, period) if answered else []
    reading = Reading(file, filled.origin.sheet, filled=filled)
    proposals, doubts, marks, remarks = [], [], [], list(filled.remarks)
    for answer in answered:
        case = _Case(dataset, filled, answer, day or today, today)
        fate: Fate = "waiting"
        if not day or not answer.sound:
            # a cell that the entry needs cannot be read, and is among the faults; its figures are checked all the same
            _none, found, doubted = case.proposed(now, sure=sure)
            faults += [one for one in found if (day or not case.of_day) and case.is_figure(one)]
            doubts += doubted
        elif case.on_file():
            reading, fate = reading._replace(already=reading.already + 1), "unchanged"
        elif case.unchanged():
            reading, fate = reading._replace(unchanged=reading.unchanged + 1), "unchanged"
        else:
            proposal, found, doubted = case.proposed(now, sure=sure)
            faults += found
            remarks += case.overtaken()
            doubts += doubted
            if proposal and not doubted:
                proposals.append(proposal)
                fate = "filed"
        marks += case.marks(fate)
    wrong = sorted(set(faults))
    places = {(one.row, one.column) for one in wrong}
    doubts = [one for one in doubts if (one.row, one.column) not in places]
    everything = _cell_marks(filled, marks, wrong, doubts)
    reading = reading._replace(doubts=tuple(doubts), remarks=tuple(remarks), marks=everything, faults=tuple(wrong))
    return reading if wrong else reading._replace(proposals=tuple(proposals))


def _cell_marks(
    filled: Filled, marks: list[CellMark], faults: list[Fault], doubts: list[Fault]
) -> tuple[CellMark, ...]:
    """Return the mark of each cell: where a form is refused, what would have been filed waits."""
    fates = {(one.row, one.column): one for one in marks}
    if faults:
        fates |= {place: one._replace(fate="waiting") for place, one in fates.items() if one.fate == "filed"}
    elif fates:
        fates |= {place: CellMark(*place, "read") for place in filled.places.values()}
    for fate, several in (("asked", doubts), ("refused", faults)):
        for one in several:
            if one.row:
                before = fates.get((one.row, one.column))
                sentences = [before.sentence] if before and before.fate == fate else []
                words = "\n".join([*sentences, one.sentence])
                fates[one.row, one.column] = CellMark(one.row, one.column, cast("Fate", fate), words)
    return tuple(fates[place] for place in sorted(fates))


def _headless(filled: Filled, period: Period) -> list[Fault]:
    """Return the faults of the day and the name, which every entry needs; an unreadable cell is a fault already."""
    if filled.day and filled.day not in period.reach:
        return [
            Fault(*filled.places[DAY], outside(filled.day, period)),
            *_headless(filled._replace(day=period.end), period),
        ]
    needed = {
        DAY: (filled.day, _("the day that the figures hold for is missing; fill it in, or give --date")),
        REPORTER: (filled.reporter, _("the name of the person who reports is missing; fill it in, or give --reporter")),
    }
    known = {(fault.row, fault.column) for fault in filled.faults}
    return [
        Fault(*filled.places[name], sentence)
        for name, (value, sentence) in needed.items()
        if not value and filled.places[name] not in known
    ]


class _Case:
    """What a form says of one task, beside what its unit filed on it before."""

    def __init__(self, dataset: Dataset, filled: Filled, answer: TaskAnswer, day: dt.date, today: dt.date) -> None:
        self.dataset, self.filled, self.day, self.today = dataset, filled, day, today
        self.reports = propose.reports_of(dataset, answer.task, filled.unit.name, max(today, day))
        before = [report.entry for report in self.reports if report.entry.date <= day]
        self.last = before[0] if before else None
        self.filed = list(dataset.history(answer.task.id, max(today, day)).everything())
        self.paths = {one.path for one in self.filed}
        self.figures = {
            key: next((entry.figures[key] for entry in before if key in entry.figures), None) for key in answer.figures
        }
        self.of_day = [entry for entry in before if entry.date == day]
        # a figure that is on file for this day is not filed a second time beside one that is new
        known = {key for key, one in answer.figures.items() if any(e.figures.get(key) == one for e in self.of_day)}
        self.answer = answer
        self.new = {key: one for key, one in answer.figures.items() if key not in known}
        ticked = {id_ for entry in before for id_ in entry.reached}
        self.reached = tuple(id_ for id_ in answer.reached if id_ not in ticked)
        given = [entry.percent for entry in before if entry.percent is not None]
        self.percent = None if answer.percent in given[:1] else answer.percent

    def on_file(self) -> bool:
        """Whether the unit has filed just this for the day, even if it was corrected since."""
        words = self.answer.words
        known = (word in [getattr(entry, name) for entry in self.of_day] for name, word in words.items())
        if self.of_day and not self.new and all(known) and not self._adds():
            return True
        same = [one for one in self.filed if (one.code, one.day) == (self.filled.unit.code, f"{self.day}")]
        return any(self._repeats(self.dataset.entry(one)) for one in same)

    def unchanged(self) -> bool:
        """Whether this is what the unit reported last, with no word beside it."""
        words = self.answer.words
        status = words.get("status")
        return (
            self.last is not None
            and all(self.figures[key] == one for key, one in self.answer.figures.items())
            and not any(name in words for name in FREE)
            and status in (None, self.last.status)
            and not self._adds()
        )

    def _adds(self) -> bool:
        """Whether the form ticks a stage that was not, or gives another percentage than the last."""
        return bool(self.reached) or self.percent is not None

    def proposed(self, now: dt.datetime, *, sure: bool) -> tuple[Proposal | None, list[Fault], list[Fault]]:
        """Return what filing the entry would do, or the faults that it has, and the figures that are asked back.

        What was confirmed stands in the entry.
        """
        values: dict[str, Any] = {
            "status": (self.last.status if self.last else None) or "in-progress",
            "figures": self.new,
            "percent": self.answer.percent,
            "reached": self.reached,
            **self.answer.words,
        }
        entry = Entry(
            task=self.answer.task.id,
            date=self.day,
            unit=self.filled.unit.name,
            reporter=self.filled.reporter or "-",
            recorded=now.replace(microsecond=0),
            **values,
        )
        try:
            proposal = propose.propose(self.dataset, entry, self.today)
            odd = [one.indicator.id for one in proposal.doubts]
            confirmed = tuple(id_ for id_ in odd if sure or id_ in self.answer.confirmed)
            if confirmed and not proposal.problems:
                proposal = propose.propose(self.dataset, replace(entry, confirmed=confirmed), self.today)
        except Unreadable as error:
            if any(problem.path in self.paths for problem in error.problems):
                raise  # the store itself is broken
            return None, self._faults(error.problems), []  # what was written cannot be read back: it is too long
        unconfirmed = [one for one in proposal.doubts if not sure and one.indicator.id not in self.answer.confirmed]
        faults = self._faults(proposal.problems)
        return None if faults else proposal, faults, self._doubts(unconfirmed)

    def is_figure(self, fault: Fault) -> bool:
        """Whether a fault is that of a figure which was filled in."""
        return (fault.row, fault.column) in {self.answer.places[key] for key in self.answer.figures}

    def _doubts(self, doubts: Iterable[Doubt]) -> list[Fault]:
        """Return the figures that look like a slip and that nobody confirmed, each with how that is done."""
        sentence = _("{why} If it is right, choose {word} in the column {title}; if not, correct it")
        return [
            Fault(
                *self.answer.places[one.indicator.id],
                sentence.format(why=one.sentence, word=CONFIRMED, title=FILL["confirm"]),
            )
            for one in doubts
        ]

    def marks(self, fate: Fate) -> list[CellMark]:
        """Return what became of each cell of the task that was filled in."""
        answer = self.answer
        known = {key for key in answer.figures if key not in self.new}
        known |= {id_ for id_ in answer.reached if id_ not in self.reached}
        given = [*answer.figures, *answer.words, *answer.reached, *(["percent"] if answer.percent is not None else [])]
        return [CellMark(*answer.places[name], "unchanged" if name in known else fate) for name in given]

    def overtaken(self) -> list[Fault]:
        """Say where something was filed after the form was made: it showed another last figure."""
        remarks = []
        for key in self.new if self.filled.origin.shown else ():
            newest = next((report.entry for report in self.reports if key in report.entry.figures), None)
            if newest is None:
                continue
            figure = plain(newest.figures[key])
            if (figure, f"{newest.date}") != self.filled.origin.shown.get(f"{self.answer.task.id}/{key}"):
                sentence = _("since the form was made, {figure} was filed for {day}")
                remarks.append(Fault(*self.answer.places[key], sentence.format(figure=figure, day=newest.date)))
        return remarks

    def _repeats(self, entry: Entry) -> bool:
        words = self.answer.words
        return (
            entry.figures == self.answer.figures
            and entry.percent == self.answer.percent
            and set(entry.reached) == set(self.answer.reached)
            and all(getattr(entry, name) == words.get(name) for name in FREE)
            and words.get("status") in (None, entry.status)
        )

    def _faults(self, problems: Iterable[Problem]) -> list[Fault]:
        return [Fault(*self._place(problem), problem.sentence) for problem in problems]

    def _place(self, problem: Problem) -> tuple[int, int]:
        heads = [one for one in problem.route if str(one) in self.filled.places]
        return self.filled.places[str(heads[0])] if heads else self.answer.place(*problem.route)
