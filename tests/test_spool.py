"""Long texts of entries wait on the disk: a document of all entries takes no more memory for the notes of a year."""

import datetime as dt
import importlib.util
import sys
from dataclasses import replace

import pytest
from builders import dataset, filed, id_of, plan_text, row
from measuring import peak
from running import ROOT
from writing import write

from mstrack.store.spool import Spool

LONG = "路通。" * 200
DAYS = [f"2021-{month:02}-28" for month in range(2, 11)]
_spec = importlib.util.spec_from_file_location("shapes", ROOT / "benchmarks" / "shapes.py")
shapes = importlib.util.module_from_spec(_spec)
sys.modules["shapes"] = shapes
_spec.loader.exec_module(shapes)


def several(*notes):
    """Return a dataset with an entry a note, and what their paths say, the oldest first."""
    texts = [filed(day, id_=id_of(n), note=note) for n, (day, note) in enumerate(zip(DAYS, notes, strict=False))]
    found = dataset(plan_text([row()]), *texts)
    return found, [*found.history(1, dt.date(2021, 12, 31)).everything()][::-1]


def test_an_entry_comes_back_as_it_was(tmp_path, monkeypatch):
    """In any order, again and again; a short one is not taken, and nothing lies in a folder."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    data, names = several(*(f"{n}{LONG}" for n in range(5)), "短")
    entries = {one.path: data.entry(one) for one in names}
    spool = Spool()
    assert [spool.takes(path, entry) for path, entry in entries.items()] == [True] * 5 + [False]
    *taken, short = entries
    assert {path: spool.entry(path) for path in reversed(taken)} == {path: entries[path] for path in taken}
    assert spool.entry(taken[2]) is spool.entry(taken[2])
    assert spool.without_texts(taken[0]) == replace(entries[taken[0]], note=None)
    assert (taken[0] in spool, short in spool) == (True, False)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("field", ["note", "problem", "next", "reason"])
def test_every_text_waits(field):
    data, [one, _other] = several("一", "二")
    entry = replace(data.entry(one), **{field: LONG})
    spool = Spool()
    assert spool.takes(one.path, entry)
    assert spool.entry(one.path) == entry


def test_a_dataset_gives_what_waits_as_if_it_were_opened():
    data, names = several(LONG, "短", LONG + "完")
    again, _names = several(LONG, "短", LONG + "完")
    data.spool(names)
    assert [data.passing(one) for one in names] == [again.entry(one) for one in names]
    assert data.passing(names[1]) is data.passing(names[1])
    assert [data.without_texts(one).note for one in names] == [None, "短", None]
    assert data.entry(names[0]) is data.entry(names[0]) == again.entry(names[0])


DOCUMENTS = {
    "ledger": ("ledger", "-o", "l.xlsx"),
    "dashboard": ("dashboard", "-o", "d.html"),
    "SQLite": ("data", "-o", "d.sqlite"),
    "JSON lines": ("data", "--format", "jsonl", "-o", "j"),
    "Parquet": ("data", "--format", "parquet", "-o", "p"),
}


@pytest.mark.slow
@pytest.mark.posix
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_memory_does_not_grow_with_notes(tmp_path, monkeypatch, kind):
    """3,000 notes of 20 KB, 60 MB of text, cost a few MiB: of those that figures come from, and of a few at a time."""
    peaks = []
    for name in ("friendly", "long-notes"):
        shape = shapes.SHAPES[name]._replace(tasks=5)
        write(tmp_path / name, {"tasks.yaml": shapes.plan_of(shape)})
        write(tmp_path / name, {path: text for _day, path, text in shapes.entries_of(shape, 3_000)})
        monkeypatch.chdir(tmp_path / name)
        monkeypatch.setenv("MSTRACK_CACHE", str(tmp_path / "cache"))
        first, *others = DOCUMENTS[kind]
        *options, target = others
        peaks.append(peak("report", first, "--data", ".", "--as-of", "2021-12-03", *options, f"../{name}-{target}"))
    short, long = peaks
    assert long - short < (45 if kind == "Parquet" else 25) * 1024  # PyArrow keeps what it has freed
