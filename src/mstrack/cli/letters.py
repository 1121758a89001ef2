"""What bulletin and reminder have in common: which format and fonts, who signs and when, and where it goes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mstrack.cli import console, documents, libreoffice, output
from mstrack.cli.record import prompts
from mstrack.cli.record.draft import text
from mstrack.documents.imprint import BANNER, NO_OFFICE, Imprint
from mstrack.errors import ExitCode, WrongUse
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.progress import dates, lookup
from mstrack.render import Page, markdown
from mstrack.store import protection, put

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from mstrack.cli.document_options import DocumentOptions
    from mstrack.progress.snapshot import Snapshot
    from mstrack.report import Report

FORMS = ("docx", "pdf", "md")
CITES = ("annex", "text")
LONGEST_FONT = 31
"""Signs that Word takes of a font's name."""


def form(options: DocumentOptions, forms: tuple[str, ...] = FORMS) -> str:
    """Return which format is meant: the one that was named, else the one that the file's name ends with, else Word."""
    if options.form is not None:
        return lookup.choice(options.form, {name: name for name in forms}, "--format")
    name = (options.output or "").lower()
    return next((one for one in forms if name.endswith(ending(one))), "docx")


def ending(form: str) -> str:
    """Return what the name of a file of a format ends with."""
    return ".txt" if form == "text" else f".{form}"


def target(options: DocumentOptions, ending: str) -> str | None:
    """Return where it goes, once that is known to be possible; None is the terminal, for text that nobody named."""
    if not options.output and ending in {".md", ".txt"}:
        return None
    path = documents.needed(options).rstrip(f"/{os.sep}")
    output.target(path, documents.root_of(options), [ending])
    protection.refuse_existing(path, force=options.force, folder=not ending)
    return path


def renderer(chosen: str, typed: list[str]) -> Callable[[Report], bytes]:
    """Return what makes the file of a report; WrongUse tells a wrong font, WorldFailed a library that is missing."""
    if chosen == "md":
        return lambda report: markdown.render(report, Page())
    if chosen == "pdf":
        libreoffice.program()
    word = documents.library("mstrack.render.docx")
    fonts = dict(_font(one, list(word.FONTS)) for one in typed)
    if chosen == "pdf":
        return lambda report: libreoffice.pdf(word.render(report, Page(), fonts), ".docx")
    return lambda report: word.render(report, Page(), fonts)


def _font(typed: str, roles: list[str]) -> tuple[str, str]:
    role, sign, name = typed.partition("=")
    font = text(name, "--font")
    if not sign or not font:
        sentence = _("--font {typed} has no name of a font; write it as in --font title=小标宋")
        raise WrongUse(sentence.format(typed=shown(typed)))
    if len(font) > LONGEST_FONT:
        sentence = _("{font} is no name of a font: Word takes at most {n} characters")
        raise WrongUse(sentence.format(font=shown(font), n=LONGEST_FONT))
    return lookup.choice(role, {one: one for one in roles}, "--font"), font


def line(typed: str | None, flag: str, question: str) -> str:
    """Return a line that a person says of a paper: as typed, else asked for on a terminal; empty if nobody says it."""
    answer = text(typed, flag)
    if answer is None and prompts.somebody_sits_there():
        answer = prompts.line(question)
    return " ".join((answer or "").split())


def imprint(options: DocumentOptions, snapshot: Snapshot, number: str = "", issue: int | None = None) -> Imprint:
    """Return what stands around a paper's text: what was typed, else what `office:` in the plan says."""
    office = snapshot.plan.office
    return Imprint(
        number=number,
        office=signing(options, snapshot),
        dated=dated(options, snapshot),
        mark=(office and office.mark) or BANNER,
        issue=issue,
        signer=text(options.signer, "--signer") or "",
        sealed=options.sealed,
        recipients=office.recipients if office else (),
        copies=office.copies if office else (),
        has_record=office is not None,
        is_cited=cited(options),
    )


def signing(options: DocumentOptions, snapshot: Snapshot) -> str:
    """Return who signs: as typed, else the plan's office, else who is named on a terminal, else ××× to be filled in."""
    office = snapshot.plan.office
    if options.office is None and office:
        return office.name
    name = line(options.office, "--office", _("Office that signs (Enter leaves it blank)"))
    if not name and not prompts.somebody_sits_there():
        console.say(_("Nobody said which office signs, so ××× stands there; name it by --office, or in tasks.yaml."))
    return name or NO_OFFICE


def cited(options: DocumentOptions) -> bool:
    """Whether the text names the entries behind its figures; the annex does in any case."""
    return options.cite is not None and lookup.choice(options.cite, {one: one for one in CITES}, "--cite") == "text"


def dated(options: DocumentOptions, snapshot: Snapshot) -> dt.date:
    """Return the day that a paper is signed: by default the day that it speaks of."""
    if options.dated is None:
        return snapshot.as_of
    day = dates.day(options.dated, snapshot.plan.period, snapshot.as_of)
    if day < snapshot.as_of:
        sentence = _("--dated {day} lies before {as_of}, the day that the paper speaks of")
        raise WrongUse(sentence.format(day=day, as_of=snapshot.as_of))
    return day


def delivered(path: str | None, data: bytes, *, force: bool) -> int:
    """Write the paper, and say where it is; without a path it is the answer itself."""
    if path is None:
        console.emit(data, prose=False)
        return ExitCode.FINE
    put.document(path, data, force=force)
    return documents.made(path)
