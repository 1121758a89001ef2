"""What moved since an earlier day, in a few sentences: what is finished, whose figures grew most, what became of whom.

The day is that of the last issue (`is_issue`), so its problems were named then; or the end of the month before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.documents import phrases, problems
from mstrack.documents.parts import ATTENTION, LABELS
from mstrack.progress.tally import PART_OF
from mstrack.report import Prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mstrack.documents.compare import Comparison, Move
    from mstrack.progress.standing import Standing
    from mstrack.progress.tally import Tally

MOST = 2
"""So many tasks that moved most are told."""
FEW = 3
"""So many names stand in a list; of more, the first and how many there are."""


class Since(NamedTuple):
    """The comparison with an earlier day, and whether a bulletin was issued for it."""

    comparison: Comparison
    is_issue: bool

    @property
    def moves(self) -> list[Move]:
        """The tasks on both days that count."""
        return [one for one in self.comparison.moves if not one.after.task.dropped]

    @property
    def problems(self) -> list[Move]:
        """The tasks that needed attention then; where no issue named them, without those that are reported on since."""
        found = [one for one in self.moves if PART_OF.get(one.before.cause) in ATTENTION]
        return found if self.is_issue else [one for one in found if not _is_first(one)]

    @property
    def words(self) -> str:
        """The earlier day in words: 10月31日."""
        day = self.comparison.day
        return f"{day.month}月{day.day}日"


def _is_first(one: Move) -> bool:
    """Whether a task was reported on for the first time."""
    return one.before.submission is None and one.after.submission is not None


def named_before(since: Since | None) -> set[int]:
    """Return the tasks that the last issue named."""
    return {one.after.task.id for one in since.problems} if since and since.is_issue else set()


def paragraphs(parts: Tally, since: Since | None, most: int = MOST) -> Iterator[Prose]:
    """Say what is finished and what moved, and which so many moved most; without an earlier day, what is finished."""
    if since and not any(one.after.submission for one in since.moves):
        return  # of nothing that anybody reported there is nothing that moved
    if since is None:
        if parts.done and len(parts.done) < sum(map(len, parts)):
            yield Prose((f"已完成的{len(parts.done)}项是{names(parts.done)}。",))
        return
    sentences = [*_finished(since)]
    sentences += [f"{'' if sentences else f'{since.words}以来'}{sentence}" for sentence in _first(since)]
    sentences += [sentence if sentences else f"{since.words}以来，{sentence}" for sentence in _grown(since, most)]
    if not sentences and any(one.after.light != "done" for one in since.moves):
        sentences = [f"{since.words}以来没有新完成的任务{_still(since)}。"]
    sentences += _back(since)
    if since.problems:
        sentences.append(_outcome(since))
    if sentences:
        yield Prose(("".join(sentences),))


def names(several: Iterable[Standing], limit: int = FEW) -> str:
    """Return tasks by their names, of many the first few; a late one says so."""
    listed = [*several]
    shown = "、".join(f"{phrases.quoted(one.task.short)}{_late(one)}" for one in listed[:limit])
    return f"{shown}等" if len(listed) > limit else shown


def _late(one: Standing) -> str:
    return f"（逾期{one.late}天）" if one.late and one.light == "done" else ""


def _is_done(one: Standing) -> bool:
    return one.light == "done"


def _finished(since: Since) -> Iterator[str]:
    fresh = [one.after for one in since.moves if _is_done(one.after) and not _is_done(one.before)]
    if fresh and len(fresh) == len(since.moves) > 1:
        yield f"{since.words}以来各项任务全部完成。"
    elif fresh:
        yield f"{since.words}以来新完成{len(fresh)}项：{names(fresh, 2 * FEW)}。"


def _first(since: Since) -> Iterator[str]:
    """Say how many tasks were reported on for the first time."""
    fresh = [*filter(_is_first, since.moves)]
    if fresh:
        yield f"首次报送{len(fresh)}项。"


def _still(since: Since) -> str:
    """Say that the progress of those that are known on both days did not grow; nothing where none is."""
    known = [one for one in since.moves if one.gain is not None]
    return f"，{'各项' if len(known) > 1 else ''}完成率没有提高" if known else ""


def _grown(since: Since, most: int) -> Iterator[str]:
    """Say how many moved on, and whose progress grew most, from what to what."""
    known = [(one.gain, one) for one in since.moves if one.gain is not None]
    grown = sorted(
        ((gain, one) for gain, one in known if gain > 0 and not one.is_retargeted),
        key=lambda pair: (-pair[0], pair[1].after.task.id),
    )
    moved = "、".join(_from_to(one) for _gain, one in grown[:most])
    if len(grown) > most:
        yield f"{len(grown)}项完成率提高，提高最多的是{moved}。"
    elif grown:
        yield f"完成率提高的{'是' if len(grown) > 1 else '只有'}{moved}。"


def _from_to(one: Move) -> str:
    was, now = one.before.progress, one.after.progress
    span = f"{problems.percent(was)}到{problems.percent(now)}" if was is not None and now is not None else ""
    return f"{phrases.quoted(one.after.task.short)}（{span}）"


def _became(one: Move) -> str:
    was, now = (problems.percent(side.progress) if side.progress is not None else "" for side in one)
    return f"{phrases.quoted(one.after.task.short)}完成率由{was}变为{now}"


def _back(since: Since) -> Iterator[str]:
    """Say what went back: a figure that fell, a task that is no longer done; apart from it, whose target is another."""
    retargeted = [one for one in since.moves if one.gain and one.is_retargeted]
    if retargeted:
        more = "等" if len(retargeted) > FEW else ""
        yield f"因目标调整，{'、'.join(map(_became, retargeted[:FEW]))}{more}。"
    fallen = [one for one in since.moves if one.gain is not None and one.gain < 0 and not one.is_retargeted]
    if fallen:
        yield f"完成率下降的有{'、'.join(map(_from_to, fallen[:FEW]))}{'等' if len(fallen) > FEW else ''}。"
    reopened = [one.after for one in since.moves if _is_done(one.before) and not _is_done(one.after)]
    if reopened:
        yield f"{names(reopened)}原报已完成，现为{'、'.join(dict.fromkeys(map(_label, reopened)))}。"


def _label(one: Standing) -> str:
    return LABELS[PART_OF[one.cause]]


def _outcome(since: Since) -> str:
    """Say what came of the tasks that needed attention then: done, better, or as before."""
    before = since.problems
    which = "上期点名的" if since.is_issue else f"{since.words}有问题的"
    better = [one.after for one in before if PART_OF[one.after.cause] not in ATTENTION]
    rest = len(before) - len(better)
    if not better:
        is_silent = all(PART_OF[side.cause] == "unreported" for one in before for side in one)
        what = "没有报送" if is_silent else "未解决"
        return f"{which}{f'{len(before)}项均' if len(before) > 1 else f'{names([before[0].after])}仍'}{what}。"
    groups = {label: several for label in LABELS.values() if (several := [o for o in better if _label(o) == label])}
    if len(before) == 1:
        return f"{which}{names(better)}{_now(*groups)}。"
    if len(groups) == 1 and not rest:
        return f"{which}{len(before)}项均{_now(*groups)}。"
    left = f"其余{rest}" if rest > 1 else "另1"
    clauses = [
        f"{_now(label)}{len(several)}项{'' if _is_done(several[0]) or len(several) > FEW else f'（{names(several)}）'}"
        for label, several in groups.items()
    ]
    return f"{which}{len(before)}项中，{'，'.join([*clauses, *([f'{left}项仍有问题'] if rest else [])])}。"


def _now(label: str) -> str:
    return label if label.startswith("已") else f"转为{label.partition('（')[0]}"


def with_names(several: Sequence[Standing]) -> str:
    """Return all tasks by their names."""
    return names(several, len(several))
