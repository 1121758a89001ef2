"""What the user has configured for commits is respected: hooks and signatures, for merges, too."""

import pytest
import repositories
from offices import hook, shared

pytestmark = pytest.mark.slow


def test_hooks_run_as_git_would_run_them(first, second, tmp_path):
    """Before a commit, on its message, after it; for a merge, too. The index that they see is that of the commit."""
    second.file()
    second.sync()
    path = first.file(task=2)
    log = tmp_path / "ran"
    for name in ("pre-commit", "prepare-commit-msg", "post-commit", "pre-merge-commit", "post-merge", "pre-push"):
        hook(first, name, f'echo "{name} $(git diff --cached --name-only HEAD | tr "\\n" " ")" >> {log}')
    hook(first, "commit-msg", f'echo "commit-msg" >> {log}; echo "Signed-off-by: 张三" >> "$1"')
    assert first.sync().counts == (1, 1)
    theirs = next(iter(set(first.entries) - {path} - set(first.committed("HEAD~1"))), None)
    ran = [line.split() for line in log.read_text().splitlines()]
    assert [words[0] for words in ran] == [
        *("pre-commit", "prepare-commit-msg", "commit-msg", "post-commit"),
        *("pre-merge-commit", "prepare-commit-msg", "commit-msg", "pre-push", "post-merge"),
    ]
    assert ran[0] == ["pre-commit", f"data/{path}"]
    assert theirs is None or theirs in ran[4][1]
    assert all("Signed-off-by: 张三" in first.git("log", "-1", "--format=%B", rev) for rev in ("HEAD", "HEAD^1"))


@pytest.mark.parametrize("name", ["pre-commit", "prepare-commit-msg", "commit-msg"])
def test_a_hook_that_refuses(first, name, tmp_path):
    """Nothing is committed, its words are shown, harmless; the entry stays, and goes once the hook is content."""
    hook(first, name, 'printf "figures must be \\033[31mchecked\\n" >&2; exit 1')
    path, before = first.file(), first.state
    said = first.sync()
    assert said.code == 4
    assert f"your hook {name} refused" in said.told
    assert "figures must be ?[31mchecked" in said.told
    assert first.state == (before[0], before[1], before[2])
    hook(first, name, "exit 0")
    assert first.sync().done.sent == (path,)
    assert path in shared(tmp_path).committed("main")


def test_a_hook_that_changes_the_commit_is_judged_again(first, tmp_path):
    """What a hook adds to the index goes with the commit, as with git; what it breaks is not sent."""
    first.write("stamp.txt", "1\n")
    hook(first, "pre-commit", "git add stamp.txt")
    first.file()
    assert first.sync().code == 0
    assert "stamp.txt" in first.git("ls-tree", "--name-only", "HEAD")
    hook(first, "pre-commit", "git rm --quiet --cached data/tasks.yaml")
    first.file(task=2)
    there = shared(tmp_path).git("rev-parse", "main")
    head = first.git("rev-parse", "HEAD")
    said = first.sync()
    assert said.code == 3
    assert "A hook of yours has changed the commit" in said.told
    assert (first.git("rev-parse", "HEAD"), shared(tmp_path).git("rev-parse", "main")) == (head, there)


def test_signatures(first, second, tmp_path):
    """Where the user signs commits, these are signed, merges too; where signing fails, nothing is committed."""
    signer = repositories.program(
        tmp_path / "signer",
        'echo "[GNUPG:] SIG_CREATED " >&2\necho "-----BEGIN PGP SIGNATURE-----"\ncat >/dev/null\n'
        'echo "=="\necho "-----END PGP SIGNATURE-----"',
    )
    second.file()
    second.sync()
    for name, value in {"commit.gpgSign": "yes", "gpg.program": signer, "user.signingKey": "4711"}.items():
        first.config(name, value)
    first.file(task=2)
    assert first.sync().counts == (1, 1)
    for rev in ("HEAD", "HEAD^1"):
        assert "BEGIN PGP SIGNATURE" in first.git("cat-file", "commit", rev)
    repositories.program(signer, "echo no secret key >&2; exit 2")
    before = first.git("rev-parse", "HEAD")
    first.file(task=3)
    said = first.sync()
    assert (said.code, first.git("rev-parse", "HEAD")) == (4, before)
    assert "error: gpg failed to sign the data" in said.told
    assert "git config user.signingKey" in said.told
