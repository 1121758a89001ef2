"""Every rule over a whole store: nothing is left out; what was in order is judged again when anything changes."""

from __future__ import annotations

import datetime as dt
import hashlib
import shutil
import sqlite3
from pathlib import Path

import pytest
import repositories
from builders import PARTNER, Remembering, examples, filed, indicator, level, plan_text, row
from hypothesis import given, settings
from hypothesis import strategies as st
from running import EXAMPLES
from writing import write

from mstrack.check import store
from mstrack.format.model import Period
from mstrack.git.snapshot import Revision
from mstrack.rules import conflicts
from mstrack.store import load
from mstrack.store.cache import Cache
from mstrack.store.source import InMemory, WorkTree

TODAY = dt.date(2021, 10, 8)
ROWS = [row(indicator(), level()), row(indicator())]
PLAN = plan_text(ROWS)
A, A_TEXT = filed("2021-08-31", figures={"roads": 40}, id_="0000000a")
B, B_TEXT = filed("2021-09-30", figures={"roads": 50}, id_="0000000b", unit=PARTNER)
C, C_TEXT = filed("2021-09-30", figures={"roads": 50}, id_="0000000c", task=2)
STORE = {"tasks.yaml": PLAN, A: A_TEXT, B: B_TEXT, C: C_TEXT}
WRONG = {
    "tasks.yaml": PLAN.replace("year: 2021", "year: 2021\nlights: {red: 5, yellow: 5}"),
    A: A_TEXT.replace("roads", "road"),
    B: B_TEXT.replace("recorded", "recoded"),
    "progress/02/2021-09-30-xyz-0000000d.yaml": "task: [",
    "progress/03/2021-09-30-jia-0000000e.yaml": "a: b: c",
    "progress/01/x.yaml": "",
    "progress/04/2021-09-30-jia-0000000f.yaml": "\ufeff",
}


@pytest.fixture
def memo():
    return Remembering()


def done(texts, memo, today=TODAY, **how):
    return store.of_store(InMemory(texts), memo, today, **how)


def told(texts, memo, today=TODAY):
    """Return path, line and rule of every problem."""
    return [(one.path, one.line, one.rule) for one in done(texts, memo, today).problems]


def must_not_judge(*_arguments):
    message = "what was in order is judged again"
    raise AssertionError(message)


@pytest.fixture
def warm(memo, monkeypatch):
    """A memo that knows the store, and a program that may judge nothing anew."""
    assert told(STORE, memo) == []
    monkeypatch.setattr(conflicts, "problems", must_not_judge)
    return memo


def test_what_was_in_order_is_not_judged_again(warm):
    """The same names and bytes, plan and rules: nothing is checked anew."""
    assert told(STORE, warm) == []


CHANGES = {
    "a byte of an entry": {A: A_TEXT + "# 甲\n"},
    "an entry more": {"progress/01/2021-09-01-jia-0000000n.yaml": A_TEXT},
    "a byte of the plan": {"tasks.yaml": PLAN + "# 甲\n"},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_anything_that_changes_is_judged(warm, change):
    """Whatever decides whether a task is in order decides whether it is known to be."""
    with pytest.raises(AssertionError, match="judged again"):
        told(STORE | change, warm)


def test_a_name_that_changes_is_judged(warm):
    """The same bytes under another name are another entry."""
    renamed = {B.replace("0000000b", "0000000n") if path == B else path: text for path, text in STORE.items()}
    with pytest.raises(AssertionError, match="judged again"):
        told(renamed, warm)
    with pytest.raises(AssertionError, match="judged again"):
        told({path: text for path, text in STORE.items() if path != B}, warm)


def test_two_files_that_change_places_are_judged(warm):
    """Names and texts are known together: no boundary between two of them can move."""
    with pytest.raises(AssertionError, match="judged again"):
        told(STORE | {A: B_TEXT, B: A_TEXT}, warm)


@pytest.mark.parametrize("room", ["rules/conflicts", "rules/entry", "progress/status", "check/store", "format/model"])
def test_other_rules_judge_again(warm, monkeypatch, room, tmp_path):
    """In a checkout, a module that changed judges anew, whatever the program's version says."""
    package = Path(load.__file__).parent.parent
    copy = tmp_path / "src" / "mstrack"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("__pycache__", "locale"))
    (tmp_path / "pyproject.toml").touch()
    with (copy / f"{room}.py").open("ab") as module:
        module.write(b"# changed\n")
    monkeypatch.setattr(load, "__file__", str(copy / "store" / "load.py"))
    monkeypatch.setattr(load, "_program", load._program.__wrapped__)
    with pytest.raises(AssertionError, match="judged again"):
        told(STORE, warm)


