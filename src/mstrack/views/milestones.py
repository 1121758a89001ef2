"""Stages of tasks: those of one task on its page, and those that are due in a range of days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.report import Column, Tone, Word, filled, for_data, for_machines, for_people
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mstrack.progress.stages import Stage
    from mstrack.report import Cell, Columns, Table


def of_task(several: Sequence[Stage]) -> Table:
    """Return the stages of one task."""
    columns: Columns[Stage] = (*_what(), *_state())
    return filled("milestones", columns, several, _("Stages"), optional=True)


def of_range(several: Sequence[Stage]) -> Table:
    """Return stages of many tasks, each with its task and whom to ask."""
    columns: Columns[Stage] = (
        (Column("task", _("No."), 100, right=True), lambda one: words.number(one.standing.task)),
        (Column("title", _("Task"), 60, wrap=True, least=10), lambda one: one.standing.task.short),
        *_what(),
        (Column("lead_unit", _("Lead unit"), 40, wrap=True, least=8), lambda one: words.lead_units(one.standing.task)),
        *_state(),
        (for_machines("lead_units"), lambda one: one.standing.task.lead_units),
        (for_machines("leaders"), lambda one: one.standing.task.leaders),
    )
    return filled("milestones", columns, several, _("Stages"), optional=True)


def count(several: Sequence[Stage]) -> str:
    """Count stages: 3 stages, 1 of them missed."""
    stages = ngettext("{n} stage", "{n} stages", len(several)).format(n=len(several))
    missed = sum(one.milestone.missed for one in several)
    return _("{stages}, {n} of them missed").format(stages=stages, n=missed) if missed else stages


def state(one: Stage) -> Word:
    """Say whether a stage is reached, was missed, or is still to come."""
    if one.milestone.reached:
        return Word("reached", _("is reached"), Tone.GOOD)
    if one.milestone.missed:
        return Word("missed", _("missed"), Tone.WARN)
    return Word("open", _("open"))


def _what() -> Columns[Stage]:
    return (
        (Column("what", _("Stage"), 95, wrap=True, least=10), lambda one: one.milestone.milestone.what),
        (Column("deadline", _("By when"), 80, wrap=True, least=8), lambda one: one.milestone.milestone.by.words),
        (Column("by", _("Day"), 70), lambda one: one.milestone.by),
        (for_people(_("Left"), 85, right=True), _left),
    )


def _state() -> Columns[Stage]:
    return (
        (for_people(_("Figure"), 75, wrap=True, least=10), _figure),
        (Column("state", _("State"), 90), state),
        (for_machines("id"), lambda one: one.milestone.milestone.id),
        (for_data("days_left", _("Days left")), lambda one: one.milestone.days_left),
        (for_machines("reached"), lambda one: one.milestone.reached),
        (for_machines("missed"), lambda one: one.milestone.missed),
        (for_machines("indicator"), lambda one: one.milestone.milestone.indicator),
        (for_data("target", _("Target")), lambda one: one.milestone.milestone.figure),
        (for_data("figure", _("Figure")), lambda one: one.milestone.figure),
    )


def _left(one: Stage) -> Cell:
    return Word(None, "-", Tone.MUTE) if one.milestone.reached else words.days(one.milestone.days_left)


def _figure(one: Stage) -> str | None:
    """Return how far the figure of a stage is; - for one that the unit itself has to say."""
    milestone = one.milestone.milestone
    indicator = next((each for each in one.standing.task.indicators if each.id == milestone.indicator), None)
    if indicator is None or milestone.figure is None:
        return None
    sentence = _("{figure} of {target}")
    figure = words.figure(one.milestone.figure, indicator)
    return sentence.format(figure=figure, target=words.bounded(milestone.figure, indicator))
