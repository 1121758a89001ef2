"""The terminal: its encoding, its width, its colours; on a pipe an answer is as wide as it needs to be."""

import codecs
import contextlib
import errno
import os
import re
import struct
import subprocess
import sys

import pytest
from offenders import every
from rich.cells import cell_len
from running import EXAMPLES, ON, PLAN, QUERIES, ask, environment, start
from samples import crossed, each

from mstrack import i18n
from mstrack.cli import console

ASK = ("--data", EXAMPLES, *ON)
ANSI = re.compile("\x1b\\[[0-9;]*m")
HELPS = [("--help",), ("due", "--help")]
UNDRAWN = str.maketrans("─█·│", "-#.|")
"""What a console that has no line-drawing gets in the place of it."""
MISTAKE = ("due", *ASK, "--before", "13-40")
needs_terminal = pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are POSIX's")


@pytest.fixture(autouse=True)
def _warm(monkeypatch, tmp_path_factory):
    """Keep the memo between these tests: each starts the program anew."""
    monkeypatch.setenv("MSTRACK_CACHE", str(tmp_path_factory.getbasetemp() / "warm"))


def spoken(encoding, *arguments, tongue="zh_CN"):
    """Run the program with an encoding; everything it prints must be in that encoding."""
    told = start(*arguments, env={"PYTHONIOENCODING": encoding, "MSTRACK_LANG": tongue})
    assert b"Traceback" not in told.stderr
    # prose in another encoding than UTF-8 ends its lines as the system does
    return told.returncode, *(one.decode(encoding).replace(os.linesep, "\n") for one in (told.stdout, told.stderr))


def on_terminal(*arguments, width=80, **env):
    """Run the program on a pseudo-terminal of so many columns; return its exit code and what it printed."""
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    changes = {"NO_COLOR": None, "TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8", "MSTRACK_PAGER": ""} | env
    printed = b""
    with subprocess.Popen(
        [sys.executable, "-m", "mstrack", *map(str, arguments)],
        env=environment(**changes),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        with contextlib.suppress(OSError):  # Linux: EIO is the end of a terminal
            while part := os.read(ours, 65536):
                printed += part
        os.close(ours)
    return process.returncode, printed.decode().replace("\r\n", "\n")


@each("command", [*QUERIES, ("due", "--help")], 3)
def test_gbk(command):
    """On a Chinese Windows console every character of an answer is there."""
    asked = command if "--help" in command else (*command, *ASK)
    with i18n.speaking("zh_CN"):
        told = ask(*asked)
    assert (told.code, told.out.translate(UNDRAWN), told.err) == spoken("gbk", *asked)
    assert told.code == 0
    assert "?" not in told.out


@crossed("command, tongue", ["due", "list"], i18n.LANGUAGES)
def test_ascii(command, tongue):
    """A console that knows no Chinese shows question marks in its place, and nothing fails."""
    code, out, err = spoken("ascii", command, *ASK, tongue=tongue)
    assert (code, err) == (0, "")
    with i18n.speaking(tongue):
        assert re.sub("[^\x00-\x7f]", "?", ask(command, *ASK).out.translate(UNDRAWN)) == out


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "ascii"])
def test_mistake_encoded(encoding):
    """A mistake is told in the encoding of the console."""
    code, out, err = spoken(encoding, *MISTAKE)
    assert (code, out) == (2, "")
    sentence = "没有 13-40 这一天；最接近的是 2021-12-31\n"
    assert sentence.encode(encoding, "replace").decode(encoding) == err


@pytest.mark.parametrize("form", ["csv", "tsv", "json"])
def test_machines(form):
    """A console of the Chinese Windows would lose what GBK has not, and make of CSV's mark a question mark."""
    told = start("due", *ASK, "--format", form, env={"PYTHONIOENCODING": "gbk"})
    assert told.stdout == ask("due", *ASK, "--format", form).out.encode()
    assert told.stdout.startswith(codecs.BOM_UTF8) == (form == "csv")


