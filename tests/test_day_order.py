"""Which of a unit's entries for one day was filed last: history says it, and the clock where history does not."""

from __future__ import annotations

import datetime as dt
import itertools
import shutil

import builders
import pytest
from offenders import every
from repositories import commit, git, wrapped
from running import ask, own_store, start

from mstrack.git import filing_order, folder
from mstrack.git.filing_order import FilingOrder
from mstrack.progress import status
from mstrack.progress.snapshot import Snapshot
from mstrack.record import filed_entries
from mstrack.rules.plan import of_plan
from mstrack.store.cache import Cache
from mstrack.store.dataset import Dataset
from mstrack.store.day_order import Brought, by_history
from mstrack.store.entry_names import filed_at
from mstrack.store.source import PLAN, InMemory

ENTRY = """\
task: 18
date: 2021-09-30
unit: 市城市管理综合执法局
status: in-progress
figures: {{new-villages: {figure}}}
note: |
  {figure}个。
reporter: 张三
recorded: {recorded}
"""
EARLY, NOON, LATE = "2021-09-30T08:00:00+08:00", "2021-09-30T12:00:00+08:00", "2021-09-30T20:00:00+08:00"
CASES = {
    "no history": ("abc", [], "abc"),
    "as by the clock": ("abc", [("a", ()), ("b", (0,)), ("c", (1,))], "abc"),
    "against the clock": ("abc", [("c", ()), ("b", (0,)), ("a", (1,))], "cba"),
    "one commit": ("abc", [("cab", ())], "abc"),
    "two clones": ("abc", [("c", ()), ("a", ()), ("b", (0,))], "acb"),
    "what a merge brings": ("abcd", [("d", ()), ("a", ()), ("b", (0, 1))], "adbc"),
    "not committed": ("abc", [("c", ())], "cab"),
    "one between": ("abc", [("c", ()), ("", (0,)), ("a", (1,))], "cab"),
}


@every("case", CASES)
def test_order(case):
    """The clock's order, each behind what its commit's ancestors brought, and what is in no commit last."""
    by_clock, commits, expected = CASES[case]
    told = by_history(list(by_clock), [Brought(tuple(paths), parents) for paths, parents in commits])
    assert "".join(told) == expected


@pytest.fixture
def root(tmp_path):
    """A store of its own in a repository, one folder below its top."""
    store = own_store(tmp_path)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    commit(tmp_path)
    return store


numbers = itertools.count()


def filed(root, figure, recorded):
    """Put an entry into the store, in no commit; return its path."""
    path = f"progress/18/2021-09-30-cgj-0000000{'zyxwvt'[next(numbers) % 6]}.yaml"
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(ENTRY.format(figure=figure, recorded=recorded), encoding="utf-8")
    return path


def figure(root, *more):
    """Return the figure that counts."""
    told = ask("show", "18", "--data", root, "--as-of", "2021-10-08", "--format", "json", *more)
    assert told.code == 0, told.err
    return told.answer["task"]["figures"]["new-villages"]


def test_a_clock_that_was_ahead(root):
    """By hours or by years: what is committed later, or not yet, counts."""
    for ahead in (LATE, "2099-09-30T20:00:00+08:00"):
        filed(root, 10, ahead)
        commit(root)
        filed(root, 20, NOON)
        assert figure(root) == 20
        commit(root)
        filed(root, 30, EARLY)
        assert figure(root) == 30
        assert figure(root, "--rev", "HEAD") == 20
        assert figure(root, "--rev", "HEAD~1") == 10
        commit(root)
        assert figure(root) == 30
        for path in (root / "progress" / "18").iterdir():
            path.unlink()
        commit(root)


def test_two_clones_that_knew_nothing_of_each_other(root):
    """Then the clocks decide, whoever merges."""
    git(root, "branch", "other")
    filed(root, 10, LATE)
    commit(root)
    git(root, "checkout", "--quiet", "other")
    filed(root, 20, NOON)
    commit(root)
    git(root, "merge", "--quiet", "--no-edit", "main")
    assert figure(root) == 10
    git(root, "checkout", "--quiet", "main")
    git(root, "merge", "--quiet", "--no-ff", "--no-edit", "other")
    assert figure(root) == 10


def test_commits(root):
    """Parents before children, with commits that brought nothing of the paths left out."""
    first = filed(root, 10, LATE)
    commit(root)
    (root.parent / "other").touch()
    commit(root.parent)
    second, third = filed(root, 20, NOON), filed(root, 30, EARLY)
    commit(root)
    told = filing_order.commits(str(root), "HEAD", [first, second, third])
    assert [(set(paths), parents) for paths, parents in told] == [({first}, ()), ({second, third}, (0,))]
    assert filing_order.commits(str(root), "HEAD~1", [second]) == []


def test_where_there_is_no_history(tmp_path):
    """No repository, no commit yet: nothing is known, and nothing fails."""
    store = own_store(tmp_path)
    path = filed(store, 10, LATE)
    filed(store, 20, NOON)
    assert filing_order.commits(str(store), "HEAD", [path]) == []
    assert figure(store) == 10
    git(store, "init", "--quiet")
    assert filing_order.commits(str(store), "HEAD", [path]) == []


