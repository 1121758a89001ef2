"""The tables that documents share: nothing left out, and the numbers that the commands print."""

from decimal import Decimal

import pytest
from publishing import amended, gathered
from running import EXAMPLES, ON, ask

from mstrack.documents import groups, notes, tables, wording
from mstrack.documents.parts import LABELS
from mstrack.i18n import speaking
from mstrack.progress.tally import tally
from mstrack.report import hundredths


def rows(table):
    keys = [column.key for column in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]


@pytest.fixture(scope="module")
def found():
    return gathered()


@pytest.fixture(autouse=True)
def _chinese():
    with speaking("zh_CN"):
        yield


def test_each_task_is_counted_once(found):
    """The parts add up to all."""
    parts = tally(found.standings)
    numbers = [one.task.id for part in parts for one in part]
    assert sorted(numbers) == list(range(1, 26))
    assert {one.light for one in parts.done} == {"done"}
    assert {one.cause for one in parts.overdue} == {"overdue"}
    assert {one.light for one in parts.slow} <= {"yellow", "red"}


def test_tasks_say_what_show_says(found):
    """Light, progress and source of every row are those of `mstrack due --format json`."""
    said = {one["id"]: one for one in ask("due", "--data", EXAMPLES, *ON, "--format", "json").answer["tasks"]}
    for one in rows(tables.tasks(found)):
        other = said[one["id"]]
        assert one["light"].code == other["light"]
        progress = one["progress_percent"]
        assert (None if progress is None else float(hundredths(progress.share))) == other["progress_percent"]
        assert (one["source"] or "") in (other["report"] or "")
        assert bool(one["source"]) == bool(other["report"])


def test_every_figure_names_its_entries(found):
    for one in rows(tables.indicators(found)):
        assert (one["figure"] is None) == (one["sources"] == ())
        assert (one["date"] is None) == (one["sources"] == ())


def test_counts_add_up(found):
    for table in (groups.leaders(found), groups.units(found)):
        listed = rows(table)
        assert sum(one["tasks"] for one in listed) == 25
        for one in listed:
            assert one["tasks"] == len(one["task_ids"])
            assert one["tasks"] == sum(one[k] for k in LABELS)


def test_every_entry_is_there(found):
    assert len(tables.entries(found).rows) == len(list((EXAMPLES / "progress").rglob("*.yaml")))
    corrected = [one for one in rows(tables.entries(found)) if one["corrected_by"]]
    assert len(corrected) == 1


def test_what_was_amended_is_said():
    """原时限 and the document stand beside the deadline."""
    one = rows(tables.tasks(gathered(amended())))[17]
    assert "11月底" in one["deadline"].text
    assert "〔2021〕9号" in one["amendments"]


def test_a_target_reads_as_the_table_writes_it(found):
    texts = {wording.target(one) for task in found.plan.tasks for one in task.indicators}
    assert {"165个", "76%"} <= texts
    assert any(text.startswith("超") for text in texts)
    assert any(text.startswith("由") for text in texts)
    assert not any(">" in text for text in texts)


def test_the_basis_says_day_revision_and_pace(found):
    assert notes.basis(found).startswith("数据截至2021年12月3日，共")
    assert f"序时进度{Decimal('92.47')}%" in notes.basis(found)
    assert "，数据版本abcdef123456，" in notes.basis(gathered(rev="abcdef1234567890"))
