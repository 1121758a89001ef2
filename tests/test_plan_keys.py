"""The plan's keys for time, names, stages and bounds: what each is read as, and what is refused, at its place."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

from mstrack import i18n
from mstrack.format import codec, validate
from mstrack.format.model import (
    Amendment,
    Contact,
    Deadline,
    Decision,
    Former,
    Lights,
    Milestone,
    Office,
    Period,
    PlanAmendment,
    as_was,
)

PLAN = """\
title: 某市民生实事
source: 附件
period: {from: 2013-04-01, to: 2014-03-31}
deadline: {words: 文化周期间, day: 2013-10-10}
office: {name: 督查室, number: "某督〔2013〕{n}号", recipients: 各区政府, copies: [市委, 人大], phone: 8246306}
leaders:
  - {name: 张三, pinyin: zhang san, former: [{name: 李四, until: 2013-08-15, document: 某函}]}
units:
  - name: 甲局
    code: jia
    person: [{name: 王五, pinyin: wang wu}, {name: 赵六, pinyin: zhao liu}]
    former: [{name: 老甲局, until: 2013-08-15, document: 某函}]
    contact: {name: 小王, phone: 0750-123}
  - {name: 乙局, code: yi, person: {name: 钱七, pinyin: qian qi}}
items:
  - title: 第一类
    tasks:
      - id: 80
        no: （一）
        content: |
          新增100人，
          失业率控制在3%以内。
        leader: [张三, 李四]
        lead_unit: [甲局, 乙局]
        goal: 100人
        indicators:
          - {id: jobs, name: 就业, kind: cumulative, target: 100, measure: 人, quote: 新增100人,
             shares: {甲局: 60.5, 乙局: 0}}
          - {id: idle, name: 失业率, kind: level, target: -2.30, measure: "%", quote: 3%以内, bound: at-most}
        milestones:
          - {id: begun, by: 5月底, what: 动工}
          - {id: half, by: {words: 年中, day: 2013-09-30}, what: 过半, indicator: jobs, figure: 50}
        amendments:
          - {date: 2013-08-15, document: 某函, field: lead_unit, was: 丙局}
        added: {date: 2013-05-01, document: 某函}
        dropped: {date: 2013-12-01, document: 某函}
      - {id: 81, content: 甲, lead_unit: 甲局, deadline: 20131210}
lights: {pace: calendar, last_days: 0}
amendments:
  - {date: 2013-08-15, document: 某函, field: deadline, was: 11月底, tasks: [80, 81]}
  - {date: 2013-08-15, document: 某函, field: title, was: 某市实事}
"""
DAY = dt.date(2013, 8, 15)


def read(text=PLAN):
    """Return what a text says."""
    known, problems = validate.check("plan", "tasks.yaml", text.encode())
    assert problems == []
    assert codec.plan(json.loads(validate.canonical_json("plan", known))) == known
    return known


def test_the_plan_and_its_time():
    plan = read()
    assert plan.period == Period(dt.date(2013, 4, 1), dt.date(2014, 3, 31))
    assert (plan.period.days, plan.year, plan.counts) == (365, 2013, None)
    assert plan.lights == Lights(pace="calendar", last_days=0)
    office = {"recipients": ("各区政府",), "copies": ("市委", "人大"), "phone": "8246306"}
    assert plan.office == Office(name="督查室", number="某督〔2013〕{n}号", **office)
    assert plan.amendments == (
        PlanAmendment(date=DAY, document="某函", field="deadline", was="11月底", tasks=(80, 81)),
        PlanAmendment(date=DAY, document="某函", field="title", was="某市实事"),
    )


def test_a_year_is_a_period():
    """Both ends are days of it, and a leap year has one more."""
    plan = read(PLAN.replace("period: {from: 2013-04-01, to: 2014-03-31}", "year: 2012"))
    assert plan.period == Period.of_year(2012) == (dt.date(2012, 1, 1), dt.date(2012, 12, 31))
    assert plan.period.days == 366


def test_names_in_time():
    plan = read()
    assert plan.leaders[0].former == (Former(name="李四", until=DAY, document="某函"),)
    assert plan.units[0].former == (Former(name="老甲局", until=DAY, document="某函"),)
    assert plan.units[0].contact == Contact(name="小王", phone="0750-123")
    assert [[one.name for one in unit.persons] for unit in plan.units] == [["王五", "赵六"], ["钱七"]]
    assert [unit.person.name for unit in plan.units] == ["王五", "钱七"]


def test_a_row_with_every_key():
    task = read().tasks[0]
    assert (task.id, task.no, task.number, task.goal) == (80, "（一）", "（一）", "100人")
    assert (task.leaders, task.leader) == (("张三", "李四"), "张三")
    assert (task.lead_units, task.lead_unit, task.units) == (("甲局", "乙局"), "甲局", ("甲局", "乙局"))
    assert task.indicators[0].shares == {"甲局": Decimal("60.5"), "乙局": Decimal(0)}
    assert [(one.bound, one.target) for one in task.indicators] == [("at-least", 100), ("at-most", Decimal("-2.3"))]
    half = {"what": "过半", "indicator": "jobs", "figure": Decimal(50)}
    assert task.milestones == (
        Milestone(id="begun", by=Deadline(words="5月底"), what="动工"),
        Milestone(id="half", by=Deadline(words="年中", day=dt.date(2013, 9, 30)), **half),
    )
    assert task.added == Decision(date=dt.date(2013, 5, 1), document="某函")
    assert task.dropped == Decision(date=dt.date(2013, 12, 1), document="某函")


def test_a_row_with_few_keys():
    """A leader may be missing; the deadline is the plan's where the row has none."""
    plan = read()
    first, second = plan.tasks
    assert (second.leader, second.leaders, second.number) == (None, (), "81")
    assert (first.deadline, plan.due_of(first)) == ("", Deadline(words="文化周期间", day=dt.date(2013, 10, 10)))
    assert (second.deadline, plan.due_of(second)) == ("20131210", Deadline(words="20131210"))


