"""What all tests share: the shipped texts, a dataset made of a dict, and an environment alike on every machine."""

from __future__ import annotations

import functools
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

from mstrack import i18n
from mstrack.rules import plan
from mstrack.store import source
from mstrack.store.cache import Cache
from mstrack.store.dataset import Dataset

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT = Path(__file__).parent.parent

# the same examples on every machine: what fails there fails here
ALIKE = hypothesis.settings(deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("mstrack", ALIKE, max_examples=50)
hypothesis.settings.register_profile("whole", ALIKE, max_examples=100)  # .ci/run's second run of all tests
hypothesis.settings.load_profile("mstrack")
if sys.platform == "win32":  # a text lies on the disk as the test has it, with LF: the program takes no other
    Path.write_text = functools.partialmethod(Path.write_text, newline="\n")  # type: ignore[method-assign]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked slow or full, where -m names neither; a slow test's long form is full alone."""
    asked = config.getoption("-m")
    kept, left_out = [], []
    for item in items:
        mark = next((name for name in ("full", "slow") if item.get_closest_marker(name)), None)
        (kept if mark is None or mark in asked else left_out).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept
    if sys.platform == "win32":
        _skip_on_windows(items)


def _skip_on_windows(items: list[pytest.Item]) -> None:
    """Skip what Windows has not (the marker posix), and tests of git where there is none (under wine)."""
    has_git = shutil.which("git") is not None
    for item in items:
        names = vars(getattr(item, "module", None) or pytest).values()
        if item.get_closest_marker("posix"):
            item.add_marker(pytest.mark.skip(reason="signals, modes, links and FIFOs of POSIX"))
        elif not has_git and (item.get_closest_marker("git") or any(_of_git(one) for one in names)):
            item.add_marker(pytest.mark.skip(reason="there is no git"))


def _of_git(value: object) -> bool:
    """Whether a name of a test file comes from a helper that starts git."""
    return getattr(value, "__module__", "") in {"repositories", "founding", "histories", "proving"}


@pytest.fixture(autouse=True)
def _alike_everywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """English, no colour, a cache of its own, and nothing that the machine's user has set, in git neither."""
    for name in [one for one in os.environ if one.startswith("MSTRACK_") or one in {"COLUMNS", "FORCE_COLOR"}]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("MSTRACK_LANG", "en")
    monkeypatch.setenv("MSTRACK_CACHE", str(tmp_path / "cache-of-mstrack"))
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "state-of-the-user"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    i18n._preferred.cache_clear()
    yield
    i18n._preferred.cache_clear()


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def plan_text() -> str:
    """The shipped data/tasks.yaml."""
    return (ROOT / "data" / "tasks.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def dataset() -> Callable[[Mapping[str, str | bytes]], Dataset]:
    """A function from texts by path to a Dataset that remembers nothing."""
    return lambda texts: Dataset(source.InMemory(texts), Cache(None), plan.of_plan)