def test_a_program_without_sources_answers(monkeypatch):
    """A wheel, a frozen program or a zipapp has no checkout around it: its version is the key."""
    monkeypatch.setattr(load, "__file__", "/nowhere/program.pyz/mstrack/store/load.py")
    assert load._program.__wrapped__() == load._program.__wrapped__()


def test_an_entry_of_the_future_is_judged_every_day(memo):
    """What lies after today is wrong today, right tomorrow, and again wrong for who asks as of today."""
    future = [(path, 2, "possible-day") for path in (B, C)]
    for _turn in range(2):
        assert told(STORE, memo, dt.date(2021, 9, 29)) == future
        assert told(STORE, memo, dt.date(2021, 9, 30)) == []
        assert told(STORE, memo, TODAY) == []


def test_problems_are_found_again(memo):
    """Warm or cold, the same is told; only what is in order is remembered to be."""
    texts = STORE | WRONG
    assert told(texts, memo) == told(texts, memo) == told(texts, Cache(None)) != []
    mended = STORE | {A: A_TEXT + "# 改\n"}
    assert told(mended, memo) == []
    assert told(texts, memo) == told(texts, Cache(None))


def test_a_warning_is_told_again(memo):
    """A dispute stops nobody, and does not vanish by being seen once."""
    two = [
        filed("2021-08-31", figures={"roads": n}, id_=f"000000{n}", corrects=("0000000a",), note="改") for n in (41, 42)
    ]
    texts = STORE | dict(two)
    for _turn in range(2):
        assert [one[2] for one in told(texts, memo)] == ["dispute"]
        assert store.problems(InMemory(texts), memo, TODAY) == []


def test_everything_is_read(memo):
    """One file's mistakes hide nothing of another: the plan, unknown codes, folders of no task, what is not YAML."""
    assert told(STORE | WRONG, memo) == [
        ("progress/01/2021-09-30-yi-0000000b.yaml", 1, "missing-key"),
        ("progress/01/2021-09-30-yi-0000000b.yaml", 7, "unknown-key"),
        ("progress/01/x.yaml", 1, "file-name"),
        ("progress/02/2021-09-30-xyz-0000000d.yaml", 2, "syntax"),
        ("progress/03/2021-09-30-jia-0000000e.yaml", 1, "syntax"),
        ("progress/04/2021-09-30-jia-0000000f.yaml", 1, "bom"),
        ("tasks.yaml", 4, "sane-lights"),
    ]
    assert told(STORE | WRONG | {"tasks.yaml": PLAN}, memo) == [
        (A, 5, "known-indicator"),
        ("progress/01/2021-09-30-yi-0000000b.yaml", 1, "missing-key"),
        ("progress/01/2021-09-30-yi-0000000b.yaml", 7, "unknown-key"),
        ("progress/01/x.yaml", 1, "file-name"),
        ("progress/02/2021-09-30-xyz-0000000d.yaml", 1, "code"),
        ("progress/02/2021-09-30-xyz-0000000d.yaml", 2, "syntax"),
        ("progress/03", 1, "folder"),
        ("progress/03/2021-09-30-jia-0000000e.yaml", 1, "syntax"),
        ("progress/04", 1, "folder"),
        ("progress/04/2021-09-30-jia-0000000f.yaml", 1, "bom"),
    ]


