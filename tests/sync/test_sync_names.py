"""Names that come from others, of files and of branches, run nothing and break nothing."""

import subprocess

import pytest
import repositories

from mstrack.store import spelling
from mstrack.sync import windows

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", ["$(touch ran)", "a;touch ran", "\u2028x", "'&touch ran", "甲"])
def test_a_name_runs_nothing(first, second, name, monkeypatch):
    """A file or a branch that somebody named so: the command that is told does what it says, and nothing else."""
    monkeypatch.setattr(spelling, "shell", lambda: spelling.POSIX)  # into which it is typed below, on Windows, too
    second.write(name, "theirs\n")
    second.push()
    first.write(name, "mine\n")
    said = first.sync()
    assert said.code == 2
    if name.isprintable():
        command = said.told.rpartition(": ")[2]
        subprocess.run(["sh", "-c", command], cwd=first.folder, env=repositories.alone(), check=True)
        assert first.sync().code == 0
    assert not (first.folder / "ran").exists()


def test_a_branch_of_any_name(first, second):
    """Names of branches are not ours to choose: line separators, quotes, and what a shell would run."""
    for name in ("a\u2028b", "a\u0085b", "$(touch${IFS}ran)", "a;b"):
        second.git("push", "--quiet", "origin", f"HEAD:refs/heads/{name}")
    first.git("fetch", "--quiet")
    first.file()
    assert first.sync().counts == (1, 0)
    first.config("branch.main.merge", "refs/heads/nowhere")
    said = first.sync()
    assert said.code == 2
    assert "$(touch" not in said.told.rpartition(": ")[2]


@pytest.mark.parametrize("name", ["Thumbs.db", "~$台账.xlsx", "2021-09-30-jia-00000009.yaml~"])
def test_what_a_desktop_leaves_stays_here(first, second, name):
    """It is neither sent nor in the way, also where somebody committed it and takes it out again."""
    first.file()
    first.write(f"{first.store}/progress/01/{name}", "x")
    first.write(f"{first.store}/progress/{name}", "x")
    assert first.sync().counts == (1, 0)
    assert [path for path in first.committed() if name in path] == []
    second.write(f"{second.store}/progress/01/{name}", "y")
    second.git("pull", "--quiet", "--rebase")
    second.push()
    (second.data / "progress" / "01" / name).unlink()
    second.push()
    second.file()
    assert second.sync().code == 0


@pytest.mark.posix  # where such a file can be made
@pytest.mark.parametrize("name", ["data/progress/01/CON.yaml", "a:b.txt", "data/progress/01/aux", "end./x"])
def test_a_name_that_windows_refuses(first, second, name, monkeypatch):
    """There it is named before git stops in the middle, with its author and the cure; elsewhere it stops nobody."""
    second.who = "王五"
    second.write(name, "x")
    second.push()
    mine = first.file()
    monkeypatch.setattr(windows, "IS_HERE", True)
    said = first.sync()
    assert said.code == 3
    assert "Windows refuses this name, so origin/main cannot be taken over here; it came from 王五" in said.told
    assert mine in first.committed()
    second.git("rm", "--quiet", name)
    second.push()
    said = first.sync()
    assert (said.code, said.done.sent) == (0, (mine,))
