"""Walks through the tutorials of the site: python tools/tutorials.py [--check].

Each page is walked in a folder of its own, where data/ is a copy of examples/. What stands behind `$ ` in its console
blocks is run there, in the order of the page, and what is printed takes the place of what the page has. Between them,
comments say what a person does without the command line:

    <!-- fill cgj.xlsx H7=150 I7=推进中 -->      cells of a workbook
    <!-- change data/progress/18/*.yaml 141=145 -->   a text of the newest file, wherever it stands in it
    <!-- remove data/progress/18/*.yaml -->          the newest file

Ids of entries and commits differ each time. A page keeps those that it has while nothing else differs; else all its
blocks are replaced, so that every id on a page is of one walk. With --check nothing is written; the exit code is 1
where a page is out of date.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
LANGUAGES = {"zh": "zh_CN", "en": "en"}
PAGES = ("coordinator", "staff", "reviewer", "recover", "reform", "backup")
STEP = re.compile(r"```console\n(?P<block>.*?)```|<!-- (?P<deed>fill|change|remove) (?P<words>[^\n]*?) -->", re.DOTALL)
CHANCE = re.compile(r"\b[0-9a-hjkmnp-tv-z]{8}\b|\b[0-9a-f]{7,40}\b")
"""Ids of entries and of commits (and a few English words)."""
DAY = "2021-12-03"


def walked(text: str, language: str, folder: Path) -> str:
    """Return a page with its console blocks answered anew, after its steps in `folder`; the same if only ids differ."""
    shutil.copytree(
        ROOT / "examples", folder / "data", ignore=shutil.ignore_patterns("*.py", "README.md", "__pycache__")
    )
    new = STEP.sub(lambda step: _step(step, language, folder), text)
    return text if numbered(new) == numbered(text) else new


def numbered(text: str) -> str:
    """Return a text with its ids numbered as they come: two walks of one page give the same.

    A short id of a commit has the number of the long one that it begins. Where an id stands twice in one walk and two
    ids stand in another, the texts differ.
    """
    seen: list[str] = []

    def number(found: re.Match[str]) -> str:
        same = (place for place, one in enumerate(seen) if one.startswith(found[0]) or found[0].startswith(one))
        place = next(same, len(seen))
        if place == len(seen):
            seen.append(found[0])
        return f"#{place}"

    return CHANCE.sub(number, text)


def _step(step: re.Match[str], language: str, folder: Path) -> str:
    if step["deed"]:
        _do(step["deed"], shlex.split(step["words"]), folder)
        return step[0]
    commands = re.findall(r"^\$ (.+)$", step["block"], re.MULTILINE)
    answers = [f"$ {command}\n{_answer(command, language, folder)}" for command in commands]
    return f"```console\n{''.join(answers)}```"


def _answer(command: str, language: str, folder: Path) -> str:
    """Run a line as a shell does, with this program and git; return what both streams say."""
    programs = folder.parent / "bin"
    programs.mkdir(exist_ok=True)
    ours = programs / "mstrack"
    ours.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mstrack "$@"\n', encoding="utf-8")
    ours.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MSTRACK_", "GIT_"))}
    environment |= {"MSTRACK_LANG": language, "MSTRACK_AS_OF": DAY, "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
    environment |= {"PATH": f"{programs}:{os.environ['PATH']}", "HOME": str(programs), "GIT_CONFIG_NOSYSTEM": "1"}
    environment.pop("COLUMNS", None)
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode not in {0, 1, 2}:  # fine, found something, refused; a page shows which
        sys.exit(f"{command}: {done.returncode}\n{done.stdout}")
    return done.stdout.replace(f"{folder}/", "").replace(str(folder), ".")


def _do(deed: str, words: list[str], folder: Path) -> None:
    """Do what a person does without the command line."""
    path = max(folder.glob(words[0]), key=lambda one: one.name)
    if deed == "remove":
        path.unlink()
    elif deed == "change":
        was, now = words[1].replace("\\n", "\n").split("=", 1)
        text = path.read_text(encoding="utf-8")
        if was not in text:
            sys.exit(f"{path}: no {was} in it")
        path.write_text(text.replace(was, now), encoding="utf-8", newline="\n")
    else:
        import openpyxl

        book = openpyxl.load_workbook(path)
        for word in words[1:]:
            cell, value = word.split("=", 1)
            book.worksheets[0][cell] = float(value) if re.fullmatch(r"[\d.]+", value) else value
        book.save(path)


def main() -> int:
    """Walk, and write or compare."""
    stale = []
    for language, locale in LANGUAGES.items():
        for name in PAGES:
            page = ROOT / "docs" / language / f"{name}.md"
            text = page.read_text(encoding="utf-8")
            with tempfile.TemporaryDirectory() as folder:
                new = walked(text, locale, Path(folder) / "walk")
            if new != text:
                stale.append(page.relative_to(ROOT))
                if "--check" not in sys.argv:
                    page.write_text(new, encoding="utf-8", newline="\n")
    print("\n".join(f"{name} is out of date" for name in stale) if "--check" in sys.argv else "walked")
    return int(bool(stale) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
