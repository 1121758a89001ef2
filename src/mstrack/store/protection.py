"""Where no document may go: what is, holds or lies in a store or a git repository's own folder, or is not ours.

It reads only; `put` asks it before it writes. A folder that mstrack made bears a marker with the digests of its files.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from mstrack.errors import MstrackError, WorldFailed, WrongUse
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.store import source, windows_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

GIT = ".git"
MARKER = ".mstrack-made"
"""The file in a folder of documents that says: mstrack made this, and these files with these digests."""
HEAD = "# made by mstrack; report --force replaces this folder as long as it holds these files, unchanged"
_MARKER_LIMIT = 1 << 24


def place(path: str, stores: Iterable[str] = ()) -> str:
    """Return the absolute place of a path: links above it are followed, a link under the name itself is not.

    WrongUse where the place is, holds or lies in a store (`stores` names those that are known) or a `.git`. Folders are
    known by what they hold and by the disk's identity, not by spelling: `DATA`, `data/.` or a link is the same store.
    """
    windows_names.refuse_unusable(path)
    final = _final(path)
    known = [os.path.realpath(store or ".") for store in stores]
    if is_protected_name(os.path.basename(final)):
        sentence = _("{path}: only a store or git may use this name; choose another")
        raise WrongUse(sentence.format(path=shown(path, 200)))
    for above in {*_upward(final), *_upward(os.path.realpath(final))}:
        _refuse_inside(path, above, known)
    for inner in (GIT, os.path.join("data", source.PLAN)):
        if os.path.lexists(os.path.join(final, inner)):
            raise _holds(path, os.path.join(final, inner))
    for store in known:
        if any(is_same(final, above) for above in _upward(store)):
            raise _holds(path, store)
    return final


def refuse_git(path: str) -> None:
    """Refuse to make anything in a git repository's own folder. WrongUse names the folder."""
    for above in _upward(os.path.realpath(path)):
        if _is_git(above):
            raise _in_git(path, above)


def refuse_existing(path: str, *, force: bool, folder: bool = False) -> None:
    """Refuse a path, before any work is done, where something lies that may not be replaced. WorldFailed says what."""
    final, name = place(path), shown(path, 200)
    try:
        mode = os.lstat(final).st_mode
    except OSError:  # nothing lies there, or writing will say why
        return
    if folder and stat.S_ISDIR(mode):
        made(final, path)
    elif folder or not stat.S_ISREG(mode):
        sentence = _("{path} is no folder that mstrack made; choose another name") if folder else ""
        sentence = sentence or _("{path} is a link, a folder or a device, and stays as it is; choose another name")
        raise WorldFailed(sentence.format(path=name))
    if not force:
        raise WorldFailed(_("{path} exists; --force replaces it").format(path=name))
    if not folder:
        _refuse_open(path, final)


def _refuse_open(path: str, final: str) -> None:
    """Refuse a document that Word, Excel, WPS or LibreOffice has open: WorldFailed names it, and the file that says so.

    They leave a file beside it for that time; its name is that of the document, of Word's without the first two signs.
    """
    folder, name = os.path.split(final)
    signs = [f"~${name}", f"~${name[1:]}", f"~${name[2:]}", f".~{name}", f".~lock.{name}#"]
    lock = next((one for one in signs if os.path.lexists(os.path.join(folder, one))), None)
    if lock:
        sentence = _(
            "{path} is open in Word, Excel, WPS or LibreOffice; close it there and try again (where nobody has it "
            "open, delete {lock})"
        )
        raise WorldFailed(sentence.format(path=shown(path, 200), lock=shown(lock, 200)))


def is_protected_name(name: str) -> bool:
    """Whether a name is that of a plan or of a repository, on disks that ignore case and final dots, too."""
    return name.rstrip(" .").casefold() in {GIT, source.PLAN}


