"""Two plans compared: each field that differs, and what is new or gone."""

from __future__ import annotations

from decimal import Decimal

from amending import LATER, NEW_TARGET, ROWS, TEXT, edited, told
from builders import GROUP, PARTNER, level, plan_text, row
from offenders import every

from mstrack.progress.plan_diff import Thing

COVERAGE = level(target=80)
TASK, SECOND = Thing("task", "1", 1), Thing("task", "3", 3)
OF_ROADS = Thing("indicator", "roads", 1)


@every(
    ("pairs", "expected"),
    [
        ([], []),
        ([LATER], [(TASK, "changed", "deadline", "12月10日", "12月20日", None)]),
        ([("deadline: 11月底", "deadline: 年底")], [(SECOND, "changed", "deadline", "11月底", "年底", None)]),
        ([("leader: 王长青", "leader: 赖燕芬")], [(TASK, "changed", "leader", "王长青", "赖燕芬", None)]),
        ([("title: 农村公路", "title: 公路")], [(TASK, "changed", "title", "农村公路", "公路", None)]),
        ([("    title: 农村公路\n", "")], [(TASK, "changed", "title", "农村公路", None, None)]),
        ([("    - 乙局\n", "")], [(TASK, "changed", "partner_units", (PARTNER, GROUP), (GROUP,), None)]),
        (
            NEW_TARGET,
            [
                (TASK, "changed", "content", "推进工作，公路达到60公里，桥梁达到10公里，覆盖率达到80%。",
                 "推进工作，公路达到50公里，桥梁达到10公里，覆盖率达到80%。", None),
                (OF_ROADS, "changed", "target", Decimal(60), Decimal(50), None),
                (OF_ROADS, "changed", "quote", "公路达到60公里", "公路达到50公里", None),
            ],
        ),
        ([("year: 2021", "year: 2022")], [(Thing("plan", ""), "changed", "year", 2021, 2022, None)]),
        (
            [("year: 2021", "year: 2021\nlights: {red: 40}")],
            [(Thing("plan", ""), "changed", "lights.red", Decimal(30), Decimal(40), None)],
        ),
        ([("title: 第1类实事", "title: 甲")], [(Thing("item", "1"), "changed", "title", "第1类实事", "甲", None)]),
        (
            [("    name: 张三\n    pinyin: zhang san", "    name: 张四\n    pinyin: zhang si")],
            [
                (Thing("unit", "jia"), "changed", "person", "张三", "张四", None),
                (Thing("unit", "jia"), "changed", "person.pinyin", "zhang san", "zhang si", None),
            ],
        ),
        ([("code: dq", "code: dongqu")], [(Thing("unit", "dq"), "changed", "code", "dq", "dongqu", None)]),
        (
            [("- name: 赖燕芬", "- name: 赖某")],
            [
                (Thing("leader", "赖某"), "added", "", None, None, None),
                (Thing("leader", "赖燕芬"), "removed", "", None, None, None),
            ],
        ),
    ],
)  # fmt: skip
def test_changes(pairs, expected):
    """Each field that differs is told with what it was and what it is."""
    assert told(edited(*pairs)) == expected


def test_tasks_and_indicators_that_come_and_go():
    """What is new and what is gone is told as a whole, not field by field; a task may move to another item."""
    more = plan_text([*ROWS[0], row(deadline="11月底")], [row(COVERAGE)])
    assert told(more) == [
        (Thing("plan", ""), "changed", "counts.tasks", 3, 4, None),
        (SECOND, "changed", "item", 2, 1, None),
        (Thing("task", "4", 4), "added", "", None, None, None),
        (Thing("indicator", "coverage", 4), "added", "", None, None, None),
    ]
    assert told(TEXT, more)[2:] == [
        (Thing("task", "4", 4), "removed", "", None, None, None),
        (Thing("indicator", "coverage", 4), "removed", "", None, None, None),
    ]
