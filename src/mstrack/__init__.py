"""mstrack: what a city promised this year, who answers for it, and where each promise stands.

    import mstrack

    snapshot = mstrack.snapshot("data", as_of="12-03")
    print([one.task.short for one in snapshot.standings if one.light == "red"])

`snapshot` answers as the commands do; `arrow` gives all of a store as tables for an engine. docs/api.md says what of
them may change between versions. Everything else is private.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable

    import pyarrow as pa

    from mstrack.errors import Problem, Route
    from mstrack.format.model import Period, Plan
    from mstrack.library import AnsweringSnapshot
    from mstrack.store.cache import Cache
    from mstrack.store.dataset import Dataset
    from mstrack.store.day_order import Brought
    from mstrack.store.source import Files

__all__ = ["arrow", "snapshot"]
__version__ = "0.2.0"


def snapshot(
    data: str | None = None, *, as_of: dt.date | str | None = None, rev: str | None = None
) -> AnsweringSnapshot:
    """Return a store on a day, as it is now or as a git revision has it.

    `data` is the folder that holds tasks.yaml; without it the store is found as the command finds
    it: by MSTRACK_DATA, else here or above. `as_of` is a day or what --as-of takes (12-03, 11月底); without it, today,
    and of a store that is closed the day that closed it. `rev` is what --rev takes. Raises
    `mstrack.errors.MstrackError`: WrongUse where there is no such store, day or revision, Unreadable with every problem
    where the plan cannot be read; of an entry, when it is first asked for.

    As the commands do, it sets entries aside that came broken with somebody's commit, so that they stop nobody: each is
    named in a UserWarning.
    """
    from mstrack.library import without_broken  # noqa: PLC0415  the program starts with `import mstrack`

    root = _root(data)
    return without_broken(root, lambda: open_snapshot(root, as_of=as_of, rev=rev))


def open_snapshot(
    data: str | None = None, *, as_of: dt.date | str | None = None, rev: str | None = None
) -> AnsweringSnapshot:
    """Return what `snapshot` does, and set nothing aside: a command does that itself, and runs once more."""
    from mstrack.git.checked_out import CheckedOut  # noqa: PLC0415  the program starts with `import mstrack`
    from mstrack.library import AnsweringSnapshot  # noqa: PLC0415  as above: nothing is loaded before it is needed

    root = _root(data)
    source: Files = CheckedOut(root)
    commit = None
    if rev is not None:
        from mstrack.git.snapshot import Revision  # noqa: PLC0415  only where the past is asked

        past = Revision(root, rev)
        source, commit = past, past.commit
    dataset = open_dataset(source)
    found = answer_day(dataset, as_of)
    return AnsweringSnapshot(dataset, found, commit, closed=as_of is None and found != day(None, None))


def arrow(
    data: str | None = None, *, store: str | None = None, as_of: dt.date | str | None = None, rev: str | None = None
) -> dict[str, pa.Table]:
    """Return a store on a day as Arrow tables by their names, what is referred to first; each store has the same ones.

    It is what `mstrack report data --format parquet` writes; an engine maps it over the folders of a province. `store`
    is the first column of every table; left out, it is the name of the folder, of data/ that of the one above. `data`,
    `as_of` and `rev` are those of `snapshot`. Raises what `snapshot` raises, Unreadable with every problem of every
    entry, and WorldFailed where pyarrow is missing (mstrack[parquet]) or a share is too large for a column.
    """
    from mstrack.documents.data import relations  # noqa: PLC0415  the program starts with `import mstrack`
    from mstrack.errors import not_installed  # noqa: PLC0415  as above
    from mstrack.i18n import speaking  # noqa: PLC0415  as above
    from mstrack.store.source import store_name  # noqa: PLC0415  as above

    try:
        from mstrack.render.arrow import table  # noqa: PLC0415  pyarrow is an extra, and heavy
    except ImportError as error:
        raise not_installed(error, "parquet") from error
    root = _root(data)
    found = snapshot(root, as_of=as_of, rev=rev)
    with speaking("zh_CN"):
        several = relations(found, store or store_name(root))
    return {one.name: table(one) for one in several}


def _root(data: str | None) -> str:
    """Return the folder of the store that is named, or found as the command finds it."""
    import os  # noqa: PLC0415  as above

    from mstrack.store.source import find_store  # noqa: PLC0415  as above

    named = data if data is not None else os.environ.get("MSTRACK_DATA") or None
    return find_store(named, "" if named is not None else os.getcwd())


def open_dataset(source: Files) -> Dataset:
    """Read the plan of a store, as far as the cache does not know it; its entries are read when they are asked for."""
    from functools import cache, partial  # noqa: PLC0415  as above

    from mstrack.store.cache import Cache, default_path  # noqa: PLC0415  as above
    from mstrack.store.dataset import Dataset  # noqa: PLC0415  as above
    from mstrack.store.set_aside import without  # noqa: PLC0415  as above

    memo = Cache(default_path())
    known = cache(partial(_filing_order, source, memo))

    def filing_order(paths: list[str]) -> list[Brought]:
        return known()(paths)  # made with the first question

    return Dataset(without(source), memo, _rules, latest(), filing_order)


def _filing_order(source: Files, memo: Cache) -> Callable[[list[str]], list[Brought]]:
    """Return what knows the commits that brought some entries of a store on disk, or of a revision."""
    from mstrack.git.filing_order import FilingOrder  # noqa: PLC0415  only where a unit filed twice for a day

    root, commit = getattr(source, "root", None), getattr(source, "commit", "HEAD")
    return FilingOrder(root, commit, memo) if root is not None else lambda _paths: []


def day(as_of: dt.date | str | None, period: Period | None) -> dt.date:
    """Return an as-of day: a text in the plan's period where it names no year, today where nothing is given."""
    import datetime as dt  # noqa: PLC0415  as above

    from mstrack.progress import dates  # noqa: PLC0415  as above

    if isinstance(as_of, dt.date):
        return as_of
    today = dt.date.today()  # noqa: DTZ011  the calendar day where the user sits
    return today if as_of is None else dates.day(as_of, period or today.year, today)


def answer_day(dataset: Dataset, as_of: dt.date | str | None) -> dt.date:
    """Return the day that answers hold for: the one that is given, else today, else the day that closed the store."""
    found = day(as_of, dataset.plan.period)
    if as_of is not None:
        return found
    from mstrack.progress import closing  # noqa: PLC0415  as above

    return closing.default_day(dataset, found)


def latest() -> dt.datetime:
    """Return the latest moment at which an entry can have been recorded: a day from now, as clocks go."""
    import datetime as dt  # noqa: PLC0415  as above

    return dt.datetime.now(dt.UTC) + dt.timedelta(days=1)


def _rules(plan: Plan, left_out: frozenset[Route]) -> Iterable[Problem]:
    from mstrack.rules.plan import of_plan  # noqa: PLC0415  only for a plan that the cache does not know

    return of_plan(plan, left_out)
