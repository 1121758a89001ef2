"""Stores and repositories that somebody spoilt, each in one way: what they are made of, and who spoilt it."""

from __future__ import annotations

import os
import shutil
import socket
import zlib

from builders import filed, id_of
from repositories import commit, git
from sheeting import LAST, PLAN
from steering import STEERING
from writing import write

NEXT = filed("2021-09-30", figures={"roads": 50, "coverage": 70}, id_="bbbbbbbb", note="进展顺利。")
CORRECTION = filed(
    "2021-08-31", figures={"roads": 41, "coverage": 60.5}, id_="cccccccc", corrects=("aaaaaaaa",), reason="误"
)
FREE = "progress/01/2021-10-01-jia-dddddddd.yaml"
"""The path of an entry that is not there."""


def made(top):
    """Make a repository with a store in data/, three entries in two commits, and a branch that shares its upstream."""
    write(top / "data", {"tasks.yaml": PLAN, "progress/README.md": "甲\n", **dict([LAST])})
    git(top, "init", "--quiet", "--initial-branch=main")
    commit(top)
    write(top / "data", dict([NEXT, CORRECTION]))
    commit(top)
    return top


def listening(path):
    """Put a socket somewhere; its path may be longer than the system lets be."""
    here = os.getcwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(path.name)
    finally:
        os.chdir(here)


def circle(path):
    path.symlink_to(path.name)


ODD = {
    "fifo": os.mkfifo,
    "socket": listening,
    "endless": lambda path: path.symlink_to("/dev/zero"),
    "circle": circle,
    "dangling": lambda path: path.symlink_to("nowhere"),
    "elsewhere": lambda path: path.symlink_to("/etc/passwd"),
    "folder": lambda path: path.mkdir(),
}
"""What may lie in the place of a file."""
TEXTS = {
    "empty": b"",
    "no YAML": b"task: [",
    "GBK": "标题: 实事\n".encode("gbk"),
    "UTF-16": PLAN.encode("utf-16"),
    "zeros": b"\0" * 5000,
    "aliases": b"a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n",
    "brackets": b"[" * 60_000,
    "controls": f'title: "{STEERING}"\n{STEERING}: 1\n'.encode(),
    "too large": b"#" * (2 << 20),
    "a list": b"- 1\n- 2\n",
    "surrogates": b"title: \xed\xa0\x80\n",
}


def put(place, make):
    """Return what puts something odd into the place of a file of the repository."""

    def spoil(top):
        path = top / place
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        make(path)

    return spoil


def replaced(place, text, *, kept=False):
    """Return what replaces the text of a file; `kept` commits it as well."""

    def spoil(top):
        write(top, {place: text})
        if kept:
            commit(top)

    return spoil


def steering(top):
    """Names of files, folders, authors and branches that would steer a terminal."""
    bad = top / "data" / "progress" / f"01{STEERING}"
    write(bad, {f"乙{STEERING}.yaml": "task: 1\n"})
    write(top / "data" / "progress" / "01", {f"2021-10-01-jia-dddddddd{STEERING}.yaml": "task: 1\n"})
    (top / "data" / "progress" / "01" / f"丙{STEERING}.yaml").symlink_to("x")
    for name in ("user.name", "user.email"):
        git(top, "config", name, f"张{STEERING}三")
    git(top, "add", "--all")
    git(top, "-c", f"user.name=张{STEERING}", "commit", "--quiet", "--author", f"张{STEERING} <a>", "-m", STEERING)


def corrected(count, *, closed):
    """Return what files a chain of corrections; a closed one has no first entry."""

    def spoil(top):
        last = id_of(count) if closed else "aaaaaaaa"
        texts = {}
        for n in range(1, count + 1):
            path, text = filed("2021-08-31", id_=id_of(n), corrects=(last,), reason="误", note="又改。")
            texts[path] = text
            last = id_of(n)
        write(top / "data", texts)
        commit(top)

    return spoil


def nested(top):
    """Folders in folders in the place of a task's."""
    write(top / "data", {f"progress/01/{'a/' * 200}x.yaml": "task: 1\n"})
    commit(top)


def crowded(top):
    """As many strange names as a folder may have."""
    write(top / "data", {f"progress/01/{n}.txt": "x" for n in range(500)})
    commit(top)


def beside(top):
    """A second store above the first and one of another spelling beside it, with altered copies of an entry."""
    path, text = LAST
    for folder in ("", "Data/", "data/progress/01/in/"):
        write(top, {f"{folder}tasks.yaml": PLAN, f"{folder}{path}": text.replace("roads: 40", "roads: 90")})
    commit(top)


def junk(top):
    """What desktops and editors leave."""
    names = ("Thumbs.db", ".DS_Store", "desktop.ini", "~$x.docx", "a.yaml~", ".a.yaml.swp", "新建文本文档.txt")
    write(top / "data", {f"progress/01/{name}": "x" for name in names} | {"progress/Thumbs.db": "x"})
    commit(top)


def of_windows(top):
    """A clone whose git turned every line."""
    for path in (top / "data").rglob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def ahead(top):
    """An entry that was recorded in a hundred years."""
    path, text = NEXT
    write(top / "data", {path: text.replace("recorded: 2021", "recorded: 2121")})
    commit(top)


