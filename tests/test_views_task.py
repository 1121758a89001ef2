from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction

import pytest
from builders import (
    GROUP,
    LEAD,
    MEMBERS,
    PARTNER,
    cells_of,
    dataset,
    facts_of,
    filed,
    indicator,
    level,
    plan_text,
    recorded,
    reports,
    row,
    texts_of,
)

from mstrack.i18n import speaking
from mstrack.progress.snapshot import Snapshot
from mstrack.render import FORMATS, Page
from mstrack.report import Bar, Percent, Text, Tone
from mstrack.views import task

ROADS, BRIDGES, COVERAGE = indicator(target=60), indicator("桥梁", target=10, id="bridges"), level(target=80)
EAST, WEST, SOUTH = MEMBERS
DAY = dt.date(2021, 11, 30)


def page(*entries, as_of=DAY, **more):
    """Return the page of a task with two cumulative indicators and a level."""
    data = dataset(plan_text([row(ROADS, BRIDGES, COVERAGE, **more)]), *entries)
    with speaking("en"):
        return task.show_report(Snapshot(data, as_of), data.plan.tasks[0])


def own(figures, day="2021-11-30", id_="00000001", **more):
    """Return an entry of the lead unit."""
    return filed(day, figures=figures, id_=id_, **more)


def share(unit, figure, id_):
    """Return a district's entry."""
    return filed("2021-10-31", figures={"roads": figure}, id_=id_, unit=unit)


def test_facts():
    """The page says everything that the table says of the task, and where it stands."""
    said = facts_of(page(own({"roads": 30, "bridges": 10, "coverage": 80}, problem="缺钱", next="筹款", note="说明")))
    expected = {
        "id": 1,
        "item": 1,
        "item_title": "1. 第1类实事",
        "leader": "王长青",
        "lead_unit": LEAD,
        "person": "张三",
        "partner_units": (PARTNER, GROUP),
        "deadline": "12月10日",
        "Deadline": "12月10日 (2021-12-10, 10 days left)",
        "due": dt.date(2021, 12, 10),
        "cause": "lag",
        "progress_percent": Percent(Fraction(1, 2)),
        "expected_percent": Percent(Fraction(341, 351)),
        "lag_points": Decimal("47.15"),
        "Last report": "2021-11-30 by 王五, 0d old",
        "problem": "缺钱",
        "next": "筹款",
        "note": "说明",
        "report_age_days": 0,
    }
    assert expected == {key: said[key] for key in expected}
    assert said["light"].text == "red: 47.15 points behind (公路)"


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("2021-12-09", "1 day left"),
        ("2021-12-10", "0 days left"),
        ("2021-12-11", "1 day past"),
        ("2021-12-12", "2 days past"),
    ],
)
def test_days_to_the_deadline(as_of, expected):
    """The deadline is said in the table's words, as a day, and in days from the as-of day."""
    said = facts_of(page(as_of=dt.date.fromisoformat(as_of)))
    assert said["Deadline"] == f"12月10日 (2021-12-10, {expected})"


def test_indicators():
    """Each target with its figure, its percentage, and a bar with a tick where the pace stands; a level has none."""
    report = page(own({"roads": 30, "bridges": 10, "coverage": "79.5"}))
    assert texts_of(report, "indicators", "Target") == [">=60公里", ">=10公里", ">=80%"]
    assert texts_of(report, "indicators", "Figure") == ["30公里", "10公里", "79.5%"]
    assert texts_of(report, "indicators", "percent") == ["50.00%", "100.00%", "99.38%"]
    bars = cells_of(report, "indicators", "Progress (| expected)")
    expected = [Bar(Fraction(1, 2), Fraction(341, 351), Tone.BAD), Bar(Fraction(1), Fraction(341, 351), Tone.GOOD)]
    assert expected == bars[:2]
    assert bars[2].text == "not reached"
    assert cells_of(report, "indicators", "reached") == [False, True, False]


