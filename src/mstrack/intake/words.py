"""Words of a printed table: evened white space, digits and punctuation; characters that nobody sees are counted."""

from __future__ import annotations

import re
import unicodedata

from mstrack.errors import WrongUse
from mstrack.format.characters import FORBIDDEN
from mstrack.i18n import gettext as _

_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WIDE = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFF01, 0xFF5F)}
_WIDE = {code: plain for code, plain in _WIDE.items() if plain.isalnum() or plain in "%+-/."} | {0x3000: " "}
_RADICALS = re.compile("[\u2e80-\u2fdf]")
_PUNCTUATION = (
    (re.compile(r"(?<!\d),|,(?!\d{3})"), "，"),
    (re.compile(r"(?<!\d):|:(?!\d)"), "："),
    (re.compile(";"), "；"),
    (re.compile(r"\("), "（"),
    (re.compile(r"\)"), "）"),
    (re.compile(r"\?"), "？"),
    (re.compile("!"), "！"),
)


def visible(text: str) -> tuple[str, int]:
    """Return a text without characters that nobody sees, and how many there were; line breaks and blanks stay.

    WrongUse where characters change the order in which the text is shown: nobody can say what was meant.
    """
    if _OVERRIDES.search(text):
        sentence = _(
            "a character that reverses the direction of writing (U+{point:04X}) stands in {text}; type the cell anew"
        )
        raise WrongUse(sentence.format(point=ord(_OVERRIDES.findall(text)[0]), text=_short(text)))
    even = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x07", "").replace("\t", " ")
    even = _RADICALS.sub(lambda found: unicodedata.normalize("NFKC", found[0]), even.replace("\u00a0", " "))
    kept = "".join(sign for sign in even if sign == "\n" or not FORBIDDEN.match(sign))
    return unicodedata.normalize("NFC", kept), len(even) - len(kept)


def half(text: str) -> str:
    """Return a text with half-width digits and letters."""
    return text.translate(_WIDE)


def joined(text: str) -> str:
    """Return a text on one line, with white space between two Latin words only; 1,200 is 1200, as rules read it."""
    text = re.sub(r"\s+", " ", half(text)).strip()
    text = re.sub(r"(?<=\d),(?=\d{3}(?:,|\D|$))", "", text)
    return re.sub(r"(?<![A-Za-z]) | (?![A-Za-z])", "", text)


def even(text: str) -> str:
    """Return a text as a plan has it: joined, its punctuation that of Chinese; decimal points stay."""
    text = joined(text)
    for pattern, sign in _PUNCTUATION:
        text = pattern.sub(sign, text)
    return text


def clauses(text: str) -> list[str]:
    """Return the clauses of a content, each with the sign that ends it: a line of a plan each."""
    return [part for part in re.split(r"(?<=[，。；])(?![”’」』）])|(?<=[，。；][”’」』）])(?![，。；])", text) if part]


def _short(text: str) -> str:
    return re.sub(f"\\s+|{FORBIDDEN.pattern}", "", text)[:20]
