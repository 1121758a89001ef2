"""A light and why, in the few cells of a line: the word of the light, and a word or two for every cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.i18n import gettext as _
from mstrack.report import Word
from mstrack.views import words

if TYPE_CHECKING:
    from fractions import Fraction

    from mstrack.progress.standing import Standing


def light(one: Standing) -> Word:
    """Return the word of the light with its reason."""
    name, why = words.lights()[one.light], reason(one)
    if one.task.dropped:
        return Word(one.light, why, words.TONES[one.light])
    text = _("{light} {reason}").format(light=name, reason=why) if why else name
    return Word(one.light, text, words.TONES[one.light])


def reason(one: Standing) -> str:
    """Say why a light is what it is; what is done in time needs no reason. `causes.sentence` has the whole of it."""
    late, silent = max(0, -one.days_left), one.silent_days
    reasons = {
        "done": "",
        "done-late": _("{n}d late").format(n=one.late),
        "overdue": _("{n}d over").format(n=late),
        "to-confirm": _("met"),
        "blocked": _("blocked"),
        "unreported": _("silent"),
        "stale": _("{n}d ago").format(n=silent),
        "lag": _("lag {n}").format(n=points(one.lag)),
        "milestone": _("stage"),
        "near": _("unmet") if one.unreached else _("near"),
        "no-figure": _("no data"),
        "reached": _("met"),
        "on-pace": _("lag 0"),
        "behind": _("lag {n}").format(n=points(one.lag)),
        "under-way": _("active"),
        "dropped": _("dropped"),
    }
    return reasons[one.cause]


def points(lag: Fraction | None) -> str:
    """Return a lag in whole points; one of less than a point is not nothing."""
    n = round((lag or 0) * 100)
    return str(n) if n else "<1"


def percent(share: Fraction | None, mark: str = "") -> Word:
    """Return a share of 1 in whole per cent; below 1 it never reads 100, and above 0 never 0."""
    if share is None:
        return Word(None, "-")
    n = round(share * 100)
    if n >= 100 > share * 100:  # noqa: PLR2004  per cent
        n = 99
    return Word(n, f"<1%{mark}" if share and not n else f"{n}%{mark}")
