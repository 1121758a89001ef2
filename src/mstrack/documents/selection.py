"""What a paper on some of the tasks says of itself: by whom or what they were chosen, and to whom it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.documents import wording
from mstrack.documents.parts import day_text
from mstrack.views import words

if TYPE_CHECKING:
    from mstrack.progress.dates import Range
    from mstrack.progress.snapshot import Snapshot

FEW = 5
"""So many units are addressed by their names."""


def named(snapshot: Snapshot) -> str:
    """Say by what the tasks were chosen: 王长青同志分管，亮红灯; nothing where all are meant."""
    choice, plan = snapshot.choice, snapshot.plan
    clauses = [f"{'、'.join(choice.leaders)}同志分管"] if choice.leaders else []
    clauses += [f"{'、'.join(choice.lead_units)}牵头"] if choice.lead_units else []
    clauses += [f"{'、'.join(choice.units)}承担"] if choice.units else []
    clauses += [f"{'、'.join(choice.persons)}负责"] if choice.persons else []
    clauses += ["、".join(wording.item_title(plan, n - 1) for n in choice.items)] if choice.items else []
    clauses += [f"亮灯为{'、'.join(words.lights()[one] for one in choice.lights)}"] if choice.lights else []
    clauses += [f"报送状态为{'、'.join(words.statuses()[one] for one in choice.statuses)}"] if choice.statuses else []
    clauses += ["未办结"] if choice.unfinished else []
    return "，".join([*clauses, *_days(choice.due)])


def _days(due: Range) -> list[str]:
    if due.after and due.before:
        return [f"{day_text(due.after)}至{day_text(due.before)}到期"]
    if due.before:
        return [f"{day_text(due.before)}及以前到期"]
    return [f"{day_text(due.after)}及以后到期"] if due.after else []


def about(snapshot: Snapshot, subject: str) -> str:
    """Return what a paper is about, with what its tasks were chosen by."""
    chosen = named(snapshot)
    return f"{subject}（{chosen}）" if chosen else subject


def addressee(snapshot: Snapshot, recipients: tuple[str, ...]) -> str:
    """Return whom a paper goes to: whom the plan names; of a part, the units that lead its tasks."""
    if not named(snapshot):
        return f"{'，'.join(recipients) or '各责任单位'}："
    leads = list(dict.fromkeys(one.task.lead_unit for one in snapshot.standings if not one.task.dropped))
    return f"{'、'.join(leads) if 0 < len(leads) <= FEW else '各有关责任单位'}："
