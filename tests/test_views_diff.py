"""A change in words, in both languages; the table for people, the keys for machines, Markdown for a merge request."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from decimal import Decimal
from typing import NamedTuple

import pytest
from builders import LEAD, cells_of, dataset, filed, indicator, level, plan_text, row, texts_of
from markdown_it import MarkdownIt
from rich.cells import cell_len

from mstrack.i18n import LANGUAGES, speaking
from mstrack.progress import diff
from mstrack.progress.snapshot import Snapshot
from mstrack.render import FORMATS, RENDERERS, WITH_KEYS, Page
from mstrack.report import Text, Tone
from mstrack.views.diff import diff_report

ROADS = indicator("新增完成治理自然村", target=165, measure="个", id="villages")
COVERAGE = level(target=76)
ROWS = [row(ROADS, COVERAGE, title="农村生活污水治理"), row(title="健康服务"), row(deadline="11月上旬")]
PLAN = plan_text(ROWS)
DAY = dt.date(2021, 10, 31)
LATE = dt.date(2021, 12, 3)
MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})


class Side(NamedTuple):
    """What people call a side, and its digest."""

    name: str
    rev: str | None = None


def entry(figure, day="2021-10-31", id_="00000002", **more):
    """Return an entry of the lead unit on the first task."""
    return filed(day, figures={"villages": figure, "coverage": 76}, id_=id_, **more)


FIRST = entry(98, "2021-09-30", "00000001")


def told(old, new, tongue="en", *, altered=(), as_of=DAY, plans=(PLAN, PLAN)):
    """Return the report of what differs between two lists of entries."""
    sides = [
        diff.standings_of(Snapshot(dataset(plan, *entries), as_of))
        for plan, entries in zip(plans, (old, new), strict=True)
    ]
    found = diff.changes(*sides, altered)
    with speaking(tongue):
        return diff_report(found, Side("HEAD (0123456789)", "0" * 40), Side("工作目录"), sides[1].snapshot)


def moves(*arguments, **more):
    """Return what changes in each task, in words."""
    return texts_of(told(*arguments, **more), "tasks", "change.title")


def texts(report):
    """Return the lines beside the tables."""
    return [block.text for block in report.blocks if isinstance(block, Text) and block.text]


def test_title():
    """The title names both sides and the day."""
    report = told([FIRST], [FIRST])
    assert report.title == "2021年实事: what changes from HEAD (0123456789) to 工作目录, as of 2021-10-31"
    assert texts(report) == ["Nothing has changed."]
    assert (report.rev, dict(report.envelope)["base"], dict(report.envelope)["changed"]) == (None, "0" * 40, False)


@pytest.mark.parametrize(
    ("figures", "english", "chinese"),
    [
        (
            (98, 141),
            "Task 1: 新增完成治理自然村 98 -> 141个 (target 165), yellow -> green",
            "任务1 新增完成治理自然村 98 → 141个（目标165），黄 → 绿",
        ),
        (
            (98, 99),
            "Task 1: 新增完成治理自然村 98 -> 99个 (target 165)",
            "任务1 新增完成治理自然村 98 → 99个（目标165）",
        ),
        (
            (98, 20),
            "Task 1: 新增完成治理自然村 98 -> 20个 (target 165), yellow -> red",
            "任务1 新增完成治理自然村 98 → 20个（目标165），黄 → 红",
        ),
    ],
)
def test_a_figure_and_its_light(figures, english, chinese):
    """The figure as it was and is, with its target, and the light where that changes."""
    plan = PLAN.replace("year: 2021\n", "year: 2021\nlights: {red: 45, yellow: 11}\n")
    old, new = entry(figures[0], "2021-09-30", "00000001"), entry(figures[1])
    for tongue, expected in (("en", english), ("zh_CN", chinese)):
        assert moves([old], [old, new], tongue, plans=(plan, plan)) == [expected]


@pytest.mark.parametrize(
    ("old", "new", "as_of", "english", "chinese"),
    [
        ([], [("done", "2021-11-30")], LATE, "overdue, unreported -> done", "逾期未报 → 已完成"),
        ([("in-progress", "2021-11-01")], [("done", "2021-11-30")], LATE, "overdue -> done", "逾期 → 已完成"),
        ([], [("in-progress", "2021-10-30")], DAY, "unreported -> yellow", "未报送 → 黄"),
        ([("in-progress", "2021-08-01")], [("blocked", "2021-10-30")], DAY, "unreported -> blocked", "未报送 → 受阻"),
        (
            [("not-started", "2021-10-01")], [("in-progress", "2021-10-30")], DAY,
            "red -> yellow", "红 → 黄",
        ),
        (
            [("not-started", "2021-10-01", 100)], [("in-progress", "2021-10-30", 100)], DAY,
            "not started -> in progress", "未启动 → 推进中",
        ),
        (
            [("blocked", "2021-10-01")], [("in-progress", "2021-10-30", 1)], DAY,
            "blocked -> in progress", "受阻 → 推进中",
        ),
        (
            [("in-progress", "2021-10-01", 1)], [("blocked", "2021-10-30")], DAY,
            "in progress -> blocked", "推进中 → 受阻",
        ),
    ],
)  # fmt: skip
def test_a_light_without_figures(old, new, as_of, english, chinese):
    """逾期未报 → 已完成: silence and the deadline are named, not only their colour; a status where it stays."""
    old, new = (
        [
            filed(day, status, id_=f"0000000{n}", task=3, percent=Decimal(*of) if of else None)
            for status, day, *of in several
        ]
        for n, several in enumerate((old, new), 1)
    )
    for tongue, start, expected in (("en", "Task 3: ", english), ("zh_CN", "任务3 ", chinese)):
        assert moves(old, [*old, *new], tongue, as_of=as_of) == [start + expected]


def test_a_figure_where_none_was():
    """What was not known is a dash: nothing is filled in. A share that stands in is marked."""
    share = filed("2021-10-31", figures={"villages": 20}, id_="00000005", unit="东区政府")
    [said] = moves([], [share])
    assert said == "Task 1: 新增完成治理自然村 - -> 20个 (provisional) (target 165)"


def test_a_target_that_moves():
    """The target as it was and is; the figure stays."""
    new = PLAN.replace("target: 165", "target: 120").replace("达到165", "达到120")
    assert moves([FIRST], [FIRST], "zh_CN", plans=(PLAN, new)) == [
        "任务1 新增完成治理自然村 98个（目标165 → 120），黄 → 绿"
    ]


def test_a_colour_that_stays():
    """Red is no news where red was: what is overdue, and behind by a later deadline, is told by its causes."""
    report = filed("2021-10-30", id_="00000001", task=3, percent=Decimal(1))
    later = PLAN.replace("deadline: 11月上旬", "deadline: 12月31日")
    [told] = moves([report], [report], "zh_CN", as_of=LATE, plans=(PLAN, later))
    assert re.fullmatch("任务3 逾期 → 滞后[0-9]+", told)


def test_another_cause():
    """The same light for another reason is told by the reasons."""
    old, new = filed("2021-10-01", "blocked", id_="00000001", task=3), []
    [said] = moves([old], new, as_of=dt.date(2021, 12, 1), plans=(PLAN, PLAN))
    assert said == "Task 3: overdue -> overdue, unreported"
    plan = PLAN.replace("year: 2021\n", "year: 2021\nlights: {red: 45, yellow: 1}\n")
    lag = PLAN.replace("year: 2021\n", "year: 2021\nlights: {red: 45, near_days: 90}\n")
    low = filed("2021-10-31", figures={"villages": 130, "coverage": 70}, id_="00000001")
    assert moves([low], [low], plans=(plan, lag)) == ["Task 1: 9.53 points behind -> not reached yet: 覆盖率"]


def test_a_dispute():
    """Two corrections of one entry are told with the task until a third settles them."""
    rivals = [entry(98, "2021-09-30", f"0000000{n}", corrects=("00000001",)) for n in (8, 9)]
    assert moves([FIRST], [FIRST, *rivals], "zh_CN") == ["任务1 更正有争议"]


def test_lights_that_are_new():
    """Named first, in their tone, by the numbers of the tasks; machines get them by light."""
    report = told([FIRST], [FIRST, entry(160), filed("2021-10-31", "done", id_="00000003", task=2)])
    lines = [block for block in report.blocks if isinstance(block, Text) and block.text]
    assert [(one.text, one.tone) for one in lines] == [
        ("Newly done: 2", Tone.MUTE),
        ("Newly green: 1", Tone.GOOD),
    ]
    said = dict(report.envelope)
    assert (said["newly_done"], said["newly_green"], said["newly_red"]) == ((2,), (1,), ())


def test_entries():
    """What was filed, what it replaces, and how the figures of a correction differ."""
    right = entry(89, "2021-09-30", "00000003", corrects=("00000001",), note="多录")
    back = filed("2021-10-31", None, id_="00000004", corrects=("00000002",), note="误报")
    report = told([FIRST, entry(141)], [FIRST, entry(141), right, back, filed("2021-10-30", id_="00000005", task=2)])
    assert texts_of(report, "entries", "happened") == ["withdraws 00000002", "corrects 00000001", "added"]
    assert texts_of(report, "entries", "Figures") == [
        "新增完成治理自然村 141个 -> -; 覆盖率 76% -> -",
        "新增完成治理自然村 98个 -> 89个; 覆盖率 76%",
        "",
    ]
    assert texts_of(report, "entries", "Status") == ["withdrawn", "in progress", "in progress"]
    assert cells_of(report, "entries", "note") == ["误报", "多录", None]


def test_tampering_is_loud():
    """Before all else: how many, which files, what they said and say."""
    other = FIRST[0], entry(108, "2021-09-30", "00000001", note="改")[1]
    gone = filed("2021-08-31", figures={"villages": 60}, id_="00000008")
    silent = filed("2021-08-31", "blocked", id_="00000009", task=3)
    layout = filed("2021-07-31", figures={"villages": 50}, id_="00000007")
    status = filed("2021-06-30", "not-started", id_="00000006")
    started = filed("2021-06-30", id_="00000006")[1]
    garbage = filed("2021-05-31", id_="00000005")
    loose = layout[0], layout[1].replace("villages: 50", "villages:   50")
    changed = [FIRST[0], layout[0], status[0], garbage[0]]
    old, new = [FIRST, gone, silent, layout, status, garbage], [other, loose, (status[0], started), (garbage[0], "?")]
    report = told(old, new, altered=changed)
    first = report.blocks[0]
    assert (first.tone, first.text.startswith("6 filed entries were changed or removed. ")) == (Tone.BAD, True)
    assert [*zip(*(texts_of(report, "lost", key) for key in ("happened", "path", "What changes")), strict=True)] == [
        ("changed", FIRST[0], "新增完成治理自然村 98个 -> 108个; Note"),
        ("changed", layout[0], "only its layout"),
        ("changed", status[0], "not started -> in progress"),
        ("changed", garbage[0], "it can no longer be read"),
        ("removed", gone[0], "新增完成治理自然村 60个"),
        ("removed", silent[0], "blocked"),
    ]
    assert {cell.tone for cell in cells_of(report, "lost", "happened")} == {Tone.BAD}
    assert cells_of(report, "lost", "fields") == [("figures", "note"), (), ("status",), (), (), ()]
    assert set(cells_of(report, "lost", "unit")) == {LEAD}


def test_remarks():
    """What is dated later is counted, comments of the plan are told."""
    later = filed("2021-12-01", id_="00000006")
    plans = (PLAN, PLAN + "# 完\n")
    assert texts(told([FIRST], [FIRST, later], altered=["tasks.yaml"], plans=plans)) == [
        "1 new entry is dated after the as-of day and is not shown.",
        "tasks.yaml was changed, but says the same: only comments or the layout differ.",
    ]


AMENDMENT = {"date": "2021-08-15", "document": "某办函〔2021〕12号", "field": "deadline", "was": "12月10日"}


def everything(tongue):
    """Return a report with all of its parts, and what Markdown and Excel take for their own in it."""
    rows = [ROWS[0] | {"deadline": "12月20日", "amendments": [AMENDMENT]}, ROWS[1] | {"leader": "赖燕芬"}, ROWS[2]]
    gone = filed("2021-08-31", figures={"villages": 60}, id_="00000008")
    new = entry(141, note="| a | <b> [x](y) **z** |\n第二行 =1+1", problem="`code`")
    return told([FIRST, gone], [FIRST, new], tongue, plans=(PLAN, plan_text(rows)))


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_markdown_fits_into_a_merge_request(tongue):
    """GitHub's flavour: a heading and a table for each part, every row as wide; no prose wider than a comment."""
    report = everything(tongue)
    with speaking(tongue):
        text = FORMATS["md"](report, Page()).decode()
    tokens = MARKDOWN.parse(text)
    kinds = [token.type for token in tokens]
    assert kinds.count("table_open") == kinds.count("heading_open") - 1 == 4
    tables = [block for block in report.blocks if hasattr(block, "rows")]
    assert kinds.count("tr_open") == sum(len(table.rows) + 1 for table in tables)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    shapes = [line.replace("\\|", "").count("|") - 1 for line in rows]
    wanted = [sum(column.keep > 0 for column in table.columns) for table in tables for _row in (0, 1, *table.rows)]
    assert shapes == wanted
    assert {"html_block", "html_inline", "fence", "link_open", "strong_open"} & set(kinds) == set()
    assert [line for line in text.splitlines() if not line.startswith("|") and cell_len(line) > 160] == []


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_markdown_has_no_empty_parts(tongue):
    """Where nothing has changed it says so in one sentence."""
    with speaking(tongue):
        lines = FORMATS["md"](told([FIRST], [FIRST], tongue), Page()).decode().split("\n\n")
    assert [line[:3] for line in lines[:1]] == ["## "]
    assert len(lines) == 2


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_machine_formats(tongue):
    """The same keys whatever changed, and never a word of the interface but in titles and reasons."""
    for report in (everything(tongue), told([FIRST], [FIRST], tongue)):
        answer = json.loads(FORMATS["json"](report, Page()))
        assert [key for key, value in answer.items() if isinstance(value, list) and not key.startswith("newly_")] == [
            "lost",
            "tasks",
            "entries",
            "plan",
        ]
        assert answer["base"] == "0" * 40
        rows = list(csv.reader(io.StringIO(RENDERERS[WITH_KEYS](report, Page()).decode("utf-8-sig"))))
        assert [line[0] for line in rows if line and line[0] in {"happened", "id", "was"}] == [
            "happened", "id", "happened", "was",
        ]  # fmt: skip
        assert b"\n\n" in FORMATS["tsv"](report, Page())


@pytest.mark.parametrize("tongue", LANGUAGES)
@pytest.mark.parametrize("width", [60, 80, 140])
def test_a_page(tongue, width):
    """No line is wider than the page, and the number and the change are always there."""
    with speaking(tongue):
        lines = FORMATS["table"](everything(tongue), Page(width=width)).decode().splitlines()
    assert [line for line in lines if cell_len(line) > width] == []
    assert [line for line in lines if "…" in line] == []
    assert [word for word in ("141个", "165", "12月20日") if not any(word in line for line in lines)] == []
