"""What somebody wants to file, piece by piece: from flags, from an entry that it corrects, from answers or a form."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import WrongUse
from mstrack.format.characters import forbidden_in, shown
from mstrack.format.model import Entry
from mstrack.i18n import gettext as _
from mstrack.progress import amounts
from mstrack.views import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from mstrack.format.model import Task
    from mstrack.progress.figures import Submission
    from mstrack.rules.plausible import Doubt

FREE = ("note", "problem", "next")
REPORTED = ("status", "percent", "reached", "confirmed", *FREE)
"""What an entry says beside its figures."""


class Draft(NamedTuple):
    """An entry that is not complete yet; None is what nobody has said."""

    task: Task
    unit: str | None = None
    date: dt.date | None = None
    status: str | None = None
    figures: dict[str, Decimal] = {}  # noqa: RUF012  replaced, never changed
    percent: Decimal | None = None
    reached: tuple[str, ...] = ()
    note: str | None = None
    problem: str | None = None
    next: str | None = None
    reporter: str | None = None
    confirmed: tuple[str, ...] = ()
    corrects: tuple[str, ...] = ()
    reason: str | None = None

    def entry(self, now: dt.datetime) -> Entry:
        """Return the entry that this has become; its unit, date and reporter must be known."""
        values = {name: value for name, value in self._asdict().items() if name != "task"}
        return Entry(task=self.task.id, recorded=now.replace(microsecond=0), **values)

    def of(self, entry: Entry) -> Draft:
        """Return a draft that says what an entry says."""
        return Draft(self.task, **{name: getattr(entry, name) for name in self._fields if name != "task"})

    def like(self, old: Entry) -> Draft:
        """Return the draft filled in from the entry that it corrects: all that is reported, and no reason."""
        kept = {name: getattr(old, name) for name in REPORTED}
        return Draft(**self._asdict() | kept | {"figures": dict(old.figures)})

    def sure_of(self, doubts: Iterable[Doubt]) -> Draft:
        """Return the draft with figures confirmed that look like a slip."""
        ids = (one.indicator.id for one in doubts)
        return self._replace(confirmed=tuple(dict.fromkeys((*self.confirmed, *ids))))

    def usual_status(self, reports: Sequence[Submission]) -> str:
        """Return the status that is meant where nobody says one: as last time, else under way."""
        last = reports[0].entry.status if reports else None
        moved = any(self.figures.values()) or bool(self.percent) or bool(self.reached)
        return "in-progress" if last is None or (last == "not-started" and moved) else last

    def missing(self) -> dict[str, str]:
        """Return the flags that an entry cannot do without, and are not given, with what they are for."""
        needed = {
            "--unit": (self.unit, _("who reports")),
            "--reporter": (self.reporter, _("the name of the person who reports")),
        }
        return {flag: what for flag, (value, what) in needed.items() if not value}


def text(typed: str | None, where: str) -> str | None:
    """Return a free text without the white space around it; WrongUse names the code point of what may not be stored."""
    bare = typed.replace("\r\n", "\n").strip() if typed else None
    for sentence in forbidden_in(bare or ""):
        raise WrongUse(_("{where}: {why}").format(where=where, why=sentence))
    return bare or None


def statuses() -> dict[str, str]:
    """Return what a unit may report."""
    return {code: word for code, word in words.statuses().items() if code != "unreported"}


def as_percent(typed: str) -> Decimal:
    """Return a percent: 57, 57%, 57.5."""
    try:
        percent = amounts.figure(typed.strip().removesuffix("%").removesuffix("％"), None)
    except WrongUse as error:
        raise WrongUse(_("{where}: {why}").format(where="--percent", why=error)) from error
    if not 0 <= percent <= 100:  # noqa: PLR2004  percent
        raise WrongUse(_("--percent {typed} is none; give a number from 0 to 100").format(typed=shown(typed)))
    return percent
