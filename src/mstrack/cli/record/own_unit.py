"""Whose entries a person records: the unit of --unit, of MSTRACK_UNIT, or of git's `mstrack.unit`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mstrack.errors import WrongUse
from mstrack.git import repository
from mstrack.i18n import gettext as _
from mstrack.progress import lookup

if TYPE_CHECKING:
    from mstrack.format.model import Plan

SETTING = "mstrack.unit"
VARIABLE = "MSTRACK_UNIT"


def name_of_option(typed: str | None) -> str:
    """Return where the unit was named: by the flag, or by the variable that stands for it."""
    return VARIABLE if typed and typed == os.environ.get(VARIABLE) else "--unit"


def own_unit(plan: Plan, root: str, typed: str | None) -> str | None:
    """Return the name of the unit: what was typed (or in MSTRACK_UNIT), else git's setting; None without either."""
    if typed:
        return lookup.unit(plan, typed)
    set_ = repository.setting(root, SETTING)
    if not set_:
        return None
    try:
        return lookup.unit(plan, set_)
    except WrongUse as error:
        raise WrongUse(_("{where}: {why}").format(where=f"git config {SETTING}", why=error)) from error
