"""The rules of the plan's keys for time, names, stages, bounds and shares: each with a good and a bad example."""
# ruff: noqa: E501  an example is a line

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pytest
from builders import dataset, plan_text, row

from mstrack.check import store
from mstrack.errors import Unreadable
from mstrack.store.cache import Cache
from mstrack.store.source import InMemory

PLAN = """\
title: 某市民生实事
source: 附件
year: 2021
leaders:
  - {name: 张三, pinyin: zhang san, former: [{name: 李四, until: 2021-08-15, document: 某函}]}
  - {name: 赵六, pinyin: zhao liu, aliases: [老赵]}
units:
  - name: 新局
    code: xin
    person: [{name: 王五, pinyin: wang wu, former: [{name: 周八, until: 2021-03-31, document: 某函}]}]
    former: [{name: 旧局, until: 2021-03-31, document: 某函}, {name: 老局, until: 2021-08-15, document: 某函}]
  - {name: 乙局, code: yi, aliases: [小乙]}
  - {name: 各区政府, code: gq, members: [东区政府, 西区政府]}
  - {name: 东区政府, code: dq}
  - {name: 西区政府, code: xq}
items:
  - title: 第一类
    tasks:
      - id: 1
        content: |
          新增就业不少于100人，建成八百张床位，失业率控制在3%以内，
          增长8%左右，事故零发生。
        leader: [张三, 赵六]
        lead_unit: [新局, 乙局]
        partner_units: [各区政府]
        deadline: 11月底
        indicators:
          - {id: jobs, name: 就业, kind: cumulative, target: 100, measure: 人, quote: 不少于100人, shares: {东区政府: 60, 乙局: 40}}
          - {id: beds, name: 床位, kind: cumulative, target: 800, measure: 张, quote: 建成八百张床位}
          - {id: idle, name: 失业率, kind: level, target: 3, measure: "%", quote: 失业率控制在3%以内, bound: at-most}
          - {id: growth, name: 增长, kind: level, target: 8, measure: "%", quote: 增长8%左右, bound: about}
          - {id: harm, name: 事故, kind: cumulative, target: 0, measure: 起, quote: 事故零发生, bound: at-most}
        milestones:
          - {id: begun, by: 3月底, what: 动工}
          - {id: half, by: 6月底, what: 过半, indicator: jobs, figure: 50}
          - {id: most, by: 10月底, what: 大半, indicator: jobs, figure: 80}
        added: {date: 2021-02-01, document: 某函}
        dropped: {date: 2021-10-31, document: 某函}
      - {id: 2, no: （一）, content: 甲, lead_unit: 乙局, deadline: 年底}
      - {id: 3, no: （二）, content: 乙, lead_unit: 各区政府, deadline: 次年3月底}
"""
TODAY = dt.date(2021, 12, 3)


class Example(NamedTuple):
    """A change of the plan that a rule allows, and one that it does not, with where that is said and how."""

    good: tuple[str, str]
    bad: tuple[str, str]
    at: str
    sentence: str


LEADERS, UNITS, MEMBER = "leader: [张三, 赵六]", "lead_unit: [新局, 乙局]", "lead_unit: 各区政府, deadline"
UNTIL = "{name: 老局, until: 2021-08-15"
YI = "{name: 乙局, code: yi, aliases: [小乙]}"
JOBS = "quote: 不少于100人"
SHARES = "shares: {东区政府: 60, 乙局: 40}"
IDLE = "quote: 失业率控制在3%以内, bound: at-most"
MOST = "by: 10月底, what: 大半, indicator: jobs, figure: 80"

