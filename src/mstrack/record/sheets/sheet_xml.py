"""One sheet of a workbook, heard from its XML: each cell with its value, whether a formula made it, and its format."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple

from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _
from mstrack.record.sheets import number_formats, safe

MOST_ROWS = 2000
MOST_CELLS = 40_000
"""That hold something, in all sheets; a large form has 5,000."""
MOST_MERGED = 1000
"""Areas of merged cells; a large form has 200."""
MOST_CHARACTERS = 32_767
"""In a cell; Excel holds no more."""
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})", re.ASCII)
_WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
_ESCAPED = re.compile(r"_x(?![Dd][89A-Fa-f])([0-9A-Fa-f]{4})_")
"""A character that XML cannot hold; half of a pair is none."""
_LAST_SERIAL = 2_958_465
"""The day 9999-12-31."""
_CHINA = dt.timezone(dt.timedelta(hours=8))
"""What programs of the web write as 2021-09-29T16:00:00Z is midnight there."""
_LEAP_SERIAL = 60
"""Excel believes that 1900 was a leap year; before this day its count is one short."""


class SheetCell(NamedTuple):
    """What a cell holds: its value (of a formula, the one that was saved with it), and how it is meant.

    `number` is what the file keeps for a cell that is formatted as a day or a time: the days since 1899-12-30.
    `look` is its number format.
    """

    value: Any = None
    formula: bool = False
    broken: bool = False
    percent: bool = False
    number: float | None = None
    look: str = ""

    @property
    def empty(self) -> bool:
        """Whether nothing is in it; white space is nothing."""
        return not self.formula and (self.value is None or (isinstance(self.value, str) and not self.value.strip()))


Place = tuple[int, int]
"""Row and column, counted from 1."""
Grid = dict[Place, SheetCell]
"""The cells of a sheet that hold something."""


class Area(NamedTuple):
    """Cells that are merged into one: the first and the last of them."""

    first: Place
    last: Place


class SheetContent(NamedTuple):
    """What a sheet holds: its cells, those of them that are merged, and whether it is out of sight."""

    grid: Grid
    merged: tuple[Area, ...] = ()
    hidden: bool = False


class IgnoringReader:
    """Hears of elements, and needs none of them."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""

    def end(self, tag: str) -> None:
        """Take the end of an element."""

    def text(self, text: str) -> None:
        """Take a piece of text."""


