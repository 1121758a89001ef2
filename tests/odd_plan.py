"""A plan with what the shipped table has not: stages, targets of districts, a ceiling, joint leads, names of before.

Task 1 is led by 甲局 (丁局 until August) with 乙局, and has shares; task 2 has no leader, deadline or figures; the
districts lead task 3 as a group; task 4 was dropped.
"""

from __future__ import annotations

import datetime as dt

from builders import GROUP, LEAD, MEMBERS, PARTNER, dataset, filed, indicator, level, plan_text, row

from mstrack.i18n import speaking
from mstrack.progress.snapshot import Snapshot
from mstrack.report import Text
from mstrack.views import task

EAST, WEST, SOUTH = MEMBERS
DAY = dt.date(2021, 11, 10)
DOCUMENT = "某办函〔2021〕12号"
TESTS = indicator("检测", target=27780, measure="批次", id="tests", shares={EAST: 10000, WEST: 8000, SOUTH: 6000}) | {
    "quote": "检测2.778万批次"
}
JOBLESS = level("失业率", 3, id="jobless", bound="at-most") | {"quote": "失业率控制在3%以内"}
STARTED = {"id": "started", "by": "5月底前", "what": "动工"}
HALF = {"id": "half", "by": "9月底前", "what": "检测1.5万批次", "indicator": "tests", "figure": 15000}
DESIGN = {"id": "design", "by": "11月20日", "what": "完成设计"}


def amended(field, was):
    """Return an amendment as tasks.yaml says it."""
    return {"date": "2021-08-20", "document": DOCUMENT, "field": field, "was": was}


def rows():
    """Return the four rows."""
    first = row(
        TESTS,
        JOBLESS,
        no="（一）",
        goal="全市检测",
        leader=["王长青", "赖燕芬"],
        lead_unit=[LEAD, PARTNER],
        partner_units=[GROUP],
        milestones=[STARTED, HALF],
        amendments=[amended("jobless.bound", "about"), amended("goal", None), amended("jobless.kind", "cumulative")],
    )
    second = row(title="建设水库", lead_unit=PARTNER, partner_units=[], milestones=[DESIGN])
    del second["leader"], second["deadline"]
    third = row(indicator(), title="各区修路", lead_unit=GROUP, partner_units=[], leader="赖燕芬")
    dropped = {"date": "2021-09-01", "document": "某办函〔2021〕15号"}
    return [first, second, third, row(title="建公园", dropped=dropped)]


def text(**more):
    """Return tasks.yaml."""
    leaders = [
        {"name": "王长青", "pinyin": "wang chang qing"}
        | {"former": [{"name": "李大同", "until": "2021-06-30", "document": "某府〔2021〕8号"}]},
        {"name": "赖燕芬", "pinyin": "lai yan fen"},
    ]
    units = [
        {"name": LEAD, "code": "jia", "person": {"name": "张三", "pinyin": "zhang san"}}
        | {"former": [{"name": "丁局", "until": "2021-08-15", "document": "某编〔2021〕3号"}]}
        | {"contact": {"name": "陈科长", "phone": "0750-3121212"}},
        {"name": PARTNER, "code": "yi", "person": {"name": "李四", "pinyin": "li si"}},
        {"name": GROUP, "code": "gq", "members": list(MEMBERS)},
        *({"name": name, "code": code} for name, code in zip(MEMBERS, ("dq", "xq", "nq"), strict=True)),
    ]
    return plan_text(rows(), leaders=leaders, units=units, **{"deadline": "12月31日"} | more)


ENTRIES = (
    filed("2021-09-30", figures={"tests": 13502, "jobless": 2.4}, reached=("started",), id_="00000001"),
    filed("2021-10-31", figures={"tests": 17502}, id_="00000002"),
    filed("2021-10-31", figures={"tests": 9000}, unit=EAST, id_="00000003"),
    filed("2021-10-31", figures={"tests": 3000}, unit=WEST, id_="00000004"),
    filed("2021-10-31", percent=57, unit=PARTNER, task=2, id_="00000005"),
    filed("2021-10-31", figures={"roads": 30}, unit=EAST, task=3, id_="00000006"),
    filed("2021-11-01", figures={"roads": 31.5}, unit=WEST, task=3, id_="00000007"),
)


def store(*entries, **more):
    """Return the dataset of the odd plan."""
    return dataset(text(**more), *ENTRIES, *entries)


def snapshot(*entries, as_of=DAY, **choice):
    """Return the odd plan on a day, with filters."""
    found = Snapshot(store(*entries), as_of)
    return found.choosing(found.choice._replace(**choice)) if choice else found


def seen(view, *given, tongue="en", **more):
    """Return a report of the odd plan in a language."""
    with speaking(tongue):
        return view(snapshot(**more), *given)


def page(number=1, *entries, tongue="en"):
    """Return the page of a task of the odd plan."""
    with speaking(tongue):
        one = snapshot(*entries)
        return task.show_report(one, one.task(number))


def sentences(report):
    """Return the sentences of a report."""
    return [block.text for block in report.blocks if isinstance(block, Text)]
