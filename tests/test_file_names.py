"""The rules for names: each with what it allows and what not; no text is opened, in memory, on disk and in git."""

from __future__ import annotations

import datetime as dt
import os

import pytest
from builders import MEMO, dataset, plan_text, row
from hypothesis import example, given
from hypothesis import strategies as st
from offenders import every
from repositories import commit, git
from writing import write

from mstrack.errors import gathering
from mstrack.git.snapshot import Revision
from mstrack.rules import file_names
from mstrack.store.dataset import Dataset
from mstrack.store.source import InMemory, WorkTree

ENTRY = "progress/01/2021-09-30-jia-00000001.yaml"
STORE = {"tasks.yaml": "", ENTRY: "", "progress/README.md": "", "progress/01/.gitkeep": "", "README.md": ""}

EXAMPLES = {
    "file-name": (
        ["progress/01/2021-09-30-jia-0000000z-for-00000001-00000002.yaml"],
        [
            "progress/01/2021-09-30-jia-00000002.yml",
            "progress/01/2021-09-30-jia-0000000l.yaml",
            "progress/01/2021-09-30-jia.yaml",
            "progress/01/2021-09-30-jia-00000002.yaml.orig",
            "progress/01/2021-09-30-jia-00000002.yaml.old",
            "progress/01/photo.jpg",
            "progress/01/说明.txt",
            "progress/01/x~/2021-09-30-jia-00000002.yaml",
            "progress/01/README.md",
            "progress/01/九月/2021-09-30-jia-00000002.yaml",
        ],
    ),
    "strange-file": (
        [
            "tasks.xlsx",
            "mytasks.yaml",
            "my-tasks.yaml",
            "progress.md",
            "in-progress",
            "annex-2-tasks-2021.txt",
            ".tasks.yaml.swp",
            "progress/01/.gitignore",
        ],
        [
            "tasks (1).yaml",
            "tasks - 副本.yaml",
            "副本 tasks.yaml",
            "复件tasks.yaml",
            "tasks.yaml.orig",
            "tasks.yaml~",
            "tasks.yml",
            "\uff54asks.yaml",
            "progress - 副本/a",
            "progress_old/a",
            "Copy of progress/a",
            "2021-09-30-jia-00000002.yaml",
            "progress/.hidden/a",
        ],
    ),
    "leftover": (
        ["progress/01/.gitattributes"],
        ["progress/01/.2021-09-30-jia-00000002.yaml.1234.tmp", "progress/.README.md.77.tmp"],
    ),
    "desktop-file": (
        ["Thumbs.db", "progress/01/.gitattributes"],
        [
            *(f"progress/{name}" for name in ("Thumbs.db", ".DS_Store", "~$台账.xlsx", "a.yaml~")),
            *(f"progress/01/{name}" for name in ("THUMBS.DB", "ehthumbs.db", "Desktop.ini", "._x", ".~lock.台账.ods#")),
            *(f"progress/01/{name}" for name in ("a.bak", "~WRL0001.tmp", "$RECYCLE.BIN", "@eaDir", ".nfs0000a1")),
            *(f"progress/01/2021-09-30-jia-00000002.yaml{end}" for end in ("~", ".swp")),
            "progress/01/.2021-09-30-jia-00000002.yaml.swp",
        ],
    ),
    "portable-name": (
        ["console.md", "com10.txt", "a.b.c", " 甲", "nul-01"],
        [
            "con",
            "AUX.md",
            "nul .txt",
            "lpt1",
            "com¹",
            "CONOUT$",
            "甲:乙",
            "a?.md",
            "a|b",
            'a"b',
            "a<b",
            "a\\b",
            "a.",
            "a ",
            "a\nb",
            "progress/01/.tmp.",
        ],
    ),
    "one-spelling": (["readme"], ["readme.MD", "Progress/a", "e\u0301", "STRASSE"]),
    "unique-id": (
        ["progress/02/2021-09-30-jia-00000002.yaml"],
        ["progress/02/2021-09-30-jia-00000001.yaml", "progress/01/2021-09-29-yi-00000001-for-00000003.yaml"],
    ),
}
FOLDED = {"e\u0301": "é", "STRASSE": "straße"}
"""What stands beside a name that is folded into it."""
GOOD = [(rule, path) for rule, (good, _bad) in EXAMPLES.items() for path in good]
BAD = [(rule, path) for rule, (_good, bad) in EXAMPLES.items() for path in bad]


def told(source):
    """Return place, level and rule of all that is wrong with the names of a store."""
    return [(*one[:4], one.level) for one in file_names.problems(file_names.of(source))]


def test_every_rule_has_its_examples():
    assert [rule.__name__.replace("_", "-") for rule in file_names.RULES] == list(EXAMPLES)


def test_the_store_of_these_examples_is_good():
    assert told(InMemory(STORE)) == []


@every(("rule", "path"), GOOD)
def test_good(rule, path):
    """Near the bad examples, and allowed by every rule."""
    assert told(InMemory(STORE | {path: ""})) == [], rule


