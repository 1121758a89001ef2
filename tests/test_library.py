"""`import mstrack`: the five lines of the READMEs, and what docs/api.md promises."""

from __future__ import annotations

import contextlib
import datetime as dt
import inspect
import io
import re
import shutil
import subprocess
import sys
from typing import get_type_hints

import pytest
from repositories import commit, git
from rich.console import Console
from running import DONE, EXAMPLES, ROOT, ask, file_entry

import mstrack
from mstrack.cli import console
from mstrack.errors import MstrackError, Unreadable, WrongUse
from mstrack.format.model import Entry
from mstrack.library import opening
from mstrack.progress.snapshot import FiledEntry, Snapshot
from mstrack.progress.standing import Standing
from mstrack.render import Page, terminal

DAY = dt.date(2021, 12, 3)
API = ROOT / "docs" / "api.md"


@pytest.fixture(autouse=True)
def _a_terminal_of_today(monkeypatch):
    """Windows' older console is given fewer signs."""
    monkeypatch.setenv("WT_SESSION", "here")


@pytest.mark.parametrize("page", ["README.md", "README.zh-CN.md"])
def test_the_lines_of_the_readme(page, monkeypatch):
    """They run from the project's folder, and say what the command says."""
    (lines,) = re.findall(r"```python\n(.+?)```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL)
    assert len([line for line in lines.splitlines() if line]) <= 5
    monkeypatch.chdir(ROOT)
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(lines, page, "exec"), {})  # noqa: S102  our own README
    red = ask("list", "--light", "red", "--data", EXAMPLES, "--as-of", DAY, "--format", "json").answer["tasks"]
    count = ask("log", "--all", "--data", EXAMPLES, "--as-of", DAY, "--format", "json").answer["count"]
    assert out.getvalue().splitlines() == [f"{count}", *(f"{one['id']}. {one['title']}" for one in red)]
    assert red


def test_standings_are_those_of_the_command():
    """One a task, in the table's order, with the light and the cause that `list` gives."""
    found = mstrack.snapshot(str(EXAMPLES), as_of=DAY)
    listed = ask("list", "--data", EXAMPLES, "--as-of", DAY, "--format", "json").answer["tasks"]
    assert [(one.task.id, one.light, one.cause) for one in found.standings] == [
        (one["id"], one["light"], one["cause"]) for one in listed
    ]
    assert (found.as_of, found.rev, found.plan.year) == (DAY, None, 2021)


def test_entries_are_those_of_the_command():
    """Each with its path, and what corrects it."""
    found = mstrack.snapshot(str(EXAMPLES), as_of=DAY)
    logged = ask("log", "--all", "--data", EXAMPLES, "--as-of", DAY, "--format", "json").answer["entries"]
    assert [(one.id, one.path, list(one.corrected_by), one.entry.note) for one in found.entries] == [
        (one["id"], one["path"], one["corrected_by"], one["note"]) for one in logged
    ]
    assert any(one.corrected_by for one in found.entries)


@pytest.mark.parametrize("typed", [DAY, "2021-12-03", "12-03", "12月3日"])
def test_days(typed):
    """A date, or what --as-of takes, in the plan's year."""
    assert mstrack.snapshot(str(EXAMPLES), as_of=typed).as_of == DAY


def test_without_a_day():
    """It is today while the store lives; the examples of 2021 are closed, and their last entry is of that year."""
    assert mstrack.snapshot(str(EXAMPLES)).as_of == dt.date(2021, 12, 31)
    assert opening.today() > dt.date(2022, 12, 31)


@pytest.mark.parametrize("colour", [None, "standard"])
@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_rich_prints_what_the_command_prints(width, colour, monkeypatch):
    """The same lines, and the same colours: each Segment is a text that the program writes, in its style."""
    found = mstrack.snapshot(str(EXAMPLES), as_of=DAY)
    asked = {
        ("due", "--before", "12-10"): found.due(before="12-10"),
        ("due", "--all", "--after", "11-30"): found.due(after=dt.date(2021, 11, 30), all=True),
        ("due", "--long"): found.due(long=True),
        ("list",): found.list(),
        ("due", "--unit", "mzj", "--light", "red,yellow"): found.due(unit="mzj", light=["red", "yellow"]),
        ("due", "--open", "--lead-unit", "教育局"): found.due(open=True, lead_unit="教育局"),
        ("list", "--long"): found.list(long=True),
        ("list", "--leader", "wcq", "--item", "5"): found.list(leader="wcq", item="5"),
        ("show", "18"): found.show(18),
        ("summary", "--by", "unit"): found.summary(by="unit"),
        ("summary", "--long"): found.summary(long=True),
    }
    monkeypatch.setattr(console, "page", lambda: Page(width, colour is not None, drawing=True))
    for command, answer in asked.items():
        printed = io.StringIO()
        Console(
            file=printed,
            width=width,
            color_system=colour,
            force_terminal=colour is not None,
            no_color=False,
            legacy_windows=False,
        ).print(answer)
        assert printed.getvalue() == ask(*command, "--data", EXAMPLES, "--as-of", DAY).out


