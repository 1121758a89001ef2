"""The options of `mstrack init`: the table that a plan is drafted from, and how it is to be read."""

from typing import Annotated

import typer

from mstrack.i18n import mark


class TableOptions:
    """Which table a plan is drafted from, how it is to be read, and which year was before it."""

    source: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar=mark("FILE"),
            help=mark("Draft the plan from a table: .docx, .xlsx, .html, .pdf, .csv, .tsv, .txt; - is stdin."),
        ),
    ] = None
    table: Annotated[
        int | None, typer.Option("--table", metavar="N", help=mark("Which table of the file, counted from 1."))
    ] = None
    columns: Annotated[
        list[str],
        typer.Option("--column", metavar="N=ROLE", help=mark("What a column is: 4=lead. Once for each column.")),
    ] = []
    members: Annotated[
        list[str],
        typer.Option(
            "--members",
            metavar=mark("GROUP=UNITS"),
            help=mark("The units of a group: 各市（区）政府=甲区政府、乙市政府."),
        ),
    ] = []
    year: Annotated[
        int | None,
        typer.Option(
            "--year", metavar=mark("YEAR"), min=2000, max=2100, help=mark("The year, where the table names none.")
        ),
    ] = None
    after: Annotated[
        str | None,
        typer.Option(
            "--after",
            metavar=mark("DIR"),
            help=mark("The store of the year before: its units, codes and people are kept."),
        ),
    ] = None
    carry: Annotated[
        str | None, typer.Option("--carry", metavar="N,N", help=mark("Tasks of the year before that go on: 13,25."))
    ] = None
    dry_run: Annotated[bool, typer.Option("--dry-run", help=mark("Only say what would be done."))] = False

    @property
    def is_drafting(self) -> bool:
        """Whether a plan is asked for, or anything said of its table."""
        return any((self.source, self.table, self.columns, self.members, self.after, self.carry))
