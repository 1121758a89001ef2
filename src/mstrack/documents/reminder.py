"""The reminder (催办) to a unit, ready to send: what it leads and is not as it should be, what to file, by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.documents import notes, phrases
from mstrack.documents.parts import live
from mstrack.progress.tally import tally
from mstrack.report import Prose, Report, Tone, Word

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence

    from mstrack.format.model import Plan, Unit
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.status import Standing
    from mstrack.report import Block

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


class Demand(NamedTuple):
    """What a person says of a reminder: the office that signs, the day that it is signed, and by which to report."""

    office: str
    dated: dt.date
    reply_by: dt.date | None = None


def needed(snapshot: Snapshot) -> list[Unit]:
    """Return the units that lead a task which is overdue, blocked, behind or unreported, in the plan's order."""
    return [unit for unit in snapshot.plan.units if any(_parts(_led(snapshot, unit)).values())]


def reminder(snapshot: Snapshot, unit: Unit, demand: Demand) -> Report:
    """Return the reminder to a unit that needs one."""
    led = _led(snapshot, unit)
    about = phrases.subject(led.plan)
    blocks: list[Block] = [
        Prose((f"（截至{phrases.day(led.as_of)}）",), "subtitle"),
        Prose((f"{unit.name}：",), "addressee"),
        Prose((_opening(led),)),
        *phrases.sections(1, _sections(led, unit, demand)),
        phrases.signed(demand.office, demand.dated),
        *phrases.remarks(led),
    ]
    return Report("reminder", f"关于{about}任务的催办通知", led.as_of, led.rev, tuple(blocks))


def _led(snapshot: Snapshot, unit: Unit) -> Snapshot:
    return snapshot.of_tasks({one.task.id for one in snapshot.standings if one.task.lead_unit == unit.name})


def _parts(led: Snapshot) -> dict[str, Sequence[Standing]]:
    found = tally(led.standings)
    late = tuple(one for one in found.reached if one.cause == "to-confirm")
    parts = found._replace(reached=late)
    return {key: getattr(parts, key) for key in WANTED if getattr(parts, key)}


def _opening(led: Snapshot) -> str:
    counts = "，".join(f"{phrases.PARTS[key]}{len(several)}项" for key, several in _parts(led).items())
    cited = "（〔〕内为数字所依据的报送编号）" if phrases.has_sources(led.standings) else ""
    return (
        f"截至{phrases.day(led.as_of)}（{notes.calendar_pace(led)}），你单位牵头的{phrases.subject(led.plan)}任务"
        f"{len(live(led.standings))}项，其中{counts}。现予催办{cited}。"
    )


def _sections(led: Snapshot, unit: Unit, demand: Demand) -> Iterator[tuple[str, Iterable[Prose]]]:
    for part, several in _parts(led).items():
        yield f"{phrases.PARTS[part]}{len(several)}项", phrases.numbered(_task(led.plan, part, one) for one in several)
    yield "报送要求", _demands(unit, demand)


def _task(plan: Plan, part: str, one: Standing) -> list[Prose]:
    """Say where a task stands, what its unit last said of it, and what is to be filed on it."""
    head = Word(None, f"{one.task.short}（任务{one.task.id}）", Tone.STRONG)
    sentence = f"。完成时限{phrases.deadline(plan, one)}{_left(one)}；{phrases.light(one)}。{phrases.missed(one)}"
    return [
        Prose((head, sentence, *phrases.figures(one))),
        *phrases.own_words(plan, one, ["problem", "next"]),
        Prose((f"请报送：{_asked(part, one)}。",)),
    ]


def _left(one: Standing) -> str:
    if one.days_left < 0:
        return ""  # how long it is overdue, its light says
    return f"，还有{one.days_left}天" if one.days_left else "，今日到期"


def _asked(part: str, one: Standing) -> str:
    """Name the figures that have not reached their targets, by how they are counted, and what is to be told."""
    open_ = [actual.indicator for actual in one.actuals if not actual.reached]
    kinds = {"cumulative": "的累计完成数", "level": "的最新数值"}
    names = {kind: "".join(phrases.quoted(each.name) for each in open_ if each.kind == kind) for kind in kinds}
    figures = [f"{names[kind]}{what}" for kind, what in kinds.items() if names[kind]]
    return "，".join([*figures, WANTED[part]])


def _demands(unit: Unit, demand: Demand) -> Iterator[Prose]:
    by = f"{phrases.day(demand.reply_by)}前（含当日）" if demand.reply_by else WITHIN
    persons = "、".join(person.name for person in unit.persons)
    who = f"责任人{persons}{'' if unit.members else '同志'}" if persons else "你单位负责人"
    yield Prose((f"请于{by}将上述内容报送{demand.office}，并请{who}督促落实。",))
    yield Prose(("累计完成数一律报年初以来的总数，不报当月新增数；没有进展的，也请如实报送并说明原因。",))
