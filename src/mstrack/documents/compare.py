"""What moved since the last bulletin: the same store on an earlier day beside today's, each judged at its own pace."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.documents import phrases
from mstrack.report import Prose

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from mstrack.documents.phrases import Parts
    from mstrack.progress.snapshot import Snapshot
    from mstrack.progress.status import Standing
    from mstrack.report import Word

WAITING = {"red", "yellow", "grey"}
"""Lights that need attention."""
LIT = {"done": "新完成", "red": "新亮红灯", "yellow": "新亮黄灯", "grey": "新亮灰灯（未报送）"}
"""What is said of a light that is new."""


class Move(NamedTuple):
    """A task on both days."""

    before: Standing
    after: Standing

    @property
    def gain(self) -> Fraction | None:
        """How far progress moved, a share of 1; None where it is not known on both days, or the task is done."""
        was, now = self.before.progress, self.after.progress
        return None if was is None or now is None or self.after.light == "done" else now - was


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
    day, moves = found
    paces = (moves[0].before.calendar, moves[0].after.calendar)
    done = [sum(side.light == "done" for side in sides) for sides in zip(*moves, strict=True)]
    pace = _from_to(*map(phrases.percent, paces), grew=paces[0] < paces[1])
    count = _from_to(*(f"{n}项" for n in done), grew=done[0] < done[1])
    lights = "；".join(_lights(moves)) or "各项任务的亮灯没有变化"
    yield Prose((f"与上期（截至{phrases.day(day)}）相比，序时进度{pace}，已完成任务{count}。{lights}。",))
    if any(one.gain is not None for one in moves):
        yield Prose(tuple(_gains(moves)))


def _from_to(was: str, now: str, *, grew: bool) -> str:
    return f"仍为{now}" if was == now else f"由{was}{'增' if grew else '减'}至{now}"


def _lights(moves: Sequence[Move]) -> Iterator[str]:
    """Name the tasks that have a light which they did not have."""
    for light, told in LIT.items():
        if fresh := [one.after for one in moves if one.after.light == light != one.before.light]:
            yield f"{told}{len(fresh)}项，即{'全部任务' if len(fresh) == len(moves) else phrases.listed(fresh)}"
    if better := [one.after for one in moves if one.before.light in WAITING and one.after.light == "green"]:
        yield f"转为绿灯{len(better)}项，即{phrases.listed(better)}"


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
    told: list[str | Word] = []
    signs = ("，由", "提高至" if (one.gain or 0) > 0 else "降至") if one.gain else ("，",)
    for sign, side in zip(signs, one[-len(signs) :], strict=True):
        if side.progress is not None and side.slowest:
            told += [f"{sign}{phrases.percent(side.progress)}", phrases.cite(side.slowest.sources)]
    task = one.after.task
    return f"{phrases.quoted(task.short)}（任务{task.id}", *told, "）"


def _joined(several: Iterable[Parts], sign: str = "、") -> Parts:
    """Return sentences' parts with a sign between them."""
    return tuple(part for n, one in enumerate(several) for part in ((sign, *one) if n else one))
