"""Files and folders that are written whole or not at all, whatever lies there and whatever the disk refuses."""

import errno
import os
import re
import stat
import subprocess
import sys

import pytest
from disks import failing, lying
from offenders import every

from mstrack.errors import MstrackError, WorldFailed, WrongUse
from mstrack.store import protection, put, source

PARTS = [("a.txt", b"new a"), ("b/c.txt", b"new c")]
OLD = [("a.txt", b"old a"), ("b/c.txt", b"old c"), ("gone.txt", b"old")]
CHANGES = {
    "a file beside": lambda at: (at / "mine.txt").write_text("mine"),
    "a file below": lambda at: (at / "b" / "mine.txt").write_text("mine"),
    "a hidden file": lambda at: (at / ".mine").write_text("mine"),
    "an empty folder": lambda at: (at / "mine").mkdir(),
    "a link": lambda at: (at / "mine").symlink_to("elsewhere"),
    "a link for a folder": lambda at: ((at / "b").rename(at.parent / "b"), (at / "b").symlink_to("../b")),
    "a changed file": lambda at: (at / "a.txt").write_text("mine"),
    "a folder for a file": lambda at: ((at / "a.txt").unlink(), (at / "a.txt").mkdir()),
    "a repository": lambda at: (at / ".git").mkdir(),
    "a marker cut short": lambda at: (at / protection.MARKER).write_text(f"{protection.HEAD}\n"),
    "no marker": lambda at: (at / protection.MARKER).unlink(),
    "a marker of somebody's": lambda at: (at / protection.MARKER).write_bytes(b"\xff\xfe"),
}


@pytest.mark.parametrize(
    "change", [pytest.param(one, marks=pytest.mark.posix if "link" in one else ()) for one in CHANGES]
)
def test_a_folder_that_holds_more_is_refused(tmp_path, change):
    """What somebody put in or changed is named and stays; nothing is written."""
    put.folder(str(tmp_path / "out"), OLD, force=False)
    CHANGES[change](tmp_path / "out")
    before = lying(tmp_path)
    with pytest.raises(MstrackError, match=r"mstrack did not|holds"):
        put.folder(str(tmp_path / "out"), PARTS, force=True)
    assert lying(tmp_path) == before


def test_a_file_that_somebody_deleted_is_no_obstacle(tmp_path):
    """The marker lists it, and it is not missed."""
    put.folder(str(tmp_path / "out"), OLD, force=False)
    (tmp_path / "out" / "a.txt").unlink()
    put.folder(str(tmp_path / "out"), PARTS, force=True)
    assert sorted(lying(tmp_path)) == ["out", "out/.mstrack-made", "out/a.txt", "out/b", "out/b/c.txt"]


def test_a_name_of_250_bytes(tmp_path):
    """The temporary names are shorter than what they stand for."""
    put.folder(str(tmp_path / ("名" * 83)), PARTS, force=False)
    put.folder(str(tmp_path / ("名" * 83)), PARTS, force=True)
    assert len(os.listdir(tmp_path)) == 1


WRITERS = {
    "folder": lambda at, force: put.folder(str(at), PARTS, force=force),
    "document": lambda at, force: put.document(str(at), b"new", force=force),
    "large document": lambda at, force: put.document(str(at), lambda out: out.write(b"new"), force=force),
}


def says(found):
    return sorted(data for kind, data in found.values() if stat.S_ISREG(kind))


@pytest.mark.parametrize("for_good", [False, True], ids=["once", "for good"])
@pytest.mark.parametrize("call", ["rename", "replace", "link", "write", "fsync", "mkdir", "open"])
@pytest.mark.parametrize("there", [False, True], ids=["new", "over"])
@pytest.mark.parametrize("writer", WRITERS)
def test_a_disk_that_refuses_at_each_step(tmp_path, monkeypatch, writer, there, call, for_good):
    """Whatever step fails, what was there is there under its name; for good, at the least whole and named beside it."""
    for first in range(1, 40):
        root = tmp_path / str(first)
        root.mkdir()
        if there and writer == "folder":
            put.folder(str(root / "out"), OLD, force=False)
        elif there:
            (root / "out").write_bytes(b"old")
        before = lying(root)
        with monkeypatch.context() as patch:
            calls = failing(patch, call, first, for_good=for_good, number=errno.EIO)
            try:
                WRITERS[writer](root / "out", there)
            except MstrackError as error:
                sentence = str(error)
            else:
                sentence = ""
        after = lying(root)
        if sentence and after != before:
            assert for_good, (first, after)
            assert set(says(before)) <= set(says(after)), first
            assert not there or any(f"{os.sep}{name}," in sentence for name in os.listdir(root)), sentence
        if len(calls) < first:
            assert not sentence
            break
    else:
        pytest.fail("it never came through")


