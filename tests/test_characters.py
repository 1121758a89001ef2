"""Bytes before they are YAML: encodings, characters, and what editors do to a file."""

from __future__ import annotations

import time
import unicodedata

import pytest
from offenders import every

from mstrack.format import characters
from mstrack.format.characters import Flaw

CHINESE = "unit: 市民政局\nnote: 已完成98个\n"


def test_what_may_be_written_passes():
    """Chinese with its punctuation, emoji, symbols of GBK, spaces of any width inside a line: text and no flaw."""
    text = "note: “完成”——98个，75.2%；①●○■▲√×→…·、《》\u3000（）ü é 🔴\n"
    assert characters.decode(text.encode()) == (text, [])


def test_a_plain_text_needs_no_other_look():
    """Of the characters of a plain text none is forbidden, none is changed, and none joins the one before (NFC)."""
    every_one = [chr(point) for point in range(0x20000)]  # what joins lies below
    plain = [one for one in every_one if characters._is_plain(one)]
    parts = [unicodedata.decomposition(one).split() for one in every_one]
    joining = {chr(int(part[1], 16)) for part in parts if len(part) > 1 and part[0][0] != "<"}
    joining |= {chr(point) for point in range(0x1160, 0x1200)}  # Korean vowels and finals join by rule
    assert len(plain) > 21_000
    assert [one for one in plain if characters.FORBIDDEN.match(one)] == []
    assert [one for one in plain if one in joining or unicodedata.combining(one)] == []
    assert unicodedata.is_normalized("NFC", "".join(plain))


@every(
    ("data", "line", "column", "rule", "said"),
    [
        (CHINESE.encode("gbk"), 1, 7, "encoding", "GBK (a Chinese Windows code page); save it as UTF-8"),
        (CHINESE.encode("utf-16"), 1, 1, "encoding", "UTF-16"),
        (b"\xfe\xff" + CHINESE.encode("utf-16-be"), 1, 1, "encoding", "UTF-16"),
        ("甲: 乙\n丙: ".encode() + b"\xff\xff", 2, 4, "encoding", "bytes that are not UTF-8"),
        (b"a: \xed\xa0\x80", 1, 4, "encoding", "UTF-8"),
        (b"a: \xc0\xaf", 1, 4, "encoding", "UTF-8"),
        (("\ufeff" + CHINESE).encode(), 1, 1, "bom", "without BOM"),
        ("甲: 乙\n丙\ufeff: 丁".encode(), 2, 2, "character", "BOM"),
        (CHINESE.replace("\n", "\r\n").encode(), 1, 11, "line-ending", "LF line endings"),
        (b"a: b\rc: d\n", 1, 5, "character", "carriage return"),
        ("甲: 乙\n\t丙: 丁\n".encode(), 2, 1, "character", "a tab (U+0009); use spaces"),
        (b"a: \x00", 1, 4, "character", "NUL"),
        ("note: 甲\x1b[31m乙".encode(), 1, 8, "character", "U+001B"),
        ("# hidden\u2028status: done".encode(), 1, 9, "character", "U+2028"),
        ("# hidden\u2029status: done".encode(), 1, 9, "character", "U+2029"),
        ("# hidden\x85status: done".encode(), 1, 9, "character", "U+0085"),
        ("甲\u202e乙".encode(), 1, 2, "character", "U+202E"),
        ("甲\u2067乙".encode(), 1, 2, "character", "U+2067"),
        ("甲\u200b乙".encode(), 1, 2, "character", "U+200B"),
        ("甲\u00ad乙".encode(), 1, 2, "character", "U+00AD"),
        ("甲\U000e0041乙".encode(), 1, 2, "character", "U+E0041"),
        ("甲\uffff乙".encode(), 1, 2, "character", "U+FFFF"),
        ("采\u2f64".encode(), 1, 2, "character", "U+2F64 is a radical from a pasted PDF; type the ordinary 用"),
        ("\u2ea0生".encode(), 1, 1, "character", "U+2EA0"),
        ("甲: 乙\ncafe\u0301".encode(), 2, 4, "nfc", "Unicode NFC"),
        ("神: \ufa19".encode(), 1, 4, "nfc", "Unicode NFC"),
    ],
)
def test_what_people_do_to_a_file_is_told_with_its_place(data, line, column, rule, said):
    """Each refusal names line, column and cure in the user's words."""
    _text, flaws = characters.decode(data)
    assert (line, column, rule) == flaws[0][:3]
    assert said in flaws[0].sentence


