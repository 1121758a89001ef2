"""The proof sees the whole repository: every store that lay there at the revision, wherever the checked one lies."""

from __future__ import annotations

import shutil
import zlib
from pathlib import Path

import pytest
from amending import LATER, TEXT, edited
from builders import MEMO, filed
from offenders import every
from repositories import commit, git
from writing import write

from mstrack.check import since
from mstrack.check.stores import Stores, origin
from mstrack.errors import Unreadable, WorldFailed
from mstrack.git.checked_out import CheckedOut
from mstrack.git.snapshot import Index, Revision

(PATH, OLD), (SECOND, NEXT) = (filed(f"2021-0{n}-30", figures={"roads": n}, id_=f"0000000{n}") for n in (8, 9))
FORGED = OLD.replace("roads: 8", "roads: 7")


@pytest.fixture
def top(tmp_path):
    """The top of a repository with a store in data/, at the tag `then`."""
    return made(tmp_path)


def made(top):
    write(top, {"data/tasks.yaml": TEXT, f"data/{PATH}": OLD, f"data/{SECOND}": NEXT})
    git(top, "init", "--quiet", "--initial-branch=main")
    commit(top)
    git(top, "tag", "then")
    return top


def result(top, store, source=CheckedOut, rev="then"):
    root = str(top / store)
    return since.check(root, rev, Revision(root, "HEAD") if source is Revision else source(root), MEMO)


def found(top, store, source=CheckedOut, rev="then"):
    return [(one.path, one.rule) for one in result(top, store, source, rev).problems]


def move(top, old, new):
    (top / new).parent.mkdir(parents=True, exist_ok=True)
    git(top, "mv", old, new)


@every("source", [CheckedOut, Index, Revision])
@every("folder", ["2021", "stores/2021", "Data2"])
def test_a_store_that_moves_as_a_whole(source, folder, tmp_path_factory):
    """It is said where it came from, before the commit and after it; its plan is held to what it was there."""
    top = tmp_path_factory.mktemp("repo")
    write(top, {"data/tasks.yaml": TEXT, f"data/{PATH}": OLD, f"data/{SECOND}": NEXT})
    git(top, "init", "--quiet", "--initial-branch=main")
    commit(top)
    git(top, "tag", "then")
    move(top, "data", folder)
    digest = commit(top) if source is Revision else ""
    proof = result(top, folder, source)
    [moved] = proof.moves
    assert (proof.problems, proof.is_new) == ((), False)
    assert moved[1:] == (b"data/", f"{folder}/".encode(), 2)
    assert bool(moved.commit) == bool(digest)
    write(top, {f"{folder}/tasks.yaml": edited(LATER)})
    commit(top)
    assert found(top, folder) == [("tasks.yaml", "unannounced")]


@every("source", [CheckedOut, Index, Revision])
@every("spoil", [{f"2021/{PATH}": FORGED}, {f"2021/{PATH}": None}, {"2021/tasks.yaml": None}])
def test_a_store_that_moves_in_part(source, spoil, tmp_path_factory):
    """An altered entry, a missing one, a plan that stays behind: what did not come along was removed."""
    top = tmp_path_factory.mktemp("repo")
    write(top, {"data/tasks.yaml": TEXT, f"data/{PATH}": OLD, f"data/{SECOND}": NEXT})
    git(top, "init", "--quiet", "--initial-branch=main")
    commit(top)
    git(top, "tag", "then")
    move(top, "data", "2021")
    write(top, spoil)
    git(top, "add", "--all")
    if source is Revision:
        commit(top)
    assert (f"../data/{PATH}", "rewritten") in found(top, "2021", source)


def test_a_store_beside_the_checked_one(top):
    """What is rewritten in another store, or in the store that a shadow hides, is found wherever one looks."""
    write(top, {"tasks.yaml": TEXT, PATH: FORGED, f"data/{PATH}": FORGED})
    commit(top)
    for store, paths in (("", (f"data/{PATH}", PATH)), ("data", (PATH, f"../{PATH}"))):
        assert found(top, store) == [(path, "rewritten") for path in paths]


def test_a_copy_and_then_the_original_goes(top):
    """Two commits move a store: a faithful copy is a move, an altered one is not."""
    for text, expected in (
        (OLD, []),
        (FORGED, [(f"../data/{PATH}", "rewritten"), (PATH, "rewritten"), ("../data/tasks.yaml", "rewritten")]),
    ):
        git(top, "checkout", "--quiet", "-B", "try", "then")
        shutil.copytree(top / "data", top / "copy")
        write(top, {f"copy/{PATH}": text})
        commit(top)
        git(top, "rm", "-r", "--quiet", "data")
        commit(top)
        assert [one for one in found(top, "copy") if one[0] != f"../data/{SECOND}"] == expected


