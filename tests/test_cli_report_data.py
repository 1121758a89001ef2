"""`mstrack report data`, from the shell: one file or one folder, of one store or of many."""

import gc
import os
import shutil
import sqlite3
import weakref

import pytest
from repositories import commit, git
from running import EXAMPLES, ON, PLAN, ask
from writing import write

from mstrack.documents import data

DATA = ("report", "data", *ON)


def stores(path):
    link = sqlite3.connect(path)
    found = link.execute(
        "SELECT stores.store, count(id) FROM stores LEFT JOIN entries USING (store) GROUP BY 1"
    ).fetchall()
    link.close()
    return dict(found)


def test_one_store(tmp_path):
    path = tmp_path / "a.sqlite"
    told = ask(*DATA, "--data", EXAMPLES, "-o", path)
    assert (told.code, told.out) == (0, f"{path}\n")
    assert list(stores(path)) == ["examples"]


def test_several_stores_in_one_file(tmp_path):
    """A store is called as its folder (data/: as the one above), or as NAME=DIR says."""
    path = tmp_path / "a.sqlite"
    assert ask(*DATA, "--data", EXAMPLES, "--data", f"江门={PLAN}", "-o", path).code == 0
    found = stores(path)
    assert found["江门"] == 0
    assert found["examples"] > 200


def test_two_stores_of_one_name_are_refused(tmp_path):
    told = ask(*DATA, "--data", EXAMPLES, "--data", EXAMPLES, "-o", tmp_path / "a.sqlite")
    assert told.code == 2
    assert "examples2=" in told.err
    assert not (tmp_path / "a.sqlite").exists()


def test_a_name_that_is_no_folder_is_refused(tmp_path):
    told = ask(*DATA, "--data", f"a b={EXAMPLES}", "-o", tmp_path / "a.sqlite")
    assert (told.code, (tmp_path / "a.sqlite").exists()) == (2, False)


def test_folders_of_partitions(tmp_path):
    for form in ("jsonl", "parquet"):
        path = tmp_path / form
        assert ask(*DATA, "--data", EXAMPLES, "--format", form, "-o", path).code == 0
        assert (path / "tasks" / "store=examples" / f"data.{form}").exists()
        assert sorted(os.listdir(path))[:4] == [".mstrack-made", "actuals", "amendments", "corrections"]


def test_nothing_is_overwritten(tmp_path):
    """Neither a file nor a folder; with --force what is new replaces what was there, whole."""
    for form, name in (("sqlite", "a.db"), ("jsonl", "a")):
        path = tmp_path / name
        arguments = (*DATA, "--data", EXAMPLES, "--format", form, "-o", path)
        assert [ask(*arguments).code, ask(*arguments).code, ask(*arguments, "--force").code] == [0, 4, 0]
    assert sorted(one.name for one in tmp_path.iterdir() if ".tmp" in one.name) == []


def test_a_store_that_cannot_be_read_leaves_nothing(tmp_path):
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "tasks.yaml").write_text("title: [")
    for form, name in (("sqlite", "a.sqlite"), ("parquet", "a")):
        told = ask(*DATA, "--data", EXAMPLES, "--data", tmp_path / "bad", "--format", form, "-o", tmp_path / name)
        assert told.code == 3
        assert {one.name for one in tmp_path.iterdir()} <= {"bad", "cache-of-mstrack"}


@pytest.mark.slow
def test_all_that_is_wrong_in_all_stores(tmp_path):
    """Each problem with the folder of its store; nothing is written, and the stores that are in order are not named."""
    wrong = ["b/progress/18/2021-11-09-cgj-zzzzzzz9.yaml", "c/tasks.yaml", "d/progress/18/2021-11-09-cgj-zzzzzzz9.yaml"]
    for name in "abcde":
        shutil.copytree(PLAN, tmp_path / "p" / name)
    write(tmp_path / "p", dict.fromkeys(wrong, "task: [\n"))
    for form, name in (("sqlite", "out.db"), ("jsonl", "out")):
        told = ask(*DATA, "--data", f"{tmp_path}/p/*", "--format", form, "-o", tmp_path / name)
        assert (told.code, os.path.lexists(tmp_path / name)) == (3, False)
        places = [line.partition(":")[0] for line in told.err.splitlines() if "error" in line]
        assert places == [str(tmp_path / "p" / one) for one in wrong]