def test_the_tones_of_figures():
    """Reached is good, the slowest has the tone of the light, what nobody filed is unknown, the rest says nothing."""
    told = [
        page(own({"roads": 30, "bridges": 9})),
        page(own({"roads": 50, "bridges": 1})),
        page(own({"roads": 60, "coverage": 80})),
    ]
    tones = [[cell.tone for cell in cells_of(report, "indicators", "Figure")] for report in told]
    unknown = Tone.UNKNOWN
    assert tones == [[Tone.BAD, Tone.PLAIN, unknown], [Tone.PLAIN, Tone.BAD, unknown], [Tone.GOOD, unknown, Tone.GOOD]]


def test_growth_below_zero():
    """A growth of -2.3 % is no -37 % of 6.2 %."""
    growth = level("增长", "6.2", id="growth") | {"target": 6.2}
    data = dataset(plan_text([row(growth)]), own({"growth": "-2.3"}))
    with speaking("en"):
        report = task.show_report(Snapshot(data, DAY), data.plan.tasks[0])
    assert texts_of(report, "indicators", "Figure") == ["-2.3%"]
    assert cells_of(report, "indicators", "percent") == [None]


def test_a_level_that_is_reached():
    """A level is reached or not, and that is all."""
    assert cells_of(page(own({"coverage": 80})), "indicators", "Progress (| expected)")[2].text == "reached"


def test_no_figure_no_bar():
    """Where no figure is known nothing is drawn and nothing is zero; a column of bars without a bar takes no width."""
    report = page()
    for column in ("Figure", "percent", "As of"):
        assert texts_of(report, "indicators", column) == ["-", "-", "-"]
    assert not {"Shares", "Progress (| expected)"} & {one.title for one in report.blocks[1].columns}


def test_shares_beside_the_total():
    """The shares of the others stand beside the lead's figure, with how many of them reported."""
    report = page(own({"roads": 50}), share(EAST, 10, "00000002"), share(WEST, "20.5", "00000003"))
    assert texts_of(report, "indicators", "Figure")[0] == "50公里"
    assert texts_of(report, "indicators", "Shares") == ["30.5公里, 2/4 reported", "-", "-"]
    machines = [cells_of(report, "indicators", f"shares_{key}")[0] for key in ("total", "reported", "asked")]
    assert machines == [Decimal("30.5"), 2, 4]


def test_shares_of_ten_offices():
    """Of ten others four have reported: 4/10."""
    offices = [f"第{n}镇" for n in range(10)]
    units = [{"name": LEAD, "code": "jia"}, *({"name": name, "code": f"u{n}"} for n, name in enumerate(offices))]
    plan = plan_text([row(ROADS, partner_units=offices)], units=units)
    texts = [filed("2021-10-31", figures={"roads": 3}, id_=f"0000000{n}") for n in range(4)]
    entries = [
        (path.replace("-jia-", f"-u{n}-"), text.replace(LEAD, offices[n])) for n, (path, text) in enumerate(texts)
    ]
    data = dataset(plan, *entries)
    with speaking("en"):
        report = task.show_report(Snapshot(data, DAY), data.plan.tasks[0])
    assert texts_of(report, "indicators", "Shares") == ["12公里, 4/10 reported"]


def test_a_provisional_figure_is_marked():
    """The sum of shares that stands in for the lead's figure says that it is provisional; the newest dates it."""
    report = page(share(EAST, 10, "00000002"), share(WEST, 20, "00000003"))
    assert texts_of(report, "indicators", "Figure")[0] == "30公里 (provisional)"
    assert texts_of(report, "indicators", "As of")[0] == "2021-10-31"
    assert cells_of(report, "indicators", "provisional") == [True, False, False]
    assert {"00000002", "00000003"} == set(cells_of(report, "indicators", "sources")[0])


def test_units():
    """Everybody who answers: the lead, the partners, the members of groups, each with their newest report."""
    report = page(own({"roads": 1}), own({"roads": 0}, "2021-10-31", "00000004"), share(EAST, 1, "00000002"))
    assert cells_of(report, "units", "unit") == [LEAD, PARTNER, GROUP, *MEMBERS]
    assert texts_of(report, "units", "role") == ["lead", "partner", "partner", *[f"via {GROUP}"] * 3]
    assert cells_of(report, "units", "person") == ["张三", "李四", None, None, None, None]
    assert texts_of(report, "units", "last_report") == ["2021-11-30", "-", "-", "2021-10-31", "-", "-"]


