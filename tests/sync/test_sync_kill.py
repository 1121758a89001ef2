"""kill -9 at any moment of a sync, with another office pushing: `mstrack sync`, and nothing else, finishes."""

import contextlib
import os
import random
import shlex
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from offices import program, shared
from running import environment

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not hasattr(os, "killpg"), reason="there is no kill -9 here")]

AT_EVENT = """
import os, signal, sys
from mstrack import cli
count = 0
def watch(event, arguments):
    global count
    if event in {"os.rename", "os.remove", "os.link", "os.mkdir", "os.truncate", "subprocess.Popen"} or (
        event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
    ):
        count += 1
        if count == int(sys.argv[1]):
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
code = cli.run(["sync", "--data", sys.argv[2]])
print(count)
sys.exit(code)
"""
"""A sync that kills itself at the how manieth time it starts git or touches the disk; prints how many there were."""


class Another:
    """An office that files and syncs all the time, until the block ends."""

    def __init__(self, office):
        """Take the office."""
        self._office = office
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._work)

    def _work(self):
        while not self._stopped.wait(0.05):
            self._office.file(task=2)
            program(self._office).communicate(timeout=120)

    def __enter__(self):
        """Start it."""
        self._thread.start()

    def __exit__(self, *_error):
        """Stop it."""
        self._stopped.set()
        self._thread.join()


def descendants(number):
    """Return a process and all that it started, sessions of their own too (Linux)."""
    found, parents = [number], {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            parents.setdefault(parent, []).append(int(folder.name))
    for one in found:
        found += parents.get(one, [])
    return found


def kill(process, kind):
    """Kill the program alone, its whole group, or every process that it started."""
    with contextlib.suppress(ProcessLookupError):
        if kind == "program":
            process.kill()
        elif kind == "group":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            for number in descendants(process.pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)


def run(office):
    """Sync as a process; return exit code and what it told."""
    process = program(office)
    _out, err = process.communicate(timeout=120)
    return process.returncode, err.decode()


def stopped_and_finished(first, second, tmp_path, times, kinds, seed):
    """Kill so many syncs, each followed by nothing but a sync; return how often a lock of git's had to be removed."""
    chance = random.Random(seed)  # noqa: S311  the same moments in every run
    server, removed, hits, took = shared(tmp_path), 0, 0, [1.0]
    with Another(second):
        for nth in range(times):
            path = first.file(f"2021-{nth % 12 + 1:02}-15", note=f"第{nth}条")
            process = program(first)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0, 1.2 * max(took[-5:])))  # from its start to after its end
            hits += process.poll() is None
            kind = chance.choice(kinds)
            kill(process, kind)
            process.communicate(timeout=120)
            started = time.monotonic()
            code, told = run(first)
            took.append(time.monotonic() - started)
            while kind == "all" and code == 4 and ": rm " in told:
                removed += 1
                subprocess.run(shlex.split(told.rpartition(": ")[2]), check=True)
                code, told = run(first)
            assert code == 0, (kind, told)
            assert path in server.committed("main")
    for office in (second, first, second):
        assert office.sync().code == 0
    assert first.entries == second.entries
    assert set(server.committed("main")) == set(first.entries)
    for office in (first, second):
        assert office.is_clean()
        assert office.git("rev-parse", "HEAD") == server.git("rev-parse", "main")
        assert office.git("fsck", "--no-dangling") == ""
    assert not [path for path in (first.folder / ".git").rglob("*.lock") if "remotes" not in str(path)]
    print(f"{times} kills ({hits} while at work): {removed} locks of git's removed by hand")  # noqa: T201  for the report
    return removed


def test_some_kills(first, second, tmp_path):
    """The short form: a dozen, of the program alone or of its whole group."""
    assert stopped_and_finished(first, second, tmp_path, 12, ["program", "group"], 1) == 0


@pytest.mark.full
def test_many_kills(first, second, tmp_path):
    """The long form: 200."""
    assert stopped_and_finished(first, second, tmp_path, 200, ["program", "group"], 2) == 0


@pytest.mark.full
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are found through /proc")
def test_many_kills_of_every_process(first, second, tmp_path):
    """As a power cut would: git itself too, also while it moves a branch. Its lock is then named, and that helps."""
    stopped_and_finished(first, second, tmp_path, 200, ["all"], 3)


def walked(first, second, tmp_path, step):
    """Kill a sync at every so manieth moment at which it touches the disk or starts git."""
    server, nth = shared(tmp_path), 1
    while True:
        theirs = second.file("2021-07-31", task=2)
        assert second.sync().code == 0
        mine = first.file("2021-08-31", note=f"第{nth}条")
        command = [sys.executable, "-c", AT_EVENT, str(nth), str(first.data)]
        done = subprocess.run(command, env=environment(MSTRACK_CACHE=""), capture_output=True, check=False, timeout=60)
        assert done.returncode in {0, -signal.SIGKILL}, done.stderr.decode()
        said = first.sync()
        assert said.code == 0, (nth, said.told)
        assert {mine, theirs} <= set(first.entries)
        assert mine in server.committed("main")
        assert first.is_clean()
        assert not list((first.folder / ".git").rglob("*.lock"))
        if done.returncode == 0:
            assert int(done.stdout.split()[-1]) < nth
            print(f"killed at every {step}th of {nth - 1} moments")  # noqa: T201  for the report
            return
        nth += step


@pytest.mark.parametrize("part", range(2))
def test_at_some_moments(first, second, tmp_path, part):
    """The short form: at every twenty-fourth; nothing is left, and nothing has to be put right by hand."""
    if part:
        second.file()
        second.sync()
    walked(first, second, tmp_path, 24 + part)


@pytest.mark.full
def test_at_every_moment(first, second, tmp_path):
    """The long form: at each."""
    walked(first, second, tmp_path, 1)
