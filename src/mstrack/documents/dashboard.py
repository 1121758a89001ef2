"""The page that a leader opens on a phone: where things stand and what needs attention, then every task, folded."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from mstrack.documents import course, districts, groups, month, notes, recent, stages, tables, wording
from mstrack.documents.groups import Group
from mstrack.documents.parts import ATTENTION, DROPPED, LABELS, live, needs_attention, part
from mstrack.progress import figures
from mstrack.progress.query import SEVERITY
from mstrack.progress.tally import tally
from mstrack.report import Column, Fact, Facts, Report, Text, Word, filled
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mstrack.format.model import Task
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Block, Cell, Columns, Table

ORDER = (*ATTENTION, "reached", "under_way", "behind", "on_pace", "done")
"""The parts of a tally from left to right, the most urgent first."""
SHORT = 120
"""Signs of a unit's own words that stand among what needs attention; longer ones are read in full with the task."""


class _Part(NamedTuple):
    """A part of the tally, and its tasks."""

    key: str
    members: tuple[Standing, ...]

    @property
    def light(self) -> str:
        """The worst light of its tasks: the colour that it is drawn in."""
        return min((one.light for one in self.members), key=SEVERITY.__getitem__, default="done")


def dashboard(snapshot: Snapshot) -> Report:
    """Return the page: tables that the documents share, and what a page needs beyond them."""
    standings = live(snapshot.standings)
    sentences = [notes.basis(snapshot), notes.legend(snapshot.plan), notes.terms(snapshot.plan)]
    remarks = notes.remarks(snapshot) + districts.remarks(snapshot)
    blocks: tuple[Block, ...] = (
        _summary(snapshot),
        *map(Text, sentences + remarks),
        _parts(standings),
        _attention(standings),
        month.table(snapshot),
        tables.tasks(snapshot),
        _places(snapshot),
        tables.indicators(snapshot),
        course.table(snapshot),
        stages.table(snapshot),
        districts.table(snapshot),
        groups.leaders(snapshot),
        groups.units(snapshot),
        _by_leader(snapshot),
        _by_unit(snapshot),
        _deadlines(standings),
        recent.entries(snapshot),
    )
    return Report("dashboard", f"{snapshot.plan.title}：进展一览", snapshot.as_of, snapshot.rev, blocks)


def _summary(snapshot: Snapshot) -> Facts:
    """How many tasks of the plan are on the page, each counted once; dropped ones are not."""
    parts = tally(snapshot.standings)
    facts = (
        Fact("tasks", "任务", len(live(snapshot.standings))),
        Fact("of", "全表任务", sum(not task.dropped for task in snapshot.plan.tasks)),
        *(Fact(key, label, len(getattr(parts, key))) for key, label in LABELS.items()),
    )
    return Facts("summary", facts)


def _parts(standings: Sequence[Standing]) -> Table:
    """How many tasks count in which part of the tally."""
    parts = tally(standings)
    columns: Columns[_Part] = (
        (Column("part", "进展分类", 100), lambda one: Word(one.key, LABELS[one.key])),
        (Column("light", "亮灯", 100), lambda one: one.light),
        (Column("count", "任务数", 100, right=True), lambda one: len(one.members)),
    )
    return filled("parts", columns, (_Part(key, getattr(parts, key)) for key in ORDER))


def _attention(standings: Sequence[Standing]) -> Table:
    """What needs attention: overdue, blocked, behind, near, unreported, to be confirmed; in each the worst first."""
    columns: Columns[Standing] = (
        (Column("part", "进展分类", 100), part),
        (Column("light", "亮灯", 100), lambda one: one.light),
        (Column("task", "序号", 100, right=True), lambda one: one.task.id),
        (Column("problem", "存在困难", 80, wrap=True), lambda one: _own_words(one, "problem")),
        (Column("next", "下一步措施", 80, wrap=True), lambda one: _own_words(one, "next")),
    )
    waiting = [one for one in standings if needs_attention(one)]
    waiting.sort(key=lambda one: (ORDER.index(str(part(one).code)), SEVERITY[one.light], -(one.lag or 0), one.task.id))
    return filled("attention", columns, waiting)


