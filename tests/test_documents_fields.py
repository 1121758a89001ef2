"""Every text of an entry and of a task stands under its own name in every document: no two change places."""

import io
import json
import re
import sqlite3

import icalendar
import openpyxl
import pyarrow.parquet as arrow
import pytest
from builders import LEAD, id_of
from papers import IMPRINT, entry, lines, small
from publishing import gathered
from written import written

from mstrack.documents import bulletin_full, calendar, dashboard, data, ledger, reminder
from mstrack.i18n import speaking
from mstrack.render import Page, html, ics, jsonl, parquet, sqlite, xlsx

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension")  # openpyxl does not know solid data bars
SAID = {"note": "进展甲。", "problem": "困难乙。", "next": "措施丙。"}
LABELS = {"note": "进展情况", "problem": "存在困难", "next": "下一步措施"}
TASK = {"title": "修路1", "leader": "王长青", "lead_unit": LEAD, "deadline": "12月10日"}
"""What `papers.small` says of its task."""


@pytest.fixture(scope="module")
def snapshot():
    found = gathered(small(entry("2021-11-30", {"roads": 5, "coverage": 7}, status="blocked", reporter="赵六", **SAID)))
    with speaking("zh_CN"):
        yield found


def test_the_ledger(snapshot):
    book = openpyxl.load_workbook(io.BytesIO(written(xlsx.write, ledger.ledger(snapshot), Page())))
    told = {}
    for name in ("台账", "进展和问题"):
        head, row = (list(book[name].values)[n] for n in (2, 3))
        told |= dict(zip(head, row, strict=True))
    assert {name: told[label] for name, label in LABELS.items()} == SAID
    names = ("建议分管市领导", "责任人", "完成时限", "数据来源")
    source = id_of(2021113001)
    assert [told[name].split("、")[0].split("\n")[0] for name in names] == ["王长青", "张三", "12月10日", source]
    head, row = (list(book["报送记录"].values)[n] for n in (2, 3))
    told = dict(zip(head, row, strict=True))
    assert {name: told[label] for name, label in LABELS.items()} == SAID
    names = ("任务", "报送单位", "报送状态", "填报人", "报送编号")
    assert [told[name] for name in names] == ["修路1", LEAD, "受阻", "赵六", source]


def test_the_dashboard(snapshot):
    page = html.render(dashboard.dashboard(snapshot), Page()).decode()
    for name in ("problem", "next"):
        following = re.findall(f"{LABELS[name]}：</[^>]+>(?:<[^>]+>)*([^<]+)", page)
        assert following
        assert set(following) == {SAID[name]}
    assert "<dt>分管市领导</dt><dd>王长青</dd>" in page


@pytest.mark.parametrize("kind", ["bulletin", "reminder"])
def test_the_papers(snapshot, kind):
    """A bulletin gives figures instead of the note; a unit's own problem and next step stand in both."""
    ((unit, owed),) = reminder.needed(snapshot)
    report = (
        bulletin_full.bulletin(snapshot, IMPRINT)
        if kind == "bulletin"
        else reminder.reminder(unit, owed, reminder.Demand(IMPRINT))
    )
    told = [line for line in lines(report) if line.startswith(tuple(f"{label}：" for label in LABELS.values()))]
    expected = [f"{LABELS[name]}：{SAID[name]}" for name in ("problem", "next")]
    assert [line for line in told if not line.startswith(LABELS["note"])] == expected


def test_the_calendar(snapshot):
    (event,) = icalendar.Calendar.from_ical(ics.render(calendar.calendar(snapshot), Page())).walk("VEVENT")
    told = dict(line.split("：", 1) for line in str(event["description"]).split("\n") if "：" in line)
    assert (told["分管市领导"], told["牵头单位"]) == ("王长青", f"{LEAD}（责任人：张三）")
    assert told["完成时限"] == "12月10日"


def read(relations, form, tmp_path):
    """Return the rows of every relation as dicts, from what a renderer wrote."""
    if form == "sqlite":
        path = tmp_path / "data.sqlite"
        path.write_bytes(written(sqlite.write, [relations], {}))
        link = sqlite3.connect(path)
        link.row_factory = sqlite3.Row
        found = {one.name: [dict(row) for row in link.execute(f"SELECT * FROM {one.name}")] for one in relations}  # noqa: S608
        link.close()
        return found
    if form == "jsonl":
        return {one.name: [json.loads(line) for line in written(jsonl.write, one).splitlines()] for one in relations}
    return {one.name: arrow.read_table(io.BytesIO(written(parquet.write, one))).to_pylist() for one in relations}


@pytest.mark.parametrize("form", ["sqlite", "jsonl", "parquet"])
def test_the_data(snapshot, form, tmp_path):
    found = read(data.relations(snapshot, "甲市"), form, tmp_path)
    (filed,) = found["entries"]
    assert {name: filed[name] for name in SAID} == SAID
    assert (filed["reporter"], filed["unit"], filed["status"]) == ("赵六", "jia", "blocked")
    (task,) = found["tasks"]
    assert {name: task[name] for name in TASK} == TASK | {"lead_unit": "jia"}
    assert task["content"].startswith("推进工作")
    roads = next(one for one in found["indicators"] if one["id"] == "roads")
    assert (roads["name"], roads["kind"], roads["measure"]) == ("公路", "cumulative", "公里")
    assert roads["quote"] == "公路达到100公里"
