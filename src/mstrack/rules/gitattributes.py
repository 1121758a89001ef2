"""Finds attributes of git that harm a store's files: a diff that is hidden, two files that a merge fuses.

Git itself is asked about every file, since only git knows which pattern of which .gitattributes wins. The user's own
attributes (core.attributesFile) are left out: the rule is about what everybody gets.
"""

from __future__ import annotations

import contextlib
import os
import posixpath
from itertools import islice
from typing import TYPE_CHECKING

from mstrack.errors import MstrackError, Problem, Unreadable
from mstrack.format.characters import shown
from mstrack.git import process, repository
from mstrack.git.objects import Objects, names_from_top
from mstrack.git.snapshot import Index, Revision
from mstrack.git.waiting import refuse_pipes
from mstrack.i18n import gettext as _
from mstrack.i18n import mark
from mstrack.store.source import WorkTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mstrack.store.source import Files

NAME = ".gitattributes"
_LIMIT = 64 * 1024
"""Bytes of a .gitattributes."""
_AT_ONCE = 20_000
"""Files in one question to git, which answers with some 200 bytes for each."""
_HARMLESS = {
    "diff": {"set", "mstrack"},
    "merge": {"set", "text"},
    "eol": {"lf"},
    "filter": {"unset"},
    "ident": {"unset"},
    "working-tree-encoding": {"unset"},
    "linguist-generated": {"unset", "false"},
    "gitlab-generated": {"unset", "false"},
}
"""Attributes that matter → their harmless values. The diff driver `mstrack` of `init` only defines a word."""
_KEEPING = {("eol", "lf"), ("text", "unset")}
"""Attributes with which git leaves LF as it is."""
_CHANGING = {("text", "set"), ("text", "auto"), ("eol", "crlf")}
"""Attributes with which git for Windows changes LF, whatever is configured."""
_WHY = {
    "diff": mark("{attribute} hides from a reviewer what changes ({n} of the store's files, as {path}); delete it"),
    "merge": mark(
        "{attribute} lets merges fuse or drop what was filed ({n} of the store's files, as {path}); delete it"
    ),
    "linguist-generated": mark(
        "{attribute} folds changes away in a review ({n} of the store's files, as {path}); delete it"
    ),
}
_WHY["gitlab-generated"] = _WHY["linguist-generated"]
_CHANGES = mark("{attribute} changes bytes on their way in and out ({n} of the store's files, as {path}); delete it")


def attributes(root: str, source: Files, paths: Iterable[str], index: str | None = None) -> list[Problem]:
    """No .gitattributes hides the diff of a store's file, fuses it in a merge, or changes its bytes.

    `source` has the files that `paths` name, `root` is their folder, `index` the index of a commit under way. Outside
    of a repository there are no attributes. Where git does not serve the repository, a warning says that nothing was
    checked.
    """
    if isinstance(source, Revision):
        return _at_commit(root, source, paths)
    if process.top(root) is None:
        return []
    try:
        refuse_pipes(root)
        return _Attributes(root, cached=isinstance(source, Index), index=index).problems(paths)
    except Unreadable as error:
        return list(error.problems)
    except MstrackError as error:
        sentence = _(".gitattributes was not judged: {why}").format(why=error)
        return [Problem(NAME, 1, 1, "attributes", sentence, level="warning")]


def line_ends(root: str, source: Files, paths: Iterable[str], index: str | None = None) -> list[Problem]:
    """A store's files have eol=lf in .gitattributes: else Git for Windows gives them other line ends than they have.

    An error where an attribute says so for every clone on Windows, a warning where only Git for Windows' default does.
    Parameters are those of `attributes`, which says where nothing could be checked. Of each folder one file is asked.
    """
    if process.top(root) is None:
        return []
    sample = list({path.rpartition("/")[0]: path for path in paths}.values())
    try:
        refuse_pipes(root)
        if isinstance(source, Revision):
            with _index_of(root, source, sample) as made:
                bare, is_said = _Attributes(root, cached=True, index=made).without_line_ends(sample)
        else:
            given = _Attributes(root, cached=isinstance(source, Index), index=index)
            bare, is_said = given.without_line_ends(sample)
    except MstrackError:
        return []
    if not bare:
        return []
    sentence = _("Git for Windows would give {path} other line ends; add this as the last line: {line}")
    sentence = sentence.format(path=shown(bare[0], 200), line=CURE)
    place = posixpath.relpath(NAME, "/".join(names_from_top(root)) or ".")
    return [Problem(place, 1, 1, "line-ends", sentence, level="error" if is_said else "warning")]


CURE = "*.yaml text eol=lf diff=mstrack"
"""The line of .gitattributes that keeps line ends, and that `init` writes."""


def marks(root: str, source: Revision, paths: Iterable[str]) -> bytes:
    """Return all that may give attributes to these files of a commit; no bytes where there is nothing.

    Where two commits have the same, a file has the same attributes in both.
    """
    own = b""
    if os.path.lexists(inside := _inside(root)):
        refuse_pipes(root)
        with open(inside, "rb") as file:
            own = file.read(_LIMIT)
    return _lines(root, source, paths) + own


def _lines(root: str, source: Revision, paths: Iterable[str]) -> bytes:
    """Return the lines of an index for every .gitattributes of a commit that may speak of these files."""
    prefix = "".join(f"{name}/" for name in names_from_top(root))
    sample = {path.rpartition("/")[0]: path for path in paths}.values()
    places = sorted({place for path in sample for place in _above(f"{prefix}{path}")})
    records = {place: source.whole.folder(place[: -len(NAME)].rstrip("/")).record(NAME) for place in places}
    lines = (f"{record[0]} {record[1].hex()}\t{place}\0" for place, record in records.items() if record)
    return os.fsencode("".join(lines))


