"""Makes a province: cities with the same table and simulated progress, each its own, always the same for the same seed.

    python examples/province.py /tmp/province                               21 cities, 300 entries each
    python examples/province.py /tmp/country --cities 333 --entries 6300    a country: 2.1 million, 8 GB of disk

Every city is a store, /tmp/province/city-01 and so on. Nothing in it is true but the plan's text: no office ever filed
these figures, and the titles of the stores say so. Some cities do well, some badly; units are silent, tasks blocked,
figures corrected. docs/en/province.md asks ten questions of it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from simulate import ALPHABET, AS_OF, CHINA, SHARED, Simulator

from mstrack.format.fields import plain
from mstrack.progress import dates
from mstrack.progress.figures import others
from mstrack.store.entry_names import folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from mstrack.format.model import Task

FIRST = dt.date(AS_OF.year, 1, 4)
PARTNERS = 3
CORRECTED = 60
"""One entry of so many has a figure too much, and is corrected on the same day."""


class Course(NamedTuple):
    """How a task fares in a city: the share of its targets on its last reported day, and what is said on that day."""

    share: float
    last: dt.date
    status: str
    lead_reports: bool


class City(Simulator):
    """A city of a province: its own luck decides how its tasks fare."""

    def __init__(self, root: Path, seed: int) -> None:
        """Copy the plan, and draw how well this city does."""
        name = root.name
        super().__init__(root, seed, lambda text: text.replace("title: ", f"title: 模拟城市{name} ", 1))
        self.luck = self.random.uniform(0.75, 1.05)

    def year(self, entries: int) -> None:
        """File so many entries (and what was corrected besides), the same of each task."""
        for task in self.plan.tasks:
            for said in self._reports(task, self._course(), entries // len(self.plan.tasks)):
                self.file(task, **said)

    def _course(self) -> Course:
        share = min(1.05, self.luck * self.random.uniform(0.8, 1.2))
        silent = self.random.choice((1, 3, 3, 9, 20, 70))
        if share >= 1 and self.random.random() < 0.6:  # noqa: PLR2004  of those that reached it, most say so
            return Course(share, AS_OF - dt.timedelta(days=self.random.randint(2, 150)), "done", lead_reports=True)
        status = "blocked" if self.random.random() < 0.06 else "in-progress"  # noqa: PLR2004  few
        last = AS_OF - dt.timedelta(days=silent)
        return Course(share, last, status, lead_reports=self.random.random() < 0.97)  # noqa: PLR2004  most

    def _reports(self, task: Task, course: Course, number: int) -> Iterator[dict[str, object]]:
        """Yield what is filed on a task, the newest day first: by its lead unit, then by its partners."""
        offices = [task.lead_unit] * course.lead_reports + [unit.name for unit in others(self.plan, task)[:PARTNERS]]
        if not offices:
            return  # a lead unit alone, and silent
        step = max(1, (course.last - FIRST).days * len(offices) // number)
        for n in range(number):
            back, place = divmod(n, len(offices))
            day = max(FIRST, course.last - dt.timedelta(days=back * step))
            is_lead, final = offices[place] == task.lead_unit, back == 0
            done = float(dates.expected_pace(day, day.year)) / float(dates.expected_pace(course.last, day.year))
            figures = self.figures(task, course.share * done, final=final) if is_lead else {}
            if not is_lead and task.id in SHARED:
                figures = self._part(task, course.share * done)
            said: dict[str, object] = {"unit": offices[place], "day": day, "figures": figures}
            said["status"] = course.status if final and is_lead else "in-progress"
            said["problem"] = "（模拟）用地手续未办结。" if said["status"] == "blocked" else ""
            yield said

    def _part(self, task: Task, share: float) -> dict[str, Decimal]:
        counted = {one.id for one in task.indicators if one.kind == "cumulative"}
        return {key: one for key, one in self.figures(task, share / 7, final=False).items() if key in counted}

    def file(self, task: Task, unit: str, day: dt.date, **said: object) -> str:
        """Write one entry, and now and then a wrong one before it, as text: a country has two million of them."""
        figures: dict[str, Decimal] = said["figures"]  # type: ignore[assignment]  _reports made it
        said["filed"] = day + dt.timedelta(days=self.random.choice((0, 0, 1, 1, 2, 5)))
        old = ""
        if figures and self.random.randrange(CORRECTED) == 0:
            wrong = {key: one + 1 for key, one in figures.items()}
            old = self._write(task, unit, day, said | {"figures": wrong})
        return self._write(task, unit, day, said, old)

    def _write(self, task: Task, unit: str, day: dt.date, said: dict[str, object], old: str = "") -> str:
        id_ = "".join([self.random.choice(ALPHABET[10:]), *self.random.choices(ALPHABET, k=7)])  # a letter: no number
        filed: dt.date = said["filed"]  # type: ignore[assignment]  file made it
        recorded = dt.datetime(filed.year, filed.month, filed.day, 9 + bool(old), tzinfo=CHINA)
        recorded += dt.timedelta(seconds=self.random.randrange(3600))
        figures = ", ".join(f"{key}: {plain(one)}" for key, one in said["figures"].items())  # type: ignore[attr-defined]  _reports made it
        lines = [f"task: {task.id}", f"date: {day}", f"unit: {unit}", f"status: {said['status']}"]
        lines += [f"figures: {{{figures}}}"] if figures else []
        lines += ["note: |", "  （模拟）按计划推进。"]
        lines += ["problem: |", f"  {said['problem']}"] if said["problem"] else []
        lines += ["reporter: 模拟填报员", f"recorded: {recorded.isoformat()}"]
        lines += [f"corrects: {old}", "reason: |", "  （模拟）多录一个。"] if old else []
        below = self.root / folder(task.id)
        below.mkdir(parents=True, exist_ok=True)
        name = f"{day}-{self.codes[unit]}-{id_}{f'-for-{old}' if old else ''}.yaml"
        (below / name).write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")
        return id_


def make(root: Path, number: int, entries: int, seed: int) -> int:
    """Make one city of a province; how many entries were filed."""
    City(root / f"city-{number:02}", seed * 1000 + number).year(entries)
    return sum(len(names) for _above, _folders, names in os.walk(root / f"city-{number:02}" / "progress"))


def main() -> None:
    """Read the command line, make the cities, several at a time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the cities are made; it must not exist yet")
    parser.add_argument("--cities", type=int, default=21)
    parser.add_argument("--entries", type=int, default=300, help="of each city")
    parser.add_argument("--seed", type=int, default=2021)
    asked = parser.parse_args()
    if asked.folder.exists():
        parser.error(f"{asked.folder} exists; nothing is written over it")
    with ProcessPoolExecutor() as pool:
        made = partial(make, asked.folder, entries=asked.entries, seed=asked.seed)
        print(f"{sum(pool.map(made, range(1, asked.cities + 1))):,} entries")


if __name__ == "__main__":
    main()
