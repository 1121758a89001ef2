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
        ("110500万", "亿元", "11.05"),
        ("110500万元", "亿元", "11.05"),
        ("1105000000元", "亿元", "11.05"),
        ("11.05", "亿元", "11.05"),
        ("11.05亿", "亿元", "11.05"),
        ("11.05亿元", "亿元", "11.05"),
        ("11.05亿", "万元", "110500"),
        ("11.05亿元", "万元", "110500"),
        ("110,500 万 元", "亿元", "11.05"),
        ("１１０５００万", "亿元", "11.05"),
        ("1.5亿元", "百万元", "150"),
        ("300千元", "万元", "30"),
        ("30万", "千元", "300"),
        ("0.5万人", "万人", "0.5"),
        ("5000人", "万人", "0.5"),
        ("2.7502万批次", "批次", "27502"),
        ("3万千瓦", "千瓦", "30000"),
        ("3万", "千瓦", "30000"),
        ("5千瓦", "千瓦", "5"),
        ("300千瓦", "万千瓦", "0.03"),
        ("0.13万元/人/月", "元/人/月", "1300"),
        ("-2.3%", "%", "-2.3"),
        ("1亿", "个", "100000000"),
        ("3km", "km", "3"),
        ("3㎡", "㎡", "3"),
        ("3万㎡", "㎡", "30000"),
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
        "98余个",
        "98多",
        "约98",
        "-",
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


@every(
    ("typed", "measure", "given"),
    [
        ("150人", "个", "人"),
        ("98x", "个", "x"),
        ("75.2%", "个", "%"),
        ("75个", "%", "个"),
        ("1300元", "元/人/月", "元"),
        ("3万人", "户", "万人"),
        ("3万户", "万人", "万户"),
        ("3公里", "米", "公里"),
        ("3千米", "米", "千米"),
        ("1万亿", "个", "万亿"),
    ],
)
def test_another_measure(typed, measure, given):
    """What is counted in something else is refused, and both measures are named."""
    with pytest.raises(WrongUse) as caught:
        amounts.figure(typed, indicator(measure))
    assert str(caught.value) == f"{typed} is in {given}, and {measure} is what counts; write it in {measure}"


@every(
    ("typed", "measure"),
    [("3亿万元", "万元"), ("1万亿", "亿元"), ("2万万人", "万人"), ("1万亿元", "亿元"), ("1万万元", "万元")],
)
def test_never_stacked(typed, measure):
    """One scale upon another is refused: nobody knows which of them was meant."""
    with pytest.raises(WrongUse, match=f"one scale upon another; write it in {measure}"):
        amounts.figure(typed, indicator(measure))


@every(
    ("typed", "measure"),
    [("1." + "0" * 40 + "1", "个"), ("1" + "0" * 40 + "1万", "亿元"), ("0." + "0" * 40 + "1亿", "个")],
)
def test_no_digit_is_dropped(typed, measure):
    """A figure of more digits than a number of this program has is refused, and never rounded on the way."""
    with pytest.raises(WrongUse, match=r"more than 1[25] digits"):
        amounts.figure(typed, indicator(measure))


@every("typed", ["57个", "57人", "57元"])
def test_no_measure_where_none_is(typed):
    """What belongs to no indicator takes a number alone."""
    with pytest.raises(WrongUse, match="is no figure"):
        amounts.figure(typed, None)
