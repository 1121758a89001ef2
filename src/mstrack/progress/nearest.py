"""What somebody may have meant who mistyped a word: only what a slip of the fingers or of the ear explains."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from mstrack.i18n import gettext as _

if TYPE_CHECKING:
    from collections.abc import Iterable

ALIKE = 0.6
"""The share of characters in common from which two words with one first letter are alike, as lite and light are."""

PARTLY = 0.5
"""The share from which one name of a plan is meant by another: cov by coverage, 张山 by 张三."""
MOST_COMPARED = 400
"""Names that a misspelt one is compared with, at most; a city has some forty units, the largest plan 400."""
LISTED = 8
"""Names that are listed where none is near."""


def cure(name: str, known: Iterable[str]) -> str:
    """Say which known name was meant; where none is near, which there are."""
    from difflib import get_close_matches  # noqa: PLC0415  only where something is misspelt

    names = sorted(known)
    near = get_close_matches(name, names[:MOST_COMPARED], n=1, cutoff=PARTLY)
    if near:
        return _("did you mean {near}?").format(near=near[0])
    listed = [*islice(names, LISTED), *(["…"] if len(names) > LISTED else [])]
    return _("known: {names}").format(names=_(", ").join(listed)) if names else _("none is known")


def nearest_word(typed: str, known: Iterable[str]) -> str | None:
    """Return the known word that was meant; None where none is near.

    Near is one slip (a key too many, too few, wrong, or two exchanged) in a word that is left, or the same first letter
    and most of the rest: people seldom miss the first key. Dashes and capitals do not count.
    """
    bare = _bare(typed)
    found = [(_slips(bare, _bare(one)), -_likeness(bare, _bare(one)), one) for one in known]
    alike = [one for one in found if one[1] < 0]  # 蓝 for 灰 is one key, and all of the word
    near = [one for one in alike if one[0] <= 1 or (bare[:1] == _bare(one[2])[:1] and -one[1] >= ALIKE)]
    return min(near)[2] if near and bare else None


def _bare(word: str) -> str:
    return word.strip("-").casefold()


def _likeness(one: str, other: str) -> float:
    from difflib import SequenceMatcher  # noqa: PLC0415  only where something is misspelt

    return SequenceMatcher(a=one, b=other, autojunk=False).ratio()


def _slips(one: str, other: str) -> int:
    """Return 0 for equal words, 1 for words that one slip keeps apart, 2 for others."""
    if one == other:
        return 0
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    one, other = one[start:], other[start:]
    is_exchanged = one[:2] == other[1::-1] and one[2:] == other[2:]
    return 1 if one[1:] == other[1:] or one[1:] == other or one == other[1:] or is_exchanged else 2
