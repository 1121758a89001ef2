"""Nothing hides a violation; where nothing can be proved this is said: exit code 2 or 3, never a pass."""

import os
import shutil

import pytest
from proving import ENTRY, FIRST, SECOND, Store, git, repository
from repositories import lose

from mstrack.check.append_only import findings
from mstrack.errors import ExitCode, Unreadable, WrongUse


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "repo")


def clone(store, folder, *options):
    """Clone a store's repository; return the store's folder in it."""
    store.git("config", "uploadpack.allowFilter", "true")
    git(folder, "clone", "--quiet", *options, f"file://{store.folder}", "clone")
    return folder / "clone" / "data"


def refused(rule, root, since, until="HEAD"):
    """Return why nothing is proved."""
    with pytest.raises(Unreadable) as caught:
        findings(str(root), since, until)
    [problem] = caught.value.problems
    assert (caught.value.code, problem.path, problem.rule) == (ExitCode.UNREADABLE, "progress", rule)
    return problem.sentence


def test_a_shallow_clone(store, tmp_path):
    """Wherever the revision lies, inside what was fetched or not; the command that is told helps."""
    bad = store.commit({FIRST: "a: 9\n"})
    last = store.commit({FIRST: "a: 1\n"})
    root = clone(store, tmp_path, "--depth", "2")
    for since in (store.first, bad, last, "HEAD", "nowhere"):
        assert refused("shallow", root, since).endswith("; run git fetch --unshallow")
    git(root, "fetch", "--quiet", "--unshallow")
    assert [one.commit for one in findings(str(root), store.first)] == [bad, last]


def test_a_clone_without_folders(store, tmp_path):
    """A partial clone fetches what is missing only when a person asks: the proof runs nothing. The command helps."""
    bad = store.commit({FIRST: "a: 9\n"})
    store.commit({FIRST: "a: 1\n"})
    root = clone(store, tmp_path, "--filter=tree:0")
    assert refused("incomplete", root, store.first).endswith("; run git fetch --refetch --no-filter")
    git(root, "fetch", "--quiet", "--refetch", "--no-filter")
    assert bad in {one.commit for one in findings(str(root), store.first)}


def test_a_clone_without_texts(store, tmp_path):
    """What the entries say is not asked, only whether it is the same: nothing is missing."""
    bad = store.commit({FIRST: "a: 9\n"})
    root = clone(store, tmp_path, "--filter=blob:none", "--no-checkout")
    root.mkdir()
    assert [one.commit for one in findings(str(root), store.first)] == [bad]


@pytest.mark.parametrize("lost", ["{bad}", "{bad}^{{tree}}", "{bad}:data/progress/18", "{bad}:data"])
def test_objects_that_are_lost(store, lost):
    bad = store.commit({FIRST: "a: 9\n"})
    store.commit({FIRST: "a: 1\n"})
    digest = store.git("rev-parse", lost.format(bad=bad))
    lose(store.folder / ".git" / "objects" / digest[:2] / digest[2:])
    assert refused("incomplete", store.root, store.first).endswith("; run git fsck")


