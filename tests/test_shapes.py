"""The stores that benchmarks ask: each shape is what it says, and in order."""

import importlib.util
import sys

import pytest
from running import ROOT, ask
from writing import write

pytestmark = pytest.mark.slow

_spec = importlib.util.spec_from_file_location("shapes", ROOT / "benchmarks" / "shapes.py")
shapes = importlib.util.module_from_spec(_spec)
sys.modules["shapes"] = shapes
_spec.loader.exec_module(shapes)


def test_every_shape_is_in_order(tmp_path):
    """So many entries, no error, and a shared repository that has them; made again, it stays as it is."""
    wrong = []
    for name, shape in shapes.SHAPES.items():
        store = tmp_path / name
        shapes.make(store, shape, 60)
        kept = (store / "tasks.yaml").stat().st_ino
        shapes.make(store, shape, 60)
        found = ask("check", "--data", store, "--as-of", "2021-12-03")
        entries = list((store / "progress").rglob("*.yaml"))
        if found.code or len(entries) != 60 or (store / "tasks.yaml").stat().st_ino != kept:
            wrong.append((name, found.err))
    assert wrong == []


def test_one_more_entry_fits_every_shape(tmp_path):
    wrong = []
    for name, shape in shapes.SHAPES.items():
        store = tmp_path / name
        shapes.make(store, shape, 25)
        write(store, dict([shapes.one_more(shape, 1)]))
        if ask("check", "--data", store, "--as-of", "2021-12-03").code:
            wrong.append(name)
    assert wrong == []