def test_a_unit_that_took_its_report_back_has_none():
    """A withdrawal is no report: the list of units says of nobody that they reported on the day of one."""
    back = filed("2021-10-31", None, id_="00000003", unit=EAST, corrects=("00000002",), note="撤回")
    assert texts_of(page(share(EAST, 1, "00000002"), back), "units", "last_report")[3] == "-"


def test_entries():
    """The history shows every entry, newest first, corrected ones too, and says by which they were corrected."""
    wrong = own({"roads": 500}, "2021-10-31", "00000008")
    right = own({"roads": 50}, "2021-10-31", "00000009", corrects=("00000008",), note="多录一位")
    report = page(own({"roads": 40, "coverage": 70}, "2021-09-30"), wrong, right)
    assert texts_of(report, "entries", "id") == ["00000009", "00000008", "00000001"]
    assert texts_of(report, "entries", "Status") == ["in progress", "corrected by 00000009", "in progress"]
    assert texts_of(report, "entries", "Figures") == ["公路 50公里", "公路 500公里", "公路 40公里; 覆盖率 70%"]
    assert cells_of(report, "entries", "corrected_by") == [None, "00000009", None]


def test_entries_of_one_day():
    """Of one day the entry recorded last comes first, whatever its id: a correction stands above what it corrects."""
    wrong = own({"roads": 500}, "2021-10-31", "zzzzzzzz", recorded=recorded("2021-11-01"))
    right = own({"roads": 50}, "2021-10-31", "00000001", corrects=("zzzzzzzz",), recorded=recorded("2021-11-02"))
    assert texts_of(page(wrong, right), "entries", "id") == ["00000001", "zzzzzzzz"]


def test_many_entries_of_one_day():
    """Where a day has more entries than are shown, those recorded last are: names alone do not say which."""
    every = [
        own({"roads": n}, "2021-10-31", f"{99 - n:08}", recorded=recorded("2021-11-01") + dt.timedelta(minutes=n))
        for n in range(14)
    ]
    earlier = own({"roads": 0}, "2021-09-30", "zzzzzzzz")
    report = page(*every, earlier)
    assert texts_of(report, "entries", "id") == [f"{99 - n:08}" for n in range(13, 1, -1)]


def test_a_withdrawal_in_the_history():
    """An entry that only takes another back is called so."""
    back = filed("2021-11-30", None, id_="00000002", corrects=("00000001",), note="撤回")
    assert texts_of(page(own({"roads": 1}), back), "entries", "Status") == ["withdrawn", "corrected by 00000002"]


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        (0, ["No entry has been filed on this task."]),
        (1, []),
        (12, []),
        (13, ["and 1 older entry; mstrack show 1 --history has all"]),
        (15, ["and 3 older entries; mstrack show 1 --history has all"]),
    ],
)
def test_a_long_history(entries, told):
    """Twelve entries are shown, the rest is counted."""
    every = [own({"roads": n}, f"2021-10-{n + 1:02}", f"000000{n:02}") for n in range(entries)]
    report = page(*every)
    assert min(entries, 12) == len(cells_of(report, "entries", "id"))
    texts = [block.text for block in report.blocks if isinstance(block, Text) and block.text]
    texts = [text for text in texts if not text.startswith("公路: ")]  # the rate of an indicator
    assert told == texts[:-1]
    assert texts[-1].startswith("Lights, the first that fits: ")


def test_the_keys_of_a_page_do_not_depend_on_what_was_filed():
    """Keys are a promise: a task without a report has the same ones, without values."""
    pages = [FORMATS["json"](report, Page()) for name, report in reports("en").items() if name.startswith("show ")]
    keys = {tuple(sorted(json.loads(text)["task"])) for text in pages}
    assert len(keys) == 1


def test_why_an_entry_was_corrected():
    """The list of entries says why one corrects another; machines get the note as it is."""
    right = own({"roads": 90}, id_="00000002", corrects=("00000001",), reason="少录一位", note="说明")
    report = page(own({"roads": 9}, note="说明"), right)
    assert sorted(texts_of(report, "entries", "note")) == ["说明", "说明\ncorrected because: 少录一位"]
    assert [one.code for one in cells_of(report, "entries", "note")] == ["说明", "说明"]
