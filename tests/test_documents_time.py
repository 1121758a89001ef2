"""The keys of a plan in time have their way through every document: stages, shares, bounds, names, changes, rates."""

import datetime as dt
import io
import re
import sqlite3
from decimal import Decimal

import icalendar
import openpyxl
import pytest
from builders import CODES, GROUP, LEAD, MEMBERS, PARTNER, filed, id_of, indicator, level, plan_text, row
from paging import Parsed
from papers import lines, paper, reminding, text
from publishing import gathered, table

from mstrack.documents import bulletin, calendar, dashboard, data, ledger, wording
from mstrack.format.model import Indicator
from mstrack.i18n import speaking
from mstrack.render import Page, docx, html, ics, sqlite, xlsx
from mstrack.store.source import PLAN, InMemory

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension")  # openpyxl does not know solid data bars
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


@pytest.fixture(scope="module")
def store():
    return InMemory({PLAN: plan_text(rows(), units=UNITS), **dict(ENTRIES)})


@pytest.fixture(scope="module")
def snapshot(store):
    found = gathered(store, DAY)
    with speaking("zh_CN"):
        yield found


@pytest.fixture(scope="module")
def told(store):
    return text(paper(store, as_of=DAY))


@pytest.fixture(scope="module")
def book(snapshot):
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(ledger.ledger(snapshot), Page())))


@pytest.fixture(scope="module")
def page(snapshot):
    return Parsed(html.render(dashboard.dashboard(snapshot), Page()).decode())


def sheet(book, name):
    head, *rest = list(book[name].values)[2:]
    return [dict(zip(head, line, strict=True)) for line in rest]


@pytest.fixture(scope="module")
def relations(snapshot):
    return {
        one.name: [dict(zip([f.name for f in one.fields], line, strict=True)) for line in one.rows]
        for one in data.relations(snapshot, "甲市")
    }


# stages


def test_missed_stages_are_named_in_the_bulletin(told):
    """A stage without a figure is reached by an entry; one with a figure by the figure; none is reached here."""
    assert "“动工”（5月底，即5月31日）" in told or "阶段目标未完成：动工" in told
    assert "完成一半" in told
    assert "封顶" not in told.split("四、下一步要求")[0].split("一、总体情况")[1]


def test_stages_have_a_sheet(book):
    states = {one["阶段任务"]: one for one in sheet(book, "阶段任务")}
    assert list(states) == ["动工", "完成一半", "封顶"]
    assert states["动工"]["完成情况"] == "逾期123天未完成"
    assert (states["完成一半"]["应达数"], states["完成一半"]["完成数"]) == ("50公里", "40公里")
    assert states["封顶"]["完成情况"] == "还有60天"


def test_stages_stand_with_their_task_on_the_page(page):
    article = page.id("t1").text
    for said in ("动工", "完成一半", "应达50公里，已完成40公里", "封顶", "还有60天"):
        assert said in article
    assert "封顶" not in page.id("t2").text


def test_stages_are_events(snapshot):
    """One a stage, on its day, known again on another day; what is reached calls no more."""
    events = {one["summary"]: one for one in table(calendar.calendar(snapshot), "events")}
    assert len(events) == 6 + 3
    (roof,) = [one for summary, one in events.items() if "封顶" in summary]
    assert (roof["date"], roof["reminders"]) == (dt.date(2021, 11, 30), (30, 7, 1))
    reached = filed("2021-09-30", figures={"roads": 60}, id_=id_of(9), reached=["started", "roof"], problem="无")
    later = gathered(InMemory({PLAN: plan_text(rows(), units=UNITS), **dict([*ENTRIES[2:], reached])}), DAY)
    again = table(calendar.calendar(later), "events")
    assert {one["uid"] for one in again} == {one["uid"] for one in events.values()}
    (roof,) = [one for one in again if "封顶" in one["summary"]]
    assert (roof["reminders"], roof["summary"][:8]) == ((), "〔阶段 已完成〕")
    ical = icalendar.Calendar.from_ical(ics.render(calendar.calendar(snapshot), Page())).walk("VEVENT")
    assert len({str(one["uid"]) for one in ical}) == 9


