"""A figure is printed in the unit that the table's own phrase uses."""

from decimal import Decimal
from fractions import Fraction

import pytest

from mstrack.format.model import Indicator
from mstrack.progress import quantities


def promised(quote, target, measure, **more):
    return Indicator(
        id="a", name="指标", kind="cumulative", target=Decimal(target), measure=measure, quote=quote, **more
    )


@pytest.mark.parametrize(
    ("quote", "target", "measure", "number", "printed"),
    [
        ("不少于2.778万批次", "27780", "批次", "27502", "2.7502万批次"),
        ("不少于46万批次", "460000", "批次", "358800", "35.88万批次"),
        ("投资3亿元", "300000000", "元", "150000000", "1.5亿元"),
        ("不少于２．７７８万批次", "27780", "批次", "27502", "2.7502万批次"),
        ("投资120万元", "120", "万元", "98.5", "98.5万元"),
        ("治理165个", "165", "个", "98", "98个"),
        ("人口5万人，治理165个", "165", "个", "98", "98个"),
        ("不少于2.778万批次", "30000", "批次", "27502", "2.7502万批次"),
        ("不少于46万批次", "460000", "批次", "900", "900批次"),
        ("不少于46万批次", "460000", "批次", "0", "0批次"),
        ("增长-2.3%", "-2.3", "%", "-2.50", "-2.5%"),
        ("减少1.2万吨", "-12000", "吨", "-15000", "-1.5万吨"),
        ("建路100km", "100", "km", "5", "5 km"),
    ],
)
def test_a_quantity_is_in_the_unit_of_the_quote(quote, target, measure, number, printed):
    assert quantities.quantity(Decimal(number), promised(quote, target, measure)) == printed


def test_a_column_has_one_unit():
    one = promised("不少于2.778万批次", "27780", "批次")
    assert (quantities.scaled(Decimal(900), one), quantities.measure(one)) == (Decimal("0.09"), "万批次")


@pytest.mark.parametrize(
    ("rate", "up", "printed"),
    [("14/3", True, "5"), ("14/3", False, "4.67"), ("700/3", False, "233"), ("0", False, "0"), ("-1/2", False, "-0.5")],
)
def test_a_weekly_rate_has_no_more_decimals_than_help(rate, up, printed):
    """What a week must bring is rounded up: less would be too little."""
    assert quantities.weekly(Fraction(rate), promised("治理165个", "165", "个"), up=up) == Decimal(printed)