@pytest.mark.parametrize(
    ("value", "was"),
    [
        (("甲局",), "甲局"),
        (("甲局", "乙局"), '["甲局","乙局"]'),
        ((), "null"),
        (None, "null"),
        (True, "true"),
        (Decimal("60.50"), "60.5"),
        (Deadline(words="11月底"), "11月底"),
        (Deadline(words="年中", day=DAY), '{"day":"2013-08-15","words":"年中"}'),
        ({"乙局": Decimal(0), "丙局": Decimal("1.0")}, '{"丙局":"1","乙局":"0"}'),
        (
            (Milestone(id="begun", by=Deadline(words="5月底"), what="动工"),),
            '[{"by":"5月底","id":"begun","what":"动工"}]',
        ),
    ],
)
def test_what_a_value_was_compares_with_what_a_file_says(value, was):
    """An amendment that has the text of `as_was` in YAML says that value."""
    assert as_was(value) == was
    plan = read(PLAN.replace("was: 丙局", f"was: {was}"))
    assert plan.tasks[0].amendments[0].was == was


@pytest.mark.parametrize(
    ("was", "value", "names"),
    [
        ("甲局", "甲局", ("甲局",)),
        ('["甲局","乙局"]', ["甲局", "乙局"], ("甲局", "乙局")),
        ("null", None, ()),
        ("[甲", "[甲", ("[甲",)),
    ],
)
def test_what_it_was_is_a_value_again(was, value, names):
    amendment = Amendment(date=DAY, document="某函", field="lead_unit", was=was)
    assert (amendment.value, amendment.names) == (value, names)