def removed(*places):
    """Return what takes files or folders of the repository away."""

    def spoil(top):
        for place in places:
            path = top / place
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    return spoil


def shallow(top):
    """A clone without what is older."""
    git(top.parent, "clone", "--quiet", "--depth=1", f"file://{top}", "shallow")
    shutil.rmtree(top)
    (top.parent / "shallow").rename(top)


def forged(top):
    """The newest entry's blob holds other bytes under its name."""
    path, text = NEXT
    name = git(top, "rev-parse", f"HEAD:data/{path}")
    place = top / ".git" / "objects" / name[:2] / name[2:]
    place.chmod(0o644)
    body = text.replace("roads: 50", "roads: 99").encode()
    place.write_bytes(zlib.compress(b"blob %d\0" % len(body) + body))


def bare(top):
    """The folder of the store is a bare repository, too."""
    git(top, "init", "--quiet", "--bare", "data")


def inner(top):
    """Another repository lies in the place of the store."""
    git(top / "data", "init", "--quiet")
    commit(top / "data")


def unborn(top):
    """A repository without a commit."""
    git(top, "switch", "--quiet", "--orphan", "new")
    write(top / "data", {"tasks.yaml": PLAN, **dict([LAST])})


def astray(top):
    """A replacement, a graft and a ref that is no commit."""
    git(top, "update-ref", "refs/tags/blob", git(top, "rev-parse", "HEAD:data/tasks.yaml"))
    git(top, "replace", "HEAD~1", git(top, "commit-tree", "HEAD^{tree}", "-m", "x"))
    write(top, {".git/info/grafts": f"{git(top, 'rev-parse', 'HEAD')}\n"})


def remote(url):
    """Return what sends the branch elsewhere."""

    def spoil(top):
        git(top, "config", "remote.origin.url", url)
        git(top, "config", "branch.main.remote", "origin")
        git(top, "config", "branch.main.merge", "refs/heads/main")

    return spoil


def merging(top):
    """Somebody stopped in the midst of a merge that does not go."""
    write(
        top / ".git", {"MERGE_HEAD": git(top, "rev-parse", "HEAD~1"), "index.lock": "", "rebase-merge/head-name": "x"}
    )


def unseen(top):
    """Rules of git that hide entries, and their changes."""
    write(top, {".gitignore": "*.yaml\n", "data/.gitattributes": "* -diff merge=union filter=x\n"})
    commit(top)


ENTRY = f"data/{NEXT[0]}"
STORES = (
    {f"a plan: {name}": replaced("data/tasks.yaml", text, kept=True) for name, text in TEXTS.items()}
    | {f"a plan in no commit: {name}": replaced("data/tasks.yaml", TEXTS[name]) for name in ("no YAML", "GBK", "zeros")}
    | {f"the plan is a {name}": put("data/tasks.yaml", make) for name, make in ODD.items()}
    | {f"an entry: {name}": replaced(f"data/{FREE}", text, kept=True) for name, text in TEXTS.items()}
    | {f"an entry in no commit: {name}": replaced(f"data/{FREE}", TEXTS[name]) for name in ("no YAML", "GBK", "zeros")}
    | {f"a filed entry: {name}": replaced(ENTRY, TEXTS[name], kept=True) for name in ("empty", "controls", "brackets")}
    | {f"an entry is a {name}": put(f"data/{FREE}", make) for name, make in ODD.items()}
    | {f"a filed entry is a {name}": put(ENTRY, make) for name, make in ODD.items()}
    | {f"a task's folder is a {name}": put("data/progress/01", make) for name, make in ODD.items()}
    | {f"progress is a {name}": put("data/progress", make) for name, make in ODD.items()}
    | {f"README.md is a {name}": put("data/progress/README.md", make) for name, make in ODD.items()}
    | {
        "the plan is gone": removed("data/tasks.yaml"),
        "no store": removed("data"),
        "no entries": removed("data/progress"),
    }
    | {"a long chain": corrected(1500, closed=False), "a circle": corrected(40, closed=True)}
    | {one.__name__: one for one in (steering, nested, crowded, beside, junk, of_windows, ahead)}
)
GITS = ("HEAD", "config", "index", "packed-refs", "shallow", "refs/heads/main", "info/attributes", "info/exclude")
REPOSITORIES = (
    {f".git/{place} is a {name}": put(f".git/{place}", ODD[name]) for place in GITS for name in ("fifo", "endless")}
    | {f".git/{place} is garbage": replaced(f".git/{place}", b"\x1b\x00\xff") for place in GITS}
    | {f"{place} is a {name}": put(place, ODD[name]) for place in (".gitattributes", ".gitignore") for name in ODD}
    | {f".git is a {name}": put(".git", ODD[name]) for name in ("fifo", "circle", "folder", "dangling")}
    | {".git leads nowhere": put(".git", lambda path: path.write_text("gitdir: nowhere\n"))}
    | {"no repository": removed(".git"), "no objects": removed(".git/objects")}
    | {
        f"a remote {url}": remote(url)
        for url in ("/nowhere", "ext::sh -c touch% ran", "--upload-pack=touch ran", "x:\x1b")
    }
    | {one.__name__: one for one in (shallow, forged, bare, inner, unborn, astray, merging, unseen)}
)
