"""Whatever two texts of an entry or a task change places, every format says each under its own name."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from copy import copy
from dataclasses import replace
from itertools import combinations

import pytest
from builders import dataset, filed, indicator, plan_text, row
from rich.cells import cell_len

from mstrack.format.model import Deadline
from mstrack.i18n import speaking
from mstrack.progress import diff
from mstrack.progress.dates import Range
from mstrack.progress.snapshot import Snapshot
from mstrack.render import RENDERERS, WITH_KEYS, Page
from mstrack.views import entries, task, tasks
from mstrack.views.diff import diff_report

DAY = dt.date(2021, 11, 30)
PLAN = plan_text([row(indicator(target=60))])
OF_ENTRY = {"note": "完成六十公里", "problem": "资金不足", "next": "筹措资金", "reporter": "王五"}
OF_TASK = {  # each may be a deadline, so that any two can change places
    "title": "12月1日",
    "content": "12月2日",
    "leader": "12月3日",
    "lead_unit": "12月4日",
    "deadline": "12月10日",
}
LABELS = {
    "note": "Note",
    "problem": "Problem",
    "next": "Next step",
    "reporter": "Reporter",
    "title": "Task",
    "content": "Content",
    "leader": "Leader",
    "lead_unit": "Lead unit",
    "deadline": "Deadline",
}
LAST_REPORT = "2021-11-20 by {reporter}, 10d old"


class Side:
    """What `diff` calls a side."""

    name, rev = "HEAD", None


def of_entry(said):
    """Return the reports on a store with one entry that says this."""
    entry = filed("2021-11-20", figures={"roads": 60}, id_="00000001", **said)
    new, old = (Snapshot(dataset(PLAN, *several), DAY) for several in ([entry], []))
    found = diff.changes(diff.standings_of(old), diff.standings_of(new), ())
    return {
        "log": entries.log(new, new.logged(), Range()),
        "show": task.show_report(new, new.plan.tasks[0]),
        "diff": diff_report(found, Side(), Side(), new),
    }


def of_task(said):
    """Return the reports on a store whose one task says this."""
    store = copy(dataset(PLAN))
    fields = {"title": said["title"], "content": said["content"], "due": Deadline(words=said["deadline"])}
    fields |= {"leaders": (said["leader"],), "lead_units": (said["lead_unit"],)}
    changed = replace(store.plan.tasks[0], **fields)
    store.plan = replace(store.plan, items=(replace(store.plan.items[0], tasks=(changed,)),))
    found = Snapshot(store, DAY)
    return {"due": tasks.due(found), "list": tasks.listing(found), "show": task.show_report(found, changed)}


def of_json(text):
    """Yield what JSON says under each key, wherever it stands."""
    waiting = [*json.loads(text).values()]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            yield from ((key, value) for key, value in one.items() if isinstance(value, str))
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one


def of_csv(text, delimiter=","):
    """Yield what CSV says under each key of each of its tables."""
    for block in re.split(r"\r?\n\r?\n", text.lstrip("\ufeff").strip()):
        for one in csv.DictReader(io.StringIO(block), delimiter=delimiter):
            yield from one.items()


def of_tsv(text):
    """Yield the same of TSV."""
    return of_csv(text, "\t")


def of_md(text):
    """Yield what stands beside the labels of facts, and below the titles of columns."""
    plain = text.replace("\\|", "/").replace("\\", "")
    yield from re.findall(r"^- \*\*(.+?)\*\* (.+)$", plain, re.MULTILINE)
    for head, body in re.findall(r"^(\|.+\|)\n\| -.+\n(\|.+\|)$", plain, re.MULTILINE):
        yield from zip(head.strip("| ").split(" | "), body.strip("| ").split(" | "), strict=True)


def of_table(text):
    """Yield the same of a page: labels end with a gap, a rule below the titles says where columns stand."""
    lines = text.split("\n")
    for line in lines:
        label, _gap, value = line.partition("  ")
        yield label, value.strip()
    for head, rule, body in zip(lines, lines[1:], lines[2:], strict=False):
        if re.fullmatch(r"-+( -+)+", rule):
            for column in re.finditer(r"-+", rule):
                yield _cut(head, *column.span()), _cut(body, *column.span())


def _cut(line, start, end):
    """Return what stands in these cells of a line: a Chinese character takes two."""
    cells = "".join(one + "\0" * (cell_len(one) - 1) for one in line)
    return cells[start:end].replace("\0", "").strip()


def of_sheet(text):
    """Yield what stands beside the labels of facts, and below the headings of tables."""
    yield from (line for line in csv.reader(io.StringIO(text.lstrip("\ufeff"))) if len(line) == 2)
    yield from of_csv(text)


READ = {"json": of_json, WITH_KEYS: of_csv, "tsv": of_tsv, "md": of_md, "table": of_table, "csv": of_sheet}
MACHINES = {"json", WITH_KEYS, "tsv"}
PEOPLE = {
    "log": ("note", "reporter"),
    "diff": ("note",),
    "due": ("title", "leader", "lead_unit", "deadline"),
    "list": ("title", "leader", "lead_unit", "deadline"),
}
"""What people read in each view; machines get all. The page of a task has sentences, too: see `expected_of`."""


def expected_of(form, kind, said):
    """Return what has to stand under which key or title, in this view and no other way."""
    if form in MACHINES:
        return {key: text for key, text in said.items() if (kind, key) != ("due", "content")}
    if kind != "show":
        return {LABELS[key]: said[key] for key in PEOPLE[kind]}
    if "note" in said:
        words = {"Last report": LAST_REPORT.format(**said)}
        return words | {LABELS[key]: said[key] for key in ("note", "problem", "next")}
    return {LABELS[key]: said[key] for key in ("content", "leader", "lead_unit", "deadline")}


def swapped(fields):
    """Yield the fields as they are, and with any two of their texts in each other's place."""
    yield fields
    for one, other in combinations(fields, 2):
        yield fields | {one: fields[other], other: fields[one]}


def test_every_format_is_read():
    assert READ.keys() == RENDERERS.keys()


@pytest.mark.parametrize("form", RENDERERS)
@pytest.mark.parametrize(("view", "fields"), [(of_entry, OF_ENTRY), (of_task, OF_TASK)], ids=["entry", "task"])
def test_two_fields_that_changed_places(form, view, fields):
    """Each text stands under its own key or title and no other: once two have changed places, the format says so."""
    pages = []
    for said in swapped(fields):
        with speaking("en"):
            answers = {kind: RENDERERS[form](report, Page()).decode() for kind, report in view(said).items()}
        for kind, answer in answers.items():
            expected = expected_of(form, kind, said)
            found = {}
            for name, text in READ[form](answer):
                if name in expected and text and (form in MACHINES or name not in found):  # facts stand above tables
                    found.setdefault(name, set()).add(text.split(" (")[0])  # a deadline is followed by its day
            assert (kind, found) == (kind, {name: {text} for name, text in expected.items()})
        pages.append(answers["show"])
    assert len(set(pages)) == len(pages)
