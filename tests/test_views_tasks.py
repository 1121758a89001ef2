from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from builders import (
    EXAMPLES_DAY,
    GROUP,
    LEAD,
    MEMBERS,
    PARTNER,
    cells_of,
    dataset,
    examples,
    filed,
    indicator,
    plan_text,
    reports,
    row,
    shipped,
    texts_of,
)

from mstrack.i18n import speaking
from mstrack.progress import query
from mstrack.progress.dates import Range
from mstrack.progress.query import Choice
from mstrack.progress.snapshot import Snapshot
from mstrack.report import Percent, Table, Text, Tone, Word
from mstrack.views import tasks

ROADS = indicator(target=60)


def due_of(data, choice=Choice(), as_of=EXAMPLES_DAY, tongue="en"):  # noqa: B008  a value, never changed
    """Return the report of `due`."""
    with speaking(tongue):
        return tasks.due(Snapshot(data, as_of, choice=choice))


def line_of(data, choice, tongue="en"):
    """Return the sentence about the range."""
    return next(block.text for block in due_of(data, choice, tongue=tongue).blocks if isinstance(block, Text))


@pytest.mark.parametrize(
    ("due", "english", "chinese"),
    [
        (
            Range(before=dt.date(2021, 12, 10)),
            "Up to 2021-12-10 (included): 25 tasks, 21 of them due on that very day.",
            "截至2021-12-10（含当日），25项，其中当日到期21项。",
        ),
        (
            Range(before=dt.date(2021, 12, 9)),
            "Up to 2021-12-09 (included): 4 tasks, 0 of them due on that very day.",
            "截至2021-12-09（含当日），4项，其中当日到期0项。",
        ),
        (
            Range(before=dt.date(2021, 10, 31)),
            "Up to 2021-10-31 (included): 1 task, 1 of them due on that very day.",
            "截至2021-10-31（含当日），1项，其中当日到期1项。",
        ),
        (
            Range(),
            "All deadlines: 25 tasks, 21 of them due on the last day, 2021-12-10.",
            "全部时限，25项，其中最后一日（2021-12-10）到期21项。",
        ),
        (
            Range(before=dt.date(2021, 10, 30)),
            "Up to 2021-10-30 (included): 0 tasks.",
            "截至2021-10-30（含当日），0项。",
        ),
    ],
)
def test_the_range_is_told(due, english, chinese):
    """Every listing says which days it meant and how many tasks fall on the last of them: the costly boundary."""
    choice = Choice(due=due)
    assert (english, chinese) == (line_of(shipped(), choice), line_of(shipped(), choice, "zh_CN"))


def test_the_counts_of_lights():
    """One line counts the lights that there are, and says how much of the period is gone."""
    data = dataset(plan_text([row(ROADS), row(ROADS), row(ROADS)]), filed("2021-11-30", "done", id_="00000001"))
    snapshot = Snapshot(data, dt.date(2021, 11, 30))
    every = snapshot.standings
    with speaking("en"):
        assert tasks.counts_line(snapshot, every) == "done 1, grey 2. Calendar pace 91.67%."
        assert tasks.counts_line(snapshot, []) == ""
    with speaking("zh_CN"):
        assert tasks.counts_line(snapshot, every) == "已完成1、灰2。全年序时进度91.67%。"


def test_a_row_of_due():
    """A row says what the table says, and where the task stands, for people and for machines."""
    entry = filed("2021-11-30", figures={"roads": 36}, id_="00000001")
    report = due_of(dataset(plan_text([row(ROADS, title="农村公路")]), entry))
    table = next(block for block in report.blocks if isinstance(block, Table))
    said = dict(zip([column.key or column.title for column in table.columns], table.rows[0], strict=True))
    expected = {
        "id": 1,
        "title": "农村公路",
        "lead_unit": LEAD,
        "leader": "王长青",
        "deadline": "12月10日",
        "Left": Word(None, "7d"),
        "progress_percent": Percent(Decimal(36) / 60),
        "Age": Word(None, "3d"),
        "due": dt.date(2021, 12, 10),
        "days_left": 7,
        "light": Word("red", "red", Tone.BAD),
        "cause": "lag",
        "reason": "38.01 points behind",
        "status": Word("in-progress", "in progress"),
        "expected_percent": Percent(Fraction(344, 351)),
        "lag_points": Decimal("38.01"),
        "slowest": "roads",
        "provisional": False,
        "report": "progress/01/2021-11-30-jia-00000001.yaml",
        "report_date": dt.date(2021, 11, 30),
        "report_age_days": 3,
        "late_days": 0,
        "disputed": (),
    }
    assert expected == {key: said[key] for key in expected}
    assert said["Light"].text == "red: 38.01 points behind"


