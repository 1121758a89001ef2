"""`git.ignored`: an entry that no commit would take is told when it is filed."""

import pytest
from recording import add, paths
from repositories import git
from running import own_store
from sheeting import made, sheet

from mstrack.git import ignored

ENTRY = "progress/18/2021-09-30-cgj-7f3a9c2k.yaml"


@pytest.fixture
def root(tmp_path):
    root = own_store(tmp_path)
    git(root, "init", "--quiet")
    return root


def test_the_rule_is_named(root):
    """File, line and pattern; nothing where another line takes it back, or where there is no repository."""
    assert ignored.found(str(root), [ENTRY]) is None
    (root / ".gitignore").write_text("*.tmp\nprogress/\n")
    assert ignored.found(str(root), [ENTRY]) == (".gitignore:2: progress/", 1)
    assert ignored.found(str(root), [ENTRY, ENTRY]).files == 2
    (root / ".gitignore").write_text("*.yaml\n!*.yaml\n")
    assert ignored.found(str(root), [ENTRY]) is None


def test_no_repository(tmp_path):
    """A store outside of git has nothing that git ignores."""
    assert ignored.found(str(tmp_path), [ENTRY]) is None


def test_add_says_it(root):
    """It is filed all the same, and said at once."""
    (root / ".gitignore").write_text("*.yaml\n")
    told = add(root)
    assert told.code == 0
    assert "git ignores this entry (.gitignore:1: *.yaml)" in told.err
    assert len(paths(root)) == 1


def test_sheet_read_says_it(root):
    """Of the entries of a form, too, before they are filed: how many of them, and why."""
    (root / ".gitignore").write_text("/progress/18/\n/progress/22/\n")
    for flags in ([], ["--yes"]):
        told = sheet(root, "read", made(root), *flags)
        assert "git ignores 2 of these entries (.gitignore:1: /progress/18/)" in told.err
    assert len(paths(root)) == 3
