"""The ledger (台账): the official table with its progress, by leader, by unit, by indicator, entry by entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.documents import tables
from mstrack.report import Report, Text

if TYPE_CHECKING:
    from mstrack.documents.dossier import Dossier


def ledger(dossier: Dossier) -> Report:
    """Return the workbook's sheets in their order, and the lines that stand above each."""
    sheets = (
        tables.tasks(dossier)._replace(title="台账"),
        tables.leaders(dossier)._replace(title="按市领导"),
        tables.units(dossier)._replace(title="按牵头单位"),
        tables.indicators(dossier)._replace(title="指标"),
        tables.entries(dossier)._replace(title="报送记录"),
    )
    lines = (Text(tables.basis(dossier)), Text(tables.legend(dossier.plan)))
    return Report("ledger", dossier.plan.title, dossier.as_of, dossier.rev, (*sheets, *lines))
