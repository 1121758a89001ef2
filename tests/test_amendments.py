"""The rules of amendments, each with what it allows and what not, the latter with its line and column."""

from __future__ import annotations

import json
import re

import pytest
from offenders import every

from mstrack import i18n
from mstrack.errors import Unreadable
from mstrack.format import codec, validate
from mstrack.format.model import AMENDABLE
from mstrack.rules import amendments, plan

PLAN = """\
title: 2021年市十件民生实事任务分解表
source: 附件2
year: 2021
counts: {items: 1, tasks: 2}
leaders:
  - {name: 赖燕芬, pinyin: lai yan fen, former: [{name: 王长青, until: 2021-03-01, document: 某函}]}
units:
  - {name: 市民政局, code: mzj, person: {name: 谢鸿猷, pinyin: xie hong you}}
  - {name: 市财政局, code: czj, person: {name: 张璐, pinyin: zhang lu}}
items:
  - title: 提高底线民生保障水平
    tasks:
      - id: 1
        content: 完成不少于2.778万批次，修路30公里。
        leader: 赖燕芬
        lead_unit: 市民政局
        partner_units: [市财政局]
        deadline: 12月10日
        indicators:
          - {id: batches, name: 批次, kind: cumulative, target: 25000, measure: 批次, quote: 不少于2.778万批次}
          - {id: roads, name: 公路, kind: cumulative, target: 30, measure: 公里, quote: 修路30公里}
        amendments:
          - {date: 2021-07-01, document: 某办函〔2021〕8号, field: deadline, was: 10月底}
          - {date: 2021-08-15, document: 某办函〔2021〕12号, field: deadline, was: 11月底}
          - {date: 2021-08-15, document: 某办函〔2021〕12号, field: batches, was: 27780}
          - {date: 2021-08-15, document: 某办函〔2021〕12号, field: leader, was: 王长青}
          - {date: 2021-08-15, document: 某办函〔2021〕12号, field: lead_unit, was: 市卫生局}
          - {date: 2021-08-15, document: 某办函〔2021〕12号, field: person, was: 李四}
          - {date: 2022-01-05, document: 某办函〔2022〕1号, field: indicators, was: bridges}
        milestones: [{id: half, by: 6月底, what: 过半, indicator: roads, figure: 15}]
      - id: 2
        content: 低保标准不低于932元/人/月。
        leader: 赖燕芬
        lead_unit: 市财政局
        deadline: 11月底
        amendments:
          - {date: 2021-08-15, document: 某办函〔2021〕12号, field: person, was: 李四}
amendments:
  - {date: 2021-09-01, document: 某函, field: goal, was: 某目标, tasks: [1, 2]}
"""
LAST = "field: indicators, was: bridges"
ALONE = "field: person, was: 李四}\n"

GOOD = [
    (LAST, "field: roads, was: 40.5"),
    (LAST, 'field: roads, was: "40"'),
    (LAST, "field: deadline, was: 年底"),
    (LAST, "field: person, was: 谢鸿猷"),
    (LAST, "field: person, was: 张璐"),
    (LAST, "field: indicators, was: bridges}\n          - {date: 2022-12-31, document: 甲, field: bridges, was: 7"),
    ("2022-01-05", "2021-08-15"),
    ("2021-07-01", "2021-01-01"),
    ("field: deadline, was: 10月底", "field: deadline, was: 12月10日"),
    ("field: batches, was: 27780", "field: batches, was: 27780.0"),
]
"""Allowed: also to come back to what it was, where another value lay between; two who changed places; a dropped id."""

