"""A folder as git keeps it, held against git's own listing of it."""

from __future__ import annotations

import os
import subprocess

import pytest
from repositories import GIT, commit, git

from mstrack.git.tree import FEW, Tree

NAMES = ("a", "ab", "a b", "100644 a", "100644 ab", "40000 a", "制 度\n“一”", "x\ta", "-", "0")


@pytest.fixture(params=["sha1", "sha256"])
def repository(request, tmp_path):
    """A repository in which every name is that of a file, and folders and links have names that look like records."""
    git(tmp_path, "init", "--quiet", f"--object-format={request.param}")
    for name in NAMES:
        (tmp_path / name).write_text(name, encoding="utf-8")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a").write_text("deep")
    (tmp_path / "run").write_text("")
    (tmp_path / "run").chmod(0o755)
    os.symlink("a", tmp_path / "link")
    commit(tmp_path)
    return tmp_path


@pytest.mark.posix
def test_every_record_is_the_one_that_git_lists(repository):
    """Names, modes and digests, of files, programs, links and folders, in both formats of git's digests."""
    listed = git(repository, "ls-tree", "-z", "HEAD").split("\0")[:-1]
    expected = {}
    for line in listed:
        about, name = line.split("\t", 1)
        mode, _kind, digest = about.split(" ")
        expected[name] = (mode.lstrip("0"), bytes.fromhex(digest))
    size = len(next(iter(expected.values()))[1])
    tree = Tree(raw(repository), size)
    assert tree.names() == list(expected)
    assert dict(tree) == {name: tree.record(name) for name in expected} == expected
    assert {name: tree.record(name) for _time in range(FEW) for name in expected} == expected
    assert {"100644", "100755", "120000", "40000"} == {mode for mode, _digest in expected.values()}
    for absent in ("b", "100644", "olde", "folder/a", "link ", "4 a"):
        assert (Tree(raw(repository), size).record(absent), tree.record(absent)) == (None, None)


def test_a_digest_that_holds_a_name_is_no_record():
    """Digests are any bytes: one that holds a whole record in itself hides nothing, and adds nothing."""
    hidden = b"100644 a\x00".ljust(20, b"\x01")
    true = bytes(range(20))
    data = b"100644 0\x00" + hidden + b"100644 a\x00" + true + b"100644 b\x00" + hidden
    tree = Tree(data, 20)
    assert tree.names() == ["0", "a", "b"]
    assert tree.record("a") == ("100644", true)
    assert tree.record("b") == ("100644", hidden)
    assert Tree(b"100644 0\x00" + hidden, 20).record("a") is None


def test_of_a_name_that_is_there_twice_the_last_is_read():
    """No git writes such a tree; however much is asked of it, the answer is one."""
    data = b"100644 a\x00" + bytes(20) + b"100755 a\x00" + bytes(range(20)) + b"100644 b\x00" + bytes(20)
    tree = Tree(data, 20)
    assert {tree.record("a") for _time in range(FEW + 1)} == {("100755", bytes(range(20)))}


@pytest.mark.parametrize("cut", [1, 5, 19, 20, 21, 27])
def test_a_tree_that_is_not_whole_is_refused(cut):
    """Nothing is passed over in silence: not at the end, not between two records."""
    record = b"100644 a\x00" + bytes(20)
    for data in ((record * 3)[:-cut], record + b"?" + record):
        with pytest.raises(ValueError, match="whole"):
            Tree(data, 20)


def test_an_empty_tree():
    """A folder in which nothing lies."""
    tree = Tree(b"", 20)
    assert (tree.names(), list(tree), tree.record("a")) == ([], [], None)


def raw(repository):
    """The bytes of the tree of HEAD."""
    asked = [GIT, "-C", repository, "cat-file", "tree", "HEAD^{tree}"]
    return subprocess.run(asked, stdout=subprocess.PIPE, check=True).stdout
