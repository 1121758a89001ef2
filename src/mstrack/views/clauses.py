"""What differs between two texts, by their clauses."""

from __future__ import annotations

import re

LONG = 40
"""A longer text is shown by its clauses that differ."""


def differing(was: str, now: str) -> tuple[str, str]:
    """Return two texts; where one is long, each from the first clause that differs to the last, … for the rest."""
    if max(len(was), len(now)) <= LONG or was == now:
        return was, now
    from difflib import SequenceMatcher  # noqa: PLC0415  only where a long text was changed

    old, new = (re.findall(r"[^，。；：]+[，。；：]?|[，。；：]", text) for text in (was, now))
    unlike = [one for one in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes() if one[0] != "equal"]
    (_what, start, _end, from_, _to), (*_rest, end, _from, to) = unlike[0], unlike[-1]
    return _within(old, start, end), _within(new, from_, to)


def _within(clauses: list[str], start: int, end: int) -> str:
    return f"{'…' if start else ''}{''.join(clauses[start:end])}{'…' if end < len(clauses) else ''}"