GOOD += [
    (LAST, f"field: {field}, was: {was}")
    for field, was in (
        ("roads.bound", "at-most"),
        ("roads.above", "true"),
        ("roads.kind", "level"),
        ("roads.measure", "米"),
        ("roads.quote", "修路约30公里"),
        ("roads.baseline", "7.5"),
        ("roads.shares", "{市民政局: 30}"),
        ("half.by", "年底"),
        ("half.figure", "null"),
        ("milestones", "null"),
        ("milestones", "[{id: gone, by: 5月底, what: 动工}]"),
        ("deadline", "null"),
        ("deadline", "{words: 文化周期间, day: 2021-10-10}"),
        ("partner_units", "[市财政局, 市民政局]"),
        ("leader", "null"),
        ("goal", "30公里"),
        ("item", "2"),
        ("added", "{date: 2021-05-01, document: 某函}"),
    )
]
SHARED = "field: goal, was: 某目标, tasks: [1, 2]}\n"
GOOD += [
    (SHARED, f"field: {field}, was: {was}}}\n")
    for field, was in (
        ("title", "某表"),
        ("source", "附件1"),
        ("year", "2020"),
        ("period", "{from: 2021-01-01, to: 2022-03-31}"),
        ("deadline", "11月底"),
        ("lights", "{red: 20}"),
        ("lights.yellow", "5"),
        ("lights.pace", "calendar"),
        ("units.mzj.members", "[市财政局]"),
        ("units.mzj.person", "李四"),
        ("items.1.title", "某类"),
    )
]

BAD = [
    ("amended-tasks", "tasks: [1, 2]", "tasks: [1, 3]", "39:72", "there is no task 3"),
    ("amended-tasks", "tasks: [1, 2]", "tasks: [1, 1]", "39:72", "stands here twice"),
    ("amended-field", SHARED, "field: content, was: 甲}\n", "39:45", "; known: deadline, items.1.title, lights, "),
    ("amended-field", SHARED, "field: units.czj.code, was: jj}\n", "39:45", "did you mean"),
    ("amended-field", LAST, "field: roads.id, was: way", "29:62", "roads.id is neither"),
    ("amended-field", LAST, "field: half.id, was: way", "29:62", "half.id is neither"),
    (
        "amended-date",
        "2021-09-01, document: 某函, field: goal",
        "2023-01-01, document: 某函, field: goal",
        "39:12",
        "to 2022",
    ),
    ("named-document", "document: 某函, field: goal", "document: …, field: goal", "39:34", "a slip is corrected"),
    ("named-document", "某办函〔2021〕8号", "—", "23:42", "names no document"),
    (
        "named-document",
        "until: 2021-03-01, document: 某函",
        "until: 2021-03-01, document: …",
        "6:88",
        "names no document",
    ),
    ("amended-was", LAST, "field: roads.bound, was: 以内", "29:80", "is no value of roads.bound"),
    ("amended-was", LAST, "field: roads.bound, was: at-least", "29:80", "is what roads.bound is"),
    ("amended-was", LAST, "field: roads.above, was: 否", "29:80", "is no value of roads.above"),
    ("amended-was", LAST, "field: roads.shares, was: 30", "29:81", "is no value of roads.shares"),
    ("amended-was", LAST, "field: roads.measure, was: null", "29:82", "cannot have been nothing"),
    ("amended-was", LAST, "field: half.by, was: 年中", "29:76", "年中 is no deadline"),
    ("amended-was", LAST, "field: milestones, was: 动工", "29:79", "is no value of milestones"),
    ("amended-was", LAST, "field: lead_unit, was: null", "29:78", "cannot have been nothing"),
    ("amended-was", LAST, "field: dropped, was: 2021-05-01", "29:76", "is no value of dropped"),
    ("amended-was", SHARED, "field: lights.red, was: 三十}\n", "39:62", "is no value of lights.red"),
    ("amended-was", SHARED, "field: lights, was: {green: 4}}\n", "39:58", "is no value of lights"),
    ("amended-was", SHARED, "field: title, was: 2021年市十件民生实事任务分解表}\n", "39:57", "is what title is"),
    ("amended-was", SHARED, "field: period, was: {from: 2021-01-01}}\n", "39:58", "is no value of period"),
    ("amended-was", "was: 某目标", "was: null", "39:56", "is what goal is"),
    ("amended-field", LAST, "field: batchs, was: 5", "29:62", "did you mean batches?"),
    ("amended-field", LAST, "field: units, was: 甲", "29:62", "units is neither"),
    ("amended-field", LAST, "field: roads.colour, was: 甲", "29:62", "roads.colour is neither"),
    ("amended-field", LAST, "field: tracks.bound, was: 甲", "29:62", "tracks.bound is neither"),
    ("amended-date", "2021-07-01", "2020-12-31", "23:20", "from 2021-01-01 to 2022-12-31"),
    ("amended-date", "2022-01-05", "2012-01-05", "29:20", "from 2021-01-01 to 2022-12-31"),
    ("amended-date", "2021-07-01", "2021-08-16", "24:20", "put the older one first"),
    ("amended-was", LAST, "field: roads, was: 三十", "29:74", "三十 is no number"),
    ("amended-was", LAST, "field: roads, was: [5, 6]", "29:74", "is no number"),
    ("amended-was", LAST, "field: roads, was: 30", "29:74", "is what roads is after that amendment, too"),
    ("amended-was", LAST, "field: roads, was: 30.0", "29:74", "is what roads is"),
    ("amended-was", "was: 10月底", "was: 年中", "23:77", "年中 is no deadline; write 12月10日"),
    ("amended-was", "was: 11月底", "was: 12月10日", "24:78", "is what deadline is"),
    ("amended-was", "was: 10月底", "was: 11月底", "23:77", "is what deadline is"),
    ("amended-was", "was: 王长青", "was: 赖燕芬", "26:76", "is what leader is"),
    ("amended-was", "was: 市卫生局", "was: 市民政局", "27:79", "is what lead_unit is"),
    ("amended-was", "was: bridges", "was: roads", "29:79", "is what indicators is"),
    ("amended-was", ALONE + "@", "field: person, was: 张璐}\n", "37:76", "is what person is"),
]


