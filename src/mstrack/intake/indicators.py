"""A target in a text → an indicator: its name, kind, id, and the phrase of the table that sets it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mstrack.intake import pinyin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from mstrack.intake.numbers import Found

_VERBS = (
    "新建改扩建|新建改造提升|提升改造|新建改造|建设改造|改造提升|新开工|开工改造|开工建设|动工新建|启动建设|推动认定|建设筹集|直接带动|提质扩能|新增|新建|改建|扩建|改造|"
    "建成|建设|完成|开展|组织|举办|培训|带动|扶持|发放|认定|建立|实现|实施|推进|推动|创建|打造|培育|引进|投放|安装|拆除|盘活|解决|改善|惠及|"
    "覆盖|提供|配备|配置|增加|增设|加装|更新|治理|修缮|竣工|完工|开工|检测|抽检|救助|资助|培养|接收|减轻|巩固|升级|投入|设立|解决"
)
_FILLER = re.compile(
    r"^(?:其中|20\d\d年|今年|当年|本年|全年|年内|年度|同时|并且|并|且|再|进一步|力争|确保|努力|争取|积极推进|积极|全力|全面|稳步|深入|大力|加快|继续|切实|重点抓好|"
    r"全市|全区|全县|全州|全省|本市|我市|市内|对|在|为|将|把|使|让|向|有|共|合计|总计|还|要|达到|达)+"
)
_REACH = (
    r"(?:分别|逐步|均|全部|都)?(?:不低于|不少于|不高于|不超过|不小于|不大于|低于|高于|少于|超过|超|突破|至少|最少|至多|最多|最长|达到|达|控制在|保持在|稳定在|维持在|"
    r"(?:提高|增加|提升|扩大|延长|降低|下降|减少|增长|调整|上调|上升|缩短|压缩)(?:标准)?(?:到|至|为)?|降至|增至|到|至|为|共|合计|总计|约|有|等|按|的|比例|在|（)*$"
)
_LEVEL_WORDS = re.compile(
    r"率|比例|比重|标准|指数|水平|占比|程度|增速|保额|时间|病种数|通过量|能力|浓度|强度|容量|补贴标准|密度|得分|排名|系数"
)
_FLOW = re.compile(
    r"新增|新建|改造|建成|完成|开展|组织|举办|培训|带动|扶持|发放|全年|年内|竣工|开工|减轻|盘活|拆除|安装|投放|惠及|受益"
)
_LONGEST = 36


class Drafted(NamedTuple):
    """An indicator as it is proposed; `doubt` says in Chinese what a person should look at, "" where nothing."""

    id: str
    name: str
    kind: str
    target: Decimal
    measure: str
    quote: str
    above: bool = False
    bound: str = "at-least"
    baseline: Decimal | None = None
    shares: tuple[tuple[str, Decimal], ...] = ()
    doubt: str = ""


def drafted(text: str, targets: Sequence[Found], topic: str) -> list[Drafted]:
    """Return an indicator for each target of a text; `topic` names the task where a phrase names nothing."""
    names = _names(text, targets, topic)
    made: list[Drafted] = []
    for one, name in zip(targets, names, strict=True):
        kind, sure = _kind(one, text)
        doubt = (
            ""
            if sure
            else f"“{name}”按{'达标与否（level）' if kind == 'level' else '全年累计（cumulative）'}处理，是否如此？"
        )
        if one.bound == "about":
            doubt = doubt or ""
        if re.search("扩大(?:到|至)$|增加到$|增至$", one.before) and one.baseline is None and one.measure != "%":
            doubt = f"“{name}”按达到{_plain(one)}即可；原来是多少，表上没有写"
        measure = one.measure or "—"
        doubt = doubt or ("" if one.measure else "表上没有写计量单位")
        made.append(
            Drafted(
                "",
                name,
                kind,
                one.value,
                measure,
                _quote(text, one, targets),
                one.above,
                one.bound,
                one.baseline,
                (),
                doubt,
            )
        )
    return with_ids(made)


def with_ids(made: Iterable[Drafted]) -> list[Drafted]:
    """Give each indicator an id from its name, unique in its task."""
    done: list[Drafted] = []
    for one in made:
        bare = re.sub("（[^）]*）|“|”", "", one.name)
        candidates = [pinyin.spelt(bare, most) for most in (4, 6, 8)]
        candidates += [f"{candidates[0][:36]}-{number}" for number in range(2, 9999)]
        used = {other.id for other in done}
        done.append(one._replace(id=next(id_ for id_ in candidates if id_ not in used)))
    return done


def _plain(one: Found) -> str:
    return f"{one.value.normalize():f}{one.measure}"


def _kind(one: Found, text: str) -> tuple[str, bool]:
    """Return cumulative or level, and whether that is beyond doubt."""
    clause = text[one.clause[0] : one.clause[1]]
    before = text[one.clause[0] : one.start]
    if (
        one.measure in {"%", "倍", "个百分点", "", "周", "天", "小时", "分钟"}
        or "/" in one.measure
        or one.baseline is not None
    ):
        return "level", True
    if one.bound == "at-most":
        return "level", bool(_LEVEL_WORDS.search(before))
    reaches = re.search(
        r"(?:达到|达|不低于|扩大到|扩大至|提高到|提高至|增加到|保持在|稳定在|.为|合计达)(?:到)?$", one.before
    )
    if _LEVEL_WORDS.search(before) and not _FLOW.search(before):
        return "level", True
    if reaches and not _FLOW.search(clause):
        return "level", bool(re.search("其中|合计|数|量", before)) or one.measure == "份"
    if re.search(r"覆盖$", one.before) and not re.search("新增", clause):
        return "level", False
    return "cumulative", True


def _names(text: str, targets: Sequence[Found], topic: str) -> list[str]:
    named: list[str] = []
    verb = ""
    for i, one in enumerate(targets):
        alike = [other for other in targets if other.clause == one.clause]
        subjects = _distributed(text, alike)
        if subjects:
            name = subjects[alike.index(one)]
        else:
            first = alike[0] is one
            name, verb = _name(one, "" if first else verb, first=first)
        name = _whole(_measured(name, one), one, text, named[-1] if named else topic)
        name = (name or topic).strip("、，")[:_LONGEST]
        same = sum(other == name or other.startswith(f"{name}（") for other in named)
        named.append(f"{name}（{same + 1}）" if same else name or f"指标{i + 1}")
    return named


def _whole(name: str, one: Found, text: str, before: str) -> str:
    """Complete a name that is too short to say what is measured: 覆盖率 of what was named before, 水稻 of what standard."""
    letters = len(re.sub("[（）“”]", "", name))
    if letters < 4 and one.measure == "%":
        return f"{_subject(before)}{name}"
    if letters < 5 and "/" in one.measure and not re.search("标准$", name):
        raised = re.findall(r"(?:提高|调整|上调|增加|落实)([\u4e00-\u9fff]{2,10}标准)", text[: one.start])
        return name + raised[-1] if raised else name
    if letters < 3 and one.measure in {"批次", "人次", "场次", "户次"}:
        return name + one.measure
    return name


def _subject(name: str) -> str:
    bare = re.sub(r"(?:自然村|行政村|社区|户|率|比例|数)$", "", re.sub(rf"^(?:{_VERBS})", "", name))
    return re.sub("(?:覆盖|完成|实现)+$", "", bare)[:16]


def _distributed(text: str, alike: Sequence[Found]) -> list[str]:
    """Return the names of what 分别 shares out: 城镇、农村低保…从574元、271元分别提高到609元、300元."""
    if len(alike) < 2:
        return []
    clause = text[alike[0].clause[0] : alike[-1].end]
    if "分别" not in clause:
        return []
    head = re.split(r"分别|从|由", _FILLER.sub("", clause))[0]
    parts = [_FILLER.sub("", part) for part in re.split("[、和及]", re.sub(r"每[人年月每]+$", "", head))]
    if len(parts) != len(alike):
        return []
    tail = parts[-1][len(parts[0]) :] if len(parts[0]) < 5 < len(parts[-1]) else ""
    return [re.sub(r"标准$", "标准", part if part == parts[-1] else part + tail) for part in parts]


def _name(one: Found, verb: str, *, first: bool) -> tuple[str, str]:
    """Return a name, and the verb it starts with, which those after it in the clause share."""
    before = one.before if first else re.split("、" if "、" in one.before else "和|以及", one.before)[-1]
    is_list = bool(re.search("(?:等(?:共|合计)?|.[及和])$", before))
    before = _FILLER.sub("", re.sub(_REACH, "", re.sub(r"^[、和及（]+", "", before)))
    start = re.match(rf"(?:{_VERBS})", before)
    if is_list:
        before = start[0] if start else ""
    after = _after(one)
    if not before or re.fullmatch(rf"(?:{_VERBS})", before):
        own = before or verb
        return ("" if own in {"实现", "完成", "实施"} else own) + after, own
    if len(before) > 20 and (inner := re.search("(?:全市|全区|全县|全州)(.{6,})$", before)):
        before = inner[1]
    if len(before) > _LONGEST - 6:
        tail = re.search(r"(?:区|县|市|州)([\u4e00-\u9fff]{4,20})$", before)
        before = f"{before.split('、')[0][: _LONGEST - 6]}等{tail[1] if tail else ''}"
    ends = re.search(rf"(?:{_VERBS})$", before) and len(before) < 8
    counts = "/" not in one.measure and one.measure != "%" and len(before) + len(after) <= 30
    if after and (ends or re.match("全?覆盖", after) or len(before) < 4 or counts):
        before += after
    return re.sub("^(?:实现|完成|实施)(?=.{4})", "", before), start[0] if start else ""


def _after(one: Found) -> str:
    """Return what is counted, as it stands behind the number: 个汽车停车泊位 → 汽车停车泊位."""
    text = one.after[: max(0, one.clause[1] - one.end)]
    text = re.sub(r"^\d+(?:[-—]\d+岁|户以上|岁(?:及以上|以上)?)", "", text)
    text = re.sub(r"^(?:的|以上|（[^）]{1,3}）)+|（[^（）]*[局办委府厅]）", "", text)
    if number := re.search(r"\d", text):
        text = re.split("[、和及]", text[: number.start()])[0]
    text = re.sub(r"(?:进行|实行|实现|开展)(改造|抽检|全覆盖|培训|治理)$", r"\1", text)
    if len(text) > 30 or ("、" in text and re.search("开展|进行", text)):
        text = re.split(r"开展|进行|实行|实现|参加|提供|试点|设立", text)[0] or text
    return re.sub(r"(?:工作|等)$", "", text)[:_LONGEST]


def _measured(name: str, one: Found) -> str:
    if one.measure != "%":
        return name
    name = _FILLER.sub("", re.sub("^(?:推动|促进|提升|使|确保|推进)(?=全市|.{6})", "", name))
    if one.before.endswith("增长"):
        return f"{name}增长率" if not name.endswith("率") else name
    name = re.sub(r"(?:实现)?(抽检|覆盖)?(?:全覆盖|覆盖)$", r"\1覆盖率", name)
    name = re.sub(r"覆盖覆盖率$", "覆盖率", name)
    return name if re.search(r"率|比例|比重|增长|增速|占比|度|增加值|同步", name) else f"{name}比例"


def _quote(text: str, one: Found, targets: Sequence[Found]) -> str:
    """Return the shortest phrase that says what is counted and how much: from the start of its part of the clause."""
    alike = [other for other in targets if other.clause == one.clause]
    place = alike.index(one)
    start = one.clause[0]
    if place and one.baseline is None and "分别" not in text[one.clause[0] : one.start]:
        start = max(text.rfind("、", start, one.start) + 1, alike[place - 1].end)
    end = one.end
    said = re.sub(_REACH, "", _FILLER.sub("", text[start : one.start].strip("、和及")))
    if len(said) < 4 or re.fullmatch(rf"(?:{_VERBS})", said) or said[-1:] in "及和" or text[: one.start].endswith("等"):
        rest = text[end : alike[place + 1].start if place + 1 < len(alike) else one.clause[1]]
        end += len(re.split("[、和及]", rest)[0] if place + 1 < len(alike) else rest)
    elif (after := _after(one)) and one.measure != "%" and text.startswith(after, end):
        end += len(after)
    quote = text[start:end].strip("、和及")
    return quote if len(quote) <= 190 else text[max(start, one.start - 150) : one.end]
