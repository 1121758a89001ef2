"""The tasks of a bulletin that are worst: as many in full as there is room for, the others by name, or counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mstrack.documents import imprint, phrases, problems
from mstrack.documents.parts import LABELS
from mstrack.progress.tally import PART_OF, tally
from mstrack.report import Prose

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mstrack.documents.imprint import Imprint
    from mstrack.format.model import Plan
    from mstrack.progress.standing import Standing
    from mstrack.progress.tally import Tally

AT_MOST = 10
"""So many problems are told in full."""


def ranked(parts: Tally) -> list[Standing]:
    """Return the tasks that are not as they should be, the worst first: of the overdue the one that is longest so."""
    late = sorted(parts.overdue, key=lambda one: one.days_left)
    return [*late, *(one for key in problems.WORST if key != "overdue" for one in getattr(parts, key))]


def paragraphs(plan: Plan, parts: Tally, named: set[int], room: float, details: Imprint) -> list[Prose]:
    """Return the paragraphs that fit in so many lines: on as many tasks as possible, then more on each."""
    several = ranked(parts)

    def fits(form: _Form) -> bool:
        return imprint.length(_printed(plan, several, named, form), details) < room

    longest = min(AT_MOST, len(several))
    forms = [_Form((0,) * n) for n in range(longest, 0, -1)]
    chosen = next(filter(fits, forms), forms[-1] if forms else None)
    if chosen is None:
        return []
    for fuller in (_Form.with_names, _Form.with_leaders, _Form.with_a_figure):
        chosen = next(filter(fits, [fuller(chosen)]), chosen)
    for n in range(len(chosen.figures)) if chosen.figures[0] else ():
        if not fits(fuller_still := chosen.with_more_figures(n)):
            break
        chosen = fuller_still
    return _printed(plan, several, named, chosen)


class _Form(NamedTuple):
    """How much is told: so many figures of each task, the leaders with their names, the names of the tasks left out."""

    figures: tuple[int, ...]
    led: bool = False
    by_name: bool = False

    def with_names(self) -> _Form:
        return self._replace(by_name=True)

    def with_leaders(self) -> _Form:
        return self._replace(led=True)

    def with_a_figure(self) -> _Form:
        return self._replace(figures=(1,) * len(self.figures))

    def with_more_figures(self, n: int) -> _Form:
        return self._replace(figures=(*self.figures[:n], problems.FIGURES, *self.figures[n + 1 :]))


def _printed(plan: Plan, several: Sequence[Standing], named: set[int], form: _Form) -> list[Prose]:
    rest = several[len(form.figures) :]
    return [*_in_full(plan, several, named, form), *(_by_name(rest) if form.by_name else _counted(rest))]


def _in_full(plan: Plan, several: Sequence[Standing], named: set[int], form: _Form) -> Iterator[Prose]:
    """Yield a paragraph for each task; what is remarked on several of them is told once, at the end."""
    shown = several[: len(form.figures)]
    remarks = [problems.remarks(plan, one, is_named=one.task.id in named) for one in shown]
    places: dict[str, list[int]] = {}
    for n, of_task in enumerate(remarks, 1):
        for remark in of_task:
            places.setdefault(remark, []).append(n)
    lagging = sum(any(each.startswith(problems.EXPECTED) for each in of_task) for of_task in remarks)
    shared = {remark: which for remark, which in places.items() if _is_gathered(remark, which, lagging)}
    yield from phrases.numbered(
        [problems.paragraph(plan, one, [each for each in own if each not in shared], most, led=form.led)]
        for one, own, most in zip(shown, remarks, form.figures, strict=True)
    )
    if shared:
        yield Prose((f"{'；'.join(_gathered(shared, len(shown)))}。",))


def _is_gathered(remark: str, which: Sequence[int], lagging: int) -> bool:
    """Whether a remark is told once for several; how far they should be only of most that lag, one behind the other."""
    if not remark.startswith(problems.EXPECTED):
        return len(which) > 1
    follow = which[-1] - which[0] == len(which) - 1
    return len(which) > 1 and follow and len(which) + 1 >= lagging


def _gathered(shared: dict[str, list[int]], n: int) -> Iterator[str]:
    """Yield what holds for the same tasks behind their numbers, first what holds for all that are told."""
    by_tasks: dict[tuple[int, ...], list[str]] = {}
    for remark, which in shared.items():
        by_tasks.setdefault(tuple(which), []).append(remark)
    for numbers, remarks in sorted(by_tasks.items(), key=lambda pair: (len(pair[0]) < n, pair[0])):
        yield f"{_which(numbers, n)}{'，'.join(map(_of_all, remarks))}"


def _of_all(remark: str) -> str:
    """Return a remark that holds for several: 上期均已点名, 均没有说明困难和措施."""
    return f"上期均{remark.removeprefix('上期')}" if remark.startswith("上期") else f"均{remark}"


def _which(which: Sequence[int], told: int) -> str:
    """Return the numbers of tasks: 第1至3、5项; of all that are told 以上各项."""
    if len(which) == told:
        return "以上各项"
    runs: list[list[int]] = []
    for n in which:
        if runs and runs[-1][-1] == n - 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    numbers = [f"{run[0]}至{run[-1]}" if len(run) > 2 else "、".join(map(str, run)) for run in runs]  # noqa: PLR2004
    return f"第{'、'.join(numbers)}项"


def _by_name(several: Sequence[Standing]) -> list[Prose]:
    groups = (
        f"{_label(key)}的{'、'.join(phrases.quoted(one.task.short) for one in found)}"
        for key, found in _parted(several)
    )
    return [Prose((f"另有{len(several)}项（{'；'.join(groups)}）见附件。",))] if several else []


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
