"""`mstrack report ledger`, from the shell."""

import re
import shutil
import subprocess
from collections import Counter

import openpyxl
import pdfplumber
import pytest
from running import EXAMPLES, ON, ask

pytestmark = pytest.mark.filterwarnings("ignore:.*xtension")  # openpyxl does not know solid data bars
LEDGER = ("report", "ledger", "--data", EXAMPLES, *ON)


def test_it_is_written(tmp_path):
    path = tmp_path / "台账.xlsx"
    told = ask(*LEDGER, "-o", path)
    assert (told.code, told.out) == (0, f"{path}\n")
    names = ["台账", "进展和问题", "县区", "指标", "按市领导", "按牵头单位", "报送记录", "说明"]
    assert openpyxl.load_workbook(path).sheetnames == names


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
    """It opens as it is, and prints: letters of 8 points or more on A4 and A3, and no number or title without room.

    24 pages at most, whatever was filed: the table, what is behind it, the newest entries.
    """
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
    with pdfplumber.open(tmp_path / "a.pdf") as printed:
        sizes = {(round(page.width), round(page.height)) for page in printed.pages}
        letters = Counter(letter["size"] for page in printed.pages for letter in page.chars)
        said = "".join(page.extract_text() for page in printed.pages)
        count = len(printed.pages)
    assert sizes == {(842, 595), (1191, 842)}
    assert min(letters) >= 8
    assert "###" not in said
    assert count <= 24
    assert re.search("（按牵头单\n?位）", said)
    assert "4、5、6、7、13、14、15、17、18、20、21、22、23、24" in said.replace("\n", "")
