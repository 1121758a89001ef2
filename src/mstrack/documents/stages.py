"""The stages (阶段任务) of tasks: by when each is due, whether it is reached, and which were missed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.documents import wording
from mstrack.documents.parts import live
from mstrack.progress import quantities
from mstrack.report import Column, Tone, Word, filled, for_machines

if TYPE_CHECKING:
    import datetime as dt

    from mstrack.format.model import Indicator
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import MilestoneStanding, Standing
    from mstrack.report import Cell, Columns, Table


class StageRow(NamedTuple):
    """A stage of a task, and where it stands."""

    one: Standing
    standing: MilestoneStanding

    @property
    def indicator(self) -> Indicator | None:
        """The indicator whose figure reaches the stage; None where an entry says that it is reached."""
        wanted = self.standing.milestone.indicator if self.standing.milestone.figure is not None else None
        return next((one for one in self.one.task.indicators if one.id == wanted), None)


def stages(snapshot: Snapshot) -> list[StageRow]:
    """Return the stages of the tasks that count, in the table's order."""
    return [StageRow(one, each) for one in live(snapshot.standings) for each in one.milestones]


def table(snapshot: Snapshot) -> Table:
    """Return every stage: one row a stage."""
    columns: Columns[StageRow] = (
        (Column("task", "序号", 100, right=True), lambda row: row.one.task.id),
        (Column("title", "任务", 80, wrap=True), lambda row: row.one.task.short),
        (Column("lead_unit", "牵头单位", 80, wrap=True), lambda row: row.one.task.lead_unit),
        (Column("what", "阶段任务", 100, wrap=True), lambda row: row.standing.milestone.what),
        (Column("deadline", "时限", 90), lambda row: row.standing.milestone.by.words),
        (Column("due", "到期日", 90), lambda row: row.standing.by),
        (Column("state", "完成情况", 100), state),
        (Column("needed", "应达数", 60, right=True), _needed),
        (Column("figure", "完成数", 60, right=True), _figure),
        (for_machines("id"), lambda row: row.standing.milestone.id),
        (for_machines("days_left"), lambda row: row.standing.days_left),
    )
    return filled("milestones", columns, stages(snapshot), "阶段任务")


def state(row: StageRow) -> Word:
    """Say whether a stage is reached, still to come, or missed."""
    one = row.standing
    if one.reached:
        return Word("reached", "已完成", Tone.GOOD)
    if one.missed:
        return Word("missed", f"逾期{-one.days_left}天未完成", Tone.WARN)
    return Word("open", f"还有{one.days_left}天" if one.days_left else "今日到期")


def missed(one: Standing) -> str:
    """Name the stages of a task that were not reached in time; nothing where there are none."""
    if one.light == "done":
        return ""
    return "、".join(f"“{each.milestone.what}”（{day(each.by, each)}）" for each in one.milestones if each.missed)


def day(by: dt.date, one: MilestoneStanding) -> str:
    """Return by when a stage is due: its words, with the day that they mean."""
    words = one.milestone.by.words
    meant = f"{by.month}月{by.day}日"
    return words if meant in words else f"{words}，即{meant}"


def _needed(row: StageRow) -> Cell:
    figure = row.standing.milestone.figure
    return quantities.quantity(figure, row.indicator) if row.indicator and figure is not None else None


def _figure(row: StageRow) -> Cell:
    if row.indicator is None:
        return None
    figure = row.standing.figure
    return wording.NOT_REPORTED if figure is None else quantities.quantity(figure, row.indicator)
