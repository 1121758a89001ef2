"""A repository from a stranger: whatever programs it and the environment name, no query runs any of them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
import traps
from recording import adding
from repositories import GIT, alone, commit, everything, git, program, wrapped
from running import ON, QUERIES, ask, own_store

import mstrack.git.process
from mstrack.cli import app

pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals of this kind")
pytestmark = pytest.mark.slow

ASKING = [name for name, spec in app.COMMANDS.items() if spec.group in {app.QUERY, app.REVIEW}]
NEEDED = {"show": ("18",)}
REVISIONS = ("HEAD", "HEAD~1", "side")
VARIANTS = {
    "--rev": [("--rev", rev) for rev in REVISIONS],
    "--staged": [("--staged",)],
    "--against": [("--against", "HEAD"), ("--against", "HEAD~1")],
    "REV": [("HEAD",), ("HEAD~1", "HEAD")],
}
"""Option or argument → how a command that has it is called, so that it asks git."""


def calls():
    """Yield every way to call a command that answers."""
    for name in ASKING:
        params = [one.opts[0] if one.param_type_name == "option" else one.metavar for one in app.build(name).params]
        for variant in [(), *(variant for param in dict.fromkeys(params) for variant in VARIANTS.get(param, ()))]:
            yield (name, *NEEDED.get(name, ()), *variant)


CALLS = [*calls(), ("check", "--staged", "--against", "HEAD~1"), ("check", "--rev", "HEAD", "--against", "HEAD~1")]
PAST = [call for call in CALLS if call[0] == "diff" or {"--rev", "--against", "--staged"} & {*call}]
"""Those that cannot do without git."""


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    """The same repository twice, without and with its traps; no test may change either."""
    folder = tmp_path_factory.mktemp("stranger")
    calm = traps.calm(folder)
    git(folder, "init", "--quiet", "other")
    wild = traps.wild(calm, folder)
    traps.misled(wild)
    return folder, calm, wild


@pytest.fixture
def ours(tmp_path, stranger):
    """A copy of the repository with its traps that a test may change."""
    shutil.copytree(stranger[2], tmp_path / "wild", symlinks=True)
    return tmp_path / "wild"


@pytest.fixture(autouse=True)
def _warm(monkeypatch, tmp_path_factory):
    """Keep the memo between these tests: they are many."""
    monkeypatch.setenv("MSTRACK_CACHE", str(tmp_path_factory.getbasetemp() / "warm-of-hostile"))


def ran(folder):
    return sorted(path.name for path in (folder / "ran").iterdir())


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_nothing_runs(stranger, monkeypatch, call):
    """Every query answers as if there were no trap, runs none of the programs, and changes nothing."""
    folder, calm, wild = stranger
    monkeypatch.chdir(calm)
    expected = ask(*call, *ON)
    monkeypatch.chdir(wild)
    for name, value in traps.environment(folder).items():
        monkeypatch.setenv(name, value)
    before = everything(wild)
    told = ask(*call, *ON)
    assert ran(folder) == []
    assert everything(wild) == before
    assert (told.code, told.out.replace(str(wild), str(calm)), told.err.replace(str(wild), str(calm))) == expected
    assert told.code in {0, 1}, told.err
    assert told.out


@pytest.mark.parametrize("asked", ["log -1 signed", "rev-list --all", "ls-files --stage", "cat-file blob GONE"])
def test_what_asks_git_need_not_know_the_traps(stranger, monkeypatch, asked):
    """Whoever asks git what it has is protected without knowing of it, whichever command it is."""
    folder, _calm, wild = stranger
    for name, value in traps.environment(folder).items():
        monkeypatch.setenv(name, value)
    gone = git(folder, "hash-object", "--stdin", text="gone\n")
    assert mstrack.git.process.ask(str(wild), *asked.replace("GONE", gone).split()).code == (
        128 if "GONE" in asked else 0
    )
    assert ran(folder) == []


def test_add_runs_nothing(stranger, ours, monkeypatch):
    """Filing an entry runs none of the programs either, and adds one file; nothing but its folder changes."""
    folder = stranger[0]
    for name, value in traps.environment(folder).items():
        monkeypatch.setenv(name, value)
    git(ours, "config", "user.name", "张三")
    before = everything(ours)
    told = ask(*adding(ours / "data", unit="gzw", figure=None, reporter=None))
    after = everything(ours)
    assert told.code == 0, told.err
    assert ran(folder) == []
    assert {path for path in after if after[path] != before.get(path)} == {
        "data/progress/18", str(Path(told.out.splitlines()[-1]).resolve().relative_to(ours))
    }  # fmt: skip


@pytest.mark.parametrize("name", traps.TRAPS)
def test_traps_are_sprung_by_git(stranger, tmp_path, name):
    """The traps are real: a plain git command runs each of them."""
    folder, calm, _wild = stranger
    trap = traps.TRAPS[name]
    ours = traps.wild(calm, tmp_path, only={name})
    gone = git(folder, "hash-object", "--stdin", text="gone\n")
    empty = git(folder, "hash-object", "-t", "tree", "/dev/null")
    words = trap.spring.replace("GONE", gone).replace("EMPTY", empty).split()
    run_on_a_terminal(ours, words, trap.typed)
    assert name in ran(tmp_path)


def run_on_a_terminal(folder, words, typed="", env=None):
    """Run git as somebody does who types, whose answer goes to a terminal."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [GIT, *words], cwd=folder, env=alone() | {"TERM": "xterm", "LC_ALL": "C"} | (env or {}),
        stdin=subprocess.PIPE, stdout=slave, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    os.close(slave)
    process.communicate(typed.encode(), timeout=30)
    os.close(master)


