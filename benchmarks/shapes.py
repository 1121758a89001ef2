"""Makes stores of many shapes, each a clone with a clean work tree, always the same for the same numbers.

    python benchmarks/shapes.py FOLDER [--shapes friendly chains] [--sizes 25 6500]

A shape is what a year can look like where the friendly one is an accident: nobody reports a figure, every fifth entry
is corrected, all is filed on one day. Nothing in these stores was ever reported by anyone.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import subprocess
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
YEAR = 2021
LAST = dt.date(YEAR, 11, 30)
CHINA = dt.timezone(dt.timedelta(hours=8))
RECENT = 30
"""Days whose entries are in the last three commits; the others are in the commit before."""
FIRST, DAY = 1_638_000_000, 86_400
"""Seconds since 1970 of the day before the first commit, and those of a day."""


class Shape(NamedTuple):
    """What a store looks like. `chain` is how many entries stand for one; `figures` says which entries have some."""

    about: str
    tasks: int = 25
    units: int = 30
    partners: int = 7
    indicators: int = 2
    figures: str = "all"
    missing: int = 0
    lead_files: bool = True
    corrected: int = 0
    chain: int = 1
    days: int = 334
    note_bytes: int = 0


SHAPES = {
    "friendly": Shape("every entry has figures"),
    "no-figures": Shape("no entry has a figure", figures="none"),
    "one-missing": Shape("one of seven indicators is never reported", indicators=7, missing=1),
    "january": Shape("figures in January only", figures="january"),
    "partners": Shape("partners file, the lead units never do", lead_files=False),
    "corrected": Shape("every fifth entry is corrected", corrected=5),
    "chains": Shape("entries corrected 49 times each", chain=50),
    "one-day": Shape("all on one day, figures in the first of each unit", days=1),
    "300-tasks": Shape("300 tasks", tasks=300, units=60),
    "400-units": Shape("400 units, each of which files", units=400, partners=15),
    "long-notes": Shape("notes of 20 KB", note_bytes=20_000),
    "three-years": Shape("a period of three years", days=1065),
    "districts": Shape("40 districts beside each lead unit", units=80, partners=40),
}


def plan_of(shape: Shape) -> str:
    """Return the tasks.yaml of a shape."""
    first = LAST - dt.timedelta(days=shape.days - 1)
    period = f"period: {{from: {first.year}-01-01, to: {YEAR}-12-31}}" if first.year < YEAR else f"year: {YEAR}"
    lines = ["# Made by benchmarks/shapes.py. Nothing in this store was ever reported by anyone.",
             f"title: {shape.about}", "source: none", period,
             "leaders:", "  - {name: 甲, pinyin: jia}", "units:"]  # fmt: skip
    for n in range(shape.units):
        lines += [f"  - name: {_unit(n)}", f"    code: u{n}", f"    person: {{name: 负责人{n}, pinyin: fu ze ren}}"]
    lines += ["items:", "  - title: 实事", "    tasks:"]
    for task in range(1, shape.tasks + 1):
        lead, *partners = units_of(shape, task)
        lines += [f"      - id: {task}", f"        title: 任务{task}", f"        content: 任务{task}完成4000米。",
                  "        leader: 甲", f"        lead_unit: {_unit(lead)}",
                  f"        partner_units: [{', '.join(map(_unit, partners))}]", f"        deadline: {YEAR}年12月10日",
                  "        indicators:"]  # fmt: skip
        for n in range(shape.indicators):
            lines += [f"          - id: i{n}", f"            name: 指标{n}", "            kind: cumulative",
                      "            target: 4000", "            measure: 米", "            quote: 4000米"]  # fmt: skip
    return "\n".join(lines) + "\n"


def units_of(shape: Shape, task: int) -> list[int]:
    """Return the units of a task by their numbers, the lead unit first; where they are enough, each has one task."""
    apart = max(1, shape.units // shape.tasks)
    return [(task * apart + n) % shape.units for n in range(shape.partners + 1)]


def entries_of(shape: Shape, size: int) -> Iterator[tuple[dt.date, str, str]]:
    """Yield so many entries, the newest day first: day, path and text."""
    number = 0
    slots = _slots(shape, size)
    while number < size:
        task, unit, day, turn = next(slots)
        length = shape.chain if shape.chain > 1 else 1 + bool(shape.corrected and number % shape.corrected == 0)
        before = ""
        for step in range(min(length, size - number)):
            id_ = _id(number)
            moment = dt.datetime(day.year, day.month, day.day, 9, tzinfo=CHINA) + dt.timedelta(seconds=turn * 60 + step)
            for_ = f"-for-{before}" if before else ""
            path = f"progress/{task:02}/{day}-u{unit}-{id_}{for_}.yaml"
            yield day, path, _text(shape, task, unit, day, turn, moment, before)
            before = id_
            number += 1


def _slots(shape: Shape, size: int) -> Iterator[tuple[int, int, dt.date, int]]:
    """Yield task, unit, day and how often the unit has filed on that day before; a unit has figures once a day.

    Where the figures of January are what counts, few entries lie on few days, so that some are of January.
    """
    needed = -(-size // (shape.tasks * (shape.partners + 1)))
    step = max(1, shape.days // needed) if shape.figures == "january" else 1
    for turn in count():
        for back in range(0, shape.days, step):
            day = LAST - dt.timedelta(days=back)
            for place in range(0 if shape.lead_files else 1, shape.partners + 1):
                for task in range(1, shape.tasks + 1):
                    yield task, units_of(shape, task)[place], day, turn


def _text(shape: Shape, task: int, unit: int, day: dt.date, turn: int, moment: dt.datetime, before: str) -> str:  # noqa: PLR0913, PLR0917  an entry's own parts
    has_figures = turn == 0 and (shape.figures == "all" or (shape.figures == "january" and day.month == 1))
    amount = 3000 - (LAST - day).days
    share = amount if unit == units_of(shape, task)[0] else amount // (shape.partners + 1)
    known = ", ".join(f"i{n}: {share}" for n in range(shape.indicators - shape.missing)) if has_figures else ""
    note = "按计划推进。" if not shape.note_bytes else "进展。" * (shape.note_bytes // 9)
    lines = [f"task: {task}", f"date: {day}", f"unit: {_unit(unit)}", "status: in-progress"]
    lines += [f"figures: {{{known}}}"] if known else []
    lines += ["note: |", f"  {note}", "reporter: 填报员", f"recorded: {moment.isoformat()}"]
    lines += [f"corrects: {before}", "reason: 更正"] if before else []
    return "\n".join(lines) + "\n"


def _unit(number: int) -> str:
    return f"第{number}局"


def _id(number: int) -> str:
    """Return an id; neighbours differ in every place, as random ones do. Its letter keeps it from being a number."""
    rest, found = (number * 2_654_435_761 + 97) % 32**7, "k"
    for _place in range(7):
        rest, last = divmod(rest, 32)
        found += ALPHABET[last]
    return found


def make(folder: Path, shape: Shape, size: int) -> None:
    """Make a clone, and beside it `NAME.git`, the repository that it shares; what is there already stays.

    A commit a day would be slow to make: there are four. The last 30 days came in three, of a half, a quarter and a
    quarter of their entries, so that `diff HEAD~1`, `HEAD~2` and `HEAD~3` see one, two and four times as many.
    """
    if folder.exists():
        return
    made = folder.with_name(f"{folder.name}.part")
    shared = folder.with_name(f"{folder.name}.git")
    for half in (made, shared):
        shutil.rmtree(half, ignore_errors=True)
    made.mkdir(parents=True)
    git = ["git", "-C", str(made)]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    with subprocess.Popen([*git, "fast-import", "--quiet"], stdin=subprocess.PIPE) as child:
        sink = cast("IO[bytes]", child.stdin)
        for mark, files in enumerate(_commits(shape, size), start=1):
            sink.write(b"commit refs/heads/main\nmark :%d\n" % mark)
            sink.write(b"committer nobody <nobody@example.invalid> %d +0800\ndata 4\nmade\n" % (FIRST + mark * DAY))
            sink.write(b"from :%d\n" % (mark - 1) if mark > 1 else b"")
            for path, text in files:
                data = text.encode()
                sink.write(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data))
    subprocess.run([*git, "clone", "-q", "--bare", "--no-tags", str(made), str(shared)], check=True)
    settings = {"user.name": "nobody", "user.email": "nobody@example.invalid", "gc.auto": "0", "maintenance.auto": "0",
                "remote.origin.url": str(shared), "remote.origin.fetch": "+refs/heads/*:refs/remotes/origin/*",
                "branch.main.remote": "origin", "branch.main.merge": "refs/heads/main"}  # fmt: skip
    for key, value in settings.items():
        subprocess.run([*git, "config", key, value], check=True)
    subprocess.run([*git, "fetch", "-q"], check=True)
    subprocess.run([*git, "reset", "-q", "--hard"], check=True)
    time.sleep(1)  # git opens again, at each question, what it wrote in the very second of its index
    subprocess.run([*git, "status"], check=True, stdout=subprocess.DEVNULL)
    made.rename(folder)


def _commits(shape: Shape, size: int) -> list[list[tuple[str, str]]]:
    """Return path and text of the files of each commit, the plan with the first."""
    several = sorted(entries_of(shape, size), key=lambda one: one[0])  # the oldest first; a correction stays behind
    since = LAST - dt.timedelta(days=RECENT)
    early = [(path, text) for day, path, text in several if day < since]
    late = [(path, text) for day, path, text in several if day >= since]
    if shape.days == 1:  # one day: what came last, a hundredth, is what is new
        early, late = late[: -max(4, size // 100)], late[-max(4, size // 100) :]
    half, quarter = len(late) // 2, len(late) * 3 // 4
    return [[("tasks.yaml", plan_of(shape)), *early], late[:half], late[half:quarter], late[quarter:]]


def one_more(shape: Shape, number: int) -> tuple[str, str]:
    """Return path and text of an entry of the day after the last, on task 1, that no store has."""
    day = LAST + dt.timedelta(days=1)
    unit = filing_unit(shape)
    moment = dt.datetime(day.year, day.month, day.day, 9, tzinfo=CHINA) + dt.timedelta(seconds=number)
    id_ = f"z{number:07d}"
    return f"progress/01/{day}-u{unit}-{id_}.yaml", _text(shape, 1, unit, day, 1, moment, "")


def filing_unit(shape: Shape) -> int:
    """Return the number of a unit that files on task 1: the lead unit, where it files at all."""
    return units_of(shape, 1)[0 if shape.lead_files else 1]


def main() -> None:
    """Read the command line, make the stores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the stores are made, each as SHAPE-SIZE")
    parser.add_argument("--shapes", nargs="+", choices=SHAPES, default=list(SHAPES))
    parser.add_argument("--sizes", nargs="+", type=int, default=[25, 6_500])
    asked = parser.parse_args()
    for name in asked.shapes:
        for size in asked.sizes:
            make(asked.folder / f"{name}-{size}", SHAPES[name], size)


if __name__ == "__main__":
    main()
