"""A real disk of 16 KiB: entries are filed until it is full, then refused; none is torn, no text is lost."""

import contextlib
import os
import re
import subprocess

import pytest
from recording import add, entries, filed, kept, paths
from running import PLAN

pytestmark = pytest.mark.slow

SIZE = 16


@pytest.fixture
def disk(tmp_path):
    """A store whose entries lie on a disk of 16 KiB."""
    root = tmp_path / "store"
    progress = root / "progress"
    progress.mkdir(parents=True)
    (root / "tasks.yaml").write_bytes((PLAN / "tasks.yaml").read_bytes())
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk")
    options = ["-t", "tmpfs", "-o", f"size={SIZE}k", "tmpfs", str(progress)]
    mounted = subprocess.run(["mount", *options], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted: {mounted.stderr.decode().strip()}")
    yield root
    subprocess.run(["umount", str(progress)], check=True)


def fill(root):
    """Fill the disk."""
    with (root / "progress" / ".filler").open("ab", buffering=0) as filler, contextlib.suppress(OSError):
        while filler.write(b"x" * 4096):
            pass


def test_until_it_is_full(disk, tmp_path):
    """Each entry is filed whole or refused with its text kept; what was filed before stays readable."""
    notes = []
    for turn in range(40):
        note = f"第{turn}次：" + "写了很久的说明。" * 40
        done = add(disk, note=note, figure=None)
        assert done.code in {0, 4}
        assert "bug" not in done.err
        if done.code == 4:
            assert "the disk is full" in done.err
            assert [note in text for text in kept(done.err)] == [True]
            assert not any(path.endswith(".tmp") for path in paths(disk))
        else:
            notes.append(note)
        assert sorted(entry.note for entry in entries(disk)) == sorted(notes)
    assert 0 < len(notes) < 40
    assert len(list((tmp_path / "state-of-the-user" / "mstrack" / "drafts").iterdir())) == 40 - len(notes)


def test_full_from_the_start(disk):
    """Where not even a folder fits, the entry is refused and its text kept."""
    fill(disk)
    told = add(disk, note="写了很久的说明。")
    assert told.code == 4
    assert [("写了很久的说明。" in text) for text in kept(told.err)] == [True]
    assert entries(disk) == []


def test_the_text_is_printed_back(disk, monkeypatch):
    """Where the state folder and the temporary folder are full as well, what was typed is printed."""
    assert filed(disk, note="第一次。", figure=None)
    for name in ("cache", "state", "tmp"):
        (disk / "progress" / f".{name}").mkdir()
    monkeypatch.setenv("MSTRACK_CACHE", str(disk / "progress" / ".cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(disk / "progress" / ".state"))
    monkeypatch.setattr("tempfile.tempdir", str(disk / "progress" / ".tmp"))
    fill(disk)
    told = add(disk, note="写了很久的说明。", figure=None, date="10-01")
    assert told.code == 4
    assert re.search("here it is:\n(.*\n)*.*写了很久的说明。", told.err)
    assert [entry.note for entry in entries(disk)] == ["第一次。"]
