"""Times `mstrack check` beside PyYAML alone on the same files, and measures what memory it takes.

    python benchmarks/check.py [--runs 5] [--entries 10000 100000]

Every figure is of a whole process, from its start to its end, as in run.py, which measures and prints. PyYAML reads the
files and loads each with CSafeLoader, and does nothing with what it has read. `check` has no cache (MSTRACK_CACHE is
empty), `check, warm` a full one; scale.py has what filling an empty one costs. The memory is the program's (PSS of
Linux), looked at every hundredth of a second.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from run import ROOT, Command, Ratio, measure, report

PYYAML = """
import glob, sys, yaml
for path in glob.glob(f"{sys.argv[1]}/progress/*/*.yaml"):
    with open(path, "rb") as file:
        yaml.load(file.read(), Loader=yaml.CSafeLoader)
"""


def commands(store: Path, memo: Path, entries: int) -> list[Command]:
    """Return what is timed on a store of so many entries; the memo is warm once it has been asked."""
    asked = ["check", "--data", str(store), "--as-of", "12-03"]
    mstrack = str(Path(sys.executable).with_name("mstrack"))
    cold, warm = {"MSTRACK_CACHE": ""}, {"MSTRACK_CACHE": str(memo)}
    return [
        Command(f"yaml.load, {entries}", [sys.executable, "-c", PYYAML, str(store)]),
        Command(f"check, {entries}", [mstrack, *asked], cold),
        Command(f"check, warm, {entries}", [mstrack, *asked], warm),
    ]


def ratios(entries: int) -> tuple[Ratio, ...]:
    """Return what is to be reached with so many entries."""
    loaded, cold, warm = (f"{name}, {entries}" for name in ("yaml.load", "check", "check, warm"))
    return (Ratio(cold, loaded, 1.25), Ratio(warm, cold, 0.2))


def peak(one: Command) -> float:
    """Run a command; return the most MiB that it had at once."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("MSTRACK", "PYTHON"))} | one.environment
    with subprocess.Popen(
        one.arguments, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as child:
        most = 0.0
        ended = threading.Event()
        threading.Thread(target=lambda: (child.wait(), ended.set()), daemon=True).start()
        while not ended.is_set():
            most = max(most, pss(child.pid))
            time.sleep(0.01)
    return most / 1024


def pss(pid: int) -> int:
    """Return the KiB that a process has, of shared pages its part."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def main() -> None:
    """Read the command line, make the stores, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5, help="turns that count; each takes a minute")
    parser.add_argument("--entries", type=int, nargs="+", default=[10_000, 100_000], help="so many in each store")
    asked = parser.parse_args()
    for entries in asked.entries:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            made = [sys.executable, ROOT / "examples" / "simulate.py", folder / "store", "--entries", str(entries)]
            subprocess.run(made, check=True)
            several = commands(folder / "store", folder / "memo", entries)
            report(measure(several, asked.runs), asked.runs, ratios(entries))
            print("\n| memory | peak MiB | at most | |\n|---|---:|---:|---|")
            for one in several[1:]:
                mebi = peak(one)
                print(f"| {one.name} | {mebi:.0f} | 300 | {'reached' if mebi <= 300 else 'NOT reached'} |")  # noqa: PLR2004
            print()


if __name__ == "__main__":
    main()
