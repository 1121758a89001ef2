"""Districts with targets of their own: how far each is, in which order, and what nobody has as a share."""

from decimal import Decimal
from fractions import Fraction

from builders import cells_of, filed, texts_of
from odd_plan import EAST, SOUTH, WEST, page, seen, sentences

from mstrack.report import Percent
from mstrack.views import summary, words


def test_rows():
    """The farthest district stands first, who reported nothing last, each against its own target."""
    report = page()
    assert cells_of(report, "shares", "unit") == [EAST, WEST, SOUTH]
    assert cells_of(report, "shares", "order") == [1, 2, None]
    assert texts_of(report, "shares", "Own target") == [">=1万批次", ">=0.8万批次", ">=0.6万批次"]
    assert cells_of(report, "shares", "progress_percent") == [Percent(Fraction(9, 10)), Percent(Fraction(3, 8)), None]
    assert cells_of(report, "shares", "report_date")[2] is None
    assert [one.code for one in cells_of(report, "shares", "light")] == ["green", "red", "grey"]


def test_what_is_in_no_share():
    """Where shares do not add up to the target, the page says what the city itself bears."""
    told = "检测: 0.378万批次 of >=2.778万批次 are in no unit's share; the city itself bears them."
    assert told in sentences(page())
    assert "检测：全市>=2.778万批次中有0.378万批次未分解，由市本级承担。" in sentences(page(tongue="zh_CN"))


def test_equal_progress_is_one_place():
    """Two districts that are equally far have the same place."""
    equal = filed("2021-11-02", figures={"tests": 7200}, unit=WEST, id_="00000009")
    assert cells_of(page(1, equal), "shares", "order") == [1, 1, None]


def test_tasks_without_targets_of_districts_have_no_such_rows():
    """Shares without targets are counted beside the figure, as ever."""
    assert cells_of(page(3), "shares", "unit") == []


def test_by_district():
    """A summary by district counts shares; the members of a group that leads have theirs, too."""
    report = seen(summary.summary_report, "district")
    assert cells_of(report, "groups", "district") == [EAST, WEST, SOUTH]
    assert cells_of(report, "groups", "shares") == [2, 2, 2]
    assert cells_of(report, "groups", "reported") == [2, 2, 0]
    assert [[cell.code for cell in cells_of(report, "groups", light)] for light in words.lights()] == [
        [0, 0, 0],
        [0, 1, 0],
        [0, 0, 2],
        [0, 0, 0],
        [2, 1, 0],
    ]
    assert cells_of(report, "groups", "progress")[0] == ("（一） 检测 90.00%",)
    assert dict(report.envelope) == {"by": "district", "count": 2, "calendar_percent": Decimal("86.11")}
