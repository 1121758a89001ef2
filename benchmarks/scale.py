"""Times every command on stores of many shapes and sizes, and prints its ratio to the same with the fewest entries.

    python benchmarks/scale.py [--shapes friendly chains] [--sizes 25 6500 100000] [--commands due diff] [--runs 3]

The shapes are those of shapes.py. Every figure is of a whole process and all that it starts. The sizes of one command
and shape run in turn (25, 6500, 25, 6500, …); a ratio is the median over the turns, a peak the highest. The cache is
warm but for two commands: `check, cold` has none (MSTRACK_CACHE is empty) and keeps nothing; `check, first` finds an
empty one and fills it, as the first command on a machine does. `git by hand` is what a person would type for one sync,
`yaml.load` PyYAML alone on the same files. A line is printed for each shape, size and command as soon as it is known;
the tables follow. With --read FILE nothing is run: the tables are those of such lines.

The stores are made once, in --keep (else below the system's temporary folder), and found there the next time.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import openpyxl
from check import PYYAML
from run import Command, environment
from shapes import LAST, SHAPES, Shape, filing_unit, make

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

MSTRACK = str(Path(sys.executable).with_name("mstrack"))
AS_OF = ["--as-of", f"{LAST.replace(month=12, day=3)}"]
FILED = ["--status", "in-progress", "--note", "又按计划推进。", "--reporter", "填报员", "--sure"]
BY_HAND = (
    "git -C {0} status --porcelain && git -C {0} add progress && git -C {0} commit -qm entry && git -C {0} fetch -q "
    "&& git -C {0} merge -q origin/main && git -C {0} push -q"
)

COMMANDS = {
    "due": "due",
    "list": "list",
    "show": "show 1",
    "summary": "summary",
    "missing": "missing",
    "due --rev": "due --rev HEAD",
    "list --rev": "list --rev HEAD",
    "show --rev": "show 1 --rev HEAD",
    "summary --rev": "summary --rev HEAD",
    "missing --rev": "missing --rev HEAD",
    "log --since": f"log --since {LAST}",
    "log -n 30": "log -n 30",
    "completion": "_complete zsh =u1 due --unit",
    "add": "add 1 --unit UNIT --dry-run",
    "correct": "correct 1 --unit UNIT --reason 更正 --dry-run",
    "undo": "undo --unit UNIT --yes",
    "sheet make": "sheet make --unit UNIT --force -o OUT.xlsx",
    "sheet read": "sheet read FORM --yes --sure",
    "diff HEAD": "diff HEAD",
    "diff, a quarter": "diff HEAD~1 HEAD",
    "diff, half": "diff HEAD~2 HEAD",
    "diff, 30 days": "diff HEAD~3 HEAD",
    "check, cold": "check",
    "check, first": "check",
    "check, warm": "check",
    "yaml.load": "",
    "check --against": "check --against HEAD~1",
    "seal": "seal",
    "report dashboard": "report dashboard --force -o OUT.html",
    "report ledger": "report ledger --force -o OUT.xlsx",
    "report bulletin": "report bulletin --issue 1 --force -o OUT.docx",
    "report brief": "report brief --force -o OUT.docx",
    "report reminder": "report reminder --unit UNIT --force -o OUT.docx",
    "report calendar": "report calendar --force -o OUT.ics",
    "report data": "report data --force -o OUT.sqlite",
    "init": "init STORE --dry-run",
    "sync": "sync",
    "git by hand": "",
}
"""Every command that has a store (`schema` and `completion` read none); `add` and `correct` do all that they would
before they file, and file nothing.
"""
AFTER_AN_ENTRY = {"undo", "sync", "git by hand"}
"""Commands before each run of which an entry is filed, which is not timed."""
RATIOS = (
    ("check, cold", "yaml.load", 1.25),
    ("check, first", "yaml.load", None),
    ("check, warm", "check, cold", 0.2),
    ("sync", "git by hand", 3.0),
)
"""What is compared on the same store: a command, that which it is compared with, the most that is aimed at, if any."""


class Taken(NamedTuple):
    """What one run took: seconds of wall clock and of CPU, and the most MiB at once."""

    wall: float
    cpu: float
    mebi: float


class Store(NamedTuple):
    """A store that is asked, and the folder for what the commands need and make."""

    path: Path
    shape: Shape
    size: int
    spare: Path

    def command(self, name: str) -> Command:
        """Return a command on this store."""
        caches = {"check, cold": "", "check, first": str(self.first)}
        cache = {"MSTRACK_CACHE": caches.get(name, str(self.spare / "cache"))}
        if name == "yaml.load":
            return Command(name, [sys.executable, "-c", PYYAML, str(self.path)])
        if name == "git by hand":
            return Command(name, ["sh", "-c", BY_HAND.format(self.path)])
        stands_for = {"UNIT": f"u{filing_unit(self.shape)}", "STORE": str(self.path), "FORM": str(self.form)}
        words = [stands_for.get(word, word.replace("OUT", str(self.spare / "out"))) for word in COMMANDS[name].split()]
        more = [*FILED] if name in {"add", "correct"} else []
        if name == "init":
            return Command(name, [MSTRACK, *words], cache)
        if name == "completion":
            return Command(name, [MSTRACK, *words[:-1], "--data", str(self.path), *words[-1:]], cache)
        day = [] if name == "seal" else AS_OF
        return Command(name, [MSTRACK, *words, *more, *day, "--data", str(self.path)], cache)

    @property
    def first(self) -> Path:
        """The cache that is empty before each run."""
        return self.spare / "first"

    @property
    def form(self) -> Path:
        """The Excel form that `sheet read` is given."""
        return self.spare / f"{self.path.name}.xlsx"

    def prepare(self, name: str) -> None:
        """Do what comes before a run and is not timed."""
        if name == "check, first":
            shutil.rmtree(self.first, ignore_errors=True)
        if name in AFTER_AN_ENTRY:
            words = [*COMMANDS["add"].split()[:2], "--unit", f"u{filing_unit(self.shape)}", *FILED, *AS_OF]
            run_quietly(Command("add", [MSTRACK, *words, "--data", str(self.path)], self.command("add").environment))
        if name == "sheet read" and not self.form.exists():
            run_quietly(self.command("sheet make"))
            book = openpyxl.load_workbook(self.spare / "out.xlsx")
            for cell, value in {"H2": f"{LAST + dt.timedelta(days=1)}", "J2": "填报员", "J5": "按计划推进。"}.items():
                book["填报"][cell] = value
            book.save(self.form)

    def clean(self, name: str, commit: str) -> None:
        """Bring the store, and the one that it is shared through, back to a commit after the last run."""
        git = ["git", "-C", str(self.path)]
        if name in AFTER_AN_ENTRY | {"sheet read"}:
            subprocess.run([*git, "clean", "-fdq", "progress"], check=True)
        if name in {"sync", "git by hand"}:
            subprocess.run([*git, "reset", "-q", "--hard", commit], check=True)
            subprocess.run([*git, "push", "-q", "--force"], check=True)
            with suppress(FileNotFoundError):  # what sync remembers of the shared branch
                (self.path / ".git" / "mstrack" / "seen.json").unlink()

    @property
    def head(self) -> str:
        """The commit of the store."""
        asked = ["git", "-C", str(self.path), "rev-parse", "HEAD"]
        return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()


def run_quietly(one: Command) -> None:
    """Run what is not timed."""
    subprocess.run(one.arguments, env=environment(one), check=True, capture_output=True)


_WATCH = """
import os, sys, time
start = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[
    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
_pid, status, used = os.wait4(child, 0)
print(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss, os.waitstatus_to_exitcode(status))
"""


def taken(one: Command) -> Taken:
    """Run a command, started by a small process: a child's peak begins with that of its parent. It must succeed."""
    words = [sys.executable, "-S", "-E", "-c", _WATCH, *map(str, one.arguments)]
    done = subprocess.run(words, env=environment(one), capture_output=True, check=True, text=True)
    wall, cpu, most, code = done.stdout.split()
    if code != "0":
        raise SystemExit(f"{one.name} failed ({code}): {done.stderr}\n{' '.join(map(str, one.arguments))}")
    return Taken(float(wall), float(cpu), float(most) / (1024**2 if sys.platform == "darwin" else 1024))


def measured(stores: list[Store], name: str, runs: int) -> list[list[Taken]]:
    """Return what each run took on each store, in turn; the first turn warms caches, and is dropped."""
    found: list[list[Taken]] = [[] for _store in stores]
    heads = [store.head for store in stores]
    for turn in range(runs + 1):
        for of_store, store in zip(found, stores, strict=True):
            store.prepare(name)
            one = taken(store.command(name))
            if turn:
                of_store.append(one)
            if name != "sync" or turn == runs:
                store.clean(name, heads[stores.index(store)])
    return found


Results = dict[tuple[str, int, str], list[Taken]]
"""What was measured, by shape, size and command."""


def ratio(
    results: Results, what: tuple[str, int, str], by: tuple[str, int, str], of: Callable[[Taken], float]
) -> float:
    """Return the median ratio over the turns."""
    pairs = zip(results[what], results[by], strict=True)
    return statistics.median(of(one) / of(other) for one, other in pairs)


def cpu(one: Taken) -> float:
    """Return the CPU of a run."""
    return one.cpu


def tables(results: Results, shapes: list[str], sizes: list[int], names: list[str]) -> None:
    """Print a table a size: of each command and shape CPU in seconds, its ratio to the fewest entries, and peak MiB."""
    head = f"| | {' | '.join(shapes)} |\n|---|{'---:|' * len(shapes)}"
    for size in sizes:
        more = f", ratio to {sizes[0]:,}" if size != sizes[0] else ""
        print(f"\n{size:,} entries: CPU s{more}, peak MiB\n\n{head}")
        for name in names:
            cells = [_cell(results, shape, size, sizes[0], name) for shape in shapes]
            print(f"| {name} | {' | '.join(cells)} |")
    print(f"\nOn the same store, CPU (wall)\n\n| what | by | entries | {' | '.join(shapes)} | at most |")
    print(f"|---|---|---:|{'---:|' * len(shapes)}---:|")
    for what, by, most in RATIOS:
        for size in sizes if what in names and by in names else ():
            several = [_same(results, (shape, size, what), (shape, size, by)) for shape in shapes]
            print(f"| {what} | {by} | {size:,} | {' | '.join(several)} | {most or ''} |")


def _cell(results: Results, shape: str, size: int, fewest: int, name: str) -> str:
    key = shape, size, name
    if key not in results:
        return ""
    seconds, mebi = statistics.median(map(cpu, results[key])), max(one.mebi for one in results[key])
    more = f" ×{ratio(results, key, (shape, fewest, name), cpu):.2f}" if size != fewest else ""
    return f"{seconds:.2f}{more} {mebi:.0f}"


def _same(results: Results, what: tuple[str, int, str], by: tuple[str, int, str]) -> str:
    if what not in results or by not in results:
        return ""
    return f"{ratio(results, what, by, cpu):.2f} ({ratio(results, what, by, lambda one: one.wall):.2f})"


def of_lines(lines: Iterable[str]) -> Results:
    """Return what was measured from the lines that were printed; of two for the same, the last."""
    results: Results = {}
    for line in lines:
        shape, size, name, *numbers = line.rstrip("\n").split("\t")
        several = list(map(float, numbers))
        results[shape, int(size), name] = [Taken(*several[n : n + 3]) for n in range(0, len(several), 3)]
    return results


def main() -> None:
    """Read the command line, make the stores that are not there, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shapes", nargs="+", choices=SHAPES, default=list(SHAPES))
    parser.add_argument("--sizes", nargs="+", type=int, default=[25, 6_500])
    parser.add_argument("--commands", nargs="+", choices=COMMANDS, default=list(COMMANDS))
    parser.add_argument("--runs", type=int, default=3, help="turns that count")
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "mstrack-benchmark-stores")
    parser.add_argument("--read", nargs="+", type=Path, help="files of lines that were printed before")
    asked = parser.parse_args()
    if asked.read:
        lines = [line for file in asked.read for line in file.read_text(encoding="utf-8").splitlines()]
        tables(of_lines(line for line in lines if "\t" in line), asked.shapes, asked.sizes, asked.commands)
        return
    print(f"{dt.datetime.now().astimezone():%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores, "
          f"{asked.runs} runs in turn")  # fmt: skip
    results: Results = {}
    for name in asked.shapes:
        for size in asked.sizes:
            make(asked.keep / f"{name}-{size}", SHAPES[name], size)
        with tempfile.TemporaryDirectory() as spare:
            stores = [Store(asked.keep / f"{name}-{size}", SHAPES[name], size, Path(spare)) for size in asked.sizes]
            for each in asked.commands:
                for store, several in zip(stores, measured(stores, each, asked.runs), strict=True):
                    results[name, store.size, each] = several
                    print(name, store.size, each, *(f"{x:.3f}" for one in several for x in one), sep="\t", flush=True)
    tables(results, asked.shapes, asked.sizes, asked.commands)


if __name__ == "__main__":
    main()
