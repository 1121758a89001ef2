"""The stores that `answers.py` asks: the same bytes and the same ids of commits each time they are made.

    examples, data    the store of this project, in a repository of two commits (june is a branch on the first)
    odd               what the table of 2021 does not have: see answers_odd.yaml and ENTRIES
    broken            odd, rewritten by hand: unreadable entries, a promise changed unannounced; one change staged
    broken-plan       a tasks.yaml that no query can answer from
    clone-en, -zh     examples with a remote: one entry to send, one to receive
    sheets/*.xlsx     forms of 市城市管理综合执法局, filled in well and badly

The program is used by its command line alone, and only for the forms.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ATTRIBUTES = "* text=auto eol=lf\n*.yaml text eol=lf diff=mstrack\n"
PLAN = Path(__file__).with_name("answers_odd.yaml").read_text(encoding="utf-8")
EARLIER = {
    "deadline: 12月20日": "deadline: 11月底",
    "target: 60,": "target: 72.5,",
    "公路超60公里": "公路超72.5公里",
}
"""What the plan was in the first commit, beside having no amendments, and one indicator more."""
BRIDGES = "          - {id: bridges, name: 桥, kind: cumulative, target: 3, measure: 座, quote: 新建农村公路超3公里}\n"
SWJ, JYJ, CZJ = ("市水务局", "swj"), ("市教育局", "jyj"), ("市财政局", "czj")
DQ, XQ, GQZ = ("东区政府", "dq"), ("西区政府", "xq"), ("各区政府", "gqz")
UGLY = "=HYPERLINK(1) <script>alert(1)</script> [red]*_|\n\n  第二段，\\ 100%  `code` & “引号”"
SHARES = {"wells": "20"}
ENTRIES = (  # task, day, unit, id, status, figures, more
    (1, "2021-03-31", SWJ, "0a1b2c3d", "in-progress", {"roads": "10.5", "coverage": "41"}, {"note": "开工。"}),
    (1, "2021-05-31", SWJ, "0a1b2c3e", "in-progress", {"roads": "21"}, {"problem": "征地难。", "next": "协调。"}),
    (1, "2021-06-30", CZJ, "0a1b2c3f", "", {}, {"status": "in-progress", "note": "已拨款。"}),
    (1, "2021-06-16", XQ, "1a1b2c3e", "blocked", {"roads": "2"}, {"problem": "汛期停工。"}),
    (3, "2021-04-30", JYJ, "2a1b2c3d", "in-progress", {}, {"note": UGLY}),
    (4, "2021-05-31", DQ, "3a1b2c3d", "in-progress", SHARES | {"people": "4000"}, {}),
    (5, "2021-05-31", JYJ, "4a1b2c3d", "in-progress", {"schools": "12"}, {}),
    (6, "2021-05-31", CZJ, "5a1b2c3d", "in-progress", {"funds": "9000"}, {}),
    (6, "2021-05-31", CZJ, "5a1b2c3e", "", {}, {"note": "错把千元当万元。", "corrects": "5a1b2c3d"}),
    (1, "2021-09-30", SWJ, "0a1b2c3g", "in-progress", {"roads": "40", "coverage": "66.5"}, {}),
    (1, "2021-09-30", SWJ, "0a1b2c3h", "in-progress", {"roads": "44"}, {"note": "少报。", "corrects": "0a1b2c3g"}),
    (3, "2021-11-30", JYJ, "2a1b2c3e", "done", {}, {"note": "全部完成。"}),
    (4, "2021-10-31", XQ, "3a1b2c3e", "in-progress", {"wells": "33"}, {}),
    (5, "2021-05-31", JYJ, "4a1b2c3e", "in-progress", {"schools": "21"}, {"note": "改。", "corrects": "4a1b2c3d"}),
    (5, "2021-05-31", JYJ, "4a1b2c3f", "in-progress", {"schools": "22"}, {"note": "再改。", "corrects": "4a1b2c3d"}),
    (7, "2021-11-01", DQ, "6a1b2c3d", "blocked", {"rivers": "1"}, {"note": UGLY, "problem": "*缺*资金 <br>"}),
)
FIRST = 9
"""Entries in the first commit of the odd store."""


def entry(task: int, day: str, unit: tuple[str, str], id_: str, *rest: object) -> tuple[str, str]:
    """Return the path and the canonical text of an entry."""
    status, figures, more = rest
    keys = dict(more)  # type: ignore[call-overload]
    status = keys.pop("status", status)
    old = keys.pop("corrects", "")
    lines = [f"task: {task}", f"date: {day}", f"unit: {unit[0]}"]
    lines += [f"status: {status}"] if status else []
    if figures:
        lines.append("figures: {%s}" % ", ".join(f"{name}: {value}" for name, value in figures.items()))  # type: ignore[attr-defined]  # noqa: UP031  braces
    for name, text in keys.items():
        lines += [f"{name}: |", *(f"  {line}" if line else "" for line in text.split("\n"))]
    lines += ["reporter: 填报员", f"recorded: {day}T17:30:00+08:00", *([f"corrects: {old}"] if old else [])]
    name = f"{day}-{unit[1]}-{id_}{f'-for-{old}' if old else ''}.yaml"
    return f"progress/{task:02}/{name}", "\n".join(lines) + "\n"


def write(root: Path, path: str, text: str | bytes) -> None:
    """Write a file, and the folders that it needs."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(text.encode() if isinstance(text, str) else text)