def test_what_git_told_is_remembered(root, tmp_path, monkeypatch):
    """Of one commit and some paths for good; another commit, another store or a shallow clone is asked anew."""
    paths = [filed(root, 10, LATE), filed(root, 20, NOON)]
    commit(root)
    asked = []
    ask_git = filing_order.commits
    monkeypatch.setattr(filing_order, "commits", lambda *words: asked.append(words[0]) or ask_git(*words))

    def told(store, rev="HEAD"):
        memo = Cache(str(tmp_path / "cache" / "cache.sqlite"))
        found = FilingOrder(str(store), rev, memo)(paths)
        memo.close()
        return found, len(asked)

    first, n = told(root)
    assert (first, n) == (ask_git(str(root), "HEAD", paths), 1)
    assert told(root) == (first, 1)
    shutil.copytree(root, root.parent / "2022")
    assert told(root.parent / "2022") == ([], 2)
    paths.append(filed(root, 30, EARLY))
    assert told(root) == (first, 3)
    commit(root)
    assert len(told(root)[0]) == len(first) + 1
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{root.parent}", "shallow")
    shallow = tmp_path / "shallow" / root.name
    assert [told(shallow)[1], told(shallow)[1]] == [5, 6]


DAY = "2021-09-30"


def by_wrong_clocks(*entries):
    """Return a dataset in which each entry was filed in a commit of its own, in turn, by clocks that went back."""
    texts = [
        builders.filed(day, id_=builders.id_of(n), recorded=builders.recorded(DAY, 23 - n), **said)
        for n, (day, said) in enumerate(entries, 1)
    ]
    plan = builders.plan_text([builders.row(builders.indicator(), lead_unit=builders.GROUP, partner_units=[])])
    brought = [Brought((path,), (n - 1,) if n else ()) for n, (path, _text) in enumerate(texts)]
    files = InMemory({PLAN: plan, **dict(texts)})
    return Dataset(files, builders.MEMO, of_plan, builders.LATEST, lambda _paths: brought), [path for path, _ in texts]


def test_several_lead_units():
    """What the task says is what a member of its group filed last, by history; an older day is behind."""
    east, west = (
        {"unit": unit, "figures": {"roads": n}, "note": unit} for n, unit in enumerate(builders.MEMBERS[:2], 1)
    )
    dataset, paths = by_wrong_clocks((DAY, east), (DAY, west), ("2021-08-31", east))
    snapshot = Snapshot(dataset, dt.date(2021, 10, 8))
    standing = snapshot.standing(snapshot.task(1))
    assert standing.submission.filed.path == paths[1]
    filings = status.filings(snapshot, snapshot.task(1))
    assert [one.filed.path for one in filings.lead()] == [paths[1], paths[0], paths[2]]


@every("days", [(DAY, DAY, DAY), (DAY, "2021-08-31", "2021-07-31"), ("2021-08-31", DAY, DAY)])
def test_my_last_entry(days):
    """What `correct` and `undo` mean is what was filed last, by history; whatever its day and its clock."""
    said = {"unit": builders.MEMBERS[0]}
    dataset, paths = by_wrong_clocks(*((day, said) for day in days))
    task = dataset.plan.tasks[0]
    assert [one.path for one in filed_entries.last_of(dataset, task, builders.MEMBERS[0])] == [paths[-1]]
    assert filed_entries.last_uncorrected(dataset, filed_entries.of_unit(dataset, None)).path == paths[-1]


def test_lists_of_one_day():
    """`show`, its entries and `diff` list what was filed last first; other units stay where their clocks put them."""
    said = {"unit": builders.MEMBERS[0]}
    dataset, paths = by_wrong_clocks((DAY, said), (DAY, {"unit": builders.MEMBERS[1]}), (DAY, said))
    several = [filed_at(path) for path in paths]
    assert [one.path for one in dataset.in_day_order(several)] == [paths[2], paths[1], paths[0]]
    assert [one.path for one in dataset.last_filed_first(several)] == [*reversed(paths)]


@pytest.mark.slow
def test_no_git_for_what_is_remembered(root, tmp_path):
    """The commit is read from git's files: loose, packed, detached, in a second work tree."""
    filed(root, 10, LATE)
    commit(root)
    filed(root, 20, NOON)
    commit(root)
    git(root, "worktree", "add", "--quiet", "--detach", str(tmp_path / "other"))
    path = wrapped(tmp_path / "git")
    cache = {"MSTRACK_CACHE": str(tmp_path / "cache"), "PATH": path}
    for store, order in (
        (root, ("pack-refs", "--all")),
        (root, ("checkout", "--detach")),
        (tmp_path / "other" / root.name, ()),
    ):
        if order:
            git(root, *order)
        for _twice in range(2):
            (tmp_path / "git" / "started").unlink(missing_ok=True)
            done = start("show", "18", "--data", str(store), "--as-of", "2021-10-08", env=cache)
            assert (done.returncode, "20个" in done.stdout.decode()) == (0, True), done.stderr
        assert not (tmp_path / "git" / "started").exists()
        assert folder.of(str(store)).head() == git(store, "rev-parse", "HEAD")
