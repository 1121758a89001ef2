"""What documents call the parts of a tally, the best first."""

from __future__ import annotations

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
"""达到序时 is what does not lag at all; 基本按序时 lags by no more than a yellow light allows."""
