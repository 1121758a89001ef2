"""What somebody wants to file, piece by piece: from flags, from an entry that it corrects, from answers or a form."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mstrack.cli import console
from mstrack.errors import WrongUse, why
from mstrack.format.characters import forbidden_in, lenient, shown
from mstrack.format.model import Entry
from mstrack.git import repository
from mstrack.i18n import gettext as _
from mstrack.progress import amounts, dates, lookup
from mstrack.progress.figures import reporting_units
from mstrack.views import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from mstrack.cli.record.options import EntryOptions
    from mstrack.format.model import Indicator, Plan, Task
    from mstrack.progress.figures import Submission
    from mstrack.rules.plausible import Doubt

FREE = ("note", "problem", "next")
REPORTED = ("status", "percent", "reached", "confirmed", *FREE)
"""What an entry says beside its figures."""
MOST_NOTE = 60_000
"""Bytes of a note file: an entry holds no more."""


class Draft(NamedTuple):
    """An entry that is not complete yet; None is what nobody has said."""

    task: Task
    unit: str | None = None
    date: dt.date | None = None
    status: str | None = None
    figures: dict[str, Decimal] = {}  # noqa: RUF012  replaced, never changed
    percent: Decimal | None = None
    reached: tuple[str, ...] = ()
    note: str | None = None
    problem: str | None = None
    next: str | None = None
    reporter: str | None = None
    confirmed: tuple[str, ...] = ()
    corrects: tuple[str, ...] = ()
    reason: str | None = None

    def entry(self, now: dt.datetime) -> Entry:
        """Return the entry that this has become; its unit, date and reporter must be known."""
        values = {name: value for name, value in self._asdict().items() if name != "task"}
        return Entry(task=self.task.id, recorded=now.replace(microsecond=0), **values)

    def of(self, entry: Entry) -> Draft:
        """Return a draft that says what an entry says."""
        return Draft(self.task, **{name: getattr(entry, name) for name in self._fields if name != "task"})

    def like(self, old: Entry) -> Draft:
        """Return the draft filled in from the entry that it corrects: all that is reported, and no reason."""
        kept = {name: getattr(old, name) for name in REPORTED}
        return Draft(**self._asdict() | kept | {"figures": dict(old.figures)})

    def sure_of(self, doubts: Iterable[Doubt]) -> Draft:
        """Return the draft with figures confirmed that look like a slip."""
        ids = (one.indicator.id for one in doubts)
        return self._replace(confirmed=tuple(dict.fromkeys((*self.confirmed, *ids))))

    def usual_status(self, reports: Sequence[Submission]) -> str:
        """Return the status that is meant where nobody says one: as last time, else under way."""
        last = reports[0].entry.status if reports else None
        moved = any(self.figures.values()) or bool(self.percent) or bool(self.reached)
        return "in-progress" if last is None or (last == "not-started" and moved) else last

    def missing(self) -> dict[str, str]:
        """Return the flags that an entry cannot do without, and are not given, with what they are for."""
        needed = {
            "--unit": (self.unit, _("who reports")),
            "--reporter": (self.reporter, _("the name of the person who reports")),
        }
        return {flag: what for flag, (value, what) in needed.items() if not value}


def typed(plan: Plan, options: EntryOptions, start: Draft, today: dt.date) -> Draft:
    """Return the draft with what the flags say in the place of what it said before; an empty text empties it."""
    figures = _figures(start.task, options.figure, start.figures)
    note = _note(options)
    return start._replace(
        unit=_unit(plan, start, options.unit),
        date=dates.day(options.date, plan.period, today) if options.date is not None else start.date or today,
        status=lookup.choice(options.status, statuses(), "--status", words.in_all_languages(statuses))
        if options.status is not None
        else start.status,
        figures=figures,
        percent=as_percent(options.percent) if options.percent is not None else start.percent,
        reached=tuple(dict.fromkeys((*start.reached, *_reached(start.task, options.reached)))),
        note=text(note, "--note") if note is not None else start.note,
        problem=text(options.problem, "--problem") if options.problem is not None else start.problem,
        next=text(options.next, "--next") if options.next is not None else start.next,
        confirmed=tuple(one for one in start.confirmed if figures.get(one) == start.figures.get(one)),
        reason=text(getattr(options, "reason", None), "--reason") or start.reason,
        reporter=text(options.reporter, "--reporter") or start.reporter or repository.user_name(),
    )


def as_typed(options: EntryOptions) -> str:
    """Return what the flags say, as they say it: for the case that not even the plan can be read."""
    names_of = ["unit", "date", "status", "figure", "percent", "reached", "note", "problem", "next"]
    names_of += ["reporter", "reason"]
    values = {name: value for name in names_of if (value := getattr(options, name, None))}
    has_words = any(name in values for name in (*FREE, "figure", "percent", "reached", "reason"))
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items() if has_words)


def text(typed: str | None, where: str) -> str | None:
    """Return a free text without the white space around it; WrongUse names the code point of what may not be stored."""
    bare = typed.replace("\r\n", "\n").strip() if typed else None
    for sentence in forbidden_in(bare or ""):
        raise WrongUse(_("{where}: {why}").format(where=where, why=sentence))
    return bare or None


def _unit(plan: Plan, start: Draft, typed: str | None) -> str | None:
    """The unit that is named, else that of the draft, else the only one that may report."""
    if typed is not None:
        return lookup.unit(plan, typed)
    possible = reporting_units(plan, start.task)
    return start.unit or (possible[0] if len(possible) == 1 else None)


def statuses() -> dict[str, str]:
    """Return what a unit may report."""
    return {code: word for code, word in words.statuses().items() if code != "unreported"}


def _figures(task: Task, given: list[str], before: dict[str, Decimal]) -> dict[str, Decimal]:
    """Return the figures of a draft with those that were typed in their place; one of no number is taken out."""
    figures: dict[str, Decimal | None] = {}
    for one in given:
        key, number, indicator = _indicator_and_number(task, one)
        if key in figures:
            raise WrongUse(_("--figure {key} is given twice; keep one").format(key=shown(key)))
        if not number.strip() and key in before:
            figures[key] = None
            continue
        try:
            figures[key] = amounts.figure(number, indicator)
        except WrongUse as error:
            raise WrongUse(_("{where}: {why}").format(where=f"--figure {shown(key)}", why=error)) from error
    return {key: number for key, number in (before | figures).items() if number is not None}


def _indicator_and_number(task: Task, typed: str) -> tuple[str, str, Indicator | None]:
    """Return the indicator's id, the number, and the indicator, of ID=N, NAME=N, or N where there is only one.

    A key that names nothing stays: the rules know which indicators there were.
    """
    name, equals, number = typed.replace("＝", "=").partition("=")  # noqa: RUF001  as a Chinese keyboard has it
    if not equals and len(task.indicators) == 1:
        return task.indicators[0].id, typed, task.indicators[0]
    if not equals:
        sentence = _("--figure {one} has no =; write --figure {example}=98")
        example = task.indicators[0].id if task.indicators else "new-villages"
        raise WrongUse(sentence.format(one=shown(typed), example=example))
    found = lookup.indicators(task, name)
    if len(found) > 1:
        listing = _(", ").join(_("{text} ({remark})").format(text=one.name, remark=one.id) for one in found)
        sentence = _("{typed} may be any of {n}: {listing}; type more of the name")
        raise WrongUse(sentence.format(typed=shown(name), n=len(found), listing=listing))
    return (found[0].id, number, found[0]) if found else (name, number, None)


def as_percent(typed: str) -> Decimal:
    """Return a percent: 57, 57%, 57.5."""
    try:
        percent = amounts.figure(typed.strip().removesuffix("%").removesuffix("％"), None)
    except WrongUse as error:
        raise WrongUse(_("{where}: {why}").format(where="--percent", why=error)) from error
    if not 0 <= percent <= 100:  # noqa: PLR2004  percent
        raise WrongUse(_("--percent {typed} is none; give a number from 0 to 100").format(typed=shown(typed)))
    return percent


def _reached(task: Task, given: list[str]) -> list[str]:
    """Return the ids of milestones that were typed."""
    known = [one.id for one in task.milestones if one.figure is None]
    for one in given:
        if one not in known:
            sentence = _("--reached {one} is no milestone of task {id} without a figure; it has {ids}")
            ids = _(", ").join(known) or _("nothing")
            raise WrongUse(sentence.format(one=shown(one), id=task.id, ids=ids))
    return given


def _note(options: EntryOptions) -> str | None:
    if options.note is not None and options.note_file is not None:
        raise WrongUse(_("--note and --note-file are both given; keep one"))
    if options.note_file is None:
        return options.note
    if options.note_file == "-":
        if sys.stdin is None or sys.stdin.closed:
            raise WrongUse(_("--note-file - reads stdin, which is closed; name a file, or give --note"))
        return _decoded(console.piped(MOST_NOTE + 1), "-")
    try:
        with Path(options.note_file).open("rb") as source:
            data = source.read(MOST_NOTE + 1)
    except OSError as error:
        raise WrongUse(_("{file} cannot be read ({why})").format(file=options.note_file, why=why(error))) from error
    return _decoded(data, options.note_file)


def _decoded(data: bytes, file: str) -> str:
    if len(data) > MOST_NOTE:
        raise WrongUse(_("{file} is larger than {n} KiB; shorten it").format(file=file, n=MOST_NOTE // 1000))
    text = lenient(data)
    if text is None:
        raise WrongUse(_("{file} is no text in UTF-8, UTF-16 or GB18030; save it as UTF-8").format(file=file))
    return text
