"""What somebody typed for a figure → an exact number: 98, 98个, 75.2%, 1,200, 2.778万, full-width digits, blanks."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING

from mstrack.errors import WrongUse
from mstrack.format.characters import shown
from mstrack.format.fields import plain
from mstrack.format.yaml import MAX_DIGITS, MAX_PLACES
from mstrack.i18n import gettext as _

if TYPE_CHECKING:
    from mstrack.format.model import Indicator

_GROUPED = r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?"
_PLAIN = r"-?\d+(?:\.\d+)?"
_AMOUNT = re.compile(rf"({_GROUPED}|{_PLAIN})(万|亿)?(.*)", re.ASCII)
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}


def figure(typed: str, indicator: Indicator | None) -> Decimal:
    """Return the number that was typed, in the indicator's measure.

    The measure may follow it, and 万 or 亿 before that; where the measure itself starts with 万 (万元), it is not
    multiplied. WrongUse says what a figure looks like.
    """
    bare = "".join(unicodedata.normalize("NFKC", typed).split())
    measure = "".join(unicodedata.normalize("NFKC", indicator.measure).split()) if indicator else ""
    if measure and bare.endswith(measure):
        bare = bare[: -len(measure)]
    elif measure[:1] in {"万", "亿"} and bare.endswith(measure[:1]):
        bare = bare[:-1]  # 3万 in 万元 is 3
    found = _AMOUNT.fullmatch(bare)
    if not found or found[3]:
        raise WrongUse(_("{typed} is no figure; write a number, such as 98 or 75.2").format(typed=shown(typed)))
    number = Decimal(plain(Decimal(found[1].replace(",", "")) * _SCALES[found[2] or ""]))
    if len(number.as_tuple().digits) > MAX_DIGITS:
        raise WrongUse(_("{typed} has more than {n} digits; round it").format(typed=shown(typed), n=MAX_DIGITS))
    if -int(number.as_tuple().exponent) > MAX_PLACES:
        told = _("{typed} has more than {n} digits behind the point; round it, or report it in a smaller measure")
        raise WrongUse(told.format(typed=shown(typed), n=MAX_PLACES))
    return number
