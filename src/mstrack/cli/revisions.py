"""The two sides that `mstrack diff` compares: each says in its problems which of them it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mstrack.errors import Unreadable, WrongUse
from mstrack.format.characters import shown
from mstrack.git import process, repository
from mstrack.git.snapshot import Revision
from mstrack.i18n import gettext as _
from mstrack.store.source import PLAN

if TYPE_CHECKING:
    from collections.abc import Callable

    from mstrack.store.source import WorkTree

    Read = TypeVar("Read")

SHORT_HASH_LENGTH = 10
"""Characters shown of a commit's id."""
LONGEST = 40
"""Characters shown of a revision as it was typed."""


class ComparedSide(NamedTuple):
    """A revision, or the working tree (which has no digest), and what people call it."""

    source: Revision | WorkTree
    name: str
    rev: str | None = None

    def read(self, work: Callable[..., Read], *arguments: object) -> Read:
        """Return what a function reads from this side; of a revision a problem says so: its path lies in no folder."""
        try:
            return work(*arguments)
        except Unreadable as error:
            if self.rev is None:
                raise
            remark = _("in revision {rev}").format(rev=self.name)
            sentence = _("{text} ({remark})")
            wrong = (one._replace(sentence=sentence.format(text=one.sentence, remark=remark)) for one in error.problems)
            raise Unreadable(wrong) from error


def at_revision(root: str, rev: str) -> tuple[Revision, ComparedSide]:
    """Return the store as a commit has it. WrongUse says what is missing where there is nothing to compare with."""
    try:
        found = Revision(root, rev)
    except WrongUse as error:
        raise WrongUse(_why(root) or str(error)) from error
    name = shown(rev, LONGEST)
    short = found.commit[:SHORT_HASH_LENGTH]
    if not found.commit.startswith(rev):
        short = _("{text} ({remark})").format(text=name, remark=short)
    if PLAN not in found.names(""):
        sentence = _("revision {rev} has no {plan} in this folder; commit the store first, or name a later revision")
        raise WrongUse(sentence.format(rev=short, plan=PLAN))
    return found, ComparedSide(found, short, found.commit)


def _why(root: str) -> str:
    """Say why there is nothing to compare with; nothing where it is only the revision that is unknown."""
    try:
        repository.serve(
            root, _("this folder is in no git repository, so there is nothing to compare it with; run git init")
        )
    except WrongUse as error:
        return str(error)
    if process.ask(root, "rev-parse", "--verify", "--quiet", "HEAD").code:
        return _("nothing has been committed yet, so there is nothing to compare with; run git add and git commit")
    return ""
