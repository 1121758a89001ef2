"""What git says of commits, as bytes: which of it passes, and who is told of the rest."""

import itertools

import pytest
from offenders import every

from mstrack.check.history import Ancestry, CommitDiff, commit_diffs, kind_of, suspect_paths, violations

NONE, OLD, NEW, OTHER = ("0" * 40, "a" * 40, "b" * 40, "c" * 40)
PATH = b"progress/18/2021-09-30-cgj-7f3a9c2k.yaml"


def line(old_mode, mode, old, new):
    """Return a line as `diff-tree --raw` writes it; no judgement rests on its letter."""
    return f":{old_mode} {mode} {old} {new} X".encode()


ADDED = line("000000", "100644", NONE, NEW)
CHANGED = line("100644", "100644", OLD, NEW)
BACK = line("100644", "100644", NEW, OLD)
REMOVED = line("100644", "000000", OLD, NONE)
LINKED = line("000000", "120000", NONE, NEW)


@every(
    ("old_mode", "mode", "old", "new", "what"),
    [
        ("000000", "100644", NONE, NEW, None),
        ("000000", "100755", NONE, NEW, "mode"),
        ("000000", "120000", NONE, NEW, "link"),
        ("000000", "160000", NONE, NEW, "submodule"),
        ("100644", "100644", OLD, NEW, "changed"),
        ("100644", "100755", OLD, NEW, "changed"),
        ("100755", "100644", OLD, NEW, "changed"),
        ("100755", "100755", OLD, NEW, "changed"),
        ("100644", "100755", OLD, OLD, "mode"),
        ("100755", "100644", OLD, OLD, None),
        ("100644", "000000", OLD, NONE, "removed"),
        ("100755", "000000", OLD, NONE, "removed"),
        ("100644", "120000", OLD, OLD, "link"),
        ("100644", "160000", OLD, NEW, "submodule"),
        ("120000", "120000", OLD, NEW, "link"),
        ("160000", "160000", OLD, NEW, "submodule"),
        ("120000", "000000", OLD, NONE, None),
        ("160000", "000000", OLD, NONE, None),
        ("120000", "100644", OLD, NEW, None),
        ("160000", "100755", OLD, NEW, "mode"),
    ],
)
def test_kind_of(old_mode, mode, old, new, what):
    """Only a new regular file passes, and what mends: a mark taken away, a link that goes."""
    assert kind_of(line(old_mode, mode, old, new)) == what


@every(
    ("path", "is_filed"),
    [
        (b"progress/01/Thumbs.db", False),
        (b"progress/01/a.yaml~", False),
        (b"progress/01~/a.yaml", True),
        (PATH, True),
        (b"progress", True),
        (b"progress/18", True),
        (b"progress/18/2021-9-30.yaml", True),
        (b"progress/18/README.md", True),
        (b"progress/\xff\n", True),
        (b"progress/README.md", False),
        (b"progress/.gitkeep", False),
        (b"progress/18/.2021-09-30-cgj-7f3a9c2k.yaml", False),
        (b"progress/.x/2021-09-30-cgj-7f3a9c2k.yaml", False),
    ],
)
def test_what_is_filed(path, is_filed):
    """All that the store reads or refuses to read; not what it passes by."""
    for judged in (CHANGED, REMOVED, LINKED):
        assert suspect_paths(CommitDiff("1", ("0",), ({path: judged},))) == ({path} if is_filed else set())


def raw(*parts):
    return b"".join(part + b"\0" for part in parts)


def test_commit_diffs():
    """A line a commit, a part a pair; paths may look like anything, digests and lines of git included."""
    one, two, three = (digit * 40 for digit in "123")
    strange = (two.encode(), b":100644 100644", "报\n送".encode(), b"\xff")
    said = raw(one.encode(), two.encode(), ADDED, strange[0], CHANGED, strange[1], three.encode())
    said += raw(three.encode(), REMOVED, strange[2], ADDED, strange[3])
    assert list(commit_diffs(f"{one}\n{two} {one}\n{three} {two} {one}\n".encode(), said)) == [
        CommitDiff(one, ("",), ({},)),
        CommitDiff(two, (one,), ({strange[0]: ADDED, strange[1]: CHANGED},)),
        CommitDiff(three, (two, one), ({}, {strange[2]: REMOVED, strange[3]: ADDED})),
    ]