def changed(old, new):
    """Return the plan with one text replaced; @ marks the last of several."""
    if old.endswith("@"):
        head, _old, tail = PLAN.rpartition(old[:-1])
        return head + new + tail
    assert old in PLAN
    return PLAN.replace(old, new, 1)


def test_the_plan_of_these_examples_is_good(dataset):
    assert len(dataset({"tasks.yaml": PLAN}).plan.tasks[0].amendments) == 7


def test_every_rule_has_an_example():
    assert {rule.__name__.replace("_", "-") for rule in amendments.RULES} == {bad[0] for bad in BAD} | {"amendable-id"}
    assert set(amendments.RULES) < set(plan.PLAN_RULES)


@every(("old", "new"), GOOD)
def test_good(dataset, old, new):
    """Near a bad example, and allowed."""
    dataset({"tasks.yaml": changed(old, new)})


@every(("rule", "old", "new", "at", "said"), BAD)
def test_bad(dataset, rule, old, new, at, said):
    """Refused by this rule alone, with line and column."""
    with pytest.raises(Unreadable) as caught:
        dataset({"tasks.yaml": changed(old, new)})
    [problem] = map(str, caught.value.problems)
    assert problem.startswith(f"tasks.yaml:{at}: error: ")
    assert problem.endswith(f" [{rule}]")
    assert said in problem


def test_an_id_that_is_a_field_of_the_task(dataset):
    """An amendment could not say which of the two it means; what else names the old id has its own problem."""
    with pytest.raises(Unreadable) as caught:
        dataset({"tasks.yaml": changed("{id: roads", "{id: leader")})
    found = [str(one) for one in caught.value.problems if one.rule == "amendable-id"]
    assert [one.startswith("tasks.yaml:21:18: error: ") and "choose another id" in one for one in found] == [True]


