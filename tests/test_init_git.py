"""The part of `init` that is a clone's own: the hook before a commit, settings that make diffs of Chinese readable."""

import os
import subprocess
import sys
from importlib.util import find_spec

import pytest
from founding import HOOK, SETTINGS, committing, init, repository, tree
from repositories import git, hook, program
from running import ROOT, ask

from mstrack.scaffold import store
from mstrack.store.spelling import quoted

ASKED = 'echo "$*" >> "$ASKED"; exit ${VERDICT:-0}'


@pytest.fixture
def clone(tmp_path):
    """A repository with a store in it, and all of it staged."""
    top = repository(tmp_path / "clone")
    init(top / "data")
    git(top, "add", "--all")
    return top


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """A `mstrack` that only notes what it is asked and answers with VERDICT; what it was asked, when called."""
    monkeypatch.setenv("ASKED", str(tmp_path / "asked"))
    program(tmp_path / "bin" / "mstrack", ASKED)
    path = f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"
    monkeypatch.setenv("PATH", path)
    return lambda: (tmp_path / "asked").read_text(encoding="utf-8") if (tmp_path / "asked").exists() else ""


def lines(remark):
    """Return the line that a remark asks to add."""
    return remark.partition("line: ")[2]


def test_settings(tmp_path):
    """The clone's settings are set, once, and in this clone only."""
    told = init(repository(tmp_path))
    assert {name: told[name] for name in SETTINGS} == dict.fromkeys(SETTINGS, ("set", ""))
    assert {name: git(tmp_path, "config", "--local", name) for name in SETTINGS} == SETTINGS
    told = init(tmp_path)
    assert {name: told[name] for name in SETTINGS} == dict.fromkeys(SETTINGS, ("kept", ""))


def test_fresh_clone(clone, tmp_path):
    """Git takes neither settings nor hooks over from a clone: `init` in it sets them, and touches no file."""
    git(clone, "commit", "--quiet", "--no-verify", "--message", "x")
    git(tmp_path, "clone", "--quiet", "clone", "other")
    before = tree(tmp_path / "other")
    told = init(tmp_path / "other")
    assert {name for name, (done, _remark) in told.items() if done != "kept"} == {HOOK, *SETTINGS}
    assert tree(tmp_path / "other") == before
    assert git(tmp_path / "other", "status", "--porcelain") == ""