EXAMPLES = [
    ("known-leader", Example((LEADERS, "leader: 张三"), (LEADERS, "leader: [赵六, 李四]"), "23:22", "李四 was the name until 2021-08-15; write 张三")),
    ("known-leader", Example((LEADERS, ""), (LEADERS, "leader: 张山"), "23:17", "张山 is not among the leaders; did you mean 张三?")),
    ("known-unit", Example((UNITS, "lead_unit: 乙局"), (UNITS, "lead_unit: [老局, 乙局]"), "24:21", "老局 was the name until 2021-08-15; write 新局")),
    ("one-role", Example((UNITS, "lead_unit: [乙局, 新局]"), (UNITS, "lead_unit: [新局, 乙局, 新局]"), "24:29", "新局 is named twice in this task")),
    ("one-role", Example((LEADERS, "leader: [赵六, 张三]"), (LEADERS, "leader: [张三, 赵六, 张三]"), "23:26", "张三 is named twice")),
    ("one-role", Example(("partner_units: [各区政府]", "partner_units: [各区政府, 东区政府]"), ("partner_units: [各区政府]", "partner_units: [各区政府, 乙局]"), "25:31", "乙局 is named twice")),
    ("one-role", Example((MEMBER, "lead_unit: 东区政府, partner_units: [各区政府], deadline"), (MEMBER, "lead_unit: [各区政府, 东区政府], deadline"), "40:56", "东区政府 leads this task as a member of 各区政府")),
    ("one-role", Example((MEMBER, "lead_unit: 各区政府, partner_units: [乙局], deadline"), (MEMBER, "lead_unit: 各区政府, partner_units: [西区政府], deadline"), "40:71", "西区政府 leads this task as a member")),
    ("former-order", Example((UNTIL, "{name: 老局, until: 2022-12-31"), (UNTIL, "{name: 老局, until: 2023-01-01"), "11:77", "2023-01-01 lies outside 2021-01-01 to 2022-12-31")),
    ("former-order", Example((UNTIL, "{name: 老局, until: 2021-04-01"), (UNTIL, "{name: 老局, until: 2021-03-31"), "11:77", "2021-03-31 is not after 2021-03-31, the last day of the name above")),
    ("former-order", Example((UNTIL, "{name: 中局, until: 2021-08-15"), (UNTIL, "{name: 新局, until: 2021-08-15"), "11:66", "新局 is the next name, too")),
    ("former-order", Example(("{name: 李四, until", "{name: 李九, until"), ("{name: 李四, until", "{name: 张三, until"), "5:51", "张三 is the next name, too")),
    ("former-order", Example(("周八, until: 2021-03-31", "周八, until: 2021-01-01"), ("周八, until: 2021-03-31", "周八, until: 2020-12-31"), "10:69", "2020-12-31 lies outside")),
    ("one-name", Example((YI, "{name: 乙局, code: yi, former: [{name: 甲局, until: 2021-05-01, document: 某函}, {name: 旧局, until: 2021-12-31, document: 某函}]}"), (YI, "{name: 乙局, code: yi, former: [{name: 老局, until: 2021-12-31, document: 某函}]}"), "12:42", "老局 is the name of 新局 on the same days")),
    ("one-name", Example((YI, "{name: 乙局, code: yi, aliases: [老乙]}"), (YI, "{name: 乙局, code: yi, aliases: [老局]}"), "11:66", "老局 is an alias of 乙局")),
    ("one-name", Example((YI, "{name: 乙局, code: yi}"), (YI, "{name: 乙局, code: yi, aliases: [新局]}"), "8:11", "新局 is an alias of 乙局")),
    ("one-name", Example(("aliases: [老赵]", "former: [{name: 李七, until: 2021-05-01, document: 某函}]"), ("aliases: [老赵]", "former: [{name: 李四, until: 2021-05-01, document: 某函}]"), "6:50", "李四 is the name of 张三 on the same days")),
    ("one-name", Example(("周八, until", "周九, until"), ("person: [{name: 王五", "person: [{name: 周八, pinyin: zhou ba}, {name: 王五"), "10:87", "another one bears the name 周八 on the same days")),
    ("plain-name", Example((YI, "{name: 乙局, code: yi, aliases: [乙“局”（市）]}"), (YI, "{name: 乙局, code: yi, aliases: [乙$(局)]}"), "12:36", "a name is typed in a shell, which would act on $; leave out")),
    ("plain-name", Example((YI, "{name: 乙局, code: yi, aliases: [乙－局]}"), (YI, "{name: 乙局, code: yi, aliases: [乙`;局]}"), "12:36", "a name is typed in a shell, which would act on ` ;")),
    ("plain-name", Example(("aliases: [老赵]", "aliases: [老“赵]"), ("aliases: [老赵]", "aliases: ['老\"赵']"), "6:44", "a name is typed in a shell, which would act on")),
    ("plain-name", Example(("周八, until", "周九, until"), ("周八, until", "周|八, until"), "10:58", "a name is typed in a shell, which would act on |")),
    ("deadline", Example(("deadline: 11月底\n", "deadline: {words: 文化周期间, day: 2022-12-31}\n"), ("deadline: 11月底\n", "deadline: {words: 文化周期间, day: 2023-01-01}\n"), "26:19", "2023-01-01 lies outside 2021-01-01 to 2022-12-31")),
    ("deadline", Example(("year: 2021\n", "year: 2021\ndeadline: 年底\n"), ("year: 2021\n", "year: 2021\ndeadline: 某时\n"), "4:11", "某时 is no deadline")),
    ("milestone-day", Example((MOST, MOST.replace("10月底", "11月底")), (MOST, MOST.replace("10月底", "12月1日")), "36:28", "2021-12-01 lies after the deadline 2021-11-30")),
    ("milestone-day", Example(("by: 3月底", "by: {words: 年中, day: 2021-01-01}"), ("by: 3月底", "by: {words: 年中, day: 2020-12-31}"), "34:29", "2020-12-31 lies outside")),
    ("milestone-day", Example(("by: 3月底", "by: 一季度"), ("by: 3月底", "by: 年中"), "34:29", "年中 is no deadline")),
    ("milestone-order", Example(("by: 3月底", "by: 6月30日"), ("by: 3月底", "by: 7月底"), "35:28", "2021-06-30 lies before the day of the milestone above")),
    ("unique", Example(("id: begun", "id: started"), ("id: begun", "id: half"), "35:18", "half stands here a second time")),
    ("unique", Example(("id: begun", "id: jobs-2"), ("id: begun", "id: jobs"), "34:18", "jobs stands here a second time")),
    ("milestone-indicator", Example((MOST, MOST.replace("indicator: jobs", "indicator: beds")), (MOST, MOST.replace("indicator: jobs", "indicator: bed")), "36:55", "task 1 has no indicator bed; did you mean beds?")),
    ("milestone-indicator", Example((MOST, MOST.replace(", indicator: jobs, figure: 80", "")), (MOST, MOST.replace(", indicator: jobs", "")), "36:52", "a figure of nothing; write the indicator")),
    ("milestone-indicator", Example((MOST, MOST.replace("80", "81")), (MOST, MOST.replace(", figure: 80", "")), "36:55", "an indicator without a figure; write the figure")),
    ("milestone-figure", Example((MOST, MOST.replace("80", "50")), (MOST, MOST.replace("80", "49")), "36:69", "49 is less than the 50 of the milestone above")),
    ("milestone-figure", Example((MOST, MOST.replace("80", "100")), (MOST, MOST.replace("80", "101")), "36:69", "101 is more than the target 100")),
    ("milestone-figure", Example((MOST, MOST.replace("jobs, figure: 80", "growth, figure: -1")), (MOST, MOST.replace("jobs, figure: 80", "beds, figure: -1")), "36:69", "-1 is negative")),
    ("came-and-went", Example(("added: {date: 2021-02-01", "added: {date: 2021-10-31"), ("added: {date: 2021-02-01", "added: {date: 2021-11-01"), "38:25", "2021-10-31 lies before 2021-11-01, when the task was added")),
    ("came-and-went", Example(("added: {date: 2021-02-01", "added: {date: 2021-01-01"), ("added: {date: 2021-02-01", "added: {date: 2020-12-31"), "37:23", "2020-12-31 lies outside")),
    ("bound-words", Example((JOBS, "quote: 新增就业不少于100人"), (JOBS, f"{JOBS}, bound: at-most"), "28:100", "the quote says 不少于, which is no at-most; write bound: at-least")),
    ("bound-words", Example((IDLE, IDLE.replace("失业率", "")), (IDLE, "quote: 失业率控制在3%以内"), "30:13", "the quote says 控制在, which is no at-least; write bound: at-most")),
    ("bound-words", Example((IDLE, "quote: 率控制在3%以内, bound: at-most"), (IDLE, "quote: 3%以内, bound: about"), "30:93", "the quote says 以内, which is no about")),
    ("known-share", Example((SHARES, "shares: {西区政府: 60, 乙局: 40}"), (SHARES, "shares: {西区: 60, 乙局: 40}"), "28:106", "西区 is not among the units; did you mean 西区政府?")),
    ("known-share", Example((SHARES, "shares: {新局: 60, 乙局: 40}"), (SHARES, "shares: {各区政府: 60, 乙局: 40}"), "28:108", "各区政府 is a group; give its members their shares")),
    ("known-share", Example(("partner_units: [各区政府]", "partner_units: [东区政府]"), ("partner_units: [各区政府]", "partner_units: [西区政府]"), "28:108", "task 1 does not name 东区政府")),
    ("possible-share", Example((SHARES, "shares: {东区政府: 0, 乙局: 100}"), (SHARES, "shares: {东区政府: 140, 乙局: -40}"), "28:117", "-40 is negative")),
    ("supported", Example(("quote: 建成八百张床位", "quote: 八百张床位"), ("target: 800", "target: 801"), "29:60", "the quote does not contain 801")),
    ("supported", Example(("quote: 事故零发生", "quote: 零发生"), ("quote: 事故零发生", "quote: 事故"), "32:60", "the quote does not contain 0")),
]  # fmt: skip
REMARKED = [
    ("about-words", ("增长8%左右, bound: about", "增长8%, bound: about"), "31:94", "without 左右 or 约"),
    ("about-words", ("增长8%左右, bound: about", "增长8%左右"), "31:81", "says 左右, and the target counts as at-least"),
    ("shared-out", (SHARES, "shares: {东区政府: 60}"), "28:101", "40 of 100 人 is given to no unit (未分解)"),
    ("shared-out", (SHARES, "shares: {东区政府: 61, 乙局: 40}"), "28:101", "the shares add up to 101 人, more than the target 100"),
    ("repeated-no", ("no: （二）", "no: （一）"), "40:21", "task 2 is printed as （一）, too"),
]  # fmt: skip


