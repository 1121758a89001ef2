"""`mstrack report ledger`: the 台账 as an Excel workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.cli import documents
from mstrack.documents import ledger

if TYPE_CHECKING:
    from mstrack.cli.document_options import DocumentOptions


def make(options: DocumentOptions) -> int:
    """Gather the tasks that the filters leave, and write their ledger."""
    endings = [".xlsx", ".pdf"]
    return documents.document(options, ledger.ledger, "mstrack.render.xlsx", endings, with_entries=True)
