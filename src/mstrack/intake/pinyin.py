"""Pinyin of names, with surnames' own readings, and short codes of units from its initials."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from mstrack.errors import not_installed

if TYPE_CHECKING:
    from collections.abc import Iterable

SURNAMES = {
    "曾": "zeng", "单": "shan", "解": "xie", "查": "zha", "仇": "qiu", "区": "ou", "翟": "zhai", "尹": "yin", "任": "ren",
    "盖": "ge", "朴": "piao", "缪": "miao", "冼": "xian", "洗": "xian", "乐": "yue", "覃": "qin", "召": "shao", "员": "yun",
    "燕": "yan", "应": "ying", "纪": "ji", "那": "na", "盛": "sheng", "重": "chong", "折": "she", "种": "chong", "隗": "wei",
    "谌": "chen", "卜": "bu", "宓": "mi", "适": "kuo", "尉": "wei", "阚": "kan", "华": "hua", "葛": "ge", "宁": "ning",
    "瞿": "qu", "晁": "chao", "逄": "pang", "祭": "zhai", "繁": "po", "秘": "bi", "令": "ling", "车": "che", "牟": "mou",
    "褚": "chu", "占": "zhan", "敖": "ao", "佘": "she", "芮": "rui", "郗": "xi", "郇": "xun", "句": "gou", "过": "guo",
}  # fmt: skip
"""Surnames that a dictionary of words reads otherwise."""
_COMPOUND = {
    "尉迟": "yu chi",
    "长孙": "zhang sun",
    "万俟": "mo qi",
    "澹台": "tan tai",
    "单于": "chan yu",
    "令狐": "ling hu",
}
_DOUBTFUL = {
    "单",
    "解",
    "查",
    "仇",
    "区",
    "盖",
    "朴",
    "乐",
    "覃",
    "员",
    "种",
    "折",
    "曾",
    "翟",
    "宁",
    "任",
    "纪",
    "牟",
    "尉",
    "隗",
    "缪",
}
"""Surnames with two readings in use, or one that programs get wrong: a person looks at them."""

_SHORT = {
    "卫生健康": "卫健", "卫生和计划生育": "卫计", "发展改革": "发改", "发展和改革": "发改", "住房城乡建设": "住建", "住房和城乡建设": "住建",
    "人力资源社会保障": "人社", "人力资源和社会保障": "人社", "城市管理综合执法": "城管", "城市管理和综合执法": "城管", "交通运输": "交通",
    "文化广电旅游体育": "文广旅体", "文化广电旅游": "文广旅", "工业和信息化": "工信", "政务服务数据管理": "政数", "科学技术": "科技",
    "退役军人事务": "退役", "土地储备": "土储", "人民政府": "政府", "办公室": "办", "委员会": "委",
}  # fmt: skip
"""How such units are called in short."""
_DEVICES = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
_LONGEST_CODE = 12


@cache
def _syllables(text: str) -> tuple[str, ...]:
    try:
        from pypinyin import lazy_pinyin  # noqa: PLC0415  0.3 s, and only who drafts a plan pays for it
    except ImportError as error:
        raise not_installed(error) from error
    han = re.sub(r"[^\u4e00-\u9fff\u3400-\u4dbf]", "", text)
    read = lazy_pinyin(han, v_to_u=True, errors="ignore")
    return tuple(re.sub("[^a-zü]", "", one) for one in read if re.sub("[^a-zü]", "", one))


def person(name: str) -> str:
    """Return the pinyin of a person's name: zeng jin jun; the surname by its own reading."""
    bare = re.sub("[（）()·\\s]", "", name)
    if bare[:2] in _COMPOUND:
        return " ".join((_COMPOUND[bare[:2]], *_syllables(bare[2:])))[:60]
    first = SURNAMES.get(bare[:1])
    read = _syllables(bare)
    return " ".join((first, *_syllables(bare)[1:]) if first and len(bare) < 5 else read)[:60].strip() or "x"


def doubtful(name: str) -> bool:
    """Whether the surname has readings that a person should look at."""
    return name[:1] in _DOUBTFUL


def spelt(text: str, most: int) -> str:
    """Return an id of the last characters of a name: two syllables a word, tingche-bowei."""
    rate = bool(re.search("率|(?<![人总户])数|量|度", text[-1:] and text[-2:]))  # a word of one syllable behind others
    read = _syllables(text)[-(most - rate) :]
    words = ["".join(read[i : i + 2]) for i in range(0, len(read), 2)]
    return re.sub("[^a-z0-9-]", "", "-".join(words).replace("ü", "v"))[:40].strip("-") or "x"


def initials(name: str) -> str:
    """Return the initials of a unit's name as it is called in short: cgj of 市城市管理综合执法局."""
    bare = re.sub("（[^）]*）", "", name)
    for long, short in _SHORT.items():
        bare = bare.replace(long, short)
    without = re.sub("^[市区县省州](?=..)", "", bare)
    read = _letters(without)
    return read if len(read) >= 3 else _letters(bare)


def _letters(text: str) -> str:
    return "".join(one[0] for one in _syllables(text)).replace("ü", "v")[:_LONGEST_CODE]


def codes(names: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """Return a code for each unit: its initials; where they are taken, with its first syllable, else with a number."""
    given: dict[str, str] = {}
    used = set(taken)
    for name in names:
        first = initials(name) or "dw"
        whole = _syllables(re.sub("^[市区县省州](?=..)", "", name))
        candidates = [first, _letters(name), ((whole[0] if whole else "") + first[1:])[:_LONGEST_CODE]]
        candidates += [f"{first[: _LONGEST_CODE - 3]}{number}" for number in range(2, 999)]
        given[name] = next(
            one
            for one in candidates
            if len(one) > 1 and one not in used and not _DEVICES.fullmatch(one) and one[0].isalpha()
        )
        used.add(given[name])
    return given
