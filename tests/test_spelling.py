"""How a word is spelt in a command that is copied, and what Windows says in its own way."""

import errno
import os
import sys
from types import SimpleNamespace

import pytest
import shellingham
from offenders import every

from mstrack.errors import WrongUse, not_installed, why
from mstrack.store import spelling, windows_names


@every(
    ("word", "posix", "cmd", "powershell", "either"),
    [
        ("data", "data", "data", "data", "data"),
        ("填报表/a.xlsx", "填报表/a.xlsx", "填报表/a.xlsx", "填报表/a.xlsx", "填报表/a.xlsx"),
        ("C:\\RUN~1\\a.txt", "'C:\\RUN~1\\a.txt'", *3 * ("C:\\RUN~1\\a.txt",)),
        ("~data", "'~data'", '"~data"', "'~data'", '"~data"'),
        ("my data", "'my data'", '"my data"', "'my data'", '"my data"'),
        ("我的 数据's", "'我的 数据'\"'\"'s'", '"我的 数据\'s"', "'我的 数据''s'", '"我的 数据\'s"'),
        ("$(calc)", "'$(calc)'", '"$(calc)"', "'$(calc)'", '"?(calc)"'),
        ("“;calc;‘", "'“;calc;‘'", '"“;calc;‘"', "'“;calc;‘‘'", '"?;calc;‘"'),
        ("50% & %PATH%", "'50% & %PATH%'", '"50% & %"P"ATH%"', "'50% & %PATH%'", '"50% & %PATH%"'),
        ('a"&calc', "'a\"&calc'", '"a""&calc"', "'a\"&calc'", '"a""&calc"'),
        ("C:\\my data\\", "'C:\\my data\\'", '"C:\\my data\\\\"', "'C:\\my data\\'", '"C:\\my data\\\\"'),
    ],
)
def test_words(word, posix, cmd, powershell, either):
    """PowerShell ends a string at “ and ‘, too; where the shell is not known, what one of them runs is not shown."""
    shells = (spelling.POSIX, spelling.CMD, spelling.POWERSHELL, spelling.WINDOWS)
    assert [spelling.quoted(word, at) for at in shells] == [posix, cmd, powershell, either]


def test_a_path_on_another_drive(monkeypatch):
    """No way leads there from here; it is spelt in one way all the same."""

    def relpath(_path):
        raise ValueError

    monkeypatch.setattr(spelling.os.path, "relpath", relpath)
    assert spelling.near("/my data//progress/../tasks.yaml") == os.path.normpath("/my data/tasks.yaml")


def test_command():
    assert spelling.command("git", "add", "--", "a b", at=spelling.CMD) == 'git add -- "a b"'


def test_setting():
    """A variable is set in another way in each shell."""
    assert [
        spelling.setting("EDITOR", "code --wait", at) for at in (spelling.POSIX, spelling.CMD, spelling.POWERSHELL)
    ] == [
        "export EDITOR='code --wait'",
        'set "EDITOR=code --wait"',
        "$env:EDITOR = 'code --wait'",
    ]


def test_all_in_a_folder():
    """A POSIX shell finds nothing behind a quoted star, PowerShell makes two words of a quoted folder and a star."""
    assert spelling.all_in("填 报", "*.xlsx", spelling.POSIX) == "'填 报'/*.xlsx"
    assert spelling.all_in("填 报", "*.xlsx", spelling.CMD) == f'"填 报{os.sep}*.xlsx"'
    assert spelling.all_in("填 报", "*.xlsx", spelling.POWERSHELL) == f"'填 报{os.sep}*.xlsx'"


@pytest.mark.skipif(sys.platform == "win32", reason="the shells of Windows are told by their processes")
def test_shell_at_hand():
    assert spelling.shell() == spelling.POSIX


@every(
    ("name", "shell"),
    [
        ("cmd", spelling.CMD),
        ("pwsh", spelling.POWERSHELL),
        ("bash", spelling.POSIX),
        (None, spelling.WINDOWS),
        (0, spelling.WINDOWS),
    ],
)
def test_shell_of_windows(monkeypatch, name, shell):
    """The nearest shell above the program is the one into which a command is pasted; Git Bash is one, too."""

    def detect_shell():
        if name is None:
            raise shellingham.ShellDetectionFailure
        if name == 0:  # what it says where its module for Windows was not bundled
            raise RuntimeError("Shell detection not implemented for 'nt'")
        return name, name

    monkeypatch.setattr(shellingham, "detect_shell", detect_shell)
    monkeypatch.setattr(spelling.sys, "platform", "win32")
    spelling.shell.cache_clear()
    try:
        assert spelling.shell() == shell
    finally:
        spelling.shell.cache_clear()


@every("path", ["aux", "a?b.docx", "out\\nul.xlsx", "C:\\x\\con", "x.", "ab:c", "COM1.docx"])
def test_refused_names(path):
    """A device would swallow the document; the others end in a number of an error."""
    with pytest.raises(WrongUse, match="Windows allows no name like"):
        windows_names.refuse_unusable(path, "win32")
    windows_names.refuse_unusable(path, "linux")


@every("path", ["C:x.docx", "c:", "Z:..\\x"])
def test_a_drive_without_a_folder(path):
    """Where that is depends on what a shell did on that drive before: the document would lie somewhere."""
    with pytest.raises(WrongUse, match=rf"{path[0].upper()}:\\…"):
        windows_names.refuse_unusable(path, "win32")
    windows_names.refuse_unusable(path, "linux")


@every("path", ["C:\\我的 数据\\a.docx", "..\\a.docx", "\\\\server\\share\\a.xlsx", "auxiliary.docx", "./a/b.docx"])
def test_allowed_names(path):
    windows_names.refuse_unusable(path, "win32")


@every(("number", "words"), [(32, "has it open"), (5, "has it open"), (123, "no such name"), (206, "too long")])
def test_open_elsewhere(number, words):
    """Windows numbers what POSIX has one name for."""
    assert words in why(SimpleNamespace(errno=13, winerror=number))


@every(
    ("number", "path", "words"),
    [
        (errno.EACCES, "a.xlsx", "has it open"),
        (errno.EINVAL, "a?b", "no such name"),
        (errno.EBADF, "con", "no such name"),
        (errno.ENOENT, "a" * 256, "too long"),
        (errno.ENOENT, "\\".join(["a" * 100] * 3), "too long"),
        (errno.ENOENT, "a.xlsx", "no such file"),
    ],
)
def test_without_the_number_of_windows(number, path, words):
    """What the C library opens ends in numbers of POSIX, of which Windows has fewer."""
    assert words in why(OSError(number, "x", path), "win32")
    assert (words in why(OSError(number, "x", path), "linux")) == (words == "no such file")


def test_not_loaded():
    """A library that is there and that Windows cannot load is not called missing."""
    sentence = str(not_installed(ImportError("DLL load failed while importing etree: x", name="lxml.etree")))
    assert "Windows cannot load lxml.etree" in sentence
    assert "missing" in str(not_installed(ImportError("No module", name="lxml")))


def test_not_in_the_bundle(monkeypatch):
    """Who has the program without Python has no pip to run."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    sentence = str(not_installed(ImportError("No module", name="pyarrow"), "parquet"))
    assert sentence.startswith("the program without Python does not contain pyarrow")
