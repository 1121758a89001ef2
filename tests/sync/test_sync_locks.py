"""Locks: those of others are waited for, named with their age, and never deleted; our own remains are known."""

import os
import shlex
import subprocess
import threading
import time

import offices
import pytest
from offices import program

from mstrack.errors import WorldFailed
from mstrack.sync import locks

pytestmark = pytest.mark.slow

LOCKS = ("index.lock", "HEAD.lock", "refs/heads/main.lock")
NOW = 1_700_000_000.0
AT_NOW = offices.EAGER._replace(clock=lambda: NOW)
SLOW = offices.EAGER._replace(sleep=time.sleep, between=lambda _low, high: high, clock=time.time)


def held(office, name, age=0):
    """Let another git program hold a lock for so many seconds; return the file."""
    path = office.folder / ".git" / name
    path.touch()
    os.utime(path, (NOW - age, NOW - age))
    return path


@pytest.mark.parametrize("name", LOCKS)
@pytest.mark.parametrize(
    ("age", "words"), [(0.5, "0 s"), (90, "90 s"), (300, "5 min"), (7300, "2 h"), (200_000, "2 d"), (-60, "0 s")]
)
def test_a_lock_is_named_with_its_age(first, name, age, words):
    """And left where it is; the one command is told. Once it is gone, all goes on."""
    path = held(first, name, age)
    entry = first.file()
    said = first.sync(AT_NOW)
    assert said.code == 4
    assert f"another git program has locked {path} for {words}; wait until it ends." in said.told
    assert path.exists()
    command = said.told.rpartition(": ")[2]
    assert command == f"rm {path}"
    subprocess.run(shlex.split(command), check=True)
    assert entry in first.sync().done.sent
    assert first.is_clean()


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_is_waited_for(first, name):
    """Another program is done in a moment: nobody is told anything."""
    path = held(first, name)
    first.file()
    timer = threading.Timer(0.3, path.unlink)
    timer.start()
    said = first.sync(SLOW)
    timer.join()
    assert said.counts == (1, 0)
    assert "locked" not in said.told


def test_the_record_of_the_upstream_is_locked(first, tmp_path):
    """A push that was killed may leave that: what was filed is shared all the same, and the lock is named."""
    path = held(first, "refs/remotes/origin/main.lock", 300)
    entry = first.file()
    said = first.sync(AT_NOW)
    assert said.done.sent == (entry,)
    assert f"has locked {path} for 5 min" in said.told
    assert entry in offices.shared(tmp_path).committed("main")
    assert path.exists()


def test_git_killed_while_it_moves_the_branch(first, tmp_path):
    """As a power cut would: git's own locks stay. They are named together, and the one command helps."""
    killer = offices.hook(first, "reference-transaction", '[ "$1" = prepared ] && kill -9 $PPID')
    path = first.file()
    said = first.sync(AT_NOW)
    assert said.code == 4
    assert "git could not move the branch" in said.told
    left = [first.folder / ".git" / name for name in ("refs/heads/main.lock", "HEAD.lock")]
    assert all(lock.exists() for lock in left)
    killer.unlink()
    said = first.sync(AT_NOW)
    assert (said.code, said.told.rpartition(": ")[2]) == (4, f"rm {left[0]} {left[1]}")
    subprocess.run(shlex.split(said.told.rpartition(": ")[2]), check=True)
    said = first.sync(AT_NOW)
    assert said.done.sent == (path,)
    assert "What an earlier sync had begun is finished." in said.told
    assert first.is_clean()
    assert path in offices.shared(tmp_path).committed("main")


def test_a_lock_of_ours_that_a_dead_sync_left(first):
    """It says whose it is: no git writes such a file, and who made it is dead, for the clone's own lock is free."""
    path = held(first, "index.lock", 300)
    path.write_bytes(locks.MARK)
    first.file()
    assert first.sync().counts == (1, 0)
    assert not path.exists()


@pytest.mark.parametrize("data", [b"", b"DIRC", locks.MARK[:-1], locks.MARK + b"x"])
def test_a_lock_that_is_not_ours(tmp_path, data):
    """Anything else is left alone."""
    (tmp_path / "index.lock").write_bytes(data)
    locks.clear(str(tmp_path / "index"))
    assert (tmp_path / "index.lock").read_bytes() == data


def test_the_lock_on_the_index_is_gits(first):
    """While we hold it git writes no index; afterwards it does. It comes with its content."""
    index = first.folder / ".git" / "index"
    with locks.index(str(index), str(first.folder.parent), offices.EAGER):
        assert (first.folder / ".git" / "index.lock").read_bytes() == locks.MARK
        first.write("new.txt", "1\n")
        done = subprocess.run(["git", "add", "new.txt"], cwd=first.folder, capture_output=True, check=False)
        assert done.returncode == 128
        with (
            pytest.raises(WorldFailed, match=r"index\.lock"),
            locks.index(str(index), str(first.folder.parent), offices.EAGER),
        ):
            pass
    first.git("add", "new.txt")


def test_without_links(first, monkeypatch):
    """On FAT and some shares there are no hard links; the lock is made otherwise."""

    def refuse(*_arguments):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    path = first.file()
    assert first.sync().done.sent == (path,)
    held(first, "index.lock")
    first.file(task=2)
    assert first.sync().code == 4


def test_one_sync_at_a_time(first, tmp_path):
    """A second one in the same clone waits; if the first takes long, it is named, and nothing is done."""
    marker = tmp_path / "waiting"
    offices.hook(first, "pre-push", f"touch {marker}; while [ -e {marker} ]; do sleep 0.05; done")
    path = first.file()
    slow = program(first)
    while not marker.exists():
        time.sleep(0.02)
        assert slow.poll() is None
    said = first.sync()
    assert said.code == 4
    assert f"another mstrack sync has been at work in this clone for 0 s (process {slow.pid})" in said.told
    timer = threading.Timer(0.5, marker.unlink)
    timer.start()
    (first.folder / ".git" / "hooks" / "pre-push").unlink()
    waited = first.sync(SLOW)
    timer.join()
    assert waited.counts == (0, 0)
    assert slow.wait(20) == 0
    slow.communicate()
    assert path in offices.shared(tmp_path).committed("main")


def test_remains_of_dead_syncs_are_cleared_away(first):
    folder = first.folder / ".git" / "mstrack" / "spare-dead"
    folder.mkdir(parents=True)
    (folder / "index").write_text("half")
    first.sync()
    assert sorted(path.name for path in folder.parent.iterdir()) == ["lock", "seen.json"]
