"""`mstrack report bulletin`: the monthly 通报, in Word or Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack import dates
from mstrack.cli import papers, publishing
from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _
from mstrack.i18n import speaking
from mstrack.official import bulletin, compare

if TYPE_CHECKING:
    from mstrack.cli.report import Published
    from mstrack.official.compare import Comparison
    from mstrack.official.dossier import Dossier


def make(asked: Published) -> int:
    """Gather the tasks that the filters leave, and write the bulletin on them."""
    form = papers.form(asked)
    path = papers.target(asked, f".{form}")
    render = papers.renderer(form, asked.font)
    found, _root = publishing.gathered(asked)
    if not found.standings:
        raise WrongUse(_("no task fits these filters, so there is nothing to report on; leave some of them out"))
    since = _since(asked, found)
    dated = papers.dated(asked, found)
    question = _("Number of the bulletin, as 第9期 (Enter leaves it blank)")
    number = papers.line(asked.issue, "--issue", question, bulletin.NO_NUMBER)
    question = _("Office that signs (Enter leaves it blank)")
    office = papers.line(asked.office, "--office", question, bulletin.NO_OFFICE)
    with speaking("zh_CN"):
        report = bulletin.bulletin(found, bulletin.Imprint(number, office, dated), since)
    return papers.delivered(path, render(report), force=asked.force)


def _since(asked: Published, found: Dossier) -> Comparison | None:
    if asked.since is None:
        return None
    day = dates.day(asked.since, found.plan.year, found.as_of)
    if day >= found.as_of:
        told = _("--since {day} does not lie before {as_of}, the day that the bulletin speaks of")
        raise WrongUse(told.format(day=day, as_of=found.as_of))
    return compare.since(found, day)