def _inside(root: str) -> str:
    """Return the path of the attributes that belong to this clone alone."""
    folder = os.path.join(root, process.top(root) or ".", ".git")
    if os.path.isdir(folder):  # else git knows where a linked work tree has them
        return os.path.join(folder, "info", "attributes")
    found = process.run(root, "rev-parse", "--git-path", "info/attributes").removesuffix(b"\n")
    return os.path.join(os.path.realpath(root), os.fsdecode(found))


def _at_commit(root: str, source: Revision, paths: Iterable[str]) -> list[Problem]:
    """Return the problems of a commit, from a temporary index: git reads attributes only from an index or the disk."""
    asked = list(paths)
    if not marks(root, source, asked):
        return []
    with _index_of(root, source, asked) as index:
        return _Attributes(root, cached=True, index=index).problems(asked)


@contextlib.contextmanager
def _index_of(root: str, source: Revision, paths: Iterable[str]) -> Iterator[str]:
    """Make a temporary index that has every .gitattributes of a commit that may speak of these paths, and no more."""
    import tempfile  # noqa: PLC0415  5 ms of a start

    with tempfile.TemporaryDirectory() as folder:
        index = os.path.join(folder, "index")
        top = os.path.join(root, process.top(root) or ".")
        process.run(top, "update-index", "-z", "--index-info", stdin=_lines(root, source, paths), index=index)
        yield index


class _Attributes:
    """The attributes of the work tree or (`cached`) of an index, the clone's or another one, as git reports them."""

    def __init__(self, root: str, *, cached: bool, index: str | None) -> None:
        self._root = root
        self._cached = ("--cached",) if cached else ()
        self._index = index

    def problems(self, paths: Iterable[str]) -> list[Problem]:
        """Return one problem for each harmful value, with the first of its files."""
        found: dict[tuple[str, str], list[str]] = {}
        remaining = iter(paths)
        while part := list(islice(remaining, _AT_ONCE)):
            for path, name, value in self._given(part):
                if value not in _HARMLESS.get(name, {value}):
                    found.setdefault((name, value), []).append(path)
        return [self._problem(name, value, having) for (name, value), having in found.items()]

    def without_line_ends(self, paths: list[str]) -> tuple[list[str], bool]:
        """Return the paths that have neither eol=lf nor -text, and whether an attribute makes git change line ends."""
        given = list(self._given(paths))
        kept = {path for path, name, value in given if (name, value) in _KEEPING}
        changed = {path for path, name, value in given if (name, value) in _CHANGING} - kept
        return [path for path in paths if path not in kept], bool(changed)

    def _given(self, paths: list[str]) -> Iterable[tuple[str, str, str]]:
        """Return path, attribute and value of every attribute that git reports."""
        stdin = "\0".join(paths).encode("utf-8", "surrogateescape")
        arguments = ("check-attr", *self._cached, "--all", "-z", "--stdin")
        result = process.ask(self._root, *arguments, stdin=stdin, index=self._index)
        if result.code:
            repository.serve(self._root, _("this folder is in no git repository"))
            raise process.failed(self._root, "check-attr")
        fields = result.out.decode("utf-8", "surrogateescape").split("\0")
        return zip(fields[::3], fields[1::3], fields[2::3], strict=False)

    def _problem(self, name: str, value: str, paths: list[str]) -> Problem:
        attribute = {"unset": f"-{name}", "set": name}.get(value, f"{name}={value}")
        template = _WHY.get(name, _CHANGES)
        sentence = _(template).format(attribute=shown(attribute), n=len(paths), path=shown(paths[0], 200))
        return Problem(*self._place(name, attribute, paths[0]), "attributes", sentence)

    def _place(self, name: str, attribute: str, path: str) -> tuple[str, int, int]:
        """Return path, line and column of the attribute: the last line of the nearest .gitattributes that has it.

        Where no .gitattributes has it, the place is info/attributes, which belongs to this clone alone.
        """
        prefix = repository.prefix(self._root) or ""
        words = {attribute, "binary"} if name in {"diff", "merge"} else {attribute}  # binary: -diff -merge -text
        for place, text in self._texts(_above(f"{prefix}{path}")):
            lines = text.decode("utf-8", "replace").split("\n")
            for number, line in reversed([*enumerate(lines, 1)]):
                given = words.intersection(line.split())
                if given and not line.startswith("#"):
                    return posixpath.relpath(place, prefix or "."), number, line.find(min(given)) + 1
        place = os.path.relpath(os.path.realpath(_inside(self._root)), os.path.realpath(self._root))
        return place.replace(os.sep, "/"), 1, 1

    def _texts(self, places: list[str]) -> Iterator[tuple[str, bytes]]:
        """Yield the files that exist, of these paths from the repository's top, with their bytes."""
        if not self._cached:
            tree = WorkTree(os.path.join(self._root, process.top(self._root) or ""))
            for place in places:
                with contextlib.suppress(MstrackError):
                    yield place, tree.read(place, _LIMIT)
            return
        literal = [f":(top,literal){place}" for place in places]
        listed = process.run(self._root, "ls-files", "--stage", "-z", "--full-name", "--", *literal, index=self._index)
        digests = {line.split(b"\t")[1].decode(): line.split(b" ")[1].decode() for line in listed.split(b"\0") if line}
        objects = Objects(self._root)
        yield from ((place, objects.read(digests[place], _LIMIT)) for place in places if place in digests)


def _above(path: str) -> list[str]:
    """Return the paths where git looks for the attributes of a file, the nearest first."""
    folders = path.split("/")[:-1]
    return ["/".join([*folders[:end], NAME]) for end in range(len(folders), -1, -1)]
