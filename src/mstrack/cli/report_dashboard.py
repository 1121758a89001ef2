"""`mstrack report dashboard`: one web page that leaders open on a phone or a desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.cli import publishing
from mstrack.official import dashboard

if TYPE_CHECKING:
    from mstrack.cli.report import Published

ENDINGS = [".html", ".htm"]


def make(asked: Published) -> int:
    """Gather the tasks that the filters leave, and write their page."""
    return publishing.document(asked, dashboard.dashboard, "mstrack.render.html", "web", ENDINGS, with_entries=True)
