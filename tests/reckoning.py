"""A store on a day by `truth`, beside the documents that the program makes of it: what the tests of truth share."""

import calendar
import datetime as dt
import re

import truth
import turbulent
from running import EXAMPLES, ask

DAYS = ("03-31", "05-15", "06-30", "08-15", "09-30", "10-31", "11-30", "12-03")
BAD = ("overdue", "blocked", "lag", "near", "silent")


class Known:
    """A store on a day: where its tasks stand by the second reckoning, and what the program makes of it."""

    def __init__(self, folder, day, place):
        """Reckon it."""
        self.folder, self.day, self.place = folder, dt.date.fromisoformat(f"2021-{day}"), place
        self.store = truth.Store(folder)
        self.stands = {one.id: one for one in self.store.on(self.day)}

    def made(self, kind, ending):
        """Make a document; return where it lies."""
        path = self.place / f"a.{ending}"
        told = ask("report", kind, "--data", self.folder, "--as-of", self.day, "-o", path)
        assert told.code == 0, told.err
        return path

    @property
    def before(self):
        """Where the tasks stood a month before; None where the year had not begun."""
        last = self.day.replace(day=1) - dt.timedelta(1)
        ends = self.day.day == calendar.monthrange(self.day.year, self.day.month)[1]
        then = last if ends else last.replace(day=min(self.day.day, last.day))
        return {one.id: one for one in self.store.on(then)} if then.year == 2021 else None

    def change(self, one):
        """Return by how many hundredths of a point a task moved; None where the two do not rest on the same thing."""
        was = (self.before or {}).get(one.id)
        if was is None or None in {one.progress, was.progress} or one.is_by_percent != was.is_by_percent:
            return None
        return percent(one.progress) - percent(was.progress)


def percent(share):
    """Return a share as the papers round it, in hundredths of a point: halves up, and never 100 where it is less."""
    rounded = int(share * 10_000 + truth.Fraction(1, 2))
    return min(rounded, 9_999) if share < 1 else rounded


def lag(one):
    """Return the lag of a task in hundredths of a point: who subtracts the printed percentages finds it."""
    return None if one.progress is None else percent(one.expected) - percent(one.progress)


def percents(text):
    return [int(one.replace(".", "")) for one in re.findall(r"(\d+\.\d\d)%", text)]


def needing(stands):
    return [one for one in stands if one.part in BAD or (one.part == "reached" and one.colour == "黄")]


CASES = [f"{name} {day}" for name in ("examples", "turbulent") for day in DAYS]
"""Two stores on eight days of a year."""


def known(case, place):
    """Return a case; its documents lie in a folder."""
    name, day = case.split()
    if name == "examples":
        return Known(EXAMPLES, day, place)
    folder = place / "store"
    folder.mkdir()
    return Known(turbulent.written(folder), day, place)
