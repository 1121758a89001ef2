"""`mstrack schema`: the JSON Schema of a kind of file or of an answer, for editors and for validators of others."""

from typing import Annotated

import typer

from mstrack.cli import console
from mstrack.errors import ExitCode
from mstrack.format import json_schema
from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.progress import lookup
from mstrack.views import answers
from mstrack.views.answers import ANSWERS


def schema(
    kind: Annotated[
        str,
        typer.Argument(
            metavar=mark("SCHEMA"), help=mark("tasks (tasks.yaml), entry, or a command: the schema of its JSON.")
        ),
    ],
) -> int:
    """Find the kind, print its schema."""
    chosen = lookup.choice(kind, {name: name for name in (*json_schema.KINDS, *ANSWERS)}, _("SCHEMA"))
    text = answers.text(chosen) if chosen in ANSWERS else json_schema.text(json_schema.KINDS[chosen])
    console.emit(text.encode(), prose=False)
    return ExitCode.FINE
