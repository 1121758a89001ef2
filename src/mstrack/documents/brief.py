"""The bulletin on one page, for who reads no more: how all stand, the worst, what is asked; no annex."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.documents import asks, bulletin, imprint, lines, moves, notes, phrases, problems, selection, worst
from mstrack.documents.parts import LABELS, day_text
from mstrack.progress.tally import tally
from mstrack.report import Prose, Tone, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mstrack.documents.imprint import Imprint
    from mstrack.documents.moves import Since
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.progress.tally import Tally
    from mstrack.report import Block, Report

SUBTITLE = 2
"""Lines of the day below the title."""
REST = 1
"""Lines that are kept for the sentence on what is not told."""


def brief(snapshot: Snapshot, details: Imprint, since: Since | None = None) -> Report:
    """Return the page of a snapshot that holds a task; `since` compares with an earlier day."""
    title = f"关于{selection.about(snapshot, phrases.subject(snapshot.plan))}进展情况的简报"
    foot = lines.FOOT + (lines.RECORD if details.has_record else 0)
    room = lines.A_PAGE - SUBTITLE - foot - lines.all_of([Prose((title,), "title")])
    blocks: list[Block] = [
        Prose((f"（截至{day_text(snapshot.as_of)}）",), "subtitle"),
        *_text(snapshot, details, since, room),
        imprint.signed(details),
        Prose((notes.data_line(snapshot, details.seal),), "remark"),
        *imprint.record(details),
    ]
    return imprint.finished("brief", title, snapshot, details, blocks)


def _text(snapshot: Snapshot, details: Imprint, since: Since | None, room: float) -> Iterator[Prose]:
    """Yield as many paragraphs as there is room for, in lines: the most important are chosen first."""
    parts = tally(snapshot.standings)
    several = worst.ranked(parts)
    worst_ones = [_problem(snapshot, one) for one in several[: worst.AT_MOST]]
    first = Prose((bulletin.overall(snapshot, parts),))
    silent = _silent(parts)
    urged = [*asks.in_brief(parts, details.dated)]
    demands = [*asks.to_finish(parts)]
    moved = [*moves.paragraphs(parts, since)]
    by_worth = [first, *worst_ones[:3], *urged, *silent, *worst_ones[3:5], *moved, *demands, *worst_ones[5:]]
    room -= REST if several else 0
    kept: list[Prose] = []
    for paragraph in by_worth:
        if paragraph is first or imprint.length([*kept, paragraph], details) <= room:
            kept.append(paragraph)
    shown = [n for n, one in enumerate(worst_ones) if any(one is each for each in kept)]
    rest = _rest([one for n, one in enumerate(several) if n not in shown])
    yield first
    yield from (one for one in moved if one in kept)
    yield from phrases.numbered([worst_ones[n]] for n in shown)
    yield from rest
    yield from (one for one in (*silent, *urged, *demands) if one in kept)


def _problem(snapshot: Snapshot, one: Standing) -> Prose:
    head = f"{one.task.short}（{'、'.join(one.task.lead_units)}）"
    return Prose((Word(None, head, Tone.STRONG), f"：{problems.in_brief(snapshot.plan, one)}。"))


def _silent(parts: Tally) -> list[Prose]:
    """Name the units that did not report."""
    units = list(dict.fromkeys(one.task.lead_unit for one in sorted(parts.unreported, key=lambda one: one.task.id)))
    if not units:
        return []
    few = len(units) <= bulletin.FEW_SILENT
    names = f"：{'、'.join(units)}" if few else f"，涉及{len(units)}家单位"
    return [Prose((f"未报送{len(parts.unreported)}项{names}。",))]


def _rest(several: Sequence[Standing]) -> Iterator[Prose]:
    counts = [f"{LABELS[key]}{len(found)}项" for key in problems.WORST if (found := getattr(tally(several), key))]
    if counts:
        yield Prose((f"另有{'、'.join(counts)}，见通报。",))
