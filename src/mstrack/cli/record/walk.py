"""The walk of `mstrack add`: all that is asked of one entry, or of the open tasks of a unit one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mstrack.cli import console
from mstrack.cli.record import keyboard, prompts, questions
from mstrack.cli.record.draft import Draft, statuses
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.progress.figures import speakers
from mstrack.record import propose
from mstrack.views import words

if TYPE_CHECKING:
    from mstrack.cli.record.sitting import FilingContext, Sitting
    from mstrack.format.model import Plan, Task
    from mstrack.progress.figures import Submission
    from mstrack.progress.standing import Standing

OF_ALL = "status-of-all."
"""Begins the answer to the status of all tasks, as a draft keeps it."""
CALM = {"green", "done"}
"""Lights that ask for no words."""


def one_entry(sitting: Sitting, draft: Draft, given: set[str]) -> None:
    """Ask for all that one entry lacks, but what the flags give; the words of a correction are those it corrects."""
    context = sitting.context
    if draft.unit is None:
        draft = questions.unit(sitting, draft)
    console.remark(_head(context, draft))
    console.say(_("A single - empties a text.") if draft.corrects else _hint())
    console.say(_hint_of_texts())
    if "date" not in given | sitting.answered:
        kept = draft.date or context.today
        draft = sitting.take(draft._replace(date=questions.day(context, [draft], kept)), "date")
    reports = context.reports(draft, draft.unit or "")
    draft = _beside_words(sitting, draft, reports, given)
    draft = questions.settle(sitting, draft)
    if "status" not in given | sitting.answered:
        draft = questions.status(sitting, draft, reports)
    _words(sitting, draft, given)


def many_entries(sitting: Sitting, unit: str, template: Draft, tasks: list[Task], given: set[str]) -> None:
    """Ask for the day and the status once, then for the figures of each task; words where a light is not green.

    `template` has what the flags give for all of them.
    """
    context, plan = sitting.context, sitting.context.plan
    console.say(_hint())
    console.say(_hint_of_texts())
    begun = next(iter(sitting.drafts.values()), template)
    several = [sitting.drafts.get(task.id, begun._replace(**_blank(task), unit=unit)) for task in tasks]
    if "date" not in given | sitting.answered:
        day = questions.day(context, several, template.date or context.today)
        several = [one._replace(date=day) for one in several]
        sitting.answered.add("date")
    status = template.status
    chosen = next((one for one in sitting.answered if one.startswith(OF_ALL)), None)
    if chosen is not None:
        status = chosen.removeprefix(OF_ALL) or None
    elif "status" not in given | sitting.answered:
        status = _status_of_all()
        sitting.answered.add(f"{OF_ALL}{status or ''}")
    for draft in several:
        reports = context.reports(draft, unit)
        reason = _why_not(context, draft, reports)
        if reason:
            console.say(f"{words_of(draft.task)}: {reason}")
            continue
        _one_of_many(sitting, draft, reports, status, plan)


def open_tasks(context: FilingContext, unit: str) -> list[Task]:
    """Return the tasks that a unit has to report on: it leads them, has a share of them, or reported on them before."""
    code = next((one.code for one in context.plan.units if one.name == unit), "")
    return [task for task in context.plan.tasks if _is_open(context, task, unit, code)]


def words_of(task: Task) -> str:
    """Return a task as it is called in a line: its number and its short title."""
    return f"{task.id} {task.short}"


def _is_open(context: FilingContext, task: Task, unit: str, code: str) -> bool:
    if task.dropped or (task.added and task.added.date > context.today):
        return False
    concerned = (
        unit in speakers(context.plan, task)
        or any(unit in one.shares for one in task.indicators)
        or any(one.code == code for one in context.dataset.history(task.id, context.today).effective(code))
    )
    return concerned and context.snapshot.standing(task).light != "done"


def _why_not(context: FilingContext, draft: Draft, reports: tuple[Submission, ...]) -> str:
    """Return why nothing is asked on a task for this day: it was reported already, or it takes no entry."""
    reasons = context.refusals(draft, "date")
    if reasons:
        return reasons[0]
    same = [one for one in reports if one.entry.date == draft.date]
    figures = {key for one in same for key in one.entry.figures}
    if same and all(one.id in figures for one in draft.task.indicators):
        sentence = _("reported for {day} already; to put it right: mstrack correct {id}")
        return sentence.format(day=draft.date, id=same[0].filed.id)
    return ""


def _one_of_many(
    sitting: Sitting, draft: Draft, reports: tuple[Submission, ...], status: str | None, plan: Plan
) -> None:
    """Ask for what one task of the walk reports; a task on which nothing is said makes no entry."""
    context = sitting.context
    console.say("")
    console.remark(_head(context, draft))
    draft = _beside_words(sitting, draft, reports, set())
    draft = draft._replace(status=status or draft.status or draft.usual_status(reports))
    key = f"{draft.task.id}.status"
    if key not in sitting.answered:
        draft = _finished(sitting, draft, plan)
        sitting.answered.add(key)
    while reasons := context.refusals(draft, "status"):
        for reason in reasons:
            console.say(f"  {reason}")
        draft = questions.status(sitting, draft._replace(status="in-progress"), reports)
    if says_nothing(draft) and draft.status in {"in-progress", "not-started"}:
        draft = questions.word(sitting, draft, "note")
        if says_nothing(draft):
            sitting.drafts.pop(draft.task.id, None)
            return
    sitting.take(draft)
    if _light(context, draft) not in CALM:
        for name in ("problem", "next"):
            if f"{draft.task.id}.{name}" not in sitting.answered:
                draft = questions.word(sitting, draft, name)


def _finished(sitting: Sitting, draft: Draft, plan: Plan) -> Draft:
    """Ask whether a task is done whose targets are all reached now."""
    if draft.status == "done" or draft.unit not in speakers(plan, draft.task) or not draft.figures:
        return draft
    after = sitting.context.proposal(draft).after
    if after and after.all_reached and prompts.agreed("  " + _("Every target is reached. Is it done?")):
        return draft._replace(status="done")
    return draft


def _beside_words(sitting: Sitting, draft: Draft, reports: tuple[Submission, ...], given: set[str]) -> Draft:
    """Ask for the figures; of a task without indicators for its percentage; for the stages that are due."""
    draft = questions.figures(sitting, draft, reports, given)
    key = f"{draft.task.id}.percent"
    if not draft.task.indicators and "percent" not in given and key not in sitting.answered:
        draft = questions.percent(sitting, draft, reports)
    if "reached" not in given:
        draft = questions.stages(sitting, draft, sitting.context.plan.lights.near_days)
    return draft


def _words(sitting: Sitting, draft: Draft, given: set[str]) -> None:
    """Ask for the texts of one entry: the note always, problem and next step where the light is not green."""
    if draft.corrects and not draft.reason:
        draft = questions.reason(sitting, draft)
    wanted = [name for name in questions.FREE if name not in given]
    for name in wanted:
        is_calm = name != "note" and not draft.corrects and not getattr(draft, name)
        if is_calm and _light(sitting.context, draft) in CALM:
            continue
        if f"{draft.task.id}.{name}" not in sitting.answered:
            draft = questions.word(sitting, draft, name)
    while wanted and (reasons := sitting.context.refusals(draft, "note")):
        for reason in reasons:
            console.say(f"  {reason}")
        draft = questions.word(sitting, draft, "note")
    sitting.take(draft)


def with_reporter(sitting: Sitting, given: str | None) -> None:
    """Ask who fills it in, once for all; Enter means who did last time."""
    for draft in list(sitting.drafts.values()):
        if not draft.reporter:
            if not given:
                reports = sitting.context.reports(draft, draft.unit or "")
                given = questions.reporter(reports[0].entry.reporter if reports else None)
            sitting.take(draft._replace(reporter=given))


def says_nothing(draft: Draft) -> bool:
    """Whether a draft has no figure and no word."""
    return draft.percent is None and not any((draft.figures, draft.note, draft.problem, draft.next, draft.reached))


def _light(context: FilingContext, draft: Draft) -> str:
    """Return the light that a task would have; of what cannot be filed yet the light that it has."""
    proposal = context.proposal(draft._replace(note=draft.note or "-"))
    return (proposal.after or proposal.before).light


def _status_of_all() -> str | None:
    label = _("Status of all: {choices} [as last time]").format(choices=prompts.numbered(statuses().values()))
    return prompts.ask(label, questions.read_status, None)


def _head(context: FilingContext, draft: Draft) -> str:
    """Return the line above a task's questions: what it is, when it is due, what was reported last, its light."""
    standing: Standing = context.standing(draft)
    reports = propose.reports_of(context.dataset, draft.task, draft.unit or "", context.today)
    parts = [words_of(draft.task), words.deadline(context.plan, draft.task)]
    left = standing.days_left
    if left >= 0:
        parts.append(ngettext("{n} day left", "{n} days left", left).format(n=left))
    else:
        parts.append(ngettext("{n} day over", "{n} days over", -left).format(n=-left))
    parts.append(_("last report {day}").format(day=reports[0].entry.date) if reports else _("nothing filed"))
    parts.append(words.light(standing).text)
    return "  ".join(parts)


def _blank(task: Task) -> dict[str, Any]:
    """Return what a draft on another task does not take over."""
    nothing: dict[str, Any] = dict.fromkeys(("note", "problem", "next", "percent", "status"))
    return nothing | {"task": task, "figures": {}, "reached": (), "confirmed": ()}


def _hint() -> str:
    return _("Enter: as last time, or nothing; -: leaves out; ^C: stops, and keeps all.")


def _hint_of_texts() -> str:
    if keyboard.is_dumb():
        return _("A text of several lines: paste it.")
    return _("A text of several lines: paste it, or Esc and Enter for a new line.")


def unit_of_walk(context: FilingContext, named: str | None) -> str:
    """Return the unit that walks; asked for where neither a flag nor the setting of the clone names it."""
    if named:
        return named
    leads = [name for task in context.plan.tasks for name in speakers(context.plan, task)]
    return questions.name_of_unit(context.plan, dict.fromkeys(leads))
