"""Offices that share a store: a bare repository, clones of it, what is filed in them, and what a sync says."""

import datetime as dt
import itertools
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import repositories
from builders import MEMO, filed, id_of, indicator, plan_text, row
from running import environment

from mstrack import sync
from mstrack.errors import MstrackError
from mstrack.sync.clone import SyncRequest
from mstrack.sync.locks import Patience

PLAN = plan_text([row(indicator(target=100)), row(), row()])
TODAY = dt.date(2021, 12, 31)
EAGER = Patience(lambda _seconds: None, lambda low, _high: low, lambda: 0.0)
NUMBERS = itertools.count(1)


class Said(NamedTuple):
    """What a sync did (None: it stopped), its exit code, and all that it told."""

    done: sync.Done | None
    code: int
    told: str

    @property
    def counts(self):
        """How many entries were sent and received."""
        return len(self.done.sent), len(self.done.received)


def personal(folder, name="张三"):
    """Give the tests a home of their own, whose git knows who they are; return the variables that say so."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    address = "office@example.invalid"
    settings = f"[user]\n\tname = {name}\n\temail = {address}\n[init]\n\tdefaultBranch = main\n"
    (home / ".gitconfig").write_text(settings, encoding="utf-8")
    return {"HOME": str(home), "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"), "GIT_CONFIG_NOSYSTEM": "1"}


class Office:
    """A clone with a store in it."""

    def __init__(self, folder, store="data"):
        """Take the clone's folder, and where in it the store is."""
        self.folder = Path(folder)
        self.store = store
        self.who = "张三"

    @property
    def data(self):
        """The folder of the store."""
        return self.folder / self.store

    def git(self, *arguments, text=""):
        """Run git in the clone."""
        return repositories.git(self.folder, *arguments, text=text)

    def config(self, name, value):
        """Set what the clone is configured to do."""
        self.git("config", name, str(value))

    def write(self, path, text):
        """Write a file of the clone."""
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8", newline="\n")

    def file(self, day="2021-09-30", **said):
        """File an entry; return its path in the store."""
        path, text = filed(day, id_=said.pop("id_", None) or id_of(next(NUMBERS)), **{"note": "进展顺利。"} | said)
        self.write(f"{self.store}/{path}", text)
        return path

    def commit(self, message="记录"):
        """Commit all that lies in the clone, as somebody who knows git; return the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--author", f"{self.who} <who@example.invalid>", "--message", message)
        return self.git("rev-parse", "HEAD")

    def push(self, *arguments):
        """Commit and push all that lies in the clone, without asking anybody; return the commit."""
        made = self.commit()
        self.git("push", "--quiet", *arguments, "origin", "HEAD:main")
        return made

    def push_staged(self, message):
        """Commit what is staged, and nothing else of the clone, and push without asking anybody."""
        self.git("commit", "--quiet", "--message", message)
        self.git("push", "--quiet", "origin", "HEAD:main")

    def sync(self, patience=EAGER, **how):
        """Sync the clone in this process."""
        told = []
        asked = SyncRequest(str(self.data), TODAY, MEMO, told.append, patience, **how)
        try:
            done = sync.run(asked)
        except MstrackError as error:
            return Said(None, int(error.code), "\n".join([*told, str(error)]))
        return Said(done, 3 if done.held else 0, "\n".join([*told, *map(str, done.held)]))

    @property
    def entries(self):
        """The files below progress/ in the work tree, hidden ones too, with their bytes."""
        found = (self.data / "progress").rglob("*") if (self.data / "progress").exists() else ()
        return {path.relative_to(self.data).as_posix(): path.read_bytes() for path in found if path.is_file()}

    def committed(self, rev="HEAD"):
        """The entries of a commit, with the digests of their bytes."""
        lines = self.git("ls-tree", "-r", rev, "--", f"{self.store}/progress").splitlines()
        return {line.split("\t")[1].removeprefix(f"{self.store}/"): line.split()[2] for line in lines}

    @property
    def state(self):
        """What must not have changed where a sync was stopped: branch, index and work tree."""
        tree = {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file() and ".git" not in path.relative_to(self.folder).parts[:1]
        }
        return self.git("rev-parse", "HEAD"), self.git("ls-files", "--stage"), tree

    def is_clean(self):
        """Whether branch, index and work tree say the same, and nothing else lies there."""
        return self.git("status", "--porcelain") == ""


def server(folder):
    """Make the shared repository, with a plan and one entry in it; return the first office."""
    empty(folder)
    first = clone(folder, "first")
    first.write("data/tasks.yaml", PLAN)
    first.file("2021-01-31")
    first.push("--set-upstream")
    return first


def empty(folder):
    """Make the shared repository, with nothing in it."""
    repositories.git(folder, "init", "--quiet", "--bare", "--initial-branch=main", "server.git")


def clone(folder, name="second", store="data"):
    """Return another office."""
    repositories.git(folder, "-c", "init.defaultBranch=main", "clone", "--quiet", "server.git", name)
    return Office(folder / name, store)


def program(office, *words, **env):
    """Start `mstrack sync` as a process in a group of its own."""
    command = [sys.executable, "-m", "mstrack", "sync", "--data", str(office.data), *words]
    return subprocess.Popen(
        command,
        env=environment(**{"MSTRACK_CACHE": "", "PYTHONUTF8": "1"} | env),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def hook(office, name, body):
    """Give a clone (or the server) a hook."""
    folder = office.folder / ".git" if isinstance(office, Office) else Path(office)
    return repositories.hook(folder / "hooks" / name, body)


def shared(folder):
    """Return the server as an office that may be asked for what is committed."""
    return Office(folder / "server.git")