def problems(text):
    """Return what is wrong with a plan."""
    return [str(one) for one in store.of_store(InMemory({"tasks.yaml": text}), Cache(None), TODAY).problems]


def changed(old, new):
    """Return the plan with a change."""
    assert PLAN.count(old) >= 1, old
    return PLAN.replace(old, new, 1)


def test_the_plan_of_these_examples_is_good():
    assert problems(PLAN) == []


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_good(rule, example):
    """Near the bad example, and allowed."""
    assert [one for one in problems(changed(*example.good)) if "error" in one] == [], rule


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_bad(rule, example):
    """Refused by this rule, with line and column, the cure in the sentence."""
    [problem] = [one for one in problems(changed(*example.bad)) if " error: " in one]
    assert problem.startswith(f"tasks.yaml:{example.at}: error: "), problem
    assert problem.endswith(f" [{rule}]")
    assert example.sentence in problem


@pytest.mark.parametrize(("rule", "change", "at", "sentence"), REMARKED)
def test_remarked(dataset, rule, change, at, sentence):
    """A warning of `check`, each time that it looks; the plan is read in spite of it."""
    [problem] = problems(changed(*change))
    assert problem.startswith(f"tasks.yaml:{at}: warning: "), problem
    assert problem.endswith(f" [{rule}]")
    assert sentence in problem
    assert dataset({"tasks.yaml": changed(*change)}).plan.year == 2021


