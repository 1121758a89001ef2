"""One entry: what it says, whom it corrects, where it lies, who brought it, and what it changed in the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.progress.figures import Submission
from mstrack.report import Column, Fact, Facts, Report, Text, Tone, filled, for_data, for_people
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from mstrack.format.model import Entry, Indicator, Task
    from mstrack.progress.snapshot import Logged, Snapshot
    from mstrack.report import Block, Columns


class Committed(NamedTuple):
    """The commit that brought an entry, its author's name and its day; all None where it is in no commit yet."""

    commit: str | None = None
    author: str | None = None
    day: str | None = None


class _Change(NamedTuple):
    """A figure of an entry, and what it was before."""

    key: str
    indicator: Indicator | None
    was: Decimal | None
    now: Decimal | None

    def text(self, figure: Decimal | None) -> str:
        if self.indicator:
            return words.figure(figure, self.indicator)
        return "-" if figure is None else f"{figure}"

    @property
    def step(self) -> str:
        if self.was is None or self.now is None:
            return "-"
        more = self.text(self.now - self.was)
        if self.indicator and self.indicator.measure == "%":
            more = _("{n} points").format(n=plain(self.now - self.was))
        return f"+{more}" if self.now > self.was else more


def entry_report(snapshot: Snapshot, one: Logged, committed: Committed) -> Report:
    """Return the page of an entry."""
    before = _before(snapshot, one)
    changes = list(_changes(one.task, before, snapshot.entry(one.filed), is_whole=bool(one.filed.corrects)))
    columns: Columns[_Change] = (
        (
            Column("name", _("Indicator"), 100, wrap=True, least=12),
            lambda each: each.indicator.name if each.indicator else each.key,
        ),
        (for_people(_("Before"), 80, right=True), lambda each: each.text(each.was)),
        (for_people(_("Figure"), 90, right=True), lambda each: each.text(each.now)),
        (for_people(_("Change"), 70, right=True), lambda each: each.step),
        (for_data("indicator", _("Indicator")), lambda each: each.key),
        (for_data("was", _("Before")), lambda each: each.was),
        (for_data("figure", _("Figure")), lambda each: each.now),
    )
    title = _("Entry {id} on task {number}: {title}").format(id=one.filed.id, number=one.task.id, title=one.task.short)
    blocks: tuple[Block, ...] = (
        Facts("entry", tuple(_facts(snapshot, one, committed))),
        filled("changes", columns, changes, _("Figures")),
        *_compared_with(before),
    )
    envelope = (("before", before.filed.id if before else None),)
    return Report("show-entry", title, snapshot.as_of, snapshot.rev, blocks, envelope)


def _facts(snapshot: Snapshot, one: Logged, committed: Committed) -> Iterator[Fact]:
    filed, entry = one.filed, snapshot.entry(one.filed)
    yield Fact("id", "", filed.id, "machines")
    yield Fact("task", "", filed.task, "machines")
    yield Fact("date", _("Date"), entry.date)
    yield Fact("unit", _("Unit"), entry.unit)
    yield Fact("status", _("Status"), words.status(entry.status))
    yield Fact("figures", "", words.figures_by_id(entry, one.task), "machines")
    yield Fact("", _("Beside figures"), _("; ").join(words.beside_figures(entry, one.task)) or None, "people")
    yield Fact("percent", "", entry.percent, "machines")
    yield Fact("reached", "", entry.reached, "machines")
    for key, label, text in (
        ("note", _("Note"), entry.note),
        ("problem", _("Problem"), entry.problem),
        ("next", _("Next step"), entry.next),
        ("reporter", _("Reporter"), entry.reporter),
    ):
        yield Fact(key, label, text)
    yield Fact("recorded", _("Recorded"), entry.recorded.isoformat())
    yield Fact("corrects", "", entry.corrects, "machines")
    yield Fact("", _("Corrects"), _(", ").join(entry.corrects) or None, "people")
    yield Fact("reason", _("Reason"), entry.reason)
    yield Fact("corrected_by", "", one.replaced_by, "machines")
    yield Fact("", _("Corrected by"), _(", ").join(one.replaced_by) or None, "people")
    yield Fact("path", _("File"), filed.path)
    yield Fact("commit", "", committed.commit, "machines")
    yield Fact("author", "", committed.author, "machines")
    where = _("{commit} by {author}, {day}").format(
        commit=(committed.commit or "")[:12], author=committed.author, day=committed.day
    )
    yield Fact("", _("Commit"), where if committed.commit else _("in no commit yet"), "people")


def _before(snapshot: Snapshot, one: Logged) -> Submission | None:
    """Return the entry that this one is compared with: what it corrects, else the last one before it of its unit."""
    history = snapshot.history(one.task.id)
    if one.filed.corrects:
        found = history.named(one.filed.corrects)
    else:
        found = [
            each
            for each in history.effective(one.filed.code)
            if each.day <= one.filed.day and each.id not in {one.filed.id, *one.replaced_by}
        ]
    snapshot.dataset.open([one.filed, *found])
    if one.filed.corrects:
        last = next(iter(snapshot.dataset.in_day_order(found)), None)
    else:
        in_order = snapshot.dataset.in_day_order([one.filed, *found])
        last = next(iter(in_order[in_order.index(one.filed) + 1 :]), None)
    return Submission(last, snapshot.entry(last)) if last else None


def _changes(task: Task, before: Submission | None, entry: Entry, *, is_whole: bool) -> Iterator[_Change]:
    """Yield the figures of an entry; one that replaces another whole has lost those that it leaves out."""
    known = {one.id: one for one in task.indicators}
    old = before.entry.figures if before else {}
    new = entry.figures
    for key in {**(old if is_whole else {}), **new}:
        yield _Change(key, known.get(key), old.get(key), new.get(key))


def _compared_with(before: Submission | None) -> Iterator[Text]:
    if before:
        sentence = _("Before: entry {id} of {day}.")
        yield Text(sentence.format(id=before.filed.id, day=before.entry.date), Tone.MUTE)
