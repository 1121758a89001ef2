"""Times the proof over a long history, beside git alone over the same range, and prints ratios.

    python benchmarks/proof.py [--commits 10000] [--runs 7]

The history is made by tests/proving.py: one entry a commit, every tenth a merge. It is timed as fast-import leaves it
and as `git gc` packs it. Each figure is of a whole process, from its start to its end; the processes run in turn.
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
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from proving import git, long_history  # noqa: E402  the tests' own

PROOF = "import sys; from mstrack.check.append_only import rewritten; sys.exit(bool(rewritten(*sys.argv[1:])))"


def commands(folder: Path, first: str, last: str) -> dict[str, list[str]]:
    """Return what is timed, by name: the proof, and what of it git takes alone."""
    here = ["git", "-C", str(folder / "data")]
    compare = "diff-tree --stdin -m -r --root --no-renames --raw -z -- progress"
    bare = f"git rev-list {first}..{last} | git {compare}"
    return {
        "rewritten": [sys.executable, "-c", PROOF, str(folder / "data"), first, last],
        "git rev-list, diff-tree": ["sh", "-c", f"cd {folder}/data && {bare} >/dev/null"],
        "git log --raw -m": [*here, "log", "--raw", "-m", "--format=%H", f"{first}..{last}", "--", "progress"],
        "git rev-list": [*here, "rev-list", f"{first}..{last}"],
    }


def measure(several: dict[str, list[str]], runs: int) -> dict[str, list[float]]:
    """Return the seconds of each run of each command, in turn; the first turn warms caches, and is dropped."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "GIT_"))}
    times: dict[str, list[float]] = {name: [] for name in several}
    for turn in range(runs + 1):
        for name, command in several.items():
            start = time.perf_counter()
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
            if turn:
                times[name].append(time.perf_counter() - start)
    return times


def report(how: str, times: dict[str, list[float]]) -> None:
    """Print the medians, and by how much the proof is slower than each of the others."""
    print(f"\n| {how} | median s | min s | proof by this |\n|---|---:|---:|---:|")
    for name, taken in times.items():
        ratio = statistics.median(a / b for a, b in zip(times["rewritten"], taken, strict=True))
        print(f"| {name} | {statistics.median(taken):.3f} | {min(taken):.3f} | {ratio:.2f} |")


def main() -> None:
    """Make the history, time it twice, print two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--commits", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=7)
    asked = parser.parse_args()
    print(f"{dt.datetime.now().astimezone():%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores, "
          f"{asked.commits} commits, {asked.runs} runs in turn")  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "repository"
        first, last = long_history(folder, asked.commits)
        report("as imported", measure(commands(folder, first, last), asked.runs))
        git(folder, "gc", "--quiet")
        report("after git gc", measure(commands(folder, first, last), asked.runs))


if __name__ == "__main__":
    main()
