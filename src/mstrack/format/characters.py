"""Checks the characters of a file before it is parsed: its encoding, forbidden characters, slips of editors.

Every refusal says in the user's language what stands where and how to put it right. The parser's English never shows.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from mstrack.i18n import gettext as _
from mstrack.i18n import mark

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_FLAWS = 1000
"""Flaws that are looked for in one file: few are listed, the rest is counted, and no text keeps anybody busy."""

# Controls except the line feed, NEL and other line breaks that git does not see, bidi and zero-width characters,
# surrogates, radicals that a PDF has in the place of ideographs, and non-characters.
_FORBIDDEN_SET = (
    r"\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2e80-\u2fdf"
    r"\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff"
)
FORBIDDEN = re.compile(f"[{_FORBIDDEN_SET}]")
_is_plain = re.compile("[\n -~\u4e00-\u9fff\u3001-\u3029\uff01-\uff5e\xb7\u2010-\u2027]*").fullmatch
"""Whether a text has nothing but ASCII, ideographs and Chinese signs: none is forbidden, all are composed (NFC).

That is nearly every text, and takes a quarter of what the two questions take that this one answers.
"""

_NAMED = {
    "\t": mark("a tab (U+0009); use spaces"),
    "\r": mark("a carriage return (U+000D, a Windows line ending); save the file with LF line endings"),
    "\ufeff": mark("a byte order mark (U+FEFF, BOM); save the file as UTF-8 without BOM"),
    "\x00": mark("a NUL (U+0000); the file is damaged or not a text: restore it"),
}


class Flaw(NamedTuple):
    """A mistake in a text: its place (line and column from 1), its rule, and how to put it right."""

    line: int
    column: int
    rule: str
    sentence: str


def decode(data: bytes) -> tuple[str, list[Flaw]]:
    """Return the text of UTF-8 bytes with a flaw for each forbidden character; an empty text for other bytes."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return "", [_undecodable(data, error)]
    if _is_plain(text) or (not FORBIDDEN.search(text) and unicodedata.is_normalized("NFC", text)):
        return text, []
    return text, list(islice(chain(_characters(text), _not_nfc(text)), MOST_FLAWS))


def lenient(data: bytes) -> str | None:
    """Return the text of UTF-8, UTF-16 with a byte order mark, or GB18030; None where the bytes are none of these."""
    is_utf16 = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    return None


def forbidden_in(text: str) -> Iterator[str]:
    """Yield a sentence where a decoded value holds a character that may not be stored."""
    found = FORBIDDEN.search(text)
    if found:
        yield describe(found.group())
    elif not unicodedata.is_normalized("NFC", text):
        yield _not_composed(text)


def describe(character: str) -> str:
    """Return the sentence that names a forbidden character by its code point."""
    if character in _NAMED:
        return _(_NAMED[character])
    point = f"U+{ord(character):04X}"
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and "\u2e80" <= character <= "\u2fdf":
        return _("{point} is a radical from a pasted PDF; type the ordinary {plain}").format(point=point, plain=plain)
    return _("the invisible or forbidden character {point}; delete it").format(point=point)


def shown(text: str, most: int = 40) -> str:
    """Return a user's text for a sentence: on one line, without controls, cut after `most` characters with …."""
    clean = FORBIDDEN.sub("?", text.replace("\n", " "))
    return clean if len(clean) <= most else clean[:most] + "…"


def explain(text: str, line: int, column: int, problem: str) -> Flaw:
    """Return why the parser stopped: a slip on this line or the two above, else the parser's reason, translated."""
    lines = text.split("\n")
    for number in range(min(line, len(lines)), max(0, line - 3), -1):
        for pattern, rule, sentence in _SLIPS:
            found = pattern.match(lines[number - 1])
            if found:
                return Flaw(number, found.end(), rule, _(sentence))
    sentence = next((ours for english, ours in _REASONS if english in problem), _UNKNOWN_REASON)
    return Flaw(line, column, "syntax", _(sentence))


