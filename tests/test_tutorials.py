"""Tutorials and how-tos, walked through: every command of theirs is run, and answers what the page has."""

import re
import subprocess
import sys

import pytest
from running import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import tutorials

pytestmark = pytest.mark.slow


def test_every_tutorial_does_what_it_says():
    """In both languages, in a folder of its own each; forms are filled and files damaged as the page says."""
    command = [sys.executable, ROOT / "tools" / "tutorials.py", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_an_answer_that_changed_is_noticed(tmp_path):
    """Another number in a page is put right."""
    page = (ROOT / "docs" / "en" / "coordinator.md").read_text(encoding="utf-8").split("## On the telephone")[0]
    assert tutorials.walked(page.replace("2021-12-17", "2021-12-18"), "en", tmp_path / "walk") == page


PAGE = """```console
$ cut -c1-8 /proc/sys/kernel/random/uuid > id; cat id
0a1b2c3d
```

```console
$ echo "filed: $(cat id)"
filed: 0a1b2c3d
```
"""


def test_every_id_of_a_page_is_of_one_walk(tmp_path):
    """A page keeps its ids where nothing but ids differs; else all of its blocks are of the new walk."""
    assert tutorials.walked(PAGE, "en", tmp_path / "as it was") == PAGE
    for number, stale in enumerate((PAGE.replace("\nfiled", "\nsent"), PAGE.replace("filed: 0", "filed: 1"))):
        new = tutorials.walked(stale, "en", tmp_path / str(number))
        first, second = re.findall(r"^(?:filed: )?([0-9a-f]{8})$", new, re.MULTILINE)
        assert first == second != "0a1b2c3d"


def test_a_short_id_of_a_commit_is_that_of_the_long_one():
    assert tutorials.numbered("HEAD（06d4eebca6）06d4eebca6f1 vxaj86ye") == "HEAD（#0）#0 #1"
    assert tutorials.numbered("HEAD（06d4eebca6）fec4b5f71642 vxaj86ye") == "HEAD（#0）#1 #2"


def test_the_pages_of_both_languages_run_the_same_programs():
    """A step that one language lacks would teach something else."""
    for name in tutorials.PAGES:
        texts = [(ROOT / "docs" / language / f"{name}.md").read_text(encoding="utf-8") for language in ("zh", "en")]
        steps = [
            [step["deed"] or step["block"].count("\n$ ") for step in tutorials.STEP.finditer(text)] for text in texts
        ]
        assert steps[0] == steps[1], name
