"""Stages stand in `due` and on the page of their task, and are counted apart."""

import datetime as dt
from decimal import Decimal

from builders import cells_of, texts_of
from odd_plan import DAY, EAST, seen, sentences, snapshot

from mstrack.i18n import speaking
from mstrack.progress.dates import Range
from mstrack.views import task, tasks


def due(as_of=DAY, **more):
    """Return what is due of the odd plan."""
    return seen(tasks.due, as_of=as_of, **more)


def test_rows_of_their_own():
    """Each stage of the range is a row, by day, with its task, its figure of the one it needs, and its state."""
    report = due()
    assert cells_of(report, "milestones", "id") == ["started", "half", "design"]
    assert texts_of(report, "milestones", "No.") == ["1 （一）", "1 （一）", "2"]
    assert cells_of(report, "milestones", "days_left") == [-163, -41, 10]
    assert texts_of(report, "milestones", "State") == ["is reached", "is reached", "open"]
    assert texts_of(report, "milestones", "Figure") == ["-", "1.7502万批次 of >=1.5万批次", "-"]
    assert cells_of(report, "milestones", "figure") == [None, Decimal(17502), None]


def test_counted_apart():
    """The answer counts tasks and stages, and both on its last day."""
    before = Range(None, dt.date(2021, 11, 20))
    report = due(due=before)
    assert cells_of(report, "tasks", "id") == []
    expected = "Up to 2021-11-20 (included): 0 tasks, 3 stages; tasks due on that very day: 0, stages: 1."
    assert expected in sentences(report)
    assert {"count": 0, "milestones_count": 3}.items() <= dict(report.envelope).items()


def test_a_missed_stage():
    """A stage whose day has passed is missed, and the count says so."""
    report = due(as_of=dt.date(2021, 11, 21))
    assert cells_of(report, "milestones", "missed") == [False, False, True]
    assert any("3 stages, 1 of them missed" in line for line in sentences(report))


def test_filters_apply():
    """A stage is listed where its task fits the filters, whatever the task's own deadline is."""
    led = due(lead_units=("乙局",), due=Range(dt.date(2021, 11, 1), dt.date(2021, 11, 30)))
    assert cells_of(led, "milestones", "id") == ["design"]
    assert cells_of(due(units=(EAST,)), "milestones", "id") == ["started", "half"]
    assert cells_of(due(lights=("red",)), "milestones", "id") == []


def test_on_the_page_of_a_task():
    """The page of a task lists its stages."""
    with speaking("en"):
        one = snapshot(as_of=dt.date(2021, 9, 29))
        report = task.show_report(one, one.task(1))
    assert texts_of(report, "milestones", "Stage") == ["动工", "检测1.5万批次"]
    assert texts_of(report, "milestones", "State") == ["missed", "open"]
