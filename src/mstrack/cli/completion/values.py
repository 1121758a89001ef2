"""Finds the values of options and arguments: names of the plan, numbers of tasks, ids of entries, choices.

Every import is in the function that needs it, since a Tab waits for each import.
"""

from __future__ import annotations

import datetime as dt
import os
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mstrack.format.model import Task
    from mstrack.progress.lookup import Named
    from mstrack.store.dataset import Dataset
    from mstrack.store.entry_names import Filed

MOST = 100
"""Entries that are offered, the newest ones; nobody reads a longer list."""


SPECIAL = frozenset("$`\"'\\;&|<>!")
"""What a shell acts on even inside of quotes, or what ends a quote or a command."""


class Candidate(NamedTuple):
    """A value for a word, and what it means."""

    value: str
    help: str = ""

    @property
    def is_plain(self) -> bool:
        """Whether the value is only a word to every shell, in whichever quotes it lands."""
        return not SPECIAL.intersection(self.value) and (self.value.isprintable() or not self.value)


class CommandLine(NamedTuple):
    """The command line before the word: all words after `mstrack`, the command, and its arguments so far."""

    words: tuple[str, ...]
    command: str = ""
    given: tuple[str, ...] = ()


FILES = Candidate("", "files")
FOLDERS = Candidate("", "folders")
"""Instead of a candidate: asks the shell for names of files or folders."""


def _dataset(line: CommandLine) -> Dataset:
    """Open the store that the line names, or the one that is here or above."""
    from mstrack.library import opening  # noqa: PLC0415  as the module's docstring says

    named = [after for word, after in zip(line.words, line.words[1:], strict=False) if word == "--data"]
    named += [word.removeprefix("--data=") for word in line.words if word.startswith("--data=")]
    typed = os.path.expanduser(named[-1]) if named else ""  # a shell leaves ~ in the words
    root = opening.store_folder(typed or None)
    return opening.dataset_of(opening.files_of(root))


def _called(known: list[Named], typed: str) -> list[Candidate]:
    """Return the candidates that start as typed, else the only one that is meant: a shell then replaces the word.

    Chinese letters give names; Latin letters, or none, give codes or pinyin. A name that a shell would act on is never
    offered: its code or pinyin stands for it.
    """
    from mstrack.progress import lookup  # noqa: PLC0415  as above

    def offered(one: Named) -> Candidate:
        code = one.code or lookup.spelt(one)
        by_name = Candidate(one.name, code)
        return by_name if by_name.is_plain and not typed.isascii() else Candidate(code, one.name)

    found = [one for one in map(offered, known) if one.value.startswith(typed)]
    if not found and not typed.isascii():  # an alias or a former name, which the command takes as well
        found = [Candidate(name, one.name) for one in known for name in one.aliases if name.startswith(typed)]
    meant = lookup.matches(typed, known) if not found else []
    return [offered(meant[0])] if len(meant) == 1 else found


def _named(kind: str, line: CommandLine, typed: str) -> list[Candidate]:
    from mstrack.progress import lookup  # noqa: PLC0415  as above

    return _called(getattr(lookup, kind)(_dataset(line).plan), typed)


def _lead_units(line: CommandLine, typed: str) -> list[Candidate]:
    from mstrack.progress import lookup  # noqa: PLC0415  as above

    plan = _dataset(line).plan
    leading = {name for task in plan.tasks for name in task.lead_units}
    return _called([one for one in lookup.units(plan) if one.name in leading], typed)


def _tasks(line: CommandLine, typed: str) -> list[Candidate]:
    tasks = _dataset(line).plan.tasks
    return [Candidate(str(task.id), task.short) for task in tasks if str(task.id).startswith(typed)]


def _entries(line: CommandLine, typed: str) -> list[Candidate]:
    """Return the entries that may be corrected, the newest first."""
    dataset = _dataset(line)
    found: list[Filed] = []
    for task in dataset.plan.tasks:
        counting = dataset.history(task.id, dt.date.max).effective()
        fitting = (one for one in counting if one.id.startswith(typed) and one.id not in line.given)
        found += islice(fitting, MOST)
    newest = sorted(found, key=lambda one: one.day, reverse=True)[:MOST]
    return [Candidate(one.id, f"{one.task:02} {one.day} {dataset.unit_of(one).name}") for one in newest]


def _figures(line: CommandLine, typed: str) -> list[Candidate]:
    """Return the indicators of the line's task with a = behind each, for the figure."""
    from mstrack.views import words  # noqa: PLC0415  as above

    dataset = _dataset(line)
    return [
        Candidate(f"{one.id}=", f"{one.name} {words.target(one)}")
        for task in dataset.plan.tasks
        if _is_meant(task, line, dataset)
        for one in task.indicators
        if one.id.startswith(typed) and not any(word.startswith(f"{one.id}=") for word in line.words)
    ]


