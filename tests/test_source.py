"""A real disk: what is read, what is refused, how a store is found, and that nothing is ever written there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from writing import write

from mstrack.errors import Unreadable, WorldFailed, WrongUse
from mstrack.rules import plan
from mstrack.store import dataset
from mstrack.store.cache import Cache
from mstrack.store.source import InMemory, WorkTree, find_store

QUERIES = [["list"], ["due"], ["summary"], ["show", "18"], ["list", "--format", "json"]]


def refused(call):
    with pytest.raises(Unreadable) as caught:
        call()
    [problem] = caught.value.problems
    return problem


def test_a_folder_and_a_dict_are_the_same_thing(tmp_path):
    texts = {"tasks.yaml": "甲\n", "progress/18/a.yaml": "乙", "progress/18/b.yaml": "", "progress/01/c.yaml": "丙"}
    write(tmp_path, texts)
    disk, memory = WorkTree(str(tmp_path)), InMemory(texts)
    for folder in ("progress", "progress/18", "progress/01", "progress/02", "nowhere/at/all"):
        assert sorted(disk.names(folder)) == sorted(memory.names(folder))
    for path, text in texts.items():
        assert disk.read(path, 100) == memory.read(path, 100) == text.encode()
    for source in (disk, memory):
        assert refused(lambda source=source: source.read("no.yaml", 9)).rule == "unreadable"
        assert refused(lambda source=source: source.read("tasks.yaml", 3)).rule == "size"


def make_link(path):
    (path.parent / "elsewhere").write_text("title: 甲")
    path.symlink_to("elsewhere")


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        pytest.param(make_link, "link", marks=pytest.mark.posix),
        pytest.param(lambda path: path.symlink_to("nowhere"), "link", marks=pytest.mark.posix),
        pytest.param(lambda path: path.symlink_to(path.name), "link", marks=pytest.mark.posix),
        pytest.param(lambda path: path.symlink_to("/dev/zero"), "link", marks=pytest.mark.posix),
        pytest.param(getattr(os, "mkfifo", None), "not-a-file", marks=pytest.mark.posix),
        (os.mkdir, "not-a-file"),
        (lambda _path: None, "unreadable"),
    ],
    ids=["link", "broken link", "link to itself", "link to a device", "FIFO", "folder", "nothing"],
)
def test_what_is_no_regular_file_is_refused_at_once(tmp_path, make, rule):
    """A link is not followed, and a FIFO without a writer is not waited for."""
    make(tmp_path / "tasks.yaml")
    problem = refused(lambda: WorkTree(str(tmp_path)).read("tasks.yaml", 100))
    assert (problem.path, problem.line, problem.column, problem.rule) == ("tasks.yaml", 1, 1, rule)
    assert problem.sentence


def test_a_file_too_large_is_not_read_to_its_end(tmp_path):
    """A sparse file of 1 TB is refused after `limit` bytes."""
    with (tmp_path / "tasks.yaml").open("wb") as file:
        file.truncate(2**40)
    assert refused(lambda: WorkTree(str(tmp_path)).read("tasks.yaml", 1024)).rule == "size"


def test_the_last_byte_that_fits(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 1024)
    assert len(WorkTree(str(tmp_path)).read("a", 1024)) == 1024


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything: run as a user")
def test_a_file_that_may_not_be_read(tmp_path):
    (tmp_path / "a").write_text("甲")
    (tmp_path / "a").chmod(0)
    with pytest.raises(WorldFailed, match="no permission"):
        WorkTree(str(tmp_path)).read("a", 9)


@pytest.mark.parametrize("error", [PermissionError(13, "no"), OSError(5, "Input/output error")])
def test_what_the_disk_refuses_is_no_mistake_in_the_data(tmp_path, monkeypatch, error):
    """Said in words with the path, of which store it may be, as a failure of the world (exit code 4), at any step."""

    def fail(*_arguments):
        raise error

    (tmp_path / "a").write_text("甲")
    for name, ask in (
        ("open", lambda tree: tree.read("a", 9)),
        ("read", lambda tree: tree.read("a", 9)),
        ("listdir", lambda tree: tree.names("progress")),
    ):
        with monkeypatch.context() as broken:
            broken.setattr(os, name, fail)
            with pytest.raises(WorldFailed, match=rf"^{re.escape(str(tmp_path))}.(a|progress): .*cannot be"):
                ask(WorkTree(str(tmp_path)))


@pytest.mark.posix
def test_entries_are_not_read_through_a_linked_folder(tmp_path, plan_text):
    """progress/18 as a link would read what lies outside the store (and git stores no file below it)."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "2021-09-30-cgj-7f3a9c2k.yaml").write_text("task: 18")
    (tmp_path / "data" / "progress").mkdir(parents=True)
    (tmp_path / "data" / "tasks.yaml").write_text(plan_text, encoding="utf-8")
    (tmp_path / "data" / "progress" / "18").symlink_to("../../outside")
    tree = WorkTree(str(tmp_path / "data"))
    assert refused(lambda: tree.names("progress/18")).rule == "link"


