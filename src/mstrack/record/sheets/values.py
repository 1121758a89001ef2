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
from mstrack.format.fields import plain
from mstrack.format.yaml_walk import MAX_PLACES
from mstrack.i18n import gettext as _
from mstrack.progress import amounts, dates, lookup
from mstrack.record.sheets.form import CONFIRMED, FILL, REACHED, STATUSES

if TYPE_CHECKING:
    from mstrack.format.model import Indicator
    from mstrack.progress.dates import Period
    from mstrack.record.sheets.sheet_xml import SheetCell

DASHES = set("-—/")
"""What people put where they have nothing to put, full-width too; － is what the form shows there."""
SERIAL = dt.date(1899, 12, 30)
"""The day that Excel counts as 0."""
_MIDNIGHT = re.compile(r"[\sT]+0?0:00(?::00(?:\.0+)?)?$")
_DAYS_TYPED = re.compile(r"\d{8}|\d{4}", re.ASCII)
_SERIAL_TYPED = re.compile(r"[34]\d{4}", re.ASCII)
"""The number that Excel keeps for a day, where a program has made a text of it."""
MOST_PERCENT = 100
_REACHED = {REACHED, "达到", "已完成", "完成", "是", "√", "✓", "✔", "1", "yes", "y"}
_NOT_REACHED = {"未达到", "否", "未", "0", "×"}
_CONFIRMED = {CONFIRMED, "确认", "确认无误", "确认属实", "核实无误", "无误", "是", "对", "√", "✓", "✔", "1", "yes", "y"}
_NOT_CONFIRMED = {"否", "不属实", "未核实", "0", "×"}
_NONE = {"无", "暂无", "没有", "无困难", "暂无困难", "没有困难", "none"}
"""What people write where there is no problem, or no next step."""
_PICTURE = "=DISPIMG("
"""How WPS begins the value of a cell that holds a picture."""
_QUOTIENT = Decimal("0.001")
"""A number that is not next to nothing keeps at least ten digits when only 12 places are kept."""
_FIRST_YEAR = 1950
"""An earlier day in a cell for days is a number that was typed there: Excel shows 12.2 as 1900-01-11."""


def whole(cell: SheetCell) -> SheetCell:
    """Return the cell, if what it holds can be read: a formula by the value that was saved with it."""
    if cell.broken:
        raise WrongUse(_("the formula failed ({value}); type the value itself").format(value=shown(str(cell.value))))
    if isinstance(cell.value, str) and cell.value.startswith(_PICTURE):
        raise WrongUse(_("a picture stands here, and pictures are not read; write what it shows"))
    if cell.formula and cell.value is None:
        raise WrongUse(_("the formula was saved without its value; type the value itself"))
    return cell


def dashed(cell: SheetCell) -> bool:
    """Whether there are only dashes in the cell: nothing to report."""
    return isinstance(cell.value, str) and set(dates.bare(cell.value)) <= DASHES


def says_nothing(cell: SheetCell, name: str) -> bool:
    """Whether a cell of words says that there is nothing: by dashes, or by 无 where a problem or a next step stands."""
    if dashed(cell):
        return True
    text = dates.bare(cell.value).strip("。.") if isinstance(cell.value, str) else ""
    return name in {"problem", "next"} and text.casefold() in _NONE


def figure(cell: SheetCell, indicator: Indicator) -> Decimal:
    """Return the figure of an indicator; a percentage (0.752 shown as 75.2%) as what is shown."""
    typed = whole(cell).value
    if isinstance(typed, str):
        return amounts.figure(typed, indicator)
    number = _number(cell)
    if number is None:
        raise WrongUse(_("{typed} is no figure; write a number, such as 98 or 75.2").format(typed=shown(str(typed))))
    if not cell.percent and _is_percent(indicator) and 0 < number <= 1:
        sentence = _("{typed} may mean {one}% or {other}%; write it with its percent sign, as text")
        hundredfold = f"{(number * 100).normalize():f}"
        raise WrongUse(sentence.format(typed=f"{number:f}", one=hundredfold, other=f"{number:f}"))
    return amounts.figure(_written(cell, number), indicator)


def day(cell: SheetCell, period: Period | int, today: dt.date) -> dt.date:
    """Return a day: a date, or a text or a number in any of the forms that the command line takes (12.2, 20211202)."""
    typed = whole(cell).value
    if isinstance(typed, str) and _SERIAL_TYPED.fullmatch(typed.strip()):
        return day(cell._replace(value=int(typed)), period, today)
    if isinstance(typed, str):
        return dates.day(_MIDNIGHT.sub("", unicodedata.normalize("NFKC", typed).strip()), period, today)
    shown_day = typed.date() if isinstance(typed, dt.datetime) else typed
    if isinstance(shown_day, dt.date) and (cell.number is None or shown_day.year >= _FIRST_YEAR):
        return shown_day
    number = _number(cell if cell.number is None else cell._replace(value=cell.number))
    found = _typed_as_number(number, period, today) if number is not None else None
    if found is None:
        sentence = _("{typed} is no day; write it as {year}-09-30 or 9月30日")
        written = typed if number is None else f"{number:f}"
        raise WrongUse(sentence.format(typed=shown(str(written)), year=dates.as_period(period).start.year))
    return found


