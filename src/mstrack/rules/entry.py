"""Why an entry is refused: each rule a small pure function, its docstring the rule for staff and reviewers.

A rule takes the case of one entry (what it says, the plan in force on its day, what its unit filed on the task before)
and yields problems with a route into the entry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mstrack.format.characters import shown
from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.progress import pace
from mstrack.progress.nearest import cure
from mstrack.rules import entry_done

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from decimal import Decimal

    from mstrack.errors import Problem
    from mstrack.format.model import Indicator, Period
    from mstrack.rules.case import Case


SAYS_ITSELF = {"done", "blocked"}
"""Statuses that say something without any figure or word."""


def named_unit(case: Case) -> Iterator[Problem]:
    """An entry is filed by a unit that the task names, on its day or now; a group files through its members."""
    offices = case.terms.offices
    if case.code in offices or case.entry.withdrawn:
        return
    unit = next((one for one in case.terms.plan.units if one.code == case.code), None)
    if unit and unit.members:
        told = _("{unit} is a group, no office; file as one of its members: {names}")
        yield case.problem("named-unit", told.format(unit=unit.name, names=_(", ").join(unit.members)), "unit")
    elif not case.is_new and case.code in case.times.on(case.terms.period.start).offices:
        told = _(
            "task {id} names {unit} no more on {day}; withdraw the entry: mstrack correct ID --withdraw, and {lead} "
            "files what holds"
        )
        said = {"id": case.task.id, "unit": case.entry.unit, "day": case.entry.date, "lead": case.task.lead_unit}
        yield case.problem("named-unit", told.format(**said), "unit")
    else:
        told = _("task {id} does not name {unit}; it names {names}")
        words = told.format(id=case.task.id, unit=case.entry.unit, names=_(", ").join(offices.values()))
        yield case.problem("named-unit", words, "unit")


def task_there(case: Case) -> Iterator[Problem]:
    """A task takes entries from the day on which it was added until the day on which it was dropped."""
    task, day = case.times.now, case.entry.date
    if case.entry.withdrawn:
        return
    if task.added and day < task.added.date:
        told = _("task {id} was added on {day} ({document}); nothing is filed on it for an earlier day")
        words = told.format(id=task.id, day=task.added.date, document=task.added.document)
        yield case.problem("task-there", words, "date")
    if task.dropped and day > task.dropped.date:
        told = _(
            "task {id} was dropped on {day} ({document}); nothing is filed on it for a later day, and what is there is "
            "withdrawn: mstrack correct ID --withdraw"
        )
        words = told.format(id=task.id, day=task.dropped.date, document=task.dropped.document)
        yield case.problem("task-there", words, "date")


def known_indicator(case: Case) -> Iterator[Problem]:
    """A figure belongs to an indicator of the task, or to one that an amendment of a later day dropped."""
    known = [one.id for one in case.task.indicators]
    for key in case.entry.figures:
        if key not in known and not _is_dropped(case, key):
            told = _("task {id} has no indicator {key}; {cure}") if known else _("task {id} has no indicators")
            words = told.format(id=case.task.id, key=key, cure=cure(key, known))
            yield case.problem("known-indicator", words, "figures", key)


def known_milestone(case: Case) -> Iterator[Problem]:
    """What an entry says is reached is a milestone of the task without a figure; one with a figure goes by figures."""
    if not case.entry.reached:
        return
    known = {one.id: one for one in (*case.times.now.milestones, *case.task.milestones)}
    for i, key in enumerate(case.entry.reached):
        if key not in known:
            told = _("task {id} has no milestone {key}; {cure}") if known else _("task {id} has no milestones")
            words = told.format(id=case.task.id, key=shown(key), cure=cure(key, known))
            yield case.problem("known-milestone", words, "reached", i)
        elif known[key].figure is not None:
            told = _("the milestone {key} is reached by the figure of {indicator}; report that instead")
            words = told.format(key=key, indicator=known[key].indicator)
            yield case.problem("known-milestone", words, "reached", i)


def known_confirmed(case: Case) -> Iterator[Problem]:
    """What an entry confirms is a figure that it reports."""
    for i, key in enumerate(case.entry.confirmed):
        if key not in case.entry.figures:
            told = _("{key} is confirmed, and no figure of it is reported; report it, or delete it here")
            yield case.problem("known-confirmed", told.format(key=key), "confirmed", i)


def possible_figure(case: Case) -> Iterator[Problem]:
    """A total is not negative, and a rate is not above 100 %, unless what was promised is itself above."""
    for indicator, figure in _figures(case):
        if figure < 0 and indicator.kind == "cumulative":
            told = _("{figure} is negative; figures are totals to date")
            yield case.problem("possible-figure", told.format(figure=plain(figure)), "figures", indicator.id)
        if indicator.measure == "%" and figure > 100 >= indicator.target:  # noqa: PLR2004  percent
            told = _("{figure} is more than 100 %; write the rate in percent")
            yield case.problem("possible-figure", told.format(figure=plain(figure)), "figures", indicator.id)


def growing(case: Case) -> Iterator[Problem]:
    """A figure that counts up to a target is not below the unit's of an earlier day, nor above that of a later one."""
    if case.entry.date not in case.terms.reach:
        return  # the day is wrong, and with it what lies before and after it
    for indicator, figure in _figures(case):
        if not pace.is_measured(indicator):
            continue
        for report in case.reports:
            other, day = report.entry.figures.get(indicator.id), report.entry.date
            if other is None or case.speaks_on(day) != case.speaks:
                continue  # what a unit files while it leads is the task's total, at other times its own share
            if (day < case.entry.date and figure < other) or (day > case.entry.date and figure > other):
                told = _(
                    "{figure} does not fit the {other} of {day}: figures are totals. Wrong then? mstrack correct {id}"
                )
                words = told.format(figure=plain(figure), other=plain(other), day=day, id=report.filed.id)
                yield case.problem("growing", words, "figures", indicator.id)
                break


