"""`record.editor`: which program `--edit` starts, and with which words."""

import os

import pytest

from mstrack.cli.record import editor
from mstrack.store import spelling


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Programs on PATH; return the folder, whose name has a blank."""
    folder = tmp_path / "my programs"
    folder.mkdir()
    for name in ("code", "vim", "subl"):
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.mark.posix  # a program without an ending
def test_the_words_of_an_editor(installed, capsys):
    """A quoted path, one that is not, arguments, and what waits by itself."""
    vim = str(installed / "vim")
    assert editor.command("vim -n", "linux") == [vim, "-n"]
    assert editor.command(f'"{vim}" -n', "linux") == [vim, "-n"]
    assert editor.command(vim, "linux") == [vim]
    assert editor.command("code --wait", "linux") == [str(installed / "code"), "--wait"]
    assert capsys.readouterr().err == ""


def test_windows_keeps_backslashes_and_takes_quotes():
    """`shlex` would eat the backslash, or leave the quotes in the name."""
    said = '"C:\\Program Files\\Notepad++\\notepad++.exe" -multiInst "-a b"'
    assert editor.command(said, "win32") == ["C:\\Program Files\\Notepad++\\notepad++.exe", "-multiInst", "-a b"]


@pytest.mark.parametrize(("said", "option"), [("code", "--wait"), ("code -n", "--wait"), ("subl", "--wait")])
@pytest.mark.usefixtures("installed")
def test_who_returns_at_once_is_made_to_wait(capsys, said, option):
    """A form that comes back before it is filled in would be unchanged; it is said which option does better."""
    assert option in editor.command(said, "linux")
    assert spelling.setting("EDITOR", f"{said} {option}") in capsys.readouterr().err


def test_code_cmd_of_windows(installed):
    """The name that `which` finds has an ending there."""
    (installed / "code.cmd").write_text("")
    (installed / "code.cmd").chmod(0o755)
    words = editor.command(f'"{installed / "code.cmd"}"', "win32")
    assert words == [os.path.join(installed, "code.cmd"), "--wait"]
