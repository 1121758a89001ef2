"""The READMEs say what the program does; the examples are what their maker makes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from mstrack import i18n
from mstrack.cli.app import COMMANDS

ROOT = Path(__file__).parent.parent
READMES = {"README.md": "en", "README.zh-CN.md": "zh_CN"}
PAGES = [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\((?!http)([^)#]+)\)")


@pytest.mark.parametrize(("name", "tongue"), READMES.items())
def test_the_table_of_commands_is_that_of_the_program(name, tongue):
    text = (ROOT / name).read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `mstrack ([a-z]+)` \| (.+) \|$", text, re.MULTILINE))
    with i18n.speaking(tongue):
        assert {command: i18n.gettext(spec.line) for command, spec in COMMANDS.items()} == rows


def test_console_blocks_are_what_the_program_answers():
    done = subprocess.run([sys.executable, ROOT / "tools" / "readme.py", "--check"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b""), done.stdout.decode()


@pytest.mark.parametrize("page", [*READMES, "CONTRIBUTING.md", "CONTRIBUTING.zh-CN.md", *PAGES])
def test_every_link_leads_somewhere(page):
    links = LINK.findall((ROOT / page).read_text(encoding="utf-8"))
    assert [link for link in links if not ((ROOT / page).parent / link).exists()] == []


def test_the_two_readmes_give_the_same_commands():
    blocks = [re.findall(r"```sh\n(.+?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL) for name in READMES]
    assert blocks[0] == blocks[1]
    assert blocks[0]


def test_the_examples_are_what_their_maker_makes(tmp_path):
    """The same seed makes the same store: nothing in examples/ is written by hand."""
    made = tmp_path / "store"
    subprocess.run([sys.executable, ROOT / "examples" / "simulate.py", made], check=True)
    texts = {path.relative_to(made): path.read_bytes() for path in made.rglob("*.yaml")}
    shipped = ROOT / "examples"
    assert texts == {path.relative_to(shipped): path.read_bytes() for path in shipped.rglob("*.yaml")}
    assert "模拟" in (shipped / "tasks.yaml").read_text(encoding="utf-8").split("title: ")[1].split("\n")[0]


def test_the_shipped_store_holds_no_progress():
    assert [path.name for path in (ROOT / "data" / "progress").iterdir()] == ["README.md"]


def test_a_store_of_any_size_can_be_made(tmp_path):
    """The generator's long histories have as many entries as asked for, in folders of every task."""
    store = tmp_path / "store"
    subprocess.run([sys.executable, ROOT / "examples" / "simulate.py", store, "--entries", "130"], check=True)
    folders = {path.name: len(list(path.iterdir())) for path in (store / "progress").iterdir()}
    assert (sum(folders.values()), len(folders)) == (130, 25)
