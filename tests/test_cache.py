"""The memo: whatever state it is in, the answer is that of a program without it; and what it saves."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from mstrack.errors import Unreadable
from mstrack.format import validate
from mstrack.rules import plan
from mstrack.store import cache, dataset, load
from mstrack.store.cache import Cache
from mstrack.store.source import InMemory

HEAVY = ["pydantic", "pydantic_core", "yaml", "docx", "xlsxwriter", "openpyxl", "jinja2", "rich.style"]


@pytest.fixture
def path(tmp_path):
    return str(tmp_path / "cache" / "cache.sqlite")


def plan_by(path, text):
    remembering = Cache(path)
    try:
        return dataset.Dataset(InMemory({"tasks.yaml": text}), remembering, plan.of_plan).plan
    finally:
        remembering.close()


@pytest.fixture
def cold(plan_text):
    """The answer of a program that remembers nothing."""
    return plan_by(None, plan_text)


def must_not_run(*_arguments):
    message = "a known text was read anew"
    raise AssertionError(message)


def test_what_was_remembered_is_recalled_and_nothing_else(path):
    first = Cache(path)
    first.remember({b"a": "甲", b"b": "乙"})
    first.close()
    second = Cache(path)
    assert second.recall([b"a", b"b", b"c"]) == {b"a": "甲", b"b": "乙"}
    assert second.recall([]) == {}
    second.close()


def test_nothing_waits_for_the_disk(path, monkeypatch):
    """Neither a new cache nor one that is there: a lost one costs time only, a disk that syncs costs it each time."""
    connections = []
    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda *named, **rest: connections.append(connect(*named, **rest)) or connections[-1]
    )
    for text in "甲乙":
        one = Cache(path)
        one.remember({b"a": text})
        assert connections[-1].execute("PRAGMA synchronous").fetchone() == (0,)
        one.close()


def test_more_digests_than_sqlite_takes_at_once(path):
    many = {number.to_bytes(16): str(number) for number in range(3000)}
    remembering = Cache(path)
    remembering.remember(many)
    assert remembering.recall(many) == many
    remembering.close()


def test_nothing_is_opened_before_it_is_asked_and_nothing_made_by_asking(path, tmp_path):
    assert Cache(path).recall([b"a"]) == {}
    Cache(path).remember({})
    assert list(tmp_path.iterdir()) == []


def test_warm_answers_are_cold_answers_and_read_nothing(path, plan_text, cold, monkeypatch):
    assert plan_by(path, plan_text) == cold
    monkeypatch.setattr(validate, "check", must_not_run)
    assert plan_by(path, plan_text) == cold


def test_a_changed_text_is_not_taken_from_the_memo(path, plan_text, cold):
    """One byte more is another text, whatever its path and time."""
    assert plan_by(path, plan_text) == cold
    assert plan_by(path, plan_text.replace("乔雷", "乔蕾")).leaders[4].name == "乔蕾"
    with pytest.raises(Unreadable):
        plan_by(path, plan_text.replace("year: 2021", "year: 1999"))


def test_another_version_of_the_program_knows_nothing_of_this_one(path, plan_text, monkeypatch):
    """What other rules passed is judged again."""
    plan_by(path, plan_text)
    monkeypatch.setattr(load, "_program", lambda: b"another version")
    monkeypatch.setattr(validate, "check", must_not_run)
    with pytest.raises(AssertionError, match="read anew"):
        plan_by(path, plan_text)


def test_a_plan_is_no_entry_though_its_bytes_are_the_same():
    assert load.digest("plan", b"a: 1") != load.digest("entry", b"a: 1")


def test_what_did_not_pass_is_not_remembered(path, plan_text):
    for _attempt in range(2):
        with pytest.raises(Unreadable):
            plan_by(path, plan_text.replace("year: 2021", "year: 1999"))


def corrupt(path):
    with open(path, "wb") as file:
        file.write(b"SQLite format 3\x00" + b"\xff" * 5000)


def truncated(path):
    os.truncate(path, os.path.getsize(path) // 2)


def emptied(path):
    os.truncate(path, 0)


def other_table(path):
    """The table of another version of the program."""
    with sqlite3.connect(path) as link:
        name = table(link)
    link.close()
    os.unlink(path)
    with sqlite3.connect(path) as link:
        link.execute(f"CREATE TABLE {name} (something INTEGER)")
    link.close()


def table(link):
    """The name of the memo's only table."""
    [[name]] = link.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    return name


