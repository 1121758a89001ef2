"""A simulated province: ten questions answered by DuckDB, and Dask on two processes, both beside one run."""

import os
import re
import subprocess
import sys
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from glob import glob

import dask
import dask.bag
import duckdb
import pyarrow.parquet as pq
import pytest
from running import ROOT, ask

import mstrack

pytestmark = pytest.mark.slow
DAY = "2021-12-03"
PAGES = {language: (ROOT / "docs" / language / "province.md").read_text(encoding="utf-8") for language in ("zh", "en")}
SQL = re.compile(r"^## (\d+)\. .+?```sql\n(.+?)```", re.DOTALL | re.MULTILINE)
PYTHON = re.compile(r"```python\n(.+?)```", re.DOTALL)


@pytest.fixture(scope="module", name="folder")
def _folder(tmp_path_factory):
    """A folder with a province of 21 cities, and the files that one run of the command made of it."""
    folder = tmp_path_factory.mktemp("of a province")
    subprocess.run([sys.executable, ROOT / "examples" / "province.py", folder / "province"], check=True)
    told = ask("report", "data", "--data", folder / "province" / "*", "--as-of", DAY, "--format", "parquet",
               "-o", folder / "files")  # fmt: skip
    assert (told.code, told.err) == (0, "")
    return folder


@pytest.fixture(scope="module", name="cities")
def _cities(folder):
    """The snapshot of each city by its name."""
    return {
        name: mstrack.snapshot(str(folder / "province" / name), as_of=DAY) for name in os.listdir(folder / "province")
    }


