"""What git would wait for, where it reads attributes or what to ignore: refused before git is asked."""

from __future__ import annotations

import os
import socket

import pytest
from offenders import every
from repositories import commit, git
from running import ask

from mstrack.errors import Unreadable
from mstrack.git import waiting

PLACES = {
    ".gitattributes": "../.gitattributes",
    ".gitignore": "../.gitignore",
    "data/.gitattributes": ".gitattributes",
    "data/progress/.gitignore": "progress/.gitignore",
    "data/progress/18/.gitattributes": "progress/18/.gitattributes",
    ".git/info/attributes": "../.git/info/attributes",
}


@pytest.fixture
def repository(tmp_path):
    """A repository with a store in data/."""
    (tmp_path / "data" / "progress" / "18").mkdir(parents=True)
    (tmp_path / "data" / "tasks.yaml").write_text("")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    return tmp_path


def listening(path):
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))


@pytest.mark.posix
@pytest.mark.parametrize("make", [getattr(os, "mkfifo", None), listening, lambda path: path.symlink_to("/dev/zero")])
@pytest.mark.parametrize("place", PLACES)
def test_refused(repository, monkeypatch, make, place):
    """A FIFO, a socket, a device: named by its path from the store."""
    (repository / place).unlink(missing_ok=True)
    monkeypatch.chdir((repository / place).parent)
    make((repository / place).relative_to((repository / place).parent))
    with pytest.raises(Unreadable) as refused:
        waiting.refuse_pipes(str(repository / "data"))
    assert [(one.path, one.rule) for one in refused.value.problems] == [(PLACES[place], "not-a-file")]


def test_files_folders_and_nothing(repository):
    """None of them keeps git waiting; outside of a repository nothing does."""
    (repository / ".gitattributes").write_text("*.yaml text\n")
    (repository / "data" / ".gitignore").mkdir()
    waiting.refuse_pipes(str(repository / "data"))
    waiting.refuse_pipes(str(repository.parent))


@pytest.mark.parametrize("command", [["check"], ["diff", "HEAD"], ["check", "--staged"], ["sync"]])
def test_every_command_that_asks_git_for_attributes(repository, plan_text, command):
    (repository / "data" / "tasks.yaml").write_text(plan_text, encoding="utf-8")
    commit(repository)
    os.mkfifo(repository / ".gitattributes")
    done = ask(*command, "--data", str(repository / "data"))
    assert done.code in {1, 3}
    assert ".gitattributes:1:1: error: this is not a regular file; delete it" in done.out + done.err


OWN = [".git/HEAD", ".git/config", ".git/index", ".git/packed-refs", ".git/shallow", ".git/refs/heads/other"]


@pytest.mark.posix
@every("place", OWN)
@every("command", [["check", "--staged"], ["diff", "HEAD"], ["due", "--rev", "HEAD"], ["sync"]])
def test_a_pipe_among_gits_own_files(repository, plan_text, place, command):
    """Named at once, by whichever command asks git first."""
    (repository / "data" / "tasks.yaml").write_text(plan_text, encoding="utf-8")
    kept = (repository / place).read_bytes() if (repository / place).exists() else None
    (repository / place).unlink(missing_ok=True)
    os.mkfifo(repository / place)
    done = ask(*command, "--data", str(repository / "data"))
    (repository / place).unlink()
    if kept is not None:
        (repository / place).write_bytes(kept)
    assert done.code == 4
    assert f"{place} is a pipe, a socket or a device, for which git would wait; delete it" in done.err
