"""What hides a store's files from git: a line of .gitignore and its kind, a flag of the index."""

from __future__ import annotations

import datetime as dt
import ntpath
import os

import pytest
from builders import shipped
from offenders import every
from repositories import commit, git
from running import ask, own_store
from writing import write

from mstrack.git.snapshot import Index, Revision
from mstrack.rules import hidden
from mstrack.store.source import WorkTree

ENTRY = "progress/18/2021-09-30-cgj-7f3a9c2k.yaml"
DAY = dt.date(2021, 10, 8)


@pytest.fixture
def root(tmp_path):
    """A repository with a store in data/: the folder of the store."""
    store = tmp_path / "repo" / "data"
    write(store, {ENTRY: "", "tasks.yaml": ""})
    git(store.parent, "init", "--quiet")
    commit(store.parent)
    return store


def ignored(root, source=None, plan=None):
    """Return place and pattern of each problem."""
    found = hidden.ignored(str(root), source or WorkTree(str(root)), ["tasks.yaml", ENTRY], plan, DAY)
    assert {(one.rule, one.level) for one in found} <= {("ignored", "error")}
    return [(f"{one.path}:{one.line}", one.sentence.partition(" makes ")[0]) for one in found]


LINES = {
    ".gitignore": ("data/", "../.gitignore"),
    "data/.gitignore": ("*.yaml", ".gitignore"),
    "data/progress/.gitignore": ("18", "progress/.gitignore"),
    "data/progress/18/.gitignore": ("*-cgj-*", "progress/18/.gitignore"),
    ".git/info/exclude": ("tasks.yaml", "../.git/info/exclude"),
}


@every("name", LINES)
def test_a_line_that_hides(root, name):
    """Wherever it stands, and whether the file is committed already or not: place and pattern are named."""
    line, place = LINES[name]
    (root.parent / name).write_text(f"# nothing\n{line}\n")
    assert ignored(root) == [(f"{place}:2", line)]
    (root.parent / name).unlink()
    (root.parent / name).touch()
    assert ignored(root) == []


def test_the_users_own_rules(root, tmp_path, monkeypatch):
    """core.excludesFile hides from this clone alone, and is named where it lies."""
    (tmp_path / "mine").write_text("*.yaml\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".gitconfig").write_text(f"[core]\n\texcludesFile = {tmp_path.as_posix()}/mine\n")
    assert ignored(root) == [(f"{tmp_path.as_posix()}/mine:1", "*.yaml")]


@every("text", ["", "*.tmp\n~$*\n", "*.yaml\n!*.yaml\n", "progress/19\n"])
def test_what_hides_nothing(root, text):
    """Other files; a line that another one takes back; a folder that the plan does not have."""
    (root / ".gitignore").write_text(text)
    assert ignored(root) == []


def test_what_will_be_filed(root):
    """A folder in which nothing lies yet, and entries of one unit: whoever files there today is told."""
    task = shipped().plan.tasks[0]
    (root / ".gitignore").write_text(f"progress/{task.id:02}/\n")
    assert ignored(root) == []
    assert ignored(root, plan=shipped().plan) == [(".gitignore:1", f"progress/{task.id:02}/")]


def test_a_revision_and_a_commit_under_way(root):
    """A revision is judged by what it brings; of this clone's own rules it knows nothing."""
    (root / ".gitignore").write_text("*.yaml\n")
    first = git(root, "rev-parse", "HEAD")
    second = commit(root)
    (root / ".gitignore").unlink()
    (root.parent / ".git" / "info" / "exclude").write_text("progress/\n")
    assert ignored(root, Revision(str(root), first)) == []
    assert ignored(root, Revision(str(root), second)) == [(".gitignore:1", "*.yaml")]
    assert ignored(root, Index(str(root))) == [("../.git/info/exclude:1", "progress/")]


def test_nothing_outside_of_a_repository(tmp_path):
    """Then nothing is ignored and there is no index."""
    assert hidden.ignored(str(tmp_path), WorkTree(str(tmp_path)), [ENTRY], None, DAY) == []
    assert hidden.index_flags(str(tmp_path), WorkTree(str(tmp_path))) == []


@every("flag", ["skip-worktree", "assume-unchanged"])
def test_flags(root, flag):
    """Each flag is named with the command that takes it away, and that command does; a revision has no flags."""
    git(root, "update-index", f"--{flag}", ENTRY)
    source = WorkTree(str(root))
    (problem,) = hidden.index_flags(str(root), source)
    command = problem.sentence.partition(": ")[2]
    assert (problem.path, problem.rule, problem.level) == (ENTRY, "index-flags", "error")
    assert command == f"git update-index --no-{flag} -- {root / ENTRY}"
    assert hidden.index_flags(str(root), Index(str(root))) == [problem]
    assert hidden.index_flags(str(root), Revision(str(root), "HEAD")) == []
    git(root, *command.split()[1:])
    assert hidden.index_flags(str(root), source) == []


def test_both_flags_and_a_part_of_the_work_tree(root):
    """Both flags on one file are two problems; a sparse clone is made whole by one command."""
    git(root, "update-index", "--assume-unchanged", ENTRY)
    git(root, "update-index", "--skip-worktree", ENTRY)
    assert len(hidden.index_flags(str(root), WorkTree(str(root)))) == 2
    git(root, "update-index", "--no-assume-unchanged", ENTRY)
    git(root, "update-index", "--no-skip-worktree", ENTRY)
    git(root.parent, "sparse-checkout", "set", "--no-cone", "/data/tasks.yaml")
    assert not os.path.lexists(root / ENTRY)
    (problem,) = hidden.index_flags(str(root), WorkTree(str(root)))
    assert problem.sentence.endswith("git sparse-checkout disable")
    git(root.parent, "sparse-checkout", "disable")
    assert hidden.index_flags(str(root), WorkTree(str(root))) == []


def test_check_names_both(tmp_path):
    """`check` ends with 1, whatever it is asked about."""
    store = own_store(tmp_path)
    git(store, "init", "--quiet")
    (store / ".gitignore").write_text("progress/\n")
    commit(store)
    git(store, "update-index", "--assume-unchanged", "tasks.yaml")
    (store / "tasks.yaml").touch()
    for how, rules in (
        ((), {"ignored", "index-flags"}),
        (("--staged",), {"ignored", "index-flags"}),
        (("--rev", "HEAD"), {"ignored"}),
    ):
        told = ask("check", "--data", store, "--as-of", "10-08", *how)
        assert told.code == 1
        assert {line.rpartition("[")[2].rstrip("]") for line in told.out.splitlines() if ": error: " in line} == rules


def test_the_users_file_lies_on_another_drive(monkeypatch):
    """C: has the user's own list of what git ignores, D: the repository: the way between them is no path."""
    monkeypatch.setattr(os.path, "commonpath", ntpath.commonpath)
    assert hidden._is_below("D:\\库\\.gitignore", "D:\\库")
    assert not hidden._is_below("C:/Users/x/.config/git/ignore", "D:\\库")
