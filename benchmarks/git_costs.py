"""Times what git does in one repository of many cities, and reckons it for a country.

    python benchmarks/git_costs.py [--sizes 6300 100000 400000] [--reckon 2100000] [--runs 3] [--folder FOLDER]

A repository holds cities of 6,300 entries each, made of the friendly shape (shapes.py): one commit a city and day, and
packed, as a server packs. Each size is measured plain, with feature.manyFiles, and with that and a fsmonitor: a hook
that answers at once what changed, so as good as any (git's own fsmonitor does not run on Linux). A figure is the median
of the runs (of the clone, one run): seconds of wall clock, and of CPU in brackets, the files warm. The last column is
reckoned, on the straight line through the two largest sizes: nothing in it was measured.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from shapes import CHINA, LAST, SHAPES, entries_of, plan_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CITY = 6_300
FEW = 10
GIT = shutil.which("git") or "git"
FRIENDLY = SHAPES["friendly"]
NOBODY = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.invalid", "-c", "gc.auto=0"]
WAYS = {
    "plain": {},
    "manyFiles": {"feature.manyFiles": "true"},
    "manyFiles, fsmonitor": {"feature.manyFiles": "true", "core.fsmonitor": "HOOK", "core.fsmonitorHookVersion": "2"},
}
"""Each way's configuration; HOOK is the path of the hook."""
HOOK = "#!/bin/sh\nprintf 'now\\0'\ncat {changed}\n"
"""What git asks for what changed: it gets every path that stands in a file."""


def git(folder: Path, *words: str) -> str:
    """Run git in a folder; what it prints."""
    ran = subprocess.run([GIT, "-C", str(folder), *NOBODY, *words], check=True, capture_output=True, text=True)
    return ran.stdout


