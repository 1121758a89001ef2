"""The screen: what is open, the worst first under headings, a line each; nothing is cropped or left out unsaid."""

from __future__ import annotations

import datetime as dt
import re
from typing import get_args

import pytest
from builders import EXAMPLES_DAY, LEAD, dataset, examples, filed, indicator, plan_text, row, shipped
from offenders import every
from planning import DAY as PLANNED_DAY
from planning import rows as planned_rows
from rich.cells import cell_len

from mstrack.i18n import LANGUAGES, speaking
from mstrack.progress import query
from mstrack.progress.closing import default_day
from mstrack.progress.dates import Range
from mstrack.progress.query import Choice
from mstrack.progress.snapshot import Snapshot
from mstrack.progress.standing import Cause
from mstrack.render import FORMATS, Page
from mstrack.report import Board
from mstrack.views import screen, short_reasons


def simulated(**choice):
    """Return the simulated store, which shows every light."""
    return Snapshot(examples(), EXAMPLES_DAY, None, Choice(**choice))


def lines_of(report, width=None, *, drawing=True):
    """Return what a terminal shows."""
    return FORMATS["table"](report, Page(width, drawing=drawing)).decode().split("\n")[:-1]


def sections_of(report):
    """Return the numbers of the rows under each heading."""
    (found,) = [block for block in report.blocks if isinstance(block, Board)]
    return {one.title: [line[0] for line in one.rows] for one in found.sections}


def test_every_cause_has_one_heading():
    """A cause that is added without a heading would hide its tasks."""
    causes = [cause for several in screen.CAUSES_OF.values() for cause in several]
    assert sorted(causes) == sorted(get_args(Cause))
    assert set(screen.CAUSES_OF) == set(get_args(screen.Heading)) == set(screen.headings())


def test_open_ones_the_worst_first():
    """Every open task stands under its heading, the worst light first; what is finished does not."""
    with speaking("en"):
        found = sections_of(screen.due(simulated()))
    expected = {
        "Overdue": [25],
        "Blocked, behind": [19, 13, 15, 11, 20, 18],
        "Not reported": [22, 16, 21],
        "Close to the deadline": [2, 7, 9],
        "The rest": [23, 17, 3],
    }
    assert {title: sorted(numbers) for title, numbers in found.items()} == {
        title: sorted(numbers) for title, numbers in expected.items()
    }
    assert list(found) == list(expected)
    assert found["Blocked, behind"] == expected["Blocked, behind"]
    still_open = {one.task.id for one in simulated().standings if one.light != "done"}
    assert {number for numbers in found.values() for number in numbers} == still_open


def test_all_lists_what_is_finished_last():
    """With it every task has a row; without it the finished ones are counted."""
    with speaking("en"):
        brief, whole = screen.due(simulated()), screen.due(simulated(), everything=True)
        found = sections_of(whole)
    assert list(found)[-1] == "Finished"
    assert sorted(number for numbers in found.values() for number in numbers) == list(range(1, 26))
    assert "16 open, 9 finished (--all)." in "\n".join(lines_of(brief))
    assert "16 open, 9 finished." in "\n".join(lines_of(whole))


@pytest.mark.parametrize("choice", [{"lights": ("done",)}, {"statuses": ("done",)}])
def test_who_asks_for_what_is_done_sees_it(choice):
    """A filter on it is a wish for it."""
    with speaking("en"):
        assert list(sections_of(screen.due(simulated(**choice)))) == ["Finished"]


def test_dropped_tasks_are_counted_apart():
    """They are in no count but their own, and listed last with --all; `list` strikes them."""
    store = Snapshot(dataset(plan_text(planned_rows())), PLANNED_DAY)
    with speaking("en"):
        brief, whole = screen.due(store), screen.due(store, everything=True)
    assert "1 dropped task is not counted." in "\n".join(lines_of(brief))
    assert list(sections_of(whole))[-1] == "Dropped"
    assert sections_of(whole)["Dropped"] == [5]
    assert "5 " not in [line[:3].strip() for line in lines_of(brief)]


def test_stages_have_rows_of_their_own():
    """Missed ones first; reached ones with --all; each under its own deadline."""
    entry = filed("2021-06-01", figures={"roads": 60}, id_="aaaaaaaa", reached=("started",))
    store = Snapshot(dataset(plan_text(planned_rows()), entry), PLANNED_DAY)
    with speaking("en"):
        found = lines_of(screen.due(store))
        whole = lines_of(screen.due(store, everything=True))
    start = found.index("Stages 1")
    assert re.fullmatch(r" ?1 封顶 \(修路\) +\S+ +11月底 +60d open +-", found[start + 1])
    assert "Stages 3" in whole
    assert [line for line in whole if "动工" in line or "完成一半" in line]


