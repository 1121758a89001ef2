"""The rules of the plan: each with a good and a bad example, the bad one with its line and column."""

from __future__ import annotations

import inspect
from typing import NamedTuple

import pytest
import test_rules_plan_keys
from offenders import every

from mstrack.errors import Unreadable
from mstrack.rules import amendments, plan

PLAN = """\
title: 2021年市十件民生实事任务分解表
source: 附件2
year: 2021
counts: {items: 1, tasks: 2}
leaders:
  - {name: 赖燕芬, pinyin: lai yan fen}
  - {name: 王长青, pinyin: wang chang qing}
units:
  - {name: 市民政局, code: mzj}
  - name: 各市（区）政府
    code: gsq
    members: [蓬江区政府, 江海区政府]
  - {name: 蓬江区政府, code: pjq}
  - {name: 江海区政府, code: jhq}
items:
  - title: 提高底线民生保障水平
    tasks:
      - id: 1
        content: |
          完成不少于2.778万批次，
          水稻由800元/亩提高至1000元/亩，
          贷款8000万元，事故0起。
        leader: 王长青
        lead_unit: 市民政局
        partner_units: [各市（区）政府, 蓬江区政府]
        deadline: 12月10日
        indicators:
          - {id: batches, name: 批次, kind: cumulative, target: 27780, measure: 批次, quote: 不少于2.778万批次}
          - {id: rice, name: 水稻, kind: level, target: 1000, baseline: 800, measure: 元, quote: 由800元/亩提高至1000元}
      - id: 2
        content: 低保标准不低于932元/人/月。
        leader: 赖燕芬
        lead_unit: 市民政局
        deadline: 11月底
"""


class Example(NamedTuple):
    """A change of the plan that a rule allows, and one that it does not, with where that is told."""

    good: tuple[str, str]
    bad: tuple[str, str]
    at: str
    said: str


EXAMPLES = [
    ("counts", Example(("tasks: 2}", "tasks: 2} #"), ("tasks: 2}", "tasks: 25}"), "4:27", "says 25 tasks, but 2")),
    ("counts", Example(("items: 1,", "items: 1 ,"), ("items: 1,", "items: 10,"), "4:17", "says 10 items, but 1")),
    ("increasing", Example(("id: 2", "id: 81"), ("id: 2", "id: 1"), "30:13", "task 1 stands after task 1")),
    (
        "positive-target",
        Example(
            (
                "target: 27780, measure: 批次, quote: 不少于2.778万批次",
                "target: 0, measure: 起, quote: 事故0起, bound: at-most",
            ),
            ("target: 27780, measure: 批次, quote: 不少于2.778万批次", "target: 0, measure: 起, quote: 事故0起"),
            "28:63",
            "0 is no target to count up to",
        ),
    ),
    (
        "known-leader",
        Example(
            ("leader: 王长青", "leader: 赖燕芬"), ("leader: 王长青", "leader: 王常青"), "23:17", "did you mean 王长青?"
        ),
    ),
    (
        "known-unit",
        Example(
            ("lead_unit: 市民政局\n        partner", "lead_unit: 江海区政府\n        partner"),
            ("lead_unit: 市民政局", "lead_unit: 民政局"),
            "24:20",
            "did you mean 市民政局?",
        ),
    ),
    (
        "known-unit",
        Example(
            ("政府, 蓬江区政府]\n        dead", "政府, 江海区政府]\n        dead"),
            ("政府, 蓬江区政府]\n        dead", "政府, 蓬江政府]\n        dead"),
            "25:34",
            "蓬江区政府?",
        ),
    ),
    (
        "known-unit",
        Example(
            ("members: [蓬江区政府, ", "members: [市民政局, "),
            ("members: [蓬江区政府, ", "members: [蓬江, "),
            "12:15",
            "蓬江 is not among the units",
        ),
    ),
    (
        "flat-groups",
        Example(
            ("code: jhq}", "code: jhq, members: []}"),
            ("code: jhq}", "code: jhq, members: [市民政局]}"),
            "12:22",
            "江海区政府 is a group itself",
        ),
    ),
    (
        "flat-groups",
        Example(
            ("members: [蓬", "members:  [蓬"),
            ("members: [", "members: [各市（区）政府, "),
            "12:15",
            "is a group itself",
        ),
    ),
    (
        "one-role",
        Example(
            ("partner_units: [各市（区）政府, 蓬江区政府]", "partner_units: []"),
            ("[各市（区）政府, 蓬", "[各市（区）政府, 市民政局, 蓬"),
            "25:34",
            "市民政局 is named twice",
        ),
    ),
    (
        "one-role",
        Example(
            ("政府, 蓬江区政府]\n        dead", "政府, 江海区政府]\n        dead"),
            ("政府, 蓬江区政府]\n        dead", "政府, 各市（区）政府]\n        dead"),
            "25:34",
            "named twice",
        ),
    ),
    (
        "unique",
        Example(
            ("name: 赖燕芬, pinyin: lai", "name: 赖燕芬, pinyin: lü"),
            ("  - {name: 王长青", "  - {name: 赖燕芬, pinyin: lai yan fen}\n  - {name: 王长青"),
            "7:12",
            "赖燕芬 stands here a second time",
        ),
    ),
    (
        "unique",
        Example(
            ("code: jhq}", "code: jhq}\n  - {name: 新会区政府, code: xhq}"),
            ("code: jhq}", "code: jhq}\n  - {name: 江海区政府, code: xhq}"),
            "15:12",
            "江海区政府 stands here",
        ),
    ),
    ("unique", Example(("code: jhq", "code: mzj2"), ("code: jhq", "code: mzj"), "14:25", "mzj stands here")),
    ("unique", Example(("{id: rice", "{id: batches-2"), ("{id: rice", "{id: batches"), "29:18", "batches stands here")),
    ("portable-code", Example(("code: mzj", "code: aux2"), ("code: mzj", "code: aux"), "9:24", "Windows keeps")),
    ("portable-code", Example(("code: mzj", "code: com"), ("code: mzj", "code: com1"), "9:24", "Windows keeps")),
    (
        "deadline",
        Example(
            ("deadline: 11月底", "deadline: 12月上旬"),
            ("deadline: 11月底", "deadline: 年中"),
            "34:19",
            "年中 is no deadline; write 12月10日",
        ),
    ),
    (
        "deadline",
        Example(
            ("deadline: 11月底", "deadline: 2021-11-30"), ("deadline: 11月底", "deadline: 2月30日"), "34:19", "2月30日"
        ),
    ),
    (
        "quoted",
        Example(
            ("quote: 由800元", "quote: 水稻由800元"),
            ("quote: 由800元", "quote: 自800元"),
            "29:95",
            "does not stand in the content of task 1",
        ),
    ),
    (
        "quoted",
        Example(
            ("quote: 不少于2.778万批次}", "quote: '不少于2.778万批次，水稻由800元'}"),
            ("quote: 不少于2.778万批次", "quote: 不少于27780批次"),
            "28:90",
            "does not stand",
        ),
    ),
    (
        "supported",
        Example(
            ("target: 27780", "target: 27780.0"), ("target: 27780", "target: 27778"), "28:63", "does not contain 27778"
        ),
    ),
    (
        "supported",
        Example(
            ("baseline: 800", "baseline:  800"), ("baseline: 800", "baseline: 500"), "29:71", "does not contain 500"
        ),
    ),
    (
        "supported",
        Example(
            (
                "target: 27780, measure: 批次, quote: 不少于2.778万批次",
                "target: 8000, measure: 万元, quote: 贷款8000万元",
            ),
            (
                "target: 27780, measure: 批次, quote: 不少于2.778万批次",
                "target: 800, measure: 万元, quote: 贷款8000万元",
            ),
            "28:63",
            "does not contain 800",
        ),
    ),
    (
        "sane-lights",
        Example(
            ("year: 2021\n", "year: 2021\nlights: {red: 30, yellow: 29.9}\n"),
            ("year: 2021\n", "year: 2021\nlights: {red: 30, yellow: 30}\n"),
            "4:27",
            "smaller than red",
        ),
    ),
]


