"""How a word is spelt in a command that is printed to be copied: for the shell from which the program was started.

And how a command that somebody set (EDITOR, PAGER) falls into words.
"""

from __future__ import annotations

import functools
import os
import re
import shlex
import sys

from mstrack.format.characters import shown

POSIX, CMD, POWERSHELL, WINDOWS = "posix", "cmd", "powershell", "windows"
"""Shells by their quotes; WINDOWS is either of its two, where nothing says which."""
_WIDTH = 4096
"""Characters shown of a word: as many as a path may have, since what is cut cannot be pasted."""
_PLAIN = re.compile(r"[\w@%+=:,./-]+")
"""What no POSIX shell reads as more than itself; letters of any script, which shlex.quote quotes."""
_BARE = re.compile(r"[\w.:+=\\/-][\w.:+=\\/~-]*")
"""What no shell of Windows reads as more than itself."""

_SINGLE = re.compile("['‘’\u201a\u201b]")
"""What PowerShell takes for a single quote."""


@functools.cache
def shell() -> str:
    """Return the shell at hand: on Windows the nearest one among the processes above this one."""
    if sys.platform != "win32":
        return POSIX
    from shellingham import ShellDetectionFailure, detect_shell  # noqa: PLC0415  on Windows alone, for a suggestion

    try:
        name, _path = detect_shell()
    except (ShellDetectionFailure, OSError, RuntimeError):  # the last: it has no module for this system
        return WINDOWS
    return {"cmd": CMD, "powershell": POWERSHELL, "pwsh": POWERSHELL}.get(name, POSIX)  # Git Bash, say


def near(path: str) -> str:
    """Return a path from here; from its drive where no way leads there (another drive of Windows)."""
    try:
        return os.path.relpath(path)
    except ValueError:
        return os.path.normpath(path)


def quoted(word: str, at: str = "") -> str:
    """Return a word that can be copied into a command: a name from others runs nothing.

    cmd.exe knows no single quotes and puts a variable's value for `%NAME%` between double ones: the letter behind `%`
    stands outside of them, so that no variable has the name. PowerShell takes ‘’ and “” for quotes and runs `$(…)`
    between double ones. Where either may be at hand, what one of them would run is shown as `?`.
    """
    at = at or shell()
    clean = shown(word, _WIDTH)
    if at == POSIX:
        return clean if _PLAIN.fullmatch(clean) else shlex.quote(clean)
    if _BARE.fullmatch(clean):
        return clean
    if at == POWERSHELL:
        return "'" + _SINGLE.sub(r"\g<0>\g<0>", clean) + "'"
    inner = clean.replace('"', '""')
    inner = re.sub(r"[“”„]|\$(?=\()", "?", inner) if at == WINDOWS else re.sub(r"%(\w)", r'%"\1"', inner)
    return f'"{inner}{chr(92)}"' if inner.endswith("\\") else f'"{inner}"'


def pasted(*parts: str) -> str:
    """Return a path, joined of its parts, as it can be pasted where one stands."""
    return quoted(near(os.path.join(*parts)))


def command(*words: str, at: str = "") -> str:
    """Return a command quoted for the shell at hand: names in it may come from others and must not run anything."""
    return " ".join(quoted(word, at) for word in words)


def all_in(folder: str, pattern: str, at: str = "") -> str:
    """Return the word for the files of a folder, such as *.xlsx: a POSIX shell finds them, on Windows mstrack does."""
    at = at or shell()
    return f"{quoted(folder, at)}/{pattern}" if at == POSIX else quoted(os.path.join(folder, pattern), at)


def words(typed: str, platform: str = "") -> list[str]:
    """Split a command as a shell does; a backslash of Windows is no escape. ValueError where a quote is not closed."""
    if (platform or sys.platform) != "win32":
        return shlex.split(typed)
    found = re.findall(r'"([^"]*)"|(\S+)', typed)
    return [quoted_word or bare for quoted_word, bare in found]


def setting(name: str, value: str, at: str = "") -> str:
    """Return the command that sets a variable of the environment for what the shell starts from now on."""
    at = at or shell()
    if at == POWERSHELL:
        return f"$env:{name} = {quoted(value, at)}"
    return f"export {name}={quoted(value, at)}" if at == POSIX else f'set "{name}={value}"'
