"""What the shell is told when there is no answer: the exit codes but 2, which test_cli_usage_errors.py has."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest
from running import DONE, ON, PATIENCE, PLAN, ask, environment, file_entry, interruptible, own_store, start
from samples import crossed, each

from mstrack import i18n
from mstrack.cli import app
from mstrack.errors import ExitCode
from mstrack.progress import query

PROBLEM = re.compile(r"\S*?(tasks|progress[/\\]\d\d)\S*\.yaml:(\d+):\d+: error: .+ \[[a-z-]+\]")
DUE = ("due", "--data", PLAN, *ON)
ANSWERS = [DUE, ("show", "18", "--data", PLAN, *ON), ("--help",), ("due", "--help"), ("--version",)]
needs_full = pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")
needs_posix = pytest.mark.skipif(os.name == "nt", reason="signals, shells and FIFOs of POSIX")


def places(told):
    """Return where each line of stderr says a problem lies; every line must be a problem."""
    found = [PROBLEM.fullmatch(line) for line in told.err.splitlines()]
    assert all(found), told.err
    return {(one[1].replace("\\", "/"), int(one[2])) for one in found}


def test_promise():
    """Scripts rely on the exit codes: they are never renumbered."""
    assert sorted(map(int, ExitCode)) == [0, 1, 2, 3, 4, 70, 130]


@crossed("command, tongue", ["due", "list", "summary"], i18n.LANGUAGES)
def test_entries(tmp_path, command, tongue):
    """Every problem of the entries that an answer needs is listed with its place, and nothing is answered."""
    tree = own_store(tmp_path)
    file_entry(tree, DONE.replace("status: done", "status: finished\nsteps: 3"))
    file_entry(tree, DONE.replace("2021-06-30", "2021-06-31"), "2021-06-30-mzj-7f3a9c2k.yaml", "04")
    with i18n.speaking(tongue):
        told = ask(command, "--data", tree, *ON)
    assert (told.code, told.out) == (3, "")
    assert {("progress/01", 4), ("progress/01", 5), ("progress/04", 2)} == places(told)


@pytest.mark.parametrize("command", [("due",), ("list",), ("show", "1"), ("summary",)])
def test_plan(tmp_path, command):
    """Every problem of the plan is listed with its place, and nothing is answered."""
    tree = own_store(tmp_path)
    lines = (tree / "tasks.yaml").read_text(encoding="utf-8").splitlines()
    broken = [line.replace("year: 2021", "year: soon").replace("pinyin: qiao lei", "pinyn: ql") for line in lines]
    (tree / "tasks.yaml").write_text("\n".join(broken), encoding="utf-8", newline="\n")
    told = ask(*command, "--data", tree, *ON)
    assert (told.code, told.out) == (3, "")
    assert {("tasks", n) for n, line in enumerate(broken, 1) if line != lines[n - 1]} == places(told)


@needs_full
@crossed("command, tongue", ANSWERS, i18n.LANGUAGES)
def test_full_disk(command, tongue):
    """An answer that the disk has no room for is told in one sentence of the user's language."""
    with open("/dev/full", "wb") as full:
        told = start(*command, stdout=full, env={"MSTRACK_LANG": tongue, "PYTHONIOENCODING": "utf-8"})
    (sentence,) = told.stderr.decode().splitlines()
    assert told.returncode == 4, sentence
    assert tongue == "en" or not re.search("[A-Za-z]+ [A-Za-z]+", sentence)


