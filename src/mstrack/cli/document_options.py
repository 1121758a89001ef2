"""The options of `mstrack report`: which document, of what, and where it goes."""

from typing import Annotated

import typer

from mstrack.cli.options import NAME, AsOf, Deadlines, Filters, Rev
from mstrack.i18n import mark


class DocumentOptions(Deadlines, Filters):
    """Which document, of what, and where it goes."""

    as_of: AsOf = None
    rev: Rev = None
    data: Annotated[
        list[str],
        typer.Option(
            metavar=mark("DIR"),
            help=mark("The folder that holds tasks.yaml (or MSTRACK_DATA); data: once for each store, * for several."),
        ),
    ] = []
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar=mark("FORMAT"),
            help=mark("bulletin, reminder: docx, pdf or md; reminder: text, too; data: sqlite, jsonl or parquet."),
        ),
    ] = None
    output: Annotated[
        str | None, typer.Option("--output", "-o", metavar=mark("FILE"), help=mark("The file to write."))
    ] = None
    force: Annotated[
        bool,
        typer.Option("--force", help=mark("Replace the file, or the folder that mstrack made, where there is one.")),
    ] = False
    issue: Annotated[
        str | None,
        typer.Option(metavar=mark("TEXT"), help=mark("bulletin: its number, as 9 or 第9期. Default: the next.")),
    ] = None
    full: Annotated[bool, typer.Option("--full", help=mark("bulletin: the long form, every task in the text."))] = False
    brief: Annotated[bool, typer.Option("--brief", help=mark("bulletin: on one page, without annexes."))] = False
    cite: Annotated[
        str | None,
        typer.Option(metavar=mark("PLACE"), help=mark("bulletin, reminder: text names entries in the text, too.")),
    ] = None
    signer: Annotated[
        str | None, typer.Option(metavar=NAME, help=mark("bulletin: who approved that it is issued."))
    ] = None
    sealed: Annotated[
        bool, typer.Option("--sealed", help=mark("bulletin, reminder: leave the place of a seal on the signature."))
    ] = False
    office: Annotated[
        str | None, typer.Option(metavar=NAME, help=mark("bulletin, reminder: the office that signs."))
    ] = None
    since: Annotated[
        str | None,
        typer.Option(metavar=mark("DAY"), help=mark("bulletin: compare with this day, that of the last one.")),
    ] = None
    dated: Annotated[
        str | None,
        typer.Option(metavar=mark("DAY"), help=mark("bulletin, reminder: the day of signing. Default: the as-of day.")),
    ] = None
    reply_by: Annotated[
        str | None,
        typer.Option(metavar=mark("DAY"), help=mark("reminder: report by this day. Default: within 3 working days.")),
    ] = None
    everyone: Annotated[
        bool, typer.Option("--all", help=mark("reminder: one for each unit that needs one, into the folder -o."))
    ] = False
    font: Annotated[
        list[str],
        typer.Option(
            metavar="ROLE=NAME",
            help=mark(
                "bulletin, reminder: a font, as title=小标宋; of title, heading, subheading, body, latin or page."
            ),
        ),
    ] = []
