"""A simulated year with a reform in August: what documents change in the plan of simulate.py, and what is filed then.

Every document, new name and figure is invented and says so. The documents:

    2021-08-15  模拟〔2021〕1号   two units renamed, a new person, a new vice mayor; task 18 has another lead unit;
                             a group has another member
    2021-08-16  模拟〔2021〕2号   targets of task 17 raised, deadlines of tasks 13, 20 and 21 moved
    2021-09-01  模拟〔2021〕3号   task 26 added
    2021-10-15  模拟〔2021〕4号   task 16 dropped
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING

from mstrack.progress import deadlines, pace, timeline
from mstrack.progress.figures import others

if TYPE_CHECKING:
    from simulate import Simulator

    from mstrack.format.model import Plan, Task

LETTER, RAISED, ADDED, DROPPED = (f"模拟〔2021〕{n}号" for n in (1, 2, 3, 4))
OLD_LEADER = "王长青"
EVERYWHERE = {"市水利局": "市水务局", "鹤山市政府": "鹤山区政府", OLD_LEADER: "模拟副市长"}
"""What got another name, wherever the plan names it."""

NEW_GROUP = "[蓬江区政府, 新会区政府, 台山市政府, 开平市政府, 鹤山区政府, 恩平市政府, 模拟新区管委会]"
OLD_GROUP = "[蓬江区政府, 江海区政府, 新会区政府, 台山市政府, 开平市政府, 鹤山市政府, 恩平市政府]"
OLD_PARTNERS = "[市生态环境局, 市农业农村局, 市国资委, 各市（区）政府]"


def _former(name: str, until: str = "2021-08-14") -> str:
    return f"former: [{{name: {name}, until: {until}, document: {LETTER}}}]"


def _amendment(day: str, document: str, field: str, was: str, more: str = "") -> str:
    return f"{{date: {day}, document: {document}, field: {field}, was: {was}{more}}}"


MILESTONES = """\
        milestones:
          - {id: started, by: 5月底, what: （模拟）全部动工}
          - {id: half, by: 9月底, what: （模拟）完成6所, indicator: schools, figure: 6}
"""
NEW_TASK = """\
      - id: 26
        title: 电动自行车充电端口（模拟）
        content: |
          （模拟）全市新增电动自行车集中充电端口2000个。
        leader: 乔雷
        lead_unit: 市消防支队
        partner_units: [市住房城乡建设局, 各市（区）政府]
        deadline: 12月31日
        indicators:
          - id: sockets
            name: 新增集中充电端口
            kind: cumulative
            target: 2000
            measure: 个
            quote: 全市新增电动自行车集中充电端口2000个
        milestones:
          - {id: first, by: 10月底, what: （模拟）新增500个, indicator: sockets, figure: 500}
        added: {date: 2021-09-01, document: 模拟〔2021〕3号}
"""

EDITS = (
    ("source: 附件2\n", "source: 附件2（模拟改革 simulated）\n"),
    ("pinyin: wang chang qing}", f"pinyin: mo ni fu shi zhang, {_former(OLD_LEADER)}}}"),
    ("code: slj\n", f"code: slj\n    {_former('市水利局')}\n"),
    ("code: hss\n", f"code: hss\n    {_former('鹤山市政府')}\n"),
    ("{name: 赖惠镇, pinyin: lai hui zhen}", f"{{name: 模拟局长, pinyin: mo ni ju zhang, {_former('赖惠镇')}}}"),
    (OLD_GROUP.replace("鹤山市政府", "鹤山区政府"), NEW_GROUP),
    ("    code: xhq\n", "    code: xhq\n  - name: 模拟新区管委会\n    code: mnxq\n"),
    # task 13: stages, and a later deadline
    (
        "        deadline: 12月10日\n        indicators:\n          - id: schools\n",
        (
            f"        deadline: 2022年3月底\n{MILESTONES}        amendments:\n"
            f"          - {_amendment('2021-08-16', RAISED, 'deadline', '12月10日')}\n"
            "        indicators:\n          - id: schools\n"
        ),
    ),
    # task 16: dropped
    (
        "        title: 公共文化惠民工程\n",
        f"        title: 公共文化惠民工程\n        dropped: {{date: 2021-10-15, document: {DROPPED}}}\n",
    ),
    # task 17: the targets of districts, and of all of them
    (
        "            target: 478\n",
        (
            "            target: 500\n"
            "            shares: {台山市政府: 150, 开平市政府: 120, 鹤山区政府: 120, 恩平市政府: 110}\n"
        ),
    ),
    (
        "            target: 82200\n            measure: 人\n            quote: 受益人口8.22万人\n",
        "            target: 86000\n            measure: 人\n            quote: 受益人口8.22万人\n        amendments:\n"
        "          - "
        + _amendment(
            "2021-08-16",
            RAISED,
            "villages.shares",
            "{台山市政府: 150, 开平市政府: 120, 鹤山区政府: 98, 恩平市政府: 110}",
        )
        + f"\n          - {_amendment('2021-08-16', RAISED, 'beneficiaries', '82200')}\n",
    ),
    # task 18: another lead unit
    (
        f"        lead_unit: 市城市管理综合执法局\n        partner_units: {OLD_PARTNERS}\n",
        (
            "        lead_unit: 市生态环境局\n"
            f"        partner_units: {OLD_PARTNERS.replace('市生态环境局', '市城市管理综合执法局')}\n"
            "        amendments:\n"
            f"          - {_amendment('2021-08-15', LETTER, 'lead_unit', '市城市管理综合执法局')}\n"
            f"          - {_amendment('2021-08-15', LETTER, 'partner_units', OLD_PARTNERS)}\n"
        ),
    ),
)
"""Each stands once in the plan, after what is renamed everywhere."""

END = f"""\
{NEW_TASK}
# What documents changed in the plan itself, and in several tasks. All of them are simulated.
amendments:
  - {_amendment("2021-08-15", LETTER, "units.gsq.members", OLD_GROUP)}
  - {_amendment("2021-08-16", RAISED, "villages", "478", ", tasks: [17]")}
  - {_amendment("2021-08-16", RAISED, "deadline", "12月10日", ", tasks: [20, 21]")}
