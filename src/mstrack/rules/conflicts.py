"""What entries say of each other once they lie in one tree: the refusals of `add`, over what several clones filed.

Each clone could check only what it had. Here the entries of a task that count are taken by unit and day, each checked
against those of earlier days, so that one mistake is listed once, at the later entry.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import Problem
from mstrack.i18n import gettext as _
from mstrack.rules import plausible
from mstrack.rules.case import Case, TermsInTime
from mstrack.rules.entry import ENTRY_RULES, corrects_filed
from mstrack.rules.entry_done import still_done
from mstrack.rules.reading import Trail
from mstrack.store.corrections import Replacements

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Container, Iterable, Iterator

    from mstrack.format.model import Plan, Task
    from mstrack.progress.figures import Submission
    from mstrack.store.entry_names import Filed


class Corrections(NamedTuple):
    """The entries of one task by id, which of them correct an id, and which dispute an entry with an id's."""

    filed: dict[str, Filed]
    by: Replacements
    rivals: dict[str, set[str]]


def corrections(filed: Iterable[Filed]) -> Corrections:
    """Take the entries of one task by their names."""
    known = {one.id: one for one in filed}
    by = Replacements((one.id, "-".join(one.corrects)) for one in known.values() if one.corrects)
    disputed = {one: several for several in by.rivals().values() for one in several}
    return Corrections(known, by, disputed)


def circle(said: Corrections) -> Iterator[Problem]:
    """No entry corrects itself, nor another that (through others) corrects it: all of them would vanish."""
    lost = said.by.circular()
    for old in said.by.last:
        if old in said.filed and old in lost:
            told = _("corrected in a circle, so that no entry of it counts; delete the correction that closes it")
            yield Problem(said.filed[old].path, 1, 1, "circle", told)


def dispute(said: Corrections) -> Iterator[Problem]:
    """Two corrections of one entry (by two clones) are settled by a third that names both. Until then, a warning."""
    told = _("the corrections {ids} both replace entry {old}; settle it: mstrack correct {ids}")
    for old, several in said.by.rivals().items():
        ids = sorted(several)
        words = told.format(ids=" ".join(ids), old=old)
        yield Problem(said.filed[ids[-1]].path, 1, 1, "dispute", words, level="warning")


RULES = (circle, dispute)
"""Every rule for how entries of a task correct each other, beside those of `rules.entry`, which are kept here, too."""


_OF_ENTRY = tuple(rule for rule in ENTRY_RULES if rule is not still_done)
"""Nobody knows any more who took the figure away under somebody's "done"; the problem stands where it says done."""


def of_corrections(said: Corrections) -> list[Problem]:
    """Return what is wrong with how the entries of a task correct each other."""
    return [problem for rule in RULES for problem in rule(said)]


def problems(
    plan: Plan,
    task: Task,
    reports: Iterable[Submission],
    said: Corrections,
    today: dt.date,
    latest: dt.datetime | None = None,
) -> Iterator[Problem]:
    """Yield what is wrong with units' entries on a task, all that could be read; routes lead into each."""
    cases = _Cases(plan, task, said.filed, today, latest)
    by_unit = sorted(reports, key=lambda one: (one.filed.code, *_moment(one)))
    for _code, of_unit in groupby(by_unit, key=lambda one: one.filed.code):
        before: dict[str, Submission] = {}
        trail = Trail()
        for _day, group in groupby(of_unit, key=lambda one: one.filed.day):
            of_day = []
            for report in group:
                if report.filed.id in said.by.last:  # replaced: only what it replaces itself still matters
                    yield from corrects_filed(cases.of(report, ()))
                else:
                    of_day.append(report)
            figured = [one for one in of_day if one.entry.figures]
            earlier: dict[str, Submission] = {}
            for report in of_day:
                beside = [one for one in figured if _adds_to(one, report)] if _is_done(report) else []
                known = [*before.values(), *earlier.values(), *beside]
                case = cases.of(report, _newest_first(known, said.rivals.get(report.filed.id, ())))
                yield from (problem for rule in _OF_ENTRY for problem in rule(case))
                yield from plausible.remarks(case, trail)
                earlier |= dict.fromkeys(report.entry.figures, report)
            for report in of_day:
                before |= dict.fromkeys(report.entry.figures, report)
                trail.add(report.entry, speaks=cases.speaks(report))


class _Cases:
    """Makes the cases of the entries on one task."""

    def __init__(
        self, plan: Plan, task: Task, filed: dict[str, Filed], today: dt.date, latest: dt.datetime | None
    ) -> None:
        self._times = TermsInTime(plan, task)
        self._filed = filed
        self._today = today
        self._latest = latest

    def speaks(self, report: Submission) -> bool:
        """Whether a report was filed for the task, by who led it on its day."""
        return report.filed.code in self._times.on(report.entry.date).leads

    def of(self, report: Submission, reports: tuple[Submission, ...]) -> Case:
        filed = report.filed
        return Case(
            times=self._times,
            terms=self._times.on(report.entry.date),
            code=filed.code,
            entry=report.entry,
            path=filed.path,
            today=self._today,
            reports=reports,
            filed=self._filed,
            corrected=frozenset(),
            latest=self._latest,
        )


def _newest_first(known: Iterable[Submission], rivals: Container[str]) -> tuple[Submission, ...]:
    """Return what a report of a unit is held against: of each indicator the last figure before its day, and of its day.

    Of its own day that is what was recorded earlier; under a "done" all that says nothing of the same indicators, as
    which of them was recorded first depends on the clocks of two machines. An entry without figures decides nothing.
    Rivals are a dispute, and no contradiction beside it.
    """
    found = {one.filed.id: one for one in known if one.filed.id not in rivals}
    return tuple(sorted(found.values(), key=_moment, reverse=True)) if len(found) > 1 else tuple(found.values())


def _adds_to(other: Submission, report: Submission) -> bool:
    """Whether another report of the day speaks of other indicators."""
    return other is not report and report.entry.figures.keys().isdisjoint(other.entry.figures)


def _is_done(report: Submission) -> bool:
    return report.entry.status == "done"


def _moment(report: Submission) -> tuple[str, dt.datetime, str]:
    return report.filed.day, report.entry.recorded, report.filed.id
