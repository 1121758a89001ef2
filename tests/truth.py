"""Where tasks stand on a day, reckoned from the YAML of a store by code of its own: nothing of mstrack is imported.

It knows as much of the format as the stores of `test_documents_truth` use: deadlines as 12月10日 and 11月底, amendments
of deadline, target, lead unit and shares, tasks that were dropped, milestones with a figure, bounds, corrections.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import yaml

if TYPE_CHECKING:
    from pathlib import Path

RED, YELLOW, STALE, NEAR, LAST = 30, 10, 45, 30, 3
PARTS = {
    "done": "已完成",
    "reached": "已达标待报办结",
    "on-pace": "达到序时",
    "behind": "基本按序时",
    "under-way": "推进中（无累计指标）",
    "near": "临近时限未达标",
    "lag": "滞后",
    "blocked": "受阻",
    "overdue": "逾期",
    "silent": "未报送",
}
"""The parts in which a task may count, and what papers call them."""
COLOURS = dict.fromkeys(("reached", "on-pace", "behind", "under-way"), "绿") | dict.fromkeys(("near",), "黄")
COLOURS |= dict.fromkeys(("blocked", "overdue"), "红") | {"silent": "灰"}


class Stand(NamedTuple):
    """A task on a day, in shares of 1 and days."""

    id: int
    title: str
    leaders: list[str]
    lead: str
    part: str
    colour: str
    due: dt.date
    late: int
    progress: Fraction | None
    expected: Fraction
    figures: dict[str, Fraction]
    targets: dict[str, Fraction]
    shares: dict[str, dict[str, tuple[Fraction, Fraction | None]]]
    is_reported: bool
    rates: dict[str, Fraction]
    lines: dict[str, Fraction]
    is_by_percent: bool
    filed: dict[str, dict[str, Fraction]]

    @property
    def lag(self):
        """Points behind what is expected; None where the progress is not known."""
        return None if self.progress is None else (self.expected - self.progress) * 100


def month(day):
    """Return how many months of the year are gone at the end of a day."""
    return day.month - 1 + Fraction(day.day, calendar.monthrange(day.year, day.month)[1])


def pace(day):
    """Return the share of the year that is gone."""
    return min(Fraction(1), month(day) / 12) if day.year == 2021 else Fraction(1)


def deadline(words):
    """Return the day that the table's words mean."""
    if found := re.fullmatch(r"(\d+)月(\d+)日", words):
        return dt.date(2021, int(found[1]), int(found[2]))
    found = re.fullmatch(r"(\d+)月底", words)
    return dt.date(2021, int(found[1]), calendar.monthrange(2021, int(found[1]))[1])