@pytest.mark.parametrize("there", [False, True], ids=["new", "over"])
@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "no room"), WrongUse("what was asked"), KeyboardInterrupt()], ids=repr
)
def test_what_fails_while_it_writes_leaves_nothing(tmp_path, there, error):
    """A document that is written piece by piece bears its name when it is whole; half of it lies nowhere."""
    if there:
        (tmp_path / "out").write_bytes(b"old")
    before = lying(tmp_path)

    def write(out):
        out.write(b"half of it")
        raise error

    with pytest.raises(WorldFailed if isinstance(error, OSError) else type(error)):
        put.document(str(tmp_path / "out"), write, force=there)
    assert lying(tmp_path) == before


def test_a_large_part_of_a_folder_bears_its_digest(tmp_path):
    """A folder is replaced where its files are those that were written, by whatever wrote them."""
    parts = [("a.txt", lambda out: out.write(b"large" * 100_000)), ("b.txt", b"small")]
    for force in (False, True):
        put.folder(str(tmp_path / "out"), parts, force=force)
    assert (tmp_path / "out" / "a.txt").read_bytes() == b"large" * 100_000


KILLED = """
import os, sys
from mstrack import put
call, first, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
real, calls = getattr(os, call), []
def die(*arguments, **how):
    calls.append(1)
    if len(calls) == first:
        os._exit(9)
    return real(*arguments, **how)
setattr(os, call, die)
if os.path.isdir(path):
    put.folder(path, [("a.txt", b"new a"), ("b/c.txt", b"new c")], force=True)
else:
    put.document(path, b"new", force=True)
"""
POINTS = [*(("rename", n) for n in (1, 2)), ("replace", 1), ("rmdir", 1), *(("unlink", n) for n in (1, 2, 4, 7))]


@pytest.mark.parametrize("call", POINTS, ids=str)
@pytest.mark.parametrize("writer", WRITERS)
def test_a_kill_loses_nothing(tmp_path, writer, call):
    """Before any step: the old one or the new one lies there whole, under its name or beside it."""
    path = tmp_path / "out"
    if writer == "folder":
        put.folder(str(path), OLD, force=False)
    else:
        path.write_bytes(b"old")
    before = says(lying(tmp_path))
    subprocess.run([sys.executable, "-c", KILLED, *map(str, call), str(path)], check=False)
    after = says(lying(tmp_path))
    new = [b"new"] if writer == "document" else [b"new a", b"new c"]
    assert set(before) <= set(after) or set(new) <= set(after)
    if call[0] != "rename":
        assert path.exists()


@pytest.mark.posix
@pytest.mark.parametrize("number", [errno.EPERM, errno.EOPNOTSUPP])
def test_over_a_file_where_there_are_no_links(tmp_path, monkeypatch, number):
    """On FAT the old file is renamed aside, and back where the disk refuses the new one."""
    (tmp_path / "out").write_bytes(b"old")
    with monkeypatch.context() as patch:
        failing(patch, "link", 1, for_good=True, number=number)
        failing(patch, "rename", 2, for_good=False, number=errno.EIO)
        with pytest.raises(MstrackError):
            put.document(str(tmp_path / "out"), b"new", force=True)
        assert says(lying(tmp_path)) == [b"old"]
        put.document(str(tmp_path / "out"), b"new", force=True)
    assert {name: data for name, (_kind, data) in lying(tmp_path).items()} == {"out": b"new"}


@pytest.mark.skipif(os.name != "nt", reason="elsewhere an open file can be replaced")
def test_a_document_that_is_open_elsewhere(tmp_path):
    """On Windows nothing takes the place of what Excel has open: the old one stays, and nothing beside it."""
    (tmp_path / "out").write_bytes(b"old")
    with (tmp_path / "out").open("rb"), pytest.raises(WorldFailed, match="has it open"):
        put.document(str(tmp_path / "out"), b"new", force=True)
    assert os.listdir(tmp_path) == ["out"]


