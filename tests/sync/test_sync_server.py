"""What stands between an office and the others: no network, no permission, a server that refuses, a branch gone."""

import itertools
import os

import offices
import pytest
import repositories
from offices import hook, shared

from mstrack.git import process
from mstrack.sync import remote
from mstrack.sync.words import cleaned

pytestmark = pytest.mark.slow

DENIED = ("does not let you in", "git fetch")
OFFLINE = ("cannot be reached", "mstrack sync")
NOWHERE = ("there is no repository at the address", "git remote set-url origin ADDRESS")
SSH = {
    "denied": ("office@host: Permission denied (publickey).", *DENIED),
    "unknown host key": ("Host key verification failed.", *DENIED),
    "no such host": ("ssh: Could not resolve hostname host: Name or service not known", *OFFLINE),
    "refused": ("ssh: connect to host host port 22: Connection refused", *OFFLINE),
    "timed out": ("ssh: connect to host host port 22: Connection timed out", *OFFLINE),
    "no route": ("ssh: connect to host host port 22: No route to host", *OFFLINE),
    "cut off": ("fatal: the remote end hung up unexpectedly", *OFFLINE),
    "not there": ("ERROR: Repository not found.", *NOWHERE),
    "else": ("something nobody has thought of", "could not be asked", "git fetch"),
}


def over_ssh(office, tmp_path, monkeypatch, said):
    """Let the office talk to its server over an ssh that only says something, and fails."""
    program = repositories.program(tmp_path / "ssh", f"echo '{said}' >&2; exit 255")
    monkeypatch.setenv("GIT_SSH", str(program))
    office.config("remote.origin.url", "ssh://office@host/server.git")


@pytest.mark.parametrize("case", SSH)
def test_a_server_that_cannot_be_asked(first, tmp_path, monkeypatch, case):
    """The entry is committed and safe here; what git heard is told below what it means. Later it goes."""
    said, sentence, command = SSH[case]
    url = first.git("config", "remote.origin.url")
    over_ssh(first, tmp_path, monkeypatch, said)
    path = first.file()
    told = first.sync()
    assert told.code == 4
    assert sentence in told.told
    assert f": {command}\n" in told.told
    assert said in told.told
    assert told.told.endswith("1 entry is not sent yet; it is safe here")
    assert path in first.committed()
    assert first.is_clean()
    first.config("remote.origin.url", url)
    assert first.sync().done.sent == (path,)


def test_a_silent_server(first, tmp_path, monkeypatch):
    """It is given up after the limit, which is said; the entry is safe here, and goes later."""
    url = first.git("config", "remote.origin.url")
    monkeypatch.setenv("GIT_SSH", str(repositories.program(tmp_path / "ssh", "exec sleep 60")))
    first.config("remote.origin.url", "ssh://office@host/server.git")
    path = first.file()
    limited = 8
    monkeypatch.setattr(process, "LIMIT", limited)
    told = first.sync()
    assert told.code == 4
    assert f"origin is silent: git ls-remote had not ended after {limited} seconds and was stopped" in told.told
    assert told.told.endswith("mstrack sync\n1 entry is not sent yet; it is safe here")
    monkeypatch.undo()
    first.config("remote.origin.url", url)
    assert first.sync().done.sent == (path,)


def test_no_network_at_all(first):
    """Nobody listens there."""
    first.config("remote.origin.url", "http://127.0.0.1:9/server.git")
    first.file()
    told = first.sync()
    assert told.code == 4
    assert "cannot be reached" in told.told


def test_a_wrong_address(first, tmp_path):
    first.config("remote.origin.url", str(tmp_path / "nowhere.git"))
    told = first.sync()
    assert told.code == 4
    assert f"there is no repository at the address of origin ({tmp_path / 'nowhere.git'})" in told.told
    assert "not sent yet" not in told.told


def test_words_of_others_are_harmless():
    """No escape, no other direction, no more than a dozen lines, none of them long."""
    said = b"\x1b[31mred\xe2\x80\xae\nremote: first\rsecond\nhint: pull first\n\n" + b"x" * 999 + b"\n" + b"line\n" * 99
    told = cleaned(said)
    assert told[:3] == ["?[31mred?", "first", "second"]
    assert len(told) == 13
    assert max(map(len, told)) < 210