@pytest.mark.parametrize(
    ("quote", "bound"),
    [
        ("不少于100人", "at-least"), ("不低于100人", "at-least"), ("100人以上", "at-least"), ("超100人", "at-least"),
        ("超过100人", "at-least"), ("至少100人", "at-least"), ("100人及以上", "at-least"), ("不得少于100人", "at-least"),
        ("突破100人", "at-least"), ("高于100人", "at-least"),
        ("不超过100人", "at-most"), ("不高于100人", "at-most"), ("低于100人", "at-most"), ("100人以下", "at-most"),
        ("100人以内", "at-most"), ("控制在100人", "at-most"), ("控制在全市100人", "at-most"), ("未超过100人", "at-most"),
        ("约100人", "about"), ("大约100人", "about"), ("100人左右", "about"), ("100人上下", "about"),
    ],
)  # fmt: skip
def test_words_of_bounds(quote, bound):
    """A word at the number is one bound, and neither of the others passes unsaid."""
    text = PLAN.replace("不少于100人", quote)
    for other in ("at-least", "at-most", "about"):
        rules = [
            one.rpartition("[")[2]
            for one in problems(text.replace(f"quote: {quote}", f"quote: {quote}, bound: {other}"))
        ]
        assert bool(set(rules) & {"bound-words]", "about-words]"}) == (other != bound), (other, rules)


@pytest.mark.parametrize(
    "quote", ["节约100人", "规模以上100人", "预约100人", "100人参加市级以上比赛", "50岁以上100人", "达到100人"]
)
def test_words_that_are_no_bounds(quote):
    """以上 of other things, and 约 within a word."""
    text = PLAN.replace("不少于100人", quote)
    for other in ("at-least", "at-most"):
        assert problems(text.replace(f"quote: {quote}", f"quote: {quote}, bound: {other}")) == []


