"""Real repositories in which something was done to an entry: found, and put right by the command that is told."""

import os
import subprocess
import sys
from typing import get_args

import pytest
from histories import History
from offenders import every
from proving import ENVIRONMENT, FIRST, SECOND, Store, Stream, git, long_history, repository

from mstrack import i18n
from mstrack.check import append_only
from mstrack.check.append_only import findings
from mstrack.check.finding import Finding, sentence
from mstrack.check.history import ViolationKind

PLACES = ("", "data/", "数据 [1]/") if sys.platform == "win32" else ("", "data/", "数据 [1]*/", 'a"\n\\/')
DIGEST = "0123456789abcdef" * 2 + "01234567"


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "repo")


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (0, 20),
        pytest.param(20, 60, marks=pytest.mark.slow, id="40"),
        pytest.param(60, 560, marks=pytest.mark.full, id="500"),
    ],
)
def test_found_is_hidden(tmp_path, first, last):
    """0 to 3 violations in each made-up history, in stores at a repository's root and in folders: exactly these."""
    stream = Stream()
    histories = [History(stream, seed, PLACES[seed % len(PLACES)]) for seed in range(first, last)]
    marks = stream.into(repository(tmp_path / "made"))
    for place in PLACES:
        (tmp_path / "made" / place).mkdir(exist_ok=True)
    for seed, history in enumerate(histories, first):
        found = findings(str(tmp_path / "made" / history.place), marks[history.since], marks[history.until])
        authors = {marks[mark]: author for mark, author in history.authors.items()}
        hidden = {(marks[mark], path, what) for mark, path, what in history.hidden}
        assert {(one.commit, one.path, one.kind) for one in found} == hidden, f"history {seed}"
        assert len(found) == len(hidden)
        assert [one.author for one in found] == [authors[one.commit] for one in found]


def test_histories_hide_everything():
    """The short form hides each kind, in ordinary commits and in merges, and has histories with nothing hidden."""
    histories = [History(Stream(), seed) for seed in range(60)]
    hidden = {(what, history.is_merge(mark)) for history in histories for mark, _path, what in history.hidden}
    whats = ("changed", "removed", "restored", "mode", "link", "submodule")
    assert hidden == {(what, is_merge) for what in whats for is_merge in (False, True)}
    assert sum(not history.hidden for history in histories) > 10


def test_additions_and_everything_else_are_free(store):
    """Entries and corrections come, other files change, an old branch is merged: nothing was rewritten."""
    store.git("branch", "old")
    store.commit({SECOND: "a: 2\n", "tasks.yaml": "title: 乙\n", "progress/README.md": "甲"})
    store.commit({"progress/README.md": None, "tasks.yaml": None, "../other.py": "1"})
    store.git("checkout", "--quiet", "old")
    store.commit({"progress/18/2021-10-30-cgj-aaaaaaaa-for-7f3a9c2k.yaml": "a: 3\n"})
    store.git("merge", "--quiet", "--message", "合并", "main")
    assert (store.found(), store.found("HEAD")) == (set(), set())


def test_end_points_hide_an_edit_that_was_reverted(store):
    """Where the change was before, putting it back is still called that."""
    bad = store.commit({FIRST: "a: 9\n"})
    back = store.commit({FIRST: "a: 1\n"})
    store.commit({SECOND: "a: 2\n"})
    assert store.git("diff", "--name-only", store.first, "HEAD", "--", f"data/{FIRST}") == ""
    assert store.found() == {(bad, FIRST, "changed"), (back, FIRST, "restored")}
    assert store.found(bad) == {(back, FIRST, "restored")}
    assert store.found(back) == set()


def test_a_merge_deletes_where_no_log_shows_it(store):
    """`git merge -s ours` of what a branch filed: the log shows no deletion."""
    store.git("checkout", "--quiet", "-b", "side")
    store.commit({SECOND: "a: 2\n"})
    store.git("checkout", "--quiet", "main")
    store.commit({"tasks.yaml": "title: 乙\n"})
    store.git("merge", "--quiet", "--strategy", "ours", "--message", "合并", "side")
    bad = store.git("rev-parse", "HEAD")
    assert store.git("log", "--diff-filter=D", "--format=%H") == ""
    assert store.found() == {(bad, SECOND, "removed")}


