"""`mstrack report bulletin`, from the shell."""

import os
import re
import shutil
import sys

import docx
import pytest
from papers import written
from recording import Terminal
from running import EXAMPLES, ON, PLAN, ask, own_store, start

BULLETIN = ("report", "bulletin", "--data", EXAMPLES, *ON)
SIGNED = ("--issue", "第9期", "--office", "×××督查室")


def texts(path):
    return [one.text for one in docx.Document(path).paragraphs]


def test_it_is_written_in_word(tmp_path):
    path = tmp_path / "通报.docx"
    told = ask(*BULLETIN, *SIGNED, "-o", path)
    assert (told.code, told.out, told.err) == (0, f"{path}\n", "")
    assert texts(path)[:3] == ["督查通报", "第9期", "关于2021年市十件民生实事（模拟进度 simulated）进展情况的通报"]
    assert [len(one.rows) for one in docx.Document(path).tables] == [5 + 2, 25 + 1]


def test_markdown_says_the_same(tmp_path):
    """By --format, by the ending of the name, or on stdout where no file is named: one report, the same words."""
    named, ending = tmp_path / "a.md", tmp_path / "b.md"
    assert ask(*BULLETIN, *SIGNED, "--format", "md", "-o", named).code == 0
    assert ask(*BULLETIN, *SIGNED, "-o", ending).code == 0
    told = ask(*BULLETIN, *SIGNED, "--format", "md")
    assert named.read_bytes() == ending.read_bytes() == told.out.encode()
    assert ask(*BULLETIN, *SIGNED, "-o", tmp_path / "a.docx").code == 0
    plain = re.sub(r"[\\*#]|  $", "", told.out, flags=re.MULTILINE)
    for text in texts(tmp_path / "a.docx"):
        assert re.sub(r"[*#]", "", text) in plain


@pytest.mark.parametrize("tongue", ["en", "zh"])
def test_it_is_chinese_whatever_the_interface_speaks(tongue):
    told = start(*BULLETIN, *SIGNED, "--since", "11-02", "--format", "md", env={"MSTRACK_LANG": tongue})
    assert told.stdout.decode() == ask(*BULLETIN, *SIGNED, "--since", "11-02", "--format", "md").out
    assert "红：逾期3天" in told.stdout.decode()


def test_the_last_one_and_the_day_of_signing():
    told = ask(*BULLETIN, *SIGNED, "--since", "11月2日", "--dated", "12-08", "--format", "md").out
    assert "11月2日以来新完成3项" in told
    assert "上期点名的10项中，" in told
    assert "×××督查室  \n2021年12月8日" in told


def test_filters_choose(tmp_path):
    assert ask(*BULLETIN, *SIGNED, "--leader", "wcq", "-o", tmp_path / "a.docx").code == 0
    assert len(docx.Document(tmp_path / "a.docx").tables[-1].rows) == 14 + 1
    told = ask(*BULLETIN, *SIGNED, "--light", "red", "--leader", "lyf", "-o", tmp_path / "b.docx")
    assert (told.code, (tmp_path / "b.docx").exists()) == (2, False)


def test_what_nobody_says_is_left_open(tmp_path):
    """Where nobody sits there: room to write the number in, ××× for the office, and a remark on that."""
    told = ask(*BULLETIN, "-o", tmp_path / "a.md")
    assert (told.code, told.err.count("\n")) == (0, 1)
    assert "--office" in told.err
    paper = (tmp_path / "a.md").read_text(encoding="utf-8")
    assert paper.startswith("督查通报\n\n第　　期\n\n")
    assert "×××  \n2021年12月3日" in paper


