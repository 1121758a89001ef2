"""Report → bytes, one module a format. Nothing here asks for a terminal, prints, or knows what a task is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from mstrack.report import Report


class Page(NamedTuple):
    """What a report is laid out for: so many cells wide (None: as wide as it needs), in colour or not.

    `drawing` says that line-drawing characters and blocks can be shown, one cell wide; else rules and bars are ASCII.
    """

    width: int | None = None
    colour: bool = False
    drawing: bool = False


def _table(report: Report, page: Page) -> bytes:
    from mstrack.render import safe, terminal  # noqa: PLC0415  each format is imported by the command that asks for it

    return terminal.render(safe.cleaned(report), page)


def _csv(report: Report, page: Page) -> bytes:
    from mstrack.render import delimited, safe  # noqa: PLC0415  as above

    return delimited.csv(safe.cleaned(report), page)


def _csv_with_keys(report: Report, page: Page) -> bytes:
    from mstrack.render import delimited, safe  # noqa: PLC0415  as above

    return delimited.csv_with_keys(safe.cleaned(report), page)


def _tsv(report: Report, page: Page) -> bytes:
    from mstrack.render import delimited, safe  # noqa: PLC0415  as above

    return delimited.tsv(safe.cleaned(report), page)


def _json(report: Report, page: Page) -> bytes:
    from mstrack.render import json_  # noqa: PLC0415  as above; JSON escapes what others replace

    return json_.render(report, page)


def _md(report: Report, page: Page) -> bytes:
    from mstrack.render import markdown, safe  # noqa: PLC0415  as above

    return markdown.render(safe.cleaned(report), page)


FORMATS: dict[str, Callable[[Report, Page], bytes]] = {
    "table": _table,
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "md": _md,
}
"""Every format by its name; the choices of --format are these keys."""
WITH_KEYS = "csv --machine"
RENDERERS = FORMATS | {WITH_KEYS: _csv_with_keys}
"""Every format, and CSV with keys, which is another answer of the same format."""
