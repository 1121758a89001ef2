"""Which filed entry is meant: by its id, by the beginning of one, by a path, or as the last of a unit on a task."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from mstrack.errors import WrongUse
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.progress import timeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mstrack.format.model import Task
    from mstrack.store.dataset import Dataset
    from mstrack.store.entry_names import Filed

LISTED = 5
"""Entries that a sentence names."""


def by_ids(dataset: Dataset, typed: Sequence[str]) -> list[Filed]:
    """Return the entries that are named, each once, in the order in which they were typed.

    An id may be cut to what is unique; of a path the file's name counts. WrongUse where one names none or several, and
    where they are of different tasks.
    """
    known = [filed for task in dataset.plan.tasks for filed in dataset.history(task.id, dt.date.max).everything()]
    found = list(dict.fromkeys(_named(dataset, known, one) for one in typed))
    if len({filed.task for filed in found}) > 1:
        raise WrongUse(_("these entries are of different tasks; correct one after the other"))
    return found


def last_of(dataset: Dataset, task: Task, unit: str | None) -> list[Filed]:
    """Return the entry that a unit filed last on a task; where others dispute it, these, too.

    Without a unit it is the only one that filed on the task. WrongUse where there is none, or where there are several.
    """
    history = dataset.history(task.id, dt.date.max)
    code = _code(dataset, task, unit)
    filed = list(history.effective(code))
    dataset.open(filed)
    reports = [one for one in filed if not dataset.entry(one).withdrawn]
    if not reports:
        sentence = _("{unit} has filed nothing on task {id} that counts; mstrack log --unit {code} lists what was")
        name = next(one.name for one in dataset.plan.units if one.code == code)
        raise WrongUse(sentence.format(unit=name, id=task.id, code=code))
    last = newest(dataset, reports)
    rivals = next((several for several in history.disputes().values() if last in several), (last,))
    return [last, *(one for one in rivals if one != last)]


def of_unit(dataset: Dataset, unit: str | None) -> list[Filed]:
    """Return the entries that a unit filed on any task, or, without one, all."""
    found = timeline.unit_named(dataset.plan, unit) if unit is not None else None
    filed = (one for task in dataset.plan.tasks for one in dataset.history(task.id, dt.date.max).everything())
    return [one for one in filed if found is None or one.code == found.code]


def last_uncorrected(dataset: Dataset, several: Sequence[Filed]) -> Filed:
    """Return the entry that was filed last.

    WrongUse where they are of several units, or where another entry corrects it.
    """
    units = dict.fromkeys(dataset.unit_of(one).name for one in several)
    if len(units) > 1:
        sentence = _("several units have entries in no commit: {names}; name yours by --unit")
        raise WrongUse(sentence.format(names=_(", ").join(units)))
    replaced = {old for one in several for old in one.corrects}
    last = newest(dataset, [one for one in several if one.id not in replaced] or several)
    history = dataset.history(last.task, dt.date.max)
    correction = next((one for one in history.everything() if last.id in one.corrects), None)
    if correction:
        sentence = _("entry {id} is corrected by {other}; what counts is that one")
        raise WrongUse(sentence.format(id=last.id, other=said_of(dataset, correction)))
    return last


def newest(dataset: Dataset, several: Iterable[Filed]) -> Filed:
    """Return the entry that was filed last, by history where that says so, else by the clock."""
    return dataset.last_filed_first(several)[0]


def said_of(dataset: Dataset, filed: Filed) -> str:
    """Return an entry as a sentence names it: 7f3a9c2k (18, 2021-09-30, 市财政局)."""
    unit = next((one.name for one in dataset.plan.units if one.code == filed.code), filed.code)
    return _("{text} ({remark})").format(text=filed.id, remark=_(", ").join((str(filed.task), filed.day, unit)))


def _named(dataset: Dataset, known: Sequence[Filed], typed: str) -> Filed:
    name = typed.strip().replace("\\", "/").rpartition("/")[2]
    bare = name.casefold()
    ways: tuple[Callable[[Filed], bool], ...] = (
        lambda one: one.path.rpartition("/")[2] in (name, f"{name}.yaml"),
        lambda one: one.id == bare,
        lambda one: one.id.startswith(bare),
    )
    found = next((several for fits in ways if bare and (several := [one for one in known if fits(one)])), [])
    if len(found) == 1:
        return found[0]
    if not found:
        raise WrongUse(_("no entry has the id {id}; mstrack show TASK lists them").format(id=shown(typed)))
    listed = _(", ").join(said_of(dataset, one) for one in found[:LISTED])
    sentence = _("{typed} may be any of {n}: {listing}; type more of the id")
    raise WrongUse(sentence.format(typed=shown(typed), n=len(found), listing=listed))


def units_on(dataset: Dataset, task: Task) -> list[str]:
    """Return the names of the units that filed on a task, in the order of the plan."""
    codes = {filed.code for filed in dataset.history(task.id, dt.date.max).everything()}
    return [one.name for one in dataset.plan.units if one.code in codes]


def _code(dataset: Dataset, task: Task, unit: str | None) -> str:
    """Return the code of the unit that is meant: the one named, else the only one that filed."""
    if unit is not None:
        found = timeline.unit_named(dataset.plan, unit)
        if found:
            return found.code
    names = units_on(dataset, task)
    if not names:
        raise WrongUse(_("nothing has been filed on task {id} yet").format(id=task.id))
    if len(names) > 1:
        sentence = _("several units have filed on task {id}: {names}; name yours by --unit")
        raise WrongUse(sentence.format(id=task.id, names=_(", ").join(names)))
    return next(one.code for one in dataset.plan.units if one.name == names[0])
