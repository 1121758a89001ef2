"""What a change means, in words: entries that were tampered with first, then tasks, what was filed, and the plan."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Protocol

from mstrack.format.fields import plain
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.progress import query
from mstrack.report import Column, Report, Text, Tone, filled, for_data, for_machines, for_people, for_sheets
from mstrack.views import filings, plan_changes, short_reasons, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mstrack.progress.diff import Changes, TaskChange
    from mstrack.progress.figures import Actual
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Block, Cell, Columns, Table


class SideLabel(Protocol):
    """One of the two that are compared: what people call it, and its digest; the working tree has none."""

    @property
    def name(self) -> str: ...  # noqa: D102  the class says it

    @property
    def rev(self) -> str | None: ...  # noqa: D102  as above


def diff_report(found: Changes, old: SideLabel, new: SideLabel, snapshot: Snapshot) -> Report:
    """Return what a change means; `snapshot` is the newer side."""
    plan, day = snapshot.plan, snapshot.as_of
    blocks: list[Block] = [
        *_warning(found),
        filings.lost(found.lost),
        *([Text("")] if found.lost else ()),
        *_newly(found),
        _tasks(found),
        filings.new(found.filings),
        plan_changes.table(found.plan),
        *_remarks(found),
    ]
    title = _("{title}: what changes from {old} to {new}, as of {day}")
    sentence = title.format(title=plan.title, old=old.name, new=new.name, day=day)
    newly: list[tuple[str, Cell]] = [(f"newly_{light}", found.newly(light)) for light in words.lights()]
    envelope = (("base", old.rev), ("changed", found.found), ("entries_dated_later", found.later), *newly)
    return Report("diff", sentence, day, new.rev, tuple(blocks), envelope)


def _warning(found: Changes) -> Iterator[Text]:
    if found.lost:
        n = len(found.lost)
        sentence = ngettext(
            "{n} filed entry was changed or removed. A filed entry never changes: refuse this, or ask who did it.",
            "{n} filed entries were changed or removed. A filed entry never changes: refuse this, or ask who did it.",
            n,
        )
        yield Text(sentence.format(n=n), Tone.BAD)


def _newly(found: Changes) -> Iterator[Text]:
    """Name the tasks that got another light, by light."""
    for light, name in words.lights().items():
        if numbers := found.newly(light):
            sentence = _("Newly {light}: {tasks}").format(light=name, tasks=_(", ").join(map(str, numbers)))
            yield Text(sentence, words.TONES[light])


def _tasks(found: Changes) -> Table:
    columns: Columns[TaskChange] = (
        (Column("id", _("No."), 100, right=True), lambda one: one.after.task.id),
        (Column("title", _("Task"), 80, wrap=True, least=10), lambda one: one.after.task.short),
        (Column("lead_unit", _("Lead unit"), 40, wrap=True, least=8), lambda one: words.lead_units(one.after.task)),
        (for_machines("lead_units"), lambda one: one.after.task.lead_units),
        (for_people(_("Now"), 85, wrap=True, least=10), lambda one: words.light(one.after)),
        (for_people(_("What changes"), 95, wrap=True, least=16), _moves),
        (for_sheets(_("What changes")), _moves),
        (
            for_machines("change.title"),
            lambda one: _("Task {id}: {words}").format(id=one.after.task.id, words=_moves(one)),
        ),
        *_side("was.", lambda one: one.before, lambda one: [was for was, _now in one.figures]),
        *_side("", lambda one: one.after, lambda one: [now for _was, now in one.figures]),
    )
    return filled("tasks", columns, found.tasks, _("Tasks that stand otherwise"))


def _side(
    prefix: str, side: Callable[[TaskChange], Standing], figures: Callable[[TaskChange], list[Actual]]
) -> Columns[TaskChange]:
    """Return how a task stands on one of the two sides; of its figures those that move."""
    titles = {
        "light": _("Light before") if prefix else _("Light"),
        "reason": _("Reason before") if prefix else _("Reason"),
        "figures": _("Figures before") if prefix else _("Figures"),
    }
    return (
        (for_data(f"{prefix}light", titles["light"]), lambda one: words.light_name(side(one))),
        (for_machines(f"{prefix}cause"), lambda one: side(one).cause),
        (for_data(f"{prefix}reason", titles["reason"]), lambda one: words.reason(side(one))),
        (for_machines(f"{prefix}status"), lambda one: query.status(side(one))),
        (for_data(f"{prefix}figures", titles["figures"]), lambda one: words.figures_reached(figures(one))),
        (for_machines(f"{prefix}progress_percent"), lambda one: words.progress(side(one))),
    )


def _moves(one: TaskChange) -> str:
    """Say in words what changes in a task: figures, then its light."""
    parts = [_figure(was, now) for was, now in one.figures]
    was, now = _state(one.before), _state(one.after)
    stays = one.before.light == one.after.light  # then a colour beside a cause would say that it came
    has_status = query.status(one.before) != query.status(one.after)
    if has_status and (was == now or (stays and "blocked" in {one.before.cause, one.after.cause})):
        was, now = (words.statuses()[query.status(side)] for side in (one.before, one.after))
    elif stays and was != now:
        colour = words.lights()[one.after.light]
        was, now = (
            short_reasons.reason(side) if state == colour else state
            for side, state in ((one.before, was), (one.after, now))
        )
    if was != now:
        parts.append(words.arrow(was, now))
    if one.after.disputed and not one.before.disputed:
        parts.append(_("disputed correction"))
    if not parts:
        parts = [words.arrow(words.reason(one.before), words.reason(one.after))]
    return reduce(lambda text, more: _("{text}, {more}").format(text=text, more=more), parts)


def _figure(was: Actual, now: Actual) -> str:
    """Say how a figure moves: 新增完成治理自然村98 → 141个（目标165）."""
    sentence = _("{name} {move} (target {target})")
    target = plain(now.indicator.target)
    if was.indicator.target != now.indicator.target:
        target = words.arrow(plain(was.indicator.target), target)
    move = words.figure(now.figure, now.indicator)
    if was.figure != now.figure:
        move = words.arrow(_number(was), move)
    if now.provisional:
        move = _("{figure} (provisional)").format(figure=move)
    return sentence.format(name=now.indicator.name, move=move, target=target)


def _state(one: Standing) -> str:
    """Return a light in a word or two; where it is for silence or the deadline, that instead of the colour."""
    if one.cause == "dropped":
        return _("dropped")
    if one.light == "done":
        return words.lights()["done"]
    if one.cause == "overdue":
        return _("overdue") if one.submission else _("overdue, unreported")
    if one.cause == "blocked":
        return words.statuses()["blocked"]
    if one.cause in {"unreported", "stale"}:
        return words.statuses()["unreported"]
    return words.lights()[one.light]


def _remarks(found: Changes) -> Iterator[Text]:
    if found.later:
        sentence = ngettext(
            "{n} new entry is dated after the as-of day and is not shown.",
            "{n} new entries are dated after the as-of day and are not shown.",
            found.later,
        )
        yield Text(sentence.format(n=found.later), Tone.WARN)
    if found.layout:
        yield Text(_("tasks.yaml was changed, but says the same: only comments or the layout differ."))
    if not found.found:
        yield Text(_("Nothing has changed."))


def _number(actual: Actual) -> str:
    return "-" if actual.figure is None else plain(actual.figure)
