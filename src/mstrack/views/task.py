"""One task: everything the table says, its figures, who answers, and what was filed."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.progress.query import Role
from mstrack.progress.routes import item_numbers
from mstrack.progress.status import partner_shares, reports
from mstrack.report import Bar, Column, Fact, Facts, Percent, Report, Table, Text, Tone, Word, hundredths
from mstrack.views import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from mstrack.format.model import Plan, Task
    from mstrack.progress.status import Actual, Standing
    from mstrack.report import Block, Cell
    from mstrack.store.dataset import Dataset, Filed, History

NEWEST = 12
"""So many entries are shown on the page of a task; the rest is counted."""


def show_report(dataset: Dataset, one: Standing, history: History, as_of: dt.date, rev: str | None) -> Report:
    """Return the page of a task."""
    plan, task = dataset.plan, one.task
    blocks: list[Block] = [
        _facts(plan, one),
        _indicators(dataset, one, history),
        _units(dataset, one, history),
        *_entries(dataset, history),
        Text(""),
        Text(words.legend(plan.lights), Tone.MUTE),
    ]
    title = _("Task {id}: {title}, as of {day}").format(id=task.id, title=task.short, day=as_of)
    return Report("show", title, as_of, rev, tuple(blocks))


def _facts(plan: Plan, one: Standing) -> Facts:
    task = one.task
    number = item_numbers(plan)[task.id]
    item = plan.items[number - 1]
    lead = plan.unit(task.lead_unit)
    person = lead.person.name if lead and lead.person else None
    left = ngettext("{n} day left", "{n} days left", one.days_left).format(n=one.days_left)
    past = ngettext("{n} day past", "{n} days past", -one.days_left).format(n=-one.days_left)
    due = _("{wording} ({day}, {left})").format(
        wording=task.deadline, day=one.due, left=left if one.days_left >= 0 else past
    )
    if task.amended("deadline"):
        due = _("{wording} ({day}, {left}; {amended})").format(
            wording=task.deadline,
            day=one.due,
            left=left if one.days_left >= 0 else past,
            amended=words.amended(task, "deadline"),
        )
    return Facts(
        "task",
        (
            Fact("id", "", task.id),
            Fact("title", "", task.short),
            Fact("item_title", _("Item"), f"{number}. {item.title}"),
            Fact("item", "", number),
            Fact("content", _("Content"), task.content),
            Fact("leader", _("Leader"), words.with_amended(task.leader or "", task, "leader")),
            Fact("lead_unit", _("Lead unit"), words.with_amended(task.lead_unit, task, "lead_unit")),
            Fact("person", _("Answers for it"), person),
            Fact("partner_units", _("Partner units"), task.partner_units),
            Fact("deadline", "", task.deadline),
            Fact("", _("Deadline"), due),
            Fact("deadline_was", "", words.originally(task, "deadline")),
            Fact("", _("Amended"), words.amendments(task)),
            Fact("amendments", "", tuple(map(str, task.amendments))),
            Fact("due", "", one.due),
            Fact("days_left", "", one.days_left),
            Fact("light", _("Light"), words.light(one)),
            Fact("cause", "", one.cause),
            Fact("reason", "", words.reason(one)),
            Fact("progress_percent", "", words.progress(one)),
            Fact("expected_percent", _("Expected pace"), Percent(one.pace)),
            Fact("lag_points", "", None if one.lag is None else hundredths(one.lag)),
            Fact("disputed", "", one.disputed),
            *_report_facts(one),
        ),
    )


def _report_facts(one: Standing) -> Iterator[Fact]:
    """Yield what the last report says; without one the same keys, empty."""
    entry, filed = (one.report.entry, one.report.filed) if one.report else (None, None)
    if entry:
        said = _("{day} by {reporter}, {age} old").format(
            day=entry.date, reporter=entry.reporter, age=words.days(one.age).text
        )
        yield Fact("", _("Last report"), said)
    yield Fact("status", _("Status"), words.status(entry.status) if entry else None)
    yield Fact("note", _("Note"), entry.note if entry else None)
    yield Fact("problem", _("Problem"), entry.problem if entry else None)
    yield Fact("next", _("Next step"), entry.next if entry else None)
    yield Fact("report", "", filed.path if filed else None)
    yield Fact("report_date", "", entry.date if entry else None)
    yield Fact("report_age_days", "", one.age)


def _indicators(dataset: Dataset, one: Standing, history: History) -> Table:
    rows = tuple(_indicator(dataset, one, actual, history) for actual in one.actuals)
    is_amended, is_shared = (any(row[i] for row in rows) for i in (2, 7))  # a column of dashes is worth no width
    columns = (
        Column("name", _("Indicator"), 90, wrap=True, least=12),
        Column("", _("Target"), 80, right=True),
        Column("", _("Amended"), 75 if is_amended else 0, wrap=True, least=12),
        Column("", _("Figure"), 100, right=True),
        Column("percent", _("Percent"), 70, right=True),
        Column("", _("Progress (| expected)"), 50),
        Column("", _("As of"), 60),
        Column("", _("Shares"), 40 if is_shared else 0, wrap=True, least=10),
        *(
            Column(key, "")
            for key in (
                "id",
                "kind",
                "target",
                "target_was",
                "above",
                "baseline",
                "measure",
                "figure",
                "reached",
                "provisional",
                "sources",
                "quote",
                "shares_reported",
                "shares_asked",
                "shares_total",
            )
        ),
    )
    return Table("indicators", columns, rows, _("Indicators"))


def _indicator(dataset: Dataset, one: Standing, actual: Actual, history: History) -> tuple[Cell, ...]:
    indicator = actual.indicator
    share = _share(actual)
    tone = _tone(one, actual)
    asked = partner_shares(dataset, one.task, history, indicator) if indicator.kind == "cumulative" else []
    filed = [report for _unit, report in asked if report]
    total = sum((report.entry.figures[indicator.id] for report in filed), start=0 * indicator.target) if filed else None
    counted = _("{total}, {n}/{all} reported")
    shares = counted.format(total=words.figure(total, indicator), n=len(filed), all=len(asked)) if filed else None
    day = max((report.entry.date for report in actual.sources), default=None)
    figure = words.figure(actual.figure, indicator)
    return (
        indicator.name,
        words.target(indicator),
        words.amended(one.task, indicator.id) or None,
        Word(None, _("{figure} (provisional)").format(figure=figure) if actual.provisional else figure, tone),
        None if share is None else Percent(share, tone),
        _bar(one, actual, share, tone),
        day,
        shares,
        indicator.id,
        indicator.kind,
        indicator.target,
        words.originally(one.task, indicator.id),
        indicator.above,
        indicator.baseline,
        indicator.measure,
        actual.figure,
        actual.reached,
        actual.provisional,
        words.source(actual),
        indicator.quote,
        len(filed),
        len(asked),
        total,
    )


def _share(actual: Actual) -> Fraction | None:
    """Return figure ⁄ target of any indicator, for the eye: a level near its target looks near."""
    return None if actual.figure is None else Fraction(actual.figure) / Fraction(actual.indicator.target)


def _bar(one: Standing, actual: Actual, share: Fraction | None, tone: Tone) -> Cell:
    """A level has no pace, so no tick and no bar: it is reached or not."""
    if share is None:
        return None
    if actual.indicator.kind == "level":
        return Word(None, _("reached") if actual.reached else _("not reached"), tone)
    return Bar(share, one.pace, tone)


def _tone(one: Standing, actual: Actual) -> Tone:
    if actual.figure is None:
        return Tone.UNKNOWN
    if actual.reached:
        return Tone.GOOD
    return words.TONES[one.light] if actual is one.slowest else Tone.PLAIN


def _units(dataset: Dataset, one: Standing, history: History) -> Table:
    columns = (
        Column("unit", _("Who answers"), 100, wrap=True, least=12),
        Column("role", _("Role"), 80, wrap=True, least=8),
        Column("person", _("Person"), 90),
        Column("code", _("Code"), 60),
        Column("last_report", _("Last report"), 70),
    )
    groups = {unit.name: unit.members for unit in dataset.plan.units}
    members = [(member, name) for name in one.task.units for member in groups.get(name, ())]
    named = [*((name, "") for name in one.task.units), *members]
    rows = tuple(_unit(dataset, one.task, history, name, via) for name, via in named)
    return Table("units", columns, rows, _("Units"))


def _unit(dataset: Dataset, task: Task, history: History, name: str, via: str) -> tuple[Cell, ...]:
    unit = dataset.plan.unit(name)
    newest = next(reports(dataset, history, unit.code), None) if unit else None
    person = unit.person.name if unit and unit.person else None
    role = words.role([Role(name, lead=name == task.lead_unit, via=via)])
    return (name, role, person, unit.code if unit else None, newest.entry.date if newest else None)


def _entries(dataset: Dataset, history: History) -> Iterator[Block]:
    """Yield the newest entries, corrected ones too, and a line about those that are not shown."""
    filed = list(history.everything())
    replaced = {old: new.id for new in filed for old in new.corrects}
    days = {one.day for one in filed[:NEWEST]}  # names do not say which entry of a day is the newest
    opened = [one for one in filed if one.day in days]
    dataset.open(opened)
    columns = (
        Column("date", _("Date"), 100),
        Column("unit", _("Unit"), 90, wrap=True, least=8),
        Column("", _("Status"), 70, wrap=True, least=8),
        Column("", _("Figures"), 80, wrap=True, least=12),
        Column("note", _("Note"), 40, wrap=True, least=16),
        Column("id", _("Entry"), 60),
        *(Column(key, "") for key in ("status", "figures", "problem", "next", "reporter", "path", "corrected_by")),
    )
    # on one day the entry recorded last stands first: a correction above what it corrects
    newest = sorted(opened, key=lambda one: (one.day, dataset.entry(one).recorded), reverse=True)
    rows = tuple(_entry(dataset, one, replaced.get(one.id)) for one in newest[:NEWEST])
    yield Table("entries", columns, rows, _("Entries, newest first"))
    older = len(filed) - len(rows)
    if older:
        yield Text(ngettext("and {n} older entry", "and {n} older entries", older).format(n=older), Tone.MUTE)
    elif not rows:
        yield Text(_("No entry has been filed on this task."), Tone.MUTE)


def _entry(dataset: Dataset, filed: Filed, corrected_by: str | None) -> tuple[Cell, ...]:
    entry = dataset.entry(filed)
    status = words.status(entry.status)
    if corrected_by:
        status = Word(None, _("corrected by {id}").format(id=corrected_by), Tone.MUTE)
    task = next(task for task in dataset.plan.tasks if task.id == filed.task)
    return (
        entry.date,
        entry.unit,
        status,
        words.figures(entry, task),
        entry.note,
        filed.id,
        entry.status,
        tuple(f"{key}={figure}" for key, figure in entry.figures.items()),
        entry.problem,
        entry.next,
        entry.reporter,
        filed.path,
        corrected_by,
    )
