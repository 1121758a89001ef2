"""Makes a store with simulated progress, of any size, always the same for the same seed.

    python examples/simulate.py examples                          the store of this folder: every light, on 2021-12-03
    python examples/simulate.py /tmp/store --entries 100000       the same plan with a long history
    python examples/simulate.py /tmp/store --reform               a year with a reform in August (reform.py)

Nothing in it is true but the plan: no office ever filed these figures. The title of the store says so.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from decimal import ROUND_DOWN, Decimal
from itertools import chain, count, islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reform import edited, tell

from mstrack.format import codec, yaml
from mstrack.format.model import Entry
from mstrack.progress import dates, timeline
from mstrack.progress.figures import others
from mstrack.rules import plan, reading
from mstrack.store import dataset, entry_names
from mstrack.store.cache import Cache
from mstrack.store.source import PLAN, WorkTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mstrack.format.model import Indicator, Plan, Task, Unit

SOURCE = Path(__file__).parent.parent / "data"
AS_OF = dt.date(2021, 12, 3)
TITLE_MARK = "（模拟进度 simulated）"
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
CHINA = dt.timezone(dt.timedelta(hours=8))


class Story(NamedTuple):
    """How a task fares until AS_OF: its final share of the targets, its status, how long its lead has been silent."""

    share: float
    status: str = "in-progress"
    silent_days: int = 3
    finished: dt.date | None = None
    lead_reports: bool = True
    figures: bool = True


STORIES = {
    1: Story(1.0, "done", finished=dt.date(2021, 6, 30)),
    2: Story(1.0),
    3: Story(1.01),
    4: Story(1.0, "done", finished=dt.date(2021, 7, 31)),
    5: Story(1.0, "done", finished=dt.date(2021, 9, 30)),
    6: Story(1.0, "done", finished=dt.date(2021, 5, 31)),
    7: Story(0.94),
    8: Story(1.0, "done", finished=dt.date(2021, 10, 31)),
    9: Story(0.99),
    10: Story(1.02, "done", finished=dt.date(2021, 11, 15)),
    11: Story(0.78),
    12: Story(1.0, "done", finished=dt.date(2021, 12, 2)),
    13: Story(0.55),
    14: Story(1.0, "done", finished=dt.date(2021, 11, 9)),
    15: Story(0.97),
    16: Story(0.0, silent_days=64),
    17: Story(0.95),
    18: Story(0.86),
    19: Story(0.6, "blocked"),
    20: Story(0.98),
    21: Story(0.96, figures=False),
    22: Story(0.9, lead_reports=False),
    23: Story(0.95, "in-progress"),
    24: Story(1.0, "done", finished=dt.date(2021, 8, 31)),
    25: Story(0.83),
}
"""One task for every light and cause; the others fare as such tasks do."""

SHARED = {17, 18, 19, 22}
"""The tasks whose districts report shares, four of seven of them so far."""


class Simulator:
    """Writes entries into a folder, with its own random numbers and ids."""

    def __init__(self, root: Path, seed: int, edit: Callable[[str], str] = str) -> None:
        """Copy the plan, edited, under a title that says simulated."""
        self.root = root
        self.random = random.Random(seed)
        text = edit((SOURCE / PLAN).read_text(encoding="utf-8"))
        title = next(line for line in text.split("\n") if line.startswith("title: "))
        head = "# Simulated progress: made by simulate.py. Nothing below progress/ was ever reported by anyone.\n"
        root.mkdir(parents=True, exist_ok=True)
        (root / PLAN).write_text(head + text.replace(title, title + TITLE_MARK), encoding="utf-8", newline="\n")
        self.plan: Plan = dataset.Dataset(WorkTree(str(root)), Cache(None), plan.of_plan).plan
        self.codes = {name: unit.code for unit in self.plan.units for name in timeline.names_of(unit)}

    def file(self, task: Task, unit: str, day: dt.date, **said: object) -> str:
        """Write one entry, a few days after the day that it reports; return its id."""
        id_ = "".join(self.random.choices(ALPHABET, k=8))
        delay = dt.timedelta(days=self.random.randint(0, 2), seconds=self.random.randint(0, 20_000))
        recorded = dt.datetime(day.year, day.month, day.day, 9, 0, tzinfo=CHINA) + delay
        entry = Entry(task=task.id, date=day, unit=unit, reporter="模拟填报员", recorded=recorded, **said)  # type: ignore[arg-type]
        path = self.root / entry_names.entry_path(entry, self.codes[unit], id_)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.write(codec.mapping(entry)), encoding="utf-8", newline="\n")
        return id_

    def demo(self) -> None:
        """Tell the story of every task, month by month."""
        for task in self.plan.tasks:
            self._story(task, STORIES[task.id])
        self._correction(self.plan.tasks[8])

    def _story(self, task: Task, story: Story) -> None:
        last = story.finished or AS_OF - dt.timedelta(days=story.silent_days)
        for day in (*month_ends(self.plan.year, before=last), last):
            final = day == last
            share = (
                story.share
                if final
                else story.share
                * float(dates.expected_pace(day, day.year))
                / float(dates.expected_pace(last, last.year))
            )
            if story.lead_reports:
                status = story.status if final else "in-progress"
                told = self._told(task, status)
                figures = self.figures(task, share, final=final) if story.figures else {}
                self.file(task, task.lead_unit, day, status=status, figures=figures, **told)
            if task.id in SHARED and day.month % 3 == 0:
                self._shares(task, day, share)

    def _shares(self, task: Task, day: dt.date, share: float) -> None:
        offices = [unit for unit in others(self.plan, task) if unit.code.endswith(("q", "s"))][:4]
        for office in offices:
            part = {
                key: figure
                for key, figure in self.figures(task, share / 7, final=False).items()
                if _cumulative(task, key)
            }
            self.file(task, office.name, day, status="in-progress", figures=part, note="（模拟）本地区累计完成数。")

    def _correction(self, task: Task) -> None:
        """A typing mistake (a digit too many) and the entry that replaces it."""
        day = dt.date(2021, 11, 15)
        wrong = {task.indicators[0].id: Decimal(262_000), task.indicators[1].id: Decimal("5.4")}
        right = wrong | {task.indicators[0].id: Decimal(26_200)}
        old = self.file(task, task.lead_unit, day, status="in-progress", figures=wrong, note="（模拟）半月报。")
        note, reason = "（模拟）半月报。", "（模拟）多录一位，应为26200批次。"
        said = {"status": "in-progress", "figures": right, "note": note, "reason": reason}
        self.file(task, task.lead_unit, day, corrects=(old,), **said)

    def _told(self, task: Task, status: str) -> dict[str, str]:
        if status == "blocked":
            return {
                "note": "（模拟）6座已完工，4座受阻。",
                "problem": "（模拟）四类桥改造受汛期影响，施工便道损毁。",
                "next": "（模拟）12月上旬抢通便道，恢复施工。",
            }
        if status == "done":
            return {"note": f"（模拟）“{task.short}”目标任务全部完成。"}
        return {"note": "（模拟）按计划推进。"}

    def figures(self, task: Task, share: float, *, final: bool) -> dict[str, Decimal]:
        """Return what the task's indicators would be at a share of their targets."""
        return {one.id: self._figure(one, share, final=final) for one in task.indicators}

    def _figure(self, one: Indicator, share: float, *, final: bool) -> Decimal:
        """A cumulative figure grows with the share, in whole numbers; a level creeps up from below its target."""
        part = Decimal(str(round(share, 4)))
        if one.kind == "cumulative":
            return (one.target * part).quantize(Decimal(1), rounding=ROUND_DOWN)
        base = one.baseline if one.baseline is not None else one.target * Decimal("0.9")
        reached = base + (one.target - base) * min(Decimal(1), part)
        is_whole = one.measure in reading.WHOLE or (one.target >= 100 and one.measure != "%")  # noqa: PLR2004
        step = Decimal(1) if is_whole else Decimal("0.1")
        return one.target if final and share >= 1 else reached.quantize(step, rounding=ROUND_DOWN)

    def bulk(self, entries: int) -> None:
        """File so many entries, the newest day first, in turn for every task.

        A unit has one entry a day with all its figures; when every unit has reported on every day, further entries
        carry notes only, as a second figure for one unit and day would be a contradiction.
        """
        slots = zip_longest(*(self._slots(task) for task in self.plan.tasks))
        for slot in islice(filter(None, chain.from_iterable(slots)), entries):
            self._bulk_entry(*slot)

    def _slots(self, task: Task) -> Iterator[tuple[Task, Unit, dt.date, bool]]:
        units = {unit.name: unit for unit in self.plan.units}
        offices = [units[task.lead_unit], *others(self.plan, task)]
        days = [dt.date(self.plan.year, 11, 30) - dt.timedelta(days=n) for n in range(334)]
        for turn in count():
            yield from ((task, office, day, turn == 0) for day in days for office in offices)

    def _bulk_entry(self, task: Task, office: Unit, day: dt.date, has_figures: bool) -> None:  # noqa: FBT001
        share = float(dates.expected_pace(day, day.year)) * (0.95 if office.name == task.lead_unit else 0.1)
        figures = self.figures(task, share, final=False) if has_figures else {}
        self.file(task, office.name, day, status="in-progress", figures=figures, note="（模拟）按计划推进。")


def month_ends(year: int, before: dt.date) -> list[dt.date]:
    """Return the last days of the months from March on that lie before a day."""
    ends = [dt.date(year, month, 1) - dt.timedelta(days=1) for month in range(4, 13)]
    return [day for day in ends if day < before - dt.timedelta(days=5)]


def _cumulative(task: Task, key: str) -> bool:
    return any(one.id == key and one.kind == "cumulative" for one in task.indicators)


def main() -> None:
    """Read the command line, make the store."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the store is made; its progress/ must not exist yet")
    parser.add_argument("--entries", type=int, help="so many entries instead of the story of every light")
    parser.add_argument("--reform", action="store_true", help="a year with a reform in August instead")
    parser.add_argument("--seed", type=int, default=2021)
    asked = parser.parse_args()
    if (asked.folder / "progress").exists():
        parser.error(f"{asked.folder / 'progress'} exists; nothing is written over it")
    if asked.reform:
        tell(Simulator(asked.folder, asked.seed, edited))
        return
    simulator = Simulator(asked.folder, asked.seed)
    simulator.bulk(asked.entries) if asked.entries else simulator.demo()


if __name__ == "__main__":
    main()