def listed(value):
    """Return one or several as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def as_of(task, day):
    """Return a task with what later amendments changed put back."""
    found = {**task, "indicators": [dict(one) for one in task.get("indicators", ())]}
    for one in sorted(task.get("amendments", ()), key=lambda one: str(one["date"]), reverse=True):
        if dt.date.fromisoformat(str(one["date"])) <= day:
            continue
        name, _point, key = one["field"].partition(".")
        indicator = next((each for each in found["indicators"] if each["id"] == name), None)
        if indicator is not None:
            indicator[key or "target"] = yaml.safe_load(str(one["was"]))
        else:
            found[name] = one["was"]
    return found


def _texts(text):
    """Return what YAML holds, every scalar as its text."""
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506  it builds nothing but texts, lists and mappings


class Store:
    """A store's plan and entries, as PyYAML reads them."""

    def __init__(self, folder: Path) -> None:
        """Read all files."""
        self.plan = _texts((folder / "tasks.yaml").read_text(encoding="utf-8"))
        self.codes = {one["name"]: one["code"] for one in self.plan["units"]}
        self.members = {one["name"]: one.get("members", []) for one in self.plan["units"]}
        self.entries = []
        for path in folder.glob("progress/*/*.yaml"):
            entry = _texts(path.read_text(encoding="utf-8"))
            code, id_ = path.stem[11:].split("-")[:2]
            entry |= {"code": code, "id": id_, "day": dt.date.fromisoformat(entry["date"])}
            self.entries.append(entry)

    @property
    def tasks(self):
        """The rows of the table."""
        return [task for item in self.plan["items"] for task in item["tasks"]]

    def on(self, day):
        """Return where every task stands on a day that was not dropped by then."""
        gone = {
            task["id"]
            for task in self.tasks
            if "dropped" in task and dt.date.fromisoformat(task["dropped"]["date"]) <= day
        }
        return [self._stand(as_of(task, day), task, day) for task in self.tasks if task["id"] not in gone]

    def count(self, day, task=None):
        """Return how many entries were filed up to a day, on one task or on all."""
        return sum(one["day"] <= day and task in {None, int(one["task"])} for one in self.entries)

    def _leads(self, task):
        """Return the units that led a task with the days from and until which, the newest first."""
        changes = sorted(
            (one for one in task.get("amendments", ()) if one["field"] == "lead_unit"), key=lambda o: o["date"]
        )
        names = [listed(one["was"])[0] for one in changes] + [listed(task["lead_unit"])[0]]
        days = [dt.date.min, *(dt.date.fromisoformat(one["date"]) for one in changes), dt.date.max]
        return [(name, days[n], days[n + 1]) for n, name in enumerate(names)][::-1]

    def _stand(self, task, raw, day):
        filed = [one for one in self.entries if one["task"] == task["id"] and one["day"] <= day]
        replaced = {old for one in filed for old in listed(one.get("corrects"))}
        filed = [one for one in filed if one["id"] not in replaced and "status" in one]
        filed.sort(key=lambda one: (one["day"], one["recorded"], one["id"]), reverse=True)
        leads = [one for one in self._leads(raw) if one[1] <= day]
        spoken, shares = [], []
        for name, since, until in leads:
            spoken += [one for one in filed if one["code"] == self.codes[name] and since <= one["day"] < until]
        shares = [one for one in filed if one not in spoken]
        since = leads[0][1]
        newest = spoken[0] if spoken else None
        silent = (day - max(newest["day"] if newest else dt.date(2021, 1, 1), since)).days
        due = deadline(task["deadline"])
        indicators = task["indicators"]
        figures, targets = {}, {one["id"]: Fraction(one["target"]) for one in indicators}
        for one in indicators:
            found = next((each["figures"][one["id"]] for each in spoken if one["id"] in each.get("figures", {})), None)
            if found is not None:
                figures[one["id"]] = Fraction(found)
            elif one["kind"] == "cumulative" and (summed := self._newest(shares, one["id"])):
                figures[one["id"]] = sum(summed.values(), Fraction(0))
        measured = {one["id"] for one in indicators if one["kind"] == "cumulative" and one.get("bound") != "at-most"}
        lines = {one["id"]: self._expected(task, one, due, day) for one in indicators}
        rates = {key: figures[key] / targets[key] for key in measured if key in figures}
        slowest = max(rates, key=lambda key: (lines[key] - rates[key], -rates[key]), default=None)
        percent = None
        if slowest is None:
            recent = (one for one in spoken if newest and (newest["day"] - one["day"]).days <= STALE)
            percent = next((Fraction(one["percent"]) / 100 for one in recent if "percent" in one), None)
        status = newest["status"] if newest else None
        progress = rates[slowest] if slowest else percent
        if progress is None and status == "not-started":
            progress = Fraction(0)
        expected = lines[slowest] if slowest else self._expected(task, None, due, day)
        unreached = [one for one in indicators if not _reached(one, figures.get(one["id"]))]
        missed = any(
            deadline(one["by"]) < day and figures.get(one["indicator"], 0) < Fraction(one["figure"])
            for one in task.get("milestones", ())
        )
        lag = None if progress is None else (expected - progress) * 100
        is_reached = bool(indicators) and not unreached
        part, colour = _part(
            status, due, day, newest, silent, lag, missed, is_reached, unreached, indicators, percent, figures, measured
        )
        late = 0
        if part == "done":
            first = None
            for one in spoken:
                if one["status"] != "done":
                    break
                first = one["day"]
            late = max(0, (first - due).days)
        divided = {
            one["id"]: {
                unit: (Fraction(share), self._newest(shares, one["id"]).get(self.codes[unit]))
                for unit, share in one.get("shares", {}).items()
            }
            for one in indicators
        }
        return Stand(
            int(task["id"]), task.get("title") or "", listed(task.get("leader")), leads[0][0], part, colour, due,
            late if part == "done" else max(0, (day - due).days), progress, expected, figures, targets, divided,
            newest is not None, rates, {key: lines[key] for key in measured}, slowest is None and percent is not None,
            {one["id"]: self._filed(shares, one["id"]) for one in indicators},
        )  # fmt: skip

    def _filed(self, shares, indicator):
        names = {code: name for name, code in self.codes.items()}
        return {names[code]: figure for code, figure in self._newest(shares, indicator).items()}

    @staticmethod
    def _newest(shares, indicator):
        found = {}
        for one in shares:
            if indicator in one.get("figures", {}):
                found.setdefault(one["code"], Fraction(one["figures"][indicator]))
        return found

    @staticmethod
    def _expected(task, indicator, due, day):
        points = [(Fraction(0), Fraction(0))]
        stages = [one for one in task.get("milestones", ()) if indicator and one["indicator"] == indicator["id"]]
        target = Fraction(indicator["target"]) if stages else 1
        points += [(month(deadline(one["by"])), Fraction(one["figure"]) / target) for one in stages]
        points.append((month(due), Fraction(1)))
        at = month(day)
        for (start, low), (end, high) in pairwise(points):
            if at < end:
                return low + (high - low) * (at - start) / (end - start)
        return Fraction(1)


def _reached(indicator, figure):
    if figure is None:
        return False
    target = Fraction(indicator["target"])
    if indicator.get("bound") == "at-most":
        return figure <= target
    return figure > target if indicator.get("above") == "true" else figure >= target


def _part(  # noqa: C901, PLR0911, PLR0913, PLR0917  the table of the lights, once more
    status, due, day, newest, silent, lag, missed, is_reached, unreached, indicators, percent, figures, measured
):
    left = (due - day).days
    if status == "done":
        return "done", "已完成"
    if left < 0:
        return ("reached", "黄") if is_reached else ("overdue", "红")
    if status == "blocked":
        return "blocked", "红"
    if newest is None or silent > STALE:
        return "silent", "灰"
    if lag is not None and lag > YELLOW:
        return "lag", "红" if lag > RED else "黄"
    if missed:
        return "lag", "黄"
    levels = [one for one in unreached if one["id"] not in measured]
    if (left <= LAST and not is_reached) or (left <= NEAR and (levels or (not indicators and percent is None))):
        return "near", "黄"
    if any(one["kind"] == "cumulative" and one["id"] not in figures for one in indicators):
        return "silent", "灰"
    if is_reached:
        return "reached", "绿"
    if lag is None:
        return "under-way", "绿"
    return ("on-pace" if lag <= 0 else "behind"), "绿"
