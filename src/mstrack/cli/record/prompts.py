"""Asks a person who sits there for what an entry still lacks: one line each, Enter skips or keeps."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from mstrack.cli import console
from mstrack.cli.record.draft import Draft, statuses, text
from mstrack.errors import WrongUse
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.progress import amounts, dates, lookup
from mstrack.progress.figures import reporting_units
from mstrack.views import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator
    from decimal import Decimal
    from typing import TypeVar

    from mstrack.format.model import Indicator, Plan
    from mstrack.progress.figures import Submission

    Answer = TypeVar("Answer")

EMPTIES = "-"
"""What somebody types to empty a text that Enter would keep."""
SHOWN_OF_KEPT = 30
"""Characters shown of a text that Enter keeps."""


def somebody_sits_there() -> bool:
    """Whether questions can be asked and answered."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def answers(
    plan: Plan, draft: Draft, today: dt.date, last: Callable[[Draft, str], tuple[Submission, ...]], given: set[str]
) -> Iterator[Draft]:
    """Yield the draft after each answer to what is missing (all but `given`); `last` gives a unit's reports."""
    console.say(
        _("Task {id}: {title}. Enter skips a question or keeps what is shown.").format(
            id=draft.task.id, title=draft.task.short
        )
    )
    if draft.corrects:
        console.say(_("A single - empties a text."))
    if draft.unit is None:
        draft = draft._replace(unit=_ask_unit(plan, draft))
    if "date" not in given:
        label = _("Day that the figures hold for [{day}]").format(day=draft.date)
        kept = draft.date or today
        draft = draft._replace(date=_ask(label, lambda typed: dates.day(typed, plan.period, today), kept))
    reports = last(draft, draft.unit or "")
    for indicator in draft.task.indicators if "figure" not in given else ():
        figure = _ask_figure(indicator, reports, draft.figures.get(indicator.id))
        if figure is not None:
            draft = draft._replace(figures=draft.figures | {indicator.id: figure})
            yield draft
    if "status" not in given:
        before = draft.status or (reports[0].entry.status if reports else None) or "in-progress"
        label = _("Status: {choices} [{status}]").format(choices=", ".join(statuses()), status=before)
        draft = draft._replace(status=_ask(label, _status, before))
    for answered in _texts(draft, given):
        draft = answered
        yield draft
    if not draft.reporter:
        draft = draft._replace(reporter=_ask_text(_("Reporter"), None))
    yield draft


def _texts(draft: Draft, given: set[str]) -> Iterator[Draft]:
    """Yield the draft after each answer in words."""
    if draft.corrects and not draft.reason:
        draft = draft._replace(reason=_ask_reason())
        yield draft
    for name, label in (("note", _("Note")), ("problem", _("Problem")), ("next", _("Next step"))):
        if name not in given:
            draft = Draft(**draft._asdict() | {name: _ask_text(label, getattr(draft, name))})
            yield draft


def agreed(question: str) -> bool:
    """Ask for a yes; Enter is one."""
    return _line(f"{question} [Y/n] ").strip().casefold() in {"", "y", "yes", "是", "好"}


def line(question: str) -> str | None:
    """Ask for a line of text; Enter skips."""
    return _ask_text(question, None)


def _ask_unit(plan: Plan, draft: Draft) -> str:
    codes = {unit.name: unit.code for unit in plan.units}
    console.say(_("Units that may report, by code and name:"))
    for name in reporting_units(plan, draft.task):
        console.say(f"  {codes[name]:12}  {name}")
    while not (unit := _ask(_("Unit that reports"), lambda typed: lookup.unit(plan, typed), None)):
        pass
    return unit


def _ask_figure(indicator: Indicator, reports: tuple[Submission, ...], kept: Decimal | None) -> Decimal | None:
    def read(typed: str) -> Decimal | None:
        return amounts.figure(typed, indicator)

    label = _figure_label(indicator, reports)
    return _ask(label if kept is None else _keeping(label, words.figure(kept, indicator)), read, kept)


def _status(typed: str) -> str:
    return lookup.choice(typed, statuses(), "--status", words.in_all_languages(statuses))


def _ask_reason() -> str:
    """Ask why an entry is corrected, until an answer is typed."""
    while not (typed := _ask_text(_("Why it is corrected"), None)):
        console.say("  " + _("say why the entry is corrected; give a reason"))
    return typed


def _ask_text(label: str, kept: str | None) -> str | None:
    def read(typed: str) -> str | None:
        return None if kept and typed.strip() == EMPTIES else text(typed, label)

    return _ask(_keeping(label, shown(kept, SHOWN_OF_KEPT)) if kept else label, read, kept)


def _keeping(label: str, kept: str) -> str:
    """Return a question with what Enter keeps."""
    return _("{label} [{kept}]").format(label=label, kept=kept)


def _figure_label(indicator: Indicator, reports: tuple[Submission, ...]) -> str:
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
        typed = _line(_("{label}: ").format(label=label))
        if not typed.strip():
            return kept
        try:
            return read(typed)
        except WrongUse as error:
            console.say(f"  {error}")


def _line(prompt: str) -> str:
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401, PLC0415  makes Backspace remove a Chinese character whole
    try:
        return input(prompt)
    except (KeyboardInterrupt, EOFError):
        console.say("")  # the cursor stands behind the question
        raise
