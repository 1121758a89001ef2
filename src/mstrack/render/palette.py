"""The colours of a light on paper, in Excel and in Word; its word always stands in the same cell, too."""

from mstrack.report import Tone

FILLS = {
    Tone.BAD: ("#F8CBC6", "#7A0C06"),
    Tone.WARN: ("#FFE9A8", "#5F4700"),
    Tone.GOOD: ("#CFEBD2", "#124D1B"),
    Tone.UNKNOWN: ("#DCDCDC", "#3A3A3A"),
    Tone.MUTE: ("#E4ECF7", "#1F3A5F"),
}
"""Fill and font of what a tone means. Contrast is above 7:1."""
