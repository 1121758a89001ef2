"""Asks git what a repository is: whether git serves it, where a folder lies in it, and what is set in it."""

from __future__ import annotations

import os
import re

from mstrack.errors import WorldFailed, WrongUse
from mstrack.format.characters import shown
from mstrack.git import pathspec, process
from mstrack.i18n import gettext as _


def version() -> tuple[int, ...]:
    """Return the version of the installed git, such as (2, 38, 1). WorldFailed without git."""
    numbers = re.search(rb"[0-9]+(?:[.][0-9]+)*", process.run(".", "version"))
    return tuple(map(int, numbers[0].split(b"."))) if numbers else ()


def user_name() -> str | None:
    """Return the user's name in git's configuration; None without a name, or without git."""
    return setting(".", "user.name")


def setting(root: str, name: str) -> str | None:
    """Return a setting of git's configuration, as it holds in a folder; None where there is none, or no git."""
    try:
        return process.ask(root or ".", "config", "--get", name).out.decode().strip() or None
    except (WorldFailed, UnicodeDecodeError):
        return None


def serve(root: str, sentence: str) -> None:
    """Raise the reason where git does not serve a folder: WrongUse with `sentence` outside of a repository.

    WorldFailed where the repository belongs to another account, or git cannot read it.
    """
    result = process.ask(root, "rev-parse", "--git-dir")
    if not result.code:
        return
    complaint = result.err.decode("utf-8", "replace")
    if "not a git repository" in complaint:
        raise WrongUse(sentence)
    owned = re.search(r"safe\.directory (.+)", complaint)
    if owned:
        cure = _("this repository belongs to somebody else; if you trust it: git config --global --add {setting}")
        raise WorldFailed(cure.format(setting=f"safe.directory {pathspec.requoted(owned[1])}"))
    reason = shown(complaint.strip().removeprefix("fatal: "), 200)
    raise WorldFailed(_("git cannot read this repository ({why})").format(why=reason))


def prefix(root: str) -> str | None:
    """Return the path of a folder in its repository, with a slash at its end; "" is the top, None is no repository."""
    result = process.ask(root, "rev-parse", "--show-prefix")
    return None if result.code else os.fsdecode(result.out.removesuffix(b"\n"))


def prepared(root: str) -> str | None:
    """Return the index of the commit whose hook this process is, in the repository of a folder; else None.

    A hook of another repository sets the same variable (githooks), and its index does not belong to this one.
    """
    name = os.environ.get("GIT_INDEX_FILE")
    result = process.ask(root, "rev-parse", "--absolute-git-dir") if name else None
    if not name or not result or result.code:
        return None
    index, folder = os.path.realpath(name), os.path.realpath(os.fsdecode(result.out.removesuffix(b"\n")))
    return index if os.path.dirname(index) == folder else None
