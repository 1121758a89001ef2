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
import zipfile
from email.parser import Parser
from pathlib import Path
from typing import TYPE_CHECKING

from pip._vendor.packaging.markers import default_environment
from pip._vendor.packaging.requirements import Requirement
from pip._vendor.packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from email.message import Message

ROOT = Path(__file__).parent.parent
PARTS = Path(__file__).parent / "kit"
SYSTEMS = {
    "windows-x64": ("win_amd64",),
    "linux-x64": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "linux-arm64": ("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64"),
}
"""The tags of a system, the newest first; 2_28 is the C library of openEuler 20.03, Kylin V10 and Debian 10."""
MARKERS = {
    "windows-x64": {
        "sys_platform": "win32",
        "platform_system": "Windows",
        "os_name": "nt",
        "platform_machine": "AMD64",
    },
    "linux-x64": {
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "platform_machine": "x86_64",
    },
    "linux-arm64": {
        "sys_platform": "linux",
        "platform_system": "Linux",
        "os_name": "posix",
        "platform_machine": "aarch64",
    },
}
"""What a requirement may depend on; pip answers for the system on which it runs, whatever it downloads for."""
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
    """Build mstrack's own wheel, and download what it needs on each target.

    What pip leaves out, as its own system does not need it (colorama, on Linux), is downloaded by name.
    """
    pip("wheel", "--quiet", "--no-deps", "--wheel-dir", wheels, ROOT)
    own = next(wheels.glob("mstrack-*.whl"))
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as versions:
        versions.write(constraints())
        versions.flush()
        for target in targets:
            with tempfile.TemporaryDirectory() as folder:
                options = [*_options(target), "--constraint", versions.name, "--dest", folder]
                pip("download", "--quiet", *options, own, "pip")
                while missing := wanting(Path(folder), target):
                    pip("download", "--quiet", *options, *missing)
                shutil.copytree(folder, wheels, dirs_exist_ok=True)


def _options(target: str) -> list[str]:
    """Return what makes pip download for a target."""
    python, tags = TARGETS[target]
    named = [part for tag in tags for part in ("--platform", tag)]
    return ["--only-binary", ":all:", "--implementation", "cp", "--python-version", number(python), *named]


def number(python: str) -> str:
    """Return the version of a tag: 3.11 of cp311."""
    return f"{python[2]}.{python[3:]}"


def wanting(wheels: Path, target: str) -> list[str]:
    """Return the requirements of the wheels in a folder that hold on a target and are not in the folder."""
    version = number(TARGETS[target][0])
    environment = default_environment() | MARKERS[target.partition("-")[2]]  # type: ignore[operator]
    environment |= {"python_version": version, "python_full_version": f"{version}.0", "extra": ""}
    present = {canonicalize_name(wheel.name.split("-")[0]) for wheel in wheels.glob("*.whl")}
    missing = {}
    for wheel in sorted(wheels.glob("*.whl")):
        for line in metadata(wheel).get_all("Requires-Dist", []):
            one = Requirement(line)
            if canonicalize_name(one.name) not in present and (not one.marker or one.marker.evaluate(environment)):
                missing[one.name] = f"{one.name}{one.specifier}"
    return list(missing.values())


def metadata(wheel: Path) -> Message:
    """Return what a wheel says of itself."""
    with zipfile.ZipFile(wheel) as parts:
        name = next(one for one in parts.namelist() if one.endswith(".dist-info/METADATA"))
        return Parser().parsestr(parts.read(name).decode())


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
