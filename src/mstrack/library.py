"""What `mstrack.snapshot` returns: a snapshot that answers as the commands do.

An answer is a renderable of Rich: `rich.print(mstrack.snapshot("data").due(before="12-10"))` shows what
`mstrack due --before 12-10` shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.progress.snapshot import Snapshot

if TYPE_CHECKING:
    import datetime as dt

    from mstrack.render.renderable import Answer


class AnsweringSnapshot(Snapshot):
    """A snapshot with the commands that answer from it. It stands above the views, which a snapshot does not know."""

    def due(
        self,
        *,
        before: dt.date | str | None = None,
        after: dt.date | str | None = None,
        all: bool = False,  # noqa: A002  the name of the option
        long: bool = False,
    ) -> Answer:
        """Return what `mstrack due` shows; days are what --before and --after take. WrongUse where one is no day."""
        from mstrack.progress import dates  # noqa: PLC0415  the program starts by this module: nothing is loaded early
        from mstrack.render.renderable import Answer  # noqa: PLC0415  as above
        from mstrack.views import screen, tasks  # noqa: PLC0415  as above

        due = dates.range_of(after, before, self.plan.period, self.as_of)
        chosen = self.choosing(self.choice._replace(due=due))
        return Answer(tasks.due(chosen) if long else screen.due(chosen, everything=all))

    def list(self, *, long: bool = False) -> Answer:
        """Return what `mstrack list` shows."""
        from mstrack.render.renderable import Answer  # noqa: PLC0415  as above
        from mstrack.views import screen, tasks  # noqa: PLC0415  as above

        return Answer(tasks.listing(self) if long else screen.listing(self))

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
