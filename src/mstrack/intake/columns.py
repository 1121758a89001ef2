"""Which column of a table is what: by its heading, and by what its cells hold where the heading leaves it open."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import WrongUse
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.intake import headings, names
from mstrack.intake.words import even, joined
from mstrack.progress import dates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mstrack.intake.grid import Body

SURE = 0.7
"""Confidence below which a person is asked."""
_ENOUGH = 0.6
_ONCE = {
    "no",
    "item",
    "group",
    "name",
    "goal",
    "target",
    "indicator",
    "leader",
    "deadline",
    "schedule",
    "shares",
    "district",
    "content",
}
"""Roles that one column has."""
_YEAR = 2021  # any: whether words name a day depends on none


class SourceColumn(NamedTuple):
    """A column: its number from 1, heading, role, how sure that is (0 to 1), and three of its cells."""

    number: int
    heading: str
    role: str
    sure: float
    cells: tuple[str, ...]


def roles(body: Body, said: Mapping[int, str]) -> tuple[SourceColumn, ...]:
    """Return the columns with their roles; `said` are those that somebody named, by number."""
    for number, role in said.items():
        if not 1 <= number <= len(body.header) or role not in headings.ROLES:
            sentence = _("--column {number}={role}: columns are 1 to {last}, what they may be is {roles}")
            every = ", ".join(headings.ROLES)
            raise WrongUse(sentence.format(number=number, role=shown(role), last=len(body.header), roles=every))
    found: list[SourceColumn] = []
    for i, heading in enumerate(body.header):
        cells = tuple(row[i] for row in body.rows if row[i].strip())
        role, sure = (said[i + 1], 1.0) if i + 1 in said else _role(heading, cells)
        found.append(SourceColumn(i + 1, heading, role, sure, tuple(dict.fromkeys(cells))[:3]))
    return _settled(found, body, set(said))


def _role(heading: str, cells: Sequence[str]) -> tuple[str, float]:
    """Return the role of a column on its own: the heading's, corrected by what the cells hold."""
    role = headings.role(heading)
    if role is None and headings.is_district(heading) and cells and _share(cells, _is_number) > _ENOUGH:
        return "share", 0.9
    if role is None:
        return _by_cells(cells)
    if not cells:
        return role, 0.9
    if role == "goal" and _share(cells, _is_number) > _ENOUGH:
        return "target", 0.9
    if role == "units" and _share(cells, lambda cell: _pairs(cell) and not names.looks_like_units(cell)) > _ENOUGH:
        return "unit-person", 0.8
    if (
        role in {"lead", "units"}
        and _share(cells, names.looks_like_persons) > _ENOUGH
        and _share(cells, names.looks_like_units) == 0
    ):
        return "person", 0.5
    if role == "item" and _share(cells, lambda cell: bool(cell.strip().isdecimal())) > _ENOUGH:
        return "no", 0.8
    return role, 0.9


def _by_cells(cells: Sequence[str]) -> tuple[str, float]:
    if not cells:
        return "skip", 1.0
    if _share(cells, lambda cell: cell.strip().isdecimal()) == 1 and _increasing(cells):
        return "no", 0.8
    tests = (
        ("deadline", _is_day),
        ("units", names.looks_like_units),
        ("person", names.looks_like_persons),
        ("target", _is_number),
    )
    for role, test in tests:
        if _share(cells, test) > 0.8:
            return role, 0.5
    long = sum(map(len, cells)) / len(cells) > 12
    return ("content", 0.6) if long else ("skip", 0.4)


def _settled(columns: list[SourceColumn], body: Body, said: set[int]) -> tuple[SourceColumn, ...]:
    """Let each role stand once, and fit together: a unit beside a lead is a partner, the longest text is the content."""
    has = {column.role for column in columns}
    for i, column in enumerate(columns):
        if column.role == "units" and "lead" in has and column.number not in said:
            columns[i] = column._replace(role="partner")
        if column.role == "indicator" and "target" not in has and column.number not in said:
            columns[i] = column._replace(role="content" if "content" not in has else "goal")
    has = {column.role for column in columns}
    if "content" not in has:
        for wanted in ("name", "goal", "indicator", "item"):
            chosen = [i for i, column in enumerate(columns) if column.role == wanted]
            if chosen and not (wanted == "goal" and "indicator" in has):
                columns[chosen[0]] = columns[chosen[0]]._replace(role="content")
                break
    for role in _ONCE:
        several = [i for i, column in enumerate(columns) if column.role == role]
        if len(several) > 1:
            best = max(several, key=lambda i: (columns[i].number in said, columns[i].sure, _length(body, i), -i))
            for i in several:
                if i != best and columns[i].number not in said:
                    other = "name" if role == "content" and "name" not in has and i < best else "skip"
                    columns[i] = columns[i]._replace(role=other, sure=0.75 if other == "name" else 0.5)
                    has.add(other)
    return tuple(columns)


def _length(body: Body, i: int) -> int:
    return sum(len(row[i]) for row in body.rows)


def _share(cells: Sequence[str], test: object) -> float:
    return sum(bool(test(cell)) for cell in cells) / len(cells) if callable(test) and cells else 0


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"[\d.,，%]+[\u4e00-\u9fff]{0,3}", joined(cell)))


def _is_day(cell: str) -> bool:
    try:
        dates.deadline(even(cell), _YEAR)
    except ValueError:
        return False
    return True


def _pairs(cell: str) -> bool:
    named, people = names.unit_and_person(cell)
    return bool(named.others) and len(named.others) == len(people)


def _increasing(cells: Sequence[str]) -> bool:
    numbers = [int(cell) for cell in cells]
    return numbers == sorted(numbers)
