"""Words that all documents share: the parts of a tally (a dropped task is in none), kinds of indicators, a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.progress.tally import PART_OF
from mstrack.report import Word

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from mstrack.progress.standing import Standing

KINDS = {"cumulative": "累计", "level": "水平"}
"""What an indicator's kind is called in a table."""
NOT_LISTED = "表上未列"
"""What stands where the table has no leader, or no deadline, of its own."""
DROPPED = "已撤销"

LABELS = {
    "done": "已完成",
    "reached": "已达标待报办结",
    "on_pace": "达到序时",
    "behind": "基本按序时",
    "under_way": "推进中（无累计指标）",
    "near": "临近时限未达标",
    "slow": "滞后",
    "blocked": "受阻",
    "overdue": "逾期",
    "unreported": "未报送",
}
"""The parts of a tally, the best first.

达到序时 is what does not lag at all; 基本按序时 lags by no more than a yellow light allows.
"""
ATTENTION = ("overdue", "blocked", "slow", "near", "unreported")
"""The parts that need attention, the most urgent first; of `reached` those that are past their deadline do, too."""


def day_text(when: dt.date) -> str:
    """Return a day as documents write it: 2021年12月3日."""
    return f"{when.year}年{when.month}月{when.day}日"


def part(one: Standing) -> Word:
    """Return the part of a tally that a task counts in, as a word."""
    code = PART_OF.get(one.cause)
    return Word(code, LABELS[code]) if code else Word("dropped", DROPPED)


def live(standings: Iterable[Standing]) -> list[Standing]:
    """Return the tasks that count: those that were not dropped."""
    return [one for one in standings if not one.task.dropped]


def needs_attention(one: Standing) -> bool:
    """Whether a task is to be looked at: behind, silent, or to be confirmed after its deadline."""
    return one.cause == "to-confirm" or PART_OF.get(one.cause) in ATTENTION
