"""What somebody typed for a figure → an exact number in the indicator's measure, for every channel that takes one.

98, 98个, 75.2%, 1,200, full-width digits and blanks; 2.778万 of 人 is 27780, 110500万 of 亿元 is 11.05. What names
another measure (150人 of 个), or one scale upon another (3亿万元), is refused: nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import WrongUse
from mstrack.format.characters import shown
from mstrack.format.yaml_walk import MAX_DIGITS, MAX_PLACES
from mstrack.i18n import gettext as _

if TYPE_CHECKING:
    from mstrack.format.model import Indicator

_GROUPED = r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"
_PLAIN = r"-?[0-9]+(?:\.[0-9]+)?"
_AMOUNT = re.compile(rf"({_GROUPED}|{_PLAIN})((?:[^\W\d_]|[%‰°/])*)")
_POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
"""How many places each word moves the point."""
_MEASURE = re.compile(r"([十百千]*[万亿]|[十百千]+(?=元))?(.*)")
"""A measure by its scale and its unit: 亿 元, 百万 元, 万 千瓦; the 千 of 千米 and 千瓦 belongs to the unit."""
_VAGUE = re.compile("[余多来约几左]")
"""What makes a number none: 98余个, 100多人."""


class _Measure(NamedTuple):
    """A measure taken apart: 万 and 人次 of 万人次, and how many places its scale moves the point."""

    scale: str
    unit: str

    @property
    def places(self) -> int:
        return sum(_POWERS[one] for one in self.scale)


def figure(typed: str, indicator: Indicator | None) -> Decimal:
    """Return the number that was typed, in the indicator's measure.

    Behind it may stand the measure, its unit with another scale, or a scale alone, which then is one of the unit: 万
    of 亿元 is 万元. WrongUse says what a figure looks like, or names both measures.
    """
    bare, measure = _bare(typed), _bare(indicator.measure) if indicator else ""
    found = _AMOUNT.fullmatch(bare.removesuffix(measure)) or _AMOUNT.fullmatch(bare)
    if not found or _VAGUE.match(found[2]):
        raise WrongUse(_("{typed} is no figure; write a number, such as 98 or 75.2").format(typed=shown(typed)))
    places = _places(typed, bare[found.end(1) :], measure)
    number = _moved(Decimal(found[1].replace(",", "")), places)
    if len(number.as_tuple().digits) > MAX_DIGITS:
        raise WrongUse(_("{typed} has more than {n} digits; round it").format(typed=shown(typed), n=MAX_DIGITS))
    if -int(number.as_tuple().exponent) > MAX_PLACES:
        sentence = _("{typed} has more than {n} digits behind the point; round it, or report it in a smaller measure")
        raise WrongUse(sentence.format(typed=shown(typed), n=MAX_PLACES))
    return number


def _places(typed: str, written: str, measure: str) -> int:
    """Return how many places the point moves from the measure that was written to that of the indicator."""
    if written in ("", measure):
        return 0
    given, needed = _taken_apart(written), _taken_apart(measure)
    words = {"typed": shown(typed), "given": shown(written), "measure": measure}
    if needed.scale and given.unit.startswith(needed.scale):
        sentence = _("{typed} has one scale upon another; write it in {measure}")
        raise WrongUse(sentence.format(**words))
    if given.unit in ("", needed.unit):
        return given.places - needed.places
    if not measure:
        raise WrongUse(_("{typed} is no figure; write a number, such as 98 or 75.2").format(**words))
    raise WrongUse(_("{typed} is in {given}, and {measure} is what counts; write it in {measure}").format(**words))


def _taken_apart(measure: str) -> _Measure:
    found = _MEASURE.fullmatch(measure)
    return _Measure(found[1] or "", found[2]) if found else _Measure("", measure)


def _moved(number: Decimal, places: int) -> Decimal:
    """Move the point and drop zeros that say nothing, exactly however many digits there are."""
    sign, digits, exponent = number.as_tuple()
    text = f"{Decimal((sign, digits, int(exponent) + places)):f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text) or Decimal(0)


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
