"""A number as people read it: in the unit that the table itself uses, with its measure: 2.7502万批次, not 27502批次."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

from mstrack.format.fields import plain

if TYPE_CHECKING:
    from mstrack.format.model import Indicator

_SCALES = {"万": 10_000, "亿": 100_000_000}
_SCALED = re.compile(r"(?:(\d[\d,]*(?:\.\d+)?)|[一二两三四五六七八九十百千])([万亿])")


def quantity(number: Decimal | None, indicator: Indicator) -> str:
    """Return a number with the indicator's measure, in 万 or 亿 where the quote sets the target so; - for none."""
    if number is None:
        return "-"
    return f"{amount(number, indicator)}{_joint(indicator.measure)}"


def amount(number: Decimal, indicator: Indicator) -> str:
    """Return a number without the measure: 2.7502万. One far below the unit stays as it is: nobody says 0.0005万."""
    sign = _sign(indicator)
    if sign and abs(number) * 10 >= _SCALES[sign]:
        return f"{plain(number / _SCALES[sign])}{sign}"
    return plain(number)


def _sign(indicator: Indicator) -> str:
    """Return 万 or 亿 where the quote writes the target in it; a measure such as 万元 has it already."""
    if indicator.measure[:1] in _SCALES:
        return ""
    for found in _SCALED.finditer(unicodedata.normalize("NFKC", indicator.quote)):
        digits, sign = found[1], str(found[2])
        exact = Decimal(digits.replace(",", "")) * _SCALES[sign] == indicator.target if digits else False
        if exact or (not digits and abs(indicator.target) >= _SCALES[sign]):
            return sign
    return ""


def _joint(measure: str) -> str:
    """A measure of Chinese or % follows its number at once, one of Latin letters after a space."""
    return f" {measure}" if measure[:1].isascii() and measure[:1].isalpha() else measure
