"""What the files say, as values: the plan of a year and the entries filed on it. Each field is named once, here.

Pydantic fills these plain dataclasses (see `store`), so the core needs no Pydantic.
The words are those of the official table and of results monitoring (IATI): indicator, baseline, target, actual.
Where a value is not read from a file it is a NamedTuple elsewhere: declaring a dataclass costs every start 1 ms.
"""

from __future__ import annotations

import datetime as dt  # a field called `date` of type `date` cannot be declared
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, Literal

from mstrack.format.fields import CODE, ENTRY_ID, ID, NUMBER, PINYIN, POSITIVE, TEXT, TITLE, WORDS, Written

STRICT: Any = {"strict": True, "extra": "forbid"}
"""No "3" for 3, no true for 1, no 1765324800 for a day, no key that nobody declared."""

IndicatorKind = Literal["cumulative", "level"]
Status = Literal["not-started", "in-progress", "blocked", "done"]

Day = Annotated[dt.date, Written("day")]
Moment = Annotated[dt.datetime, Written("moment")]
Number = Annotated[Decimal, NUMBER]
Title = Annotated[str, TITLE]
Names = Annotated[tuple[Title, ...], Written("list")]
TaskNumber = Annotated[int, Written("count", ge=1, le=99)]

AMENDABLE = ("deadline", "leader", "lead_unit", "person", "indicators")
"""What an amendment may name beside an indicator's id (its target).

`person` answers for a unit of the task; `indicators` is their list, and `was` then the id of one that it no longer has.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A supervising leader (分管市领导), or the person who answers for a unit (责任人)."""

    __pydantic_config__ = STRICT
    name: Title
    pinyin: Annotated[str, PINYIN]
    aliases: Names = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A responsible unit (责任单位). One with members is a group, such as 各市（区）政府."""

    __pydantic_config__ = STRICT
    name: Title
    code: Annotated[str, CODE]
    person: Person | None = None
    members: Names = ()
    aliases: Names = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A promise in numbers.

    A `cumulative` one counts up through the year: pace applies, shares of several units add up.
    A `level` is a rate, a standard or a capacity: reached or not, never added, never averaged.
    The target is a floor, a strict one where `above`; `quote` is the phrase of the content that sets it.
    """

    __pydantic_config__ = STRICT
    id: Annotated[str, ID]
    name: Title
    kind: IndicatorKind
    target: Annotated[Decimal, POSITIVE]
    measure: Title
    quote: Title
    above: bool = False
    baseline: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What a document changed in a task after the table was issued: which field, and what it was until then.

    `was` is in the table's own words; of a target it is the number, in the indicator's measure: `target_was`.
    """

    __pydantic_config__ = STRICT
    date: Day
    document: Title
    field: Title
    was: Annotated[str, WORDS]

    def __str__(self) -> str:
        """Return it as machines are told: 2021-08-15 某办函〔2021〕12号 deadline: 11月底."""
        return f"{self.date} {self.document} {self.field}: {self.was}"

    @property
    def target_was(self) -> Decimal | None:
        """What a target was; None where `was` is no number."""
        return Decimal(self.was) if re.fullmatch(r"\d+(\.\d+)?", self.was, re.ASCII) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One row of the table (序号)."""

    __pydantic_config__ = STRICT
    id: TaskNumber
    content: Annotated[str, TEXT]
    leader: Title
    lead_unit: Title
    deadline: Title
    title: Title | None = None
    partner_units: Names = ()
    indicators: Annotated[tuple[Indicator, ...], Written("list")] = ()
    amendments: Annotated[tuple[Amendment, ...], Written("list")] = ()

    @property
    def short(self) -> str:
        """What a narrow column calls the task: its title, else the first clause of its content."""
        return self.title or re.split("[，。；：]", self.content, maxsplit=1)[0]

    @property
    def units(self) -> tuple[str, ...]:
        """The responsible units in the table's order: the lead unit first."""
        return (self.lead_unit, *self.partner_units)

    def amended(self, field: str) -> tuple[Amendment, ...]:
        """Return the amendments of a field, the oldest first: what it was at the start, then what each left."""
        return tuple(one for one in self.amendments if one.field == field)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One of the ten livelihood items (民生实事) with its tasks."""

    __pydantic_config__ = STRICT
    title: Title
    tasks: Annotated[tuple[Task, ...], Written("list", at_least=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many items and tasks the printed table says it has."""

    __pydantic_config__ = STRICT
    items: int
    tasks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lights:
    """The four numbers behind the lights: lag in percentage points, age and nearness in days."""

    __pydantic_config__ = STRICT
    red: Number = Decimal(30)
    yellow: Number = Decimal(10)
    stale_days: Annotated[int, Written("count", ge=1, le=366)] = 45
    near_days: Annotated[int, Written("count", ge=0, le=366)] = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The official table of one year."""

    __pydantic_config__ = STRICT
    title: Title
    source: Title
    year: Annotated[int, Written("count", ge=2000, le=2100)]
    counts: Counts
    leaders: Annotated[tuple[Person, ...], Written("list")]
    units: Annotated[tuple[Unit, ...], Written("list")]
    items: Annotated[tuple[Item, ...], Written("list", at_least=1)]
    lights: Lights = field(default_factory=Lights)

    @property
    def tasks(self) -> tuple[Task, ...]:
        """All tasks in the table's order."""
        return tuple(task for item in self.items for task in item.tasks)

    def unit(self, name: str) -> Unit | None:
        """Return the unit of that name, None where the plan has none."""
        return next((unit for unit in self.units if unit.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One progress entry: the totals that a unit reports as of a day. Never changed once filed.

    A correction names in `corrects` what it replaces whole; one with neither status nor figures is a withdrawal.
    """

    __pydantic_config__ = STRICT
    task: TaskNumber
    date: Day
    unit: Title
    reporter: Title
    recorded: Moment
    status: Status | None = None
    figures: dict[Annotated[str, ID], Number] = field(default_factory=dict)
    note: Annotated[str, TEXT] | None = None
    problem: Annotated[str, TEXT] | None = None
    next: Annotated[str, TEXT] | None = None
    corrects: Annotated[tuple[Annotated[str, ENTRY_ID], ...], Written("ids")] = ()

    @property
    def withdrawn(self) -> bool:
        """Whether this entry only takes another one back."""
        return self.status is None and not self.figures
