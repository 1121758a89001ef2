"""All of git is started here, one process a question, and no configuration of a clone runs a program.

Only what records (sync, init) asks with `own=True`: then the user's hooks, signing, credentials and transports are in
force, as in any command that they type themselves.
"""

from __future__ import annotations

import os
import re
import subprocess
from typing import NamedTuple

from mstrack.errors import WorldFailed, WrongUse
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _

_SAFE = (
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "log.showSignature=false"),  # it runs gpg.program
    *("-c", "safe.bareRepository=explicit"),  # a tree may hold a bare repository, with a config of its own
    *("-c", "core.commitGraph=false"),  # a cache of what commits say, which may lie; so may grafts (_environment)
    "--no-replace-objects",  # what a digest names, and nothing in its place
    "--no-optional-locks",
)
_ALWAYS = ("--no-pager", *("-c", "core.fsync=all"))  # what is written lies on disk for good; git's default syncs little


class Told(NamedTuple):
    """What a git command said: its exit code, its answer, its complaint."""

    code: int
    out: bytes
    err: bytes


def ask(
    root: str, *arguments: str, stdin: bytes = b"", own: bool = False, index: str | None = None, hold: int | None = None
) -> Told:
    """Run one git command in a folder and return what it said, whatever its exit code. WorldFailed without git.

    `index` is a file to be used in the place of the clone's own index. `hold` is the handle of a locked file: git keeps
    it open too, so that the lock lasts until both have ended, and runs apart, so that what kills us does not stop it.
    """
    process = start(root, *arguments, own=own, err=subprocess.PIPE, index=index, hold=hold)
    out, err = process.communicate(stdin)
    return Told(process.returncode, out, err)


def run(
    root: str, *arguments: str, stdin: bytes = b"", own: bool = False, index: str | None = None, hold: int | None = None
) -> bytes:
    """Run one git command that has no reason to fail, and return its answer; WorldFailed where it fails."""
    told = ask(root, *arguments, stdin=stdin, own=own, index=index, hold=hold)
    if told.code:
        raise failed(root, arguments[0])
    return told.out


def version() -> tuple[int, ...]:
    """Return the version of the git that is installed, as (2, 38, 1). WorldFailed without git."""
    numbers = re.search(rb"[0-9]+(?:[.][0-9]+)*", run(".", "version"))
    return tuple(map(int, numbers[0].split(b"."))) if numbers else ()


def user_name() -> str | None:
    """Return the name that git signs the user's commits with; None where it has none, or there is no git."""
    try:
        return run(".", "config", "--get", "user.name").decode().strip() or None
    except (WorldFailed, UnicodeDecodeError):
        return None


def serve(root: str, sentence: str) -> None:
    """Return where git serves a folder; else raise the reason: the sentence, where the folder is in no repository."""
    told = ask(root, "rev-parse", "--git-dir")
    if not told.code:
        return
    said = told.err.decode("utf-8", "replace")
    if "not a git repository" in said:
        raise WrongUse(sentence)
    owned = re.search(r"safe\.directory (.+)", said)
    if owned:
        path = shown(owned[1], 300)
        cure = _("this repository belongs to somebody else; if you trust it: git config --global --add {setting}")
        raise WorldFailed(cure.format(setting=f"safe.directory {path}"))
    reason = shown(said.strip().removeprefix("fatal: "), 200)
    raise WorldFailed(_("git cannot read this repository ({why})").format(why=reason))


def prefix(root: str) -> str | None:
    """Return where a folder lies in its repository, with a slash at its end ("" is the top); None outside of any."""
    told = ask(root, "rev-parse", "--show-prefix")
    return None if told.code else os.fsdecode(told.out.removesuffix(b"\n"))


