"""The one module that writes for every command: whole or not at all, and never over what mstrack has not made.

    create     a new file: an entry, a draft, a file of init      never over another
    replace    a file that mstrack keeps for itself               the old one or the new one, whole
    install    a file of the store that a sync brings             the old one or the new one, whole
    document   a file at a path that the user named               by --force over a regular file
    folder     documents in a folder that bears a marker          by --force over a folder that mstrack made
    take_back  an entry that is in no commit                      deleted while it holds the bytes that were shown

No link is written through: one that lies under the name, or between the root and the name, is refused, whenever it
came there (`held_folder`). `document` and `folder` refuse a path that is, holds or lies in a store or a `.git`
(`protection`). What fails leaves what was there (`exchange`). A kill loses nothing: a file is the old or the new one.
A folder is under its name the old or the new one; killed between two renames it is under neither, and both lie beside
it, whole, as NAME.….old and .NAME.….tmp.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from typing import TYPE_CHECKING

from mstrack.errors import WorldFailed, why
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.store import protection
from mstrack.store.exchange import NO_LINKS, beside, exchange, exchange_file, sync_folder, unlink
from mstrack.store.held_folder import HeldFolder, held

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO

    Content = bytes | Callable[[BinaryIO], object]
    """The bytes of a file, or what writes them, where they are too many to be held."""

_SPARE = "spare-"


def create(root: str, path: str, data: Content, mode: int = 0o644) -> None:
    """Create a file with these bytes, whole or not at all, never over another; on disk for good when this returns.

    FileExistsError where the name is taken; any other OSError where the disk refuses. Then nothing is left behind.
    A temporary file in the same folder is written, synced and linked to its name; where links are refused (FAT, some
    shares) the file is created exclusively under its own name.
    """
    with held(root, os.path.dirname(path)) as folder:
        name = os.path.basename(path)
        # the process's number keeps the temporary files of two writers apart, whatever their random numbers are
        temporary = f".{name}.{os.getpid()}.tmp"
        try:
            _write_new(folder, temporary, data, mode)
            try:
                folder.link(temporary, name)
            except OSError as error:
                if error.errno not in NO_LINKS:
                    raise
                _write_new(folder, name, lambda out: folder.copy(temporary, out), mode)
        finally:
            folder.unlink(temporary)
        try:
            folder.sync()
        except OSError:
            folder.unlink(name)
            raise


def replace(root: str, path: str, data: bytes, mode: int = 0o644) -> None:
    """Put these bytes into the place of a file, or make it: at any kill it has the old ones or the new ones, whole.

    OSError where the disk refuses; then nothing has changed. For what may be made again: an entry is only ever created.
    """
    above, name = os.path.split(path)
    with held(os.path.join(root, above)) as folder:
        _replace_in(folder, name, data, mode)


def install(spare: str, root: str, path: str, data: bytes) -> None:
    """Let a file of a work tree hold these bytes, whole or not at all; OSError where the disk refuses.

    It is written in `spare`, which is thrown away, so that a kill leaves nothing in the work tree.
    """
    above, name = os.path.split(path)
    with held(root, above) as folder:
        replace(spare, "put", data)
        try:
            folder.take(os.path.join(spare, "put"), name)
        except OSError as error:
            if error.errno != errno.EXDEV:  # git's folder may lie on another disk
                raise
            _replace_in(folder, name, data)
        folder.sync()


def document(path: str, data: Content, *, force: bool) -> None:
    """Write a document at a path that the user named, over another file by force only; errors are those of `folder`."""
    protection.refuse_existing(path, force=force)
    final = protection.place(path)
    spare, old = beside(final)
    folder, name = os.path.split(final)
    with _in_words(path, old):
        try:
            if not os.path.lexists(final):
                create(folder, name, data)
                return
            create(folder, os.path.basename(spare), data)
            exchange_file(spare, final, old)
        finally:
            unlink(spare)


def folder(path: str, parts: Iterable[tuple[str, Content]], *, force: bool) -> None:
    """Write files into a new folder that is there whole or not at all; over one that mstrack made by force only.

    One that holds more than its marker lists, or a file that was changed since, is refused, and the file named.
    WrongUse, WorldFailed: then what was there is there, whole.
    """
    import hashlib  # noqa: PLC0415  it loads OpenSSL, and most of what is written needs no digest

    protection.refuse_existing(path, force=force, folder=True)
    final = protection.place(path)
    spare, old = beside(final)
    lines, names = [protection.HEAD], [protection.MARKER]
    with _in_words(path, old):
        try:
            os.mkdir(spare)
            for name, data in parts:
                names.append(name)
                create(spare, name, data)
                with open(os.path.join(spare, name), "rb") as file:
                    lines.append(f"{hashlib.file_digest(file, 'sha256').hexdigest()}  {name}")
            create(spare, protection.MARKER, "".join(f"{line}\n" for line in lines).encode())
            protection.refuse_existing(path, force=force, folder=True)  # somebody may have been faster
            before = protection.made(final, path) if os.path.lexists(final) else []
            exchange(spare, final, old)
        finally:
            take_away(spare, names)
    take_away(old, before)


@contextlib.contextmanager
def _in_words(path: str, old: str) -> Iterator[None]:
    """Turn what the disk refuses into a sentence; it says where the old one lies, should it not have come back."""
    try:
        yield
    except FileExistsError as error:
        raise WorldFailed(_("{path} exists; --force replaces it").format(path=shown(path, 200))) from error
    except OSError as error:
        told = _("{path} could not be written ({why})")
        if os.path.lexists(old):
            told = _("{path} could not be written ({why}); what was there lies in {old}, rename it back")
        raise WorldFailed(told.format(path=shown(path, 200), why=why(error), old=shown(old, 200))) from error


def take_away(folder: str, names: list[str]) -> None:
    """Delete files that mstrack made in a folder, and every folder that is empty then; what fails stays."""
    folders = {os.path.join(folder, above) for name in names for above in protection.folders(name)} | {folder}
    for name in names:
        unlink(os.path.join(folder, name))
    for above in sorted(folders, key=len, reverse=True):
        with contextlib.suppress(OSError):
            os.rmdir(above)


def _replace_in(folder: HeldFolder, name: str, data: bytes, mode: int = 0o644) -> None:
    temporary = f".{name}.{os.getpid()}.tmp"
    folder.unlink(temporary)  # of one who had our number and was killed: in a container they repeat
    try:
        _write_new(folder, temporary, data, mode)
        folder.rename(temporary, name)
    finally:
        folder.unlink(temporary)
    folder.sync()


def _write_new(folder: HeldFolder, name: str, data: Content, mode: int = 0o644) -> None:
    """Write and sync a file that must not exist yet; where that fails, it does not exist afterwards either."""
    handle = folder.create(name, mode)
    try:
        try:
            _fill(handle, data)
            os.fsync(handle)
        finally:
            os.close(handle)
    except BaseException:  # what writes it may fail in its own way
        folder.unlink(name)
        raise


def _fill(handle: int, data: Content) -> None:
    if callable(data):
        with os.fdopen(handle, "wb", closefd=False) as out:
            data(out)
        return
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(handle, rest) :]


def remove(path: str) -> None:
    """Delete a file that mstrack made for itself, or of which it knows that nothing is lost with it."""
    os.unlink(path)


def take_back(root: str, path: str, data: bytes) -> None:
    """Delete an entry that was never filed to anybody, where its file still holds these bytes, and sync its folder.

    WorldFailed where it was changed meanwhile, is a link, or the disk refuses; then it is still there.
    """
    changed = _("{path} was changed meanwhile; nothing was taken back").format(path=shown(path, 200))
    above, name = os.path.split(path)
    try:
        with held(root, above) as folder:
            if folder.read(name, len(data) + 1) != data:
                raise WorldFailed(changed)
            folder.delete(name)
            folder.sync()
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise WorldFailed(changed) from error
        told = _("{path} could not be taken back ({why})")
        raise WorldFailed(told.format(path=shown(path, 200), why=why(error))) from error


def move(path: str, final: str) -> None:
    """Rename a file that mstrack made into its place, over an older one of git's, and sync the folder."""
    os.replace(path, final)
    sync_folder(os.path.dirname(final))


