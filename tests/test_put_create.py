"""A real disk: a file is created whole, for good and never over another; what fails leaves nothing behind."""

from __future__ import annotations

import errno
import os

import pytest
from offenders import every

from mstrack.store import held_folder, put

PATH = "progress/18/2021-09-30-cgj-7f3a9c2k.yaml"
DATA = b"task: 18\n" * 1000
NO_LINKS = [errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK]
REFUSALS = [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT, errno.EMFILE]


def refusing(number, *, after=0):
    """Return a function that fails with an errno once it has been called so many times."""
    left = iter(range(after))

    def refuse(*_args, **_more):
        if next(left, None) is None:
            raise OSError(number, os.strerror(number))

    return refuse


def tree(root):
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def synced(monkeypatch):
    """The paths that were synced, in order."""
    seen = []
    fsync = os.fsync

    def spy(handle):
        seen.append(os.readlink(f"/proc/self/fd/{handle}") if os.path.isdir("/proc/self/fd") else "")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", spy)
    return seen


def test_created(tmp_path):
    """The file holds the bytes, and lies there alone: no temporary file stays."""
    put.create(str(tmp_path), PATH, DATA)
    assert tree(tmp_path) == {PATH: DATA}


@pytest.mark.posix
def test_synced(tmp_path, synced):
    """The bytes are on disk before the name is, and each folder after what was made in it."""
    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("only Linux tells which file a handle is")
    put.create(str(tmp_path), PATH, DATA)
    folder = tmp_path / "progress" / "18"
    temporary = f"{folder}/.{os.path.basename(PATH)}.{os.getpid()}.tmp"
    assert synced == [str(tmp_path), str(tmp_path / "progress"), temporary, str(folder)]


def test_linked_last(tmp_path, monkeypatch):
    """The name appears at once, with all bytes behind it: it is a link to what was synced."""
    link, seen = os.link, []

    def spy(source, target, **folders):
        folder = tmp_path / os.path.dirname(PATH)
        seen.append(((folder / source).read_bytes(), os.path.lexists(folder / target)))
        link(source, target, **folders)

    monkeypatch.setattr(os, "link", spy)
    put.create(str(tmp_path), PATH, DATA)
    assert seen == [(DATA, False)]


def test_hidden_while_it_is_written(tmp_path, monkeypatch):
    """A writer that dies leaves a file that no reader takes for an entry."""

    class Killed(BaseException):
        pass

    def die(*_args, **_folders):
        raise Killed

    monkeypatch.setattr(os, "link", die)
    monkeypatch.setattr(os, "unlink", lambda _path, **_folder: None)
    with pytest.raises(Killed):
        put.create(str(tmp_path), PATH, DATA)
    [left] = tree(tmp_path)
    assert os.path.basename(left).startswith(".")
    assert not left.endswith(".yaml")


@pytest.mark.parametrize("links", [True, False])
def test_never_over_another(tmp_path, monkeypatch, links):
    """Where the name is taken the file there stays as it is, and the caller is told."""
    if not links:
        monkeypatch.setattr(os, "link", refusing(errno.EPERM))
    put.create(str(tmp_path), PATH, b"first")
    with pytest.raises(FileExistsError):
        put.create(str(tmp_path), PATH, b"second")
    assert tree(tmp_path) == {PATH: b"first"}


SWAPPED = {"progress": "moved/18", "progress/18": "moved"}
"""A folder on the way → where what was opened as progress/18 lies after it was moved."""


@pytest.mark.posix
@every("swapped", SWAPPED)
@every("write", ["create", "install", "take_back"])
def test_never_through_a_link_that_comes_meanwhile(tmp_path, monkeypatch, swapped, write):
    """Whoever puts a link in the place of an opened folder moves nothing: what is written lies in what was opened."""
    root, spare = tmp_path / f"{write} {swapped.replace('/', ' ')}", tmp_path / "spare"
    elsewhere = root.with_suffix(".elsewhere")
    name = os.path.basename(PATH)
    for folder in (root / "progress" / "18", elsewhere / "18", spare):
        folder.mkdir(parents=True, exist_ok=True)
    theirs = [elsewhere / name, elsewhere / "18" / name] if write == "take_back" else []
    for path in [root / PATH, *theirs] if theirs else []:
        path.write_bytes(DATA)
    opened, moved = os.open, []

    def swap(path, flags, *more, **folder):
        if not moved and str(path).lstrip(".").startswith(name):  # the way is open, the file is next
            (root / swapped).rename(root / "moved")
            (root / swapped).symlink_to(elsewhere)
            moved.append(path)
        return opened(path, flags, *more, **folder)

    monkeypatch.setattr(os, "open", swap)
    if write == "create":
        put.create(str(root), PATH, DATA)
    elif write == "take_back":
        put.take_back(str(root), PATH, DATA)
    else:
        monkeypatch.setattr(put, "replace", lambda *_same: (spare / "put").write_bytes(DATA) and swap_now())

        def swap_now():
            (root / swapped).rename(root / "moved")
            (root / swapped).symlink_to(elsewhere)
            moved.append("")

        put.install(str(spare), str(root), PATH, DATA)
    monkeypatch.setattr(os, "open", opened)
    assert moved
    assert tree(elsewhere) == {path.relative_to(elsewhere).as_posix(): DATA for path in theirs}
    assert tree(root / SWAPPED[swapped]) == ({} if write == "take_back" else {name: DATA})


