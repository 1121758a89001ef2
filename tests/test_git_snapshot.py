"""A real repository: a revision reads as a folder does. What a hostile one does not get to run: test_hostile.py."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time

import pytest
from offenders import every
from repositories import commit, git

from mstrack.errors import Unreadable, WorldFailed, WrongUse
from mstrack.git.snapshot import Revision
from mstrack.store.source import WorkTree


@pytest.fixture
def repository(tmp_path):
    """A repository with a store in data/, and one commit."""
    (tmp_path / "repo" / "data" / "progress" / "18").mkdir(parents=True)
    (tmp_path / "repo" / "data" / "tasks.yaml").write_text("title: 甲\n", encoding="utf-8")
    (tmp_path / "repo" / "data" / "progress" / "18" / "a.yaml").write_text("task: 18\n")
    git(tmp_path / "repo", "init", "--quiet", "--initial-branch=main")
    commit(tmp_path / "repo", "first")
    return tmp_path / "repo"


def everything(source, folder):
    """All names below a folder, and the bytes of all files."""
    found = {}
    for name in source.names(folder):
        path = f"{folder}/{name}" if folder else name
        try:
            found |= everything(source, path)
        except Unreadable:  # a file
            found[path] = source.read(path, 2**20)
    return found


@pytest.mark.posix
def test_a_revision_reads_as_the_work_tree_it_was_made_of(tmp_path, root):
    """The examples: the same names in the same folders, the same bytes; names in Chinese and with line feeds, too."""
    shutil.copytree(root / "examples", tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "progress" / "18" / "补\n报 “一”.yaml").write_text("甲")
    shutil.rmtree(tmp_path / "cache-of-mstrack", ignore_errors=True)
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    revision, tree = Revision(str(tmp_path), "HEAD"), WorkTree(str(tmp_path))
    assert everything(revision, "progress") == everything(tree, "progress")
    assert revision.read("tasks.yaml", 2**20) == tree.read("tasks.yaml", 2**20)
    assert sorted(set(tree.names("")) - {".git"}) == sorted(revision.names(""))
    assert revision.names("progress/99") == tree.names("progress/99") == []


def test_a_store_in_a_folder_of_a_repository(repository):
    """Paths are relative to the store, not to the repository; from the top they have the folder before them."""
    assert everything(Revision(str(repository / "data"), "HEAD"), "") == {
        "tasks.yaml": "title: 甲\n".encode(),
        "progress/18/a.yaml": b"task: 18\n",
    }
    assert Revision(str(repository), "HEAD").names("data/progress") == ["18"]


def test_an_old_revision_is_what_was_known_then(repository):
    old = git(repository, "rev-parse", "HEAD")
    git(repository, "tag", "--annotate", "报送", "--message", "标签")
    (repository / "data" / "tasks.yaml").write_text("title: 乙\n", encoding="utf-8")
    new = commit(repository)
    (repository / "data" / "tasks.yaml").write_text("title: 丙\n", encoding="utf-8")
    for rev in (old, old[:12], "HEAD~1", "HEAD@{1}", "报送", "tags/报送", "HEAD^{/first}", ":/first"):
        revision = Revision(str(repository / "data"), rev)
        assert (revision.commit, revision.read("tasks.yaml", 99).decode()) == (old, "title: 甲\n")
    for rev in (new, "HEAD", "@", "main", "HEAD@{yesterday}", "@{0}", "main@{2026-01-01}"):
        revision = Revision(str(repository / "data"), rev)
        assert (revision.commit, revision.read("tasks.yaml", 99).decode()) == (new, "title: 乙\n")


def test_a_day_before_the_clone(repository):
    """Git would answer with the oldest that its log knows; that is not what was known on that day."""
    for rev in ("HEAD@{2021-10-01}", "main@{2021-10-01}~0", "@{10 years ago}"):
        with pytest.raises(WrongUse, match="the log of this clone does not go back to "):
            Revision(str(repository / "data"), rev)


NOTHING = "there is no revision "
NO_COMMIT = " is no commit but a file or a folder; git log lists the commits"
AMBIGUOUS = " may be any of several commits; write more of the digest, or tags/"


@pytest.fixture
def ambiguous(repository):
    """The repository with a tag of a file, and with a name that is a tag and a branch."""
    git(repository, "tag", "file", "HEAD:data/tasks.yaml")
    git(repository, "tag", "both")
    (repository / "data" / "tasks.yaml").write_text("title: 乙\n", encoding="utf-8")
    git(repository, "checkout", "--quiet", "--orphan", "side")
    commit(repository)
    git(repository, "branch", "both")
    return repository


@every(
    ("rev", "sentence"),
    [
        ("--output=x", NOTHING),
        ("-h", NOTHING),
        ("--batch-all-objects", NOTHING),
        ("", NOTHING),
        (" ", NOTHING),
        ("\n", NOTHING),
        ("HEAD\nHEAD", NOTHING),
        ("HEAD\0", NOTHING),
        ("HEAD HEAD", NOTHING),
        ("nowhere", NOTHING),
        ("a b 7 c", NOTHING),
        ("a b 1000000 c", NOTHING),
        ("a missing", NOTHING),
        ("a ambiguous", NOTHING),
        ("HEAD:data/tasks.yaml", NO_COMMIT),
        ("HEAD:data", NO_COMMIT),
        ("HEAD^{tree}", NO_COMMIT),
        (":data/tasks.yaml", NO_COMMIT),
        ("file", NO_COMMIT),
        ("0000000000000000000000000000000000000000", NOTHING),
        ("0" * 64, NOTHING),
        ("HEAD^{blob}", NOTHING),
        ("HEAD~1", NOTHING),
        ("HEAD..HEAD", NOTHING),
        ("^HEAD", NOTHING),
        ("HEAD^@", NOTHING),
        ("HEAD@{1000}", NOTHING),
        ("HEAD@{x", NOTHING),
        ("@{u}", NOTHING),
        (":/no such text", NOTHING),
        (":/[", NOTHING),
        ("both", AMBIGUOUS),
        ("both~0", AMBIGUOUS),
        ("报送", NOTHING),
        ("$(touch x)", NOTHING),
        ("\udcff", NOTHING),
        ("x" * 100_000, NOTHING),
    ],
)
def test_what_is_no_revision(ambiguous, rev, sentence):
    """Refused in words and at once, nothing written, nothing run; the name never reaches a command line."""
    before = sorted(ambiguous.rglob("*"))
    code = """
