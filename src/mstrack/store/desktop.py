"""The names of files that desktops and editors put into every folder that is opened; none can be an entry's.

Explorer writes its Thumbs.db again however often it is deleted, and hides it. So these files stop no command.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mstrack.errors import Unreadable

if TYPE_CHECKING:
    from mstrack.store.source import Files

_NAMES = re.compile(
    r"thumbs\.db|ehthumbs(?:_vista)?\.db|desktop\.ini"  # Explorer
    r"|\.ds_store|\._.*"  # Finder
    r"|\.directory"  # Dolphin
    r"|~\$.*|\.~lock\..*#"  # locks of Word, Excel and WPS, of LibreOffice
    r"|.*~|.*\.sw[a-p]|\.#.*|#.*#",  # copies and locks of editors
    re.IGNORECASE | re.DOTALL,
)


def is_desktop_name(name: str) -> bool:
    """Whether a desktop or an editor makes files of this name."""
    return _NAMES.fullmatch(name) is not None


def is_desktop_file(source: Files, path: str) -> bool:
    """Whether a desktop or an editor made this file; a folder of such a name with something in it is none."""
    if not is_desktop_name(path.rpartition("/")[2]):
        return False
    try:
        return not source.names(path)
    except Unreadable:  # the usual answer for a file
        return True
