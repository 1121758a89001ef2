"""Comments of a drafted plan that a person has not looked at yet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mstrack.errors import Problem
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext
from mstrack.store.source import PLAN

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK = re.compile(r"^[ ]*#[ ]*请核对|[ ]#[ ]*请核对")
_LISTED = 8


def unverified(text: bytes) -> Iterator[Problem]:
    """A plan that was drafted from a table has no comment 请核对 left: each guess was looked at. A remark, no error."""
    lines = [number for number, line in enumerate(text.decode("utf-8", "replace").split("\n"), 1) if _MARK.search(line)]
    if not lines:
        return
    sentence = ngettext(
        "{n} guess of the draft is still marked 请核对 (line {lines}); check it and delete the comment",
        "{n} guesses of the draft are still marked 请核对 (lines {lines}); check each and delete its comment",
        len(lines),
    )
    listed = _(", ").join(map(str, lines[:_LISTED])) + (" …" if len(lines) > _LISTED else "")
    yield Problem(PLAN, lines[0], 1, "unverified", sentence.format(n=len(lines), lines=listed), level="warning")
