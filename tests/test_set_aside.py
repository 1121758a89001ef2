"""One bad entry stops no answer: what came broken is named with its author, and the rest is answered."""

import pytest
import repositories
from offenders import every
from running import ask, own_store, start
from writing import write

import mstrack
from mstrack.errors import Unreadable

pytestmark = pytest.mark.slow
GOOD = "progress/18/2021-09-30-cgj-aaaaaaaa.yaml"
TEXT = """task: 18
date: 2021-09-30
unit: 市城市管理综合执法局
status: in-progress
note: 进展顺利。
reporter: 张三
recorded: 2021-10-08T09:31:07+08:00
"""
BROKEN = {
    "no YAML": (GOOD.replace("aaaaaaaa", "bbbbbbb1"), "task: ["),
    "GBK": (GOOD.replace("aaaaaaaa", "bbbbbbb2"), TEXT.encode("gbk")),
    "no such status": (GOOD.replace("aaaaaaaa", "bbbbbbb3"), TEXT.replace("in-progress", "fine")),
    "another day than its name": (GOOD.replace("09-30-cgj-aaaaaaaa", "09-29-cgj-bbbbbbb4"), TEXT),
    "too large": (GOOD.replace("aaaaaaaa", "bbbbbbb5"), TEXT + "#" * 70_000),
    "misnamed": ("progress/18/说明.txt", TEXT),
    "beside the tasks": ("progress/说明.txt", TEXT),
    "in the place of a folder": ("progress/07", TEXT),
    "in a folder that is no task's": (
        GOOD.replace("progress/18", "progress/018").replace("aaaaaaaa", "bbbbbbb7"),
        TEXT,
    ),
    "a store among the entries": (f"progress/18/in/{GOOD}", TEXT),
    "no such task": (GOOD.replace("progress/18", "progress/999"), TEXT.replace("task: 18", "task: 999")),
    "no such unit": (GOOD.replace("-cgj-aaaaaaaa", "-xyz-bbbbbbb6"), TEXT),
}
QUERIES = (("due",), ("list",), ("show", "18"), ("summary",), ("missing",), ("log",), ("diff", "HEAD~1"))


@pytest.fixture
def root(tmp_path):
    """A store with one entry, in a repository."""
    made = own_store(tmp_path)
    repositories.git(made, "init", "--quiet")
    write(made, {GOOD: TEXT})
    repositories.commit(made)
    return made


def told(root, *words):
    """Ask a query, as of a day on which the entry is there."""
    day = () if words[0] == "diff" else ("--as-of", "2021-10-31")
    return ask(*words, "--data", str(root), *day)


@every("case", [*BROKEN])
def test_a_broken_entry_is_set_aside(root, case):
    """Each kind, in the work tree and in a revision: the rest is answered as if it were not there."""
    before = told(root, "log")
    path, text = BROKEN[case]
    write(root, {path: text})
    fresh = told(root, "log")  # in no commit yet: whoever made the slip is there
    assert (fresh.code, "by a code that no unit" in fresh.err) == ((0, True) if case == "no such unit" else (3, False))
    commit = repositories.commit(root)
    now = told(root, "log")
    assert (now.code, now.out) == (0, before.out)
    past = told(root, "log", "--rev", "HEAD")
    assert (past.code, past.out.count(GOOD[-13:-5])) == (0, 1)
    assert now.err.count("is set aside") == past.err.count("is set aside") == 1
    assert f"came with commit {commit[:7]} by 张三" in now.err
    assert ask("check", "--data", str(root)).code == 1
    repositories.git(root, "rm", "--quiet", path)
    repositories.commit(root)


def test_every_query_answers(root):
    """With all of them at once."""
    write(root, dict(BROKEN.values()))
    repositories.commit(root)
    codes = {words: told(root, *words).code for words in QUERIES}
    assert codes == dict.fromkeys(QUERIES, 0)


def test_a_filed_entry_that_was_spoilt_stops(root):
    """What was right when it was committed is no never-filed text: an edit is refused."""
    write(root, {GOOD: "task: ["})
    assert told(root, "log").code == 3


def test_the_rest_is_remembered_nowhere(root):
    """The next command looks anew: what was repaired counts at once."""
    path = BROKEN["no YAML"][0]
    write(root, {path: "task: ["})
    repositories.commit(root)
    assert "set aside" in told(root, "log").err
    write(root, {path: TEXT})
    log = told(root, "log")
    assert (log.code, "set aside" in log.err) == (0, False)
    assert "bbbbbbb1" in log.out or len(log.out.splitlines()) > 2


def test_what_was_right_when_it_came_is_not_set_aside(root):
    """A commit that breaks a filed entry takes nothing off the list: no answer, until it is put right."""
    write(root, {GOOD: "task: ["})
    repositories.commit(root)
    for query in (("due",), ("log",), ("show", "18")):
        assert told(root, *query).code == 3
    write(root, {GOOD: TEXT})
    repositories.commit(root)
    assert told(root, "log").code == 0


def test_what_was_piped_in_is_not_lost(root):
    """The command runs once more without the broken entry, and has the text that it read before."""
    path, text = BROKEN["no such status"]
    write(root, {path: text})
    repositories.commit(root)
    words = ("add", "18", "--unit", "cgj", "--status", "in-progress", "--note-file", "-", "--reporter", "张三")
    done = start(*words, "--data", str(root), "--as-of", "2021-10-31", "--sure", input="管道里的话。".encode())
    assert done.returncode == 0, done.stderr.decode()
    assert [one for one in root.glob("progress/18/2021-10-31-*") if "管道里的话。" in one.read_text(encoding="utf-8")]


def test_a_program_is_warned_and_answered(root):
    """`mstrack.snapshot` leaves out what the commands leave out, and says so; a fresh slip is raised as before."""
    before = mstrack.snapshot(str(root), as_of="2021-10-31")
    path, text = BROKEN["GBK"]
    write(root, {path: text})
    with pytest.raises(Unreadable):
        _every = mstrack.snapshot(str(root), as_of="2021-10-31").entries
    repositories.commit(root)
    for rev in (None, "HEAD"):
        with pytest.warns(UserWarning, match="is set aside"):
            after = mstrack.snapshot(str(root), as_of="2021-10-31", rev=rev)
        assert (after.standings, after.entries) == (before.standings, before.entries)
    assert told(root, "log").code == 0
