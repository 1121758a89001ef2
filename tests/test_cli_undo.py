"""`mstrack undo`: the last entry that is in no commit is shown and taken back; nothing else is ever deleted."""

import os

import pytest
from offenders import every
from recording import CGJ, ON, Terminal, add, correct, entries, filed, flags, paths
from repositories import commit, git
from running import ask, own_store

from mstrack.store import put, spelling

pytestmark = pytest.mark.slow
NONE = "every entry is committed, or there is none; what is committed is corrected: mstrack correct ID\n"


@pytest.fixture
def root(tmp_path):
    """A store in a repository of its own, with one commit."""
    return repository(tmp_path)


def repository(folder):
    root = own_store(folder)
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root)
    return root


def undo(root, **said):
    """Take the last entry back; return what was told."""
    return ask("undo", "--data", root, *ON, *flags(**{"yes": True} | said))


def test_taken_back(root):
    """It is shown, word for word, and gone; nothing else is touched."""
    filed(root, date="09-15")
    before = paths(root)
    filed(root)
    [path] = set(paths(root)) - set(before)
    text = (root / path).read_text(encoding="utf-8")
    told = undo(root)
    printed = spelling.pasted(str(root / path))  # as it can be pasted where one stands
    assert (told.code, told.out, paths(root)) == (0, text, before)
    assert told.err.splitlines() == [
        f"This is {printed}; it is in no commit.",
        f"Taken back: {printed} is gone, and nobody else ever had it.",
    ]


def test_without_yes(root):
    """Where nobody can be asked nothing is deleted, and the way is said."""
    filed(root)
    told = undo(root, yes=None)
    assert (told.code, len(paths(root))) == (0, 1)
    assert "Nothing was taken back yet; the same command with --yes does it." in told.err


@every(("answer", "left"), [("n", 1), ("y", 0)])
def test_asked_on_a_terminal(tmp_path_factory, answer, left):
    """Somebody who sits there sees the entry, and is asked."""
    pytest.importorskip("pty", reason="Windows has no pseudo-terminals of this kind")
    root = repository(tmp_path_factory.mktemp("store"))
    filed(root)
    person = Terminal("undo", "--data", root, *ON)
    person.wait("已完成98个自然村。")
    person.answer("Take this entry back?", answer)
    assert (person.end(), len(paths(root))) == (0, left)


def staged(root):
    git(root, "add", "--all")


def on_another_branch(root):
    git(root, "switch", "--quiet", "--create", "other")
    [path] = paths(root)
    text = (root / path).read_bytes()
    commit(root)
    git(root, "switch", "--quiet", "main")
    (root / path).parent.mkdir(parents=True)
    (root / path).write_bytes(text)


def as_fetched(root):
    on_another_branch(root)
    git(root, "update-ref", "refs/remotes/origin/other", "other")
    git(root, "branch", "--quiet", "-D", "other")


def removed_again(root):
    [path] = paths(root)
    text = (root / path).read_bytes()
    commit(root)
    (root / path).unlink()
    commit(root)
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(text)


@every("place", [commit, on_another_branch, as_fetched, removed_again])
def test_committed(tmp_path_factory, place):
    """What a commit has or had, on any branch, here or fetched, stays; `correct` is named."""
    root = repository(tmp_path_factory.mktemp("store"))
    filed(root)
    place(root)
    told = undo(root)
    assert (told.code, told.err, len(paths(root))) == (2, NONE, 1)


def test_staged(root):
    """What is staged is taken out of the index, too, so that the next commit does not bring it."""
    filed(root)
    staged(root)
    told = undo(root)
    assert (told.code, paths(root), git(root, "status", "--porcelain")) == (0, [], "")
    assert "It was taken out of git's index, too." in told.err


def test_before_the_first_commit(tmp_path):
    """A repository without a commit has no entry in one."""
    root = own_store(tmp_path)
    git(root, "init", "--quiet")
    filed(root)
    assert (undo(root).code, paths(root)) == (0, [])


def test_without_git(tmp_path):
    """Nor has a folder that is no repository."""
    root = own_store(tmp_path)
    filed(root)
    assert (undo(root).code, paths(root)) == (0, [])


def test_below_a_repository(tmp_path):
    """A store that lies in a folder of the repository is asked for its own paths."""
    root = own_store(tmp_path)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    filed(root, date="09-15")
    commit(tmp_path)
    filed(root)
    assert (undo(root).code, len(paths(root))) == (0, 1)
    assert (undo(root).err, len(paths(root))) == (NONE, 1)


def test_one_after_the_other(root):
    """A correction goes before what it corrects; then nothing is left."""
    old = filed(root)
    assert correct(root, old, reason="多录一位", figure="new-villages=97").code == 0
    assert undo(root).code == 0
    assert [one.corrects for one in entries(root)] == [()]
    assert undo(root).code == 0
    assert (undo(root).code, paths(root)) == (2, [])


def test_mine(root, monkeypatch):
    """Of several units one is named; what another filed stays."""
    filed(root)
    assert add(root, unit="pjq", date="10-05", figure="new-villages=9").code == 0
    told = undo(root)
    assert (told.code, len(paths(root))) == (2, 2)
    assert f"several units have entries in no commit: 蓬江区政府, {CGJ}; name yours by --unit" in told.err
    git(root, "config", "mstrack.unit", "蓬江")
    assert undo(root).code == 0
    assert [one.unit for one in entries(root)] == [CGJ]
    monkeypatch.setenv("MSTRACK_UNIT", "cgj")
    assert (undo(root).code, paths(root)) == (0, [])


def test_what_cannot_be_read_stays(root):
    """A file that mstrack did not make as it lies there is not deleted; its mistake is named."""
    filed(root)
    [path] = paths(root)
    (root / path).write_text("task: 18\nmine: true\n", encoding="utf-8")
    told = undo(root)
    assert (told.code, paths(root)) == (3, [path])
    assert "mine" in told.err


def test_changed_meanwhile(root, monkeypatch):
    """What is deleted is what was shown."""
    filed(root)
    [path] = paths(root)
    take_back = put.take_back

    def late(folder, name, data):
        with open(os.path.join(folder, name), "ab") as file:
            file.write(b"# more\n")
        take_back(folder, name, data)

    monkeypatch.setattr(put, "take_back", late)
    told = undo(root)
    assert (told.code, paths(root)) == (4, [path])
    assert f"{path} was changed meanwhile; nothing was taken back" in told.err
