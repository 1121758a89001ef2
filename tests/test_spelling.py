"""How a word is spelt in a command that is copied, and what Windows says in its own way."""

from types import SimpleNamespace

import pytest
from offenders import every

from mstrack.errors import WrongUse, not_installed, why
from mstrack.store import protection, spelling


@every(
    ("word", "linux", "windows"),
    [
        ("data", "data", "data"),
        ("my data", "'my data'", '"my data"'),
        ("我的 数据's", "'我的 数据'\"'\"'s'", '"我的 数据\'s"'),
        ("$(calc)", "'$(calc)'", '"?(calc)"'),
        ('a"&calc', "'a\"&calc'", '"a""&calc"'),
        ("C:\\my data\\", "'C:\\my data\\'", '"C:\\my data\\\\"'),
    ],
)
def test_words(word, linux, windows):
    assert (spelling.quoted(word, "linux"), spelling.quoted(word, "win32")) == (linux, windows)


def test_command():
    assert spelling.command("git", "add", "--", "a b", platform="win32") == 'git add -- "a b"'


@every("path", ["aux", "a?b.docx", "out\\nul.xlsx", "C:\\x\\con", "x.", "ab:c", "COM1.docx"])
def test_refused_names(path):
    """A device would swallow the document; the others end in a number of an error."""
    with pytest.raises(WrongUse, match="Windows allows no name like"):
        protection.refuse_unusable(path, "win32")
    protection.refuse_unusable(path, "linux")


@every("path", ["C:\\我的 数据\\a.docx", "..\\a.docx", "\\\\server\\share\\a.xlsx", "auxiliary.docx", "./a/b.docx"])
def test_allowed_names(path):
    protection.refuse_unusable(path, "win32")


@every(("number", "words"), [(32, "has it open"), (5, "has it open"), (123, "no such name"), (206, "too long")])
def test_open_elsewhere(number, words):
    """Windows numbers what POSIX has one name for."""
    assert words in why(SimpleNamespace(errno=13, winerror=number))


def test_not_loaded():
    """A library that is there and that Windows cannot load is not called missing."""
    sentence = str(not_installed(ImportError("DLL load failed while importing etree: x", name="lxml.etree")))
    assert "Windows cannot load lxml.etree" in sentence
    assert "missing" in str(not_installed(ImportError("No module", name="lxml")))