@every("shadow", ["data", ".", "Neu"])
def test_an_altered_copy_answers_for_nobody(shadow, tmp_path_factory):
    """The store moves as a whole, which is allowed, and an altered copy of it takes its place, or another one."""
    top = made(tmp_path_factory.mktemp("repo"))
    move(top, "data", "archive")
    commit(top)
    write(top, {f"{shadow}/tasks.yaml": edited(LATER), f"{shadow}/{PATH}": FORGED, f"{shadow}/{SECOND}": NEXT})
    commit(top)
    assert found(top, shadow) == [(PATH, "rewritten"), ("tasks.yaml", "unannounced")]
    assert found(top, "archive") == [((Path("..") / shadow / PATH).as_posix(), "rewritten")]
    git(top, "rm", "-r", "--quiet", "--cached", f"{shadow}/progress")
    write(top, {f"{shadow}/{PATH}": OLD, f"{shadow}/tasks.yaml": TEXT})
    git(top, "commit", "--quiet", "--amend", "--all", "--message", "a faithful copy")
    assert found(top, shadow) == []


def test_a_repaired_copy_of_what_was_never_filed(top):
    """The original was broken as it came: its copy in another store may be repaired."""
    broken = SECOND.replace("00000009", "00000007")
    write(top, {f"data/{broken}": "task: ["})
    commit(top)
    git(top, "tag", "--force", "then")
    shutil.copytree(top / "data", top / "copy")
    write(top, {f"copy/{broken}": NEXT})
    commit(top)
    assert found(top, "copy") == []


INSIDE = "data/progress/03/x"
NESTED = {
    "a broken plan": {f"{INSIDE}/tasks.yaml": "tasks: ["},
    "a broken plan with an entry": {f"{INSIDE}/tasks.yaml": "tasks: [", f"{INSIDE}/progress/02/{PATH[12:]}": OLD},
    "a faithful copy": {f"{INSIDE}/tasks.yaml": TEXT, f"{INSIDE}/{PATH}": OLD, f"{INSIDE}/{SECOND}": NEXT},
    "an altered copy": {f"{INSIDE}/tasks.yaml": TEXT, f"{INSIDE}/{PATH}": FORGED},
    "a folder beside the tasks": {"data/progress/x/tasks.yaml": TEXT, f"data/progress/x/{PATH}": FORGED},
    "a folder without a plan": {f"{INSIDE}/{PATH[12:]}": FORGED},
    "a broken plan elsewhere": {"2022/tasks.yaml": "tasks: ["},
}


@pytest.mark.slow
@every("case", [*NESTED])
def test_a_store_among_the_entries_was_never_filed(case, tmp_path_factory):
    """Pushed into another store, which refuses it, it may be taken away again, whatever is in it."""
    top = made(tmp_path_factory.mktemp("repo"))
    write(top, NESTED[case])
    commit(top)
    assert found(top, "data") == []
    git(top, "tag", "brought")
    write(top, dict.fromkeys(NESTED[case]))
    commit(top)
    assert found(top, "data") == found(top, "data", rev="brought") == []


@pytest.mark.slow
def test_a_plan_above_takes_nothing_from_a_store(top):
    """What was a store before another plan was put above it stays one: no way round the proof."""
    move(top, "data", "progress/2021")
    commit(top)
    git(top, "tag", "before")
    write(top, {"tasks.yaml": TEXT})
    commit(top)
    git(top, "tag", "above")
    write(top, {f"progress/2021/{PATH}": None})
    commit(top)
    for rev in ("before", "above"):
        assert (f"progress/2021/{PATH}", "rewritten") in found(top, "", rev=rev)
    git(top, "rm", "-r", "--quiet", "progress/2021")
    commit(top)
    assert ("progress/2021/tasks.yaml", "rewritten") in found(top, "", rev="above")


def test_a_plan_that_goes_alone(top):
    """The entries lie where they lay, and nobody checks them: that is said."""
    write(top, {"2022/tasks.yaml": TEXT, "data/tasks.yaml": None})
    commit(top)
    assert found(top, "2022") == [("../data/tasks.yaml", "rewritten")]


