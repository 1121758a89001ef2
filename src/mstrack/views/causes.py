"""A sentence for every cause of a light."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.report import hundredths

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from mstrack.progress.figures import Actual
    from mstrack.progress.standing import Standing


def sentence(one: Standing) -> str:  # noqa: C901, PLR0911, PLR0912  a table, one sentence a cause
    """Say why a light is what it is, without what its figures rest on."""
    match one.cause:
        case "done":
            return _("done")
        case "done-late":
            return ngettext("done {n} day late", "done {n} days late", one.late).format(n=one.late)
        case "overdue":
            return _overdue(one)
        case "to-confirm":
            return _("every target reached, to be confirmed as done")
        case "blocked":
            return _("the unit says blocked")
        case "unreported":
            return _("unreported")
        case "stale":
            return _silent(one)
        case "lag":
            return _with_slowest(_("{points} points behind").format(points=points(one)), one)
        case "milestone":
            missed = [_("{what} ({day})").format(what=m.milestone.what, day=m.by) for m in one.milestones if m.missed]
            return _("stage not reached: {names}").format(names=_(", ").join(missed))
        case "near":
            return _near(one)
        case "no-figure":
            wanting = [a for a in one.actuals if a.indicator.kind == "cumulative" and a.figure is None]
            return _("no figure for {names}").format(names=_names(wanting))
        case "reached":
            return _("every target reached")
        case "on-pace":
            return _with_slowest(_("on pace"), one)
        case "behind":
            return _with_slowest(_("nearly on pace, {points} points behind").format(points=points(one)), one)
        case "dropped":
            return _("dropped")
        case _:
            return _("under way")


def lag_points(one: Standing) -> Decimal | None:
    """Return the lag in percentage points: what is expected less the progress, both as printed beside it."""
    return None if one.progress is None else hundredths(one.expected) - hundredths(one.progress)


def points(one: Standing) -> str:
    """Return the lag in percentage points with two decimals; nothing where it is not known."""
    lag = lag_points(one)
    return "" if lag is None else f"{lag:.2f}"


def _overdue(one: Standing) -> str:
    """Say how long a task is overdue, and, where its unit is silent, for how long."""
    late = ngettext("overdue by {n} day", "overdue by {n} days", -one.days_left).format(n=-one.days_left)
    if not one.is_silent:
        return late
    return _("{late}, {silence}").format(late=late, silence=_silent(one) if one.submission else _("never reported"))


def _silent(one: Standing) -> str:
    n = one.silent_days
    return ngettext("unreported for {n} day", "unreported for {n} days", n).format(n=n)


def _near(one: Standing) -> str:
    """Name what is open: first what no pace measures, else every target; without targets, that nobody said done."""
    unmeasured = [actual for actual in one.unreached if actual.expected is None]
    names = _names(unmeasured or one.unreached)
    return _("not reached yet: {names}").format(names=names) if names else _("not reported as done yet")


def _with_slowest(text: str, one: Standing) -> str:
    name = slowest(one) or (_("not started") if not one.slowest and not one.by_percent else "")
    return _("{text} ({remark})").format(text=text, remark=name) if name else text


def slowest(one: Standing) -> str:
    """Name the slowest cumulative indicator where there is more than one to choose from."""
    several = [actual for actual in one.actuals if actual.expected is not None]
    return one.slowest.indicator.name if one.slowest and len(several) > 1 else ""


def _names(several: Iterable[Actual]) -> str:
    return _(", ").join(actual.indicator.name for actual in several)