@pytest.mark.parametrize("name", ["pre-receive", "update"])
def test_a_server_that_refuses(first, tmp_path, name):
    """A hook or a protected branch: the server's own words. What was committed stays, and goes later."""
    refusal = hook(tmp_path / "server.git", name, 'printf "GL-HOOK-ERR: \\033[1mnot on Sundays\\n" >&2; exit 1')
    path, before = first.file(), shared(tmp_path).git("rev-parse", "main")
    said = first.sync()
    assert said.code == 4
    assert "origin refused what was sent ([remote rejected]" in said.told
    assert "GL-HOOK-ERR: ?[1mnot on Sundays" in said.told
    assert "it is safe here" in said.told
    assert shared(tmp_path).git("rev-parse", "main") == before
    refusal.unlink()
    assert first.sync().done.sent == (path,)


def test_a_hook_before_pushing(first):
    """A hook of the user's own says no."""
    hook(first, "pre-push", 'echo "first ask the chief" >&2; exit 1')
    first.file()
    said = first.sync()
    assert said.code == 4
    assert "a hook of yours (pre-push)" in said.told
    assert "first ask the chief" in said.told


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_no_permission_to_write(first, tmp_path):
    (tmp_path / "server.git" / "objects").chmod(0o500)
    first.file()
    assert first.sync().code == 4


def test_somebody_is_always_faster(first, second, tmp_path, monkeypatch):
    """While others win, it is tried again, with pauses that grow and differ; in the end it says so, and all is safe."""
    path, pauses = first.file(), []
    patience = offices.EAGER._replace(sleep=pauses.append, between=lambda _low, high: high)

    def faster(*_arguments):
        second.file(task=2)
        second.push()
        return real(*_arguments)

    real = remote.push
    monkeypatch.setattr(remote, "push", faster)
    monkeypatch.setattr("mstrack.sync.PUSHES", 6)
    said = first.sync(patience)
    assert said.code == 4
    assert said.told.count("Somebody else was faster; once more.") == 6
    assert "others keep being faster ([rejected] (fetch first)); what you filed is safe here" in said.told
    assert pauses == [0.1, 0.2, 0.4, 0.8, 1.6]
    monkeypatch.undo()
    for name, value in offices.personal(tmp_path).items():
        monkeypatch.setenv(name, value)
    assert first.sync().done.sent == (path,)
    assert len(shared(tmp_path).committed("main")) == 8


def test_somebody_is_faster_once(first, second, tmp_path, monkeypatch):
    """What they sent is proved and merged, too."""
    mine, moments = first.file(), itertools.count()
    real = remote.push

    def faster(*arguments):
        if not next(moments):
            second.file(task=2)
            assert second.sync().counts == (1, 0)
        return real(*arguments)

    monkeypatch.setattr(remote, "push", faster)
    said = first.sync()
    assert (said.done.sent, len(said.done.received)) == ((mine,), 1)
    assert first.committed() == shared(tmp_path).committed("main")


def test_pauses_differ():
    """Two who wait alike do not meet again: each pause is drawn from a range."""
    drawn = []
    patience = offices.EAGER._replace(between=lambda low, high: drawn.append((low, high)) or low)
    assert list(patience.tries(4)) == [0, 1, 2, 3]
    assert drawn == [(0.05, 0.1), (0.05, 0.2), (0.05, 0.4)]


def test_a_branch_that_is_gone(first, tmp_path):
    """Deleted on the server: what it had is listed; the command brings it back on a branch of its own."""
    path = first.file()
    first.sync()
    server = shared(tmp_path)
    server.git("update-ref", "-d", "refs/heads/main")
    new = first.file(task=2)
    said = first.sync()
    assert said.code == 3
    assert "origin/main was deleted" in said.told
    assert "2 entries are lost there:" in said.told
    assert path in said.told
    assert new in first.committed()
    command = next(line for line in said.told.splitlines() if "git push" in line).rpartition(": ")[2]
    first.git(*command.split()[1:])
    restored = server.git("for-each-ref", "--format=%(refname)").split()
    assert [name.startswith("refs/heads/restore-") for name in restored] == [True]
    assert path in server.committed(restored[0])
    server.git("update-ref", "refs/heads/main", restored[0])
    assert first.sync().done.sent == (new,)


