"""`mstrack report ledger`, from the shell."""

import shutil
import subprocess

import openpyxl
import pytest
from running import EXAMPLES, ON, ask

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension")  # openpyxl does not know solid data bars
LEDGER = ("report", "ledger", "--data", EXAMPLES, *ON)


def test_it_is_written(tmp_path):
    path = tmp_path / "台账.xlsx"
    told = ask(*LEDGER, "-o", path)
    assert (told.code, told.out) == (0, f"{path}\n")
    assert openpyxl.load_workbook(path).sheetnames == ["台账", "按市领导", "按牵头单位", "指标", "报送记录"]


def test_filters_choose(tmp_path):
    assert ask(*LEDGER, "--leader", "wcq", "-o", tmp_path / "a.xlsx").code == 0
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["台账"].max_row == 3 + 14


def test_wrong_places(tmp_path):
    (tmp_path / "there.xlsx").write_bytes(b"mine")
    told = ask(*LEDGER, "-o", tmp_path / "there.xlsx")
    assert (told.code, (tmp_path / "there.xlsx").read_bytes()) == (4, b"mine")
    assert ask(*LEDGER, "-o", tmp_path / "a.xls").code == 2
    for inside in (EXAMPLES / "progress" / "a.xlsx", EXAMPLES / "a.xlsx"):
        told = ask(*LEDGER, "-o", inside)
        assert (told.code, inside.exists()) == (2, False)
        assert "lies in the store" in told.err


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_libreoffice_opens_it(tmp_path):
    """It opens as it is, and prints: the PDF is made without a word of repair."""
    assert ask(*LEDGER, "-o", tmp_path / "a.xlsx").code == 0
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.xlsx"),
    ]
    done = subprocess.run(command, capture_output=True, check=True, timeout=120)
    assert b"repair" not in done.stderr.lower()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
