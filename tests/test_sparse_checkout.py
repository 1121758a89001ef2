"""A clone in which `git sparse-checkout` leaves out entries: every answer says so, with the cure; no other does."""

import shutil

import pytest
import repositories
from builders import ROOT
from offenders import every
from running import ask, start

from mstrack.git.sparse_checkout import left_out

pytestmark = pytest.mark.slow

WAYS = {
    "no cone": ("set", "--no-cone", "/data/tasks.yaml", "/data/progress/01/"),
    "cone": ("set", "data/progress/01"),
    "all of it": ("set", "--no-cone", "/*"),
}


@pytest.fixture
def top(tmp_path):
    """A repository with the examples in data/."""
    shutil.copytree(ROOT / "examples", tmp_path / "in" / "data")
    repositories.git(tmp_path / "in", "init", "--quiet")
    repositories.commit(tmp_path / "in")
    return tmp_path / "in"


@every("way", [*WAYS])
def test_what_is_left_out(top, way):
    """As many as lie in the commit and not here; after the cure none."""
    whole = len([*top.glob("data/progress/*/*.yaml")])
    repositories.git(top, "sparse-checkout", *WAYS[way])
    here = len([*top.glob("data/progress/*/*.yaml")])
    assert (here < whole) == (way != "all of it")
    assert left_out(str(top / "data")) == whole - here
    repositories.git(top, "sparse-checkout", "disable")
    assert left_out(str(top / "data")) == 0


def test_another_work_tree(top, tmp_path):
    """Its git is elsewhere, and so is what it leaves out; the first one is whole."""
    other = tmp_path / "other"
    repositories.git(top, "worktree", "add", "--quiet", "--detach", str(other))
    repositories.git(other, "sparse-checkout", *WAYS["no cone"])
    assert left_out(str(top / "data")) == 0 < left_out(str(other / "data"))


def test_answers_say_so(top):
    """One line, whatever is asked of the work tree; a revision is whole."""
    repositories.git(top, "sparse-checkout", *WAYS["no cone"])
    orders = [(one, "--as-of", "2021-12-03") for one in ("due", "list", "log", "missing", "summary")]
    orders += [("show", "18"), ("diff",)]
    told = {words: ask(*words, "--data", str(top / "data")) for words in orders}
    counts = {words: one.err.count("git sparse-checkout disable") for words, one in told.items()}
    assert counts == dict.fromkeys(told, 1)
    assert "sparse" not in ask("due", "--data", str(top / "data"), "--rev", "HEAD").err


def test_a_whole_clone_starts_no_git(top, tmp_path):
    """What was disabled again costs no process, either."""
    path = repositories.wrapped(tmp_path)
    for before in ((), ("set", "--no-cone", "/data/tasks.yaml"), ("disable",)):
        if before:
            repositories.git(top, "sparse-checkout", *before)
        if before[:1] != ("set",):
            done = start("list", "--data", str(top / "data"), "--as-of", "2021-12-03", env={"PATH": path})
            assert (done.returncode, done.stderr) == (0, b"")
            assert not (tmp_path / "started").exists()
