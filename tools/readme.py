"""Fills the console blocks of the READMEs with what the program answers: python tools/readme.py [--check].

With --check nothing is written; the exit code is 1 where a README is out of date.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
READMES = {"README.md": "en", "README.zh-CN.md": "zh_CN"}
BLOCK = re.compile(r"```console\n\$ (?P<command>[^\n]+)\n.*?```", re.DOTALL)


def answered(command: str, language: str) -> str:
    """Return a console block: the command and what it prints."""
    arguments = [sys.executable, "-m", *shlex.split(command)]
    # WT_SESSION: Windows' older console, which draws less, writes no README
    environment = os.environ | {"MSTRACK_LANG": language, "NO_COLOR": "1", "WT_SESSION": "here"}
    for name in ("COLUMNS", "MSTRACK_DATA", "MSTRACK_AS_OF"):
        environment.pop(name, None)
    done = subprocess.run(arguments, cwd=ROOT, env=environment, capture_output=True, check=True)
    return f"```console\n$ {command}\n{done.stdout.decode()}```"


def filled(text: str, language: str) -> str:
    """Return a README with every console block answered anew."""
    return BLOCK.sub(lambda block: answered(block["command"], language), text)


def main() -> int:
    """Fill, or compare."""
    stale = []
    for name, language in READMES.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        new = filled(text, language)
        if new != text:
            stale.append(name)
            if "--check" not in sys.argv:
                (ROOT / name).write_text(new, encoding="utf-8", newline="\n")
    print("\n".join(f"{name} is out of date" for name in stale) if "--check" in sys.argv else "filled")
    return int(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
