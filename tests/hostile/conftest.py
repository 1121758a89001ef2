"""What the tests of hostile inputs share: a good store in a repository, and beside it what comes in and goes out."""

import pytest
from intaking import text
from repositories import alone
from sheeting import fill, form
from worlds import made

from mstrack.store import seal
from mstrack.store.source import WorkTree


@pytest.fixture
def places(tmp_path, monkeypatch):
    """The places by the names that calls have for them."""
    made(tmp_path / "repo")
    (tmp_path / "out").mkdir()
    (tmp_path / "table.txt").write_bytes(text())
    (tmp_path / "form.xlsx").write_bytes(fill(form(), {"H2": "2021-09-30", "J2": "张三", "H5": 60}))
    data = tmp_path / "repo" / "data"
    monkeypatch.chdir(tmp_path / "out")
    monkeypatch.setenv("MSTRACK_DATA", str(data))
    for name, value in alone().items():
        monkeypatch.setenv(name, value)
    return {
        "data": data,
        "out": tmp_path / "out",
        "table": tmp_path / "table.txt",
        "sheet": tmp_path / "form.xlsx",
        "seal": str(seal.of(WorkTree(str(data)), "2021-10-31")),
    }
