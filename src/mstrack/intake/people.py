"""Who is named in a table: leaders, units with their persons, groups with their members; each once, with pinyin and code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from mstrack.format import yaml
from mstrack.intake import pinyin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mstrack.format.model import Person, Plan, Unit
    from mstrack.intake.rows import Row

UNKNOWN = "待核对单位"
"""Stands for the lead unit where the table names none: nobody is made to lead by a guess."""


class People(NamedTuple):
    """Leaders and units as tasks.yaml has them, the doubts about each by its place in the list, and names to take."""

    leaders: list[dict[str, Any]]
    units: list[dict[str, Any]]
    doubts: dict[tuple[str | int, ...], list[str]]
    renamed: dict[str, str]
    new: tuple[str, ...]
    paired: bool


def of(
    rows: Sequence[Row], members: Mapping[str, Sequence[str]], districts: Iterable[str], before: Plan | None
) -> People:
    """Return who is named in the rows, in order of first appearance; `before` is the plan of the year before."""
    doubts: dict[tuple[str | int, ...], list[str]] = {}
    leaders = [_leader(name, before) for name in dict.fromkeys(name for row in rows for name in row.leaders)]
    for i, leader in enumerate(leaders):
        if pinyin.doubtful(leader["name"]) and not _known_person(leader["name"], before):
            doubts["leaders", i] = [_read(leader)]
    answers, paired = _answers(rows)
    known = {alias: unit for unit in (before.units if before else ()) for alias in _names(unit)}
    named = dict.fromkeys(name for row in rows for name in (*row.lead, *row.partners, *row.paired))
    renamed = {name: known[name].name for name in named if name in known and known[name].name != name}
    order = [renamed.get(name, name) for name in named] or []
    if any(not row.lead for row in rows):
        order.append(UNKNOWN)
    groups = _groups(order, members, known)
    order += [name for several in groups.values() for name in several]
    order = list(dict.fromkeys([*order, *districts]))
    kept = {name: known[name].code for name in order if name in known}
    codes = pinyin.codes([name for name in order if name not in kept], kept.values()) | kept
    units: list[dict[str, Any]] = []
    for i, name in enumerate(order):
        persons = list(answers.get(name, ()))
        unit = _unit(name, codes[name], persons, groups.get(name, ()), known.get(name))
        units.append(unit)
        sentences = [_read({"name": one, "pinyin": pinyin.person(one)}) for one in persons if pinyin.doubtful(one)]
        if len(persons) > 1:
            sentences.append(f"{name}的责任人在表上有{'、'.join(persons)}，是否都对？")
        if name == UNKNOWN:
            sentences.append("表上没有写牵头单位；各项任务的牵头单位请逐项填写，本条随后删去")
        if _is_group(name) and name not in known:
            sentences.append(_of_members(name, groups.get(name, ()), members))
        if sentences:
            doubts["units", i] = sentences
    new = tuple(name for name in order if before and name not in known and name != UNKNOWN)
    return People(leaders, units, doubts, renamed, new, paired)


def _answers(rows: Sequence[Row]) -> tuple[dict[str, tuple[str, ...]], bool]:
    """Pair units and persons where a row has as many of one as of the other; of several persons the table's first leads."""
    found: dict[str, dict[str, None]] = {}
    paired = True
    for row in rows:
        if row.persons and len(row.persons) == len(row.paired):
            for unit, person in zip(row.paired, row.persons, strict=True):
                found.setdefault(unit, {})[person] = None
        elif row.persons:
            paired = False
    return {unit: tuple(persons) for unit, persons in found.items()}, paired


def _groups(
    named: Sequence[str], members: Mapping[str, Sequence[str]], known: Mapping[str, Unit]
) -> dict[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for name in dict.fromkeys((*named, *members)):
        if name in known and known[name].members and name not in members:
            groups[name] = known[name].members
        elif name in members or _is_group(name):
            alike = _alike(name, named)
            groups[name] = tuple(dict.fromkeys((*members.get(name, ()), *alike)))
    return groups


def _is_group(name: str) -> bool:
    return bool(re.match("各|相关|有关", name))


def _alike(group: str, named: Sequence[str]) -> tuple[str, ...]:
    """Return the units of a table that a group's name means: 台山市政府 of 各市（区）政府."""
    signs = re.findall("[市县区旗镇乡]|街道", re.sub("政府|管委会|办事处", "", group)) if group.startswith("各") else []
    if not signs or not group.endswith("政府"):
        return ()
    pattern = rf"[\u4e00-\u9fff]{{2,6}}(?:{'|'.join(signs)})(?:人民)?政府"
    return tuple(name for name in named if re.fullmatch(pattern, name) and not _is_group(name))


def _of_members(name: str, found: Sequence[str], members: Mapping[str, Sequence[str]]) -> str:
    if not found:
        return f"“{name}”由哪些单位组成，表上没有写；写 members，或用 --members {name}=甲、乙 重新起草"
    seen = len(set(found) - set(members.get(name, ())))
    parts = [*([f"表中出现的{seen}个"] if seen else []), *(["--members"] if name in members else [])]
    source = "和 ".join(parts)
    return f"“{name}”的成员取自{source}，是否齐全？"


def _unit(name: str, code: str, persons: Sequence[str], members: Sequence[str], old: Unit | None) -> dict[str, Any]:
    unit: dict[str, Any] = {"name": name, "code": code}
    people = [_person(one, old) for one in persons] or ([_carried(one) for one in old.persons] if old else [])
    if people:
        unit["person"] = people[0] if len(people) == 1 else people
    if members:
        unit["members"] = list(members)
    if old and old.aliases:
        unit["aliases"] = list(old.aliases)
    if old and old.former:
        unit["former"] = [_former(one) for one in old.former]
    if old and old.contact:
        unit["contact"] = yaml.Inline(
            {key: value for key, value in (("name", old.contact.name), ("phone", old.contact.phone)) if value}
        )
    return unit


def _former(one: Any) -> dict[str, Any]:
    return yaml.Inline({"name": one.name, "until": one.until, "document": one.document})


def _person(name: str, old: Unit | None) -> dict[str, Any]:
    same = next((one for one in (old.persons if old else ()) if one.name == name), None)
    return _carried(same) if same else yaml.Inline({"name": name, "pinyin": pinyin.person(name)})


def _carried(person: Person) -> dict[str, Any]:
    carried: dict[str, Any] = {"name": person.name, "pinyin": person.pinyin}
    if person.aliases:
        carried["aliases"] = person.aliases
    if person.former:
        carried["former"] = [_former(one) for one in person.former]
    return yaml.Inline(carried)


def carried_unit(unit: Unit) -> dict[str, Any]:
    """Return a unit of the year before as it stands in the new plan."""
    return _unit(unit.name, unit.code, (), unit.members, unit)


def carried_leader(person: Person) -> dict[str, Any]:
    """Return a leader of the year before as he stands in the new plan."""
    return _carried(person)


def _leader(name: str, before: Plan | None) -> dict[str, Any]:
    known = _known_person(name, before)
    return _carried(known) if known else yaml.Inline({"name": name, "pinyin": pinyin.person(name)})


def _known_person(name: str, before: Plan | None) -> Person | None:
    return next((one for one in (before.leaders if before else ()) if name in {one.name, *one.aliases}), None)


def _names(unit: Unit) -> tuple[str, ...]:
    return (unit.name, *unit.aliases, *(one.name for one in unit.former))


def _read(person: Mapping[str, Any]) -> str:
    return f"{person['name']}：姓读 {person['pinyin'].split()[0]}"