def test_a_quote_may_hold_what_a_target_was(dataset):
    """The content stays as the table had it; without the amendment the target is no number of its quote."""
    assert dataset({"tasks.yaml": PLAN}).plan.tasks[0].indicators[0].target == 25000
    with pytest.raises(Unreadable, match=r"20:63: error: the quote does not contain 25000.*\[supported\]"):
        dataset({"tasks.yaml": changed("field: batches, was: 27780", "field: roads, was: 27")})


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("27780", "27780"),
        ("0.50", "0.5"),
        ("-2.30", "-2.3"),
        ('"27780"', "27780"),
        ("甲", "甲"),
        ("true", "true"),
        ("null", "null"),
        ("", "null"),
        ("[]", "null"),
        ("[甲]", "甲"),
        ("[甲, 乙]", '["甲","乙"]'),
        ("{乙: 1.50, 丙: 2}", '{"丙":"2","乙":"1.5"}'),
        ("[{id: a, by: 5月底}]", '[{"by":"5月底","id":"a"}]'),
    ],
)
def test_what_it_was_is_any_value_of_a_file(written, said):
    """A number of a target is written as the target is; all become a text, the same for equal values."""
    read, problems = validate.check("plan", "tasks.yaml", changed("27780}", written + "}").encode())
    assert problems == []
    assert codec.plan(json.loads(validate.canonical_json("plan", read))) == read
    assert read.tasks[0].amendments[2].was == said


@every(
    ("old", "new", "at", "rule"),
    [
        ("was: 27780", "was: ''", "25:77", "length"),
        ("was: 27780", "was: ' a'", "25:77", "form"),
        ("was: 27780", f"was: {'a' * 20_002}", "25:77", "length"),
        (", was: 27780", "", "25:13", "missing-key"),
        ("document: 某办函〔2021〕8号, ", "", "23:13", "missing-key"),
        ("document: 某办函〔2021〕8号", "document: ' '", "23:42", "form"),
        ("date: 2021-07-01", "date: 7月1日", "23:20", "day"),
        ("was: 27780", "was: 27780, target: 1", "25:84", "unknown-key"),
    ],
)
@every("tongue", i18n.LANGUAGES)
def test_what_is_no_amendment(tongue, old, new, at, rule):
    """The schema refuses it in words, at its place."""
    with i18n.speaking(tongue):
        _text, problems = validate.check("plan", "tasks.yaml", changed(old, new).encode())
    [problem] = map(str, problems)
    assert problem.startswith(f"tasks.yaml:{at}: error: ")
    assert problem.endswith(f" [{rule}]")


def test_amendments_of_a_field_come_oldest_first(dataset):
    """What the table said at first stands first; machines are told a line each."""
    task = dataset({"tasks.yaml": PLAN}).plan.tasks[0]
    assert [one.was for one in task.amended("deadline")] == ["10月底", "11月底"]
    assert task.amended("partner_units") == ()
    assert str(task.amended("batches")[0]) == "2021-08-15 某办函〔2021〕12号 batches: 27780"


def test_the_example_of_the_manual(dataset, plan_text, root):
    """docs/data-format.md: the plan takes what stands there, and names every field that can be amended."""
    manual = (root / "docs" / "data-format.md").read_text(encoding="utf-8")
    [block] = [text for text in re.findall(r"```yaml\n(.*?)```", manual, re.DOTALL) if "amendments:" in text]
    lines = block.splitlines()
    head, mark, tail = plan_text.partition("      - id: 18\n")
    tail = tail.replace("        deadline: 12月10日\n", "\n".join([lines[0], *lines[3:], ""]), 1)
    tail = tail.replace("target: 165\n", "target: 170\n", 1).replace("target: 165,", "target: 170,", 1)
    task = dataset({"tasks.yaml": head + mark + tail}).plan.tasks[17]
    assert [(one.field, one.was) for one in task.amendments] == [("deadline", "12月10日"), ("new-villages", "165")]
    assert [field for field in AMENDABLE if f"`{field}`" not in manual] == []
