"""`tools/make_kit.py`: what a target needs is judged for the target, not for the system that gathers the kit."""

import re
import sys
import zipfile

import pytest
from running import ROOT

sys.path.insert(0, str(ROOT / "tools"))
make_kit = pytest.importorskip("make_kit", reason="pip is not installed beside this Python")


def wheel(folder, name, *requirements):
    """Put a wheel that says only what it needs into a folder."""
    with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as parts:
        lines = (f"Requires-Dist: {one}\n" for one in requirements)
        parts.writestr(f"{name}-1.0.dist-info/METADATA", f"Name: {name}\nVersion: 1.0\n{''.join(lines)}")


def test_what_a_target_wants(tmp_path):
    """A library for Windows alone, one for the older Python alone, none of an extra, none that is there."""
    wheel(tmp_path, "rich_text", 'colorama>=0.4; platform_system == "Windows"', 'zipp; python_version < "3.12"')
    wheel(tmp_path, "mstrack", "Rich-Text>=1", 'pyarrow; extra == "parquet"')
    wanted = {target: make_kit.wanting(tmp_path, target) for target in ("cp311-windows-x64", "cp313-linux-arm64")}
    assert wanted == {"cp311-windows-x64": ["colorama>=0.4", "zipp"], "cp313-linux-arm64": []}
    wheel(tmp_path, "colorama")
    assert make_kit.wanting(tmp_path, "cp312-windows-x64") == []


def test_the_script_of_windows():
    """cmd.exe wants CRLF, and reads what stands above chcp in the machine's code page; every jump has its label."""
    data = (ROOT / "tools" / "kit" / "install.cmd").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n")
    assert data.partition(b"chcp 65001")[0].isascii()
    lines = data.decode().splitlines()
    labels = {line for line in lines if line.startswith(":")}
    assert {f":{one}" for one in re.findall(r"(?:goto|call) :(\w+)", data.decode())} == labels


def test_a_percent_sign_in_the_name_of_a_folder():
    """The command of a `for` is read by a second cmd.exe: a value that the first put in would be searched for names."""
    lines = (ROOT / "tools" / "kit" / "install.cmd").read_text(encoding="utf-8").splitlines()
    commands = [line for line in lines if line.startswith("for /f")]
    assert any("%%folder%%" in line for line in commands)
    assert [line for line in commands if re.search(r"(?<!%)%\w+%", line)] == []