import sys
from mstrack.git.snapshot import Revision
Revision(sys.argv[1], sys.stdin.buffer.read().decode("utf-8", "surrogateescape"))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(ambiguous / "data")],
        input=rev.encode("utf-8", "surrogateescape"), capture_output=True, check=False, timeout=20, cwd=ambiguous,
    )  # fmt: skip
    told = done.stderr.decode().splitlines()[-1]
    assert told.startswith("mstrack.errors.WrongUse: ")
    assert sentence in told
    assert len(told) < 300
    assert sorted(ambiguous.rglob("*")) == before


def test_a_digest_that_is_too_short(repository):
    """Two commits that start alike: more of the digest is asked for."""
    seen = {}
    for number in range(2000):
        digest = git(repository, "commit-tree", "HEAD^{tree}", "-m", str(number))
        if digest[:4] in seen:
            break
        seen[digest[:4]] = digest
    with pytest.raises(WrongUse, match=f"^{digest[:4]}{AMBIGUOUS}{digest[:4]} or heads/{digest[:4]}$"):
        Revision(str(repository / "data"), digest[:4])
    assert Revision(str(repository / "data"), digest).commit == digest


def test_a_branch_that_is_called_as_a_commit(repository):
    """Neither is taken silently for the other."""
    old = git(repository, "rev-parse", "HEAD")
    git(repository, "commit", "--quiet", "--allow-empty", "--message", "x")
    git(repository, "update-ref", f"refs/heads/{old}", "HEAD")
    with pytest.raises(WrongUse, match=AMBIGUOUS):
        Revision(str(repository / "data"), old)
    assert Revision(str(repository / "data"), "HEAD~1").commit == old


def test_no_repository(tmp_path):
    with pytest.raises(WrongUse, match="in no git repository"):
        Revision(str(tmp_path), "HEAD")


def test_a_repository_without_a_commit(tmp_path):
    git(tmp_path, "init", "--quiet")
    with pytest.raises(WrongUse, match="there is no revision HEAD"):
        Revision(str(tmp_path), "HEAD")


def test_a_link_and_a_file_too_large_are_refused_as_on_disk(repository):
    (repository / "data" / "link.yaml").symlink_to("tasks.yaml")
    (repository / "data" / "large.yaml").write_bytes(b"x" * 1025)
    commit(repository)
    revision = Revision(str(repository / "data"), "HEAD")
    for path, rule in (("link.yaml", "not-a-file"), ("large.yaml", "size"), ("no.yaml", "not-a-file")):
        with pytest.raises(Unreadable) as caught:
            revision.read(path, 1024)
        assert [(one.path, one.rule) for one in caught.value.problems] == [(path, rule)]
    assert len(revision.read("large.yaml", 1025)) == 1025
    assert revision.read("tasks.yaml", 99) == "title: 甲\n".encode()


