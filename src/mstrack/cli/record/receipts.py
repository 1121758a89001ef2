"""Where the receipts of forms go: beside each form, under a name that is free."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from mstrack.record.sheets.form import RECEIPT
from mstrack.store import protection, put

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    from mstrack.record.sheets.entries import Reading

_RECEIPT = re.compile(rf".+-{RECEIPT}(?:-\d+)?\.xlsx", re.IGNORECASE)


def is_receipt(path: str) -> bool:
    """Whether a workbook is called as receipts are."""
    return bool(_RECEIPT.fullmatch(os.path.basename(path)))


def refuse(paths: Iterable[str]) -> None:
    """Refuse forms beside which no receipt may be written, before anything is filed. WrongUse says why."""
    for path in paths:
        protection.place(_name(path))


def write(readings: Iterable[tuple[str, Reading]], today: dt.date) -> Iterator[str]:
    """Write the receipt of each form that could be read, beside its path; yield where they are."""
    from mstrack.record.sheets import receipt  # noqa: PLC0415  only who writes one pays for it

    for name, one in readings:
        if one.filled is not None:
            path = _free(name)
            put.document(path, receipt.workbook(one, today), force=False)
            yield path


def _name(path: str, number: int = 1) -> str:
    stem = re.sub(rf"-{RECEIPT}(?:-\d+)?$", "", os.path.splitext(path)[0])
    return f"{stem}-{RECEIPT}{'' if number == 1 else f'-{number}'}.xlsx"


def _free(path: str) -> str:
    number = 1
    while os.path.lexists(_name(path, number)):
        number += 1
    return _name(path, number)
