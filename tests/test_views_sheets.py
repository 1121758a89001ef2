"""The table of what filled forms would add."""

from decimal import Decimal

from builders import cells_of, texts_of
from sheeting import TODAY, reading, store

from mstrack.progress.snapshot import Snapshot
from mstrack.report import Figures, Table, Text
from mstrack.views import sheets

CELLS = {"H5": 50, "H6": 62.5, "J5": "完成50公里。", "J7": "启动。"}


def view(*readings):
    return sheets.would_add(Snapshot(store(), TODAY), readings)


def lines(report):
    return [block.text for block in report.blocks if isinstance(block, Text)]


def test_entries():
    """One row an entry: what it says, and the light of its task after it."""
    report = view(reading(CELLS))
    assert texts_of(report, "entries", "sheet") == ["jia.xlsx", "jia.xlsx"]
    assert texts_of(report, "entries", "No.") == ["1", "2"]
    assert texts_of(report, "entries", "date") == ["2021-09-30", "2021-09-30"]
    assert texts_of(report, "entries", "Status") == ["in progress", "in progress"]
    assert texts_of(report, "entries", "Figures") == ["公路 50公里; 覆盖率 62.5%", "-"]
    assert texts_of(report, "entries", "note") == ["完成50公里。", "启动。"]
    assert texts_of(report, "entries", "Light after") == ["red: 31.77 points behind", "green: under way"]


def test_machines():
    """Machines get codes, ids and paths."""
    report = view(reading(CELLS))
    assert cells_of(report, "entries", "status") == ["in-progress", "in-progress"]
    assert cells_of(report, "entries", "figures") == [
        Figures((("roads", Decimal(50)), ("coverage", Decimal("62.5"))), "公路 50公里; 覆盖率 62.5%"),
        Figures((), ""),
    ]
    assert report.envelope == (("count", 2),)


def test_counts():
    """Each form is counted: what is new, on file, unchanged; one with problems adds nothing."""
    found = [reading(CELLS), reading({"H5": 40}), reading({"H5": "很多"}), reading(CELLS)._replace(already=3)]
    found += [reading({"H5": 900, "J7": "启动。"}), reading({})]
    assert lines(view(*found)) == [
        "jia.xlsx: 2 entries to file",
        "jia.xlsx: 0 entries to file, 1 unchanged",
        "jia.xlsx: 1 problem, so nothing of it is filed",
        "jia.xlsx: 2 entries to file, 3 on file already",
        "jia.xlsx: 1 entry to file, 1 asked back",
        "jia.xlsx: nothing was filled in",
    ]


def test_nothing():
    """Where nothing would be added there is no table."""
    assert not [block for block in view(reading({})).blocks if isinstance(block, Table)]
