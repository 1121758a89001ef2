"""What a document says about itself: what it was made from, its rules, its terms, and what changed in the plan.

Use it while `i18n.speaking("zh_CN")` is in force: the legend comes from the catalogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.documents import amendments
from mstrack.documents.parts import day_text
from mstrack.format.fields import plain
from mstrack.views import calendar_pace
from mstrack.views.legend import of_lights

if TYPE_CHECKING:
    from mstrack.format.model import Plan
    from mstrack.progress.snapshot import Snapshot


def legend(plan: Plan) -> str:
    """Return the rules of the lights, as every document prints them."""
    return of_lights(plan)


def terms(plan: Plan) -> str:
    """Return what the words of progress mean: 完成率, 达到序时, 基本按序时; the legend says what is expected."""
    return (
        "完成率是完成数占目标的比例，一项任务有几个累计指标的，以滞后最多的计；没有累计指标的，以单位自报的形象进度计，"
        f"并注明。达到序时指完成率不低于应达进度，基本按序时指滞后不超过{plain(plan.lights.yellow)}个百分点。"
    )


def made_from(snapshot: Snapshot) -> str:
    """Say what a document was made from: the day, the revision where one was asked, how many entries."""
    rev = f"，数据版本{snapshot.rev[:12]}" if snapshot.rev else ""
    return f"数据截至{day_text(snapshot.as_of)}{rev}，共{len(snapshot.log)}条报送"


def data_line(snapshot: Snapshot, seal: str = "") -> str:
    """Say in the last line of a paper what it was made from, what is expected of a task, and the seal of the data."""
    pace_of = "即序时进度" if snapshot.plan.lights.pace == "calendar" else "：按完成时限折算的序时进度"
    rev = f"，数据版本{snapshot.rev[:12]}" if snapshot.rev else ""
    sealed = f"数据封签：{seal}。" if seal else ""
    return f"本期数据：{len(snapshot.log)}条报送{rev}。应达进度{pace_of}。{sealed}"


def basis(snapshot: Snapshot) -> str:
    """Say what a document was made from, with the calendar pace: the head of what has no text to say it in."""
    return f"{made_from(snapshot)}；{calendar_pace.line(snapshot.plan, snapshot.as_of)}。"


def remarks(snapshot: Snapshot) -> list[str]:
    """Return what a reader has to know beside the rules: changes of the plan and of names, what is counted how."""
    tasks = [one.task for one in snapshot.standings]
    sentences = [f"{line}。" for line in amendments.of_plan(snapshot.plan)]
    if renamed := amendments.renamed(snapshot.plan, tasks):
        sentences.append(f"更名和人员变动：{'；'.join(renamed)}。")
    for what, several in (("几位市领导分管", "leaders"), ("几个单位牵头", "lead_units")):
        joint = [task.number for task in tasks if len(getattr(task, several)) > 1 and not task.dropped]
        if joint:
            first = "，列第一位者为牵头" if several == "lead_units" else ""
            sentences.append(f"任务{'、'.join(joint)}由{what}{first}，在各自名下均列，合计只计一次。")
    if any(actual.joint for one in snapshot.standings for actual in one.actuals):
        sentences.append("各区（市）等集体牵头的任务，完成数由各成员报送合计，水平类指标取各成员中最差的。")
    return sentences
