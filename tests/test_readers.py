"""Several processes that read: the same is learned as by one, whatever becomes of them, and none is left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import CancelledError

import pytest
from builders import filed, id_of

from mstrack.check import workers
from mstrack.check.workers import Readers
from mstrack.store import load

MANY = dict(filed("2021-09-30", figures={"roads": n}, id_=id_of(n)) for n in range(600))
TEXTS = {path: text.encode() for path, text in MANY.items()} | {"broken": b"a: [\n"}


@pytest.fixture
def eager(monkeypatch):
    """Processes are started for any text; each test ends its own."""
    monkeypatch.setattr(workers, "WORTH", 1)
    started = []

    def start(processes):
        started.append(Readers(processes))
        return started[-1]

    yield start
    for one in started:
        one.close()


def begun(by, texts=TEXTS):
    """Begin to read texts, 250 at a time."""
    items = list(texts.items())
    parts = [dict(items[start : start + 250]) for start in range(0, len(items), 250)]
    return [by.begin(len(part), load.learn, "entry", part) for part in parts]


def learned(by, texts=TEXTS):
    """Return all that was learned, whoever read it."""
    parts = [finish() for finish in begun(by, texts)]
    passed = {path: text for part in parts for path, text in part.passed.items()}
    return load.Learned(passed, [problem for part in parts for problem in part.problems])


def children():
    return multiprocessing.active_children()


EXPECTED = load.learn("entry", TEXTS)


def test_few_texts_are_read_here():
    """No process is started before there is enough to read."""
    few = Readers(4)
    assert learned(few) == EXPECTED
    assert children() == []
    few.close()


def test_one_process_is_this_one(eager):
    assert learned(eager(1)) == EXPECTED
    assert children() == []


def test_several_processes(eager):
    """They learn the same, and end when they are told to."""
    several = eager(2)
    assert learned(several) == EXPECTED
    assert 1 <= len(children()) <= 2
    several.close()
    assert children() == []


def test_nothing_to_read(eager):
    assert eager(4).begin(0, load.learn, "entry", {})() == load.Learned({}, [])
    assert children() == []


def test_they_wait_for_enough(monkeypatch):
    """What comes after enough texts goes to processes, what came before was read here."""
    monkeypatch.setattr(workers, "WORTH", len(TEXTS) + 1)
    one = Readers(2)
    learned(one)
    assert children() == []
    assert learned(one) == EXPECTED
    assert children()
    one.close()


def test_spawned_processes(eager, monkeypatch):
    """As on macOS and Windows, where processes share nothing that is loaded."""
    monkeypatch.setattr(workers, "START", "spawn")
    assert learned(eager(2)) == EXPECTED
    assert {type(child).__name__ for child in children()} == {"SpawnProcess"}


def test_a_process_that_is_killed(eager):
    """Where memory is short the system kills one: what it leaves undone is read here, and what comes after, too."""
    several = eager(2)
    pending = begun(several)
    for child in children():
        os.kill(child.pid, signal.SIGKILL)
    assert {path for finish in pending for path in finish().passed} == set(EXPECTED.passed)
    assert learned(several) == EXPECTED
    assert learned(several) == EXPECTED


def test_no_process_can_be_started(eager, monkeypatch):
    """A system that starts no more processes is worked without."""

    def refused(*_arguments, **_more):
        raise BlockingIOError

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor.submit", refused)
    assert learned(eager(2)) == EXPECTED


def test_what_was_not_begun_is_left(eager):
    """Closed in the middle, the processes end with the piece that they are at: ^C waits for no more."""
    several = eager(2)
    pending = begun(several, {f"{n}/{path}": text for n in range(40) for path, text in TEXTS.items()})
    several.close()
    assert children() == []
    with pytest.raises(CancelledError):
        pending[-1]()


PARENT = """
import sys, time
from mstrack.check import workers
from mstrack.store import load
workers.WORTH = 1
several = workers.Readers(2)
several.begin(1, load.learn, "entry", {"a": b"task: 1\\n"})()
import multiprocessing
print(*(child.pid for child in multiprocessing.active_children()), flush=True)
time.sleep(60)
"""


def gone(pid):
    """Whether a process has ended; one that nobody has waited for is there in name only."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as about:
            return about.read().rpartition(")")[2].split()[0] == "Z"
    except (FileNotFoundError, ProcessLookupError):
        return True


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM])
def test_none_outlives_the_parent(sign):
    """However it ends, `kill -9` included: processes that read end with it."""
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE) as parent:
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(pids) == 2
        parent.send_signal(sign)
        parent.wait(20)
        limit = time.monotonic() + 20
        while not all(map(gone, pids)):
            assert time.monotonic() < limit, pids
            time.sleep(0.05)
