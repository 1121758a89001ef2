"""One cell → what a clerk meant by it: a figure, a day, words. Slips of Excel and WPS are met with grace, or named.

Every function raises WrongUse with the sentence for the cell.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING

from mstrack.errors import WrongUse
from mstrack.format.characters import forbidden_in, shown
from mstrack.i18n import gettext as _
from mstrack.progress import amounts, dates, lookup
from mstrack.record.sheets.form import FILL, STATUSES

if TYPE_CHECKING:
    from mstrack.format.model import Indicator
    from mstrack.record.sheets.safe import Cell

DASHES = set("-—/")
"""What people put where they have nothing to put, full-width too; － is what the form shows there."""
SERIAL = dt.date(1899, 12, 30)
"""The day that Excel counts as 0."""
_MIDNIGHT = re.compile(r"[\sT]+0?0:00(?::00(?:\.0+)?)?$")
_EIGHT = re.compile(r"\d{8}", re.ASCII)


def whole(cell: Cell) -> Cell:
    """Return the cell, if what it holds can be read: a formula by the value that was saved with it."""
    if cell.broken:
        raise WrongUse(_("the formula failed ({value}); type the value itself").format(value=shown(str(cell.value))))
    if cell.formula and cell.value is None:
        raise WrongUse(_("the formula was saved without its value; type the value itself"))
    return cell


def dashed(cell: Cell) -> bool:
    """Whether there are only dashes in the cell: nothing to report."""
    return isinstance(cell.value, str) and set(dates.bare(cell.value)) <= DASHES


def figure(cell: Cell, indicator: Indicator) -> Decimal:
    """Return the figure of an indicator; a percentage (0.752 shown as 75.2%) as what is shown."""
    typed = whole(cell).value
    if isinstance(typed, str):
        return amounts.figure(typed, indicator)
    number = _number(cell)
    if number is None:
        raise WrongUse(_("{typed} is no figure; write a number, such as 98 or 75.2").format(typed=shown(str(typed))))
    if not cell.percent and _is_percent(indicator) and 0 < number <= 1:
        told = _("{typed} may mean {one}% or {other}%; write it with its percent sign, as text")
        hundredfold = f"{(number * 100).normalize():f}"
        raise WrongUse(told.format(typed=f"{number:f}", one=hundredfold, other=f"{number:f}"))
    return amounts.figure(_written(cell, number), indicator)


def day(cell: Cell, year: int, today: dt.date) -> dt.date:
    """Return a day: a date, or a text in any of the forms that the command line takes."""
    typed = whole(cell).value
    if isinstance(typed, dt.datetime):
        return typed.date()
    if isinstance(typed, dt.date):
        return typed
    said = f"{typed}" if isinstance(typed, int) else unicodedata.normalize("NFKC", str(typed)).strip()
    if _EIGHT.fullmatch(said):
        with suppress(ValueError):
            return dt.date.fromisoformat(said)
    with suppress(OverflowError):
        # a date that was pasted as a bare number; 9.30 is none, Excel has made it 9.3
        if isinstance(typed, int) and (SERIAL + dt.timedelta(typed)).year == year:
            return SERIAL + dt.timedelta(typed)
    if not isinstance(typed, str):
        told = _("{typed} is no day; write it as {year}-09-30 or 9月30日")
        raise WrongUse(told.format(typed=shown(said), year=year))
    return dates.day(_MIDNIGHT.sub("", said), year, today)


def status(cell: Cell) -> str:
    """Return the code of a status, given in Chinese or as the code."""
    codes = {word: code for code, word in STATUSES.items()}
    return codes[lookup.choice(words(cell), codes, FILL["status"])]


def words(cell: Cell) -> str:
    """Return a free text without the white space around it and at the ends of its lines."""
    typed = whole(cell).value
    if isinstance(typed, str):
        # Excel's sign for a carriage return, which openpyxl leaves as it is
        lines = typed.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        text = "\n".join(line.rstrip() for line in lines).strip()
    elif isinstance(typed, dt.datetime):
        text = typed.date().isoformat()
    else:
        number = _number(cell)
        text = str(typed) if number is None else _written(cell, number)
    for sentence in forbidden_in(text):
        raise WrongUse(sentence)
    return text


def title(cell: Cell) -> str:
    """Return a text of one line."""
    return " ".join(words(cell).split())


def _number(cell: Cell) -> Decimal | None:
    """Return a number as Excel shows it, with 15 digits: 0.1 + 0.2 is 0.3 there."""
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | float):
        return None
    return Decimal(cell.value) if isinstance(cell.value, int) else Decimal(f"{cell.value:.15g}")


def _written(cell: Cell, number: Decimal) -> str:
    return f"{(number * 100).normalize():f}%" if cell.percent else f"{number:f}"


def _is_percent(indicator: Indicator) -> bool:
    return unicodedata.normalize("NFKC", indicator.measure) == "%"