def test_the_number_counts_on_from_the_last_in_the_folder(tmp_path):
    """And what moved is compared with its day; made again, a bulletin keeps its number."""
    first = ("report", "bulletin", "--data", EXAMPLES, "--as-of", "10-31", "--office", "甲", "--issue", "8")
    assert ask(*first, "-o", tmp_path / "八.docx").code == 0
    for _again in range(2):
        assert ask(*BULLETIN, "--office", "甲", "-o", tmp_path / "九.docx", "--force").code == 0
        paper = texts(tmp_path / "九.docx")
        assert paper[1] == "第9期"
        assert any("10月31日以来新完成3项" in one and "上期点名的10项" in one for one in paper)
    assert texts(tmp_path / "八.docx")[1] == "第8期"
    (tmp_path / "另.docx").write_bytes(b"no package")
    (tmp_path / "folder.docx").mkdir()
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.docx")
    assert ask(*BULLETIN, "--office", "甲", "-o", tmp_path / "九.docx", "--force").code == 0
    assert ask(*BULLETIN, "--office", "甲", "--format", "md").out.startswith("督查通报\n\n第　　期")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--since", "12-03"), "2021-12-03"),
        (("--since", "12-10"), "2021-12-10"),
        (("--dated", "12-01"), "2021-12-01"),
        (("--font", "tilte=宋体"), "title"),
        (("--font", "=宋体"), "title"),
        (("--format", "xlsx"), "docx"),
        (("--all",), "--all"),
        (("--reply-by", "12-08"), "--reply-by"),
        (("--full", "--brief"), "--full"),
        (("--cite", "nowhere"), "annex"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path, words, named):
    """Before anything is written, in one sentence."""
    told = ask(*BULLETIN, *SIGNED, *words, "-o", tmp_path / "a.docx")
    assert (told.code, told.out, written(tmp_path)) == (2, "", [])
    assert named in told.err


@pytest.mark.parametrize("kind", ["ledger", "dashboard", "calendar", "data"])
@pytest.mark.parametrize("words", [SIGNED[:2], SIGNED[2:], ("--font", "title=宋体"), ("--dated", "12-08"), ("--all",)])
def test_its_options_are_no_other_document_s(tmp_path, kind, words):
    told = ask("report", kind, "--data", EXAMPLES, *ON, *words, "-o", tmp_path / "a.docx")
    assert (told.code, written(tmp_path)) == (2, [])
    assert words[0] in told.err
    assert kind in told.err


def test_fonts_are_named(tmp_path):
    fonts = ("--font", "title=宋体", "--font", "body=仿宋", "--font", "subheading=楷体")
    assert ask(*BULLETIN, *SIGNED, *fonts, "-o", tmp_path / "a.docx").code == 0
    styles = docx.Document(tmp_path / "a.docx").styles
    found = {name: styles[f"Paper {name}"].element.rPr.rFonts.values() for name in ("title", "body", "heading2")}
    assert all(any(font in values for values in found.values()) for font in ("宋体", "仿宋", "楷体"))


def test_wrong_places(tmp_path):
    (tmp_path / "there.docx").write_bytes(b"mine")
    told = ask(*BULLETIN, *SIGNED, "-o", tmp_path / "there.docx")
    assert (told.code, (tmp_path / "there.docx").read_bytes()) == (4, b"mine")
    assert ask(*BULLETIN, *SIGNED, "-o", tmp_path / "there.docx", "--force").code == 0
    assert ask(*BULLETIN, *SIGNED, "-o", tmp_path / "a.doc").code == 2
    assert ask(*BULLETIN, *SIGNED, "-o", EXAMPLES / "progress" / "a.docx").code == 2
    assert ask(*BULLETIN, *SIGNED).code == 2