@pytest.mark.parametrize("variables", [{"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, {"LANG": "C"}])
def test_posix(variables):
    """A locale that knows ASCII only is no reason to fail."""
    told = start("due", *ASK, env=variables)
    assert (told.returncode, told.stderr) == (0, b"")


@each("command", QUERIES, 3)
def test_pipe(monkeypatch, command):
    """On a pipe nothing is wrapped, cropped or left out."""
    out = ask(*command, *ASK).out
    assert "…" not in out
    monkeypatch.setenv("COLUMNS", "100000")
    assert out == ask(*command, *ASK).out
    assert out == spoken("utf-8", *command, *ASK, tongue="en")[1]


@every("tongue", i18n.LANGUAGES)
@every("width", [30, 60, 80, 100, 120])
@pytest.mark.parametrize("command", QUERIES)
def test_columns(monkeypatch, command, width, tongue):
    """COLUMNS sets the width on a pipe, and no line is wider."""
    monkeypatch.setenv("COLUMNS", str(width))
    with i18n.speaking(tongue):
        lines = ask(*command, *ASK).out.splitlines()
    assert [line for line in lines if cell_len(line) > width] == []
    assert len(lines) > 3


@pytest.mark.parametrize("width", ["0", "-1", "wide", "", "²"])
def test_no_width(monkeypatch, width):
    """A COLUMNS that is no width is ignored."""
    without = ask("due", *ASK)
    monkeypatch.setenv("COLUMNS", width)
    assert without == ask("due", *ASK)


@needs_terminal
@crossed("command, tongue", [*QUERIES, *HELPS], i18n.LANGUAGES)
def test_terminal(command, tongue):
    """No line is wider than the terminal."""
    asked = command if "--help" in command else (*command, *ASK)
    code, printed = on_terminal(*asked, MSTRACK_LANG=tongue)
    lines = ANSI.sub("", printed).splitlines()
    assert code == 0
    assert [line for line in lines if cell_len(line) > 80] == []
    assert len(lines) > 3


@needs_terminal
def test_wide_terminal():
    """A wider terminal is used."""
    _code, printed = on_terminal("list", "--long", *ASK, width=150)
    assert 120 < max(map(cell_len, ANSI.sub("", printed).splitlines())) <= 150


@needs_terminal
def test_columns_on_terminal():
    """COLUMNS wins over the terminal's own width."""
    _code, printed = on_terminal("due", *ASK, width=120, COLUMNS="60", NO_COLOR="1")
    assert 50 < max(map(cell_len, printed.splitlines())) <= 60


@needs_terminal
def test_colour():
    """A terminal is given colour, and the same text."""
    _code, coloured = on_terminal("due", *ASK)
    _code, plain = on_terminal("due", *ASK, NO_COLOR="1")
    assert ANSI.search(coloured)
    assert ANSI.sub("", coloured) == plain


@needs_terminal
@crossed("command, variables", ["due", "summary"], [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_no_colour(command, variables):
    """NO_COLOR and a dumb terminal are given none."""
    code, printed = on_terminal(command, *ASK, **variables)
    assert code == 0
    assert "\x1b" not in printed


@each("command", QUERIES, 3)
def test_pipe_colour(command):
    """A pipe is given no colour."""
    told = start(*command, *ASK, env={"NO_COLOR": None, "TERM": "xterm-256color"})
    assert told.stdout
    assert b"\x1b" not in told.stdout


@needs_terminal
def test_mistake():
    """A mistake on a terminal is one plain sentence."""
    code, printed = on_terminal(*MISTAKE, MSTRACK_LANG="en")
    assert (code, printed) == (2, "there is no day 13-40; the nearest is 2021-12-31\n")


def test_remark(tmp_path):
    """What is remarked beside an answer stays out of the file it is written to."""
    with open(tmp_path / "answer.json", "wb") as answer:
        told = start("due", "--data", PLAN, "--as-of", "2022-01-05", "--format", "json", stdout=answer)
    assert told.stderr.decode().count("\n") == 1
    assert b"--as-of" not in (tmp_path / "answer.json").read_bytes()


def test_a_reader_who_is_gone():
    """Windows has no number of its own for a closed pipe; elsewhere an invalid value is a failure."""
    gone = [BrokenPipeError(errno.EPIPE, "x"), OSError(errno.EINVAL, "x"), OSError(errno.ENOSPC, "x")]
    assert [console.reader_is_gone(error, "win32") for error in gone] == [True, True, False]
    assert [console.reader_is_gone(error, "linux") for error in gone] == [True, False, False]
