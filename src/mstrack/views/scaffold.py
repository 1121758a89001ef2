"""What `init` did, one thing a line, and what is left for somebody to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.i18n import gettext as _
from mstrack.report import Column, Report, Text, Tone, Word, filled

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from mstrack.report import Columns
    from mstrack.scaffold.store import Provision, StoreLocation


def done(place: StoreLocation, steps: Sequence[Provision], as_of: dt.date, *, dry: bool) -> Report:
    """Return every step with its remark; `dry` says what would be done."""
    words = {
        "made": Word("made", _("would be made") if dry else _("made"), Tone.GOOD),
        "set": Word("set", _("would be set") if dry else _("set"), Tone.GOOD),
        "kept": Word("kept", _("kept"), Tone.MUTE),
        "moved": Word("moved", _("would be moved to the top") if dry else _("moved to the top"), Tone.GOOD),
    }
    columns: Columns[Provision] = (
        (Column("done", _("Done"), 100), lambda step: words[step.done]),
        (Column("what", _("File or setting"), 90), lambda step: step.what),
        (Column("remark", _("Left to do"), 80, wrap=True, least=20), lambda step: step.remark),
    )
    is_whole = all(step.done == "kept" and not step.remark for step in steps)
    nothing = (Text(_("Nothing was missing.")),) if steps and is_whole else ()
    apart = _("Store {store}, what surrounds it in {top}")
    title = (_("Store {store}") if place.below == "." else apart).format(store=place.store, top=place.top)
    return Report("init", title, as_of, None, (filled("steps", columns, steps), *nothing))
