"""The offline kit: made once with an index, installed where there is no network at all."""

import os
import shutil
import subprocess
import sys

import pytest
from running import EXAMPLES, ON, PLAN, ROOT

pytestmark = pytest.mark.slow
HERE = f"cp3{sys.version_info.minor}-linux-x64"
ALONE = ["unshare", "--map-root-user", "--net"]
"""A network namespace of its own: no route, not even to this machine."""

DOCUMENTS = (
    *("bulletin a.docx", "brief b.docx", "ledger c.xlsx", "dashboard d.html", "calendar e.ics", "data f.sqlite"),
    *("reminder g.docx --unit jtj", "reminder h.txt --unit jtj --format text", "bulletin i.md --format md"),
)
"""A document of each kind and form: its kind, its file, and what else is asked."""


@pytest.fixture(scope="module")
def kit(tmp_path_factory):
    """Make the kit for this Python and this system."""
    if subprocess.run([*ALONE, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no network namespace can be made here")
    dist = tmp_path_factory.mktemp("dist")
    command = [sys.executable, ROOT / "tools" / "make_kit.py", "--only", HERE, "--dist", dist]
    subprocess.run(command, check=True, capture_output=True)
    return dist / "mstrack-kit"


def install(kit, home, *words):
    """Run the kit's script without a network, with this Python and the system's commands alone."""
    home.mkdir(exist_ok=True)
    python = home / "bin" / "python3"
    if not python.exists():
        python.parent.mkdir()
        python.symlink_to(os.path.realpath(sys.executable))
    environment = {"HOME": str(home), "PATH": f"{home / 'bin'}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    environment |= {"PIP_CONFIG_FILE": os.devnull}
    command = [*ALONE, "sh", kit / "install.sh", *words]
    ran = subprocess.run(command, env=environment, cwd=home, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout + ran.stderr


def test_it_installs_without_a_network(kit, tmp_path):
    """The README's first question gets its answer, each kind of document is made; a second time upgrades in place.

    Nothing is there but what the install brings: Word, Excel, page and calendar need no extra, Parquet names its own.
    """
    code, text = install(kit, tmp_path / "home")
    assert code == 0, text
    program = tmp_path / "home" / ".local" / "share" / "mstrack" / "bin" / "mstrack"
    ran = subprocess.run([program, "due", "--data", PLAN, "--before", "12-10"], capture_output=True, check=False)
    assert "12月10日" in ran.stdout.decode()
    for words in DOCUMENTS:
        kind, name, *more = words.split()
        paper = [program, "report", kind, "--data", EXAMPLES, *ON, *more, "-o", tmp_path / name]
        made = subprocess.run(paper, capture_output=True, check=False)
        assert (made.returncode, (tmp_path / name).exists()) == (0, True), made.stderr.decode()
    parquet = [program, "report", "data", "--data", EXAMPLES, *ON, "--format", "parquet", "-o", tmp_path / "parquet"]
    assert b"mstrack[parquet]" in subprocess.run(parquet, capture_output=True, check=False).stderr
    assert install(kit, tmp_path / "home")[0] == 0


def test_a_damaged_kit_is_refused(kit, tmp_path):
    """A wheel that lost a byte on the way is named, and nothing is installed."""
    damaged = tmp_path / "kit"
    shutil.copytree(kit, damaged)
    wheel = next((damaged / "wheels").glob("rich-*.whl"))
    wheel.write_bytes(wheel.read_bytes()[:-1])
    code, text = install(damaged, tmp_path / "home")
    assert code == 1
    assert wheel.name in text
    assert "安装包不完整" in text
    assert not (tmp_path / "home" / ".local").exists()


def test_a_machine_without_wheels_is_named(kit, tmp_path):
    """Where a library has no wheel for this machine (loongarch64, musl), the script says which machines have."""
    other = tmp_path / "kit"
    shutil.copytree(kit, other)
    for wheel in (other / "wheels").glob("pydantic_core-*.whl"):
        wheel.unlink()
    lines = (other / "SHA256SUMS").read_text(encoding="utf-8").splitlines(keepends=True)
    (other / "SHA256SUMS").write_text("".join(line for line in lines if "pydantic_core" not in line), encoding="utf-8")
    code, text = install(other, tmp_path / "home")
    assert code == 1
    assert f"这里是 {os.uname().machine}；龙芯见 安装说明.txt" in text
    assert "已安装" not in text


def test_what_lies_in_the_folder_stays(kit, tmp_path):
    """A folder that holds something else is left as it is; without a Python that fits, the bundle is named."""
    other = tmp_path / "other"
    other.mkdir()
    (other / "报表.txt").write_text("x", encoding="utf-8")
    code, text = install(kit, tmp_path / "home", str(other))
    assert (code, os.listdir(other)) == (1, ["报表.txt"])
    assert "已有别的内容" in text


def test_the_folder_is_meant_from_where_it_is_typed(kit, tmp_path):
    """A relative one, with signs that a shell reads; one that is empty holds nothing else."""
    folder = tmp_path / "home" / "装 (x86) & 好! $HOME"
    folder.mkdir(parents=True)
    code, text = install(kit, tmp_path / "home", folder.name)
    assert code == 0, text
    assert (folder / "bin" / "mstrack").exists()
    assert not list(kit.glob("装*"))


def test_every_file_has_its_checksum(kit):
    """One page in Chinese, two scripts, the wheels: each in SHA256SUMS; pip and mstrack are among the wheels."""
    listed = {line.split("  ")[1] for line in (kit / "SHA256SUMS").read_text(encoding="utf-8").splitlines()}
    assert {"install.sh", "install.cmd", "安装说明.txt"} <= listed
    assert listed == {path.relative_to(kit).as_posix() for path in kit.rglob("*") if path.is_file()} - {"SHA256SUMS"}
    assert {"pip", "mstrack", "typer"} <= {one.name.split("-")[0] for one in (kit / "wheels").iterdir()}
