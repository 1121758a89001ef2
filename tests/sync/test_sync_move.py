"""What the move to a later commit meets in the work tree, and what a stopped one left: done again, or named."""

import errno
import os

import offices
import pytest
from offices import shared

from mstrack.sync import move

pytestmark = pytest.mark.slow


def news(second, **texts):
    """Let the second office commit and push files; "/" is written "__" in their names, "." as "_dot_"."""
    for name, text in texts.items():
        second.write(name.replace("__", "/").replace("_dot_", "."), text)
    return second.push()


def test_an_edited_plan_in_the_way(first, second, tmp_path):
    """What was filed here is shared first; then the edited file is named, and it stays as it is."""
    news(second, data__tasks_dot_yaml=offices.PLAN + "# 第二版\n")
    first.write("data/tasks.yaml", offices.PLAN + "# mine\n")
    path = first.file()
    said = first.sync()
    assert said.code == 2
    assert "Sent 1 entry to origin/main." in said.told
    assert "not committed: data/tasks.yaml. It stays as it is" in said.told
    assert path in shared(tmp_path).committed("main")
    assert (first.data / "tasks.yaml").read_text(encoding="utf-8").endswith("# mine\n")
    command = said.told.rpartition(": ")[2]
    first.git(*command.split()[1:])
    assert first.sync().code == 0
    assert (first.data / "tasks.yaml").read_text(encoding="utf-8").endswith("# 第二版\n")
    assert first.is_clean()


@pytest.mark.parametrize("staged", [False, True])
def test_an_edited_file_in_the_way(first, second, staged):
    """Other files, too, edited or only staged; after it is committed both changes are there."""
    news(second, a="1\n2\n3\n4\n5\n6\n7\n")
    first.sync()
    news(second, a="one\n2\n3\n4\n5\n6\n7\n")
    first.write("a", "1\n2\n3\n4\n5\n6\nseven\n")
    if staged:
        first.git("add", "a")
        first.write("a", "1\n2\n3\n4\n5\n6\n7\n")
    before = first.state
    said = first.sync()
    assert said.code == 2
    assert "not committed: a." in said.told
    assert first.state == before
    first.write("a", "1\n2\n3\n4\n5\n6\nseven\n")
    first.git("commit", "--quiet", "--message", "mine", "--", "a")
    assert first.sync().code == 0
    assert (first.folder / "a").read_text() == "one\n2\n3\n4\n5\n6\nseven\n"


def test_an_untracked_file_in_the_way(first, second):
    """It is named and stays; one that says the same already is in nobody's way."""
    news(second, a="theirs\n", b="same\n")
    first.write("a", "mine\n")
    first.write("b", "same\n")
    before = first.state
    said = first.sync()
    assert said.code == 2
    assert "not committed: a." in said.told
    assert first.state == before
    command = said.told.rpartition(": ")[2]
    assert command == "git stash push --include-untracked -- :/a"
    first.git(*command.split()[1:])
    assert first.sync().code == 0
    assert first.is_clean()


@pytest.mark.posix
def test_a_link_or_a_folder_in_the_way(first, second):
    """A link would lead the writing elsewhere."""
    news(second, a="theirs\n", b="theirs\n")
    first.write("c/x", "mine\n")
    (first.folder / "a").symlink_to("elsewhere")
    (first.folder / "b").mkdir()
    said = first.sync()
    assert said.code == 2
    assert "not committed: a, b." in said.told
    assert not (first.folder / "elsewhere").exists()


def test_a_file_where_a_folder_must_be(first, second):
    """Git itself refuses that; its words are shown, and nothing has moved."""
    news(second, a__b="theirs\n")
    first.write("a", "mine\n")
    head = first.git("rev-parse", "HEAD")
    said = first.sync()
    assert said.code == 4
    assert "git could not bring your files up to date" in said.told
    assert first.git("rev-parse", "HEAD") == head
    assert (first.folder / "a").read_text() == "mine\n"
    (first.folder / "a").unlink()
    assert first.sync().code == 0
    assert first.is_clean()


def test_a_file_that_was_deleted_here(first, second):
    """It comes back where others changed it; git does the same."""
    news(second, a="1\n")
    first.sync()
    (first.folder / "a").unlink()
    news(second, a="2\n")
    assert first.sync().code == 0
    assert (first.folder / "a").read_text() == "2\n"


def test_line_ends_as_the_clone_wants_them(first, second):
    """A file that git writes with other line ends here is known for what it is, whole or begun."""
    news(second, _dot_gitattributes="*.txt eol=crlf\n", a_dot_txt="1\n")
    first.sync()
    assert (first.folder / "a.txt").read_bytes() == b"1\r\n"
    news(second, a_dot_txt="1\n2\n3\n")
    (first.folder / "a.txt").write_bytes(b"1\r\n2\r\n")
    assert first.sync().code == 0
    assert (first.folder / "a.txt").read_bytes() == b"1\r\n2\r\n3\r\n"
    assert first.is_clean()


class Stopped(BaseException):
    """As a kill would stop it: nothing of ours runs after it but what no kill can hinder."""


