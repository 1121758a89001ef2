"""What `mstrack.snapshot` returns: a snapshot that answers as the commands do.

An answer is a renderable of Rich: `rich.print(mstrack.snapshot("data").due(before="12-10"))` shows what
`mstrack due --before 12-10` shows.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, TypedDict

from mstrack.check import of_nobody
from mstrack.check.set_aside import hide
from mstrack.errors import Unreadable, WrongUse
from mstrack.i18n import gettext as _
from mstrack.library.opening import open_snapshot
from mstrack.progress import dates, lookup
from mstrack.progress.snapshot import Snapshot
from mstrack.render.renderable import Answer
from mstrack.store import set_aside
from mstrack.views import filters, screen, tasks
from mstrack.views.summary import GROUPS, summary_report
from mstrack.views.task import show_report

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable
    from typing import Unpack

    from mstrack.progress.query import Choice


class Filters(TypedDict, total=False):
    """The filters of the commands, as they are typed: a name, a part of it, a code; of several values any may fit."""

    leader: str | list[str]
    unit: str | list[str]
    lead_unit: str | list[str]
    person: str | list[str]
    item: str | list[str]
    light: str | list[str]
    status: str | list[str]
    open: bool


class AnsweringSnapshot(Snapshot):
    """A snapshot with the commands that answer from it. It stands above the views, which a snapshot does not know."""

    def due(
        self,
        *,
        before: dt.date | str | None = None,
        after: dt.date | str | None = None,
        all: bool = False,  # noqa: A002  the name of the option
        long: bool = False,
        **filters: Unpack[Filters],
    ) -> Answer:
        """Return what `mstrack due` shows; days and filters are what its options take. WrongUse where one is none."""
        due = dates.range_of(after, before, self.plan.period, self.as_of)
        chosen = self.choosing(self._chosen(filters)._replace(due=due))
        return Answer(tasks.due(chosen) if long else screen.due(chosen, everything=all))

    def list(self, *, long: bool = False, **filters: Unpack[Filters]) -> Answer:
        """Return what `mstrack list` shows; filters are what its options take. WrongUse where one is none."""
        chosen = self.choosing(self._chosen(filters))
        return Answer(tasks.listing(chosen) if long else screen.listing(chosen))

    def show(self, task: int, *, long: bool = False) -> Answer:
        """Return what `mstrack show` shows of a task by its number. WrongUse where there is none."""
        found = self.task(task)
        if found is None:
            numbers = [one.id for one in self.plan.tasks]
            sentence = _("{typed} is no number of a task; the plan has {first} to {last}")
            raise WrongUse(sentence.format(typed=task, first=min(numbers), last=max(numbers)))
        return Answer(show_report(self, found, long=long))

    def summary(self, *, by: str = "leader", long: bool = False) -> Answer:
        """Return what `mstrack summary` shows, by leader, unit, item, light or district. WrongUse names the choices."""
        group = lookup.choice(by, {name: name for name in GROUPS}, "--by")
        return Answer(summary_report(self, group, brief=not long))

    def _chosen(self, typed: Filters) -> Choice:
        """Return the filters of a snapshot with those that somebody typed. TypeError where there is no such filter."""
        if not typed:
            return self.choice
        unknown = typed.keys() - Filters.__annotations__.keys()
        if unknown:
            raise TypeError(", ".join(sorted(unknown)))
        given: dict[str, Any] = {key: value for key, value in typed.items() if key != "open"}
        texts = {
            key: tuple(value) if isinstance(value, list | tuple) else (str(value),) for key, value in given.items()
        }
        return filters.choice(self.plan, texts, unfinished=typed.get("open", False))


def snapshot(root: str, *, as_of: dt.date | str | None, rev: str | None) -> AnsweringSnapshot:
    """Return a store on a day without the entries that came broken, each of them named in a warning.

    Where something else cannot be read, the snapshot raises it when it is asked for.
    """
    set_aside.forget()
    try:
        while True:
            found = None
            try:
                found = _opened(root, as_of, rev)
                found.dataset.look_through([one.filed for one in found.logged()], found.as_of)
            except Unreadable as error:
                hidden = hide(root, error)
                _warn(hidden)
                if hidden:  # an answer that began cannot begin anew, so all begins anew now
                    continue
                if found is None:
                    raise
            else:
                _warn(of_nobody.sentences(root, found))
            return found
    finally:
        set_aside.forget()


def _opened(root: str, as_of: dt.date | str | None, rev: str | None) -> AnsweringSnapshot:
    found = open_snapshot(root, as_of=as_of, rev=rev)
    return AnsweringSnapshot(found.dataset, found.as_of, found.rev, closed=found.closed)


def _warn(sentences: Iterable[str]) -> None:
    """Warn at the line that called `mstrack.snapshot`."""
    for sentence in sentences:
        warnings.warn(sentence, stacklevel=4)
