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

KEYS = ("uid", "date", "summary", "description", "categories", "reminders")


def made(*rows):
    table = Table("events", tuple(Column(key, key) for key in KEYS), rows)
    return ics.render(Report("calendar", "时限", DAY, None, (table,)), Page())


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
    row = ("a@b", dt.date(2021, 12, 10), HOSTILE, f"一\n{HOSTILE}", ("甲,乙",), (7,))
    event = icalendar.Calendar.from_ical(made(row)).walk("VEVENT")[0]
    assert str(event["summary"]) == HOSTILE
    assert str(event["description"]) == f"一\n{HOSTILE}"
    assert event["categories"].cats == ["甲,乙"]


def test_an_event_is_a_whole_day_and_calls_in_the_morning():
    event = icalendar.Calendar.from_ical(made(("a@b", dt.date(2021, 12, 10), "甲", "乙", (), (7, 1)))).walk("VEVENT")[0]
    assert event["dtstart"].dt == dt.date(2021, 12, 10)
    assert event["dtend"].dt == dt.date(2021, 12, 11)
    calls = [dt.datetime(2021, 12, 10) + alarm["trigger"].dt for alarm in event.walk("VALARM")]  # noqa: DTZ001  floating
    assert calls == [dt.datetime(2021, 12, 3, 9), dt.datetime(2021, 12, 9, 9)]  # noqa: DTZ001  as above


def test_a_later_export_is_a_later_version():
    """SEQUENCE and DTSTAMP grow with the as-of day; nothing in the file is the clock's."""
    row = ("a@b", dt.date(2021, 12, 10), "甲", "乙", (), ())
    table = Table("events", tuple(Column(key, key) for key in KEYS), (row,))
    days = (DAY, dt.date(2021, 12, 4))
    first, second = (
        icalendar.Calendar.from_ical(ics.render(Report("calendar", "时限", day, None, (table,)), Page())).walk(
            "VEVENT"
        )[0]
        for day in days
    )
    assert second["sequence"] == first["sequence"] + 1
    assert second["dtstamp"].dt - first["dtstamp"].dt == dt.timedelta(days=1)
    assert made(row) == made(row)
