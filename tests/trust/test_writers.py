"""kill -9 and errnos in the writing calls of every command that writes: what was there stays, what comes is whole."""

import itertools
import signal
import subprocess
import sys

import pytest
import repositories
from intaking import text
from offenders import every
from recording import entries, filed
from running import environment, own_store
from sheeting import made
from tracing import STRACE, needs_strace

from mstrack.cli import app

pytestmark = [pytest.mark.slow, needs_strace]
CALLS = ("write", "fsync", "link,linkat", "rename,renameat", "unlink,unlinkat", "mkdir,mkdirat")
"""System calls; two names are one call, the second with the handle of a folder."""
SAME = {"MSTRACK_CACHE": "", "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"}
FAULTS = ("signal=KILL", "error=ENOSPC", "error=EIO")
COMMANDS = {
    "correct": "correct 18 --figure new-villages=97 --reason 写错 --as-of 10-08",
    "undo": "undo --yes",
    "sheet make": "sheet make --unit cgj -o {out}/form.xlsx",
    "sheet make --all": "sheet make --all -o {out}/forms",
    "sheet read": "sheet read {out}/../cgj.xlsx --as-of 10-08 --yes",
    "sheet read --receipt": "sheet read {out}/../cgj.xlsx --as-of 10-08 --yes --receipt",
    "init": "init {out}/new",
    "init --from": "init {out}/drafted --from {out}/../table.txt",
    "init --after": "init {out}/next --from {out}/../table.txt --year 2022 --after {out}/../store --carry 1",
    "report": "report bulletin -o {out}/bulletin.docx",
    "report again": "report bulletin -o {out}/../again.docx --force",
    "report reminder --all": "report reminder --all --format md -o {out}/letters",
    "report data": "report data -o {out}/data.sqlite",
    "report data in a folder": "report data -o {out}/data --format jsonl",
    "sync": "sync",
}
NEVER_WRITE = {"due", "list", "show", "summary", "missing", "log", "check", "diff", "seal", "schema", "completion"}
ELSEWHERE = {"add"}  # test_kill, test_errno


def test_no_command_is_forgotten():
    """A new command is struck here, or is said to write nothing."""
    assert {words.split()[0] for words in COMMANDS.values()} | NEVER_WRITE | ELSEWHERE == {*app.COMMANDS}


@pytest.fixture
def place(tmp_path):
    """A store in which one entry was filed, in a repository, and a folder for what is made."""
    root = own_store(tmp_path)
    repositories.git(root, "init", "--quiet")
    repositories.commit(root)
    repositories.git(root, "init", "--quiet", "--bare", str(tmp_path / "shared.git"))
    repositories.git(root, "remote", "add", "origin", str(tmp_path / "shared.git"))
    repositories.git(root, "push", "--quiet", "--set-upstream", "origin", "HEAD")
    filed(root)
    made(root, {"H10": 5, "H12": 20})
    (tmp_path / "table.txt").write_bytes(text())
    (tmp_path / "again.docx").write_bytes(b"")
    (tmp_path / "out").mkdir()
    return root, tmp_path / "out"


def strike(place, words, call, fault, nth):
    """Run a command of which one call meets a fault; hold what must be after it; return whether it came to it."""
    root, out = place
    before = {path: path.read_bytes() for path in root.rglob("*.yaml") if ".git" not in path.parts}
    inject = ["-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={nth}"]
    done = subprocess.run(
        [STRACE, "-qq", "-o", str(out.parent / "log"), *inject,
         sys.executable, "-m", "mstrack", *words.format(out=out).split(),
         *(() if words.startswith("init") else ("--data", str(root)))],
        stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60, cwd=out,
        env=environment(**repositories.alone() | SAME),
    )  # fmt: skip
    err = done.stderr.decode()
    assert "Traceback" not in err
    assert "bug" not in err
    entries(root)  # strictly read: a torn file is Unreadable
    now = {path: path.read_bytes() for path in before if path.exists()}
    kept = before if not words.startswith("undo") else now
    assert {path: data for path, data in before.items() if path in kept} == now
    if done.returncode and not fault.startswith("signal"):
        assert err.strip(), "no word of it"
    for path in before.keys() - now.keys():
        path.write_bytes(before[path])  # an undo that worked
    for path in root.glob("progress/18/*-for-*.yaml"):
        path.unlink()  # a correction that worked
    seen = (out.parent / "log").read_text(encoding="utf-8", errors="replace")
    return "(INJECTED)" in seen or done.returncode == -signal.SIGKILL


@every("command", [*COMMANDS])
def test_a_fault_in_each_call(place, command):
    """The short form: the first call of each name that writes, with one fault after the other."""
    faults = itertools.cycle(FAULTS)
    hit = [strike(place, COMMANDS[command], call, next(faults), 1) for call in CALLS[1:]]
    assert any(hit)


@pytest.mark.full
@every("command", [*COMMANDS])
def test_each_fault_in_each_call(place, command):
    """The long form: the first six calls of each name, with each fault."""
    for call, fault, nth in itertools.product(CALLS, FAULTS, range(1, 7)):
        strike(place, COMMANDS[command], call, fault, nth)
