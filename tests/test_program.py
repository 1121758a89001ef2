"""How mstrack is started again: as a bundle, as an archive, as a module."""

import sys
import zipfile

from mstrack.scaffold import program


def test_an_installed_program_is_a_module_of_its_python(monkeypatch, tmp_path):
    """A script on PATH, and `python -m mstrack`, are started by their Python."""
    script = tmp_path / "mstrack"
    script.write_text("#!/bin/sh\n", encoding="utf-8")
    for started in (script, tmp_path / "gone"):
        monkeypatch.setattr(sys, "argv", [str(started)])
        assert program.words() == (sys.executable, "-m", "mstrack")


def test_an_archive_is_given_to_its_python(monkeypatch, tmp_path):
    """The archive's full path, wherever the hook runs."""
    archive = tmp_path / "年 mstrack.pyz"
    with zipfile.ZipFile(archive, "w") as parts:
        parts.writestr("__main__.py", "")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [archive.name])
    assert program.words() == (sys.executable, str(archive))


def test_a_bundle_is_its_own_program(monkeypatch):
    """PyInstaller's `executable` is the program itself."""
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert program.words() == (sys.executable,)
