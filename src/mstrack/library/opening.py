"""Opens a store: as it lies here or as a revision has it, and as of a day; for the commands and `mstrack.snapshot`.

Here, and in `cli`, the clock is read. Everywhere else the day is a parameter.
"""

from __future__ import annotations

import datetime as dt
import os
from functools import cache, partial
from typing import TYPE_CHECKING

from mstrack.git.checked_out import CheckedOut
from mstrack.progress import closing, dates
from mstrack.progress.snapshot import Snapshot
from mstrack.store.cache import Cache, default_path
from mstrack.store.dataset import Dataset
from mstrack.store.set_aside import commit_of, without
from mstrack.store.source import find_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mstrack.errors import Problem, Route
    from mstrack.format.model import Period, Plan
    from mstrack.store.day_order import Brought
    from mstrack.store.source import Files


def store_folder(named: str | None) -> str:
    """Return the folder of a store: the one that is named, else that of MSTRACK_DATA, else the one here or above."""
    named = named if named is not None else os.environ.get("MSTRACK_DATA") or None
    return find_store(named, "" if named is not None else os.getcwd())


def files_of(root: str, rev: str | None = None) -> Files:
    """Return the files of a store as they lie here, or as a git revision has them. WrongUse where there is none."""
    if rev is None:
        return CheckedOut(root)
    from mstrack.git.snapshot import Revision  # noqa: PLC0415  it takes time to import, only the past needs it

    return Revision(root, rev)


def dataset_of(files: Files) -> Dataset:
    """Read the plan of a store, as far as the cache does not know it; its entries are read when they are asked for."""
    memo = Cache(default_path())
    known = cache(partial(_filing_order, files, memo))

    def filing_order(paths: list[str]) -> list[Brought]:
        return known()(paths)  # made with the first question

    return Dataset(without(files), memo, _rules, latest(), filing_order)


def open_snapshot(root: str, *, as_of: dt.date | str | None = None, rev: str | None = None) -> Snapshot:
    """Return a store on a day, by the plan in force; `as_of` and `rev` are what --as-of and --rev take."""
    files = files_of(root, rev)
    dataset = dataset_of(files)
    found = answer_day(dataset, as_of)
    return Snapshot(dataset, found, commit_of(files), closed=as_of is None and found != today())


def today() -> dt.date:
    """Return the calendar day where the user sits."""
    return dt.date.today()  # noqa: DTZ011  as the docstring says


def day(as_of: dt.date | str | None, period: Period | None) -> dt.date:
    """Return an as-of day: a text in the plan's period where it names no year, today where nothing is given."""
    if isinstance(as_of, dt.date):
        return as_of
    return today() if as_of is None else dates.day(as_of, period or today().year, today())


def answer_day(dataset: Dataset, as_of: dt.date | str | None) -> dt.date:
    """Return the day that answers hold for: the one that is given, else today, else the day that closed the store."""
    found = day(as_of, dataset.plan.period)
    return closing.default_day(dataset, found) if as_of is None else found


def latest() -> dt.datetime:
    """Return the latest moment at which an entry can have been recorded: a day from now, as clocks go."""
    return dt.datetime.now(dt.UTC) + dt.timedelta(days=1)


def _filing_order(files: Files, memo: Cache) -> Callable[[list[str]], list[Brought]]:
    """Return what knows the commits that brought some entries of a store on disk, or of a revision."""
    from mstrack.git.filing_order import FilingOrder  # noqa: PLC0415  only where a unit filed twice for a day

    root = getattr(files, "root", None)
    return FilingOrder(root, commit_of(files) or "HEAD", memo) if root is not None else lambda _paths: []


def _rules(plan: Plan, left_out: frozenset[Route]) -> Iterable[Problem]:
    from mstrack.rules.plan import of_plan  # noqa: PLC0415  only for a plan that the cache does not know

    return of_plan(plan, left_out)
