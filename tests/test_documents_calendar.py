"""The deadlines as events: one a task, known again whatever was reported since, calling only while there is work."""

import datetime as dt

import pytest
from publishing import gathered, table

from mstrack.documents import calendar
from mstrack.i18n import speaking


@pytest.fixture(scope="module")
def report():
    with speaking("zh_CN"):
        return calendar.calendar(gathered())


def test_one_event_a_task(report):
    """25 tasks, 25 events, on the day that the wording of the deadline means."""
    events = table(report, "events")
    assert len(events) == len({event["uid"] for event in events}) == 25
    assert sorted({event["date"] for event in events}) == [
        dt.date(2021, 10, 31),
        dt.date(2021, 11, 30),
        dt.date(2021, 12, 10),
    ]


def test_an_event_says_who_answers_and_where_it_stands(report):
    said = table(report, "events")[17]
    assert said["summary"].startswith("〔")
    assert "任务18" in said["summary"]
    for words in ("牵头单位：市城市管理综合执法局（责任人：", "分管市领导：王长青", "完成时限：12月10日", "〔报送"):
        assert words in said["description"]
    assert said["categories"] == ("王长青", "市城市管理综合执法局")


def test_a_done_task_calls_nobody(report):
    for event in table(report, "events"):
        assert (event["reminders"] == ()) == event["summary"].startswith("〔已完成〕")
        assert event["reminders"] in {(), (30, 7, 1)}


def test_the_same_task_is_the_same_event_on_another_day(report):
    with speaking("zh_CN"):
        later = calendar.calendar(gathered(as_of=dt.date(2021, 12, 20)))
    assert [one["uid"] for one in table(later, "events")] == [one["uid"] for one in table(report, "events")]
    assert [one["summary"] for one in table(later, "events")] != [one["summary"] for one in table(report, "events")]


def test_what_was_amended_is_told():
    """原时限 and the document stand in the description."""
    from publishing import amended

    with speaking("zh_CN"):
        said = table(calendar.calendar(gathered(amended())), "events")[17]
    assert "11月底" in said["description"]
    assert "〔2021〕9号" in said["description"]