def locked(path):
    link = sqlite3.connect(path, isolation_level=None)
    link.execute("BEGIN EXCLUSIVE")
    return link


def folder(path):
    os.unlink(path)
    os.mkdir(path)


def not_json(path):
    with sqlite3.connect(path) as link:
        link.execute(f"UPDATE {table(link)} SET json = substr(json, 1, 100)")  # noqa: S608  our own table
    link.close()


def still_json(path):
    """A year that was never written, in JSON that is as good as before."""
    with sqlite3.connect(path) as link:
        [[row]] = link.execute(f"SELECT json FROM {table(link)}")  # noqa: S608  our own table
        assert row.count(b'"year":2021') == 1
        link.execute(f"UPDATE {table(link)} SET json = ?", [row.replace(b'"year":2021', b'"year":2022')])  # noqa: S608  as above
    link.close()


def not_text(path):
    with sqlite3.connect(path) as link:
        link.execute(f"UPDATE {table(link)} SET json = CAST(x'ff00fe' AS TEXT)")  # noqa: S608  our own table
    link.close()


def checksum(path):
    """Another text's JSON, with the checksum that anybody can compute."""
    with sqlite3.connect(path) as link:
        [[digest, row]] = link.execute(f"SELECT digest, json FROM {table(link)}")  # noqa: S608  our own table
        text = row[cache._CODE :].replace(b'"year":2021', b'"year":2022')
        code = zlib.crc32(text, zlib.crc32(digest)).to_bytes(cache._CODE)
        link.execute(f"UPDATE {table(link)} SET json = ?", [code + text])  # noqa: S608  as above
    link.close()


def view_without_end(path):
    os.unlink(path)
    endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)"
    with sqlite3.connect(path) as link:
        link.execute(f"CREATE VIEW passed AS {endless} SELECT CAST(n AS BLOB) AS digest, zeroblob(8) AS json FROM r")  # noqa: S608  fixed text
    link.close()


def trigger(path):
    with sqlite3.connect(path) as link:
        endless = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT count(*) FROM r"
        link.execute(f"CREATE TRIGGER waits AFTER INSERT ON {table(link)} BEGIN {endless}; END")
    link.close()


def generated_column(path):
    os.unlink(path)
    with sqlite3.connect(path) as link:
        link.execute("CREATE TABLE passed (digest BLOB PRIMARY KEY, json BLOB AS (zeroblob(900000000)))")
    link.close()


def fifo(path):
    os.unlink(path)
    os.mkfifo(path)


def link_elsewhere(path):
    os.rename(path, f"{path}.moved")
    os.symlink(f"{path}.moved", path)


def open_folder(path):
    os.chmod(os.path.dirname(path), 0o777)  # noqa: S103  the fault under test


def open_file(path):
    os.chmod(path, 0o666)  # noqa: S103  as above


def secret_of(path):
    return os.path.join(os.path.dirname(path), "cache.key")


def known_secret(path):
    os.chmod(secret_of(path), 0o644)


def short_secret(path):
    os.truncate(secret_of(path), 5)


def fifo_for_secret(path):
    os.unlink(secret_of(path))
    os.mkfifo(secret_of(path), 0o600)


def no_secret(path):
    os.unlink(secret_of(path))


def of_posix(*troubles):
    return [pytest.param(one, marks=pytest.mark.posix, id=one.__name__) for one in troubles]


HOSTILE = [checksum, view_without_end, trigger, generated_column, short_secret, no_secret]
OPEN = of_posix(open_folder, open_file, known_secret, link_elsewhere)
"""Modes and links, by which POSIX keeps others out; a user's folders on Windows are closed by themselves."""


@pytest.mark.parametrize(
    "trouble",
    [
        *(corrupt, truncated, emptied, other_table, locked, folder, not_json, still_json, not_text, *HOSTILE),
        *(*OPEN, *of_posix(fifo, fifo_for_secret)),
    ],
    ids=lambda one: one.__name__,
)
def test_any_trouble_with_the_memo_means_working_without_it(path, plan_text, cold, trouble):
    """Never another answer, never an error, and what was there is not needed."""
    plan_by(path, plan_text)
    held = trouble(path)
    assert plan_by(path, plan_text) == cold
    assert plan_by(path, plan_text.replace("乔雷", "乔蕾")).leaders[4].name == "乔蕾"
    if held:
        held.close()


