"""Many write at once, with one clock and a source of chance that always gives the same: nothing overwritten or lost."""

import os
import subprocess
import sys
from collections import Counter

import pytest
from recording import SAID, adding, entries, kept, paths
from running import environment, own_store

pytestmark = pytest.mark.slow

WRITERS = 16
UNLUCKY = """
import datetime, os, secrets, sys, time
secrets.choice = lambda letters: letters[7]
from mstrack.record import propose
from mstrack.cli.record import filing
filing.now = lambda: datetime.datetime(2021, 10, 8, 9, 0, 0, tzinfo=datetime.timezone.utc)
if os.environ["CHANCE"] == "two":
    drawn = iter(["7" * 8, "8" * 8] * 8)
    propose.new_id = lambda: next(drawn)
from mstrack.cli import run
sys.stdout.write("ready\\n"), sys.stdout.flush()
sys.stdin.readline()
sys.exit(run(sys.argv[1:]))
"""


def crowd(folder, root, turn, chance):
    """Let all writers file at once; return of each its note, exit code and stderr."""
    processes = []
    for number in range(WRITERS):
        note = f"第{turn}轮第{number}人"
        arguments = adding(root, note=note, figure=None)
        alike = environment(MSTRACK_CACHE=str(folder / "cache"), MSTRACK_UNIT=None, CHANCE=chance, LC_ALL="C.UTF-8")
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        process = subprocess.Popen([sys.executable, "-c", UNLUCKY, *map(str, arguments)], env=alike, **pipes)
        processes.append((note, process))
    for _note, process in processes:
        assert process.stdout.readline() == b"ready\n"
    for _note, process in processes:  # all at once, as near as can be
        process.stdin.write(b"\n")
        process.stdin.flush()
    ended = [(note, process, process.communicate(timeout=120)) for note, process in processes]
    return [(note, process.returncode, told[1].decode()) for note, process, told in ended]


def hold(folder, rounds, chance):
    """Run rounds of a crowd in a store, each on what the last one left, and hold it to its promise."""
    root = own_store(folder)
    before = {}
    filed = Counter()
    for turn in range(rounds):
        ended = crowd(folder, root, turn, chance)
        texts = {path: (root / path).read_bytes() for path in paths(root)}
        assert {path: texts.get(path) for path in before} == before  # nothing overwritten
        assert not [path for path in texts if not path.endswith(".yaml")]  # nothing left lying
        notes = Counter(entry.note for entry in entries(root))
        for note, code, err in ended:
            if code == 0:
                filed[note] += 1
            else:
                assert code == 4, err
                assert [note in text for text in kept(err)] == [True], err
                assert "nothing was filed, try again" in err
        assert notes == filed  # whoever was told so is in the store, once; nobody else is
        before = texts
    return len(filed)


@pytest.mark.parametrize("chance", ["one", "two"])
def test_writers(tmp_path, chance):
    """16 writers in 5 rounds: each has its entry in the store, or was told, with its text saved."""
    assert hold(tmp_path, 5, chance) == {"one": 1, "two": 2}[chance]


@pytest.mark.full
@pytest.mark.parametrize("chance", ["one", "two"])
def test_writers_for_long(tmp_path, chance):
    """16 writers in 100 rounds."""
    assert hold(tmp_path, 100, chance) == {"one": 1, "two": 2}[chance]


def test_writers_with_luck(tmp_path):
    """With real chance all of them are filed."""
    root = own_store(tmp_path)
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "mstrack", *map(str, adding(root, note=f"第{n}人", figure=None))],
            env=environment(MSTRACK_CACHE=str(tmp_path / "cache")),
            stdout=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )
        for n in range(WRITERS)
    ]
    assert [process.wait(120) for process in processes] == [0] * WRITERS
    assert {entry.note for entry in entries(root)} == {f"第{n}人" for n in range(WRITERS)}
    assert {entry.reporter for entry in entries(root)} == {SAID["reporter"]}
    assert os.listdir(root / "progress") == ["18"]
