"""Times what `git status` and `mstrack diff HEAD` cost in one store with and without an untracked cache and Watchman.

    python benchmarks/watchman.py STORE [--runs 3]

STORE is copied, with its repository, and the copy is asked. Watchman (Debian: watchman) is a daemon that knows which
files changed; git asks it through the hook that comes with git, fsmonitor-watchman.sample. Git's own daemon does not
run on Linux: `git fsmonitor--daemon start` says so. Seconds are medians of CPU, git's with the hook's, and of the wall;
the last line is the CPU of the daemon over all runs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from run import Command
from scale import AS_OF, MSTRACK, taken

SAMPLE = Path("/usr/share/git-core/templates/hooks/fsmonitor-watchman.sample")
WATCHMAN = shutil.which("watchman") or "watchman"
WAYS = {"plain": "", "untracked cache": "U", "Watchman": "W", "both": "UW"}
SETTLED = 1.1
"""Seconds after which git believes what it saw: it believes no file of the same second."""


def configure(git: list[str], way: str, hook: Path) -> None:
    """Configure a repository, and let git see its files three times, so that what it remembers is there."""
    cached, watched = ("U" in way, "W" in way)
    settings = {"core.untrackedCache": f"{cached}", "core.fsmonitor": f"{hook}" if watched else "false"}
    for key, value in settings.items():
        subprocess.run([*git, "config", key, value.lower() if value in {"True", "False"} else value], check=True)
    index = ["--untracked-cache" if cached else "--no-untracked-cache", "--fsmonitor" if watched else "--no-fsmonitor"]
    for one in index:
        subprocess.run([*git, "update-index", one], check=True)
    for _time in range(3):
        subprocess.run([*git, "status", "--porcelain"], check=True, stdout=subprocess.DEVNULL)
        time.sleep(SETTLED)


def daemon() -> float:
    """Return the seconds of CPU that the daemon has taken."""
    asked = subprocess.run([WATCHMAN, "get-pid"], check=True, capture_output=True, text=True).stdout
    fields = Path(f"/proc/{json.loads(asked)['pid']}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Read the command line, copy the store, measure, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--runs", type=int, default=3, help="turns that count")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as top:
        store = Path(top) / "store"
        shutil.copytree(asked.store, store)
        hook = store / ".git" / "hooks" / "query-watchman"
        shutil.copy(SAMPLE, hook)
        hook.chmod(0o755)
        git, new = ["git", "-C", str(store)], store / "progress" / "01" / "new.txt"
        status = Command("git status", [*git, "status", "--porcelain"])
        diff = Command("diff HEAD", [MSTRACK, "diff", "HEAD", *AS_OF, "--data", str(store)])
        found: dict[tuple[str, str], list[tuple[float, float]]] = {}
        before = daemon()
        for _turn in range(asked.runs):
            for way, letters in WAYS.items():
                configure(git, letters, hook)
                for name, one in (("git status", status), ("git status, one new file", status), ("diff HEAD", diff)):
                    if "new" in name:
                        new.write_text("new", encoding="utf-8")
                    took = taken(one)
                    new.unlink(missing_ok=True)
                    found.setdefault((name, way), []).append((took.cpu, took.wall))
        print(f"| | {' | '.join(WAYS)} |\n|---|{'---:|' * len(WAYS)}")
        for name in dict.fromkeys(name for name, _way in found):
            medians = [[statistics.median(one) for one in zip(*found[name, way], strict=True)] for way in WAYS]
            print(f"| {name} | {' | '.join(f'{cpu:.2f} ({wall:.2f})' for cpu, wall in medians)} |")
        print(f"daemon: {daemon() - before:.2f}")
        subprocess.run([WATCHMAN, "watch-del", str(store)], check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
