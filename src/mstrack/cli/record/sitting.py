"""One sitting of a person who records: the entries under way, what is answered, kept on the disk after every answer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from mstrack.cli import console
from mstrack.cli.record import drafts
from mstrack.errors import MstrackError
from mstrack.format import codec, yaml
from mstrack.i18n import gettext as _
from mstrack.progress.snapshot import Snapshot
from mstrack.record import propose
from mstrack.rules import entry as rules
from mstrack.rules import plausible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mstrack.cli.record.draft import Draft
    from mstrack.errors import Problem
    from mstrack.format.model import Entry, Plan
    from mstrack.progress.figures import Submission
    from mstrack.progress.standing import Standing
    from mstrack.rules.plausible import Doubt
    from mstrack.store.dataset import Dataset


class FilingContext(NamedTuple):
    """Where somebody records: the store as it is today, and its folder."""

    snapshot: Snapshot
    root: str

    @property
    def dataset(self) -> Dataset:
        """The store."""
        return self.snapshot.dataset

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.snapshot.dataset.plan

    @property
    def today(self) -> dt.date:
        """The as-of day."""
        return self.snapshot.as_of

    def reports(self, draft: Draft, unit: str) -> tuple[Submission, ...]:
        """Return what a unit reported on the draft's task, newest first."""
        return propose.reports_of(self.dataset, draft.task, unit, self.today)

    def standing(self, draft: Draft) -> Standing:
        """Return where a task stands on the day that a draft is for."""
        day = min(draft.date or self.today, self.today)
        return Snapshot(self.dataset, day).standing(draft.task)

    def proposal(self, draft: Draft) -> propose.Proposal:
        """Return what filing a draft would do."""
        return propose.propose(self.dataset, _entry(draft), self.today)

    def problems(self, draft: Draft) -> list[Problem]:
        """Return all that the rules have against a draft, what it does not say yet included."""
        return rules.of_entry(propose.case_of(self.dataset, _entry(draft), self.today))

    def refusals(self, draft: Draft, *route: str) -> list[str]:
        """Return why the rules refuse what a draft says in one place; what it does not say yet is no reason."""
        return [one.sentence for one in self.problems(draft) if one.route[: len(route)] == route]

    def doubts(self, draft: Draft) -> dict[str, Doubt]:
        """Return what looks like a slip in the figures of a draft, and is not confirmed, by the indicator."""
        case = propose.case_of(self.dataset, _entry(draft), self.today)
        return {one.indicator.id: one for one in plausible.of_case(case)}


class Sitting:
    """The drafts of one sitting, by their tasks, and the names of the questions that are answered.

    `taken_over` are the drafts as they were before anybody typed: of a correction what the entry says that it corrects.
    """

    def __init__(
        self, context: FilingContext, taken_over: Iterable[Draft] = (), kept: drafts.Kept | None = None
    ) -> None:
        """Begin one, or go on with what was kept."""
        self.context = context
        self.drafts = {one.task.id: one for one in taken_over}
        self.answered: set[str] = set()
        self.path = ""
        self._taken_over = dict(self.drafts)
        self._name = drafts.new_name(context.root)
        if kept:
            self.answered |= kept.answered
            self.drafts |= {one.task.id: one for one in kept.on(context.plan) if not self._is_filed(one)}
            self.path = kept.path
            self._name = kept.path.replace("\\", "/").rpartition("/")[2]

    @property
    def has_words(self) -> bool:
        """Whether somebody typed anything that an entry says."""
        return any(_said(one) != _said(self._taken_over.get(number)) for number, one in self.drafts.items())

    def take(self, draft: Draft, *answered: str) -> Draft:
        """Keep a draft and the names of the questions that it answers, on the disk, too; return the draft."""
        self.drafts[draft.task.id] = draft
        self.answered.update(answered)
        self.save()
        return draft

    def save(self) -> None:
        """Write what there is; a disk that refuses stops nobody, and at the end it is printed back."""
        if not self.has_words:
            return
        try:
            self.path = drafts.save(self._name, self.context.root, self.drafts.values(), self.answered)
        except (OSError, MstrackError):
            self.path = ""

    def leave(self) -> None:
        """Say where what was typed is, and how to go on."""
        if not self.has_words:
            return
        self.save()
        if self.path:
            drafts.say_kept(self.path)
            number = f" {next(iter(self.drafts))}" if len(self.drafts) == 1 else ""
            ids = [id_ for one in self.drafts.values() for id_ in one.corrects]
            command = " ".join(("mstrack correct", *ids)) if ids else f"mstrack add{number}"
            sentence = _("{command} goes on with it; mstrack add{number} --discard removes it.")
            console.say(sentence.format(command=command, number=number))
        else:
            drafts.printed_back("\n".join(yaml.write(codec.mapping(_entry(one))) for one in self.drafts.values()))

    def finish(self, number: int) -> None:
        """Take an entry out that is filed; the draft goes with the last one."""
        del self.drafts[number]
        if self.has_words:
            self.save()
        elif self.path:
            drafts.discard(self.path)

    def _is_filed(self, draft: Draft) -> bool:
        """Whether the store has what a draft says: its writer was killed between the filing and its removal."""
        reports = self.context.reports(draft, draft.unit or "")
        return any(one.entry.date == draft.date and _said(draft) == _said(one.entry) for one in reports)


def now() -> dt.datetime:
    """Return this moment, with the offset of the user's clock."""
    return dt.datetime.now().astimezone()


def _entry(draft: Draft) -> Entry:
    """Return a draft as an entry, with nothing in the place of what nobody has said yet."""
    named = draft._replace(unit=draft.unit or "", reporter=draft.reporter or "-", date=draft.date or dt.date.max)
    return named.entry(now())


def _said(one: Draft | Entry | None) -> tuple[object, ...]:
    """Return what a person typed of an entry: figures and words."""
    if one is None:
        return ({}, None, (), None, None, None, None)
    return (dict(one.figures), one.percent, one.reached, one.note, one.problem, one.next, one.reason)
