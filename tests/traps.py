"""A repository from a stranger: its files, its .git/config and the environment name a program at every place they can.

Each program leaves a mark under its own name when it runs; each trap knows the git command that springs it.
"""

import hashlib
import re
import shutil
from typing import NamedTuple

from repositories import commit, git, program
from running import EXAMPLES

SIGNATURE = "-----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----"


class Trap(NamedTuple):
    """A program that a setting names ({} stands for it), and the git command that runs it."""

    setting: str
    value: str
    spring: str
    typed: str = ""


TRAPS = {
    "fsmonitor": Trap("core.fsmonitor", "{}", "status"),
    "pager": Trap("core.pager", "{}", "--paginate log"),
    "pager-of-log": Trap("pager.shortlog", "{}", "shortlog HEAD"),
    "editor": Trap("core.editor", "{}", "commit --allow-empty"),
    "ssh": Trap("core.sshCommand", "{}", "ls-remote ssh://nowhere.invalid/x"),
    "proxy": Trap("core.gitProxy", "{}", "ls-remote git://nowhere.invalid/x"),
    "credential": Trap("credential.helper", "{}", "credential fill", "protocol=https\nhost=nowhere.invalid\n\n"),
    "askpass": Trap("core.askPass", "{}", "credential fill", "protocol=https\nhost=nowhere.invalid\n\n"),
    "upload": Trap("remote.other.uploadpack", "{}", "fetch other"),
    "ext": Trap("remote.ext.url", "ext::{}", "fetch ext"),
    "promisor": Trap("remote.lazy.url", "ext::{}", "cat-file blob GONE"),
    "external": Trap("diff.external", "{}", "diff -- a.txt"),
    "command": Trap("diff.own.command", "{}", "diff -- a.own"),
    "textconv": Trap("diff.conv.textconv", "{}", "diff -- a.conv"),
    "in-the-store": Trap("diff.entry.textconv", "{}", "diff HEAD~1 HEAD -- data"),
    "included": Trap("include.path", "included", "diff -- a.inc"),
    "attributes": Trap("core.attributesFile", ".git/more", "diff -- a.more"),
    "diff-filter": Trap("interactive.diffFilter", "{}", "add --patch a.text", "q\n"),
    "clean": Trap("filter.one.clean", "{}", "add a.one"),
    "smudge": Trap("filter.one.smudge", "{}", "checkout-index --force a.one"),
    "process": Trap("filter.two.process", "{}", "add a.two"),
    "clean-in-the-store": Trap("filter.three.clean", "{}", "add data/tasks.yaml"),
    "smudge-in-the-store": Trap("filter.three.smudge", "{}", "checkout-index --force data/tasks.yaml"),
    "merge": Trap("merge.own.driver", "{}", "merge-tree --write-tree HEAD side"),
    "signature": Trap("gpg.program", "{}", "log -1 signed"),
    "alias": Trap("alias.look", "!{}", "look"),
    "hook": Trap("core.hooksPath", ".hooks", "commit --allow-empty --message x"),
    "hook-of-index": Trap("core.hooksPath", ".hooks", "update-index --add --cacheinfo 100644,EMPTY,new"),
    "module": Trap("", "", "-C sub status"),
    "bare": Trap("", "", "-C bare status"),
}
HOOKS = {
    "pre-commit": "hook", "post-index-change": "hook-of-index", "reference-transaction": "hook",
    "post-checkout": "hook", "post-merge": "hook", "pre-push": "hook", "post-rewrite": "hook",
}  # fmt: skip
ATTRIBUTES = {"own": "diff=own", "conv": "diff=conv", "inc": "diff=inc", "one": "filter=one", "two": "filter=two"}
MORE = {
    "protocol.ext.allow": "always",
    "log.showSignature": "true",
    "extensions.partialClone": "lazy",
    "remote.lazy.promisor": "true",
    "core.repositoryFormatVersion": "1",
}
"""What the traps need to be sprung."""

ENVIRONMENT = {
    "GIT_EXTERNAL_DIFF": Trap("", "{}", "diff -- a.txt"),
    "GIT_SSH_COMMAND": Trap("", "{}", "ls-remote ssh://nowhere.invalid/x"),
    "GIT_PROXY_COMMAND": Trap("", "{}", "ls-remote git://nowhere.invalid/x"),
    "GIT_EDITOR": Trap("", "{}", "commit --allow-empty"),
    "GIT_TRACE": Trap("", "{mark}", "status"),
    "GIT_TRACE2_EVENT": Trap("", "{mark}", "status"),
    "GIT_CONFIG_PARAMETERS": Trap("", "'core.fsmonitor'='{}'", "status"),
}
"""Variables that a hook or a caller may have left."""
ASTRAY = {"GIT_DIR": "{}/other/.git", "GIT_WORK_TREE": "/", "GIT_INDEX_FILE": "{}/none", "GIT_NAMESPACE": "x",
          "GIT_OBJECT_DIRECTORY": "{}/none", "GIT_CEILING_DIRECTORIES": "{}", "GIT_CONFIG_COUNT": "x"}  # fmt: skip
"""Variables that make git read something else, or nothing."""


