"""Names, leads and changes in time, and words of progress, have their way through every document."""

import datetime as dt
import io
import re

import openpyxl
import planning
import pytest
from builders import GROUP, LEAD, PARTNER, filed, id_of, indicator, level, plan_text, row
from paging import Parsed
from papers import lines, paper, text
from planning import DAY, REFORM, sheet, store
from publishing import gathered, table
from written import written

from mstrack.documents import calendar, dashboard, ledger
from mstrack.i18n import speaking
from mstrack.render import Page, html, xlsx
from mstrack.store.source import PLAN, InMemory

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension")  # openpyxl does not know solid data bars


@pytest.fixture(scope="module")
def snapshot():
    found = gathered(store(), DAY)
    with speaking("zh_CN"):
        yield found


# names and changes in time


def test_a_new_lead_is_not_blamed_for_the_time_before():
    """It leads since 1 September and is silent for 61 days, not always; the words of the former lead are marked."""
    report = paper(store(), as_of=dt.date(2021, 11, 1))
    told = text(report)
    assert "一直没有报送" not in told
    assert "“抽检”（任务2）自2021年9月1日起牵头，61天来没有报送。" in told
    assert "抽检2.5002万批次" in told
    assert f"“抽检”原牵头单位{PARTNER}报送的存在困难：缺人。" in lines(report)


def test_every_amended_field_says_what_it_was():
    words = "任务2经批准调整：调整函（2021年8月15日）：原时限11月底；移交函（2021年9月1日）：原牵头单位乙局。"
    assert words in planning.told()
    assert "原时限11月底" in planning.page().id("t2").text
    changes = [(one["依据文件"], one["事项"], one["原为"]) for one in sheet(planning.book(), "调整情况")]
    assert ("调整函", "时限", "11月底") in changes
    assert ("移交函", "牵头单位", PARTNER) in changes
    assert ("撤销函", "撤销任务", None) in changes


def test_a_renamed_unit_says_so_once():
    renamed = f"{LEAD}（原旧局，依据{REFORM}）"
    assert planning.told().count(renamed) == 1
    (one,) = [one for one in sheet(planning.book(), "按牵头单位") if one["牵头单位"] == LEAD]
    assert f"原旧局，依据{REFORM}" in one["备注"]


def test_names_are_those_of_the_day():
    """Before the reform, the move of the lead and the amendment: the old names, the old lead, the old deadline."""
    early = paper(store(), as_of=dt.date(2021, 8, 1))
    rows_ = {one["id"]: one for one in table(early, "tasks")}
    assert (rows_[1]["lead_unit"].code, rows_[2]["lead_unit"].code) == ("旧局", PARTNER)
    assert rows_[2]["deadline"].text == "11月底\n（11月30日）"
    assert LEAD not in text(early)
    assert REFORM not in text(early)


def test_a_dropped_task_is_listed_and_not_counted(snapshot):
    assert "共1件5项任务" in planning.told()
    assert "另有1项任务已撤销，不计入统计，即“公园”（任务5，撤销函）。" in planning.told()
    report = paper(store(), as_of=DAY)
    assert [one["id"] for one in table(report, "tasks")] == [1, 2, 3, 4, 5, 6]
    assert sheet(planning.book(), "台账")[4]["亮灯"] == "已撤销"
    lights = [row[7] for row in planning.book()["台账"].iter_rows(min_row=4)]
    assert [one.fill.fill_type for one in lights if one.value == "已撤销"] == [None]
    assert {one.fill.fill_type for one in lights if one.value != "已撤销"} == {"solid"}
    assert "撤销函" in sheet(planning.book(), "进展和问题")[4]["亮灯依据"]
    counted = {fact.key: fact.value for block in dashboard.dashboard(snapshot).blocks[:1] for fact in block.facts}
    assert (counted["tasks"], counted["of"]) == (5, 5)
    assert "撤销函" in planning.page().id("t5").text
    (event,) = [one for one in table(calendar.calendar(snapshot), "events") if "公园" in one["summary"]]
    assert event["summary"][:5] == "〔已撤销〕"
    assert "任务5" not in "".join(one["text"] for one in table(calendar.calendar(snapshot), "alarms"))


def test_joint_leaders_and_leads_stand_under_each():
    leaders = {one["分管市领导"]: one for one in sheet(planning.book(), "按市领导")}
    assert leaders["赖燕芬"]["任务数"] == 1
    assert leaders["王长青"]["任务数"] == 5
    assert leaders["赖燕芬"]["备注"] == "任务6在多个分管市领导名下均列，合计只计一次"
    units = {one["牵头单位"]: one for one in sheet(planning.book(), "按牵头单位")}
    assert (units[PARTNER]["任务数"], units[LEAD]["任务数"]) == (1, 5)
    assert "桥（任务6，乙局、甲局牵头）" in planning.told()
    assert "任务6由几个单位牵头，列第一位者为牵头，在各自名下均列，合计只计一次。" in planning.told()


