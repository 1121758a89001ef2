"""The numbers that a text holds, as the trade writes them: 27780, 1,200, 2.778万, 3千, 八百, 百分之九十, 零."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

POSSIBLE = "[一二两三四五六七八九十](?:[一二两三四五六七八九十百千万零〇]*[一二两三四五六七八九十百千万])?"
"""What may be a numeral in a text; whether it is one depends on what stands around it."""
_DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True)) | {"〇": 0, "两": 2}  # noqa: RUF001  a zero
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_HUNDRED, _LARGE = 100, 10_000
_ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_CHINESE = f"[{''.join(_DIGITS)}]"
_NUMERAL = re.compile(
    rf"(?a)(?P<part>[百千]分之)?(?P<digits>(?:{_ARABIC}|{_CHINESE}+)?(?:[十百千万亿]+(?:{_ARABIC}|{_CHINESE}{{1,2}})?)*)"
)
_ONE = "[一二两三四五六七八九]"
_SECTION = f"(?:{_ONE}千)?(?:零?{_ONE}百)?(?:零?{_ONE}?十)?(?:零?{_ONE})?"
_WHOLE = re.compile(rf"(?!$|万)(?:{_SECTION}万)?{_SECTION}")
_TOKEN = re.compile(rf"(?a){_ARABIC}|{_CHINESE}+|[十百千万亿]")
_FALLING = re.compile(r"(?:[-\u2212\u2013]|负|负增长|下降|降低|减少|缩减)$")


class Numeral(NamedTuple):
    """A number in a text, from `start` to `end`, and what it may mean.

    `values` has the number itself, the number without its last 万, 亿 or 千 (8000万元 is 8000 in 万元), and both below
    zero where the words before it say so (下降2.3%).
    """

    values: frozenset[Decimal]
    start: int
    end: int

    def is_digit(self, text: str) -> bool:
        """Whether it is one Chinese digit from 一 to 十: often part of a word (统一, 江门一中)."""
        return self.end - self.start == 1 and text[self.start] in "一二两三四五六七八九十"


def even(text: str) -> str:
    """Return a text with half-width digits, signs and letters, in which `numerals` finds its places."""
    return unicodedata.normalize("NFKC", text)


def numerals(text: str) -> Iterator[Numeral]:
    """Yield the numbers of an `even` text in its order."""
    for found in _NUMERAL.finditer(text):
        tokens = _TOKEN.findall(found["digits"])
        if all(one in _SCALES and one != "十" for one in tokens):
            continue  # nothing, 万 of 万元, 百 of 百姓
        readings = [tokens]
        if len(tokens) > 1 and (tokens[-1] in {"千", "万", "亿"} or tokens[-1] in _DIGITS):
            readings.append(tokens[:-1])  # 八百万 in 万元; 5千一级
        divisor = {"百": 1, "千": 10}[found["part"][0]] if found["part"] else 1
        values = {_value(one) / divisor for one in readings}
        if _FALLING.search(text[: found.start()]):
            values |= {-value for value in values}
        yield Numeral(frozenset(values), found.start(), found.end())


def whole(text: str) -> Decimal | None:
    """Return the number that a text is, in Chinese numerals alone: 八百, 一百二十; None where it is none: 一二三."""
    text = text.replace("〇", "零")  # noqa: RUF001  two signs for zero
    return _value(_TOKEN.findall(text)) if _WHOLE.fullmatch(text) else None


def ordinal(text: str) -> int | None:
    """Return the number of 十一 or 11; None where it is none."""
    found = int(text) if text.isdecimal() else whole(text)
    return None if found is None else int(found)


def _value(tokens: list[str]) -> Decimal:
    """Return the number of tokens: 一 百 二 十, 2.778 万, 3 万 5 千; 二〇二一 by its places."""
    total = section = Decimal(0)
    number: Decimal | None = None
    for one in tokens:
        scale = _SCALES.get(one)
        if scale is None:
            number = Decimal("".join(str(_DIGITS.get(sign, sign)) for sign in one.replace(",", "")))
        elif scale < _LARGE:
            section += (number or 1) * scale  # 零十 is ten, too
            number = None
        else:
            section += number or 0
            total = (total + section) * scale if scale > _LARGE else total + section * scale
            section, number = Decimal(0), None
    if len(tokens) > 1 and tokens[-1] in _DIGITS and _SCALES.get(tokens[-2], 0) >= _HUNDRED:
        number = _SCALES[tokens[-2]] // 10 * Decimal(_DIGITS[tokens[-1]])  # 三百五 is 350, 三百零五 is 305
    return total + section + (number or 0)