@pytest.mark.posix  # a shell script stands in for a program
def test_a_git_that_breaks_off(store, tmp_path, monkeypatch):
    """An answer that ends too early is no answer, though git says that all is well."""
    store.commit({FIRST: "a: 9\n"})
    store.commit({FIRST: "a: 1\n"})
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    git = shutil.which("git")
    program.write_text(f'#!/bin/sh\ncase "$*" in *diff-tree*) {git} "$@" | head -c 200;; *) exec {git} "$@";; esac\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    assert refused("incomplete", store.root, store.first).endswith("; run git fsck")


def test_no_ancestor(store):
    """A rewritten branch, a branch beside, another repository, and the two the wrong way round."""
    later = store.commit({SECOND: "a: 2\n"})
    store.git("checkout", "--quiet", "-b", "side", store.first)
    side = store.commit({"tasks.yaml": "a"})
    alone = store.git("commit-tree", f"{store.first}^{{tree}}", "-m", "x")
    for since, until in ((later, side), (side, later), (alone, later), (later, alone), (later, store.first)):
        told = refused("ancestor", store.root, since, until)
        assert told.startswith(f"{since[:12]} is no ancestor of {until[:12]}, ")
        assert f"; git merge-base {since[:12]} {until[:12]} shows " in told


@pytest.mark.parametrize(
    "rev", ["nowhere", "--output=x", "-h", "", "HEAD\n", "HEAD..HEAD", "^HEAD", "HEAD:data", "0" * 40]
)
def test_what_is_no_revision(store, rev):
    """Refused in words; nothing is written, nothing is taken for an option."""
    before = sorted(store.folder.rglob("*"))
    for since, until in ((rev, "HEAD"), ("HEAD", rev)):
        with pytest.raises(WrongUse):
            findings(str(store.root), since, until)
    assert sorted(store.folder.rglob("*")) == before


def test_no_repository(tmp_path):
    with pytest.raises(WrongUse, match="in no git repository, so nothing can be proved; leave out --against"):
        findings(str(tmp_path), "HEAD")


@pytest.mark.parametrize("is_submodule", [True, False])
def test_a_repository_in_the_place_of_a_store(store, tmp_path, is_submodule):
    """Its history proves nothing of what the repository above had filed there; one beside the store is harmless."""
    other = Store(tmp_path / "other")
    if is_submodule:
        store.git("rm", "-r", "--quiet", "data")
        store.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other.folder), "data")
        store.commit_staged()
        inside = store.folder / "data" / "data"
    else:
        shutil.copytree(other.folder / ".git", store.root / ".git")
        inside = store.root
    with pytest.raises(
        Unreadable, match="another repository lies in data, where the repository above had a store"
    ) as refused:
        findings(str(inside), "HEAD")
    assert [one.rule for one in refused.value.problems] == ["inner"]
    shutil.copytree(other.folder, store.folder / "beside")
    assert findings(str(store.folder / "beside" / "data"), "HEAD") == []


def test_no_commit(tmp_path):
    with pytest.raises(WrongUse, match="there is no revision HEAD"):
        findings(str(repository(tmp_path)), "HEAD")


@pytest.fixture
def spoilt(store):
    """A store in which an entry was changed and changed back, and a submodule came; `wanted` is what is found."""
    store.bad = store.commit({FIRST: "a: 9\n"})
    store.commit({FIRST: "a: 1\n"})
    store.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},data/progress/sub")
    store.commit_staged()
    store.wanted = store.found()
    assert sorted(what for _commit, _path, what in store.wanted) == ["changed", "restored", "submodule"]
    return store


def test_a_replaced_object_hides_nothing(spoilt):
    spoilt.git("replace", spoilt.bad, spoilt.first)
    assert spoilt.git("diff-tree", "-r", spoilt.bad) == ""
    assert spoilt.found() == spoilt.wanted


def test_a_graft_hides_nothing(spoilt):
    (spoilt.folder / ".git" / "info" / "grafts").write_text(f"{spoilt.git('rev-parse', 'HEAD~')} {spoilt.first}\n")
    assert spoilt.bad not in spoilt.git("rev-list", "HEAD")
    assert spoilt.found() == spoilt.wanted


def test_a_commit_graph_that_lies_hides_nothing(spoilt):
    """It gives a commit another parent (gitformat-commit-graph: 36 bytes a commit in CDAT, by digest; a tree first)."""
    spoilt.git("commit-graph", "write", "--reachable")
    graph = spoilt.folder / ".git" / "objects" / "info" / "commit-graph"
    data = bytearray(graph.read_bytes())
    table = (data[8 + 12 * chunk : 20 + 12 * chunk] for chunk in range(data[6]))
    commits = {bytes(one[:4]): int.from_bytes(one[4:]) for one in table}[b"CDAT"]
    positions = sorted(spoilt.git("rev-list", "HEAD").splitlines())
    parent = commits + 36 * positions.index(spoilt.git("rev-parse", "HEAD~")) + 20
    data[parent : parent + 4] = positions.index(spoilt.first).to_bytes(4)
    graph.chmod(0o644)
    graph.write_bytes(data)
    assert spoilt.bad not in spoilt.git("rev-list", "HEAD")
    assert spoilt.found() == spoilt.wanted


