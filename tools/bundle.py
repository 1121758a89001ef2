"""Builds one folder that runs without Python: the program, its libraries, a Python of its own.

    python tools/bundle.py                                dist/mstrack/mstrack (mstrack.exe on Windows)
    python tools/bundle.py --name mstrack-linux-x64 --archive    dist/mstrack-linux-x64.tar.gz (.zip on Windows), too

Run it in an environment in which mstrack is installed with the extra `bundle`, on the system that it is for:
PyInstaller takes what is there. A folder, no single file: a single file unpacks itself at every start.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from PyInstaller import __main__ as pyinstaller

ROOT = Path(__file__).parent.parent
UNUSED = ("pyarrow", "numpy", "pandas", "tkinter", "pytest", "PIL", "IPython", "setuptools", "pip")
"""What optional parts of libraries would bring along, and no command imports."""
HEAVY = ("pdfplumber", "pdfminer", "pypdfium2")
"""The extra `intake`, 55 MB to read a table in a PDF: in no bundle, whatever the environment that builds it has."""


def build(name: str, dist: Path) -> Path:
    """Build the folder `name` in `dist` and return it."""
    work = ROOT / "build" / name
    start = work / "start.py"
    work.mkdir(parents=True, exist_ok=True)
    start.write_text("from mstrack.cli import main\n\nmain()\n", encoding="utf-8")
    arguments = ["--noconfirm", "--onedir", "--console", "--name", "mstrack", "--contents-directory", "libraries"]
    # modules that are imported by name, and files that lie beside modules: templates, the catalogue, the forms of Word
    arguments += ["--collect-submodules", "mstrack", "--collect-data", "mstrack", "--collect-submodules", "shellingham"]
    arguments += ["--collect-data", "docx", "--collect-data", "pypinyin", "--copy-metadata", "mstrack"]
    arguments += [part for module in (*UNUSED, *HEAVY) for part in ("--exclude-module", module)]
    arguments += ["--distpath", str(work / "dist"), "--workpath", str(work / "work"), "--specpath", str(work)]
    pyinstaller.run([*arguments, "--log-level", "WARN", str(start)])
    target = dist / name
    if target.exists():
        shutil.rmtree(target)  # what an earlier build made
    shutil.copytree(work / "dist" / "mstrack", target, symlinks=True)
    return target


def archived(folder: Path) -> Path:
    """Pack the folder as its system unpacks it, beside it."""
    form = "zip" if sys.platform == "win32" else "gztar"
    return Path(shutil.make_archive(str(folder), form, root_dir=folder.parent, base_dir=folder.name))


def main() -> None:
    """Build as the command line says, and print where it lies."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--name", default="mstrack", help="the folder's name")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", help="where the folder goes")
    parser.add_argument("--archive", action="store_true", help="pack it, too")
    options = parser.parse_args()
    folder = build(options.name, options.dist)
    print(folder)
    if options.archive:
        print(archived(folder))


if __name__ == "__main__":
    main()
