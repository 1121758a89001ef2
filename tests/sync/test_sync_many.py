"""Many offices at once into one repository: nothing lost, doubled or changed, and all the same in the end."""

import json
import os
import subprocess
import sys
from pathlib import Path

import offices
import pytest
from offices import shared
from running import environment

pytestmark = pytest.mark.slow

WORKER = Path(__file__).parent / "worker.py"
HELPERS = os.pathsep.join([str(WORKER.parent), str(WORKER.parent.parent), os.environ.get("PYTHONPATH", "")])


def together(first, clones, entries):
    """Let offices file and sync, all at once; judge what the server and each of them has in the end."""
    folder = first.folder.parent
    all_ = [offices.clone(folder, f"office-{n}") for n in range(clones)]
    command = [sys.executable, str(WORKER)]
    how = {
        "env": environment(MSTRACK_CACHE="", PYTHONPATH=HELPERS),
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
    }
    working = [
        subprocess.Popen([*command, str(office.folder), str(n), str(entries)], **how)
        for n, office in enumerate(all_, 1)
    ]
    answers = []
    for process in working:
        out, err = process.communicate(timeout=1800)
        assert process.returncode == 0, err.decode()
        answers.append(json.loads(out))
    filed = {}
    for office, answer in zip(all_, answers, strict=True):
        filed |= {path: (office.data / path).read_bytes() for path in answer["filed"]}
    assert len(filed) == clones * entries
    for office in [first, *all_]:
        assert office.sync().code == 0
    wanted = filed | {path: data for path, data in first.entries.items() if path not in filed}
    assert len(wanted) == clones * entries + 1
    for office in [first, *all_]:
        office.sync()
        assert office.entries == wanted
        assert office.is_clean()
        assert office.git("rev-parse", "HEAD") == shared(folder).git("rev-parse", "main")
        assert not list((office.folder / ".git").rglob("*.lock"))
    assert set(shared(folder).committed("main")) == set(wanted)
    ids = [path.rpartition("/")[2].split("-")[4] for path in wanted]
    assert len(set(ids)) == len(ids)
    assert shared(folder).git("fsck", "--no-dangling") == ""
    faster, gave_up = (sum(answer[key] for answer in answers) for key in ("faster", "gave_up"))
    print(f"{clones} x {entries}: others were faster {faster} times, given up {gave_up} times")  # noqa: T201  for the report


def test_some_offices_at_once(first):
    """The short form: 5 clones, 4 entries each."""
    together(first, 5, 4)


@pytest.mark.full
def test_many_offices_at_once(first):
    """The long form: 20 clones, 20 entries each."""
    together(first, 20, 20)
