"""One row of the table as values: its units, its promises in numbers, its stages, and what documents changed in it."""

from __future__ import annotations

import datetime as dt  # a field called `date` of type `date` cannot be declared
import json
import re
from dataclasses import field, fields, is_dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from mstrack.format.fields import DEADLINE, ID, NUMBER, PARAGRAPH, TITLE, WAS, FieldForm, canonical, file_value, plain

IndicatorKind = Literal["cumulative", "level"]
Bound = Literal["at-least", "at-most", "about"]

Day = Annotated[dt.date, FieldForm("day")]
Moment = Annotated[dt.datetime, FieldForm("moment")]
Number = Annotated[Decimal, NUMBER]
Title = Annotated[str, TITLE]
Id = Annotated[str, ID]
Names = Annotated[tuple[Title, ...], FieldForm("list")]
OneOrMore = Annotated[tuple[Title, ...], FieldForm("several")]
"""A name, or a list of names; a tuple in any case."""
TaskNumber = Annotated[int, FieldForm("count", ge=1, le=999)]

_KEYS = {("Task", "leaders"): "leader", ("Task", "lead_units"): "lead_unit", ("Unit", "persons"): "person"}
_KEYS |= {("Task", "due"): "deadline", ("Plan", "due"): "deadline"}
_KEYS |= {("Plan", "calendar_year"): "year", ("Plan", "span"): "period"}
_KEYS |= {("Span", "start"): "from", ("Span", "end"): "to"}


def key_of(class_name: str, field_name: str) -> str:
    """Return the key of a file that a field of the model is read from: `lead_unit` for `Task.lead_units`."""
    return _KEYS.get((class_name, field_name), field_name)


@file_value
class Deadline:
    """A day in the table's words (完成时限); `day` says which one where no rule can tell (三国文化周期间)."""

    words: Title
    day: Day | None = None

    def __str__(self) -> str:
        """Return the table's words."""
        return self.words


Due = Annotated[Deadline, DEADLINE]
"""In a file the words alone suffice."""


@file_value
class Decision:
    """When a task came or went, and by which document."""

    date: Day
    document: Title


@file_value
class Milestone:
    """A dated stage of a task. A figure of an indicator bends the expected pace; without one, an entry reaches it."""

    id: Id
    by: Due
    what: Title
    indicator: Id | None = None
    figure: Number | None = None


@file_value
class Indicator:
    """A promise in numbers.

    A `cumulative` one counts up through the period: pace applies, shares of several units add up.
    A `level` is a rate, a standard or a capacity: reached or not, never added, never averaged.
    `bound` says what the target is: a floor (a strict one where `above`), a ceiling, or about what is to be reached.
    `shares` are the targets of districts by their units' names; `quote` is the phrase of the table that sets it.
    """

    id: Id
    name: Title
    kind: IndicatorKind
    target: Number
    measure: Title
    quote: Title
    above: bool = False
    bound: Bound = "at-least"
    baseline: Number | None = None
    shares: dict[Title, Number] = field(default_factory=dict, hash=False)


@file_value
class Amendment:
    """What a document changed in the plan after the table was issued: which field, and what it was until then.

    `was` is canonical text, which `as_was` makes of any value: a text as it stands, a number as its digits,
    true, false and null as JSON has them, lists and mappings as compact JSON. `value` reads it again.
    """

    date: Day
    document: Title
    field: Title
    was: Annotated[str, WAS]

    def __str__(self) -> str:
        """Return it as JSON holds it: 2021-08-15 某办函〔2021〕12号 deadline: 11月底."""
        return f"{self.date} {self.document} {self.field}: {self.was}"

    @property
    def value(self) -> Any:  # noqa: ANN401  a text, a bool, None, a list or a mapping of such; numbers are texts of digits
        """What it was, as a value."""
        is_json = self.was[0] in "[{" or self.was in {"true", "false", "null"}
        try:
            return json.loads(self.was) if is_json else self.was
        except ValueError:  # a text that only starts like a list
            return self.was

    @property
    def names(self) -> tuple[str, ...]:
        """The names that a field of one or more names was; none where it was nothing."""
        said = self.value
        return tuple(map(str, said)) if isinstance(said, list) else () if said is None else (self.was,)

    @property
    def target_was(self) -> Decimal | None:
        """What a target was; None where `was` is no number."""
        return Decimal(self.was) if re.fullmatch(r"-?\d+(\.\d+)?", self.was, re.ASCII) else None


@file_value
class Task:
    """One row of the table (序号). `no` is how the table prints it where that is no number: （一）."""

    id: TaskNumber
    no: Annotated[str, FieldForm("words", at_least=1, at_most=40, pattern=TITLE.bounds["pattern"])] | None = None
    content: Annotated[str, PARAGRAPH]
    leaders: OneOrMore = ()
    lead_units: Annotated[tuple[Title, ...], FieldForm("several", at_least=1)]
    due: Due | None = None
    title: Title | None = None
    goal: Annotated[str, PARAGRAPH] | None = None
    partner_units: Names = ()
    indicators: Annotated[tuple[Indicator, ...], FieldForm("list")] = ()
    milestones: Annotated[tuple[Milestone, ...], FieldForm("list")] = ()
    amendments: Annotated[tuple[Amendment, ...], FieldForm("list")] = ()
    added: Decision | None = None
    dropped: Decision | None = None

    @property
    def short(self) -> str:
        """What a narrow column calls the task: its title, else the first clause of its content."""
        return self.title or re.split("[，。；：]", self.content, maxsplit=1)[0]

    @property
    def number(self) -> str:
        """The number as it is printed: （一）, else 1."""
        return self.no or str(self.id)

    @property
    def leader(self) -> str | None:
        """The first of the leaders; None where the table names nobody."""
        return self.leaders[0] if self.leaders else None

    @property
    def lead_unit(self) -> str:
        """The first of the lead units, who files for the task (列第一位者为牵头)."""
        return self.lead_units[0]

    @property
    def deadline(self) -> str:
        """The words of the deadline that this row has; none where the table has no such column (see Plan.due_of)."""
        return self.due.words if self.due else ""

    @property
    def units(self) -> tuple[str, ...]:
        """The responsible units in the table's order: the lead units first."""
        return (*self.lead_units, *self.partner_units)

    def amended(self, field: str) -> tuple[Amendment, ...]:
        """Return the amendments of a field, the oldest first: what it was at the start, then what each left."""
        return tuple(one for one in self.amendments if one.field == field)


def as_was(value: object) -> str:
    """Return a value of the plan as an amendment's `was` has it: what they compare by, and what `was` should say.

    Of a dataclass only what is not left to its default counts, as a file has it.
    """
    return canonical(_as_json(value))


def _as_json(value: object) -> Any:  # noqa: ANN401, PLR0911  what JSON can say; a table of types
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Deadline) and value.day is None:
        return value.words
    if isinstance(value, tuple | list):
        return [_as_json(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _as_json(one) for key, one in value.items()}
    if not is_dataclass(value):
        return value
    name = type(value).__name__
    chosen = {
        one.name: held for one in fields(value) if (held := getattr(value, one.name)) not in (None, (), {}, one.default)
    }
    return {key_of(name, key): _as_json(held) for key, held in chosen.items()}
