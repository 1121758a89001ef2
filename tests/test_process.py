"""Git's processes end: within a limit in time, whatever keeps them waiting, and the sentence says so."""

from __future__ import annotations

import os
import time

import pytest
from repositories import commit, git, program

from mstrack.errors import WorldFailed
from mstrack.git import process
from mstrack.git.objects import Objects


@pytest.fixture
def root(tmp_path):
    """A repository with one commit."""
    (tmp_path / "repo").mkdir()
    (tmp_path / "repo" / "a.txt").write_text("a")
    git(tmp_path / "repo", "init", "--quiet")
    commit(tmp_path / "repo")
    return tmp_path / "repo"


@pytest.fixture(autouse=True)
def _short(monkeypatch):
    monkeypatch.setattr(process, "LIMIT", 0.3)
    monkeypatch.setattr(process, "LONG_LIMIT", 0.6)
    monkeypatch.setattr(process, "GRACE", 0.3)


ASKING = {
    "log": (lambda root: process.ask(root, "log"), "git log", 0),
    "a setting before it": (lambda root: process.run(root, "-c", "a.b=c", "push", own=True), "git push", 1),
    "a silent server": (lambda root: process.ask(root, "ls-remote", "--heads", "o", own=True), "git ls-remote", 0),
    "an object": (lambda root: Objects(root).commit("HEAD"), "git cat-file", 0),
}


BODIES = ["exec sleep 60", "trap '' TERM; while :; do sleep 0.1; done", "sleep 60 & wait"]


@pytest.mark.parametrize(
    ("case", "body"),
    [(case, body) for case in ASKING for body in BODIES if case != "an object" or body != BODIES[2]],  # it has no child
)
def test_git_that_does_not_end_is_stopped(root, tmp_path, monkeypatch, case, body):
    """Also where its own children hold the pipes open, and where it does not listen."""
    monkeypatch.setenv("PATH", f"{program(tmp_path / 'bin' / 'git', body).parent}{os.pathsep}{os.environ['PATH']}")
    ask, named, seconds = ASKING[case]
    start = time.monotonic()
    with pytest.raises(WorldFailed, match=f"{named} had not ended after {seconds} seconds and was stopped"):
        ask(str(root))
    assert time.monotonic() - start < 10


@pytest.mark.posix
@pytest.mark.parametrize("setting", ["include.path", "includeIf.onbranch:**.path"])
def test_a_fifo_that_a_setting_names(root, setting):
    """Git would open it whatever it is asked: it is named before."""
    os.mkfifo(root / "waiting")
    git(root, "config", setting, str(root / "waiting"))
    with pytest.raises(WorldFailed, match="is a pipe"):
        process.run(str(root), "rev-parse", "--verify", "refs/heads/nowhere")


def test_what_ends_in_time_is_not_stopped(root, monkeypatch):
    monkeypatch.setattr(process, "LIMIT", 60)
    objects = Objects(str(root))
    time.sleep(0.5)
    assert objects.commit("HEAD") == git(root, "rev-parse", "HEAD")
    assert process.run(str(root), "rev-parse", "HEAD").decode().strip() == git(root, "rev-parse", "HEAD")


@pytest.mark.parametrize(
    ("line", "told"), [("error: a: No space left on device", True), ("remote: No space left on device", False)]
)
def test_a_full_disk_is_told(root, tmp_path, monkeypatch, line, told):
    """The disk of this machine is named; the server's is in its own words."""
    program(tmp_path / "full" / "git", f'echo "{line}" >&2\nexit 128')
    monkeypatch.setenv("PATH", f"{tmp_path / 'full'}{os.pathsep}{os.environ['PATH']}")
    if not told:
        assert process.ask(str(root), "log").code == 128
        return
    with pytest.raises(WorldFailed, match="the disk is full"):
        process.ask(str(root), "log")
