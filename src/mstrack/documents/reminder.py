"""The reminder (催办) to a unit, ready to send: what it answers for and is not as it should be, what to file, by when.

A unit that leads a task is told of the task; one that has a share of a target (a district) is told of its own share.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003  beside the Demand, which needs it
from typing import TYPE_CHECKING, NamedTuple

from mstrack.documents import amendments, districts, imprint, notes, phrases, problems, selection, wording
from mstrack.documents.parts import LABELS, day_text, live
from mstrack.progress.tally import PART_OF, tally
from mstrack.report import Prose, Tone, Word
from mstrack.views import calendar_pace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mstrack.documents.districts import Share
    from mstrack.documents.imprint import Imprint
    from mstrack.format.model import Plan, Unit
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Block, Report

WANTED = {
    "overdue": "逾期原因、预计办结时间和下一步措施",
    "blocked": "受阻情况、需要协调的事项和下一步措施",
    "slow": "进展情况、存在困难和下一步措施",
    "near": "进展情况、存在困难和下一步措施",
    "unreported": "进展情况、存在困难和下一步措施",
    "reached": "是否办结，已办结的请报办结",
}
"""The parts of a tally that need a reminder, the most urgent first, and what is to be told of their tasks.

Of what is reached only what is past its deadline is to be confirmed.
"""
WITHIN = "收到本通知后3个工作日内"
"""By when a unit has to file where no day was said."""
WAITING = {"red", "yellow", "grey"}
"""The lights of a share that needs a reminder."""
MESSAGE = 300
"""Characters of a chat message at most."""


class Demand(NamedTuple):
    """What a person says of a reminder: who signs it and when, and by which day to report."""

    details: Imprint
    reply_by: dt.date | None = None


class Owed(NamedTuple):
    """What a unit answers for and is not as it should be: tasks that it leads, by parts, and shares of its own."""

    led: Snapshot
    parts: dict[str, Sequence[Standing]]
    shares: tuple[Share, ...]

    @property
    def tasks(self) -> int:
        """How many of the tasks that it leads need a reminder."""
        return sum(map(len, self.parts.values()))

    @property
    def total(self) -> int:
        """How many things there are to tell."""
        return self.tasks + len(self.shares)


def needed(snapshot: Snapshot) -> list[tuple[Unit, Owed]]:
    """Return the units that have something to file, in the plan's order, each with what that is."""
    shares = [one for one in districts.shares(snapshot) if _is_waiting(one)]
    found = ((unit, _owed(snapshot, unit, shares)) for unit in snapshot.plan.units)
    return [(unit, owed) for unit, owed in found if owed.total]


def reminder(unit: Unit, owed: Owed, demand: Demand) -> Report:
    """Return the reminder to a unit that needs one."""
    led = owed.led
    title = f"关于{selection.about(led, phrases.subject(led.plan))}任务的催办通知"
    blocks: list[Block] = [
        Prose((f"（截至{day_text(led.as_of)}）",), "subtitle"),
        Prose((f"{unit.name}：",), "addressee"),
        Prose((f"{_opening(owed)}现予催办。",)),
        *_text(owed, unit, demand),
        imprint.signed(demand.details),
        *_remarks(owed),
    ]
    return imprint.finished("reminder", title, led, demand.details, blocks)


def message(unit: Unit, owed: Owed, demand: Demand) -> str:
    """Return the reminder as a chat message, in plain characters: as many tasks as 300 of them hold."""
    several = [f"{phrases.quoted(one.task.short)}{wording.reason(one)}" for ones in owed.parts.values() for one in ones]
    several += [f"{phrases.quoted(one.one.task.short)}{one.indicator.name}{_of_share(one)}" for one in owed.shares]
    day = owed.led.as_of
    head = f"{unit.name}：截至{day.month}月{day.day}日，"
    tail = f"请于{_by(demand)}报送进展、困难和措施。{demand.details.office}"
    kept = several[:1]
    for sentence in several[1:]:
        if len(head + "；".join([*kept, sentence]) + tail) > MESSAGE - len("等99项。"):
            break
        kept.append(sentence)
    many = f"等{len(several)}项。" if len(kept) < len(several) else "。"
    text = f"{head}{'；'.join(kept)}{many}{tail}"
    return text if len(text) <= MESSAGE else f"{text[: MESSAGE - len(tail) - 1]}…{tail}"[:MESSAGE]


