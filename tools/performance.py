"""Writes the tables of docs/zh/performance.md from those of docs/performance.md: python tools/performance.py [--check].

A figure is typed into one page alone; the Chinese one takes it over under Chinese headings. Both begin with a sum of
the wide tables. With --check nothing is written; the exit code is 1 where a page is out of date.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "docs" / "performance.md"
PAGE = ROOT / "docs" / "zh" / "performance.md"
MARKED = re.compile(r"(<!-- (?P<name>[a-z]+): made by tools/performance\.py -->\n).*?(<!-- /(?P=name) -->)", re.DOTALL)
TABLE = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)
Table = list[list[str]]
WORDS = {
    "command": "命令",
    "CPU, median ms": "CPU 时间，中位数，毫秒",
    "peak MiB": "内存峰值，MiB",
    "what": "比什么",
    "by": "与什么比",
    "CPU ratio": "CPU 时间之比",
    "at most": "目标，至多",
    "": "",
    "reached": "达到",
    "NOT reached": "未达到",
    "reached in part": "部分达到",
    "due without cache": "due，没有缓存",
    "completion of a unit": "补全一个单位",
    "todo list, cold": "todo list，没有缓存",
    "with `--rev`": "加 `--rev`",
    "`diff HEAD`, nothing changed": "`diff HEAD`，没有变化",
    "`check, cold` / yaml.load": "`check`（没有缓存）/ yaml.load",
    "`check, warm` / check, cold": "`check`（有缓存）/ 没有缓存",
    "`sync` / git by hand": "`sync` / 手工用 git",
    "peak MiB of a query": "查询的内存峰值，MiB",
    "`diff` of two revisions 30 days apart": "`diff`，相隔30天的两个版本",
    "linear": "随变化的条数",
    "`report dashboard`, notes of 20 KB / short ones": "`report dashboard`，20 KB 的说明 / 短的",
    "`report ledger`, notes of 20 KB / short ones": "`report ledger`，20 KB 的说明 / 短的",
    "grows not with notes": "不随说明增长",
    "warm `due` / `import typer, rich.table`": "`due`（有缓存）/ `import typer, rich.table`",
    "warm `due` / `todo list`, Taskwarrior, Ledger": "`due`（有缓存）/ `todo list`、Taskwarrior、Ledger",
    "check, cold": "check，没有缓存",
    "check, first": "check，缓存还是空的",
    "check, warm": "check，有缓存",
    "diff, 30 days": "diff，相隔30天",
    "report dashboard": "report dashboard",
    "report ledger": "report ledger",
    "plain": "git 命令",
    "2.1 million, reckoned": "210万，推算",
    "status, one new file": "status，有一个新文件",
    "add of it": "add 该文件",
    "commit of it": "commit 该文件",
    "status, nothing new": "status，没有新文件",
    "fetch of one commit": "fetch 一个提交",
    "merge of it": "merge 该提交",
    "index, MiB": "暂存区，MiB",
    "objects, packed, MiB": "对象（打包后），MiB",
    "files on the disk, MiB": "磁盘上的文件，MiB",
    "wall, s": "实际时间，秒",
    "CPU, s": "CPU 时间，秒",
    "peak, MiB": "内存峰值，MiB",
    "`mstrack.arrow` by Dask on two processes, each writing what it read": "`mstrack.arrow`，由 Dask 分给两个进程",
}
"""Headings and names in Chinese; what is missing here and holds an English word ends the program."""
AROUND = (
    (r"(\d+) stores, ([\d,]+) entries", r"\1个市，\2条报送"),
    (r"(\d+), the larger of both", r"\1（较大的一个）"),
    (r"(due|add|missing), (\d+) entries", r"\1，\2条报送"),
    (r"due, (\d+) entries in git", r"due，\1条报送，在 git 中"),
    (r"due, (\d+) entries in git, --rev HEAD", r"due --rev HEAD，\1条报送"),
    (r"task list, (\d+) tasks", r"task list（Taskwarrior），\1项任务"),
    (r"ledger balance, (\d+) transactions", r"ledger balance，\1笔"),
)
"""Words around figures, in English and in Chinese."""
SAME = re.compile(
    r"[\d.,() ×]+|--help|python -c pass|import .*|`[^`]+`(?:, `[^`]+`)*|[a-z]+(?: --rev| -n 30| list| HEAD)?"
)
"""What is the same in both languages: figures, and what somebody types."""
DAILY = ("due", "show", "missing", "due --rev", "log -n 30", "add", "diff HEAD", "check, cold", "check, first",
         "check, warm", "sync",
         "report dashboard", "report ledger")  # fmt: skip
"""The commands that the summary of the wide tables lists."""


def tables(page: str, heading: str) -> list[Table]:
    """Return the tables below a heading, each without the line of dashes."""
    part = f"\n{page}".partition(f"\n{heading}\n")[2].partition("\n## ")[0]
    found = ([_cells(line) for line in one[0].splitlines()] for one in TABLE.finditer(part))
    return [[table[0], *table[2:]] for table in found]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def word(text: str) -> str:
    """Return a cell in Chinese."""
    if text in WORDS:
        return WORDS[text]
    for english, chinese in AROUND:
        if found := re.fullmatch(english, text):
            return found.expand(chinese)
    if not SAME.fullmatch(text):
        sys.exit(f"tools/performance.py has no Chinese for “{text}”")
    return text


def written(table: Table) -> str:
    """Return a table as Markdown; columns of figures are set to the right."""
    lines = [f"| {' | '.join(row)} |" for row in table]
    columns = zip(*table[1:], strict=True)
    dashes = "|".join("---:" if all(re.match(r"\d|$", cell) for cell in column) else "---" for column in columns)
    return "\n".join([lines[0], f"|{dashes}|", *lines[1:], ""])


def translated(table: Table, columns: Iterable[int] | None = None) -> str:
    """Return a table, or some columns of it, as Markdown in Chinese."""
    chosen = list(range(len(table[0])) if columns is None else columns)
    return written([[word(row[column]) for column in chosen] for row in table])


def start(page: str) -> str:
    """Return whole processes, and their ratios with what is aimed at."""
    whole, ratios = tables(page, "## Starting")
    return "\n".join((translated(whole, (0, 3, 4)), translated(ratios, (0, 1, 4, 5, 6))))


def aims(page: str) -> str:
    """Return what was aimed at on every shape, and whether it was reached."""
    [asked] = tables(page, "## What was aimed at")
    rows = [["命令", "6,500条：至多", "达到没有", "100,000条：至多", "达到没有"]]
    for what, at_most, measured, long_at_most, long_measured in asked[1:]:
        verdicts = word(verdict(measured)), word(verdict(long_measured))
        rows.append([word(what), word(at_most), verdicts[0], long_at_most.split(",")[0], verdicts[1]])
    return written(rows)


def verdict(measured: str) -> str:
    """Return whether an aim was reached, of a cell that says how far; nothing where nothing was aimed at."""
    if not measured:
        return ""
    if "NOT reached" in measured:
        return "NOT reached"
    return "reached in part" if re.search(r"reached[,:] ", measured) else "reached"


def shapes(page: str) -> str:
    """Return, of the wide tables, the plain shape and the most of all shapes."""
    return _daily(page, ("{size}条", "普通的形态，CPU 秒", "最慢的形态，CPU 秒", "内存最多，MiB"), word)


def expect(page: str) -> str:
    """Return the same in English."""
    return _daily(page, ("{size} entries", "friendly, CPU s", "the slowest, CPU s", "most MiB"), str)


def _daily(page: str, heads: Iterable[str], worded: Callable[[str], str]) -> str:
    """Return a table a size: what each daily command takes on the plain shape, and the most of all shapes."""
    parts = []
    for size, table in zip(("6,500", "100,000"), tables(page, "## Every command on every shape")[:2], strict=True):
        known = {row[0]: [re.split(" ×?", cell) for cell in row[1:]] for row in table[1:]}
        rows = [[head.format(size=size) for head in heads]]
        for name in filter(known.__contains__, DAILY):
            most = [max((one[column] for one in known[name]), key=float) for column in (0, -1)]
            rows.append([worded(name), known[name][0][0], *most])
        parts.append(written(rows))
    return "\n".join(parts)


def git(page: str) -> str:
    """Return what git costs without any setting."""
    return translated(tables(page, "## What git costs")[0])


def country(page: str) -> str:
    """Return the run over all cities of a country."""
    return translated(tables(page, "## A country in one run")[0])


PARTS: dict[str, Callable[[str], str]] = {
    "expect": expect,
    "start": start,
    "aims": aims,
    "shapes": shapes,
    "git": git,
    "country": country,
}


def main() -> int:
    """Write, or compare."""
    source = SOURCE.read_text(encoding="utf-8")
    old = [path for path in (SOURCE, PAGE) if _is_old(path, source)]
    for path in old if "--check" in sys.argv else ():
        print(f"{path.relative_to(ROOT)} is out of date: python tools/performance.py")
    return int(bool(old) and "--check" in sys.argv)


def _is_old(path: Path, source: str) -> bool:
    """Whether a page differs from what is made of the English one; it is written, unless it is only asked."""
    page = path.read_text(encoding="utf-8")
    made = MARKED.sub(lambda part: f"{part[1]}{PARTS[part['name']](source)}{part[3]}", page)
    if "--check" not in sys.argv and made != page:
        path.write_text(made, encoding="utf-8", newline="\n")
    return made != page


if __name__ == "__main__":
    sys.exit(main())
