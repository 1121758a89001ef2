"""`mstrack sheet read`: filled forms, shown as the entries that they would add, and filed when somebody agrees."""

from __future__ import annotations

import contextlib
import glob
import os
from typing import TYPE_CHECKING, NamedTuple

from mstrack.cli import console
from mstrack.cli.context import filing_context
from mstrack.cli.record import prompts, receipts, sending
from mstrack.cli.record.sheet_flags import SheetFlags, sheet_flags
from mstrack.cli.record.sitting import now
from mstrack.cli.wrong_flags import WrongFlags
from mstrack.documents import sheet_list
from mstrack.errors import ExitCode, MstrackError, Unreadable, WorldFailed, WrongUse, why
from mstrack.format.characters import shown
from mstrack.i18n import gettext as _
from mstrack.i18n import ngettext, speaking
from mstrack.record import propose
from mstrack.record.sheets import entries
from mstrack.record.sheets.held import Fault
from mstrack.record.sheets.read import read_form
from mstrack.render import FORMATS
from mstrack.store import source, windows_names
from mstrack.store.spelling import pasted, quoted
from mstrack.views.sheets import would_add

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mstrack.cli.record.options import Sheets
    from mstrack.cli.record.sitting import FilingContext
    from mstrack.record.sheets.entries import Reading
    from mstrack.store.dataset import Dataset

LARGEST = 20 * 1024 * 1024
FORMS = "*.xlsx"
"""What is read of a folder."""
LOCK = "~$"
"""How the name of Excel's lock begins: it lies beside a workbook that is open."""


def read(options: Sheets, given: list[str]) -> int:
    """Open the store, read every form, file what is agreed to, and say what became of it.

    With --yes everything is filed before anything is said: a reader of stdout who goes away stops no filing.
    """
    wrong = WrongFlags()
    with wrong.of(""):
        if not given or options.output or options.force or options.everyone:
            sentence = _(
                "sheet read takes the filled forms and neither --output nor --force: mstrack sheet read *.xlsx"
            )
            raise WrongUse(sentence)
    place = filing_context(options)
    flags = sheet_flags(options, place, wrong)
    names = _listed(given)
    receipts.refuse(names if options.receipt else [])
    readings = _readings(place, options, names, flags)
    wanted = [proposal for one in readings for proposal in one.proposals]
    filing = _filed(place, wanted) if options.yes else Filing()
    with contextlib.suppress(SystemExit):
        _say(place, readings)
    if wanted and not options.yes and _agreed(len(wanted)):
        filing = _filed(place, wanted)
    if options.receipt and (filing.paths or not wanted):
        filing = _with_receipts(filing, zip(names, readings, strict=True), place)
    with contextlib.suppress(SystemExit):
        console.emit(_outcome(place.root, filing, in_words=console.knows_no_commands).encode())
    if filing.failure:
        raise filing.failure
    if filing.paths:
        _send(options, place, filing.paths)
    return ExitCode.WRONG_USE if any(one.faults or one.doubts for one in readings) else ExitCode.FINE


class Filing(NamedTuple):
    """The paths of the entries that were filed and of the receipts, and what stopped the rest."""

    paths: tuple[str, ...] = ()
    failure: MstrackError | None = None
    receipts: tuple[str, ...] = ()


def _outcome(root: str, filing: Filing, *, in_words: bool) -> str:
    """Return the lines of what was written: paths as they can be pasted, or for who dropped a form a sentence."""
    if not in_words:
        lines = [*(pasted(root, path) for path in filing.paths), *map(quoted, filing.receipts)]
        return "".join(f"{line}\n" for line in lines)
    names = _(", ").join(shown(os.path.basename(path), 200) for path in filing.receipts)
    n = len(filing.paths)
    filed = ngettext("Filed: {n} entry.", "Filed: {n} entries.", n) if n else _("Nothing was filed.")
    beside = _("The receipt, to be sent back, lies beside the form: {names}").format(names=names) if names else ""
    return _("{text} {more}").format(text=filed.format(n=n), more=beside).rstrip() + "\n"


def _say(place: FilingContext, readings: list[Reading]) -> None:
    """Show what the forms add; then what is wrong with them, what is asked back, and what was right and waits."""
    console.emit(FORMATS["table"](would_add(place.snapshot, readings), console.page()))
    for one in readings:
        for fault in (*one.faults, *one.doubts, *one.remarks):
            console.say(fault.at(one.file, one.sheet))
        if one.waiting:
            sentence = _("{where}: right, and filed as soon as the others of the sheet or task are: {cells}")
            where = f"{one.file}[{one.sheet}]"
            console.say(sentence.format(where=where, cells=_(", ").join(one.waiting)))
    sending.say_ignored(place.root, [proposal.path for one in readings for proposal in one.proposals])