BAD = [
    ("from: 2013-04-01", "from: 2013-04-31", "3:16", "day", "no such day"),
    ("from: 2013-04-01, ", "", "3:9", "missing-key", "from is missing"),
    ("to: 2014-03-31", "to: 2013-03-31", "3:9", "period", "exchange from and to"),
    ("{from: 2013-04-01, to: 2014-03-31}", "2013年", "3:9", "type", "not 2013年"),
    ("period: {from: 2013-04-01, to: 2014-03-31}\n", "", "1:1", "period", "write one of the two keys"),
    ("period:", "year: 2013\nperiod:", "1:1", "period", "write one of the two keys"),
    ("deadline: {words: 文化周期间, ", "deadline: {", "4:11", "missing-key", "words is missing"),
    ("day: 2013-10-10", "day: 10月10日", "4:31", "day", "a day is expected"),
    ("{words: 文化周期间, day: 2013-10-10}", "[年底]", "4:11", "type", "a deadline is expected here"),
    ("{words: 文化周期间, day: 2013-10-10}", "12.10", "4:11", "type", "a deadline is expected here"),
    ("{words: 文化周期间, day: 2013-10-10}", "''", "4:11", "length", "this text is empty"),
    ("office: {name: 督查室, ", "office: {", "5:9", "missing-key", "name is missing"),
    ("recipients: 各区政府", "recipients: {a: 1}", "5:57", "type", "a mapping"),
    ("copies: [市委, 人大]", "copies: [市委, 3]", "5:76", "type", "put it in quotes"),
    ("phone: 8246306", "phone: true", "5:88", "type", "not true"),
    ("former: [{name: 李四, until: 2013-08-15, ", "former: [{name: 李四, ", "7:44", "missing-key", "until"),
    ("name: 老甲局, until: 2013-08-15", "name: 老甲局, until: 8月", "12:33", "day", "not 8月"),
    ("former: [{name: 老甲局", "former: [{nam: 甲, name: 老甲局", "12:15", "unknown-key", "did you mean name?"),
    ("pinyin: zhao liu", "pinyin: Zhao", "11:62", "form", "no pinyin"),
    ("pinyin: qian qi", "pinyin: Qian", "14:53", "form", "no pinyin"),
    ("person: {name: 钱七, pinyin: qian qi}", "person: 钱七", "14:34", "type", "keys with values"),
    ("contact: {name: 小王", "contact: {tel: 小王", "13:15", "unknown-key", "no key tel"),
    ("id: 80", "id: 1000", "18:13", "range", "the most is 999"),
    ("no: （一）", "no: ''", "19:13", "length", "this text is empty"),
    ("leader: [张三, 李四]", "leader: [张三, 3]", "23:22", "type", "put it in quotes"),
    ("lead_unit: [甲局, 乙局]", "lead_unit: []", "24:20", "length", "at least 1"),
    ("lead_unit: [甲局, 乙局]", "lead_unit: 3", "24:20", "type", "put it in quotes"),
    ("goal: 100人", "goal: ' '", "25:15", "form", "this text is blank"),
    ("甲局: 60.5", "甲局: 六十", "28:27", "number", "not 六十"),
    ("bound: at-most", "bound: 以内", "29:97", "choice", "at-least, at-most, about"),
    ("target: -2.30", "target: 百分之三", "29:56", "number", "not 百分之三"),
    ("id: begun", "id: 动工", "31:18", "form", "is no id"),
    ("by: 5月底", "by: [5月底]", "31:29", "type", "a deadline is expected here"),
    (", what: 动工", "", "31:13", "missing-key", "what is missing"),
    ("figure: 50", 'figure: "50"', "32:93", "number", "type 50 "),
    ("added: {date: 2013-05-01, ", "added: {", "35:16", "missing-key", "date is missing"),
    ("dropped: {date: 2013-12-01, document: 某函}", "dropped: 2013-12-01", "36:18", "type", "keys with values"),
    ("pace: calendar", "pace: 序时", "38:16", "choice", "deadline, calendar"),
    ("last_days: 0", "last_days: -1", "38:37", "range", "-1 is negative"),
    ("tasks: [80, 81]", "tasks: 80", "40:73", "type", "a list is expected"),
    ("tasks: [80, 81]", "tasks: [一]", "40:74", "type", "a whole number"),
    ("tasks: [80, 81]", "tasks: [0]", "40:74", "range", "the least is 1"),
]


@pytest.mark.parametrize(("old", "new", "at", "rule", "said"), BAD)
def test_refused(old, new, at, rule, said):
    """One sentence, at the line and column of what is wrong; in Chinese, too."""
    assert old in PLAN
    text = PLAN.replace(old, new, 1).encode()
    for tongue in i18n.LANGUAGES:
        with i18n.speaking(tongue):
            [problem] = map(str, validate.check("plan", "tasks.yaml", text)[1])
        assert problem.startswith(f"tasks.yaml:{at}: error: ")
        assert problem.endswith(f" [{rule}]")
        assert said in problem or tongue != "en", problem


def test_a_plan_of_no_time_hides_nothing_else():
    """All problems come at once, whatever Pydantic looks at first."""
    text = PLAN.replace("period: {from: 2013-04-01, to: 2014-03-31}\n", "").replace("id: 80", "id: 0")
    found = validate.check("plan", "tasks.yaml", text.encode())[1]
    assert sorted(problem.rule for problem in found) == ["period", "range"]
