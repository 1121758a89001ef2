"""What the flags of `sheet` say of a form: whose it is, for which day, by whom; each that is wrong is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.cli.record.draft import text
from mstrack.cli.record.own_unit import name_of_option
from mstrack.progress import dates, lookup

if TYPE_CHECKING:
    import datetime as dt

    from mstrack.cli.record.options import Sheets
    from mstrack.cli.record.sitting import FilingContext
    from mstrack.cli.wrong_flags import WrongFlags


class SheetFlags(NamedTuple):
    """The unit's name, the day and the reporter; empty what no flag says."""

    unit: str = ""
    day: dt.date | None = None
    reporter: str = ""


def sheet_flags(options: Sheets, place: FilingContext, wrong: WrongFlags) -> SheetFlags:
    """Return what the flags say. WrongUse where one cannot be taken, beside those that are refused already."""
    unit, day, reporter = "", None, ""
    with wrong.of("--unit", name_of_option(options.unit)):
        unit = lookup.unit(place.plan, options.unit) if options.unit and not options.everyone else ""
    with wrong.of("--date"):
        day = None if options.date is None else dates.day(options.date, place.plan.period, place.today)
    with wrong.of("--reporter"):
        reporter = text(options.reporter, "--reporter") or ""
    wrong.refuse()
    return SheetFlags(unit, day, reporter)