@pytest.mark.parametrize(
    ("lie", "question"),
    [
        ("core.worktree", "rev-parse --show-toplevel"),
        ("replace", "cat-file commit HEAD~1"),
        ("grafts", "rev-list HEAD"),
        ("commit-graph", "rev-list HEAD"),
    ],
)
def test_plain_git_is_misled(stranger, tmp_path, lie, question):
    """The lies are good ones: what plain git answers depends on each of them."""
    ours = traps.wild(stranger[1], tmp_path, only=())
    traps.misled(ours)
    places = {"replace": "refs/replace", "grafts": "info/grafts", "commit-graph": "objects/info/commit-graph"}
    kept = {name: place for name, place in places.items() if name != lie}
    for place in kept.values():
        path = ours / ".git" / place
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if lie != "core.worktree":
        git(ours, "config", "--unset", "core.worktree")
    assert git(ours, *question.split()) != git(stranger[1], *question.split())


@pytest.mark.parametrize("name", traps.ENVIRONMENT)
def test_variables_are_traps(stranger, tmp_path, name):
    """The variables are traps, too: plain git follows each of them."""
    ours = traps.wild(stranger[1], tmp_path, only=())
    variable = {name: traps.environment(tmp_path)[name]}
    run_on_a_terminal(ours, traps.ENVIRONMENT[name].spring.split(), env=variable)
    assert name in ran(tmp_path)


@pytest.mark.parametrize("folder", ["", "."])
def test_a_program_in_the_store_is_not_git(tmp_path, monkeypatch, folder):
    """A PATH that starts with the current folder, as that of Windows always does, finds no git there."""
    root = own_store(tmp_path)
    git(root, "init", "--quiet")
    commit(root)
    program(root / "git", f": > {tmp_path}/ran")
    monkeypatch.chdir(root)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    assert ask("due", "--rev", "HEAD", *ON).code == 0
    assert not (tmp_path / "ran").exists()
    subprocess.run(["git", "status"], check=True)
    assert (tmp_path / "ran").exists()


@pytest.mark.parametrize("call", QUERIES, ids=" ".join)
def test_one_process(stranger, tmp_path, monkeypatch, call):
    """A query on a revision starts git once, whatever it reads; one on the work tree never."""
    monkeypatch.setenv("PATH", wrapped(tmp_path))
    assert ask(*call, "--data", stranger[1] / "data", *ON).code == 0
    assert not (tmp_path / "started").exists()
    assert ask(*call, "--data", stranger[1] / "data", *ON, "--rev", "HEAD").code == 0
    started = (tmp_path / "started").read_text().splitlines()
    assert [word for line in started for word in line.split() if word == "cat-file"] == ["cat-file"]
    assert len(started) == 1