def test_a_group_that_leads_is_the_sum_of_its_members():
    """Told as such, and not as provisional; a level is the worst of theirs."""
    rows_ = [row(indicator(), level(), lead_unit=GROUP, partner_units=[])]
    entries = [
        filed("2021-09-30", figures={"roads": 30, "coverage": 70}, id_=id_of(1), unit="东区政府"),
        filed("2021-09-30", figures={"roads": 25, "coverage": 90}, id_=id_of(2), unit="西区政府"),
    ]
    source = InMemory({PLAN: plan_text(rows_), **dict(entries)})
    told = text(paper(source, as_of=DAY))
    assert "公路55公里（目标100公里，由各成员报送合计）" in told
    assert "覆盖率70%（目标80%）" in told
    assert "暂计" not in told
    with speaking("zh_CN"):
        rows_ = table(ledger.ledger(gathered(source, DAY)), "indicators")
    assert [one["provisional"].text for one in rows_] == ["各成员合计", "成员中最差"]


def test_a_task_that_came_later_was_not_silent_before():
    later = row(indicator(), added={"date": "2021-07-01", "document": "增补函"}, partner_units=[])
    told = text(paper(InMemory({PLAN: plan_text([row(title="旧"), {**later, "title": "新"}])}), as_of=DAY))
    assert "“新”（任务2）自2021年7月1日增加以来没有报送" in told
    assert "“旧”（任务1）一直没有报送。" in told


def test_a_percentage_that_grew_says_so():
    """Compared with the last bulletin, and not taken for a figure."""
    entries = [filed(day, id_=id_of(n), percent=n) for day, n in (("2021-08-31", 40), ("2021-09-30", 57))]
    source = InMemory({PLAN: plan_text([row(title="医院", partner_units=[])]), **dict(entries)})
    told = text(paper(source, since=dt.date(2021, 9, 1), as_of=DAY))
    assert "“医院”（任务1，由形象进度40.00%提高至形象进度57.00%）" in told


def test_a_ceiling_on_the_page_is_reached_or_not():
    """A cumulative ceiling has no bar, and a figure: it is not 无完成数."""
    spent = {**indicator("能耗", target=100, measure="吨", id="spent", bound="at-most"), "quote": "能耗控制在100吨以内"}
    entry = filed("2021-09-30", figures={"spent": 55}, id_=id_of(1))
    with speaking("zh_CN"):
        report = dashboard.dashboard(gathered(InMemory({PLAN: plan_text([row(spent)]), **dict([entry])}), DAY))
        article = Parsed(html.render(report, Page()).decode()).id("t1").text
    assert "1/1项达标" in article
    assert "控制在100吨以内" in article


# words of progress


def test_good_words_are_not_said_of_what_is_not_known():
    """达到序时 is for no lag at all, 进展较好 for nothing; the calendar pace stands once; the terms have a note."""
    assert "进展较好" not in planning.told()
    assert "达到序时1项" in planning.told()
    assert re.search(r"（.）达到序时1项\n1\.抽检（任务2，", planning.told())
    assert planning.told().count("全年序时进度") == 1
    assert "应达进度是按完成时限" in planning.told()
    assert "完成率是完成数占目标的比例" in planning.told()


def test_a_period_that_is_no_year_has_a_pace_of_its_own():
    plan = plan_text([row(indicator(), deadline="2022年3月底")], period={"from": "2021-04-01", "to": "2022-03-31"})
    source = InMemory({PLAN: re.sub("(?m)^year: 2021\n", "", plan)})
    told = text(paper(source, as_of=DAY))
    assert "全年序时进度" not in told
    assert "。序时进度50." in told


def test_what_the_table_does_not_list():
    """No leader, no deadline: said to be so, in no document a None."""
    lone = {key: value for key, value in row(indicator()).items() if key not in {"leader", "deadline"}}
    source = InMemory({PLAN: plan_text([lone], deadline="年底", leaders=[])})
    snapshot = gathered(source, DAY)
    report = paper(source, as_of=DAY)
    assert table(report, "tasks")[0]["deadline"].text == "表上未列，按年底计\n（12月31日）"
    with speaking("zh_CN"):
        page = html.render(dashboard.dashboard(snapshot), Page()).decode()
        names = openpyxl.load_workbook(io.BytesIO(written(xlsx.write, ledger.ledger(snapshot), Page())))
        event = table(calendar.calendar(snapshot), "events")[0]
    assert "<dt>分管市领导</dt><dd>表上未列</dd>" in page
    assert "None" not in page + text(report) + event["description"]
    assert "按市领导" not in names.sheetnames
    assert sheet(names, "台账")[0]["建议分管市领导"] == "表上未列"


def test_rates_stand_with_the_figure():
    """What a week must bring, what it brought, and when that would be enough."""
    assert "每周需6公里，近期每周2.33公里，照此2022年3月30日达标" in planning.page().id("t1").text
    (one,) = [one for one in sheet(planning.book(), "指标") if one["指标"] == "公路"]
    assert (one["每周需完成"], one["近期每周完成"]) == (6, 2.33)
    assert one["照此达标日"].date() == dt.date(2022, 3, 30)
