"""What .gitattributes would do to the files of a store, asked of git: work tree, index, revision."""

from __future__ import annotations

import os
import posixpath
import subprocess

import pytest
from repositories import commit, git, program
from writing import write

from mstrack.git.snapshot import Index, Revision
from mstrack.rules import gitattributes
from mstrack.store.source import InMemory, WorkTree

ENTRY = "progress/18/2021-09-30-cgj-7f3a9c2k.yaml"
PATHS = ["tasks.yaml", ENTRY, "progress/18/2021-09-29-cgj-7f3a9c2m.yaml"]


@pytest.fixture
def root(tmp_path):
    """A repository with a store in data/: the folder of the store."""
    store = tmp_path / "repo" / "data"
    write(store, dict.fromkeys(PATHS, ""))
    git(store.parent, "init", "--quiet")
    commit(store.parent)
    return store


def told(root, source=None, paths=PATHS, **how):
    """Return place and sentence of each problem."""
    found = gitattributes.attributes(str(root), source or WorkTree(str(root)), paths, **how)
    assert {(one.rule, one.level) for one in found} <= {("attributes", "error")}
    return [(f"{one.path}:{one.line}:{one.column}", one.sentence) for one in found]


HIDES, FUSES = "hides from a reviewer what changes", "lets merges fuse or drop what was filed"
BYTES, FOLDS = "changes bytes on their way in and out", "folds changes away in a review"
HARM = {
    "* -diff": ("-diff", HIDES),
    "*.yaml binary": ("-diff", HIDES),
    "*.yaml diff=word": ("diff=word", HIDES),
    "*.yaml merge=union": ("merge=union", FUSES),
    "*.yaml -merge": ("-merge", FUSES),
    "*.yaml merge=ours": ("merge=ours", FUSES),
    "*.yaml filter=crypt": ("filter=crypt", BYTES),
    "*.yaml ident": ("ident", BYTES),
    "*.yaml eol=crlf": ("eol=crlf", BYTES),
    "*.yaml working-tree-encoding=GBK": ("working-tree-encoding=GBK", BYTES),
    "*.yaml linguist-generated": ("linguist-generated", FOLDS),
    "*.yaml gitlab-generated=true": ("gitlab-generated=true", FOLDS),
}
FINE = [
    "*.yaml text eol=lf diff=mstrack",
    "*.yaml diff",
    "*.yaml merge",
    "*.yaml merge=text",
    "*.yaml -filter -ident",
    "*.xlsx binary",
    "* -text",
    "*.yaml -linguist-generated",
    "*.yaml linguist-detectable whitespace=-trailing-space export-ignore",
    "# *.yaml -diff",
    "*.yaml -diff\n*.yaml diff",
]


@pytest.mark.parametrize("line", HARM)
@pytest.mark.parametrize("where", ["data/.gitattributes", ".gitattributes"])
def test_harm(root, line, where):
    """Told once, with the number of files, at its line and column, in the store or above it; in all three readings."""
    (root.parent / where).write_text(f"# 甲\n{line}\n")
    commit(root.parent)
    attribute, does = HARM[line]
    given = "binary" if "binary" in line else attribute
    place = f"{posixpath.relpath(where, 'data')}:2:{line.index(given) + 1}"
    expected = (place, f"{attribute} {does} (3 of the store's files, as tasks.yaml); delete it")
    for source in (WorkTree(str(root)), Index(str(root)), Revision(str(root), "HEAD")):
        assert expected in told(root, source)
        assert len(told(root, source)) == (2 if "binary" in line else 1)


@pytest.mark.parametrize("line", FINE)
def test_no_harm(root, line):
    (root / ".gitattributes").write_text(f"{line}\n")
    commit(root.parent)
    for source in (WorkTree(str(root)), Index(str(root)), Revision(str(root), "HEAD")):
        assert told(root, source) == []


def test_many_files(root, monkeypatch):
    """They are asked about in parts, and told as one."""
    (root / ".gitattributes").write_text("*.yaml -diff\n")
    expected = told(root)
    monkeypatch.setattr(gitattributes, "_AT_ONCE", 2)
    assert told(root) == expected
    assert "(3 of the store's files" in expected[0][1]


def test_each_reading_has_its_own(root):
    """What lies on disk, what is staged and what is committed are judged apart."""
    file = root / ".gitattributes"
    file.write_text("*.yaml -diff\n")
    commit(root.parent)
    file.write_text("*.yaml merge=union\n")
    git(root.parent, "add", "--all")
    file.write_text("*.yaml ident\n")
    attribute = {
        source.__class__: [sentence.split(" ")[0] for _place, sentence in told(root, source)]
        for source in (WorkTree(str(root)), Index(str(root)), Revision(str(root), "HEAD"))
    }
    assert attribute == {WorkTree: ["ident"], Index: ["merge=union"], Revision: ["-diff"]}