@pytest.mark.slow
def test_what_came_broken_is_left_out_of_its_own_store(tmp_path):
    """Of two clones one has the entry repaired: there it counts."""
    entry = "progress/18/2021-10-09-cgj-zzzzzzz9.yaml"
    good = next((EXAMPLES / "progress" / "18").glob("2021-09-30-cgj-*")).read_text(encoding="utf-8")
    for name in "abc":
        shutil.copytree(EXAMPLES, tmp_path / "p" / name)
        write(tmp_path / "p" / name, {entry: "task: [\n" if name != "c" else good.replace("2021-09-30", "2021-10-09")})
        git(tmp_path / "p" / name, "init", "--quiet")
        commit(tmp_path / "p" / name)
    told = ask(*DATA, "--data", f"{tmp_path}/p/*", "-o", tmp_path / "a.db")
    assert (told.code, told.err.count(entry)) == (0, 4)  # in two stores, each with its cure
    counted = stores(tmp_path / "a.db")
    assert counted == {"a": counted["a"], "b": counted["a"], "c": counted["a"] + 1}


@pytest.mark.slow
def test_what_was_written_among_the_stores(cities):
    """A folder that the command itself wrote beside the cities is no city the next time."""
    words = (*DATA, "--data", f"{cities}/south/*", "--format", "jsonl", "-o", cities / "south" / "files", "--force")
    assert [ask(*words).code for _time in range(2)] == [0, 0]
    assert sorted(os.listdir(cities / "south" / "files" / "tasks")) == ["store=east", "store=west"]


@pytest.fixture(name="cities")
def _cities(tmp_path):
    """A province: a folder for each city, a clone with its store in data/ below, and a file beside them."""
    for name in ("south/east", "south/west", "north/far", "clones/up/data", "clones/down/data"):
        shutil.copytree(PLAN, tmp_path / name)
    (tmp_path / "south" / "README.md").write_text("no store")
    return tmp_path


@pytest.mark.slow
def test_a_star_stands_for_every_folder(cities):
    """What it stands for names the store, of several stars all of it, behind a name that is given; files are none."""
    cases = {
        ("south/*",): ["east", "west"],
        ("*th/*",): ["north-far", "south-east", "south-west"],
        ("n=south/*", "north/far"): ["far", "n-east", "n-west"],
        ("clones/*/data",): ["down", "up"],
    }
    for typed, wanted in cases.items():
        named = [word.replace("=", f"={cities}/") if "=" in word else f"{cities}/{word}" for word in typed]
        told = ask(*DATA, *(word for one in named for word in ("--data", one)), "-o", cities / "a.db", "--force")
        assert (told.code, sorted(stores(cities / "a.db"))) == (0, wanted)


def test_a_star_that_stands_for_nothing(cities):
    """No folder fits, or one that fits is no store, or two are called the same: refused, and nothing is written."""
    (cities / "south" / "empty").mkdir()
    cases = {
        ("west/*",): os.path.join("west", "*"),
        ("south/*",): os.path.join("south", "empty"),
        ("north/*", "north/far"): "far2=",
    }
    for patterns, part in cases.items():
        words = [word for one in patterns for word in ("--data", f"{cities}/{one}")]
        told = ask(*DATA, *words, "-o", cities / "a.db")
        assert (told.code, (cities / "a.db").exists(), part in told.err) == (2, False, True), told.err


@pytest.mark.posix  # Windows allows no such name
def test_a_folder_with_a_star_in_its_name(cities):
    """It is that folder."""
    os.rename(cities / "north" / "far", cities / "north" / "f*r")
    shutil.copytree(PLAN, cities / "north" / "for")
    assert ask(*DATA, "--data", f"{cities}/north/f*r", "-o", cities / "a.db").code == 0
    assert list(stores(cities / "a.db")) == ["f-r"]


@pytest.mark.slow
def test_no_more_than_one_store_is_held(tmp_path, monkeypatch):
    """The program collects no garbage by itself: of a thousand stores all would stay until the end."""
    relations, held, most = data.relations, [], []

    def counted(snapshot, store):
        held.append(weakref.ref(snapshot.dataset))
        most.append(sum(one() is not None for one in held))
        return relations(snapshot, store)

    monkeypatch.setattr(data, "relations", counted)
    several = [word for n in range(5) for word in ("--data", f"n{n}={EXAMPLES}")]
    gc.collect()
    gc.disable()
    try:
        assert ask(*DATA, *several, "--format", "parquet", "-o", tmp_path / "a").code == 0
    finally:
        gc.enable()
    assert most == [1] * 5


def test_a_remark_is_said_once(tmp_path):
    """Not once a store: a country would fill the screen with it."""
    told = ask("report", "data", "--data", EXAMPLES, "--data", f"b={EXAMPLES}", "-o", tmp_path / "a.db")
    assert told.err.count("2021-12-31") == 2
    assert len(told.err.splitlines()) == 1
