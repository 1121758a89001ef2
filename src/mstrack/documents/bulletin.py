"""The monthly bulletin (通报): how all stand, who does well, where problems are, what is asked; annexed, the table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.documents import compare, districts, notes, phrases, wording
from mstrack.documents.parts import DROPPED, live
from mstrack.progress.tally import tally
from mstrack.report import Column, Percent, Prose, Report, Tone, Word, filled
from mstrack.views import words

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from mstrack.documents.compare import Comparison
    from mstrack.documents.phrases import Paragraph
    from mstrack.format.model import Plan
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.status import Standing
    from mstrack.progress.tally import Tally
    from mstrack.report import Block, Cell, Columns, Table

BANNER = "督查通报"
NO_NUMBER, NO_OFFICE = "第×期", "×××"
"""What stands where nobody said a number or an office: the trade's sign for what a person has to fill in."""
GOOD = ("done", "reached", "on_pace", "behind", "under_way")
"""The parts of a tally that need no attention."""
DRAFT = "（本部分为草拟内容，请审改后印发。）"


class Imprint(NamedTuple):
    """What a person says of a paper: its number, the office that signs, and the day that it is signed."""

    number: str
    office: str
    dated: dt.date


def bulletin(snapshot: Snapshot, imprint: Imprint, since: Comparison | None = None) -> Report:
    """Return the bulletin of a snapshot that holds a task; `since` compares with the day of the last one."""
    about = phrases.subject(snapshot.plan)
    until = f"（截至{phrases.day(snapshot.as_of)}）"
    annexes = [(f"{about}任务进展情况表", [_table(snapshot)])]
    if shares := districts.matrices(snapshot):
        annexes.append((f"{about}县（市、区）进展情况表", shares))
    blocks: list[Block] = [
        Prose((BANNER,), "banner"),
        Prose((imprint.number,), "number"),
        Prose((until,), "subtitle"),
        Prose(("各责任单位：",), "addressee"),
        Prose((_opening(snapshot),)),
        *phrases.sections(1, _sections(snapshot, since)),
        *_attached([title for title, _tables in annexes]),
        phrases.signed(imprint.office, imprint.dated),
    ]
    for n, (title, several) in enumerate(annexes, 1):
        number = f"{n}" if len(annexes) > 1 else ""
        blocks += [Prose((f"附件{number}",), "annex"), Prose((title,), "title"), Prose((until,), "subtitle"), *several]
    blocks += phrases.remarks(snapshot)
    return Report("bulletin", f"关于{about}进展情况的通报", snapshot.as_of, snapshot.rev, tuple(blocks))


def _attached(titles: list[str]) -> Iterator[Prose]:
    """Yield a line for each annex; of several, with its number."""
    for n, title in enumerate(titles, 1):
        number = f"{n}." if len(titles) > 1 else ""
        yield Prose((f"{'附件：' if n == 1 else '　　　'}{number}{title}",), "attached")


def _opening(snapshot: Snapshot) -> str:
    until = phrases.day(snapshot.as_of)
    cited = "（〔〕内为数字所依据的报送编号）" if phrases.has_sources(snapshot.standings) else ""
    return f"根据《{snapshot.plan.title}》，现将截至{until}的进展情况通报如下{cited}。"


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
    sentences = (
        f"{phrases.subject(plan)}共{len(plan.items)}件{len(tasks)}项任务{some}，由{len(leads)}个单位牵头。",
        f"截至{phrases.day(snapshot.as_of)}，{f'{counted}。' if counted else ''}{notes.calendar_pace(snapshot)}。",
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
    return f"未完成任务中，最近的完成时限是{phrases.day(nearest)}，{left}，届时有{len(falling)}项到期。"


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
            titled.append((f"{phrases.PARTS[key]}{len(several)}项", phrases.numbered(sentences)))
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
        (f"{phrases.PARTS[key]}{len(several)}项", phrases.numbered(_with_words(snapshot.plan, one) for one in several))
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
    asked = {
        "overdue": "要说明逾期原因，明确办结时间，尽快完成逾期任务",
        "blocked": "要抓紧解决受阻问题，需要协调的及时提出",
        "slow": "要对照完成时限，逐项分析滞后原因，倒排工期，加快推进",
        "near": "要对照完成时限，抓紧完成尚未达标的任务，及时报送办结情况",
        "unreported": "要在收到本通报后3个工作日内补报进展",
        "reached": "要确认各项目标均已达到的任务是否办结，已办结的及时报办结",
    }
    everyone = _leads([one for part in parts for one in part])
    named = {key: _leads(getattr(parts, key)) for key in asked if getattr(parts, key)}
    sentences = [
        f"{'各牵头单位' if names == everyone else '、'.join(names)}{asked[key]}" for key, names in named.items()
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


def _table(snapshot: Snapshot) -> Table:
    """Return the annex: every task, its light as a word with the reason, and the entries behind its figures."""
    columns: Columns[Standing] = (
        (Column("id", "序号", 100, least=6), lambda one: one.task.id),
        (Column("title", "任务", 100, wrap=True, least=13), lambda one: one.task.short),
        (Column("lead_unit", "牵头单位", 90, wrap=True, least=12), lambda one: "\n".join(one.task.lead_units)),
        (Column("deadline", "完成时限", 90, wrap=True, least=11), lambda one: wording.deadline(snapshot.plan, one)),
        (
            Column("figures", "进展情况", 80, wrap=True, least=24),
            lambda one: wording.figures(one) or wording.status(one),
        ),
        (Column("progress_percent", "完成率", 90, least=9), _progress),
        (Column("light", "亮灯", 100, wrap=True, least=13), _light),
        (Column("sources", "数据来源", 70, least=10), lambda one: Word(None, "\n".join(phrases.sources(one)) or "—")),
    )
    return filled("tasks", columns, snapshot.standings)


def _light(one: Standing) -> Cell:
    return Word("done", f"{DROPPED}：{wording.reason(one)}") if one.task.dropped else words.light(one)


def _progress(one: Standing) -> Cell:
    marked = wording.progress_by(one)
    return Percent(one.progress) if one.progress is not None and not marked else Word(None, wording.progress_text(one))
