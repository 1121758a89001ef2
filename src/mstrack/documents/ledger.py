"""The ledger (台账): the official table with its progress, by leader, by unit, by indicator, entry by entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.documents import tables
from mstrack.report import Report, Text

if TYPE_CHECKING:
    from mstrack.progress.snapshot import Snapshot


def ledger(snapshot: Snapshot) -> Report:
    """Return the workbook's sheets in their order, and the lines that stand above each."""
    sheets = (
        tables.tasks(snapshot)._replace(title="台账"),
        tables.leaders(snapshot)._replace(title="按市领导"),
        tables.units(snapshot)._replace(title="按牵头单位"),
        tables.indicators(snapshot)._replace(title="指标"),
        tables.entries(snapshot)._replace(title="报送记录"),
    )
    lines = (Text(tables.basis(snapshot)), Text(tables.legend(snapshot.plan)))
    return Report("ledger", snapshot.plan.title, snapshot.as_of, snapshot.rev, (*sheets, *lines))