def test_an_answer_is_a_text_too():
    """Without Rich it is what a pipe gets."""
    answer = mstrack.snapshot(str(EXAMPLES), as_of=DAY).due(before="12-10")
    assert str(answer) == ask("due", "--before", "12-10", "--data", EXAMPLES, "--as-of", DAY).out


def test_rich_on_a_console_without_line_drawing():
    """It gets ASCII, and nothing but the lines and bars differs."""
    answer = mstrack.snapshot(str(EXAMPLES), as_of=DAY).due(before="12-10")
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, "gbk", newline="\n") as file:
        Console(file=file, width=120).print(answer)
        file.flush()
        printed = raw.getvalue().decode("gbk")
    assert "----" in printed
    assert printed == terminal.render(answer.report, Page(120)).decode()


def test_wrong_questions_of_the_library():
    """A day that is none, days the wrong way round, a task that is not there, a group that is none."""
    found = mstrack.snapshot(str(EXAMPLES), as_of=DAY)
    wrong = [
        lambda: found.due(before="13-40"),
        lambda: found.due(after="12-10", before="11-30"),
        lambda: found.show(99),
        lambda: found.summary(by="colour"),
        lambda: found.due(unit="火星"),
        lambda: found.list(light="blue"),
    ]
    for asked in wrong:
        with pytest.raises(WrongUse):
            asked()
    with pytest.raises(TypeError, match="colour"):
        found.due(colour="red")


def test_the_store_is_found_as_the_command_finds_it(monkeypatch):
    """By MSTRACK_DATA, else here or above."""
    monkeypatch.chdir(ROOT / "docs")
    assert "模拟" not in mstrack.snapshot(as_of=DAY).plan.title
    monkeypatch.setenv("MSTRACK_DATA", str(EXAMPLES))
    assert "模拟" in mstrack.snapshot(as_of=DAY).plan.title


def test_a_revision(tmp_path):
    """What was known then: what was filed since is not there."""
    root = shutil.copytree(EXAMPLES, tmp_path / "store")
    git(root, "init", "--quiet")
    digest = commit(root)
    file_entry(root)
    then, now = mstrack.snapshot(str(root), as_of=DAY, rev="HEAD"), mstrack.snapshot(str(root), as_of=DAY)
    assert (then.rev, now.rev) == (digest, None)
    assert len(now.entries) == len(then.entries) + 1


def test_errors(tmp_path):
    """No store, no day and no revision are wrong use; a broken entry says where it is broken."""
    for wrong in ({"data": str(tmp_path)}, {"as_of": "32"}, {"rev": "nowhere"}):
        with pytest.raises(WrongUse):
            mstrack.snapshot(**{"data": str(EXAMPLES)} | wrong)
    root = shutil.copytree(ROOT / "data", tmp_path / "store")
    file_entry(root, DONE.replace("done", "完成"))
    with pytest.raises(Unreadable) as caught:
        _entries = mstrack.snapshot(str(root), as_of=DAY).entries
    assert [(one.line, one.column) for one in caught.value.problems] == [(4, 9)]
    assert issubclass(Unreadable, MstrackError)


def test_it_is_typed():
    """Whoever calls it gets types: of the door, and of what it gives."""
    hints = inspect.signature(mstrack.snapshot).parameters
    assert [str(one) for one in hints.values()] == [
        "data: 'str | None' = None",
        "as_of: 'dt.date | str | None' = None",
        "rev: 'str | None' = None",
    ]
    assert inspect.signature(mstrack.snapshot).return_annotation == "AnsweringSnapshot"
    for name in ("standings", "entries", "plan"):
        made = inspect.getattr_static(Snapshot, name)
        function = made.fget if isinstance(made, property) else made.func
        assert function.__annotations__["return"]
        assert function.__doc__


def test_the_page_names_what_there_is():
    """Every field that docs/api.md names is one of the class that it is said to be of."""
    rows = dict(re.findall(r"^\| (`[^|]+?`) \| (.+) \|$", API.read_text(encoding="utf-8"), re.MULTILINE))
    named = {key.strip("`"): re.findall(r"`(\w+)`", text) for key, text in rows.items()}
    fields = {one for one in dir(Standing) if not one.startswith("_")} - {"count", "index"}
    assert set(named["standings"]) == fields
    entry, filed = named["entries"].index("entry"), set(FiledEntry._fields)
    assert {one for one in named["entries"] if one in filed} == filed
    assert set(named["entries"][entry + 1 : -1]) <= set(get_type_hints(Entry)) | set(Entry.__annotations__)
    plan = mstrack.snapshot(str(EXAMPLES), as_of=DAY).plan
    assert all(hasattr(plan, one) for one in named["plan"])
    assert mstrack.__all__ == ["arrow", "snapshot"]


def test_import_is_light():
    """`import mstrack` loads no other module of it, and nothing of third parties."""
    script = "import sys; before = set(sys.modules); import mstrack; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = {one for one in done.stdout.split() if one.partition(".")[0] not in sys.stdlib_module_names}
    assert loaded == {"mstrack"}
