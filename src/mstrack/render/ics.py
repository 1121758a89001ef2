"""iCalendar (RFC 5545), by the icalendar library: it escapes, folds and types what a calendar takes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from icalendar import Alarm, Calendar, Event

from mstrack.report import Table

if TYPE_CHECKING:
    from mstrack.render import Page
    from mstrack.report import Report

CALL = dt.timedelta(hours=9)
"""The time of day at which a reminder calls."""


def render(report: Report, _page: Page) -> bytes:
    """Return the calendar of a report's table of events: one all-day event a row, updated by a later export.

    The same report gives the same bytes: moments are those of the as-of day, not of the clock.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//mstrack//mstrack//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", report.title)
    table = next(block for block in report.blocks if isinstance(block, Table) and block.key == "events")
    keys = [column.key for column in table.columns]
    for row in table.rows:
        calendar.add_component(_event(dict(zip(keys, row, strict=True)), report.as_of))
    text: bytes = calendar.to_ical()
    return text


def _event(row: dict[str, Any], as_of: dt.date) -> Event:
    event = Event()
    event.add("uid", row["uid"])
    event.add("dtstamp", dt.datetime(as_of.year, as_of.month, as_of.day, tzinfo=dt.UTC))
    event.add("sequence", as_of.toordinal())  # a later day is a later version of the same event
    event.add("dtstart", row["date"])
    event.add("dtend", row["date"] + dt.timedelta(days=1))
    event.add("summary", row["summary"])
    event.add("description", row["description"])
    event.add("categories", list(row["categories"]))
    event.add("transp", "TRANSPARENT")
    for days in row["reminders"]:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", row["summary"])
        alarm.add("trigger", CALL - dt.timedelta(days=days))
        event.add_component(alarm)
    return event
