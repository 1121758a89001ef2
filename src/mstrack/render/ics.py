"""iCalendar (RFC 5545), by the icalendar library: it escapes, folds and types what a calendar takes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from icalendar import Alarm, Calendar, Event

from mstrack.report import Table

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from mstrack.render import Page
    from mstrack.report import Report

CALL = dt.timedelta(hours=9)
"""The time of day at which an alarm calls."""


def write(report: Report, page: Page, out: BinaryIO) -> None:
    """Write the calendar that `render` returns."""
    out.write(render(report, page))


def render(report: Report, _page: Page) -> bytes:
    """Return the calendar of a report's events, one all-day event a row, and its alarms; a later export updates it.

    The same report gives the same bytes: moments are those of the as-of day, not of the clock.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//mstrack//mstrack//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", report.title)
    alarms = list(_rows(report, "alarms"))
    for row in _rows(report, "events"):
        event = _event(row, report.as_of)
        for alarm in alarms:
            if alarm["uid"] == row["uid"]:
                event.add_component(_alarm(alarm))
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text


def _rows(report: Report, key: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table of the report by the keys of its columns."""
    for block in report.blocks:
        if isinstance(block, Table) and block.key == key:
            keys = [column.key for column in block.columns]
            yield from (dict(zip(keys, row, strict=True)) for row in block.rows)


def _event(row: dict[str, Any], as_of: dt.date) -> Event:
    event = Event()
    event.add("uid", row["uid"])
    event.add("dtstamp", dt.datetime(as_of.year, as_of.month, as_of.day, tzinfo=dt.UTC))
    event.add("sequence", row["sequence"])
    event.add("dtstart", row["date"])
    event.add("dtend", row["date"] + dt.timedelta(days=1))
    event.add("summary", row["summary"])
    event.add("description", row["description"])
    event.add("categories", list(row["categories"]))
    event.add("transp", "TRANSPARENT")
    return event


def _alarm(row: dict[str, Any]) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", row["text"])
    alarm.add("trigger", CALL - dt.timedelta(days=row["days"]))
    return alarm
