"""Entries that count for nobody, since a code of the plan was changed: each answer says so in one line."""

import shutil

import pytest
import repositories
from builders import ROOT
from offenders import every
from running import ask

import mstrack

CHANGES = {
    "unit": ("code: cgj\n", "code: cgz\n", "18 entries are by codes that no unit of the plan has (cgj)"),
    "indicator": ("id: new-villages\n", "id: villages\n", "Task 18: what was reported by codes"),
    "task": ("- id: 25\n", "- id: 26\n", "progress/25 is set aside"),
}
QUERIES = (
    ("due",), ("list",), ("summary",), ("missing",), ("show", "18"), ("show", "18", "--history"), ("log",),
    ("log", "--task", "18", "--all"), ("diff",),
)  # fmt: skip
REPORTS = {
    "bulletin": "docx", "ledger": "xlsx", "dashboard": "html", "calendar": "ics", "data": "sqlite",
}  # fmt: skip


def changed(tmp_path, case):
    """Return a store of the examples in which a code was changed, in no commit yet."""
    root = tmp_path / case
    shutil.copytree(ROOT / "examples", root)
    repositories.git(root, "init", "--quiet")
    repositories.commit(root)
    plan = root / "tasks.yaml"
    old, new, _hint = CHANGES[case]
    text = plan.read_text(encoding="utf-8")
    assert text.count(old) == 1
    plan.write_text(text.replace(old, new), encoding="utf-8")
    return root


@pytest.mark.slow
@every("case", [*CHANGES])
def test_each_answer_hints(tmp_path, case):
    """Every query and every report answers, with one line that names the code; `show` counts those of its task."""
    root = changed(tmp_path, case)
    orders = [
        *QUERIES,
        *(("report", name, "--output", str(tmp_path / f"{case}.{end}")) for name, end in REPORTS.items()),
    ]
    wrong = []
    for words in orders:
        told = ask(*words, "--data", str(root))
        hint = CHANGES[case][2].replace("18 entries", "9 entries") if words[0] == "show" else CHANGES[case][2]
        if told.code or told.err.count(hint) != 1:
            wrong.append((words, told.code, told.err))
    assert wrong == []


def test_nobody_is_hinted_at_in_the_examples():
    """Where the plan has all codes, nothing is said of them."""
    told = ask("log", "--data", str(ROOT / "examples"), "--as-of", "2021-12-03")
    assert (told.code, told.err) == (0, "")


@pytest.mark.slow
@every("case", [("due", 18), ("show 18", 9), ("show 1", 0), ("log", 18)])
def test_one_of_each_kind(tmp_path, case):
    """The quick ones: a unit's code that the plan has no longer; what is said of a task is of its own entries."""
    words, count = case
    root = changed(tmp_path / words, "unit")
    told = ask(*words.split(), "--data", str(root))
    assert (told.code, f"{count} entries are by codes" in told.err) == (0, count > 0)
    assert told.err.count("entries are by codes") == bool(count)


@pytest.mark.slow
def test_a_program_is_warned(tmp_path):
    """`mstrack.snapshot` leaves out what the commands leave out, and says so."""
    root = changed(tmp_path, "unit")
    with pytest.warns(UserWarning, match="18 entries are by codes"):
        found = mstrack.snapshot(str(root), as_of="2021-12-03")
    assert not [one for one in found.entries if one.path.split("-")[3] == "cgj"]
