"""The rules of names: who is named is listed, has one role, and bears a name of its own, today and in the past."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from mstrack.i18n import gettext as _
from mstrack.progress.nearest import cure
from mstrack.progress.routes import problem, tasks
from mstrack.rules.plan_milestones import outside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mstrack.errors import Problem, Route
    from mstrack.format.model import Person, Plan, Task, Unit


def known_leader(plan: Plan) -> Iterator[Problem]:
    """A task's leaders are leaders listed, by the name of today."""
    for route, task in tasks(plan):
        for i, name in enumerate(task.leaders):
            if sentence := _unknown(name, plan.leaders, "leaders"):
                yield problem("known-leader", sentence, (*route, "leader", i))


def known_unit(plan: Plan) -> Iterator[Problem]:
    """A task's lead and partner units, and the members of a group, are units listed, by the name of today."""
    named = [
        *((route, name) for way, task in tasks(plan) for route, name in _roles(way, task)),
        *((("units", i, "members", j), name) for i, one in enumerate(plan.units) for j, name in enumerate(one.members)),
    ]
    known = {unit.name for unit in plan.units}
    for route, name in named:
        if name not in known and (sentence := _unknown(name, plan.units, "units")):
            yield problem("known-unit", sentence, route)


def flat_groups(plan: Plan) -> Iterator[Problem]:
    """A member of a group is no group itself, so that nobody is counted twice."""
    groups = {unit.name for unit in plan.units if unit.members}
    for i, unit in enumerate(plan.units):
        for j, name in enumerate(unit.members):
            if name in groups:
                sentence = _("{name} is a group itself; list its members here instead").format(name=name)
                yield problem("flat-groups", sentence, ("units", i, "members", j))


def one_role(plan: Plan) -> Iterator[Problem]:
    """Nobody is named twice in a task: no leader, no lead unit again as a partner; nor a member of a group that leads.

    A group and its member may both be partners.
    """
    members = {unit.name: unit.members for unit in plan.units}
    for route, task in tasks(plan):
        leading = {name: group for group in task.lead_units for name in members.get(group, ())}
        leaders = (((*route, "leader", i), name) for i, name in enumerate(task.leaders))
        for several in (leaders, _roles(route, task)):
            seen: set[str] = set()
            for place, name in several:
                if name in seen:
                    sentence = _("{name} is named twice in this task; keep one of the two").format(name=name)
                    yield problem("one-role", sentence, place)
                elif name in leading:
                    sentence = _("{name} leads this task as a member of {group}; keep one of the two")
                    yield problem("one-role", sentence.format(name=name, group=leading[name]), place)
                seen.add(name)


def former_order(plan: Plan) -> Iterator[Problem]:
    """Former names stand oldest first, each until a day of the plan, none twice in a row."""
    for route, one in _named(plan):
        names = [*(former.name for former in one.former), one.name]
        for k, former in enumerate(one.former):
            place = (*route, "former", k)
            if former.until not in plan.period.reach:
                yield problem("former-order", outside(plan, former.until), (*place, "until"))
            elif k and former.until <= one.former[k - 1].until:
                sentence = _("{day} is not after {before}, the last day of the name above; put the older one first")
                words = sentence.format(day=former.until, before=one.former[k - 1].until)
                yield problem("former-order", words, (*place, "until"))
            if names[k] == names[k + 1]:
                sentence = _("{name} is the next name, too; write what it was before").format(name=former.name)
                yield problem("former-order", sentence, (*place, "name"))


def one_name(plan: Plan) -> Iterator[Problem]:
    """No two leaders, no two units, no two persons of a unit bear one name at one time; no name is another's alias."""
    yield from _one_name_of(("leaders",), plan.leaders)
    yield from _one_name_of(("units",), plan.units)
    for i, unit in enumerate(plan.units):
        yield from _one_name_of(("units", i, "person"), unit.persons)