def test_a_merge_of_an_old_branch_is_innocent_of_what_was_done_before(store):
    """An entry was changed, and that was settled; then a clone that never saw it is merged."""
    store.git("branch", "old")
    settled = store.commit({FIRST: "a: 9\n"})
    store.git("checkout", "--quiet", "old")
    store.commit({SECOND: "a: 2\n"})
    store.git("merge", "--quiet", "--message", "合并", "main")
    assert (store.found(settled), store.found()) == (set(), {(settled, FIRST, "changed")})


def test_renames_are_no_excuse(store):
    """It is R100 to git; the entry is gone all the same."""
    store.git("config", "diff.renames", "copies")
    os.rename(store.root / FIRST, store.root / SECOND)
    assert store.found() == set()  # what is not committed is not asked
    bad = store.commit()
    assert store.git("diff", "--name-status", "HEAD~").startswith("R100")
    assert store.found() == {(bad, FIRST, "removed")}


def test_a_store_that_moves_leaves_its_entries(store):
    os.rename(store.root / "progress", store.root / "old")
    assert store.found(until=store.commit()) == {(store.git("rev-parse", "HEAD"), FIRST, "removed")}


def test_digests_of_another_length(tmp_path, monkeypatch):
    """A repository of SHA-256."""
    monkeypatch.setattr("proving.FORMAT", "--object-format=sha256")
    store = Store(tmp_path / "long")
    bad = store.commit({FIRST: None, SECOND: "a: 2\n"})
    assert (len(bad), store.found()) == (64, {(bad, FIRST, "removed")})


def test_an_author_in_a_code_page(store):
    """A commit written in GBK, as some clients on Windows do; of a name, what may be printed is."""
    store.git("config", "i18n.commitEncoding", "GBK")
    store.git("config", "i18n.logOutputEncoding", "GBK")
    (store.root / FIRST).unlink()
    store.git("add", "--all")
    tree = store.git("write-tree")
    people = "author 谢鸿猷\x1b[31m <a@b> 1 +0800\ncommitter a <a@b> 1 +0800"
    text = f"tree {tree}\nparent {store.first}\n{people}\nencoding GBK\n\n".encode("gbk")
    commit = store.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=text)
    [finding] = findings(str(store.root), store.first, commit)
    assert (finding.author, finding.commit) == ("谢鸿猷\x1b[31m", commit)
    assert " by 谢鸿猷?[31m removed " in sentence(finding)


def test_parts(tmp_path, monkeypatch):
    """A long history is compared in parts, at the same time; it is put together in its order."""
    first, last = long_history(tmp_path / "long", 200)
    monkeypatch.setattr(append_only, "_MANY", 7)
    root = str(tmp_path / "long" / "data")
    assert findings(root, first, last) == []
    backwards = git(tmp_path / "long", "commit-tree", f"{first}^{{tree}}", "-p", last, "-m", "x")
    names = git(tmp_path / "long", "ls-tree", "-r", "--name-only", last, "--", "data/progress").splitlines()
    assert [f"data/{one.path}" for one in findings(root, first, backwards)] == sorted(names)


# what is told of it


def strange(store, mode, path):
    """Put something into the index that is no entry."""
    text = store.git("hash-object", "-w", "--stdin", stdin=b"../../tasks.yaml")
    digest = "1" * 40 if mode == "160000" else text
    store.git("update-index", "--add", "--cacheinfo", f"{mode},{digest},data/{path}")


