"""The options that queries share, each declared once; `sharing` gives a command all those of a class."""

# no `from __future__ import annotations` here: Typer needs the annotations themselves, and evaluating texts takes time
import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, get_type_hints

import typer

from mstrack.i18n import mark

DAY = mark("DAY")
NAME = mark("NAME")


AsOf = Annotated[
    str | None,
    typer.Option(
        envvar="MSTRACK_AS_OF",
        metavar=DAY,
        help=mark(
            "Answer as of this day (or MSTRACK_AS_OF); entries dated later do not exist. "
            "Default: today, or the day that closed the store."
        ),
    ),
]
Rev = Annotated[
    str | None, typer.Option(metavar=mark("REV"), help=mark("Answer from this git revision: what was known then."))
]

Form = Annotated[str, typer.Option("--format", metavar=mark("FORMAT"), help=mark("table, csv, tsv, json or md."))]
Machine = Annotated[
    bool, typer.Option("--machine", help=mark("With --format csv: every field by its key, for programs."))
]


class StoreOptions:
    """Which store is meant, and which day is today."""

    data: Annotated[
        str | None,
        typer.Option(
            envvar="MSTRACK_DATA",
            metavar=mark("DIR"),
            help=mark("The folder that holds tasks.yaml (or MSTRACK_DATA); else it is looked for here and above."),
        ),
    ] = None
    as_of: AsOf = None


class QueryOptions(StoreOptions):
    """Which revision is asked, and how the answer looks, too."""

    rev: Rev = None
    form: Form = "table"
    machine: Machine = False


class Filters:
    """Which tasks are meant."""

    leader: Annotated[list[str], typer.Option(metavar=NAME, help=mark("Tasks of this leader: 王长青, or wcq."))] = []
    unit: Annotated[
        list[str], typer.Option(metavar=NAME, help=mark("Tasks that name this unit, in any role: 民政局, or mzj."))
    ] = []
    lead_unit: Annotated[list[str], typer.Option(metavar=NAME, help=mark("Tasks that this unit leads."))] = []
    person: Annotated[
        list[str], typer.Option(metavar=NAME, help=mark("Tasks that name the unit this person answers for."))
    ] = []
    item: Annotated[
        list[str],
        typer.Option(metavar=mark("ITEM"), help=mark("Tasks of this item: its number, or words of its title.")),
    ] = []
    light: Annotated[
        list[str],
        typer.Option(
            metavar=mark("LIGHT"),
            help=mark("Tasks with this light: done, red, grey, yellow or green; several: red,yellow."),
        ),
    ] = []
    status: Annotated[
        list[str],
        typer.Option(
            metavar=mark("STATUS"),
            help=mark("Tasks whose lead unit reports this: not-started, in-progress, blocked, done or unreported."),
        ),
    ] = []
    unfinished: Annotated[bool, typer.Option("--open", help=mark("Only tasks that are neither done nor dropped."))] = (
        False
    )


class TaskOptions(Filters, QueryOptions):
    """Which tasks are meant, too."""


class ListOptions(TaskOptions):
    """Which tasks are meant, and how much of them is shown; files for machines always have all of it."""

    long: Annotated[bool, typer.Option("--long", help=mark("Every column and every reason, on as many lines."))] = False

    @property
    def on_a_screen(self) -> bool:
        """Whether the answer is to fit on a screen."""
        return self.form == "table" and not self.long


class DiffOptions(Filters, StoreOptions):
    """Which tasks are meant, too, and how the answer looks; the command itself takes the revisions."""

    form: Form = "table"
    machine: Machine = False


class Deadlines:
    """Which days are meant."""

    before: Annotated[
        str | None,
        typer.Option("--before", "--by", metavar=DAY, help=mark("Due on or before this day: 12-10, 11月底, +14d.")),
    ] = None
    after: Annotated[str | None, typer.Option(metavar=DAY, help=mark("Due on or after this day."))] = None


class DueOptions(Deadlines, ListOptions):
    """Which days are meant, too."""

    everything: Annotated[bool, typer.Option("--all", help=mark("What is finished or dropped, too, last."))] = False


class DayOptions:
    """Which days something was filed for."""

    after: Annotated[
        str | None,
        typer.Option("--since", "--after", metavar=DAY, help=mark("Filed for this day or later: 09-01, 9月1日, -1w.")),
    ] = None
    before: Annotated[
        str | None, typer.Option("--before", "--by", metavar=DAY, help=mark("Filed for this day or earlier."))
    ] = None


class Since(DayOptions, TaskOptions):
    """Which tasks are meant, and since when."""


class LogOptions(DayOptions, QueryOptions):
    """Which entries are meant, too."""

    task: Annotated[
        list[str], typer.Option(metavar=mark("TASK"), help=mark("Entries on the task of this number."))
    ] = []
    unit: Annotated[list[str], typer.Option(metavar=NAME, help=mark("Entries of this unit: 民政局, or mzj."))] = []
    person: Annotated[
        list[str], typer.Option(metavar=NAME, help=mark("Entries of the unit this person answers for."))
    ] = []


class CheckOptions(StoreOptions):
    """Which store is meant, and which day is taken for today."""

    as_of: Annotated[
        str | None,
        typer.Option(envvar="MSTRACK_AS_OF", metavar=DAY, help=mark("Take this day for today (or MSTRACK_AS_OF).")),
    ] = None


class ProofOptions(CheckOptions):
    """What a check is to prove, too; without a store that is named, of all that the repository has."""

    data: Annotated[
        str | None,
        typer.Option(
            envvar="MSTRACK_DATA",
            metavar=mark("DIR"),
            help=mark(
                "Judge this store alone (or MSTRACK_DATA): the folder that holds tasks.yaml. Without it every store of "
                "the repository is judged; with --rev the one found here or above."
            ),
        ),
    ] = None

    against: Annotated[
        str | None,
        typer.Option(
            metavar=mark("REV"),
            help=mark("Prove that since this revision no entry was rewritten, and no promise changed unannounced."),
        ),
    ] = None
    seal: Annotated[
        str | None,
        typer.Option(
            metavar=mark("LINE"), help=mark("Say whether all that this line of a paper seals is there, unchanged.")
        ),
    ] = None


def sharing(shared: type) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the options of a class; the command gets them as its first argument, one object.

    Typer reads a command's signature, so the options must stand in it: this writes them there, instead of by hand
    in every command.
    """
    hints = get_type_hints(shared, include_extras=True)
    options = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=getattr(shared, name), annotation=hint)
        for name, hint in hints.items()
    ]

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]

        @wraps(command)
        def called(**given: Any) -> Any:  # noqa: ANN401  what the command line says
            options = shared()
            for name in hints:
                setattr(options, name, given.pop(name))
            return command(options, **given)

        called.__signature__ = inspect.Signature([*own, *options])  # type: ignore[attr-defined]
        called.__annotations__ = {one.name: one.annotation for one in (*own, *options)}
        return called

    return decorate
