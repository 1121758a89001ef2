"""A repository that names a program at every place it can: no command but `sync`, which acts for its user, runs one."""

from __future__ import annotations

import pytest
import traps
from calls import ASKING, REPORTS, WRITING, formed, run
from repositories import commit, git
from writing import write

pytestmark = [pytest.mark.slow, pytest.mark.posix]
CALLS = [
    formed(words, forms, turn)
    for words, forms in (*ASKING, *WRITING)
    for turn in range(max(1, len(forms) if words.split()[1] in REPORTS else 1))
    if not words.startswith("sync")  # runs the hooks, the signing program and the transport that git would run
]


@pytest.fixture
def trapped(places, tmp_path, monkeypatch):
    """The places, in a copy of the repository that has every trap; the environment has more."""
    top = places["data"].parent
    write(top, {".gitattributes": "data/** diff=entry filter=three merge=own\n"})
    traps.modules(top)
    commit(top)
    wild = traps.wild(top, tmp_path)
    traps.misled(wild)
    for name, value in traps.environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MSTRACK_DATA", str(wild / "data"))
    return places | {"data": wild / "data"}


def test_no_command_runs_a_program(trapped, tmp_path):
    """Reports of every kind, forms, entries, seals, drafts of a plan: an answer or a sentence, and nothing ran."""
    wrong = []
    for call in CALLS:
        wrong += [f"{call}: {one}" for one in run(call, **trapped)[1]]
        ran = sorted(path.name for path in (tmp_path / "ran").iterdir())
        wrong += [f"{call}: ran {ran}"] if ran else []
        for path in (tmp_path / "ran").iterdir():
            path.unlink()
    assert wrong == []
    git(trapped["data"], "status")
    assert (tmp_path / "ran" / "fsmonitor").exists()  # the traps work
