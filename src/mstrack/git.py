"""All of git is started here, one process a question, and no configuration of a clone runs a program.

Only what records (sync, init) asks with `own=True`: then the user's hooks, signing, credentials and transports are in
force, as in any command that they type themselves.
"""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import MstrackError, WorldFailed, WrongUse
from mstrack.i18n import gettext as _
from mstrack.rawtext import shown

if TYPE_CHECKING:
    from typing import IO

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
_HEAD = re.compile(rb"([0-9a-f]{40,64}) ([a-z]+) ([0-9]+)\n")
_PLACES = ("", "refs/tags/", "refs/heads/", "refs/remotes/")
"""Where a short name is looked for (gitrevisions)."""


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
    process = _start(root, *arguments, own=own, err=subprocess.PIPE, index=index, hold=hold)
    out, err = process.communicate(stdin)
    return Told(process.returncode, out, err)


def run(
    root: str, *arguments: str, stdin: bytes = b"", own: bool = False, index: str | None = None, hold: int | None = None
) -> bytes:
    """Run one git command that has no reason to fail, and return its answer; WorldFailed where it fails."""
    told = ask(root, *arguments, stdin=stdin, own=own, index=index, hold=hold)
    if told.code:
        raise WorldFailed(_("git {command} failed; run git fsck").format(command=arguments[0]))
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


def _prove(root: str, rev: str) -> None:
    """Refuse a moment before the log of a clone starts: git would take the oldest it knows, with a warning only."""
    told = ask(root, "rev-parse", "--verify", "--end-of-options", rev)
    if b"only goes back to" in told.err:
        sentence = _("the log of this clone does not go back to {rev}; name a commit, git log lists them")
        raise WrongUse(sentence.format(rev=shown(rev)))


def lost(digest: str) -> WorldFailed:
    """Return what is said of an object that git should have, and has not, or not whole."""
    return WorldFailed(_("git has lost the object {digest}; run git fsck").format(digest=digest))


class _Object(NamedTuple):
    """What git has under a name: its kind, digest and bytes; or nothing, and why ("missing", "ambiguous")."""

    kind: str
    digest: str
    data: bytes


class Objects:
    """`git cat-file --batch`: one process for many objects of the repository that a folder lies in."""

    def __init__(self, root: str) -> None:
        """Start the process. WorldFailed without git."""
        self._root = root
        self._process = _start(root, "cat-file", "--batch")

    def commit(self, rev: str) -> str:
        """Return the digest of the commit that a revision names; it never reaches a command line."""
        if not rev.isprintable() or not rev.strip():
            raise WrongUse(_("there is no revision {rev}; git log lists them").format(rev=shown(rev.strip())))
        found = {one.digest for place in _PLACES if (one := self._ask(f"{place}{rev}^{{commit}}", 0, rev)).digest}
        # :/text takes all that follows for the text, so it has to be asked first and peeled then
        bare = self._ask(rev, 0, rev) if not found else None
        if bare and bare.kind == "commit":
            found = {bare.digest}
        if len(found) == 1:
            if "@{" in rev:
                _prove(self._root, rev)
            return found.pop()
        if found or (bare and bare.kind == "ambiguous"):
            told = _("{rev} may be any of several commits; write more of the digest, or tags/{rev} or heads/{rev}")
        elif bare and bare.digest:
            told = _("{rev} is no commit but a file or a folder; git log lists the commits")
        else:
            told = _("there is no revision {rev}; git log lists them")
        raise WrongUse(told.format(rev=shown(rev)))

    def folder(self, commit: str) -> bytes:
        """Return the digest of the folder as a commit has it; none where it has no such folder."""
        found = self._ask(f"{commit}:./", 0)
        if not found.digest:
            run(self._root, "ls-tree", commit)  # fails where the folder is not missing, but lost
        return bytes.fromhex(found.digest) if found.kind == "tree" else b""

    def read(self, digest: str, limit: int = sys.maxsize - 1) -> bytes:
        """Return the bytes of an object, one more than the limit at most."""
        answer = self._ask(digest, limit + 1)
        if not answer.digest:
            raise lost(digest)
        return answer.data

    def _ask(self, name: str, most: int, rev: str | None = None) -> _Object:
        """Return an object with its first bytes; `rev` is the revision that this is about."""
        source, sink = self._pipes()
        try:
            sink.write(f"{name}\n".encode())
            sink.flush()
            head = source.readline()
        except OSError:
            head = b""
        if not head:
            raise self._ended(rev)
        about = _HEAD.fullmatch(head)
        if not about:  # "NAME missing", "NAME ambiguous"
            return _Object(head.rstrip(b"\n").rpartition(b" ")[2].decode(), "", b"")
        size = int(about[3])
        data = source.read(min(size, most))
        rest = size + 1 - len(data)  # what is too much is let by, piece by piece; a line break ends it
        while rest > 0 and (part := source.read(min(rest, 65536))):
            rest -= len(part)
        return _Object(about[2].decode(), about[1].decode(), data)

    def _ended(self, rev: str | None) -> MstrackError:
        """Return why git gave up: it cannot serve this folder, or could not stand this question."""
        serve(self._root, _("this folder is in no git repository, so it has no revisions; leave out --rev"))
        if rev is not None:  # HEAD@{99999} where there are 9
            return WrongUse(_("there is no revision {rev}; git log lists them").format(rev=shown(rev)))
        return WorldFailed(_("git {command} failed; run git fsck").format(command="cat-file"))

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


def _start(
    root: str,
    *arguments: str,
    own: bool = False,
    err: int = subprocess.DEVNULL,
    index: str | None = None,
    hold: int | None = None,
) -> subprocess.Popen[bytes]:
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
