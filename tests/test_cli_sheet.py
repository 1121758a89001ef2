"""`mstrack sheet make`: a unit's form, as somebody asks for it; and what is typed wrongly."""

import pytest
from recording import CGJ, paths
from running import own_store
from sheeting import made, opened, sheet

from mstrack.store import spelling


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A store without progress; the forms lie beside it, where the user is."""
    monkeypatch.chdir(tmp_path)
    return own_store(tmp_path)


def beside(root):
    """Return what lies beside the store."""
    return sorted(one.name for one in root.parent.iterdir() if one.name != "cache-of-mstrack")


def test_make(root):
    """The form is written where -o says, its path printed, the store left alone."""
    told = sheet(root, "make", "--unit", "城管局", "-o", "cgj.xlsx")
    assert told == (0, "cgj.xlsx\n", f"Made for {CGJ}. When it is filled in: mstrack sheet read cgj.xlsx\n")
    page = opened((root.parent / "cgj.xlsx").read_bytes())["填报"]
    assert (page["A2"].value, page["A7"].value, page["M7"].value) == (f"填报单位：{CGJ}", 18, "18/new-villages")
    assert paths(root) == []
    assert beside(root) == ["cgj.xlsx", "store"]


def test_make_filled(root, monkeypatch):
    """The unit may come from MSTRACK_UNIT; a day and a name that are given are filled in."""
    monkeypatch.setenv("MSTRACK_UNIT", "cgj")
    assert sheet(root, "make", "-o", "a.xlsx", "--date", "9月底", "--reporter", "张三").code == 0
    page = opened((root.parent / "a.xlsx").read_bytes())["填报"]
    assert (f"{page['H2'].value:%F}", page["J2"].value) == ("2021-09-30", "张三")


def test_chinese_form(root, monkeypatch):
    """The form is the same in both languages of the interface."""
    forms = []
    for tongue in ("en", "zh_CN"):
        monkeypatch.setenv("MSTRACK_LANG", tongue)
        forms.append(made(root, {}).read_bytes())
    one, other = ([[cell.value for cell in line] for line in opened(form)["填报"].iter_rows()] for form in forms)
    assert one == other


def test_never_over_a_file(root):
    """A file that is there is replaced only by --force, and then whole."""
    (root.parent / "a.xlsx").write_text("mine")
    words = ("make", "--unit", "cgj", "-o", "a.xlsx")
    assert sheet(root, *words) == (4, "", "a.xlsx exists; --force replaces it\n")
    assert (root.parent / "a.xlsx").read_text() == "mine"
    assert sheet(root, *words, "--force").code == 0
    assert opened((root.parent / "a.xlsx").read_bytes()).sheetnames == ["填报", "_mstrack"]
    assert beside(root) == ["a.xlsx", "store"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["make", "-o", "a.xlsx"], "--unit is missing; see mstrack sheet --help"),
        (["make", "--unit", "cgj"], "--output is missing; see mstrack sheet --help"),
        (["make", "--unit", "cgj", "-o", "a.xls"], "a.xls is not what the file may be called; end its name with .xlsx"),
        (["make", "--unit", "cgj", "-o", "no/a.xlsx"], "there is no folder no; make it first"),
        (
            ["make", "--unit", "cgj", "-o", "store/progress/a.xlsx"],
            "store/progress/a.xlsx lies in the store ROOT, where only tasks.yaml and entries do; choose another folder",
        ),
        (
            ["make", "b.xlsx", "--unit", "cgj", "-o", "a.xlsx"],
            "sheet make takes no b.xlsx; name the workbook to write after -o",
        ),
        (
            ["make", "--yes", "--unit", "cgj", "-o", "a.xlsx"],
            "sheet make takes no --yes; name the workbook to write after -o",
        ),
        (["make", "--all", "--unit", "cgj", "-o", "a"], "--all makes the form of every unit; leave out --unit"),
        (
            ["make", "--receipt", "--unit", "cgj", "-o", "a.xlsx"],
            "sheet make takes no --receipt; name the workbook to write after -o",
        ),
        (["mkae"], "mkae is no value of ACTION; did you mean make? It takes make, read"),
        ([], "ACTION is missing; see mstrack sheet --help"),
        (
            ["read"],
            "sheet read takes the filled forms and neither --output nor --force: mstrack sheet read *.xlsx",
        ),
        (["read", "*.xlsx"], "no file is called *.xlsx"),
    ],
)
def test_wrong_use(root, words, sentence):
    """What is typed wrongly is told in one sentence, and nothing is written."""
    assert sheet(root, *words) == (2, "", f"{sentence}\n".replace("ROOT", str(root)))
    assert beside(root) == ["store"]


def test_all(root):
    """A form for each unit that reports, no group among them, and a list of them for the coordinator."""
    told = sheet(root, "make", "--all", "-o", "forms")
    assert (told.code, told.out) == (0, "forms\n")
    assert told.err == (
        "Made for 41 units; 发放清单.xlsx says whom to send each to. "
        f"When they are filled in: mstrack sheet read {spelling.all_in('forms', '*.xlsx')}\n"
    )
    folder = root.parent / "forms"
    names = {path.name for path in folder.iterdir()}
    assert len(names) == 41 + 2
    assert "gsq.xlsx" not in names
    page = opened((folder / "发放清单.xlsx").read_bytes()).active
    rows = [[cell.value for cell in line] for line in page.iter_rows(min_row=3)]
    assert rows[0] == ["序号", "填报单位", "文件名", "联系人", "电话", "责任人", "任务数", "任务", "发出", "收回"]
    (cgj,) = (line for line in rows if line[1] == CGJ)
    assert (cgj[2], cgj[6]) == ("cgj.xlsx", 5)
    assert cgj[7].startswith("17 自然村集中供水全覆盖；18 ")
    assert {line[2] for line in rows[1:]} == names - {"发放清单.xlsx", ".mstrack-made"}


def test_a_folder_with_a_blank(root):
    """The command that is printed can be pasted: the blank is quoted, and the * is not."""
    told = sheet(root, "make", "--all", "-o", "my forms")
    assert told.err.endswith(f": mstrack sheet read {spelling.all_in('my forms', '*.xlsx')}\n")
    told = sheet(root, "make", "--unit", "cgj", "-o", "my cgj.xlsx")
    assert told.err.endswith(f"sheet read {spelling.quoted('my cgj.xlsx')}\n")


def test_all_again(root):
    """The folder is replaced by --force alone, and not where a form in it was filled in."""
    assert sheet(root, "make", "--all", "-o", "forms").code == 0
    assert sheet(root, "make", "--all", "-o", "forms").err == "forms exists; --force replaces it\n"
    assert sheet(root, "make", "--all", "-o", "forms", "--force").code == 0
    (root.parent / "forms" / "cgj.xlsx").write_bytes(b"filled in")
    told = sheet(root, "make", "--all", "-o", "forms", "--force")
    assert (told.code, "cgj.xlsx, which mstrack did not write or somebody changed" in told.err) == (4, True)
    assert (root.parent / "forms" / "cgj.xlsx").read_bytes() == b"filled in"


def test_group(root):
    """A group has no form; its members have."""
    told = sheet(root, "make", "--unit", "gsq", "-o", "a.xlsx")
    assert (told.code, "file as one of its members: 蓬江区政府" in told.err) == (2, True)
