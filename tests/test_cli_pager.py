"""A long answer on a terminal goes through the user's pager; nothing is lost where there is none."""

import os
import re
import shutil

import pytest
from recording import Terminal
from running import EXAMPLES, start

from mstrack.cli import pager

DUE = ("due", "--data", EXAMPLES, "--as-of", "2021-12-03")


def script(folder, body):
    """Return the path of a pager that does what the body says."""
    path = folder / "pager.sh"
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def on_a_terminal(*arguments, rows=10, **env):
    """Run a command on a terminal; return its exit code, and what the screen showed."""
    terminal = Terminal(*arguments, LINES=str(rows), **{"PAGER": None, "LESS": None, "NO_COLOR": "1"} | env)
    return terminal.end(), terminal.seen


@pytest.fixture(scope="module")
def plain():
    """Return the lines of the answer without a pager."""
    return start(*DUE, env={"COLUMNS": "400"}).stdout.decode().splitlines()


@pytest.mark.parametrize(
    ("text", "columns", "lines", "is_higher"),
    [
        ("a\nb\n", 80, 3, False),
        ("a\nb\n", 80, 2, True),
        ("甲" * 41 + "\n", 80, 3, False),
        ("甲" * 41 + "\n", 80, 2, True),
        ("\x1b[31m" + "甲" * 40 + "\x1b[0m\n", 80, 2, False),
        ("", 80, 1, False),
    ],
)
def test_height(text, columns, lines, is_higher):
    """An answer that leaves no line for the prompt is too high; Chinese is two cells wide, a colour none."""
    assert pager.is_higher(text, columns, lines) is is_higher


@pytest.mark.parametrize(
    ("env", "command"),
    [
        pytest.param({}, ["less"], marks=pytest.mark.posix),
        ({"PAGER": "less -S"}, ["less", "-S"]),
        ({"PAGER": "cat"}, None),
        ({"PAGER": ""}, None),
        ({"PAGER": "less", "MSTRACK_PAGER": ""}, None),
        ({"PAGER": "cat", "MSTRACK_PAGER": "less -R"}, ["less", "-R"]),
        ({"PAGER": "no-such-pager -x"}, None),
        pytest.param({"PAGER": "tee seen | less"}, ["/bin/sh", "-c", "tee seen | less"], marks=pytest.mark.posix),
    ],
)
def test_command(monkeypatch, env, command):
    """MSTRACK_PAGER wins over PAGER over less; empty and cat are none, a shell reads what is more than words."""
    monkeypatch.delenv("PAGER", raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: None if name.startswith("no-") else name)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert pager._command() == command


def test_windows_has_no_default(monkeypatch):
    """On Windows `more` shows an answer only where the user says so."""
    monkeypatch.delenv("PAGER", raising=False)
    monkeypatch.setattr(pager.sys, "platform", "win32")
    monkeypatch.setattr(shutil, "which", lambda name: name)
    assert pager._command() is None
    monkeypatch.setenv("PAGER", "more")
    assert pager._command() == ["more"]
    monkeypatch.setenv("PAGER", '"C:\\Program Files\\less.exe" -R "')
    assert pager._command() == ["C:\\Program Files\\less.exe", "-R", '"']


@pytest.mark.slow
class TestOnATerminal:
    """The program on a terminal of its own."""

    def test_shown(self, tmp_path, plain):
        """The pager gets the whole answer and git's settings."""
        seen = tmp_path / "seen"
        code, screen = on_a_terminal(*DUE, PAGER=f"cat >{seen}; echo $LESS $LV >>{seen}")
        assert (code, screen) == (0, "")
        assert seen.read_text(encoding="utf-8").splitlines() == [*plain, "FRX -c"]

    def test_the_users_settings_win(self, tmp_path):
        """LESS stays what the user has set."""
        seen = tmp_path / "seen"
        on_a_terminal(*DUE, PAGER=f"cat >/dev/null; echo $LESS >{seen}", LESS="-i")
        assert seen.read_text(encoding="utf-8") == "-i\n"

    def test_colour_is_kept(self, tmp_path):
        """What a pager shows is coloured as the terminal would be."""
        seen = tmp_path / "seen"
        on_a_terminal(*DUE, PAGER=f"cat >{seen}", NO_COLOR=None)
        assert "\x1b[" in seen.read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("command", "env", "rows"),
        [
            (DUE, {}, 200),
            (DUE, {"TERM": "dumb"}, 10),
            (DUE, {"MSTRACK_PAGER": ""}, 10),
            (("--no-pager", *DUE), {}, 10),
            ((*DUE, "--no-pager"), {}, 10),
            (DUE, {"PAGER": "no-such-pager"}, 10),
        ],
    )
    def test_not_shown(self, tmp_path, plain, command, env, rows):
        """Where it fits, or nobody wants a pager or has one, the answer is written as it is."""
        seen = tmp_path / "seen"
        code, screen = on_a_terminal(*command, rows=rows, **{"PAGER": f"cat >{seen}"} | env)
        assert (code, screen.splitlines(), seen.exists()) == (0, plain, False)

    @pytest.mark.parametrize("body", ["exit 1", "kill -9 $$", "no-such-command-here", "head -1 >/dev/null; exit 3"])
    def test_one_that_fails(self, tmp_path, plain, body):
        """After a pager that failed the whole answer is written."""
        code, screen = on_a_terminal(*DUE, PAGER=str(script(tmp_path, body)))
        assert (code, screen.splitlines()[-len(plain) :]) == (0, plain)

    def test_left_early(self, tmp_path):
        """Whoever leaves the pager early has seen enough: no error, and the exit code is that of the command."""
        pager = script(tmp_path, "head -1; exec <&-")
        code, screen = on_a_terminal("log", "-n", "500", "--long", *DUE[1:], PAGER=str(pager))
        assert (code, len(screen.splitlines())) == (0, 1)
        code, _screen = on_a_terminal(*DUE, "--exit-code", PAGER=str(pager))
        assert code == 1

    def test_interrupted(self, tmp_path):
        """^C that ends the pager ends the program as interrupted, after the pager."""
        left = tmp_path / "left"
        pager = script(tmp_path, f"trap 'echo left >{left}; exit 1' INT\nprintf 'shown: '\nsleep 20 & wait")
        terminal = Terminal(*DUE, LINES="10", PAGER=str(pager), LESS=None)
        terminal.answer("shown:", "\x03")
        assert (terminal.end(), left.read_text(encoding="utf-8")) == (130, "left\n")

    @pytest.mark.skipif(not shutil.which("less"), reason="needs less")
    def test_less(self):
        """Less shows the first screen and leaves it there; q is no error."""
        terminal = Terminal("log", "-n", "200", *DUE[1:], PAGER=None, LESS=None)
        terminal.wait("\n:")
        os.write(terminal._master, b"q")
        assert terminal.end() == 0
        assert re.search("filed, as of 2021-12-03", terminal.seen)

    def test_piped(self, tmp_path, plain):
        """A pipe never has a pager."""
        seen = tmp_path / "seen"
        told = start(*DUE, env={"PAGER": f"cat >{seen}", "LINES": "10", "COLUMNS": "400", "TERM": "xterm"})
        assert (told.stdout.decode().splitlines(), seen.exists()) == (plain, False)
