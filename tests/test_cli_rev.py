"""`--rev` on every query: what was known then, whatever lies in the folder now."""

import pytest
from recording import filed
from repositories import commit, git
from running import QUERIES, ask, own_store

ON = ("--as-of", "10-08", "--format", "json")


@pytest.fixture
def root(tmp_path):
    """A store of one's own in a repository, committed with one entry."""
    store = own_store(tmp_path)
    git(store, "init", "--quiet")
    filed(store)
    commit(store)
    return store


@pytest.mark.parametrize("query", QUERIES, ids=" ".join)
def test_what_was_known_then(root, query):
    """The answer from a revision is the one that the store gave when it was that revision."""
    then = ask(*query, "--data", root, *ON)
    first = git(root, "rev-parse", "HEAD")
    filed(root, figure="new-villages=150", date="10-07")
    (root / "tasks.yaml").write_text("title: 别的\n", encoding="utf-8")
    commit(root)
    (root / "progress" / "18" / "garbage.yaml").write_text("?")
    for rev in (first, first[:12], "HEAD~1", "HEAD^"):
        told = ask(*query, "--data", root, *ON, "--rev", rev)
        assert (told.code, told.err) == (0, "")
        assert told.answer == then.answer | {"rev": first}
    assert [ask(*query, "--data", root, *ON, *rev).code for rev in ((), ("--rev", "HEAD"))] == [3, 3]
