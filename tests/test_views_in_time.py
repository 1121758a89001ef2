"""A plan in time as people read it: names of before, joint leads, what the table has not, rates, ceilings, dropped."""

from decimal import Decimal
from fractions import Fraction

import pytest
from builders import cells_of, facts_of, texts_of
from odd_plan import page, seen, sentences, snapshot

from mstrack.progress import lookup
from mstrack.report import Percent
from mstrack.views import summary, tasks


@pytest.mark.parametrize(("by", "counts"), [("unit", [1, 2, 1]), ("leader", [1, 2, 1])])
def test_joint_leads_are_under_each(by, counts):
    """A task with two leads or leaders stands under each, once in the total; a dropped one nowhere."""
    report = seen(summary.summary_report, by)
    assert cells_of(report, "groups", "tasks") == counts
    assert dict(report.envelope)["count"] == 3
    assert "1 task has several of them: it is counted under each, once in the total." in sentences(report)


def test_joint_ones_are_found():
    """--leader and --lead-unit find joint ones, also by the name before."""
    plan = snapshot().plan
    for typed, found in {"李大同": [1, 4], "大同": [1, 4], "赖燕芬": [1, 3]}.items():
        several = seen(tasks.listing, leaders=(lookup.leader(plan, typed),))
        assert cells_of(several, "tasks", "id")[0].code == found[0]
        assert len(cells_of(several, "tasks", "id")) == len(found)
    assert lookup.unit(plan, "丁局") == "甲局"
    assert len(cells_of(seen(tasks.due, lead_units=("乙局",)), "tasks", "id")) == 2


def test_facts():
    """The page names everybody with who or what was there before, the goal, and two paces."""
    said = facts_of(page())
    assert said["leader"].text == "王长青 (formerly 李大同 until 2021-06-30, 某府〔2021〕8号), 赖燕芬"
    assert said["leader"].code == "王长青"
    assert said["leaders"] == ("王长青", "赖燕芬")
    assert (
        said["lead_unit"].text
        == "甲局 (formerly 丁局 until 2021-08-15, 某编〔2021〕3号), 乙局 (甲局 files for the task)"
    )
    assert said["goal"] == "全市检测"
    assert said["Calendar pace"] == Percent(Fraction(31, 36))
    told = "Bound of 失业率 was about that number, the goal was nothing, Kind of 失业率 was cumulative"
    assert said["Amended"].endswith(told)


def test_what_the_table_has_not():
    """No leader and no deadline are said to be not in the table; a percentage of the unit's own is marked."""
    said = facts_of(page(2))
    assert said["leader"].text == "not in the table"
    assert said["Deadline"] == "12月31日 (not in the table) (2021-12-31, 51 days left)"
    assert (said["deadline"], said["percent"], said["by_percent"]) == (None, Decimal(57), True)
    assert said["progress_percent"].mark == "*"


def test_rates():
    """A week must bring, a week brought, and when that would be enough."""
    report = page()
    told = (
        "检测: a week must bring 0.2399万批次 until the deadline; a week brought 903批次 lately; "
        "at that rate it is enough on 2022-01-29."
    )
    assert told in sentences(report)
    assert cells_of(report, "indicators", "required_per_week") == [Decimal(2399), None]


def test_a_ceiling_has_no_share_of_its_target():
    """What must stay below a ceiling is told in words, and is no percentage of it."""
    report = page()
    assert texts_of(report, "indicators", "Target")[1] == "at most 3%"
    assert cells_of(report, "indicators", "percent")[1] is None


def test_dropped_tasks():
    """A dropped task is listed, struck, with its document, and counts nowhere; nothing is due of it."""
    report = seen(tasks.listing)
    assert cells_of(report, "tasks", "title")[3].tone.value == "struck"
    assert dict(report.envelope) == {"count": 3, "dropped": 1, "calendar_percent": Decimal("86.11")}
    assert "* Task 4: dropped on 2021-09-01, 某办函〔2021〕15号" in sentences(report)
    assert len(cells_of(seen(tasks.due), "tasks", "id")) == 3
