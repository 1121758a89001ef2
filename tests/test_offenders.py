"""The list of offenders: a test that holds every case, and names each that breaks it."""

from __future__ import annotations

import inspect

import pytest
from offenders import LONGEST_LABEL, every


def test_every_offender_is_listed():
    """The cases after the first offender are held, too, and the first one's traceback is kept."""

    @every(("one", "other"), [(1, 1), (2, 3), pytest.param(4, 5, id="the third")])
    def equal(one, other):
        assert one == other

    with pytest.raises(AssertionError) as caught:
        equal()
    head, *lines = [
        line for line in str(caught.value).split("\n") if line.startswith(("2 of 3 cases", "(2, 3)", "the third"))
    ]
    assert head.startswith("2 of 3 cases fail")
    assert [line.split(":")[0] for line in lines] == ["(2, 3)", "the third"]
    assert isinstance(caught.value.__cause__, AssertionError)


def test_all_is_well():
    """Each case is held once, fixtures beside it, and every pair of two lists."""
    seen = []

    @every("one", "ab")
    @every("other", range(2))
    def note(fixture, one, other):
        seen.append((fixture, one, other))

    assert list(inspect.signature(note).parameters) == ["fixture"]
    note(fixture="f")
    assert seen == [("f", "a", 0), ("f", "a", 1), ("f", "b", 0), ("f", "b", 1)]


@pytest.mark.parametrize("way", [lambda: 1 / 0, lambda: pytest.fail("no"), lambda: {}["key"]])
def test_whatever_a_case_fails_with(way):
    """An exception is an offence like a broken assertion."""
    with pytest.raises(AssertionError, match="1 of 1 cases fail"):
        every("one", [1])(lambda one: way())()  # noqa: ARG005


def test_a_long_case_is_cut():
    with pytest.raises(AssertionError) as caught:
        every("text", ["a" * 10_000])(lambda text: pytest.fail(f"{len(text)}"))()
    assert LONGEST_LABEL < len(str(caught.value)) < 2 * LONGEST_LABEL


def test_no_case():
    """A test without cases would pass whatever the program does."""
    with pytest.raises(ValueError, match="cannot fail"):
        every("one", [])


def test_a_case_of_another_length():
    with pytest.raises(ValueError, match="zip"):
        every(("one", "other"), [(1, 2, 3)])
