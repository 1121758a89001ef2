"""Sets entries aside that came broken, so that one bad entry stops no answer: each is named, and the rest is answered.

An entry comes broken where the commit that is read has it as it lies there, and either nobody can read it
(`check.never_filed`), or the plan of that very commit knows no such task or unit. What is in no commit, or was changed
since, is refused as before: who made the slip is there to mend it.
"""

from __future__ import annotations

import os
import posixpath
from typing import TYPE_CHECKING, NamedTuple

from mstrack.check.never_filed import Texts, is_never_filed
from mstrack.errors import MstrackError, Unreadable
from mstrack.format import codec
from mstrack.format.characters import shown
from mstrack.git import pathspec, process, repository
from mstrack.git.snapshot import Revision
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.store import cache, entry_names, load, set_aside
from mstrack.store.source import ENTRY_LIMIT, PLAN, PLAN_LIMIT, PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mstrack.format.model import Plan
    from mstrack.store.entry_names import Filed
    from mstrack.store.source import Files

MOST_NAMED = 5
"""Entries that are named one by one."""


class _Broken(NamedTuple):
    """A path that is set aside, why, whether nobody can read it, and whether the plan lost its task since."""

    path: str
    why: str
    never_filed: bool
    lost: bool = False


def hide(root: str, error: Unreadable) -> list[str]:
    """Hide what came broken of what could not be read, and return the sentences that name it.

    None where something else is wrong, too: then nothing is hidden, and to read once more would be in vain.
    """
    paths = {problem.path: problem.sentence for problem in error.problems}
    for source in set_aside.opened:
        rev = set_aside.commit_of(source)
        try:
            found = _broken(root, source, rev, paths)
        except MstrackError:  # no repository, no commit yet, no git
            continue
        hidden = set_aside.hidden.setdefault(rev, set())
        new = [one for one in found if one.path not in hidden]
        if new:
            hidden.update(one.path for one in new)
            return list(_sentences(root, new, rev or "HEAD"))
    return []


def of_nobody(root: str, rev: str | None, source: Files, several: Iterable[Filed]) -> list[str]:
    """Return the sentences that name entries by codes that the plan does not have; none unless all of them came so."""
    paths = {one.path: entry_names.uncoded(one).sentence for one in several}
    return list(_sentences(root, _broken(root, source, rev, paths), rev or "HEAD"))


def _broken(root: str, source: Files, rev: str | None, paths: dict[str, str]) -> list[_Broken]:
    """Return what came broken in a source; nothing where one of the paths did not."""
    commit = Revision(root, rev or "HEAD")
    plan, now = _plan(commit), _plan(source)
    if plan is None or now is None:
        return []
    here = {entry_names.folder(task.id) for task in now.tasks}
    texts = Texts(root)
    tasks, codes = {task.id for task in plan.tasks}, {unit.code for unit in plan.units}
    found = []
    for path, why in paths.items():
        files = [path] if path in commit.blobs else [one for one in commit.blobs if one.startswith(f"{path}/")]
        if not path.startswith(f"{PROGRESS}/") or not files or not all(_is_same(source, commit, one) for one in files):
            return []
        if not _names(source, path) <= {one[len(path) + 1 :].split("/")[0] for one in files}:
            return []
        named = [one for one in files if entry_names.filed_at(one)]  # what has no name of an entry here was never filed
        if not all(texts.were_never_filed(commit.commit, one) for one in named):
            if path in here or not entry_names.is_folder(path):
                return []  # it was right when it came: somebody filed it, and somebody broke it since
            found.append(_Broken(path, why, never_filed=False, lost=True))
            continue
        unread = all(is_never_filed(one, _bytes(commit, one) or b"") for one in files)
        of_nobody = (_is_of_nobody(one, tasks, codes) for one in files)
        if not unread and not all(of_nobody):
            return []
        found.append(_Broken(path, why, unread))
    return found


def _plan(source: Files) -> Plan | None:
    """Return the plan of a source; None where it cannot be read."""
    return load.read("plan", {PLAN: source.read(PLAN, PLAN_LIMIT)}, cache.Cache(None), codec.plan)[0].get(PLAN)


def _is_of_nobody(path: str, tasks: set[int], codes: set[str]) -> bool:
    filed = entry_names.filed_at(path)
    return filed is None or filed.task not in tasks or filed.code not in codes


def _is_same(source: Files, commit: Revision, path: str) -> bool:
    return _bytes(source, path) == _bytes(commit, path)


def _bytes(source: Files, path: str) -> bytes | None:
    """Return a file's bytes; None where it is too large or no file."""
    try:
        return source.read(path, ENTRY_LIMIT)
    except Unreadable:
        return None


def _names(source: Files, folder: str) -> set[str]:
    """Return the names in a folder; none where a file lies in its place."""
    try:
        return set(source.names(folder))
    except Unreadable:
        return set()


def _sentences(root: str, broken: list[_Broken], rev: str) -> Iterator[str]:
    """Say what is set aside, why, who brought it, and the cure."""
    for one in broken[:MOST_NAMED]:
        told = _(
            "{path} is set aside: {why}. It came with commit {commit} by {author} and was never filed, since nobody "
            "could read it. Repair it, or remove it: {command}"
        )
        if one.lost:
            told = _(
                "{path} is set aside: the plan has no task of this number any more, so what was filed there counts for "
                "nobody. mstrack check names it."
            )
        elif not one.never_filed:
            told = _(
                "{path} is set aside: {why}. It came with commit {commit} by {author}; the plan there knows no such "
                "task or unit. mstrack check names it"
            )
        commit, author = _who(root, one.path, rev)
        top = posixpath.normpath(posixpath.join(repository.prefix(root) or "", one.path))  # as git spells it
        yield told.format(
            path=shown(os.path.normpath(os.path.join(root, one.path)), 200), why=one.why, commit=commit,
            author=author, command=f"git rm -r -- {pathspec.pathspec(top)}",
        )  # fmt: skip
    more = len(broken) - MOST_NAMED
    if more > 0:
        told = ngettext(
            "{n} more file is set aside. mstrack check names it.",
            "{n} more files are set aside. mstrack check names them.",
            more,
        )
        yield told.format(n=more)


def _who(root: str, path: str, rev: str) -> tuple[str, str]:
    """Return the commit that last brought a path, shortened, and its author's name."""
    log = ("log", "-1", "--no-merges", "--encoding=UTF-8", "--format=%h%x00%an", rev, "--", path)
    last = process.ask(root, "--literal-pathspecs", *log).out.decode("utf-8", "replace").strip()
    commit, _nul, author = last.partition("\0")
    return commit or "?", shown(author) or "?"
