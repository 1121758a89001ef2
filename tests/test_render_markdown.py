from __future__ import annotations

import cmarkgfm
import lxml.html
from builders import report_of, reports, table_of
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from offenders import every

from mstrack.i18n import LANGUAGES
from mstrack.render import FORMATS, Page
from mstrack.render.markdown import escaped
from mstrack.report import Fact, Facts, Prose, Text, Tone, Word

READER = MarkdownIt("gfm-like")
"""Another's reading of Markdown (it comes with Rich), which finds addresses: what it shows as text is text."""

HOSTILE = [
    "a|b",
    "*strong* _soft_ ~~gone~~",
    "<script>alert(1)</script>",
    "<b>",
    "&lt; &amp; &copy;",
    "[text](http://example.org)",
    "![](http://example.org/a.png)",
    "`code` ``code``",
    "# head",
    "> quote",
    "\\| \\* \\",
    "$x$ {y} #1 !2 @name",
    "---",
    "- a",
    "+ a",
    "* a",
    "1. a",
    "2) a",
    "===",
    "- [ ] a",
    "[a]: /b",
    "[a][b]",
    "*甲*乙，_丙_",
    "甲*乙*丙",
    "5~6月，7~8月",
    "<!-- a -->",
    "http://example.org/a.b?c=d&copy;e",
    "https://192.168.1.1/a",
    "ftp://a.cn",
    "见www.example.org。",
    "WWW.example.com/a_b",
    "example.com, a.cn",
    "zhang_san@example.org",
    "mailto:a@b.cn",
    "@zhang #12 !3 &4",
    "_a@b.cn",
    "+.@.a",
    "a #",
    "~ ~2",
]
MAIL = ["zhang_san@example.org", "mailto:a@b.cn", "_a@b.cn", "+.@.a"]
"""What takes a comment to part."""
PLAIN = [
    "2021-12-03",
    "互联网+明厨亮灶",
    "3.5%（≥80%）",
    ">=165个",
    "a_b_c",
    "progress/18/2021-09-30-cgj-7f3a9c2k.yaml",
    "三类桥1座、四类桥9座",
    "{甲}(乙)",
    "甲 * 乙",
    "1.5万",
    "5 < 6 & 7 > 3",
    "甲#乙",
    "-",
    "12月10日 *",
]
"""What is no markup where it stands, and bears no backslash."""
texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs")) | st.sampled_from("|*_<>&\\`[]"))


def shown(text):
    """Return the texts that a reader of the Markdown sees, and the kinds of markup that it found."""
    inline = [token for token in READER.parse(text) if token.type == "inline"]
    pieces = ["".join(child.content for child in token.children if child.type == "text") for token in inline]
    kinds = {child.type for token in inline for child in token.children}
    return pieces, kinds


def said(report):
    """Return a report's Markdown."""
    return FORMATS["md"](report, Page()).decode()


@every("text", HOSTILE)
def test_what_somebody_typed_shows_as_text(text):
    """In a title, a paragraph, a fact or a cell: no markup, no HTML, no link, no further column."""
    report = report_of(Text(text), Facts("f", (Fact("k", text, text),)), table_of((1, text), title=text), title=text)
    pieces, kinds = shown(said(report))
    assert [text, text, f"{text} {text}", text, "No.", "Text", "1", text] == [piece.strip() for piece in pieces]
    assert kinds <= {"text", "strong_open", "strong_close", "text_special", *(["html_inline"] if text in MAIL else [])}


@every("text", [*HOSTILE, *PLAIN])
def test_github_shows_it_as_text(text):
    """By GitHub's own reader: the same texts, and not one element but those that a page of ours has."""
    report = report_of(Text(text), Facts("f", (Fact("k", text, text),)), table_of((1, text), title=text), title=text)
    page = lxml.html.fromstring(f"<div>{cmarkgfm.github_flavored_markdown_to_html(said(report))}</div>")
    kinds = {"div", "h2", "p", "ul", "li", "strong", "h3", "table", "thead", "tbody", "tr", "th", "td"}
    assert {one.tag for one in page.iter() if isinstance(one.tag, str)} == kinds
    shown = [" ".join(one.text_content().split()) for one in page.iter("h2", "p", "li", "h3", "td")]
    assert [text, text, f"{text} {text}", text, "1", text] == shown


@every("text", [*HOSTILE, *PLAIN, "，甲。", "（甲）", "甲"])
def test_what_stands_out_between_letters(text):
    """A part that stands out reads as it is where punctuation is at its edge, too."""
    report = report_of(Prose(("甲", Word(None, text, Tone.STRONG), "乙")))
    page = lxml.html.fromstring(f"<div>{cmarkgfm.github_flavored_markdown_to_html(said(report))}</div>")
    assert " ".join(page.find("p").text_content().split()) == f"甲{text}乙"


@every("text", PLAIN)
def test_no_backslash_where_none_is_needed(text):
    """Ordinary texts stand as they are: in a cell, a fact, a paragraph."""
    report = report_of(Facts("f", (Fact("k", text, text),)), table_of((1, text)))
    assert text == "-" or said(report).count(text) + said(report).count(text[:-1] + "\\*") == 3
    assert "\\" not in said(report).replace("\\***", "")  # a star inside of stars


@every("kind", sorted(reports("en")))
def test_an_answer_has_hardly_a_backslash(kind):
    """None but before the | of a bar or its heading."""
    assert "\\" not in said(reports("en")[kind]).replace("\\|", "")


@given(texts)
def test_any_text_in_a_cell(text):
    """Whatever stands in a cell stays in it."""
    pieces, kinds = shown(said(report_of(table_of((1, text), (2, "乙")))))
    assert ["标题", "No.", "Text", "1", text, "2", "乙"] == pieces
    assert kinds <= {"text"}


def test_a_line_break_in_a_cell():
    """A text of several lines stays in its row."""
    assert escaped("第一行\n第二行") == "第一行<br>第二行"
    lines = said(report_of(table_of((1, "甲\n乙")))).split("\n")
    assert lines[-2] == "| 1 | 甲<br>乙 |"


def test_a_table():
    """A head, a rule that puts numbers to the right, a row each."""
    expected = "## 标题\n\n### 表\n\n| No. | Text |\n| ---: | --- |\n| 1 | 甲 |\n| 2 | - |\n"
    assert expected == said(report_of(table_of((1, "甲"), (2, None), title="表")))


def test_facts():
    """Facts without a label or a value are left out."""
    facts = Facts(
        "f", (Fact("a", "Unit", "甲局"), Fact("b", "", "x", "machines"), Fact("c", "Note", None), Fact("d", "Next", ""))
    )
    assert said(report_of(facts)) == "## 标题\n\n- **Unit** 甲局\n"


@every("tongue", LANGUAGES)
@every("kind", sorted(reports("en")))
def test_every_table_is_one(tongue, kind):
    """Every table of every report is read as a table with all its rows."""
    report = reports(tongue)[kind]
    tokens = READER.parse(said(report))
    tables = [block for block in report.blocks if hasattr(block, "rows") and (block.rows or not block.title)]
    assert len(tables) == sum(token.type == "table_open" for token in tokens)
    rows = sum(len(table.rows) + 1 for table in tables)
    assert rows == sum(token.type == "tr_open" for token in tokens)
    assert {"html_block", "html_inline", "fence"} & {token.type for token in tokens} == set()


def test_due_has_25_rows():
    """No task is left off the list."""
    assert sum(line.startswith("| ") for line in said(reports("zh_CN")["due"]).split("\n")) == 25 + 2
