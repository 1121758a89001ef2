from decimal import Decimal

import pytest
from offenders import every

from mstrack.errors import WrongUse
from mstrack.format.model import Indicator
from mstrack.progress import amounts


def indicator(measure):
    return Indicator(id="one", name="指标", kind="cumulative", target=Decimal(1), measure=measure, quote="指标1")


@every(
    ("typed", "measure", "figure"),
    [
        ("98", "个", "98"),
        ("98个", "个", "98"),
        ("98 个", "个", "98"),
        (" 98 ", "个", "98"),
        ("９３", "个", "93"),
        ("９３个", "个", "93"),
        ("75.2%", "%", "75.2"),
        ("75.2％", "%", "75.2"),
        ("１２．３", "%", "12.3"),
        ("0", "个", "0"),
        ("0.5", "公里", "0.5"),
        ("1,200", "个", "1200"),
        ("1，200", "个", "1200"),
        ("1,234,567.8", "个", "1234567.8"),
        ("2.778万", "人", "27780"),
        ("2.778万人", "人", "27780"),
        ("1.2亿", "元", "120000000"),
        ("3万元", "万元", "3"),
        ("3万", "万元", "3"),
        ("3 万 元", "元", "30000"),
        ("-3", "个", "-3"),
        ("123456789012345", "个", "123456789012345"),
        ("98\u3000", "个", "98"),
    ],
)
def test_read(typed, measure, figure):
    """What people type for a figure is the exact number that they mean, in the indicator's measure."""
    assert amounts.figure(typed, indicator(measure)) == Decimal(figure)


def test_exact():
    """Decimals are exact: nothing passes through a binary fraction."""
    assert str(amounts.figure("2.778万", indicator("人")).normalize()) == str(Decimal(27780).normalize())
    assert amounts.figure("0.1", None) * 3 == Decimal("0.3")


@every(
    "typed",
    [
        "",
        " ",
        "个",
        "abc",
        "九十八",
        "98人",
        "98x",
        "1e5",
        "NaN",
        "inf",
        "0x10",
        "1_000",
        "12,34",
        "1,2345",
        "1.2.3",
        "+5",
        "--5",
        "5-",
        "98/100",
        "1万亿",
        "٣",
        "98\x1b[31m",
    ],
)
def test_refused(typed):
    """What is no figure is refused in words that show one, and never reaches a terminal as it came."""
    with pytest.raises(WrongUse, match=r"write a number, such as 98 or 75\.2") as caught:
        amounts.figure(typed, indicator("个"))
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("typed", ["1234567890123456", "0.1234567890123456", "9" * 400])
def test_too_many_digits(typed):
    """A figure that a file could not hold exactly is refused."""
    with pytest.raises(WrongUse, match="more than 15 digits; round it"):
        amounts.figure(typed, indicator("个"))


@pytest.mark.parametrize(
    "typed", ["0.0000000000001", "75.1234567890123", "0." + "0" * 20 + "1万", "-0." + "0" * 400 + "1"]
)
def test_too_many_digits_behind_the_point(typed):
    """What not every format can give is refused, and the cure is a smaller measure."""
    with pytest.raises(WrongUse, match="more than 12 digits behind the point; round it, or report it in a smaller"):
        amounts.figure(typed, indicator("公里"))


@pytest.mark.parametrize("typed", ["0.000000000001", "75.500000000000000000", "0.0000000000001万"])
def test_the_smallest_figures(typed):
    """Zeros that say nothing are no digits, and 万 moves the point."""
    assert amounts.figure(typed, indicator("公里")) == Decimal(typed.rstrip("万")) * (
        10_000 if typed[-1] == "万" else 1
    )


@pytest.mark.parametrize("typed", ["123456789.5万", "1234567.89亿"])
def test_digits_are_those_of_the_number(typed):
    """Zeros that the scale put after the point are no digits."""
    scale = {"万": 10_000, "亿": 100_000_000}[typed[-1]]
    assert amounts.figure(typed, indicator("元")) == Decimal(typed[:-1]) * scale
