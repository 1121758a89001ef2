from __future__ import annotations

import re

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from offenders import every
from rich.cells import cell_len

from mstrack.render.wrap import CUT, least_for_one_line, longest, packed, shortened, wrap

CLOSING = "，。、；：！？）》〉】』」”’%)]},.;:!?"
OPENING = "（《〈【『「“‘([{"
WORDS = ["公路", "165个", "2.778万", "76%", "12月10日", "2021-12-10", "done", "progress", "9", " ", "，", "。"]
WORDS += ["“", "”", "、", "》", "《", ", ", "; ", "(", ")", "%", "！", "G6PD缺乏症", "互联网+", "-33d", ">=15000个"]
WORDS += ["（", "）", "——"]
prose = st.lists(st.sampled_from(WORDS), max_size=25).map("".join)
anything = st.text(st.characters(exclude_categories=("Cs", "Cc", "Mn", "Me")), max_size=60)


@every(
    ("text", "width", "expected"),
    [
        ("", 10, [""]),
        ("短", 10, ["短"]),
        ("推进农村公路", 6, ["推进农", "村公路"]),
        ("推进农村公路", 7, ["推进农", "村公路"]),
        ("reported for two days", 12, ["reported for", "two days"]),
        ("第一行\n第二行", 20, ["第一行", "第二行"]),
        ("一\n\n二", 20, ["一", "", "二"]),
        ("新增165个自然村", 6, ["新增", "165个", "自然村"]),
        ("投资120亿元", 8, ["投资", "120亿元"]),
        ("达到76%以上", 9, ["达到76%以", "上"]),
        ("覆盖率，完成", 6, ["覆盖", "率，完", "成"]),
        ("各市（区）政府", 6, ["各市", "（区）", "政府"]),
        ("完成“四好农村路”建设", 8, ["完成“四", "好农村", "路”建设"]),
        ("时限为12月上旬前", 10, ["时限为", "12月上旬前"]),
        ("时限为11月底前", 8, ["时限为", "11月底前"]),
        ("2021-12-10到期", 12, ["2021-12-10到", "期"]),
        ("from .docx, .pdf, .csv", 12, ["from .docx,", ".pdf, .csv"]),
        ("格式、.docx、.pdf", 12, ["格式、", ".docx、.pdf"]),
        ("the clone's own", 9, ["the", "clone's", "own"]),
        ("as *.xlsx", 8, ["as", "*.xlsx"]),
        ("公路 98 -> 141个", 9, ["公路 98", "-> 141个"]),
        ("公路 98 -> 141个", 10, ["公路 98 ->", "141个"]),
        ("标准 997元/生/年", 14, ["标准", "997元/生/年"]),
        ("补贴标准190元/人/月以上", 20, ["补贴标准190元/人/月", "以上"]),
        ("检验量5.4批次/千人", 14, ["检验量5.4批次/", "千人"]),
        ("看一项。* 任务1", 10, ["看一项。", "* 任务1"]),
    ],
)
def test_wrap(text, width, expected):
    """Chinese breaks anywhere but around punctuation, words and numbers nowhere."""
    assert expected == wrap(text, width)


@given(anything)
def test_no_width_no_wrapping(text):
    """Where nobody says how wide the page is, only the text's own line breaks count."""
    assert text.split("\n") == wrap(text, None)


@given(anything, st.integers(2, 40))
@example("x" * 100, 7)
@example("）" * 30, 7)
def test_no_line_is_too_wide(text, width):
    """Whatever the text, no line takes more cells than there are."""
    assert [line for line in wrap(text, width) if cell_len(line) > width] == []


@given(anything, st.integers(2, 40))
def test_nothing_is_lost(text, width):
    """Wrapping takes away white space and nothing else."""
    assert "".join(text.split()) == "".join("".join(wrap(text, width)).split())


@given(prose, st.integers(12, 40))
@example("完成,98个自然村", 12)
@example("推进了农村公路,98个", 14)
def test_numbers_stay_whole(text, width):
    """A number with its decimals and its percent sign stands on one line."""
    assume(longest(text) <= width)
    number = re.compile(r"[0-9]+(?:[.,:/-][0-9]+)*%?")
    assert number.findall(text) == [found for line in wrap(text, width) for found in number.findall(line)]


