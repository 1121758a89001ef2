"""Stages, shares of districts, bounds and percentages have their way through every document."""

import datetime as dt
import re
import sqlite3
from decimal import Decimal

import icalendar
import planning
import pytest
from builders import filed, id_of, indicator, plan_text, row
from papers import IMPRINT, lines, paper, reminding, text
from planning import DAY, ENTRIES, SHARES, UNITS, rows, sheet, store
from publishing import gathered, table
from written import written

from mstrack.documents import bulletin_full, calendar, dashboard, data, wording
from mstrack.format.model import Indicator
from mstrack.i18n import speaking
from mstrack.render import Page, docx, ics, sqlite
from mstrack.store.source import PLAN, InMemory

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension")  # openpyxl does not know solid data bars


@pytest.fixture(scope="module")
def snapshot():
    found = gathered(store(), DAY)
    with speaking("zh_CN"):
        yield found


@pytest.fixture(scope="module")
def relations(snapshot):
    return {
        one.name: [dict(zip([f.name for f in one.fields], line, strict=True)) for line in one.rows]
        for one in data.relations(snapshot, "甲市")
    }


# stages


def test_missed_stages_are_named_in_the_bulletin():
    """A stage without a figure is reached by an entry; one with a figure by the figure; none is reached here."""
    assert "“动工”（5月底，即5月31日）" in planning.told() or "阶段目标未完成：动工" in planning.told()
    assert "完成一半" in planning.told()
    assert "封顶" not in planning.told().split("四、下一步要求")[0].split("一、总体情况")[1]


def test_stages_have_a_sheet():
    states = {one["阶段任务"]: one for one in sheet(planning.book(), "阶段任务")}
    assert list(states) == ["动工", "完成一半", "封顶"]
    assert states["动工"]["完成情况"] == "逾期123天未完成"
    assert (states["完成一半"]["应达数"], states["完成一半"]["完成数"]) == ("50公里", "40公里")
    assert states["封顶"]["完成情况"] == "还有60天"


def test_stages_stand_with_their_task_on_the_page():
    article = planning.page().id("t1").text
    for said in ("动工", "完成一半", "应达50公里，已完成40公里", "封顶", "还有60天"):
        assert said in article
    assert "封顶" not in planning.page().id("t2").text


def test_stages_are_events(snapshot):
    """One a stage, on its day, known again on another day; what is reached calls no more."""
    events = {one["summary"]: one for one in table(calendar.calendar(snapshot), "events")}
    assert len(events) == 6 + 3
    (roof,) = [one for summary, one in events.items() if "封顶" in summary]
    assert roof["date"] == dt.date(2021, 11, 30)
    assert "".join(one["text"] for one in table(calendar.calendar(snapshot), "alarms")).count("“封顶”") == 3
    reached = filed("2021-09-30", figures={"roads": 60}, id_=id_of(9), reached=["started", "roof"], problem="无")
    later = gathered(InMemory({PLAN: plan_text(rows(), units=UNITS), **dict([*ENTRIES[2:], reached])}), DAY)
    again = table(calendar.calendar(later), "events")
    assert {one["uid"] for one in again} == {one["uid"] for one in events.values()}
    (roof,) = [one for one in again if "封顶" in one["summary"]]
    assert roof["summary"][:8] == "〔阶段 已完成〕"
    assert "“封顶”" not in "".join(one["text"] for one in table(calendar.calendar(later), "alarms"))
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


def test_districts_have_a_sheet():
    """Progress, order, light and what of the target nobody has."""
    found = {one["县（市、区）"]: one for one in sheet(planning.book(), "县区")}
    assert list(found) == ["东区政府", "西区政府"]
    assert [(one["目标"], one["完成数"], one["位次"]) for one in found.values()] == [(50, 25, 2), (30, 20, 1)]
    assert found["西区政府"]["完成率"] == pytest.approx(0.6667)
    assert {one["备注"] for one in found.values()} == {"未分解20公里"}
    assert found["东区政府"]["亮灯"] == "黄"


def test_districts_have_an_annex_and_a_remark():
    report = paper(store(), as_of=DAY)
    assert "附件：1.任务进度表" in lines(report)
    assert "2.县（市、区）进度表" in lines(report)
    (east, west) = table(report, "shares")
    assert east["1-roads"].text == "25公里，目标50公里，50.00%，第2位"
    assert west["1-roads"].text == "20公里，目标30公里，66.67%，第1位"
    assert "任务1“公路”未分解20公里。" in planning.told()
    assert docx.render(report, Page())


def test_districts_stand_on_the_page():
    rows_ = [
        line.text
        for line in planning.page().all("tr")
        if line.within("details") and not line.within("article") and "区政府" in line.text
    ]
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
    return bulletin_full.bulletin(snapshot, IMPRINT)


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


def test_every_target_reached_is_asked_to_confirm(snapshot):
    """A ceiling kept and a number about reached need no explanation."""
    one = next(one for one in table(dashboard.dashboard(snapshot), "tasks") if one["id"] == 3)
    assert one["part"].text == "已达标待报办结"
    assert "要确认各项目标均已达到的任务是否办结，已办结的及时报办结" in planning.told()
    late = paper(store(), as_of=dt.date(2022, 1, 3))
    assert "已达标待报办结1项" in text(late)
    asked = text(reminding("jia", store(), dt.date(2022, 1, 3)))
    assert "请报送：是否办结，已办结的请报办结。" in asked
    assert "就业" not in text(reminding("jia", store(), DAY))


def test_a_percentage_of_the_unit_is_marked(snapshot):
    assert "形象进度57.00%。" in planning.told()
    assert "形象进度57.00%" in planning.page().id("t4").text
    assert sheet(planning.book(), "台账")[3]["完成率"] == 0.57
    assert planning.book()["台账"].cell(3 + 4, 9).number_format == '0.00%"*"'
    assert sheet(planning.book(), "进展和问题")[3]["完成率口径"] == "形象进度"
    (cell,) = [one["progress_percent"] for one in table(bulletin_of(snapshot), "tasks") if one["id"] == 4]
    assert cell.text == "57.00%（形象进度）"


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
    path.write_bytes(written(sqlite.write, [data.relations(snapshot, "甲市")], {}))
    link = sqlite3.connect(path)
    assert link.execute("PRAGMA foreign_key_check").fetchall() == []
    names = [name for (name,) in link.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    assert len(names) > 20
    for name in names:
        assert all(to for (to,) in link.execute('SELECT "to" FROM pragma_foreign_key_list(?)', (name,)))
    link.close()
