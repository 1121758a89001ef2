"""Whether `git sparse-checkout` leaves entries of a store out of the work tree, so that an answer rests on a part.

Where a clone is whole, two or three looks at names tell so: no git is started, and no module is loaded for it.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress

from mstrack.errors import MstrackError
from mstrack.git import folder
from mstrack.store.source import PROGRESS

_IS_ON = rb"(?i)\s*(\[core\]\s*)?sparseCheckout\s*(=\s*\"?(true|yes|on|1)\"?\s*)?([#;].*)?$"
"""A line of git's configuration that switches it on; a name without a value does, too."""


def left_out(root: str) -> int:
    """Return how many entries of the store in `root` are in git's index and were not checked out."""
    found = folder.of(root)
    if found is None or not os.path.isfile(os.path.join(found.folder, "info", "sparse-checkout")):
        return 0
    lines = [*found.text("config.worktree").splitlines(), *found.text("config", shared=True).splitlines()]
    if not any(re.match(_IS_ON, line) for line in lines):
        return 0
    from mstrack.git import process  # noqa: PLC0415  subprocess takes time to import, a whole clone needs none

    with suppress(MstrackError):  # whoever needs git says why it refuses
        listed = process.run(root, "ls-files", "-v", "-z", "--", PROGRESS).split(b"\0")
        skipped = [os.fsdecode(line[2:]) for line in listed if line[:1] in {b"S", b"s"}]
        return sum(path.endswith(".yaml") and not os.path.lexists(os.path.join(root, path)) for path in skipped)
    return 0