@each("command", ANSWERS, 3)
def test_closed_pipe(command):
    """A reader who has seen enough is no failure, whatever was printed."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        told = start(*command, stdout=writing)
    finally:
        os.close(writing)
    assert (told.returncode, told.stderr) == (0, b"")


@needs_posix
def test_head():
    """`mstrack due | head -1` is one line and no complaint."""
    line = f"'{sys.executable}' -m mstrack due --data '{PLAN}' --as-of 12-03 | head -1"
    told = subprocess.run(["sh", "-c", line], env=environment(), capture_output=True, check=True)
    assert told.stdout.decode().count("\n") == 1
    assert told.stderr == b""


@needs_posix
@pytest.mark.parametrize(("closed", "code"), [(">&-", 4), ("2>&-", 0)])
def test_closed_stream(closed, code):
    """A process that was started without stdout or stderr has no bug."""
    line = f"'{sys.executable}' -m mstrack due --data '{PLAN}' --as-of 2022-01-05 {closed}"
    told = subprocess.run(["sh", "-c", line], env=environment(), capture_output=True, check=False)
    assert code == told.returncode
    assert b"Traceback" not in told.stderr


@needs_posix
def test_folder_gone(tmp_path):
    """A current folder that somebody removed is no bug, and with --data no matter."""
    line = f"cd '{tmp_path}' && mkdir gone && cd gone && rmdir ../gone && '{sys.executable}' -m mstrack due --as-of"
    elsewhere = subprocess.run(["sh", "-c", f"{line} 12-03"], env=environment(), capture_output=True, check=False)
    assert elsewhere.returncode in {ExitCode.WRONG_USE, ExitCode.WORLD_FAILED}
    here = f"{line} 12-03 --data '{PLAN}'"
    assert subprocess.run(["sh", "-c", here], env=environment(), capture_output=True, check=False).returncode == 0


@needs_posix
def test_no_git(tmp_path):
    """Without git a revision cannot be asked for."""
    told = start(*DUE, "--rev", "HEAD", env={"PATH": str(tmp_path)})
    assert (told.returncode, told.stdout, told.stderr.decode()) == (
        4,
        b"",
        "git could not be started; is it installed?\n",
    )


@pytest.mark.parametrize("tongue", i18n.LANGUAGES)
def test_bug(monkeypatch, tongue):
    """A bug is one sentence that says how to report it."""
    monkeypatch.setattr(query, "fitting", lambda *_: 1 / 0)
    with i18n.speaking(tongue):
        told = ask(*DUE)
    (sentence,) = told.err.splitlines()
    assert (told.code, told.out) == (70, "")
    assert "ZeroDivisionError" in sentence
    assert "--debug" in sentence


@pytest.mark.parametrize("place", [0, 1])
def test_debug(place):
    """`--debug`, wherever it stands, adds the traceback; the exit code stays that of a bug."""
    words = [str(word) for word in DUE]
    words.insert(place, "--debug")
    script = (
        "import sys; from mstrack import cli; from mstrack.progress import query; query.fitting = None; "
        f"sys.argv[1:] = {words}; cli.main()"
    )
    told = subprocess.run([sys.executable, "-c", script], env=environment(), capture_output=True, check=False)
    assert "Traceback" in told.stderr.decode()
    assert (told.returncode, told.stdout) == (70, b"")


@pytest.mark.parametrize("place", [(query, "fitting"), (app, "command")], ids=["inside", "around"])
def test_interrupt(monkeypatch, place):
    """An interrupted command says nothing, inside Typer and around it."""

    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(*place, interrupted)
    told = ask(*DUE)
    assert (told.code, told.out, told.err.strip()) == (130, "", "")


@needs_posix
@pytest.mark.parametrize("starter", [signal.SIG_DFL, signal.SIG_IGN], ids=["terminal", "nohup"])
def test_control_c(tmp_path, request, starter):
    """^C ends a process that waits for git, without a traceback; whoever started the tests may ignore it."""
    git = tmp_path / "git"
    git.write_text(f"#!/bin/sh\ntouch '{tmp_path}/asked'\nexec sleep 600\n", encoding="utf-8")
    git.chmod(0o755)
    usual = signal.signal(signal.SIGINT, starter)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, usual))
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    with interruptible("-m", "mstrack", *DUE, "--rev", "HEAD", PATH=path) as process:
        limit = time.monotonic() + PATIENCE
        while not (tmp_path / "asked").exists():
            assert time.monotonic() < limit, "git was never asked"
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err.strip()) == (130, b"", b"")
