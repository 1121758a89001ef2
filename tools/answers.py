"""All that the program answers, kept before a change of the code and compared after it.

    python tools/answers.py keep FOLDER                 run every command; write one file for each
    python tools/answers.py compare BEFORE AFTER        list what differs; exit code 1 where anything does
    python tools/answers.py compare BEFORE AFTER --no-parts      of Word and Excel files compare the words alone

Each command of `answers_commands.py` runs as `python -m mstrack` in a process of its own, with the Python that runs
this script, in a store of `answers_stores.py`. Only the command line is used, so the modules may move. A file holds a
command, its exit code, stdout, stderr, and what it wrote: Word and Excel files as words and as parts, SQLite as SQL,
Parquet as rows. Kept out are random ids, the clock, and the paths of this machine. A change of examples/ or data/
changes answers, too.
"""

from __future__ import annotations

import argparse
import datetime as dt
import difflib
import io
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import answers_stores
from answers_commands import LANGUAGES, Case, every

PROJECT = Path(__file__).resolve().parent.parent
WORKERS = 2
MOST_LINES = 12
"""Lines of a difference that are shown."""


class Room:
    """A temporary folder with the stores, and commands that run in it."""

    def __init__(self, folder: Path) -> None:
        """Make the stores."""
        self._folder, self._stores = folder, folder / "stores"
        self._stores.mkdir()
        (folder / "home").mkdir()
        self._environment = {"PATH": os.environ["PATH"], "HOME": str(folder / "home"), "LC_ALL": "C.UTF-8"} | {
            "TZ": "Asia/Shanghai",
            "NO_COLOR": "1",
            "MSTRACK_AS_OF": "2021-12-03",
            "MSTRACK_CACHE": str(folder / "cache"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        answers_stores.make(self._stores, PROJECT, self._environment, lambda at, words: self._run(at, words, {}))

    def _run(self, where: Path, words: list[str], more: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
        environment, command = self._environment | more, [sys.executable, "-m", "mstrack", *words]
        return subprocess.run(
            command, cwd=where, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )

    def rules(self) -> list[str]:
        """Return the rules that `check --explain` knows."""
        done = self._run(self._stores / "data", ["_complete", "zsh", "=", "check", "--explain"], {})
        return [line.split("\t")[0] for line in done.stdout.decode().splitlines()]

    def answer(self, case: Case) -> bytes:
        """Run a command; return what is kept of it."""
        out = self._folder / "out" / case.name[-12:-4]
        out.mkdir(parents=True)
        words = [word.replace("$OUT", f"../../out/{out.name}") for word in case.words]
        more = {"MSTRACK_LANG": case.language, "COLUMNS": str(case.columns)}
        done = self._run(self._stores / case.store, words, more)
        head = f"$ mstrack {' '.join(case.words)}\n{case.store} {case.language} {case.columns}\n"
        parts = [
            f"{head}exit code {done.returncode}\n".encode(),
            b"--- stdout\n",
            done.stdout,
            b"--- stderr\n",
            done.stderr,
        ]
        for path in sorted(one for one in out.rglob("*") if one.is_file()):
            parts += [f"--- file {path.relative_to(out)}\n".encode(), content(path)]
        return self._without_chance(b"".join(parts).replace(f"out/{out.name}".encode(), b"out/OUT"), case)

    def _without_chance(self, kept: bytes, case: Case) -> bytes:
        for path, name in ((str(self._folder), b"TEMP"), (sys.executable, b"PYTHON"), (sys.prefix, b"PREFIX")):
            kept = kept.replace(path.encode(), name)
        if case.words[0:1] == ("init",):
            kept = kept.replace(f"{dt.datetime.now().astimezone().year}年".encode(), "今年".encode())
            kept = kept.replace(f"year: {dt.datetime.now().astimezone().year}".encode(), b"year: THIS")
        if case.words[0:1] in {("add",), ("correct",)}:
            kept = re.sub(rb"(recorded: )\S+", rb"\1NOW", kept)
            kept = re.sub(rb"(progress/\S+?-)[0-9a-z]{8}((?:-for-[-0-9a-z]+)?\.yaml)", rb"\1NEW-ID\2", kept)
        return kept


def content(path: Path) -> bytes:
    """Return a file as text that can be compared."""
    if path.suffix in {".docx", ".xlsx"}:
        return office(path.read_bytes())
    if path.suffix == ".sqlite":
        with sqlite3.connect(path) as link:
            return "\n".join(link.iterdump()).encode()
    if path.suffix == ".parquet":
        from pyarrow import parquet

        table = parquet.ParquetFile(path).read()
        return "\n".join([str(table.schema.remove_metadata()), *map(str, table.to_pylist()), ""]).encode()
    # an event's version goes by the moment at which a file of the store was made
    return re.sub(rb"(?m)^SEQUENCE:\d+", b"SEQUENCE:N", path.read_bytes())


def office(data: bytes) -> bytes:
    """Return the words of a Word or Excel file, then each part of it, one element a line, without the moments."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = {name: book.read(name) for name in sorted(book.namelist())}
    parts["docProps/core.xml"] = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"MOMENT", parts.get("docProps/core.xml", b""))
    words = [re.findall(rb"<(?:w:)?t(?: [^>]*)?>([^<]*)<", part) for part in parts.values()]
    listed = [b"%s\n" % word for found in words for word in found]
    shown = [b"--- part %s\n%s\n" % (name.encode(), part.replace(b"><", b">\n<")) for name, part in parts.items()]
    return b"".join([*listed, *shown])


def keep(folder: Path) -> int:
    """Run every command, and write what each answers."""
    folder.mkdir(parents=True)
    temporary = Path(tempfile.mkdtemp(prefix="answers-")).resolve()
    try:
        room = Room(temporary)
        cases = every(room.rules())
        order = [[one for one in cases if one.store.endswith(f"-{language}")] for language in LANGUAGES]
        order += [[one] for one in cases if not one.store.startswith("clone-")]

        def several(some: list[Case]) -> None:
            for case in some:
                (folder / case.name).write_bytes(room.answer(case))

        with ThreadPoolExecutor(WORKERS) as pool:
            list(pool.map(several, order))
    finally:
        shutil.rmtree(temporary)
    print(f"{len(cases)} answers kept in {folder}")
    return 0


def compare(before: Path, after: Path, *, parts: bool) -> int:
    """List the answers that differ, each with the first lines of the difference."""
    names = sorted({path.name for folder in (before, after) for path in folder.glob("*.txt")})
    differing = 0
    for name in names:
        sides = [(folder / name).read_bytes() if (folder / name).exists() else b"" for folder in (before, after)]
        if not parts:
            sides = [re.sub(rb"(?ms)^--- part .*?(?=^--- file |\Z)", b"", side) for side in sides]
        if sides[0] != sides[1]:
            differing += 1
            old, new = (side.decode(errors="backslashreplace").splitlines() for side in sides)
            print(f"== {name}", *([] if all(sides) else ["   only in one of the folders"]), sep="\n")
            shown = [*difflib.unified_diff(old, new, "before", "after", lineterm="", n=0)][2:] if all(sides) else []
            print(*(line[:160] for line in shown[:MOST_LINES]), sep="\n")
    print(f"{differing} of {len(names)} answers differ")
    return int(differing > 0)


def main() -> int:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("keep").add_argument("folder", type=Path)
    comparing = commands.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("--no-parts", action="store_true", help="of Word and Excel files compare the words alone")
    given = parser.parse_args()
    return (
        keep(given.folder) if given.command == "keep" else compare(given.before, given.after, parts=not given.no_parts)
    )


if __name__ == "__main__":
    sys.exit(main())
