"""What a sync of one entry asks git for, however many entries there are."""

import pytest
from offices import Office

from mstrack.git import process
from mstrack.git.objects import Objects
from mstrack.store.cache import Cache

pytestmark = pytest.mark.slow

MOST = 17
"""Processes of git; a person who types it needs six, which start others. There were 57."""


def counted(monkeypatch, office, **how):
    """Sync; return what it said, the git commands it started, and the objects it read."""
    commands, objects = [], []
    start, read = process.start, Objects.read

    def started(root, *arguments, **options):
        commands.append(next(one for one in arguments if one[0] != "-" and "=" not in one))
        return start(root, *arguments, **options)

    def seen(self, digest, *limit):
        objects.append(digest)
        return read(self, digest, *limit)

    with monkeypatch.context() as patch:
        patch.setattr(process, "start", started)
        patch.setattr(Objects, "read", seen)
        said = office.sync(**how)
    return said, commands, objects


def test_one_entry(first, monkeypatch):
    """It starts few processes, and none that lists the whole store."""
    first.sync()
    first.file("2021-10-31")
    said, commands, _objects = counted(monkeypatch, first)
    assert said.counts == (1, 0)
    assert len(commands) <= MOST
    assert not {"ls-tree", "ls-files", "read-tree", "diff-tree", "rev-list", "merge-base"} & set(commands)


def test_what_did_not_change_is_not_opened(first, tmp_path, monkeypatch):
    """Of a task in which nothing changed no entry is read again, once it was found in order."""
    monkeypatch.setattr("offices.MEMO", Cache(str(tmp_path / "cache" / "cache.sqlite")))
    for n in range(1, 13):
        first.file(f"2021-{n:02}-15", task=2)
    first.sync()
    digests = set(first.committed().values())
    first.file("2021-10-31", task=1)
    said, _commands, objects = counted(monkeypatch, first)
    assert said.counts == (1, 0)
    of_task = {digest for path, digest in first.committed().items() if path.startswith("progress/02/")}
    assert len(of_task) == 12
    assert of_task < digests
    assert not of_task & set(objects)
    assert objects.count(first.git("rev-parse", "HEAD:data/progress/02").strip()) == 1, "two commits have this folder"


def test_what_is_wrong_stays_in_sight(first, second, tmp_path, monkeypatch):
    """A task that is not in order is looked at each time, in whatever task an entry is new."""
    monkeypatch.setattr("offices.MEMO", Cache(str(tmp_path / "cache" / "cache.sqlite")))
    wrong = Office(second.folder)
    wrong.write("data/progress/02/2021-10-31-cgj-8f3a9c2k.yaml", "nonsense: 1\n")
    wrong.push()
    for n in range(2):
        first.file(f"2021-11-0{n + 1}", task=1)
        assert "8f3a9c2k" in first.sync().told


def test_of_the_task_only_the_new_entry_is_opened(first, tmp_path, monkeypatch):
    """Of the task in which an entry is new the others are known by git's names of them."""
    monkeypatch.setattr("offices.MEMO", Cache(str(tmp_path / "cache" / "cache.sqlite")))
    for n in range(1, 13):
        first.file(f"2021-{n:02}-15", task=2)
    first.sync()
    known = {digest for path, digest in first.committed().items() if path.startswith("progress/")}
    first.file("2021-12-31", task=2)
    said, _commands, objects = counted(monkeypatch, first)
    assert said.counts == (1, 0)
    assert not known & set(objects)