def test_a_task_of_one_cause_each():
    """The short word of every cause is there in both languages, and no longer than 10 cells beside its light."""
    (one, *_rest) = simulated().standings
    for tongue in LANGUAGES:
        with speaking(tongue):
            for cause in get_args(Cause):
                assert cell_len(short_reasons.reason(one._replace(cause=cause, days_left=-12))) <= 10


def _rows(page):
    """Return the first line of every task, up to the foot."""
    return [line for line in page[: page.index("")] if re.match(r" ?\d+ \D", line)]


@every("tongue", LANGUAGES)
@every("width", [60, 80, 100, 140])
@every("drawing", [True, False])
def test_lines_fit_and_numbers_stay_whole(tongue, width, drawing):
    """No line is wider than the page; from 80 columns on each task has one; every number of a row is there."""
    with speaking(tongue):
        store = simulated(due=Range(before=dt.date(2021, 12, 10)))
        page = lines_of(screen.due(store), width, drawing=drawing)
        listed = lines_of(screen.listing(store), width, drawing=drawing)
        wide = lines_of(screen.due(store))
    assert [line for line in (*page, *listed) if cell_len(line) > width] == []
    rows, expected = (_rows(lines) for lines in (page, wide))
    assert [int(line.split()[0]) for line in rows] == [int(line.split()[0]) for line in expected]
    share = re.compile(r" (\d+%|-)$")
    assert [share.search(line)[1] for line in rows] == [share.search(line)[1] for line in expected]
    if not drawing:
        assert not set("─█·│") & set("".join(page + listed))


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_25_tasks_are_seen_at_once(tongue):
    """80 columns and 40 lines, the prompt included, hold all 25 tasks, open or not, and all that is said of them."""
    with speaking(tongue):
        for store in (shipped(), examples()):
            for day in (dt.date(2021, 1, 1), EXAMPLES_DAY, dt.date(2021, 12, 31)):
                report = screen.due(Snapshot(store, day))
                assert len(lines_of(report, 80)) < 40
        assert len(lines_of(screen.listing(simulated()), 80)) < 40
        assert len(lines_of(screen.due(_all_open()), 80)) < 40


def _all_open():
    """Return the 25 tasks of the table, all of them open, some under every heading."""
    store = Snapshot(shipped(), EXAMPLES_DAY, None, Choice(due=Range(before=dt.date(2021, 12, 10))))
    causes = [cause for heading in screen.OPEN for cause in screen.CAUSES_OF[heading]]
    store.standings = tuple(
        one._replace(cause=causes[n % len(causes)], light="red", days_left=7, progress=one.expected / 2)
        for n, one in enumerate(store.standings)
    )
    return store


def test_what_is_shortened_is_said():
    """At a pause where there is one, marked, and the rows named; with room nothing is shortened."""
    title = "城镇老旧小区改造，既有住宅加装电梯、无障碍设施建设"
    plan = plan_text([row(indicator(), title=title), row(title="短")])
    with speaking("en"):
        report = screen.due(Snapshot(dataset(plan), dt.date(2021, 6, 1)))
        narrow, wide = lines_of(report, 80), lines_of(report, 120)
    assert [line for line in wide if title in line]
    assert not [line for line in wide if ".." in line]
    plan = plan_text([row(indicator(), title=title * 2)])
    with speaking("en"):
        narrow = lines_of(screen.due(Snapshot(dataset(plan), dt.date(2021, 6, 1))), 80)
    (cut,) = [line for line in narrow if ".." in line and "(..)" not in line]
    assert re.search(" 城镇老旧小区改造(，既有住宅加装电梯)?\\.\\. ", cut)
    assert "Shortened (..), whole with --long: 1." in narrow


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_one_line_a_task_where_a_word_allows(tongue):
    """From 80 columns on only a title without a pause may wrap; units, deadlines and lights stand whole beside it."""
    with speaking(tongue):
        for day in (EXAMPLES_DAY, dt.date(2021, 12, 10), dt.date(2021, 12, 31)):
            for width in (80, 100, 140):
                page = lines_of(screen.due(Snapshot(examples(), day), everything=True), width)
                assert [line for line in page if line.startswith("   ") and cell_len(line) > 28] == []


def test_a_unit_stands_whole_where_a_title_can_be_shortened():
    """The room goes first to what has no pause to be cut at."""
    unit = "市工业和信息化局"
    units = [{"name": unit, "code": "gxj", "person": {"name": "张三", "pinyin": "zhang san"}}]
    title = "对煤炭、电力、化工、钢铁等传统优势产业的改造和提升工作"
    plan = plan_text([row(title=title, lead_unit=unit, partner_units=[])], units=units)
    with speaking("zh_CN"):
        page = lines_of(screen.due(Snapshot(dataset(plan), dt.date(2021, 6, 1))), 80)
    (line,) = [line for line in page if unit in line]
    assert ".. " in line
    assert "有缩略（..），--long 看全文：1。" in page


