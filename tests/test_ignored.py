"""`git.ignored`: an entry that no commit would take is told when it is filed."""

import pytest
from recording import add, paths
from repositories import git
from running import own_store

from mstrack.git import ignored

ENTRY = "progress/18/2021-09-30-cgj-7f3a9c2k.yaml"


@pytest.fixture
def root(tmp_path):
    root = own_store(tmp_path)
    git(root, "init", "--quiet")
    return root


def test_the_rule_is_named(root):
    """File, line and pattern; nothing where another line takes it back, or where there is no repository."""
    assert ignored.rule(str(root), [ENTRY]) == ""
    (root / ".gitignore").write_text("*.tmp\nprogress/\n")
    assert ignored.rule(str(root), [ENTRY]) == ".gitignore:2: progress/"
    (root / ".gitignore").write_text("*.yaml\n!*.yaml\n")
    assert ignored.rule(str(root), [ENTRY]) == ""


def test_no_repository(tmp_path):
    """A store outside of git has nothing that git ignores."""
    assert ignored.rule(str(tmp_path), [ENTRY]) == ""


def test_add_says_it(root):
    """It is filed all the same, and said at once."""
    (root / ".gitignore").write_text("*.yaml\n")
    told = add(root)
    assert told.code == 0
    assert "git ignores this entry (.gitignore:1: *.yaml)" in told.err
    assert len(paths(root)) == 1
