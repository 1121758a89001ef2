"""One task: everything the table says, its figures, who answers, and what was filed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.progress.query import Role
from mstrack.progress.routes import item_numbers
from mstrack.progress.stages import Stage
from mstrack.report import (
    Column,
    Fact,
    Facts,
    Percent,
    Report,
    Text,
    Tone,
    Word,
    filled,
    for_data,
    for_machines,
    for_people,
    hundredths,
)
from mstrack.views import amended_fields, calendar_pace, causes, history, indicators, legend, milestones, shares, words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from mstrack.format.model import Decision, Person, Plan, Task, Unit
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Block, Cell, Table


def show_report(snapshot: Snapshot, task: Task, *, long: bool = True) -> Report:
    """Return the page of a task. One that is not `long` has a line or two for the newest entries, and no legend."""
    one = snapshot.standing(task)
    task = one.task
    shared = shares.of_task(snapshot, one)
    blocks: list[Block] = [
        _facts(snapshot.plan, one),
        *indicators.blocks(snapshot, one),
        milestones.of_task([Stage(one, stage) for stage in one.milestones]),
        shares.table(shared),
        *(shares.remarks(one) if shared else ()),
        _units(snapshot, task),
        *history.newest(snapshot, task, long=long),
        *((Text(""), Text(legend.of_lights(snapshot.plan), Tone.MUTE)) if long else ()),
    ]
    number = f"{task.id} {task.no}" if task.no else task.id
    title = _("Task {id}: {title}, as of {day}").format(id=number, title=task.short, day=snapshot.as_of)
    envelope = (("calendar_percent", hundredths(one.calendar)),)
    return Report("show", title, snapshot.as_of, snapshot.rev, tuple(blocks), envelope)


def _facts(plan: Plan, one: Standing) -> Facts:
    task = one.task
    number = item_numbers(plan)[task.id]
    item = plan.items[number - 1]
    return Facts(
        "task",
        (
            Fact("id", _("No."), task.id, "data"),
            Fact("no", "", task.no, "machines"),
            Fact("title", _("Task"), task.short, "data"),
            Fact("item_title", _("Item"), f"{number}. {item.title}"),
            Fact("item", "", number, "machines"),
            Fact("content", _("Content"), task.content),
            Fact("goal", _("Goal"), task.goal),
            *_in_charge(plan, task),
            Fact("deadline", "", task.deadline or None, "machines"),
            Fact("", _("Deadline"), _due(plan, one), "people"),
            Fact("deadline_was", "", words.originally(task, "deadline"), "machines"),
            Fact("", _("Amended"), words.amendments(task), "people"),
            Fact("", _("The plan amended"), amended_fields.of_plan(plan, task), "people"),
            Fact("amendments", "", tuple(map(str, task.amendments)), "machines"),
            Fact("", _("Added"), _decided(task.added), "people"),
            Fact("added", "", task.added.date if task.added else None, "machines"),
            Fact("", _("Dropped"), _decided(task.dropped), "people"),
            Fact("dropped", "", task.dropped.date if task.dropped else None, "machines"),
            Fact("due", "", one.due, "machines"),
            Fact("days_left", "", one.days_left, "machines"),
            Fact("light", _("Light"), words.light(one)),
            Fact("cause", "", one.cause, "machines"),
            Fact("reason", "", words.reason(one), "machines"),
            Fact("figures", "", words.figures_reached(one.actuals), "machines"),
            Fact("progress_percent", "", words.progress(one), "machines"),
            Fact("", _("By the unit's own word"), _own_percent(one), "people"),
            Fact("percent", "", one.percent, "machines"),
            Fact("by_percent", "", one.by_percent, "machines"),
            Fact("expected_percent", _("Expected progress"), Percent(one.expected)),
            Fact("", calendar_pace.name(plan), Percent(one.calendar), "people"),
            Fact("lag_points", "", causes.lag_points(one), "machines"),
            Fact("disputed", "", one.disputed, "machines"),
            *_report_facts(one),
        ),
    )


def _in_charge(plan: Plan, task: Task) -> Iterator[Fact]:
    """Yield who is in charge on the day, each with who or what had the place before."""
    lead = plan.unit(task.lead_unit)
    persons = lead.persons if lead else ()
    leaders = [one for name in task.leaders for one in plan.leaders if one.name == name]
    leads = [one for name in task.lead_units for one in plan.units if one.name == name]
    yield Fact("leaders", "", task.leaders, "machines")
    named = _with_former(task.leaders, leaders) if task.leaders else words.not_in_the_table()
    yield Fact("leader", _("Leader"), _coded(task.leader, words.with_amended(named, task, "leader")))
    yield Fact("lead_units", "", task.lead_units, "machines")
    several = _with_former(task.lead_units, leads)
    if len(task.lead_units) > 1:
        remark = _("{unit} files for the task").format(unit=task.lead_unit)
        several = _("{text} ({remark})").format(text=several, remark=remark)
    yield Fact("lead_unit", _("Lead unit"), _coded(task.lead_unit, words.with_amended(several, task, "lead_unit")))
    answering = _with_former(tuple(one.name for one in persons), persons)
    person = words.with_amended(answering, task, "person") if answering else None
    yield Fact("person", _("Answers for it"), _coded(persons[0].name, person) if persons else person)
    yield Fact("persons", "", tuple(one.name for one in persons), "machines")
    partners = [one for name in task.partner_units for one in plan.units if one.name == name]
    yield Fact("partner_units", "", task.partner_units, "machines")
    beside = _with_former(task.partner_units, partners)
    yield Fact("", _("Partner units"), words.with_amended(beside, task, "partner_units"), "people")


def _coded(name: str | None, cell: Cell) -> Cell:
    """Return a cell with the one name that machines get; a text that is this name stays it."""
    text = cell.text if isinstance(cell, Word) else cell
    return text if text == name else Word(name, str(text))


def _with_former(names: Sequence[str], things: Sequence[Person | Unit]) -> str:
    """Return names, each with what it was before and by which document; of persons whose place it was."""
    known = {one.name: one.former for one in things}
    sentence = _("formerly {name} until {day}, {document}")
    found = []
    for name in names:
        former = sorted(known.get(name, ()), key=lambda one: one.until, reverse=True)
        remark = _("; ").join(sentence.format(name=one.name, day=one.until, document=one.document) for one in former)
        found.append(_("{text} ({remark})").format(text=name, remark=remark) if remark else name)
    return _(", ").join(found)


def _due(plan: Plan, one: Standing) -> str:
    task = one.task
    left = ngettext("{n} day left", "{n} days left", one.days_left).format(n=one.days_left)
    past = ngettext("{n} day past", "{n} days past", -one.days_left).format(n=-one.days_left)
    parts = {"wording": words.deadline(plan, task), "day": one.due, "left": left if one.days_left >= 0 else past}
    if task.amended("deadline"):
        sentence = _("{wording} ({day}, {left}; {amended})")
        return sentence.format(**parts, amended=words.amended(task, "deadline"))
    return _("{wording} ({day}, {left})").format(**parts)


def _decided(decision: Decision | None) -> str | None:
    if decision is None:
        return None
    return _("{document} ({day})").format(document=decision.document, day=decision.date)


def _own_percent(one: Standing) -> str | None:
    if one.percent is None:
        return None
    text = f"{plain(one.percent)}%"
    if one.by_percent:
        return text
    return _("{text} ({remark})").format(text=text, remark=_("its figures count, not this"))


def _report_facts(one: Standing) -> Iterator[Fact]:
    """Yield what the last report says; without one the same keys, empty."""
    entry, filed = (one.submission.entry, one.submission.filed) if one.submission else (None, None)
    if entry:
        source = _("{day} by {reporter}, {age} old").format(
            day=entry.date, reporter=entry.reporter, age=words.days(one.age).text
        )
        yield Fact("", _("Last report"), source, "people")
    yield Fact("status", _("Status"), words.status(entry.status) if entry else None)
    yield Fact("note", _("Note"), entry.note if entry else None)
    yield Fact("reached", "", entry.reached if entry else (), "machines")
    yield Fact("problem", _("Problem"), entry.problem if entry else None)
    yield Fact("next", _("Next step"), entry.next if entry else None)
    yield Fact("report", "", filed.path if filed else None, "machines")
    yield Fact("report_date", "", entry.date if entry else None, "machines")
    yield Fact("report_age_days", "", one.age, "machines")


class _Answering(NamedTuple):
    """A unit that answers for a task: its name as the table has it, and (via) the group that it is a member of."""

    name: str
    via: str
    unit: Unit | None

    @property
    def persons(self) -> tuple[str, ...]:
        """The names of those who answer for the unit."""
        return tuple(one.name for one in self.unit.persons) if self.unit else ()


def _units(snapshot: Snapshot, task: Task) -> Table:
    plan = snapshot.plan
    groups = {unit.name: unit.members for unit in plan.units}
    members = [(member, name) for name in task.units for member in groups.get(name, ())]
    named = [*((name, "") for name in task.units), *members]
    answering = [_Answering(name, via, plan.unit(name)) for name, via in named]
    columns: list[tuple[Column, Callable[[_Answering], Cell]]] = [
        (Column("unit", _("Who answers"), 100, wrap=True, least=12), lambda one: one.name),
        (
            Column("role", _("Role"), 80, wrap=True, least=8),
            lambda one: words.role([Role(one.name, lead=one.name in task.lead_units, via=one.via)]),
        ),
        (for_machines("person"), lambda one: one.persons[0] if one.persons else None),
        (for_people(_("Person"), 90), lambda one: _(", ").join(one.persons) or None),
        (for_data("persons", _("Person")), lambda one: one.persons),
    ]
    if any(one.unit and one.unit.contact for one in answering):  # a column of dashes is worth no width
        columns.append((for_people(_("Whom to call"), 65, wrap=True, least=8), lambda one: words.contact(one.unit)))
    columns += [
        (
            for_data("contact", _("Whom to call")),
            lambda one: one.unit.contact.name if one.unit and one.unit.contact else None,
        ),
        (for_data("phone", _("Phone")), lambda one: one.unit.contact.phone if one.unit and one.unit.contact else None),
        (Column("code", _("Code"), 60), lambda one: one.unit.code if one.unit else None),
        (Column("last_report", _("Last report"), 70), lambda one: _last_day(snapshot, task, one.unit)),
    ]
    return filled("units", columns, answering, _("Units"))


def _last_day(snapshot: Snapshot, task: Task, unit: Unit | None) -> dt.date | None:
    newest = next(snapshot.submissions(task.id, unit.code), None) if unit else None
    return newest.entry.date if newest else None
