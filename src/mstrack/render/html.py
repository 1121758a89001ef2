"""One web page that fetches nothing and runs nothing: a report of the kind "dashboard", by the template beside this.

Jinja2 escapes every value; the page's own policy forbids what it does not need (scripts, requests, forms), and names
its one style sheet by digest. The same report gives the same bytes.
"""

from __future__ import annotations

import base64
import calendar
import datetime as dt
import hashlib
from fractions import Fraction
from functools import singledispatch
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from mstrack.format.fields import plain
from mstrack.render import cells, svg_course
from mstrack.report import Facts, Percent, Table, Text, hundredths

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal
    from typing import BinaryIO

    from mstrack.render import Page
    from mstrack.report import Block, Cell, Fact, Report

TEMPLATE = "dashboard.html"
STYLE = "dashboard.css"
MOST = 15
"""Tasks that need attention and are shown at once: three screens of a phone hold them; the others are folded."""
YEAR = 12
"""Months of a timeline whose names fit, on a phone, too."""
STACK = 7
"""Tasks of one deadline that are stacked; more of them stand side by side."""


class Axis(NamedTuple):
    """A stretch of days, drawn from left to right: whole months."""

    first: dt.date
    last: dt.date

    def __contains__(self, day: object) -> bool:
        """Whether a day lies on it."""
        return isinstance(day, dt.date) and self.first <= day <= self.last

    @property
    def months(self) -> list[dt.date]:
        """The first days of its months; where they are many, of its quarters."""
        count = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        months = [_month(self.first, n) for n in range(count)]
        return months if count <= YEAR else [month for month in months if month.month % 3 == 1]

    def start(self, day: dt.date) -> str:
        """Return where a day begins, as a length of SVG."""
        return where(self._share((day - self.first).days))

    def at(self, day: dt.date) -> str:
        """Return where the middle of a day stands, as a length of SVG."""
        return where(self._share((day - self.first).days + Fraction(1, 2)))

    def is_late(self, day: dt.date) -> bool:
        """Whether a day stands on the right half, where its name has room on the left."""
        return self._share((day - self.first).days) > Fraction(1, 2)

    def _share(self, days: Fraction | int) -> Fraction:
        return Fraction(days) / ((self.last - self.first).days + 1)


def write(report: Report, page: Page, out: BinaryIO) -> None:
    """Write the page that `render` returns."""
    out.write(render(report, page))


def render(report: Report, _page: Page) -> bytes:
    """Return the page. The report's tables and facts are the template's variables, by their keys."""
    pages = Environment(
        loader=PackageLoader("mstrack.render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters |= {
        "day": lambda day: short_day(day, report.as_of),
        "percent": percent,
        "where": where,
        "figure": figure,
    }
    pages.filters |= {"under": under, "text": cells.text}
    style = pages.get_template(STYLE).render()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    known = {block.key: _named(block) for block in report.blocks if isinstance(block, (Table, Facts))}
    texts = [block.text for block in report.blocks if isinstance(block, Text)]
    given = {"report": report, "texts": texts, "axis": axis(report), "stack": STACK, "most": MOST} | known
    given |= _looked_up(known)
    given["courses_of"] = svg_course.courses(known["course"], report.as_of)
    page = pages.get_template(TEMPLATE).render(given, style=style, digest=digest)
    return page.encode()


def axis(report: Report) -> Axis:
    """Return the months from the first deadline to the last, and to the as-of day where that is not years away."""
    days = [row["due"] for row in _rows(report, "deadlines")] or [report.as_of]
    if min(days).year - 1 <= report.as_of.year <= max(days).year + 1:
        days.append(report.as_of)
    last = max(days)
    return Axis(min(days).replace(day=1), last.replace(day=calendar.monthrange(last.year, last.month)[1]))


def short_day(day: dt.date, as_of: dt.date) -> str:
    """Return a day as people write it, with its year where that is not the page's."""
    year = "" if day.year == as_of.year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日"


def percent(cell: Percent) -> str:
    """Return a share as it is printed in every document: 59.39%."""
    return f"{hundredths(cell.share):.2f}%"


def where(share: Fraction | float) -> str:
    """Return a share of 1 as a length of SVG; what is more than all of it ends where all does."""
    return f"{float(min(max(share, 0), 1) * 100):.2f}%"


def figure(number: Decimal, measure: str) -> str:
    """Return a figure with its measure: one of Latin letters stands off."""
    return f"{plain(number)}{' ' if measure[:1].isascii() and measure[:1].isalpha() else ''}{measure}"


def under(rows: Iterable[dict[str, Any]], key: str) -> dict[Any, list[dict[str, Any]]]:
    """Return rows by what they have under a key, in their order."""
    found: dict[Any, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row[key], []).append(row)
    return found


def _looked_up(known: dict[str, Any]) -> dict[str, Any]:
    """Return what the template looks up by the number of a task, and the numbers by the part that they count in."""
    parts = under(known["tasks"], "part")
    return {
        "task_of": {row["id"]: row for row in known["tasks"]},
        "place_of": {row["id"]: row for row in known["places"]},
        "indicators_of": under(known["indicators"], "task"),
        "entry_ids": {row["id"] for row in known["entries"]},
        "entries_of": under(known["entries"], "task"),
        "milestones_of": under(known["milestones"], "task"),
        "part_of": {one["part"].code: [row["id"] for row in parts.get(one["part"], [])] for one in known["parts"]},
    }


@singledispatch
def _named(block: Block) -> Any:  # noqa: ANN401  what a template takes
    """Return a table as rows by the keys of its columns, facts by theirs."""
    raise NotImplementedError(type(block))


@_named.register(Facts)
def _(block: Facts) -> dict[str, Fact]:
    return {fact.key: fact for fact in block.facts}


@_named.register(Table)
def _(block: Table) -> list[dict[str, Cell]]:
    keys = [column.key for column in block.columns]
    return [dict(zip(keys, row, strict=True)) for row in block.rows]


def _rows(report: Report, key: str) -> Iterable[dict[str, Any]]:
    table = next(block for block in report.blocks if isinstance(block, Table) and block.key == key)
    found: Iterable[dict[str, Any]] = _named(table)
    return found


def _month(first: dt.date, n: int) -> dt.date:
    months = first.year * 12 + first.month - 1 + n
    return dt.date(months // 12, months % 12 + 1, 1)