def _typed_as_number(number: Decimal, period: Period | int, today: dt.date) -> dt.date | None:
    """Return the day of 20211202, 1202, 12.2, or of the number that Excel keeps for a day; None where it is none."""
    whole_number = number == number.to_integral_value()
    if whole_number and _DAYS_TYPED.fullmatch(f"{number:f}".zfill(4)):
        with suppress(WrongUse):
            return dates.day(f"{number:f}".zfill(4), period, today)
    with suppress(OverflowError):
        serial = SERIAL + dt.timedelta(int(number))
        if serial in dates.as_period(period).reach:
            return serial
    return None if whole_number else _month_and_day(number, period, today)


def _month_and_day(number: Decimal, period: Period | int, today: dt.date) -> dt.date | None:
    """Return the day of 12.2. Excel keeps 12.20 as 12.2, too: of two days the one that is not to come is meant."""
    month, digits = f"{number:f}".split(".")
    found = []
    for written in dict.fromkeys((digits, digits.ljust(2, "0"))):
        with suppress(WrongUse):
            found.append(dates.day(f"{month}-{written}", period, today))
    past = [one for one in found if one <= today] or found
    if len(set(past)) > 1:
        sentence = _("{typed} may be {first} or {second}, since Excel drops a last 0; write that day in full")
        raise WrongUse(sentence.format(typed=f"{number:f}", first=past[0], second=past[1]))
    return past[0] if past else None


def status(cell: SheetCell) -> str:
    """Return the code of a status, given in Chinese or as the code."""
    codes = {word: code for code, word in STATUSES.items()}
    return codes[lookup.choice(words(cell), codes, FILL["status"])]


def percent(cell: SheetCell) -> Decimal:
    """Return how far a task is, in percent: 57, 57%, or a cell that shows 57%."""
    typed = whole(cell).value
    number = _number(cell)
    text = dates.bare(typed) if isinstance(typed, str) else "" if number is None else _written(cell, number)
    try:
        found = Decimal(text.removesuffix("%"))
    except ArithmeticError:
        found = Decimal(-1)
    if not 0 <= found <= MOST_PERCENT:
        raise WrongUse(_("{typed} is no percentage; write a number from 0 to 100").format(typed=shown(str(typed))))
    if not cell.percent and "%" not in text and 0 < found < 1:
        sentence = _("{typed} may mean {one}% or {other}%; write it with its percent sign, as text")
        raise WrongUse(sentence.format(typed=text, one=plain(found * 100), other=text))
    return Decimal(plain(found))


def reached(cell: SheetCell) -> bool:
    """Whether a stage was ticked as reached; a dash is no tick."""
    sentence = _("{typed} is no tick; choose {word}, or leave the cell empty")
    return _is_ticked(cell, _REACHED, _NOT_REACHED, sentence.format(typed=_typed(cell), word=REACHED))


def confirmed(cell: SheetCell) -> bool:
    """Whether a figure that looks like a slip was confirmed; a dash or a no confirms nothing."""
    sentence = _("{typed} confirms nothing; choose {word}, or leave the cell empty")
    return _is_ticked(cell, _CONFIRMED, _NOT_CONFIRMED, sentence.format(typed=_typed(cell), word=CONFIRMED))


def _is_ticked(cell: SheetCell, yes: set[str], no: set[str], otherwise: str) -> bool:
    text = words(cell)
    if dashed(cell) or text in no:
        return False
    if text.casefold() in yes:
        return True
    raise WrongUse(otherwise)


def _typed(cell: SheetCell) -> str:
    return shown(str(whole(cell).value))


def words(cell: SheetCell) -> str:
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


def title(cell: SheetCell) -> str:
    """Return a text of one line."""
    return " ".join(words(cell).split())


def _number(cell: SheetCell) -> Decimal | None:
    """Return a number as Excel shows it, with 15 digits: 0.1 + 0.2 is 0.3 there.

    A quotient such as 2/3 has only 12 of them behind the point, as many as a figure may have.
    """
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | float):
        return None
    if isinstance(cell.value, int):
        return Decimal(cell.value)
    number = Decimal(f"{cell.value:.15g}")
    places = MAX_PLACES + 2 if cell.percent else MAX_PLACES  # a percentage is a share of 1 here
    has_more = -int(number.as_tuple().exponent) > places
    return round(number, places) if has_more and abs(number) >= _QUOTIENT else number


def _written(cell: SheetCell, number: Decimal) -> str:
    return f"{(number * 100).normalize():f}%" if cell.percent else f"{number:f}"


def _is_percent(indicator: Indicator) -> bool:
    return unicodedata.normalize("NFKC", indicator.measure) == "%"
