"""A document has one moment: each folder is listed once, and what arrives in mid-report is in all numbers or none."""

import collections
import re
import shutil

import pytest
from running import EXAMPLES, ON, ask
from samples import crossed, each

from mstrack.store.source import PROGRESS, WorkTree

SIGNED = ("--office", "督查室")
DOCUMENTS = {
    "bulletin": ("-o", "b.md", "--issue", "第9期", *SIGNED, "--since", "11-02"),
    "ledger": ("-o", "l.xlsx"),
    "dashboard": ("-o", "d.html"),
    "reminder": ("--all", "-o", "r", "--format", "md", *SIGNED),
    "calendar": ("-o", "c.ics"),
    "data": ("-o", "data", "--format", "jsonl"),
}
"""Every kind of document, and the options that it needs."""
ARRIVING = """\
task: 18
date: 2021-12-02
unit: 市城市管理综合执法局
status: in-progress
figures:
  new-villages: 164
note: |
  中途报送。
reporter: 张三
recorded: 2021-12-02T09:00:00+08:00
"""
NAME = "2021-12-02-cgj-zzzzzzzz.yaml"


@pytest.fixture
def store(tmp_path):
    """A store of one's own with the progress of the examples."""
    root = tmp_path / "store"
    root.mkdir()
    shutil.copy(EXAMPLES / "tasks.yaml", root)
    shutil.copytree(EXAMPLES / PROGRESS, root / PROGRESS)
    return root


def contents(folder, kind, store):
    """Return what a report of a store wrote, by the names of its files.

    A calendar's versions are left out: they count the seconds of the last change, which is another one at each arrival.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (*options,) = DOCUMENTS[kind]
    place = options.index("-o") + 1
    options[place] = folder / options[place]
    assert ask("report", kind, "--data", store, *ON, *options).code == 0
    found = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return {name: re.sub(rb"SEQUENCE:\d+", b"", data) for name, data in found.items()}


@crossed("kind, filters", DOCUMENTS, [(), ("--light", "red")])
def test_a_document_lists_each_folder_once(kind, filters, store, tmp_path, monkeypatch):
    listed = collections.Counter()
    names = WorkTree.names
    monkeypatch.setattr(WorkTree, "names", lambda self, folder: listed.update([folder]) or names(self, folder))
    monkeypatch.setitem(DOCUMENTS, kind, (*DOCUMENTS[kind], *filters))
    contents(tmp_path / "out", kind, store)
    assert len(listed) == 1 + 25
    assert set(listed.values()) == {1}


@each("kind", DOCUMENTS, 2)
def test_an_entry_that_arrives_in_mid_report_is_in_all_numbers_or_in_none(kind, store, tmp_path, monkeypatch):
    """Whatever the store is asked for when it arrives, the document is that of the moment before or after."""
    path = store / PROGRESS / "18" / NAME
    before = contents(tmp_path / "out", kind, store)
    path.write_text(ARRIVING, encoding="utf-8", newline="\n")
    after = contents(tmp_path / "out", kind, store)
    assert before != after
    names = WorkTree.names
    seen = []
    for moment in (f"{PROGRESS}/01", f"{PROGRESS}/17", f"{PROGRESS}/18", f"{PROGRESS}/19", f"{PROGRESS}/25"):
        path.unlink()

        def listed(self, folder, moment=moment):
            found = names(self, folder)
            if folder == moment:
                path.write_text(ARRIVING, encoding="utf-8", newline="\n")
            return found

        monkeypatch.setattr(WorkTree, "names", listed)
        seen.append(contents(tmp_path / "out", kind, store))
    assert seen == [after, after, before, before, before]
