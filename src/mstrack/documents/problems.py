"""A task that is not as it should be, in a paragraph: its figure, what was expected, and its unit's own words, cut.

Use it while `i18n.speaking("zh_CN")` is in force.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mstrack.documents import phrases, stages, wording
from mstrack.format.fields import plain
from mstrack.progress.tally import PART_OF
from mstrack.report import Prose, Tone, Word, hundredths

if TYPE_CHECKING:
    from fractions import Fraction

    from mstrack.documents.phrases import Parts
    from mstrack.format.model import Plan
    from mstrack.progress.figures import Actual
    from mstrack.progress.status import Standing

WORST = ("overdue", "blocked", "slow", "near")
"""The parts of a tally whose tasks are told one by one, the worst first."""
FIGURES = 2
"""So many figures of a task are told; where there is little room, one."""
OWN_WORDS = 40
"""Characters of what a unit itself says of its problem, and of its next step."""
NOTHING = "没有说明困难和措施"
"""What is said of a unit that tells neither its problem nor its next step."""
IN_THE_ANNEX = "（详见附件）"
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_CLAUSE = re.compile(r"[^，、：]+[，、：]?")


def percent(share: Fraction) -> str:
    """Return a share of 1 in percent, as short as it is exact: 90%, 92.47%."""
    return f"{plain(hundredths(share))}%"


def points(share: Fraction) -> str:
    """Return a lag in percentage points: 48.01个百分点."""
    return f"{plain(hundredths(share))}个百分点"


def paragraph(
    plan: Plan, one: Standing, named_before: str, most: int = FIGURES, *, tells_silence: bool = True
) -> Prose:
    """Say who answers for a task, how it stands by so many figures, and what its unit says of it, or does not.

    `named_before` is 上期已点名; `tells_silence` says so where a unit says nothing at all.
    """
    unsaid = "" if explains_nothing(plan, one) and not tells_silence else _unsaid(plan, one)
    noted = "，".join(filter(None, [named_before, unsaid]))
    said = [part for part in (*state(plan, one, most), f"{noted}。" if noted else "", *own_words(plan, one)) if part]
    return Prose((Word(None, head(one), Tone.STRONG), *said))


def explains_nothing(plan: Plan, one: Standing) -> bool:
    """Whether a unit that reports on a task that is behind says neither why nor what it will do."""
    return _unsaid(plan, one) == NOTHING


def head(one: Standing) -> str:
    """Return a task with the units that lead it and the leaders who supervise it."""
    who = "，".join(filter(None, ["、".join(one.task.lead_units), "、".join(one.task.leaders)]))
    return f"{one.task.short}（{who}）。"


def state(plan: Plan, one: Standing, most: int = FIGURES) -> Parts:
    """Say how a task stands: how late or how far behind it is, with so many figures that have not reached theirs."""
    figures = unreached(one, most)
    told: Parts = ("：", *figures, "。") if figures else ("。",)
    match PART_OF[one.cause]:
        case "overdue":
            silent = _silent(plan, one) or ("" if figures else "，没有报办结")
            due = f"完成时限{wording.deadline(plan, one).text}" if one.task.amendments else f"{day(plan, one)}到期"
            return (f"{due}，已逾期{-one.days_left}天{silent}", *told)
        case "blocked":
            return ("受阻", *told)
        case "near":
            left = f"距{day(plan, one)}还有{one.days_left}天" if one.days_left else "今日到期"
            return (f"{left}，", *(("尚未达标：", *figures, "。") if figures else ("没有报办结。",)))
    lag = f"应达{percent(one.expected)}，滞后{points(one.lag)}。" if one.lag is not None and one.lag > 0 else ""
    if one.progress is None or one.cause == "milestone":
        missed = stages.missed(one)
        return (f"{missed}没有按时完成", *told)
    if one.slowest:
        several = sum(actual.expected is not None for actual in one.actuals) > 1
        rate = f"{'最慢的' if several else ''}完成率{percent(one.progress)}"
        return (*figures, f"，完成率{percent(one.progress)}，{lag}" if most == 1 else f"。{rate}，{lag}")
    return (f"{wording.progress_by(one)}{percent(one.progress)}，{lag}",) if one.by_percent else (f"自报未启动，{lag}",)


def in_brief(plan: Plan, one: Standing) -> str:
    """Say how a task stands in a few words: 已逾期3天, 受阻, 滞后48.01个百分点, 距12月10日还有7天，未达标."""
    match PART_OF[one.cause]:
        case "overdue":
            return f"已逾期{-one.days_left}天{_silent(plan, one)}"
        case "blocked":
            return "受阻"
        case "near":
            what = "未达标" if one.unreached else "未报办结"
            return f"距{day(plan, one)}还有{one.days_left}天，{what}" if one.days_left else f"今日到期，{what}"
    if one.lag is None or one.cause == "milestone":
        return f"{stages.missed(one)}没有按时完成"
    return f"滞后{points(one.lag)}"


def day(plan: Plan, one: Standing) -> str:
    """Return the day of a deadline: 12月10日, with its year where that is not the plan's last."""
    year = f"{one.due.year}年" if one.due.year != plan.period.end.year else ""
    return f"{year}{one.due.month}月{one.due.day}日"


