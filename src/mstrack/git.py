"""The store as a git revision has it. All of git is called from here; no configuration of a clone runs a program."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
from typing import TYPE_CHECKING

from mstrack import files
from mstrack.errors import Problem, Unreadable, WorldFailed, WrongUse
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
_REGULAR = {b"100644", b"100755"}


class Revision:
    """The files below a folder as a commit has them, read by two processes: one lists names, one gives texts."""

    def __init__(self, root: str, rev: str) -> None:
        """Resolve the revision. WrongUse where the folder is in no repository, or has no such revision."""
        self._root = root
        self._texts = _Batch(root)
        self.commit = self._texts.commit(rev)
        self._blobs: dict[str, tuple[bytes, str]] = {}
        self._folders: dict[str, list[str]] = {}
        for line in _run(root, "ls-tree", "-r", "-z", self.commit).split(b"\0"):
            if line:
                about, path = line.split(b"\t", 1)
                mode, _kind, digest = about.split(b" ")
                self._add(path.decode("utf-8", "surrogateescape"), mode, digest.decode())

    def names(self, folder: str) -> list[str]:
        """Return the names that lie in a folder of the revision."""
        return self._folders.get(folder, [])

    def read(self, path: str, limit: int) -> bytes:
        """Return the bytes of a file of the revision."""
        mode, digest = self._blobs.get(path, (b"", ""))
        if mode not in _REGULAR:
            sentence = _("this is no regular file in revision {rev}").format(rev=self.commit[:12])
            raise Unreadable([Problem(path, 1, 1, "not-a-file", sentence)])
        return files.within(path, self._texts.blob(digest, limit), limit)

    def _add(self, path: str, mode: bytes, digest: str) -> None:
        self._blobs[path] = (mode, digest)
        folder, _slash, name = path.rpartition("/")
        is_new = folder not in self._folders
        self._folders.setdefault(folder, []).append(name)
        while is_new and folder:  # a folder is a name in the one above it
            folder, _slash, name = folder.rpartition("/")
            is_new = folder not in self._folders
            self._folders.setdefault(folder, []).append(name)


class _Batch:
    """`git cat-file --batch`: one process for many objects."""

    def __init__(self, root: str) -> None:
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


def user_name() -> str | None:
    """Return the name that git signs the user's commits with; None where it has none, or there is no git."""
    try:
        return _run(".", "config", "--get", "user.name").decode().strip() or None
    except (WorldFailed, UnicodeDecodeError):
        return None


def _start(root: str, *arguments: str) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(  # noqa: S603  fixed arguments
            ["git", *_SAFE, *arguments],  # noqa: S607  the user's git
            cwd=root,
            env=_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise WorldFailed(_("git could not be started; is it installed?")) from error


def _run(root: str, *arguments: str) -> bytes:
    process = _start(root, *arguments)
    out = process.communicate()[0]
    if process.returncode:
        raise WorldFailed(_("git {command} failed; run git fsck").format(command=arguments[0]))
    return out


def _environment() -> dict[str, str]:
    """Return ours without what a hook or a caller left of git's own: GIT_DIR would make it read another repository."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"}