def test_without_a_plan_every_entry_is_read(memo):
    """What the entries say of the plan cannot be judged, but each of them can."""
    for plan in ({}, {"tasks.yaml": "title: [\n"}):
        texts = {path: text for path, text in STORE.items() if path != "tasks.yaml"} | plan
        texts |= {B: B_TEXT.replace("recorded", "recoded"), "progress/03/2021-09-30-jia-0000000e.yaml": "a: b: c"}
        found = store.of_store(InMemory(texts), memo, {None: TODAY}.__getitem__)
        assert {one.path for one in found.problems} == {"tasks.yaml", B, "progress/03/2021-09-30-jia-0000000e.yaml"}


def test_a_plan_that_contradicts_itself_still_has_tasks(memo):
    """Where it can be read, its entries are told with it; where it breaks a rule, they are read all the same."""
    texts = STORE | {"tasks.yaml": WRONG["tasks.yaml"], B: "a: [\n"}
    assert told(texts, memo) == [(B, 2, "syntax"), ("tasks.yaml", 4, "sane-lights")]


def test_sorted_by_place_each_once_at_most_fifty_a_file(memo):
    """The order of the files, whatever order they were judged in."""
    many = "".join(f"k{n}: 1\n" for n in range(99))
    found = told(STORE | WRONG | {C: many}, memo)
    assert found == sorted(found, key=lambda one: one[:2])
    assert len(set(done(STORE | WRONG | {C: many}, memo).problems)) == len(found)
    assert sum(path == C for path, _line, _rule in found) == 51
    assert [one.sentence for one in done(STORE | WRONG | {C: many}, memo).problems if one.rule == "more"] == [
        "… and 54 more problems in this file"
    ]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_files_does_not_matter(memo, seed):
    """A disk lists names as it likes."""

    class Shuffled(InMemory):
        def names(self, folder):
            return sorted(super().names(folder), key=lambda name: hashlib.sha256(f"{seed}{name}".encode()).digest())

    texts = STORE | WRONG
    assert store.of_store(Shuffled(texts), memo, TODAY) == done(texts, Cache(None))


def test_what_it_is_told_while_it_waits():
    """How many files of how many are done: it grows, and ends with all of them."""
    steps = []
    done(STORE, Cache(None), on_progress=lambda now, whole: steps.append((now, whole)))
    assert [now for now, _whole in steps] == sorted(now for now, _whole in steps)
    assert steps[-1] == (4, 4)


def test_a_broken_cache_is_not_believed(tmp_path):
    """Rows of other content, a file that is cut short: all is checked anew, and the same is found."""
    path = str(tmp_path / "cache.sqlite")
    texts = STORE | {A: A_TEXT.replace("roads", "road")}
    expected = told(texts, Cache(path))
    with sqlite3.connect(path) as link:
        link.execute("UPDATE passed SET json = x'7b7d'")
    link.close()
    assert told(texts, Cache(path)) == expected != []
    with open(path, "r+b") as file:
        file.truncate(5000)
    assert told(texts, Cache(path)) == expected


@pytest.mark.slow
def test_of_a_revision_a_known_entry_is_not_read(memo, tmp_path, monkeypatch):
    """Git's name of an entry leads to what was read of it once; all the same, each is held against the others."""
    fallen, text = filed("2021-10-05", figures={"roads": 30}, id_="0000000n")
    repositories.git(tmp_path, "init", "--quiet")
    write(tmp_path, STORE)
    repositories.commit(tmp_path)
    assert store.of_store(Revision(str(tmp_path), "HEAD"), memo, TODAY).problems == ()
    write(tmp_path, {fallen: text})
    repositories.commit(tmp_path)
    new = Revision(str(tmp_path), "HEAD")
    expected = store.of_store(new, Cache(None), TODAY)
    assert [(one.path, one.rule) for one in expected.problems] == [(fallen, "growing")]
    opened, read = [], Revision.read
    monkeypatch.setattr(Revision, "read", lambda self, path, limit: opened.append(path) or read(self, path, limit))
    assert store.of_store(new, memo, TODAY) == expected
    assert set(opened) == {"tasks.yaml", fallen}
    memo.known = {digest: kept for digest, kept in memo.known.items() if not kept.startswith("{")}
    assert store.of_store(new, memo, TODAY) == expected