def prepared(root: str) -> str | None:
    """Return the index of the commit under way in the repository of a folder, where we are its hook; else None.

    A hook of another repository leaves the same variable (githooks): its index says nothing of this one.
    """
    name = os.environ.get("GIT_INDEX_FILE")
    told = ask(root, "rev-parse", "--absolute-git-dir") if name else None
    if not name or not told or told.code:
        return None
    index, folder = os.path.realpath(name), os.path.realpath(os.fsdecode(told.out.removesuffix(b"\n")))
    return index if os.path.dirname(index) == folder else None


def failed(root: str, command: str) -> WorldFailed:
    """Return why git has not what was asked for: a partial clone left it behind, else something of it is lost."""
    if is_partial(root):
        told = _("this clone is partial, and git {command} needs what it left behind; run {cure}")
        return WorldFailed(told.format(command=command, cure=FETCH_ALL))
    return WorldFailed(_("git {command} failed; run git fsck").format(command=command))


def is_partial(root: str) -> bool:
    """Whether a clone was made with --filter, so that git would fetch what is missing when it is asked for."""
    return not ask(root, "config", "--get-regexp", r"^remote\..*\.(promisor|partialclonefilter)$").code


FETCH_ALL = "git fetch --refetch --no-filter"
"""What completes a partial clone."""


def start(
    root: str,
    *arguments: str,
    own: bool = False,
    err: int = subprocess.DEVNULL,
    index: str | None = None,
    hold: int | None = None,
) -> subprocess.Popen[bytes]:
    """Start one git command in a folder, with pipes to speak to it; `ask` says what else. WorldFailed without git."""
    environment = _environment(root, own=own) | ({"GIT_INDEX_FILE": index} if index else {})
    try:
        return subprocess.Popen(  # noqa: S603  fixed arguments
            [_program(), *_ALWAYS, *(() if own else _SAFE), *arguments],
            cwd=root,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=err,
            start_new_session=hold is not None,
            pass_fds=() if hold is None or os.name == "nt" else (hold,),
        )
    except OSError as error:
        raise WorldFailed(_("git could not be started; is it installed?")) from error


def _program() -> str:
    """Return the git of PATH, never one of the current folder or the store: Windows would look there first."""
    name = "git.exe" if os.name == "nt" else "git"
    paths = [os.path.join(folder, name) for folder in os.get_exec_path() if os.path.isabs(folder)]
    found = next((path for path in paths if os.access(path, os.X_OK) and os.path.isfile(path)), None)
    if found is None:
        raise FileNotFoundError(name)
    return found


def _environment(root: str, *, own: bool) -> dict[str, str]:
    """Return ours without what a hook or a caller left of git's own: GIT_DIR would make it read another repository.

    The language is English: what git complains of is told in our own words, and some of it has to be recognised.
    """
    kept = {name: value for name, value in os.environ.items() if _is_kept(name, own=own)} | {"LC_ALL": "C"}
    if own:
        return kept
    above = top(root)
    tree = {"GIT_WORK_TREE": above} if above else {}
    alone = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_GRAFT_FILE": ""}
    return kept | alone | tree


def top(root: str) -> str | None:
    """Return the way up to the folder whose .git git finds: core.worktree may name any other, and paths go astray."""
    way, here = ".", os.path.realpath(root)
    while True:
        inside = os.path.join(here, ".git")
        if os.path.isfile(inside) or all(os.path.lexists(os.path.join(inside, one)) for one in _OF_GIT):
            return way
        above = os.path.dirname(here)
        if above == here:
            return None
        way, here = f"{way}/..", above


_OF_GIT = ("HEAD", "objects", "refs")
"""What makes a folder git's (gitrepository-layout)."""


def _is_kept(name: str, *, own: bool) -> bool:
    """Whether a variable of the environment is kept: of git's own, only who signs and how one logs in, where `own`."""
    if not name.startswith("GIT_"):
        return True
    return own and name.startswith(_PERSONAL)


_PERSONAL = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG_", "GIT_SSH", "GIT_ASKPASS", "GIT_TERMINAL_PROMPT")
