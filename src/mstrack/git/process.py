"""Starts every git process of the program, and lets no configuration of a clone run a program.

`sync` and `init` act for the user and pass `own=True`: then the user's hooks, signing, credentials and transports are
in force, as in any command that the user types.

Every process has a limit in time, and is stopped when it has passed: a FIFO, a silent server or a disk that hangs would
else keep the program waiting forever.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import threading
import time
from typing import NamedTuple

from mstrack.errors import WorldFailed
from mstrack.format.characters import shown
from mstrack.git import pipes
from mstrack.i18n import gettext as _

_SAFE = (
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.checkStat=default"),  # a clone may be told to look at sizes and times of writing alone,
    *("-c", "core.trustctime=true"),  # which programs can set back
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "log.showSignature=false"),  # it would run gpg.program
    *("-c", "log.showRoot=true"),  # what the first commit brought, what merges brought, and all under one path alone
    *("-c", "log.diffMerges=separate"),
    *("-c", "log.follow=false"),
    *("-c", "i18n.logOutputEncoding=UTF-8"),  # a Chinese Windows may be set to GBK
    *("-c", "safe.bareRepository=explicit"),  # a tree may hold a bare repository, with a config of its own
    *("-c", f"core.attributesFile={os.devnull}"),  # no answer rests on what somebody set for all repositories
    *("-c", "core.deltaBaseCacheLimit=16m"),  # by default git remembers 96 MiB, of objects that are read once
    *("-c", "core.commitGraph=false"),  # a cache of commits, which may be false; so may grafts (_environment)
    "--no-replace-objects",  # read the object that a digest names, and no replacement
    "--no-optional-locks",
)
_ALWAYS = ("--no-pager", *("-c", "core.fsync=all"))  # sync all that git writes; its default syncs little


LIMIT = 120.0
"""Seconds that git may take for something that lies here; the longest question known takes ten."""
LONG_LIMIT = 900.0
"""Seconds that it may take for what acts for the user: a hook that tests, a signature, a transfer."""
_SHORT = {"ls-remote"}
"""Commands that act for the user and take no longer than others: a server that is silent is told soon."""
GRACE = 5.0
"""Seconds for git to remove its locks after it was told to stop."""


_FULL = re.compile(rb"^(?!remote:).*(?:No space left on device|Disk quota exceeded|Out of diskspace)", re.MULTILINE)
"""Git's complaint about a disk of this machine; of the server's it says `remote:` before."""


class GitResult(NamedTuple):
    """What a git command returned: its exit code, stdout and stderr."""

    code: int
    out: bytes
    err: bytes


def ask(
    root: str, *arguments: str, stdin: bytes = b"", own: bool = False, index: str | None = None, hold: int | None = None
) -> GitResult:
    """Run one git command in a folder and return its result, whatever its exit code. WorldFailed without git.

    `index` is a file that git uses as the index. `hold` is the handle of a locked file: git inherits it, so that the
    lock lasts until both processes have ended, and git runs in a session of its own, so that a signal to this process
    does not stop it. WorldFailed, too, where the disk is full, or git takes longer than its limit; then it is stopped.
    """
    process = start(root, *arguments, own=own, err=subprocess.PIPE, index=index, hold=hold)
    limit = LONG_LIMIT if own and not _SHORT.intersection(arguments) else LIMIT
    try:
        out, err = process.communicate(stdin, timeout=limit)
    except subprocess.TimeoutExpired as error:
        stop(process)
        raise too_long(_command(arguments), limit, root) from error
    if process.returncode and _FULL.search(err):
        raise WorldFailed(_("the disk is full, so git could write nothing more; make room, then do it once more"))
    return GitResult(process.returncode, out, err)


def run(root: str, *arguments: str, stdin: bytes = b"", own: bool = False, index: str | None = None) -> bytes:
    """Run one git command and return its stdout. WorldFailed where it fails."""
    result = ask(root, *arguments, stdin=stdin, own=own, index=index)
    if result.code:
        raise failed(root, _command(arguments))
    return result.out


def end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process that has nothing left to do; kill it where it does not end."""
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process that takes too long; it may remove its locks first. Its own children may hold the pipes open."""
    process.terminate()
    end(process)
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe:
            with contextlib.suppress(OSError):
                pipe.close()


class TooLong(WorldFailed):
    """A git command took longer than its limit, and was stopped."""


def too_long(command: str, limit: float, root: str | None = None) -> TooLong:
    """Return the failure of a git command that took longer than its limit; what it waits at is looked for in `root`."""
    sentence = _(
        "git {command} had not ended after {n} seconds and was stopped; a server, hook, disk or FIFO keeps it waiting"
    )
    sentence = sentence.format(command=command, n=round(limit))
    path = None if root is None else pipes.anywhere(os.path.join(root, top(root) or "."))
    return TooLong("\n".join([sentence, _would_wait(path)]) if path else sentence)


class Watch:
    """Ends a process that is asked through pipes and has not answered within the limit.

    Its thread takes no lock, not even that of `Popen.poll`: where the program ends meanwhile, the thread stops for good
    wherever it is, and whoever needs the lock then would wait for ever.
    """

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """Watch a process from its first question on."""
        self.expired = False
        self.over = False
        """Whether the process is needed no longer."""
        self._process = process
        self._until: float | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> None:
        """Begin a question."""
        self._until = time.monotonic() + LIMIT
        if self._thread is None:
            self._thread = threading.Thread(target=self._look, daemon=True)
            self._thread.start()

    def __exit__(self, *_error: object) -> None:
        """End a question."""
        self._until = None

    def _look(self) -> None:
        while not self.over:
            until = self._until
            if until is not None and time.monotonic() > until:
                self.expired = True
                self._process.kill()
                return
            time.sleep(min(1.0, LIMIT / 4))


def _command(arguments: tuple[str, ...]) -> str:
    """Return the name of the command in the arguments, behind the settings before it."""
    names = [one for before, one in zip(("", *arguments), arguments, strict=False) if before != "-c" and one[0] != "-"]
    return names[0] if names else arguments[0]


def failed(root: str, command: str) -> WorldFailed:
    """Return why a command failed: a partial clone lacks an object, else the repository has lost one."""
    if is_partial(root):
        sentence = _("this clone is partial, and git {command} needs what it left behind; run {cure}")
        return WorldFailed(sentence.format(command=command, cure=FETCH_ALL))
    return WorldFailed(_("git {command} failed; run git fsck").format(command=command))


def is_partial(root: str) -> bool:
    """Whether a clone was made with --filter, so that git fetches missing objects when it needs them."""
    return not ask(root, "config", "--get-regexp", r"^remote\..*\.(promisor|partialclonefilter)$").code


FETCH_ALL = "git fetch --refetch --no-filter"
"""The command that completes a partial clone."""


def start(
    root: str,
    *arguments: str,
    own: bool = False,
    err: int = subprocess.DEVNULL,
    index: str | None = None,
    hold: int | None = None,
) -> subprocess.Popen[bytes]:
    """Start one git command in a folder, with pipes; parameters are those of `ask`. WorldFailed without git."""
    environment = _environment(root, own=own) | ({"GIT_INDEX_FILE": index} if index else {})
    _refuse_pipes_of_git(root)
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


def _refuse_pipes_of_git(root: str) -> None:
    """Refuse a repository in whose own files, or those that they name, git would wait. WorldFailed names the path."""
    path = pipes.of_git(os.path.join(root, top(root) or "."))
    if path:
        raise WorldFailed(_would_wait(path))


def _would_wait(path: str) -> str:
    sentence = _("{path} is a pipe, a socket or a device, for which git would wait; delete it")
    return sentence.format(path=shown(os.path.normpath(path), 200))


def _program() -> str:
    """Return the git of PATH; on Windows a bare name would find one in the current folder first."""
    name = "git.exe" if os.name == "nt" else "git"
    paths = [os.path.join(folder, name) for folder in os.get_exec_path() if os.path.isabs(folder)]
    found = next((path for path in paths if os.access(path, os.X_OK) and os.path.isfile(path)), None)
    if found is None:
        raise FileNotFoundError(name)
    return found


def _environment(root: str, *, own: bool) -> dict[str, str]:
    """Return the environment without git's variables: GIT_DIR, left by a hook, would name another repository.

    Git runs in English, so that its complaints can be recognised and worded anew in the user's language.
    """
    kept = {name: value for name, value in os.environ.items() if _is_kept(name, own=own)} | {"LC_ALL": "C"}
    if own:
        return kept
    above = top(root)
    tree = {"GIT_WORK_TREE": above} if above else {}
    alone = {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_GRAFT_FILE": ""}
    return kept | alone | tree


def top(root: str) -> str | None:
    """Return the relative path to the folder whose .git git finds; core.worktree could name another one."""
    relative, here = ".", os.path.realpath(root)
    while True:
        inside = os.path.join(here, ".git")
        if os.path.isfile(inside) or all(os.path.lexists(os.path.join(inside, name)) for name in _OF_GIT):
            return relative
        above = os.path.dirname(here)
        if above == here:
            return None
        relative, here = f"{relative}/..", above


_OF_GIT = ("HEAD", "objects", "refs")
"""Names that a folder of git's contains (gitrepository-layout)."""


def _is_kept(name: str, *, own: bool) -> bool:
    """Whether an environment variable is kept; of git's own only identity and login, and only with `own`."""
    if not name.startswith("GIT_"):
        return True
    return own and name.startswith(_PERSONAL)


_PERSONAL = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG_", "GIT_SSH", "GIT_ASKPASS", "GIT_TERMINAL_PROMPT")
"""Prefixes of git's variables for identity, settings and login."""
