"""Prints what CHANGELOG.md says of a version, for the page of its release.

python tools/changelog.py 0.2.0        the section of that version, without its heading
python tools/changelog.py --version    the version that the source bears
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
HEADING = re.compile(r"^## (?P<version>\S+?)(, .*)?$", re.MULTILINE)


def version() -> str:
    """Return the version that the source bears, without importing it."""
    source = (ROOT / "src" / "mstrack" / "__init__.py").read_text(encoding="utf-8")
    return re.search(r'^__version__ = "(.+)"$', source, re.MULTILINE)[1]  # type: ignore[index]  # a test holds it


def section(text: str, wanted: str) -> str:
    """Return what a changelog says of a version; KeyError where it says nothing."""
    headings = list(HEADING.finditer(text))
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        if heading["version"] == wanted:
            return text[heading.end() : following.start() if following else None].strip() + "\n"
    raise KeyError(wanted)


def main(arguments: list[str]) -> str:
    """Return what the arguments ask for."""
    if arguments == ["--version"]:
        return version() + "\n"
    try:
        return section((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), *arguments)
    except KeyError as missing:
        sys.exit(f"CHANGELOG.md has no section for {missing}")


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1:]))
