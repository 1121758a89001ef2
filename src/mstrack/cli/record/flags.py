"""What the flags of `add` and `correct` say: each is read by itself, so that all that are wrong are named at once."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mstrack.cli import console
from mstrack.cli.record.draft import FREE, as_percent, statuses, text
from mstrack.cli.record.own_unit import name_of_option
from mstrack.errors import WrongUse, why
from mstrack.format.characters import lenient, shown
from mstrack.git import repository
from mstrack.i18n import gettext as _
from mstrack.progress import amounts, dates, lookup
from mstrack.progress.figures import reporting_units
from mstrack.views import words

if TYPE_CHECKING:
    import datetime as dt
    from decimal import Decimal

    from mstrack.cli.record.draft import Draft
    from mstrack.cli.record.options import EntryOptions
    from mstrack.cli.wrong_flags import WrongFlags
    from mstrack.format.model import Indicator, Plan, Task

MOST_NOTE = 60_000
"""Bytes of a note file: an entry holds no more."""


def typed(plan: Plan, options: EntryOptions, start: Draft, today: dt.date, wrong: WrongFlags) -> Draft:
    """Return the draft with what the flags say in the place of what it said before; an empty text empties it.

    What cannot be read stays as the draft has it, and its flag is in `wrong`.
    """
    values = apart_from_task(plan, options, today, wrong)
    figures = _figures(start.task, options.figure, start.figures, wrong)
    reached = [one for one in options.reached if _is_stage(start.task, one, wrong)]
    possible = reporting_units(plan, start.task)
    return start._replace(
        unit=values.get("unit") or start.unit or (possible[0] if len(possible) == 1 else None),
        date=values.get("date") or start.date or today,
        status=values.get("status") or start.status,
        figures=figures,
        percent=values.get("percent", start.percent),
        reached=tuple(dict.fromkeys((*start.reached, *reached))),
        note=values.get("note", start.note),
        problem=values.get("problem", start.problem),
        next=values.get("next", start.next),
        confirmed=tuple(one for one in start.confirmed if figures.get(one) == start.figures.get(one)),
        reason=values.get("reason") or start.reason,
        reporter=values.get("reporter") or start.reporter or repository.user_name(),
    )


def apart_from_task(plan: Plan, options: EntryOptions, today: dt.date, wrong: WrongFlags) -> dict[str, Any]:
    """Return what the flags say that can be read without knowing the task, by the keys of an entry."""
    values: dict[str, Any] = {}
    if options.unit is not None and "--unit" not in wrong:
        with wrong.of("--unit", name_of_option(options.unit)):
            values["unit"] = lookup.unit(plan, options.unit)
    if options.date is not None:
        with wrong.of("--date"):
            values["date"] = dates.day(options.date, plan.period, today)
    if options.status is not None:
        with wrong.of("--status"):
            known = words.in_all_languages(statuses)
            values["status"] = lookup.choice(options.status, statuses(), "--status", known)
    if options.percent is not None:
        with wrong.of("--percent"):
            values["percent"] = as_percent(options.percent)
    for key in (*FREE, "reason", "reporter"):
        typed = getattr(options, key, None)
        with wrong.of(f"--{key}"):
            typed = _note(options) if key == "note" else typed
            if typed is not None:
                values[key] = text(typed, f"--{key}")
    return values


def as_typed(options: EntryOptions) -> str:
    """Return what the flags say, as they say it: for the case that not even the plan can be read."""
    names_of = ["unit", "date", "status", "figure", "percent", "reached", "note", "problem", "next"]
    names_of += ["reporter", "reason"]
    values = {name: value for name in names_of if (value := getattr(options, name, None))}
    has_words = any(name in values for name in (*FREE, "figure", "percent", "reached", "reason"))
    return "".join(f"{name}: {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items() if has_words)


def _figures(task: Task, given: list[str], before: dict[str, Decimal], wrong: WrongFlags) -> dict[str, Decimal]:
    """Return the figures of a draft with those that were typed in their place; one of no number is taken out."""
    figures: dict[str, Decimal | None] = {}
    for one in given:
        with wrong.of("--figure"):
            key, number, indicator = _indicator_and_number(task, one)
            if key in figures:
                raise WrongUse(_("--figure {key} is given twice; keep one").format(key=shown(key)))
            if not number.strip() and key in before:
                figures[key] = None
                continue
            with wrong.of(f"--figure {shown(key)}"):
                figures[key] = amounts.figure(number, indicator)
    return {key: number for key, number in (before | figures).items() if number is not None}


def _indicator_and_number(task: Task, typed: str) -> tuple[str, str, Indicator | None]:
    """Return the indicator's id, the number, and the indicator, of ID=N, NAME=N, or N where there is only one.

    A key that names nothing stays: the rules know which indicators there were.
    """
    name, equals, number = typed.replace("＝", "=").partition("=")  # noqa: RUF001  as a Chinese keyboard has it
    if not equals and len(task.indicators) == 1:
        return task.indicators[0].id, typed, task.indicators[0]
    if not equals:
        raise WrongUse(_no_name(task, typed))
    found = lookup.indicators(task, name)
    if len(found) > 1:
        sentence = _("{typed} may be any of {n}: {listing}; type more of the name")
        raise WrongUse(sentence.format(typed=shown(name), n=len(found), listing=_listed(found)))
    return (found[0].id, number, found[0]) if found else (name, number, None)


def _no_name(task: Task, typed: str) -> str:
    """Return the sentence for a figure that names no indicator where there is not just one."""
    if not task.indicators:
        sentence = _("--figure {one}: task {id} has no indicator; it takes --percent and --note")
        return sentence.format(one=shown(typed), id=task.id)
    sentence = _("--figure {one} has no =, and task {id} has {listing}; write --figure {example}={one}")
    example = task.indicators[0].id
    return sentence.format(one=shown(typed), id=task.id, listing=_listed(task.indicators), example=example)


def _listed(several: tuple[Indicator, ...] | list[Indicator]) -> str:
    return _(", ").join(_("{text} ({remark})").format(text=one.name, remark=one.id) for one in several)


def _is_stage(task: Task, typed: str, wrong: WrongFlags) -> bool:
    """Whether a milestone without a figure is called so."""
    known = [one.id for one in task.milestones if one.figure is None]
    with wrong.of("--reached"):
        if typed not in known:
            sentence = _("--reached {one} is no milestone of task {id} without a figure; it has {ids}")
            if not known:
                sentence = _("--reached {one}: task {id} has no milestone without a figure; leave it out")
            raise WrongUse(sentence.format(one=shown(typed), id=task.id, ids=_(", ").join(known)))
    return typed in known


def _note(options: EntryOptions) -> str | None:
    if options.note is not None and options.note_file is not None:
        raise WrongUse(_("--note and --note-file are both given; keep one"))
    if options.note_file is None:
        return options.note
    if options.note_file == "-":
        if sys.stdin is None or sys.stdin.closed:
            raise WrongUse(_("--note-file - reads stdin, which is closed; name a file, or give --note"))
        options.note, options.note_file = _decoded(console.piped(MOST_NOTE + 1), "-"), None  # it is there once
        return options.note
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
