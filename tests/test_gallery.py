"""The gallery shows every kind of document, by commands that work; its pictures are small."""

import re
import shlex
import sys

import pytest
from running import ROOT, ask

from mstrack.cli.commands.report import KINDS

sys.path.insert(0, str(ROOT / "tools"))

import gallery

PICTURES = [picture.name for one in gallery.DOCUMENTS for picture in one.pictures]


def test_every_kind_is_there():
    assert sorted(shlex.split(one.command)[2] for one in gallery.DOCUMENTS) == sorted(KINDS)


def test_the_page_is_what_its_maker_makes():
    assert gallery.GALLERY.read_text(encoding="utf-8") == gallery.text()


def test_every_picture_is_there_and_small():
    shown = re.findall(r'src="images/([\w.-]+)\.png"', gallery.text())
    assert shown == PICTURES
    for name in shown:
        data = (gallery.IMAGES / f"{name}.png").read_bytes()
        assert data[:8] == b"\x89PNG\r\n\x1a\n"
        assert 10_000 < len(data) <= gallery.LIMIT


@pytest.mark.parametrize("one", gallery.DOCUMENTS, ids=[shlex.split(one.command)[2] for one in gallery.DOCUMENTS])
def test_the_commands_work(one, tmp_path, monkeypatch):
    """Each writes the file that it names."""
    monkeypatch.chdir(ROOT)
    words = [str(tmp_path / one.file) if word == one.file else word for word in shlex.split(one.command)]
    assert ask(*words[1:]).code == 0
    assert (tmp_path / one.file).stat().st_size > 1_000
