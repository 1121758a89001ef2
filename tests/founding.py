"""Stores made by `init`: what its tests share."""

import subprocess

from repositories import alone, git
from running import ask

STORE = ["tasks.yaml", "progress/README.md"]
AROUND = [
    ".gitattributes",
    ".editorconfig",
    "schemas/tasks.schema.json",
    "schemas/entry.schema.json",
    ".vscode/settings.json",
    ".vscode/extensions.json",
    ".github/workflows/mstrack.yml",
    ".gitlab-ci.yml",
    ".workflow/mstrack.yml",
]
HOOK = ".git/hooks/pre-commit"
SETTINGS = {"core.quotepath": "false", "diff.mstrack.wordRegex": "[0-9.]+|[^[:space:]]"}


def init(folder, *more):
    """Run `init`; it must succeed. Return what was told of each file and setting: its name → (done, remark)."""
    told = ask("init", folder, *more)
    assert told.code == 0, told.err
    return steps(told)


def steps(told):
    """Return the lines of the table: name → (done, remark); a page without a width wraps nothing."""
    _title, heading, _rule, *lines = told.out.splitlines()
    names, remarks = heading.index("File or setting"), heading.index("Left to do")
    rows = [line for line in lines if line != "Nothing was missing."]
    return {row[names:remarks].strip(): (row[:names].strip(), row[remarks:].strip()) for row in rows}


def repository(folder):
    """Return a new repository."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    return folder


def committing(folder, *arguments, **variables):
    """Try to commit what is staged, as nobody in particular; return the exit code and what was said."""
    told = subprocess.run(
        ["git", "commit", "--message", "记录", *arguments],
        cwd=folder,
        env=alone() | {"LC_ALL": "C.UTF-8"} | variables,
        capture_output=True,
        check=False,
    )
    return told.returncode, told.stderr.decode()


def tree(folder):
    """Return every file below a folder with its bytes, but for git's own."""
    found = [path for path in folder.rglob("*") if path.is_file() and ".git" not in path.relative_to(folder).parts]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
