"""Finds what hides a store's files from git: a rule by which it ignores them, a flag by which it looks away from them.

Such a file lies on one disk, is counted there, and no other clone ever gets it or what was done to it. Git itself is
asked, as it alone knows which pattern of which file wins. Of a revision only what the revision brings is looked at.
"""

from __future__ import annotations

import contextlib
import os
import posixpath
from typing import TYPE_CHECKING, NamedTuple

from mstrack.errors import MstrackError, Problem, Unreadable
from mstrack.format.characters import shown
from mstrack.git import process, repository
from mstrack.git.snapshot import Revision
from mstrack.git.waiting import refuse_pipes
from mstrack.i18n import gettext as _
from mstrack.store import entry_names
from mstrack.store.source import PLAN, PROGRESS
from mstrack.store.spelling import quoted

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from mstrack.format.model import Plan
    from mstrack.store.source import Files

_NAME = ".gitignore"
_LIMIT = 64 * 1024
"""Bytes of a .gitignore."""


class _Rule(NamedTuple):
    """A line by which git ignores a path: its file, as git writes it, its number and its pattern."""

    file: str
    line: int
    pattern: str


def ignored(root: str, source: Files, paths: Iterable[str], plan: Plan | None, today: dt.date) -> list[Problem]:
    """Git ignores no file of a store, and none that a lead unit files today: else nobody would see and commit it.

    `source` has the files that `paths` name, `root` is their folder. Outside of a repository nothing is ignored.
    """
    if process.top(root) is None:
        return []
    wanted = [*paths, *(_filed_today(plan, today) if plan else ())]
    try:
        refuse_pipes(root)
        of = _of_commit(root, source.commit, wanted) if isinstance(source, Revision) else _ignoring(root, wanted)
        found = [*of]
    except Unreadable:  # told by `gitattributes.attributes`
        return []
    except MstrackError as error:
        sentence = _(".gitignore was not judged: {why}").format(why=error)
        return [Problem(_NAME, 1, 1, "ignored", sentence, level="warning")]
    by_rule: dict[_Rule, list[str]] = {}
    for rule, path in found:
        by_rule.setdefault(rule, []).append(path)
    sentence = _("{pattern} makes git status and git add pass over entries (as {path}); delete this line")
    return [
        Problem(
            rule.file, rule.line, 1, "ignored", sentence.format(pattern=shown(rule.pattern), path=shown(of[0], 200))
        )
        for rule, of in by_rule.items()
    ]


def index_flags(root: str, source: Files, index: str | None = None) -> list[Problem]:
    """No flag of git's index (skip-worktree, assume-unchanged) keeps git from seeing what became of a store's file.

    Parameters are those of `gitattributes.attributes`.
    """
    if process.top(root) is None or isinstance(source, Revision):
        return []
    with contextlib.suppress(MstrackError):  # `gitattributes.attributes` says what git refuses
        paths = (PLAN, PROGRESS)
        listed = process.run(root, "ls-files", "-v", "-z", "--", *paths, index=index).split(b"\0")
        flagged = {os.fsdecode(line[2:]): line[:1] for line in listed if line[:1] in b"S" or line[:1].islower()}
        return list(_flag_problems(root, {path: flag for path, flag in flagged.items() if path}))
    return []


def _flag_problems(root: str, flagged: dict[str, bytes]) -> Iterator[Problem]:
    """Yield one problem for each flag, at the first of its files."""
    skipped = [path for path, flag in flagged.items() if flag in b"Ss"]
    assumed = [path for path, flag in flagged.items() if flag.islower()]
    for name, several in (("skip-worktree", skipped), ("assume-unchanged", assumed)):
        if several:
            command = f"git update-index --no-{name} -- {quoted(os.path.normpath(os.path.join(root, several[0])))}"
            if name == "skip-worktree" and repository.setting(root, "core.sparseCheckout") == "true":
                command = "git sparse-checkout disable"
            sentence = _("{flag} keeps git from seeing this file ({n} of the store's); take the flag away: {command}")
            sentence = sentence.format(flag=name, n=len(several), command=command)
            yield Problem(several[0], 1, 1, "index-flags", sentence)


def _filed_today(plan: Plan, today: dt.date) -> Iterator[str]:
    """Yield the path of an entry of each lead unit on each task, as it would be filed today."""
    codes = {unit.name: unit.code for unit in plan.units}
    for task in plan.tasks:
        for unit in task.lead_units:
            if unit in codes:
                yield f"{entry_names.folder(task.id)}/{today.isoformat()}-{codes[unit]}-00000000.yaml"


def _ignoring(root: str, paths: list[str], *options: str) -> Iterator[tuple[_Rule, str]]:
    """Yield the paths that git ignores, tracked or not, each with the line that makes it; files start in `root`."""
    given = "\0".join(paths).encode("utf-8", "surrogateescape")
    words = ("check-ignore", "--no-index", "--verbose", "--stdin", "-z")
    result = process.ask(root, *options, *words, stdin=given)
    if result.code not in {0, 1}:
        if b"beyond a symbolic link" in result.err:  # the store says so itself: a link is no folder of it
            return
        raise process.failed(root, "check-ignore")
    fields = os.fsdecode(result.out).split("\0")
    for file, line, pattern, path in zip(fields[::4], fields[1::4], fields[2::4], fields[3::4], strict=False):
        if pattern and not pattern.startswith("!"):
            yield _Rule(_place(root, file), int(line), pattern), path


def _place(root: str, file: str) -> str:
    """Return a file that git names from the repository's top from `root`; one that lies elsewhere as it is."""
    if os.path.isabs(file):
        top = os.path.realpath(os.path.join(root, process.top(root) or "."))
        file = os.path.relpath(file, os.path.realpath(root)) if _is_below(file, top) else file
        return file.replace(os.sep, "/")
    return posixpath.relpath(file, repository.prefix(root) or ".")


def _is_below(path: str, folder: str) -> bool:
    """Whether a path lies in a folder; two drives of Windows have none in common."""
    try:
        return os.path.commonpath([path, folder]) == folder
    except ValueError:
        return False


def _of_commit(root: str, commit: str, paths: list[str]) -> Iterator[tuple[_Rule, str]]:
    """Yield what the .gitignore files of a commit ignore: they are laid out in a folder that is thrown away."""
    import tempfile  # noqa: PLC0415  5 ms of a start

    from mstrack.store import put  # noqa: PLC0415  as above

    prefix = repository.prefix(root) or ""
    inside = [f"{prefix}{path}" for path in paths]
    wanted = {f"{folder}{_NAME}" for path in inside for folder in _above(path)}
    top = os.path.realpath(os.path.join(root, process.top(root) or "."))
    seen = Revision(top, commit)
    folder_of_git = process.run(root, "rev-parse", "--absolute-git-dir").removesuffix(b"\n")
    with tempfile.TemporaryDirectory() as folder:
        for path in sorted(wanted & seen.blobs.keys()):
            put.create(folder, path, seen.read(path, _LIMIT))
        options = ("-C", folder, f"--git-dir={os.fsdecode(folder_of_git)}", f"--work-tree={folder}")
        for rule, path in _ignoring(top, inside, *options):
            if rule.file in wanted:
                yield rule._replace(file=posixpath.relpath(rule.file, prefix or ".")), path.removeprefix(prefix)


def _above(path: str) -> Iterator[str]:
    """Yield the folders that a path lies in, each with a slash at its end; the first is empty."""
    parts = path.split("/")
    yield from ("".join(f"{one}/" for one in parts[:depth]) for depth in range(len(parts)))