def possible_day(case: Case) -> Iterator[Problem]:
    """The day of an entry lies in the plan's period or up to one year after it, and not in the future."""
    if case.entry.date not in case.terms.reach:
        yield case.problem("possible-day", outside(case.entry.date, case.terms.period), "date")
    elif case.entry.date > case.today:
        told = _("{day} lies in the future (today is {today}); give the day that the figures hold for")
        yield case.problem("possible-day", told.format(day=case.entry.date, today=case.today), "date")


def outside(day: dt.date, period: Period) -> str:
    """Return why a day is none of the plan's."""
    told = _("{day} lies outside {start} to {end}, the days of this plan; give the day that the figures hold for")
    return told.format(day=day, start=period.reach.start, end=period.reach.end)


def possible_moment(case: Case) -> Iterator[Problem]:
    """An entry is recorded at most a day ahead of now: where history does not say what was filed later, clocks do."""
    if case.latest and case.entry.recorded > case.latest:
        told = _(
            "recorded at {moment}, which is still to come: the clock was wrong. Set it, then: mstrack correct {id}"
        )
        id_ = case.filed_id or "ID"
        yield case.problem("possible-moment", told.format(moment=case.entry.recorded.isoformat(), id=id_), "recorded")


def once(case: Case) -> Iterator[Problem]:
    """A unit reports an indicator once a day; what was wrong is put right by a correction."""
    names = {one.id: one.name for one in case.task.indicators}
    for report in case.reports:
        if report.entry.date == case.entry.date:
            for key in case.entry.figures:
                if key in report.entry.figures:
                    told = _("{unit} has reported {name} for {day} already; to put it right: mstrack correct {id}")
                    parts = {"name": names.get(key, key), "day": case.entry.date, "id": report.filed.id}
                    words = told.format(unit=case.entry.unit, **parts)
                    yield case.problem("once", words, "figures", key)


def says_something(case: Case) -> Iterator[Problem]:
    """An entry says something: a figure, a percent, a milestone, a note, a problem, a next step, or done or blocked."""
    entry = case.entry
    words = entry.note or entry.problem or entry.next
    says = words or entry.figures or entry.percent is not None or entry.reached or entry.status in SAYS_ITSELF
    if entry.status is None and not entry.corrects:
        told = _("the status is missing; give not-started, in-progress, blocked or done")
        yield case.problem("says-something", told, "status")
    elif not says and not entry.withdrawn:
        yield case.problem("says-something", _("the entry says nothing; give a figure or a note"), "note")


def reasoned(case: Case) -> Iterator[Problem]:
    """A correction and a withdrawal give a reason; where an older one has none, its note says why."""
    entry = case.entry
    if entry.corrects and not entry.reason and (case.is_new or not entry.note):
        yield case.problem("reasoned", _("say why the entry is corrected; give a reason"), "reason")
    elif entry.reason and not entry.corrects:
        told = _("a reason stands in a correction alone; put it into the note, or name what is corrected")
        yield case.problem("reasoned", told, "reason")


def corrects_filed(case: Case) -> Iterator[Problem]:
    """A correction names entries of its own unit and task that stand, or all the rival corrections of a dispute."""
    named = case.entry.corrects
    if len(set(named)) < len(named):
        yield case.problem("corrects-filed", _("an entry is named twice; name each once"), "corrects")
    for rivals in case.rivals:
        if rivals.intersection(named) and not rivals.issubset(named):
            told = _("the corrections {ids} dispute one entry; correct all of them at once")
            yield case.problem("corrects-filed", told.format(ids=" ".join(sorted(rivals))), "corrects")
    for old in named:
        filed = case.filed.get(old)
        if filed is None:
            told = _("task {id} has no entry {old}; mstrack log lists them").format(id=case.task.id, old=old)
            yield case.problem("corrects-filed", told, "corrects")
        elif filed.code != case.code:
            told = _("entry {old} is not of {unit}; its own unit corrects it").format(old=old, unit=case.entry.unit)
            yield case.problem("corrects-filed", told, "corrects")
        elif old in case.corrected:
            told = _("entry {old} is corrected already; correct the entry that replaced it").format(old=old)
            yield case.problem("corrects-filed", told, "corrects")


ENTRY_RULES = (
    named_unit,
    task_there,
    known_indicator,
    known_milestone,
    known_confirmed,
    possible_figure,
    growing,
    possible_day,
    possible_moment,
    *entry_done.RULES,
    once,
    says_something,
    reasoned,
    corrects_filed,
)
"""Every rule for an entry, in the order in which its reader meets them."""


def of_entry(case: Case) -> list[Problem]:
    """Return every reason to refuse an entry; none where it may be filed."""
    return [problem for rule in ENTRY_RULES for problem in rule(case)]


def _figures(case: Case) -> list[tuple[Indicator, Decimal]]:
    figures = case.entry.figures
    return [(one, figures[one.id]) for one in case.task.indicators if one.id in figures]


def _is_dropped(case: Case, key: str) -> bool:
    dropped = case.times.now.amended("indicators")
    return any(one.date > case.entry.date and _has_id(one.value, key) for one in dropped)


def _has_id(was: Any, key: str) -> bool:  # noqa: ANN401  an id, or what JSON can say
    """Whether an amendment says that an indicator was there: by its id, or written out."""
    return was == key or (isinstance(was, dict) and was.get("id") == key)