def _own_words(one: Standing, field: Literal["problem", "next"]) -> str | None:
    text: str | None = getattr(one.submission.entry, field) if one.submission else None
    return text if not text or len(text) <= SHORT else "内容较长，详见任务详情。"


def _places(snapshot: Snapshot) -> Table:
    """Where each task stands in days and in targets that are reached, and how much was filed on it."""
    filed = Counter(one.task.id for one in snapshot.log)
    columns: Columns[Standing] = (
        (Column("id", "序号", 100, right=True), lambda one: one.task.id),
        (Column("days_left", "剩余天数", 80), _days_left),
        (Column("reached", "达标指标", 80, right=True), lambda one: sum(actual.reached for actual in one.actuals)),
        (Column("targets", "指标数", 80, right=True), lambda one: len(one.actuals)),
        (Column("age", "距最近报送天数", 60, right=True), lambda one: one.age),
        (Column("filed", "报送条数", 60, right=True), lambda one: filed[one.task.id]),
        (Column("missed", "未按时完成的阶段", 60, wrap=True), lambda one: stages.missed(one) or None),
    )
    return filled("places", columns, snapshot.standings)


def _days_left(one: Standing) -> Word:
    """Say how long there is to go, or how late it is.

    Of a done task it says nothing, nor where the reason of the light says how late it is.
    """
    if one.task.dropped:
        return Word(one.days_left, DROPPED)
    if one.light == "done":
        return Word(one.days_left, "")
    if one.days_left < 0:
        late = f"逾期{-one.days_left}天"
        return Word(one.days_left, "" if late in wording.reason(one) else late, words.TONES["red"])
    return Word(one.days_left, f"剩{one.days_left}天" if one.days_left else "今日到期")


def _by_leader(snapshot: Snapshot) -> Table:
    """The parts of each leader's tasks."""
    columns: Columns[Group] = ((Column("name", "分管市领导", 100), lambda group: group.name), *_by_part())
    return filled("leader_parts", columns, (group for group in groups.by_leader(snapshot) if group.members))


def _by_unit(snapshot: Snapshot) -> Table:
    """The parts of the tasks that each unit leads, and of those on which it is a partner, itself or by its group."""
    standings = live(snapshot.standings)
    partners = {one.task.id: _partners(snapshot, one.task) for one in standings}

    def helps(group: Group) -> tuple[int, ...]:
        return tuple(one.task.id for one in standings if group.name in partners[one.task.id])

    columns: Columns[Group] = (
        (Column("name", "责任单位", 100), lambda group: group.name),
        *_by_part(),
        (Column("partner", "配合任务", 60), helps),
    )
    found = (group for group in groups.by_lead_unit(snapshot) if group.members or helps(group))
    return filled("unit_parts", columns, found)


def _partners(snapshot: Snapshot, task: Task) -> set[str]:
    """Return the units that a task names as partners, and the offices of those that are groups."""
    return {*task.partner_units, *figures.reporting_units(snapshot.plan, task)} - {*task.lead_units}


def _by_part() -> Columns[Group]:
    """Return the columns that split a group's tasks by the parts of the tally."""

    def counted(key: str) -> Callable[[Group], Cell]:
        return lambda group: tuple(one.task.id for one in group.members if part(one).code == key)

    count: tuple[Column, Callable[[Group], Cell]]
    count = (Column("tasks", "任务数", 90, right=True), lambda group: len(group.members))
    return (count, *((Column(key, LABELS[key], 90), counted(key)) for key in ORDER))


def _deadlines(standings: Sequence[Standing]) -> Table:
    """The days on which tasks fall due, with the parts that those tasks count in."""
    columns: Columns[Group] = (
        (Column("due", "完成时限", 100), lambda group: group.members[0].due),
        (Column("days_left", "剩余天数", 80), lambda group: group.members[0].days_left),
        *_by_part(),
    )
    ordered = sorted(standings, key=lambda one: one.due)
    found = (Group(f"{due}", list(members)) for due, members in groupby(ordered, key=lambda one: one.due))
    return filled("deadlines", columns, found)