def _listed(given: list[str]) -> list[str]:
    """Return the workbooks that are named, or lie in a folder that is named, each once.

    The command line of Windows leaves *.xlsx to the program.
    """
    found: list[str] = []
    for name in given:
        if not glob.has_magic(name):
            windows_names.refuse_unusable(name)
        is_folder = os.path.isdir(name)
        pattern = os.path.join(glob.escape(name), FORMS) if is_folder else name
        several = sorted(glob.glob(pattern)) if glob.has_magic(pattern) and not os.path.isfile(name) else [name]
        if not several:
            raise WrongUse(_("no file is called {name}").format(name=os.path.join(name, FORMS) if is_folder else name))
        found += several
    for name in found:
        if os.path.basename(name).startswith(LOCK):
            sentence = _("{name} is Excel's lock, not a form: the form is open; save and close it before it is read")
            console.say(sentence.format(name=name))
    forms = [name for name in dict.fromkeys(found) if not os.path.basename(name).startswith(LOCK)]
    return [name for name in forms if not _is_ours(name, several=len(forms) > 1)]


def _is_ours(name: str, *, several: bool) -> bool:
    """Whether a workbook of several is a receipt or the list of forms, which lie beside the forms; that is said."""
    ours = several and (receipts.is_receipt(name) or os.path.basename(name) == sheet_list.NAME)
    if ours:
        sentence = _("{name} was made by mstrack, and is passed over; to read a receipt that came back, name it alone")
        console.say(sentence.format(name=shown(name, 200)))
    return ours


def _readings(place: FilingContext, options: Sheets, names_: list[str], flags: SheetFlags) -> list[Reading]:
    """Read the forms one after the other, each as if those before it were filed."""
    dataset, readings = place.dataset, []
    for name in names_:
        reading = _reading(place, dataset, options, name, flags)
        if options.receipt:  # a receipt is Chinese, as the form is
            with speaking("zh_CN"):
                reading = reading._replace(marks=_reading(place, dataset, options, name, flags).marks)
        for proposal in reading.proposals:
            dataset = dataset.plus(proposal.path, proposal.text)
        readings.append(reading)
    return readings


def _reading(place: FilingContext, dataset: Dataset, options: Sheets, name: str, flags: SheetFlags) -> Reading:
    plan = dataset.plan
    try:
        filled = read_form(source.WorkTree("").read(name, LARGEST), plan, place.today, flags.unit or None)
    except WrongUse as error:
        return entries.Reading(shown(name, 200), faults=(Fault(0, 0, str(error)),))
    except Unreadable as error:
        of_forms = {
            "size": _("larger than {n} MiB; take the pictures out of it").format(n=LARGEST // 1024**2),
            "not-a-file": _("this is a pipe or a device, no form; it was not opened"),
        }
        sentences = (of_forms.get(one.rule, one.sentence) for one in error.problems)
        return entries.Reading(shown(name, 200), faults=tuple(Fault(0, 0, sentence) for sentence in sentences))
    filled = filled._replace(day=filled.day or flags.day, reporter=filled.reporter or flags.reporter)
    return entries.proposals_of(dataset, filled, shown(name, 200), now(), place.today, sure=options.sure)


def _agreed(n: int) -> bool:
    if prompts.somebody_sits_there():
        return prompts.agreed(ngettext("File this entry?", "File these {n} entries?", n).format(n=n))
    console.say(_("Nothing was filed yet; the same command with --yes files it."))
    return False


def _filed(place: FilingContext, wanted: list[propose.Proposal]) -> Filing:
    """File one entry after the other; where the disk refuses one, those before it stay, and are listed."""
    paths: list[str] = []
    for proposal in wanted:
        try:
            paths.append(propose.file(place.root, proposal))
        except WorldFailed as error:
            if not paths:
                raise
            reason = why(error.__cause__) if isinstance(error.__cause__, OSError) else str(error)
            sentence = _(
                "{n} of {all} entries were filed, their paths are above; then: {why}. "
                "Read the same sheets again to add the rest"
            )
            failure = WorldFailed(sentence.format(n=len(paths), all=len(wanted), why=reason))
            return Filing(tuple(paths), failure)
    return Filing(tuple(paths))


def _with_receipts(filing: Filing, readings: Iterable[tuple[str, Reading]], place: FilingContext) -> Filing:
    """Write the receipt of each form; where one cannot be written, what was filed is listed all the same."""
    written: list[str] = []
    try:
        written.extend(receipts.write(readings, place.today))
    except MstrackError as error:
        return filing._replace(receipts=tuple(written), failure=filing.failure or error)
    return filing._replace(receipts=tuple(written))


def _send(options: Sheets, place: FilingContext, paths: tuple[str, ...]) -> None:
    """Send what was filed, where that is wanted; else say how."""
    if options.sync:
        from mstrack.cli.syncing import send  # noqa: PLC0415  heavy, and only where something is sent

        send(options, place.root)
    elif prompts.somebody_sits_there():
        sending.offer_to_send(place.root, list(paths), options)
    else:
        console.say(_("Filed. Next: mstrack sync sends it (or git add, git commit)."))
