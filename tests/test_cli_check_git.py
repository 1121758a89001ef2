"""`mstrack check` and git: the index in a real hook, a revision, and the proof that nothing was rewritten."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from repositories import alone, commit, git, hook
from running import ON, ask, environment, file_entry, own_store
from test_cli_check import ENTRY, NAME, WRONG

pytestmark = pytest.mark.slow

PATH = f"progress/18/{NAME}"
OTHER = "2021-09-29-cgj-7f3a9c2m.yaml"
BROKEN = "known-indicator"


@pytest.fixture(params=["", "data/"], ids=["top", "folder"])
def root(tmp_path, request, monkeypatch):
    """A store in a repository whose hook judges what is committed; the current folder is the repository's top."""
    top = tmp_path / "repo"
    (top / request.param).mkdir(parents=True)
    own_store(tmp_path).joinpath("tasks.yaml").rename(top / request.param / "tasks.yaml")
    git(top, "init", "--quiet", "--initial-branch=main")
    (top / ".git" / "info").mkdir(exist_ok=True)
    (top / ".git" / "info" / "attributes").write_text("*.yaml text eol=lf\n")  # as `init` has it for everybody
    commit(top)
    python = Path(sys.executable).as_posix()
    hook(top / ".git/hooks/pre-commit", f'exec "{python}" -m mstrack check --staged --as-of 12-03')
    monkeypatch.chdir(top)
    return top / request.param


def committing(folder, *arguments):
    """Try to commit; return whether it was done, and what the hook said."""
    env = (
        alone() | environment(MSTRACK_LANG="en") | {"GIT_AUTHOR_NAME": "张三", "GIT_AUTHOR_EMAIL": "z@example.invalid"}
    )
    command = ["git", "-c", "user.name=张三", "-c", "user.email=z@example.invalid", "commit", "--quiet", "-m", "报送"]
    done = subprocess.run([*command, *arguments], cwd=folder, env=env, capture_output=True, check=False)
    return done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def check(*arguments):
    return ask("check", *ON, *arguments)


def test_the_hook_judges_what_is_committed(root):
    """What is staged is judged, not what lies on disk since."""
    file_entry(root, WRONG, NAME, "18")
    git(root, "add", "--all")
    file_entry(root, ENTRY, NAME, "18")
    done, said = committing(root)
    assert not done
    assert BROKEN in said
    git(root, "add", "--all")
    file_entry(root, WRONG, NAME, "18")
    assert committing(root)[0]


@pytest.mark.parametrize("arguments", [("-a",), ("--only", "."), ("--include", ".")])
def test_the_hook_judges_the_index_that_git_prepares(root, arguments):
    """With -a, --only and --include git commits another index than the clone's own, and shows it to the hook."""
    file_entry(root, ENTRY, NAME, "18")
    git(root, "add", "--all")
    file_entry(root, WRONG, NAME, "18")
    done, said = committing(root, *arguments)
    assert not done
    assert BROKEN in said
    file_entry(root, ENTRY, NAME, "18")
    assert committing(root, *arguments)[0]


def test_what_is_not_committed_stops_nobody(root):
    """--only a path leaves what else is staged out; so does the verdict."""
    file_entry(root, WRONG, NAME, "18")
    file_entry(root, ENTRY.replace("09-30", "09-29"), OTHER, "18")
    git(root, "add", "--all")
    assert committing(root, "--only", str(root / "progress/18" / OTHER))[0]
    assert not committing(root)[0]


def _changed(entry):
    entry.write_text(ENTRY.replace("date:", "problem: 改了\ndate:"), encoding="utf-8")


def _renamed(entry):
    entry.rename(entry.with_name(OTHER))


def _broken(entry):
    entry.write_text("task: [\n", encoding="utf-8")


@pytest.mark.parametrize("rewrite", [_changed, Path.unlink, _renamed, _broken])
def test_the_hook_keeps_what_was_filed(root, rewrite):
    """A commit that would change, delete or rename a filed entry is not made; to put back what one did so, is.

    What was filed and then broken is not for that to be deleted.
    """
    file_entry(root, ENTRY, NAME, "18")
    entry = root / "progress/18" / NAME
    git(root, "add", "--all")
    assert committing(root)[0]
    rewrite(entry)
    git(root, "add", "--all")
    done, said = committing(root)
    assert not done
    assert "[rewritten]" in said
    assert f"{NAME}:1:1: error: this filed entry was" in said
    assert committing(root, "--no-verify")[0]
    (root / "progress/18" / OTHER).unlink(missing_ok=True)
    entry.unlink(missing_ok=True)
    git(root, "add", "--all")
    assert ("[rewritten]" in check("--staged").out) == (rewrite not in {Path.unlink, _renamed})
    file_entry(root, ENTRY, NAME, "18")
    git(root, "add", "--all")
    assert check("--staged").code == 0
    assert check("--staged", "--against", "HEAD").code == 0


