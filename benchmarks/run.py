"""Times whole commands, interleaved, and prints ratios.

    python benchmarks/run.py [--runs 21] [--todoman] [--long] [--taskwarrior] [--ledger]

Every figure is of a whole process, from its start to its end. The commands run in turn (A B C, A B C, …), and a ratio
is the median over the turns of one run's time by its neighbour's: so it holds when the machine's speed drifts. What is
to be reached is a ratio of CPU: other work on the machine changes wall time more.
With --long, stores of 25, 6,500 and 100,000 simulated entries are made and asked, too, the largest also from git.
With --todoman, todoman is installed into an environment of its own below the system's temporary folder; each run of the
cold one is given a cache that does not exist yet. With --taskwarrior, `task` (Debian: taskwarrior) lists 100,000 tasks;
with --ledger, `ledger` (Debian: ledger) sums 100,000 transactions by account, the same number of each task's.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
import venv
from pathlib import Path
from typing import NamedTuple

from mstrack.progress import dates
from mstrack.rules.plan import of_plan
from mstrack.store import dataset
from mstrack.store.cache import Cache
from mstrack.store.source import WorkTree

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


class Taken(NamedTuple):
    """What one run took: seconds of wall clock and of CPU."""

    wall: float
    cpu: float


def commands(folder: Path, todo: str | None, sizes: tuple[int, ...]) -> list[Command]:
    """Return what is timed."""
    mstrack = str(Path(sys.executable).with_name("mstrack"))
    due = [mstrack, "due", "--before", "12-10", "--as-of", "12-03", "--data", str(STORE)]
    several = [
        Command("python -c pass", [sys.executable, "-c", "pass"]),
        Command("import typer, rich.table", [sys.executable, "-c", "import typer, rich.table"]),
        Command("due", due, {"MSTRACK_CACHE": str(folder / "cache")}),
        Command("due without cache", due, {"MSTRACK_CACHE": ""}),
    ]
    for entries in sizes:
        made = [sys.executable, ROOT / "examples" / "simulate.py", folder / str(entries), "--entries", str(entries)]
        subprocess.run(made, check=True)
    said = ["--unit", "cgj", "--status", "in-progress", "--note", "（模拟）", "--reporter", "模拟填报员"]
    asked = {"due": ["due"], "add": ["add", "18", *said], "missing": ["missing", "--since", "09-01"]}
    # stores of both sizes are asked one right after the other: their ratio is what is to be known
    several += [
        Command(
            f"{name}, {entries} entries",
            [mstrack, *words, "--data", str(folder / str(entries)), "--as-of", "12-03"],
            {"MSTRACK_CACHE": str(folder / "cache")},
        )
        for name, words in asked.items()
        for entries in sizes
    ]
    if sizes:
        several += from_git(folder, mstrack, str(max(sizes)))
    tab = [mstrack, "_complete", "zsh", "=cg", "due", "--data", str(STORE), "--unit"]
    several += [
        Command("import typer", [sys.executable, "-c", "import typer"]),
        Command("--help", [mstrack, "--help"]),
        Command("completion of a unit", tab, {"MSTRACK_CACHE": str(folder / "cache")}),
    ]
    if todo:
        several.append(Command("todo list", [todo, "list"], {"TODOMAN_CONFIG": str(folder / "todoman.py")}))
        cold = ["sh", "-c", 'rm -f "$0" && exec "$1" list', str(folder / "todoman.sqlite"), todo]
        several.append(Command("todo list, cold", cold, {"TODOMAN_CONFIG": str(folder / "todoman.py")}))
    return several


def from_git(folder: Path, mstrack: str, size: str) -> list[Command]:
    """Put the largest store under git; return what asks it at a revision, and beside it the same from the disk."""
    home = folder / size
    # gc.auto=0: the commit would start a gc of its own in the background, and ours would find it at work
    git = ["git", "-c", "user.name=nobody", "-c", "user.email=nobody@example.invalid", "-c", "gc.auto=0"]
    git += ["-C", str(home)]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "all"], ["gc", "-q"]):
        subprocess.run([*git, *words], check=True)
    asked = [mstrack, "due", "--data", str(home), "--as-of", "12-03"]
    cache = {"MSTRACK_CACHE": str(folder / "cache")}
    name = f"due, {size} entries in git"
    return [Command(name, asked, cache), Command(f"{name}, --rev HEAD", [*asked, "--rev", "HEAD"], cache)]


RATIOS = (
    Ratio("due", "python -c pass", float("inf")),
    Ratio("due", "import typer, rich.table", 1.1),
    Ratio("due", "todo list", 0.45),
    Ratio("due without cache", "todo list, cold", 1.0),
    Ratio("--help", "import typer", 1.6),
    Ratio("completion of a unit", "import typer", 1.6),
    Ratio("due, 6500 entries", "due, 25 entries", 1.5),
    Ratio("due, 100000 entries", "due, 25 entries", 1.6),
    Ratio("due", "task list, 100000 tasks", 0.1),
    Ratio("due, 100000 entries", "task list, 100000 tasks", 0.1),
    Ratio("due", "ledger balance, 100000 transactions", 0.5),
    Ratio("due, 100000 entries", "ledger balance, 100000 transactions", 0.5),
    Ratio("due, 100000 entries in git, --rev HEAD", "due, 100000 entries in git", 2.0),
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
        subprocess.run([program.with_name("pip"), "install", "--quiet", "todoman==4.7.0"], check=True)
    plan = dataset.Dataset(WorkTree(str(STORE)), Cache(None), of_plan).plan
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


def taskwarrior(folder: Path) -> Command:
    """Give Taskwarrior 100,000 tasks with a day to be due on; return what lists them."""
    data = folder / "taskwarrior"
    data.mkdir()
    rc = folder / "taskrc"
    rc.write_text(f"data.location={data}\nconfirmation=off\nverbose=nothing\ngc=off\nhooks=off\n")
    due = int(dt.datetime(2021, 12, 10, tzinfo=dt.UTC).timestamp())
    lines = (
        f'[description:"任务{n}" due:"{due}" entry:"{due - 9_000_000}" modified:"{due - 9_000_000}" status:"pending" '
        f'uuid:"{uuid.UUID(int=n)}"]\n'
        for n in range(1, 100_001)
    )
    (data / "pending.data").write_text("".join(lines), encoding="utf-8")
    return Command("task list, 100000 tasks", ["task", "list"], {"TASKRC": str(rc), "TASKDATA": str(data)})


def ledger(folder: Path) -> Command:
    """Give Ledger 100,000 transactions of a year, in the accounts of 25 tasks; return what sums them up."""
    journal = folder / "journal.ledger"
    first = dt.date(2021, 1, 1)
    lines = (
        f"{first + dt.timedelta(days=n % 365):%Y/%m/%d} 任务{n % 25 + 1}\n"
        f"    指标:{n % 25 + 1}    {n % 100 + 1} 个\n    在办\n\n"
        for n in range(100_000)
    )
    journal.write_text("".join(lines), encoding="utf-8")
    arguments = ["ledger", "--init-file", os.devnull, "--file", str(journal), "balance"]
    return Command("ledger balance, 100000 transactions", arguments)


_WATCH = """
import os, sys
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[
    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
print(os.wait4(child, 0)[2].ru_maxrss)
"""


def peak(one: Command) -> float:
    """Return the MiB that a command holds at most: asked by a small process, since a child starts with its parent's."""
    words = [sys.executable, "-S", "-E", "-c", _WATCH, *map(str, one.arguments)]
    told = subprocess.run(words, env=environment(one), check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    mebi = 1024**2 if sys.platform == "darwin" else 1024  # macOS counts bytes, Linux KiB
    return int(told.stdout) / mebi


def environment(one: Command) -> dict[str, str]:
    """Return ours without what would change the command, and with what it asks for."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("MSTRACK", "PYTHON"))} | one.environment


def measure(several: list[Command], runs: int) -> dict[str, list[Taken]]:
    """Return what each run of each command took, in turn; the first turn warms caches, and is dropped."""
    times: dict[str, list[Taken]] = {one.name: [] for one in several}
    for turn in range(runs + 1):
        for one in several:
            taken = timed(one)
            if turn:
                times[one.name].append(taken)
    return times


def timed(one: Command) -> Taken:
    """Run a command once; what it prints is thrown away, and it must succeed."""
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        child = subprocess.Popen(one.arguments, env=environment(one), stdout=subprocess.DEVNULL, stderr=said)
        _pid, status, used = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            raise SystemExit(f"{one.name} failed ({child.returncode}): {said.read().decode()}")
    return Taken(wall, used.ru_utime + used.ru_stime)


def report(
    times: dict[str, list[Taken]], runs: int, ratios: tuple[Ratio, ...] = RATIOS, peaks: dict[str, float] | None = None
) -> None:
    """Print the medians (and peaks, where they were measured), then the ratios with their quartiles and targets."""
    print(f"{dt.datetime.now().astimezone():%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores, "
          f"{runs} runs in turn\n")  # fmt: skip
    print("| command | wall, median ms | min | CPU, median ms | peak MiB |\n|---|---:|---:|---:|---:|")
    for name, taken in times.items():
        walls, cpus = zip(*taken, strict=True)
        wall, cpu = statistics.median(walls), statistics.median(cpus)
        print(f"| {name} | {ms(wall)} | {ms(min(walls))} | {ms(cpu)} | {f'{peaks[name]:.0f}' if peaks else ''} |")
    print("\n| what | by | wall ratio | quartiles | CPU ratio | at most | |\n|---|---|---:|---|---:|---:|---|")
    for one in ratios:
        if one.by in times and one.what in times:
            pairs = list(zip(times[one.what], times[one.by], strict=True))
            low, middle, high = statistics.quantiles([a.wall / b.wall for a, b in pairs], n=4)
            cpu = statistics.median(a.cpu / b.cpu for a, b in pairs)
            target = "" if one.at_most == float("inf") else f"{one.at_most}"
            verdict = "" if not target else "reached" if cpu <= one.at_most else "NOT reached"
            told = f"{middle:.2f} | {low:.2f} to {high:.2f} | {cpu:.2f} | {target} | {verdict}"
            print(f"| {one.what} | {one.by} | {told} |")


def ms(seconds: float) -> str:
    """Return milliseconds with one decimal."""
    return f"{seconds * 1000:.1f}"


def main() -> None:
    """Read the command line, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=21, help=f"turns that count, at least {LEAST_RUNS}")
    parser.add_argument("--todoman", action="store_true", help="compare with todoman, from the package index")
    parser.add_argument("--long", action="store_true", help="ask stores of 25, 6,500 and 100,000 entries, too")
    parser.add_argument("--taskwarrior", action="store_true", help="compare with 100,000 tasks in Taskwarrior")
    parser.add_argument("--ledger", action="store_true", help="compare with 100,000 transactions in Ledger")
    asked = parser.parse_args()
    runs = max(LEAST_RUNS, asked.runs)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        todo = install_todoman(folder) if asked.todoman else None
        several = commands(folder, todo, (25, 6_500, 100_000) if asked.long else ())
        several += [taskwarrior(folder)] if asked.taskwarrior else []
        several += [ledger(folder)] if asked.ledger else []
        times = measure(several, runs)
        report(times, runs, peaks={one.name: peak(one) for one in several})


if __name__ == "__main__":
    main()
