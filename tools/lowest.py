"""Prints the oldest versions that pyproject.toml allows, as a constraints file for pip.

    python tools/lowest.py > lowest.txt
    pip install -e '.[dev]' -c lowest.txt

What is installed so and passes the tests is what the lower bounds promise. Bounds of the extra `dev` are left out: they
promise nothing to users.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
BOUND = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)[^>;]*>=(?P<version>[0-9][0-9.]*)")


def lowest(project: dict[str, object]) -> Iterator[str]:
    """Yield `name==version` of every requirement of users that has a lower bound, by name."""
    extras: dict[str, list[str]] = project["optional-dependencies"]  # type: ignore[assignment]
    users = (one for extra, many in extras.items() if extra != "dev" for one in many)
    required: list[str] = [*project["dependencies"], *users]  # type: ignore[misc]
    bounds = {found["name"]: found["version"] for found in map(BOUND.match, required) if found}
    yield from (f"{name}=={version}" for name, version in sorted(bounds.items()))


if __name__ == "__main__":
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    sys.stdout.writelines(f"{line}\n" for line in lowest(declared["project"]))
