"""`mstrack report bulletin`: the monthly 通报, short, in full or on one page; in Word, PDF or Markdown."""

from __future__ import annotations

import datetime as dt
import os
import re
from typing import TYPE_CHECKING, NamedTuple

from mstrack.cli import documents, issues, letters, seals
from mstrack.documents import brief, bulletin, bulletin_full, compare, imprint, moves
from mstrack.errors import WrongUse
from mstrack.i18n import gettext as _
from mstrack.i18n import speaking
from mstrack.progress import dates

if TYPE_CHECKING:
    from mstrack.cli.document_options import DocumentOptions
    from mstrack.cli.issues import Issue
    from mstrack.documents.imprint import Imprint
    from mstrack.documents.moves import Since
    from mstrack.progress.snapshot import Snapshot
    from mstrack.report import Report


class _Number(NamedTuple):
    """The line below the banner, and the running number in it where it is known."""

    text: str
    issue: int | None


def make(options: DocumentOptions) -> int:
    """Gather the tasks that the filters leave, and write the bulletin on them."""
    if options.full and options.brief:
        raise WrongUse(_("--full and --brief are two forms of the bulletin; choose one"))
    form = letters.form(options)
    path = letters.target(options, letters.ending(form))
    render = letters.renderer(form, options.font)
    snapshot = documents.gathered(options)
    if not snapshot.standings:
        raise WrongUse(_("no task fits these filters, so there is nothing to report on; leave some of them out"))
    last = issues.last(os.path.dirname(path), snapshot.plan.title, snapshot.as_of) if path else None
    since = _since(options, snapshot, last)
    number = _Number("", None) if options.brief else _number(options, snapshot, path, last)
    root = documents.root_of(options)
    seal = seals.line(snapshot, root)
    imprint = letters.imprint(options, snapshot, number.text, number.issue)._replace(seal=seal)
    with speaking("zh_CN"):
        data = render(_report(options, snapshot, imprint, since))
    return letters.delivered(path, data, force=options.force)


def _report(options: DocumentOptions, snapshot: Snapshot, imprint: Imprint, since: Since | None) -> Report:
    if options.full:
        return bulletin_full.bulletin(snapshot, imprint, since.comparison if since and since.is_issue else None)
    return (brief.brief if options.brief else bulletin.bulletin)(snapshot, imprint, since)


def _number(options: DocumentOptions, snapshot: Snapshot, path: str | None, last: Issue | None) -> _Number:
    """Return the number that was typed, else the one after the last issue, else room to write one in."""
    pattern = snapshot.plan.office.number if snapshot.plan.office else None
    typed, known = options.issue, None
    if typed is None:
        again = issues.of_day(os.path.dirname(path), snapshot.plan.title, snapshot.as_of) if path else None
        known = again.number if again else last.number + 1 if last else None
    if typed is None and known is None:
        question = _("Number of the bulletin, as 第9期 (Enter leaves it blank)")
        typed = letters.line(None, "--issue", question) or None
    elif typed is not None:
        typed = letters.line(typed, "--issue", "")
    if typed is None:
        return _Number(imprint.numbered(pattern, known), known)
    digits = re.fullmatch(r"第?\s*(\d{1,6})\s*期?", typed, re.ASCII)
    if not digits:
        return _Number(typed, None)
    number = int(digits[1])
    return _Number(typed if typed.endswith("期") else imprint.numbered(pattern, number), number)


def _since(options: DocumentOptions, snapshot: Snapshot, last: Issue | None) -> Since | None:
    """Return the comparison with the day that was named, else that of the last issue, else the end of a month."""
    if options.since is not None:
        day = dates.day(options.since, snapshot.plan.period, snapshot.as_of)
        if day >= snapshot.as_of:
            sentence = _("--since {day} does not lie before {as_of}, the day that the bulletin speaks of")
            raise WrongUse(sentence.format(day=day, as_of=snapshot.as_of))
        return moves.Since(compare.since(snapshot, day), is_issue=True)
    if last:
        return moves.Since(compare.since(snapshot, last.day), is_issue=True)
    day = _month_before(snapshot.as_of)
    return moves.Since(compare.since(snapshot, day), is_issue=False) if day >= snapshot.plan.period.start else None


def _month_before(day: dt.date) -> dt.date:
    """Return the last day of the month before the one that ended last: of 12-03, and of 11-30, it is 10-31."""
    first_of_next = (day + dt.timedelta(days=1)).replace(day=1)
    ended = first_of_next - dt.timedelta(days=1)
    return ended.replace(day=1) - dt.timedelta(days=1)
