"""Every command that writes, against whatever may lie where it is sent: nothing of anybody's is ever gone."""

import errno
import os

import pytest
from disks import failing, lying
from running import DONE, ON, ask, file_entry, own_store
from samples import each

from mstrack.store import protection

SIGNED = ("--office", "督查室")
FILES = {
    "bulletin": ("report", "bulletin", *ON, *SIGNED, "--issue", "第1期", "-o", ".docx"),
    "bulletin-md": ("report", "bulletin", *ON, *SIGNED, "--issue", "第1期", "-o", ".md"),
    "ledger": ("report", "ledger", *ON, "-o", ".xlsx"),
    "dashboard": ("report", "dashboard", *ON, "-o", ".html"),
    "reminder": ("report", "reminder", *ON, *SIGNED, "--unit", "wjj", "-o", ".md"),
    "calendar": ("report", "calendar", *ON, "-o", ".ics"),
    "data": ("report", "data", *ON, "-o", ".sqlite"),
    "sheet": ("sheet", "make", "--unit", "wjj", "-o", ".xlsx"),
}
FOLDERS = {
    "reminders": ("report", "reminder", *ON, *SIGNED, "--all", "--format", "md", "-o", ""),
    "jsonl": ("report", "data", *ON, "--format", "jsonl", "-o", ""),
    "parquet": ("report", "data", *ON, "--format", "parquet", "-o", ""),
}
COMMANDS = FILES | FOLDERS
NAMED = (
    *("link-to-file", "link-to-folder", "link-to-store", "link-to-git", "dangling"),
    *("theirs", "empty", "marked", "device", "fifo", "gone/x"),
    *("store/x", "store/progress/x", "store/progress/01/x", "store/progress/../x", "to-store/x", "to-store/progress/x"),
    *(".git/x", ".git/refs/x", "bare.git/x", "to-git/x", "to-git/refs/heads/x"),
)
"""Names that a file may have too, once its ending is there."""
WHOLE = (
    *("store", "store/", "store/.", "store/progress", "above", "tasks.yaml", "to-store", "to-store/"),
    *("to-store/progress", ".", "..", "./", "to-git/..", "to-git", "to-git/"),
    *(".git", ".git/", ".git/refs", ".GIT", "bare.git", "work.git", "/dev/null"),
)
"""Names that only a folder can have."""


@pytest.fixture
def world(tmp_path, monkeypatch):
    """A folder with a store, a repository, links to both, and what people keep; the program stands in it."""
    root = tmp_path / "world"
    root.mkdir()
    file_entry(own_store(root), DONE)
    for git in (".git", "bare.git"):
        (root / git / "refs" / "heads").mkdir(parents=True)
        (root / git / "objects").mkdir()
        (root / git / "HEAD").write_text("ref: refs/heads/main\n")
        (root / git / "refs" / "heads" / "main").write_text("0" * 40)
    (root / "work.git").mkdir()
    (root / "work.git" / ".git").write_text("gitdir: elsewhere\n")
    (root / "above").mkdir()
    file_entry(own_store(root / "above"), DONE)
    (root / "to-store").symlink_to("store")
    (root / "to-git").symlink_to(".git")
    (root / "thesis.docx").write_text("thesis")
    monkeypatch.chdir(root)
    return root


def lay(root, name, ending):
    """Put what a name says into its place, under a name with the ending; return the path to write."""
    path = root / f"{name}{ending}"
    targets = {"link-to-file": "thesis.docx", "link-to-store": "store", "link-to-git": ".git", "dangling": "nowhere"}
    if name in targets:
        path.symlink_to(targets[name])
    elif name == "link-to-folder":
        (root / "kept").mkdir()
        (root / "kept" / "a.txt").write_text("a")
        path.symlink_to("kept")
    elif name in {"theirs", "empty", "marked"}:
        path.mkdir()
        if name != "empty":
            (path / "thesis.docx").write_text("thesis")
        if name == "marked":
            (path / protection.MARKER).write_text(f"{protection.HEAD}\n")
    elif name == "device":
        path.symlink_to("/dev/null")
    elif name == "fifo":
        os.mkfifo(path)
    return f"{name}{ending}"


def sent(command, path, *more):
    """Run a command with a path to write, of the store in the folder where it stands."""
    return ask(*COMMANDS[command][:-1], path, "--data", "store", *more)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no FIFOs, and no links for everybody")
@each("command", COMMANDS, 3)
def test_nothing_of_anybody_s_is_gone(world, command):
    """A store, a repository, a folder that holds one, people's files, links, devices: all stay, by force, too."""
    ending = COMMANDS[command][-1]
    paths = [lay(world, name, ending) for name in NAMED] + (list(WHOLE) if command in FOLDERS else [])
    before = lying(world)
    for path in paths:
        for force in ((), ("--force",)):
            told = sent(command, path, *force)
            assert (told.code in {2, 4}, told.out) == (True, ""), (path, told)
            assert told.err.count("\n") == 1, (path, told.err)
    assert lying(world) == before


@each("command", COMMANDS, 3)
def test_what_mstrack_made_is_replaced_by_force_alone(world, command):
    """Once without, never again without, again with; nothing lies beside it afterwards."""
    path = f"made{COMMANDS[command][-1]}"
    before = lying(world)
    codes = [sent(command, path, *force).code for force in ((), (), ("--force",))]
    assert codes == [0, 4, 0]
    after = lying(world)
    assert {name: after[name] for name in before} == before
    assert {name.split("/")[0] for name in after.keys() - before.keys()} == {path}


@pytest.mark.parametrize(
    "folder", [".git", ".git/new", pytest.param("to-git/new", marks=pytest.mark.posix), "bare.git/x"]
)
def test_init_makes_nothing_in_git(world, folder):
    """Neither under its own name nor through a link."""
    before = lying(world)
    told = ask("init", folder)
    assert (told.code, told.err.count("\n")) == (2, 1)
    assert lying(world) == before


def test_a_draft_goes_elsewhere_than_into_a_store(world, monkeypatch):
    """A state folder that was set to lie in the store takes no draft."""
    from mstrack.cli.record import drafts

    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(world / "store"))
    monkeypatch.setattr(drafts.tempfile, "gettempdir", lambda: str(world / "temporary"))
    before = lying(world)
    drafts.keep("note: typed\n")
    after = lying(world)
    assert {name: after[name] for name in before} == before
    assert [says for name, (_kind, says) in after.items() if name.endswith(".yaml") and name not in before] == [
        b"note: typed\n"
    ]
    assert not (world / "store" / "mstrack").exists()


@pytest.mark.parametrize("first", [1, 2])
def test_a_rename_that_fails_in_mid_force_from_the_shell(world, monkeypatch, first):
    """The folder of before is there, and one sentence says what the disk refused."""
    assert sent("jsonl", "out").code == 0
    before = lying(world)
    failing(monkeypatch, "rename", first, for_good=False, number=errno.EIO)
    told = sent("jsonl", "out", "--force")
    assert (told.code, told.err.count("\n")) == (4, 1)
    assert lying(world) == before
