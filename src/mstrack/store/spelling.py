"""How a word is spelt in a command that is printed to be copied: for a POSIX shell, or for cmd.exe and PowerShell."""

from __future__ import annotations

import os
import re
import shlex
import sys

from mstrack.format.characters import shown

_WIDTH = 300
"""Characters shown of a word."""


def near(path: str) -> str:
    """Return a path from here; as it is where no way leads there (another drive of Windows)."""
    try:
        return os.path.relpath(path)
    except ValueError:
        return path


def quoted(word: str, platform: str = sys.platform) -> str:
    """Return a word that can be copied into a command: 'my data' in a POSIX shell, "my data" on Windows.

    cmd.exe knows no single quotes. Between double quotes a double quote is doubled, a backslash at the end too, and
    `$(`, which PowerShell runs, is shown as `?(`: a name from others runs nothing.
    """
    clean = shown(word, _WIDTH)
    if platform != "win32":
        return shlex.quote(clean)
    if re.fullmatch(r"[\w.:+=\\/-]+", clean):
        return clean
    inner = clean.replace('"', '""').replace("$(", "?(")
    return f'"{inner}{chr(92)}"' if inner.endswith("\\") else f'"{inner}"'


def command(*words: str, platform: str = sys.platform) -> str:
    """Return a command quoted for the shell at hand: names in it may come from others and must not run anything."""
    return " ".join(quoted(word, platform) for word in words)
