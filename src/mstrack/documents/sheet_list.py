"""The list of the forms that go out: for each unit its file, its tasks, and whom to call. For the coordinator."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mstrack.format.plan import Contact
from mstrack.report import Column, Report, Text, filled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mstrack.format.model import Task, Unit
    from mstrack.progress.snapshot import Snapshot
    from mstrack.report import Columns

NAME = "发放清单.xlsx"
"""What the list is called in the folder of the forms."""


class Sent(NamedTuple):
    """A form that goes out: its file, its unit, and the tasks in it."""

    file: str
    unit: Unit
    tasks: Sequence[Task]

    @property
    def contact(self) -> Contact:
        """Whom to call; the first of those who answer for the unit, where the plan names nobody else."""
        known = self.unit.contact or Contact()
        return known if known.name or not self.unit.person else replace(known, name=self.unit.person.name)


def sheet_list(snapshot: Snapshot, forms: Sequence[Sent]) -> Report:
    """Return the list, in the plan's order of units; the last two columns are for the hand."""
    columns: Columns[tuple[int, Sent]] = (
        (Column("no", "序号", 100, right=True), lambda one: one[0]),
        (Column("unit", "填报单位", 100, wrap=True), lambda one: one[1].unit.name),
        (Column("file", "文件名", 100), lambda one: one[1].file),
        (Column("contact", "联系人", 95), lambda one: one[1].contact.name),
        (Column("phone", "电话", 95), lambda one: one[1].contact.phone),
        (
            Column("persons", "责任人", 80, wrap=True),
            lambda one: tuple(person.name for person in one[1].unit.persons),
        ),
        (Column("count", "任务数", 80, right=True), lambda one: len(one[1].tasks)),
        (
            Column("tasks", "任务", 90, wrap=True),
            lambda one: "；".join(f"{task.id} {task.short}" for task in one[1].tasks),
        ),
        (Column("sent", "发出", 60), lambda _one: None),
        (Column("returned", "收回", 60), lambda _one: None),
    )
    table = filled("forms", columns, list(enumerate(forms, 1)), "发放清单")
    line = f"共{len(forms)}个单位。收回后读取：mstrack sheet read *.xlsx；加 --receipt 生成回执。"
    return Report("forms", snapshot.plan.title, snapshot.as_of, snapshot.rev, (table, Text(line)))
