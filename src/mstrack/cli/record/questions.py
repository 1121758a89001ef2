"""The questions of an entry: what a rule would refuse is refused here, and what looks wrong is asked back."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.cells import cell_len

from mstrack.cli import console
from mstrack.cli.record import keyboard, prompts
from mstrack.cli.record.draft import Draft, as_percent, statuses, text
from mstrack.cli.record.prompts import keeping
from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _
from mstrack.progress import amounts, dates, lookup, pace
from mstrack.progress.figures import reporting_units, speakers
from mstrack.views import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable
    from fractions import Fraction

    from mstrack.cli.record.sitting import FilingContext, Sitting
    from mstrack.format.model import Indicator, Plan
    from mstrack.progress.figures import Submission
    from mstrack.rules.plausible import Doubt

NARROW = 12
"""Cells that stay for the answer behind a figure's question; a longer question has a line more."""
FREE = ("note", "problem", "next")


def labels() -> dict[str, str]:
    """Return what the texts of an entry are called."""
    return {
        "note": _("Note"),
        "problem": _("Problem"),
        "next": _("Next step"),
        "reason": _("Why it is corrected"),
    }


def name_of_unit(
    plan: Plan, several: Iterable[str], refuse: Callable[[str | None], Iterable[str]] = lambda _name: ()
) -> str:
    """Ask who reports: by number, name or code."""
    codes = {unit.name: unit.code for unit in plan.units}
    names = list(several)
    console.say(_("Units that may report, by code and name:"))
    for n, name in enumerate(names, 1):
        console.say(f"  {n:2} {codes.get(name, ''):12}  {name}")

    def read(typed: str) -> str:
        number = typed.strip()
        if number.isdecimal() and 1 <= int(number) <= len(names):
            return names[int(number) - 1]
        return lookup.unit(plan, typed)

    while not (found := prompts.ask(_("Unit that reports"), read, None, refuse)):
        pass
    return found


def unit(sitting: Sitting, draft: Draft) -> Draft:
    """Ask who reports on a task."""
    context = sitting.context

    def refuse(name: str | None) -> list[str]:
        return context.refusals(draft._replace(unit=name), "unit") if name else []

    names = reporting_units(context.plan, draft.task)
    return sitting.take(draft._replace(unit=name_of_unit(context.plan, names, refuse)), "unit")


def day(context: FilingContext, several: Iterable[Draft], kept: dt.date) -> dt.date:
    """Ask for the day that the figures hold for; one that every draft would be refused for is asked again."""
    drafts = list(several)

    def refuse(typed: dt.date | None) -> list[str]:
        found = [context.refusals(one._replace(date=typed), "date") for one in drafts]
        return found[0] if found and all(found) else []

    label = _("Day that the figures hold for [{day}]").format(day=kept)
    return prompts.ask(label, lambda typed: dates.day(typed, context.plan.period, context.today), kept, refuse) or kept


def status(sitting: Sitting, draft: Draft, reports: tuple[Submission, ...]) -> Draft:
    """Ask for the status; Enter means as last time."""
    kept = draft.status or draft.usual_status(reports)
    found = prompts.ask(
        keeping(_("Status: {choices}").format(choices=prompts.numbered(statuses().values())), statuses()[kept]),
        read_status,
        kept,
        lambda code: sitting.context.refusals(draft._replace(status=code), "status"),
    )
    return sitting.take(draft._replace(status=found), "status")


def read_status(typed: str) -> str:
    """Return the code of a status, given by its number, its word in any language, or its code."""
    return prompts.choice(typed, statuses(), "--status", words.in_all_languages(statuses))


def figures(sitting: Sitting, draft: Draft, reports: tuple[Submission, ...], given: set[str]) -> Draft:
    """Ask for the figure of each indicator that is not answered yet."""
    width = min(30, max((cell_len(one.name) for one in draft.task.indicators), default=0))
    for indicator in draft.task.indicators:
        key = f"{draft.task.id}.{indicator.id}"
        if key in sitting.answered or "figure" in given:
            continue
        filed = None if draft.corrects else _filed(reports, draft, indicator)
        if filed is not None:
            for reason in sitting.context.refusals(_with(draft, indicator, filed), *_at(indicator)):
                console.say(f"  {reason}")
            continue
        draft = figure(sitting, draft, indicator, reports, width)
    return draft


