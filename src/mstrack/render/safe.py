"""What no answer hands on: characters that would steer a terminal, or move and hide what stands beside them.

A store's own texts have none, but names of files, authors of commits and what stands on the command line may.
"""

from __future__ import annotations

import re
from typing import Any

from mstrack.report import Report

_CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
_MOVERS = r"\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
_BYTES = r"\ud800-\udfff"
"""What stands for a byte of a name that is not UTF-8."""


def cleaned(report: Report) -> Report:
    """Return a report with a question mark for each such character, in all that it holds."""
    return Report(*map(_cleaned, report))


def text(raw: str) -> str:
    """Return a text with a question mark for each such character."""
    if raw.isprintable() or raw.replace("\n", "").isprintable():
        return raw
    return re.sub(f"[{_CONTROLS}{_MOVERS}{_BYTES}]", "?", raw)


def _cleaned(held: Any) -> Any:  # noqa: ANN401  a report, or what it is made of
    if isinstance(held, str):
        return text(held)
    if not isinstance(held, tuple):
        return held
    parts = [_cleaned(one) for one in held]
    if all(one is other for one, other in zip(parts, held, strict=True)):
        return held
    return type(held)(*parts) if hasattr(held, "_fields") else tuple(parts)
