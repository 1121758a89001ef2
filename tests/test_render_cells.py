from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from builders import table_of
from hypothesis import given
from hypothesis import strategies as st
from offenders import every

from mstrack.i18n import speaking
from mstrack.render import cells, jsonl
from mstrack.report import Bar, Column, Percent, Table, Tone, Word, for_machines, for_people

shares = st.fractions(0, 3)


@every(
    ("cell", "expected"),
    [
        (None, "-"),
        ("文字", "文字"),
        ("", ""),
        (3, "3"),
        (Decimal("75.20"), "75.2"),
        (Decimal(27780), "27780"),
        (dt.date(2021, 12, 3), "2021-12-03"),
        (Word("red", "红：逾期3天", Tone.BAD), "红：逾期3天"),
        (Percent(Fraction(98, 165)), "59.39%"),
        (Percent(Fraction(0)), "0.00%"),
        (Percent(Fraction(27_779, 27_780)), "99.99%"),
        (("甲", "乙"), "甲, 乙"),
        ((), "-"),
    ],
)
def test_text(cell, expected):
    """How people read a cell; nothing is a hyphen."""
    with speaking("en"):
        assert expected == cells.text(cell)


def test_a_list_in_chinese():
    """Chinese lists are joined by 、."""
    with speaking("zh_CN"):
        assert cells.text(("甲", "乙")) == "甲、乙"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (Word("red", "红", Tone.BAD), Tone.BAD),
        (Percent(Fraction(1), Tone.GOOD), Tone.GOOD),
        (Bar(Fraction(1), None, Tone.WARN), Tone.WARN),
        ("文字", Tone.PLAIN),
        (None, Tone.PLAIN),
    ],
)
def test_tone(cell, expected):
    """Only words, percentages and bars mean more than they say."""
    assert expected == cells.tone(cell)


@pytest.mark.parametrize(
    ("quarters", "mark", "pattern"),
    [
        (0, None, "...."),
        (1, None, "#..."),
        (4, None, "####"),
        (6, None, "####"),
        (2, 1, "#|#.."),
        (1, 3, "#..|."),
        (0, 0, "|...."),
    ],
)
def test_bar(quarters, mark, pattern):
    """A bar is filled by its share; a tick stands where the pace does."""
    quarter = cells.BAR_CELLS // 4
    expected = "".join(sign if sign == "|" else sign * quarter for sign in pattern)
    assert expected == cells.text(Bar(Fraction(quarters, 4), None if mark is None else Fraction(mark, 4)))


@given(shares, st.none() | st.fractions(0, 1))
def test_bars_are_equally_long(share, mark):
    """Bars stand below each other; one that is full has reached its target, one that is not has not."""
    drawn = cells.bar(Bar(share, mark))
    assert len(drawn) == cells.BAR_CELLS + (mark is not None)
    assert drawn.count("|") == (mark is not None)
    assert ("." in drawn) == (share < 1)


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_the_tick_shows_who_lags(share, pace):
    """Whoever is at least on pace is filled up to the tick; where it is not filled, the task lags."""
    before, _tick, after = cells.bar(Bar(share, pace)).partition("|")
    if share >= pace:
        assert "." not in before
    if "." in before:
        assert share < pace
    assert "#" not in after or share > pace


@given(st.decimals(0, 10**11, places=4))
def test_number_prints_as_the_decimal(number):
    """A JSON number of up to 15 digits is, printed, the decimal that was typed."""
    assert number == Decimal(repr(jsonl.plain_value(number)))


def test_for_people_and_for_machines():
    """Who reads a column is said by a word: a page shows what is for people, machines get what is for them."""
    table = Table(
        "rows", (Column("id", "No.", 9), for_people("Left", 5), for_machines("due")), ((1, "7d", "2021-12-10"),)
    )
    shown = [([column.title or column.key for column in columns], rows) for columns, rows in _both(table)]
    assert shown == [(["No.", "Left"], [[1, "7d"]]), (["No.", "due"], [[1, "2021-12-10"]])]


def test_no_rows():
    """A table without rows keeps its columns."""
    assert [len(columns) for columns, _rows in _both(table_of())] == [2, 2]


def _both(table):
    return cells.read_by("people", table), cells.read_by("machines", table)
