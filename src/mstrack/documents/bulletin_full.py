"""The bulletin in its long form: every task is told in the text; annexed, the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.documents import annex, compare, imprint, notes, phrases, selection, wording
from mstrack.documents.parts import LABELS, day_text, live
from mstrack.progress.tally import tally
from mstrack.report import Prose, Tone, Word
from mstrack.views import calendar_pace, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mstrack.documents.compare import Comparison
    from mstrack.documents.imprint import Imprint
    from mstrack.documents.phrases import Paragraph
    from mstrack.format.model import Plan
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.progress.tally import Tally
    from mstrack.report import Block, Report

GOOD = ("done", "reached", "on_pace", "behind", "under_way")
"""The parts of a tally that need no attention."""
DRAFT = "（本部分为草拟内容，请审改后印发。）"


def bulletin(snapshot: Snapshot, details: Imprint, since: Comparison | None = None) -> Report:
    """Return the bulletin of a snapshot that holds a task; `since` compares with the day of the last one."""
    about = phrases.subject(snapshot.plan)
    annexes = annex.of(snapshot)
    blocks: list[Block] = [
        *imprint.head(details),
        Prose((f"（截至{day_text(snapshot.as_of)}）",), "subtitle"),
        Prose((selection.addressee(snapshot, details.recipients),), "addressee"),
        Prose((_opening(snapshot, is_cited=details.is_cited),)),
        *phrases.sections(1, _sections(snapshot, since)),
        *imprint.attached([title for title, _tables in annexes]),
        imprint.signed(details),
        Prose((notes.data_line(snapshot, details.seal),), "remark"),
        *annex.headed(snapshot, annexes),
        *imprint.record(details),
    ]
    title = f"关于{selection.about(snapshot, about)}进展情况的通报"
    return imprint.finished("bulletin", title, snapshot, details, blocks)


def _opening(snapshot: Snapshot, *, is_cited: bool) -> str:
    until = day_text(snapshot.as_of)
    cited = "（〔〕内为数字所依据的报送编号）" if is_cited and phrases.has_sources(snapshot.standings) else ""
    chosen = selection.named(snapshot)
    part = f"其中{chosen}的任务" if chosen else ""
    return f"根据《{snapshot.plan.title}》，现将{part}截至{until}的进展情况通报如下{cited}。"


def _sections(snapshot: Snapshot, since: Comparison | None) -> Iterator[tuple[str, Iterable[Paragraph]]]:
    parts = tally(snapshot.standings)
    yield "总体情况", _overall(snapshot, parts, since)
    yield "进展情况", _good(snapshot, parts)
    yield "存在问题", _problems(snapshot, parts)
    yield "下一步要求", _demands(parts)


def _overall(snapshot: Snapshot, parts: Tally, since: Comparison | None) -> Iterator[Prose]:
    plan, standings = snapshot.plan, live(snapshot.standings)
    leads = {name for one in standings for name in one.task.lead_units}
    tasks = [task for task in plan.tasks if not task.dropped]
    some = "" if len(standings) == len(tasks) else f"，本期通报其中{len(standings)}项"
    counted = phrases.counted(parts)
    pace = calendar_pace.line(plan, snapshot.as_of)
    sentences = (
        f"{phrases.subject(plan)}共{len(plan.items)}件{len(tasks)}项任务{some}，由{len(leads)}个单位牵头。",
        f"截至{day_text(snapshot.as_of)}，{f'{counted}。' if counted else ''}{pace}。",
        _due(standings),
        _dropped(snapshot),
        _amended(standings),
    )
    yield Prose(sentences)
    if since:
        yield from compare.prose(since)


def _due(standings: Sequence[Standing]) -> str:
    """Say how many of the tasks that are not done fall due next, and when."""
    waiting = [one for one in standings if one.light != "done" and one.days_left >= 0]
    if not waiting:
        return ""
    nearest = min(one.due for one in waiting)
    falling = [one for one in waiting if one.due == nearest]
    left = f"还有{falling[0].days_left}天" if falling[0].days_left else "即为当日"
    return f"未完成任务中，最近的完成时限是{day_text(nearest)}，{left}，届时有{len(falling)}项到期。"


def _dropped(snapshot: Snapshot) -> str:
    """Name the tasks that were dropped, each with its document."""
    gone = [(one.task, one.task.dropped) for one in snapshot.standings if one.task.dropped]
    names = "、".join(f"{phrases.quoted(task.short)}（任务{task.id}，{dropped.document}）" for task, dropped in gone)
    return f"另有{len(gone)}项任务已撤销，不计入统计，即{names}。" if gone else ""


def _amended(standings: Sequence[Standing]) -> str:
    several = [one for one in standings if one.task.amendments]
    return f"经批准作过调整的任务有{len(several)}项，即{phrases.listed(several)}，详见附件注。" if several else ""


def _good(snapshot: Snapshot, parts: Tally) -> Iterator[Paragraph]:
    if not any(getattr(parts, key) for key in GOOD):
        yield Prose(("目前没有已完成或达到序时的任务。",))
        return
    titled: list[tuple[str, Iterable[Prose]]] = []
    if parts.done:
        titled.append((f"已完成{len(parts.done)}项", _done(sorted(parts.done, key=lambda one: one.task.id))))
    for key in GOOD[1:]:
        if several := getattr(parts, key):
            sentences = (_of_task(snapshot.plan, one) for one in several)
            titled.append((f"{LABELS[key]}{len(several)}项", phrases.numbered(sentences)))
    yield from phrases.sections(2, titled)


def _done(several: Sequence[Standing]) -> Iterator[Prose]:
    sentences: list[str | Word] = []
    for one in several:
        sentences += ["、" if sentences else "", phrases.named(one, f"{'、'.join(one.task.lead_units)}牵头")]
        sentences += [phrases.cite([one.submission])] if one.submission else []
    late = "，".join(f"{phrases.quoted(one.task.short)}{words.reason(one)}" for one in several if one.late)
    yield Prose((*sentences, f"已完成。其中，{late}。" if late else "已完成。"))


def _problems(snapshot: Snapshot, parts: Tally) -> Iterator[Paragraph]:
    behind = {key: getattr(parts, key) for key in ("overdue", "blocked", "slow", "near") if getattr(parts, key)}
    titled: list[tuple[str, Iterable[Prose]]] = [
        (f"{LABELS[key]}{len(several)}项", phrases.numbered(_with_words(snapshot.plan, one) for one in several))
        for key, several in behind.items()
    ]
    if parts.unreported:
        titled.append((f"未报送{len(parts.unreported)}项", _silent(snapshot, parts.unreported)))
    if not titled:
        yield Prose(("目前没有逾期、受阻、滞后、临近时限未达标或者未报送的任务。",))
    yield from phrases.sections(2, titled)


def _of_task(plan: Plan, one: Standing) -> list[Prose]:
    """Say where a task stands by its figures; where it has none, in its unit's words."""
    figures = phrases.figures(one)
    head = Word(None, f"{one.task.short}（任务{one.task.id}，{'、'.join(one.task.lead_units)}牵头）", Tone.STRONG)
    sentence = f"。完成时限{phrases.deadline(plan, one)}，{phrases.light(one)}。{phrases.missed(one)}"
    first = Prose((head, sentence, *figures))
    return [first, *(() if any(actual.sources for actual in one.actuals) else phrases.own_words(plan, one, ["note"]))]