def copy(path: str, final: str) -> None:
    """Copy a file into a `spare` folder, with its times."""
    shutil.copy2(path, final)


def name_anew(path: str, final: str) -> None:
    """Give a file a second name in a folder that is thrown away; Windows lets few people make links: there, copy it."""
    if os.name == "nt":
        copy(path, final)
    else:
        os.symlink(path, final)


@contextlib.contextmanager
def spare(folder: str) -> Iterator[str]:
    """Make a folder for what is thrown away, and throw away those of programs that were killed."""
    for name in os.listdir(folder):
        if name.startswith(_SPARE):
            shutil.rmtree(os.path.join(folder, name), ignore_errors=True)
    path = os.path.join(folder, f"{_SPARE}{os.urandom(4).hex()}")
    os.mkdir(path, 0o700)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def claim(source: str, final: str, data: bytes) -> bool:
    """Let a lock file come into being with its content, by a link if there are links; False where one is there."""
    try:
        os.link(source, final)
    except FileExistsError:
        return False
    except OSError:
        try:
            with held(os.path.dirname(final)) as folder:
                _write_new(folder, os.path.basename(final), data, 0o666)
        except FileExistsError:
            return False
    return True


def own_file(folder: str, name: str) -> int:
    """Open a file that mstrack keeps in a folder of its own, made where it is missing; return the handle."""
    os.makedirs(folder, exist_ok=True)
    return os.open(os.path.join(folder, name), os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