def calm(folder):
    """Make a repository with a store in data/, entries committed, staged and new, and one rewritten by the last commit.

    Git runs nothing in it.
    """
    root = folder / "calm"
    newest = sorted((EXAMPLES / "progress" / "18").iterdir())[-3:]
    shutil.copytree(
        EXAMPLES, root / "data", ignore=lambda _folder, _names: {*(one.name for one in newest), "__pycache__"}
    )
    (root / ".gitattributes").write_text(
        "".join(f"*.{kind} {about}\n" for kind, about in ATTRIBUTES.items())
        + "data/** diff=entry filter=three merge=own\n*.own merge=own\n"
    )
    git(root, "init", "--quiet", "--initial-branch=main")
    for kind in (*ATTRIBUTES, "text", "txt", "more", "gone"):
        (root / f"a.{kind}").write_text(f"{kind}\n")
    commit(root)
    git(root, "checkout", "--quiet", "-b", "side")
    (root / "a.own").write_text("side\n")
    commit(root)
    git(root, "checkout", "--quiet", "main")
    (root / "a.own").write_text("main\n")
    gone = git(root, "hash-object", "a.gone")
    (root / "a.gone").unlink()
    modules(root)
    old = min((root / "data" / "progress" / "18").iterdir())
    old.write_text(old.read_text(encoding="utf-8").replace("reporter: ", "reporter: 非"), encoding="utf-8")
    for one, tracked in zip(newest, ("commit", "add", ""), strict=True):
        shutil.copy(one, root / "data" / "progress" / "18")
        if tracked:
            git(root, "add", "data")
        if tracked == "commit":
            commit(root)
    _signed(root)
    (root / ".git" / "objects" / gone[:2] / gone[2:]).unlink()
    for kind in (*ATTRIBUTES, "text", "txt", "more"):
        (root / f"a.{kind}").write_text("changed\n")
    return root


def modules(root):
    """Put a submodule and a bare repository into the tree."""
    for name in ("sub", "bare"):
        git(root, "init", "--quiet", name)
        commit_empty = ("commit", "--quiet", "--allow-empty", "--message", "x")
        git(root / name, *commit_empty)
    shutil.copytree(root / "bare" / ".git", root / "spare")
    shutil.rmtree(root / "bare")
    (root / "spare").rename(root / "bare")


def _signed(root):
    """Make the branch `signed` of a commit that says it is signed."""
    raw = git(root, "cat-file", "commit", "HEAD")
    head, _blank, message = raw.partition("\n\n")
    digest = git(
        root, "hash-object", "-t", "commit", "-w", "--stdin", text=f"{head}\ngpgsig {SIGNATURE}\n\n{message}\n"
    )
    git(root, "update-ref", "refs/heads/signed", digest)


def wild(calm_one, folder, only=TRAPS):
    """Copy a repository and set traps in it; a program that runs leaves a file in folder/ran."""
    root = folder / "wild"
    shutil.copytree(calm_one, root, symlinks=True)
    (folder / "ran").mkdir()
    for name, trap in TRAPS.items():
        path = trapped(folder, name)
        if trap.setting and name in only:
            git(root, "config", "--add", trap.setting, trap.value.format(path))
    for hook, name in HOOKS.items():
        shutil.copy(trapped(folder, name), program(root / ".hooks" / hook, ""))
        shutil.copy(trapped(folder, name), program(root / ".git" / "hooks" / hook, ""))
    git(root, "config", "--add", "remote.other.url", str(calm_one))
    git(root, "config", "-f", ".git/included", "diff.inc.textconv", str(trapped(folder, "included")))
    git(root, "config", "diff.more.textconv", str(trapped(folder, "attributes")))
    (root / ".git" / "more").write_text("*.more diff=more\n")
    git(root, "config", "-f", "sub/.git/config", "core.fsmonitor", str(trapped(folder, "module")))
    git(root, "config", "-f", "bare/config", "core.fsmonitor", str(trapped(folder, "bare")))
    git(root, "config", "-f", "bare/config", "core.worktree", str(root))
    for setting, value in MORE.items():
        git(root, "config", setting, value)
    return root


def misled(root):
    """Let the settings of a repository say that it lies elsewhere, and three of its files that its history is other."""
    head, before = (git(root, "rev-parse", rev) for rev in ("HEAD", "HEAD~1"))
    git(root, "commit-graph", "write", "--reachable")
    graph = root / ".git" / "objects" / "info" / "commit-graph"
    graph.chmod(0o644)
    tree = bytes.fromhex(git(root, "rev-parse", "HEAD^{tree}"))
    # a commit's tree, then the place of its first parent (gitformat-commit-graph): this is no place
    lie = re.sub(
        re.escape(tree) + b".{4}", lambda _found: tree + b"\x70\0\0\0", graph.read_bytes()[:-20], flags=re.DOTALL
    )
    graph.write_bytes(lie + hashlib.sha1(lie).digest())  # noqa: S324  git's own
    (root / ".git" / "info" / "grafts").write_text(f"{head}\n")
    other = git(root, "commit-tree", f"{head}^{{tree}}", "-m", "x")
    git(root, "-c", "core.hooksPath=/dev/null", "replace", before, other)
    git(root, "config", "core.worktree", str(root / "data"))


def trapped(folder, name):
    """Return the program of a trap, which leaves its mark."""
    path = folder / "programs" / name
    return path if path.exists() else program(path, f": > {folder}/ran/{name}")


def environment(folder):
    """Return the variables that lead git into traps."""
    named = {
        name: trap.value.format(trapped(folder, name), mark=folder / "ran" / name) for name, trap in ENVIRONMENT.items()
    }
    astray = {name: value.format(folder) for name, value in ASTRAY.items()}
    return named | astray
