"""`mstrack report bulletin`: the monthly 通报, in Word or Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.cli import documents, letters
from mstrack.documents import bulletin, compare
from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _
from mstrack.i18n import speaking
from mstrack.progress import dates

if TYPE_CHECKING:
    from mstrack.cli.commands.report import DocumentOptions
    from mstrack.documents.compare import Comparison
    from mstrack.progress.snapshot import Snapshot


def make(options: DocumentOptions) -> int:
    """Gather the tasks that the filters leave, and write the bulletin on them."""
    form = letters.form(options)
    path = letters.target(options, f".{form}")
    render = letters.renderer(form, options.font)
    snapshot = documents.gathered(options)
    if not snapshot.standings:
        raise WrongUse(_("no task fits these filters, so there is nothing to report on; leave some of them out"))
    since = _since(options, snapshot)
    dated = letters.dated(options, snapshot)
    question = _("Number of the bulletin, as 第9期 (Enter leaves it blank)")
    number = letters.line(options.issue, "--issue", question, bulletin.NO_NUMBER)
    question = _("Office that signs (Enter leaves it blank)")
    office = letters.line(options.office, "--office", question, bulletin.NO_OFFICE)
    with speaking("zh_CN"):
        report = bulletin.bulletin(snapshot, bulletin.Imprint(number, office, dated), since)
    return letters.delivered(path, render(report), force=options.force)


def _since(options: DocumentOptions, snapshot: Snapshot) -> Comparison | None:
    if options.since is None:
        return None
    day = dates.day(options.since, snapshot.plan.period, snapshot.as_of)
    if day >= snapshot.as_of:
        sentence = _("--since {day} does not lie before {as_of}, the day that the bulletin speaks of")
        raise WrongUse(sentence.format(day=day, as_of=snapshot.as_of))
    return compare.since(snapshot, day)
