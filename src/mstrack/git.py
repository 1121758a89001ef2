"""All of git is started here, one process a question, and no configuration of a clone runs a program.

Only what records (sync, init) asks with `own=True`: then the user's hooks, signing, credentials and transports are in
force, as in any command that they type themselves.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import WorldFailed, WrongUse
from mstrack.i18n import gettext as _
from mstrack.rawtext import shown

if TYPE_CHECKING:
    from typing import IO

_SAFE = (
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "--no-optional-locks",
    "--no-pager",
)
_HEAD = re.compile(rb"([0-9a-f]{40,64}) [a-z]+ ([0-9]+)\n")


class Told(NamedTuple):
    """What a git command said: its exit code, its answer, its complaint."""

    code: int
    out: bytes
    err: bytes


def ask(root: str, *arguments: str, stdin: bytes = b"", own: bool = False) -> Told:
    """Run one git command in a folder and return what it said, whatever its exit code. WorldFailed without git."""
    process = _start(root, *arguments, own=own, err=subprocess.PIPE)
    out, err = process.communicate(stdin)
    return Told(process.returncode, out, err)


def run(root: str, *arguments: str, stdin: bytes = b"", own: bool = False) -> bytes:
    """Run one git command that has no reason to fail, and return its answer; WorldFailed where it fails."""
    told = ask(root, *arguments, stdin=stdin, own=own)
    if told.code:
        raise WorldFailed(_("git {command} failed; run git fsck").format(command=arguments[0]))
    return told.out


def user_name() -> str | None:
    """Return the name that git signs the user's commits with; None where it has none, or there is no git."""
    try:
        return run(".", "config", "--get", "user.name").decode().strip() or None
    except (WorldFailed, UnicodeDecodeError):
        return None


class Objects:
    """`git cat-file --batch`: one process for many objects of the repository that a folder lies in."""

    def __init__(self, root: str) -> None:
        """Start the process. WorldFailed without git."""
        self._process = _start(root, "cat-file", "--batch")

    def commit(self, rev: str) -> str:
        """Return the digest of the commit that a revision names; it never reaches a command line."""
        answer = self._ask(f"{rev}^{{commit}}", 0) if rev.isprintable() and rev.strip() else None
        if answer is None:
            raise WrongUse(_("there is no revision {rev}; git log lists them").format(rev=shown(rev.strip())))
        return answer[0]

    def blob(self, digest: str, limit: int) -> bytes:
        """Return the bytes of an object, one more than the limit at most."""
        answer = self._ask(digest, limit + 1)
        if answer is None:
            raise WorldFailed(_("git has lost the object {digest}; run git fsck").format(digest=digest))
        return answer[1]

    def _ask(self, name: str, most: int) -> tuple[str, bytes] | None:
        """Return an object's digest and its first bytes; None where there is no such object."""
        source, sink = self._pipes()
        try:
            sink.write(f"{name}\n".encode())
            sink.flush()
            head = source.readline()
        except OSError:
            head = b""
        if not head:
            raise WrongUse(_("this folder is in no git repository, so it has no revisions; leave out --rev"))
        about = _HEAD.fullmatch(head)
        if not about:  # "… missing", "… ambiguous"
            return None
        size = int(about[2])
        data = source.read(min(size, most))
        rest = size + 1 - len(data)  # what is too much is let by, piece by piece; a line break ends it
        while rest > 0 and (part := source.read(min(rest, 65536))):
            rest -= len(part)
        return about[1].decode(), data

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process.stdout is None or self._process.stdin is None:
            raise WorldFailed(_("git could not be started"))
        return self._process.stdout, self._process.stdin

    def __del__(self) -> None:
        """End the process with the object."""
        with contextlib.suppress(AttributeError):  # it was never started
            for pipe in (self._process.stdin, self._process.stdout):
                with contextlib.suppress(AttributeError, OSError):
                    pipe.close()  # type: ignore[union-attr]
            self._process.wait()


def _start(root: str, *arguments: str, own: bool = False, err: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603  fixed arguments
            ["git", *(("--no-pager",) if own else _SAFE), *arguments],  # noqa: S607  the user's git
            cwd=root,
            env=_environment(own=own),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=err,
        )
    except OSError as error:
        raise WorldFailed(_("git could not be started; is it installed?")) from error


def _environment(*, own: bool) -> dict[str, str]:
    """Return ours without what a hook or a caller left of git's own: GIT_DIR would make it read another repository.

    The language is English: what git complains of is told in our own words, and some of it has to be recognised.
    """
    kept = {name: value for name, value in os.environ.items() if _is_kept(name, own=own)} | {"LC_ALL": "C"}
    if own:
        return kept
    return kept | {"GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"}


def _is_kept(name: str, *, own: bool) -> bool:
    """Whether a variable of the environment is kept: of git's own, only who signs and how one logs in, where `own`."""
    if not name.startswith("GIT_"):
        return True
    return own and name.startswith(_PERSONAL)


_PERSONAL = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_CONFIG_", "GIT_SSH", "GIT_ASKPASS", "GIT_TERMINAL_PROMPT")
