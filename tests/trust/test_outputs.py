"""A closed, a full and a broken stdout, and signals, for every command: a sentence or silence, never a traceback."""

import itertools
import os
import signal
import subprocess
import sys

import pytest
import repositories
from offenders import every
from running import environment, own_store

from mstrack.cli import app

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="POSIX signals and /dev/full")]
COMMANDS = (
    "due", "list", "show 18", "summary", "missing", "log", "diff HEAD", "check", "check --against HEAD", "seal",
    "undo", "undo --yes", "schema", "schema due", "completion bash", "completion zsh", "completion fish",
    "report data -o -", "report bulletin --format md", "report reminder --format md", "report dashboard -o -",
    "report calendar -o -", "report ledger -o -", "sheet make --all -o forms", "init --dry-run",
    "init new --from none.xlsx", "sync --dry-run", "add 18 --dry-run", "correct 18 --dry-run", "sheet read none.xlsx",
    "init next --from none.xlsx --after . --carry 1", "check --seal x", "--help", "--version",
)  # fmt: skip


def test_no_command_is_forgotten():
    """A new command stands in the list before it lands."""
    assert {words.split()[0] for words in COMMANDS} - {"--help", "--version"} == {*app.COMMANDS}


@pytest.fixture
def root(tmp_path):
    """A store in a repository."""
    made = own_store(tmp_path)
    repositories.git(made, "init", "--quiet")
    repositories.commit(made)
    return made


def begun(root, words, **how):
    """Start a command in the store; it has no terminal and nobody to ask."""
    return subprocess.Popen(
        [sys.executable, "-m", "mstrack", *words.split()],
        cwd=root,
        env=environment(MSTRACK_CACHE="", PYTHONUTF8="1"),
        stdin=subprocess.DEVNULL,
        **{"stderr": subprocess.PIPE} | how,
    )


def ended(process):
    """Return the code and the words of a command that has ended."""
    err = process.communicate(timeout=60)[1] or b""
    return process.returncode, err.decode()


@every("words", COMMANDS)
def test_a_full_stdout(root, words):
    """The answer could not be written: a sentence and exit code 4, or what was wrong anyhow."""
    with open("/dev/full", "wb") as full:
        code, err = ended(begun(root, words, stdout=full))
    assert "Traceback" not in err
    assert "bug" not in err
    assert code in {0, 1, 2, 3, 4}, err
    if code == 0:  # then nothing is said there
        said = begun(root, words, stdout=subprocess.PIPE)
        assert said.communicate(timeout=60)[0] == b""


@every("words", COMMANDS)
def test_a_closed_stdout(root, words):
    """No output at all, or no stderr either."""
    command = f'exec "$0" -m mstrack {words} >&-'
    for closed in ("", " 2>&-"):
        done = subprocess.run(
            ["/bin/sh", "-c", f"{command}{closed}", sys.executable], cwd=root, check=False, timeout=60,
            env=environment(MSTRACK_CACHE="", PYTHONUTF8="1"), stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        assert b"Traceback" not in done.stderr
        assert done.returncode in {0, 1, 2, 3, 4}, done.stderr


@every("words", COMMANDS)
def test_a_reader_that_has_gone(root, words):
    """A pipe that nobody reads any more (head): silence, as other programs are silent."""
    read, write = os.pipe()
    os.close(read)
    try:
        process = begun(root, words, stdout=write)
    finally:
        os.close(write)
    code, err = ended(process)
    assert "Traceback" not in err
    assert "Errno" not in err
    assert code in {0, 1, 2, 3, 4}


@every("name", ["SIGHUP", "SIGTERM", "SIGINT"])
def test_signals_leave_nothing_behind(root, name):
    """Whatever moment a signal strikes at, in whichever command: no traceback, and the store is as it was."""
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".git" not in path.parts}
    for words, wait in zip(COMMANDS, itertools.cycle((0.02, 0.1, 0.2, 0.4)), strict=False):
        process = begun(root, words, stdout=subprocess.DEVNULL)
        try:
            process.wait(wait)
        except subprocess.TimeoutExpired:
            process.send_signal(getattr(signal, name))
        _code, err = ended(process)
        assert "mstrack/cli" not in err or "KeyboardInterrupt" in err, (words, err)
    assert {path: path.read_bytes() for path in before} == before
