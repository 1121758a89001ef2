"""`mstrack report data`, from the shell: one file or one folder, of one store or of many."""

import os
import sqlite3

from running import EXAMPLES, ON, PLAN, ask

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