def test_windows_line_endings_are_told_once_where_the_first_one_stands():
    """A file saved on Windows has one mistake, not one a line; a mixed one is told at its first CR."""
    for text, line, column in (("a: b\r\nc: d\r\ne: f\r\n", 1, 5), ("a: b\nc: de\r\ne: f\r\n", 2, 6)):
        _text, flaws = characters.decode(text.encode())
        assert [flaw[:3] for flaw in flaws] == [(line, column, "line-ending")], text


def test_every_flaw_is_told_at_its_own_place():
    """All at once, in the order of the text."""
    _text, flaws = characters.decode("a: \x07\nb: \u200b\n\tc: d\n".encode())
    assert [flaw[:2] for flaw in flaws] == [(1, 4), (2, 4), (3, 1)]


@pytest.mark.parametrize("unit", ["\t", "\t\n", "\x00", "a\r", "e\u0301", "e\u0301\n", "\u2f64"])
def test_a_file_full_of_flaws_is_told_a_thousand_times_and_at_once(unit):
    """The same mistake all over 128 KiB is capped, and found in the time of an ordinary read (milliseconds)."""
    data = (unit * (128 * 1024 // len(unit.encode()))).encode()
    start = time.process_time()
    _text, flaws = characters.decode(data)
    spent = time.process_time() - start
    assert 1 <= len(flaws) <= characters.MOST_FLAWS
    assert spent < 0.3


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("市民政局", []),
        ("甲\n乙", []),
        ("甲\x1b[31m", ["U+001B"]),
        ("甲\u202e", ["U+202E"]),
        ("e\u0301", ["NFC"]),
        ("a\tb", ["tab"]),
    ],
)
def test_a_decoded_value_is_scanned_like_the_text(value, said):
    """What an escape brought in is refused for the same reasons."""
    sentences = list(characters.forbidden_in(value))
    assert len(said) == len(sentences)
    assert all(word in sentence for word, sentence in zip(said, sentences, strict=True))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲\n乙", "甲 乙"),
        ("甲\x1b[31m", "甲?[31m"),
        ("\ud800", "?"),
        ("甲" * 40, "甲" * 40),
        ("甲" * 41, "甲" * 40 + "…"),
    ],
)
def test_a_users_text_is_shown_on_one_line_without_controls_and_cut(text, expected):
    assert expected == characters.shown(text)


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ("task： 18\n", 1, (1, 5, "full-width")),
        ("  - task：18\n", 1, (1, 9, "full-width")),
        ('"task"：18\n', 1, (1, 7, "full-width")),
        ("\u3000task: 18\n", 1, (1, 1, "indent")),
        ("  \u3000task: 18\n", 1, (1, 3, "indent")),
        ("task:18\n", 1, (1, 5, "colon")),
        ("  － a\n", 1, (1, 3, "full-width")),
        ("a: b\ntask： 18\nc: d\n", 3, (2, 5, "full-width")),
        ("a: b\n", 1, (1, 2, "syntax")),
    ],
)
def test_the_users_slip_is_named_before_the_parsers_reason(text, line, expected):
    """Full-width marks and missing spaces are looked for on the line where the parser stopped, and just above."""
    assert expected == characters.explain(text, line, 2, "whatever the parser says")[:3]


@every(
    ("problem", "said"),
    [
        ("mapping values are not allowed in this context", "a colon in the wrong place"),
        ("could not find expected ':'", "a line without a colon"),
        ("did not find expected ',' or ']'", "a bracket or a comma is missing"),
        ("did not find expected '-' indicator", "indented unlike its neighbours"),
        ("did not find expected key", "indented unlike its neighbours, or a quote is not closed"),
        ("found unexpected end of stream", "a quote is opened and never closed"),
        ("found character that cannot start any token", "may not start with this character"),
        ("block sequence entries are not allowed in this context", "a list item in the wrong place"),
        ("found unknown escape character", "a backslash"),
        ("something new in libyaml", "this line is not YAML"),
    ],
)
def test_the_parsers_english_never_shows(problem, said):
    """Each of its reasons has a sentence of ours, an unknown one too."""
    flaw = characters.explain("a: b", 1, 3, problem)
    assert flaw == Flaw(1, 3, "syntax", flaw.sentence)
    assert said in flaw.sentence
    assert problem not in flaw.sentence
