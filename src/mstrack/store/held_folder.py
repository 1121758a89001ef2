"""A folder that is held open, and the way to it: each folder is opened below the one before it, and no link followed.

A name is looked up in the folder that is held. Who puts a link in the place of a folder between the look and the
writing moves nothing: what is written lies in the folder that was opened. Windows holds no folders; there each is
looked at just before.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

_HOLDS = {os.open, os.mkdir, os.link, os.unlink, os.rename, os.stat} <= os.supports_dir_fd
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_READING = os.O_RDONLY | _NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK | getattr(os, "O_BINARY", 0)


class HeldFolder:
    """A folder, its path, and its handle where the system gives one."""

    def __init__(self, path: str, handle: int | None) -> None:
        """Take the path and the handle of an open folder."""
        self.path = path
        self._handle = handle

    def below(self, name: str) -> HeldFolder:
        """Return a folder in this one, made where it is missing; OSError (ELOOP, ENOTDIR) where something else is."""
        path = os.path.join(self.path, name)
        if self._handle is None:
            _refuse_others(path, os.lstat(path).st_mode if os.path.lexists(path) else stat.S_IFDIR)
            if not os.path.isdir(path):
                with contextlib.suppress(FileExistsError):  # another writer was faster
                    os.mkdir(path)
            return HeldFolder(path, None)
        no_link = 0 if name == os.pardir else _NO_LINK
        try:
            return HeldFolder(path, os.open(name, _FOLDER | no_link, dir_fd=self._handle))
        except FileNotFoundError:
            with contextlib.suppress(FileExistsError):
                os.mkdir(name, dir_fd=self._handle)
            self.sync()
        except OSError as error:
            if error.errno in {errno.ELOOP, errno.ENOTDIR}:  # the systems differ in what they call this
                _refuse_others(path, os.stat(name, dir_fd=self._handle, follow_symlinks=False).st_mode)
            raise
        return HeldFolder(path, os.open(name, _FOLDER | no_link, dir_fd=self._handle))

    def create(self, name: str, mode: int) -> int:
        """Open a new file for writing; FileExistsError where the name is taken, by a link, too."""
        if self._handle is None:
            return os.open(os.path.join(self.path, name), _NEW, mode)
        return os.open(name, _NEW, mode, dir_fd=self._handle)

    def read(self, name: str, most: int) -> bytes:
        """Return the first bytes of a file, at most so many; OSError (ELOOP) for a link."""
        with self._opened(name) as file:
            return file.read(most)

    def copy(self, name: str, out: BinaryIO) -> None:
        """Copy a file into another; OSError (ELOOP) for a link."""
        with self._opened(name) as file:
            shutil.copyfileobj(file, out)

    def _opened(self, name: str) -> BinaryIO:
        if self._handle is None:
            path = os.path.join(self.path, name)
            _refuse_others(path, stat.S_IFLNK if os.path.islink(path) else stat.S_IFDIR)
            handle = os.open(path, _READING)
        else:
            handle = os.open(name, _READING, dir_fd=self._handle)
        return os.fdopen(handle, "rb")

    def link(self, name: str, new: str) -> None:
        """Give a file of this folder a second name; FileExistsError where that is taken."""
        if self._handle is None:
            os.link(os.path.join(self.path, name), os.path.join(self.path, new))
        else:
            os.link(name, new, src_dir_fd=self._handle, dst_dir_fd=self._handle)

    def take(self, path: str, name: str) -> None:
        """Rename a file that lies at a path into this folder, over another."""
        if self._handle is None:
            os.replace(path, os.path.join(self.path, name))
        else:
            os.replace(path, name, dst_dir_fd=self._handle)

    def rename(self, name: str, new: str) -> None:
        """Rename a file of this folder, over another."""
        if self._handle is None:
            os.replace(os.path.join(self.path, name), os.path.join(self.path, new))
        else:
            os.replace(name, new, src_dir_fd=self._handle, dst_dir_fd=self._handle)

    def unlink(self, name: str) -> None:
        """Delete a file, where it is there and the system allows it."""
        with contextlib.suppress(OSError):
            self.delete(name)

    def delete(self, name: str) -> None:
        """Delete a file."""
        if self._handle is None:
            os.unlink(os.path.join(self.path, name))
        else:
            os.unlink(name, dir_fd=self._handle)

    def sync(self) -> None:
        """Let what was created, renamed or deleted here be on disk for good; Windows syncs no folders."""
        if self._handle is not None:
            os.fsync(self._handle)

    def close(self) -> None:
        """Hold the folder no longer."""
        if self._handle is not None:
            os.close(self._handle)


@contextlib.contextmanager
def held(root: str, inside: str = "") -> Iterator[HeldFolder]:
    """Hold a folder of a root, and make those on the way to it that are missing; the root itself may be a link."""
    folder = HeldFolder(root, os.open(root or os.curdir, _FOLDER) if _HOLDS else None)
    try:
        for name in os.path.normpath(inside or ".").split(os.sep):
            if name != os.curdir:
                above, folder = folder, folder.below(name)
                above.close()
        yield folder
    finally:
        folder.close()


def _refuse_others(path: str, mode: int) -> None:
    """Raise what the system calls a link, or a file, in the place of a folder."""
    number = errno.ELOOP if stat.S_ISLNK(mode) else 0 if stat.S_ISDIR(mode) else errno.ENOTDIR
    if number:
        raise OSError(number, os.strerror(number), path)