@pytest.mark.parametrize("call", PAST, ids=" ".join)
def test_without_git(tmp_path, stranger, monkeypatch, call):
    """Where git is missing, what needs it says so."""
    monkeypatch.setenv("PATH", str(tmp_path))
    told = ask(*call, "--data", stranger[1] / "data", *ON)
    assert (told.code, told.out, told.err) == (4, "", "git could not be started; is it installed?\n")


@pytest.mark.parametrize("call", PAST, ids=" ".join)
def test_a_repository_of_somebody_else(stranger, tmp_path, monkeypatch, call):
    """Git does not serve it until its user says so: the sentence names the command that says it."""
    monkeypatch.setenv("PATH", wrapped(tmp_path, "export GIT_TEST_ASSUME_DIFFERENT_OWNER=1"))
    told = ask(*call, "--data", stranger[1] / "data", *ON)
    assert (told.code, told.out) == (4, "")
    assert told.err == (
        "this repository belongs to somebody else; if you trust it: "
        f"git config --global --add safe.directory {stranger[1]}\n"
    )


@pytest.mark.parametrize("call", QUERIES, ids=" ".join)
def test_the_work_tree_needs_no_git(stranger, tmp_path, monkeypatch, call):
    """Without git, and in a repository of somebody else, every query answers about the files as they lie there."""
    expected = ask(*call, "--data", stranger[1] / "data", *ON)
    for path in (wrapped(tmp_path, "export GIT_TEST_ASSUME_DIFFERENT_OWNER=1"), str(tmp_path)):
        monkeypatch.setenv("PATH", path)
        assert ask(*call, "--data", stranger[1] / "data", *ON) == expected
    assert expected.code == 0


def test_a_store_that_is_a_bare_repository_too(tmp_path):
    """Files of a tree can make its folder a repository with a config of its own: git does not enter it."""
    root = own_store(tmp_path)
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    git(tmp_path, "init", "--quiet", "--bare", "store")
    told = ask("due", "--data", root, *ON, "--rev", "HEAD")
    assert (told.code, told.out) == (4, "")
    assert told.err.startswith("git cannot read this repository (cannot use bare repository ")


@pytest.mark.parametrize("spoilt", ["[core", "[include]\npath = config\n", "[core]\nrepositoryFormatVersion = 99\n"])
def test_a_config_that_git_cannot_read(tmp_path, spoilt):
    """What git says about it is passed on; it is not taken for the absence of a repository."""
    root = own_store(tmp_path)
    git(root, "init", "--quiet")
    commit(root)
    with (root / ".git" / "config").open("a") as config:
        config.write(spoilt)
    told = ask("due", "--data", root, *ON, "--rev", "HEAD")
    assert (told.code, told.out) == (4, "")
    assert told.err.startswith("git cannot read this repository (")
    assert told.err.count("\n") == 1


OPTIONS = ["--output", "-ox", "--upload-pack=touch x", "HEAD --output=x", "$(touch x)", ":/--output=x"]


@pytest.mark.parametrize(
    ("call", "rev"), [*((call, "--output=x") for call in QUERIES), *((("due",), rev) for rev in OPTIONS)]
)
def test_a_revision_is_never_an_option(stranger, tmp_path, monkeypatch, call, rev):
    """A revision called --output=x is one that there is not; nothing is written anywhere."""
    monkeypatch.chdir(tmp_path)
    before = everything(stranger[1]), everything(tmp_path)
    told = ask(*call, "--data", stranger[1] / "data", *ON, f"--rev={rev}")
    assert (told.code, told.out, told.err) == (2, "", f"there is no revision {rev}; git log lists them\n")
    assert (everything(stranger[1]), everything(tmp_path)) == before
