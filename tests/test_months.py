"""What the entries of a month say is remembered by what their files are known by, and never longer than that holds."""

import datetime as dt
import os

import pytest
from builders import CHINA, PARTNER, Remembering, filed, id_of, indicator, plan_text, row
from repositories import commit, git
from writing import write

from mstrack.errors import Unreadable
from mstrack.git.snapshot import Revision
from mstrack.progress.snapshot import Snapshot
from mstrack.rules.plan import of_plan
from mstrack.store import source
from mstrack.store.dataset import Dataset
from mstrack.store.source import WorkTree

DAY = dt.date(2021, 12, 1)
PLAN = plan_text([row(indicator(), indicator("桥梁", measure="座", id="bridges"))])
LATER = dt.timedelta(days=1, seconds=10)
"""From the clock of a command ten seconds after the files were written to `latest`, which is a day ahead."""


class Counting(WorkTree):
    """Counts the entries that are opened."""

    opened = 0

    def read(self, path, limit):
        """Count one more."""
        self.opened += path != "tasks.yaml"
        return super().read(path, limit)


@pytest.fixture
def store(tmp_path):
    """A store in which nobody ever reported a bridge, five entries in one month."""
    return filled(tmp_path, [f"2021-11-0{n}" for n in range(1, 6)])


def filled(folder, days):
    """Write a store with an entry of each day that says nothing of bridges; return its folder."""
    entries = [filed(day, figures={"roads": n}, id_=id_of(n)) for n, day in enumerate(days, 1)]
    write(folder, {"tasks.yaml": PLAN, **dict(entries)})
    return folder


def asked(store, memo, later=LATER):
    """Return the figure of the bridges, and how many entries were opened for it."""
    files = Counting(str(store))
    written = max(max(one.stat().st_mtime, one.stat().st_ctime) for one in store.rglob("*.yaml"))
    latest = dt.datetime.fromtimestamp(written, CHINA) + later
    [one] = Snapshot(Dataset(files, memo, of_plan, latest), DAY).standings
    return one.actuals[1].figure, files.opened


def test_few_are_opened(store):
    """Once it is known that no entry of the month speaks of bridges, the newest two are opened."""
    memo = Remembering()
    assert asked(store, memo)[0] is None
    assert asked(store, memo) == (None, 2)


@pytest.mark.posix  # Windows keeps no such time
def test_same_name_size_and_mtime(store):
    """A change under the same name, size and mtime is seen: the inode's own time cannot be set back."""
    memo = Remembering()
    path = next(store.glob("progress/01/2021-11-01-*"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("roads: 1", "roads: 1.0"), encoding="utf-8")
    before = path.stat()
    assert asked(store, memo)[0] is None
    path.write_text(text.replace("roads: 1", "bridges: 1"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_mtime_ns, path.stat().st_size) == (before.st_mtime_ns, before.st_size)
    assert asked(store, memo)[0] == 1


def test_within_the_same_second(store, monkeypatch):
    """A second change in one tick of a coarse clock is seen, though the file keeps size, inode and both times."""
    memo = Remembering()
    path = next(store.glob("progress/01/2021-11-01-*"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("roads: 1", "roads: 1.0"), encoding="utf-8")
    tick = path.stat().st_mtime_ns
    monkeypatch.setattr(source, "_mark", lambda status: (tick, tick, status.st_ino, status.st_size))
    soon = dt.timedelta(days=1, seconds=1)
    opened = [asked(store, memo, soon) for _time in range(2)]
    assert opened == [(None, 5), (None, 5)]
    path.write_text(text.replace("roads: 1", "bridges: 1"), encoding="utf-8")
    assert asked(store, memo)[0] == 1


def test_another_name_of_a_unit(store):
    """An entry under a name that the plan no longer has is refused, however well it was known before."""
    write(store, dict([filed("2021-11-06", id_=id_of(6), unit=PARTNER)]))
    memo = Remembering()
    assert asked(store, memo)[0] is None
    assert asked(store, memo) == (None, 2)
    (store / "tasks.yaml").write_text(PLAN.replace(PARTNER, "丙局"), encoding="utf-8")
    with pytest.raises(Unreadable, match="丙局"):
        asked(store, memo)


class Questions(Remembering):
    """Counts the questions to the cache."""

    asked = 0

    def recall(self, digests):
        """Count one more."""
        self.asked += 1
        return super().recall(digests)


def test_a_year_is_few_questions(tmp_path):
    """Months are asked for newest first, each time four times as many: 11 of them are three questions."""
    filled(tmp_path, [f"2021-{month:02}-05" for month in range(1, 12)])
    memo = Questions()
    asked(tmp_path, memo)
    memo.asked = 0
    assert asked(tmp_path, memo) == (None, 2)
    assert memo.asked <= 1 + 2 + 3  # the plan, the newest entries, the months


def at_head(store, memo, rev="HEAD"):
    """Return the figures of the bridges at a revision, for two days."""
    data = Dataset(Revision(str(store), rev), memo, of_plan, dt.datetime.now(CHINA) + dt.timedelta(days=1))
    return tuple(Snapshot(data, day).standings[0].actuals[1].figure for day in (DAY, dt.date(2021, 10, 31)))


@pytest.mark.slow
def test_a_revision_is_known_by_its_folder(store):
    """What a commit changes is seen at the next one, though the names stay."""
    git(store, "init", "-q")
    commit(store, "first")
    memo = Remembering()
    assert at_head(store, memo) == at_head(store, memo) == (None, None)
    path = next(store.glob("progress/01/2021-11-01-*"))
    path.write_text(path.read_text(encoding="utf-8").replace("roads: 1", "bridges: 1"), encoding="utf-8")
    commit(store, "second")
    assert at_head(store, memo) == (1, None)
    assert at_head(store, memo, "HEAD~1") == (None, None)
