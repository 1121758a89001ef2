"""How the units or persons that were asked for are involved in a task: as lead, as partner, as member of a group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.i18n import gettext as _
from mstrack.progress import query
from mstrack.report import Column, Word
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mstrack.progress.query import Role
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Cell

    Filled = Iterator[tuple[Column, Callable[[Standing], Cell]]]


def involved(snapshot: Snapshot) -> Filled:
    """Yield the column of the roles; none where nobody was asked for."""
    if _units(snapshot):
        yield Column("role", _("Role"), 85, wrap=True, least=8), lambda one: words.role(_roles(snapshot, one))


def in_brief(snapshot: Snapshot) -> Filled:
    """Yield the column of the roles for a line a task: what group somebody is a member of stands below."""
    names = {"lead": _("lead"), "partner": _("partner"), "member": _("member")}
    if _units(snapshot):
        yield (
            Column("", _("Role"), 85, wrap=True, least=8),
            lambda one: Word(
                None, _(", ").join(dict.fromkeys(names[words.role_code(each)] for each in _roles(snapshot, one)))
            ),
        )


def groups_line(snapshot: Snapshot, standings: Sequence[Standing]) -> Iterator[str]:
    """Say which groups the members are of."""
    groups = dict.fromkeys(each.via for one in standings for each in _roles(snapshot, one) if each.via)
    if groups:
        yield _("Member: via {groups}.").format(groups=_(", ").join(groups))


def _units(snapshot: Snapshot) -> tuple[str, ...]:
    choice = snapshot.choice
    return (*choice.units, *query.of_persons(snapshot.plan, choice.persons))


def _roles(snapshot: Snapshot, one: Standing) -> list[Role]:
    return query.roles(snapshot.plan, one.task, _units(snapshot))