def test_no_commit_diffs():
    assert list(commit_diffs(b"", b"")) == []


@pytest.mark.parametrize("missing", [1, 2, 42, 83, 84, 10_000])
def test_an_answer_that_breaks_off(missing):
    """Whatever is missing at its end, it is no proof."""
    one, two, three = (digit * 40 for digit in "123")
    said = raw(*(part.encode() for part in (one, two, three, three)))
    listed = f"{one}\n{two} {one}\n{three} {two} {one}\n".encode()
    assert len(list(commit_diffs(listed, said))) == 3
    with pytest.raises(ValueError, match=r"^[123]{40}$"):
        list(commit_diffs(listed, said[:-missing]))


def test_an_answer_about_something_else():
    with pytest.raises(ValueError, match="2222"):
        list(commit_diffs(f"{'1' * 40}\n{'2' * 40}\n".encode(), raw(b"1" * 40, b"3" * 40)))


def told(*history):
    """Return (commit, what, parent) of the violations at PATH in (commit, {parent: line}), parents first."""
    made = (
        CommitDiff(
            commit, tuple(differs) or ("",), tuple({PATH: line} if line else {} for line in differs.values()) or ({},)
        )
        for commit, differs in history
    )
    return [(one.commit, one.kind, one.parent) for one in violations(made)]


ROOT = ("root", {"": ADDED})
BAD = ("bad", {"root": CHANGED})


def test_a_merge_that_takes_over_is_innocent():
    """The one who changed is told of, not the 20 who merge it."""
    merges = (
        ("other", {"root": None}),
        ("m1", {"other": CHANGED, "bad": None}),
        ("m2", {"m1": None, "other": CHANGED}),
    )
    assert told(ROOT, BAD, *merges) == [("bad", "changed", "root")]


def test_a_merge_that_agrees_with_nobody_did_it():
    done = ("m", {"a": CHANGED, "b": CHANGED})
    assert told(ROOT, ("a", {"root": None}), ("b", {"root": None}), done) == [("m", "changed", "a")]


def test_a_merge_that_drops_what_a_branch_filed():
    """It agrees with a parent that never had it: nobody had done anything to it before."""
    history = (("root", {"": None}), ("a", {"root": ADDED}), ("b", {"root": None}))
    assert told(*history, ("m", {"a": REMOVED, "b": None})) == [("m", "removed", "a")]


def test_a_merge_that_drops_a_change():
    assert told(ROOT, BAD, ("b", {"root": None}), ("m", {"b": None, "bad": BACK})) == [
        ("bad", "changed", "root"),
        ("m", "restored", "bad"),
    ]


def test_a_change_and_its_revert():
    """Both are told of; the second as what it is, and only where it gives back the very text that was filed."""
    assert told(ROOT, BAD, ("back", {"bad": BACK}))[1:] == [("back", "restored", "bad")]
    other = line("100644", "100644", NEW, OTHER)
    assert told(ROOT, BAD, ("again", {"bad": other}))[1:] == [("again", "changed", "bad")]
    tampered = (("again", {"bad": other}), ("back", {"again": line("100644", "100644", OTHER, NEW)}))
    assert told(ROOT, BAD, *tampered)[2:] == [("back", "changed", "again")]
    program = line("100644", "100755", NEW, OLD)
    assert told(ROOT, BAD, ("back", {"bad": program}))[1:] == [("back", "changed", "bad")]


def test_a_revert_on_a_branch_that_never_had_the_change():
    """What another branch does not know it cannot put back: this is a change."""
    assert told(ROOT, BAD, ("b", {"root": BACK})) == [("bad", "changed", "root"), ("b", "changed", "root")]


