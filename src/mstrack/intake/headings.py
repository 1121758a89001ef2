"""What a column is, by its heading: the words that printed tables use, the most particular first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mstrack.intake.words import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 24
"""Characters of the longest heading; a longer text is what a table says."""

ROLES = (
    "no item group name content goal target indicator leader lead partner units unit-person person deadline "
    "schedule stage shares share district phone skip"
).split()
"""What a column may be.

    no         its number                        units      responsible units, the lead unit among them
    item       item (实事) of the task           lead, partner   lead units, partner units
    group      a level below the item            unit-person     a unit and who answers for it, in one cell
    name       its name                          person     who answers, in the order of the units
    content    what is promised                  deadline   until when
    goal       what is to be reached, in words   schedule   dated stages; `stage`: one, its month in the heading
    target     a number; `indicator`: of what    shares     targets of districts in one cell; `share`: of one
    leader     who supervises                    district   whose target the row tells
    phone      whom to call                      skip       no part of a plan (progress, remarks)
"""

_BY_HEADING: tuple[tuple[str, str], ...] = (
    ("no", r"(项目|任务)?(序号|编号|序|项次)|№|[Nn][Oo]\.?"),
    ("phone", ".*电话.*"),
    ("skip", r".*(备注|完成比例|占比|完成率|百分比|金额|资金|投资|说明)(\(.*\)|（.*）)?"),
    ("schedule", ".*(进度安排|时间安排|推进计划|进度计划|实施步骤|阶段.*目标|时间节点安排|工作节点)"),
    ("stage", r"(\d{1,2}月份?|[一二三四]季度|上半年)(工作)?(目标|计划|任务)"),
    ("skip", r".*(进展|进度|完成情况|落实情况|推进情况|办理情况|执行情况)(情况)?(\(.*\)|（.*）)?"),
    ("deadline", ".*(时限|期限|完成时间|办结时间|时间要求|完成日期|时间节点|期间|起止时间|截止|完成时点).*"),
    ("shares", ".*(分解情况|分解任务|任务分解|各地.*目标|目标分解)"),
    ("district", "(地区|区域|县区|区县|县市区|所属辖区|乡镇|街道|镇街)"),
    ("unit-person", ".*(单位|部门).*(负责人|责任人)"),
    ("leader", ".*(分管|责任|牵头|包保|挂点|挂钩|负责|市|区|县|包抓|联系).*领导.*|领导"),
    ("lead", ".*(牵头|主办|主责|主要责任).*(单位|部门|科室).*|牵头"),
    ("partner", ".*(配合|协同|协办|参与|会办|参加|协助).*(单位|部门)?.*"),
    ("units", ".*(单位|部门|科室)(及分工)?"),
    ("person", ".*(责任人|负责人|联络人|联系人|经办人)"),
    ("indicator", ".*指标(名称)?(\\(.*\\)|（.*）)?"),
    ("target", "目标(值|数)|(年度)?目标任务数|任务数|计划数"),
    ("goal", ".*目标.*"),
    ("item", "(大类|类别|项目分类|项目类别|分类|一级|实事|项目|领域|板块)(名称)?"),
    ("group", "(二级|小类|子项)"),
    ("name", ".*(事项|项目|任务|工作)名称"),
    ("content", ".*(内容|任务|工作|举措|措施|要求|事项|项目|实事).*|段"),
)


def role(heading: str) -> str | None:
    """Return the role that a heading names; None where it names none."""
    bare = joined(heading)
    if not bare or len(bare) > LONGEST:
        return None
    return next((role for role, pattern in _BY_HEADING if re.fullmatch(pattern, bare)), None)


def is_district(heading: str) -> bool:
    """Whether a heading is the name of a district: a column of its targets."""
    return bool(
        re.fullmatch(r"([\u4e00-\u9fff]{1,6}(区|县|市|镇|乡|街道|旗)|[市区县州]本级)(\(.*\)|（.*）)?", joined(heading))
    )


def score(row: Sequence[str]) -> int:
    """Return how many different roles the cells of a row name, each cell a heading in length; 0 where one is longer."""
    cells = {joined(cell) for cell in row} - {""}
    if not cells or max(map(len, cells)) > LONGEST:
        return 0
    roles = {role(cell) for cell in cells} - {None}
    strange = sum(role(cell) is None and not is_district(cell) for cell in cells)
    return len(roles) if strange <= len(cells) // 2 else 0