@pytest.mark.posix
@pytest.mark.parametrize("links", [True, False])
def test_never_through_a_link(tmp_path, monkeypatch, links):
    """A link that lies under the name is not written through, a broken one neither."""
    if not links:
        monkeypatch.setattr(os, "link", refusing(errno.EPERM))
    (tmp_path / "progress" / "18").mkdir(parents=True)
    (tmp_path / PATH).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(FileExistsError):
        put.create(str(tmp_path), PATH, DATA)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.posix
@pytest.mark.parametrize("number", NO_LINKS, ids=errno.errorcode.get)
def test_without_links(tmp_path, monkeypatch, synced, number):
    """Where links are refused (FAT, some shares) the file is created exclusively, synced, and as whole."""
    monkeypatch.setattr(os, "link", refusing(number))
    put.create(str(tmp_path), PATH, DATA)
    assert tree(tmp_path) == {PATH: DATA}
    assert len(synced) == 5  # two folders, the temporary file, the file, its folder


@pytest.mark.posix  # Windows syncs no folders, so fewer calls can fail
@every("number", REFUSALS)
@every(
    ("call", "after"),
    [("open", 0), ("open", 1), ("open", 2), ("open", 3), ("mkdir", 0), ("mkdir", 1), ("link", 0)]
    + [("fsync", n) for n in range(4)]
    + [("write", 0)],
)
def test_whatever_fails(tmp_path_factory, monkeypatch, call, after, number):
    """Whatever the disk refuses, the caller is told which, and nothing lies there: no part, no temporary file."""
    real = getattr(os, call)
    refuse = refusing(number, after=after)
    root = tmp_path_factory.mktemp("disk")
    with monkeypatch.context() as disk:
        disk.setattr(os, call, lambda *args, **more: (refuse(), real(*args, **more))[1])
        with pytest.raises(OSError, match=r"Errno") as caught:
            put.create(str(root), PATH, DATA)
    assert caught.value.errno == number
    assert tree(root) == {}


def test_a_full_disk_without_links(tmp_path, monkeypatch):
    """Where links are refused and the disk is full, the half of a file is taken away again."""

    def half(_folder, _name, out):
        out.write(DATA[:100])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "link", refusing(errno.EPERM))
    monkeypatch.setattr(held_folder.HeldFolder, "copy", half)
    with pytest.raises(OSError, match="No space left"):
        put.create(str(tmp_path), PATH, DATA)
    assert tree(tmp_path) == {}


@pytest.mark.posix
def test_a_disk_that_syncs_nothing_without_links(tmp_path, monkeypatch):
    """The same where the second file cannot be synced."""
    monkeypatch.setattr(os, "link", refusing(errno.EPERM))
    real, refuse = os.fsync, refusing(errno.ENOSPC, after=3)
    monkeypatch.setattr(os, "fsync", lambda *args: (refuse(), real(*args))[1])
    with pytest.raises(OSError, match="No space left"):
        put.create(str(tmp_path), PATH, DATA)
    assert tree(tmp_path) == {}


def test_written_in_pieces(tmp_path, monkeypatch):
    """A disk that takes a few bytes at a time gets them all."""
    write = os.write
    monkeypatch.setattr(os, "write", lambda handle, data: write(handle, data[:1000]))
    put.create(str(tmp_path), PATH, DATA)
    assert tree(tmp_path) == {PATH: DATA}


def test_no_handle_stays_open(tmp_path, monkeypatch):
    """Files and folders are closed again, where something fails too."""
    if not os.path.isdir("/proc/self/fd"):
        pytest.skip("only Linux tells which handles are open")
    before = os.listdir("/proc/self/fd")
    put.create(str(tmp_path), PATH, DATA)
    monkeypatch.setattr(os, "fsync", refusing(errno.EIO))
    with pytest.raises(OSError, match="Errno"):
        put.create(str(tmp_path), "a/b.yaml", DATA)
    assert len(os.listdir("/proc/self/fd")) == len(before)


@pytest.mark.parametrize("path", ["progress", "progress/18"])
def test_a_file_in_the_place_of_a_folder(tmp_path, path):
    """What stands in the way is told as the system tells it, and stays."""
    obstacle = tmp_path / path
    obstacle.parent.mkdir(parents=True, exist_ok=True)
    obstacle.write_bytes(b"in the way")
    with pytest.raises(NotADirectoryError):
        put.create(str(tmp_path), PATH, DATA)
    assert tree(tmp_path) == {path: b"in the way"}