def made(folder: str, path: str) -> list[str]:
    """Return the files of a folder that mstrack made, marker included. WorldFailed names what it has not written."""
    try:
        head, *lines = source.WorkTree(folder).read(MARKER, _MARKER_LIMIT).decode().splitlines()
    except (MstrackError, ValueError):  # no marker, or no text
        head, lines = "", []
    if head != HEAD:
        sentence = _("{path} is there already, and mstrack did not make it (it has no {marker}); choose another name")
        raise WorldFailed(sentence.format(path=shown(path, 200), marker=MARKER))
    digests = {name: digest for digest, _gap, name in (line.partition("  ") for line in lines)}
    inner = {above for name in digests for above in folders(name)}
    found = []
    for name, entry in _walk(folder):
        is_ours = name in inner if entry.is_dir(follow_symlinks=False) else _is_unchanged(entry, digests.get(name))
        if is_protected_name(entry.name) or not (is_ours or name == MARKER):
            sentence = _("{path} holds {name}, which mstrack did not write or somebody changed; move it away first")
            raise WorldFailed(sentence.format(path=shown(path, 200), name=shown(name, 200)))
        if not entry.is_dir(follow_symlinks=False):
            found.append(name)
    return found


def folders(name: str) -> Iterator[str]:
    """Yield the folders that a file lies in, the nearest first."""
    while name := os.path.dirname(name):
        yield name


def _final(path: str) -> str:
    bare = path.rstrip(f"/{os.sep}") or path
    folder, name = os.path.split(bare)
    if name in {"", os.curdir, os.pardir}:
        return os.path.realpath(bare)
    return os.path.join(os.path.realpath(folder or os.curdir), name)


def _upward(path: str) -> Iterator[str]:
    """Yield a path and each folder above it."""
    while True:
        yield path
        above = os.path.dirname(path)
        if above == path:
            return
        path = above


def _refuse_inside(path: str, above: str, stores: list[str]) -> None:
    if _is_git(above):
        raise _in_git(path, above)
    if os.path.lexists(os.path.join(above, source.PLAN)) or any(is_same(above, store) for store in stores):
        sentence = _("{path} lies in the store {store}, where only tasks.yaml and entries do; choose another folder")
        if os.path.isdir(path) and is_same(path, above):
            sentence = _("{path} is the store itself, which stays as it is; choose another folder")
        raise WrongUse(sentence.format(path=shown(path, 200), store=shown(above, 200)))


def _in_git(path: str, folder: str) -> WrongUse:
    sentence = _("{path} lies in {folder}, where git keeps its own files; choose another folder")
    return WrongUse(sentence.format(path=shown(path, 200), folder=shown(folder, 200)))


def _holds(path: str, inner: str) -> WrongUse:
    sentence = _("{path} holds {inner}, which stays as it is; choose the name of a folder that is not there yet")
    return WrongUse(sentence.format(path=shown(path, 200), inner=shown(inner, 200)))


def _is_git(path: str) -> bool:
    """Whether a path is a repository's own folder: by its name, or a bare or separate one by what it holds."""
    if os.path.basename(path).rstrip(" .").casefold() == GIT:
        return True
    if is_same(path, os.path.join(os.path.dirname(path), GIT)):
        return True
    return os.path.lexists(os.path.join(path, "HEAD")) and all(
        os.path.isdir(os.path.join(path, name)) for name in ("objects", "refs")
    )


def is_same(one: str, other: str) -> bool:
    """Whether two paths lead to one file or folder; not where one of them leads nowhere."""
    try:
        return os.path.samefile(one, other)
    except OSError:
        return False


def _walk(folder: str, inside: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield everything below a folder with its path there, no link followed."""
    with os.scandir(os.path.join(folder, inside)) as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    for entry in listed:
        yield f"{inside}{entry.name}", entry
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(folder, f"{inside}{entry.name}/")


def _is_unchanged(entry: os.DirEntry[str], digest: str | None) -> bool:
    if digest is None or not entry.is_file(follow_symlinks=False):
        return False
    import hashlib  # noqa: PLC0415  it loads OpenSSL, only where what mstrack made is replaced

    with open(entry.path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest
