"""Which path of a store means what, and what the name of an entry says.

tasks.yaml                                     the plan
progress/18/2021-09-30-cgj-7f3a9c2k.yaml         an entry: day, code of the unit, id
progress/18/2021-09-30-cgj-b2c41dxw-for-7f3a9c2k.yaml    an entry that corrects another
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import Problem
from mstrack.i18n import gettext as _
from mstrack.store.corrections import Replacements
from mstrack.store.desktop import is_desktop_file
from mstrack.store.source import PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.format.model import Entry, Plan, Unit
    from mstrack.store.source import Files

_DAY, _CODE, _ID = r"\d{4}-\d\d-\d\d", "[a-z][a-z0-9]*+", "[0-9a-hjkmnp-tv-z]{8}"
_IDS = f"{_ID}(?:-{_ID})*+"
NAME = re.compile(rf"(?P<day>{_DAY})-(?P<code>{_CODE})-(?P<id>{_ID})(?:-for-(?P<corrects>{_IDS}))?\.yaml", re.ASCII)
"""The name of an entry. Names sort as their days do."""
_LISTED = re.compile(rf"(?<![^/]){_DAY}-({_CODE})-{_ID}(?:-for-{_IDS})?\.yaml/", re.ASCII)
"""The name of an entry among others, each with the slash that no name has behind it; of its parts only the code."""
_IDENTIFIED = rf"-({_ID})(?:-for-{_IDS})?\.yaml/"
"""The end of the name of an entry, among others as above: its id."""
_CORRECTION = rf"-({_ID})-for-({_IDS})\.yaml/"
"""The end of the name of a correction, among others as above: its id, and those that it corrects."""


class Filed(NamedTuple):
    """What the path of an entry says, without opening it. `day` is ISO; it sorts as it dates."""

    day: str
    code: str
    id: str
    corrects: tuple[str, ...]
    task: int
    path: str


def folder(task: int) -> str:
    """Return the folder of a task's entries."""
    return f"{PROGRESS}/{task:02}"


def codes_in(names: list[str]) -> list[str]:
    """Return the codes of those names that are names of entries, found in all of them at once."""
    return _LISTED.findall(_joined(names))


def ids_in(names: list[str]) -> list[str]:
    """Return the ids of names, all of which are names of entries."""
    return re.findall(_IDENTIFIED, _joined(names))


def corrections_in(names: list[str]) -> Replacements:
    """Return what corrects what, by those of these names that are corrections, in their order."""
    joined = _joined(names)
    return Replacements(re.findall(_CORRECTION, joined) if "-for-" in joined else ())


def _joined(names: list[str]) -> str:
    """Return all names at once, each with a slash behind it."""
    return "/".join([*names, ""])


def entry_path(entry: Entry, code: str, id_: str) -> str:
    """Return the path that an entry is filed under: its name says what it says."""
    old = f"-for-{'-'.join(entry.corrects)}" if entry.corrects else ""
    return f"{folder(entry.task)}/{entry.date.isoformat()}-{code}-{id_}{old}.yaml"


def parse_path(task: int, below: str, name: str) -> Filed | None:
    """Return what the name of a file in a task's folder says; None where it is no name of an entry."""
    match = NAME.fullmatch(name)
    return filed(match, task, below) if match else None


def filed_at(path: str) -> Filed | None:
    """Return what the path of an entry in the store says; None where it is none of an entry."""
    below, _slash, name = path.rpartition("/")
    return parse_path(int(below[len(PROGRESS) + 1 :]), below, name) if is_folder(below) else None


def is_folder(path: str) -> bool:
    """Whether a path is that of a task's folder, be there such a task or not; 018 is that of none."""
    number = path.removeprefix(f"{PROGRESS}/")
    return number.isdecimal() and folder(int(number)) == path


def filed(match: re.Match[str], task: int, below: str) -> Filed:
    """Return what a name of an entry says, by the match of NAME."""
    day, code, id_, corrects = match.groups()
    return Filed(day, code, id_, tuple(corrects.split("-")) if corrects else (), task, f"{below}/{match.string}")


def uncoded(filed: Filed) -> Problem:
    """Return the problem of an entry whose name has the code of no unit."""
    sentence = _("no unit of the plan has the code {code}; add it to tasks.yaml or correct the file name")
    return Problem(filed.path, 1, 1, "code", sentence.format(code=filed.code))


def unnamed(path: str) -> Problem:
    """Return the problem of a file that is no entry, by its name."""
    sentence = _("this is no name of an entry (as 2021-09-30-cgj-7f3a9c2k.yaml); rename or delete the file")
    return Problem(path, 1, 1, "file-name", sentence)


def strange_folders(plan: Plan, source: Files) -> list[Problem]:
    """Return what lies beside the tasks' folders: entries in there would be counted nowhere."""
    known = {f"{task.id:02}" for task in plan.tasks} | {"README.md"}
    strange = [
        name
        for name in source.names(PROGRESS)
        if name not in known and name[0] != "." and not is_desktop_file(source, f"{PROGRESS}/{name}")
    ]
    sentence = _("the plan has no task of this number; folders here are called 01, 02 … as the tasks are")
    return [Problem(f"{PROGRESS}/{name}", 1, 1, "folder", sentence) for name in strange]


def disagreements(entry: Entry, filed: Filed, unit: Unit) -> Iterator[Problem]:
    """Yield what an entry says otherwise than its name; `unit` is the one with the name's code."""
    name = entry.unit if any(one.name == entry.unit for one in unit.former) else unit.name  # each was right once
    if (entry.task, entry.unit, entry.corrects) == (filed.task, name, filed.corrects) and str(entry.date) == filed.day:
        return  # as a rule: 100,000 entries pass here
    said = {
        "task": (f"{entry.task}", f"{filed.task}"),
        "date": (entry.date.isoformat(), filed.day),
        "unit": (entry.unit, name),
        "corrects": (" ".join(entry.corrects), " ".join(filed.corrects)),
    }
    for key, (inside, outside) in said.items():
        if inside != outside:
            sentence = _("the file's name says {outside}, the file says {inside}; correct the one that is wrong")
            words = {"inside": inside or _("nothing"), "outside": outside or _("nothing")}
            yield Problem(filed.path, 0, 0, "name-agrees", sentence.format(**words), (key,))