def figure(
    sitting: Sitting,
    draft: Draft,
    indicator: Indicator,
    reports: tuple[Submission, ...],
    width: int = 0,
) -> Draft:
    """Ask for one figure: Enter means as last time, - leaves it out."""
    before = next((one.entry for one in reports if indicator.id in one.entry.figures), None)
    kept = draft.figures.get(indicator.id)
    if kept is None and before:
        kept = before.figures[indicator.id]
    context, label = sitting.context, _figure_label(sitting.context, draft, indicator, kept, width)
    while True:
        typed = keyboard.line(_("{label}: ").format(label=label))
        try:
            number = kept if not typed.strip() else _figure(typed, indicator)
        except WrongUse as error:
            console.say(f"  {error}")
            continue
        answered = _settled(context, draft, indicator, number)
        if answered is not None:
            return sitting.take(answered, f"{draft.task.id}.{indicator.id}")


def _settled(context: FilingContext, draft: Draft, indicator: Indicator, number: Decimal | None) -> Draft | None:
    """Return the draft with a figure that no rule refuses and nobody doubts, or that was confirmed; None: ask anew."""
    while number is not None:
        candidate = _with(draft, indicator, number)
        reasons = context.refusals(candidate, *_at(indicator))
        if reasons:
            for reason in reasons:
                console.say(f"  {reason}")
            return None
        doubt = context.doubts(candidate).get(indicator.id)
        if doubt is None:
            return candidate
        number, is_sure = _asked_back(doubt, indicator)
        if is_sure:
            return candidate._replace(confirmed=(*candidate.confirmed, indicator.id))
        if number is None:
            return None
    left = {key: figure for key, figure in draft.figures.items() if key != indicator.id}
    return draft._replace(figures=left, confirmed=tuple(one for one in draft.confirmed if one != indicator.id))


def _asked_back(doubt: Doubt, indicator: Indicator) -> tuple[Decimal | None, bool]:
    """Ask what was meant; return the figure to take instead (None: it is typed anew), or that it was meant so."""
    console.say(f"  {doubt.sentence}")
    meant = words.figure(doubt.figure, indicator)
    choices = [_("s it is {figure}").format(figure=meant), _("e type it again")]
    if doubt.suggested is not None:
        choices.insert(0, _("y {figure}").format(figure=words.figure(doubt.suggested, indicator)))
    while True:
        typed = prompts.answer("  " + _(", ").join(choices))
        if typed in prompts.YES and doubt.suggested is not None:
            return doubt.suggested, False
        if typed in {"s", "sure"} or typed.startswith("就是"):
            return doubt.figure, True
        if typed in {"e", "n", "edit", "改", "否"}:
            return None, False
        try:
            number = amounts.figure(typed, indicator)
        except WrongUse:
            continue
        return (doubt.figure, True) if number == doubt.figure else (number, False)


def settle(sitting: Sitting, draft: Draft) -> Draft:
    """Ask back what looks wrong in figures that flags or a form gave."""
    for key, doubt in sitting.context.doubts(draft).items():
        settled = _settled(sitting.context, draft, doubt.indicator, draft.figures[key])
        reports = sitting.context.reports(draft, draft.unit or "")
        draft = figure(sitting, draft, doubt.indicator, reports) if settled is None else sitting.take(settled)
    return draft


def percent(sitting: Sitting, draft: Draft, reports: tuple[Submission, ...]) -> Draft:
    """Ask how far a task without indicators is, by the unit's own word; Enter means as last time."""
    kept = draft.percent
    if kept is None:
        kept = next((one.entry.percent for one in reports if one.entry.percent is not None), None)
    label = _("How far it is by your own word, in percent; Enter skips")
    if kept is not None:
        label = _("How far it is by your own word, last {percent}%").format(percent=kept)
    found = prompts.ask(label, lambda typed: None if typed.strip() == prompts.EMPTIES else as_percent(typed), kept)
    return sitting.take(draft._replace(percent=found), f"{draft.task.id}.percent")


