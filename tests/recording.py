"""A store of one's own and entries filed in it: what the tests of recording share."""

import datetime as dt
import os
import re
import select
import subprocess
import sys
import time

import pytest
from builders import MEMO
from running import PATIENCE, ask, environment

from mstrack.rules import plan
from mstrack.store import source
from mstrack.store.dataset import Dataset

CGJ = "市城市管理综合执法局"
ON = ("--as-of", "10-08")
TODAY = dt.date(2021, 10, 8)
KEPT = "What you typed is kept in "
SAID = {
    "unit": "cgj",
    "figure": ["new-villages=98", "coverage=75.2"],
    "status": "in-progress",
    "note": "已完成98个自然村。",
    "date": "09-30",
    "reporter": "张三",
}
ON_A_TERMINAL = (
    "import fcntl, os, signal, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "[signal.signal(one, signal.SIG_DFL) for one in (signal.SIGINT, signal.SIGHUP)];"  # nohup ignores them
    "os.execv(sys.executable, [sys.executable, '-m', 'mstrack', *sys.argv[1:]])"
)


def flags(**said):
    """Return options as they are typed: a list repeats one, True gives it no value, None leaves it out."""
    typed = []
    for name, value in said.items():
        option = f"--{name.replace('_', '-')}"
        for one in value if isinstance(value, list) else [value]:
            typed += [] if one is None else [option] if one is True else [option, str(one)]
    return typed


def adding(root, task=18, **changed):
    """Return the arguments of an `add` that may be filed, with some of it changed."""
    return ["add", task, "--data", root, *ON, *flags(**SAID | changed)]


def add(root, task=18, **changed):
    """File an entry; return what was told."""
    return ask(*adding(root, task, **changed))


def filed(root, task=18, **changed):
    """File an entry that must succeed; return its id."""
    told = add(root, task, **changed)
    assert told.code == 0, told.err
    return re.search(r"-([0-9a-z]{8})(?:-for-[0-9a-z-]+)?\.yaml$", told.out.strip())[1]


def correct(root, *ids, **said):
    """Correct an entry; return what was told."""
    return ask("correct", *ids, "--data", root, *ON, *flags(**{"reporter": "李四"} | said))


def paths(root):
    """Return every file below progress/, hidden ones too."""
    return sorted(path.relative_to(root).as_posix() for path in (root / "progress").rglob("*") if path.is_file())


def dataset(root):
    """Return the store as the program reads it."""
    return Dataset(source.WorkTree(str(root)), MEMO, plan.of_plan)


def entries(root):
    """Return every entry of the store, strictly read: a torn one is Unreadable."""
    data = dataset(root)
    found = [one for task in data.plan.tasks for one in data.history(task.id, dt.date.max).everything()]
    data.open(found)
    return [data.entry(one) for one in found]


def kept(told):
    """Return the texts that were saved aside, from the places that stderr names."""
    places = re.findall(f"{KEPT}(.+)", told)
    texts = []
    for place in places:
        with open(place, encoding="utf-8") as saved:
            texts.append(saved.read())
    return texts


def editor(folder, body):
    """Return the value of VISUAL for an editor that does what the body says with `path` and its `text`."""
    script = folder / "editor.py"
    head = "import pathlib, sys\npath = pathlib.Path(sys.argv[-1])\ntext = path.read_text(encoding='utf-8')\n"
    script.write_text(head + body, encoding="utf-8")
    return f'"{sys.executable}" "{script}"'


class Terminal:
    """The program on a terminal of its own, and somebody who types."""

    def __init__(self, *arguments, **env):
        """Start it; Windows has no such terminals."""
        if os.name == "nt":
            pytest.skip("pseudo-terminals are POSIX's")
        import pty
        import termios

        self._master, slave = pty.openpty()
        termios.tcsetwinsize(slave, (50, 400))
        alike = {"TERM": "xterm", "LC_ALL": "C.UTF-8", "INPUTRC": os.devnull}
        self._process = subprocess.Popen(
            [sys.executable, "-c", ON_A_TERMINAL, *map(str, arguments)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment(**alike | env),
            start_new_session=True,
        )
        os.close(slave)
        self._raw = b""
        self._answered = 0

    @property
    def seen(self):
        """Everything that the screen showed, what was typed included."""
        text = self._raw.decode(errors="replace").replace("\r\n", "\n")
        return re.sub("\x1b\\[[?0-9;]*[a-zA-Z]|\r", "", text)

    def wait(self, question):
        """Wait for a question after the last one."""
        limit = time.monotonic() + PATIENCE
        while question not in self.seen[self._answered :]:
            assert time.monotonic() < limit, f"never asked {question!r}: {self.seen}"
            assert self._read(0.5) is not None, f"ended without asking {question!r}: {self.seen}"
        self._answered = self.seen.index(question, self._answered) + len(question)

    def answer(self, question, said):
        """Wait for a question, then type the answer and Enter; a control key alone is itself."""
        self.wait(question)
        self.type(said)

    def type(self, said):
        """Type an answer and Enter."""
        self._wait_for_prompt()
        os.write(self._master, said.encode() if said in {"\x03", "\x04"} else f"{said}\n".encode())

    def press(self, keys):
        """Send keys as they are, at once."""
        os.write(self._master, keys.encode())

    def leave(self, how):
        """End the program by a signal, or by closing its window; wait until it is gone."""
        self._wait_for_prompt()
        if how == "close":
            os.close(self._master)
        else:
            os.kill(self._process.pid, how)
        self._process.wait(PATIENCE)
        if how != "close":
            os.close(self._master)

    def _wait_for_prompt(self):
        """Wait until the cursor stands behind a prompt and the program sleeps: it takes keys.

        A ^C that comes between the prompt and the wait for a key is noticed with the next key only.
        """
        limit = time.monotonic() + PATIENCE
        while not self.seen.rstrip().endswith((":", "：")):
            assert time.monotonic() < limit, f"no prompt: {self.seen}"
            assert self._read(0.5) is not None, f"ended without a prompt: {self.seen}"
        while self._is_busy():
            assert time.monotonic() < limit, f"never waits for a key: {self.seen}"
            time.sleep(0.001)

    def _is_busy(self):
        """Whether the program does anything but wait; where no /proc says it, it has a moment to come to rest."""
        try:
            with open(f"/proc/{self._process.pid}/stat", encoding="utf-8", errors="replace") as about:
                return about.read().rpartition(")")[2].split()[0] in {"R", "D"}
        except FileNotFoundError:
            time.sleep(0.05)
            return False

    def end(self):
        """Wait until the program is done; return its exit code."""
        limit = time.monotonic() + PATIENCE
        while self._read(0.5) is not None and time.monotonic() < limit:
            pass
        os.close(self._master)
        try:
            return self._process.wait(PATIENCE)
        finally:
            self._process.kill()

    def _read(self, seconds):
        """Take what the program prints: None at its end, nothing where it is silent for so long."""
        if not select.select([self._master], [], [], seconds)[0]:
            return b""
        try:
            part = os.read(self._master, 4096)
        except OSError:  # Linux: the other end is closed
            return None
        self._raw += part
        return part or None
