"""A table comes in: the options of `init --from`, what is asked of a person, and the draft that results."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from mstrack.check import store as checking
from mstrack.cli import console
from mstrack.cli.record import prompts
from mstrack.cli.wrong_flags import WrongFlags
from mstrack.errors import WorldFailed, WrongUse, why
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.intake import columns, draft, grid, headings, next_year, readers
from mstrack.library.opening import open_snapshot
from mstrack.store import cache, source
from mstrack.views import intake

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mstrack.cli.table_options import TableOptions
    from mstrack.format.model import Plan
    from mstrack.intake.columns import SourceColumn
    from mstrack.intake.grid import Body, GridTable
    from mstrack.intake.readers import Tables
    from mstrack.intake.writing import Note

_UNSURE = {"lead", "units", "unit-person", "deadline", "content", "person"}
"""Roles that nobody guesses: who answers, until when, and for what."""


class Planned(NamedTuple):
    """A plan to write: its text, the places to check, its year, and the lines that tell what was found."""

    text: str
    notes: tuple[Note, ...]
    year: int
    lines: tuple[str, ...]


def planned(typed: TableOptions, folder: str, today: dt.date) -> Planned | None:
    """Return the plan that the options ask for; None where they ask for none."""
    if typed.source is None and typed.after is None:
        _refuse_alone(typed)
        return None
    _refuse(typed)
    before = _before(typed)
    year = typed.year or _year_of(folder) or (before.year + 1 if before else today.year)
    made = _draft(typed, before, year) if typed.source is not None else None
    lines = tuple(intake.found(made)) if made else ()
    if before is None:
        if made is None:  # one of the two is given
            return None
        return Planned(made.text, made.notes, made.plan.get("year", year), lines)
    year = made.plan.get("year", year) if made else year
    text, notes = next_year.plan(before, year, _numbers(typed.carry), made)
    return Planned(text, notes, year, lines)


def problems(plan: Planned, today: dt.date) -> list[str]:
    """Return the lines that say what a person has to look at, with what `check` refuses in the plan."""
    files = source.InMemory({source.PLAN: plan.text})
    wrong = checking.problems(files, cache.Cache(None), today)
    return list(intake.doubts(plan.notes, source.PLAN, wrong))


def _refuse_alone(typed: TableOptions) -> None:
    """Refuse each option that says something of a table or of an old store, where neither is named."""
    wrong = WrongFlags()
    for option, value in (("--table", typed.table), ("--column", typed.columns), ("--members", typed.members)):
        with wrong.of(option):
            if value:
                raise WrongUse(_("{option} belongs to --from; name the table with --from").format(option=option))
    with wrong.of("--carry"):
        if typed.carry:
            raise WrongUse(_("{option} belongs to --after; name the old store with --after").format(option="--carry"))
    wrong.refuse()


def _refuse(typed: TableOptions) -> None:
    """Refuse all options that cannot be read, before the table is opened."""
    wrong = WrongFlags()
    with wrong.of("--from"):
        if typed.source not in {None, "-"} and not os.path.isfile(typed.source or ""):
            raise WrongUse(
                _("{path} is no file; name the table after --from").format(path=shown(typed.source or "", 200))
            )
    with wrong.of("--after"):
        if typed.after is not None:
            source.find_store(typed.after, "")
    for one in typed.columns:
        with wrong.of("--column"):
            _columns([one])
    for one in typed.members:
        with wrong.of("--members"):
            _members([one])
    with wrong.of("--carry"):
        _numbers(typed.carry)
    wrong.refuse()


def _before(typed: TableOptions) -> Plan | None:
    if typed.after is None:
        return None
    return open_snapshot(source.find_store(typed.after, "")).plan


def _year_of(folder: str) -> int | None:
    name = re.findall(r"20\d\d", os.path.basename(os.path.abspath(folder)))
    return int(name[-1]) if name else None


def _numbers(typed: str | None) -> list[int]:
    parts = re.split(r"[,，、\s]+", typed.strip()) if typed else []
    for part in parts:
        if not (part.isascii() and part.isdecimal()):
            raise WrongUse(
                _("--carry {typed} names no task; write numbers, such as --carry 13,25").format(typed=shown(part))
            )
    return list(dict.fromkeys(map(int, parts)))


def _draft(typed: TableOptions, before: Plan | None, year: int) -> draft.PlanDraft:
    name = typed.source or "-"
    tables = readers.read(_bytes(name), name)
    if tables.invisible:
        sentence = _("{n} invisible characters were removed; compare the draft with the table")
        console.say(sentence.format(n=tables.invisible))
    table = _table(tables, typed.table)
    roles = _columns(typed.columns)
    chosen = columns.roles(grid.body(table), roles)
    roles |= _unsure(chosen, grid.body(table))
    name = name if name != "-" else ""
    options = draft.Options(name, year, typed.year, roles, _members(typed.members), before)
    return draft.of(table, options)


def _bytes(name: str) -> bytes:
    try:
        if name == "-":
            return console.piped(readers.MOST_BYTES + 1)
        with open(name, "rb") as file:
            return file.read(readers.MOST_BYTES + 1)
    except OSError as error:
        raise WorldFailed(
            _("{path} could not be read ({why})").format(path=shown(name, 200), why=why(error))
        ) from error


def _table(tables: Tables, number: int | None) -> GridTable:
    """Return the table meant: by its number, the only one, the only one that looks like a plan, or the one chosen."""
    if number is not None:
        if not 1 <= number <= len(tables.tables):
            raise WrongUse(_("--table {n}: the file has tables 1 to {last}").format(n=number, last=len(tables.tables)))
        return tables.tables[number - 1]
    alike = [table for table in tables.tables if grid.score(table) > 1] or list(tables.tables)
    if len(alike) == 1:
        return alike[0]
    listed = "\n".join(readers.listed(tables))
    if not prompts.somebody_sits_there():
        raise WrongUse(_("the file has several tables; choose one with --table N:") + f"\n{listed}")
    console.say(listed)
    while True:
        typed = (prompts.line(_("Number of the table")) or "").strip()
        if typed.isdecimal() and 1 <= int(typed) <= len(tables.tables):
            return tables.tables[int(typed) - 1]


def _columns(typed: Sequence[str]) -> dict[int, str]:
    roles: dict[int, str] = {}
    for one in typed:
        number, equals, role = one.partition("=")
        if not equals or not number.strip().isdecimal():
            raise WrongUse(
                _("--column {typed}: write a number and a role, such as --column 4=lead").format(typed=shown(one))
            )
        roles[int(number)] = role.strip()
    return roles


def _members(typed: Sequence[str]) -> dict[str, tuple[str, ...]]:
    members: dict[str, tuple[str, ...]] = {}
    for one in typed:
        group, equals, names = one.partition("=")
        listed = tuple(filter(None, re.split(r"[,，、;；\s]+", names)))
        if not equals or not group.strip() or not listed:
            sentence = _("--members {typed}: write a group and its units: --members 各市（区）政府=甲区政府、乙市政府")
            raise WrongUse(sentence.format(typed=shown(one)))
        members[group.strip().replace("(", "（").replace(")", "）")] = listed
    return members


def _unsure(chosen: Sequence[SourceColumn], body: Body) -> dict[int, str]:
    """Ask what columns are that nobody may guess; where nobody sits there, say which option decides it."""
    doubtful = [one for one in chosen if one.sure < columns.SURE and one.role in _UNSURE and len(body.header) > 1]
    if not doubtful:
        return {}
    lines = [f"  {one.number}  {shown(one.heading)}  {shown(' | '.join(one.cells), 80)}" for one in doubtful]
    if not prompts.somebody_sits_there():
        first = doubtful[0]
        sentence = _("what these columns are is not certain; say it, for example --column {number}={role}:")
        raise WrongUse(sentence.format(number=first.number, role=first.role) + "\n" + "\n".join(lines))
    answers: dict[int, str] = {}
    console.say(_("What a column may be: {roles}").format(roles=", ".join(headings.ROLES)))
    for one, line in zip(doubtful, lines, strict=True):
        console.say(line)
        while True:
            typed = prompts.line(_("What column {n} is [{role}]").format(n=one.number, role=one.role)) or one.role
            if typed.strip() in headings.ROLES:
                answers[one.number] = typed.strip()
                break
    return answers
