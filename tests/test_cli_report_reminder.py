"""`mstrack report reminder`, from the shell."""

import re

import docx
import pytest
import turbulent
from papers import written
from recording import Terminal
from running import EXAMPLES, ON, PLAN, ask

REMINDER = ("report", "reminder", "--data", EXAMPLES, *ON, "--office", "×××督查室")
WAITING = ["cgj", "gaj", "jtj", "jyj", "mzj", "rsj", "scjgj", "wgltj", "wjj", "zjj"]


def test_to_one_unit(tmp_path):
    """In Word, in Markdown into a file, or to be pasted from the terminal."""
    path = tmp_path / "催办.docx"
    told = ask(*REMINDER, "--unit", "cgj", "-o", path)
    assert (told.code, told.out) == (0, f"{path}\n")
    assert [one.text for one in docx.Document(path).paragraphs][2] == "市城市管理综合执法局："
    printed = ask(*REMINDER, "--unit", "城管局", "--format", "md").out
    assert ask(*REMINDER, "--unit", "cgj", "-o", tmp_path / "a.md").code == 0
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == printed


@pytest.mark.parametrize("form", ["docx", "md"])
def test_to_each_that_needs_one(tmp_path, form):
    """One file a unit, by its code, in a new folder; it is the one that --unit writes."""
    told = ask(*REMINDER, "--all", "--format", form, "-o", tmp_path / "催办")
    assert told.code == 0
    listed = dict(re.findall(r"(\w+)\.(?:docx|md)  (\S+)（", told.out))
    assert sorted(listed) == WAITING
    assert listed["cgj"] == "市城市管理综合执法局"
    assert sorted(path.name for path in (tmp_path / "催办").glob("[!.]*")) == [f"{code}.{form}" for code in WAITING]
    for code in ("cgj", "zjj"):
        assert ask(*REMINDER, "--unit", code, "-o", tmp_path / f"{code}.{form}").code == 0
        assert (tmp_path / "催办" / f"{code}.{form}").read_bytes() == (tmp_path / f"{code}.{form}").read_bytes()


def test_the_folder_is_there_whole_or_not_at_all(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")
    assert ask(*REMINDER, "--all", "-o", f"{folder}/").code == 4
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
    assert ask(*REMINDER, "--all", "-o", folder, "--force").code == 4
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
    assert ask(*REMINDER, "--all", "-o", tmp_path / "new").code == 0
    assert ask(*REMINDER, "--all", "-o", tmp_path / "new", "--force").code == 0
    assert len(list((tmp_path / "new").glob("[!.]*"))) == len(WAITING)
    assert written(tmp_path) == ["new", "out"]


@pytest.mark.parametrize(("unit", "why"), [("slj", "none of the tasks that it leads"), ("czj", "it leads none")])
def test_a_unit_that_needs_none(tmp_path, unit, why):
    """It is said, beside the answer, and nothing is written; that is no failure."""
    told = ask(*REMINDER, "--unit", unit, "-o", tmp_path / "a.docx")
    assert (told.code, told.out, written(tmp_path)) == (0, "", [])
    assert why in told.err


def test_a_district_that_needs_none(tmp_path):
    """It leads nothing, but has a share, and that is on pace."""
    store = turbulent.written(tmp_path / "store")
    told = ask("report", "reminder", "--data", store, "--as-of", "10-31", "--unit", "dong", "--format", "md")
    assert (told.code, told.out) == (0, "")
    assert "none of its shares is blocked, behind or unreported" in told.err


def test_nobody_needs_one(tmp_path):
    told = ask(*REMINDER, "--all", "--light", "done", "-o", tmp_path / "out")
    assert (told.code, told.out, written(tmp_path)) == (0, "", [])
    assert "No unit" in told.err


@pytest.mark.parametrize(
    "words", [(), ("--unit", "cgj", "--all"), ("--unit", "cgj", "--unit", "mzj"), ("--all", "--unit", "mzj")]
)
def test_to_whom_must_be_said(tmp_path, words):
    told = ask(*REMINDER, *words, "-o", tmp_path / "a.docx")
    assert (told.code, written(tmp_path)) == (2, [])
    assert "--unit" in told.err
    assert "--all" in told.err


def test_all_need_a_folder():
    assert ask(*REMINDER, "--all", "--format", "md").code == 2


def test_by_when():
    """The day that was said; one that lies before the signature is a slip."""
    told = ask(*REMINDER, "--unit", "cgj", "--dated", "12-06", "--reply-by", "+7d", "--format", "md")
    assert "请于2021年12月10日前（含当日）" in told.out
    assert "×××督查室  \n2021年12月6日" in told.out
    wrong = ask(*REMINDER, "--unit", "cgj", "--reply-by", "12-01", "--format", "md")
    assert (wrong.code, wrong.out) == (2, "")
    assert "2021-12-01" in wrong.err
    assert "2021-12-31" in ask(*REMINDER, "--unit", "cgj", "--reply-by", "13-40", "--format", "md").err


def test_an_office_that_nobody_said_is_left_open(tmp_path):
    told = ask("report", "reminder", "--data", PLAN, *ON, "--unit", "cgj", "-o", tmp_path / "a.md")
    assert (told.code, written(tmp_path)) == (0, ["a.md"])
    assert "--office" in told.err
    assert "×××  \n2021年12月3日" in (tmp_path / "a.md").read_text(encoding="utf-8")


def test_on_a_terminal_it_asks(tmp_path):
    pytest.importorskip("pty", reason="Windows has no pseudo-terminals of this kind")
    person = Terminal(*REMINDER[:-2], "--unit", "cgj", "-o", tmp_path / "a.md", MSTRACK_LANG="zh")
    person.answer("落款单位", "市府督查室")
    assert person.end() == 0
    assert "将上述内容报送市府督查室" in (tmp_path / "a.md").read_text(encoding="utf-8")
