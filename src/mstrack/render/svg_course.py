"""The points of an indicator's year as lines of SVG: days from left to right, shares from the bottom up."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from mstrack.report import hundredths

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

WIDTH, HEIGHT, MARGIN = 100, 64, 3
HIGHEST = 1.5
"""The share at which a line stays at the top, however far beyond its target a figure is."""


class Course(NamedTuple):
    """The lines of one indicator, and what they say to those who do not see them."""

    task: int
    name: str
    actual: str
    expected: str
    end: tuple[str, str]
    full: str
    today: str
    told: str
    label: str


def courses(rows: Iterable[dict[str, Any]], as_of: dt.date) -> list[Course]:
    """Return a course for each indicator of a table of points."""
    return [
        _course(list(points), as_of) for _key, points in groupby(rows, key=lambda row: (row["task"], row["indicator"]))
    ]


def _course(points: Sequence[dict[str, Any]], as_of: dt.date) -> Course:
    first, last = points[0]["day"].replace(day=1), points[-1]["day"]
    known = [(one["day"], one["percent"].share) for one in points if one["percent"] is not None]
    top = min(HIGHEST, max(1.0, *(float(share) for _day, share in known), 0.0))

    def at(day: dt.date, share: Fraction | float) -> tuple[str, str]:
        across = (day - first).days / max(1, (last - first).days) * WIDTH
        up = HEIGHT - MARGIN - min(float(share), top) / top * (HEIGHT - 2 * MARGIN)
        return f"{across:.1f}", f"{up:.1f}"

    def line(several: Iterable[tuple[dt.date, Fraction]]) -> str:
        return " ".join(",".join(at(day, share)) for day, share in several)

    expected = [(one["day"], one["expected"].share) for one in points]
    today = [one["expected"] for one in points if one["day"] == as_of]
    now = f"{hundredths(known[-1][1]):.2f}%" if known else "无完成数"
    told = f"{now}，应达{hundredths(today[0].share):.2f}%" if today else now
    name = str(points[0]["name"])
    said = "，".join(f"{day.month}月{day.day}日{hundredths(share):.2f}%" for day, share in known)
    return Course(
        points[0]["task"],
        name,
        line(known),
        line([(first, expected[0][1] * 0), *expected]),
        at(*known[-1]) if known else ("", ""),
        at(first, 1.0)[1],
        at(as_of, 0)[0] if today else "",
        told,
        f"{name}：{said or '无完成数'}" + (f"；应达{hundredths(today[0].share):.2f}%" if today else ""),
    )