def test_settings_of_the_user(tmp_path, monkeypatch):
    """What the user has decided stays; where it differs, the command that sets ours is told. "off" is no difference."""
    (tmp_path / "config").write_text('[core]\nquotepath = off\n[diff "mstrack"]\nwordRegex = .\n', encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    told = init(repository(tmp_path / "s"))
    assert told["core.quotepath"] == ("kept", "")
    done, remark = told["diff.mstrack.wordRegex"]
    assert done == "kept"
    assert remark == f"it is . here; ours is: git config diff.mstrack.wordRegex {quoted('[0-9.]+|[^[:space:]]')}"
    assert "wordregex" not in git(tmp_path / "s", "config", "--local", "--list")


def test_diff_of_chinese(clone):
    """A word diff shows the number and the characters that changed, not the whole line; names are readable."""
    git(clone, "commit", "--quiet", "--no-verify", "--message", "x")
    plan = clone / "data" / "tasks.yaml"
    plan.write_text(
        plan.read_text(encoding="utf-8").replace("改造示例小区100个，", "改造老旧小区1200个，"), encoding="utf-8"
    )
    (clone / "中文.yaml").write_text("a: 1\n", encoding="utf-8")
    told = subprocess.run(
        ["git", "diff", "--word-diff"],
        cwd=clone,
        env=os.environ | {"LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=True,
    )
    assert "改造[-示例-]{+老旧+}小区[-100-]{+1200+}个，" in told.stdout.decode()
    assert git(clone, "status", "--porcelain", "--", "中文.yaml") == "?? 中文.yaml"


@pytest.mark.parametrize(("verdict", "code"), [("0", 0), ("1", 1), ("3", 1)])
def test_hook(clone, asked, verdict, code):
    """Before a commit `check` judges what is staged; where it finds something, nothing is committed."""
    assert committing(clone, VERDICT=verdict)[0] == code
    assert asked() == "check --staged --data data\n"
    assert len(git(clone, "log", "--all", "--format=%h").splitlines()) == (code == 0)


def test_hook_elsewhere(tmp_path, asked):
    """A store that is not found from the top is named in the hook, whatever its name."""
    top = repository(tmp_path / "top")
    init(top / "二〇二六 年's")
    git(top, "add", "--all")
    assert committing(top)[0] == 0
    assert asked() == "check --staged --data 二〇二六 年's\n"


def test_hook_without_a_path(tmp_path, monkeypatch, asked):
    """A window's git has no mstrack in its PATH: then the Python that made the hook is asked."""
    python = program(tmp_path / "my python" / "python", ASKED)
    monkeypatch.setattr(sys, "executable", str(python))
    top = repository(tmp_path / "top")
    init(top)
    git(top, "add", "--all")
    (tmp_path / "bin" / "mstrack").unlink()
    path = os.pathsep.join(one for one in os.get_exec_path() if not os.path.exists(os.path.join(one, "mstrack")))
    assert committing(top, PATH=path, VERDICT="1")[0] == 1
    assert asked() == "-m mstrack check --staged --data .\n"
    python.unlink()
    code, said = committing(top, PATH=path)
    assert code == 1
    assert "找不到 mstrack" in said
    assert git(top, "log", "--all", "--format=%h") == ""


def test_hook_of_somebody_else(tmp_path, asked):
    """Another hook stays; the line to add is told, and does what ours would."""
    top = repository(tmp_path / "top")
    theirs = hook(top / HOOK, "true")
    before = theirs.read_bytes()
    done, remark = init(top)[HOOK]
    assert (done, theirs.read_bytes()) == ("kept", before)
    assert remark == "somebody else's; add the line: mstrack check --staged --data . || exit 1"
    hook(theirs, f"{lines(remark)}\ntrue")
    git(top, "add", "--all")
    assert committing(top, VERDICT="1")[0] == 1
    assert asked() == "check --staged --data .\n"
    assert init(top)[HOOK] == ("kept", "")


@pytest.mark.parametrize("where", [".githooks", "elsewhere"])
def test_hooks_path(tmp_path, where):
    """Hooks that core.hooksPath keeps elsewhere are shared with others: none is put there, the line to add is told."""
    top = repository(tmp_path / "top")
    folder = top / where if where == ".githooks" else tmp_path / where
    git(top, "config", "core.hooksPath", where if where == ".githooks" else str(folder))
    told = init(top)
    assert not folder.exists()
    assert HOOK not in told
    done, remark = told["core.hooksPath"]
    assert done == "kept"
    assert remark.startswith("it leads elsewhere; in ")
    hook(folder / "pre-commit", lines(remark))
    assert init(top)["core.hooksPath"] == ("kept", "")


def test_work_tree(clone, tmp_path):
    """A second work tree has the hook and the settings of its clone; what is missing is made where git looks for it."""
    git(clone, "commit", "--quiet", "--no-verify", "--message", "x")
    git(clone, "worktree", "add", "--quiet", str(tmp_path / "second"))
    assert {done for done, _remark in init(tmp_path / "second").values()} == {"kept"}
    (clone / HOOK).unlink()
    assert [name for name, (done, _remark) in init(tmp_path / "second").items() if done == "made"] == [
        f"../clone/{HOOK}"
    ]
    assert os.access(clone / HOOK, os.X_OK)


def test_with_pre_commit(tmp_path, asked):
    """Whose hooks are those of pre-commit gets the line for its configuration, and no second hook."""
    top = repository(tmp_path / "top")
    config = top / store.FRAMEWORK
    config.write_text("repos:\n", encoding="utf-8")
    told = init(top / "2026")
    assert HOOK not in told
    done, remark = told[store.FRAMEWORK]
    assert done == "kept"
    config.write_text(f"repos:\n{lines(remark)}\n", encoding="utf-8")
    assert init(top / "2026")[store.FRAMEWORK] == ("kept", "")
    git(top, "add", "--all")
    run = [os.path.join(os.path.dirname(sys.executable), "pre-commit"), "run"]
    for verdict in (0, 1):
        environment = os.environ | {"VERDICT": str(verdict), "PRE_COMMIT_HOME": str(tmp_path / "home")}
        told = subprocess.run(run, cwd=top, env=environment, capture_output=True, check=False)
        assert told.returncode == verdict, told.stdout.decode()
    assert asked() == "check --staged --data 2026\n" * 2


@pytest.mark.skipif(find_spec("pre_commit") is None, reason="pre-commit is not installed beside this Python")
def test_hooks_for_others():
    """Others can take the hook from this repository with pre-commit."""
    run = [os.path.join(os.path.dirname(sys.executable), "pre-commit"), "validate-manifest"]
    subprocess.run([*run, ROOT / ".pre-commit-hooks.yaml"], check=True)
    subprocess.run([run[0], "validate-config", ROOT / store.FRAMEWORK], check=True)


def test_unwilling_git(tmp_path):
    """A setting that git cannot write is exit code 4, with what was made before it."""
    top = repository(tmp_path)
    (top / ".git" / "config.lock").touch()
    told = ask("init", top)
    assert told.code == 4
    assert "git could not set core.quotepath (" in told.err
    assert "made .git/hooks/pre-commit" in told.out
