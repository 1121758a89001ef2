"""The styles of Rich for what texts mean; imported where an answer is coloured, for it takes 5 ms of a start."""

from __future__ import annotations

from rich.color import ColorSystem
from rich.style import Style

from mstrack.report import Tone

STYLES = {
    Tone.STRONG: Style(bold=True),
    Tone.GOOD: Style(color="green"),
    Tone.WARN: Style(color="yellow"),
    Tone.BAD: Style(color="red", bold=True),
    Tone.UNKNOWN: Style(bold=True),
    Tone.MUTE: Style(dim=True),
    Tone.STRUCK: Style(strike=True, dim=True),
}


def coloured(text: str, tone: Tone) -> str:
    """Return a text with the codes that show its tone on a terminal."""
    return STYLES[tone].render(text, color_system=ColorSystem.STANDARD) if tone in STYLES else text