@every(("rule", "path"), BAD)
def test_bad(rule, path):
    """Refused by this rule, at the file or its folder: there is no line to name, so it is the first."""
    found = told(InMemory(STORE | {path: ""} | ({FOLDED[path]: ""} if path in FOLDED else {})))
    of_rule = [one for one in found if one[3] == rule]
    assert [one[1:] for one in of_rule] == [
        (1, 1, rule, "warning" if rule in {"leftover", "desktop-file"} else "error")
    ]
    places = {path, path.split("/")[0], path.rpartition("/")[0], FOLDED.get(path), ENTRY, "progress", "README.md"}
    assert of_rule[0][0] in places | {path.lower()}


def test_a_name_from_elsewhere_reaches_no_terminal():
    """The other spelling is told without its controls."""
    [problem] = file_names.one_spelling(file_names.of(InMemory({"a\x1b[31m": "", "A\x1b[31m": ""})))
    assert problem.sentence == "this name and A?[31m are one on Windows and macOS; rename one of the two"


@pytest.mark.posix
def test_links_and_files_in_the_place_of_folders(tmp_path):
    """What cannot be listed is told, and the rest judged: no link is followed, no file taken for an empty folder."""
    write(tmp_path, STORE)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "progress/02").symlink_to("../elsewhere")
    (tmp_path / "progress/03").write_text("")
    (tmp_path / "progress/04").symlink_to("nowhere")
    expected = [("progress/02", 1, 1, "link", "error"), ("progress/03", 1, 1, "not-a-folder", "error")]
    assert told(WorkTree(str(tmp_path)))[:2] == expected
    assert [one[0] for one in told(WorkTree(str(tmp_path)))[2:]] == ["progress/04"]
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    closed = [one[0] for one in told(Revision(str(tmp_path), "HEAD"))]
    assert closed == ["progress/02", "progress/03", "progress/04"]


@pytest.mark.parametrize(
    "make",
    [lambda path: path.write_text(""), pytest.param(lambda path: path.symlink_to("01"), marks=pytest.mark.posix)],
)
def test_no_progress(tmp_path, make):
    """A file or a link called progress is no store without entries."""
    (tmp_path / "tasks.yaml").write_text("")
    make(tmp_path / "progress")
    [(path, _line, _column, rule, _level)] = told(WorkTree(str(tmp_path)))
    assert (path, rule in {"link", "not-a-folder"}) == ("progress", True)


def test_memory_disk_and_git_have_the_same_layout(tmp_path):
    """The same names in the same order, wherever they lie."""
    write(tmp_path, STORE)
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    in_memory = file_names.of(InMemory(STORE))
    assert in_memory.entries == file_names.of(WorkTree(str(tmp_path))).entries
    assert in_memory == file_names.of(Revision(str(tmp_path), "HEAD"))


PLAN = plan_text([row(), row()])
NAMES = st.one_of(
    st.sampled_from(
        [
            "2021-09-30-jia-00000001.yaml",
            "2021-09-30-jia-00000002-for-00000001.yaml",
            "README.md",
            ".gitkeep",
            ".a.tmp",
            "Thumbs.db",
            "a.yaml~",
            "2021-13-99-jia-00000003.yaml",
        ]
    ),
    st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-zA-Z_.-]{1,9}[0-9a-z]{7,9}(\.ya?ml)?", fullmatch=True),
    st.text("0129-ajfor.yml", min_size=1, max_size=30).filter(lambda name: name not in {".", ".."}),
)


@given(st.lists(NAMES, max_size=6, unique=True), st.sampled_from(["", "01", "02", "03", "1", "001", "a"]))
@example(["README.md"], "01")
def test_what_check_passes_every_query_reads(names, folder):
    """A name that stops a query is told by check, so nobody merges what colleagues then cannot read."""
    texts = {"tasks.yaml": PLAN} | {os.path.join("progress", folder, name): "" for name in names}
    source = InMemory(texts)
    told_too = {one[0] for one in told(source)} | {one.path for one in strange(source)}
    assert {one.path for one in stopping(source)} <= told_too


def stopping(source):
    """Return what a query refuses to go on with."""
    found = []
    with gathering(found):
        data = Dataset(source, MEMO, lambda _plan: ())
        for task in data.plan.tasks:
            with gathering(found):
                list(data.history(task.id, dt.date.max).everything())
    return found


def strange(source):
    from mstrack.store.entry_names import strange_folders

    return strange_folders(dataset(PLAN).plan, source)


@pytest.mark.parametrize("name", ["Thumbs.db", "~$x.xlsx", "a.yaml~", "a.yaml.bak", "x.tmp", "@eaDir/Thumbs.db"])
@pytest.mark.parametrize("folder", ["", "01/"])
def test_what_a_desktop_leaves_stops_no_query(name, folder):
    """Whether it lies in progress/ or in the folder of a task, and in no other folder than these."""
    assert stopping(InMemory({"tasks.yaml": PLAN, f"progress/{folder}{name}": "\0"})) == []


@pytest.mark.parametrize("name", ["Thumbs.db", "01~", "01.swp"])
def test_a_folder_of_such_a_name_is_no_such_file(name):
    """A copy of a task's folder holds entries, and these would count nowhere: it stops every query."""
    path = f"progress/{name}/2021-09-30-jia-00000001.yaml"
    assert [one.path for one in stopping(InMemory({"tasks.yaml": PLAN, path: ""}))] == [f"progress/{name}"]
