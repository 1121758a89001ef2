"""Numbers in a promise: targets with bound, measure and baseline; others with their reason."""

from decimal import Decimal

import pytest

from mstrack.intake import indicators, numbers

TARGETS = {
    "新建学校12所": [(12, "所", "at-least", False, None)],
    "完成食品抽检2.778万批次": [(27780, "批次", "at-least", False, None)],
    "发放补贴3000万元、贷款1.5亿元": [
        (3000, "万元", "at-least", False, None),
        ("1.5", "亿元", "at-least", False, None),
    ],
    "失业率控制在4.5%以内": [("4.5", "%", "at-most", False, None)],
    "失业率低于4.3%": [("4.3", "%", "at-most", True, None)],
    "低保标准不低于932元/人/月": [(932, "元/人/月", "at-least", False, None)],
    "补助标准为每生每年1000元": [(1000, "元/生/年", "at-least", False, None)],
    "检验量达到每千人6批次": [(6, "批次/千人", "at-least", False, None)],
    "学位超15000个": [(15000, "个", "at-least", True, None)],
    "财政收入增长8%左右": [(8, "%", "about", False, None)],
    "水稻由800元/亩提高至1000元/亩": [(1000, "元/亩", "at-least", False, 800)],
    "从每人每月574元、271元分别提高到每人每月609元、300元": [
        (609, "元/人/月", "at-least", False, 574),
        (300, "元/人/月", "at-least", False, 271),
    ],
    "医保用药量从4周延长至最多12周": [(12, "周", "at-most", False, 4)],
    "新增床位八百张、改造公厕一百二十处": [(800, "张", "at-least", False, None), (120, "处", "at-least", False, None)],
    "为全州7万名35-64岁妇女免费筛查": [(70000, "名", "at-least", False, None)],
    "完成超230个50户以上木质房屋连片村寨管网建设": [(230, "个", "at-least", True, None)],
    "在6个区的35家中心设立专区": [(35, "家", "at-least", False, None)],
}


@pytest.mark.parametrize("text", TARGETS)
def test_targets(text):
    """Every target with what it is; nothing else is one."""
    found, _others = numbers.found(text)
    said = [(one.value, one.measure, one.bound, one.above, one.baseline) for one in found]
    expected = [
        (Decimal(value), *rest[:3], rest[3] if rest[3] is None else Decimal(rest[3])) for value, *rest in TARGETS[text]
    ]
    assert said == expected


@pytest.mark.parametrize(
    "text",
    ["12月10日前完成", "2021年", "16号线二期", "65岁及以上老年人", "G6PD缺乏症", "实施“155”工程", "第3届", "三项工程", "四、五类桥梁",
     "推进“七个一”项目", "纬六路以北", "江门一中扩容", "一批学校建设"],
)  # fmt: skip
def test_no_numbers(text):
    """Days, names, ages, grades and words that only look like numerals are no numbers of a promise at all."""
    assert numbers.found(text) == ([], [])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("巩固全市约7200公里成果", "approximate"),
        ("签约居民中的16种慢性病", "attribute"),
        ("重点抓好25万吨己二酸、10万吨针状焦等项目建设", "capacity"),
        ("截至11月底，已完成21项", "progress"),
        ("在2010年提高标准100元的基础上", "baseline"),
    ],
)
def test_reasons(text, reason):
    """A number that is no target is told with its reason."""
    found, others = numbers.found(text)
    assert (found, {one.reason for one in others}) == ([], {reason})


NAMED = {
    "全市新增5800个汽车停车泊位、8000个摩托车停车泊位": [("新增汽车停车泊位", "cumulative"), ("新增摩托车停车泊位", "cumulative")],
    "居民电子健康档案建档率达到90%以上，100%村卫生站参与服务": [("居民电子健康档案建档率", "level"), ("村卫生站参与服务比例", "level")],
    "困难残疾人补贴、重度残疾人护理补贴分别提高到190元/人/月、250元/人/月": [("困难残疾人补贴", "level"), ("重度残疾人护理补贴", "level")],
    "完成一中、二小等12所学校工程": [("学校工程", "cumulative")],
    "地区生产总值增长6.2%左右": [("地区生产总值增长率", "level")],
    "治理覆盖8290个自然村": [("治理覆盖自然村", "level")],
    "对10座桥梁进行改造（三类桥1座，四类桥9座）": [("桥梁改造", "cumulative"), ("三类桥", "cumulative"), ("四类桥", "cumulative")],
    "提高保险保额标准，水稻由800元/亩提高至1000元/亩": [("水稻保险保额标准", "level")],
}  # fmt: skip


@pytest.mark.parametrize("text", NAMED)
def test_indicators(text):
    """An indicator says what is counted, and whether it adds up; its quote stands in the text and holds its number."""
    made = indicators.drafted(text, numbers.found(text)[0], "任务")
    assert [(one.name, one.kind) for one in made] == NAMED[text]
    assert [one.quote for one in made if one.quote not in text] == []
    assert len({one.id for one in made}) == len(made)


def test_doubts():
    """What is guessed is marked: a level that might be a count, a measure that the table does not name."""
    for text, words in (("病种数扩大至52种以上", "原来是多少"), ("价格指数控制在103.5以内", "计量单位")):
        (made,) = indicators.drafted(text, numbers.found(text)[0], "任务")
        assert words in made.doubt