def told(dataset, text):
    with pytest.raises(Unreadable) as caught:
        dataset({"tasks.yaml": text})
    return [str(problem) for problem in caught.value.problems]


def test_every_rule_has_an_example():
    """A rule without one fails here; an example names the id under which its rule tells problems.

    Those of the keys for time, names, stages and bounds are in test_rules_plan_keys.py, of amendments in
    test_amendments.py.
    """
    rules = {*plan.PLAN_RULES, *plan.REMARKS} - set(amendments.RULES)
    tried = (*EXAMPLES, *test_rules_plan_keys.EXAMPLES, *test_rules_plan_keys.REMARKED)
    assert {rule.__name__.replace("_", "-") for rule in rules} == {rule for rule, *_example in tried}


def test_every_rule_states_itself_in_a_docstring():
    assert [rule.__name__ for rule in plan.PLAN_RULES if not (inspect.getdoc(rule) or "").endswith(".")] == []


def test_the_plan_of_these_examples_is_good(dataset):
    assert len(dataset({"tasks.yaml": PLAN}).plan.tasks) == 2


@every(("rule", "example"), EXAMPLES)
def test_good(dataset, rule, example):
    """Near the bad example, and allowed."""
    assert PLAN.count(example.good[0]) >= 1, rule
    assert PLAN.replace(*example.good, 1) != PLAN
    dataset({"tasks.yaml": PLAN.replace(*example.good, 1)})


@every(("rule", "example"), EXAMPLES)
def test_bad(dataset, rule, example):
    """Refused by this rule alone, with line and column."""
    assert PLAN.count(example.bad[0]) >= 1
    [problem] = told(dataset, PLAN.replace(*example.bad, 1))
    assert problem.startswith(f"tasks.yaml:{example.at}: error: ")
    assert problem.endswith(f" [{rule}]")
    assert example.said in problem


def test_a_problem_of_one_rule_hides_none_of_another(dataset):
    """All rules are applied, and all is told in the order of the file."""
    text = PLAN.replace("tasks: 2}", "tasks: 3}").replace("code: mzj", "code: nul").replace("11月底", "年中")
    assert [problem.split(" ")[0] for problem in told(dataset, text)] == [
        "tasks.yaml:4:27:",
        "tasks.yaml:9:24:",
        "tasks.yaml:34:19:",
    ]


def test_a_name_that_nothing_resembles_is_told_all_the_same(dataset):
    text = PLAN.replace("  - {name: 赖燕芬, pinyin: lai yan fen}\n  - {name: 王长青, pinyin: wang chang qing}\n", "")
    text = text.replace("leaders:\n", "leaders: []\n")
    assert [problem[-15:] for problem in told(dataset, text)] == [" [known-leader]"] * 2
