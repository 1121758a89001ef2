"""Reads git's objects (commits, folders, files) one after the other through one `git cat-file` process.

Git does not hash what lies in its store under an object's name, so whatever is read is hashed here: a `.git` that came
on a stick or in an archive may hold any bytes.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import MstrackError, WorldFailed, WrongUse
from mstrack.format.characters import shown
from mstrack.git import process, repository
from mstrack.git.tree import FOLDER, Tree
from mstrack.i18n import gettext as _

try:  # hashlib loads all of OpenSSL, 4 ms of every start; this is Python's own
    from _sha1 import sha1  # type: ignore[import-not-found]  # typeshed lacks it
except ImportError:  # a Python without that module's usual name
    from hashlib import sha1

if TYPE_CHECKING:
    import hashlib
    from typing import IO

_HEAD = re.compile(rb"([0-9a-f]{40,64}) ([a-z]+) ([0-9]+)\n")
_PLACES = ("", "refs/tags/", "refs/heads/", "refs/remotes/")
"""Prefixes under which a short name is looked up (gitrevisions)."""


class _Object(NamedTuple):
    """An object: its kind, digest and bytes. Where there is none, `kind` says why ("missing", "ambiguous")."""

    kind: str
    digest: str
    data: bytes


class Objects:
    """One `git cat-file --batch` process for the objects of the repository that a folder lies in."""

    def __init__(self, root: str) -> None:
        """Start the process. WorldFailed without git."""
        self._root = root
        self._process = process.start(root, "cat-file", "--batch")
        self._watch = process.Watch(self._process)
        self._trees: dict[bytes, Tree] = {}

    def commit(self, rev: str) -> str:
        """Return the digest of the commit that a revision names. WrongUse where it names none, or several.

        The revision is sent through the pipe and never stands on a command line.
        """
        if not rev.isprintable() or not rev.strip():
            raise WrongUse(_("there is no revision {rev}; git log lists them").format(rev=shown(rev.strip())))
        found = {one.digest for place in _PLACES if (one := self._ask(f"{place}{rev}^{{commit}}", 0, rev)).digest}
        # in :/text all that follows belongs to the text, so ^{commit} cannot be added to it
        bare = self._ask(rev, 0, rev) if not found else None
        if bare and bare.kind == "commit":
            found = {bare.digest}
        if len(found) == 1:
            if "@{" in rev:
                _refuse_before_reflog(self._root, rev)
            [digest] = found
            self.read(digest)
            return digest
        if found or (bare and bare.kind == "ambiguous"):
            sentence = _("{rev} may be any of several commits; write more of the digest, or tags/{rev} or heads/{rev}")
        elif bare and bare.digest:
            sentence = _("{rev} is no commit but a file or a folder; git log lists the commits")
        else:
            sentence = _("there is no revision {rev}; git log lists them")
        raise WrongUse(sentence.format(rev=shown(rev)))

    def named(self, ref: str) -> str:
        """Return the digest that the full name of a ref has at this moment; empty where there is no such ref."""
        return self._ask(ref, 0).digest

    def parents(self, commit: str) -> tuple[str, ...]:
        """Return the digests of a commit's parents."""
        head = self.read(commit).partition(b"\n\n")[0].decode("utf-8", "replace").split("\n")
        return tuple(line.removeprefix("parent ") for line in head if line.startswith("parent "))

    def top(self, commit: str) -> str:
        """Return the digest of a commit's first folder."""
        return self.read(commit).partition(b"\n")[0].removeprefix(b"tree ").decode()

    def end(self) -> None:
        """End the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(AttributeError, OSError):
                pipe.close()  # type: ignore[union-attr]
        self._watch.over = True
        process.end(self._process)

    def folder(self, commit: str, below: str = "") -> bytes:
        """Return the digest of the folder, or of one below it, in a commit; no bytes where the commit has none."""
        found = bytes.fromhex(self.top(commit))
        for name in [*names_from_top(self._root), *filter(None, below.split("/"))]:
            record = self.tree(found).record(name)
            if record is None or record[0] != FOLDER:
                return b""
            found = record[1]
        return found

    def tree(self, digest: bytes) -> Tree:
        """Return what lies in a folder; a folder that several commits have is read once."""
        if digest not in self._trees:
            try:
                self._trees[digest] = Tree(self.read(digest.hex()), len(digest))
            except ValueError as error:
                raise self.lost(digest.hex()) from error
        return self._trees[digest]

    def read(self, digest: str, limit: int = sys.maxsize - 1) -> bytes:
        """Return the bytes of an object, at most `limit` + 1 of them. WorldFailed where git has lost it."""
        answer = self._ask(digest, limit + 1)
        if not answer.digest:
            raise self.lost(digest)
        return answer.data

    def lost(self, digest: str) -> WorldFailed:
        """Return the failure for an object that git should have and lacks, whole or in part."""
        if process.is_partial(self._root):
            return process.failed(self._root, "cat-file")
        return WorldFailed(_("git has lost the object {digest}; run git fsck").format(digest=digest))

    def _ask(self, name: str, most: int, rev: str | None = None) -> _Object:
        """Return an object with at most `most` of its bytes; `rev` is the revision to name in an error."""
        with self._watch:
            return self._asked(name, most, rev)

    def _asked(self, name: str, most: int, rev: str | None) -> _Object:
        source, sink = self._pipes()
        try:
            sink.write(f"{name}\n".encode())
            sink.flush()
            head = source.readline()
        except OSError:
            head = b""
        if not head:
            raise self._ended(rev)
        header = _HEAD.fullmatch(head)
        if not header:  # "NAME missing", "NAME ambiguous"
            return _Object(head.rstrip(b"\n").rpartition(b" ")[2].decode(), "", b"")
        kind, digest, size = header[2].decode(), header[1].decode(), int(header[3])
        data = source.read(min(size, most))
        hashed = _hash(kind, size, len(digest) // 2) if most else None
        if hashed:
            hashed.update(data)
        rest = size - len(data)  # the rest is hashed and dropped; a line break ends it
        while rest > 0 and (part := source.read(min(rest, 65536))):
            rest -= len(part)
            if hashed:
                hashed.update(part)
        source.read(1)
        if hashed and hashed.hexdigest() != digest and not rest:
            raise forged(digest)
        return _Object(kind, digest, data)

    def _ended(self, rev: str | None) -> MstrackError:
        """Return why the process ended: it took too long, git does not serve this folder, or fails on this revision."""
        if self._watch.expired:
            return process.too_long("cat-file", process.LIMIT)
        repository.serve(self._root, _("this folder is in no git repository, so it has no revisions; leave out --rev"))
        if rev is not None:  # such as HEAD@{99999} in a reflog of 9
            return WrongUse(_("there is no revision {rev}; git log lists them").format(rev=shown(rev)))
        return process.failed(self._root, "cat-file")

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        if self._process.stdout is None or self._process.stdin is None:
            raise WorldFailed(_("git could not be started"))
        return self._process.stdout, self._process.stdin

    def __del__(self) -> None:
        """End the process with the object."""
        try:
            self.end()
        except (AttributeError, TypeError):  # it was never started; or Python ends, and took its modules away
            return


def blob_digest(data: bytes, size: int) -> bytes:
    """Return the digest that git gives a file with these bytes; `size`: bytes of a digest, 20 or 32."""
    return digest_of("blob", data, size)


def digest_of(kind: str, data: bytes, size: int) -> bytes:
    """Return the digest that git gives an object of a kind with these bytes."""
    hashed = _hash(kind, len(data), size)
    hashed.update(data)
    return hashed.digest()


def forged(digest: str) -> WorldFailed:
    """Return the failure for an object whose bytes are not those of its name."""
    sentence = _(
        "the object {digest} in .git has other bytes than its name says: a disk or a person changed them, and nothing "
        "that rests on it is believed; git fsck lists all of its kind, another clone has the right ones"
    )
    return WorldFailed(sentence.format(digest=digest))


def _hash(kind: str, length: int, size: int) -> hashlib._Hash:
    """Begin the digest of an object; `size`: bytes of a digest, 20 or 32."""
    head = f"{kind} {length}\0".encode()
    if size == _SHA1 and length < _LONG:
        started: hashlib._Hash = sha1(head)  # noqa: S324  git chose it
        return started
    import hashlib  # noqa: PLC0415  loads OpenSSL, for few texts

    return hashlib.new("sha1" if size == _SHA1 else "sha256", head, usedforsecurity=False)


_SHA1 = 20
_LONG = 4096
"""Bytes of an object from which on it pays to load OpenSSL, which takes a seventh of the time for them."""


def names_from_top(root: str) -> list[str]:
    """Return the names of the folders that lead to a folder from the top of its repository."""
    here = os.path.realpath(root)
    above = os.path.realpath(os.path.join(root, process.top(root) or "."))
    return os.path.relpath(here, above).split(os.sep) if here != above else []


def _refuse_before_reflog(root: str, rev: str) -> None:
    """Refuse a moment before the reflog starts: git only warns, and takes the oldest commit that the reflog has."""
    result = process.ask(root, "rev-parse", "--verify", "--end-of-options", rev)
    if b"only goes back to" in result.err:
        sentence = _("the log of this clone does not go back to {rev}; name a commit, git log lists them")
        raise WrongUse(sentence.format(rev=shown(rev)))
