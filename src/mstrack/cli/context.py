"""What the sentences of the queries are made of: the store that is asked, the tasks meant, the answer given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.cli import console
from mstrack.cli.options import Deadlines, Filters
from mstrack.cli.store_folder import find
from mstrack.errors import WrongUse
from mstrack.git.sparse_checkout import left_out
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.library import opening
from mstrack.progress import dates, lookup
from mstrack.render import FORMATS, RENDERERS, WITH_KEYS
from mstrack.views import filters

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from mstrack.cli.document_options import DocumentOptions
    from mstrack.cli.options import DayOptions, DiffOptions, LogOptions, QueryOptions, StoreOptions
    from mstrack.cli.record.sitting import FilingContext
    from mstrack.format.model import Plan, Task
    from mstrack.progress.dates import Range
    from mstrack.progress.query import Choice
    from mstrack.progress.snapshot import Snapshot
    from mstrack.report import Report


def snapshot(options: QueryOptions) -> Snapshot:
    """Open the store that is asked, at its as-of day and revision; with the tasks that its filters leave."""
    options.form = form(options)  # before any work is done
    return narrowed(opening.open_snapshot(find(options.data), as_of=options.as_of, rev=options.rev), options)


def form(options: QueryOptions | DiffOptions) -> str:
    """Return the format that is asked for; WrongUse where --machine goes with one that has no keys to choose."""
    chosen = lookup.choice(options.form, {name: name for name in FORMATS}, "--format")
    if not options.machine or chosen in {"json", "tsv"}:
        return chosen
    if chosen != "csv":
        raise WrongUse(_("--machine gives keys in the place of headings; it goes with --format csv"))
    return WITH_KEYS


def narrowed(whole: Snapshot, options: QueryOptions | DocumentOptions) -> Snapshot:
    """Return a snapshot with the filters that a command has, and the range of its deadlines."""
    if not isinstance(options, Filters):
        return whole
    try:
        choice = chosen(whole.plan, options)
        if isinstance(options, Deadlines):
            choice = choice._replace(due=parse_range(whole.plan, options, whole.as_of))
    except WrongUse:
        _refuse(whole, options)
        raise
    return whole.choosing(choice)


def _refuse(whole: Snapshot, options: Filters) -> None:
    """Name every filter and every day that cannot be taken, where there are several."""
    from mstrack.cli.wrong_flags import WrongFlags  # noqa: PLC0415  only where something is wrong

    wrong = WrongFlags()
    for option in filters.OPTIONS:
        for typed in getattr(options, option, ()):
            with wrong.of(f"--{option.replace('_', '-')}"):
                filters.choice(whole.plan, {option: [typed]})
    if isinstance(options, Deadlines):
        for flag, typed in (("--after", options.after), ("--before", options.before)):
            with wrong.of(flag):
                if typed is not None:
                    dates.day(typed, whole.plan.period, whole.as_of)
    if len(wrong.sentences) > 1:
        wrong.refuse()


def filing_context(options: StoreOptions) -> FilingContext:
    """Open the store that somebody wants to record in, on the day of the clock: who files something files it today."""
    from mstrack.cli.record.sitting import FilingContext  # noqa: PLC0415  only where something is recorded

    root = find(options.data)
    for sentence in _left_out():
        console.remark(sentence)
    as_of = opening.today() if options.as_of is None else options.as_of
    return FilingContext(opening.open_snapshot(root, as_of=as_of), root)


def chosen(plan: Plan, options: Filters | LogOptions) -> Choice:
    """Resolve what was typed into the filters that a command has to names of the plan."""
    typed = {option: getattr(options, option, ()) for option in filters.OPTIONS}
    return filters.choice(plan, typed, unfinished=getattr(options, "unfinished", False))


def parse_range(plan: Plan, options: Deadlines | DayOptions, as_of: dt.date) -> Range:
    """Resolve the two ends of a range; WrongUse where they are the wrong way round."""
    return dates.range_of(options.after, options.before, plan.period, as_of)


def task_number(plan: Plan, typed: str) -> Task:
    """Return the task of a number, or of what the table prints for it (（一）); WrongUse names the nearest one."""
    from mstrack.format.characters import shown  # noqa: PLC0415  its patterns take time to compile, most answers need none

    tasks = {task.id: task for task in plan.tasks}
    bare = dates.bare(typed)
    typed = shown(typed)
    if bare.isdecimal() and int(bare) in tasks:
        return tasks[int(bare)]
    printed = [task for task in plan.tasks if task.no and dates.bare(task.no) == bare]
    if len(printed) == 1:
        return printed[0]
    if bare.lstrip("-").isdecimal():
        near = min(tasks, key=lambda number: abs(number - int(bare)))
        sentence = _("there is no task {typed}; the plan has {first} to {last}, the nearest is {near}")
        raise WrongUse(sentence.format(typed=typed, first=min(tasks), last=max(tasks), near=near))
    sentence = _("{typed} is no number of a task; the plan has {first} to {last}")
    raise WrongUse(sentence.format(typed=typed, first=min(tasks), last=max(tasks)))


def remark_on(snapshot: Snapshot, remarked: set[str] | None = None) -> None:
    """Say what makes an answer doubtful; no sentence twice: `remarked` has those of the stores before."""
    remarked = set() if remarked is None else remarked
    for sentence in _remarks(snapshot):
        if sentence not in remarked:
            console.remark(sentence)
            remarked.add(sentence)


def _remarks(snapshot: Snapshot) -> Iterator[str]:
    """Yield the doubts: half a store, a closed one, a day after its period, what does not count, wrong clocks."""
    if snapshot.rev is None:
        yield from _left_out()
    day, end = snapshot.as_of, snapshot.plan.period.end
    if snapshot.closed:
        yield _closed(snapshot)
    elif day > end:
        sentence = _("The plan ended on {end}; this is {day}. See also --as-of {end}.")
        yield sentence.format(day=day, end=end)
    lost = sum(len(snapshot.history(task.id).circular()) for task in snapshot.tasks)
    if lost:
        sentence = ngettext(
            "{n} entry corrects itself, so it does not count. mstrack check names it.",
            "{n} entries correct each other in a circle, so none of them counts. mstrack check names them.",
            lost,
        )
        yield sentence.format(n=lost)
    if snapshot.of_nobody() or snapshot.unknown_keys():
        from mstrack.check.of_nobody import sentences  # noqa: PLC0415  only where something is of nobody

        yield from sentences(console.store, snapshot)
    ahead = len(snapshot.dataset.clock_errors)
    if ahead:
        sentence = ngettext(
            "{n} entry was recorded by a clock that was ahead; history orders its day, else it counts last. "
            "mstrack check names it.",
            "{n} entries were recorded by clocks that were ahead; history orders their days, else they count last. "
            "mstrack check names each.",
            ahead,
        )
        yield sentence.format(n=ahead)


def _left_out() -> Iterator[str]:
    n = left_out(console.store)
    if n:
        sentence = ngettext(
            "{n} entry is not checked out here (git sparse-checkout), so it is left out. To have it: {command}",
            "{n} entries are not checked out here (git sparse-checkout), so they are left out. To have them: {command}",
            n,
        )
        yield sentence.format(n=n, command="git sparse-checkout disable")


def _closed(snapshot: Snapshot) -> str:
    """Say that a store is closed, and for which day it answers, on one line of 80 cells."""
    period = snapshot.plan.period
    sentence = _("The plan ended on {end}: as of {day}, its last known day (--as-of).")
    if snapshot.as_of == period.start:
        sentence = _("The plan ended {end} without reports: as of day one, {day} (--as-of).")
    return sentence.format(day=snapshot.as_of, end=period.end)


def answer(snapshot: Snapshot, report: Report, named: str) -> None:
    """Give the answer in the format that was asked for, with a remark where its day lies after the plan's period."""
    remark_on(snapshot)
    console.show(RENDERERS[named](report, console.page()), prose=named == "table")
