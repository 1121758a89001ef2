"""A real repository: a revision reads as a folder does, and neither a revision's name nor a config runs anything."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time

import pytest

from mstrack.errors import Unreadable, WorldFailed, WrongUse
from mstrack.files import WorkTree
from mstrack.revision import Revision


def git(folder, *arguments):
    """Run git as nobody in particular, without the configuration of this machine."""
    person = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in PERSON.items()}
    environment = os.environ | person | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment, capture_output=True, check=True)
    return done.stdout.decode().strip()


PERSON = {"NAME": "张三", "EMAIL": "zhang@example.invalid", "DATE": "2021-10-08T09:31:07+08:00"}


def commit(folder, message="记录"):
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def repository(tmp_path):
    """A repository with a store in data/, and one commit."""
    (tmp_path / "repo" / "data" / "progress" / "18").mkdir(parents=True)
    (tmp_path / "repo" / "data" / "tasks.yaml").write_text("title: 甲\n", encoding="utf-8")
    (tmp_path / "repo" / "data" / "progress" / "18" / "a.yaml").write_text("task: 18\n")
    git(tmp_path / "repo", "init", "--quiet")
    commit(tmp_path / "repo")
    return tmp_path / "repo"


def everything(source, folder):
    """All names below a folder, and the bytes of all files."""
    found = {}
    for name in source.names(folder):
        path = f"{folder}/{name}" if folder else name
        below = everything(source, path)
        found |= below or {path: source.read(path, 2**20)}
    return found


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
    for rev, digest, title in ((old, old, "甲"), ("HEAD~1", old, "甲"), ("报送", old, "甲"), ("HEAD", new, "乙")):
        revision = Revision(str(repository / "data"), rev)
        assert (revision.commit, revision.read("tasks.yaml", 99).decode()) == (digest, f"title: {title}\n")


@pytest.mark.parametrize(
    "rev",
    [
        "--output=x",
        "-h",
        "--batch-all-objects",
        "",
        "\n",
        "HEAD\nHEAD",
        "HEAD HEAD",
        "nowhere",
        "a b 7 c",
        "a b 1000000 c",
        "HEAD:data/tasks.yaml",
        "HEAD:data",
        "0000000000000000000000000000000000000000",
        "HEAD^{blob}",
        "报送",
        "$(touch x)",
        "\udcff",
        "x" * 100_000,
    ],
)
def test_what_is_no_revision(repository, rev):
    """Refused in words and at once, nothing written, nothing run; the name never reaches a command line."""
    before = sorted(repository.rglob("*"))
    code = """
import sys
from mstrack.revision import Revision
Revision(sys.argv[1], sys.stdin.buffer.read().decode("utf-8", "surrogateescape"))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(repository / "data")],
        input=rev.encode("utf-8", "surrogateescape"), capture_output=True, check=False, timeout=20, cwd=repository,
    )  # fmt: skip
    assert "mstrack.errors.WrongUse: there is no revision " in done.stderr.decode()
    assert sorted(repository.rglob("*")) == before


def test_no_repository(tmp_path):
    with pytest.raises(WrongUse, match="in no git repository"):
        Revision(str(tmp_path), "HEAD")


def test_a_repository_without_a_commit(tmp_path):
    git(tmp_path, "init", "--quiet")
    with pytest.raises(WrongUse, match="there is no revision HEAD"):
        Revision(str(tmp_path), "HEAD")


def test_no_git(repository, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(WorldFailed, match="is it installed"):
        Revision(str(repository), "HEAD")


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


def test_a_file_far_too_large_is_not_taken_into_memory(repository):
    """Git says how large a file is before it is read: 200 MB of zeros, packed to 200 KB, cost a program nothing."""
    with (repository / "data" / "tasks.yaml").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    commit(repository)
    code = """
import resource, sys
from mstrack.errors import Unreadable
from mstrack.revision import Revision
try:
    Revision(sys.argv[1], "HEAD").read("tasks.yaml", 1024)
except Unreadable as error:
    print([line for line in open("/proc/self/status") if line.startswith("VmHWM")][0].split()[1], error)
"""
    command = [sys.executable, "-c", code, str(repository / "data")]
    done = subprocess.run(command, capture_output=True, check=True, text=True, timeout=60)
    peak, _space, said = done.stdout.partition(" ")
    assert said == "tasks.yaml:1:1: error: larger than 1 KiB; shorten it [size]\n"
    assert int(peak) < 100 * 1024


def test_nothing_that_the_repository_configures_runs(repository, tmp_path):
    """A clone from a stranger: fsmonitor, hooks, pager, diff and merge drivers, filters, aliases, and lazy fetching."""
    ran = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f'#!/bin/sh\necho "$0 $*" >> {ran}\n')
    program.chmod(0o755)
    (repository / ".gitattributes").write_text("*.yaml diff=x merge=x filter=x\n")
    commit(repository)
    for hook in ("post-checkout", "post-index-change", "pre-commit", "reference-transaction", "post-rewrite"):
        shutil.copy(program, repository / ".git" / "hooks" / hook)
    for name in (
        "core.fsmonitor", "core.pager", "pager.ls-tree", "pager.cat-file", "core.sshCommand", "core.editor",
        "diff.external", "diff.x.textconv", "diff.x.command", "merge.x.driver", "filter.x.smudge", "filter.x.process",
        "credential.helper", "core.askPass", "remote.origin.uploadpack", "gpg.program",
    ):  # fmt: skip
        git(repository, "config", name, str(program))
    git(repository, "config", "alias.cat-file", f"!{program}")
    git(repository, "config", "core.hooksPath", str(repository / ".git" / "hooks"))
    assert everything(Revision(str(repository / "data"), "HEAD"), "").keys() == {"tasks.yaml", "progress/18/a.yaml"}
    assert not ran.exists(), ran.read_text()


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
    with pytest.raises(WorldFailed, match="git has lost the object"):
        revision.read("tasks.yaml", 99)
    assert not ran.exists(), ran.read_text()


def test_git_variables_of_a_hook_name_no_other_repository(repository, tmp_path, monkeypatch):
    """GIT_DIR and its like leak in from hooks."""
    git(tmp_path, "init", "--quiet", "other")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "no-index"))
    assert Revision(str(repository / "data"), "HEAD").read("tasks.yaml", 99) == "title: 甲\n".encode()


def test_a_revision_leaves_no_process_behind(repository):
    revision = Revision(str(repository / "data"), "HEAD")
    process = revision._objects._process
    del revision
    start = time.monotonic()
    while process.poll() is None and time.monotonic() - start < 5:
        time.sleep(0.01)
    assert process.returncode == 0