@given(prose.filter(lambda text: " " not in text), st.integers(12, 40))
@example("推进农村公路,98个自然村", 12)
def test_punctuation_stays_with_its_words(text, width):
    """Closing punctuation never starts a line, opening punctuation never ends one."""
    assume(longest(text) <= width)
    lines = wrap(text, width)
    assert [line for line in lines[1:] if line[0] in CLOSING] == []
    assert [line for line in lines[:-1] if line[-1] in OPENING] == []


@pytest.mark.parametrize(
    ("text", "width", "bad"),
    [
        ("推进农村公路 ）完成", 12, "）"),
        ("推进农村公路 ，完成", 12, "，"),
        ("一二三四 （ 五六七八", 12, "（"),
    ],
)
def test_punctuation_beside_white_space(text, width, bad):
    """A space before closing or behind opening punctuation is no place to break a line either."""
    lines = wrap(text, width)
    assert [line for line in lines[1:] if line[0] == bad and bad in CLOSING] == []
    assert [line for line in lines[:-1] if line[-1] == bad and bad in OPENING] == []


@every("width", range(10, 20))
def test_full_width_numbers_stay_whole(width):
    """A number that somebody typed in full-width digits is a number, too."""
    wide = {ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789.%"}
    text = "本月新增完成治理自然村98个，累计165个，覆盖率75.2%".translate(wide)
    found = [number for line in wrap(text, width) for number in re.findall(r"[０-\uff19\uff0e\uff05]+", line)]
    assert [number.translate(wide) for number in ("98", "165", "75.2%")] == found


@given(prose, st.integers(2, 40))
def test_longest_is_what_must_fit(text, width):
    """A text wraps without breaking any piece exactly where the width holds its longest one."""
    assume(longest(text) <= width)
    pieces = re.findall(r"[0-9A-Za-z.+>=-]{2,}", text)
    lines = wrap(text, width)
    assert [piece for piece in pieces if not any(piece in line for line in lines)] == []


@given(st.one_of(prose, anything), st.integers(8, 40))
def test_shortened_or_whole(text, width):
    """What is shortened fits, starts as the text does and breaks no number; all else stays as it is."""
    found = shortened(text, width)
    if found == text:
        return
    assert cell_len(found) <= width < cell_len(text)
    kept = found.removesuffix(CUT)
    assert text.startswith(kept)
    assert not (kept[-1:].isdigit() and text[len(kept) :][:1].isdigit())


@every(
    ("text", "expected"),
    [
        ("道路微循环改造、停车泊位", "道路微循环改造.."),
        ("粤菜师傅、广东技工、南粤家政", "粤菜师傅、广东技工.."),
        ("低保、特困人员基本生活保障制度", "低保、特困人员基本生活保障制度"),
        ("农村公路", "农村公路"),
        ("农村生活污水治理（市乙局）", "农村生活污水治理.."),
        ("公办幼儿园在园幼儿比例 49.8%", "公办幼儿园在园幼儿比例 49.8%"),
        ("粤菜师傅培训人次 490人次 +6 more", "粤菜师傅培训人次 490人次 +6 more"),
        ("corrects tf75neh4; （模拟）多录", "corrects tf75neh4.."),
    ],
)
def test_shortened_at_a_pause(text, expected):
    """Where a Chinese word ends nobody knows: a text without a pause wraps instead."""
    assert shortened(text, 22) == expected


@given(st.one_of(prose, anything), st.integers(8, 20), st.integers(0, 40))
@example("低保、特困人员基本生活保障", 8, 4)
def test_least_for_one_line(text, least, more):
    """From that width on a text has one line, and it is no wider than the text itself."""
    found = least_for_one_line(text, least)
    assert least <= found <= max(least, cell_len(text))
    assert cell_len(shortened(text, found + more)) <= found + more


@every(
    ("width", "expected"),
    [(None, ["民生实事  截至12-03  92%"]), (24, ["民生实事  截至12-03  92%"]), (20, ["民生实事  截至12-03", "92%"])],
)
def test_packed(width, expected):
    """Parts of a title share a line as long as they fit on it."""
    assert packed(["民生实事", "截至12-03", "92%"], width) == expected
