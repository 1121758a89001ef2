"""What a draft of a table found, in a few lines: tasks, columns, people, numbers, and each doubt with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.i18n import mark, ngettext
from mstrack.intake import people
from mstrack.intake.columns import SURE
from mstrack.intake.numbers import REASONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mstrack.errors import Problem
    from mstrack.intake.columns import SourceColumn
    from mstrack.intake.draft import PlanDraft
    from mstrack.intake.writing import Note

MOST = 20
"""Doubts that are listed; the rest stands in the file, too."""

ROLES = {
    "no": mark("number"),
    "item": mark("item"),
    "group": mark("sub-item"),
    "name": mark("task title"),
    "content": mark("content"),
    "goal": mark("target in words"),
    "target": mark("target number"),
    "indicator": mark("indicator name"),
    "leader": mark("leader in charge"),
    "lead": mark("lead units"),
    "partner": mark("partner units"),
    "units": mark("responsible units"),
    "unit-person": mark("unit and person"),
    "person": mark("persons in charge"),
    "deadline": mark("time limit"),
    "schedule": mark("dated stages"),
    "stage": mark("stage"),
    "shares": mark("targets of districts"),
    "share": mark("target of a district"),
    "district": mark("district"),
    "phone": mark("telephone"),
    "skip": mark("not used"),
}


def found(draft: PlanDraft) -> Iterator[str]:
    """Yield the lines that say what was found in a table."""
    items = draft.plan["items"]
    tasks = [task for item in items for task in item["tasks"]]
    counts = draft.plan.get("counts")
    line = _("Read: {items} items, {tasks} tasks").format(items=len(items), tasks=len(tasks))
    if counts and (counts["items"], counts["tasks"]) == (len(items), len(tasks)):
        line += _(" (as the table says)")
    yield line
    yield _("Columns: {columns}").format(columns=_(", ").join(map(column, draft.columns)))
    units = [unit for unit in draft.plan["units"] if unit["name"] != people.UNKNOWN]
    persons = sum(1 if isinstance(unit["person"], dict) else len(unit["person"]) for unit in units if "person" in unit)
    counted = {"units": len(units), "persons": persons, "leaders": len(draft.plan.get("leaders", ()))}
    line = _("Units: {units}, persons in charge: {persons}, leaders: {leaders}").format(**counted)
    yield line if draft.paired else line + _("; units and persons could not be paired in every row")
    yield _("Indicators: {n}").format(n=sum(len(task.get("indicators", ())) for task in tasks))
    for one in draft.skipped:
        sentence = _("no indicator: task {task} “{phrase}” ({reason})")
        yield "  " + sentence.format(task=shown(one.task), phrase=shown(one.phrase, 60), reason=_(REASONS[one.reason]))
    if draft.new_units:
        yield _("New units, not in the plan before: {names}").format(names=shown(_(", ").join(draft.new_units), 300))


def column(one: SourceColumn) -> str:
    """Return a column by its number, heading, and what it was taken for."""
    sentence = _("{number} {heading} (= {role})") if one.heading else _("{number} (= {role})")
    doubt = "?" if one.sure < SURE and one.cells else ""
    return sentence.format(number=one.number, heading=shown(one.heading), role=_(ROLES[one.role]) + doubt)


def doubts(notes: Sequence[Note], path: str, problems: Sequence[Problem]) -> Iterator[str]:
    """Yield what a person has to look at, each with its line in the file, and what `check` refuses."""
    if notes:
        sentence = ngettext(
            "{n} place to check (marked 请核对 in the file; delete the comment when it is right)",
            "{n} places to check (marked 请核对 in the file; delete each comment when it is right)",
            len(notes),
        )
        yield sentence.format(n=len(notes))
    for note in notes[:MOST]:
        yield f"  {path}:{note.line}  {shown(note.text, 200)}"
    if len(notes) > MOST:
        yield "  " + _("and {n} more in the file").format(n=len(notes) - MOST)
    if problems:
        yield _("What only a person can decide:")
    for problem in problems[:MOST]:
        yield f"  {path}:{problem.line}  {problem.sentence}"