def stages(sitting: Sitting, draft: Draft, near_days: int) -> Draft:
    """Ask whether the stages without a figure that are due are reached."""
    for one in sitting.context.standing(draft).milestones:
        key = f"{draft.task.id}.{one.milestone.id}"
        is_due = one.milestone.figure is None and not one.reached and one.days_left <= near_days
        if is_due and key not in sitting.answered and one.milestone.id not in draft.reached:
            question = _("Stage {what}, by {day}: reached?").format(what=one.milestone.what, day=one.by)
            if prompts.agreed(question):
                draft = draft._replace(reached=(*draft.reached, one.milestone.id))
            draft = sitting.take(draft, key)
    return draft


def word(sitting: Sitting, draft: Draft, name: str) -> Draft:
    """Ask for one of the texts."""
    found = prompts.words(labels()[name], getattr(draft, name))
    return sitting.take(Draft(**draft._asdict() | {name: found}), f"{draft.task.id}.{name}")


def reason(sitting: Sitting, draft: Draft) -> Draft:
    """Ask why an entry is corrected, until there is an answer."""
    while not (found := prompts.words(labels()["reason"], draft.reason)):
        console.say("  " + _("say why the entry is corrected; give a reason"))
    return sitting.take(draft._replace(reason=found), f"{draft.task.id}.reason")


def reporter(kept: str | None) -> str | None:
    """Ask who fills it in."""
    label = _("Reporter")
    return prompts.ask(keeping(label, kept) if kept else label, lambda typed: text(typed, label), kept)


def _figure(typed: str, indicator: Indicator) -> Decimal | None:
    return None if typed.strip() == prompts.EMPTIES else amounts.figure(typed, indicator)


def _figure_label(context: FilingContext, draft: Draft, indicator: Indicator, last: Decimal | None, width: int) -> str:
    """Return the line of an indicator: its name, the last figure, the target, and what is expected by now."""
    speaks = draft.unit in speakers(context.plan, draft.task)
    target = indicator.target if speaks else indicator.shares.get(draft.unit or "")
    before = _("last {figure}").format(figure=words.figure(last, indicator))
    parts = [_("nothing filed") if last is None else before]
    if target is not None:
        parts.append(_("target {target}").format(target=words.bounded(target, indicator)))
        actual = next((one for one in context.standing(draft).actuals if one.indicator.id == indicator.id), None)
        if actual and actual.expected is not None and target > 0 and pace.is_measured(indicator):
            expected = words.figure(_expected(actual.expected, target), indicator)
            parts.append(_("expected {figure}").format(figure=expected))
    numbers = "  ".join(parts)
    name = indicator.name + " " * max(0, width - cell_len(indicator.name))
    room = (console.page().width or 80) - NARROW
    if cell_len(name) + cell_len(numbers) + 5 > room:
        return f"  {indicator.name}\n    {numbers}"
    return f"  {name}  {numbers}"


def _expected(share: Fraction, target: Decimal) -> Decimal:
    """Return the figure that is expected by now, in as many places as the target has, and no less than the share."""
    places = max(0, -int(target.as_tuple().exponent))
    return Decimal(math.ceil(share * int(target.scaleb(places)))).scaleb(-places)


def _with(draft: Draft, indicator: Indicator, number: Decimal) -> Draft:
    confirmed = tuple(one for one in draft.confirmed if one != indicator.id)
    return draft._replace(figures=draft.figures | {indicator.id: number}, confirmed=confirmed)


def _at(indicator: Indicator) -> tuple[str, str]:
    return "figures", indicator.id


def _filed(reports: tuple[Submission, ...], draft: Draft, indicator: Indicator) -> Decimal | None:
    """Return the figure that the unit has reported for the day of a draft already."""
    several = (one.entry for one in reports if one.entry.date == draft.date)
    return next((one.figures[indicator.id] for one in several if indicator.id in one.figures), None)
