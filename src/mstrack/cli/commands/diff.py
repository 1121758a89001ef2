"""`mstrack diff`: what a change means, between a revision and the working tree, or between two revisions."""

from typing import Annotated

import typer

from mstrack.cli.context import answer, chosen, form
from mstrack.cli.options import DiffOptions, sharing
from mstrack.cli.revisions import ComparedSide, at_revision
from mstrack.cli.store_folder import find
from mstrack.errors import ExitCode
from mstrack.git import changed
from mstrack.git.checked_out import CheckedOut
from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.library import opening
from mstrack.progress.diff import changes, standings_of
from mstrack.progress.snapshot import Snapshot
from mstrack.store.source import PLAN_LIMIT
from mstrack.views.diff import diff_report


@sharing(DiffOptions)
def diff(
    options: DiffOptions,
    before: Annotated[
        str, typer.Argument(metavar=mark("REV"), help=mark("The git revision to compare; HEAD where left out."))
    ] = "HEAD",
    after: Annotated[
        str | None, typer.Argument(metavar=mark("REV"), help=mark("That to compare it with; else the working tree."))
    ] = None,
    exit_code: Annotated[bool, typer.Option("--exit-code", help=mark("Exit with 1 where anything changed."))] = False,
) -> int:
    """Read both sides as of one day, compare them, answer; say by the exit code whether anything changed."""
    options.form = form(options)
    root = find(options.data)
    past, old = at_revision(root, before)
    new = ComparedSide(CheckedOut(root), _("the working tree")) if after is None else at_revision(root, after)[1]
    older, newer = (side.read(opening.dataset_of, side.source) for side in (old, new))
    day, wanted = opening.answer_day(newer, options.as_of), chosen(newer.plan, options)
    closed = options.as_of is None and day != opening.today()
    difference = changed.between(root, past, new.source, PLAN_LIMIT)
    tasks = difference.tasks if older.plan == newer.plan else None
    then = old.read(standings_of, Snapshot(older, day, old.rev, wanted), tasks)
    now = new.read(standings_of, Snapshot(newer, day, new.rev, wanted, closed=closed), tasks)
    found = new.read(changes, then, now, difference.paths)
    answer(now.snapshot, diff_report(found, old, new, now.snapshot), options.form)
    return ExitCode.FOUND if exit_code and found.found else ExitCode.FINE
