"""Gathers all that an office without internet needs to install mstrack, into one folder.

    python tools/make_kit.py                          dist/mstrack-kit, for every Python and system below
    python tools/make_kit.py --only cp311-linux-x64   for one of them (as often as wanted)
    python tools/make_kit.py --archive                dist/mstrack-kit.zip, too

    mstrack-kit/
      安装说明.txt  install.sh  install.cmd       one page, and a script a system
      wheels/                                    mstrack, its libraries in the versions of requirements.lock, pip
      SHA256SUMS                                 of every file: `sha256sum -c SHA256SUMS`

Needs an index once. Wheels alone are taken: nothing is built where the kit is used, and so no compiler is needed.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PARTS = Path(__file__).parent / "kit"
SYSTEMS = {
    "windows-x64": ("win_amd64",),
    "linux-x64": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "linux-arm64": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
}
"""The tags of a system, the newest first; 2_28 is the C library of openEuler 20.03, Kylin V10 and Debian 10."""
PYTHONS = ("cp311", "cp312", "cp313")
TARGETS = {f"{python}-{system}": (python, tags) for python in PYTHONS for system, tags in SYSTEMS.items()}


def pip(*arguments: object) -> None:
    """Run pip; what it says of a failure is printed, and ends the program."""
    ran = subprocess.run([sys.executable, "-m", "pip", *map(str, arguments)], check=False)
    if ran.returncode:
        sys.exit(ran.returncode)


def constraints() -> str:
    """Return the versions of requirements.lock without their hashes: pip takes hashes for all or for nothing."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return "".join(f"{line.removesuffix(chr(92)).rstrip()}\n" for line in lines if re.match(r"[A-Za-z0-9]", line))


def gather(wheels: Path, targets: list[str]) -> None:
    """Build mstrack's own wheel, and download what it needs on each target."""
    pip("wheel", "--quiet", "--no-deps", "--wheel-dir", wheels, ROOT)
    own = next(wheels.glob("mstrack-*.whl"))
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as versions:
        versions.write(constraints())
        versions.flush()
        for target in targets:
            python, tags = TARGETS[target]
            named = [part for tag in tags for part in ("--platform", tag)]
            number = f"{python[2]}.{python[3:]}"
            options = ["--only-binary", ":all:", "--implementation", "cp", "--python-version", number, *named]
            pip("download", "--quiet", *options, "--constraint", versions.name, "--dest", wheels, own, "pip")


def checksums(kit: Path) -> str:
    """Return a line for every file, as sha256sum writes and checks them."""
    files = sorted(path for path in kit.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    lines = (f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(kit).as_posix()}" for path in files)
    return "\n".join(lines) + "\n"


def make(kit: Path, targets: list[str]) -> None:
    """Make the folder anew."""
    if kit.exists():
        shutil.rmtree(kit)  # what an earlier run made
    shutil.copytree(PARTS, kit)
    (kit / "install.sh").chmod(0o755)
    gather(kit / "wheels", targets)
    (kit / "SHA256SUMS").write_text(checksums(kit), encoding="utf-8")


def main() -> None:
    """Make the kit as the command line says, and print where it lies."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--only", action="append", choices=sorted(TARGETS), help="a Python and a system")
    parser.add_argument("--dist", type=Path, default=ROOT / "dist", help="where the folder goes")
    parser.add_argument("--archive", action="store_true", help="pack it, too")
    options = parser.parse_args()
    kit = options.dist / "mstrack-kit"
    make(kit, options.only or list(TARGETS))
    print(kit)
    if options.archive:
        print(shutil.make_archive(str(kit), "zip", root_dir=options.dist, base_dir=kit.name))


if __name__ == "__main__":
    main()
