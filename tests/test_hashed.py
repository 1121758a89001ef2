"""Every object that is believed is hashed: loose, packed, in an alternate, and each of its copies in other packs."""

from __future__ import annotations

import os
import zlib

import packs
import pytest
from amending import TEXT
from builders import MEMO, filed
from offenders import every
from repositories import commit, git, lose

from mstrack.check import since
from mstrack.errors import WorldFailed
from mstrack.git import hashed
from mstrack.git import packs as found_packs
from mstrack.git.snapshot import Revision

pytestmark = pytest.mark.slow

PATH, OLD = filed("2021-08-30", figures={"roads": 8}, id_="00000008")
NEW = OLD.replace("roads: 8", "roads: 7")
NAMES = {
    "a folder of entries": "then:data/progress/01",
    "the top": "then^{tree}",
    "a commit": "HEAD",
    "an entry": f"HEAD:data/{PATH}",
}


def made(top):
    """Make a repository with a store; the entry is rewritten by the last commit."""
    (top / "data/progress/01").mkdir(parents=True)
    (top / "data/tasks.yaml").write_text(TEXT, encoding="utf-8")
    (top / "data" / PATH).write_text(OLD, encoding="utf-8")
    git(top, "init", "--quiet", "--initial-branch=main", "--object-format=sha1")
    commit(top)
    git(top, "tag", "then")
    (top / "data" / PATH).write_text(NEW, encoding="utf-8")
    commit(top)
    return top


def judged(top):
    """Check the store of the last commit against the first; return what was rewritten."""
    root = str(top / "data")
    source = Revision(root, "HEAD")
    source.read(PATH, 1000)
    return [(one.path, one.rule) for one in since.check(root, "then", source, MEMO).problems]


def gone(top, digest):
    """Take a loose object away."""
    lose(top / ".git/objects" / digest[:2] / digest[2:])


def other(kind, data):
    """Return other bytes of an object that git reads all the same."""
    return data.replace(b"100644", b"100755") if kind == "tree" else data + b"x"


@every("name", [*NAMES])
@every("place", ["a pack", "a pack of an alternate", "a loose object of an alternate"])
def test_other_bytes_than_the_name_says(name, place, tmp_path_factory):
    """Wherever git finds it, it is named."""
    top = made(tmp_path_factory.mktemp("repo"))
    [(digest, kind, data)] = packs.contents(top, NAMES[name])
    bad = other(kind, data) if name != "the top" else data.replace(b"40000 data", b"40000 date")
    gone(top, digest)
    objects = top / ".git/objects"
    if "alternate" in place:
        objects = tmp_path_factory.mktemp("elsewhere") / "objects"
        (top / ".git/objects/info").mkdir(exist_ok=True)
        (top / ".git/objects/info/alternates").write_text(f"{objects}\n", encoding="utf-8")
    if "pack" in place:
        packs.write(objects, [(digest, kind, bad)])
    else:
        (objects / digest[:2]).mkdir(parents=True)
        (objects / digest[:2] / digest[2:]).write_bytes(zlib.compress(b"%s %d\0" % (kind.encode(), len(bad)) + bad))
    with pytest.raises(WorldFailed, match=digest):
        judged(top)


def test_two_packs_with_one_name(tmp_path):
    """Git compares a forged folder of one pack, and gives the right one of the other where it is hashed."""
    top = made(tmp_path)
    assert judged(top) == [(PATH, "rewritten")]
    [(digest, kind, data)] = packs.contents(top, "then:data/progress/01")
    new = bytes.fromhex(git(top, "rev-parse", f"HEAD:data/{PATH}"))
    old = bytes.fromhex(git(top, "rev-parse", f"then:data/{PATH}"))
    first = packs.contents(top, "then")
    older = packs.write(top / ".git/objects", [*first, (digest, kind, data.replace(old, new))])
    newer = packs.write(top / ".git/objects", [(digest, kind, data)])
    gone(top, digest)
    gone(top, first[0][0])
    for pack, time in ((older, 1_600_000_000), (newer, 1_700_000_000)):
        for end in (".pack", ".idx"):
            os.utime(pack.with_suffix(end), (time, time))
    with pytest.raises(WorldFailed, match=digest):
        judged(top)


def test_copies_as_git_makes_them(tmp_path):
    """Two packs that have one object alike are no reason to stop, in either version of their index."""
    top = made(tmp_path)
    whole = packs.contents(top, "then", "then^{tree}", "then:data", "then:data/progress/01", f"then:data/{PATH}")
    packs.write(top / ".git/objects", whole)
    for n, version in enumerate((1, 2), 2):
        git(top, "-c", f"pack.indexVersion={version}", "repack", "-a", "--quiet")
        assert len(found_packs.doubled(str(top), [one[0] for one in whole])) == n
        assert judged(top) == [(PATH, "rewritten")]
        packs.write(top / ".git/objects", whole[1:])


def test_longer_names(tmp_path):
    """A repository with SHA-256, with an object in two packs."""
    git(tmp_path, "init", "--quiet", "--object-format=sha256")
    (tmp_path / "a").write_text("1")
    commit(tmp_path)
    git(tmp_path, "repack", "--quiet")
    (tmp_path / "b").write_text("1")
    commit(tmp_path)
    git(tmp_path, "repack", "-a", "--quiet")
    assert len(found_packs.doubled(str(tmp_path), [git(tmp_path, "rev-parse", "HEAD~1")])) == 2
    hashed.everything(str(tmp_path), "HEAD")


@pytest.mark.parametrize("ends", [(".pack", ".idx"), (".pack",), (".idx",)])
def test_a_pack_that_git_puts_away_meanwhile(tmp_path, monkeypatch, ends):
    """Git tidies up while the proof runs: a pack that has gone is passed over, one that lacks an object is not."""
    top = made(tmp_path / "repo")
    git(top, "repack", "-a", "-d", "--quiet")
    pack = next((top / ".git/objects/pack").glob("*.idx")).with_suffix("")
    kept = tmp_path / pack.name
    for end in (".pack", ".idx"):
        kept.with_suffix(end).write_bytes(pack.with_suffix(end).read_bytes())
    monkeypatch.setattr(hashed.packs, "doubled", lambda _root, asked: {str(kept): [*asked, "1" * 40]})
    with pytest.raises(WorldFailed):
        judged(top)
    for end in ends:
        kept.with_suffix(end).unlink()
    assert judged(top) == [(PATH, "rewritten")]