def _characters(text: str) -> Iterator[Flaw]:
    if "\r\n" in text:  # one flaw for the file instead of one a line
        yield Flaw(*_place(text, text.index("\r\n")), "line-ending", describe("\r"))
        text = text.replace("\r\n", "\n")
    for found in FORBIDDEN.finditer(text):
        line, column = _place(text, found.start())
        rule = "bom" if found.group() == "\ufeff" and found.start() == 0 else "character"
        yield Flaw(line, column, rule, describe(found.group()))


def _not_nfc(text: str) -> Iterator[Flaw]:
    if unicodedata.is_normalized("NFC", text):
        return
    for number, line in enumerate(text.split("\n"), 1):
        if not unicodedata.is_normalized("NFC", line):
            yield Flaw(number, _first_change(line) + 1, "nfc", _not_composed(line))


def _first_change(text: str) -> int:
    """Return the index at which a text first differs from its composed form (NFC)."""
    composed = unicodedata.normalize("NFC", text)
    pairs = enumerate(zip(text, composed, strict=False))
    return next((i for i, (one, other) in pairs if one != other), min(len(composed), len(text) - 1))


def _not_composed(text: str) -> str:
    point = f"U+{ord(text[_first_change(text)]):04X}"
    return _("the character {point} is not in composed form (Unicode NFC); type it again").format(point=point)


def _undecodable(data: bytes, error: UnicodeDecodeError) -> Flaw:
    line = data.count(b"\n", 0, error.start) + 1
    start = data.rfind(b"\n", 0, error.start) + 1
    column = len(data[start : error.start].decode("utf-8", "replace")) + 1
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return Flaw(1, 1, "encoding", _("this file is UTF-16; save it as UTF-8"))
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return Flaw(line, column, "encoding", _("bytes that are not UTF-8; save the file as UTF-8"))
    return Flaw(line, column, "encoding", _("this file is GBK (a Chinese Windows code page); save it as UTF-8"))


def _place(text: str, index: int) -> tuple[int, int]:
    start = text.rfind("\n", 0, index) + 1
    return text.count("\n", 0, start) + 1, index - start + 1


_WIDE_COLON = mark("a full-width colon ： after a key; type the half-width : and a space")
_WIDE_SPACE = mark("a full-width space at the start of a line; indent with ordinary spaces")

KEY_SLIPS = (("：", "full-width", _WIDE_COLON), ("\u3000", "indent", _WIDE_SPACE))

_SLIPS = (
    (re.compile(r"""^[ ]*(?:-[ ]+)?["']?[A-Za-z_][\w-]*["']?[ ]*："""), "full-width", _WIDE_COLON),
    (re.compile(r"^[ ]*\u3000"), "indent", _WIDE_SPACE),
    (
        re.compile(r"""^[ ]*(?:-[ ]+)?[A-Za-z_][\w-]*:(?=[^\s])"""),
        "colon",
        mark("no space after the colon; write key: value"),
    ),
    (
        re.compile(r"^[ ]*－"),
        "full-width",
        mark("a full-width － before a list item; type the half-width - and a space"),
    ),
)

_REASONS = (
    (
        "mapping values are not allowed",
        mark("a colon in the wrong place; indent the line as its neighbours are, or quote the text"),
    ),
    (
        "could not find expected ':'",
        mark("a line without a colon; write key: value, or indent it under the text it continues"),
    ),
    (
        "did not find expected ',' or",
        mark("a bracket or a comma is missing; close the list with ] and the mapping with }"),
    ),
    ("did not find expected '-'", mark("this line is indented unlike its neighbours; line it up with them")),
    (
        "did not find expected key",
        mark("this line is indented unlike its neighbours, or a quote is not closed; line it up or close it"),
    ),
    ("unexpected end of stream", mark("a quote is opened and never closed; close it")),
    ("cannot start any token", mark("a text may not start with this character; put the text in quotes")),
    ("block sequence entries", mark("a list item in the wrong place; put it on a line of its own under its key")),
    ("escape", mark("a backslash that means nothing in double quotes; use single quotes")),
)
_UNKNOWN_REASON = mark("this line is not YAML; check its indent, its quotes and its brackets")