def plain_name(plan: Plan) -> Iterator[Problem]:
    """A name that is typed has no sign that a shell acts on: $ ; & | < >, a backtick or backslash, a straight quote."""
    for route, one in _named(plan):
        names = [
            (one.name, (*route, "name")),
            *((alias, (*route, "aliases", k)) for k, alias in enumerate(one.aliases)),
            *((former.name, (*route, "former", k, "name")) for k, former in enumerate(one.former)),
        ]
        for name, place in names:
            signs = " ".join(dict.fromkeys(sign for sign in name if sign in _SHELL))
            if signs:
                sentence = _("a name is typed in a shell, which would act on {signs}; leave out, or write full width")
                yield problem("plain-name", sentence.format(signs=signs), place)


_SHELL = frozenset("$`\"'\\;&|<>\n")

RULES = (known_leader, known_unit, flat_groups, one_role, former_order, one_name, plain_name)
"""Every rule of names."""


class _Borne(NamedTuple):
    """A name that somebody (by place in the list) bore on the days after `since` until `until`."""

    name: str
    owner: int
    since: dt.date
    until: dt.date
    route: Route


def _one_name_of(route: Route, several: Sequence[Person | Unit]) -> Iterator[Problem]:
    """Yield the names of one list that clash. `unique` lists present names that are equal."""
    if not any(one.former for one in several):
        return
    aliases = {alias: i for i, one in enumerate(several) for alias in one.aliases}
    seen: dict[str, list[_Borne]] = {}
    for borne in _borne(route, several):
        other = aliases.get(borne.name, borne.owner)
        renamed = several[borne.owner].former or several[other].former
        if other != borne.owner and renamed:
            sentence = _("{name} is an alias of {other}; delete the alias, or correct the name")
            words = sentence.format(name=borne.name, other=several[other].name)
            yield problem("one-name", words, borne.route)
        for one in seen.setdefault(borne.name, []):
            present = borne.until == one.until == dt.date.max
            if one.owner != borne.owner and not present and one.since < borne.until and borne.since < one.until:
                sentence = _("{name} is the name of {other} on the same days; correct one of the two")
                if borne.name == several[one.owner].name:
                    sentence = _("another one bears the name {name} on the same days; correct one of the two")
                words = sentence.format(name=borne.name, other=several[one.owner].name)
                yield problem("one-name", words, borne.route)
                break
        seen[borne.name].append(borne)


def _borne(route: Route, several: Sequence[Person | Unit]) -> Iterator[_Borne]:
    for i, one in enumerate(several):
        since = dt.date.min
        for k, former in enumerate(one.former):
            yield _Borne(former.name, i, since, former.until, (*route, i, "former", k, "name"))
            since = former.until
        yield _Borne(one.name, i, since, dt.date.max, (*route, i, "name"))


def _named(plan: Plan) -> Iterator[tuple[Route, Person | Unit]]:
    yield from ((("leaders", i), one) for i, one in enumerate(plan.leaders))
    for i, unit in enumerate(plan.units):
        yield ("units", i), unit
        yield from ((("units", i, "person", j), person) for j, person in enumerate(unit.persons))


def _roles(route: Route, task: Task) -> Iterator[tuple[Route, str]]:
    yield from (((*route, "lead_unit", i), name) for i, name in enumerate(task.lead_units))
    yield from (((*route, "partner_units", i), name) for i, name in enumerate(task.partner_units))


def _unknown(name: str, known: Iterable[Person | Unit], where: str) -> str:
    """Say that nobody has a name today; nothing where somebody has it."""
    names = [one.name for one in known]
    if name in names:
        return ""
    for one in known:
        for former in one.former:
            if name == former.name:
                sentence = _("{name} was the name until {day}; write {now}")
                return sentence.format(name=name, day=former.until, now=one.name)
    sentence = _("{name} is not among the {where}; {cure}")
    return sentence.format(name=name, where=where, cure=cure(name, names))
