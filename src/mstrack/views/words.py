"""The words of the trade: lights, their reasons, statuses, numbers with their measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.format.fields import plain
from mstrack.i18n import LANGUAGES, ngettext, speaking
from mstrack.i18n import gettext as _
from mstrack.progress import quantities
from mstrack.report import Figures, Percent, Tone, Word
from mstrack.views import causes

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Iterator
    from decimal import Decimal

    from mstrack.format.model import Entry, Indicator, Plan, Task, Unit
    from mstrack.progress.dates import Range
    from mstrack.progress.figures import Actual
    from mstrack.progress.query import Role
    from mstrack.progress.standing import Standing
    from mstrack.report import Cell

TONES = {
    "done": Tone.MUTE,
    "red": Tone.BAD,
    "grey": Tone.UNKNOWN,
    "yellow": Tone.WARN,
    "green": Tone.GOOD,
}
_BY_PROGRESS = {"lag", "on-pace", "behind"}
"""Causes that the progress decides."""


def lights() -> dict[str, str]:
    """Return the name of every light."""
    return {"done": _("done"), "red": _("red"), "grey": _("grey"), "yellow": _("yellow"), "green": _("green")}


def statuses() -> dict[str, str]:
    """Return the name of every status that a unit may report, and of having reported none."""
    return {
        "not-started": _("not started"),
        "in-progress": _("in progress"),
        "blocked": _("blocked"),
        "done": _("done"),
        "unreported": _("unreported"),
    }


def in_all_languages(words: Callable[[], dict[str, str]]) -> dict[str, str]:
    """Return word → code for the words of every language: 红 is red whatever the interface speaks."""
    known: dict[str, str] = {}
    for tongue in LANGUAGES:
        with speaking(tongue):
            known |= {word: code for code, word in words().items()}
    return known


def light(one: Standing) -> Word:
    """Return the light with its reason."""
    name = lights()[one.light]
    text = reason(one) if one.light == "done" else _("{light}: {reason}").format(light=name, reason=reason(one))
    return Word(one.light, text, TONES[one.light])


def light_name(one: Standing) -> Word:
    """Return the light as a word, without its reason; a dropped task has none, and is not called done."""
    return Word(one.light, _("dropped") if one.cause == "dropped" else lights()[one.light], TONES[one.light])


def reason(one: Standing) -> str:
    """Say why the light is what it is."""
    text = causes.sentence(one)
    if one.light != "done":
        for remark in _remarks(one):
            text = _("{text} ({remark})").format(text=text, remark=remark)
    if one.disputed:
        text = _("{text} ({remark})").format(text=text, remark=_("disputed correction"))
    return text


def _remarks(one: Standing) -> Iterator[str]:
    """Yield what the progress rests on, where that is no figure of the lead unit."""
    if one.slowest and (one.slowest.provisional or one.slowest.joint):
        n = len(one.slowest.sources)
        if one.slowest.provisional:
            yield ngettext("by the share of {n} unit", "by the shares of {n} units", n).format(n=n)
        else:
            yield ngettext("by the report of {n} member", "by the reports of {n} members", n).format(n=n)
    if one.by_percent and one.cause in _BY_PROGRESS:
        yield _("by the unit's own percentage")


def status(code: str | None) -> Word:
    """Return a status as a word; a withdrawal has none."""
    return Word(code, statuses()[code], Tone.PLAIN) if code else Word(None, _("withdrawn"), Tone.MUTE)


def progress(one: Standing) -> Percent | None:
    """Return the progress of the slowest cumulative indicator, else what the unit itself says, marked by a star."""
    return None if one.progress is None else Percent(one.progress, mark="*" if one.by_percent else "")


def days(n: int | None, *, overdue: bool = False) -> Word:
    """Return a number of days for a narrow column; machines get the number through a column of their own."""
    if n is None:
        return Word(None, "-", Tone.MUTE)
    return Word(None, _("{n}d").format(n=n), Tone.BAD if overdue else Tone.PLAIN)


def figure(number: Decimal | None, indicator: Indicator) -> str:
    """Return a figure with its measure: 98个, 75.2%, 2.7502万批次."""
    return "-" if number is None else quantities.quantity(number, indicator)


def target(indicator: Indicator) -> str:
    """Return a target with its bound: >=165个, >15000个, at most 3%, about 50个, >=1000元/亩 (from 800)."""
    found = bounded(indicator.target, indicator)
    if indicator.baseline is None:
        return found
    baseline = f"{plain(quantities.scaled(indicator.baseline, indicator))}{quantities.scale(indicator)}"
    return _("{floor} (from {baseline})").format(floor=found, baseline=baseline)


def bounded(number: Decimal, indicator: Indicator) -> str:
    """Return a number with the indicator's bound: a floor as a sign, a ceiling and what is about a number in words."""
    text = figure(number, indicator)
    if indicator.bound == "about":
        return _("about {figure}").format(figure=text)
    if indicator.bound == "at-most":
        return (_("below {figure}") if indicator.above else _("at most {figure}")).format(figure=text)
    return f"{'>' if indicator.above else '>='}{text}"


def number(task: Task) -> Cell:
    """Return the number that a task is asked for by, and how the table prints it where that is another: 3 （一）."""
    return Word(task.id, f"{task.id} {task.no}") if task.no else task.id


def not_in_the_table() -> str:
    """Say that the table has no such cell: 表上未列."""
    return _("not in the table")


def leaders(task: Task) -> Cell:
    """Return the leaders of a task; machines get the first one."""
    return (
        task.leader if len(task.leaders) == 1 else Word(task.leader, _(", ").join(task.leaders) or not_in_the_table())
    )


