from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from builders import EXAMPLES_DAY, cells_of, dataset, examples, filed, plan_text, reports, row, texts_of

from mstrack.i18n import speaking
from mstrack.progress.query import Choice
from mstrack.progress.snapshot import Snapshot
from mstrack.report import Text, Word
from mstrack.views import legend, summary, words


@pytest.mark.parametrize("by", ["leader", "unit", "item", "light"])
def test_every_task_is_counted_once(by):
    """Whatever tasks are grouped by, the groups hold all of them, and the lights of a group add up to its tasks."""
    report = reports("en")[f"summary --by {by}"]
    listed = [number for numbers in cells_of(report, "groups", "task_ids") for number in numbers]
    assert list(range(1, 26)) == sorted(listed)
    counts = [[cell.code for cell in cells_of(report, "groups", light)] for light in words.lights()]
    assert [sum(group) for group in zip(*counts, strict=True)] == cells_of(report, "groups", "tasks")
    assert [len(numbers) for numbers in cells_of(report, "groups", "task_ids")] == cells_of(report, "groups", "tasks")


def test_by_leader():
    """The leaders stand in the order of the plan, each with their tasks."""
    report = reports("en")["summary --by leader"]
    names = ["赖燕芬", "王长青", "蔡德威", "许晓雄", "乔雷"]
    assert names == cells_of(report, "groups", "leader")
    assert cells_of(report, "groups", "tasks") == [4, 14, 5, 1, 1]


def test_by_item():
    """Items are numbered as on the table; machines get the number."""
    found = cells_of(reports("en")["summary --by item"], "groups", "item")
    assert list(range(1, 11)) == [cell.code for cell in found]
    assert found[6].text == "7. 推进城镇老旧小区改造"


def test_by_unit():
    """Only units that lead a task are listed, in the order of the plan."""
    plan = examples().plan
    leading = [unit.name for unit in plan.units if unit.name in {task.lead_unit for task in plan.tasks}]
    assert leading == cells_of(reports("en")["summary --by unit"], "groups", "unit")


def test_by_light():
    """Lights that no task has are left out."""
    data = dataset(plan_text([row(), row(), row()]), filed("2021-06-30", "done", id_="00000001", task=2))
    day = dt.date(2021, 7, 1)
    with speaking("en"):
        report = summary.summary_report(Snapshot(data, day), "light")
    expected = [Word("done", "done", words.TONES["done"]), Word("grey", "grey", words.TONES["grey"])]
    assert expected == cells_of(report, "groups", "light")
    assert cells_of(report, "groups", "task_ids") == [(2,), (1, 3)]


def test_what_needs_attention():
    """Listed are the tasks that are neither done nor green."""
    every = Snapshot(examples(), EXAMPLES_DAY).standings
    waiting = {one.task.id for one in every if one.light in {"red", "grey", "yellow"}}
    listed = cells_of(reports("en")["summary --by item"], "groups", "attention")
    assert waiting == {number for numbers in listed for number in numbers}


def test_no_light_is_muted():
    """A count of none is not coloured as if there were something to see."""
    report = reports("en")["summary --by leader"]
    toned = {(cell.text == "0", cell.tone) for cell in cells_of(report, "groups", "red")}
    assert {(True, words.Tone.MUTE), (False, words.TONES["red"])} >= toned


def test_the_legend_stands_below():
    """Every summary prints the rules of the lights with the numbers in force."""
    with speaking("en"):
        expected = legend.of_lights(examples().plan)
    assert expected == reports("en")["summary --by leader"].blocks[-1].text


def test_a_chosen_part():
    """A summary of a choice counts the choice only."""
    data, choice = examples(), Choice(leaders=("蔡德威",))
    with speaking("en"):
        report = summary.summary_report(Snapshot(data, EXAMPLES_DAY, choice=choice), "leader")
    assert texts_of(report, "groups", "leader") == ["蔡德威"]
    assert dict(report.envelope) == {"by": "leader", "count": 5, "calendar_percent": Decimal("92.47")}


def test_the_total_stands_below():
    """How many tasks there are is said, of none too; rows of joint tasks do not add up to it."""
    for lights, sentence in (((), "25 tasks. done 9, red 4"), (("red",), "4 tasks. red 4"), (("nothing",), "0 tasks.")):
        with speaking("en"):
            found = summary.summary_report(
                Snapshot(examples(), EXAMPLES_DAY, None, Choice(lights=lights)), "leader", brief=True
            )
        assert any(block.text.startswith(sentence) for block in found.blocks if isinstance(block, Text))
