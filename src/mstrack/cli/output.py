"""Documents that a command writes: whole or not at all, never over another without --force, never into the store."""

from __future__ import annotations

import os
import secrets
import shutil
from typing import TYPE_CHECKING

from mstrack.errors import WorldFailed, WrongUse, why
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.store import source

if TYPE_CHECKING:
    from collections.abc import Iterable


def target(path: str, root: str, endings: Iterable[str]) -> str:
    """Return where a document may be written: in a folder that is there, outside of the store, named as it should be.

    WrongUse says what is wrong.
    """
    folder = os.path.dirname(path) or "."
    store, there = (os.path.normcase(os.path.realpath(one)) for one in (root or ".", folder))
    if not path.lower().endswith(tuple(endings)):
        told = _("{path} is not what the file may be called; end its name with {endings}")
        raise WrongUse(told.format(path=shown(path, 200), endings=" / ".join(endings)))
    if f"{there}{os.sep}".startswith(f"{store}{os.sep}"):
        told = _("{path} lies in the store, where only tasks.yaml and entries do; choose another folder")
        raise WrongUse(told.format(path=shown(path, 200)))
    if not os.path.isdir(folder):
        raise WrongUse(_("there is no folder {folder}; make it first").format(folder=shown(folder, 200)))
    return path


def refuse_existing(path: str, *, force: bool) -> None:
    """Say before any work is done that a file is there already."""
    if os.path.lexists(path) and not force:
        raise WorldFailed(_("{path} exists; --force replaces it").format(path=shown(path, 200)))


def write(path: str, data: bytes, *, force: bool) -> None:
    """Write a file whole or not at all; over another only by force."""
    folder, name = os.path.split(path)
    folder = folder or "."
    spare = f".{name}.{secrets.token_hex(4)}.tmp"
    try:
        if force:
            source.create(folder, spare, data)
            os.replace(os.path.join(folder, spare), path)
        else:
            source.create(folder, name, data)
    except FileExistsError as error:
        raise WorldFailed(_("{path} exists; --force replaces it").format(path=shown(path, 200))) from error
    except OSError as error:
        told = _("{path} could not be written ({why})")
        raise WorldFailed(told.format(path=shown(path, 200), why=why(error))) from error
    finally:
        if force and os.path.lexists(os.path.join(folder, spare)):
            os.unlink(os.path.join(folder, spare))


def write_folder(path: str, parts: Iterable[tuple[str, bytes]], *, force: bool) -> None:
    """Write files into a new folder that is there whole or not at all; another in its place goes only by force."""
    path = path.rstrip(f"/{os.sep}")
    spare = f"{path}.{secrets.token_hex(4)}.tmp"
    try:
        os.mkdir(spare)
        for name, data in parts:
            os.makedirs(os.path.dirname(os.path.join(spare, name)), exist_ok=True)
            source.create(spare, name, data)
        if force and os.path.lexists(path):
            os.rename(path, f"{spare}.old")
        os.rename(spare, path)
    except OSError as error:
        told = _("{path} could not be written ({why})")
        raise WorldFailed(told.format(path=shown(path, 200), why=why(error))) from error
    finally:
        shutil.rmtree(spare, ignore_errors=True)
        shutil.rmtree(f"{spare}.old", ignore_errors=True)
