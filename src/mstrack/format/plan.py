"""The plan as values: the official table, who is named in it, the time that it spans, and the rules of the lights."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import field
from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from mstrack.format.fields import CODE, NOT_NEGATIVE, PHONE, PINYIN, FieldForm, file_value
from mstrack.format.task import (
    Amendment,
    Day,
    Deadline,
    Due,
    Names,
    OneOrMore,
    Task,
    TaskNumber,
    Title,
)

Pace = Literal["deadline", "calendar"]


class Period(NamedTuple):
    """The time that a promise spans, both days included: a calendar year, several years, or April to March."""

    start: dt.date
    end: dt.date

    @classmethod
    def of_year(cls, year: int) -> Period:
        """Return a calendar year."""
        return cls(dt.date(year, 1, 1), dt.date(year, 12, 31))

    @property
    def days(self) -> int:
        """How many days it has, both ends included."""
        return (self.end - self.start).days + 1

    @property
    def reach(self) -> Period:
        """The days that deadlines and entries may name: until one year after the end, since work may be late."""
        year = min(self.end.year + 1, dt.MAXYEAR)
        last = calendar.monthrange(year, self.end.month)[1]
        return Period(self.start, self.end.replace(year=year, day=min(self.end.day, last)))

    @property
    def long(self) -> bool:
        """Whether it spans more than a year, so that a day without a year may come twice."""
        return self.end >= Period(self.start, self.start).reach.end

    def __contains__(self, day: object) -> bool:
        """Whether the day lies in the period."""
        return isinstance(day, dt.date) and self.start <= day <= self.end


@file_value
class Span:
    """A period as a file says it: from a day to a day, both included."""

    start: Day
    end: Day

    def __post_init__(self) -> None:
        """Refuse a period that ends before it starts: nothing could be reckoned in it."""
        if self.end < self.start:
            raise ValueError("period-order")


@file_value
class Former:
    """Whose place was taken, or what a unit was called, until a day (included), by which document."""

    name: Title
    until: Day
    document: Title


@file_value
class Person:
    """A supervising leader (分管市领导), or the person who answers for a unit (责任人)."""

    name: Title
    pinyin: Annotated[str, PINYIN]
    aliases: Names = ()
    former: Annotated[tuple[Former, ...], FieldForm("list")] = ()


@file_value
class Contact:
    """Whom to call."""

    name: Title | None = None
    phone: Annotated[str, PHONE] | None = None


@file_value
class Unit:
    """A responsible unit (责任单位). One with members is a group, such as 各市（区）政府. The code binds."""

    name: Title
    code: Annotated[str, CODE]
    persons: Annotated[tuple[Person, ...], FieldForm("several")] = ()
    members: Names = ()
    aliases: Names = ()
    former: Annotated[tuple[Former, ...], FieldForm("list")] = ()
    contact: Contact | None = None

    @property
    def person(self) -> Person | None:
        """The first of those who answer for the unit; None where the table names nobody."""
        return self.persons[0] if self.persons else None


@file_value
class Office:
    """Who keeps the table and signs its papers. `number` is the 字号 of its papers, with {n} for the running number."""

    name: Title
    mark: Title | None = None
    number: Title | None = None
    recipients: OneOrMore = ()
    copies: OneOrMore = ()
    contact: Title | None = None
    phone: Annotated[str, PHONE] | None = None


@file_value
class Item:
    """One of the ten livelihood items (民生实事) with its tasks."""

    title: Title
    tasks: Annotated[tuple[Task, ...], FieldForm("list", at_least=1)]


@file_value
class Counts:
    """How many items and tasks the printed table says it has."""

    items: int
    tasks: int


@file_value
class Lights:
    """The rules behind the lights: lag in percentage points against a pace; age and nearness in days."""

    red: Annotated[Decimal, NOT_NEGATIVE] = Decimal(30)
    yellow: Annotated[Decimal, NOT_NEGATIVE] = Decimal(10)
    stale_days: Annotated[int, FieldForm("count", ge=1, le=366)] = 45
    near_days: Annotated[int, FieldForm("count", ge=0, le=366)] = 30
    last_days: Annotated[int, FieldForm("count", ge=0, le=366)] = 3
    pace: Pace = "deadline"


@file_value
class PlanAmendment(Amendment):
    """What a document changed in fields of the plan, or, with `tasks`, in one field of many tasks."""

    tasks: Annotated[tuple[TaskNumber, ...], FieldForm("list")] = ()


@file_value
class Plan:
    """The official table of one year, or of another period: one of `year` and `period` is there."""

    title: Title
    source: Title
    calendar_year: Annotated[int, FieldForm("count", ge=2000, le=2100)] | None = None
    span: Span | None = None
    due: Due | None = None
    office: Office | None = None
    counts: Counts | None = None
    leaders: Annotated[tuple[Person, ...], FieldForm("list")] = ()
    units: Annotated[tuple[Unit, ...], FieldForm("list")]
    items: Annotated[tuple[Item, ...], FieldForm("list", at_least=1)]
    lights: Lights = field(default_factory=Lights)
    amendments: Annotated[tuple[PlanAmendment, ...], FieldForm("list")] = ()

    def __post_init__(self) -> None:
        """Refuse a plan of no time, or of two."""
        if (self.calendar_year is None) == (self.span is None):
            raise ValueError("year-or-period")

    @property
    def period(self) -> Period:
        """The time that the promise spans, both days included."""
        return Period(self.span.start, self.span.end) if self.span else Period.of_year(self.calendar_year or 0)

    @property
    def year(self) -> int:
        """The year in which the period starts."""
        return self.period.start.year

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks in the table's order."""
        return tuple(task for item in self.items for task in item.tasks)

    def due_of(self, task: Task) -> Deadline:
        """Return the deadline of a task: its own, else the plan's (表上未列); without words where neither has one."""
        return task.due or self.due or Deadline(words="")

    def unit(self, name: str) -> Unit | None:
        """Return the unit of that name, None where the plan has none."""
        return next((unit for unit in self.units if unit.name == name), None)
