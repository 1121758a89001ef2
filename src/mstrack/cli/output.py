"""Where a document may be written: `put` writes it there."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mstrack.errors import WrongUse
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.store import protection

if TYPE_CHECKING:
    from collections.abc import Iterable


def target(path: str, root: str, endings: Iterable[str]) -> str:
    """Return where a document may be written: in a folder that is there, outside of the store, named as it should be.

    WrongUse says what is wrong.
    """
    folder = os.path.dirname(path) or "."
    if not path.lower().endswith(tuple(endings)):
        sentence = _("{path} is not what the file may be called; end its name with {endings}")
        raise WrongUse(sentence.format(path=shown(path, 200), endings=" / ".join(endings)))
    protection.place(path, [root])
    if not os.path.isdir(folder):
        raise WrongUse(_("there is no folder {folder}; make it first").format(folder=shown(folder, 200)))
    return path
