"""Files with every key that there is: a plan of a year, one of another period, and an entry."""

from __future__ import annotations

import copy

import yaml
from builders import indicator, level, plan_text, row

ENTRY = {
    "task": 18,
    "date": "2021-09-30",
    "unit": "市城市管理综合执法局",
    "status": "in-progress",
    "figures": {"new-villages": 98, "coverage": 75.2},
    "note": "已完成98个自然村。\n",
    "problem": "部分村需协调用地。\n",
    "next": "10月完成管网铺设。\n",
    "reporter": "张三",
    "recorded": "2021-10-08T09:31:07+08:00",
    "corrects": ["7f3a9c2k", "b2c41dxw"],
    "percent": 57.5,
    "reached": ["started"],
    "confirmed": ["new-villages"],
    "reason": "单位写错",
}
AMENDMENT = {"date": "2021-09-30", "document": "江府办〔2021〕9号", "field": "roads", "was": 120}
DECISION = {"date": "2021-09-30", "document": "某函"}
FORMER = [{"name": "老甲", "until": "2021-08-15", "document": "某函"}]
STAGES = [
    {"id": "started", "by": "5月底", "what": "动工"},
    {
        "id": "half",
        "by": {"words": "文化周期间", "day": "2021-10-10"},
        "what": "过半",
        "indicator": "roads",
        "figure": 50,
    },
]
ROW = row(
    indicator(above=True, shares={"东区政府": 40, "西区政府": 0}),
    level(baseline=-70, bound="at-most"),
    title="公路",
    no="（一）",
    goal="100公里\n",
    leader=["王长青", "赖燕芬"],
    lead_unit=["甲局", "乙局"],
    milestones=STAGES,
    amendments=[AMENDMENT, AMENDMENT | {"was": ["甲局", "乙局"]}, AMENDMENT | {"was": {"东区政府": 1.5}}],
    added=DECISION,
    dropped=DECISION,
)
OFFICE = {
    "name": "督查室",
    "mark": "某市人民政府督查室",
    "number": "某督〔2021〕{n}号",
    "contact": "张三",
    "phone": "0750-1",
}
OFFICE |= {"recipients": ["各区政府", "甲局"], "copies": "市委"}
PLAN = yaml.safe_load(plan_text([ROW]))
PLAN |= {"lights": {"red": 20, "yellow": 7.5, "stale_days": 40, "near_days": 0, "last_days": 2, "pace": "calendar"}}
PLAN |= {"deadline": "12月10日", "office": OFFICE, "amendments": [AMENDMENT | {"tasks": [1, 2]}]}
PLAN["leaders"][0] |= {"aliases": ["老王"], "former": FORMER}
PLAN["units"][0] |= {"former": FORMER, "contact": {"name": "张三", "phone": 8246306}}
SPANNED = copy.deepcopy(PLAN) | {"period": {"from": "2021-04-01", "to": "2022-03-31"}}
SPANNED["units"][0]["person"] = [SPANNED["units"][0]["person"]]
del SPANNED["year"]
WHOLE = [("plan", PLAN), ("plan", SPANNED), ("entry", ENTRY)]