def test_a_move_is_merged_with_what_was_filed_meanwhile(top):
    """A branch moves the store, another one files: the merge brings both together, or loses nothing unseen."""
    third = SECOND.replace("2021-09-30", "2021-09-29").replace("00000009", "00000007")
    git(top, "checkout", "--quiet", "-b", "side")
    write(top, {f"data/{third}": NEXT})
    commit(top)
    git(top, "checkout", "--quiet", "main")
    move(top, "data", "2021")
    commit(top)
    git(top, "-c", "merge.directoryRenames=true", "merge", "--quiet", "--message", "合", "side")
    assert (top / "2021" / third).exists()
    assert found(top, "2021") == []
    git(top, "reset", "--quiet", "--hard", "HEAD~")
    git(top, "-c", "merge.directoryRenames=false", "merge", "--quiet", "--message", "合", "side")
    assert (top / "data" / third).exists()
    assert (f"../data/{PATH}", "rewritten") in found(top, "2021")


def test_a_branch_moves_on(top):
    """It is compared with the commit where both parted; a tag or a digest means one commit, an ancestor."""
    git(top, "checkout", "--quiet", "-b", "mine")
    write(top, {"data/progress/README.md": "x"})
    commit(top)
    git(top, "checkout", "--quiet", "main")
    write(top, {f"data/{PATH}": FORGED})  # what main does is not held against this branch
    ahead = commit(top)
    git(top, "tag", "ahead")
    git(top, "checkout", "--quiet", "mine")
    proof = result(top, "data", rev="main")
    assert (proof.problems, proof.parted, proof.commit) == ((), "main", git(top, "rev-parse", "then"))
    for rev in (ahead, "ahead"):
        with pytest.raises(Unreadable, match="no ancestor"):
            result(top, "data", rev=rev)
    write(top, {f"data/{SECOND}": FORGED})
    assert found(top, "data", rev="main") == [(SECOND, "rewritten")]


@every(
    "name",
    ["then:data/progress/01", "then:data", "then^{tree}", "HEAD", "HEAD^{tree}", "HEAD:data/progress/01", "then"],
)
def test_a_forged_folder_or_commit(name, tmp_path_factory):
    """Git reads what lies there; the proof hashes it, and names the object."""
    top = tmp_path_factory.mktemp("repo")
    write(top, {"data/tasks.yaml": TEXT, f"data/{PATH}": OLD})
    git(top, "init", "--quiet", "--initial-branch=main")
    commit(top)
    git(top, "tag", "then")
    write(top, {f"data/{SECOND}": NEXT})
    commit(top)
    kind = git(top, "cat-file", "-t", name)
    names = ((b"100644", b"100755"), (b"40000 data", b"40000 date"))
    digest = forge(top, name, lambda data: change(data, *names) if kind == "tree" else data + b"x")
    with pytest.raises(WorldFailed, match=digest):
        result(top, "data")


def test_a_forged_blob(top):
    """What a revision or the index reads is hashed, too."""
    digest = forge(top, f"HEAD:data/{PATH}", lambda data: data.replace(b"roads: 8", b"roads: 7"))
    for source in (Revision(str(top / "data"), "HEAD"), Index(str(top / "data"))):
        with pytest.raises(WorldFailed, match=digest):
            source.read(PATH, 1000)


def change(data, *pairs):
    """Replace bytes by others."""
    for old, new in pairs:
        data = data.replace(old, new)
    return data


def forge(top, name, change):
    """Write other bytes under an object's name; return that."""
    digest = git(top, "rev-parse", name)
    path = top / ".git/objects" / digest[:2] / digest[2:]
    kind, data = zlib.decompress(path.read_bytes()).split(b"\0", 1)
    data = change(data)
    path.chmod(0o644)
    path.write_bytes(zlib.compress(b"%s %d\0%s" % (kind.split(b" ")[0], len(data), data)))
    return digest


def test_what_is_filed():
    """A folder that is no store, a name that no store reads."""
    stores = Stores({b"", b"a/"})
    for path, expected in {
        b"progress/1/x.yaml": True, b"a/progress/1/x": True, b"b/progress/1/x": False, b"a/progress/README.md": False,
        b"a/progress": True, b"a/tasks.yaml": False, b"a/progress/.x": False, b".a/progress/x": False,
    }.items():  # fmt: skip
        assert stores.has(path) == expected, path


def test_where_a_store_came_from():
    moves = [since.stores.Move("", b"a/", b"b/", 1), since.stores.Move("", b"b/", b"c/", 1)]
    assert [origin(one, moves, frozenset({b"a/", b"d/"})) for one in (b"c/", b"d/", b"e/")] == [b"a/", b"d/", None]
