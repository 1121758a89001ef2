"""Arrow tables of relations: the same schema whatever the rows are, and every number that a store can hold, exactly."""

import os
import pickle
import shutil
from decimal import Decimal

import pyarrow as pa
import pytest
from publishing import gathered
from running import EXAMPLES, ROOT, ask
from test_render_data import DAY, FACTS, FIGURE, LONG, MOMENT, SHARE

import mstrack
from mstrack.documents import data
from mstrack.format.yaml_walk import MAX_PLACES
from mstrack.i18n import speaking
from mstrack.render import arrow


def test_every_value_is_kept():
    """Texts, exact figures, days, moments and booleans; what is empty is null."""
    first, second = arrow.table(FACTS).to_pylist()
    assert first == {
        "store": "甲",
        "n": 1,
        "text": LONG,
        "figure": FIGURE,
        "share": SHARE,
        "day": DAY,
        "moment": MOMENT,
        "yes": True,
    }
    assert [second[key] for key in ("text", "figure", "share", "day", "moment", "yes")] == [None] * 6


def test_a_schema_does_not_depend_on_rows():
    """Without any row it is the same, so that tables of a thousand stores can be put together."""
    with speaking("zh_CN"):
        relations = data.relations(gathered(), "jm")
    assert [one.name for one in relations if arrow.table(one).schema != arrow.table(one._replace(rows=())).schema] == []
    assert pa.concat_tables([arrow.table(FACTS), arrow.table(FACTS._replace(rows=()))]).num_rows == 2


def test_a_column_has_room_for_every_place_of_a_figure():
    """A file has no figure of 17 places (the reader refuses it); a program that made one gets it to the column's 15."""
    places = arrow._TYPES["decimal"].scale
    assert places >= MAX_PLACES
    at = [one.name for one in FACTS.fields].index("figure")
    figure = Decimal("0.12345678901234567")
    row = (*FACTS.rows[0][:at], figure, *FACTS.rows[0][at + 1 :])
    [held] = arrow.table(FACTS._replace(rows=(row,))).column("figure").to_pylist()
    assert held == figure.quantize(Decimal(1).scaleb(-places))


def test_the_page_has_every_table_and_its_columns():
    """docs/api.md lists what `mstrack.arrow` returns, with types; what may be empty has a question mark."""
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    listed = [line for line in text.splitlines() if line.startswith("| ") and "`store`" not in line]
    wanted = []
    for name, table in mstrack.arrow(str(ROOT / "data"), as_of="2021-12-03").items():
        assert table.schema.field(0) == pa.field("store", pa.string(), nullable=False)
        names = {
            "decimal128(38, 15)": "decimal",
            "decimal128(38, 2)": "percent",
            "date32[day]": "date",
            "timestamp[ms, tz=UTC]": "moment",
        }
        fields = [
            f"{one.name} {names.get(str(one.type), str(one.type))}{'?' if one.nullable else ''}"
            for one in list(table.schema)[1:]
        ]
        wanted.append(f"| {name} | {', '.join(fields)} |")
    assert [line for line in wanted if line not in listed] == []


def test_what_is_wrong_is_in_the_users_language(tmp_path):
    """The tables are Chinese, a problem of an entry is not, unless its user is."""
    store = shutil.copytree(EXAMPLES, tmp_path / "store")
    next(store.glob("progress/18/*.yaml")).write_text("task: [\n", encoding="utf-8")
    for language, words in (("en", "not YAML"), ("zh_CN", "不合 YAML")):
        with speaking(language), pytest.raises(mstrack.errors.Unreadable, match=words) as caught:
            mstrack.arrow(str(store), as_of="2021-12-03")
        assert [one.path.startswith(str(store)) for one in caught.value.problems] == [True]


def test_what_is_wrong_comes_home_from_another_process(tmp_path):
    """An engine pickles it: the sentences and the problems are the same."""
    (tmp_path / "tasks.yaml").write_text("title: [", encoding="utf-8")
    with pytest.raises(mstrack.errors.Unreadable) as caught:
        mstrack.arrow(str(tmp_path))
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301  our own
    assert (str(again), again.problems) == (str(caught.value), caught.value.problems)


def test_a_store_is_called_as_the_command_calls_it(tmp_path):
    """Its folder's name, what no engine takes aside."""
    store = shutil.copytree(ROOT / "data", tmp_path / "城市 甲（一）")
    [name] = mstrack.arrow(str(store), as_of="2021-12-03")["stores"]["store"].to_pylist()
    assert name == "城市-甲-一-"
    words = ("report", "data", "--format", "parquet", "--as-of", "2021-12-03", "--data", store, "-o", tmp_path / "out")
    assert ask(*words).code == 0
    assert os.listdir(tmp_path / "out" / "stores") == [f"store={name}"]


def test_what_is_missing_has_a_sentence(monkeypatch):
    """Without pyarrow the error names the extra."""
    monkeypatch.setitem(__import__("sys").modules, "mstrack.render.arrow", None)
    monkeypatch.setattr("mstrack.render.arrow", None, raising=False)
    with pytest.raises(mstrack.errors.WorldFailed, match=r"mstrack\[parquet\]"):
        mstrack.arrow(str(ROOT / "data"), as_of="2021-12-03")
