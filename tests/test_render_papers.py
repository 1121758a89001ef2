"""Headings and paragraphs of official papers in the renderers that are not made for them: told to people, in order."""

import json

from builders import report_of, table_of
from markdown_it import MarkdownIt
from offenders import every
from publishing import HOSTILE

from mstrack.render import FORMATS, Page
from mstrack.report import Heading, Prose, Tone, Word

READER = MarkdownIt("commonmark").enable("table")
PAPER = report_of(
    Prose(("督查通报",), "banner"),
    Prose(("第9期",), "number"),
    Prose(("（截至2021年12月3日）",), "subtitle"),
    Heading("一、总体情况"),
    Heading("（一）逾期1项", 2),
    Prose((Word(None, "1.修路（任务1）", Tone.STRONG), "。完成98个", Word(None, "〔7f3a9c2k〕", Tone.MUTE), "。")),
    table_of((1, "甲")),
    Prose(("×××督查室\n2021年12月3日",), "signature"),
    Prose(("附件表",), "title"),
    title="通报",
)


def said(form, report=PAPER):
    return FORMATS[form](report, Page()).decode()


def test_markdown():
    """The banner above the title, headings below it, what a paragraph speaks of bold, sources as they are."""
    assert said("md").split("\n\n") == [
        "督查通报",
        "第9期",
        "## 通报",
        "（截至2021年12月3日）",
        "### 一、总体情况",
        "#### （一）逾期1项",
        "**1.修路（任务1）**。完成98个〔7f3a9c2k〕。",
        "| No. | Text |\n| ---: | --- |\n| 1 | 甲 |",
        "×××督查室  \n2021年12月3日",
        "## 附件表\n",
    ]


def test_markdown_is_read_as_it_is_meant():
    """By another's reader: bold is bold also beside Chinese punctuation, and a line break is one."""
    tokens = READER.parse(said("md"))
    kinds = [child.type for token in tokens for child in token.children or ()]
    assert kinds.count("strong_open") == kinds.count("hardbreak") == 1
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h2", "h3", "h4", "h2"]


@every("text", [HOSTILE, "1. 甲", "12.", "- 甲", "# 甲", "+ 甲", "> 甲", "=", "***", "1.5", "| 甲 |"])
@every("block", [Heading, lambda text: Prose((text,)), lambda text: Prose((Word(None, text),))])
def test_a_text_is_a_text_in_markdown(text, block):
    """What somebody typed is neither list, heading, rule nor link."""
    tokens = READER.parse(said("md", report_of(block(text))))
    assert {token.type for token in tokens} <= {
        *("heading_open", "heading_close", "inline", "paragraph_open", "paragraph_close"),
    }
    (_title, told) = [token for token in tokens if token.type == "inline"]
    assert "".join(child.content for child in told.children) == text


def test_terminal():
    lines = said("table").split("\n")
    assert lines[:7] == [
        "通报",
        "督查通报",
        "第9期",
        "（截至2021年12月3日）",
        "一、总体情况",
        "（一）逾期1项",
        lines[6],
    ]
    assert lines[6] == "1.修路（任务1）。完成98个〔7f3a9c2k〕。"
    assert "×××督查室" in lines


def test_machines_are_told_nothing_of_them():
    """JSON, CSV and TSV have the tables, as ever."""
    assert set(json.loads(said("json"))) == {"schema_version", "kind", "title", "as_of", "rev", "rows"}
    assert said("tsv") == "id\ttext\n1\t甲\n"
    assert said("csv") == "\ufeffNo.,Text\r\n1,甲\r\n"
