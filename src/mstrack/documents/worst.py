"""The tasks of a bulletin that are worst: as many in full as there is room for, the others by name, or counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mstrack.documents import imprint, phrases, problems
from mstrack.documents.parts import LABELS
from mstrack.progress.tally import PART_OF, tally
from mstrack.report import Prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mstrack.documents.imprint import Imprint
    from mstrack.format.model import Plan
    from mstrack.progress.status import Standing
    from mstrack.progress.tally import Tally

AT_MOST = 10
"""So many problems are told in full."""


def ranked(parts: Tally) -> list[Standing]:
    """Return the tasks that are not as they should be, the worst first: of the overdue the one that is longest so."""
    late = sorted(parts.overdue, key=lambda one: one.days_left)
    return [*late, *(one for key in problems.WORST if key != "overdue" for one in getattr(parts, key))]


def told(plan: Plan, parts: Tally, named: dict[int, str], room: float, said: Imprint) -> list[Prose]:
    """Return the paragraphs that fit in so many lines: with two figures a task, else with one, else of fewer tasks."""
    several = ranked(parts)
    longest = min(AT_MOST, len(several))
    for n, figures in ((longest, problems.FIGURES), *((n, 1) for n in range(longest, 0, -1))):
        full = [*_in_full(plan, several[:n], named, figures)]
        by_name, counted = ([*full, *rest] for rest in (_by_name(several[n:]), _counted(several[n:])))
        if imprint.length(counted, said) < room or n == 1:
            return by_name if imprint.length(by_name, said) < room else counted
    return []


def _in_full(plan: Plan, several: Sequence[Standing], named: dict[int, str], figures: int) -> Iterator[Prose]:
    """Yield a paragraph for each task; which of several do not explain themselves is told once, at the end."""
    silent = [n for n, one in enumerate(several, 1) if problems.explains_nothing(plan, one)]
    gathers = len(silent) > 1
    yield from phrases.numbered(
        [problems.paragraph(plan, one, named.get(one.task.id, ""), figures, tells_silence=not gathers)]
        for one in several
    )
    if gathers:
        which = "以上各项均" if len(silent) == len(several) else f"第{'、'.join(map(str, silent))}项"
        yield Prose((f"{which}{problems.NOTHING}。",))


def _by_name(several: Sequence[Standing]) -> list[Prose]:
    groups = [
        f"{_label(key)}的有{'、'.join(phrases.quoted(one.task.short) for one in found)}"
        for key, found in _parted(several)
    ]
    return [Prose((f"另有{len(several)}项见附件：{'；'.join(groups)}。",))] if several else []


def _counted(several: Sequence[Standing]) -> list[Prose]:
    counts = [f"{LABELS[key]}{len(found)}项" for key, found in _parted(several)]
    if len(counts) > 1:
        return [Prose((f"另有{len(several)}项（{'、'.join(counts)}）见附件。",))]
    return [Prose((f"另有{len(several)}项{LABELS[PART_OF[several[0].cause]]}，见附件。",))] if several else []


def _parted(several: Sequence[Standing]) -> list[tuple[str, Sequence[Standing]]]:
    parts = tally(several)
    return [(key, found) for key in problems.WORST if (found := getattr(parts, key))]


def _label(key: str) -> str:
    return LABELS[key].partition("（")[0]
