"""The clone as it is found: where it lies, on which branch, what it follows, and all that may be odd about it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import WorldFailed
from mstrack.git import process
from mstrack.i18n import gettext as _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from mstrack.errors import Problem
    from mstrack.store.cache import Cache
    from mstrack.sync.locks import Patience

HEADS = "refs/heads/"
_UNDER_WAY = {
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "rebase-apply/applying": "am",
    "MERGE_HEAD": "merge",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "BISECT_LOG": "bisect",
}
"""File in git's folder → what is under way; a later one says it more exactly."""


class SyncRequest(NamedTuple):
    """What somebody who wants to sync brings: the store's folder, today, the memo, how to be told, how to wait."""

    root: str
    today: dt.date
    memo: Cache
    tell: Callable[[str], None]
    patience: Patience
    dry_run: bool = False


class CloneLocation(NamedTuple):
    """Where things lie: the store, the top of the work tree, the store's path from there ("" or "data/"), git's own.

    `folder` is that of this work tree, `common` the one that all work trees share, `index_file` that of the index.
    """

    root: str
    top: str
    prefix: str
    folder: str
    common: str
    index_file: str
    shallow: bool

    @property
    def state(self) -> str:
        """The folder where sync keeps what it must know between its runs."""
        return os.path.join(self.folder, "mstrack")


class Clone(NamedTuple):
    """What was found. `branch` is None where HEAD is detached, `head` where nothing is committed yet.

    `remote` and `upstream` are what the branch follows ("origin", "refs/heads/main"), `tracking` is git's own record
    of that. `changed` are the states (as `git status --porcelain` has them) of tracked files that are not as HEAD has
    them, by their paths from the top. `nameless` is the setting without which git does not know who commits.
    """

    place: CloneLocation
    branch: str | None
    head: str | None
    remote: str
    upstream: str
    tracking: str
    remotes: dict[str, str]
    branches: dict[str, str]
    under_way: str
    changed: dict[str, str]
    nameless: str
    signs: bool

    @property
    def follows(self) -> str:
        """What the branch follows, as people say it: origin/main."""
        return f"{self.remote}/{self.upstream.removeprefix(HEADS)}"


class Work(NamedTuple):
    """What every step needs: what was asked, the clone, the handle of its lock, a folder for what is thrown away.

    `verdicts` are the problems of the trees that were judged so far, by their digests.
    """

    asked: SyncRequest
    clone: Clone
    hold: int
    spare: str
    verdicts: dict[str, list[Problem]]

    @property
    def top(self) -> str:
        """The top of the work tree."""
        return self.clone.place.top


def place(root: str) -> CloneLocation:
    """Return where things lie; WrongUse where the folder is in no repository that has a work tree."""
    wanted = (
        *("--path-format=absolute", "--show-toplevel", "--absolute-git-dir", "--git-common-dir"),
        *("--git-path", "index", "--is-shallow-repository", "--show-prefix"),
    )
    result = process.ask(root, "rev-parse", *wanted)
    if result.code:
        told_so = _("this folder is in no git repository; get the shared one with git clone ADDRESS, and work there")
        process.serve(root, told_so)
        raise WorldFailed(_("this repository has no work tree; sync in a clone: git clone ADDRESS"))
    top, folder, common, index_file, shallow, prefix, *_rest = f"{os.fsdecode(result.out)}\n".split("\n")
    return CloneLocation(root, top, prefix, folder, common, index_file, shallow == "true")


def gather(where: CloneLocation) -> Clone:
    """Ask git all that has to be known before anything is done."""
    branch = process.ask(where.top, "symbolic-ref", "--quiet", "HEAD").out.decode().strip() or None
    form = "--format=%(refname)%00%(objectname)%00%(upstream)"
    listed = process.run(where.top, "for-each-ref", form, "refs/heads", "refs/remotes").decode(
        "utf-8", "surrogateescape"
    )
    refs = {
        name: (commit, follows) for name, commit, follows in (line.split("\0") for line in listed.split("\n") if line)
    }
    settings = _settings(where)
    key = f"branch.{(branch or '').removeprefix(HEADS)}"
    head, tracking = refs.get(branch or "", (None, ""))
    return Clone(
        place=where,
        branch=branch,
        head=head,
        remote=settings.get(f"{key}.remote", ""),
        upstream=settings.get(f"{key}.merge", ""),
        tracking=tracking,
        remotes={name[7:-4]: value for name, value in settings.items() if name[:7] + name[-4:] == "remote..url"},
        branches={name: commit for name, (commit, _follows) in refs.items()},
        under_way=_under_way(where),
        changed=_changed(where),
        nameless=_nameless(where, settings),
        signs=settings.get("commit.gpgsign", "false").lower() in {"", "true", "yes", "on", "1"},
    )


def _settings(where: CloneLocation) -> dict[str, str]:
    """Return the user's configuration and the clone's; of a setting that is there twice, the last."""
    listed = process.run(where.top, "config", "-z", "--list", own=True).decode("utf-8", "surrogateescape")
    pairs = (line.partition("\n") for line in listed.split("\0") if line)
    return {name: value for name, _newline, value in pairs}


def _nameless(where: CloneLocation, settings: dict[str, str]) -> str:
    if not any(process.ask(where.top, "var", f"GIT_{who}_IDENT", own=True).code for who in ("AUTHOR", "COMMITTER")):
        return ""
    return "user.email" if settings.get("user.name") else "user.name"


def _under_way(where: CloneLocation) -> str:
    found = ""
    for name, what in _UNDER_WAY.items():
        if os.path.lexists(os.path.join(where.folder, name)):
            found = what
    return found


def _changed(where: CloneLocation) -> dict[str, str]:
    output = process.run(
        where.top, "status", "--porcelain=v1", "-z", "--untracked-files=no", "--no-renames", "--ignore-submodules=all"
    )
    lines = output.decode("utf-8", "surrogateescape").split("\0")
    return {line[3:]: line[:2] for line in lines if line}
