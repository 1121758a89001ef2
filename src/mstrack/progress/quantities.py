"""A number with its measure as the table writes it: 2.7502万批次 where the quote says 2.778万批次."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from math import ceil
from typing import TYPE_CHECKING

from mstrack.format.fields import plain

if TYPE_CHECKING:
    from fractions import Fraction

    from mstrack.format.model import Indicator

SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}
"""The words by which Chinese counts large numbers."""
_SCALED = r"(?a)(\d[\d,]*(?:\.\d+)?)\s*(万|亿)"
_WHOLE = 100
"""Above so many of a measure, a rate needs no decimals."""


def scale(indicator: Indicator) -> str:
    """Return the word by which the quote counts the indicator: 万, 亿, or nothing.

    It counts by 万 where it has the target or the baseline so; where the target was amended, where 万 stands right
    before the measure. A measure that itself starts with 万 (万元) is not counted by 万 once more.
    """
    quote = unicodedata.normalize("NFKC", indicator.quote)
    numbers = {indicator.target, indicator.baseline} - {None}
    found = ""
    for digits, word in re.findall(_SCALED, quote):
        if Decimal(digits.replace(",", "")) * SCALES[word] in numbers:
            return str(word)
        if f"{word}{indicator.measure}" in quote and not indicator.measure.startswith(word):
            found = str(word)
    digits = re.findall(r"\d[\d,]*(?:\.\d+)?", quote, re.ASCII)
    return "" if any(Decimal(one.replace(",", "")) == indicator.target for one in digits) else found


def scaled(number: Decimal, indicator: Indicator) -> Decimal:
    """Return a number of the indicator in the unit of its quote: 27502 is 2.7502 where that counts by 万."""
    return number / SCALES[scale(indicator)]


def measure(indicator: Indicator) -> str:
    """Return the measure with the word by which the quote counts: 万批次."""
    return f"{scale(indicator)}{indicator.measure}"


def quantity(number: Decimal, indicator: Indicator) -> str:
    """Return a number with its measure, in the unit of the quote: 98个, -2.3%, 2.7502万批次.

    What is less than a tenth of 万 is written out: 900批次, not 0.09万批次. Latin letters stand off.
    """
    word = scale(indicator)
    if abs(number) * 10 < SCALES[word]:
        word = ""
    text = f"{plain(number / SCALES[word])}{word}"
    first = indicator.measure[:1]
    return f"{text}{' ' if first.isascii() and first.isalpha() else ''}{indicator.measure}"


def weekly(rate: Fraction, indicator: Indicator, *, up: bool = False) -> Decimal:
    """Return a rate a week as a number to print: two decimals at most, none where it is large.

    `up` rounds up, as what is required has to be; of what is counted whole (a target without decimals), to a whole.
    """
    is_whole = indicator.target == indicator.target.to_integral_value() and up
    steps = 1 if is_whole or abs(rate) >= _WHOLE else 100
    rounded = ceil(rate * steps) if up else round(rate * steps)
    return Decimal(rounded) / steps
