"""An entry that somebody wants to file: checked in the store as it would be, then written whole or not at all.

Nothing is decided here about who is asked for what: that is the command line's.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import Problem, WorldFailed, why
from mstrack.format import codec, validate, yaml
from mstrack.i18n import gettext as _
from mstrack.progress import closing, figures, timeline
from mstrack.progress.snapshot import Snapshot
from mstrack.rules import plausible
from mstrack.rules.case import Case, TermsInTime
from mstrack.rules.entry import of_entry
from mstrack.store import put
from mstrack.store.entry_names import entry_path
from mstrack.store.source import ENTRY_LIMIT

if TYPE_CHECKING:
    import datetime as dt

    from mstrack.format.model import Entry, Task
    from mstrack.progress.figures import Submission
    from mstrack.progress.standing import Standing
    from mstrack.rules.plausible import Doubt
    from mstrack.store.dataset import Dataset

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
ID_LENGTH = 8
UNKNOWN = "unknown"
"""The code in the path of an entry whose unit the plan does not have: it is refused."""
ATTEMPTS = 8
SAID = ("date", "status", "figures", "percent", "reached", "note", "problem", "next", "confirmed")
"""What an entry says, beside who files it, when and why."""


class Proposal(NamedTuple):
    """What filing an entry would do: its path and text, the reasons against it, the task before and after.

    `day` is the one on which the task is shown: today, of a closed store the entry's own, as its figures are.
    `doubts` are figures that look like a slip and that the entry does not confirm; they stop nobody by themselves.
    """

    entry: Entry
    code: str
    path: str
    text: str
    problems: tuple[Problem, ...]
    before: Standing
    after: Standing | None
    day: dt.date
    doubts: tuple[Doubt, ...] = ()


def new_id() -> str:
    """Return eight random characters of Crockford's base32: 40 bits, never a time, never a process's number."""
    return "".join(secrets.choice(ALPHABET) for _n in range(ID_LENGTH))


def task_of(dataset: Dataset, number: int) -> Task:
    """Return the task with this number (which the plan has)."""
    return next(task for task in dataset.plan.tasks if task.id == number)


def reports_of(dataset: Dataset, task: Task, unit: str, today: dt.date) -> tuple[Submission, ...]:
    """Return the effective reports of a unit on a task, newest first."""
    found = timeline.unit_named(dataset.plan, unit)
    history = dataset.history(task.id, today)
    return tuple(figures.submissions(dataset, history, found.code)) if found else ()


def case_of(dataset: Dataset, entry: Entry, today: dt.date, path: str = "") -> Case:
    """Return an entry as the rules take it, with what its unit filed on the task: nothing is opened twice."""
    task = task_of(dataset, entry.task)
    # what is filed for a later day is there to be contradicted, too
    horizon = max(today, dataset.plan.period.reach.end)
    history = dataset.history(task.id, horizon)
    unit = timeline.unit_named(dataset.plan, entry.unit)
    times = TermsInTime(dataset.plan, task)
    return Case(
        times=times,
        terms=times.on(entry.date),
        code=unit.code if unit else UNKNOWN,
        entry=entry,
        path=path,
        today=today,
        reports=tuple(r for r in reports_of(dataset, task, entry.unit, horizon) if r.filed.id not in entry.corrects),
        filed={filed.id: filed for filed in history.everything()},
        corrected=frozenset(history.corrected),
        rivals=tuple(frozenset(filed.id for filed in several) for several in history.disputes().values()),
        is_new=True,
        latest=dataset.latest,
    )


def propose(dataset: Dataset, entry: Entry, today: dt.date) -> Proposal:
    """Check an entry against the store as it would be. Nothing is written.

    The text is read back as any file is, so what would be filed is what was meant, byte for byte.
    """
    task = task_of(dataset, entry.task)
    unit = timeline.unit_named(dataset.plan, entry.unit)
    code = unit.code if unit else UNKNOWN
    path = entry_path(entry, code, new_id())
    text = yaml.write(codec.mapping(entry))
    case = case_of(dataset, entry, today, path)
    problems = tuple(of_entry(case) or _unchanged(dataset, case) or _unreadable(entry, path, text))
    day = entry.date if closing.is_closed(dataset.plan.period, today) else today
    before = Snapshot(dataset, day).standing(task)
    if problems:
        return Proposal(entry, code, path, text, problems, before, None, day, plausible.of_case(case))
    future = dataset.plus(path, text)
    after = Snapshot(future, day).standing(task)
    return Proposal(entry, code, path, text, (), before, after, day, plausible.of_case(case))


def _unchanged(dataset: Dataset, case: Case) -> list[Problem]:
    """Return why a correction is none: it says what the one entry says that it corrects, by whomever."""
    entry = case.entry
    if len(entry.corrects) != 1:  # of a dispute one of the two may be right
        return []
    filed = case.filed[entry.corrects[0]]
    old = dataset.entry(filed)
    if filed.code != case.code or any(getattr(entry, name) != getattr(old, name) for name in SAID):
        return []
    sentence = _("this says what entry {id} says; name what changes").format(id=filed.id)
    return [Problem(case.path, 1, 1, "no-change", sentence, ("corrects",))]


def _unreadable(entry: Entry, path: str, text: str) -> list[Problem]:
    """Read the very bytes back that would be filed; return why they could not be read, or do not say the same."""
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > ENTRY_LIMIT:
        return [Problem(path, 1, 1, "size", _("larger than {n} KiB; shorten it").format(n=ENTRY_LIMIT // 1024))]
    read, problems = validate.check("entry", path, data)
    if not problems and read != entry:
        problems = [Problem(path, 1, 1, "round-trip", _("this cannot be written so that it reads back the same"))]
    return problems


def file(root: str, proposal: Proposal) -> str:
    """Write the entry of a proposal that has no problems; return its path. WorldFailed where the disk refuses.

    Where another writer took the same name, another id is drawn; never is a file written over.
    """
    path = proposal.path
    for _attempt in range(ATTEMPTS):
        try:
            put.create(root, path, proposal.text.encode())
        except FileExistsError:
            path = entry_path(proposal.entry, proposal.code, new_id())
        except OSError as error:
            sentence = _("the disk refused the entry ({why}); nothing was filed")
            raise WorldFailed(sentence.format(why=why(error))) from error
        else:
            return path
    raise WorldFailed(_("every name that was drawn is taken; nothing was filed, try again"))
