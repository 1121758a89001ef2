"""Finds out about the clone: where it lies, its branch, its upstream, and every odd state that sync refuses."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import WorldFailed
from mstrack.git import process, repository
from mstrack.i18n import gettext as _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from mstrack.errors import Problem
    from mstrack.git.revisions import Revisions
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
"""File in git's folder → the command under way; a later match is more exact than an earlier one."""


class SyncRequest(NamedTuple):
    """A request to sync: the store's folder, today, the cache, where sentences go, how to wait for locks.

    After the moment `latest` no entry can have been recorded.
    """

    root: str
    today: dt.date
    cache: Cache
    on_message: Callable[[str], None]
    patience: Patience
    dry_run: bool = False
    latest: dt.datetime | None = None


class CloneLocation(NamedTuple):
    """Where things lie: the store, the top of the work tree, and the store's path from there ("" or "data/").

    `folder` is git's folder of this work tree, `common` the one that all work trees share, `index_file` the index.
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
        """The folder in which sync keeps what it needs in its next run."""
        return os.path.join(self.folder, "mstrack")


class Clone(NamedTuple):
    """The state of a clone. `branch` is None where HEAD is detached, `head` where nothing is committed yet.

    `remote` and `upstream` are what the branch follows ("origin", "refs/heads/main"), `tracking` is git's own ref for
    it. `changed` maps tracked files that differ from HEAD, by their paths from the top, to their states as `git status
    --porcelain` prints them. `nameless` is the setting that git lacks to know who commits, else empty. `hooks` is the
    folder of the hooks; newer versions of git take them from settings, too.
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
    hooks: str
    hooks_by_setting: bool

    @property
    def follows(self) -> str:
        """The upstream as people write it: origin/main."""
        return f"{self.remote}/{self.upstream.removeprefix(HEADS)}"

    def is_indexed(self, commit: str | None) -> bool:
        """Whether git's index held what a commit does, and no more, when the state was read."""
        return commit is not None and commit == self.head and all(state[0] == " " for state in self.changed.values())

    def has_hook(self, name: str) -> bool:
        """Whether git may have a hook of this name to run."""
        return self.hooks_by_setting or any(
            os.path.lexists(os.path.join(self.hooks, name + end)) for end in ("", ".exe")
        )


class Work(NamedTuple):
    """What every step needs: the request, the clone, the handle of its lock, a folder for temporary files.

    `revisions` begin at the top of the work tree. `problems` are those of the trees that were checked so far, by the
    trees' digests; `held` those of entries of this clone that are held back.
    """

    request: SyncRequest
    clone: Clone
    hold: int
    spare: str
    revisions: Revisions
    problems: dict[str, list[Problem]]
    held: list[Problem]

    @property
    def top(self) -> str:
        """The top of the work tree."""
        return self.clone.place.top


def place(root: str) -> CloneLocation:
    """Find where things lie. WrongUse outside of a repository, WorldFailed in one without a work tree."""
    wanted = (
        *("--path-format=absolute", "--show-toplevel", "--absolute-git-dir", "--git-common-dir"),
        *("--git-path", "index", "--is-shallow-repository", "--show-prefix"),
    )
    result = process.ask(root, "rev-parse", *wanted)
    if result.code:
        told_so = _("this folder is in no git repository; get the shared one with git clone ADDRESS, and work there")
        repository.serve(root, told_so)
        raise WorldFailed(_("this repository has no work tree; sync in a clone: git clone ADDRESS"))
    top, folder, common, index_file, shallow, prefix, *_rest = f"{os.fsdecode(result.out)}\n".split("\n")
    return CloneLocation(root, top, prefix, folder, common, index_file, shallow == "true")


def gather(where: CloneLocation) -> Clone:
    """Read the state of the clone from git, before anything is changed."""
    form = "--format=%(refname)%00%(objectname)%00%(upstream)%00%(HEAD)"
    listed = process.run(where.top, "for-each-ref", form, "refs/heads", "refs/remotes").decode(
        "utf-8", "surrogateescape"
    )
    lines = [line.split("\0") for line in listed.split("\n") if line]
    refs = {name: (commit, follows) for name, commit, follows, _is_head in lines}
    branch = next((name for name, _commit, _follows, is_head in lines if is_head == "*"), None) or _unborn(where)
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
        hooks=os.path.join(where.top, os.path.expanduser(settings.get("core.hookspath") or f"{where.common}/hooks")),
        hooks_by_setting=any(name.startswith("hook.") for name in settings),
    )


def _unborn(where: CloneLocation) -> str | None:
    """Return the branch that HEAD names where no commit is on it yet; None where HEAD is detached."""
    return process.ask(where.top, "symbolic-ref", "--quiet", "HEAD").out.decode().strip() or None


def _settings(where: CloneLocation) -> dict[str, str]:
    """Return the settings of the user and of the clone; of a repeated one the last value."""
    listed = process.run(where.top, "config", "-z", "--list", own=True).decode("utf-8", "surrogateescape")
    pairs = (line.partition("\n") for line in listed.split("\0") if line)
    return {name: value for name, _newline, value in pairs}


def _nameless(where: CloneLocation, settings: dict[str, str]) -> str:
    if all(re.search(r"\w", settings.get(name, "")) for name in ("user.name", "user.email")):
        return ""  # the usual case; else git knows where it looks for a name
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
