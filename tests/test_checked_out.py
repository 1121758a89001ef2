"""A store that Git for Windows checked out reads as it was committed; what anybody else did stays what it is."""

from __future__ import annotations

import pytest
from repositories import commit, git
from writing import write

from mstrack.git.checked_out import CheckedOut

TEXTS = {"tasks.yaml": "a: 1\nb: 2\n", "progress/18/一.yaml": "note: |\n  甲。\n  乙。\n"}


@pytest.fixture
def store(tmp_path):
    """A store in data/ of a repository, committed with LF and checked out with CRLF."""
    folder = tmp_path / "data"
    write(folder, TEXTS)
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    git(tmp_path, "config", "core.autocrlf", "true")
    for path in TEXTS:
        (folder / path).unlink()
    git(tmp_path, "checkout", "--", ".")
    assert (folder / "tasks.yaml").read_bytes() == b"a: 1\r\nb: 2\r\n"
    return folder


@pytest.mark.parametrize("path", TEXTS)
def test_what_git_changed_reads_as_it_was_committed(store, path):
    assert CheckedOut(str(store)).read(path, 1000) == TEXTS[path].encode()


def test_from_the_top_of_the_repository(store):
    """The proof reads every store of a repository from there."""
    top = CheckedOut(str(store.parent))
    assert {path: top.read(f"data/{path}", 1000) for path in TEXTS} == {
        path: text.encode() for path, text in TEXTS.items()
    }


@pytest.mark.parametrize(
    "data",
    [b"a: 1\r\nb: 3\r\n", b"a: 1\r\nb: 2\n", b"a: 1\r\nb: 2\r\n\r\n", b"a: 1\r\rb: 2\r\n", b"a: 1\r\n\rb: 2\r\n"],
)
def test_what_somebody_else_changed_stays(store, data):
    """An edited file, mixed line ends, a line more, bare CRs."""
    (store / "tasks.yaml").write_bytes(data)
    assert CheckedOut(str(store)).read("tasks.yaml", 1000) == data


def test_a_new_file_stays(store):
    """Git has not made it: an editor wrote CRLF, and it is told to whoever did."""
    (store / "progress/18/二.yaml").write_bytes(b"a: 1\r\n")
    assert CheckedOut(str(store)).read("progress/18/二.yaml", 1000) == b"a: 1\r\n"


def test_what_was_committed_with_crlf_stays(store):
    """Git kept it as it was filed, and it was wrong then."""
    git(store, "config", "core.autocrlf", "false")
    commit(store)
    assert CheckedOut(str(store)).read("tasks.yaml", 1000) == b"a: 1\r\nb: 2\r\n"


def test_outside_of_a_repository(tmp_path):
    (tmp_path / "tasks.yaml").write_bytes(b"a: 1\r\n")
    assert CheckedOut(str(tmp_path)).read("tasks.yaml", 1000) == b"a: 1\r\n"