def test_bars_go_where_rows_would_wrap():
    """A page of 100 cells has bars as long as each row keeps one line with them."""
    for unit, bars in (("市城市管理局", True), ("市城市管理和综合行政执法局", False)):
        units = [{"name": unit, "code": "jia", "person": {"name": "张三", "pinyin": "zhang san"}}]
        plan = plan_text(
            [row(indicator(), title="农村生活污水集中治理提升工程", lead_unit=unit, partner_units=[])], units=units
        )
        path, said = filed("2021-05-31", figures={"roads": 20}, id_="aaaaaaaa")
        store = Snapshot(dataset(plan, (path, said.replace(LEAD, unit))), dt.date(2021, 6, 1))
        with speaking("en"):
            page = lines_of(screen.due(store), 100)
        assert [line for line in page if line.startswith("   ")] == []
        assert any("█" in line for line in page) is bars


def test_a_row_is_named_once_where_it_is_shortened():
    """A task and its stage have one number."""
    title = "城镇老旧小区改造，既有住宅加装电梯、无障碍设施建设"
    stage = {"id": "started", "by": "5月底", "what": title}
    plan = plan_text([row(indicator(), title=title * 2, milestones=[stage])])
    with speaking("en"):
        page = lines_of(screen.due(Snapshot(dataset(plan), dt.date(2021, 6, 1))), 80)
    assert len([line for line in page if ".. " in line and "(..)" not in line]) == 2
    assert "Shortened (..), whole with --long: 1." in page


def test_a_table_without_deadlines():
    """The plan's words stand in the cell, and the foot says once whose they are."""
    bare = row(title="修路")
    del bare["deadline"]
    some, none = plan_text([bare, row(title="桥")], deadline="年底"), plan_text([bare], deadline="年底")
    with speaking("en"):
        pages = [lines_of(screen.due(Snapshot(dataset(plan), dt.date(2021, 6, 1))), 80) for plan in (some, none)]
    assert [bool([line for line in page if re.search(r" 年底 +\d+d", line)]) for page in pages] == [True, True]
    said = [" ".join(page) for page in pages]
    assert "The table gives task 1 no deadline; it is the plan's." in said[0]
    assert "The table gives no deadline; it is the plan's." in said[1]


def test_by_urgency_within_a_heading():
    """Red before yellow, then the nearest deadline, then the greatest lag."""
    found = screen._rows(simulated().standings, [], "behind", everything=False)
    severities = [query.SEVERITY[one.standing.light] for one in found]
    assert severities == sorted(severities)


def test_the_first_answer_of_a_newcomer():
    """The shipped plan, years later: as of its first day, 25 promises, none of them red."""
    data = shipped()
    day = default_day(data, dt.date(2026, 11, 27))
    with speaking("en"):
        page = "\n".join(
            lines_of(screen.due(Snapshot(data, day, None, Choice(due=Range(before=dt.date(2021, 12, 10))))))
        )
    assert day == dt.date(2021, 1, 1)
    assert "25 tasks, 21 of them due on that very day." in page
    assert "overdue" not in page
    assert page.count("12月10日") == 21


def test_joint_leads_are_counted():
    """The first of them stands for all, with their number; `--long` has every name."""
    plan = plan_text([row(title="桥", leader=["王长青", "赖燕芬"], lead_unit=["乙局", "甲局"], partner_units=[])])
    store = Snapshot(dataset(plan), dt.date(2021, 6, 1))
    with speaking("zh_CN"):
        assert " 乙局等2个 " in "\n".join(lines_of(screen.due(store)))
        assert " 王长青等2个 乙局等2个 " in "\n".join(lines_of(screen.listing(store)))


def test_what_a_row_does_not_show_is_said_below():
    """An amendment, a percentage of the unit's own, and where all of it stands."""
    entry = filed("2021-09-20", task=4, percent=30, id_="cccccccc")
    store = Snapshot(dataset(plan_text(planned_rows()), entry), PLANNED_DAY)
    with speaking("en"):
        page = "\n".join(lines_of(screen.due(store)))
    assert "12月10日 *" in page
    assert "* The plan of task 2 was amended; --long names the documents." in page
    assert "Percentage by its unit's own word: 4." in page
    assert " 30%*" in page


def test_colour_says_what_words_say():
    """The word of a light bears its colour, and so does its bar; without colour the same letters stand there."""
    with speaking("en"):
        report = screen.due(simulated())
        coloured = FORMATS["table"](report, Page(120, colour=True, drawing=True)).decode()
    plain = lines_of(report, 120)
    assert [re.sub("\x1b\\[[0-9;]*m", "", line) for line in coloured.split("\n")[:-1]] == plain
    rows = coloured.partition("\n\n")[0]
    painted = dict(re.findall("\x1b\\[([0-9;]*)m(red|grey|yellow|green) ", rows))
    assert painted == {"1;31": "red", "1": "grey", "33": "yellow", "32": "green"}
