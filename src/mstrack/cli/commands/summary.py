"""`mstrack summary`: how many tasks have which light."""

from typing import Annotated

import typer

from mstrack.cli.context import answer, snapshot
from mstrack.cli.options import TaskOptions, sharing
from mstrack.errors import ExitCode
from mstrack.i18n import mark
from mstrack.progress import lookup
from mstrack.views.summary import GROUPS, summary_report


@sharing(TaskOptions)
def summary(
    options: TaskOptions,
    by: Annotated[
        str, typer.Option(metavar=mark("GROUP"), help=mark("leader, unit, item, light or district."))
    ] = "leader",
) -> int:
    """Open the store, choose by filters, count by group, answer."""
    found = snapshot(options)
    group = lookup.choice(by, {name: name for name in GROUPS}, "--by")
    answer(found, summary_report(found, group), options.form)
    return ExitCode.FINE
