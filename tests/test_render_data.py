"""SQLite, JSON lines and Parquet, read back by those who read such files: nothing lost, types kept, texts as texts."""

import datetime as dt
import io
import json
import sqlite3
from decimal import Decimal

import duckdb
import pyarrow.parquet as pq
import pytest
from measuring import taken
from publishing import HOSTILE, gathered
from written import written

from mstrack.documents import data
from mstrack.i18n import speaking
from mstrack.render import jsonl, parquet, sqlite
from mstrack.report import Field, Reference, Relation

LONG = HOSTILE * 500
DAY = dt.date(2021, 9, 30)
MOMENT = dt.datetime(2021, 10, 8, 9, 31, 7, tzinfo=dt.timezone(dt.timedelta(hours=8)))
FIGURE = Decimal("1.00000000000001")
SHARE = Decimal("66.67")
STORES = Relation("stores", (Field("store", key=True, required=True),), (), (("甲",),))
FACTS = Relation(
    "facts",
    (
        Field("store", key=True, required=True),
        Field("n", "integer", key=True, required=True),
        Field("text"),
        Field("figure", "decimal"),
        Field("share", "percent"),
        Field("day", "day"),
        Field("moment", "moment"),
        Field("yes", "boolean"),
    ),
    (Reference(("store",), "stores"),),
    (("甲", 1, LONG, FIGURE, SHARE, DAY, MOMENT, 1), ("甲", 2, *[None] * 6)),
)


def opened(content, tmp_path):
    path = tmp_path / "data.sqlite"
    path.write_bytes(content)
    return sqlite3.connect(path)


def test_sqlite_keeps_types_and_texts(tmp_path):
    link = opened(written(sqlite.write, [(STORES, FACTS)], {}), tmp_path)
    told = link.execute("SELECT n, text, figure, day, moment, yes, typeof(figure) FROM facts ORDER BY n").fetchall()
    link.close()
    assert told == [
        (1, LONG, float(FIGURE), "2021-09-30", "2021-10-08T09:31:07+08:00", 1, "real"),
        (2, None, None, None, None, None, "null"),
    ]


def test_sqlite_is_strict_and_refers(tmp_path):
    """A text in the place of a number is refused, as is a row that refers to nothing."""
    link = opened(written(sqlite.write, [(STORES, FACTS)], {}), tmp_path)
    link.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError, match="TEXT value"):
        link.execute("INSERT INTO facts (store, n) VALUES ('甲', 'three')")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        link.execute("INSERT INTO facts (store, n) VALUES ('乙', 3)")
    link.close()


def test_sqlite_references_name_their_columns(tmp_path):
    """Datasette reads the column that a reference leads to, and fails where there is none."""
    link = opened(written(sqlite.write, [(STORES, FACTS)], {}), tmp_path)
    found = link.execute('SELECT "from", "to" FROM pragma_foreign_key_list(\'facts\')').fetchall()
    link.close()
    assert ("store", "store") in found
    assert all(to for _from, to in found)


def test_sqlite_holds_several_stores(tmp_path):
    with speaking("zh_CN"):
        several = [data.relations(gathered(), name) for name in ("甲", "乙")]
    link = opened(written(sqlite.write, several, {}), tmp_path)
    assert link.execute("PRAGMA foreign_key_check").fetchall() == []
    counted = link.execute("SELECT store, count(*) FROM tasks GROUP BY store ORDER BY store").fetchall()
    link.close()
    assert counted == [("乙", 25), ("甲", 25)]


def test_the_same_relations_give_the_same_bytes():
    assert written(sqlite.write, [(STORES, FACTS)], {}) == written(sqlite.write, [(STORES, FACTS)], {})
    assert written(parquet.write, FACTS) == written(parquet.write, FACTS)


def test_a_large_relation_is_written_in_groups():
    """Parquet holds every row once, in their order, whatever is written at a time."""
    rows = tuple(("甲", n, f"第{n}件", *[None] * 5) for n in range(4_100))
    file = pq.ParquetFile(io.BytesIO(written(parquet.write, FACTS._replace(rows=rows))))
    assert file.num_row_groups == 3
    assert file.read().column("n").to_pylist() == [*range(4_100)]


LONG_ROWS = """
import tempfile
from mstrack.render import jsonl, parquet, sqlite
from mstrack.report import Field, Relation, Rows
FACTS = Relation("facts", (Field("n", "integer", key=True, required=True), Field("text")), (), ())
ROWS = Rows((lambda n: n, lambda n: f"{n}{'进展。' * 2_000}"), range(2_000))
OUT = tempfile.TemporaryFile()
"""


