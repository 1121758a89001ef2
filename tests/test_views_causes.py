"""Every light says why: a sentence for each cause, in both languages."""

from __future__ import annotations

from decimal import Decimal

import pytest
from builders import LEAD, filed, indicator, level, plan_text, row, stand

from mstrack.i18n import speaking
from mstrack.report import Word
from mstrack.views import words

ROADS, BRIDGES, COVERAGE = indicator(target=60), indicator("桥梁", target=10, id="bridges"), level(target=80)
PLAN = plan_text([row(ROADS, COVERAGE)])
SEVERAL = plan_text([row(ROADS, BRIDGES, COVERAGE, level("达标率", id="rate"))])
ENOUGH = {"roads": 60, "coverage": 80}
MANY = ENOUGH | {"rate": 80}


def report(day, status="in-progress", figures=None, **more):
    """Return what the lead unit filed."""
    return filed(day, status, figures, id_="00000001", **more)


def one_share(figure, unit="东区政府", id_="00000002"):
    """Return what a district filed."""
    return filed("2021-11-30", figures={"roads": figure}, id_=id_, unit=unit)


@pytest.mark.parametrize(
    ("plan", "entries", "as_of", "english", "chinese"),
    [
        (PLAN, [report("2021-12-10", "done")], "2021-12-10", "done", "已完成"),
        (PLAN, [report("2021-12-11", "done")], "2021-12-31", "done 1 day late", "逾期1天完成"),
        (PLAN, [report("2021-12-19", "done")], "2021-12-31", "done 9 days late", "逾期9天完成"),
        (PLAN, [], "2021-12-11", "red: overdue by 1 day, never reported", "红：逾期1天，一直未报送"),
        (PLAN, [report("2021-11-30")], "2021-12-12", "red: overdue by 2 days", "红：逾期2天"),
        (
            PLAN,
            [report("2021-10-31")],
            "2021-12-31",
            "red: overdue by 21 days, unreported for 61 days",
            "红：逾期21天，61天未报送",
        ),
        (
            PLAN,
            [report("2021-11-30", figures=ENOUGH)],
            "2021-12-12",
            "yellow: every target reached, to be confirmed as done",
            "黄：已达标，待报办结",
        ),
        (PLAN, [report("2021-11-30", "blocked")], "2021-11-30", "red: the unit says blocked", "红：单位报受阻"),
        (PLAN, [], "2021-12-10", "grey: unreported", "灰：未报送"),
        (PLAN, [report("2021-09-30")], "2021-12-03", "grey: unreported for 64 days", "灰：64天未报送"),
        (PLAN, [report("2021-06-30")], "2021-06-30", "grey: no figure for 公路", "灰：公路没有完成数"),
        (
            PLAN,
            [report("2021-11-30", figures=ENOUGH | {"roads": 36})],
            "2021-11-30",
            "red: 37.15 points behind",
            "红：滞后37.15个百分点",
        ),
        (
            SEVERAL,
            [report("2021-11-30", figures=MANY | {"bridges": 7})],
            "2021-11-30",
            "yellow: 27.15 points behind (桥梁)",
            "黄：滞后27.15个百分点（桥梁）",
        ),
        (
            SEVERAL,
            [report("2021-11-30", figures={"roads": 60, "bridges": 10})],
            "2021-11-30",
            "yellow: not reached yet: 覆盖率, 达标率",
            "黄：尚未达标：覆盖率、达标率",
        ),
        (PLAN, [report("2021-11-30", figures=ENOUGH)], "2021-11-30", "green: every target reached", "绿：已达标"),
        (
            SEVERAL,
            [report("2021-11-30", figures=MANY | {"bridges": 9})],
            "2021-11-30",
            "green: nearly on pace, 7.15 points behind (桥梁)",
            "绿：基本按序时，滞后7.15个百分点（桥梁）",
        ),
        (
            PLAN,
            [report("2021-09-30", figures={"roads": 50})],
            "2021-09-30",
            "green: on pace",
            "绿：达到序时",
        ),
        (plan_text([row()]), [report("2021-09-30")], "2021-09-30", "green: under way", "绿：推进中"),
        (
            plan_text([row()]),
            [report("2021-11-30")],
            "2021-11-30",
            "yellow: not reported as done yet",
            "黄：未报办结",
        ),
        (
            plan_text([row()]),
            [report("2021-09-30", percent=Decimal(57))],
            "2021-09-30",
            "yellow: 22.49 points behind (by the unit's own percentage)",
            "黄：滞后22.49个百分点（形象进度）",
        ),
        (
            plan_text([row()]),
            [report("2021-09-30", "not-started")],
            "2021-09-30",
            "red: 79.49 points behind (not started)",
            "红：滞后79.49个百分点（未启动）",
        ),
        (
            PLAN,
            [one_share(10)],
            "2021-11-30",
            "grey: unreported (by the share of 1 unit)",
            "灰：未报送（按1家单位的分报数暂计）",
        ),
        (
            PLAN,
            [report("2021-11-30", figures={"coverage": 80}), one_share(30), one_share(30, "西区政府", "00000003")],
            "2021-11-30",
            "green: every target reached (by the shares of 2 units)",
            "绿：已达标（按2家单位的分报数暂计）",
        ),
    ],
)
def test_light(plan, entries, as_of, english, chinese):
    """Every light says why, in the words of the language; a provisional figure says that it is one."""
    one = stand(plan, *entries, as_of=as_of)
    for tongue, expected in (("en", english), ("zh_CN", chinese)):
        with speaking(tongue):
            assert Word(one.light, expected, words.TONES[one.light]) == words.light(one)


def test_a_dispute_is_told():
    """Two corrections of one entry: the reason says so."""
    old = report("2021-11-30", figures=ENOUGH)
    rivals = [filed("2021-11-30", figures=ENOUGH, id_=f"0000000{n}", corrects=("00000001",), unit=LEAD) for n in (2, 3)]
    with speaking("en"):
        told = words.reason(stand(PLAN, old, *rivals, as_of="2021-11-30"))
    assert told == "every target reached (disputed correction)"
