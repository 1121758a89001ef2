"""What the tests of the year with a reform share: its store, and the snapshots of it, each made once."""

import pytest
from reforming import made, snapshots


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    """The store of the year."""
    return made(tmp_path_factory.mktemp("reform"))


@pytest.fixture(scope="session")
def on(folder):
    """A function from a day to the snapshot of the store."""
    return snapshots(folder)
