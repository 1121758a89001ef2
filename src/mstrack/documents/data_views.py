"""The views of the SQLite file, in Chinese: for those who look at the data and do not join tables.

Use it while `i18n.speaking("zh_CN")` is in force: the words of lights and statuses come from the catalogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.documents.parts import DROPPED, LABELS
from mstrack.views import words

if TYPE_CHECKING:
    from collections.abc import Mapping

_TASKS = """
SELECT t.store AS 数据集, t.id AS 序号, t.title AS 任务, t.content AS 具体内容,
  (SELECT group_concat(l.leader, '、') FROM task_leaders l WHERE (l.store, l.task) = (t.store, t.id)) AS 分管市领导,
  u.name AS 牵头单位, t.deadline AS 完成时限, t.due AS 到期日,
  {light} AS 亮灯, s.reason AS 亮灯依据, {part} AS 进展分类,
  s.progress_percent AS "完成率（%）", s.expected_percent AS "应达进度（%）", s.lag_points AS "滞后（百分点）",
  e.date AS 最近报送, e.note AS 进展情况, e.problem AS 存在困难, e.next AS 下一步措施, e.id AS 数据来源
FROM tasks t
JOIN standings s ON (s.store, s.task) = (t.store, t.id)
JOIN units u ON (u.store, u.code) = (t.store, t.lead_unit)
LEFT JOIN entries e ON (e.store, e.id) = (s.store, s.report)
"""
_ENTRIES = """
SELECT e.store AS 数据集, e.date AS 截至日期, e.task AS 序号, t.title AS 任务, u.name AS 报送单位, {status} AS 报送状态,
  (SELECT group_concat(i.name || ' ' || CASE WHEN f.figure = round(f.figure) THEN CAST(f.figure AS INTEGER)
      ELSE f.figure END || i.measure, '；')
    FROM figures f JOIN indicators i ON (i.store, i.task, i.id) = (f.store, f.task, f.indicator)
    WHERE (f.store, f.entry) = (e.store, e.id)) AS 完成数,
  e.percent AS "形象进度（%）", e.note AS 进展情况, e.problem AS 存在困难, e.next AS 下一步措施,
  e.reporter AS 填报人, e.recorded AS 填报时间, e.id AS 报送编号, e.reason AS 更正原因,
  CASE e.effective WHEN 1 THEN '有效' ELSE '已被更正' END AS 效力
FROM entries e
JOIN tasks t ON (t.store, t.id) = (e.store, e.task)
JOIN units u ON (u.store, u.code) = (e.store, e.unit)
ORDER BY e.store, e.date DESC, e.task, e.id
"""


def views() -> dict[str, str]:
    """Return each view's name and its query: 任务 with where each stands, 报送 with who filed what."""
    parts = LABELS | {"dropped": DROPPED}
    return {
        "任务": _TASKS.format(light=_case("s.light", words.lights()), part=_case("s.part", parts)),
        "报送": _ENTRIES.format(status=_case("e.status", words.statuses())),
    }


def _case(field: str, meanings: Mapping[str, str]) -> str:
    """Return the expression that says a code in words."""
    pairs = " ".join(f"WHEN '{code}' THEN '{text}'" for code, text in meanings.items())
    return f"CASE {field} {pairs} END"