@pytest.mark.slow
def test_of_a_revision_all_tasks_are_asked_for_at_once(memo, tmp_path, monkeypatch):
    """However many tasks there are: what was in order costs one question to the cache."""
    repositories.git(tmp_path, "init", "--quiet")
    write(tmp_path, STORE)
    repositories.commit(tmp_path)
    source = Revision(str(tmp_path), "HEAD")
    assert len([name for name in source.names("progress") if name.isdecimal()]) > 1
    expected = store.of_store(source, memo, TODAY)
    asked, recall = [], type(memo).recall
    monkeypatch.setattr(
        type(memo), "recall", lambda self, digests: asked.append(list(digests)) or recall(self, asked[-1])
    )
    assert store.of_store(source, memo, TODAY) == expected
    assert len(asked) == 3, "the plan, its remarks, and all tasks"


IDS = st.sampled_from(["0000000a", "0000000b", "0000000c", "0000000d"])
ANY_NAME = st.builds(
    lambda folder, day, code, id_, old: (
        f"progress/{folder}/{day}-{code}-{id_}{'-for-' * bool(old)}{'-'.join(old)}.yaml"
    ),
    st.sampled_from(["01", "02", "03", "1", "README.md", "\udcff"]),
    st.sampled_from(["2021-08-31", "2021-09-30", "2021-12-31", "0000-00-00", "甲"]),
    st.sampled_from(["jia", "yi", "gq", "dq", "for", "xyz", "JIA"]),
    IDS,
    st.lists(IDS, max_size=3),
)
ANY_TEXT = st.lists(
    st.sampled_from(
        [
            *A_TEXT.splitlines(),
            "task: 2",
            "unit: 各区政府",
            "status: done",
            "figures: {}",
            "figures: {road: 1e9}",
            "a: [",
            "corrects: [0000000a, 0000000b]",
            "corrects: 0000000a",
            "date: 0001-01-01",
            "&a b: *a",
            "\udcff",
        ]
    ),
    max_size=9,
    unique=True,
).map(lambda lines: "\n".join(lines).encode(errors="surrogateescape"))


@settings(max_examples=200)
@given(st.dictionaries(ANY_NAME, ANY_TEXT, max_size=5), st.sampled_from([PLAN, WRONG["tasks.yaml"], "a: [", ""]))
def test_whatever_lies_there_is_told(entries, plan):
    """No store makes the audit fail, and twice it is told the same."""
    known = Remembering()
    texts = {"tasks.yaml": plan, A: A_TEXT} | entries
    first = done(texts, known)
    assert done(texts, known) == first == done(texts, Cache(None))
    assert all(one.line >= 1 and one.column >= 1 for one in first.problems)


def test_a_day_of_the_plan(memo):
    """The function that gives the day takes the plan's period; a day without a year lies in it."""
    asked = []
    found = store.of_store(InMemory(STORE), memo, lambda period: asked.append(period) or TODAY)
    assert (asked, found.today, found.paths) == ([Period.of_year(2021)], TODAY, ("tasks.yaml", A, B, C))


def test_guesses_that_nobody_has_looked_at(memo):
    """Comments that a drafted plan has above its guesses are counted in one remark, which stops nobody."""
    drafted = PLAN.replace("title:", "# 请核对：标题\ntitle:", 1).replace(
        "source:", "source: 附件 # 请核对：出处\n#", 1
    )
    found = list(store.of_store(InMemory(STORE | {"tasks.yaml": drafted}), memo, TODAY).problems)
    assert [(one.rule, one.level, one.line) for one in found] == [("unverified", "warning", 1)]
    assert "2" in found[0].sentence


def test_the_examples(memo):
    """The simulated store is in order, cold and warm, and its files are all judged."""
    source = WorkTree(str(EXAMPLES))
    entries = sum(1 for _path in (EXAMPLES / "progress").rglob("*.yaml"))
    for _turn in range(2):
        found = store.of_store(source, memo, dt.date(2021, 12, 3))
        assert (found.problems, len(found.paths)) == ((), 1 + entries)
    assert len(examples().plan.tasks) == 25
