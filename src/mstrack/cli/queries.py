"""The queries: parse, load, choose, view, emit."""

from __future__ import annotations

from typing import Annotated

import typer

from mstrack import names, query, standing
from mstrack.cli.asking import answer, chosen, parse_range, store, task_number
from mstrack.cli.options import Asked, Due, Where, sharing
from mstrack.errors import ExitCode
from mstrack.i18n import mark
from mstrack.views import summary as summaries
from mstrack.views import task as pages
from mstrack.views import tasks as lists


@sharing(Due)
def due(
    asked: Due,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help=mark("Exit with 1 where a task listed is overdue."))
    ] = False,
) -> int:
    """Answer `mstrack due`."""
    dataset, as_of, rev = store(asked)
    choice = chosen(dataset.plan, asked)._replace(due=parse_range(dataset.plan, asked, as_of))
    standings = query.standings(dataset, choice, as_of)
    answer(lists.due(dataset.plan, standings, choice, as_of, rev), asked)
    overdue = any(one.cause == "overdue" for one in standings)
    return ExitCode.FOUND if exit_code and overdue else ExitCode.FINE


@sharing(Asked)
def list_(asked: Asked) -> int:
    """Answer `mstrack list`."""
    dataset, as_of, rev = store(asked)
    choice = chosen(dataset.plan, asked)
    answer(lists.listing(dataset.plan, query.standings(dataset, choice, as_of), choice, as_of, rev), asked)
    return ExitCode.FINE


@sharing(Where)
def show(
    asked: Where, task: Annotated[str, typer.Argument(metavar="TASK", help=mark("The number of the task, as 18."))]
) -> int:
    """Answer `mstrack show`."""
    dataset, as_of, rev = store(asked)
    wanted = task_number(dataset.plan, task)
    history = dataset.history(wanted.id, as_of)
    answer(pages.show(dataset, standing.of_task(dataset, wanted, history, as_of), history, as_of, rev), asked)
    return ExitCode.FINE


@sharing(Asked)
def summary(
    asked: Asked,
    by: Annotated[str, typer.Option(metavar="GROUP", help=mark("leader, unit, item or light."))] = "leader",
) -> int:
    """Answer `mstrack summary`."""
    dataset, as_of, rev = store(asked)
    group = names.choice(by, {name: name for name in summaries.GROUPS}, "--by")
    standings = query.standings(dataset, chosen(dataset.plan, asked), as_of)
    answer(summaries.summary(dataset.plan, standings, group, as_of, rev), asked)
    return ExitCode.FINE
