"""Asks a person who sits there for what an entry still lacks: one line each, Enter skips or keeps."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from mstrack import amounts, dates, names
from mstrack.cli import console
from mstrack.cli.draft import Draft, offices, statuses, text
from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _
from mstrack.views import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from decimal import Decimal
    from typing import TypeVar

    from mstrack.model import Indicator, Plan
    from mstrack.standing import Report

    Answer = TypeVar("Answer")


def somebody_sits_there() -> bool:
    """Whether questions can be asked and answered."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def completed(
    plan: Plan, draft: Draft, today: dt.date, last: Callable[[str], tuple[Report, ...]], given: set[str]
) -> Draft:
    """Return the draft with what is missing asked for. `last` gives a unit's reports, `given` are the flags used."""
    console.say(
        _("Task {id}: {title}. Enter skips a question or keeps what is shown.").format(
            id=draft.task.id, title=draft.task.short
        )
    )
    if draft.unit is None:
        draft = draft._replace(unit=_ask_unit(plan, draft))
    if "date" not in given:
        shown = _("Day that the figures hold for [{day}]").format(day=draft.date)
        kept = draft.date or today
        draft = draft._replace(date=_ask(shown, lambda said: dates.day(said, plan.year, today), kept))
    reports = last(draft.unit or "")
    if "figure" not in given:
        draft = draft._replace(figures=draft.figures | _ask_figures(draft, reports))
    if "status" not in given:
        before = draft.status or (reports[0].entry.status if reports else None) or "in-progress"
        listed = ", ".join(statuses())
        shown = _("Status: {choices} [{status}]").format(choices=listed, status=before)
        draft = draft._replace(
            status=_ask(
                shown, lambda said: names.choice(said, statuses(), "--status", words.in_all_languages(statuses)), before
            )
        )
    free = {"note": _("Note"), "problem": _("Problem"), "next": _("Next step")}
    said = {name: _ask_text(label, getattr(draft, name)) for name, label in free.items() if name not in given}
    draft = Draft(**draft._asdict() | said)
    if not draft.reporter:
        draft = draft._replace(reporter=_ask_text(_("Reporter"), None))
    return draft


def agreed(question: str) -> bool:
    """Ask for a yes; Enter is one."""
    return _line(f"{question} [Y/n] ").strip().casefold() in {"", "y", "yes", "是", "好"}


def _ask_unit(plan: Plan, draft: Draft) -> str:
    possible = offices(plan, draft.task)
    codes = {unit.name: unit.code for unit in plan.units}
    listed = _(", ").join(f"{name} {codes[name]}" for name in possible)
    shown = _("Unit that reports: {units}").format(units=listed)
    return _ask(shown, lambda said: names.unit(plan, said), None) or _ask_unit(plan, draft)


def _ask_figures(draft: Draft, reports: tuple[Report, ...]) -> dict[str, Decimal]:
    figures: dict[str, Decimal] = {}
    for indicator in draft.task.indicators:
        figure = _ask(_figure_label(indicator, reports), lambda said, one=indicator: amounts.figure(said, one), None)  # type: ignore[misc]
        if figure is not None:
            figures[indicator.id] = figure
    return figures


def _ask_text(label: str, kept: str | None) -> str | None:
    def read(said: str) -> str | None:
        return text(said, label)

    return _ask(label, read, kept)


def _figure_label(indicator: Indicator, reports: tuple[Report, ...]) -> str:
    before = next((report.entry for report in reports if indicator.id in report.entry.figures), None)
    last = (
        _("last {figure} on {day}").format(
            figure=words.figure(before.figures[indicator.id], indicator), day=before.date
        )
        if before
        else _("nothing filed yet")
    )
    return _("{name} (target {target}, {last})").format(name=indicator.name, target=words.target(indicator), last=last)


def _ask(label: str, read: Callable[[str], Answer | None], kept: Answer | None) -> Answer | None:
    """Ask until the answer can be read; Enter keeps."""
    while True:
        said = _line(_("{label}: ").format(label=label))
        if not said.strip():
            return kept
        try:
            return read(said)
        except WrongUse as error:
            console.say(f"  {error}")


def _line(prompt: str) -> str:
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401, PLC0415  makes Backspace remove a Chinese character whole
    return input(prompt)
