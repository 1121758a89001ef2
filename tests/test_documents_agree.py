"""One store, one day, six documents: the light, progress, figures and sources of a task are the same in each."""

import html
import re
import sqlite3
from decimal import Decimal

import docx
import icalendar
import openpyxl
import pytest
from publishing import gathered
from running import EXAMPLES, ON, ask

from mstrack.documents.parts import LABELS
from mstrack.progress import quantities

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension")  # openpyxl does not know solid data bars
LIGHTS = {"done": "已完成", "red": "红", "yellow": "黄", "grey": "灰", "green": "绿"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with a document of each kind, written by the program."""
    place = tmp_path_factory.mktemp("documents")
    said = ("--issue", "第9期", "--office", "督查室")
    kinds = {"bulletin": "docx", "ledger": "xlsx", "dashboard": "html", "calendar": "ics", "data": "sqlite"}
    for kind, ending in kinds.items():
        own = said if kind == "bulletin" else ()
        path = place / f"{kind}.{ending}"
        assert ask("report", kind, "--data", EXAMPLES, *ON, *own, "-o", path).code == 0
    return place


@pytest.fixture(scope="module")
def due():
    """What the command line answers, by task."""
    return {one["id"]: one for one in ask("due", "--data", EXAMPLES, *ON, "--format", "json").answer["tasks"]}


def ledger(folder, sheet):
    rows = list(openpyxl.load_workbook(folder / "ledger.xlsx")[sheet].iter_rows(min_row=3, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def annex(folder):
    rows = [[cell.text for cell in row.cells] for row in docx.Document(str(folder / "bulletin.docx")).tables[-1].rows]
    return {int(row[0]): dict(zip(rows[0], row, strict=True)) for row in rows[1:]}


def relation(folder, asking):
    link = sqlite3.connect(folder / "data.sqlite")
    found = link.execute(asking).fetchall()
    link.close()
    return found


def test_lights(folder, due):
    """25 tasks, and the same word in each document."""
    expected = {number: LIGHTS[one["light"]] for number, one in due.items()}
    assert len(expected) == 25
    assert {row["序号"]: row["亮灯"] for row in ledger(folder, "台账")} == expected
    for number, row in annex(folder).items():  # with the reason behind it; a task done late is 逾期n天完成
        is_late = due[number]["cause"] == "done-late"
        assert row["亮灯"].endswith("天完成") if is_late else row["亮灯"].startswith(expected[number])
    stored = relation(folder, "SELECT task, light FROM standings")
    assert {number: LIGHTS[light] for number, light in stored} == expected
    events = icalendar.Calendar.from_ical((folder / "calendar.ics").read_bytes()).walk("VEVENT")
    titles = (re.match(r"〔(.+?)〕任务(\d+) ", str(one["summary"])) for one in events)
    assert {int(found[2]): found[1] for found in titles} == expected


def test_progress(folder, due):
    """The progress of each task, in percent with two decimals."""
    expected = {number: one["progress_percent"] for number, one in due.items()}
    shown = {n: "—" if value is None else f"{value:.2f}%" for n, value in expected.items()}
    in_ledger = {row["序号"]: row["完成率"] for row in ledger(folder, "台账")}
    assert {n: None if value is None else round(value * 100, 2) for n, value in in_ledger.items()} == expected
    assert {n: row["完成率"] for n, row in annex(folder).items()} == shown
    assert dict(relation(folder, "SELECT task, progress_percent FROM standings")) == expected
    page = (folder / "dashboard.html").read_text(encoding="utf-8")
    for number, value in shown.items():
        task = re.search(rf'id="t{number}".*?(?=id="t\d|</main>)', page, re.DOTALL)
        assert value == "—" or value in html.unescape(task[0])


def test_figures_and_their_sources(folder):
    """Every figure, with the entries that it comes from, in the ledger, the data, the calendar and on the page."""
    stored = relation(
        folder,
        "SELECT task, name, actuals.figure, group_concat(entry, '、') FROM actuals JOIN indicators USING (store, task)"
        " LEFT JOIN sources USING (store, task, indicator) WHERE indicators.id = indicator GROUP BY task, indicator",
    )
    plan = gathered().plan
    counted = {(task.id, one.name): one for task in plan.tasks for one in task.indicators}
    expected = {
        (task, name): (figure, set(entries.split("、")) if entries else set()) for task, name, figure, entries in stored
    }
    assert len(expected) == 59
    rows = ledger(folder, "指标")
    found = {
        (row["序号"], row["指标"]): (row["完成数"], set(row["数据来源"].split("、")) if row["数据来源"] else set())
        for row in rows
    }
    in_words = {key: (_scaled(figure, counted[key]), entries) for key, (figure, entries) in expected.items()}
    assert found == in_words
    assert next(figure for (_task, name), (figure, _ids) in found.items() if name == "食品抽检批次") == 2.7502
    page = (folder / "dashboard.html").read_text(encoding="utf-8")
    words = {number: str(one["description"]) for number, one in _events(folder).items()}
    for (task, name), (_figure, entries) in expected.items():
        assert all(f"#e-{entry}" in page for entry in entries)
        assert name in words[task]
        assert all(entry in words[task] for entry in entries)


def test_counts(folder, due):
    """How many are in each part: the page, the bulletin and the ledger agree."""
    totals = dict.fromkeys(("任务数", *LABELS.values()), 0)
    for row in ledger(folder, "按市领导"):
        totals = {name: count + row[name] for name, count in totals.items()}
    assert totals["任务数"] == 25
    assert totals["已完成"] == sum(one["light"] == "done" for one in due.values())
    assert totals["未报送"] == sum(one["light"] == "grey" for one in due.values())
    paper = "\n".join(one.text for one in docx.Document(str(folder / "bulletin.docx")).paragraphs)
    for words in (f"已完成{totals['已完成']}项", f"未报送{totals['未报送']}项", f"受阻{totals['受阻']}项"):
        assert words in paper


def test_all_say_what_they_were_made_from(folder):
    """The as-of day and the rules of the lights stand in every document for people."""
    notes = openpyxl.load_workbook(folder / "ledger.xlsx")["说明"]
    texts = {
        "ledger": "\n".join(str(row[0]) for row in notes.values),
        "page": html.unescape((folder / "dashboard.html").read_text(encoding="utf-8")),
        "calendar": str(_events(folder)[1]["description"]),
        "bulletin": "\n".join(one.text for one in docx.Document(str(folder / "bulletin.docx")).paragraphs),
    }
    for kind, text in texts.items():
        assert "2021年12月3日" in text, kind
        assert "牵头单位45天内没有报送的" in text, kind


def _scaled(figure, indicator):
    """Return a figure in the unit of its quote, as the ledger prints it."""
    return None if figure is None else float(quantities.scaled(Decimal(str(figure)), indicator))


def _events(folder):
    events = icalendar.Calendar.from_ical((folder / "calendar.ics").read_bytes()).walk("VEVENT")
    return {int(re.search(r"任务(\d+) ", str(one["summary"]))[1]): one for one in events}