def counts(owed: Owed) -> str:
    """Count what a unit is reminded of: 滞后1项，临近时限未达标2项."""
    clauses = [f"{LABELS[key]}{len(several)}项" for key, several in owed.parts.items()]
    return "，".join([*clauses, *([f"分担指标{len(owed.shares)}个"] if owed.shares else [])])


def _owed(snapshot: Snapshot, unit: Unit, shares: Iterable[Share]) -> Owed:
    own = tuple(one for one in shares if one.standing.unit.code == unit.code)
    numbers = {one.task.id for one in snapshot.standings if one.task.lead_unit == unit.name}
    led = snapshot.of_tasks(numbers)
    parts = _parts(led)
    return Owed(led if numbers else snapshot.of_tasks({one.one.task.id for one in own}), parts, own)


def _parts(led: Snapshot) -> dict[str, Sequence[Standing]]:
    found = tally(led.standings)
    late = tuple(one for one in found.reached if one.cause == "to-confirm")
    parts = found._replace(reached=late)
    return {key: getattr(parts, key) for key in WANTED if getattr(parts, key)}


def _is_waiting(share: Share) -> bool:
    return share.standing.target is not None and share.standing.light in WAITING and share.one.light != "done"


def _opening(owed: Owed) -> str:
    """Say how many tasks a unit leads and how they stand; of a single one, its name; then its own shares."""
    led, subject = owed.led, phrases.subject(owed.led.plan)
    clauses = [f"截至{day_text(led.as_of)}（{calendar_pace.line(led.plan, led.as_of)}）"]
    if owed.parts:
        many = len(live(led.standings))
        part = next(iter(owed.parts))
        if many == 1:
            clauses.append(f"你单位牵头的{subject}任务{phrases.quoted(led.standings[0].task.short)}{LABELS[part]}")
        else:
            whole = f"均{LABELS[part]}" if len(owed.parts) == 1 and owed.tasks == many else ""
            clauses.append(f"你单位牵头的{subject}任务{many}项，{whole or f'其中{counts(owed._replace(shares=()))}'}")
    if owed.shares:
        and_ = "另有" if owed.parts else f"{subject}中"
        what = dict.fromkeys(map(_what_of_share, owed.shares))
        clauses.append(f"{and_}分解到你单位的{len(owed.shares)}个指标{'或'.join(what)}")
    return f"{'，'.join(clauses)}。"


def _what_of_share(share: Share) -> str:
    """Say in a word why a unit is reminded of its share: it filed nothing, lately nothing, is blocked, or behind."""
    submission = share.standing.submission
    if submission is None:
        return "没有报送"
    if submission.entry.status == "blocked":
        return "受阻"
    return "近期没有报送" if share.standing.light == "grey" else "需要加快"


def _text(owed: Owed, unit: Unit, demand: Demand) -> Iterator[phrases.Paragraph]:
    """Yield what is told and asked, below headings; of a single thing without any."""
    if owed.total == 1:
        only = [_task(owed.led.plan, key, one) for key, several in owed.parts.items() for one in several]
        only += [[_share(one)] for one in owed.shares]
        yield from (*only[0], *_demands(unit, demand))
        return
    yield from phrases.sections(1, _sections(owed, unit, demand))


def _sections(owed: Owed, unit: Unit, demand: Demand) -> Iterator[tuple[str, Iterable[Prose]]]:
    for part, several in owed.parts.items():
        tasks = [_task(owed.led.plan, part, one) for one in several]
        yield f"{LABELS[part]}{len(several)}项", phrases.numbered(tasks) if len(tasks) > 1 else tasks[0]
    if owed.shares:
        shares = [[_share(one)] for one in owed.shares]
        yield f"分解到你单位的指标{len(shares)}个", phrases.numbered(shares) if len(shares) > 1 else shares[0]
    yield "报送要求", _demands(unit, demand)


