"""A simulated year with a reform in August, as its maker makes it, and what is answered and printed of it."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from functools import cache

from builders import MEMO
from running import ROOT, ask

from mstrack.documents import bulletin, bulletin_full, calendar, dashboard, ledger, reminder
from mstrack.documents.imprint import Imprint
from mstrack.progress.dates import Range
from mstrack.progress.snapshot import Snapshot
from mstrack.render import cells
from mstrack.report import Facts, Table
from mstrack.rules.plan import of_plan
from mstrack.store.dataset import Dataset
from mstrack.store.source import WorkTree
from mstrack.views import entries, missing, summary, task, tasks

DAYS = [
    dt.date.fromisoformat(day)
    for day in (
        "2021-05-01",
        "2021-08-14",
        "2021-08-15",
        "2021-08-16",
        "2021-09-15",
        "2021-10-31",
        "2021-12-10",
        "2022-01-10",
        "2022-03-31",
    )
]
REFORM, ADDED, DROPPED = dt.date(2021, 8, 15), dt.date(2021, 9, 1), dt.date(2021, 10, 15)
RENAMED = {"市水利局": "市水务局", "鹤山市政府": "鹤山区政府", "王长青": "模拟副市长", "赖惠镇": "模拟局长"}
NEW_MEMBER = "模拟新区管委会"
ALL = Range(None, None)
FORMER = re.compile("原[^，。；]+|至[0-9年月日-]+为[^，。；]+")
"""What a text marks as what was: to the end of the clause."""


def made(place):
    """Return a folder with the store, as examples/simulate.py makes it."""
    subprocess.run([sys.executable, ROOT / "examples" / "simulate.py", place / "store", "--reform"], check=True)
    return place / "store"


def snapshots(folder):
    """Return a function that gives the store's snapshot of a day, each made once."""
    dataset = Dataset(WorkTree(str(folder)), MEMO, of_plan)
    return cache(lambda day: Snapshot(dataset, day))


def answers(snapshot):
    """Yield every view on a snapshot, and every paper, by its name."""
    yield "due", tasks.due(snapshot)
    yield "list", tasks.listing(snapshot)
    for group in summary.GROUPS:
        yield f"summary {group}", summary.summary_report(snapshot, group)
    for one in snapshot.tasks:
        yield f"show {one.id}", task.show_report(snapshot, one)
    yield "log", entries.log(snapshot, snapshot.logged(), ALL)
    for everyone in (False, True):
        yield "missing", missing.missing_report(snapshot, missing.silent_units(snapshot, ALL, all_units=everyone))
    yield from papers(snapshot)


def papers(snapshot):
    """Yield every document but the relations."""
    said = Imprint("第1期", "督查室", snapshot.as_of, is_cited=True)
    yield "bulletin", bulletin.bulletin(snapshot, said)
    yield "full bulletin", bulletin_full.bulletin(snapshot, said)
    yield "ledger", ledger.ledger(snapshot)
    yield "dashboard", dashboard.dashboard(snapshot)
    yield "calendar", calendar.calendar(snapshot)
    for unit, owed in reminder.needed(snapshot):
        yield f"reminder {unit.code}", reminder.reminder(unit, owed, reminder.Demand(said))


def texts(report, *, with_entries=False):
    """Yield what a report says, cell by cell, with its place; what was filed only where it is asked for."""
    yield "title", report.title
    yield from ((key, cells.text(value)) for key, value in report.envelope)
    for block in report.blocks:
        if isinstance(block, Table):
            if block.key == "entries" and not with_entries:
                continue
            for row in block.rows:
                yield from (
                    (f"{block.key}.{column.key or column.title}", cells.text(cell))
                    for column, cell in zip(block.columns, row, strict=True)
                    if column.key != "was"
                )
        elif isinstance(block, Facts):
            yield from ((fact.key or fact.label, cells.text(fact.value)) for fact in block.facts)
        else:
            yield type(block).__name__, block.text


def wrong_names(day):
    """Return the names that nobody bore on a day."""
    return set(RENAMED) if day >= REFORM else {*RENAMED.values(), NEW_MEMBER}


def named(text, names):
    """Return which of the names a text has, but for those that it marks as former ones: 原…, or 至 a day 为…."""
    now = FORMER.sub("", text)
    return {name for name in names if name in now}


def asked(folder, day, *words):
    """Return what the program answers, as JSON."""
    return ask(*words, "--data", folder, "--as-of", day, "--format", "json").answer