def _with_words(plan: Plan, one: Standing) -> list[Prose]:
    """Say where a task that is behind stands, and whole what its unit says to that; and what it does not say."""
    first, *_rest = _of_task(plan, one)
    return [Prose((*first.parts, phrases.unsaid(plan, one))), *phrases.own_words(plan, one)]


def _silent(snapshot: Snapshot, several: Sequence[Standing]) -> Iterator[Prose]:
    """Name the units that did not report, each with its tasks."""
    units = {unit.name: [one for one in several if one.task.lead_unit == unit.name] for unit in snapshot.plan.units}
    silent = {name: ones for name, ones in units.items() if ones}
    yield Prose((f"{len(silent)}个单位牵头的{len(several)}项任务没有按要求报送，情况不明，不能视为进展正常。",))
    yield from phrases.numbered(_of_unit(snapshot.plan, name, ones) for name, ones in silent.items())


def _of_unit(plan: Plan, name: str, several: Sequence[Standing]) -> list[Prose]:
    """Say on which tasks a unit is silent, and what it last said of problems and next steps."""
    head = Prose((Word(None, name, Tone.STRONG), "：", *phrases.silence(plan, several)))
    sentences = (phrases.own_words(plan, one, ["problem", "next"], phrases.quoted(one.task.short)) for one in several)
    return [head, *(block for blocks in sentences for block in blocks)]


def _demands(parts: Tally) -> Iterator[Prose]:
    """Draft what is asked of whom, for a person to finish."""
    demands = {
        "overdue": "要说明逾期原因，明确办结时间，尽快完成逾期任务",
        "blocked": "要抓紧解决受阻问题，需要协调的及时提出",
        "slow": "要对照完成时限，逐项分析滞后原因，倒排工期，加快推进",
        "near": "要对照完成时限，抓紧完成尚未达标的任务，及时报送办结情况",
        "unreported": "要在收到本通报后3个工作日内补报进展",
        "reached": "要确认各项目标均已达到的任务是否办结，已办结的及时报办结",
    }
    everyone = _leads([one for part in parts for one in part])
    named = {key: _leads(getattr(parts, key)) for key in demands if getattr(parts, key)}
    sentences = [
        f"{'各牵头单位' if names == everyone else '、'.join(names)}{demands[key]}" for key, names in named.items()
    ]
    if parts.on_pace or parts.behind or parts.under_way:
        others = "其他尚未办结任务的牵头单位" if sentences else "尚未办结任务的牵头单位"
        sentences.append(f"{others}要继续抓好落实，确保按时完成")
    if not sentences:
        yield Prose(("各项任务均已办结，没有新的要求。" if parts.done else "没有需要继续推进的任务。",))
        return
    count = wording.NUMERALS if len(sentences) > 1 else ()
    ordered = "。".join(f"{sign}是{one}" for sign, one in zip(count, sentences, strict=False)) or sentences[0]
    yield Prose((f"{ordered}。", Word(None, DRAFT, Tone.WARN)))


def _leads(several: Sequence[Standing]) -> list[str]:
    """Return the lead units in the order of the table."""
    return list(dict.fromkeys(one.task.lead_unit for one in sorted(several, key=lambda one: one.task.id)))
