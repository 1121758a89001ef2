"""Files that have one name on two sides and other bytes: found by real git, without opening every one."""

from __future__ import annotations

import os
import shutil
import time

import pytest
from offenders import every
from repositories import GIT, commit, git, program, wrapped
from writing import write

from mstrack.git import changed
from mstrack.git.snapshot import Revision
from mstrack.store.source import WorkTree

LIMIT = 2**20
FIRST, SECOND = "progress/18/2021-09-30-cgj-00000001.yaml", "progress/18/2021-09-30-cgj-00000002.yaml"


@pytest.fixture
def store(tmp_path):
    """A store in data/ of a repository, with one commit."""
    root = tmp_path / "repo" / "data"
    write(root, {path: f"{path}\n" for path in (FIRST, SECOND, "tasks.yaml")})
    git(tmp_path / "repo", "init", "--quiet")
    commit(tmp_path / "repo")
    return root


def of_tree(store, rev="HEAD"):
    """Compare a revision with the working tree."""
    return changed.between(str(store), Revision(str(store), rev), WorkTree(str(store)), LIMIT).paths


def test_nothing(store):
    assert of_tree(store) == ()
    revision = Revision(str(store), "HEAD")
    assert changed.between(str(store), revision, revision, LIMIT).paths == ()


def test_what_was_edited(store):
    """On disk, whether it is staged or not; what is new or gone has not both names."""
    (store / FIRST).write_text("其他\n", encoding="utf-8")
    (store / "tasks.yaml").write_text("其他\n", encoding="utf-8")
    (store / SECOND).unlink()
    (store / "progress" / "18" / "new.yaml").write_text("新\n", encoding="utf-8")
    assert of_tree(store) == (FIRST, "tasks.yaml")
    git(store, "add", "--all")
    assert of_tree(store) == (FIRST, "tasks.yaml")


def test_two_revisions(store):
    """By git's digests, also where the bytes are those of another revision again in the end."""
    (store / FIRST).write_text("其他\n", encoding="utf-8")
    (store / SECOND).unlink()
    commit(store)
    old, new = Revision(str(store), "HEAD~1"), Revision(str(store), "HEAD")
    assert changed.between(str(store), old, new, LIMIT).paths == (FIRST,)
    assert changed.between(str(store), new, old, LIMIT).paths == (FIRST,)
    assert of_tree(store, "HEAD~1") == (FIRST,)
    assert of_tree(store) == ()


def test_the_same_bytes_with_another_date(store):
    """A copy of a repository has other dates on all files: they are opened, and found the same."""
    for path in (FIRST, SECOND):
        os.utime(store / path, (1, 1))
    assert of_tree(store) == ()


@pytest.mark.posix
def test_the_same_length_and_date(store):
    """As many bytes as before, and the date put back: the index sees it all the same."""
    about = (store / FIRST).stat()
    (store / FIRST).write_text((store / FIRST).read_text().upper())
    os.utime(store / FIRST, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert of_tree(store) == (FIRST,)


@pytest.mark.posix
@pytest.mark.slow
@every("setting", ["core.checkStat=minimal", "core.trustctime=false"])
def test_a_clone_that_looks_at_less(store, setting):
    """What a clone's settings make git overlook is seen all the same, a second later: git compares whole seconds."""
    git(store, "config", *setting.split("="))
    (store / FIRST).write_text(f"{FIRST}\n")
    os.utime(store / FIRST, (1, 1))  # not of the second in which git wrote its index, when it would look closer
    git(store, "add", FIRST)
    time.sleep(1)
    (store / FIRST).write_text(f"{FIRST}\n".upper())
    os.utime(store / FIRST, (1, 1))
    assert git(store, "diff", "--name-only") == ""
    assert of_tree(store) == (FIRST,)


@every("flag", ["--assume-unchanged", "--skip-worktree"])
def test_what_git_was_told_not_to_look_at(store, flag):
    """It is opened; a file that is as it was is none that changed."""
    git(store, "update-index", flag, FIRST, SECOND)
    (store / FIRST).write_text("其他\n", encoding="utf-8")
    assert of_tree(store) == (FIRST,)


@pytest.mark.posix
def test_a_link_in_the_place_of_an_entry(store):
    """It is not followed, whatever lies at its other end."""
    shutil.copy(store / FIRST, store / "progress" / "copy")
    (store / FIRST).unlink()
    (store / FIRST).symlink_to("../copy")
    assert of_tree(store) == (FIRST,)
    commit(store)
    old, new = Revision(str(store), "HEAD~1"), Revision(str(store), "HEAD")
    assert changed.between(str(store), old, new, LIMIT).paths == (FIRST,)


def test_taken_out_of_the_index(store):
    """The next commit would remove it, but it lies there as it was."""
    git(store, "rm", "--cached", "--quiet", FIRST)
    assert of_tree(store) == ()
    (store / FIRST).write_text("其他\n", encoding="utf-8")
    assert of_tree(store) == (FIRST,)


def test_a_repository_within(store, tmp_path):
    """Nobody looks into it: its configuration is a stranger's."""
    inner = store / "progress" / "within"
    git(tmp_path, "init", "--quiet", str(inner))
    (inner / "a").write_text("a")
    (inner / ".gitattributes").write_text("* filter=x\n")
    commit(inner)
    commit(store)
    ran = tmp_path / "ran"
    git(inner, "config", "filter.x.clean", str(program(tmp_path / "spy", f"touch {ran}; cat")))
    os.utime(inner / "a", (1, 1))
    assert of_tree(store) == ()
    assert not ran.exists()


def test_few_processes(store, monkeypatch, tmp_path):
    """The working tree takes two questions more to git, two revisions none."""
    assert GIT
    sides = Revision(str(store), "HEAD"), WorkTree(str(store))
    monkeypatch.setenv("PATH", wrapped(tmp_path))
    changed.between(str(store), sides[0], sides[0], LIMIT)
    assert not (tmp_path / "started").exists()
    changed.between(str(store), *sides, LIMIT)
    assert len((tmp_path / "started").read_text().splitlines()) == 2