class Text(IgnoringReader):
    """A text in runs: what is read aloud of it (phonetic runs) is left out."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._runs: list[str] = []
        self._reading = False
        self._spoken = 0
        self._length = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        self._spoken += tag == "rPh"
        self._reading = self._reading or (tag == "t" and not self._spoken)
        del attributes

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        self._spoken -= tag == "rPh"
        self._reading = self._reading and tag != "t"

    def text(self, text: str) -> None:
        """Take a piece of text."""
        if self._reading:
            self.add(text)

    def add(self, text: str) -> None:
        """Add a piece of the text."""
        self._length += len(text)
        if self._length > MOST_CHARACTERS:
            raise safe.damaged()
        self._runs.append(text)

    def taken(self) -> str:
        """Return the text, and begin the next."""
        text = "".join(self._runs)
        self._runs, self._length, self._reading, self._spoken = [], 0, False, 0
        return text


class SheetReader(IgnoringReader):
    """The cells of one sheet. One without a name stands behind the one before it."""

    def __init__(self, texts: list[str], codes: list[str], epoch: dt.datetime, room: int = MOST_CELLS) -> None:
        """Take the texts and formats that cells name by number, the day that is 0, and how many cells there may be."""
        self._room = room
        self.grid: Grid = {}
        self.merged: list[Area] = []
        self._texts, self._codes, self._epoch = texts, codes, epoch
        self._row = self._column = 0
        self._kind = self._style = ""
        self._formula = self._in_value = False
        self._inline: Text | None = None
        self._value = Text()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take the start of an element."""
        if self._inline:
            self._inline.start(tag, attributes)
        elif tag == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif tag == "c":
            self._row, self._column = _placed(attributes.get("r"), (self._row, self._column + 1))
            self._kind, self._style, self._formula = attributes.get("t", "n"), attributes.get("s", ""), False
        elif tag == "f":
            self._formula = True
        elif tag == "v":
            self._in_value = True
        elif tag == "is":
            self._inline = Text()
        elif tag == "mergeCell":
            first, _colon, last = attributes.get("ref", "").partition(":")
            if len(self.merged) == MOST_MERGED:
                raise safe.too_many()
            self.merged.append(Area(_placed(first, (0, 0)), _placed(last or first, (0, 0))))

    def end(self, tag: str) -> None:
        """Take the end of an element."""
        if tag == "is" and self._inline:
            self._value.add(unescaped(self._inline.taken()))
            self._inline = None
        elif self._inline:
            self._inline.end(tag)
        elif tag == "v":
            self._in_value = False
        elif tag == "c":
            self._keep(self._value.taken())

    def text(self, text: str) -> None:
        """Take a piece of text."""
        if self._inline:
            self._inline.text(text)
        elif self._in_value:
            self._value.add(text)

    def _keep(self, text: str) -> None:
        value = self._typed(text)
        if value is None and not self._formula:
            return
        if self._row > MOST_ROWS:
            sentence = _(
                "more than {n} rows; delete the empty rows below the form, or copy the figures into a new form"
            )
            raise WrongUse(sentence.format(n=MOST_ROWS))
        if len(self.grid) >= self._room:
            raise safe.too_many()
        look = self._codes[int(self._style)] if self._style.isdecimal() and int(self._style) < len(self._codes) else ""
        cell = SheetCell(value, self._formula, self._kind == "e", number_formats.is_percent(look), None, look)
        if isinstance(value, int | float) and not isinstance(value, bool) and number_formats.is_day(look):
            cell = cell._replace(value=_moment(value, self._epoch), number=value)
        self.grid[self._row, self._column] = cell

    def _typed(self, text: str) -> Any:  # noqa: ANN401  whatever a cell holds
        """Return the value that the text of a cell stands for, by the cell's type; None where it is empty."""
        if self._kind == "s":
            return self._texts[int(text)] if text.strip() else None
        if self._kind == "str":
            return unescaped(text)
        if self._kind in {"inlineStr", "e"}:
            return text
        text = text.strip()
        if self._kind == "b":
            return text.lower() in {"1", "true"} if text else None
        if self._kind == "d":
            return _iso(text)
        return _number(text)


def _placed(reference: str | None, otherwise: Place) -> Place:
    """Return the place that a cell's name says."""
    if reference is None:
        return otherwise
    found = _REFERENCE.fullmatch(reference)
    if not found:
        raise safe.damaged()
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


def unescaped(text: str) -> str:
    """Return a text with the characters that XML cannot hold: _x000D_ is a carriage return."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _number(text: str) -> int | float | str | None:
    """Return a number; what is none is a text, and nothing is None."""
    if _WHOLE.fullmatch(text):
        return int(text)
    try:
        number = float(text)
    except ValueError:
        return text or None
    return number if abs(number) < float("inf") else text


def _iso(text: str) -> dt.datetime | str | None:
    """Return a day that is written down as such; one that is written otherwise stays a text."""
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return text or None
    return moment if moment.tzinfo is None else moment.astimezone(_CHINA).replace(tzinfo=None)


def _moment(number: float, epoch: dt.datetime) -> Any:  # noqa: ANN401  a day, or the number itself
    """Return the day that a number stands for; the number itself where Excel shows ########, or a time of no day."""
    if not 1 <= number <= _LAST_SERIAL:
        return number
    days = number + 1 if epoch.year < 1900 and number < _LEAP_SERIAL else number  # noqa: PLR2004  the year of Excel's first day
    return (epoch + dt.timedelta(days, microseconds=500_000)).replace(microsecond=0)
