"""The table of 2021, as printed, gives the plan that was transcribed by hand: rows, people, targets, day by day."""

import csv
from collections import Counter

import pytest
from builders import MEMO
from intaking import HEADER, TITLE, excel, tables, text, word
from running import PLAN, ROOT

from mstrack.intake import draft
from mstrack.rules.plan import of_plan
from mstrack.store import dataset, source

with (ROOT / "tests" / "data" / "annex-2-rows.tsv").open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.reader(_file, delimiter="\t"))[1:]
ABOVE = ("附件 2", TITLE, "(共 10 件, 25 项)")
FORMS = {
    "x.txt": lambda: text(ROWS, above=ABOVE),
    "x.docx": lambda: word([HEADER, *ROWS], ABOVE),
    "x.xlsx": lambda: excel([*((line,) for line in ABOVE), HEADER, *ROWS]),
}


def plan(files):
    """Return the plan of a store."""
    return dataset.Dataset(files, MEMO, of_plan).plan


def targets(of):
    """Return every target of a plan with what it is."""
    return Counter((t.id, i.target, i.measure, i.kind, i.above, i.baseline) for t in of.tasks for i in t.indicators)


@pytest.mark.parametrize("name", FORMS)
def test_seed(name):
    """All 25 rows, 44 names and 59 targets, of the right kind and bound; nothing that is no target."""
    made = draft.of(tables(FORMS[name](), name)[0], draft.Options(name, 2026))
    drafted, right = plan(source.InMemory({source.PLAN: made.text})), plan(source.WorkTree(str(PLAN)))
    assert [item.title for item in drafted.items] == [item.title for item in right.items]
    for one, other in zip(drafted.tasks, right.tasks, strict=True):
        assert (one.id, one.content, one.leaders, one.units, one.deadline) == (
            other.id,
            other.content,
            other.leaders,
            other.units,
            other.deadline,
        )
    assert drafted.leaders == right.leaders
    assert {unit.name: unit.persons for unit in drafted.units if unit.persons} == {
        unit.name: unit.persons for unit in right.units if unit.persons
    }
    assert targets(drafted) == targets(right)
    assert [one.reason for one in made.skipped] == ["approximate"]
    assert len(made.notes) < 10
