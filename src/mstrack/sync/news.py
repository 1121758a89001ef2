"""What went and what came, in words: entries by task, unit and author; the plan; nothing else is an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.format.characters import shown
from mstrack.git import process
from mstrack.i18n import gettext as _
from mstrack.store import entry_names
from mstrack.store.source import PLAN, PLAN_LIMIT, PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mstrack.format.model import Plan
    from mstrack.sync.clone import Work

MOST_NAMED = 20
"""Entries that are named one by one."""


def entries(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the paths that are entries: a README or a note among them is none."""
    return tuple(path for path in paths if entry_names.filed_at(path))


def plan_changed(work: Work, old: str | None, new: str) -> bool:
    """Whether the plan differs between two commits."""
    before, after = (work.revisions.at(rev, work.clone.place.prefix).digest(PLAN) for rev in (old or new, new))
    return before != after


def who_filed(work: Work, paths: Iterable[str], old: str | None, new: str, plan: Plan | None) -> Iterator[str]:
    """Yield a line for each entry that came: its task, its unit, its day, who committed it; the first twenty only."""
    listed = list(paths)
    if not listed:
        return
    authors = _authors(work, old, new)
    names = {unit.code: unit.name for unit in plan.units} if plan else {}
    for path in listed[:MOST_NAMED]:
        filed = entry_names.filed_at(path)
        if filed:
            author = shown(authors.get(f"{work.clone.place.prefix}{path}", "")) or "?"
            unit = names.get(filed.code, filed.code)
            sentence = _("task {task}, {unit}, {day}, by {author}")
            yield f"  {sentence.format(task=filed.task, unit=unit, day=filed.day, author=author)}"
    if len(listed) > MOST_NAMED:
        sentence = _("and {n} more; mstrack log lists them")
        yield f"  {sentence.format(n=len(listed) - MOST_NAMED)}"


def plan_of(work: Work, commit: str) -> Plan | None:
    """Return the plan of a commit; None where it cannot be read, as `check` says."""
    from mstrack.errors import MstrackError  # noqa: PLC0415  beside its one use
    from mstrack.format import codec  # noqa: PLC0415  as above
    from mstrack.store import load  # noqa: PLC0415  as above

    try:
        texts = {PLAN: work.revisions.at(commit, work.clone.place.prefix).read(PLAN, PLAN_LIMIT)}
    except MstrackError:
        return None
    return load.read("plan", texts, work.request.cache, codec.plan)[0].get(PLAN)


def _authors(work: Work, old: str | None, new: str) -> dict[str, str]:
    """Return who added each path (from the top) between two commits."""
    range_ = (f"^{old}", new) if old else (new,)
    log = ("log", "--no-merges", "--no-renames", "--diff-filter=A", "--name-only", "-z", "--format=%x01%an", *range_)
    output = process.run(work.top, *log, "--", f":(top){work.clone.place.prefix}{PROGRESS}")
    found: dict[str, str] = {}
    author = ""
    for part in output.decode("utf-8", "surrogateescape").split("\0"):
        text = part.lstrip("\n")
        if text.startswith("\x01"):
            author, _newline, text = text[1:].partition("\n")
        if text:
            found[text] = author
    return found


def author(work: Work, path: str, tip: str) -> str:
    """Return the author and the commit that last changed a path (from the top) in the upstream."""
    log = ("log", "-1", "--no-merges", "--format=%an%x00%h", tip, "--", path)
    last = process.ask(work.top, "--literal-pathspecs", *log).out.decode("utf-8", "replace").strip()
    name, _nul, digest = last.partition("\0")
    return _("{author} (commit {commit})").format(author=shown(name), commit=digest) if last else "?"