@pytest.mark.parametrize("at", ["", "data", "data/progress/18", "a/b/c", "a"])
def test_a_store_is_found_like_git_finds_its_own(tmp_path, at):
    """./tasks.yaml or ./data/tasks.yaml, here or in a folder above."""
    for folder in ("data/progress/18", "a/b/c"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "data" / "tasks.yaml").touch()
    start = tmp_path / at
    assert Path(os.path.join(start, find_store(None, str(start)))).resolve() == (tmp_path / "data").resolve()


def test_the_nearest_store(tmp_path):
    """The store of the folder itself, here or in data/, before one that lies above."""
    for folder in ("data", "in"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "tasks.yaml").touch()
    assert find_store(None, str(tmp_path)) == "data"
    assert find_store(None, str(tmp_path / "in")) == "."


@pytest.mark.parametrize("below", ["", "in", "data"])
def test_no_second_store_hides_the_first(tmp_path, below):
    """A tasks.yaml here and one in data/: both are named, from here and from below; --data means what it says."""
    for folder in ("", "data"):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "tasks.yaml").touch()
    (tmp_path / "in").mkdir()
    if below == "data":
        assert find_store(None, str(tmp_path / below)) == "."
    else:
        with pytest.raises(WrongUse, match=r"two stores: .*tasks\.yaml and .*data.tasks\.yaml; name .* --data"):
            find_store(None, str(tmp_path / below))
    assert find_store(str(tmp_path), "") == str(tmp_path)
    assert find_store(str(tmp_path / "data"), "") == str(tmp_path / "data")


def test_the_folder_that_was_named_is_the_only_one(tmp_path):
    """--data DIR is that folder: never a store that lies above, nor one below, which is named."""
    (tmp_path / "project" / "data").mkdir(parents=True)
    (tmp_path / "empty").mkdir()
    (tmp_path / "tasks.yaml").touch()
    (tmp_path / "project" / "data" / "tasks.yaml").touch()
    assert find_store(str(tmp_path / "project" / "data"), "/") == str(tmp_path / "project" / "data")
    with pytest.raises(WrongUse, match=r"no tasks\.yaml in .*project, but in .*project.data; --data means"):
        find_store(str(tmp_path / "project"), "/")
    with pytest.raises(WrongUse, match=r"no tasks\.yaml in .*empty; name the folder"):
        find_store(str(tmp_path / "empty"), str(tmp_path))


def test_no_store_anywhere(tmp_path, monkeypatch):
    """Where the folders above have none, the sentence says where was looked."""
    monkeypatch.setattr(os.path, "lexists", lambda _path: False)
    with pytest.raises(WrongUse, match=r"no tasks\.yaml here, in \./data, or in a folder above"):
        find_store(None, str(tmp_path))


@pytest.mark.posix
def test_a_plan_that_is_a_broken_link_is_found_and_refused(tmp_path):
    """It is not passed over for a store further up."""
    (tmp_path / "in").mkdir()
    (tmp_path / "tasks.yaml").touch()
    (tmp_path / "in" / "tasks.yaml").symlink_to("nowhere")
    assert find_store(None, str(tmp_path / "in")) == "."


def test_queries_write_nothing_in_the_store_and_work_where_nothing_can_be_written(tmp_path, root):
    """Every file, folder and time is as before; and with the modes of a read-only share the answers are the same."""
    place = tmp_path / "store"
    shutil.copytree(root / "examples" / "progress", place / "progress")
    shutil.copy(root / "examples" / "tasks.yaml", place)
    paths = [place, *place.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = {path: path.stat() for path in paths}
    for query in QUERIES:
        command = [sys.executable, "-m", "mstrack", *query, "--data", str(place), "--as-of", "2021-12-03"]
        done = subprocess.run(command, capture_output=True, check=False, cwd=place)
        assert (done.returncode, done.stderr) == (0, b""), query
    after = {path: path.stat() for path in [place, *place.rglob("*")]}
    for path in paths:
        path.chmod(0o755)
    assert {path: (stat.st_mtime_ns, stat.st_size, stat.st_ino) for path, stat in before.items()} == {
        path: (stat.st_mtime_ns, stat.st_size, stat.st_ino) for path, stat in after.items()
    }


def test_a_plan_on_disk_is_a_dataset(root):
    assert len(dataset.Dataset(WorkTree(str(root / "data")), Cache(None), plan.of_plan).plan.tasks) == 25