def _task(plan: Plan, part: str, one: Standing) -> list[Prose]:
    """Say where a task stands, what its unit last said of it, and what is to be filed on it."""
    head = Word(None, f"{one.task.short}（任务{one.task.number}）。", Tone.STRONG)
    sentence = f"完成时限{phrases.deadline(plan, one)}{_left(one)}；{wording.reason(one)}。{phrases.missed(one)}"
    return [
        Prose((head, sentence, *phrases.figures(one))),
        *phrases.own_words(plan, one, ["problem", "next"]),
        Prose((f"请报送：{_asked(part, one)}。",)),
    ]


def _share(share: Share) -> Prose:
    """Say where a district stands with its share of an indicator: its figure, target, progress and place."""
    task = share.one.task
    head = Word(None, f"{task.short}（任务{task.number}）。", Tone.STRONG)
    name = share.indicator.name
    cited = [phrases.cite([share.standing.submission])] if share.standing.submission else []
    return Prose((head, f"{name}{_of_share(share)}", *cited, f"。请报送：{phrases.quoted(name)}的完成数、困难和措施。"))


def _of_share(share: Share) -> str:
    """Say how far a share is: 你单位完成20个，目标35个，完成率57.14%，应达98.01%，在7个县（市、区）中列第6位."""
    one, indicator = share.standing, share.indicator
    target = f"目标{wording.bounded(one.target, indicator)}" if one.target is not None else ""
    if one.figure is None:
        return f"没有报送（{target}）"
    clauses = [f"完成{wording.with_figure(indicator, one.figure).removeprefix(indicator.name)}", target]
    if one.progress is not None:
        clauses += [f"完成率{problems.percent(one.progress)}", f"应达{problems.percent(one.expected)}"]
    if share.place:
        clauses.append(f"在{share.of}个县（市、区）中列第{share.place}位")
    if one.submission and one.light == "grey":
        clauses.append(f"最近一次报送截至{day_text(one.submission.entry.date)}")
    return "，".join(clauses)


def _left(one: Standing) -> str:
    if one.days_left < 0:
        return ""  # how long it is overdue, its reason says
    return f"，还有{one.days_left}天" if one.days_left else "，今日到期"


def _asked(part: str, one: Standing) -> str:
    """Name the figures that have not reached their targets, by how they are counted, and what is to be told."""
    open_ = [actual.indicator for actual in one.actuals if not actual.reached]
    kinds = {"cumulative": "的累计完成数", "level": "的最新数值"}
    names = {kind: "".join(phrases.quoted(each.name) for each in open_ if each.kind == kind) for kind in kinds}
    figures = [f"{names[kind]}{what}" for kind, what in kinds.items() if names[kind]]
    return "，".join([*figures, WANTED[part]])


def _by(demand: Demand) -> str:
    return f"{day_text(demand.reply_by)}前（含当日）" if demand.reply_by else WITHIN


def _demands(unit: Unit, demand: Demand) -> Iterator[Prose]:
    persons = "、".join(person.name for person in unit.persons)
    who = f"责任人{persons}{'' if unit.members else '同志'}" if persons else "你单位负责人"
    yield Prose((f"请于{_by(demand)}将上述内容报送{demand.details.office}，并请{who}督促落实。",))
    yield Prose(("累计完成数一律报年初以来的总数，不报当月新增数；没有进展的，也请如实报送并说明原因。",))


def _remarks(owed: Owed) -> Iterator[Prose]:
    """Yield what the figures rest on, and what documents changed in the tasks that are told."""
    led = owed.led
    lines = [notes.data_line(led)]
    if any(actual.provisional for one in led.standings for actual in one.actuals):
        lines.append("“暂计”是牵头单位没有报送完成数时，其他责任单位分报数的合计。")
    tasks = [one for one in led.standings if PART_OF.get(one.cause) in owed.parts or one.cause == "to-confirm"]
    changed = ((one, amendments.of_task(one.task)) for one in tasks)
    lines += [f"任务{one.task.number}经批准调整：{sentence}。" for one, sentence in changed if sentence]
    yield from (Prose((line,), "remark") for line in lines)
