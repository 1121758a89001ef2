"""`e` at the confirmation: which part of which entry is put anew, chosen by number, word or code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.cli import console
from mstrack.cli.record import prompts, questions
from mstrack.cli.record.walk import words_of
from mstrack.i18n import gettext as _
from mstrack.progress import lookup

if TYPE_CHECKING:
    from mstrack.cli.record.draft import Draft
    from mstrack.cli.record.sitting import Sitting


def revise(sitting: Sitting) -> None:
    """Ask which entry and which part of it, and put that question again; what is there is what Enter keeps."""
    draft = _chosen_task(sitting)
    part = _chosen_part(draft) if draft else None
    if draft is None or part is None:
        return
    context = sitting.context
    reports = context.reports(draft, draft.unit or "")
    indicators = {one.id: one for one in draft.task.indicators}
    if part in indicators:
        questions.figure(sitting, draft, indicators[part], reports)
    elif part == "status":
        questions.status(sitting, draft, reports)
    elif part == "date":
        sitting.take(draft._replace(date=questions.day(context, [draft], draft.date or context.today)))
    elif part == "percent":
        questions.percent(sitting, draft, reports)
    elif part == "reporter":
        name = questions.reporter(draft.reporter)
        for one in list(sitting.drafts.values()):
            sitting.take(one._replace(reporter=name))
    elif part == "leave-out":
        del sitting.drafts[draft.task.id]
    else:
        questions.word(sitting, draft, part)


def _chosen_task(sitting: Sitting) -> Draft | None:
    several = list(sitting.drafts.values())
    if len(several) == 1:
        return several[0]
    choices = {str(one.task.id): words_of(one.task) for one in several}
    known = {**{one.task.short: str(one.task.id) for one in several}, **{number: number for number in choices}}
    console.say(_(", ").join(choices.values()))
    chosen = prompts.ask(
        _("Which task, by its number"), lambda typed: lookup.choice(typed, choices, _("TASK"), known), None
    )
    return sitting.drafts[int(chosen)] if chosen else None


def _chosen_part(draft: Draft) -> str | None:
    choices = {"date": _("Day"), "status": _("Status")}
    choices |= {one.id: one.name for one in draft.task.indicators}
    if not draft.task.indicators or draft.percent is not None:
        choices["percent"] = _("Percent")
    choices |= {name: label for name, label in questions.labels().items() if name != "reason" or draft.corrects}
    choices |= {"reporter": _("Reporter"), "leave-out": _("Leave this entry out")}
    for n, word in enumerate(choices.values(), 1):
        console.say(f"  {n:2} {word}")
    return prompts.ask(_("What to change"), lambda typed: prompts.choice(typed, choices, _("What to change")), None)