def test_two_changes_on_two_branches():
    """Who merges them takes one of two: an innocent merge would have had to choose neither."""
    history = (ROOT, BAD, ("b", {"root": line("100644", "100644", OLD, OTHER)}))
    assert told(*history, ("m", {"bad": None, "b": line("100644", "100644", OTHER, NEW)})) == [
        ("bad", "changed", "root"),
        ("b", "changed", "root"),
        ("m", "changed", "b"),
    ]


def test_a_merge_that_takes_a_text_of_its_own():
    """One parent put a link there, which may go; what comes in its place is still not what the other filed."""
    link, other = line("100644", "120000", OLD, NEW), line("100644", "100644", OLD, OTHER)
    away = line("120000", "100644", NEW, OTHER)
    history = (ROOT, ("bad", {"root": link}), ("b", {"root": None}))
    assert told(*history, ("m", {"b": other, "bad": away})) == [("bad", "link", "root"), ("m", "changed", "b")]


def test_a_merge_that_undoes_a_revert():
    """Both parents know of the change, one took it back: who takes the change again has made it anew."""
    history = (ROOT, BAD, ("b", {"bad": None}), ("back", {"bad": BACK}))
    assert told(*history, ("m", {"back": CHANGED, "b": None})) == [
        ("bad", "changed", "root"),
        ("back", "restored", "bad"),
        ("m", "changed", "back"),
    ]


def test_a_link_that_comes_by_a_merge():
    """It is new to a branch that never had anything there; he who made it is told of."""
    history = (("root", {"": None}), ("a", {"root": LINKED}), ("b", {"root": None}))
    assert told(*history, ("m", {"b": LINKED, "a": None})) == [("a", "link", "")]


def test_an_entry_that_was_executable_from_the_start():
    """What was filed is its text: it can be given back."""
    added = line("000000", "100755", NONE, OLD)
    changed, back = line("100755", "100755", OLD, NEW), line("100755", "100644", NEW, OLD)
    history = (("root", {"": added}), ("a", {"root": changed}), ("b", {"a": back}))
    assert [what for _commit, what, _parent in told(*history)] == ["mode", "changed", "restored"]


def test_worst_first():
    """Against one parent a mark was set, against the other the text changed: it is a change."""
    marked, changed = line("000000", "100755", NONE, NEW), line("100644", "100755", OLD, NEW)
    history = (("root", {"": None}), ("a", {"root": ADDED}), ("b", {"root": None}))
    assert told(*history, ("m", {"b": marked, "a": changed})) == [("m", "changed", "a")]


def test_ancestry():
    """A merge has the violating commits of both sides; a branch has none of the other's."""
    ancestry = Ancestry()
    ancestry.add("root", [""], violates=False)
    ancestry.add("bad", ["root"], violates=True)
    ancestry.add("side", ["root"], violates=True)
    ancestry.add("merge", ["bad", "side"], violates=False)
    reached = {
        commit: [one for one in ("bad", "side") if ancestry.includes(commit, one)]
        for commit in ("root", "bad", "side", "merge")
    }
    assert reached == {"root": [], "bad": ["bad"], "side": ["side"], "merge": ["bad", "side"]}


def test_many_violations_of_one_commit():
    """10,000 entries removed at once are told of at once, not in an afternoon."""
    paths = {f"progress/18/{number}.yaml".encode(): REMOVED for number in range(10_000)}
    history = [
        CommitDiff("1", ("",), ({},)),
        CommitDiff("2", ("1",), (paths,)),
        CommitDiff("3", ("2", "1"), ({}, paths)),
    ]
    assert [one.path for one in violations(history)] == sorted(paths)


def test_many_violations_at_one_path():
    """Somebody who does not know better edits one entry 5,000 times."""
    texts = [f"{number:040x}" for number in range(1, 5001)]
    lines = [line("100644", "100644", *pair) for pair in itertools.pairwise(texts)]
    history = [(str(number), {str(number - 1): one}) for number, one in enumerate(lines, 1)]
    assert {what for _commit, what, _parent in told(("0", {"": ADDED}), *history)} == {"changed"}