def test_an_amended_bound_leaves_the_words():
    text = changed(JOBS, f"{JOBS}, bound: at-most").replace(
        "        added:",
        "        amendments: [{date: 2021-08-15, document: 某函, field: jobs.bound, was: at-least}]\n        added:",
    )
    assert [one for one in problems(text) if "bound-words" in one] == []


def test_a_plan_without_any_leader():
    """Neither the plan nor a task need have one."""
    text = PLAN.replace(LEADERS, "").replace(PLAN[PLAN.index("leaders:") : PLAN.index("units:")], "")
    assert problems(text) == []


FORM = [
    (("code: yi,", "code: YI,"), [(12, "form")]),
    (("name: 赵六, pinyin: zhao liu", "name: 赵六, pinyin: 赵六"), [(6, "form")]),
    (("id: 2, no", "id: two, no"), [(39, "type")]),
    (("target: 800", "target: 八百"), [(29, "number")]),
    (("kind: cumulative, target: 100", "target: 100"), [(28, "missing-key")]),
    (("deadline: 11月底", "deadline: [11月底]"), [(26, "type")]),
    (("what: 动工", "waht: 动工"), [(34, "missing-key"), (34, "unknown-key")]),
    (("title: 某市", "titel: 某市"), [(1, "missing-key"), (1, "unknown-key")]),
]


@pytest.mark.parametrize(("change", "of_form"), FORM)
def test_form_and_sense_at_once(change, of_form):
    """A wrong form hides no contradiction elsewhere, and makes none up."""
    contradiction = ("deadline: 次年3月底", "deadline: 某时")
    text = changed(*change)
    found = [(int(one.split(":")[1]), one.rpartition("[")[2][:-1]) for one in problems(text)]
    assert sorted(found) == sorted(of_form)
    both = [(int(one.split(":")[1]), one.rpartition("[")[2][:-1]) for one in problems(text.replace(*contradiction))]
    hidden = of_form[0][1] == "missing-key" and of_form[0][0] == 1  # without its title a plan is none
    assert sorted(both) == sorted([*of_form, *([] if hidden else [(40, "deadline")])])


def test_places_behind_what_is_left_out():
    """Lists are shorter without what is wrong in them; what is said of the rest stands at its own line all the same."""
    text = changed("{name: 乙局, code: yi", "{name: 乙局, code: YI").replace("code: xq}", "code: aux}")
    text = text.replace("id: begun, by: 3月底", "id: Begun, by: 3月底").replace("figure: 80", "figure: 49")
    assert [one.split(" ")[0] for one in problems(text)] == [
        "tasks.yaml:12:22:", "tasks.yaml:15:24:", "tasks.yaml:34:18:", "tasks.yaml:36:69:",
    ]  # fmt: skip


def test_a_large_plan_is_read():
    """300 tasks, 400 units and 900 indicators in shares."""
    units = "".join(f"  - {{name: 第{n}局, code: u{n}}}\n" for n in range(400))
    shares = ", ".join(f"第{n}局: 1" for n in range(10))
    lines = [f"title: 大\nsource: 附件\nyear: 2021\nunits:\n{units}items:\n  - title: 第一类\n    tasks:\n"]
    for n in range(300):
        names = ", ".join(f"第{i}局" for i in range(1, 10))
        lines.append(
            f"      - id: {n + 1}\n        content: 各10个\n        lead_unit: 第0局\n        partner_units: [{names}]\n"
        )
        lines.append("        deadline: 年底\n        indicators:\n")
        lines += [
            f"          - {{id: i{k}, name: 数, kind: cumulative, target: 10, measure: 个, quote: 10个, shares: {{{shares}}}}}\n"
            for k in range(3)
        ]
    assert problems("".join(lines)) == []


def test_too_many_values(dataset):
    """The sentence that refuses says what fits."""
    with pytest.raises(Unreadable, match="300 tasks, 400 units"):
        dataset({"tasks.yaml": "a: [" + "1, " * 120_000 + "1]"})


@pytest.mark.parametrize("tasks", [1, 2])
def test_the_printed_numbers_may_leave_out_what_was_added(tasks):
    """A document that adds a task prints no new table: 25 tasks, as printed, are still right."""
    added = {"date": dt.date(2021, 9, 1), "document": "某函"}
    dataset(plan_text([row(), row(added=added)], counts={"items": 1, "tasks": tasks}))
    with pytest.raises(Unreadable, match="says 3 tasks, but 2"):
        dataset(plan_text([row(), row(added=added)], counts={"items": 1, "tasks": 3}))
