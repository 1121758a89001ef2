"""Names that Windows refuses: in a path that was typed for it, and in a store that others share on Windows."""

from __future__ import annotations

import re
import sys

from mstrack.errors import WrongUse
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _

REFUSED_BY_WINDOWS = re.compile(
    r'[<>:"|?*\\\x00-\x1f]|[. ]$|^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[\d¹²³]) *(?:\.|$)', re.IGNORECASE
)
"""Names that Windows refuses (learn.microsoft.com, "Naming Files, Paths, and Namespaces")."""


def refuse_unusable(path: str, platform: str = sys.platform) -> None:
    """Refuse, on Windows, a path with a name that it does not allow, a device (nul), or `C:x`. WrongUse names it."""
    if platform != "win32":
        return
    if drive := re.match(r"[A-Za-z]:(?![\\/])", path):
        sentence = _(
            "{path} depends on the folder that is current on drive {drive}; write {drive}\\… or a name without a drive"
        )
        raise WrongUse(sentence.format(path=shown(path, 200), drive=drive[0].upper()))
    parts = re.split(r"[\\/]", re.sub(r"^[A-Za-z]:|^[\\/]{2}[?.][\\/](?:[A-Za-z]:)?", "", path))
    name = next((one for one in parts if one not in {"", ".", ".."} and REFUSED_BY_WINDOWS.search(one)), None)
    if name is not None:
        sentence = _("Windows allows no name like {name} (< > : | ? *, con, aux, nul, a final point); choose another")
        raise WrongUse(sentence.format(name=shown(name, 200)))
