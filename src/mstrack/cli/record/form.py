"""The form that `--edit` opens: an entry as commented YAML. A wrong one comes back with what is wrong at its line."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import tempfile
from typing import TYPE_CHECKING, Any

from mstrack.cli.record import drafts
from mstrack.cli.record.draft import statuses
from mstrack.errors import Problem, WorldFailed, WrongUse
from mstrack.format import codec, validate, yaml
from mstrack.format.characters import lenient
from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.views import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from mstrack.cli.record.draft import Draft
    from mstrack.format.model import Entry
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
                choices=", ".join(statuses()), status=draft.status or "in-progress"
            )
        ),
        f"status: {draft.status or ''}",
        "figures:",
    ]
    for one in task.indicators:
        before = next((r.entry for r in reports if one.id in r.entry.figures), None)
        last = f"{words.figure(before.figures[one.id], one)} ({before.date})" if before else "-"
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


def read(text: str, draft: Draft, now: dt.datetime) -> tuple[Entry | None, list[Problem], dict[Any, tuple[int, int]]]:
    """Return the entry that a filled form describes, or its problems with their lines; and where each key stands."""
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
    values["recorded"] = now.isoformat(timespec="seconds")
    if draft.corrects:
        values["corrects"] = list(draft.corrects)
    document.value = values
    canonical, problems = validate.check_value("entry", NAME, document)
    if not problems and values["task"] != draft.task.id:
        sentence = _("the form is for task {id}; leave its number").format(id=draft.task.id)
        problems = [Problem(NAME, *document.places["task",], "task", sentence, ("task",))]
    return None if problems else codec.entry(json.loads(canonical)), problems, document.places


def edited(text: str) -> str:
    """Open the user's editor on a text and return what it was saved as.

    WorldFailed where the editor cannot be run or fails, WrongUse where it saved no text; what it saved is kept.
    """
    handle, path = tempfile.mkstemp(prefix="mstrack-", suffix=".yaml")
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")
    try:
        with os.fdopen(handle, "wb") as form:
            form.write(text.encode())
        try:
            subprocess.run([*shlex.split(command, posix=os.name != "nt"), path], check=True)  # noqa: S603  the user's own
        except (OSError, subprocess.CalledProcessError, ValueError) as error:
            drafts.keep(_saved(path))
            sentence = _("the editor ({command}) could not be run or failed; set EDITOR to another")
            raise WorldFailed(sentence.format(command=command)) from error
        with open(path, "rb") as form:
            filled = lenient(form.read())
        if filled is None:
            drafts.keep(_saved(path))
            raise WrongUse(_("the form is no text in UTF-8 any more; nothing was filed"))
        return filled
    finally:
        os.unlink(path)


def is_empty(text: str) -> bool:
    """Whether a form says nothing any more: whoever empties it gives up."""
    return not any(line.strip() and not line.lstrip().startswith("#") for line in text.split("\n"))


def _saved(path: str) -> str:
    with open(path, "rb") as form:
        data = form.read()
    return lenient(data) or data.decode("utf-8", "replace")


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