def lead_units(task: Task) -> Cell:
    """Return the lead units of a task, the one that files for it first; machines get that one."""
    return Word(task.lead_unit, _(", ").join(task.lead_units)) if len(task.lead_units) > 1 else task.lead_unit


def deadline(plan: Plan, task: Task) -> str:
    """Return the words of a task's deadline; of one that has no cell in the table, those of the plan, marked so."""
    if task.due:
        return task.deadline
    text = plan.due_of(task).words
    return _("{text} ({remark})").format(text=text, remark=not_in_the_table()) if text else not_in_the_table()


def contact(unit: Unit | None) -> str | None:
    """Return whom to call at a unit: a name, a telephone number, or both."""
    if unit is None or unit.contact is None:
        return None
    return " ".join(filter(None, (unit.contact.name, unit.contact.phone)))


def dropped(task: Task) -> str:
    """Say when a document dropped a task; nothing where none did."""
    if not task.dropped:
        return ""
    return _("dropped on {day}, {document}").format(day=task.dropped.date, document=task.dropped.document)


def amended(task: Task, field: str) -> str:
    """Say what a field of a task was before it was amended, and by what; the newest first, nothing where it was not."""
    if not task.amended(field):
        return ""
    from mstrack.views import amended_fields  # noqa: PLC0415  2 ms of a start, and few plans are amended

    sentence = _("was {was}, {document}")
    several = (
        sentence.format(was=amended_fields.value(task, one), document=one.document)
        for one in reversed(task.amended(field))
    )
    return _("; ").join(several)


def with_amended(text: str, task: Task, field: str) -> Cell:
    """Return a field of a task, for people with what it was before it was amended."""
    remark = amended(task, field)
    return Word(text, _("{text} ({remark})").format(text=text, remark=remark)) if remark else text


def originally(task: Task, field: str) -> str | Decimal | None:
    """Return what a field of a task was at first: 原时限, 原目标; None where it was never amended."""
    if not task.amended(field):
        return None
    first = task.amended(field)[0]
    return first.was if first.target_was is None else first.target_was


def amendments(task: Task) -> str:
    """Say all that was amended in a task, by document: whatever shows the task has to carry it."""
    from mstrack.views import amended_fields  # noqa: PLC0415  as above

    documents: dict[tuple[str, dt.date], list[str]] = {}
    for one in task.amendments:
        documents.setdefault((one.document, one.date), []).append(amended_fields.sentence(task, one))
    sentence = _("{document} ({day}): {changes}")
    return _("; ").join(
        sentence.format(document=document, day=day, changes=_(", ").join(changes))
        for (document, day), changes in documents.items()
    )


def arrow(was: str, now: str) -> str:
    """Say that something became something else: 98 → 141个."""
    return _("{was} -> {now}").format(was=was, now=now)


def role_code(one: Role) -> str:
    """Return the code of how a unit is involved."""
    return "member" if one.via else "lead" if one.lead else "partner"


def role(several: list[Role]) -> Word:
    """Say how units are involved in a task; a member of a group is marked as such."""
    names = {"lead": _("lead"), "partner": _("partner")}
    codes = list(map(role_code, several))
    texts = [
        _("via {group}").format(group=one.via) if one.via else names[code]
        for one, code in zip(several, codes, strict=True)
    ]
    return Word(" ".join(dict.fromkeys(codes)), _(", ").join(dict.fromkeys(texts)))


def span(due: Range) -> str:
    """Name the range of days that was resolved, and say that its ends count."""
    if due.after and due.before:
        return _("From {after} to {before} (both included)").format(after=due.after, before=due.before)
    if due.before:
        return _("Up to {before} (included)").format(before=due.before)
    if due.after:
        return _("From {after} (included)").format(after=due.after)
    return _("All deadlines")


def days_span(when: Range) -> str:
    """Name a range of days on which something was filed."""
    return span(when) if when.after or when.before else _("All days")


def figures(entry: Entry, task: Task) -> str:
    """Return the figures of an entry with the names of their indicators, its percentage and the stages it reached."""
    known = {one.id: one for one in task.indicators}
    found = [indicated(known.get(key), key, number) for key, number in entry.figures.items()]
    return _("; ").join([*found, *beside_figures(entry, task)])


def indicated(indicator: Indicator | None, key: str, number: Decimal) -> str:
    """Return a figure with the name of its indicator, or with its key where the plan no longer has the indicator."""
    return f"{indicator.name} {figure(number, indicator)}" if indicator else f"{key} {plain(number)}"


def beside_figures(entry: Entry, task: Task) -> list[str]:
    """Return what an entry says in the place of figures: its percentage, and the stages that it reached."""
    stages = {one.id: one.what for one in task.milestones}
    found = [_("reached: {name}").format(name=stages.get(key, key)) for key in entry.reached]
    if entry.percent is None:
        return found
    return [_("{percent}% by its own word").format(percent=plain(entry.percent)), *found]


def figures_by_id(entry: Entry, task: Task) -> Figures:
    """Return the figures of an entry: for machines by the ids of their indicators, for sheets by their names."""
    return Figures(tuple(entry.figures.items()), figures(entry, task))


def figures_reached(several: Iterable[Actual]) -> Figures:
    """Return the figures of a task, as far as they are known."""
    known = [(one.indicator, one.figure) for one in several if one.figure is not None]
    text = _("; ").join(indicated(indicator, indicator.id, number) for indicator, number in known)
    return Figures(tuple((indicator.id, number) for indicator, number in known), text)


def source(actual: Actual) -> Cell:
    """Return the entries that a figure comes from, by their ids."""
    return tuple(report.filed.id for report in actual.sources)