@pytest.mark.parametrize("cure", [Path.unlink, lambda entry: entry.write_text(ENTRY, encoding="utf-8")])
@pytest.mark.parametrize("broken", ["task: [\n", "", ENTRY.replace("18", "19")])
def test_the_hook_lets_go_what_was_never_filed(root, broken, cure):
    """What nobody could read as it came may be removed or repaired, in the index as in a commit."""
    file_entry(root, broken, NAME, "18")
    git(root, "add", "--all")
    assert committing(root, "--no-verify")[0]
    cure(root / "progress/18" / NAME)
    git(root, "add", "--all")
    assert check("--staged", "--against", "HEAD").code == 0
    assert check("--against", "HEAD").code == 0
    assert committing(root)[0]


def test_a_name_that_is_staged_alone(root):
    """Git add -N stages no text, and a commit leaves it out; a file that is empty is staged as such."""
    file_entry(root, ENTRY, NAME, "18")
    git(root, "add", "--intent-to-add", "--all")
    assert check("--staged") == (0, "", "1 file checked: no problem\n")
    file_entry(root, "", OTHER, "18")
    git(root, "add", "--all")
    assert [line.rpartition(" [")[2] for line in check("--staged").out.splitlines()] == ["type]"]


def test_from_a_folder_below(root):
    """Git runs a hook at the top, wherever one commits; and in a work tree of its own, too."""
    file_entry(root, WRONG, NAME, "18")
    git(root, "add", "--all")
    assert not committing(root / "progress")[0]
    top = git(root, "rev-parse", "--show-toplevel")
    beside = os.path.join(os.path.dirname(top), "second")
    git(root, "worktree", "add", "--quiet", "--detach", beside, "HEAD")
    second = os.path.join(beside, os.path.relpath(root, top))
    assert not os.path.exists(os.path.join(second, PATH))
    os.makedirs(os.path.join(second, "progress/18"))
    for text, passes in ((WRONG, False), (ENTRY, True)):
        with open(os.path.join(second, PATH), "w", encoding="utf-8") as file:
            file.write(text)
        git(second, "add", "--all")
        assert committing(second)[0] == passes


def test_the_index_of_another_repository(root, tmp_path, monkeypatch):
    """A hook of another repository that asks about this one leaves its own index in the environment."""
    file_entry(root, WRONG, NAME, "18")
    git(root, "add", "--all")
    git(tmp_path, "init", "--quiet", "other")
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "other/.git/index"))
    assert BROKEN in check("--staged").out
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    assert BROKEN in check("--staged").out


def test_attributes_are_staged_too(root):
    (root / ".gitattributes").write_text("*.yaml -diff\n")
    git(root, "add", "--all")
    (root / ".gitattributes").unlink()
    done, said = committing(root)
    assert not done
    assert ".gitattributes:1:8: error: -diff hides" in said


def test_a_merge_that_is_not_settled(root):
    """What a merge left open cannot be judged: exit code 3."""
    git(root, "checkout", "--quiet", "-b", "side")
    for branch in ("side", "main"):
        git(root, "checkout", "--quiet", branch)
        (root / "tasks.yaml").write_text(
            (root / "tasks.yaml").read_text().replace("year: 2021", f"year: 2021 # {branch}")
        )
        git(root, "commit", "--quiet", "--no-verify", "--all", "--message", branch)
    subprocess.run(["git", "merge", "--quiet", "side"], cwd=root, env=alone(), capture_output=True, check=False)
    told = check("--staged")
    assert (told.code, told.out) == (3, "")
    assert told.err.endswith(
        "tasks.yaml:1:1: error: a merge left this file unresolved; edit it, then git add it [unmerged]\n"
    )


def test_a_revision(root):
    """What was committed is judged, whatever lies on disk; its attributes, too."""
    file_entry(root, WRONG, NAME, "18")
    (root / ".gitattributes").write_text("*.yaml merge=union\n")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--no-verify", "--message", "坏")
    file_entry(root, ENTRY, NAME, "18")
    git(root, "rm", "--quiet", ".gitattributes")
    told = check("--rev", "HEAD")
    assert [line.rpartition("[")[2] for line in told.out.splitlines()] == ["attributes]", "known-indicator]"]
    assert check("--rev", "HEAD~1") == (0, "", "1 file checked: no problem\n")
    assert check() == (0, "", "2 files checked: no problem\n")


def test_the_proof_is_said(root):
    """Where nothing was found, what was proved is told: since which commit, and what of it."""
    first = git(root, "rev-parse", "HEAD")
    file_entry(root, ENTRY, NAME, "18")
    commit(root)
    told = check("--against", "HEAD~1")
    assert (told.code, told.out) == (0, "")
    assert told.err == (
        f"2 files checked: no problem\nsince HEAD~1 ({first[:12]}) no filed entry was changed, removed or replaced, "
        "no promise changed unannounced\n"
    )


