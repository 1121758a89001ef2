"""How entries correct each other, by their ids alone."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mstrack.store.corrections import Replacements

GRAPHS = st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=3))


def reached(by, old):
    """Return all that corrects an id, and what corrects that."""
    found = set()
    while new := {one for each in {old, *found} for one in by.get(each, ())} - found:
        found |= new
    return found


@given(GRAPHS)
@example({"a": ["a"]})  # an entry that corrects itself
@example({"a": ["b", "c"], "b": ["a"]})  # the last correction goes on, an earlier one comes back
@example({"a": ["c", "b"], "b": ["a"]})  # the last correction comes back, an earlier one stands
@example({"a": ["b"], "b": ["c"], "c": ["b"]})  # what leads into a circle
def test_what_stands_and_what_is_circular(by):
    found = Replacements((new, old) for old, several in by.items() for new in several)
    stands = {old: found.heads(old) for old in by}
    assert {old: found.of(old) for old in by} == by
    assert found.of("z") == []
    assert found.last.keys() == by.keys()
    assert stands == {old: reached(by, old) - by.keys() for old in by}
    assert found.circular() == {old for old in by if not stands[old]}
    assert found.rivals() == {old: stands[old] for old in by if len(by[old]) > 1 and len(stands[old]) > 1}


@pytest.mark.parametrize("length", [1, 2, 4_000])
def test_a_long_way_ends_or_is_a_circle(length):
    way = [(f"{n + 1}", f"{n}") for n in range(length)]
    assert Replacements(way).circular() == set()
    assert Replacements([*way, ("0", f"{length}")]).circular() == {f"{n}" for n in range(length + 1)}


def test_a_correction_corrects_several():
    found = Replacements([("c", "a-b"), ("d", "a")])
    assert (found.of("a"), found.of("b")) == (["c", "d"], ["c"])
    assert found.rivals() == {"a": {"c", "d"}}
