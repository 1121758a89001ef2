"""`mstrack report`: what leaders see, one module a kind of document."""

from importlib import import_module
from typing import Annotated

import typer

from mstrack.cli.document_options import DocumentOptions
from mstrack.cli.options import sharing
from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.progress import lookup

KINDS = {
    "bulletin": "mstrack.cli.commands.report_bulletin",
    "brief": "mstrack.cli.commands.report_bulletin",
    "ledger": "mstrack.cli.commands.report_ledger",
    "dashboard": "mstrack.cli.commands.report_dashboard",
    "reminder": "mstrack.cli.commands.report_reminder",
    "calendar": "mstrack.cli.commands.report_calendar",
    "data": "mstrack.cli.commands.report_data",
}
"""Every kind of document, and the module whose `make` writes it."""


OWN = {
    "form": ("--format", {"bulletin", "brief", "reminder", "data"}),
    "issue": ("--issue", {"bulletin"}),
    "full": ("--full", {"bulletin"}),
    "brief": ("--brief", {"bulletin", "brief"}),
    "cite": ("--cite", {"bulletin", "brief", "reminder"}),
    "signer": ("--signer", {"bulletin"}),
    "sealed": ("--sealed", {"bulletin", "brief", "reminder"}),
    "office": ("--office", {"bulletin", "brief", "reminder"}),
    "since": ("--since", {"bulletin", "brief"}),
    "dated": ("--dated", {"bulletin", "brief", "reminder"}),
    "reply_by": ("--reply-by", {"reminder"}),
    "everyone": ("--all", {"reminder"}),
    "font": ("--font", {"bulletin", "brief", "reminder"}),
}
"""The options that not every kind of document has, and which do; with the others they would do nothing."""


@sharing(DocumentOptions)
def report(
    options: DocumentOptions,
    kind: Annotated[
        str,
        typer.Argument(
            metavar=mark("KIND"), help=mark("bulletin, brief, ledger, dashboard, reminder, calendar or data.")
        ),
    ],
) -> int:
    """Find the kind of document, and let it be made."""
    chosen = lookup.choice(kind, {name: name for name in KINDS}, _("KIND"))
    if len(options.data) > 1 and chosen != "data":
        raise WrongUse(_("{kind} is made of one store; give --data once").format(kind=chosen))
    for field, (option, kinds) in OWN.items():
        if getattr(options, field) and chosen not in kinds:
            raise WrongUse(_("{option} does nothing for {kind}; leave it out").format(option=option, kind=chosen))
    options.brief = options.brief or chosen == "brief"
    code: int = import_module(KINDS[chosen]).make(options)
    return code
