"""`mstrack schema`: the JSON Schema of a kind of file, for editors and for validators of others."""

from typing import Annotated

import typer

from mstrack.cli import console
from mstrack.errors import ExitCode
from mstrack.format import json_schema
from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.progress import lookup


def schema(
    kind: Annotated[str, typer.Argument(metavar=mark("SCHEMA"), help=mark("tasks (tasks.yaml) or entry."))],
) -> int:
    """Find the kind, print its schema."""
    chosen = lookup.choice(kind, {name: name for name in json_schema.KINDS}, _("SCHEMA"))
    console.emit(json_schema.text(json_schema.KINDS[chosen]).encode(), prose=False)
    return ExitCode.FINE
