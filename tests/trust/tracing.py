"""`add` under strace: which system calls it makes from its first touch of the store, and one of them made to fail."""

import compileall
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from recording import CGJ, KEPT, adding, entries, kept
from running import environment

import mstrack

NOTE = "写了很久的说明。"
STRACE = shutil.which("strace")
LINE = re.compile(r"^(\d+) +([a-z_0-9]+)\((.*)$")

needs_strace = pytest.mark.skipif(STRACE is None, reason="strace is not installed: apt install strace")


class Call(NamedTuple):
    """One system call of the program: its name, the how manieth of that name, and what strace prints of it."""

    name: str
    nth: int
    text: str


class Ended(NamedTuple):
    """How an `add` ended: exit code (negative: by which signal), stderr, and whether the call was made to fail."""

    code: int
    err: str
    hit: bool


def calls(folder, root):
    """Return the calls of an `add` that works, from the first one that names the store to the last.

    Those of git are left out: strace counts each process for itself, so a fault of theirs would hit the program.
    """
    log = folder / "calls"
    # a module whose bytecode is old would be compiled in this run, and read in the next: other calls
    compileall.compile_dir(Path(mstrack.__file__).parent, quiet=1)
    _run(folder, root, ["-o", log, "-y"])
    counted, found, touched, program = {}, [], False, None
    for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
        parts = LINE.match(line)
        if not parts:
            continue
        process, name, text = parts.groups()
        program = program or process
        if process != program:
            continue
        counted[name] = counted.get(name, 0) + 1
        touched = touched or (str(root) in text and name != "execve")
        if touched:
            found.append(Call(name, counted[name], text))
    return found


def of_store(several, root):
    """Return those of the calls that name the store, or a file or folder in it that is open."""
    return [call for call in several if str(root) in call.text]


def struck(folder, root, call, fault, *, onwards=False):
    """Run an `add` in which one call (or that and all of its name after it) meets a fault."""
    log = folder / "struck"
    when = f"{call.nth}{'+' if onwards else ''}"
    # in a stop by seccomp no signal can be put in; without it every call is stopped at
    quick = [] if fault.startswith("signal") else ["--seccomp-bpf"]
    only = [*quick, "-e", f"trace={call.name}", "-e", f"inject={call.name}:{fault}:when={when}"]
    done = _run(folder, root, ["-o", log, *only])
    seen = log.read_text(encoding="utf-8", errors="replace")
    return Ended(done.returncode, done.stderr.decode(), "(INJECTED)" in seen or done.returncode == -signal.SIGKILL)


def judge(root, ended, *, killed=False):
    """Hold what every end must keep: the entry whole or not there at all, and nothing that was typed lost."""
    found = entries(root)  # strictly read: a torn file is Unreadable
    assert [(one.unit, one.note, len(one.figures)) for one in found] in ([], [(CGJ, NOTE, 2)])
    if killed:
        return
    assert ended.code in {0, 4}, ended.err
    assert "Traceback" not in ended.err
    assert "bug" not in ended.err
    if ended.code == 0:
        assert len(found) == 1
    else:
        assert NOTE in "".join(kept(ended.err)) or NOTE in ended.err, ended.err
        assert KEPT in ended.err or "here it is" in ended.err


def fresh(root):
    """Empty the store of entries."""
    shutil.rmtree(root / "progress", ignore_errors=True)


def _run(folder, root, options):
    alike = {
        "MSTRACK_CACHE": str(folder / "cache"),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
        "MSTRACK_UNIT": None,
        "PYDANTIC_DISABLE_PLUGINS": "__all__",  # judging sets it in this process: the runs after that would stat less
    }
    shutil.rmtree(folder / "cache", ignore_errors=True)
    command = [STRACE, "-f", "-qq", *map(str, options), sys.executable, "-m", "mstrack"]
    return subprocess.run(
        [*command, *map(str, adding(root, note=NOTE))],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(**alike),
        cwd=folder,
        check=False,
        timeout=60,
    )


def errno_names():
    """Return the faults of a disk."""
    return ["ENOSPC", "EIO", "EACCES", "EROFS", "EDQUOT", "EMFILE", "EINTR"]
