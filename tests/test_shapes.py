"""The stores that benchmarks ask: each shape is what it says, and in order."""

import importlib
import importlib.util
import re
import sys
from collections import Counter

import pytest
import yaml
from offenders import every
from running import ROOT, ask
from writing import write

from mstrack.cli.app import COMMANDS
from mstrack.cli.commands.report import KINDS

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


def year(name):
    """Return the plan of a shape, and of each of its 6,500 entries the names of its path and what it says."""
    shape = shapes.SHAPES[name]
    made = [(path.split("/")[2].removesuffix(".yaml"), text) for _day, path, text in shapes.entries_of(shape, 6_500)]
    return yaml.safe_load(shapes.plan_of(shape)), [(name.split("-"), text) for name, text in made]


def units(made):
    """Return the codes of the units that filed anything."""
    return {name[3] for name, _text in made}


def chains(made):
    """Return how many entries stand one for another, of each that nobody corrects."""
    corrects = {name[4]: name[6] if len(name) > 5 else "" for name, _text in made}
    lengths = Counter()
    for last in corrects.keys() - {*corrects.values()}:
        one, length = last, 0
        while one:
            one, length = corrects[one], length + 1
        lengths[length] += 1
    return lengths


def months(made):
    """Return the months of the entries that have figures."""
    return {name[1] for name, text in made if "figures:" in text}


def leads(plan):
    """Return of each task its lead unit and how many partners it has."""
    tasks = [task for item in plan["items"] for task in item["tasks"]]
    return {f"task: {task['id']}\n": (f"unit: {task['lead_unit']}\n", len(task["partner_units"])) for task in tasks}


SAYS = {
    "friendly": lambda plan, made: plan["year"] == 2021 and all("figures:" in text for _name, text in made),
    "no-figures": lambda _plan, made: months(made) == set(),
    "one-missing": lambda _plan, made: {*re.findall(r"i\d:", str(made))} == {f"i{n}:" for n in range(6)},
    "january": lambda _plan, made: months(made) == {"01"} and len({name[1] for name, _text in made}) == 11,
    "partners": lambda plan, made: not any(leads(plan)[text.partition("date")[0]][0] in text for _name, text in made),
    "corrected": lambda _plan, made: chains(made) == {1: 3_900, 2: 1_300},
    "chains": lambda _plan, made: chains(made) == {50: 130},
    "one-day": lambda _plan, made: {"-".join(name[:3]) for name, _text in made} == {"2021-11-30"},
    "300-tasks": lambda plan, made: len(leads(plan)) == len({text[:9] for _name, text in made}) == 300,
    "400-units": lambda plan, made: len(plan["units"]) == len(units(made)) == 400,
    "long-notes": lambda _plan, made: all(len(text.encode()) > 20_000 for _name, text in made),
    "three-years": lambda plan, _made: [str(day) for day in plan["period"].values()] == ["2019-01-01", "2021-12-31"],
    "districts": lambda plan, _made: {number for _lead, number in leads(plan).values()} == {40},
}


@every("name", [*shapes.SHAPES])
def test_a_shape_is_what_its_name_says(name):
    """At 6,500 entries, counted."""
    plan, made = year(name)
    assert len({tuple(path) for path, _text in made}) == len(made) == 6_500
    assert SAYS[name](plan, made)


def test_every_command_is_timed(monkeypatch):
    """But for those that read no store; of reports every kind, of forms both ways, of what takes --rev both."""
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    timed = importlib.import_module("scale").COMMANDS
    words = [line.split() for line in timed.values() if line]
    assert COMMANDS.keys() - {first for first, *_more in words} == {"schema", "completion"}
    assert KINDS.keys() == {more[0] for first, *more in words if first == "report"}
    assert {more[0] for first, *more in words if first == "sheet"} == {"make", "read"}
    assert {f"{name} --rev" for name in ("due", "list", "show", "summary", "missing")} <= timed.keys()
