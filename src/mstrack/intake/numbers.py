"""Numbers in a promise: which of them are targets, from what, to how much, of what measure; and why others are none.

A number is read with what stands before and behind it in its clause: 由800元/亩提高至1000元/亩 has one target with a
baseline, 约7200公里 has none. What is none is told with its reason, so that nobody has to look for it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from mstrack.i18n import mark
from mstrack.progress import numerals

if TYPE_CHECKING:
    from collections.abc import Iterator

_COUNTERS = (
    "人次 人份 平方公里 平方千米 平方米 立方米 公里 千米 千瓦时 千瓦 兆瓦 万千瓦 公顷 公斤 千克 批次 家次 户次 场次 台套 床位 张床 个百分点 "
    "周岁 小时 分钟 项目 工时 学时 课时 车位 泊位 学位 吨 克 米 亩 元 人 户 家 个 座 所 条 台 套 张 份 批 种 项 处 件 场 次 名 位 株 头 只 "
    "辆 艘 间 床 孔 眼 对 组 支 片 栋 幢 部 盏 根 块 篇 期 届 例 升 倍 天 周 门 本 册 棵 口 宗 笔 镇 村 社区 街道 斤 页 尾 羽 匹 桶 杆 段 站 点"
).split()
MEASURE = "|".join(sorted(_COUNTERS, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?P<digits>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?|{numerals.POSSIBLE})(?P<more>余|多|来)?"
    rf"(?P<scale>万|亿|千|百)?(?P<some>余|多)?(?P<measure>%|个百分点|元(?:[/／每](?:人次|千人|平方米|千瓦时|公里|人|月|年|亩|头|生|户|日|天|吨|只|株|个|次|斤))*|(?:{MEASURE})(?:[/／](?:年|人|月|日|千人|户|亩))?)?"
)
_PER = re.compile(r"((?:每[千万]?[人生年月户日亩头只天周村社班校名位个](?:每)?[人年月天]?)+)$")
_CHANGE = "提高|增加|提升|扩大|延长|降低|下降|减少|增长|调整|上调|上升|缩短|压缩|扩展|提至|调至|降至|增至"
_TO = rf"(?:{_CHANGE}|增|提|降|扩)(?:标准)?(?:到|至|为)"
_BELOW = r"(?:不高于|不超过|不多于|控制在|低于|少于|小于|不大于|降低到|降低至|下降到|下降至|降至|降到|压缩到|压缩至|压减到|压减至|缩短到|缩短至|最多|最长|至多)$"
_AT_LEAST = r"(?:不低于|不少于|不小于|至少|最少)$"
_OVER = r"(?:超过|超|突破|高于|大于|多于)$"
_AROUND = r"(?:约|近|大约|约为|近乎|接近)$"
_DATES = re.compile(
    r"[年月日号]|季度|点(?!位)|时(?!长)|世纪|〕|周岁|岁|届|期(?!间)|级|类|型|层|楼|路|线|次方|度(?!假)|室|班|栋楼|[A-Za-z\d\-—~～:：/]\d"
)
_PROGRESS = re.compile(r"截至|截止|目前|累计|已(?!有)|占(?:总|全年|年度)|同比|环比|上半年|去年|\d+[-—]\d+月")

_REPORT = re.compile(r"截至|截止|经督办|累计(?:完成|下达|解决)|占(?:全年|年度|总)|序时进度|通报")


class Found(NamedTuple):
    """A number of a text that may be a target: where it stands, what it is, and the words around it in its clause."""

    start: int
    end: int
    value: Decimal
    measure: str
    before: str
    after: str
    clause: tuple[int, int]
    bound: str = "at-least"
    above: bool = False
    baseline: Decimal | None = None
    per: str = ""
    reason: str = ""


REASONS = {
    "approximate": mark("about so much, no target"),
    "baseline": mark("what it is today"),
    "place": mark("says where, not how much"),
    "attribute": mark("describes a thing, is no target"),
    "progress": mark("says what was done"),
    "capacity": mark("part of a project's description"),
    "unmeasured": mark("has no measure"),
}
"""Why a number is no target; dates, names and ages are not even told."""


def found(text: str, *, reported: bool = False) -> tuple[list[Found], list[Found]]:
    """Return the targets of an even text in their order, and the numbers that are none, each with a reason.

    `reported` says that the whole table tells what was done; a text that says so itself promises nothing either.
    """
    targets: list[Found] = []
    others: list[Found] = []
    reported = reported or bool(_REPORT.search(text))
    for start, end in _clauses(text):
        in_clause = list(_of_clause(text, start, end))
        for one in _with_baselines(in_clause, text):
            if reported and not one.reason:
                others.append(one._replace(reason="progress"))
                continue
            (others if one.reason else targets).append(one)
    return targets, others


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """Yield where clauses start and end: at ，。；： and at brackets with numbers, which are clauses of their own."""
    signs = {sign.start() for sign in re.finditer(r"[，。；！？\n]|：(?!\d)", text)}
    for bracket in re.finditer(r"（[^（）]*\d[^（）]*）", text):
        signs |= {bracket.start(), bracket.end() - 1}
    start = 0
    for sign in [*sorted(signs), len(text)]:
        if sign > start:
            yield start, sign
        start = sign + 1


def _of_clause(text: str, start: int, end: int) -> Iterator[Found]:
    clause = text[start:end]
    previous = 0
    scope: Found | None = None
    for match in _NUMBER.finditer(clause):
        if _is_name(clause, match):
            continue
        value = _value(match)
        if not value:
            continue
        before, after = clause[previous : match.start()], clause[match.end() :]
        per = _PER.search(before)
        measure = _measure(match, per[1] if per else "")
        inherits = scope is not None and scope.per and re.fullmatch("[、和]", before) and not per
        if inherits and scope and match["measure"]:
            measure = scope.measure
        bound, above, tail = _bounds(before[: per.start()] if per else before, after)
        one = Found(
            start + match.start(),
            start + match.end() + tail,
            value,
            measure,
            before[: per.start()] if per else before,
            after[tail:],
            (start, end),
            bound,
            above,
            per=per[1] if per else (scope.per if inherits and scope else ""),
        )
        one = one._replace(reason=_reason(one, clause, match))
        yield one
        scope = one
        previous = match.end() + tail


def _is_name(clause: str, match: re.Match[str]) -> bool:
    """Whether a number belongs to a name, a day, an age: 16号线, 12月, 65岁, G6PD, “155”工程, 第3."""
    before, after = clause[: match.start()], clause[match.end("digits") :]
    if re.search(r"[A-Za-z第〔＋+.\d]$|\d[-—~～至]$|[“《‘]$", before) and not re.search("到$", before):
        return True
    chinese = not match["digits"][0].isdigit()
    if chinese and (
        not match["measure"]
        or match["measure"] in {"期", "点", "批", "项", "届", "周", "天", "位", "段"}
        or before[-1:] in {"“", "、", "十", "第"}
    ):
        return True
    if chinese and len(match["digits"]) == 1 and not re.search("(?:新建|建成|建设|新增|改造|完成|打造|创建)$", before):
        return True
    if re.match(r"[A-Za-z]|[”’]", after) or re.match(r"[-—~～至]\d", after):
        return True
    return (
        not match["scale"]
        and match["measure"] in {None, "周", "点", "期", "届", "周岁"}
        and bool(_DATES.match(after))
        and not re.match("周[至，。、延]|周$", after)
    )


def _value(match: re.Match[str]) -> Decimal | None:
    digits = match["digits"]
    number = Decimal(digits.replace(",", "")) if digits[0].isdigit() else numerals.whole(digits)
    if number is None:
        return None
    scale = {"万": 10_000, "亿": 100_000_000, "千": 1000, "百": 100}.get(match["scale"] or "", 1)
    if (match["measure"] or "").startswith("元") and match["scale"] in {"万", "亿"}:
        scale = 1  # 万元 is a measure of its own
    value = number * scale
    return value if value < 10**14 and len(value.normalize().as_tuple().digits) <= 15 else None


def _measure(match: re.Match[str], per: str) -> str:
    measure = match["measure"] or ""
    if measure.startswith("元") and match["scale"] in {"万", "亿"}:
        measure = f"{match['scale']}{measure}"
    units = re.findall("[千万]?[人生年月户日亩头只天周村班校名位个]", per.replace("每", ""))
    return f"{measure}{''.join(f'/{unit}' for unit in units)}" if units and measure else measure


def _bounds(before: str, after: str) -> tuple[str, bool, int]:
    """Return the bound, whether it is strict, and how many characters behind the number say so."""
    tail = re.match(r"(?:（[\u4e00-\u9fff]{1,3}）)?(以上|以内|以下|之内|左右|上下)?", after)
    word, length = (tail[1] or "", tail.end()) if tail else ("", 0)
    if word in {"左右", "上下"}:
        return "about", False, length
    if re.search(_AT_LEAST, before):
        return "at-least", False, length
    if word in {"以内", "以下", "之内"} or re.search(_BELOW, before):
        return "at-most", bool(re.search(r"(?<!不)(?:低于|少于|小于)$", before)) and not word, length
    return "at-least", bool(re.search(_OVER, before)) and not word, length


def _reason(one: Found, clause: str, match: re.Match[str]) -> str:
    if re.search(_AROUND, one.before) or match["more"] or match["some"]:
        return "approximate"
    if _PROGRESS.search(clause) and not re.search("力争|确保", clause):
        return "progress"
    if re.match(r"的基础上|基础上", one.after) or "基础上" in one.after[:14]:
        return "baseline"
    if (
        re.search(r"中的$", one.before)
        or re.search(r"(?:一批|若干|一些|多个)[^、]*$", one.before)
        or re.search(r"(?:面积|年龄|规模)在$", one.before)
    ):
        return "attribute"
    if one.after.startswith("的") and re.search("一批|若干", clause[: match.start()]):
        return "attribute"
    if re.match(r"[\u4e00-\u9fff]{0,3}的\d", one.after):
        return "place"
    if (
        not one.before
        and one.measure
        and match.start()
        and re.search(rf"(?:{MEASURE})$", clause[: match.start()])
        and not re.match("[、和]", one.before)
    ):
        return "attribute"
    if re.search(r"等[^、]{0,6}项目", one.after):
        return "capacity"
    if not one.measure and not re.match(r"左右|以内|$", clause[match.end() :]):
        return "unmeasured"
    if not one.measure and one.bound == "at-least":
        return "unmeasured"
    return ""


def _with_baselines(numbers: list[Found], text: str) -> Iterator[Found]:
    """Give targets behind 提高到 what stood behind 由 or 从 before it, in order; these are no targets themselves."""
    waiting: list[Found] = []
    opened = False
    for one in numbers:
        opened = opened or bool(re.search(r"(?:由|从)(?:现在的|目前的|原来的|现行的)?$", one.before))
        before_change = re.search(_TO, text[one.end : one.clause[1]])
        if opened and before_change and (not waiting or re.fullmatch("[、和]", one.before)):
            waiting.append(one)
            yield one._replace(reason="baseline")
            continue
        if waiting and (re.search(rf"{_TO}[^\d]{{0,8}}$", one.before) or re.fullmatch("[、和]", one.before)):
            base = waiting.pop(0)
            before = base.before if re.search(_TO, one.before) else one.before
            yield one._replace(baseline=base.value, before=re.sub("(?:由|从)[^由从]{0,4}$", "", before))
            opened = bool(waiting)
            continue
        yield one
