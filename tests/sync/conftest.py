"""What the tests of sync share: a home of their own, and the shared repository with its first office."""

import offices
import pytest


@pytest.fixture(autouse=True)
def _home(monkeypatch, tmp_path):
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "GIT_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in offices.personal(tmp_path).items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def first(tmp_path):
    """The first office; its folder's parent holds server.git."""
    return offices.server(tmp_path)


@pytest.fixture
def second(first):
    """The second office, as it was cloned."""
    return offices.clone(first.folder.parent)
