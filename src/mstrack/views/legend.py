"""The rules of the lights in a few sentences, with the numbers in force: what every answer that shows lights prints."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.progress.pace import ABOUT
from mstrack.views import calendar_pace

if TYPE_CHECKING:
    from mstrack.format.model import Plan


def of_lights(plan: Plan) -> str:
    """Return the rules of the lights, with the numbers in force, and what the expected progress is."""
    rules = plan.lights
    sentence = _(
        "Lights, the first that fits: done, if the unit says so; red, past its deadline, but yellow, if every target "
        "is reached; red, if the unit says blocked; grey, if the lead unit reported nothing in {stale} days; "
        "red, more than {red} points behind the expected progress; yellow, more than {yellow} points behind, "
        "or a stage not reached in time, or {near} days or fewer to go and something open that no pace measures, "
        "or {last} days or fewer to go and anything open; grey, if a cumulative target has no figure; green otherwise."
    ).format(
        stale=rules.stale_days,
        red=plain(rules.red),
        yellow=plain(rules.yellow),
        near=rules.near_days,
        last=rules.last_days,
    )
    paces = {
        "deadline": _(
            "The expected progress is the line to the task's own deadline, through the figures of its stages."
        ),
        "calendar": _("The expected progress is the calendar pace.")
        if calendar_pace.is_of_a_year(plan)
        else _("The expected progress is the pace of the period."),
    }
    sentences = [sentence, paces[rules.pace]]
    if any(one.bound == "about" for task in plan.tasks for one in task.indicators):
        about = _("A target that is about a number is reached at {percent}% of it.")
        sentences.append(about.format(percent=int((1 - ABOUT) * 100)))
    return reduce(lambda text, more: _("{text} {more}").format(text=text, more=more), sentences)
