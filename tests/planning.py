"""A plan that uses every key of a plan in time, with entries, and the documents that are made of it."""

import datetime as dt
import functools
import io

import openpyxl
from builders import CODES, GROUP, LEAD, MEMBERS, PARTNER, filed, id_of, indicator, level, plan_text, row
from paging import Parsed
from papers import paper, text
from publishing import gathered
from written import written

from mstrack.documents import dashboard, ledger
from mstrack.i18n import speaking
from mstrack.render import Page, html, xlsx
from mstrack.store.source import PLAN, InMemory

DAY = dt.date(2021, 10, 1)
REFORM = "某发〔2021〕8号"
UNITS = [
    {
        "name": LEAD,
        "code": "jia",
        "person": {"name": "张三", "pinyin": "zhang san"},
        "former": [{"name": "旧局", "until": "2021-08-31", "document": REFORM}],
    },
    {"name": PARTNER, "code": "yi", "person": {"name": "李四", "pinyin": "li si"}},
    {"name": GROUP, "code": "gq", "members": list(MEMBERS)},
    *({"name": name, "code": CODES[name]} for name in MEMBERS),
]
SHARES = {"东区政府": 50, "西区政府": 30}
FOOD = {**indicator("抽检", target=27780, measure="批次", id="tests"), "quote": "不少于2.778万批次"}
JOBLESS = {**level("失业率", target=3, id="jobless", bound="at-most"), "quote": "失业率控制在3%以内"}
ACCIDENTS = {**level("事故", target=0, measure="起", id="accidents", bound="at-most"), "quote": "0起事故"}
TREES = {**indicator("种树", target=50, measure="万棵", id="trees", bound="about"), "quote": "种树50万棵左右"}
STAGES = [
    {"id": "started", "by": "5月底", "what": "动工"},
    {"id": "half", "by": "9月底", "what": "完成一半", "indicator": "roads", "figure": 50},
    {"id": "roof", "by": "11月底", "what": "封顶"},
]
MOVED = [
    {"date": "2021-08-15", "document": "调整函", "field": "deadline", "was": "11月底"},
    {"date": "2021-09-01", "document": "移交函", "field": "lead_unit", "was": PARTNER},
]


def rows():
    """Return tasks that use every key: 1 stages and shares, 2 a new lead, 3 bounds, 4 percent, 5 dropped, 6 joint."""
    return [
        row(indicator(shares=SHARES), title="修路", milestones=STAGES),
        row(FOOD, title="抽检", partner_units=[PARTNER], amendments=MOVED),
        row(JOBLESS, ACCIDENTS, TREES, title="就业", deadline="年底", partner_units=[]),
        row(title="医院", deadline="11月底", partner_units=[]),
        row(title="公园", partner_units=[], dropped={"date": "2021-07-01", "document": "撤销函"}),
        row(title="桥", leader=["王长青", "赖燕芬"], lead_unit=[PARTNER, LEAD], partner_units=[]),
    ]


def under_former_name(entry):
    """Return an entry as the unit filed it before the reform: the code is the same."""
    path, said = entry
    return path, said.replace(LEAD, "旧局")


ENTRIES = [
    under_former_name(filed("2021-08-31", figures={"roads": 30}, id_=id_of(1), note="旧名所报")),
    filed("2021-09-30", figures={"roads": 40}, id_=id_of(2), problem="雨多"),
    filed("2021-09-30", figures={"roads": 25}, id_=id_of(3), unit="东区政府"),
    filed("2021-09-30", figures={"roads": 20}, id_=id_of(4), unit="西区政府"),
    filed("2021-08-20", figures={"tests": 25002}, id_=id_of(5), unit=PARTNER, task=2, problem="缺人"),
    filed("2021-09-30", figures={"jobless": "2.4", "accidents": 0, "trees": 48}, id_=id_of(6), task=3),
    filed("2021-09-30", id_=id_of(7), task=4, percent=57, note="主体在建"),
    filed("2021-09-30", id_=id_of(8), task=6, unit=PARTNER, status="not-started"),
]


@functools.cache
def store():
    """Return the plan and its entries as files."""
    return InMemory({PLAN: plan_text(rows(), units=UNITS), **dict(ENTRIES)})


@functools.cache
def told():
    """Return the text of the bulletin."""
    return text(paper(store(), as_of=DAY))


@functools.cache
def book():
    """Return the workbook of the ledger."""
    with speaking("zh_CN"):
        return openpyxl.load_workbook(io.BytesIO(written(xlsx.write, ledger.ledger(gathered(store(), DAY)), Page())))


@functools.cache
def page():
    """Return the page, taken apart."""
    with speaking("zh_CN"):
        return Parsed(html.render(dashboard.dashboard(gathered(store(), DAY)), Page()).decode())


def sheet(workbook, name):
    """Return the rows of a sheet by the titles of its columns."""
    head, *rest = list(workbook[name].values)[2:]
    return [dict(zip(head, line, strict=True)) for line in rest]