POINTS = {
    "before the journal": ("put.replace", 1),
    "before the files": ("_tree", 1),
    "before the first entry": ("_put", 1),
    "between two entries": ("_put", 2),
    "before the index": ("os.replace", None),
    "before the branch": ("_point", 1),
    "before the journal is away": ("os.unlink", None),
}


@pytest.mark.parametrize("moved_on", [False, True], ids=["alone", "others moved on"])
@pytest.mark.parametrize("point", POINTS)
def test_stopped_in_the_middle(first, second, monkeypatch, point, moved_on):
    """Wherever it was stopped, the next sync finishes, and the clone is as if nothing had been."""
    news(second, a="old\n", gone="x\n")
    first.sync()
    theirs = [second.file(task=n) for n in (1, 2, 3)]
    (second.folder / "gone").unlink()
    news(second, a="new\n", data__tasks_dot_yaml=offices.PLAN + "# 第二版\n")
    mine = first.file("2021-05-31")
    assert first.sync(dry_run=True).code == 0
    stop(monkeypatch, first, point)
    with pytest.raises(Stopped):
        first.sync()
    monkeypatch.undo()
    for name, value in offices.personal(first.folder.parent).items():
        monkeypatch.setenv(name, value)
    if moved_on:
        second.sync()
        second.file("2021-06-30")
        news(second, a="newest\n", data__tasks_dot_yaml=offices.PLAN + "# 第三版\n")
    said = first.sync()
    assert said.code == 0, said.told
    assert set(theirs) | {mine} <= set(first.entries)
    assert first.is_clean()
    assert second.sync().code == 0
    assert first.git("rev-parse", "HEAD") == second.git("rev-parse", "HEAD")
    assert first.entries == second.entries
    assert (first.folder / "a").read_text() == ("newest\n" if moved_on else "new\n")


def stop(monkeypatch, office, point):
    """Stop the move that takes over what others sent (the second: the first one commits), at a point."""
    name, nth = POINTS[point]
    moves, calls = [], []

    def counted(*arguments):
        moves.append(arguments)
        return real_move(*arguments)

    def stopping(real, wanted):
        def called(*arguments, **how):
            if len(moves) == 2 and wanted(arguments):
                calls.append(arguments)
                if len(calls) == (nth or 1):
                    raise Stopped
            return real(*arguments, **how)

        return called

    real_move = move.move
    monkeypatch.setattr(move, "move", counted)
    if name == "os.replace":
        index = str(office.folder / ".git" / "index")
        monkeypatch.setattr(os, "replace", stopping(os.replace, lambda said: said[1] == index))
    elif name == "os.unlink":
        monkeypatch.setattr(os, "unlink", stopping(os.unlink, lambda said: str(said[0]).endswith(move.JOURNAL)))
    elif name == "put.replace":
        monkeypatch.setattr(move.put, "replace", stopping(move.put.replace, lambda said: said[1] == move.JOURNAL))
    else:
        monkeypatch.setattr(move, name, stopping(getattr(move, name), lambda _said: True))


@pytest.mark.parametrize("torn", ["", "ne", "new\n"])
def test_what_git_left_half_written(first, second, torn):
    """A file that is the beginning of what it was to become loses nothing: it is written again."""
    news(second, a="old\n")
    first.sync()
    news(second, a="new\n", b="new\n")
    first.write("a", torn)
    first.write("b", torn)
    assert first.sync().code == 0
    assert (first.folder / "a").read_text() == (first.folder / "b").read_text() == "new\n"
    assert first.is_clean()


def test_an_entry_that_was_begun(first, second):
    """So it is with a file of the store, should a disk have lost its end."""
    path = second.file(task=2)
    second.sync()
    first.write(f"data/{path}", "task: 2\n")
    assert first.sync().code == 0
    assert (first.data / path).read_bytes() == (second.data / path).read_bytes()


def test_a_journal_that_somebody_overtook(first, second):
    """Whoever has gone elsewhere since by git is not taken back."""
    news(second, a="new\n")
    before = first.git("rev-parse", "HEAD")
    first.write(".git/mstrack/moving", f"{before} {second.git('rev-parse', 'HEAD')}\n")
    first.git("pull", "--quiet")
    assert first.sync().told == "Asking origin …"
    assert not (first.folder / ".git" / "mstrack" / "moving").exists()


def test_a_branch_that_another_program_moves(first):
    """A hook, an editor: somebody commits in between. Nothing is lost, and the next sync takes both."""
    moving = offices.hook(first, "commit-msg", "git update-ref HEAD $(git commit-tree HEAD^{tree} -p HEAD -m x)")
    path = first.file()
    said = first.sync()
    assert said.code == 4
    assert "another program moved the branch meanwhile; nothing is lost" in said.told
    moving.unlink()
    assert first.sync().done.sent == (path,)
    assert first.is_clean()


def test_git_on_another_disk(first, second, monkeypatch):
    """What is written beside git's own files cannot be moved into place there: it is written in place."""
    path, real = second.file(), os.replace

    def other_disk(source, target, **folders):
        if str(source).endswith("put"):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        real(source, target, **folders)

    second.sync()
    monkeypatch.setattr(os, "replace", other_disk)
    assert first.sync().done.received == (path,)
    assert first.is_clean()
