from __future__ import annotations

from builders import report_of, reports, table_of
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from offenders import every

from mstrack.i18n import LANGUAGES
from mstrack.render import FORMATS, Page
from mstrack.render.markdown import escaped
from mstrack.report import Fact, Facts, Text

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
"""Another's reading of Markdown (it comes with Rich): what it shows as text is text."""

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
]
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
    assert kinds <= {"text", "strong_open", "strong_close", "text_special"}


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
    expected = "## 标题\n\n### 表\n\n| No. | Text |\n| ---: | --- |\n| 1 | 甲 |\n| 2 | \\- |\n"
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
