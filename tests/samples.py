"""Which cases the first run takes where each costs a process; `pytest -m slow` runs the others."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterable


def crossed(names: str, longest: Iterable[Any], *others: Iterable[Any]) -> pytest.MarkDecorator:
    """Combine each case of the longest list with all of the others; the first run takes one combination of each.

    Which one goes round, so that the first run has every case of every list. The others are marked slow.
    """
    lists = [list(longest), *map(list, others)]
    if max(map(len, lists)) > len(lists[0]):
        raise ValueError("the longest list comes first: the first run would leave cases of another one out")
    return pytest.mark.parametrize(
        names,
        [
            pytest.param(*(cases[n] for cases, n in zip(lists, at, strict=True)), marks=_mark(at, lists))
            for at in itertools.product(*(range(len(cases)) for cases in lists))
        ],
    )


def each(name: str, cases: Iterable[Any], step: int) -> pytest.MarkDecorator:
    """Run the first of so many cases in the first run, the others with the slow ones: they differ in a value only."""
    return pytest.mark.parametrize(
        name, [pytest.param(case, marks=pytest.mark.slow if n % step else ()) for n, case in enumerate(cases)]
    )


def _mark(at: tuple[int, ...], lists: list[list[Any]]) -> Any:
    """Mark a combination slow unless its turn is now."""
    turn = all(n == at[0] % len(cases) for n, cases in zip(at, lists, strict=True))
    return () if turn else pytest.mark.slow
