"""What the rows of a screen have no room for, in a sentence each below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.i18n import gettext as _
from mstrack.views import roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing


def marks(snapshot: Snapshot, standings: Sequence[Standing]) -> Iterator[str]:
    """Yield what is unusual in the rows, and where all of it stands."""
    plan = snapshot.plan
    yield from roles.groups_line(snapshot, standings)
    without = [one for one in standings if not one.task.due and plan.due_of(one.task).words]
    if without:
        sentence = _("The table gives no deadline; it is the plan's.")
        if len(without) < len(standings):
            sentence = _("The table gives task {numbers} no deadline; it is the plan's.")
        yield sentence.format(numbers=_numbers(without))
    amended = _numbers(one for one in standings if one.task.amendments)
    if amended:
        yield _("* The plan of task {numbers} was amended; --long names the documents.").format(numbers=amended)
    if plan.amendments:
        yield _("The plan itself was amended; --long names the documents.")
    by_percent = _numbers(one for one in standings if one.by_percent)
    if by_percent:
        yield _("Percentage by its unit's own word: {numbers}.").format(numbers=by_percent)
    others = _numbers(one for one in standings if one.slowest and (one.slowest.provisional or one.slowest.joint))
    if others:
        yield _("Progress by the reports of other units: {numbers}.").format(numbers=others)
    disputed = _numbers(one for one in standings if one.disputed)
    if disputed:
        yield _("Disputed correction: {numbers}.").format(numbers=disputed)


def _numbers(standings: Iterable[Standing]) -> str:
    return _(", ").join(map(str, sorted({one.task.id for one in standings})))
