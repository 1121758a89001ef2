"""An answer as a renderable of Rich: its lines are the Segments whose texts and styles the program itself writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.render import Page, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, ConsoleOptions
    from rich.segment import Segment

    from mstrack.report import Report


class Answer(NamedTuple):
    """What a command shows. `rich.print` lays it out for its console; `str` gives plain lines, as wide as they need."""

    report: Report

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> Iterator[Segment]:
        """Yield the lines as Segments, as wide as the console; ASCII rules and bars where it has no others."""
        from rich.segment import Segment  # noqa: PLC0415  3 ms, and the program writes the same without it

        from mstrack.render.styles import STYLES  # noqa: PLC0415  as above

        page = Page(options.max_width, drawing=not (options.ascii_only or options.legacy_windows))
        for line in terminal.lines(self.report, page):
            yield from (Segment(text, STYLES.get(tone)) for text, tone in line)
            yield Segment.line()

    def __str__(self) -> str:
        """Return the lines without colour, ending in a line break."""
        return terminal.render(self.report, Page(drawing=True)).decode()
