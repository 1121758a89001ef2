"""Every odd state has its sentence and the one command that helps; nothing is done before it is put right."""

import os
import subprocess

import offices
import pytest
import repositories

from mstrack import i18n
from mstrack.git import process
from mstrack.sync import states

pytestmark = pytest.mark.slow


def conflicted(office):
    """Leave a merge with a conflict behind, begun by a command that the test names."""
    office.write("a.txt", "1\n")
    office.commit()
    office.git("branch", "other")
    office.write("a.txt", "2\n")
    office.commit()
    office.git("switch", "--quiet", "other")
    office.write("a.txt", "3\n")
    office.commit()
    office.git("switch", "--quiet", "main")


def begun(*command):
    """Return what begins a git command that stops at a conflict."""

    def begin(office):
        conflicted(office)
        with pytest.raises(subprocess.CalledProcessError):
            office.git(*command)

    return begin


def applied(office):
    conflicted(office)
    patch = office.git("format-patch", "-1", "--stdout", "other")
    with pytest.raises(subprocess.CalledProcessError):
        office.git("am", text=f"{patch}\n")


def stashed(office):
    """A conflict without a merge: what was set aside does not fit any more."""
    office.write("a.txt", "1\n")
    office.commit()
    office.write("a.txt", "2\n")
    office.git("stash", "push", "--quiet")
    office.write("a.txt", "3\n")
    office.commit()
    with pytest.raises(subprocess.CalledProcessError):
        office.git("stash", "pop")


def only_remote(office):
    office.git("branch", "--unset-upstream")
    office.git("update-ref", "-d", "refs/remotes/origin/main")


def unborn(office):
    office.git("switch", "--quiet", "--orphan", "neu")
    office.write("data/tasks.yaml", offices.PLAN)


def local_upstream(office):
    office.git("switch", "--quiet", "--create", "mine")
    office.git("branch", "--set-upstream-to=main")


def nobody(office):
    home = office.folder.parent / "home" / ".gitconfig"
    home.write_text("[user]\n\tuseConfigOnly = true\n")


def without_address(office):
    home = office.folder.parent / "home" / ".gitconfig"
    home.write_text("[user]\n\tname = 张三\n\tuseConfigOnly = true\n", encoding="utf-8")


def shallow(office):
    office.file()
    office.commit()
    (office.folder / ".git" / "shallow").write_text(office.git("rev-parse", "HEAD") + "\n")


