"""The program in one file: no module lies on disk, and what lies beside modules is found all the same."""

import re
import shutil
import subprocess
import sys
import zipapp

import pytest
from running import EXAMPLES, ON, ROOT, environment, start

pytestmark = pytest.mark.slow

VERSION = "9.9.9"
"""A version of its own: only the zipapp says it, not the sources that the tests run."""


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    """Return mstrack as a zipapp; the packages that it needs are those of this environment."""
    folder = tmp_path_factory.mktemp("zipapp")
    content = folder / "content"
    shutil.copytree(ROOT / "src" / "mstrack", content / "mstrack", ignore=shutil.ignore_patterns("__pycache__"))
    door = content / "mstrack" / "__init__.py"
    text = door.read_text(encoding="utf-8")
    door.write_text(re.sub(r'(?m)^__version__ = ".*"$', f'__version__ = "{VERSION}"', text), encoding="utf-8")
    zipapp.create_archive(content, folder / "mstrack.pyz", main="mstrack.cli:main")
    shutil.rmtree(content)
    return folder / "mstrack.pyz"


def run(program, *arguments, tongue="en"):
    """Return what the zipapp answers."""
    command = [sys.executable, program, *arguments]
    ended = subprocess.run(command, env=environment(MSTRACK_LANG=tongue), capture_output=True, check=False, timeout=60)
    assert ended.returncode == 0, ended.stderr.decode()
    return ended.stdout


def test_the_modules_are_those_in_the_file(program):
    assert VERSION in run(program, "--version").decode()


@pytest.mark.parametrize("tongue", ["en", "zh_CN"])
def test_due(program, tongue):
    """The same table as from the sources, with an empty cache and with a full one, in both languages."""
    arguments = ("due", "--data", EXAMPLES, *ON)
    expected = start(*arguments, env={"MSTRACK_LANG": tongue, "MSTRACK_CACHE": ""}).stdout
    assert expected
    for _turn in range(2):
        assert run(program, *arguments, tongue=tongue) == expected


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion(program, shell):
    assert run(program, "completion", shell) == start("completion", shell).stdout


@pytest.mark.git
def test_what_is_made_from_templates(program, tmp_path):
    """A page, a Word document, and a new store."""
    asked = ("--data", EXAMPLES, *ON, "--output")
    run(program, "report", "dashboard", *asked, tmp_path / "page.html")
    start("report", "dashboard", *asked, tmp_path / "expected.html")
    assert (tmp_path / "page.html").read_bytes() == (tmp_path / "expected.html").read_bytes()
    run(program, "report", "bulletin", "--issue", "第9期", "--office", "督查室", *asked, tmp_path / "paper.docx")
    assert (tmp_path / "paper.docx").read_bytes().startswith(b"PK")
    run(program, "init", tmp_path / "store")
    start("init", tmp_path / "expected")
    made, expected = (
        {
            str(path.relative_to(tmp_path / name)): path.read_bytes()
            for path in (tmp_path / name).rglob("*")
            if path.is_file()
        }
        for name in ("store", "expected")
    )
    assert made == expected
    assert "tasks.yaml" in made