def test_an_event_is_the_same_after_the_title_was_amended(snapshot):
    changed = {"date": "2021-09-15", "document": "更正", "field": "title", "was": "2021年实事"}
    plan = plan_text(rows(), units=UNITS, title="2021年民生实事", amendments=[changed])
    other = gathered(InMemory({PLAN: plan, **dict(ENTRIES)}), DAY)
    assert other.plan.title == "2021年民生实事"
    uids = [[one["uid"] for one in table(calendar.calendar(each), "events")] for each in (snapshot, other)]
    assert uids[0] == uids[1]


# shares of districts


def test_districts_have_a_sheet(book):
    """Progress, order, light and what of the target nobody has."""
    found = {one["县（市、区）"]: one for one in sheet(book, "县区")}
    assert list(found) == ["东区政府", "西区政府"]
    assert [(one["目标"], one["完成数"], one["位次"]) for one in found.values()] == [(50, 25, 2), (30, 20, 1)]
    assert found["西区政府"]["完成率"] == pytest.approx(0.6667)
    assert {one["备注"] for one in found.values()} == {"未分解20公里"}
    assert found["东区政府"]["亮灯"] == "黄"


def test_districts_have_an_annex_and_a_remark(store, told):
    report = paper(store, as_of=DAY)
    assert "附件：1.2021年实事任务进展情况表" in lines(report)
    assert "　　　2.2021年实事县（市、区）进展情况表" in lines(report)
    (east, west) = table(report, "shares")
    assert east["1-roads"].text == "25公里，目标50公里，50.00%，第2位"
    assert west["1-roads"].text == "20公里，目标30公里，66.67%，第1位"
    assert "任务1“公路”未分解20公里。" in told
    assert docx.render(report, Page())


def test_districts_stand_on_the_page(page):
    rows_ = [line.text for line in page.all("tr") if line.within("section") and "区政府" in line.text]
    assert [re.sub(r"\s+", "", one) for one in rows_ if "%" in one][:2] == [
        "西区政府20公里30公里66.67%1黄",
        "东区政府25公里50公里50.00%2黄",
    ]


def test_a_ceiling_can_be_divided():
    """Inside its ceiling comes before outside; the lower figure first. What adds up to less is 未分解, also here."""
    spent = {**indicator("能耗", target=100, measure="吨", id="spent", bound="at-most", shares=SHARES)}
    spent["quote"] = "能耗控制在100吨以内"
    entries = [
        filed("2021-09-30", figures={"spent": 55}, id_=id_of(1), unit="东区政府"),
        filed("2021-09-30", figures={"spent": 20}, id_=id_of(2), unit="西区政府"),
    ]
    report = paper(InMemory({PLAN: plan_text([row(spent)]), **dict(entries)}), as_of=DAY)
    cells = {one["unit"]: one["1-spent"].text for one in table(report, "shares")}
    assert cells["东区政府"] == "55吨，目标控制在50吨以内，未达标，第2位"
    assert cells["西区政府"] == "20吨，目标控制在30吨以内，已达标，第1位"
    assert "未分解20吨" in text(report)


# bounds, units of quotes, percent


def test_targets_in_words(snapshot):
    figures = {one["id"]: one["figures"] for one in table(bulletin_of(snapshot), "tasks")}
    assert "失业率2.4%（目标控制在3%以内）" in figures[3]
    assert "事故0起（目标0起）" in figures[3]
    assert "种树48万棵（目标50万棵左右）" in figures[3]
    assert "抽检2.5002万批次（目标2.778万批次" in figures[2]
    assert not any(sign in said for said in map(str, figures.values()) for sign in (">=", "<=", "25002"))


def bulletin_of(snapshot):
    return bulletin.bulletin(snapshot, bulletin.Imprint("第1期", "督查室", DAY))


@pytest.mark.parametrize(
    ("target", "more", "said"),
    [
        ("-2.3", {}, "不低于-2.3%"),
        ("0", {}, "不低于0%"),
        ("5", {"bound": "at-most", "above": True}, "低于5%"),
        ("-2", {"bound": "at-most"}, "控制在-2%以内"),
        ("5", {"bound": "at-most", "baseline": Decimal(8)}, "由8降至控制在5%以内"),
        ("5", {"above": True}, "超5%"),
        ("5", {"bound": "about"}, "5%左右"),
    ],
)
def test_zero_negative_and_strict_bounds(target, more, said):
    one = Indicator(id="a", name="增长", kind="level", target=Decimal(target), measure="%", quote="增长", **more)
    assert wording.target(one) == said


