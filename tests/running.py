"""The program run by a test: in this process, or as a process of its own."""

import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from mstrack import cli
from mstrack.cli import app

ROOT = Path(__file__).parent.parent
PLAN = ROOT / "data"
EXAMPLES = ROOT / "examples"
ON = ("--as-of", "12-03")
PATIENCE = 120
"""Seconds until a program that does not end fails its test: no machine is so slow."""
HEARING_INTERRUPTS = (
    "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL);"
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)
"""Becomes Python that ^C ends: nohup and a shell's & ignore SIGINT, and whoever they start inherits that."""
QUERIES = [
    (name, "18") if name == "show" else (name,) for name, spec in app.COMMANDS.items() if spec.group == app.QUERY
]
DONE = """\
task: 1
date: 2021-06-30
unit: 市卫生健康局
status: done
note: |
  全部完成。
reporter: 张三
recorded: 2021-07-01T09:00:00+08:00
"""


class Told(NamedTuple):
    """What a command told: the shell, the reader, the user."""

    code: int
    out: str
    err: str

    @property
    def answer(self):
        """The answer, where it is JSON."""
        return json.loads(self.out)

    @property
    def ids(self):
        """The numbers of the tasks in it, sorted."""
        return sorted(task["id"] for task in self.answer["tasks"])


def ask(*arguments, encoding="utf-8"):
    """Run the program in this process; its output has an encoding."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding, newline="") for _stream in "oe")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.run([str(argument) for argument in arguments])
    for stream in (out, err):
        stream.flush()
    return Told(code, *(stream.buffer.getvalue().decode(encoding) for stream in (out, err)))


def environment(**changes):
    """Return the environment of the test with some variables changed; None takes one out."""
    kept = {name: value for name, value in os.environ.items() if name not in changes}
    return kept | {name: value for name, value in changes.items() if value is not None}


def start(*arguments, env=None, **how):
    """Run the program as a process; its answers are bytes."""
    command = [sys.executable, "-m", "mstrack", *map(str, arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.run(command, env=environment(**(env or {})), check=False, timeout=PATIENCE, **(pipes | how))


@contextlib.contextmanager
def interruptible(*arguments, **env):
    """Start Python in a process group of its own that ^C ends, and leave none of the group behind."""
    if os.name == "nt":
        pytest.skip("process groups are POSIX's")
    with subprocess.Popen(
        [sys.executable, "-c", HEARING_INTERRUPTS, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(**env),
        start_new_session=True,  # ^C goes to a terminal's whole foreground group
    ) as process:
        try:
            yield process
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def file_entry(root, text=DONE, name="2021-06-30-wjj-7f3a9c2k.yaml", task="01"):
    """Put an entry into a store, as it stands."""
    folder = root / "progress" / task
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8", newline="\n")


def own_store(folder):
    """Return a store of one's own: the plan without progress."""
    root = folder / "store"
    root.mkdir()
    shutil.copy(PLAN / "tasks.yaml", root)
    return root