@pytest.mark.posix
def test_a_file_far_too_large_is_not_taken_into_memory(repository):
    """Git says how large a file is before it is read: 200 MB of zeros, packed to 200 KB, cost a program nothing."""
    with (repository / "data" / "tasks.yaml").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    commit(repository)
    code = """
import resource, sys
from mstrack.errors import Unreadable
from mstrack.git.snapshot import Revision
try:
    Revision(sys.argv[1], "HEAD").read("tasks.yaml", 1024)
except Unreadable as error:
    print([line for line in open("/proc/self/status") if line.startswith("VmHWM")][0].split()[1], error)
"""
    command = [sys.executable, "-c", code, str(repository / "data")]
    done = subprocess.run(command, capture_output=True, check=True, text=True, timeout=60)
    peak, _space, said = done.stdout.partition(" ")
    assert said.startswith("tasks.yaml:1:1: error: larger than 1 KiB; ")
    assert said.endswith(" [size]\n")
    assert int(peak) < 100 * 1024


@pytest.mark.posix  # a shell script stands in for a program
def test_a_missing_object_of_a_partial_clone_is_not_fetched(repository, tmp_path):
    """Such a fetch would run what .git/config names as the program at the other end."""
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> {ran}\nexit 1\n')
    program.chmod(0o755)
    blob = git(repository, "rev-parse", "HEAD:data/tasks.yaml")
    for name, value in (
        ("core.repositoryFormatVersion", "1"), ("protocol.file.allow", "always"), ("extensions.partialClone", "origin"),
        ("remote.origin.promisor", "true"),
        ("remote.origin.url", str(tmp_path)), ("remote.origin.uploadpack", str(program)),
    ):  # fmt: skip
        git(repository, "config", name, value)
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    revision = Revision(str(repository / "data"), "HEAD")
    with pytest.raises(WorldFailed, match="this clone is partial"):
        revision.read("tasks.yaml", 99)
    assert not ran.exists(), ran.read_text()


@pytest.mark.posix
@pytest.mark.parametrize("kind", ["blob:none", "tree:0"])
def test_a_partial_clone_is_told_its_cure(repository, tmp_path, kind):
    """Without texts, and without folders: the command that is named helps."""
    git(repository, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--no-checkout", f"--filter={kind}", repository.as_uri(), str(clone))
    with pytest.raises(WorldFailed, match=r"this clone is partial, .*; run (.*)") as refused:
        Revision(str(clone), "HEAD").read("data/tasks.yaml", 99)
    cure = str(refused.value).partition("; run git ")[2].split()
    git(clone, *cure, "--quiet")
    assert Revision(str(clone), "HEAD").read("data/tasks.yaml", 99) == "title: 甲\n".encode()


@pytest.mark.parametrize("lost", ["HEAD:data", "HEAD:data/progress", "HEAD:data/progress/18", "HEAD:data/tasks.yaml"])
def test_what_git_has_lost_is_no_empty_folder(repository, lost):
    """A folder or a file whose object is gone is told; nothing reads as if it had never been there."""
    digest = git(repository, "rev-parse", lost)
    lies = repository / ".git" / "objects" / digest[:2] / digest[2:]
    lies.chmod(0o600)  # Windows deletes nothing that is read-only
    lies.unlink()
    with pytest.raises(WorldFailed, match=f"git has lost the object {digest}; run git fsck|git ls-tree failed"):
        everything(Revision(str(repository / "data"), "HEAD"), "")


def test_a_tree_that_breaks_off_is_refused(repository):
    """Git itself gives out a tree that ends in the middle of a digest, where it was written so."""
    whole = subprocess.run(
        ["git", "-C", repository, "cat-file", "tree", "HEAD:data"], capture_output=True, check=True
    ).stdout
    made = ["git", "-C", repository, "hash-object", "-t", "tree", "-w", "--literally", "--stdin"]
    broken = subprocess.run(made, input=whole[:-3], capture_output=True, check=True).stdout.decode().strip()
    commit = git(repository, "commit-tree", "-m", "broken", broken)
    with pytest.raises(WorldFailed, match=f"git has lost the object {broken}; run git fsck"):
        Revision(str(repository), commit).names("")


def test_a_revision_leaves_no_process_behind(repository):
    revision = Revision(str(repository / "data"), "HEAD")
    process = revision._objects._process
    del revision
    start = time.monotonic()
    while process.poll() is None and time.monotonic() - start < 5:
        time.sleep(0.01)
    assert process.returncode == 0
