"""Times every command on stores of many shapes and sizes, and prints its ratio to the same with the fewest entries.

    python benchmarks/scale.py [--shapes friendly chains] [--sizes 25 6500 100000] [--commands due diff] [--runs 5]

The shapes are those of shapes.py. Every figure is CPU of a whole process; the sizes of one command and shape run in
turn (25, 6500, 25, 6500, …) and a ratio is the median over the turns. Peaks are of single runs. The cache is warm but
for `check, cold`. With --keep FOLDER the stores are made there once, and found there the next time.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from run import Command, ms, peak, timed
from shapes import LAST, SHAPES, make

MSTRACK = str(Path(sys.executable).with_name("mstrack"))
AS_OF = ["--as-of", f"{LAST.replace(month=12, day=3)}"]
FILED = ["--status", "in-progress", "--note", "又有进展。", "--reporter", "填报员", "--dry-run"]

COMMANDS = {
    "due": ["due", *AS_OF],
    "list": ["list", *AS_OF],
    "show": ["show", "1", *AS_OF],
    "summary": ["summary", *AS_OF],
    "missing": ["missing", *AS_OF],
    "due --rev": ["due", "--rev", "HEAD", *AS_OF],
    "list --rev": ["list", "--rev", "HEAD", *AS_OF],
    "log --since": ["log", "--since", f"{LAST}", *AS_OF],
    "log -n 30": ["log", "-n", "30", *AS_OF],
    "add": ["add", "1", *FILED, *AS_OF],
    "correct": ["correct", "1", "--reason", "更正", *FILED, *AS_OF],
    "diff HEAD": ["diff", "HEAD", *AS_OF],
    "diff, 30 days": ["diff", "HEAD~1", "HEAD", *AS_OF],
    "check, cold": ["check"],
    "check, warm": ["check"],
    "report dashboard": ["report", "dashboard", *AS_OF],
    "report ledger": ["report", "ledger", *AS_OF],
}
"""Every command that asks or checks; `add` and `correct` ask all that they would before they file, and file nothing."""


def command(name: str, store: Path, cache: Path, out: Path) -> Command:
    """Return a command on a store."""
    words = [MSTRACK, *COMMANDS[name], "--data", str(store)]
    if name in {"add", "correct"}:
        words += ["--unit", "u1" if SHAPES[store.name.rpartition("-")[0]].lead_files else "u2"]
    if name.startswith("report"):
        words += ["--output", str(out.with_suffix(".html" if "dashboard" in name else ".xlsx")), "--force"]
    return Command(f"{name} {store.name}", words, {"MSTRACK_CACHE": "" if name.endswith("cold") else str(cache)})


def row(several: list[Command], runs: int) -> list[tuple[float, float]]:
    """Return of each command its CPU and its ratio to the first, as medians; the first turn warms the cache."""
    turns = [[timed(one).cpu for one in several] for _turn in range(runs + 1)][1:]
    ratios = [statistics.median(turn[n] / turn[0] for turn in turns) for n in range(len(several))]
    return [(statistics.median(turn[n] for turn in turns), ratios[n]) for n in range(len(several))]


def main() -> None:
    """Read the command line, make the stores that are not there, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shapes", nargs="+", choices=SHAPES, default=list(SHAPES))
    parser.add_argument("--sizes", nargs="+", type=int, default=[25, 6_500])
    parser.add_argument("--commands", nargs="+", choices=COMMANDS, default=list(COMMANDS))
    parser.add_argument("--runs", type=int, default=5, help="turns that count")
    parser.add_argument("--keep", type=Path, help="where the stores are made and stay")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = asked.keep or Path(name)
        print("| command | shape | entries | CPU, median ms | ratio | peak MiB |\n|---|---|---:|---:|---:|---:|")
        for shape in asked.shapes:
            stores = [folder / f"{shape}-{size}" for size in asked.sizes]
            for store, size in zip(stores, asked.sizes, strict=True):
                if not store.exists():
                    make(store, SHAPES[shape], size)
            for each in asked.commands:
                several = [command(each, store, Path(name) / "cache", Path(name) / "document") for store in stores]
                for one, size, (cpu, ratio) in zip(several, asked.sizes, row(several, asked.runs), strict=True):
                    print(f"| {each} | {shape} | {size} | {ms(cpu)} | {ratio:.2f} | {peak(one):.0f} |", flush=True)


if __name__ == "__main__":
    main()
