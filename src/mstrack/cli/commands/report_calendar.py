"""`mstrack report calendar`: the deadlines as an .ics file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.cli import documents
from mstrack.documents import calendar

if TYPE_CHECKING:
    from mstrack.cli.document_options import DocumentOptions


def make(options: DocumentOptions) -> int:
    """Gather the tasks that the filters leave, and write their deadlines."""
    return documents.document(options, calendar.calendar, "mstrack.render.ics", [".ics"])
