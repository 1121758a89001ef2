"""Numbers in Chinese numerals: 八百张, 一百二十处, 两千户."""

from __future__ import annotations

from decimal import Decimal

from mstrack.errors import not_installed

PATTERN = "[一二两三四五六七八九十](?:[一二两三四五六七八九十百千万零〇]*[一二两三四五六七八九十百千万])?"
"""What may be a numeral; whether it is one depends on what stands around it."""
_DIGITS = "一二三四五六七八九"


def value(numeral: str) -> Decimal | None:
    """Return the number of a numeral; None where it is none, such as 一二三."""
    if len(numeral) == 1 and numeral in _DIGITS:
        return Decimal(_DIGITS.index(numeral) + 1)
    if numeral == "两":
        return Decimal(2)
    try:
        import cn2an  # noqa: PLC0415  only who drafts a plan pays for it
    except ImportError as error:
        raise not_installed(error) from error
    try:
        return Decimal(str(cn2an.cn2an(numeral.replace("〇", "零"), "normal")))
    except ValueError:
        return None


def ordinal(text: str) -> int | None:
    """Return the number of 十一 or 11; None where it is none."""
    if text.isdecimal():
        return int(text)
    found = value(text)
    return int(found) if found is not None else None