def unreached(one: Standing, most: int = FIGURES) -> Parts:
    """Return so many figures of indicators that are not reached, the slowest first, with the entries behind them."""
    waiting = sorted(one.unreached, key=lambda actual: (actual is not one.slowest, -(actual.lag or 0)))
    known = [actual for actual in waiting if actual.figure is not None]
    parts: list[str | Word] = []
    for actual in known[:most]:
        parts += ["；" if parts else _shared(actual), _figure(one, actual)]
    if parts and len(waiting) > most:
        parts.append(f"等{len(waiting)}个指标未达标" if most == 1 else f"；共{len(waiting)}个指标未达标")
    reports = {report.filed.id: report for actual in known[:most] for report in actual.sources}
    return (*parts, phrases.cite(reports.values())) if reports else tuple(parts)


def _figure(one: Standing, actual: Actual) -> str:
    return f"{figure(actual).removesuffix('）')}{wording.amended_target(one, actual.indicator)}）"


def _shared(actual: Actual) -> str:
    """Say that a figure is what other units filed, added up; nothing where the lead unit filed it."""
    return f"按{len(actual.sources)}家单位分报数暂计，" if actual.provisional else ""


def figure(actual: Actual) -> str:
    """Return a figure with its target: 开工改造小区12个（目标30个）."""
    if actual.figure is None:
        return f"{actual.indicator.name}没有完成数（目标{wording.target(actual.indicator)}）"
    return f"{wording.with_figure(actual.indicator, actual.figure)}（目标{wording.target(actual.indicator)}）"


def _silent(plan: Plan, one: Standing) -> str:
    """Say how long the unit of an overdue task has been silent; nothing where it is not."""
    if not one.is_silent:
        return ""
    if not phrases.has_spoken(plan, one):
        return f"，{phrases.never(plan, one)}"
    return f"，已有{one.silent_days}天没有报送"


def _unsaid(plan: Plan, one: Standing) -> str:
    """Say what a unit does not tell of a task that is behind; one that leads of late may have said nothing at all."""
    part = PART_OF[one.cause]
    if part in {"slow", "blocked"} and not phrases.has_spoken(plan, one):
        return f"{one.task.lead_unit}{phrases.never(plan, one)}"
    if part == "near" or not phrases.has_spoken(plan, one) or one.submission is None:
        return ""
    entry = one.submission.entry
    missing = [name for name, words in (("困难", entry.problem), ("措施", entry.next)) if not words]
    return f"没有说明{'和'.join(missing)}" if missing else ""


def own_words(plan: Plan, one: Standing) -> Parts:
    """Return what the unit says of problem and next step, cut at a sentence; where it is cut, the annex has it all."""
    if one.submission is None:
        return ()
    entry = one.submission.entry
    several = [cut(words) for words in (entry.problem, entry.next) if words]
    if not several:
        return ()
    former = "" if phrases.has_spoken(plan, one) else "原牵头单位"
    kept = "".join(phrases.closed(words) for words, _is_cut in several if words)
    more = IN_THE_ANNEX if any(is_cut for _words, is_cut in several) else ""
    return (f"{former}{entry.unit}报：{kept}{more}", phrases.cite([one.submission]))


def is_cut(one: Standing) -> bool:
    """Whether the annex has to repeat what a unit says of a task, since the text has cut it."""
    if one.submission is None:
        return False
    entry = one.submission.entry
    return any(cut(words)[1] for words in (entry.problem, entry.next) if words)


def cut(words: str) -> tuple[str, bool]:
    """Return the first sentences of a text, of a long one the first clauses; and whether anything is left out."""
    text = "".join(line.strip() for line in words.split("\n"))
    if len(text) <= OWN_WORDS:
        return text, False
    for pieces in (_SENTENCE.findall(text), _CLAUSE.findall(text)):
        kept = ""
        for piece in pieces:
            if len(kept) + len(piece) > OWN_WORDS:
                break
            kept += piece
        if kept:
            return (kept if kept[-1] in "。！？" else f"{kept.rstrip('，、：；')}……"), True
    return f"{text[:OWN_WORDS]}……", True
