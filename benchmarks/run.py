"""Times whole commands, interleaved, and prints ratios.

    python benchmarks/run.py [--runs 21] [--todoman] [--long]

Every figure is of a whole process, from its start to its end. The commands run in turn (A B C, A B C, …), and a ratio
is the median over the turns of one run's time by its neighbour's: so it holds when the machine's speed drifts.
With --long, stores of 25 and 100,000 simulated entries are made and asked, too.
With --todoman, todoman is installed into an environment of its own below the system's temporary folder.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import NamedTuple

from mstrack import checks, dates, store
from mstrack.files import WorkTree
from mstrack.memo import Memo

ROOT = Path(__file__).parent.parent
STORE = ROOT / "examples"
LEAST_RUNS = 15


class Command(NamedTuple):
    """What is timed: its name in the table, the arguments, and what differs in its environment."""

    name: str
    arguments: list[str]
    environment: dict[str, str] = {}  # noqa: RUF012  never changed


class Ratio(NamedTuple):
    """One line of the table: a command by another, and what is to be reached."""

    what: str
    by: str
    at_most: float


def commands(folder: Path, todo: str | None, sizes: tuple[int, ...]) -> list[Command]:
    """Return what is timed."""
    mstrack = str(Path(sys.executable).with_name("mstrack"))
    due = [mstrack, "due", "--before", "12-10", "--as-of", "12-03", "--data", str(STORE)]
    several = [
        Command("python -c pass", [sys.executable, "-c", "pass"]),
        Command("import typer, rich.table", [sys.executable, "-c", "import typer, rich.table"]),
        Command("due", due, {"MSTRACK_CACHE": str(folder / "memo")}),
        Command("due without memo", due, {"MSTRACK_CACHE": ""}),
    ]
    for entries in sizes:
        store = str(folder / str(entries))
        subprocess.run(
            [sys.executable, ROOT / "examples" / "simulate.py", store, "--entries", str(entries)], check=True
        )
        where = ["--data", store, "--as-of", "12-03"]
        said = ["--unit", "cgj", "--status", "in-progress", "--note", "（模拟）", "--reporter", "模拟填报员"]
        memo = {"MSTRACK_CACHE": str(folder / "memo")}
        several += [
            Command(f"due, {entries} entries", [mstrack, "due", *where], memo),
            Command(f"add, {entries} entries", [mstrack, "add", "18", *where, *said], memo),
            Command(f"missing, {entries} entries", [mstrack, "missing", "--since", "09-01", *where], memo),
        ]
    if todo:
        several.append(Command("todo list", [todo, "list"], {"TODOMAN_CONFIG": str(folder / "todoman.py")}))
    return several


RATIOS = (
    Ratio("due", "python -c pass", float("inf")),
    Ratio("due", "import typer, rich.table", 1.35),
    Ratio("due", "todo list", 0.6),
    Ratio("due without memo", "todo list", 1.2),
    Ratio("due, 100000 entries", "due, 25 entries", 1.5),
    Ratio("add, 100000 entries", "add, 25 entries", 1.5),
    Ratio("missing, 100000 entries", "missing, 25 entries", float("inf")),
)
"""Target infinity: printed to be known, not to be reached."""


def install_todoman(folder: Path) -> str:
    """Install todoman, and give it the plan's 25 tasks as todos of its own; return its program."""
    home = Path(tempfile.gettempdir()) / "mstrack-benchmark-todoman"
    program = home / ("Scripts" if os.name == "nt" else "bin") / "todo"
    if not program.exists():
        venv.create(home, with_pip=True)
        subprocess.run([program.with_name("pip"), "install", "--quiet", "todoman"], check=True)
    plan = store.Dataset(WorkTree(str(STORE)), Memo(None), checks.of_plan).plan
    todos = folder / "todos"
    todos.mkdir()
    for task in plan.tasks:
        due = dates.deadline(task.deadline, plan.year)
        lines = (
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:benchmark", "BEGIN:VTODO", f"UID:task-{task.id}",
            f"DTSTAMP:{plan.year}0101T000000Z", f"SUMMARY:{task.short}", f"DUE;VALUE=DATE:{due:%Y%m%d}",
            "STATUS:NEEDS-ACTION", "END:VTODO", "END:VCALENDAR", "",
        )  # fmt: skip
        (todos / f"{task.id}.ics").write_bytes("\r\n".join(lines).encode())
    cache = folder / "todoman.sqlite"
    (folder / "todoman.py").write_text(f'path = "{todos}"\ndate_format = "%Y-%m-%d"\ncache_path = "{cache}"\n')
    return str(program)


def measure(several: list[Command], runs: int) -> dict[str, list[tuple[float, float]]]:
    """Return (wall, CPU) seconds of each run of each command, in turn; the first turn warms caches, and is dropped."""
    times: dict[str, list[tuple[float, float]]] = {one.name: [] for one in several}
    for turn in range(runs + 1):
        for one in several:
            taken = timed(one)
            if turn:
                times[one.name].append(taken)
    return times


def timed(one: Command) -> tuple[float, float]:
    """Run a command once; what it prints is thrown away, and it must succeed."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MSTRACK", "PYTHON"))} | one.environment
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(one.arguments, env=environment, capture_output=True, check=False)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{one.name} failed ({done.returncode}): {done.stderr.decode()}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu


def report(times: dict[str, list[tuple[float, float]]], runs: int) -> None:
    """Print the medians, then the ratios with their quartiles and targets."""
    print(f"{dt.datetime.now().astimezone():%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores, "
          f"{runs} runs in turn\n")  # fmt: skip
    print("| command | wall, median ms | min | CPU, median ms |\n|---|---:|---:|---:|")
    for name, taken in times.items():
        walls, cpus = zip(*taken, strict=True)
        print(f"| {name} | {ms(statistics.median(walls))} | {ms(min(walls))} | {ms(statistics.median(cpus))} |")
    print("\n| what | by | wall ratio | quartiles | at most | |\n|---|---|---:|---|---:|---|")
    for one in RATIOS:
        if one.by in times:
            pairs = [a[0] / b[0] for a, b in zip(times[one.what], times[one.by], strict=True)]
            low, middle, high = statistics.quantiles(pairs, n=4)
            target = "" if one.at_most == float("inf") else f"{one.at_most}"
            verdict = "" if not target else "reached" if middle <= one.at_most else "NOT reached"
            print(f"| {one.what} | {one.by} | {middle:.2f} | {low:.2f} to {high:.2f} | {target} | {verdict} |")


def ms(seconds: float) -> str:
    """Return milliseconds with one decimal."""
    return f"{seconds * 1000:.1f}"


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=21, help=f"turns that count, at least {LEAST_RUNS}")
    parser.add_argument("--todoman", action="store_true", help="compare with todoman, from the package index")
    parser.add_argument("--long", action="store_true", help="ask stores of 25 and of 100,000 entries, too")
    asked = parser.parse_args()
    runs = max(LEAST_RUNS, asked.runs)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        todo = install_todoman(folder) if asked.todoman else None
        report(measure(commands(folder, todo, (25, 100_000) if asked.long else ()), runs), runs)


if __name__ == "__main__":
    main()
