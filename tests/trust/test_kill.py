"""kill -9 at any moment of `add`: the entry is there whole or not at all, and the next one is filed as ever."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from recording import add, adding, entries
from running import environment, own_store
from tracing import NOTE, Ended, calls, fresh, judge, needs_strace, of_store, struck

pytestmark = pytest.mark.slow

PARTS = 8
WRITING = {"mkdir", "write", "fsync", "link", "linkat", "unlink"}


@pytest.fixture
def place(tmp_path):
    """A folder, and the store in it."""
    return tmp_path, own_store(tmp_path)


def stop_at(place, several):
    """Kill an `add` at each of the calls, and judge what lies in the store."""
    folder, root = place
    for call in several:
        fresh(root)
        ended = struck(folder, root, call, "signal=KILL")
        # memory and chance are asked for now more, now less often: such a call may not come again
        assert ended.hit or str(root) not in call.text, call
        judge(root, ended, killed=ended.hit)


@needs_strace
@pytest.mark.parametrize("part", range(PARTS))
def test_at_each_call_on_the_store(place, part):
    """The short form: at each system call on the store."""
    folder, root = place
    stop_at(place, of_store(calls(folder, root), root)[part::PARTS])


@pytest.mark.full
@needs_strace
@pytest.mark.parametrize("part", range(PARTS * 2))
def test_at_each_call(place, part):
    """The long form: at each system call from the first touch of the store to the end."""
    folder, root = place
    found = [call for call in calls(folder, root) if call.name != "exit_group"]
    stop_at(place, found[part :: PARTS * 2])


@needs_strace
def test_both_ends_are_seen(place):
    """Killed before the name is there nothing is filed, killed after it the entry is."""
    folder, root = place
    of = of_store(calls(folder, root), root)
    filed = {}
    for call in [one for one in of if one.name in WRITING]:
        fresh(root)
        struck(folder, root, call, "signal=KILL")
        filed[call.name, call.nth] = len(entries(root))
    assert list(filed.values()) == sorted(filed.values())
    assert set(filed.values()) == {0, 1}


@needs_strace
def test_what_a_killed_writer_leaves(place):
    """A temporary file that is left behind is no entry, hinders nobody, and the same entry can be filed again."""
    folder, root = place
    [call] = [one for one in of_store(calls(folder, root), root) if one.name in {"link", "linkat"}]
    fresh(root)
    struck(folder, root, call, "signal=KILL")
    left = [path.name for path in (root / "progress" / "18").iterdir()]
    assert len(left) <= 2
    assert any(name.startswith(".") for name in left)
    fresh_entries = len(entries(root))
    told = add(root, note=NOTE)
    assert told.code == 0 or fresh_entries == 1
    assert len(entries(root)) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no kill -9")
@pytest.mark.parametrize("seed", range(4))
def test_at_random(place, seed):
    """At no moment, wherever it comes, is anything torn or lost that was there before."""
    folder, root = place
    chance = random.Random(seed)  # noqa: S311  moments, no secrets
    command = [sys.executable, "-m", "mstrack", *map(str, adding(root, note=NOTE, figure="new-villages=1", date=None))]
    alike = environment(MSTRACK_CACHE=str(folder / "cache"), MSTRACK_UNIT=None)
    before = entries(root)
    codes = set()
    for turn in range(8):
        command[-1:] = [f"第{turn}人"]
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=alike
        )
        time.sleep(chance.uniform(0.1, 0.6))
        process.kill()
        process.communicate(timeout=20)
        codes.add(process.returncode)
        after = entries(root)
        assert all(one in after for one in before)
        assert len(after) - len(before) in {0, 1}
        before = after
        fresh(root)
        before = []
    assert codes <= {0, -signal.SIGKILL}


def test_judging_judges(place):
    """The judge of these tests sees a torn file, a lost text and a bug."""
    _folder, root = place
    with pytest.raises(AssertionError):
        judge(root, Ended(4, "the disk failed\n", hit=True))
    with pytest.raises(AssertionError):
        judge(root, Ended(70, f"this is a bug in mstrack\n{NOTE}", hit=True))
    with pytest.raises(AssertionError):
        judge(root, Ended(0, "", hit=True))
    assert add(root, note=NOTE).code == 0
    judge(root, Ended(0, "", hit=True))
    [path] = (root / "progress" / "18").iterdir()
    path.write_bytes(path.read_bytes()[:-60])
    with pytest.raises(Exception, match="error:"):
        judge(root, Ended(0, "", hit=True))


@pytest.mark.skipif(os.name == "nt", reason="a script is no program there")
def test_git_killed(place, monkeypatch):
    """A git that is killed whenever it is asked hinders no entry, and no text is lost."""
    folder, root = place
    git = folder / "bin" / "git"
    git.parent.mkdir()
    git.write_text(f"#!/bin/sh\necho x >> {folder}/asked\nkill -9 $$\n")
    git.chmod(0o755)
    monkeypatch.setenv("PATH", f"{git.parent}{os.pathsep}{os.environ['PATH']}")
    (root / ".git").mkdir()
    told = add(root, note=NOTE)
    judge(root, Ended(told.code, told.err, hit=True))
    assert (folder / "asked").read_text()