def test_an_ignored_submodule_is_seen(spoilt):
    """Neither .gitmodules nor the clone's config decide what is looked at."""
    modules = '[submodule "x"]\n\tpath = data/progress/sub\n\turl = /nowhere\n\tignore = all\n'
    (spoilt.folder / ".gitmodules").write_text(modules)
    spoilt.git("config", "submodule.x.ignore", "all")
    spoilt.git("config", "diff.ignoreSubmodules", "all")
    assert spoilt.git("diff", "--name-only", "HEAD~", "HEAD", "--", "data") == ""
    assert spoilt.found() == spoilt.wanted


@pytest.mark.posix  # a shell script stands in for a program
def test_a_config_hides_nothing_and_runs_nothing(spoilt, tmp_path):
    """Attributes that switch diffs off, an order of files, other encodings, programs for whatever git may start."""
    ran, program = tmp_path / "ran", tmp_path / "program"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> {ran}\n')
    program.chmod(0o755)
    (spoilt.folder / ".gitattributes").write_text("* -diff merge=union filter=x diff=x\n")
    for name in (
        "core.fsmonitor", "core.pager", "pager.diff-tree", "pager.rev-list", "diff.external", "diff.x.textconv",
        "diff.x.command", "filter.x.clean", "gpg.program", "diff.orderFile", "core.attributesFile", "core.hooksPath",
    ):  # fmt: skip
        spoilt.git("config", name, str(program))
    for name, value in (
        ("diff.relative", "true"), ("diff.renames", "copies"), ("log.showSignature", "true"), ("core.abbrev", "7"),
        ("i18n.logOutputEncoding", "gbk"), ("format.pretty", "oneline"), ("log.follow", "true"),
    ):  # fmt: skip
        spoilt.git("config", name, value)
    assert spoilt.found() == spoilt.wanted
    assert not ran.exists(), ran.read_text()


def test_the_environment_of_a_hook_hides_nothing(spoilt, monkeypatch, tmp_path):
    repository(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    monkeypatch.setenv("GIT_NAMESPACE", "x")
    monkeypatch.setenv("GIT_DIFF_OPTS", "-M")
    assert spoilt.found() == spoilt.wanted


def test_a_name_that_stands_twice_in_a_tree(store):
    """To diff-tree the second one is added, whoever reads gets that one: such a tree is refused."""

    def tree(*entries):
        raw = b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(digest) for mode, name, digest in entries)
        return store.git("hash-object", "-t", "tree", "--literally", "-w", "--stdin", stdin=raw)

    name = FIRST.rpartition("/")[2]
    old = (ENTRY, name, store.git("rev-parse", f"HEAD:data/{FIRST}"))
    new = (ENTRY, name, store.git("hash-object", "-w", "--stdin", stdin=b"a: 9\n"))
    for tasks in (
        [("40000", "18", tree(old, new))],
        [("40000", "18", tree(old)), ("40000", "18", tree(new))],
        [("40000", "18", tree(old)), (ENTRY, f"18/{name}", new[2])],
        [("40000", "18", tree(old, ("40000", name, tree(new))))],
    ):
        top = tree(("40000", "data", tree(("40000", "progress", tree(*tasks)))))
        commit = store.git("commit-tree", top, "-p", store.first, "-m", "x")
        with pytest.raises(Unreadable) as caught:
            findings(str(store.root), store.first, commit)
        [problem] = caught.value.problems
        assert (problem.path, problem.rule) == (FIRST, "twice")
        assert problem.sentence.startswith(f"commit {commit[:12]} has this name twice")


def test_nothing_is_written(spoilt):
    """All files of the repository are as they were."""

    def state():
        return {path: path.stat().st_mtime_ns for path in spoilt.folder.rglob("*")}

    before = state()
    assert spoilt.found() == spoilt.wanted
    assert state() == before