@pytest.mark.parametrize(
    ("spoil", "what", "cure"),
    [
        (lambda store: store.commit({FIRST: "a: 9\n"}), "changed", "git checkout {first} -- :/data/{path}"),
        (lambda store: store.commit({FIRST: None}), "removed", "git checkout {first} -- :/data/{path}"),
        (
            lambda store: (store.commit({FIRST: "a: 9\n"}), store.commit({FIRST: "a: 8\n"})),
            "changed",
            "git checkout {first} -- :/data/{path}",
        ),
        (lambda store: strange(store, "120000", FIRST), "link", "git checkout {first} -- :/data/{path}"),
        (lambda store: strange(store, "160000", FIRST), "submodule", "git checkout {first} -- :/data/{path}"),
        (lambda store: strange(store, "120000", SECOND), "link", "git rm -- :/data/{path}"),
        (lambda store: strange(store, "160000", SECOND), "submodule", "git rm -- :/data/{path}"),
        (
            lambda store: store.git("update-index", "--chmod=+x", f"data/{FIRST}"),
            "mode",
            "git checkout {first} -- :/data/{path}",
        ),
        (lambda store: strange(store, "100755", SECOND), "mode", "git add --chmod=-x -- :/data/{path}"),
    ],
)
def test_the_cure_puts_it_right(store, spoil, what, cure):
    """The command is typed as it stands, in any folder of the repository; then the entry is as it was filed."""
    spoil(store)
    store.commit_staged()
    store.git("checkout", "--quiet", "--force", "HEAD")
    finding = findings(str(store.root), store.first)[-1]
    assert finding[3:5] == (what, cure.format(first=store.first[:12], path=finding.path))
    git(store.root / "progress", *finding.cure.split(" ")[1:])
    cured = store.commit_staged()
    assert store.found(until=cured) - store.found(until="HEAD~") <= {(cured, FIRST, "restored")}
    entry, added = (store.git("ls-tree", rev, f"data/{FIRST}") for rev in (store.first, "HEAD"))
    assert entry == added
    assert store.git("ls-tree", "HEAD", f"data/{SECOND}")[:6] in {"", "100644"}


NAMES = ("报送.yaml", "a b.yaml", "a'.yaml", "$(touch pwn).yaml", "[a]*.yaml", "a\n.yaml", "\udcff.yaml", '"\\.yaml')


@pytest.mark.posix
def test_the_command_quotes_what_it_names(store):
    """It is typed as it stands into a shell, and means this one file, whatever its name holds."""
    for name in NAMES:
        (store.root / "progress/18" / name).symlink_to("elsewhere")
    store.commit()
    found = findings(str(store.root), store.first)
    assert {one.path for one in found} == {f"progress/18/{name}" for name in NAMES}
    for finding in found:
        before = set(os.listdir(store.root / "progress/18"))
        subprocess.run(["/bin/bash", "-c", finding.cure], cwd=store.root / "progress", env=ENVIRONMENT, check=True)
        assert {f"progress/18/{one}" for one in before - {*os.listdir(store.root / "progress/18")}} == {finding.path}


def test_sentence():
    """Who, what, and what to do, in both languages; the command stands last, so that it can be taken as it is."""
    command = f"git checkout abc -- :/{FIRST}"
    changed, restored = Finding(DIGEST, "张三", FIRST, "changed", command), Finding(DIGEST, "", FIRST, "restored")
    assert sentence(changed) == (
        "commit 0123456789ab by 张三 changed this filed entry; refuse it (mstrack correct puts a mistake right), "
        f"or take the entry back: {command}"
    )
    assert sentence(restored) == (
        "commit 0123456789ab by ? changed this entry back to what had been filed; where that is accepted, "
        "prove what follows with --against 0123456789ab"
    )
    with i18n.speaking("zh_CN"):
        assert sentence(changed) == (
            "张三 在提交 0123456789ab 中改动了这条报送；请不予合并（内容有误用 mstrack correct 更正），或恢复原文："
            f"{command}"
        )
        assert sentence(restored) == (
            "? 在提交 0123456789ab 中把这条报送改回了原来报送的内容；如认可，此后用 --against 0123456789ab 核验"
        )


@every("tongue", i18n.LANGUAGES)
@every("what", get_args(ViolationKind))
def test_every_violation_has_its_sentence(what, tongue):
    with i18n.speaking(tongue):
        told = sentence(Finding(DIGEST, "张三", FIRST, what))
    assert all(word in told for word in (DIGEST[:12], "张三"))