def git(root: Path, environment: dict[str, str], *words: str, day: str = "2021-07-01") -> None:
    """Run git as one fixed person on one fixed day."""
    when = {f"GIT_{who}_DATE": f"{day}T12:00:00+08:00" for who in ("AUTHOR", "COMMITTER")}
    subprocess.run(["git", *words], cwd=root, env=environment | when, check=True, capture_output=True)  # noqa: S607


def started(root: Path, environment: dict[str, str]) -> Callable[..., None]:
    """Make a repository; return what commits all that lies in it."""
    write(root, ".gitattributes", ATTRIBUTES)
    git(root, environment, "init", "-q", "-b", "main")
    git(root, environment, "config", "user.name", "填报员")
    git(root, environment, "config", "user.email", "clerk@example.org")

    def commit(subject: str, day: str) -> None:
        git(root, environment, "add", "-A")
        git(root, environment, "commit", "-q", "--allow-empty", "-m", subject, day=day)

    return commit


def make(stores: Path, project: Path, environment: dict[str, str], mstrack: Callable[[Path, list[str]], None]) -> None:
    """Make every store below a folder."""
    for name in ("examples", "data"):
        copied(stores / name, project / name, environment)
    odd(stores, environment)
    broken(stores, environment)
    write(
        stores, "broken-plan/tasks.yaml", PLAN.replace("tasks: 7", "tasks: 8").replace("year: 2021", "year: 二〇二一")
    )
    for language in ("en", "zh"):
        clone(stores, f"clone-{language}", environment)
    sheets(stores / "sheets", stores / "examples", mstrack)


def copied(root: Path, source: Path, environment: dict[str, str]) -> None:
    """Copy a store of the project: the entries up to June in the first commit, all others in the second."""
    write(root, "tasks.yaml", (source / "tasks.yaml").read_bytes())
    commit = started(root, environment)
    entries = sorted((source / "progress").glob("*/*.yaml"))
    for subject, day, is_now in (("june", "2021-07-01", True), ("december", "2021-12-02", False)):
        for one in entries:
            if (one.name < "2021-07") is is_now:
                write(root, str(one.relative_to(source)), one.read_bytes())
        commit(subject, day)
        git(root, environment, "branch", subject)


def odd(stores: Path, environment: dict[str, str]) -> None:
    """Make the odd store: the plan before and after its amendments."""
    before = "\n".join(line for line in PLAN.splitlines() if "某办函" not in line and "amendments:" not in line) + "\n"
    for new, old in EARLIER.items():
        before = before.replace(new, old)
    before = before.replace("leader: 甘一", "leader: 易二", 1)
    head, mark, tail = before.partition("          - {id: coverage")
    before = f"{head}{BRIDGES}{mark}{tail}".replace("80%以上。", "80%以上，\n          新建农村公路超3公里。", 1)
    commit = started(stores / "odd", environment)
    for text, entries, subject, day in (
        (before, ENTRIES[:FIRST], "june", "2021-07-01"),
        (PLAN, ENTRIES[FIRST:], "december", "2021-12-02"),
    ):
        write(stores / "odd", "tasks.yaml", text)
        for one in entries:
            write(stores / "odd", *entry(*one))
        commit(subject, day)
        git(stores / "odd", environment, "branch", subject)