def commits(size: int) -> Iterator[tuple[dt.date, list[tuple[str, bytes]]]]:
    """Yield one commit a day and city, the oldest day first; each file says whose it is, so none is like another."""
    several: dict[tuple[dt.date, int], list[tuple[str, bytes]]] = {}
    for city in range(-(-size // CITY)):
        for day, path, text in entries_of(FRIENDLY, min(CITY, size - city * CITY)):
            own = text.replace("按计划推进。", f"第{city}市按计划推进。").encode()
            several.setdefault((day, city), []).append((f"c{city:03}/{path}", own))
    for day, city in sorted(several):
        yield day, several.pop((day, city))


def make(folder: Path, size: int) -> int:
    """Make the repository with its work tree; the number of its commits."""
    folder.mkdir()
    git(folder, "init", "-q", "-b", "main")
    number = 0
    with subprocess.Popen([GIT, "-C", str(folder), "fast-import", "--quiet"], stdin=subprocess.PIPE) as child:
        pipe = child.stdin
        assert pipe  # noqa: S101  for the type checker: it was asked for
        plans = [(f"c{city:03}/tasks.yaml", plan_of(FRIENDLY).encode()) for city in range(-(-size // CITY))]
        for number, (day, files) in enumerate([(LAST.replace(month=1, day=1), plans), *commits(size)], 1):
            moment = int(dt.datetime(day.year, day.month, day.day, 9, tzinfo=dt.UTC).timestamp())
            pipe.write(b"commit refs/heads/main\nmark :%d\n" % number)
            pipe.write(b"committer nobody <nobody@example.invalid> %d +0800\ndata 4\nmade\n" % moment)
            pipe.write(b"from :%d\n" % (number - 1) if number > 1 else b"")
            for path, data in files:
                pipe.write(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data))
    git(folder, "repack", "-q", "-a", "-d", "--threads=1")
    git(folder, "reset", "-q", "--hard")
    return number


class Taken(NamedTuple):
    """What a git command took: seconds of wall clock and of CPU, its children's too; or MiB, which take none."""

    wall: float
    cpu: float | None = None

    def __str__(self) -> str:
        """Return both, with as many digits as say something."""
        texts = [f"{one:.2f}" if abs(one) < FEW else f"{one:,.0f}" for one in self if one is not None]
        return texts[0] + "".join(f" ({cpu})" for cpu in texts[1:])


class Repository:
    """A repository in one way of configuring it, and what is measured in it; every measure is of one git command."""

    def __init__(self, folder: Path, way: str, scratch: Path) -> None:
        """Configure it, and let git see its files twice, so that what it remembers is there."""
        self.folder, self.scratch, self.number = folder, scratch, 0
        self.changed = scratch / "changed"
        self.changed.write_bytes(b"")
        hook = scratch / "hook"
        hook.write_text(HOOK.format(changed=self.changed), encoding="utf-8")
        hook.chmod(0o755)
        for key, value in WAYS[way].items():
            git(folder, "config", key, str(hook) if value == "HOOK" else value)
        git(folder, "update-index", "--index-version", "4" if WAYS[way] else "2")
        git(folder, "update-index", "--force-untracked-cache" if WAYS[way] else "--no-untracked-cache")
        for _time in range(3):
            git(folder, "status", "--porcelain")
            time.sleep(1)  # git believes no file of the same second

    def new_entry(self) -> str:
        """File an entry in the first city, as `mstrack add` would name it; its path."""
        self.number += 1
        path = f"c000/progress/01/{LAST}-u1-{time.time_ns() % 10**8:08}.yaml"
        (self.folder / path).write_text(f"task: 1\nnote: {self.number}\n", encoding="utf-8")
        with self.changed.open("ab") as file:
            file.write(path.encode() + b"\0")
        return path

    def seconds(self) -> dict[str, Taken]:
        """Measure status, add, commit and the fetch of one commit, one after the other."""
        path = self.new_entry()
        taken = {"status, one new file": _timed(lambda: git(self.folder, "status", "--porcelain"))}
        taken["add of it"] = _timed(lambda: git(self.folder, "add", "--", path))
        taken["commit of it"] = _timed(lambda: git(self.folder, "commit", "-q", "-m", "one", "--", path))
        taken["status, nothing new"] = _timed(lambda: git(self.folder, "status", "--porcelain"))
        return taken

    def others(self, runs: int) -> dict[str, Taken]:
        """Measure one clone over git's own protocol, and in it the fetch and the merge of one commit, several times."""
        there = self.scratch / "clone"
        taken = {"clone": _timed(lambda: git(self.scratch, "clone", "-q", f"file://{self.folder}", str(there)))}
        turns = []
        for _run in range(runs):
            path = self.new_entry()
            git(self.folder, "add", "--", path)
            git(self.folder, "commit", "-q", "-m", "one", "--", path)
            fetch = _timed(lambda: git(there, "fetch", "-q"))
            merge = _timed(lambda: git(there, "merge", "-q", "--ff-only", "origin/main"))
            turns.append({"fetch of one commit": fetch, "merge of it": merge})
        shutil.rmtree(there)
        return taken | _medians(turns)

    def sizes(self) -> dict[str, Taken]:
        """Return MiB: the index, the packs, the files as the disk keeps them."""
        below = self.folder / ".git"
        packs = sum(path.stat().st_size for path in (below / "objects" / "pack").iterdir())
        blocks = sum(
            os.lstat(os.path.join(above, name)).st_blocks * 512
            for above, _folders, names in os.walk(self.folder)
            if ".git" not in above.split(os.sep)
            for name in names
        )
        return {
            "index, MiB": Taken((below / "index").stat().st_size / 2**20),
            "objects, MiB": Taken(packs / 2**20),
            "files, MiB": Taken(blocks / 2**20),
        }


def _timed(action: Callable[[], object]) -> Taken:
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    action()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Taken(time.perf_counter() - start, cpu)


def _medians(turns: list[dict[str, Taken]]) -> dict[str, Taken]:
    """Return the median of each measure over the turns."""

    def median(values: list[float | None]) -> float:
        return statistics.median(one or 0.0 for one in values)

    return {
        name: Taken(median([turn[name].wall for turn in turns]), median([turn[name].cpu for turn in turns]))
        for name in turns[0]
    }


def measured(folder: Path, way: str, scratch: Path, runs: int) -> dict[str, Taken]:
    """Return the median of each measure of a way, and the sizes."""
    repository = Repository(folder, way, scratch)
    turns = [repository.seconds() for _run in range(runs)]
    found = _medians(turns) | (repository.others(runs) if way == "plain" else {})
    return found | repository.sizes()


def table(way: str, found: dict[int, dict[str, Taken]], reckoned: int) -> list[str]:
    """Return the lines of a way's table."""
    sizes = sorted(found)
    titles = [f"{size:,}" for size in sizes] + [f"{reckoned:,}, reckoned"]
    lines = ["", f"| {way} | {' | '.join(titles)} |", f"|---|{'---:|' * len(titles)}"]
    for name in found[sizes[0]]:
        values = [found[size][name] for size in sizes]
        if len(sizes) > 1:
            far = (reckoned - sizes[-1]) / (sizes[-1] - sizes[-2])
            pairs = zip(values[-2], values[-1], strict=True)
            values.append(Taken(*(None if more is None else more + (more - less) * far for less, more in pairs)))
        lines.append(f"| {name} | {' | '.join(map(str, values))} |")
    return lines


def main() -> None:
    """Read the command line, make the repositories one after the other, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", nargs="+", type=int, default=[CITY, 100_000, 400_000])
    parser.add_argument("--reckon", type=int, default=2_100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where the repositories are made, and deleted again")
    asked = parser.parse_args()
    found: dict[str, dict[int, dict[str, Taken]]] = {way: {} for way in WAYS}
    for size in asked.sizes:
        with tempfile.TemporaryDirectory(dir=asked.folder) as scratch:
            folder = Path(scratch) / "repository"
            count = make(folder, size)
            print(f"{size:,} entries, {count:,} commits", flush=True)
            for way, sizes in found.items():
                sizes[size] = measured(folder, way, Path(scratch), asked.runs)
    where = f"{platform.system()}, {os.cpu_count()} cores"
    print(f"\n{dt.datetime.now(CHINA).date()}, {git(Path(), '--version').strip()}, {where}")
    for way, sizes in found.items():
        print("\n".join(table(way, sizes, asked.reckon)))


if __name__ == "__main__":
    main()