def test_the_envelope_of_due():
    """Machines get the range, how many tasks it has, and how many of them on its last day."""
    choice = Choice(due=Range(dt.date(2021, 11, 1), dt.date(2021, 12, 10)))
    expected = {
        "after": dt.date(2021, 11, 1),
        "before": dt.date(2021, 12, 10),
        "count": 24,
        "due_on_last_day": 21,
        "milestones_count": 0,
        "calendar_percent": Decimal("92.47"),
    }
    assert expected == dict(due_of(shipped(), choice).envelope)


def test_nothing_is_due():
    """An empty answer has no rows, and still says what was asked."""
    report = due_of(shipped(), Choice(due=Range(before=dt.date(2021, 1, 1))))
    assert cells_of(report, "tasks", "id") == []
    assert dict(report.envelope)["count"] == dict(report.envelope)["due_on_last_day"] == 0


def test_due_is_sorted_by_urgency_and_list_by_number():
    """`due` starts with what is most urgent, `list` follows the table."""
    assert list(range(1, 26)) == cells_of(reports("en")["list"], "tasks", "id")
    urgent = query.by_urgency(Snapshot(examples(), EXAMPLES_DAY).standings)
    assert [one.task.id for one in urgent] == cells_of(reports("en")["due"], "tasks", "id")


def test_list_says_what_the_table_says():
    """Item, leader, units and content are those of the plan."""
    plan, report = examples().plan, reports("en")["list"]
    assert [task.content for task in plan.tasks] == cells_of(report, "tasks", "content")
    assert [task.partner_units for task in plan.tasks] == cells_of(report, "tasks", "partner_units")
    items = [number for number, item in enumerate(plan.items, 1) for _task in item.tasks]
    assert items == cells_of(report, "tasks", "item")
    with speaking("en"):
        snapshot = Snapshot(examples(), EXAMPLES_DAY)
        expected = f"25 tasks. {tasks.counts_line(snapshot, snapshot.standings)}"
    assert expected == report.blocks[1].text


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(units=(MEMBERS[0],)), [f"via {GROUP}", "partner"]),
        (Choice(units=(LEAD,)), ["lead", "lead"]),
        (Choice(units=(LEAD, PARTNER)), ["lead, partner", "lead, partner"]),
        (Choice(persons=("李四",)), ["partner", "partner"]),
    ],
)
def test_the_role_is_shown_where_a_unit_was_asked_for(choice, expected):
    """Whoever asks for a unit or a person sees how it is involved, and by which group."""
    data = dataset(plan_text([row(), row(partner_units=[PARTNER, MEMBERS[0]])]))
    assert expected == texts_of(due_of(data, choice), "tasks", "role")


def test_no_role_where_none_was_asked_for():
    """Without a unit in question there is no such column."""
    for report in (reports("en")["due"], reports("en")["list"]):
        assert "role" not in [column.key for column in report.blocks[0].columns]


@pytest.mark.parametrize("kind", ["due", "list"])
def test_both_languages_have_the_same_columns(kind):
    """Keys are never translated, headings always are."""
    english, chinese = (reports(tongue)[kind].blocks[0].columns for tongue in ("en", "zh_CN"))
    assert [column.key for column in english] == [column.key for column in chinese]
    pairs = [(one.title, other.title) for one, other in zip(english, chinese, strict=True) if one.title]
    assert [one for one, other in pairs if one == other] == []