def test_the_proof_beside_other_problems(root):
    """That something else is wrong takes nothing from it; and it is not said where it failed."""
    file_entry(root, WRONG, NAME, "18")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--no-verify", "--message", "坏")
    told = check("--against", "HEAD")
    assert told.code == 1
    assert "no promise changed" in told.err
    file_entry(root, ENTRY, NAME, "18")
    told = check("--against", "HEAD")
    assert (told.code, told.err) == (1, "2 files checked: 1 error, 0 warnings\n")
    place = os.path.relpath(root / PATH)
    assert told.out == (
        f"{place}:1:1: error: this filed entry was changed; restore it: git checkout HEAD -- "
        f":/{Path(place).as_posix()}; a mistake is put right by mstrack correct [rewritten]\n"
    )


def test_without_a_plan_then(root):
    """Where the revision has no store there is nothing to hold to: that is no pass."""
    git(root, "checkout", "--quiet", "--orphan", "other")
    git(root, "rm", "--quiet", "--cached", "-r", ":/")
    git(root, "commit", "--quiet", "--no-verify", "--allow-empty", "--message", "空")
    git(root, "tag", "empty")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--no-verify", "--message", "建")
    told = check("--against", "empty")
    assert told.code == 3
    assert "no store lay in this repository at empty, so nothing is proved" in told.err


def test_nothing_is_proved(root, tmp_path):
    """A shallow clone, a revision that is no ancestor: exit code 3, never a pass."""
    file_entry(root, ENTRY, NAME, "18")
    commit(root)
    top = git(root, "rev-parse", "--show-toplevel")
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{top}", "shallow")
    told = check("--against", "HEAD", "--data", tmp_path / "shallow" / os.path.relpath(root, top))
    assert (told.code, told.out) == (3, "")
    assert "[shallow]" in told.err
    assert "no promise changed" not in told.err
    git(root, "checkout", "--quiet", "--orphan", "other")
    commit(root)
    assert "[ancestor]" in check("--against", "main").err
    assert check("--against", "main").code == 3
    assert check("--against", "nothing") == (2, "", "there is no revision nothing; git log lists them\n")


def test_the_lines_to_paste(root):
    """What was changed quietly is found at its line; what is printed, pasted with day and document, makes it pass."""
    plan = root / "tasks.yaml"
    text = plan.read_text(encoding="utf-8")
    assert text.count("deadline: 12月10日\n") > 2
    changed = text.replace("deadline: 12月10日\n", "deadline: 12月20日\n", 3)
    changed = changed.replace("全市完成不少于2.778万批次", "全市完成约2.778万批次").replace(
        "title: 2021年市十件", "title: 2021年市", 1
    )
    plan.write_text(changed, encoding="utf-8", newline="\n")
    told = check("--against", "HEAD")
    assert told.code == 1
    found = [line.split(":") for line in told.out.splitlines() if line.endswith("[unannounced]")]
    moved = [int(line[1]) for line in found if " deadline was" in ":".join(line)]
    assert [changed.splitlines()[n - 1].strip() for n in moved] == ["deadline: 12月20日"] * 3
    lines = told.err.partition("for each …:\n")[2].rstrip("\n")
    assert lines.count("field: deadline") == 1
    assert check("--against", "HEAD", "--format", "json").err.count("field: deadline") == 0
    plan.write_text(changed + lines + "\n", encoding="utf-8", newline="\n")
    assert {line.rpartition("[")[2] for line in check().out.splitlines()} == {"day]"}
    pasted = lines.replace("date: …", "date: 2021-08-15")
    plan.write_text(changed + pasted + "\n", encoding="utf-8", newline="\n")
    assert "[named-document]" in check().out
    plan.write_text(changed + pasted.replace("document: …", "document: 某函") + "\n", encoding="utf-8", newline="\n")
    told = check("--against", "HEAD")
    assert (told.code, [line for line in told.out.splitlines() if ": warning: " not in line]) == (0, [])
    assert told.err.endswith("no promise changed unannounced\n")


def test_what_is_wrong_in_head_already_stops_no_commit(root):
    """It is named as a warning; what the commit itself brings is an error as ever, on the same task, too."""
    broken = root / "progress" / "18" / OTHER
    broken.parent.mkdir(parents=True, exist_ok=True)
    broken.write_text("task: [", encoding="utf-8")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--no-verify", "--message", "bad")
    file_entry(root, ENTRY, NAME, "18")
    git(root, "add", "--all")
    told = check("--staged")
    assert told.code == 0
    assert f"{OTHER}:2:1: warning" in told.out
    assert "error" not in told.out
    assert committing(root)[0]
    assert check().code == 1
    (root / PATH.replace("7f3a9c2k", "bbbbbbbb")).write_text("task: [", encoding="utf-8")
    git(root, "add", "--all")
    assert check("--staged").code == 1
