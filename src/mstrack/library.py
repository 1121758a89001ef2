"""What `mstrack.snapshot` returns: a snapshot that answers as the commands do.

An answer is a renderable of Rich: `rich.print(mstrack.snapshot("data").due(before="12-10"))` shows what
`mstrack due --before 12-10` shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypedDict

from mstrack.progress.snapshot import Snapshot

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from typing import Unpack

    from mstrack.progress.query import Choice
    from mstrack.render.renderable import Answer


def without_broken(root: str, opening: Callable[[], AnsweringSnapshot]) -> AnsweringSnapshot:
    """Return a snapshot without the entries that came broken, each of them named in a warning.

    Where something else cannot be read, the snapshot raises it when it is asked for.
    """
    from warnings import warn  # noqa: PLC0415  as below

    from mstrack.check import of_nobody  # noqa: PLC0415  as below
    from mstrack.check.set_aside import hide  # noqa: PLC0415  as below
    from mstrack.errors import Unreadable  # noqa: PLC0415  as below
    from mstrack.store import set_aside  # noqa: PLC0415  as below

    set_aside.forget()
    try:
        while True:
            found = None
            try:
                found = opening()
                filed = [one.filed for one in found.logged()]  # each is read: an answer that began cannot begin anew
                found.dataset.look_through(filed, found.as_of)
            except Unreadable as error:
                sentences = hide(root, error)
                for sentence in sentences:
                    warn(sentence, stacklevel=3)
                if sentences:
                    continue
                if found is None:
                    raise
            else:
                for sentence in of_nobody.sentences(root, found):
                    warn(sentence, stacklevel=3)
            return found
    finally:
        set_aside.forget()


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
        from mstrack.progress import dates  # noqa: PLC0415  the program starts by this module: nothing is loaded early
        from mstrack.render.renderable import Answer  # noqa: PLC0415  as above
        from mstrack.views import screen, tasks  # noqa: PLC0415  as above

        due = dates.range_of(after, before, self.plan.period, self.as_of)
        chosen = self.choosing(self._chosen(filters)._replace(due=due))
        return Answer(tasks.due(chosen) if long else screen.due(chosen, everything=all))

    def list(self, *, long: bool = False, **filters: Unpack[Filters]) -> Answer:
        """Return what `mstrack list` shows; filters are what its options take. WrongUse where one is none."""
        from mstrack.render.renderable import Answer  # noqa: PLC0415  as above
        from mstrack.views import screen, tasks  # noqa: PLC0415  as above

        chosen = self.choosing(self._chosen(filters))
        return Answer(tasks.listing(chosen) if long else screen.listing(chosen))

    def show(self, task: int, *, long: bool = False) -> Answer:
        """Return what `mstrack show` shows of a task by its number. WrongUse where there is none."""
        from mstrack.errors import WrongUse  # noqa: PLC0415  as above
        from mstrack.i18n import gettext as _  # noqa: PLC0415  as above
        from mstrack.render.renderable import Answer  # noqa: PLC0415  as above
        from mstrack.views.task import show_report  # noqa: PLC0415  as above

        found = self.task(task)
        if found is None:
            numbers = [one.id for one in self.plan.tasks]
            sentence = _("{typed} is no number of a task; the plan has {first} to {last}")
            raise WrongUse(sentence.format(typed=task, first=min(numbers), last=max(numbers)))
        return Answer(show_report(self, found, long=long))

    def summary(self, *, by: str = "leader", long: bool = False) -> Answer:
        """Return what `mstrack summary` shows, by leader, unit, item, light or district. WrongUse names the choices."""
        from mstrack.progress import lookup  # noqa: PLC0415  as above
        from mstrack.render.renderable import Answer  # noqa: PLC0415  as above
        from mstrack.views.summary import GROUPS, summary_report  # noqa: PLC0415  as above

        group = lookup.choice(by, {name: name for name in GROUPS}, "--by")
        return Answer(summary_report(self, group, brief=not long))

    def _chosen(self, typed: Filters) -> Choice:
        """Return the filters of a snapshot with those that somebody typed. TypeError where there is no such filter."""
        from mstrack.views import filters  # noqa: PLC0415  as above

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
