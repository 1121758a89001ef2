"""What Windows alone cannot take over: names that it refuses, which git there keeps out of its index, too."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mstrack.errors import Problem, Unreadable
from mstrack.i18n import gettext as _
from mstrack.store import windows_names
from mstrack.sync import news, words

if TYPE_CHECKING:
    from mstrack.sync.clone import Work

IS_HERE = sys.platform == "win32"


def refuse_names(work: Work, base: str, tip: str) -> None:
    """Raise Unreadable with each name that others brought since `base` and that Windows refuses; elsewhere nothing.

    Git would stop in the middle, with a sentence of its own; whoever takes the name away elsewhere lets all go on.
    """
    changes = work.revisions.differing(base, tip) if IS_HERE else {}
    refused = [path for path, change in changes.items() if change.after[0] and _is_refused(path)]
    sentence = _(
        "Windows refuses this name, so {follows} cannot be taken over here; it came from {author}. Rename or remove it "
        "there, in the browser or on another system: {command}"
    )
    if refused:
        raise Unreadable(
            Problem(
                path, 1, 1, "portable-name",
                sentence.format(
                    follows=work.clone.follows, author=news.author(work, path, tip),
                    command=words.typed("git", "rm", "--", words.spec(path)),
                ),
            )
            for path in refused
        )  # fmt: skip


def _is_refused(path: str) -> bool:
    return any(map(windows_names.REFUSED_BY_WINDOWS.search, path.split("/")))
