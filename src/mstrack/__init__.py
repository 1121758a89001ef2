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

    import pyarrow as pa

    from mstrack.library.answering import AnsweringSnapshot

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
    from mstrack.library import answering, opening  # noqa: PLC0415  the program starts with `import mstrack`

    return answering.snapshot(opening.store_folder(data), as_of=as_of, rev=rev)


def arrow(
    data: str | None = None, *, store: str | None = None, as_of: dt.date | str | None = None, rev: str | None = None
) -> dict[str, pa.Table]:
    """Return a store on a day as Arrow tables by their names, what is referred to first; each store has the same ones.

    It is what `mstrack report data --format parquet` writes; an engine maps it over the folders of a province. `store`
    is the first column of every table; left out, it is the name of the folder, of data/ that of the one above. `data`,
    `as_of` and `rev` are those of `snapshot`. Raises what `snapshot` raises, Unreadable with every problem of every
    entry (of many stores each path says whose: it begins with the folder), and WorldFailed where pyarrow is missing
    (mstrack[parquet]) or a share is too large for a column.
    """
    from mstrack.documents.data import relations  # noqa: PLC0415  as above
    from mstrack.errors import Unreadable, not_installed  # noqa: PLC0415  as above
    from mstrack.i18n import speaking  # noqa: PLC0415  as above
    from mstrack.library import opening  # noqa: PLC0415  the program starts with `import mstrack`
    from mstrack.store.source import store_name  # noqa: PLC0415  as above

    try:
        from mstrack.render.arrow import table  # noqa: PLC0415  pyarrow is an extra, and heavy
    except ImportError as error:
        raise not_installed(error, "parquet") from error
    root = opening.store_folder(data)
    try:
        found = snapshot(root, as_of=as_of, rev=rev)
        found.spool(found.log)  # what is wrong has sentences in the user's language, the tables theirs in Chinese
    except Unreadable as error:
        raise error.below(root) from error
    with speaking("zh_CN"):
        several = relations(found, store or store_name(root))
    return {one.name: table(one) for one in several}
