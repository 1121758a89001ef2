"""The user's editor: VISUAL or EDITOR, with arguments, with a quoted path, `code` that is `code.cmd` on Windows."""

from __future__ import annotations

import functools
import os
import re
import shutil
import subprocess
import sys

from mstrack.cli import console
from mstrack.cli.record import drafts
from mstrack.errors import WorldFailed, WrongUse
from mstrack.format.characters import lenient
from mstrack.i18n import gettext as _
from mstrack.store import spelling

WAIT = {
    **dict.fromkeys(("code", "code-insiders", "codium", "cursor", "windsurf", "zed", "atom", "subl", "mate"), "--wait"),
    **dict.fromkeys(("gvim", "mvim"), "--nofork"),
    "kate": "--block",
}
"""Editors that return before the file is closed, and the option by which they wait."""
WAITS = {"-w", "-f", "-b", "--wait", "--nofork", "--block"}


def edited(path: str) -> str:
    """Open the user's editor on the form at a path; return what it was saved as. The file stays.

    WorldFailed where the editor cannot be run or fails, WrongUse where it saved no text.
    """
    words = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ("notepad" if os.name == "nt" else "vi")
    try:
        subprocess.run([*command(words), path], check=True)  # noqa: S603  the user's own
    except (OSError, subprocess.CalledProcessError, ValueError) as error:
        sentence = _("the editor ({command}) could not be run or failed; set EDITOR to another")
        raise WorldFailed(sentence.format(command=words)) from error
    with open(path, "rb") as form:
        data = form.read()
    filled = lenient(data)
    if filled is None:
        drafts.save_form(path, data.decode("utf-8", "replace"))
        raise WrongUse(_("the form is no text in UTF-8 any more; nothing was filed"))
    return filled


def command(typed: str, platform: str = sys.platform) -> list[str]:
    """Return the words of an editor's command, its program found; ValueError where a quote is not closed.

    An editor that would return at once is made to wait, and that is said.
    """
    words = [typed] if os.path.isfile(typed) else spelling.words(typed, platform)
    if not words:
        raise ValueError(typed)
    name = re.sub(r"\.(cmd|exe|bat|com)$", "", re.split(r"[/\\]", words[0])[-1].lower())
    option = WAIT.get(name)
    if option and not WAITS.intersection(words[1:]):
        sentence = _("{name} returns at once without {option}, so it is started with it; better: {command}")
        better = spelling.setting("EDITOR", f"{typed} {option}")
        _say_once(sentence.format(name=name, option=option, command=better))
        words.insert(1, option)
    return [shutil.which(words[0]) or words[0], *words[1:]]


@functools.cache
def _say_once(sentence: str) -> None:
    """Say it the first time: a refused form opens its editor again."""
    console.say(sentence)
