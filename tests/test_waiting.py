"""What git would wait for, where it reads attributes or what to ignore: refused before git is asked."""

from __future__ import annotations

import os
import socket

import pytest
from offenders import every
from repositories import commit, git
from running import ask

from mstrack.errors import Unreadable
from mstrack.git import pipes, process, waiting

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


@pytest.mark.posix
@pytest.mark.parametrize("command", [["check"], ["diff", "HEAD"], ["check", "--staged"], ["sync"]])
def test_every_command_that_asks_git_for_attributes(repository, plan_text, command):
    (repository / "data" / "tasks.yaml").write_text(plan_text, encoding="utf-8")
    commit(repository)
    os.mkfifo(repository / ".gitattributes")
    done = ask(*command, "--data", str(repository / "data"))
    assert done.code in {1, 3}
    assert ".gitattributes:1:1: error: this is not a regular file; delete it" in done.out + done.err


OWN = [
    ".git/logs/HEAD",
    ".git/objects/pack/pack-1.idx",
    ".git/HEAD",
    ".git/config",
    ".git/index",
    ".git/packed-refs",
    ".git/shallow",
    ".git/refs/heads/other",
]


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


NAMED = ["include.path", "includeIf.gitdir:/.path", "core.excludesFile", "core.attributesFile"]


@pytest.mark.slow
@pytest.mark.posix
@every("key", NAMED)
@every("command", [["check", "--against", "HEAD"], ["diff", "HEAD"], ["due", "--rev", "HEAD"], ["sync"]])
def test_a_pipe_that_a_setting_names(tmp_path_factory, plan_text, key, command):
    """Git would open it with its settings, or with the first file that may be ignored: named at once."""
    top = tmp_path_factory.mktemp("repo")
    store(top, plan_text)
    os.mkfifo(top / "waiting")
    section, _point, name = key.rpartition(".")
    first, _point, condition = section.partition(".")
    head = f'[{first} "{condition}"]' if condition else f"[{first}]"
    with (top / ".git" / "config").open("a") as config:
        config.write(f"{head}\n\t{name} = {top / 'waiting'}\n")
    done = ask(*command, "--data", str(top / "data"))
    assert done.code == 4
    assert f"{top / 'waiting'} is a pipe" in done.err


def store(top, plan_text):
    """Make a repository with a store in data/."""
    (top / "data" / "progress").mkdir(parents=True)
    (top / "data" / "tasks.yaml").write_text(plan_text, encoding="utf-8")
    git(top, "init", "--quiet")
    commit(top)


@pytest.mark.posix
def test_settings_that_include_settings(tmp_path, plan_text):
    """A chain of them ends, a circle too; a path may begin beside the settings; where nothing waits, no word."""
    store(tmp_path, plan_text)
    with (tmp_path / ".git" / "config").open("a") as config:
        config.write("[include]\n\tpath = more\n[core]\n\texcludesFile = /dev/null\n")
    more = tmp_path / ".git" / "more"
    more.write_text('[include]\n\tpath = "config"\n[include] path = last\n')
    assert pipes.of_git(str(tmp_path)) is None
    os.mkfifo(tmp_path / ".git" / "last")
    assert pipes.of_git(str(tmp_path)) == str(tmp_path / ".git" / "last")


@pytest.mark.slow
@pytest.mark.posix
def test_a_second_work_tree(tmp_path, plan_text):
    """Its git lies elsewhere, and is looked at there."""
    store(tmp_path / "in", plan_text)
    git(tmp_path / "in", "worktree", "add", "--quiet", "--detach", "../other")
    (tmp_path / "in/.git/worktrees/other/index").unlink()
    os.mkfifo(tmp_path / "in/.git/worktrees/other/index")
    assert pipes.of_git(str(tmp_path / "in")) is None
    assert pipes.of_git(str(tmp_path / "other")).endswith("worktrees/other/index")


@pytest.mark.slow
@pytest.mark.posix
@every("place", ["other/.gitignore", "other/deep/.gitignore"])
@every("command", [["check"], ["check", "--against", "HEAD"]])
def test_a_pipe_beside_the_store(tmp_path_factory, plan_text, place, command):
    """What git looks through for other stores is the whole work tree."""
    top = tmp_path_factory.mktemp("repo")
    store(top, plan_text)
    (top / place).parent.mkdir(parents=True)
    os.mkfifo(top / place)
    done = ask(*command, "--data", str(top / "data"))
    assert done.code in {1, 3}
    assert f"{place}:1:1: error: this is not a regular file; delete it" in done.out + done.err


@pytest.mark.slow
@pytest.mark.posix
def test_the_limit_names_what_lies_in_the_way(tmp_path, plan_text, monkeypatch):
    """Whatever git still waits for, what was found by looking is named beside it."""
    store(tmp_path, plan_text)
    (tmp_path / "other").mkdir()
    os.mkfifo(tmp_path / "other" / ".gitignore")
    monkeypatch.setattr(process, "LIMIT", 0.5)
    with pytest.raises(process.TooLong, match=r"other/\.gitignore is a pipe"):
        process.ask(str(tmp_path / "data"), "-C", str(tmp_path), "ls-files", "--others", "--exclude-standard")


@pytest.mark.slow
@pytest.mark.posix
def test_the_limit_names_an_object(tmp_path, plan_text, monkeypatch):
    """Objects are too many to be looked at each time: the sentence of the limit names the one."""
    store(tmp_path, plan_text)
    digest = git(tmp_path, "rev-parse", "HEAD:data/tasks.yaml")
    path = tmp_path / ".git/objects" / digest[:2] / digest[2:]
    path.unlink()
    os.mkfifo(path)
    monkeypatch.setattr(process, "LIMIT", 0.5)
    with pytest.raises(process.TooLong, match=f"{digest[2:]} is a pipe"):
        process.ask(str(tmp_path / "data"), "show", digest)
