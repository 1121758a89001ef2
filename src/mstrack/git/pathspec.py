"""Words for git commands that a user copies: a path, wherever in the repository and in whichever shell it is typed."""

from __future__ import annotations

import os
import re
import shlex

from mstrack.store import spelling


def restoring(commit: str, path: str) -> str:
    """Return the command that takes a file from a commit, wherever in the repository it is typed."""
    return f"git checkout {commit} -- {pathspec(path)}"


def pathspec(path: str) -> str:
    """Return the word that means one path from the repository's top, to git and to the shell that it is typed into."""
    word = f":(top,literal){path}" if re.search(r"[*?\[\\]|^[:(!^]", path) else f":/{path}"
    if re.fullmatch(r"[\w./:@+-]+", word):
        return word
    if spelling.shell() != spelling.POSIX:
        return spelling.quoted(word)
    if not word.isprintable():
        octal = re.sub(rb"[^0-9A-Za-z/:.]", lambda one: b"\\%03o" % one[0][0], os.fsencode(word)).decode()
        return f"$'{octal}'"
    return shlex.quote(word) if re.search(r"""["$`\\!%]""", word) else f'"{word}"'


def requoted(word: str) -> str:
    """Return a word that git quoted for a POSIX shell as the shell at hand takes it."""
    try:
        words = shlex.split(word)
    except ValueError:
        words = []
    return spelling.quoted(words[0] if len(words) == 1 else word)