def _milestones(line: CommandLine, typed: str) -> list[Candidate]:
    """Return the milestones of the line's task that an entry may reach: those without a figure."""
    dataset = _dataset(line)
    return [
        Candidate(one.id, one.what)
        for task in dataset.plan.tasks
        if _is_meant(task, line, dataset)
        for one in task.milestones
        if one.figure is None and one.id.startswith(typed) and one.id not in line.words
    ]


def _is_meant(task: Task, line: CommandLine, dataset: Dataset) -> bool:
    """Whether a line names a task by its number; `correct` also by an entry on it."""
    if line.command == "correct" and str(task.id) not in line.given:
        return bool(dataset.history(task.id, dt.date.max).named(line.given))
    return str(task.id) in line.given[:1]


def _lights(_line: CommandLine, typed: str) -> list[Candidate]:
    from mstrack.views import words  # noqa: PLC0415  as above

    return _choices(words.lights(), typed)


def _statuses(line: CommandLine, typed: str) -> list[Candidate]:
    from mstrack.views import words  # noqa: PLC0415  as above

    known = words.statuses()
    if line.command in {"add", "correct"}:
        del known["unreported"]
    return _choices(known, typed)


def _formats(line: CommandLine, typed: str) -> list[Candidate]:
    if line.command == "check":
        from mstrack.render.findings import FORMS  # noqa: PLC0415  as above

        return _words(FORMS, typed)
    if line.command == "report":
        from mstrack.cli.commands import report_data  # noqa: PLC0415  as above

        return _words(report_data.FORMS if "data" in line.given else ("docx", "pdf", "md", "text"), typed)
    from mstrack.render import FORMATS  # noqa: PLC0415  as above

    return _words(FORMATS, typed)


def _groups(_line: CommandLine, typed: str) -> list[Candidate]:
    from mstrack.views.summary import GROUPS  # noqa: PLC0415  as above

    return _words(GROUPS, typed)


def _rules_of_check(_line: CommandLine, typed: str) -> list[Candidate]:
    from mstrack.i18n import gettext as _  # noqa: PLC0415  as above
    from mstrack.rules import catalogue  # noqa: PLC0415  as above

    known = catalogue.READING | catalogue.functions()
    return [Candidate(name, _(known[name])) for name in sorted(known) if name.startswith(typed)]


def _kinds(_line: CommandLine, typed: str) -> list[Candidate]:
    from mstrack.cli.commands.report import KINDS  # noqa: PLC0415  as above

    return _words(KINDS, typed)


def _schemas(_line: CommandLine, typed: str) -> list[Candidate]:
    from mstrack.format.json_schema import KINDS  # noqa: PLC0415  as above
    from mstrack.views.answers import ANSWERS  # noqa: PLC0415  as above

    return _words((*KINDS, *ANSWERS), typed)


def _shells(_line: CommandLine, typed: str) -> list[Candidate]:
    from mstrack.cli.commands.completion import SHELLS  # noqa: PLC0415  as above

    return _words(SHELLS, typed)


def _words(known: Iterable[str], typed: str) -> list[Candidate]:
    return [Candidate(word) for word in known if word.startswith(typed)]


def _choices(known: dict[str, str], typed: str) -> list[Candidate]:
    from mstrack.progress.lookup import Named  # noqa: PLC0415  as above

    found = _called([Named(code, word, code=code) for code, word in known.items()], typed)
    return [one._replace(help="" if one.help == one.value else one.help) for one in found]


OF_PLAN: dict[str, Callable[[CommandLine, str], list[Candidate]]] = {
    "--unit": partial(_named, "units"),
    "--lead-unit": _lead_units,
    "--leader": partial(_named, "leaders"),
    "--person": partial(_named, "persons"),
    "--item": partial(_named, "items"),
}
"""Options that mean the same in every command."""

VALUES = OF_PLAN | {
    "--task": _tasks,
    "TASK": _tasks,
    "ID": _entries,
    "--figure": _figures,
    "--reached": _milestones,
    "--light": _lights,
    "--status": _statuses,
    "--format": _formats,
    "--by": _groups,
    "--cite": lambda _line, typed: _words(("annex", "text"), typed),
    "--explain": _rules_of_check,
    "ACTION": lambda _line, typed: _words(("make", "read"), typed),
    "KIND": _kinds,
    "SCHEMA": _schemas,
    "SHELL": _shells,
    "FILES": lambda _line, _typed: [FILES],
    "--from": lambda _line, _typed: [FILES],
    "--note-file": lambda _line, _typed: [FILES],
    "--output": lambda _line, _typed: [FILES],
    "--data": lambda _line, _typed: [FOLDERS],
    "DIR": lambda _line, _typed: [FOLDERS],
}
"""Option by its first name, or argument by its name in the help → its candidates."""