def test_a_row_that_lies_under_the_digest_of_another_text(path, plan_text, cold):
    other = plan_text.replace("乔雷", "乔蕾")
    assert plan_by(path, other).leaders[4].name == "乔蕾"
    with sqlite3.connect(path) as link:
        digest = load.digest("plan", plan_text.encode())
        link.execute(f"UPDATE {table(link)} SET digest = ?", [digest])  # noqa: S608  our own table
    link.close()
    assert plan_by(path, plan_text) == cold


@pytest.mark.parametrize("trouble", [view_without_end, trigger, *OPEN])
def test_what_is_not_ours_alone_is_neither_read_nor_written(path, plan_text, trouble):
    """It stays as it is, since somebody else may have made it."""
    plan_by(path, plan_text)
    trouble(path)
    before = Path(path).read_bytes()
    of_text = load.digest("plan", plan_text.encode())
    kept = Cache(path)
    assert kept.recall([of_text]) == {}
    kept.remember({of_text: "{}"})
    assert Path(path).read_bytes() == before


def test_a_cache_that_was_packed_is_no_use_elsewhere(path, plan_text, tmp_path):
    """The secret came along, and the moment in which it was made did not."""
    plan_by(path, plan_text)
    elsewhere = tmp_path / "elsewhere"
    # wine takes the day of the last change, which copy2 keeps, for that of creation
    shutil.copytree(os.path.dirname(path), elsewhere, copy_function=shutil.copy if os.name == "nt" else shutil.copy2)
    os.chmod(elsewhere, 0o700)
    of_text = load.digest("plan", plan_text.encode())
    assert of_text in Cache(path).recall([of_text])
    assert Cache(str(elsewhere / "cache.sqlite")).recall([of_text]) == {}


@pytest.mark.posix
def test_the_secret_is_the_users_alone(path, plan_text):
    plan_by(path, plan_text)
    status = os.stat(secret_of(path))
    assert (stat.S_IMODE(status.st_mode), status.st_size) == (0o600, 32)


def test_a_question_that_takes_too_long_is_given_up(path, plan_text, cold, monkeypatch):
    """A damaged file may send SQLite in circles."""
    plan_by(path, plan_text)
    monkeypatch.setattr(cache, "_STEPS", 1)
    monkeypatch.setattr(cache, "_PATIENCE", -1)
    assert Cache(path).recall([load.digest("plan", plan_text.encode())]) == {}
    assert plan_by(path, plan_text) == cold


def test_a_cache_that_nobody_holds_is_closed(path, monkeypatch):
    """From 3.13 on, Python warns of a database that is left open; a question that fails leaves none open, either."""
    opened = []
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **kept: opened.append(connect(*args, **kept)) or opened[-1])
    Cache(path).remember({b"a": "1"})
    assert Cache(path).recall([b"a"]) == {b"a": "1"}
    monkeypatch.setattr(cache, "_STEPS", 1)
    monkeypatch.setattr(cache, "_PATIENCE", -1)
    assert Cache(path).recall([b"a"]) == {}
    assert len(opened) == 3
    for connection in opened:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")


@pytest.mark.parametrize(("ci", "believed"), [("true", False), ("1", False), ("false", True), ("", True)])
def test_check_believes_no_cache_on_a_server(monkeypatch, ci, believed):
    """There its answer decides for everybody, and the cache may be one that somebody else filled."""
    monkeypatch.setenv("CI", ci)
    cache.for_check().remember({b"a": "甲"})
    assert cache.for_check().recall([b"a"]) == ({b"a": "甲"} if believed else {})


def test_a_damaged_row_is_replaced(path, plan_text, cold, monkeypatch):
    """The text is read anew once, not for ever."""
    plan_by(path, plan_text)
    not_text(path)
    assert plan_by(path, plan_text) == cold
    monkeypatch.setattr(validate, "check", must_not_run)
    assert plan_by(path, plan_text) == cold