def test_another_name_for_the_branch(tmp_path):
    """Whoever cloned an empty repository under another branch name does not start a branch that nobody looks at."""
    offices.empty(tmp_path)
    first, second = (offices.clone(tmp_path, name) for name in ("first", "second"))
    first.write("data/tasks.yaml", offices.PLAN)
    first.file()
    first.sync()
    second.git("symbolic-ref", "HEAD", "refs/heads/master")
    second.git("config", "branch.master.remote", "origin")
    second.git("config", "branch.master.merge", "refs/heads/master")
    second.write("data/tasks.yaml", offices.PLAN)
    path = second.file(task=2)
    said = second.sync()
    assert said.code == 2
    assert "origin has no branch master, but main" in said.told
    assert said.told.endswith("git config branch.master.merge refs/heads/main")
    second.git("config", "branch.master.merge", "refs/heads/main")
    assert second.sync().done.sent == (path,)


def test_nothing_in_common(second, tmp_path):
    """Two histories that never met are not merged into one."""
    second.git("checkout", "--quiet", "--orphan", "neu")
    second.write("data/tasks.yaml", offices.PLAN + "# neu\n")
    second.commit()
    second.git("branch", "--force", "main", "neu")
    second.git("switch", "--quiet", "main")
    said = second.sync()
    assert said.code == 2
    assert f"git clone {tmp_path / 'server.git'}" in said.told


def test_an_address_with_a_password_is_not_told(first):
    """What is told may be read over a shoulder, or copied into a message."""
    for place in ("http://clerk:geheim@127.0.0.1:9/server.git", "file://clerk:geheim@/nowhere.git"):
        first.config("remote.origin.url", place)
        said = first.sync()
        assert said.code == 4
        assert "nowhere.git" in said.told or "127.0.0.1" in said.told
        assert "geheim" not in said.told


def by_ssh(office, tmp_path, monkeypatch, service):
    """Let the office reach its server over an ssh that breaks off where it is asked for one service of git."""
    body = f"""for command; do :; done
case "$command" in *{service}*) echo "ssh: Connection reset by peer" >&2; exit 255;; esac
eval "git ${{command#git-}}\""""
    monkeypatch.setenv("GIT_SSH", str(repositories.program(tmp_path / "ssh", body)))
    office.config("remote.origin.url", f"ssh://office@host{tmp_path / 'server.git'}")


def test_cut_off_while_sending(first, tmp_path, monkeypatch):
    """Asked, but then the line breaks: safe here, and sent the next time."""
    by_ssh(first, tmp_path, monkeypatch, "receive-pack")
    path = first.file()
    said = first.sync()
    assert said.code == 4
    assert "cannot be reached" in said.told
    assert "it is safe here" in said.told
    by_ssh(first, tmp_path, monkeypatch, "nothing")
    assert first.sync().done.sent == (path,)


def test_cut_off_while_fetching(first, second, tmp_path, monkeypatch):
    """The tip is known, its objects do not come."""
    second.file()
    second.sync()
    real = remote._branches

    def then_cut(*arguments):
        found = real(*arguments)
        by_ssh(first, tmp_path, monkeypatch, "upload-pack")
        return found

    monkeypatch.setattr(remote, "_branches", then_cut)
    before = first.state
    said = first.sync()
    assert (said.code, first.state) == (4, before)
    assert "cannot be reached" in said.told


@pytest.mark.parametrize("always", [False, True])
def test_a_branch_that_moves_while_it_is_fetched(first, second, monkeypatch, always):
    """What was asked for is not there any more: it is asked for again, a few times."""
    path = second.file()
    second.sync()
    real, moments = remote._branches, itertools.count()

    def moving(*arguments):
        found = real(*arguments)
        return found | {"refs/heads/main": "1" * 40} if always or not next(moments) else found

    monkeypatch.setattr(remote, "_branches", moving)
    said = first.sync()
    assert (path in first.entries, said.code) == ((False, 4) if always else (True, 0))
    assert ("moves too fast" in said.told) is always