def test_a_document_that_cannot_be_replaced(tmp_path, monkeypatch):
    """The old one stays, and nobody has to rename it."""
    (tmp_path / "out").write_bytes(b"old")
    failing(monkeypatch, "replace", 1, for_good=True, number=errno.EACCES)
    with pytest.raises(WorldFailed) as caught:
        put.document(str(tmp_path / "out"), b"new", force=True)
    assert ".old" not in str(caught.value)
    assert {name: data for name, (_kind, data) in lying(tmp_path).items()} == {"out": b"old"}


@pytest.mark.posix
def test_no_entry_goes_through_a_link(tmp_path):
    """Neither a folder of entries nor what a sync brings."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "spare").mkdir()
    (tmp_path / "progress").symlink_to("elsewhere")
    for write in (
        lambda: put.create(str(tmp_path), "progress/01/a.yaml", b"a"),
        lambda: put.install(str(tmp_path / "spare"), str(tmp_path), "progress/01/a.yaml", b"a"),
    ):
        with pytest.raises(OSError, match="symbolic links"):
            write()
    assert os.listdir(tmp_path / "elsewhere") == []


@pytest.mark.parametrize("name", [".git", ".GIT", ".git.", ".Git ", "tasks.yaml", "TASKS.YAML"])
def test_names_that_only_a_store_or_git_may_use(tmp_path, name):
    """In every spelling that some disk takes for the same."""
    with pytest.raises(MstrackError):
        put.document(str(tmp_path / name), b"new", force=True)
    assert os.listdir(tmp_path) == []


@pytest.mark.posix
def test_another_spelling_of_the_store(tmp_path, monkeypatch):
    """On a disk that ignores case the store is found by what it is: here two names of one folder stand for that."""
    root = tmp_path / "store"
    root.mkdir()
    (tmp_path / "STORE").mkdir()
    same = os.path.samefile
    monkeypatch.setattr(os.path, "samefile", lambda a, b: same(*(str(one).replace("STORE", "store") for one in (a, b))))
    for path in ("STORE", "STORE/x"):
        with pytest.raises(MstrackError, match="store"):
            protection.place(str(tmp_path / path), [str(root)])
    assert protection.place(str(tmp_path / "x"), [str(root)]) == str(tmp_path / "x")
    assert source.PLAN not in os.listdir(root)


def test_without_force_nothing_is_replaced(tmp_path):
    """Neither what was there before, nor what comes while the documents are made."""
    put.folder(str(tmp_path / "out"), OLD, force=False)
    (tmp_path / "file").write_bytes(b"old")
    before = lying(tmp_path)
    with pytest.raises(MstrackError, match="--force"):
        put.folder(str(tmp_path / "out"), PARTS, force=False)
    with pytest.raises(MstrackError, match="--force"):
        put.document(str(tmp_path / "file"), b"new", force=False)
    assert lying(tmp_path) == before

    def late():
        put.folder(str(tmp_path / "late"), OLD, force=False)
        yield from PARTS

    with pytest.raises(MstrackError, match="--force"):
        put.folder(str(tmp_path / "late"), late(), force=False)
    assert (tmp_path / "late" / "a.txt").read_bytes() == b"old a"
    assert sorted(os.listdir(tmp_path)) == ["file", "late", "out"]


@every("lock", ["~$通报.docx", "~$报.docx", ".~通报.docx", ".~lock.通报.docx#"])
def test_a_document_that_is_open_elsewhere_is_named(tmp_path, lock):
    """Word, WPS and LibreOffice leave a file beside it; it is refused before any work, and stays as it was."""
    path = tmp_path / "通报.docx"
    path.write_bytes(b"old")
    (tmp_path / lock).write_bytes(b"")
    with pytest.raises(WorldFailed, match=re.escape(lock)):
        put.document(str(path), b"new", force=True)
    assert path.read_bytes() == b"old"
    (tmp_path / lock).unlink()
    put.document(str(path), b"new", force=True)
    assert path.read_bytes() == b"new"