ODD = {
    "merge": (begun("merge", "other"), "git merge was begun here", "git merge --abort"),
    "rebase": (begun("rebase", "other"), "git rebase was begun here", "git rebase --abort"),
    "old rebase": (begun("rebase", "--apply", "other"), "git rebase was begun here", "git rebase --abort"),
    "cherry-pick": (begun("cherry-pick", "other"), "git cherry-pick was begun", "git cherry-pick --abort"),
    "revert": (begun("revert", "main~1"), "git revert was begun here", "git revert --abort"),
    "am": (applied, "git am was begun here", "git am --abort"),
    "bisect": (lambda office: office.git("bisect", "start"), "git bisect was begun here", "git bisect reset"),
    "stash": (stashed, "a.txt holds two versions (a conflict)", "git checkout HEAD -- :/a.txt"),
    "detached": (lambda office: office.git("checkout", "--quiet", "--detach"), "a detached HEAD", "git switch main"),
    "no upstream": (
        lambda office: office.git("branch", "--unset-upstream"),
        "main follows no branch of a shared repository", "git branch --set-upstream-to=origin/main",
    ),
    "no record of the upstream": (only_remote, "main follows no branch", "git push --set-upstream origin main"),
    "nothing committed, no upstream": (unborn, "neu follows no branch", "git pull --set-upstream origin neu"),
    "a local upstream": (local_upstream, "mine follows a branch of this very", "git push --set-upstream origin mine"),
    "no name": (nobody, "git does not know who you are", 'git config --global user.name "…"'),
    "no address": (without_address, "git does not know who you are", 'git config --global user.email "…"'),
    "shallow": (shallow, "this clone is shallow", "git fetch --unshallow"),
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_odd_state(first, name):
    """Told in one sentence that names the command; branch, index and work tree stay, a new entry too."""
    make_odd, sentence, command = ODD[name]
    make_odd(first)
    first.file()
    listed = ("for-each-ref",)
    before = first.git(*listed), first.entries
    said = first.sync()
    assert said.code == 2
    assert sentence in said.told
    assert said.told.endswith(command)
    assert "\n" not in said.told
    assert (first.git(*listed), first.entries) == before
    with i18n.speaking("zh_CN"):
        assert command in (chinese := first.sync().told)
        assert chinese != said.told


CURED = [
    "merge",
    "rebase",
    "cherry-pick",
    "am",
    "bisect",
    "stash",
    "detached",
    "no upstream",
    "no record of the upstream",
]


@pytest.mark.parametrize("name", CURED)
def test_the_command_helps(first, name):
    """What the sentence says, typed as it stands, is what was missing; then the entry goes."""
    ODD[name][0](first)
    path = first.file()
    subprocess.run(ODD[name][2], shell=True, cwd=first.folder, check=True, capture_output=True)  # noqa: S602  typed
    assert path in first.sync().done.sent


def test_every_rule_has_its_case():
    """A new rule gets a case here: each is told by some test, and says what it is for."""
    assert {rule.__name__ for rule in states.RULES} == {
        "under_way", "detached", "unmerged", "shallow", "no_upstream", "nameless",
    }  # fmt: skip
    assert all(rule.__doc__ for rule in states.RULES)


def test_no_repository(tmp_path):
    office = offices.Office(tmp_path / "alone")
    office.write("data/tasks.yaml", offices.PLAN)
    said = office.sync()
    assert (said.code, said.told) == (
        2, "this folder is in no git repository; get the shared one with git clone ADDRESS, and work there",
    )  # fmt: skip
    assert not (office.data / "mstrack").exists()


def test_a_store_inside_the_shared_repository(first):
    """Nobody works in there."""
    inside = offices.Office(first.folder.parent / "server.git")
    inside.write("data/tasks.yaml", offices.PLAN)
    said = inside.sync()
    assert said.code == 4
    assert "git cannot read this repository" in said.told


def test_a_repository_of_somebody_else(first, monkeypatch):
    """Git refuses it; its own command to trust it is told."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    monkeypatch.setattr(process, "_is_kept", lambda _name, own: True)  # noqa: ARG005  git's own switch for this test
    said = first.sync()
    assert said.code == 4
    assert "git config --global --add safe.directory" in said.told


@pytest.mark.parametrize(
    ("version", "is_old"),
    [("2.38.0", False), ("2.39.5 (Apple Git-154)", False), ("2.45.1.windows.1", False), ("3.0", False),
     ("2.37.9", True), ("2.9.5", True), ("1.8.3.1", True)],
)  # fmt: skip
def test_the_version_of_git(first, tmp_path, monkeypatch, version, is_old):
    """2.38 merges without a work tree; an older one is named, with where to get another."""
    says = f'case "$*" in *version) echo "git version {version}";; *) exec {repositories.GIT} "$@";; esac'
    repositories.program(tmp_path / "old" / "git", says)
    monkeypatch.setenv("PATH", f"{tmp_path / 'old'}{os.pathsep}{os.environ['PATH']}")
    said = first.sync()
    assert (said.code == 4) is is_old
    if is_old:
        assert f"git {version.split()[0]} is too old: sync needs 2.38 or newer" in said.told


def test_no_git(first, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    said = first.sync()
    assert (said.code, said.told) == (4, "git could not be started; is it installed?")


def test_a_plan_that_nobody_committed(first):
    first.git("rm", "--quiet", "--cached", "data/tasks.yaml")
    first.git("commit", "--quiet", "--message", "weg")
    first.file()
    said = first.sync()
    assert said.code == 2
    assert said.told.endswith("git add tasks.yaml && git commit -m plan -- tasks.yaml")


def test_a_filed_entry_that_was_edited_or_deleted_here(first, tmp_path):
    """It is not sent; what it was comes back with the command; a new entry goes all the same."""
    kept = next(iter(first.entries))
    deleted, staged = first.file("2021-02-28"), first.file("2021-03-31")
    first.sync()
    (first.data / kept).write_text("task: 1\n")
    (first.data / deleted).unlink()
    first.git("rm", "--quiet", f"data/{staged}")
    new = first.file(task=2)
    said = first.sync()
    assert said.done.sent == (new,)
    for path in (kept, deleted, staged):
        command = f"git checkout HEAD -- :/data/{path}"
        assert f"data/{path} is filed and was changed here" in said.told
        assert command in said.told
        first.git(*command.split()[1:])
    assert first.is_clean()
    assert set(offices.shared(tmp_path).committed("main")) == {kept, deleted, staged, new}


def test_a_plan_that_was_edited_here(first):
    """It stays; that sync does not send it is said, and how to send it."""
    first.write("data/tasks.yaml", offices.PLAN + "# mine\n")
    first.file()
    said = first.sync()
    assert said.counts == (1, 0)
    assert "data/tasks.yaml was edited here" in said.told
    assert "git commit -m plan -- :/data/tasks.yaml" in said.told
    first.git("commit", "--quiet", "-m", "plan", "--", ":/data/tasks.yaml")
    assert first.sync().code == 0