@pytest.mark.parametrize(
    "base", ["file", pytest.param("/proc", marks=pytest.mark.posix), pytest.param("/dev/null", marks=pytest.mark.posix)]
)
def test_a_place_where_no_memo_can_be(tmp_path, plan_text, cold, base):
    """Below a file, on a file system that takes none, below a device."""
    (tmp_path / "file").touch()
    assert plan_by(os.path.join(tmp_path, base, "cache.sqlite"), plan_text) == cold


def test_a_folder_that_may_not_be_written(tmp_path, plan_text, cold):
    """A read-only cache that knows the text answers; one that does not is worked without."""
    path = str(tmp_path / "cache.sqlite")
    plan_by(path, plan_text)
    os.chmod(path, 0o444)
    tmp_path.chmod(0o555)
    assert plan_by(path, plan_text) == cold
    assert plan_by(path, plan_text + "# one byte more\n") == cold
    tmp_path.chmod(0o755)


def run(code, **environment):
    command = [sys.executable, "-c", code]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"} | environment
    return subprocess.run(command, capture_output=True, check=False, encoding="utf-8", env=environment)


@pytest.mark.posix
def test_a_full_disk(tmp_path, plan_text, cold):
    """No file may grow beyond 8 KiB, as on a disk with no more room: the answer is the same, twice."""
    (tmp_path / "tasks.yaml").write_text(plan_text, encoding="utf-8")
    code = f"""
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
from mstrack.rules import plan
from mstrack.store import cache, dataset
from mstrack.store.source import WorkTree
for _turn in range(2):
    print(dataset.Dataset(WorkTree({str(tmp_path)!r}), cache.Cache(cache.default_path()), plan.of_plan).plan)
"""
    done = run(code)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{cold}\n" * 2


def test_a_file_whose_rows_lie_in_the_order_of_their_digests_gives_way(path):
    """Such a file was ours once: it goes, and what is kept next begins another."""
    rows = {b"a": "甲"}
    with closing(Cache(path)) as memo:
        memo.remember(rows)
    os.unlink(path)
    with closing(sqlite3.connect(path)) as link:
        link.execute(f"{cache._TABLE} WITHOUT ROWID")
    with closing(Cache(path)) as memo:
        assert (memo.recall(rows), os.path.exists(path)) == ({}, False)
    with closing(Cache(path)) as memo:
        memo.remember(rows)
        assert memo.recall(rows) == rows


def test_with_a_warm_memo_a_query_imports_neither_yaml_nor_pydantic(root):
    """The second run answers the same, from the memo alone."""
    code = f"""
import sys
from mstrack.cli import run
code = run(["due", "--data", {str(root / "examples")!r}, "--as-of", "2021-12-03"])
sys.stderr.write(" ".join(name for name in {HEAVY} if name in sys.modules))
sys.exit(code)
"""
    first, second = run(code), run(code)
    assert (first.returncode, first.stderr) == (0, "pydantic_core yaml")
    assert (second.returncode, second.stderr) == (0, "")
    assert first.stdout == second.stdout != ""


def test_the_command_line_imports_no_heavy_library():
    """`import mstrack.cli` costs nothing: every library waits for the command that needs it."""
    done = run(f"import sys, mstrack.cli; print([name for name in {HEAVY} if name in sys.modules])")
    assert (done.stdout, done.stderr) == ("[]\n", "")


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"MSTRACK_CACHE": "/x"}, "/x/cache.sqlite"),
        ({"MSTRACK_CACHE": ""}, None),
        ({"XDG_CACHE_HOME": "/c"}, "/c/mstrack/cache.sqlite"),
        ({"HOME": "/h"}, "/h/.cache/mstrack/cache.sqlite"),
    ],
)
@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="the folders of Linux")
def test_the_place_of_the_memo(monkeypatch, environment, expected):
    for name in ("MSTRACK_CACHE", "XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert cache.default_path() == expected


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("win32", "/l/mstrack/cache.sqlite"),
        pytest.param("darwin", "/h/Library/Caches/mstrack/cache.sqlite", marks=pytest.mark.posix),
    ],
)
def test_the_place_of_the_memo_elsewhere(monkeypatch, platform, expected):
    monkeypatch.delenv("MSTRACK_CACHE")
    monkeypatch.setenv("LOCALAPPDATA", "/l")
    monkeypatch.setenv("HOME", "/h")
    monkeypatch.setattr(cache.sys, "platform", platform)
    assert cache.default_path().replace(os.sep, "/") == expected
