"""A small plan, entries and datasets for tests: texts in a dict, no disk; and the stores that the project ships.

The small plan's units: 甲局 leads, 乙局 and the group 各区政府 (东区政府, 西区政府, 南区政府) are its partners.
"""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal
from functools import cache
from pathlib import Path

import yaml

from mstrack import i18n
from mstrack.format import codec
from mstrack.format.model import Entry
from mstrack.format.yaml import write
from mstrack.progress.snapshot import Snapshot
from mstrack.render import cells
from mstrack.report import Column, Facts, Report, Table
from mstrack.rules.plan import of_plan
from mstrack.store import source
from mstrack.store.cache import Cache
from mstrack.store.dataset import Dataset
from mstrack.store.entry_names import entry_path
from mstrack.views import summary, task, tasks

ROOT = Path(__file__).parent.parent
EXAMPLES_DAY = dt.date(2021, 12, 3)
LEAD, PARTNER, GROUP = "甲局", "乙局", "各区政府"
MEMBERS = ("东区政府", "西区政府", "南区政府")
CODES = {LEAD: "jia", PARTNER: "yi", GROUP: "gq", "东区政府": "dq", "西区政府": "xq", "南区政府": "nq"}
CHINA = dt.timezone(dt.timedelta(hours=8))
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class _Plain(yaml.SafeDumper):
    """Writes what is the same object twice, as a store must: no anchors."""

    def ignore_aliases(self, _data):
        """Nothing is an alias."""
        return True


class Remembering(Cache):
    """A memo in a dict: each text is read and checked once in a run of the tests."""

    keeps = True

    def __init__(self):
        """Know nothing yet."""
        super().__init__(None)
        self.known = {}

    def recall(self, digests):
        """Return what is known."""
        return {digest: self.known[digest] for digest in digests if digest in self.known}

    def remember(self, passed):
        """Keep what passed."""
        self.known.update(passed)


MEMO = Remembering()


def indicator(name="公路", kind="cumulative", target=100, measure="公里", **more):
    """Return an indicator as tasks.yaml says it; its quote holds its numbers."""
    since = f"由{more['baseline']}" if "baseline" in more else ""
    quote = f"{name}{since}达到{target}{measure}"
    return {"id": more.pop("id", "roads"), "name": name, "kind": kind, "target": target, "measure": measure} | {
        "quote": quote,
        **more,
    }


def level(name="覆盖率", target=80, measure="%", **more):
    """Return an indicator that is reached or not."""
    return indicator(name, "level", target, measure, **{"id": "coverage"} | more)


def row(*indicators, **more):
    """Return a row of the table: led by 甲局, with 乙局 and 各区政府, due on 12月10日."""
    content = "，".join(["推进工作", *(one["quote"] for one in indicators)]) + "。"
    return {
        "content": content,
        "leader": "王长青",
        "lead_unit": LEAD,
        "partner_units": [PARTNER, GROUP],
        "deadline": "12月10日",
        "indicators": list(indicators),
    } | more


def plan_text(*items, **more):
    """Return tasks.yaml of items, each a list of rows; the rows are numbered here."""
    number = itertools.count(1)
    numbered = [
        {"title": f"第{i}类实事", "tasks": [{"id": next(number)} | one for one in rows]}
        for i, rows in enumerate(items, 1)
    ]
    plan = {
        "title": "2021年实事",
        "source": "附件",
        "year": 2021,
        "counts": {"items": len(items), "tasks": sum(map(len, items))},
        "leaders": [
            {"name": "王长青", "pinyin": "wang chang qing"},
            {"name": "赖燕芬", "pinyin": "lai yan fen"},
        ],
        "units": [
            {"name": LEAD, "code": "jia", "person": {"name": "张三", "pinyin": "zhang san"}},
            {"name": PARTNER, "code": "yi", "person": {"name": "李四", "pinyin": "li si"}},
            {"name": GROUP, "code": "gq", "members": list(MEMBERS)},
            *({"name": name, "code": CODES[name]} for name in MEMBERS),
        ],
        "items": numbered,
    }
    return yaml.dump(plan | more, Dumper=_Plain, allow_unicode=True, sort_keys=False)


def filed(day, status="in-progress", figures=None, *, id_, unit=LEAD, **more):
    """Return the path and the text of an entry on task 1."""
    date = dt.date.fromisoformat(day)
    numbers = {key: Decimal(str(figure)) for key, figure in (figures or {}).items()}
    said = {"task": 1, "reporter": "王五", "recorded": recorded(day)} | more
    entry = Entry(date=date, unit=unit, status=status, figures=numbers, **said)
    return entry_path(entry, CODES[unit], id_), write(codec.mapping(entry))


def recorded(day, hour=9):
    """Return a moment of a day."""
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour), CHINA)


def id_of(number):
    """Return the entry id that a number stands for."""
    return "".join(ALPHABET[number // 32**place % 32] for place in range(7, -1, -1))


LATEST = dt.datetime(2090, 1, 1, tzinfo=dt.UTC)
"""After this moment no clock of these tests is right."""


def dataset(plan, *entries):
    """Return the dataset of a plan's text and of entries, as `filed` makes them."""
    return Dataset(source.InMemory({source.PLAN: plan, **dict(entries)}), MEMO, of_plan, LATEST)


def stand(plan, *entries, as_of, task_id=1):
    """Return where a task stands."""
    data = dataset(plan, *entries)
    day = dt.date.fromisoformat(as_of)
    snapshot = Snapshot(data, day)
    return snapshot.standing(snapshot.task(task_id))


@cache
def shipped():
    """Return the dataset of the official table, without entries."""
    return Dataset(source.WorkTree(str(ROOT / "data")), MEMO, of_plan)


@cache
def examples():
    """Return the dataset of the simulated store; as of EXAMPLES_DAY it shows every light."""
    return Dataset(source.WorkTree(str(ROOT / "examples")), MEMO, of_plan)


@cache
def reports(tongue):
    """Return reports of every kind on the simulated store, in a language, by the command that gives them."""
    with i18n.speaking(tongue):
        store = Snapshot(examples(), EXAMPLES_DAY)
        found = {"due": tasks.due(store), "list": tasks.listing(store)}
        for group in summary.GROUPS:
            found[f"summary --by {group}"] = summary.summary_report(store, group)
        for one in store.tasks:
            found[f"show {one.id}"] = task.show_report(store, one)
    return found


def cells_of(report, table, column):
    """Return the cells of a column, found by its key or its title, in one of a report's tables."""
    block = next(block for block in report.blocks if getattr(block, "key", None) == table)
    place = next(i for i, one in enumerate(block.columns) if column in {one.key, one.title})
    return [line[place] for line in block.rows]


def texts_of(report, table, column):
    """Return what people read in a column."""
    return [cells.text(cell) for cell in cells_of(report, table, column)]


def facts_of(report):
    """Return the labelled values of a page by key, or by label where there is no key."""
    block = next(block for block in report.blocks if isinstance(block, Facts))
    return {fact.key or fact.label: fact.value for fact in block.facts}


def report_of(*blocks, title="标题", **more):
    """Return a report of some blocks."""
    return Report(more.get("kind", "test"), title, EXAMPLES_DAY, more.get("rev"), blocks, more.get("envelope", ()))


def table_of(*lines, **more):
    """Return a table with a number and a text in each row."""
    columns = (Column("id", "No.", 100, right=True), Column("text", "Text", 50, wrap=True, least=10))
    return Table("rows", columns, lines, **more)