def test_the_nearest_wins_and_is_named(root):
    """The last line of the nearest file is where git takes it from."""
    (root.parent / ".gitattributes").write_text("*.yaml -diff\n")
    (root / "progress/18/.gitattributes").write_text("\n* -diff\n*.yaml -diff\n")
    assert [place for place, _sentence in told(root)] == ["../.gitattributes:1:8"]
    assert [place for place, _sentence in told(root, paths=[ENTRY])] == ["progress/18/.gitattributes:3:8"]
    (root / "progress/.gitattributes").write_text("*.yaml diff\n")
    assert [place for place, _sentence in told(root, paths=["progress/README.yaml"])] == []


def test_a_macro(root):
    """An attribute that stands for others is told where it is defined."""
    (root.parent / ".gitattributes").write_text("[attr]hush -diff\ndata/** hush\n")
    assert [place for place, _sentence in told(root)] == ["../.gitattributes:1:12"]


def test_the_attributes_of_a_clone(root):
    """What a clone keeps for itself counts there, and is told with its path."""
    (root.parent / ".git/info/attributes").write_text("*.yaml -diff\n")
    assert [place for place, _sentence in told(root)] == ["../.git/info/attributes:1:1"]


def test_the_attributes_of_a_user(root, tmp_path, monkeypatch):
    """What somebody has set for all repositories is no matter of this store."""
    (tmp_path / "config").write_text(f"[core]\nattributesFile = {tmp_path}/mine\n")
    (tmp_path / "mine").write_text("*.yaml -diff\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    assert told(root) == []


def test_the_index_of_a_commit_under_way(root, tmp_path):
    """A hook is shown another index than the clone's own."""
    (root / ".gitattributes").write_text("*.yaml -diff\n")
    other = str(tmp_path / "index")
    env = os.environ | {"GIT_INDEX_FILE": other}
    subprocess.run(["git", "add", "--all"], cwd=root.parent, env=env, check=True)
    assert told(root, Index(str(root))) == []
    [(place, _sentence)] = told(root, Index(str(root), other), index=other)
    assert place == ".gitattributes:1:8"


def test_names_of_any_bytes(root):
    """Names in Chinese, with line feeds, and those that are no text."""
    for number, name in enumerate(["补\n报.yaml", "\udcff.yaml", '"a".yaml', " 甲 .yaml"]):
        (root / ".gitattributes").write_text("*.yaml -diff\n")
        [(_place, sentence)] = told(root, paths=[name])
        assert "1 of the" in sentence, number
        assert "\n" not in sentence


def test_no_repository(tmp_path):
    """A folder that no git knows has no attributes."""
    (tmp_path / ".gitattributes").write_text("* -diff\n")
    assert told(tmp_path, InMemory({})) == []


def test_no_git(root, monkeypatch):
    """Where git is missing, or does not serve the repository, that is a warning: nothing was judged."""
    monkeypatch.setenv("PATH", "/nowhere")
    [problem] = gitattributes.attributes(str(root), WorkTree(str(root)), PATHS)
    assert (problem.level, problem.rule) == ("warning", "attributes")
    assert problem.sentence == ".gitattributes was not judged: git could not be started; is it installed?"


def test_a_git_that_does_not_serve(root, tmp_path, monkeypatch):
    fails = program(
        tmp_path / "bin/git", "echo \"fatal: detected dubious ownership in repository at 'x'\" >&2; exit 128"
    )
    monkeypatch.setenv("PATH", str(fails.parent), prepend=os.pathsep)
    [problem] = gitattributes.attributes(str(root), WorkTree(str(root)), PATHS)
    assert problem.level == "warning"
    assert "git cannot read this repository" in problem.sentence


LINE_ENDS = {
    "": "warning",
    "tasks.yaml text eol=lf\n": "warning",
    "* text=auto\n": "error",
    "*.yaml text\n": "error",
    "*.yaml eol=crlf\n": "error",
    "*.yaml text eol=lf\n": None,
    "* text=auto eol=lf\n": None,
    "*.yaml -text\n": None,
    "* text=auto\n*.yaml text eol=lf diff=mstrack\n": None,
}


@pytest.mark.parametrize("reading", ["work tree", "index", "revision"])
@pytest.mark.parametrize("text", LINE_ENDS)
def test_line_ends(root, text, reading):
    """What makes Git for Windows change a line end is an error, what lets it a warning; one line cures both."""
    (root.parent / ".gitattributes").write_text(text)
    commit(root.parent)
    sources = {"work tree": WorkTree, "index": Index, "revision": lambda folder: Revision(folder, "HEAD")}
    found = gitattributes.line_ends(str(root), sources[reading](str(root)), PATHS)
    place = [("../.gitattributes", "line-ends", LINE_ENDS[text])] if LINE_ENDS[text] else []
    assert [(one.path, one.rule, one.level) for one in found] == place
    assert all(one.sentence.endswith("as the last line: *.yaml text eol=lf diff=mstrack") for one in found)


def test_the_line_of_the_cure_cures(root):
    (root.parent / ".gitattributes").write_text(f"* text=auto\n{gitattributes.CURE}\n")
    assert gitattributes.line_ends(str(root), WorkTree(str(root)), PATHS) == []


def test_line_ends_outside_of_a_repository(tmp_path):
    assert gitattributes.line_ends(str(tmp_path), WorkTree(str(tmp_path)), PATHS) == []
