"""How a path is spelt in a command that is printed to be copied: for a POSIX shell, or for cmd.exe and PowerShell."""

from __future__ import annotations

import os
import re
import shlex
import sys

from mstrack.format.characters import shown


def near(path: str) -> str:
    """Return a path from here; as it is where no way leads there (another drive of Windows)."""
    try:
        return os.path.relpath(path)
    except ValueError:
        return path


def quoted(path: str, platform: str = sys.platform) -> str:
    """Return a path that can be copied behind a command: 'my data' in a POSIX shell, "my data" on Windows.

    cmd.exe knows no single quotes, and Windows no double quote in a name.
    """
    clean = shown(path, 200)
    if platform != "win32":
        return shlex.quote(clean)
    return clean if re.fullmatch(r"[\w.:\\/-]+", clean) else f'"{clean}"'
