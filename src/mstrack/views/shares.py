"""Shares of districts: each unit's own target of an indicator, how far it is, and its place among the others."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from mstrack.i18n import gettext as _
from mstrack.report import Bar, Column, Percent, Text, Tone, Word, filled, for_data, for_machines, for_people
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.format.model import Indicator
    from mstrack.progress.shares import ShareStanding
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Cell, Columns, Table


class Shared(NamedTuple):
    """A unit's share of an indicator; `place` is its order by progress, 1 the farthest, None without progress."""

    indicator: Indicator
    standing: ShareStanding
    place: int | None


def of_task(snapshot: Snapshot, one: Standing) -> list[Shared]:
    """Return the shares of a task whose units have targets of their own, the farthest of each indicator first."""
    return [share for each in one.task.indicators if each.shares for share in _ordered(snapshot, one, each)]


def table(several: list[Shared]) -> Table:
    """Return the shares of a task."""
    columns: Columns[Shared] = (
        (Column("name", _("Indicator"), 50, wrap=True, least=10), lambda one: one.indicator.name),
        (Column("order", _("Order"), 60, right=True), lambda one: one.place),
        (Column("unit", _("Unit"), 100, wrap=True, least=10), lambda one: one.standing.unit.name),
        (for_people(_("Own target"), 80, right=True), _target),
        (for_people(_("Figure"), 90, right=True), _figure),
        (Column("progress_percent", _("Percent"), 70, right=True), _percent),
        *(((for_people(_("Progress (| expected)"), 40), _bar),) if any(map(_bar, several)) else ()),
        (for_people(_("Light"), 95), _light),
        (for_people(_("As of"), 45), _day),
        (for_machines("indicator"), lambda one: one.indicator.id),
        (for_machines("code"), lambda one: one.standing.unit.code),
        (for_data("target", _("Own target")), lambda one: one.standing.target),
        (for_data("figure", _("Figure")), lambda one: one.standing.figure),
        (for_data("expected_percent", _("Expected progress")), lambda one: Percent(one.standing.expected)),
        (for_data("reached", _("Reached")), lambda one: one.standing.reached),
        (for_data("light", _("Light")), _light),
        (for_machines("report"), lambda one: one.standing.submission.filed.path if one.standing.submission else None),
        (for_data("report_date", _("As of")), _day),
    )
    return filled("shares", columns, several, _("Shares of units"), optional=True)


def remarks(one: Standing) -> Iterator[Text]:
    """Say what of a cumulative target nobody has as a share (未分解), or by how much the shares exceed it."""
    for indicator in one.task.indicators:
        if not indicator.shares or indicator.kind != "cumulative":
            continue
        total = sum(indicator.shares.values(), start=Decimal(0))
        rest = words.figure(abs(indicator.target - total), indicator)
        target = words.target(indicator)
        if total < indicator.target:
            sentence = _("{name}: {rest} of {target} are in no unit's share; the city itself bears them.")
            yield Text(sentence.format(name=indicator.name, rest=rest, target=target), Tone.MUTE)
        elif total > indicator.target:
            sentence = _("{name}: the shares add up to {rest} more than {target}.")
            yield Text(sentence.format(name=indicator.name, rest=rest, target=target), Tone.MUTE)


def _ordered(snapshot: Snapshot, one: Standing, indicator: Indicator) -> list[Shared]:
    found = snapshot.shares(one, indicator)
    known = sorted((each.progress for each in found if each.progress is not None), reverse=True)
    several = [
        Shared(indicator, each, None if each.progress is None else known.index(each.progress) + 1)
        for each in found
        if each.target is not None or each.figure is not None
    ]
    return sorted(several, key=lambda share: share.place or len(several) + 1)


def _target(one: Shared) -> Cell:
    target = one.standing.target
    return None if target is None else words.bounded(target, one.indicator)


def _figure(one: Shared) -> str:
    return words.figure(one.standing.figure, one.indicator)


def _percent(one: Shared) -> Percent | None:
    return None if one.standing.progress is None else Percent(one.standing.progress)


def _bar(one: Shared) -> Cell:
    share = one.standing
    if share.progress is not None:
        return Bar(share.progress, share.expected, words.TONES[share.light])
    if share.figure is None or share.target is None:
        return None
    return Word(None, _("reached") if share.reached else _("not reached"), words.TONES[share.light])


def _light(one: Shared) -> Word:
    return Word(one.standing.light, words.lights()[one.standing.light], words.TONES[one.standing.light])


def _day(one: Shared) -> Cell:
    return one.standing.submission.entry.date if one.standing.submission else None
