"""What may not have happened since a revision, with real git: committed, about to be committed, or only on disk."""

from __future__ import annotations

import os

import pytest
from amending import LATER, TEXT, amending, edited
from builders import MEMO, filed
from repositories import commit, git
from writing import write

from mstrack.check import since
from mstrack.errors import Unreadable, WrongUse
from mstrack.git.snapshot import Index, Revision
from mstrack.store.source import WorkTree

(PATH, OLD), (SECOND, NEXT) = (filed(f"2021-0{n}-30", figures={"roads": n}, id_=f"0000000{n}") for n in (8, 9))
READINGS = {"work tree": WorkTree, "index": Index, "revision": lambda root: Revision(root, "HEAD")}


@pytest.fixture(params=[pytest.param("", marks=pytest.mark.slow), "data/"], ids=["top", "folder"])
def root(tmp_path, request):
    """The folder of a store in a repository, with an entry, at the tag `then`."""
    store = tmp_path / "repo" / request.param
    write(store, {"tasks.yaml": TEXT, PATH: OLD, "progress/README.md": "甲\n"})
    git(tmp_path / "repo", "init", "--quiet", "--initial-branch=main")
    commit(tmp_path / "repo")
    git(tmp_path / "repo", "tag", "then")
    write(store, {SECOND: NEXT})
    commit(tmp_path / "repo")
    return store


def proved(root, reading="work tree", rev="then"):
    return since.check(str(root), rev, READINGS[reading](str(root)), MEMO)


def told(root, reading="work tree"):
    """Return path, line and rule of what happened since the tag."""
    return [(one.path, one.line, one.rule) for one in proved(root, reading).problems]


def change(root, texts, reading):
    """Put texts where a reading finds them, and only there: on disk, into the index, into a commit."""
    before = {path: (root / path).read_text(encoding="utf-8") if (root / path).exists() else None for path in texts}
    write(root, texts)
    if reading == "work tree":
        return
    git(root, "add", "--all")
    if reading == "revision":
        git(root, "commit", "--quiet", "--message", "改")
    write(root, before)


ALL = pytest.mark.parametrize("reading", READINGS)


@ALL
def test_nothing_happened(root, reading):
    """The README of progress changes, hidden files come, the plan gets a remark: nothing is rewritten or promised."""
    change(root, {"progress/README.md": "乙\n", "progress/01/.gitkeep": "", "tasks.yaml": TEXT + "# 甲\n"}, reading)
    proof = proved(root, reading)
    assert (proof.problems, proof.is_new) == ((), False)
    assert proof.commit == git(root, "rev-parse", "then")


@ALL
@pytest.mark.parametrize("text", [OLD + "# 甲\n", OLD.replace("roads: 8", "roads: 9"), None])
def test_an_entry_is_rewritten(root, reading, text):
    """Whether it is committed, staged or on disk only: one byte, another figure, a deletion."""
    change(root, {PATH: text}, reading)
    assert told(root, reading) == [(PATH, 1, "rewritten")]


def test_the_command_that_puts_it_right(root):
    """It is typed as it stands, wherever in the repository one is."""
    for text in (None, "a: 1\n"):
        write(root, {PATH: text})
        [problem] = proved(root).problems
        command = problem.sentence[problem.sentence.index("git checkout") :].split(";")[0]
        git(root / "progress", *command.split(" ")[1:])
        assert (root / PATH).read_text(encoding="utf-8") == OLD
        assert told(root) == []


@pytest.mark.posix
def test_a_link_or_a_folder_in_its_place(root):
    """What cannot be read as a file is no entry as it was filed; nothing behind a link is taken for it."""
    (root / PATH).rename(root / "elsewhere")
    (root / PATH).symlink_to(root / "elsewhere")
    assert told(root) == [(PATH, 1, "rewritten")]
    (root / PATH).unlink()
    (root / PATH).mkdir()
    assert told(root) == [(PATH, 1, "rewritten")]


