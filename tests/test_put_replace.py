"""A file that is put into the place of another: the old one or the new one, whole, and nothing beside it."""

import os

import pytest

from mstrack.store import put


def test_the_new_bytes_are_there_and_nothing_else(tmp_path):
    """Whether there was a file before or not."""
    for data in (b"old", b"new" * 1000, b""):
        put.replace(str(tmp_path), "state.json", data)
        assert (tmp_path / "state.json").read_bytes() == data
        assert os.listdir(tmp_path) == ["state.json"]


def test_what_a_dead_writer_left_is_in_nobodys_way(tmp_path):
    """In a container every process may have the same number: its temporary file, too."""
    (tmp_path / f".state.json.{os.getpid()}.tmp").write_bytes(b"half")
    put.replace(str(tmp_path), "state.json", b"whole")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"state.json": b"whole"}


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
def test_where_the_disk_refuses_the_old_one_stays(tmp_path, monkeypatch, call):
    """And no half of the new one."""
    put.replace(str(tmp_path), "state.json", b"old")

    def refuse(*_arguments, **_folders):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(OSError, match="No space"):
        put.replace(str(tmp_path), "state.json", b"new")
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"state.json": b"old"}
