"""Tutorials and how-tos, walked through: every command of theirs is run, and answers what the page has."""

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
    """Another number in a page is put right; another id of an entry is not."""
    page = (ROOT / "docs" / "en" / "coordinator.md").read_text(encoding="utf-8").split("## On the telephone")[0]
    assert tutorials.walked(page.replace("2021-12-17", "2021-12-18"), "en", tmp_path / "walk") == page
    assert tutorials.CHANCE.sub("#", "a/2021-12-02-cgj-vxaj86ye.yaml") == tutorials.CHANCE.sub(
        "#", "a/2021-12-02-cgj-amyb4fkq.yaml"
    )


def test_the_pages_of_both_languages_run_the_same_programs():
    """A step that one language lacks would teach something else."""
    for name in tutorials.PAGES:
        texts = [(ROOT / "docs" / language / f"{name}.md").read_text(encoding="utf-8") for language in ("zh", "en")]
        steps = [
            [step["deed"] or step["block"].count("\n$ ") for step in tutorials.STEP.finditer(text)] for text in texts
        ]
        assert steps[0] == steps[1], name
