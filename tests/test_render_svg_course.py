"""Lines of SVG: days from left to right, the target at one height, and in words for those who do not see them."""

import datetime as dt
import itertools
from fractions import Fraction

from mstrack.render import svg_course
from mstrack.report import Percent

DAYS = [dt.date(2021, month, 28) for month in range(1, 13)]
NOW = DAYS[5]


def row(n, reached, indicator="roads"):
    return {
        "task": 3,
        "indicator": indicator,
        "name": "公路",
        "day": DAYS[n],
        "percent": None if reached is None else Percent(Fraction(reached, 100)),
        "expected": Percent(Fraction(n + 1, 12)),
    }


def test_lines():
    """What is known ends at the as-of day; what is expected goes on to the target, which lies at the top."""
    (found,) = svg_course.courses([row(n, 5 * n if n <= 5 else None) for n in range(12)], NOW)
    actual, expected = (
        [tuple(map(float, point.split(","))) for point in line.split()] for line in (found.actual, found.expected)
    )
    assert (len(actual), len(expected)) == (6, 13)
    assert expected[0] == (0.0, 61.0)
    assert expected[-1] == (100.0, 3.0)
    assert [across for across, _down in actual] == sorted(across for across, _down in actual)
    assert all(low[1] <= high[1] for high, low in itertools.pairwise(expected))
    assert (found.full, found.today) == ("3.0", f"{actual[-1][0]:.1f}")
    assert found.told == "25.00%，应达50.00%"
    assert found.label.startswith("公路：1月28日0.00%，")


def test_more_than_the_target_stays_on_the_picture():
    (found,) = svg_course.courses([row(0, 50), row(1, 400)], DAYS[1])
    downs = [float(point.split(",")[1]) for point in found.actual.split()]
    assert min(downs) == 3.0
    assert float(found.full) > 3


def test_an_indicator_without_figures_has_its_expected_line():
    (found,) = svg_course.courses([row(n, None) for n in range(12)], NOW)
    assert (found.actual, found.told) == ("", "无完成数，应达50.00%")


def test_each_indicator_has_its_own():
    rows = [row(n, n, name) for name in ("a", "b") for n in range(3)]
    assert len(svg_course.courses(rows, NOW)) == 2
