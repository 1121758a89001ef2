from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import example, given
from hypothesis import strategies as st
from offenders import every

from mstrack.format.fields import plain
from mstrack.report import Column, Table, filled, for_machines, for_people, hundredths

shares = st.fractions(-10, 10, max_denominator=10**7)


@every(
    ("share", "expected"),
    [
        (Fraction(0), "0.00"),
        (Fraction(11, 12), "91.67"),
        (Fraction(1, 3), "33.33"),
        (Fraction(2, 3), "66.67"),
        (Fraction(98, 165), "59.39"),
        (Fraction(1, 20_000), "0.01"),  # half a hundredth goes up
        (Fraction(3, 20_000), "0.02"),
        (Fraction(10_001, 20_000), "50.01"),
        (Fraction(-1, 20_000), "0.00"),
        (Fraction(-1, 10), "-10.00"),
        (Fraction(9999, 10_000), "99.99"),
        (Fraction(27_779, 27_780), "99.99"),  # one short of the target
        (Fraction(999_999, 1_000_000), "99.99"),
        (Fraction(1), "100.00"),
        (Fraction(1_000_001, 1_000_000), "100.00"),
        (Fraction(51, 50), "102.00"),
    ],
)
def test_hundredths(share, expected):
    """A share is printed in percent with two decimals, halves up."""
    assert expected == f"{hundredths(share):.2f}"


@given(shares)
@example(Fraction(10**9 - 1, 10**9))
def test_100_percent_means_reached(share):
    """What is short of its target, by however little, never reads 100."""
    assert (hundredths(share) >= 100) == (share >= 1)


@given(shares)
def test_hundredths_are_near(share):
    """What is printed is at most half a hundredth off; only just below 100 it is a whole one."""
    printed = Fraction(hundredths(share))
    off = abs(printed - share * 100)
    assert off <= (Fraction(1, 100) if printed == Fraction("99.99") else Fraction(1, 200))


@given(st.integers(0, 10**6))
def test_halves_go_up(n):
    """Half a hundredth is rounded up, as on paper; not to the even neighbour."""
    share = Fraction(n, 10**5)
    expected = (Decimal(n) / 1000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert (min(expected, Decimal("99.99")) if n < 10**5 else expected) == hundredths(share)


@given(shares, shares)
def test_hundredths_keep_the_order(one, other):
    """More never prints as less."""
    assert (hundredths(one) <= hundredths(other)) or one > other


@every(
    ("number", "expected"),
    [
        *(("165", "165"), ("75.2", "75.2"), ("75.20", "75.2"), ("80.0", "80"), ("0", "0"), ("0.0", "0")),
        *(("100", "100"), ("1E+3", "1000"), ("27780", "27780"), ("1E-7", "0.0000001"), ("0.10", "0.1")),
        *(("-5.50", "-5.5"), ("-0.0", "0"), ("123456789012345", "123456789012345"), ("1000.0", "1000")),
    ],
)
def test_plain(number, expected):
    """No exponent, and no zeros that say nothing; those of 100 say something."""
    assert expected == plain(Decimal(number))


@given(st.decimals(-(10**11), 10**11, places=4) | st.integers(-(10**15), 10**15).map(Decimal))
def test_plain_loses_nothing(number):
    """What is printed reads back as the same number."""
    assert number == Decimal(plain(number))


def test_a_column_beside_what_fills_it():
    """A row an item, a cell a column: what stands on one line belongs together."""
    columns = (
        (Column("id", "No.", 9), len),
        (for_people("Word", 5), lambda word: word),
        (for_machines("code"), str.upper),
    )
    found = filled("rows", columns, iter(["ab", "c"]), "Words")
    assert found == Table("rows", tuple(column for column, _fill in columns), ((2, "ab", "AB"), (1, "c", "C")), "Words")
    assert [one.readers for one in found.columns] == ["all", "people", "machines"]
