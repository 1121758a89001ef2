"""Real git for tests: repositories of nobody in particular, what lies in them, and which processes were started."""

import hashlib
import os
import shutil
import stat
import subprocess

import pytest

GIT = shutil.which("git")
PERSON = {"NAME": "张三", "EMAIL": "zhang@example.invalid", "DATE": "2021-10-08T09:31:07+08:00"}


def alone():
    """Return the environment without the configuration of this machine and without what a hook left of git's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    person = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in PERSON.items()}
    return kept | person | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


def git(folder, *arguments, text=""):
    """Run git as nobody in particular; return what it said."""
    done = subprocess.run(
        [GIT, *arguments], cwd=folder, env=alone(), input=text.encode(), capture_output=True, check=True
    )
    return done.stdout.decode().strip()


def commit(folder, message="记录"):
    """Commit all that lies in a folder; return the digest."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def lose(path):
    """Delete a file of git's, which keeps its objects read-only; Windows deletes none of those."""
    path.chmod(0o600)
    path.unlink()


def program(path, body):
    """Write a shell script that can be run; return its path. Windows runs none."""
    if os.name == "nt":
        pytest.skip("a shell script stands in for a program")
    return hook(path, body)


def hook(path, body):
    """Write a shell script that git runs, on Windows by a shell of its own; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8", newline="\n")
    path.chmod(0o755)
    return path


def wrapped(folder, before=":"):
    """Return a PATH whose git does something first; every start of it is a line in the file `started`."""
    program(folder / "wrapped" / "git", f'echo "$*" >> {folder}/started\n{before}\nexec {GIT} "$@"')
    return f"{folder / 'wrapped'}{os.pathsep}{os.environ['PATH']}"


def everything(folder):
    """Return what lies in a folder, .git included: of each path its kind, its last change, and what it holds."""
    found = {}
    for path in sorted(folder.rglob("*")):
        about = path.lstat()
        data = hashlib.sha256(path.read_bytes()).hexdigest() if stat.S_ISREG(about.st_mode) else ""
        found[str(path.relative_to(folder))] = (stat.filemode(about.st_mode), about.st_mtime_ns, data)
    return found
