"""The reminder: which units need one, what is told of each task, what they are to file, by when, and who answers."""

import datetime as dt

import pytest
from builders import CODES, filed, id_of, indicator, plan_text, row
from offenders import every
from papers import IMPRINT, OTHER, entry, lines, reminding, small, text
from publishing import amended, gathered
from running import EXAMPLES, ON, PLAN, ask

from mstrack.documents import reminder
from mstrack.report import Heading, Tone
from mstrack.store import source
from mstrack.store.source import InMemory

WAITING = {"red", "yellow", "grey"}


@pytest.fixture(scope="module")
def due():
    return ask("due", "--data", EXAMPLES, *ON, "--format", "json").answer["tasks"]


def test_who_needs_one(due):
    """The lead units of all tasks that `mstrack due` lights red, yellow or grey, and no other."""
    expected = {one["lead_unit"] for one in due if one["light"] in WAITING}
    assert {unit.name for unit, _owed in reminder.needed(gathered())} == expected
    assert len(reminder.needed(gathered(source.WorkTree(str(PLAN))))) == 13


def test_every_task_of_a_unit_is_told_and_no_other(due):
    """Its overdue, blocked, behind and unreported ones with light, reason and source; nothing of its good ones."""
    for unit, _owed in reminder.needed(gathered()):
        told = text(reminding(unit.code))
        mine = [one for one in due if one["lead_unit"] == unit.name]
        assert len(mine) == 1 or f"任务{len(mine)}项，" in told
        for one in due:
            is_told = one["lead_unit"] == unit.name and one["light"] in WAITING
            assert (f"{one['title']}（任务{one['id']}）。" in told) == is_told
        assert told.count("请报送：") == sum(one["light"] in WAITING for one in mine)


def test_what_is_to_be_filed():
    """Figures that have not reached their target, as they are counted, and the words that the case needs."""
    overdue = text(reminding("gaj"))
    assert "完成时限11月底（11月30日）；逾期3天。截至2021年11月30日，新增汽车停车泊位4814个（目标5800个）" in overdue
    assert "请报送：“新增汽车停车泊位”“新增摩托车停车泊位”的累计完成数，逾期原因、预计办结时间和下一步措施。" in overdue
    behind = text(reminding("cgj"))
    assert (
        "“新增完成治理自然村”的累计完成数，“农村生活污水治理覆盖自然村”“农村生活污水治理覆盖率”的最新数值，" in behind
    )
    assert "完成时限12月10日，还有7天；滞后12.56个百分点" in behind
    blocked = text(reminding("jtj"))
    assert "存在困难：（模拟）四类桥改造受汛期影响，施工便道损毁。" in blocked
    assert "受阻情况、需要协调的事项和下一步措施。" in blocked
    reached = small(entry("2021-10-01", {"roads": 100, "coverage": 70}))
    assert "请报送：“覆盖率”的最新数值，" in text(reminding("jia", reached))


def test_the_person_and_the_day():
    """Who answers is named; the day is within three working days, or the one that was said."""
    assert "请于收到本通知后3个工作日内将上述内容报送×××督查室，并请责任人赖惠镇同志督促落实。" in text(
        reminding("cgj")
    )
    assert "请于2021年12月8日前（含当日）将" in text(reminding("cgj", reply_by=dt.date(2021, 12, 8)))
    led_by_none = small(lead_unit="东区政府", partner_units=[])
    assert "并请你单位负责人督促落实" in text(reminding("dq", led_by_none))


def test_it_is_addressed_dated_and_signed():
    report = reminding("cgj")
    assert report.title == "关于2021年市十件民生实事（模拟进度 simulated）任务的催办通知"
    assert lines(report)[:2] == ["（截至2021年12月3日）", "市城市管理综合执法局："]
    assert "×××督查室\n2021年12月3日" in lines(report)
    assert lines(report)[-1].startswith("本期数据：")
    parts = [part for block in report.blocks for part in getattr(block, "parts", ())]
    assert Tone.WARN not in {getattr(part, "tone", None) for part in parts}


def test_a_deadline_today():
    assert "完成时限12月10日，今日到期；" in text(reminding("jia", small(), as_of=dt.date(2021, 12, 10)))