def test_without_python_docx(tmp_path, monkeypatch):
    """Markdown needs no library; for Word the sentence names what to install."""
    for name in [name for name in sys.modules if name.split(".")[0] == "docx" or name.startswith("mstrack.render.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "docx", None)
    told = ask(*BULLETIN, *SIGNED, "-o", tmp_path / "a.docx")
    assert told.code == 4
    assert 'pip install "mstrack"' in told.err
    assert ask(*BULLETIN, *SIGNED, "-o", tmp_path / "a.md").code == 0


def test_a_plan_without_entries(tmp_path):
    told = ask("report", "bulletin", "--data", PLAN, *ON, *SIGNED, "-o", tmp_path / "a.docx")
    assert told.code == 0
    assert any("未报送21项" in text for text in texts(tmp_path / "a.docx"))


def test_what_is_wrong_in_an_entry_is_told_in_the_language_of_the_interface(tmp_path):
    root = own_store(tmp_path)
    (root / "progress" / "01").mkdir(parents=True)
    (root / "progress" / "01" / "2021-06-30-wjj-7f3a9c2k.yaml").write_text("task: 1\n", encoding="utf-8")
    told = ask("report", "bulletin", "--data", root, *ON, *SIGNED, "--since", "11-02", "-o", tmp_path / "a.docx")
    assert (told.code, (tmp_path / "a.docx").exists()) == (3, False)
    assert "missing" in told.err


def test_on_a_terminal_it_asks(tmp_path):
    """What is missing is asked for; Enter leaves the blank that the trade writes for what is to be filled in."""
    pytest.importorskip("pty", reason="Windows has no pseudo-terminals of this kind")
    path = tmp_path / "a.md"
    person = Terminal(*BULLETIN, "-o", path, MSTRACK_LANG="zh")
    person.answer("期号", "第9期")
    person.answer("落款单位", "")
    assert person.end() == 0
    told = path.read_text(encoding="utf-8")
    assert told.startswith("督查通报\n\n第9期\n\n")
    assert "×××  \n2021年12月3日" in told


def test_on_one_page_or_in_full(tmp_path):
    """A brief by either name; the long form has every task in its text."""
    assert ask("report", "brief", "--data", EXAMPLES, *ON, "--office", "甲", "-o", tmp_path / "a.md").code == 0
    assert ask(*BULLETIN, "--office", "甲", "--brief", "-o", tmp_path / "b.md").code == 0
    assert (tmp_path / "a.md").read_bytes() == (tmp_path / "b.md").read_bytes()
    assert "的简报" in (tmp_path / "a.md").read_text(encoding="utf-8")
    full = ask(*BULLETIN, *SIGNED, "--full", "--format", "md").out
    assert "#### （五）未报送3项" in full
    assert "〔" not in full.partition("附件")[0]
    assert "〔kewabj7f〕" in ask(*BULLETIN, *SIGNED, "--full", "--cite", "text", "--format", "md").out


def test_the_plan_s_office_signs(tmp_path):
    """Its mark and number stand at the head, whom it goes to and who gets a copy in their places."""
    root = own_store(tmp_path)
    plan = (root / "tasks.yaml").read_text(encoding="utf-8")
    office = (
        "office: {name: 市督查室, mark: 市督查室文件, number: '市督〔2021〕{n}号', recipients: 各单位, copies: 市委办}"
    )
    (root / "tasks.yaml").write_text(plan.replace("year: 2021\n", f"year: 2021\n{office}\n", 1), encoding="utf-8")
    told = ask("report", "bulletin", "--data", root, *ON, "--issue", "9", "--signer", "王长青", "--format", "md")
    assert told.code == 0
    lines = told.out.split("\n\n")
    assert lines[0] == "市督查室文件"
    assert lines[1].split() == ["市督〔2021〕9号", "签发人：王长青"]
    assert "各单位：" in lines
    assert "市督查室  \n2021年12月3日" in lines
    assert lines[-1].split() == ["抄送：市委办。", "市督查室", "2021年12月3日印发"]


def test_a_pdf_needs_libreoffice(tmp_path, monkeypatch):
    """Where there is none a sentence says so, before anything is written; ledger and reminder, too."""
    monkeypatch.setattr("mstrack.cli.libreoffice.PROGRAMS", ())
    monkeypatch.setattr("mstrack.cli.libreoffice.PLACES", ())
    commands = (BULLETIN, ("report", "ledger", "--data", EXAMPLES, *ON), ("report", "brief", "--data", EXAMPLES, *ON))
    for command in (*commands, ("report", "reminder", "--data", EXAMPLES, *ON, "--unit", "cgj")):
        told = ask(*command, "-o", tmp_path / "a.pdf")
        assert (told.code, written(tmp_path)) == (4, [])
        assert "LibreOffice" in told.err


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_pdf_is_made_by_libreoffice(tmp_path):
    for kind in ("bulletin", "brief", "ledger"):
        path = tmp_path / f"{kind}.pdf"
        assert ask("report", kind, "--data", EXAMPLES, *ON, "-o", path).out == f"{path}\n"
        assert path.read_bytes().startswith(b"%PDF-")