@pytest.mark.posix
def test_a_link_in_the_place_of_a_folder(root):
    (root / "progress/01").rename(root / "elsewhere")
    (root / "progress/01").symlink_to("../elsewhere")
    assert told(root) == [(PATH, 1, "rewritten"), (SECOND, 1, "rewritten")]


def test_only_the_mode_in_the_index(root):
    """A file that becomes a program is about to be committed so."""
    git(root, "update-index", "--chmod=+x", PATH)
    assert told(root, "index") == [(PATH, 1, "rewritten")]


def test_what_was_committed_and_reverted(root):
    """The end points agree, and it is found all the same; each finding names its commit and author."""
    write(root, {PATH: OLD + "# 甲\n"})
    first = commit(root)
    write(root, {PATH: OLD})
    commit(root)
    problems = proved(root).problems
    assert {(one.path, one.rule) for one in problems} == {(PATH, "rewritten")}
    assert any(first[:12] in one.sentence and "张三" in one.sentence for one in problems)


@ALL
def test_a_promise_changes(root, reading):
    """A deadline moves: refused at its line, accepted with an amendment that says what it was."""
    change(root, {"tasks.yaml": edited(LATER)}, reading)
    [(path, line, rule)] = told(root, reading)
    assert (path, rule) == ("tasks.yaml", "unannounced")
    assert "12月20日" in edited(LATER).splitlines()[line - 1]
    change(root, {"tasks.yaml": amending("deadline", "12月10日", text=edited(LATER))}, reading)
    assert told(root, reading) == []


def test_a_plan_that_breaks_a_rule_is_compared(root):
    """That it contradicts itself is told by the audit; what it promises is compared all the same, then and now."""
    broken = edited(("items: 2", "items: 3"))
    write(root, {"tasks.yaml": broken})
    commit(root)
    git(root, "tag", "--force", "then")
    write(root, {"tasks.yaml": edited(LATER, text=broken)})
    assert [rule for _path, _line, rule in told(root)] == ["unannounced"]


def test_a_plan_that_cannot_be_read_now(root):
    """The audit tells why; what is proved of the entries is told all the same."""
    write(root, {"tasks.yaml": "title: [\n", PATH: None})
    assert told(root) == [(PATH, 1, "rewritten")]
    write(root, {"tasks.yaml": None})
    assert told(root) == [(PATH, 1, "rewritten")]


def test_a_plan_that_could_not_be_read_then(root):
    """Nothing is proved of what was promised: that never is a pass."""
    write(root, {"tasks.yaml": "title: [\n"})
    broken = commit(root)
    write(root, {"tasks.yaml": TEXT})
    commit(root)
    with pytest.raises(Unreadable) as caught:
        proved(root, rev=broken)
    [problem] = caught.value.problems
    assert (problem.path, problem.line, problem.rule) == ("tasks.yaml", 1, "old-plan")
    assert "cannot be read (" in problem.sentence


def test_a_revision_without_a_plan(root):
    """Where no store lay yet there is nothing to hold to: that is no pass."""
    git(root, "rm", "--quiet", "--cached", "tasks.yaml")
    before = git(root, "commit-tree", git(root, "write-tree"), "-m", "无")
    after = git(root, "commit-tree", git(root, "rev-parse", "HEAD^{tree}"), "-p", before, "-m", "有")
    with pytest.raises(Unreadable, match="no store lay in this repository") as caught:
        since.check(str(root), before, Revision(str(root), after), MEMO)
    assert [one.rule for one in caught.value.problems] == ["no-store"]


def test_nothing_is_proved(root, tmp_path):
    """No ancestor, no such revision, a shallow clone: never a pass."""
    git(root, "checkout", "--quiet", "--orphan", "other")
    commit(root)
    with pytest.raises(Unreadable, match="no ancestor"):
        proved(root)
    with pytest.raises(WrongUse, match="no revision"):
        proved(root, rev="nothing")
    top = git(root, "rev-parse", "--show-toplevel")
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=main", f"file://{top}", "shallow")
    with pytest.raises(Unreadable, match="shallow"):
        proved(tmp_path / "shallow" / os.path.relpath(root, top), rev="HEAD")