@pytest.fixture(scope="module", name="answers")
def _answers(folder):
    """What DuckDB answers to each question of the page by its number, once the lines of the page have run."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        exec(compile(PYTHON.search(PAGES["zh"])[1], "province.md", "exec"), {})  # noqa: S102  our own page
        return {int(number): duckdb.sql(query).fetchall() for number, query in SQL.findall(PAGES["zh"])}
    finally:
        os.chdir(before)


def points(share):
    """Return a share in percent with two decimals, halves up, as a column has it."""
    return Decimal((share * 10_000 + Fraction(1, 2)).__floor__()) / 100


def standings(cities):
    return [(name, one) for name, city in cities.items() for one in city.standings]


def lights(cities):
    counted = {name: Counter(one.light for one in city.standings) for name, city in cities.items()}
    rows = [
        (name, *(one[light] for light in ("done", "red", "grey", "yellow", "green"))) for name, one in counted.items()
    ]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def ranks(cities):
    known = [(name, one) for name, one in standings(cities) if one.task.id == 18 and one.progress is not None]
    rows = [
        (1 + sum(points(other.progress) > points(one.progress) for _name, other in known), name, points(one.progress),
         points(one.expected) - points(one.progress), one.light) for name, one in known
    ]  # fmt: skip
    return sorted(rows)


def sums(cities):
    found = {}
    for _name, one in standings(cities):
        for actual in one.actuals:
            if one.task.id == 18 and actual.indicator.kind == "cumulative":
                found.setdefault(actual.indicator.id, []).append(actual)
    return [
        (key, several[0].indicator.name, sum(one.indicator.target for one in several),
         sum(one.figure or 0 for one in several), sum(one.figure is not None for one in several),
         several[0].indicator.measure) for key, several in sorted(found.items())
    ]  # fmt: skip


def overdue(cities):
    rows = [
        (name, one.task.id, one.task.short, (cities[name].as_of - one.due).days)
        for name, one in standings(cities)
        if one.light == "red" and one.due < cities[name].as_of
    ]
    return sorted(rows, key=lambda row: (-row[3], row[:2]))


def due_soon(cities):
    return sorted(
        (one.due, name, one.task.id, one.task.short, one.light)
        for name, one in standings(cities)
        if 0 <= (one.due - cities[name].as_of).days <= 14 and one.status != "done"
    )


def silent(cities):
    rows = [
        (name, one.task.id, one.task.lead_unit, one.silent_days)
        for name, one in standings(cities)
        if one.status != "done" and one.silent_days > 30
    ]
    return sorted(rows, key=lambda row: (-row[3], row[:2]))


def blocked(cities):
    said = [(name, one, cities[name].entry(one.submission.filed)) for name, one in standings(cities)
            if one.status == "blocked"]  # fmt: skip
    return sorted((name, one.task.id, entry.date, entry.problem) for name, one, entry in said if one.cause == "blocked")


def lines(cities):
    codes = {unit.name: unit.code for city in cities.values() for unit in city.plan.units}
    red = Counter((codes[one.task.lead_unit], name) for name, one in standings(cities) if one.light == "red")
    rows = {code: (sum(each == code for each, _name in red), 0) for code, _name in red}
    rows = {
        code: (stores, sum(n for (each, _name), n in red.items() if each == code))
        for code, (stores, _n) in rows.items()
    }
    return sorted(((code, *row) for code, row in rows.items()), key=lambda row: (-row[2], row[0]))


def too_slow(cities):
    found = [
        (name, one.task.id, actual.indicator.id, cities[name].rates(one, actual.indicator).enough_on, one.due)
        for name, one in standings(cities)
        for actual in one.unreached
        if actual.indicator.kind == "cumulative"
    ]
    return sorted(row for row in found if row[3] and row[3] > row[4])


def in_time(cities):
    rows = []
    for name, city in sorted(cities.items()):
        filed = [one.entry for one in city.entries]
        days = sum((one.recorded.date() - one.date).days for one in filed) / len(filed)
        rows.append(
            (name, len(filed), round(days, 2), round(100 * sum(bool(one.corrects) for one in filed) / len(filed), 2))
        )
    return rows


COUNTS = dict(enumerate((lights, ranks, sums, overdue, due_soon, silent, blocked, lines, too_slow, in_time), 1))
"""How each question is answered without the files: from the snapshots of the cities."""


def test_a_simulated_city_is_in_order(folder, cities):
    """Nothing that check would find, and everything says that it is simulated."""
    for name in ("city-01", "city-13", "city-21"):
        told = ask("check", "--data", folder / "province" / name)
        assert told.code == 0, told.out
        entries = (folder / "province" / name / "progress").rglob("*.yaml")
        assert [one.name for one in entries if "模拟" not in one.read_text(encoding="utf-8")] == []
        assert "模拟" in cities[name].plan.title


def test_ten_questions(answers, cities):
    """Each has rows, and they are those that were counted without the files."""
    assert list(answers) == list(COUNTS)
    wrong = [number for number, count in COUNTS.items() if not answers[number] or answers[number] != count(cities)]
    assert wrong == []


def test_both_pages_ask_the_same():
    """A query that one language lacks, or has otherwise, would answer something else."""
    assert SQL.findall(PAGES["zh"]) == SQL.findall(PAGES["en"])
    assert PYTHON.findall(PAGES["zh"]) == PYTHON.findall(PAGES["en"])


def tables_of(path):
    """Return who works, and the tables of a store."""
    return os.getpid(), mstrack.arrow(path, as_of=DAY)


def test_two_processes_of_dask_give_what_one_run_gives(folder):
    """Every table of every city, row by row, of the same types, as the files of `report data` have them."""
    stores = sorted(glob(f"{folder}/province/*"))[:6]
    with dask.config.set(scheduler="processes", num_workers=2):
        mapped = dask.bag.from_sequence(stores, partition_size=1).map(tables_of).compute()
    assert os.getpid() not in {worker for worker, _tables in mapped}
    for path, (_worker, tables) in zip(stores, mapped, strict=True):
        name = os.path.basename(path)
        assert {*tables} == {one.name for one in (folder / "files").iterdir() if one.is_dir()}
        for relation, table in tables.items():
            file = pq.read_table(folder / "files" / relation / f"store={name}" / "data.parquet", partitioning=None)
            assert set(table["store"].to_pylist()) <= {name}
            assert table.drop_columns("store").equals(file), (name, relation)


def test_the_lines_of_the_library_page(folder, cities):
    """The page's script for Dask runs in the folder above the province, and counts the lights of all cities."""
    (script,) = [one for one in PYTHON.findall((ROOT / "docs" / "api.md").read_text(encoding="utf-8")) if "dask" in one]
    (folder / "lights.py").write_text(script, encoding="utf-8")
    done = subprocess.run([sys.executable, "lights.py"], cwd=folder, capture_output=True, text=True, check=True)
    counted = Counter(one.light for _name, one in standings(cities))
    found = re.findall(r"'light': '(\w+)', 'task_count': (\d+)", done.stdout)
    assert {light: int(number) for light, number in found} == counted
