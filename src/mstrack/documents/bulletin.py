"""The monthly bulletin (通报), three pages of text at most: how all stand, what moved, the worst, what is asked.

The annexes have every task, every district, and the entries behind every figure. `bulletin_full` is the long form.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.documents import annex, asks, imprint, lines, moves, notes, phrases, problems, selection, worst
from mstrack.documents.groups import leaders_in_brief
from mstrack.documents.parts import LABELS, day_text, live
from mstrack.progress.tally import tally
from mstrack.report import Prose
from mstrack.views import calendar_pace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mstrack.documents.imprint import Imprint
    from mstrack.documents.moves import Since
    from mstrack.documents.phrases import Paragraph
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.progress.tally import Tally
    from mstrack.report import Block, Report

OVERALL = 120
"""Characters that the paragraph on the whole has at most."""
SOON = 60
"""Days before a deadline from which on it is told how many tasks fall due on it."""
FEW_SILENT = 6
"""So many tasks that nobody reported on are told one by one."""
MANY = 6
"""Of more problems than these there is more to tell than of what moved, and of what is not reported."""
PAGES = 3
"""So many pages has the text at most."""
SECTIONS = 4
ONE_GROUP = 2
"""Lines of a table with one group: its own, and that of the whole."""


def bulletin(snapshot: Snapshot, details: Imprint, since: Since | None = None) -> Report:
    """Return the bulletin of a snapshot that holds a task; `since` compares with an earlier day."""
    title = f"关于{selection.about(snapshot, phrases.subject(snapshot.plan))}进展情况的通报"
    annexes = annex.of(snapshot)
    addressee = Prose((selection.addressee(snapshot, details.recipients),), "addressee")
    attached = [*imprint.attached([name for name, _blocks in annexes])]
    top = lines.HEAD + lines.all_of([Prose((title,), "title"), addressee])
    room = PAGES * lines.A_PAGE - top - lines.FOOT - lines.SPARE - 1 - SECTIONS - lines.all_of(attached)
    blocks: list[Block] = [
        *imprint.head(details),
        Prose((f"（截至{day_text(snapshot.as_of)}）",), "subtitle"),
        addressee,
        *phrases.sections(1, _sections(snapshot, details, since, room - _left_free(snapshot, top))),
        *attached,
        imprint.signed(details),
        Prose((notes.data_line(snapshot, details.seal),), "remark"),
        *annex.headed(snapshot, annexes),
        *imprint.record(details),
    ]
    return imprint.finished("bulletin", title, snapshot, details, blocks)


def _sections(
    snapshot: Snapshot, details: Imprint, since: Since | None, room: float
) -> list[tuple[str, list[Paragraph]]]:
    """Return the sections that have something to say; of the problems as many as there is room for, in lines."""
    parts = tally(snapshot.standings)
    whole: list[Paragraph] = [Prose((overall(snapshot, parts),))]
    table = leaders_in_brief(snapshot)
    if len(table.rows) > ONE_GROUP:  # of one leader the paragraph has said it all
        whole.append(table)
    has_few = len(worst.ranked(parts)) <= MANY
    moved: list[Paragraph] = [*moves.paragraphs(parts, since, moves.MOST if has_few else 1)]
    silent: list[Paragraph] = [*silence(snapshot, parts, tells_shares=has_few)]
    demands: list[Paragraph] = [*asks.of(snapshot, parts, details.dated)]
    room -= imprint.length([*whole, *moved, *silent, *demands], details)
    worst_ones: list[Paragraph] = [*worst.paragraphs(snapshot.plan, parts, moves.named_before(since), room, details)]
    titled = (("总体情况", whole), ("进展", moved), ("问题", [*worst_ones, *silent]), ("下一步", demands))
    return [(title, blocks) for title, blocks in titled if blocks]


def _left_free(snapshot: Snapshot, top: float) -> float:
    """Return the lines that stay free on the first page, where the table in one piece goes to the second."""
    left = lines.A_PAGE - top - 1 - lines.of(Prose((overall(snapshot, tally(snapshot.standings)),)))
    return left if 0 < left < lines.of(leaders_in_brief(snapshot)) else 0


def overall(snapshot: Snapshot, parts: Tally) -> str:
    """Say how all tasks stand, in 120 characters: what does not fit is left out, the last sentence first."""
    sentences = [
        f"{_counted(snapshot, parts)}。",
        f"{calendar_pace.line(snapshot.plan, snapshot.as_of)}。",
        *_due(snapshot),
    ]
    dropped = [one for one in snapshot.standings if one.task.dropped]
    amended = [one for one in live(snapshot.standings) if one.task.amendments]
    sentences += [f"另有{len(dropped)}项已撤销，不计入统计。"] if dropped else []
    sentences += [f"经批准调整的{len(amended)}项见附件注。"] if amended else []
    text = ""
    for sentence in sentences:
        if not text or len(text + sentence) <= OVERALL:
            text += sentence
    return text


def _counted(snapshot: Snapshot, parts: Tally) -> str:
    standings = live(snapshot.standings)
    tasks = [task for task in snapshot.plan.tasks if not task.dropped]
    many = f"{len(standings)}项任务"
    if len(standings) < len(tasks):
        many = f"全部{len(tasks)}项任务中，本期通报{len(standings)}项"
    filled = [key for key in LABELS if getattr(parts, key)]
    if len(filled) == 1 and standings:
        every = "" if len(standings) == 1 else "均"
        label = LABELS[filled[0]]
        return f"{many}，{every}{label}" if len(standings) < len(tasks) else f"{many}{every}{label}"
    return f"{many}{'，' if len(standings) < len(tasks) else '中，'}{phrases.counted(parts)}" if filled else many


def _due(snapshot: Snapshot) -> Iterator[str]:
    """Say how many of the tasks that are not done fall due next, and in how many days."""
    waiting = [one for one in live(snapshot.standings) if one.light != "done" and 0 <= one.days_left <= SOON]
    if not waiting:
        return
    first = min(waiting, key=lambda one: one.due)
    falling = sum(one.due == first.due for one in waiting)
    day = problems.day(snapshot.plan, first)
    if first.days_left:
        yield f"距{day}还有{first.days_left}天，届时到期的{falling}项尚未办结。"
    else:
        yield f"{day}到期的{falling}项尚未办结。"


def silence(snapshot: Snapshot, parts: Tally, *, tells_shares: bool = True) -> Iterator[Paragraph]:
    """Name who did not report, each with its task and for how long; of many, how many tasks of each unit.

    What others filed instead is told with `tells_shares`; the annex has it.
    """
    several = sorted(parts.unreported, key=lambda one: one.task.id)
    if not several:
        return
    if len(several) <= FEW_SILENT:
        sentences = [_silent(snapshot, one, tells_shares=tells_shares) for one in several]
        joined = [part for n, one in enumerate(sentences) for part in (("；", *one) if n else one)]
        yield Prose(("未报送：", *joined, "。"))
        return
    units = dict.fromkeys(one.task.lead_unit for one in several)
    counts = (f"{unit}{sum(one.task.lead_unit == unit for one in several)}项" for unit in units)
    yield Prose((f"未报送{len(several)}项：{'、'.join(counts)}，见附件。",))


def _silent(snapshot: Snapshot, one: Standing, *, tells_shares: bool) -> phrases.Parts:
    task, plan = one.task, snapshot.plan
    if not phrases.has_spoken(plan, one):
        since = phrases.never(plan, one).replace(phrases.ALWAYS, "一直未报")
    elif one.cause == "stale":
        since = f"{one.silent_days}天"
    else:
        missing = [a for a in one.actuals if a.indicator.kind == "cumulative" and a.figure is None]
        names = phrases.quoted(missing[0].indicator.name) if len(missing) == 1 else f"{len(missing)}个指标"
        since = f"{names}无完成数"
    shares = [actual for actual in one.actuals if actual.provisional and actual.figure is not None][:tells_shares]
    summed = f"；{len(shares[0].sources)}家单位分报" if shares else ""
    figures = "".join(problems.figure_beside(actual) for actual in shares)
    cited = [phrases.cite(shares[0].sources)] if shares else []
    return (f"{task.short}（{task.lead_unit}，{since}{summed}{figures}", *cited, "）")
