"""A task that is not as it should be, in a paragraph: its figure, what was expected, and its unit's own words, cut.

Use it while `i18n.speaking("zh_CN")` is in force.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from mstrack.documents import phrases, stages, wording
from mstrack.format.fields import plain
from mstrack.progress.tally import PART_OF
from mstrack.report import Prose, Tone, Word, hundredths
from mstrack.views.causes import lag_points

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from mstrack.documents.phrases import Parts
    from mstrack.format.model import Plan
    from mstrack.progress.figures import Actual
    from mstrack.progress.standing import Standing

EXPECTED = "应达"
"""Before the percentage that a task should have reached by now."""
WORST = ("overdue", "blocked", "slow", "near")
"""The parts of a tally whose tasks are told one by one, the worst first."""
FIGURES = 2
"""So many figures of a task are told; where there is little room, one, and where there is less, nothing beside it."""
OWN_WORDS = 40
"""Characters of what a unit itself says of its problem, and of its next step."""
IN_THE_ANNEX = "（详见附件）"
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_CLAUSE = re.compile(r"[^，、：]+[，、：]?")


def percent(share: Fraction) -> str:
    """Return a share of 1 in percent, as short as it is exact: 90%, 92.47%."""
    return f"{plain(hundredths(share))}%"


def points(one: Standing) -> str:
    """Return how far a task lags, in percentage points: 48.01个百分点."""
    return f"{plain(lag_points(one) or Decimal(0))}个百分点"


def paragraph(plan: Plan, one: Standing, remarks: Sequence[str], most: int = FIGURES, *, led: bool = True) -> Prose:
    """Say who answers for a task, how it stands by so many figures, and what its unit says of it, or does not.

    Of the `remarks` on it, how far it should be stands beside how far it is. `led` names the leaders, too.
    """
    expected = "".join(remark for remark in remarks if remark.startswith(EXPECTED))
    noted = "，".join(remark for remark in remarks if remark != expected)
    state_ = state(plan, one, most, expected)
    clauses = [part for part in (*state_, f"{noted}。" if noted else "", *own_words(plan, one)) if part]
    return Prose((Word(None, head(one, led=led), Tone.STRONG), *clauses))


def remarks(plan: Plan, one: Standing, *, is_named: bool) -> list[str]:
    """Return what is to be remarked on a task, which papers gather where it holds for several.

    That is how far it should be, that the last issue named it (上期已点名), and what its unit does not tell.
    """
    lags = PART_OF[one.cause] == "slow" and one.lag is not None and one.cause != "milestone"
    expected = f"{EXPECTED}{percent(one.expected)}" if lags else ""
    return [*filter(None, [expected, "上期已点名" if is_named else "", _unsaid(plan, one)])]


def head(one: Standing, *, led: bool = True) -> str:
    """Return a task with the units that lead it and, where room is not short, the leaders who supervise it."""
    who = "，".join(filter(None, ["、".join(one.task.lead_units), "、".join(one.task.leaders) if led else ""]))
    return f"{one.task.short}（{who}）。"


def state(plan: Plan, one: Standing, most: int, expected: str) -> Parts:
    """Say how a task stands: how late or how far behind it is, with so many figures that have not reached theirs.

    With none it says the same in fewest words, by the slowest figure.
    """
    match PART_OF[one.cause]:
        case "overdue":
            return _led_in(_overdue(plan, one, most), one, most)
        case "blocked":
            return _led_in("受阻", one, most)
        case "near":
            open_ = "尚未达标" if one.unreached else "没有报办结"
            left = f"距{day(plan, one)}还有{one.days_left}天" if most else f"还有{one.days_left}天"
            return _led_in(f"{left if one.days_left else '今日到期'}，{open_}", one, most)
    if one.progress is None or one.cause == "milestone":
        return _led_in(f"{stages.missed(one)}没有按时完成", one, most)
    lag = "，".join(["", *filter(None, [expected]), f"滞后{points(one)}"])
    if one.slowest:
        rate = f"，完成率{percent(one.progress)}" if most else ""
        return (*unreached(one, most, f"{rate}{lag}"), "。")
    return (f"{wording.progress_by(one)}{percent(one.progress)}{lag}。" if one.by_percent else f"自报未启动{lag}。",)


def _led_in(lead: str, one: Standing, most: int) -> Parts:
    """Return what is said of a task, with its figures behind it where some are known."""
    figures = unreached(one, most)
    return (f"{lead}：", *figures, "。") if figures else (f"{lead}。",)


def _overdue(plan: Plan, one: Standing, most: int) -> str:
    """Say when a task was due, how long ago that is, and that its unit is silent, or did not report it as done."""
    silent = _silent(plan, one) or ("" if any(a.figure is not None for a in one.unreached) else "，没有报办结")
    late = f"已逾期{-one.days_left}天{silent}"
    if one.task.amendments:
        return f"完成时限{wording.deadline(plan, one).text}，{late}"
    return f"{day(plan, one)}到期，{late}" if most else late


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
    return f"滞后{points(one)}"


def day(plan: Plan, one: Standing) -> str:
    """Return the day of a deadline: 12月10日, with its year where that is not the plan's last."""
    year = f"{one.due.year}年" if one.due.year != plan.period.end.year else ""
    return f"{year}{one.due.month}月{one.due.day}日"


def unreached(one: Standing, most: int = FIGURES, rate: str = "") -> Parts:
    """Return so many figures of indicators that are not reached, the slowest first, with the entries behind them.

    `rate` is said of the first. Of more it is said how many there are; with none wanted, the first stands alone.
    """
    waiting = sorted(one.unreached, key=lambda actual: (actual is not one.slowest, -(actual.lag or 0)))
    known = [actual for actual in waiting if actual.figure is not None][: most or 1]
    parts: list[str | Word] = []
    for actual in known:
        parts += ["；" if parts else _shared(actual), _figure(one, actual), "" if parts else rate]
    if parts and most and len(waiting) > len(known):
        parts.append(f"；另有{len(waiting) - len(known)}个指标未达标")
    reports = {report.filed.id: report for actual in known for report in actual.sources}
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


def figure_beside(actual: Actual) -> str:
    """Return a known figure with its target, to stand in brackets: 开工改造小区12个，目标30个."""
    known = "" if actual.figure is None else wording.with_figure(actual.indicator, actual.figure)
    return f"{known}，目标{wording.target(actual.indicator)}"


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
