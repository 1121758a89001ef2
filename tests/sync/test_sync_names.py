"""Names that come from others, of files and of branches, run nothing and break nothing."""

import subprocess

import pytest
import repositories

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", ["$(touch ran)", "a;touch ran", "\u2028x", "'&touch ran", "甲"])
def test_a_name_runs_nothing(first, second, name):
    """A file or a branch that somebody named so: the command that is told does what it says, and nothing else."""
    second.write(name, "theirs\n")
    second.push()
    first.write(name, "mine\n")
    said = first.sync()
    assert said.code == 2
    if name.isprintable():
        command = said.told.rpartition(": ")[2]
        subprocess.run(["sh", "-c", command], cwd=first.folder, env=repositories.alone(), check=True)
        assert first.sync().code == 0
    assert not (first.folder / "ran").exists()


def test_a_branch_of_any_name(first, second):
    """Names of branches are not ours to choose: line separators, quotes, and what a shell would run."""
    for name in ("a\u2028b", "a\u0085b", "$(touch${IFS}ran)", "a;b"):
        second.git("push", "--quiet", "origin", f"HEAD:refs/heads/{name}")
    first.git("fetch", "--quiet")
    first.file()
    assert first.sync().counts == (1, 0)
    first.config("branch.main.merge", "refs/heads/nowhere")
    said = first.sync()
    assert said.code == 2
    assert "$(touch" not in said.told.rpartition(": ")[2]