def test_every_target_reached_is_asked_to_confirm(snapshot, store, told):
    """A ceiling kept and a number about reached need no explanation."""
    one = next(one for one in table(dashboard.dashboard(snapshot), "tasks") if one["id"] == 3)
    assert one["part"].text == "已达标待报办结"
    assert "要确认各项目标均已达到的任务是否办结，已办结的及时报办结" in told
    late = paper(store, as_of=dt.date(2022, 1, 3))
    assert "已达标待报办结1项" in text(late)
    asked = text(reminding("jia", store, dt.date(2022, 1, 3)))
    assert "请报送：是否办结，已办结的请报办结。" in asked
    assert "就业" not in text(reminding("jia", store, DAY))


def test_a_percentage_of_the_unit_is_marked(snapshot, book, told, page):
    assert "形象进度57.00%。" in told
    assert "形象进度57.00%" in page.id("t4").text
    row_ = sheet(book, "台账")[3]
    assert (row_["完成率"], row_["完成率口径"]) == (0.57, "形象进度")
    (cell,) = [one["progress_percent"] for one in table(bulletin_of(snapshot), "tasks") if one["id"] == 4]
    assert cell.text == "57.00%（形象进度）"


# names and changes in time


def test_a_new_lead_is_not_blamed_for_the_time_before(store):
    """It leads since 1 September and is silent for 61 days, not always; the words of the former lead are marked."""
    report = paper(store, as_of=dt.date(2021, 11, 1))
    told = text(report)
    assert "一直没有报送" not in told
    assert "“抽检”（任务2）自2021年9月1日起牵头，61天来没有报送。" in told
    assert "抽检2.5002万批次" in told
    assert f"“抽检”原牵头单位{PARTNER}报送的存在困难：缺人。" in lines(report)


def test_every_amended_field_says_what_it_was(told, book, page):
    words = "任务2经批准调整：调整函（2021年8月15日）：原时限11月底；移交函（2021年9月1日）：原牵头单位乙局。"
    assert words in told
    assert "原时限11月底" in page.id("t2").text
    changes = [(one["依据文件"], one["事项"], one["原为"]) for one in sheet(book, "调整情况")]
    assert ("调整函", "时限", "11月底") in changes
    assert ("移交函", "牵头单位", PARTNER) in changes
    assert ("撤销函", "撤销任务", None) in changes


def test_a_renamed_unit_says_so_once(told, book):
    renamed = f"{LEAD}（原旧局，依据{REFORM}）"
    assert told.count(renamed) == 1
    (one,) = [one for one in sheet(book, "按牵头单位") if one["牵头单位"] == LEAD]
    assert f"原旧局，依据{REFORM}" in one["备注"]


def test_names_are_those_of_the_day(store):
    """Before the reform, the move of the lead and the amendment: the old names, the old lead, the old deadline."""
    early = paper(store, as_of=dt.date(2021, 8, 1))
    rows_ = {one["id"]: one for one in table(early, "tasks")}
    assert (rows_[1]["lead_unit"], rows_[2]["lead_unit"]) == ("旧局", PARTNER)
    assert rows_[2]["deadline"].text == "11月底（11月30日）"
    assert LEAD not in text(early)
    assert REFORM not in text(early)


def test_a_dropped_task_is_listed_and_not_counted(told, snapshot, book, page):
    assert "共1件5项任务" in told
    assert "另有1项任务已撤销，不计入统计，即“公园”（任务5，撤销函）。" in told
    report = bulletin_of(snapshot)
    assert [one["id"] for one in table(report, "tasks")] == [1, 2, 3, 4, 5, 6]
    assert sheet(book, "台账")[4]["亮灯"] == "已撤销"
    assert "撤销函" in sheet(book, "台账")[4]["亮灯依据"]
    counted = {fact.key: fact.value for block in dashboard.dashboard(snapshot).blocks[:1] for fact in block.facts}
    assert (counted["tasks"], counted["of"]) == (5, 5)
    assert "撤销函" in page.id("t5").text
    (event,) = [one for one in table(calendar.calendar(snapshot), "events") if "公园" in one["summary"]]
    assert (event["reminders"], event["summary"][:5]) == ((), "〔已撤销〕")


