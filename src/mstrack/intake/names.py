"""Names in a cell: units and persons, whatever stands between them; names broken by a line or a blank are joined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mstrack.intake.words import even, half

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_END = re.compile(
    r"(局|委|办|府|会|联|队|部|中心|站|院|所|处|公司|集团|司|厅|社|校|学|街道|镇|乡|区|县|市|旗|馆|台|行|海关|党校|"
    r"单位|部门|专班|城投|科协|工信|税务|组|电网|移动|联通|电信|铁塔|港|园|场|人|长|等|政府|[）])$"
)
_HALF = re.compile(r"(^|[市区县省州])(委|党|政|政府办公|人民政|直属机关工|中|国)$")
"""Looks like an end and is seldom one: 市委 before a line that goes on with 统战部."""
_HEAD = re.compile(r"[市区县省州各]")
_GROUP = re.compile(
    r"(?<![\u4e00-\u9fff])(?:各|有关|相关|其他|各有关|各相关)[^、，；\s（]{0,4}"
    r"(?:（[^）]*）|[、，][县市区旗镇乡街道](?=[、，；\s]|政府|人民政府|管委会|$))*(?:人民政府|政府|管委会|办事处|部门|单位)?"
)
_NOTE = re.compile(r"（(?:列第一位|排第一位|[^）]*下同|[^）]*牵头[^）]*|[^）]*按职责[^）]*)[^）]*）")
_FIRST_LEADS = re.compile(r"列?(?:排在)?第一位.*牵头")
_LEADS = re.compile(r"^(?P<lead>.+?)(?:共同|联合)?牵头(?:负责)?[，、；]?(?:会同|配合)?(?P<rest>.*)$")


class Units(NamedTuple):
    """The units of a cell: those that lead by its own words, the others in order, and what was left out (等)."""

    lead: tuple[str, ...]
    others: tuple[str, ...]
    first_leads: bool = False
    vague: bool = False


def units(text: str) -> Units:
    """Return the units that a cell names: 市民政局、市财政局, 市教育局牵头，会同市财政局等, one a line, or with blanks."""
    first_leads = bool(_FIRST_LEADS.search(even(text)))
    text = _NOTE.sub("", re.sub(r"\(", "（", re.sub(r"\)", "）", half(text))))
    flat = even(text)
    if found := _LEADS.match(flat) if "牵头" in flat else None:
        lead = _several(found["lead"])
        rest = _several(found["rest"])
        return Units(
            tuple(lead), tuple(one for one in rest if one not in lead), first_leads, flat.rstrip("。").endswith("等")
        )
    named = _several(text)
    vague = bool(re.search(r"等(?=$|[，、；。\s])", text.strip()))
    return Units((), tuple(named), first_leads, vague)


def _several(text: str) -> list[str]:
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"、\ue000{len(kept) - 1}\ue001、"

    tokens: list[str] = []
    for part in re.split(
        r"[、，,；;/。]", _GROUP.sub(keep, re.sub(r"(?<=各)\s+|\s+(?=（)|(?<=）)\s+(?=政府)", "", text))
    ):
        start = len(tokens)
        for word in part.split():
            if len(tokens) > start and _goes_on(tokens[-1], word):
                tokens[-1] += word
            else:
                tokens.append(word)
    named = []
    for token in tokens:
        whole = re.sub("\ue000(\\d+)\ue001", lambda found: even(kept[int(found[1])]), token)
        name = even(re.sub(r"^(会同|配合单位|牵头单位|责任单位)[：:]?|等$|[：:]$", "", whole.strip()))
        if name and name not in named and name != "等":
            named.append(name)
    return named


def _goes_on(before: str, word: str) -> bool:
    """Whether a word is the rest of a unit's name that a blank or the end of a line has cut."""
    if "\ue000" in before or "\ue000" in word:
        return False
    if not _END.search(before) or _HALF.search(before):
        return True
    return len(word) == 1 or (len(word) == 2 and not _HEAD.match(word) and bool(_END.search(word)) and word in _TAILS)


_TAILS = {
    "管局",
    "法局",
    "障局",
    "设局",
    "育局",
    "理局",
    "分局",
    "支队",
    "中心",
    "政府",
    "化局",
    "革局",
    "康局",
    "输局",
    "村局",
}


def rejoined(named: Sequence[str], persons: int, known: Collection[str]) -> list[str]:
    """Return units with those joined that a line has cut behind what looks like an end: 市人力资源社会 and 保障局.

    Two are one where the table names them so elsewhere, or where as many persons stand beside it only then.
    """
    joined = list(named)
    for i in range(len(joined) - 2, -1, -1):
        if joined[i] + joined[i + 1] in known and joined[i + 1] not in known:
            joined[i : i + 2] = [joined[i] + joined[i + 1]]
    loose = [i for i in range(len(joined) - 1) if not _HEAD.match(joined[i + 1])]
    if persons and len(joined) - persons == len(loose) > 0:
        for i in reversed(loose):
            joined[i : i + 2] = [joined[i] + joined[i + 1]]
    return joined


def persons(text: str) -> tuple[str, ...]:
    """Return the persons that a cell names; 张 璐 is one of two characters, 各市（区）长 one name."""
    text = re.sub(
        r"\s+(?=（)|(?<=）)\s+(?=长)|(?<=各)\s+|(?<=各[市县区])\s+(?=（)",
        "",
        half(text).replace("(", "（").replace(")", "）"),
    )
    named: list[str] = []
    for part in re.split(r"[、，,；;/。]", text):
        tokens: list[str] = []
        for word in part.split():
            if tokens and _same_person(tokens[-1], word):
                tokens[-1] += word
            else:
                tokens.append(word)
        named += tokens
    return tuple(filter(None, (even(name) for name in named)))


def _same_person(before: str, word: str) -> bool:
    if before.startswith("各") and not before.endswith(("长", "任", "记")):
        return True
    alone = len(word) == 1 and len(before) in {1, 2}
    return (alone and not before.endswith("长")) or (len(before) == 1 and len(word) <= 2)


def looks_like_units(text: str) -> bool:
    """Whether a cell holds names of units: most of them end as such names do."""
    named = units(text)
    every = (*named.lead, *named.others)
    return bool(every) and all(2 <= len(one) <= 25 and _END.search(one) for one in every)


def looks_like_persons(text: str) -> bool:
    """Whether a cell holds names of persons: two to four characters each."""
    named = persons(text)
    return bool(named) and all(
        re.fullmatch(r"[\u4e00-\u9fff·]{2,4}", one) and not _END.search(one[-1]) for one in named
    )


def unit_and_person(text: str) -> tuple[Units, tuple[str, ...]]:
    """Return the units and persons of a cell that holds both: 市民政局 伍泽国, one pair or several."""
    words = re.split(r"[、，,；;\s：:（）()]+", half(text))
    named = [word for word in words if word and _END.search(word)]
    people = [word for word in words if word and word not in named]
    return Units((), tuple(dict.fromkeys(named))), tuple(people)