def broken(stores: Path, environment: dict[str, str]) -> None:
    """Break the odd store in many ways, each beside what a check of it names."""
    root = stores / "broken"
    shutil.copytree(stores / "odd", root)
    first, last = entry(*ENTRIES[0]), entry(*ENTRIES[-1])
    write(root, last[0], last[1].replace("rivers: 1", "rivers: 2"))  # rewritten, and staged
    write(root, "progress/07/2021-11-02-dq-7a1b2c3d.yaml", last[1].replace("11-01", "11-02").replace("东", "冬"))
    write(root, "progress/99/2021-03-31-swj-8a1b2c3m.yaml", first[1].replace("task: 1", "task: 99"))
    git(root, environment, "add", "-A")
    shutil.rmtree(root / "progress/99")  # staged alone: it would hide all else from a query
    write(root, "tasks.yaml", PLAN.replace("deadline: 年底", "deadline: 12月10日"))  # unannounced
    (root / entry(*ENTRIES[3])[0]).unlink()
    write(root, *entry(2, "2021-06-15", GQZ, "1a1b2c3d", "in-progress", {"bridges": "3"}, {}))
    texts = {
        "a": first[1].replace("task: 1", "task: 2"),
        "b": "\ufeff" + first[1],
        "c": first[1].replace("status:", "stauts:"),
        "d": first[1] + "task: 1\n",
        "e": first[1].replace("\n", "\r\n"),
        "f": first[1].replace("10.5", "999").replace("coverage: 41", "speed: 4"),
        "g": "task: [1\n  - {\n",
        "h": first[1].replace("2021-03-31", "2021-02-30", 1),
        "j": first[1].replace("10.5", "\uff11\uff10\uff0e\uff15").replace("note: |", "note: &x |"),
    }
    for letter, text in texts.items():
        write(root, f"progress/01/2021-03-31-swj-8a1b2c3{letter}.yaml", text)
    write(root, "progress/01/2021-03-31-swj-8a1b2c3k.yaml", first[1].encode("gb18030"))
    write(root, "progress/01/notes (1).txt", "?")
    write(root, "progress/03/2021-11-30-jyj-8a1b2c3n-for-zzzzzzzz.yaml", first[1])


def clone(stores: Path, name: str, environment: dict[str, str]) -> None:
    """Make a clone of the examples, an entry in it that nobody has committed, and one that others have pushed."""
    remote = stores / f"{name}-remote"
    git(stores, environment, "clone", "-q", "--bare", str(stores / "examples"), remote.name)
    for folder in (name, f"{name}-others"):
        git(stores, environment, "clone", "-q", remote.name, folder)
        git(stores / folder, environment, "config", "user.name", "填报员")
        git(stores / folder, environment, "config", "user.email", "clerk@example.org")
    unit, others = ("市城市管理综合执法局", "cgj"), stores / f"{name}-others"
    more = {"note": "推进中。"}
    write(stores / name, *entry(18, "2021-12-01", unit, "9a1b2c3d", "in-progress", {"new-villages": "150"}, more))
    write(others, *entry(23, "2021-12-01", unit, "9a1b2c3e", "in-progress", {"pengjiang-communities": "75"}, more))
    git(others, environment, "add", "-A")
    git(others, environment, "commit", "-q", "-m", "entry", day="2021-12-02")
    git(others, environment, "push", "-q")


def sheets(folder: Path, store: Path, mstrack: Callable[[Path, list[str]], None]) -> None:
    """Let the program make a form, and fill it in: well, badly, not at all; and what is no form."""
    import openpyxl

    folder.mkdir()
    empty = folder / "empty.xlsx"
    mstrack(store, ["sheet", "make", "--unit", "cgj", "--as-of", "2021-12-03", "-o", str(empty)])
    for name, values in (("well", (150, 8200, 75.5)), ("badly", ("很多", 3, 120))):
        book = openpyxl.load_workbook(empty)
        page = book.active
        titles = {cell.value: cell.column for cell in page[4]}
        rows = {str(row[0].value): row[0].row for row in page.iter_rows(min_col=titles["行号"], max_col=titles["行号"])}
        fields = ("18/new-villages", "18/covered-villages", "18/coverage")
        for key, value in zip(fields, values, strict=True):
            page.cell(rows[key], titles["本次完成数"], value)
        page.cell(rows["18/new-villages"], titles["进展情况"], "已完成150个“自然村”" if name == "well" else "=1+1")
        page.cell(rows["18/new-villages"], titles["状态"], "推进中" if name == "well" else "快好了")
        page["H2"] = "2021-12-02"
        page["J2"] = "张三"
        book.save(folder / f"{name}.xlsx")
    write(folder, "no-form.xlsx", b"PK no workbook")
    openpyxl.Workbook().save(folder / "other.xlsx")