def test_joint_leaders_and_leads_stand_under_each(book, told):
    leaders = {one["分管市领导"]: one for one in sheet(book, "按市领导")}
    assert leaders["赖燕芬"]["任务数"] == 1
    assert leaders["王长青"]["任务数"] == 5
    assert leaders["赖燕芬"]["备注"] == "任务6在多个分管市领导名下均列，合计只计一次"
    units = {one["牵头单位"]: one for one in sheet(book, "按牵头单位")}
    assert (units[PARTNER]["任务数"], units[LEAD]["任务数"]) == (1, 5)
    assert "桥（任务6，乙局、甲局牵头）" in told
    assert "任务6由几个单位牵头，列第一位者为牵头，在各自名下均列，合计只计一次。" in told


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


def test_good_words_are_not_said_of_what_is_not_known(told):
    """达到序时 is for no lag at all, 进展较好 for nothing; the calendar pace stands once; the terms have a note."""
    assert "进展较好" not in told
    assert "达到序时1项" in told
    assert re.search(r"（.）达到序时1项\n1\.抽检（任务2，", told)
    assert told.count("全年序时进度") == 1
    assert "应达进度是按完成时限" in told
    assert "完成率是完成数占目标的比例" in told


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
    assert table(report, "tasks")[0]["deadline"].text == "表上未列，按年底计（12月31日）"
    with speaking("zh_CN"):
        page = html.render(dashboard.dashboard(snapshot), Page()).decode()
        names = openpyxl.load_workbook(io.BytesIO(xlsx.render(ledger.ledger(snapshot), Page())))
        event = table(calendar.calendar(snapshot), "events")[0]
    assert "<dt>分管市领导</dt><dd>表上未列</dd>" in page
    assert "None" not in page + text(report) + event["description"]
    assert "按市领导" not in names.sheetnames
    assert sheet(names, "台账")[0]["建议分管市领导"] == "表上未列"


def test_rates_stand_with_the_figure(page, book):
    """What a week must bring, what it brought, and when that would be enough."""
    assert "每周需6公里，近期每周2.33公里，照此2022年3月30日达标" in page.id("t1").text
    (one,) = [one for one in sheet(book, "指标") if one["指标"] == "公路"]
    assert (one["每周需完成"], one["近期每周完成"]) == (6, 2.33)
    assert one["照此达标日"].date() == dt.date(2022, 3, 30)


# relations


def test_relations_have_every_key(relations):
    assert [one["what"] for one in relations["milestones"]] == ["动工", "完成一半", "封顶"]
    assert [(one["reached"], one["missed"]) for one in relations["milestone_standings"]] == [(0, 1), (0, 1), (0, 0)]
    assert [(one["unit"], int(one["target"])) for one in relations["shares"]] == [("dq", 50), ("xq", 30)]
    assert [(one["unit"], one["place"]) for one in relations["share_standings"]] == [("dq", 2), ("xq", 1)]
    assert [(one["unit"], one["name"]) for one in relations["former_units"]] == [("jia", "旧局")]
    assert [one["dropped_document"] for one in relations["tasks"] if one["dropped"]] == ["撤销函"]
    assert [one["leader"] for one in relations["task_leaders"] if one["task"] == 6] == ["王长青", "赖燕芬"]
    assert [one["role"] for one in relations["task_units"] if one["task"] == 6] == ["lead", "lead"]
    assert {one["bound"] for one in relations["indicators"]} == {"at-least", "at-most", "about"}
    assert [int(one["percent"]) for one in relations["entries"] if one["percent"] is not None] == [57]
    assert {one["part"] for one in relations["standings"] if one["cause"] == "dropped"} == {"dropped"}


def test_sqlite_takes_them_with_every_reference(snapshot, tmp_path):
    path = tmp_path / "d.sqlite"
    path.write_bytes(sqlite.render([data.relations(snapshot, "甲市")]))
    link = sqlite3.connect(path)
    assert link.execute("PRAGMA foreign_key_check").fetchall() == []
    names = [name for (name,) in link.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    assert len(names) > 20
    for name in names:
        assert all(to for (to,) in link.execute('SELECT "to" FROM pragma_foreign_key_list(?)', (name,)))
    link.close()