"""
LATER = "12月31日"
DAYS = [dt.date(2021, 4, 1) - dt.timedelta(days=1), *(dt.date(2021, month, 28) for month in range(4, 8))]
DAYS += [dt.date(2021, 8, 13), dt.date(2021, 8, 20), dt.date(2021, 8, 31), dt.date(2021, 9, 30), dt.date(2021, 10, 12)]
DAYS += [dt.date(2021, 10, 31), dt.date(2021, 11, 30), dt.date(2021, 12, 10), dt.date(2021, 12, 31)]
DAYS += [dt.date(2022, 1, 7), dt.date(2022, 1, 28), dt.date(2022, 2, 28), dt.date(2022, 3, 31)]
SPEED = {1: "1", 9: "0.95", 11: "0.8", 13: "0.9", 19: "0.6", 25: "0.85"}
"""Of what the deadline expects, what a task brings; tasks that are not named are on time."""

MOVED, BY_DISTRICTS = 18, 22
SHARED = {17, MOVED, BY_DISTRICTS}
"""The tasks whose other units report shares; of one the lead unit reports no figure."""


def edited(text: str) -> str:
    """Return the text of the plan after the reform. ValueError where the plan no longer has what is changed."""
    for old, new in EVERYWHERE.items():
        text = text.replace(old, new)
    for old, new in EDITS:
        if text.count(old) != 1:
            raise ValueError(old)
        text = text.replace(old, new)
    head, tasks = text.split("      - id: 20\n")
    middle, end = tasks.split("      - id: 22\n")
    middle = middle.replace("deadline: 12月10日", f"deadline: {LATER}")
    return f"{head}      - id: 20\n{middle}      - id: 22\n{end.rstrip()}\n{END}"


def tell(simulator: Simulator) -> None:
    """File the reports of every task on every day, by who led it and by what it was called on that day."""
    finished: set[int] = set()
    shares: dict[int, Decimal] = {}
    for day in DAYS:
        plan = timeline.in_force(simulator.plan, day)
        for task in plan.tasks:
            if task.dropped or task.id in finished:
                continue
            share = shares[task.id] = max(_share(plan, task, day), shares.get(task.id, Decimal(0)))
            if share == 1 and day >= deadlines.of_task(plan, task) and task.id != BY_DISTRICTS:
                finished.add(task.id)
            _report(simulator, task, day, share, done=task.id in finished)
            if task.id in SHARED and day.month % 3 == 0:
                _shares(simulator, plan, task, day, share)


def _share(plan: Plan, task: Task, day: dt.date) -> Decimal:
    expected = pace.expected(plan, task, day)
    return Decimal(expected.numerator) / expected.denominator * Decimal(SPEED.get(task.id, "1"))


def _report(simulator: Simulator, task: Task, day: dt.date, share: Decimal, *, done: bool) -> None:
    figures = {} if task.id == BY_DISTRICTS else simulator.figures(task, float(share), final=done)
    said: dict[str, object] = {"percent": Decimal(round(share * 100))} if not task.indicators else {}
    if any(one.id == "started" for one in task.milestones) and day >= dt.date(2021, 5, 28):
        said["reached"] = ("started",)
    note = "（模拟）目标任务全部完成。" if done else "（模拟）按计划推进。"
    status = "done" if done else "in-progress"
    simulator.file(task, task.lead_unit, day, status=status, figures=figures, note=note, **said)


def _shares(simulator: Simulator, plan: Plan, task: Task, day: dt.date, share: Decimal) -> None:
    """File equal shares of the districts, and of the unit that led task 18 before or will lead it."""
    several = [unit for unit in others(plan, task) if unit.code.endswith(("q", "s"))]
    if task.id == MOVED:
        several += [unit for unit in others(plan, task) if unit.code in {"cgj", "sthjj"}]
    counting = {one.id for one in task.indicators if one.kind == "cumulative"}
    for unit in several:
        figures = simulator.figures(task, float(share) / 10, final=False)
        part = {key: figure for key, figure in figures.items() if key in counting}
        note = "（模拟）本单位累计完成数。"
        simulator.file(task, unit.name, day, status="in-progress", figures=part, note=note)