def test_its_remarks_speak_of_its_tasks_only():
    """What was amended in the task of another unit is none of its business, nor are that unit's entries."""
    assert "任务18经批准调整" in text(reminding("cgj", amended()))
    assert "任务18经批准调整" not in text(reminding("jyj", amended()))
    mixed = small(entry("2021-11-30", {"roads": 10}), **OTHER)
    assert "：1条报送" in text(reminding("yi", mixed))


def test_the_words_of_the_unit_are_whole():
    long = "长" * 20_000
    told = reminding("jia", small(entry("2021-11-30", {"roads": 10}, problem=long)))
    assert f"存在困难：{long}。" in lines(told)


SHARES = {"东区政府": 50, "西区政府": 30, "南区政府": 20}


def shared(*entries):
    """Return a plan that divides a target among three districts, with entries on it."""
    rows = [row(indicator(shares=SHARES), title="修路", partner_units=list(SHARES))]
    units = [{"name": "甲局", "code": "jia"}, *({"name": name, "code": CODES[name]} for name in SHARES)]
    return InMemory({"tasks.yaml": plan_text(rows, units=units), **dict(entries)})


def test_a_district_is_told_of_its_own_share():
    """Its figure, its target, its percent against what is expected, and its place; who is well is not reminded."""
    figures = {"东区政府": 20, "西区政府": 30}
    store = shared(
        filed("2021-11-30", figures={"roads": 95}, id_=id_of(9)),
        *(
            filed("2021-11-30", figures={"roads": n}, id_=id_of(i), unit=name)
            for i, (name, n) in enumerate(figures.items())
        ),
    )
    assert [unit.name for unit, _owed in reminder.needed(gathered(store))] == ["东区政府", "南区政府"]
    told = text(reminding(CODES["东区政府"], store))
    assert "中分解到你单位的1个指标需要加快。现予催办。" in told
    assert "公路完成20公里，目标50公里，完成率40%，应达98.01%，在2个县（市、区）中列第2位" in told
    assert "公路没有报送（目标20公里）。请报送：“公路”的完成数、困难和措施。" in text(
        reminding(CODES["南区政府"], store)
    )


def test_a_district_that_is_ahead_is_reminded_of_its_silence_only():
    """Nothing filed for 64 days is no reason to hurry up; nor is it, to be blocked."""
    store = shared(filed("2021-09-30", figures={"roads": 49}, id_=id_of(1), unit="东区政府"))
    told = text(reminding(CODES["东区政府"], store))
    assert "中分解到你单位的1个指标近期没有报送。现予催办。" in told
    assert "列第1位，最近一次报送截至2021年9月30日" in told
    blocked = shared(filed("2021-11-30", "blocked", {"roads": 49}, id_=id_of(1), unit="东区政府"))
    assert "1个指标受阻。" in text(reminding(CODES["东区政府"], blocked))


def test_of_a_single_task_there_are_no_headings():
    report = reminding("jia", small(entry("2021-11-30", {"roads": 10, "coverage": 80})))
    assert not [block for block in report.blocks if isinstance(block, Heading)]
    assert "你单位牵头的2021年实事任务“修路1”滞后。现予催办。" in text(report)


def test_of_several_that_are_alike_none_is_counted_twice():
    assert "任务2项，均未报送。现予催办。" in text(reminding("jia", small(tasks=2)))


@every(("tasks", "more"), [(1, {}), (3, {}), (40, {}), (2, {"title": "长" * 100})])
def test_a_chat_message_is_plain_and_short(tasks, more):
    """300 characters at most, the unit first, then its tasks, by when, and who asks."""
    rows = [row(indicator(), **{"title": f"修路{n}", **more}) for n in range(tasks)]
    ((unit, owed),) = reminder.needed(gathered(InMemory({"tasks.yaml": plan_text(rows)})))
    told = reminder.message(unit, owed, reminder.Demand(IMPRINT))
    assert len(told) <= reminder.MESSAGE
    assert told.startswith("甲局：截至12月3日，“")
    assert told.endswith("报送进展、困难和措施。×××督查室")
    assert "\n" not in told
    assert ("等40项" in told) == (tasks == 40)
