"""Paths that Windows and macOS take for those of a store: Data/ beside data/, and what a clone there has of both."""

from __future__ import annotations

import pytest
from offenders import every
from repositories import commit, git
from writing import write

from mstrack.git.snapshot import Index, Revision
from mstrack.rules import folded
from mstrack.store.source import WorkTree

ENTRY = "progress/18/2021-09-30-cgj-7f3a9c2k.yaml"
ONE = {
    f"Data/{ENTRY}": "../Data/progress",
    "Data/tasks.yaml": "../Data/tasks.yaml",
    "data/Tasks.yaml": "Tasks.yaml",
    "data/PROGRESS/README.md": "PROGRESS",
    "data./progress/a": "../data./progress",
    "data/progress/18/2021-09-30-CGJ-7f3a9c2k.yaml": "progress/18/2021-09-30-CGJ-7f3a9c2k.yaml",
    "DATA": "../DATA",
}
OTHERS = (
    "Data/README.md",
    "data2/tasks.yaml",
    "data/progress/19/2021-09-30-CGJ-7f3a9c2k.yaml",
    "progress/a",
    "tasks.yaml",
)


@pytest.fixture
def top(tmp_path):
    """A repository with a store in data/, of one entry."""
    write(tmp_path / "data", {ENTRY: "a", "tasks.yaml": "a"})
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "config", "core.protectNTFS", "false")  # Windows' git would not take data./ into an index
    commit(tmp_path)
    return tmp_path


def add(top, path):
    """Add a path to the index alone, as a clone has it whose disk knows only one of the two."""
    blob = git(top, "hash-object", "-w", "--stdin")
    git(top, "update-index", "--add", "--cacheinfo", f"100644,{blob},{path}")


def found(top, reading):
    root = str(top / "data")
    source = Revision(root, "HEAD") if reading is Revision else reading(root)
    return [(one.path, one.rule, one.level) for one in folded.one_path(root, source)]


def test_what_is_one_with_a_file_of_the_store(top):
    """Each of them is named in an index, on a disk that has one of the two alone, and in a commit."""
    for path, place in ONE.items():
        git(top, "reset", "--quiet", "--hard")
        add(top, path)
        assert [found(top, reading) for reading in (Index, WorkTree)] == [[(place, "one-path", "error")]] * 2, path
        git(top, "commit", "--quiet", "--message", "x")
        assert found(top, Revision) == [(place, "one-path", "error")], path
        git(top, "reset", "--quiet", "--hard", "HEAD~")


@every("path", OTHERS)
def test_what_is_not(top, path):
    """What lies elsewhere, or beside nothing."""
    git(top, "reset", "--quiet", "--hard")
    add(top, path)
    assert found(top, Index) == []


def test_outside_of_a_repository(tmp_path):
    assert folded.one_path(str(tmp_path), WorkTree(str(tmp_path))) == []
