"""The SQLite file as Datasette shows it: every table and view opens, every link leads somewhere; views in Chinese."""

import asyncio
import re
import sqlite3
from urllib.parse import quote

import planning
import pytest
from publishing import gathered
from written import written

from mstrack.documents import data, data_views
from mstrack.i18n import speaking
from mstrack.render import sqlite

COUNTS = [f'SELECT count(*) FROM "{name}"' for name in ("任务", "报送", "tasks", "entries")]  # noqa: S608  our own names
LINK = re.compile(r'<td[^>]*><a href="([^"]+)"')


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Return a file of two stores: the examples, and a plan that has all that a plan can have."""
    with speaking("zh_CN"):
        stores = [
            data.relations(gathered(), "江门"),
            data.relations(gathered(planning.store(), planning.DAY), "某-市.2"),
        ]
        content = written(sqlite.write, stores, data_views.views())
    found = tmp_path_factory.mktemp("data") / "data.sqlite"
    found.write_bytes(content)
    return found


def asked(path, query):
    link = sqlite3.connect(path)
    link.row_factory = sqlite3.Row
    found = [dict(row) for row in link.execute(query).fetchall()]
    link.close()
    return found


def test_a_view_has_a_row_for_each_task_and_each_entry(path):
    link = sqlite3.connect(path)
    counts = [link.execute(query).fetchone()[0] for query in COUNTS]
    link.close()
    assert counts[:2] == counts[2:]
    assert min(counts) > 25


def test_a_view_speaks_chinese(path):
    """Codes are words there; no column is named in English."""
    tasks, entries = asked(path, 'SELECT * FROM "任务"'), asked(path, 'SELECT * FROM "报送"')
    assert [name for row in (tasks[0], entries[0]) for name in row if re.search("[A-Za-z]", name)] == []
    eighteen = next(row for row in tasks if row["数据集"] == "江门" and row["序号"] == 18)
    assert (eighteen["牵头单位"], eighteen["完成时限"]) == ("市城市管理综合执法局", "12月10日")
    assert {row["亮灯"] for row in tasks} <= {"红", "黄", "灰", "绿", "已完成"}
    assert None not in {row["进展分类"] for row in tasks}
    filed = next(row for row in entries if row["序号"] == 18 and row["完成数"])
    assert "新增完成治理自然村 141个" in filed["完成数"]


def test_every_reference_of_one_column_names_a_row(path):
    """Each reference by several columns stands beside one by one column, and both lead to the same rows."""
    link = sqlite3.connect(path)
    assert link.execute("PRAGMA foreign_key_check").fetchall() == []
    tables = [name for (name,) in link.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    several, single = 0, 0
    for name in tables:
        found = link.execute('SELECT id, "to" FROM pragma_foreign_key_list(?)', (name,)).fetchall()
        assert all(to for _id, to in found)
        counts = [sum(each == id_ for each, _to in found) for id_ in {id_ for id_, _to in found}]
        several += sum(n > 1 for n in counts)
        single += sum(to == "key" for _id, to in found)
    link.close()
    assert several == single > 20


@pytest.mark.slow
def test_datasette_opens_everything(path):
    """Its own client gets every table, every view, and whatever their rows link to."""
    from datasette.app import Datasette

    async def statuses():
        shown = Datasette([str(path)], settings={"num_sql_threads": 1})
        await shown.invoke_startup()
        listed = (await shown.client.get("/data.json")).json()
        names = [one["name"] for kind in ("tables", "views") for one in listed[kind] if not one.get("hidden")]
        found, links = {}, set()
        for name in names:
            answer = await shown.client.get(f"/data/{quote(name)}?_size=max", follow_redirects=True)
            found[name] = answer.status_code
            links |= set(LINK.findall(answer.text))
        for link in sorted(links):
            found[link] = (await shown.client.get(link)).status_code
        return found

    found = asyncio.run(statuses())
    assert {"任务", "报送", "tasks", "entries"} <= found.keys()
    assert {one.split("/")[2] for one in found if one.startswith("/")} >= {"tasks", "units", "entries", "indicators"}
    assert {name: status for name, status in found.items() if status != 200} == {}
