"""How entries correct each other, by their ids alone."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mstrack.store.corrections import circular, heads, rivals

GRAPHS = st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=3))


@given(GRAPHS)
@example({"a": ["a"]})  # an entry that corrects itself
@example({"a": ["b", "c"], "b": ["a"]})  # the last correction goes on, an earlier one comes back
@example({"a": ["c", "b"], "b": ["a"]})  # the last correction comes back, an earlier one stands
@example({"a": ["b"], "b": ["c"], "c": ["b"]})  # what leads into a circle
def test_circular_is_that_for_which_nothing_stands(by):
    assert circular(by) == {old for old in by if not heads(by, old)}


@pytest.mark.parametrize("length", [1, 2, 4_000])
def test_a_long_way_ends_or_is_a_circle(length):
    way = {f"{n}": (f"{n + 1}",) for n in range(length)}
    assert circular(way) == set()
    assert circular(way | {f"{length}": ("0",)}) == {*way, f"{length}"}
    assert rivals(way) == {}
