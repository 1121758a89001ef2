"""Numbers in the words of the trade, and what is none."""

from __future__ import annotations

from decimal import Decimal

import pytest
from offenders import every

from mstrack.progress.numerals import even, numerals, ordinal, whole


def numbers(text):
    """Return every value that the numbers of a text may mean."""
    return [{str(value.normalize() + 0).replace("E+", "e") for value in one.values} for one in numerals(even(text))]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("完成不少于2.778万批次", 27780),
        ("贷款8000万元", 8000),
        ("贷款8000万元", 80_000_000),
        ("建成3千套", 3000),
        ("八百张床位", 800),
        ("一百二十处", 120),
        ("一千零五户", 1005),
        ("两万三千人", 23000),
        ("十二所", 12),
        ("二十所", 20),
        ("十万人次", 100_000),
        ("3万5千人", 35000),
        ("1亿2000万元", 120_000_000),
        ("八百万元", 800),
        ("事故零发生", 0),
        ("百分之九十五", 95),
        ("千分之五", "0.5"),
        ("１２００个", 1200),
        ("1,200个", 1200),
        ("1，200，000元", 1_200_000),
        ("增长-2.3%", "-2.3"),
        ("下降2.3%", "-2.3"),
        ("负增长2.3%", "-2.3"),
        ("二〇二一年", 2021),
        ("新建5千一级站", 5000),
        ("改造0.5公里", "0.5"),
        ("三百五", 350),
        ("两千零十户", 2010),
    ],
)
def test_is_there(text, number):
    assert Decimal(number) in {value for one in numerals(even(text)) for value in one.values}


@pytest.mark.parametrize("text", ["惠及百姓", "贷款万元", "千家", "", "亿"])
def test_no_number(text):
    assert numbers(text) == []


@pytest.mark.parametrize(
    ("text", "number"), [("1,20个", 120), ("12,3456个", 123_456), ("一百二十处", 102), ("2.3%", "-2.3")]
)
def test_is_not_there(text, number):
    assert Decimal(number) not in {value for one in numerals(even(text)) for value in one.values}


def test_places():
    """The end lies behind 万: what follows is the measure."""
    text = even("完成2.778万批次，５个")
    assert [text[one.end :] for one in numerals(text)] == ["批次,5个", "个"]


@pytest.mark.parametrize(
    ("text", "single"), [("统一", True), ("十所", True), ("零", False), ("十二", False), ("1", False)]
)
def test_a_single_digit(text, single):
    """It may be part of a word; a zero never is."""
    assert [one.is_digit(text) for one in numerals(text)] == [single]


@every(
    ("text", "number"),
    [
        ("八百", 800),
        ("两千零一十二", 2012),
        ("一万零五", 10_005),
        ("三千〇二十", 3020),
        ("三百五", 350),
        ("两万两", 22_000),
        ("十二万三千", 123_000),
        ("一万十三", 10_013),
        ("一二三", None),
        ("十三三", None),
        ("十十一", None),
        ("一百百", None),
        ("零", None),
        ("万", None),
        ("", None),
    ],
)
def test_whole(text, number):
    """A text that is one Chinese numeral; digits in a row, and scales in the wrong order, are none."""
    assert whole(text) == number


def test_ordinal():
    assert [ordinal(one) for one in ("11", "十一", "甲")] == [11, 11, None]
