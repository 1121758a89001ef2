"""What the files say, as values: the plan and the entries filed on it. Each field is named once, here or below.

Pydantic fills these plain dataclasses (see `store`), so the core needs no Pydantic.
The words are those of the official table and of results monitoring (IATI): indicator, baseline, target, actual.
Where a value is not read from a file it is a NamedTuple elsewhere: declaring a dataclass costs every start 1 ms.
"""

from __future__ import annotations

from dataclasses import field
from decimal import Decimal  # noqa: TC003  Pydantic reads it
from typing import Annotated, Literal

from mstrack.format.fields import ENTRY_ID, ID, PERCENT, TEXT, FieldForm, file_value
from mstrack.format.plan import (
    Contact,
    Counts,
    Former,
    Item,
    Lights,
    Office,
    Period,
    Person,
    Plan,
    PlanAmendment,
    Span,
    Unit,
)
from mstrack.format.task import (
    Amendment,
    Bound,
    Day,
    Deadline,
    Decision,
    Id,
    Indicator,
    IndicatorKind,
    Milestone,
    Moment,
    Number,
    Task,
    TaskNumber,
    Title,
    as_was,
    key_of,
)

__all__ = [
    "AMENDABLE",
    "Amendment",
    "Bound",
    "Contact",
    "Counts",
    "Deadline",
    "Decision",
    "Entry",
    "Former",
    "Indicator",
    "IndicatorKind",
    "Item",
    "Lights",
    "Milestone",
    "Office",
    "Period",
    "Person",
    "Plan",
    "PlanAmendment",
    "Span",
    "Status",
    "Task",
    "Unit",
    "as_was",
    "key_of",
]

Status = Literal["not-started", "in-progress", "blocked", "done"]
Ids = Annotated[tuple[Id, ...], FieldForm("list")]

AMENDABLE: tuple[str, ...] = (
    "deadline",
    "leader",
    "lead_unit",
    "person",
    "indicators",
    "partner_units",
    "content",
    "goal",
    "title",
    "item",
)
AMENDABLE += ("milestones", "no", "added", "dropped")
"""What an amendment may name beside an indicator's id (its target) and its fields (new-villages.bound).

`person` answers for a unit of the task; `indicators` is their list, and `was` then the id of one that it no longer has.
"""


@file_value
class Entry:
    """One progress entry: the totals that a unit reports as of a day. Never changed once filed.

    A correction names in `corrects` what it replaces whole; one that reports nothing is a withdrawal.
    """

    task: TaskNumber
    date: Day
    unit: Title
    reporter: Title
    recorded: Moment
    status: Status | None = None
    figures: dict[Annotated[str, ID], Number] = field(default_factory=dict)
    percent: Annotated[Decimal, PERCENT] | None = None
    reached: Ids = ()
    note: Annotated[str, TEXT] | None = None
    problem: Annotated[str, TEXT] | None = None
    next: Annotated[str, TEXT] | None = None
    confirmed: Ids = ()
    corrects: Annotated[tuple[Annotated[str, ENTRY_ID], ...], FieldForm("several")] = ()
    reason: Annotated[str, TEXT] | None = None

    @property
    def withdrawn(self) -> bool:
        """Whether this entry only takes another one back."""
        reports = self.status or self.figures or self.percent is not None or self.reached
        return bool(self.corrects) and not reports