@pytest.mark.parametrize("call", ["jsonl.write({}, OUT)", "parquet.write({}, OUT)", "sqlite.write([({},)], {{}}, OUT)"])
def test_long_texts_are_held_a_few_at_a_time(call):
    """Of a year's notes few lie in memory, however many there are, and none afterwards."""
    few = call.format("FACTS._replace(rows=[(1, '一')])")
    most, left = taken(f"{LONG_ROWS}{few}", call.format("FACTS._replace(rows=ROWS)"))
    size = 2_000 * len("进展。" * 2_000) * 3
    assert (most < 0.2 * size, left < 0.01 * size) == (True, True)


@pytest.mark.posix
def test_a_disk_without_room_is_told():
    """SQLite keeps what it makes in a file of its own: where that has no room, it is the system's refusal, no bug."""
    import resource

    rows = tuple(("甲", n, f"{n}{'进展。' * 2_000}", *[None] * 5) for n in range(200))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(OSError, match="disk"):
            written(sqlite.write, [(STORES, FACTS._replace(rows=rows))], {})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_json_lines():
    """Every line is an object by itself; line breaks in a text do not break it."""
    lines = written(jsonl.write, FACTS).decode().split("\n")
    assert json.loads(lines[0]) == {
        "n": 1,
        "text": LONG,
        "figure": float(FIGURE),
        "share": float(SHARE),
        "day": "2021-09-30",
        "moment": "2021-10-08T09:31:07+08:00",
        "yes": True,
    }
    assert lines[2:] == [""]


def test_parquet_keeps_figures_exact(tmp_path):
    path = tmp_path / "facts.parquet"
    path.write_bytes(written(parquet.write, FACTS))
    first, second = pq.read_table(path).to_pylist()
    assert first["figure"] == FIGURE
    assert (first["text"], first["day"], first["moment"], first["yes"]) == (LONG, DAY, MOMENT, True)
    assert set(second.values()) == {2, None}


@pytest.mark.parametrize("figure", ["0.000000000001", "999999999999999", "66.666666666666666", "-1e22"])
def test_parquet_holds_every_figure(figure):
    """The smallest and the largest that a store takes, a share of them, a sum."""
    [first, _second] = rewritten(FACTS, Decimal(figure))
    assert first["figure"] == Decimal(figure)


@pytest.mark.parametrize("figure", ["1e23", "-1e29", "99999999999999900000000000000000.25"])
def test_a_share_of_a_target_next_to_nothing_is_exact(tmp_path, figure):
    """A percent has few places and much room before them; an engine reads it beside that of another store."""
    rows = rewritten(FACTS, Decimal(figure), "share")
    assert rows[0]["share"] == Decimal(figure)
    for store, relation in (("a", FACTS), ("b", _with(FACTS, Decimal(figure), "share"))):
        (tmp_path / f"{store}.parquet").write_bytes(written(parquet.write, relation))
    for names in (["a", "b"], ["b", "a"]):
        listed = [str(tmp_path / f"{name}.parquet") for name in names]
        found = duckdb.sql(f"SELECT max(abs(share)) FROM read_parquet({listed}, union_by_name = true)").fetchall()  # noqa: S608  our own paths
        assert found == [(Decimal(figure).copy_abs(),)]


def _with(relation, number, field="figure"):
    """Return a relation with another number in a field of its first row."""
    at = [one.name for one in relation.fields].index(field)
    first, *rest = relation.rows
    return relation._replace(rows=((*first[:at], number, *first[at + 1 :]), *rest))


def rewritten(relation, number, field="figure"):
    """Return the rows that Parquet holds of a relation with another number in a field of its first row."""
    return pq.read_table(io.BytesIO(written(parquet.write, _with(relation, number, field)))).to_pylist()


def test_an_engine_reads_the_folders(tmp_path):
    """DuckDB takes the store from the folder's name, and the numbers are those that were written."""
    with speaking("zh_CN"):
        relations = data.relations(gathered(), "jm")
    for renderer, reader in ((parquet, "read_parquet"), (jsonl, "read_json")):
        for relation in relations:
            path = tmp_path / renderer.ENDING / relation.name / "store=jm" / f"data{renderer.ENDING}"
            path.parent.mkdir(parents=True)
            path.write_bytes(written(renderer.write, relation))
        top = tmp_path / renderer.ENDING / "standings" / "**" / f"*{renderer.ENDING}"
        asking = f"SELECT store, count(*) FROM {reader}('{top}', hive_partitioning = true) GROUP BY store"  # noqa: S608  our own path
        assert duckdb.sql(asking).fetchall() == [("jm", 25)]
