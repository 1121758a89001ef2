"""The deadlines as events: one a task, known again whatever was reported since, calling only while there is work."""

import datetime as dt
import os

import planning
import pytest
from builders import filed, id_of, indicator, plan_text, row
from publishing import gathered, table
from writing import write

from mstrack.documents import calendar
from mstrack.i18n import speaking
from mstrack.store.source import PLAN, InMemory, WorkTree


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


def test_one_alarm_a_day():
    """Whatever falls due together is named by one alarm, in words; what is done is in none, nor are days gone by."""
    day = dt.date(2021, 11, 1)
    with speaking("zh_CN"):
        early = calendar.calendar(gathered(as_of=day))
    events = {event["uid"]: event for event in table(early, "events")}
    alarms = table(early, "alarms")
    calls = [events[one["uid"]]["date"] - dt.timedelta(one["days"]) for one in alarms]
    assert calls == sorted(set(calls))
    assert calls[0] >= day
    together = [one for one in events.values() if one["date"] == dt.date(2021, 12, 10)]
    open_ones = [one for one in together if "已完成" not in one["summary"]]
    assert alarms[-1]["text"].startswith(f"明日（12月10日）到期{len(open_ones)}项：")
    assert alarms[-1]["text"].count("任务") == len(open_ones) > 10
    assert len(open_ones) < len(together)


def test_what_is_done_calls_nobody():
    """A stage that is reached and a task that is done are in no alarm; a stage to come is, by its name."""
    with speaking("zh_CN"):
        alarms = table(calendar.calendar(gathered(planning.store(), dt.date(2021, 5, 1))), "alarms")
        after = table(calendar.calendar(gathered(as_of=dt.date(2022, 6, 1))), "alarms")
    days = [one["text"].split("到期")[0] for one in alarms]
    assert days[:3] == ["30天后（5月31日）", "7天后（5月31日）", "明日（5月31日）"]
    assert "任务1的阶段“动工”" in alarms[0]["text"]
    assert after == []


def test_the_sequence_grows_with_every_change():
    """An entry on the task, another, an amendment, a day: each makes a later version, whatever machine exports."""
    entries = [filed(f"2021-09-0{n}", figures={"roads": n}, id_=id_of(n)) for n in (1, 2)]
    moved = [{"date": "2021-09-01", "document": "函", "field": "deadline", "was": "11月底"}]
    plain, amended = plan_text([row(indicator())]), plan_text([row(indicator(), amendments=moved)])
    stores = [(plain, []), (plain, entries[:1]), (plain, entries), (amended, entries)]
    found = [_sequence(text, filed_, dt.date(2021, 10, 1)) for text, filed_ in stores]
    found.append(_sequence(amended, entries, dt.date(2021, 10, 2)))
    assert found == sorted(set(found))
    assert _sequence(*stores[0], dt.date(2021, 10, 1)) == found[0]
    assert found[-1] < 2**31


@pytest.mark.parametrize("day", [dt.date(2021, 10, 1), dt.date(2026, 11, 27)], ids=["closed", "today"])
def test_the_sequence_grows_with_an_edit_that_nothing_announces(tmp_path, day):
    """A name put right in tasks.yaml, an entry taken back: later versions on the same day, though nothing was added."""
    first, second = (filed(f"2021-09-0{n}", figures={"roads": n}, id_=id_of(n)) for n in (1, 2))
    morning = dt.datetime(2026, 11, 27, 8, tzinfo=dt.UTC).timestamp()
    plan = tmp_path / PLAN
    write(tmp_path, dict((first, second)))

    def exported(minute):
        for path in (plan, (tmp_path / second[0]).parent):
            os.utime(path, (morning + 60 * minute, morning + 60 * minute))
        with speaking("zh_CN"):
            return table(calendar.calendar(gathered(_Disk(str(tmp_path)), day)), "events")[0]["sequence"]

    plan.write_text(plan_text([row(indicator())]), encoding="utf-8")
    found = [exported(1), exported(1)]
    plan.write_text(plan_text([row(indicator())]).replace("张三", "章三"), encoding="utf-8")
    found.append(exported(2))
    (tmp_path / second[0]).unlink()
    found.append(exported(3))
    assert found[0] == found[1] < found[2] < found[3] < 2**31


class _Disk(WorkTree):
    """A folder whose files were changed when a test says so: no program sets the moment of a status change."""

    def known(self, folder, names):
        several = list(names)
        found = super().known(folder, several)
        changed = max(os.stat(os.path.join(self.root, folder, name)).st_mtime_ns for name in several)
        return found._replace(changed=changed)


def _sequence(text, entries, day):
    with speaking("zh_CN"):
        return table(calendar.calendar(gathered(InMemory({PLAN: text, **dict(entries)}), day)), "events")[0]["sequence"]


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
