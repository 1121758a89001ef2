"""`mstrack report dashboard`: one web page that leaders open on a phone or a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.cli import documents
from mstrack.documents import dashboard

if TYPE_CHECKING:
    from mstrack.cli.document_options import DocumentOptions

ENDINGS = [".html", ".htm"]


def make(options: DocumentOptions) -> int:
    """Gather the tasks that the filters leave, and write their page: few of all entries are on it."""
    renderer = "mstrack.render.html"
    return documents.document(options, dashboard.dashboard, renderer, ENDINGS, with_entries=True, spooled=False)
