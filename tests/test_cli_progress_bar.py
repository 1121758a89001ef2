"""Who waits sees how far it is; who has waited enough presses ^C, and nothing is left behind."""

import contextlib
import io
import os
import signal
import sys

import pytest
from recording import Terminal
from running import EXAMPLES, ON, PATIENCE, interruptible

from mstrack.cli import progress_bar


class Screen(io.StringIO):
    """A terminal that somebody looks at."""

    def isatty(self):
        """Say so."""
        return True


@pytest.fixture
def look(monkeypatch):
    """A function that puts somebody before the screen (pytest takes stderr again before each test starts)."""
    monkeypatch.setenv("TERM", "xterm")

    def looking():
        monkeypatch.setattr(sys, "stderr", Screen())
        return sys.stderr

    return looking


def test_no_bar_before_its_time(look):
    """An answer within a second shows none."""
    screen = look()
    with progress_bar.bar("Checking") as told:
        told(1, 2)
    assert screen.getvalue() == ""


def test_a_bar(look, monkeypatch):
    """It says what goes on, and how much of how much is done; at the end it is gone."""
    screen = look()
    monkeypatch.setattr(progress_bar, "PATIENCE", 0)
    monkeypatch.setattr(progress_bar, "PAUSE", 0)
    with progress_bar.bar("Checking") as told:
        told(1, 100_000)
        told(25_000, 100_000)
        drawn = screen.getvalue()
    assert "Checking" in drawn
    assert "1/100000" in drawn.replace(" ", "")
    assert "25000/100000" in drawn
    assert screen.getvalue().endswith(("\x1b[2K", "\x1b[?25h", "\x1b[1A\x1b[2K"))  # wiped, with its cursor back


def test_a_bar_is_not_drawn_all_the_time(look, monkeypatch):
    """A thousand steps are a few drawings: they would take longer than the work."""
    screen = look()
    monkeypatch.setattr(progress_bar, "PATIENCE", 0)
    with progress_bar.bar("Checking") as told:
        for done in range(1000):
            told(done, 1000)
    assert screen.getvalue().count("Checking") < 500


def test_no_bar_on_a_pipe(monkeypatch):
    """Nobody looks: nothing is drawn, however long it takes."""
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    monkeypatch.setattr(progress_bar, "PATIENCE", 0)
    with progress_bar.bar("Checking") as told:
        told(1, 2)
    assert sys.stderr.getvalue() == ""
    monkeypatch.setattr(sys, "stderr", None)
    with progress_bar.bar("Checking") as told:
        told(1, 2)


def test_a_bar_ends_with_the_work(look, monkeypatch):
    """Also where it fails: the cursor is back, the line is wiped."""
    screen = look()
    monkeypatch.setattr(progress_bar, "PATIENCE", 0)
    with contextlib.suppress(KeyboardInterrupt), progress_bar.bar("Checking") as told:
        told(1, 2)
        raise KeyboardInterrupt
    assert screen.getvalue().count("\x1b[?25h") == screen.getvalue().count("\x1b[?25l") == 1


def test_the_answer_on_a_terminal(tmp_path):
    """An answer that comes at once is nothing but the answer."""
    terminal = Terminal("check", "--data", EXAMPLES, *ON, MSTRACK_CACHE=str(tmp_path))
    assert terminal.end() == 0
    assert terminal.seen.endswith("files checked: no problem\n")


SLOW = """
import signal, sys, time
from mstrack.cli import run
from mstrack.store import load
learn = load.learn
def slowly(kind, *arguments):
    if kind == "entry":
        print("reading", file=sys.stderr, flush=True)
        time.sleep(30)
    return learn(kind, *arguments)
load.learn = slowly
signal.signal(signal.SIGINT, signal.default_int_handler)  # a starter may have it ignored
sys.exit(run(sys.argv[1:]))
"""
"""The program, which says on stderr that it reads entries, and takes long to do so."""


def test_interrupted():
    """^C while entries are read: exit code 130, and not a word."""
    with interruptible("-c", SLOW, "check", "--data", EXAMPLES, *ON, MSTRACK_CACHE="") as process:
        assert process.stderr.readline() == b"reading\n"
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, err) == (130, b"", b"")
