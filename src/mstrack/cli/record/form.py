"""The form that `--edit` opens: an entry as commented YAML. A wrong one comes back with what is wrong at its line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mstrack.cli.record.draft import as_percent, statuses
from mstrack.errors import Problem, WrongUse
from mstrack.format import validate, yaml
from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.progress import amounts, dates, lookup
from mstrack.views import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator
    from decimal import Decimal

    from mstrack.cli.record.draft import Draft
    from mstrack.errors import Route
    from mstrack.format.model import Entry, Indicator, Plan, Task
    from mstrack.progress.figures import Submission
    from mstrack.rules.plausible import Doubt

MARK = "#!! "
"""Starts the lines that tell what is wrong; they go before the form is read again."""
NAME = "form"


def blank(draft: Draft, reports: tuple[Submission, ...]) -> str:
    """Return the form for a draft: every key, what it is for, what was reported last."""
    task = draft.task
    lines = [
        *_comment(_("Task {id}: {title}").format(id=task.id, title=task.short)),
        *_comment(_("Fill in, save and close. What stays empty is not reported; figures are totals to date.")),
        *_comment(_("To give up, delete everything.")),
        f"task: {task.id}",
        f"date: {draft.date}",
        f"unit: {draft.unit or ''}",
        *_comment(
            _("Status: {choices} [{status}]").format(
                choices=_(", ").join(statuses().values()), status=statuses()[draft.status or "in-progress"]
            )
        ),
        f"status: {draft.status or ''}",
        "figures:",
    ]
    for one in task.indicators:
        before = next((r.entry for r in reports if one.id in r.entry.figures), None)
        last = "-"
        if before:
            last = _("{text} ({remark})").format(text=words.figure(before.figures[one.id], one), remark=before.date)
        sentence = _("{name}, target {target}, last {last}").format(name=one.name, target=words.target(one), last=last)
        figure = draft.figures.get(one.id)
        lines += [f"  # {sentence}", f"  {one.id}:{'' if figure is None else f' {plain(figure)}'}"]
    known = {one.id for one in task.indicators}
    lines += [f"  {key}: {plain(figure)}" for key, figure in draft.figures.items() if key not in known]
    stages = [one.id for one in task.milestones if one.figure is None]
    if stages or draft.reached:
        sentence = _("Milestones that are reached, of {ids}: [a, b]").format(ids=", ".join(stages))
        lines += [*_comment(sentence), f"reached:{_listed(draft.reached)}"]
    if draft.percent is not None or not task.indicators:
        sentence = _("How far the work is by the unit's own word, in percent: 57.")
        lines += [*_comment(sentence), f"percent:{'' if draft.percent is None else f' {plain(draft.percent)}'}"]
    if draft.confirmed:
        lines.append(f"confirmed:{_listed(draft.confirmed)}")
    free = {"note": _("Note"), "problem": _("Problem"), "next": _("Next step")}
    if draft.corrects:
        free = {"reason": _("Why it is corrected")} | free
    for key, label in free.items():
        text = getattr(draft, key)
        body = [f"  {line}" for line in text.split("\n")] if text else ["  "]
        lines += [
            *_comment(_("{label}: write below, each line indented by two spaces").format(label=label)),
            f"{key}: |",
            *body,
        ]
    lines += [f"reporter: {json.dumps(draft.reporter or '', ensure_ascii=False)}"]
    return "\n".join(lines) + "\n"


def read(
    text: str, draft: Draft, plan: Plan, today: dt.date, now: dt.datetime
) -> tuple[Entry | None, list[Problem], dict[Any, tuple[int, int]]]:
    """Return the entry that a filled form describes, or its problems with their lines; and where each key stands.

    Words are read as everywhere: 推进中, 150个, 75.2%, 11月底, a unit by its code.
    """
    document = yaml.parse(text.encode("utf-8", "surrogatepass"))
    if document.flaws:
        return None, [Problem(NAME, f.line, f.column, f.rule, f.sentence) for f in document.flaws], {}
    if not isinstance(document.value, dict):
        return None, [Problem(NAME, 1, 1, "type", _("the form is empty or is no form any more; fill in the keys"))], {}
    values = {key: value for key, value in document.value.items() if not _is_empty(value)}
    if isinstance(values.get("figures"), dict):
        values["figures"] = {key: value for key, value in values["figures"].items() if not _is_empty(value)}
    for key in ("note", "problem", "next", "reason"):
        if isinstance(values.get(key), str):
            values[key] = values[key].strip()
    problems = list(_in_plain_values(values, document.places, draft.task, plan, today))
    if problems:
        return None, problems, document.places
    values["recorded"] = now.isoformat(timespec="seconds")
    if draft.corrects:
        values["corrects"] = list(draft.corrects)
    document.value = values
    entry, problems = validate.check_value("entry", NAME, document)
    if not problems and values["task"] != draft.task.id:
        sentence = _("the form is for task {id}; leave its number").format(id=draft.task.id)
        problems = [Problem(NAME, *document.places["task",], "task", sentence, ("task",))]
    return None if problems else entry, problems, document.places


def _in_plain_values(
    values: dict[str, Any], places: dict[Any, tuple[int, int]], task: Task, plan: Plan, today: dt.date
) -> Iterator[Problem]:
    """Put what people write into the form of a file; yield what cannot be read, with its place."""
    indicators = {one.id: one for one in task.indicators}
    readers: dict[str, Callable[[str], Any]] = {
        "status": lambda typed: lookup.choice(typed, statuses(), "status", words.in_all_languages(statuses)),
        "unit": lambda typed: lookup.unit(plan, typed),
        "date": lambda typed: dates.day(typed, plan.period, today).isoformat(),
        "percent": lambda typed: _number(as_percent(typed)),
    }
    for key, reader in readers.items():
        yield from _read_in_place(values, key, reader, places, (key,))
    figures = values.get("figures")
    if not isinstance(figures, dict):
        return
    names = {one.name: one.id for one in task.indicators}
    for key in list(figures):
        known = names.get(str(key), key)
        if known != key and known not in figures:
            figures[known] = figures.pop(key)
            places["figures", known] = places.get(("figures", key), (1, 1))
        if known in indicators:

            def reader(typed: str, one: Indicator = indicators[known]) -> Any:  # noqa: ANN401  a number of JSON
                return _number(amounts.figure(typed, one))

            yield from _read_in_place(figures, known, reader, places, ("figures", known))


def _read_in_place(
    values: dict[str, Any], key: str, reader: Callable[[str], Any], places: dict[Any, tuple[int, int]], route: Route
) -> Iterator[Problem]:
    if isinstance(values.get(key), str):
        try:
            values[key] = reader(values[key])
        except WrongUse as error:
            yield Problem(NAME, *places.get(route, (1, 1)), "type", str(error), route)


def is_empty(text: str) -> bool:
    """Whether a form says nothing any more: whoever empties it gives up."""
    return not any(line.strip() and not line.lstrip().startswith("#") for line in text.split("\n"))


def annotated(text: str, problems: Iterable[Problem]) -> str:
    """Return the form with each problem as a comment above its line."""
    lines = stripped(text).split("\n")
    for problem in sorted(problems, key=lambda one: one.line, reverse=True):
        lines.insert(max(0, min(problem.line, len(lines)) - 1), f"{MARK}{problem.sentence}")
    return "\n".join(lines)


def doubted(doubt: Doubt) -> Problem:
    """Return a doubt as a problem of the form, with the line to write where the figure is right."""
    id_ = doubt.indicator.id
    sentence = _("{why} If it is right, write: confirmed: [{id}]").format(why=doubt.sentence, id=id_)
    return Problem(NAME, 0, 0, doubt.rule, sentence, ("figures", id_))


def confirmable(text: str) -> str:
    """Return the form with a line for what is confirmed, at its end where it has none."""
    has_line = any(line.startswith("confirmed:") for line in text.split("\n"))
    return text if has_line else f"{text.rstrip()}\nconfirmed:\n"


def stripped(text: str) -> str:
    """Return the form without the comments that say what was wrong."""
    return "\n".join(line for line in text.split("\n") if not line.startswith(MARK))


def _is_empty(value: Any) -> bool:  # noqa: ANN401  any value of a form
    return value is None or (isinstance(value, str) and not value.strip())


def _listed(ids: tuple[str, ...]) -> str:
    return f" [{', '.join(ids)}]" if ids else ""


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in text.split("\n")]


def _number(number: Decimal) -> int | float:
    """Return a number as YAML gives it; 15 digits keep their value."""
    return int(number) if number == number.to_integral_value() else float(number)
