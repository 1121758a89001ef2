"""What moved since the last bulletin: the same store on an earlier day beside today's, each judged at its own pace."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.documents import phrases, wording
from mstrack.documents.parts import ATTENTION, LABELS, day_text
from mstrack.progress.tally import PART_OF
from mstrack.report import Prose

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from mstrack.documents.phrases import Parts
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.standing import Standing
    from mstrack.report import Word

FRESH = {
    "done": "新完成",
    "overdue": "新逾期",
    "blocked": "新受阻",
    "slow": "新滞后",
    "near": "新临近时限未达标",
    "unreported": "新未报送",
}
"""What is said of a task that came to a part of the tally."""


class Move(NamedTuple):
    """A task on both days."""

    before: Standing
    after: Standing

    @property
    def gain(self) -> Fraction | None:
        """How far progress moved, a share of 1; None where it is not known on both days, or the task is done."""
        was, now = self.before.progress, self.after.progress
        if was is None or now is None or self.after.light == "done" or self.before.by_percent != self.after.by_percent:
            return None  # the unit's own percentage and a figure's are two things
        return now - was

    @property
    def is_retargeted(self) -> bool:
        """Whether a target was amended between the days, so that progress moved by itself."""
        was, now = ({a.indicator.id: a.indicator.target for a in side.actuals} for side in self)
        return was != now


class Comparison(NamedTuple):
    """The earlier day, and where each task of a snapshot stood on it and stands."""

    day: dt.date
    moves: tuple[Move, ...]


def since(snapshot: Snapshot, day: dt.date) -> Comparison:
    """Judge the tasks of a snapshot on an earlier day, too. Unreadable as `status.of_tasks`."""
    earlier = {one.task.id: one for one in snapshot.on(day).standings}
    both = (one for one in snapshot.standings if one.task.id in earlier)
    return Comparison(day, tuple(Move(earlier[one.task.id], one) for one in both))


def prose(found: Comparison) -> Iterator[Prose]:
    """Say what changed since the earlier day: pace and lights first, then whose figures grew, and whose did not."""
    day, all_moves = found
    moves = [one for one in all_moves if not one.after.task.dropped]
    if not moves:
        return
    done = [sum(_part(side) == "done" for side in sides) for sides in zip(*moves, strict=True)]
    count = _from_to(*(f"{n}项" for n in done), grew=done[0] < done[1])
    parts = "；".join(_parts(moves)) or "各项任务的情况没有变化"
    yield Prose((f"与上期（截至{day_text(day)}）相比，已完成任务{count}。{parts}。",))
    if any(one.gain is not None for one in moves):
        yield Prose(tuple(_gains(moves)))


def _from_to(was: str, now: str, *, grew: bool) -> str:
    return f"仍为{now}" if was == now else f"由{was}{'增' if grew else '减'}至{now}"


def _parts(moves: Sequence[Move]) -> Iterator[str]:
    """Name the tasks that count in a part in which they did not count before."""
    for part, sentence in FRESH.items():
        if fresh := [one.after for one in moves if _part(one.after) == part != _part(one.before)]:
            yield f"{sentence}{len(fresh)}项，即{'全部任务' if len(fresh) == len(moves) else phrases.listed(fresh)}"
    good = [one for one in moves if _part(one.before) in ATTENTION and one.after.light == "green"]
    for part, label in LABELS.items():
        if better := [one.after for one in good if _part(one.after) == part]:
            yield f"转为{label}{len(better)}项，即{phrases.listed(better)}"


def _part(one: Standing) -> str | None:
    return PART_OF.get(one.cause)


def _gains(moves: Sequence[Move]) -> Iterator[str | Word]:
    """Say of the tasks that count up, and are not done, which moved on (the most first), stood still or went back."""
    known = [one for one in moves if one.gain is not None]
    up = sorted((one for one in known if (one.gain or 0) > 0), key=lambda one: (-(one.gain or 0), one.after.task.id))
    still = [one for one in known if one.gain == 0]
    down = [one for one in known if (one.gain or 0) < 0]
    kinds = (("完成率提高的", up), ("没有变化的", still), ("下降的", down))
    clauses: list[Parts] = [
        (f"{what}{len(several)}项，即", *_joined(map(_moved, several))) for what, several in kinds if several
    ]
    yield f"未完成且两期都有累计完成数的任务{len(known)}项，其中"
    yield from _joined(clauses, "；")
    yield "。"


def _moved(one: Move) -> Parts:
    """Say from what to what the progress of a task went, with the entries behind both; or where it stands."""
    sentences: list[str | Word] = []
    signs = ("，由", "提高至" if (one.gain or 0) > 0 else "降至") if one.gain else ("，",)
    for sign, side in zip(signs, one[-len(signs) :], strict=True):
        if side.progress is not None:
            mark = wording.progress_by(side) or ""
            sentences += [f"{sign}{mark}{phrases.percent(side.progress)}"]
            sentences += [phrases.cite(side.slowest.sources)] if side.slowest else []
    task = one.after.task
    amended = "，目标已调整" if one.gain and one.is_retargeted else ""
    return f"{phrases.quoted(task.short)}（任务{task.id}", *sentences, f"{amended}）"


def _joined(several: Iterable[Parts], sign: str = "、") -> Parts:
    """Return sentences' parts with a sign between them."""
    return tuple(part for n, one in enumerate(several) for part in ((sign, *one) if n else one))
