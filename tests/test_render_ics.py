"""iCalendar as strict readers take it: typed days, folded lines, escaped text, the same bytes every time."""

import datetime as dt

import icalendar
import pytest
import vobject
from publishing import DAY, HOSTILE, gathered

from mstrack.documents import calendar
from mstrack.i18n import speaking
from mstrack.render import Page, ics
from mstrack.report import Column, Report, Table

KEYS = ("uid", "date", "summary", "description", "categories", "sequence")
ALARM = ("uid", "days", "text")


def made(*rows, alarms=()):
    tables = (_table("events", KEYS, rows), _table("alarms", ALARM, alarms))
    return ics.render(Report("calendar", "时限", DAY, None, tables), Page())


def _table(name, keys, rows):
    return Table(name, tuple(Column(key, key) for key in keys), tuple(rows))


@pytest.fixture(scope="module")
def examples():
    with speaking("zh_CN"):
        return ics.render(calendar.calendar(gathered()), Page())


def test_two_readers_take_it(examples):
    """25 tasks in, 25 out, by the reference library and by a validating one."""
    assert len(icalendar.Calendar.from_ical(examples).walk("VEVENT")) == 25
    read = vobject.readOne(examples.decode())
    read.validate(raiseException=True)
    assert len(list(read.vevent_list)) == 25


def test_lines_are_as_the_standard_wants_them(examples):
    """RFC 5545, 3.1: CRLF, at most 75 octets a line, and no character is cut in two."""
    assert examples.count(b"\r\n") == examples.count(b"\n")
    assert max(map(len, examples.split(b"\r\n"))) <= 75
    for line in examples.split(b"\r\n"):
        line.decode()


def test_a_text_stays_a_text():
    row = ("a@b", dt.date(2021, 12, 10), HOSTILE, f"一\n{HOSTILE}", ("甲,乙",), 7)
    event = icalendar.Calendar.from_ical(made(row)).walk("VEVENT")[0]
    assert str(event["summary"]) == HOSTILE
    assert str(event["description"]) == f"一\n{HOSTILE}"
    assert event["categories"].cats == ["甲,乙"]


def test_an_event_is_a_whole_day_and_calls_in_the_morning():
    alarms = [("a@b", 7, HOSTILE), ("a@b", 1, "丙"), ("c@d", 1, "丁")]
    content = made(("a@b", dt.date(2021, 12, 10), "甲", "乙", (), 1), alarms=alarms)
    event = icalendar.Calendar.from_ical(content).walk("VEVENT")[0]
    assert event["dtstart"].dt == dt.date(2021, 12, 10)
    assert event["dtend"].dt == dt.date(2021, 12, 11)
    calls = [dt.datetime(2021, 12, 10) + alarm["trigger"].dt for alarm in event.walk("VALARM")]  # noqa: DTZ001  floating
    assert calls == [dt.datetime(2021, 12, 3, 9), dt.datetime(2021, 12, 9, 9)]  # noqa: DTZ001  as above
    assert [str(alarm["description"]) for alarm in event.walk("VALARM")] == [HOSTILE, "丙"]


def test_the_version_is_the_reports():
    """SEQUENCE is the row's, DTSTAMP the as-of day; nothing in the file is the clock's."""
    row = ("a@b", dt.date(2021, 12, 10), "甲", "乙", (), 1_845_312_507)
    event = icalendar.Calendar.from_ical(made(row)).walk("VEVENT")[0]
    assert event["sequence"] == 1_845_312_507
    assert event["dtstamp"].dt.date() == DAY
    assert made(row) == made(row)
