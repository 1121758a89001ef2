"""What every renderer is given: a title, the day it holds for, and blocks of text and typed tables.

Nothing here knows what a task is. Cells keep their types; each renderer decides once how a type looks.
An official paper has headings and paragraphs of several kinds, too: `Heading` and `Prose`, for people only.
"""

# no `from __future__ import annotations` here: a text of an annotation is compiled for each field of a NamedTuple
import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Literal, NamedTuple, TypeVar

RowItem = TypeVar("RowItem")
Value = TypeVar("Value")

SCHEMA_VERSION = 2
"""Of the JSON answers: their keys are a promise; added, never renamed or taken away within a version."""


class Tone(Enum):
    """What a text means, not its colour: each renderer maps tones once."""

    PLAIN = "plain"
    STRONG = "strong"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    UNKNOWN = "unknown"
    MUTE = "mute"
    STRUCK = "struck"


class Word(NamedTuple):
    """A coded value: machine formats give the code, people read the text, coloured by its tone."""

    code: str | int | None
    text: str
    tone: Tone = Tone.PLAIN


class Percent(NamedTuple):
    """A share of 1: machine formats give percent with two decimals, people 59.39%, and its mark."""

    share: Fraction
    tone: Tone = Tone.PLAIN
    mark: str = ""


class Bar(NamedTuple):
    """A share of 1 drawn as a bar, with a tick at `mark` (None: no tick). People only: machines have the percent."""

    share: Fraction
    mark: Fraction | None
    tone: Tone = Tone.PLAIN


class Figures(NamedTuple):
    """Figures by the ids of their indicators: machines get an object of numbers, people the text."""

    pairs: tuple[tuple[str, Decimal], ...]
    text: str = ""


Cell = str | int | Decimal | dt.date | Word | Percent | Bar | Figures | tuple[str, ...] | tuple[int, ...] | None


Reader = Literal["people", "machines", "sheets"]
Readers = Literal["all", "people", "machines", "sheets", "data"]
"""Who reads a column or a fact: people a page or a paper, machines the formats that carry keys, sheets the CSV that
people open. `data` is for machines and sheets: a table of numbers that a page has no room for.
"""


class Column(NamedTuple):
    """One column. `keep` orders what a narrow page drops: the smallest first.

    `key` names it to machines, `title` to people; `for_people`, `for_machines` and `for_data` make those that not all
    read. `least` is the width in cells below which a wrapped text is no use.
    """

    key: str
    title: str
    keep: int = 0
    right: bool = False
    wrap: bool = False
    least: int = 8
    readers: Readers = "all"


Columns = Iterable[tuple[Column, Callable[[RowItem], Cell]]]
"""Columns, each beside the function that fills its cell of an item's row."""


class Rows(Collection[tuple[Value, ...]]):
    """Rows that nobody holds: whoever goes through them has each filled anew, and sees one at a time."""

    def __init__(self, fills: Iterable[Callable[[RowItem], Value]], items: Sequence[RowItem]) -> None:
        """Take what fills the cells of a row, and an item for each row."""
        self._fills = tuple(fills)
        self._items = items

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self._items)

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        """Fill one row after the other."""
        return (tuple(fill(item) for fill in self._fills) for item in self._items)

    def __contains__(self, row: object) -> bool:
        """Whether a row is among them."""
        return any(row == one for one in self)


class Table(NamedTuple):
    """Rows of cells, one a column. `key` names the list of rows in JSON.

    One that is `optional` and has no rows is left out of CSV and TSV; JSON has its empty list. `readers` leaves a whole
    table to those who read it. `printed` is how many of its first rows a sheet prints; None: all.
    """

    key: str
    columns: tuple[Column, ...]
    rows: Collection[tuple[Cell, ...]]
    title: str = ""
    optional: bool = False
    readers: Readers = "all"
    printed: int | None = None


def for_people(title: str, keep: int, *, right: bool = False, wrap: bool = False, least: int = 8) -> Column:
    """Return a column that no machine format has."""
    return Column("", title, keep, right, wrap, least, "people")


def for_machines(key: str) -> Column:
    """Return a column that no page has."""
    return Column(key, "", readers="machines")


def for_data(key: str, title: str) -> Column:
    """Return a column that machines and sheets have, and no page."""
    return Column(key, title, readers="data")


def for_sheets(title: str) -> Column:
    """Return a column that only the CSV for people has."""
    return Column("", title, readers="sheets")


def filled(
    key: str, columns: Columns[RowItem], items: Iterable[RowItem], title: str = "", *, optional: bool = False
) -> Table:
    """Return a table with one row an item: each column stands beside the function that fills its cell."""
    found = filled_in_turn(key, columns, tuple(items), title)
    return found._replace(rows=tuple(found.rows), optional=optional)


def filled_in_turn(key: str, columns: Columns[RowItem], items: Sequence[RowItem], title: str = "") -> Table:
    """Return the same, of many items: its rows are not held."""
    pairs = tuple(columns)
    return Table(key, tuple(column for column, _fill in pairs), Rows((fill for _column, fill in pairs), items), title)


