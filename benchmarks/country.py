"""Times a country: all stores below a folder into Parquet by one run, by Dask on two processes, and asked by DuckDB.

    python examples/province.py /tmp/country --cities 333 --entries 6350
    python benchmarks/country.py /tmp/country /tmp/files [--skip run dask]

The files of both runs are held against each other, store by store and row by row. Nothing is remembered between stores:
the cache is off. Seconds are of wall clock and, in brackets, of CPU; peaks are of the largest process.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import mstrack

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = "2021-12-03"
PAGE = Path(__file__).parent.parent / "docs" / "en" / "province.md"
SQL = re.compile(r"^## (\d+)\. (.+?)\n.+?```sql\n(.+?)```", re.DOTALL | re.MULTILINE)
MIB = 1024


def run(stores: Path, files: Path) -> int:
    """Let the command write every store; the peak of its process in KiB."""
    words = ["report", "data", "--data", f"{stores}/*", "--as-of", DAY, "--format", "parquet", "-o", str(files / "run")]
    child = os.posix_spawn(sys.executable, [sys.executable, "-m", "mstrack", *words], os.environ)
    _child, status, usage = os.wait4(child, 0)
    if status:
        sys.exit(f"the command ended with {status}")
    return usage.ru_maxrss


def by_dask(stores: Path, files: Path) -> int:
    """Let two processes of Dask write the stores, each what it read; the larger peak of both in KiB."""
    import dask
    import dask.bag

    folders = sorted(map(str, stores.iterdir()))
    with dask.config.set(scheduler="processes", num_workers=2):
        peaks = dask.bag.from_sequence(folders, partition_size=1).map(partial(write, files=str(files / "dask")))
        return int(max(peaks.compute()))


def write(store: str, files: str) -> int:
    """Write the tables of a store as the command does, RELATION/store=NAME/data.parquet; the peak so far in KiB."""
    import pyarrow.parquet as pq

    for name, table in mstrack.arrow(store, as_of=DAY).items():
        folder = Path(files) / name / f"store={Path(store).name}"
        folder.mkdir(parents=True)
        pq.write_table(table.drop_columns("store"), folder / "data.parquet", compression="zstd")
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def compared(files: Path) -> tuple[int, int, int]:
    """Return how many files both runs wrote, how many rows they have, and how many of them differ in anything."""
    import pyarrow.parquet as pq

    written = [{path.relative_to(top) for path in top.rglob("*.parquet")} for top in (files / "run", files / "dask")]
    rows, unlike = 0, len(written[0] ^ written[1])
    for path in written[0] & written[1]:
        one, other = (pq.read_table(files / way / path, partitioning=None) for way in ("run", "dask"))
        rows += one.num_rows
        unlike += not one.equals(other)
    return len(written[0]), rows, unlike


def asked(files: Path) -> None:
    """Print how long each question of the page takes, and how many rows answer it."""
    import duckdb

    for folder in (files / "run").iterdir():
        if folder.is_dir():
            read = f"read_parquet('{folder}/*/*.parquet', hive_partitioning = true, hive_types = {{'store': VARCHAR}})"
            duckdb.sql(f"CREATE VIEW {folder.name} AS FROM {read}")
    for number, title, query in SQL.findall(PAGE.read_text(encoding="utf-8")):
        start = time.perf_counter()
        rows = len(duckdb.sql(query).fetchall())
        print(f"{number}. {title}: {rows:,} rows, {time.perf_counter() - start:.2f} s", flush=True)


def timed(name: str, action: Callable[[Path, Path], int], stores: Path, files: Path) -> None:
    """Run one way, and print what it took."""
    start, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = action(stores, files)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{name}: {wall:,.0f} s ({cpu:,.0f}), {peak / MIB:.0f} MiB", flush=True)


def main() -> None:
    """Read the command line, run, compare, ask."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stores", type=Path, help="a folder with nothing but stores in it")
    parser.add_argument("files", type=Path, help="where the files are written")
    parser.add_argument("--skip", nargs="+", choices=["run", "dask"], default=[], help="what was written before")
    wanted = parser.parse_args()
    os.environ["MSTRACK_CACHE"] = ""
    wanted.files.mkdir(exist_ok=True)
    for name, action in (("run", run), ("dask", by_dask)):
        if name not in wanted.skip:
            timed(name, action, wanted.stores, wanted.files)
    number, rows, unlike = compared(wanted.files)
    print(f"{number:,} files, {rows:,} rows; {unlike} differ", flush=True)
    asked(wanted.files)


if __name__ == "__main__":
    main()
