"""How much memory a statement takes, in a process of its own: tracemalloc is not safe beside the threads of others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from running import environment

SCRIPT = """\
import sys, tracemalloc
sys.path.insert(0, sys.argv[1])
names = {}
exec(sys.argv[2], names)
tracemalloc.start()
exec(sys.argv[3], names)
most = tracemalloc.get_traced_memory()[1]
left = tracemalloc.get_traced_memory()[0]
print(most, left)
"""


def taken(setup: str, statement: str) -> tuple[int, int]:
    """Return the bytes that Python's objects took at most while a statement ran, and those that are left of it."""
    command = [sys.executable, "-c", SCRIPT, str(Path(__file__).parent), setup, statement]
    told = subprocess.run(command, env=environment(), capture_output=True, check=True)
    most, left = map(int, told.stdout.split())
    return most, left


WAITING = """\
import os, sys
child = os.fork()
if not child:
    os.execv(sys.argv[1], sys.argv[1:])
_pid, status, used = os.wait4(child, 0)
print(used.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def peak(*arguments):
    """Return the KiB that the program takes at most; its parent is small, for a child begins with what that takes."""
    command = [sys.executable, "-c", WAITING, sys.executable, "-m", "mstrack", *map(str, arguments)]
    told = subprocess.run(command, env=environment(), capture_output=True, check=True)
    return int(told.stderr.split()[-1])