class Section(NamedTuple):
    """Rows of a board below a heading, which gets their number; without a title they stand alone."""

    title: str
    rows: tuple[tuple[Cell, ...], ...]


class Board(NamedTuple):
    """A table that fits on a screen: a line a row, in sections that share its columns. For people at a terminal.

    A column that wraps may be shortened to its `least`, and one to `keep` least of all (0) is dropped before that.
    """

    columns: tuple[Column, ...]
    sections: tuple[Section, ...]


def board(columns: Columns[RowItem], sections: Iterable[tuple[str, Iterable[RowItem]]]) -> Board:
    """Return a board of the sections that have rows: each column stands beside the function that fills its cell."""
    pairs = tuple(columns)
    filled_ones = [
        Section(title, tuple(tuple(fill(item) for _column, fill in pairs) for item in items))
        for title, items in sections
    ]
    return Board(tuple(column for column, _fill in pairs), tuple(one for one in filled_ones if one.rows))


class Fact(NamedTuple):
    """One labelled value of a page: `key` names it to machines, `label` to people."""

    key: str
    label: str
    value: Cell
    readers: Readers = "all"


class Facts(NamedTuple):
    """A page's labelled values; one mapping in JSON."""

    key: str
    facts: tuple[Fact, ...]


class Text(NamedTuple):
    """A paragraph, for people only."""

    text: str
    tone: Tone = Tone.PLAIN


class Heading(NamedTuple):
    """What stands above the paragraphs that follow. Level 1 is 一、, level 2 is （一）. For people only."""

    text: str
    level: int = 1


Position = Literal[
    "banner",
    "number",
    "approved",
    "title",
    "subtitle",
    "addressee",
    "body",
    "attached",
    "attached-more",
    "signature",
    "sealed",
    "annex",
    "remark",
    "record",
]
"""Where a paragraph stands on a paper: above the title the banner (督查通报) and its number, below it all others.

`approved` is a number with who approved it. A title and a subtitle stand in the middle, whom it goes to at the edge;
`attached` names the first annex, `attached-more` the next ones; who signs leaves room for a seal where it is `sealed`.
An annex starts a page that lies; remarks are small; `record` stands at the foot of the last page.
"""
BEFORE_TITLE = ("banner", "number", "approved")


class Prose(NamedTuple):
    """A paragraph of a paper, for people only.

    A part with a tone stands out: STRONG is what it speaks of, MUTE is where a figure comes from, WARN is a draft.
    """

    parts: tuple[str | Word, ...]
    place: Position = "body"

    @property
    def text(self) -> str:
        """The paragraph as it reads."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)


Block = Table | Board | Facts | Text | Heading | Prose


class Report(NamedTuple):
    """An answer. `envelope` holds what JSON says beside the tables (range, counts …)."""

    kind: str
    title: str
    as_of: dt.date
    rev: str | None
    blocks: tuple[Block, ...]
    envelope: tuple[tuple[str, Cell], ...] = ()


RelationValue = str | int | Decimal | dt.date | None
FieldType = Literal["text", "integer", "decimal", "percent", "day", "moment", "boolean"]
"""What a field of a relation holds. A decimal is a figure, filed or reckoned from figures; a percent is reckoned, has
two decimals, and may be huge where a target is next to nothing.
"""


class Field(NamedTuple):
    """One field of a relation; a `key` is part of its primary key, and what is `required` is never empty."""

    name: str
    kind: FieldType = "text"
    key: bool = False
    required: bool = False


class Reference(NamedTuple):
    """Fields that refer to the primary key of another relation, in its order."""

    fields: tuple[str, ...]
    to: str


class Relation(NamedTuple):
    """Rows for programs: typed fields, a primary key, references to other relations. No words, no layout."""

    name: str
    fields: tuple[Field, ...]
    references: tuple[Reference, ...]
    rows: Collection[tuple[RelationValue, ...]]


def hundredths(share: Fraction) -> Decimal:
    """Return a share of 1 in percent with two decimals, halves up; below 100 it never reads 100."""
    points = share * 10_000
    rounded = (2 * points.numerator + points.denominator) // (2 * points.denominator)
    if share < 1 and rounded >= 10_000:  # noqa: PLR2004  a figure just short of its target has not reached it
        rounded = 9_999
    return Decimal(rounded) / 100


def paper_width(text: str) -> float:
    """Return how many characters wide a text is on paper: a digit takes half of one, and a quarter beside Chinese."""
    from unicodedata import east_asian_width  # noqa: PLC0415  only papers need it

    wide = [east_asian_width(sign) in "WFA" for sign in text]
    meeting = sum(wide[n] != wide[n - 1] and text[n - 1].isalnum() and text[n].isalnum() for n in range(1, len(text)))
    return sum(1 if one else 0.5 for one in wide) + 0.25 * meeting
