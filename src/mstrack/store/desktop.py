"""The names of files that desktops and editors put into every folder that is opened; none can be an entry's.

Explorer writes its Thumbs.db again however often it is deleted, and hides it. So these files stop no command.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mstrack.errors import Unreadable

if TYPE_CHECKING:
    from mstrack.store.source import Files

_NAMES = (
    r"(?is)thumbs\.db(?::encryptable)?|ehthumbs(?:_vista)?\.db|desktop\.ini"  # Explorer
    r"|\.ds_store|\._.*|icon\r"  # Finder
    r"|\.directory"  # Dolphin
    r"|\.nfs[0-9a-f]*|\.fuse_hidden[0-9a-f]*"  # a file that was deleted while a program had it open
    r"|~\$.*|\.~lock\..*#"  # locks of Word, Excel and WPS, of LibreOffice
    r"|.*~|.*\.bak|[^.].*\.tmp|.*\.sw[a-p]|\.#.*|#.*#"  # copies and locks of editors
)
_FOLDERS = r"(?i)\$recycle\.bin|system volume information|@eadir|#recycle"
"""The names of folders that Windows and network storage make, with whatever they hold.

Both patterns are compiled by their first use: most stores hold none of these.
"""


def is_desktop_name(name: str) -> bool:
    """Whether a desktop or an editor makes files or folders of this name."""
    return (re.fullmatch(_NAMES, name) or re.fullmatch(_FOLDERS, name)) is not None


def is_desktop_file(source: Files, path: str) -> bool:
    """Whether a desktop or an editor made this; a folder of a file's name with something in it is none of theirs."""
    name = path.rpartition("/")[2]
    if not is_desktop_name(name) or re.fullmatch(_FOLDERS, name):
        return is_desktop_name(name)
    try:
        return not source.names(path)
    except Unreadable:  # the usual answer for a file
        return True
