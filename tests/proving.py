"""What the tests of the proof and its benchmark are made of: a small store, and commits by the thousand."""

import json
import os
import random
import subprocess

from mstrack.check.append_only import findings
from mstrack.check.never_filed import in_store
from mstrack.store.entry_names import filed_at

ENTRY, PROGRAM, LINK, SUBMODULE = "100644", "100755", "120000", "160000"
FORMAT = "--object-format=sha1"
PERSON = {"NAME": "张三", "EMAIL": "zhang@example.invalid", "DATE": "2021-10-08T09:31:07+08:00"}
ENVIRONMENT = (
    {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    | {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in PERSON.items()}
    | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
)


def readable(path, text):
    """Return an entry that can be read, for a path of one: its note is the text. Other paths keep their text."""
    filed = filed_at(in_store(path)) if text and "task: " not in text and not text.startswith("?") else None
    if filed is None:
        return text
    corrects = f"corrects: [{', '.join(filed.corrects)}]\nreason: 多录一位。\n" if filed.corrects else ""
    return (
        f"task: {filed.task}\ndate: {filed.day}\nunit: 市城管局\nstatus: in-progress\nnote: {json.dumps(text)}\n"
        f"reporter: 张三\nrecorded: {filed.day}T09:00:00+08:00\n{corrects}"
    )


def git(folder, *arguments, stdin=b""):
    """Run git as 张三, without the configuration of this machine."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=ENVIRONMENT, input=stdin, capture_output=True, check=True
    )
    return done.stdout.decode().strip()


def repository(folder):
    """Make an empty repository."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet", "--initial-branch=main", FORMAT)
    return folder


class Store:
    """A store in data/ of a repository, written by commits of git itself; the first of them filed one entry."""

    def __init__(self, folder):
        """Make it."""
        self.folder = repository(folder)
        self.root = folder / "data"
        self.first = self.commit({FIRST: "a: 1\n", "tasks.yaml": "title: 甲\n"})

    def commit(self, files=(), message="记录"):
        """Write files (None takes one away) and commit the work tree; return the digest."""
        for name, text in dict(files).items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink() if text is None else path.write_text(readable(name, text), encoding="utf-8")
        git(self.folder, "add", "--all")
        return self.commit_staged(message)

    def commit_staged(self, message="记录"):
        """Commit the index as it is."""
        git(self.folder, "commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")

    def git(self, *arguments, stdin=b""):
        """Run git in its repository."""
        return git(self.folder, *arguments, stdin=stdin)

    def found(self, since="", until="HEAD"):
        """Return what is found since the first commit, or another: a set of (commit, path, what)."""
        return {(one.commit, one.path, one.kind) for one in findings(str(self.root), since or self.first, until)}


FIRST, SECOND = "progress/18/2021-09-30-cgj-7f3a9c2k.yaml", "progress/18/2021-10-31-cgj-b2c41dxw.yaml"


class Stream:
    """Commits on their way into a repository; they go by the marks that `commit` returns."""

    def __init__(self):
        """Start with nothing."""
        self._lines = []
        self._marks = 0
        self._texts = {}

    def commit(self, parents, files, *, author="张三", whole=True):
        """Add a commit: path → (mode, text) of all its files, or only of those that its first parent has not so."""
        blobs = [f"M {mode} {self._blob(mode, text, path)} {_quoted(path)}" for path, (mode, text) in files.items()]
        mark = self._mark()
        person = f"<p@example.invalid> {1_600_000_000 + mark} +0800"
        words = ["from", *["merge"] * len(parents)]
        self._lines += ["reset refs/heads/made", "commit refs/heads/made", f"mark :{mark}"]
        self._lines += [f"author {author} {person}", f"committer 合并者 {person}", "data 0"]
        self._lines += [f"{word} :{parent}" for word, parent in zip(words, parents, strict=False)]
        self._lines += [*["deleteall"] * whole, *blobs]
        return mark

    def into(self, folder):
        """Write everything into a repository; return the digest of each mark."""
        marks = folder / ".git" / "marks"
        stream = "\n".join([*self._lines, ""]).encode("utf-8", "surrogateescape")
        git(folder, "fast-import", "--quiet", "--force", f"--export-marks={marks}", stdin=stream)
        return {int(mark[1:]): digest for mark, digest in map(str.split, marks.read_text().splitlines())}

    def _mark(self):
        self._marks += 1
        return self._marks

    def _blob(self, mode, text, path):
        """Return the mark of a text; a submodule's text is the digest of a commit in the other repository."""
        if mode == SUBMODULE:
            return text
        if mode != LINK:
            text = readable(path, text)
        if text not in self._texts:
            self._texts[text] = self._mark()
            self._lines += ["blob", f"mark :{self._texts[text]}", f"data {len(text.encode())}", text]
        return f":{self._texts[text]}"


def _quoted(path):
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def long_history(folder, commits, tasks=25):
    """Make a repository whose store in data/ got an entry with each commit; every tenth merges five beside four.

    Return the digests of the first commit and the last.
    """
    rng = random.Random(commits)  # noqa: S311  made-up days need a seed, not secrecy
    stream = Stream()
    first = head = stream.commit([], {"data/tasks.yaml": (ENTRY, "title: 甲\n")})

    def entry():
        day = f"2021-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        name = f"{rng.randint(1, tasks):02}/{day}-cgj-{rng.getrandbits(32):08x}.yaml"
        return {f"data/progress/{name}": (ENTRY, f"{name}\n")}

    for _turn in range(commits // 10):
        side, brought = head, {}
        for _number in range(4):
            head = stream.commit([head], entry(), whole=False)
        for _number in range(5):
            new = entry()
            brought |= new
            side = stream.commit([side], new, whole=False)
        head = stream.commit([head, side], brought, whole=False)
    digests = stream.into(repository(folder))
    (folder / "data").mkdir()
    return digests[first], digests[head]
