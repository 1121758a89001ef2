"""The reference pages of the site say what the program says."""

import subprocess
import sys

from running import ROOT


def test_the_reference_is_what_the_program_says():
    """Each page is what tools/reference.py makes of the command line, the labels, the rules and the schemas."""
    command = [sys.executable, ROOT / "tools" / "reference.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


ELSEWHERE = {"decisions.md": "adr/README.md", "performance.md": "performance.md", "testing.md": "testing.md"}
"""Chinese pages in brief, and the whole ones in English, which lie elsewhere in docs/."""


def test_every_page_is_in_both_languages():
    """What lies in docs/zh lies in docs/en; only the first page of English has its Chinese one above."""
    names = {folder: {path.name for path in (ROOT / "docs" / folder).glob("*.md")} for folder in ("zh", "en")}
    assert names["zh"] - set(ELSEWHERE) | {"index.md"} == names["en"]
    assert [there for there in ELSEWHERE.values() if not (ROOT / "docs" / there).is_file()] == []
