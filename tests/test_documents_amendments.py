"""Every field that a document can change has its word in Chinese, and what it was reads as a sentence."""

import datetime as dt
from dataclasses import fields, replace
from decimal import Decimal

import pytest

from mstrack.documents import amendments
from mstrack.format.model import (
    AMENDABLE,
    Amendment,
    Deadline,
    Indicator,
    Item,
    Lights,
    Milestone,
    Plan,
    PlanAmendment,
    Task,
    Unit,
    as_was,
)

DAY = dt.date(2021, 8, 15)
ROADS = Indicator(
    id="roads", name="公路", kind="cumulative", target=Decimal(30000), measure="公里", quote="公路3万公里"
)
ROOF = Milestone(id="roof", by=Deadline(words="9月底"), what="封顶")
TASK = Task(id=1, content="修路", lead_units=("甲局",), indicators=(ROADS,), milestones=(ROOF,))
PLAN = Plan(
    title="实事",
    source="附件",
    calendar_year=2021,
    units=(Unit(name="各区政府", code="gq", members=("东区政府",)),),
    items=(Item(title="实事", tasks=(TASK,)),),
)


def said(field, was):
    return amendments.of_task(replace(TASK, amendments=(Amendment(date=DAY, document="某函", field=field, was=was),)))


def of_plan(field, was):
    one = PlanAmendment(date=DAY, document="某函", field=field, was=was)
    (sentence,) = amendments.of_plan(replace(PLAN, amendments=(one,)))
    return sentence


@pytest.mark.parametrize(
    ("field", "was", "words"),
    [
        ("deadline", "11月底", "原时限11月底"),
        ("deadline", '{"day":"2011-10-10","words":"文化周期间"}', "原时限文化周期间（2011年10月10日）"),
        ("leader", '["王长青","赖燕芬"]', "原分管市领导王长青、赖燕芬"),
        ("leader", "null", "原分管市领导（无）"),
        ("lead_unit", "乙局", "原牵头单位乙局"),
        ("partner_units", '["丙局","丁局"]', "原配合单位丙局、丁局"),
        ("person", "张三", "原责任人张三"),
        ("content", "修路100公里。", "原具体内容“修路100公里。”"),
        ("goal", "null", "原目标要求（无）"),
        ("title", "修桥", "原任务名称修桥"),
        ("no", "（一）", "原序号（一）"),
        ("milestones", as_was((ROOF,)), "原阶段任务9月底封顶"),
        ("indicators", "bridges", "取消指标bridges"),
        ("indicators", as_was(ROADS), "取消指标公路"),
        ("roads", "25000", "公路原目标2.5万公里"),
        ("roads.target", "25000", "“公路”原目标2.5万公里"),
        ("roads.bound", "at-least", "“公路”原要求不少于"),
        ("roads.above", "true", "“公路”原要求超过"),
        ("roads.kind", "level", "“公路”原类型水平"),
        ("roads.measure", "里", "“公路”原计量单位里"),
        ("roads.shares", '{"东区政府":"12000"}', "“公路”原分解目标东区政府1.2万公里"),
        ("roads.baseline", "null", "“公路”原基数（无）"),
        ("roof.by", "8月底", "阶段任务“封顶”原时限8月底"),
        ("roof.what", "主体完工", "阶段任务“封顶”原内容主体完工"),
    ],
)
def test_a_field_of_a_task(field, was, words):
    assert said(field, was) == f"某函（2021年8月15日）：{words}"


@pytest.mark.parametrize(
    ("field", "was", "words"),
    [
        ("title", "十件实事", "原标题十件实事"),
        ("lights", as_was(Lights(red=Decimal(40))), "原亮灯规则红灯（百分点）40"),
        ("lights.yellow", "4", "亮灯规则原黄灯（百分点）4"),
        ("lights.pace", "calendar", "亮灯规则原应达进度口径全年序时进度"),
        ("year", "2020", "原年度2020"),
        ("period", '{"from":"2021-04-01","to":"2022-03-31"}', "原时间范围起2021年4月1日，止2022年3月31日"),
        ("deadline", "年底", "原统一时限年底"),
        ("units.gq.members", '["东区政府","西区政府"]', "各区政府原成员单位东区政府、西区政府"),
        ("units.gq.person", "张三", "各区政府原责任人张三"),
    ],
)
def test_a_field_of_the_plan(field, was, words):
    assert of_plan(field, was) == f"某函（2021年8月15日）：{words}"


def test_no_field_is_left_without_a_word():
    assert set(AMENDABLE) <= set(amendments.OF_TASK)
    parts = {one.name for kind in (Indicator, Milestone) for one in fields(kind)} - {"id"}
    assert parts <= set(amendments.OF_PART)
    assert {one.name for one in fields(Lights)} <= set(amendments.OF_LIGHTS)


def test_several_changes_of_one_document_stand_together():
    several = [("deadline", "11月底"), ("roads", "25000")]
    changed = tuple(Amendment(date=DAY, document="某函", field=field, was=was) for field, was in several)
    told = amendments.of_task(replace(TASK, amendments=changed))
    assert told == "某函（2021年8月15日）：原时限11月底，公路原目标2.5万公里"
    assert amendments.remark(replace(TASK, amendments=changed), "roads") == "原2.5万公里，某函"
