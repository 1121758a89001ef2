from __future__ import annotations

import re
from fractions import Fraction

import pytest
from builders import report_of, reports, table_of
from hypothesis import given
from hypothesis import strategies as st
from offenders import every
from rich.cells import cell_len

from mstrack.i18n import speaking
from mstrack.render import FORMATS, Page
from mstrack.render.styles import STYLES
from mstrack.report import Bar, Column, Fact, Facts, Percent, Table, Text, Tone, Word, for_machines

ANSI = re.compile(r"\x1b\[[0-9;]*m")
printable = st.text(st.characters(exclude_categories=("Cs", "Cc", "Mn", "Me", "Zl", "Zp", "Cf")), max_size=40)


def lines_of(report, width=None, *, colour=False):
    """Return the lines of a page."""
    with speaking("en"):
        return FORMATS["table"](report, Page(width, colour)).decode().split("\n")[:-1]


def test_a_page():
    """A title, texts, facts with their labels aligned, tables below their titles: Chinese counts two cells."""
    facts = Facts(
        "f",
        (
            Fact("a", "Unit", "甲局"),
            Fact("b", "Next step", "筹款"),
            Fact("c", "", "x", "machines"),
            Fact("d", "N", None),
        ),
    )
    columns = (Column("n", "No.", 9, right=True), Column("a", "名称", 9), Column("b", "Percent", 9, right=True))
    rows = ((1, "公路", Percent(Fraction(1, 2))), (10, "农村公路桥梁", Percent(Fraction(1))), (100, None, None))
    page = lines_of(report_of(Text("一句话。"), facts, Table("t", columns, rows, "指标")))
    expected = [
        "标题",
        "一句话。",
        "Unit       甲局",
        "Next step  筹款",
        "",
        "指标",
        "No. 名称         Percent",
        "--- ------------ -------",
        "  1 公路          50.00%",
        " 10 农村公路桥梁 100.00%",
        "100 -                  -",
    ]
    assert expected == page


def test_cells_wrap_in_their_column():
    """A long text goes on below itself; the other cells of its row stand on its first line."""
    page = lines_of(report_of(table_of((1, "推进农村公路桥梁安全改造，完成10座。"), (2, "短"))), 20)
    assert page[1:] == [
        "No. Text",
        "--- ----------------",
        "  1 推进农村公路桥梁",
        "    安全改造，完成",
        "    10座。",
        "  2 短",
    ]


def test_a_table_without_rows():
    """Nothing is printed for it, not even its title."""
    assert lines_of(report_of(table_of(title="空"), Text("末"))) == ["标题", "末"]


def test_a_text_of_several_lines():
    """Line breaks of a note are kept, in a fact and in a cell."""
    facts = Facts("f", (Fact("note", "Note", "第一行\n第二行"),))
    page = lines_of(report_of(facts, table_of((1, "甲\n乙"))))
    assert page[1:] == ["Note  第一行", "      第二行", "No. Text", "--- ----", "  1 甲", "    乙"]


HOSTILE = [
    "[red]文字[/red]",
    "[/]",
    "[bold]",
    "[link=http://x]x[/link]",
    ":warning:",
    "{0}",
    "%s",
    "\\[red]",
    "<b>&amp;",
]


@every("text", HOSTILE)
@every("colour", [False, True])
def test_what_looks_like_markup_shows_as_text(text, colour):
    """In a title, a paragraph, a fact and a cell."""
    facts = Facts("f", (Fact("k", "Note", text),))
    page = lines_of(report_of(Text(text), facts, table_of((1, text)), title=text), colour=colour)
    plain = [ANSI.sub("", line) for line in page]
    assert [text, text, f"Note  {text}", f"  1 {text}"] == [*plain[:3], plain[5]]


@given(st.lists(st.tuples(st.integers(0, 10**6), printable), min_size=1, max_size=4), st.integers(20, 60))
def test_any_text_at_any_width(rows, width):
    """Whatever the cells hold, no line is wider than the page, and what is not left out is whole."""
    page = lines_of(report_of(table_of(*rows)), width)
    assert [line for line in page if cell_len(line) > width] == []
    if not any(line.startswith("Left out") for line in page):
        assert all("".join(text.split()) in "".join("".join(_column(page, 1)).split()) for _n, text in rows)


def _column(page, place):
    """Return the lines of a column, found by the rule below its heading."""
    rule = next(line for line in page if re.fullmatch(r"-+( -+)+", line))
    start = sum(len(dashes) + 1 for dashes in rule.split(" ")[:place])
    return [_from_cell(line, start) for line in page[page.index(rule) + 1 :]]


def _from_cell(line, start):
    for i in range(len(line)):
        if cell_len(line[:i]) >= start:
            return line[i:]
    return ""


def columns(*kept):
    """Return a table of short columns with these ranks."""
    heads = tuple(Column(f"c{n}", f"Column {n}", keep) for n, keep in enumerate(kept))
    return Table("t", heads, (tuple(f"{n}{n}{n}{n}{n}{n}{n}{n}" for n in range(len(kept))),))


@pytest.mark.parametrize(
    ("width", "left_out"),
    [
        (44, []),
        (43, ["Column 1"]),
        (35, ["Column 1"]),
        (34, ["Column 1", "Column 3"]),
        (8, [f"Column {n}" for n in (1, 3, 4, 0)]),
    ],
)
def test_a_narrow_page_drops_whole_columns(width, left_out):
    """The least important columns go first, are named, and nothing of the others is lost."""
    page = "\n".join(lines_of(report_of(columns(40, 10, 50, 20, 30)), width))
    told = re.sub(r"\s+", " ", page).partition("Left out at this width: ")[2].partition(".")[0]
    assert told == ", ".join(left_out)
    assert [str(n) * 8 in page for n in range(5)] == [f"Column {n}" not in left_out for n in range(5)]


def test_columns_for_machines_are_not_named_as_left_out():
    """A column that no page shows is not missing from one."""
    table = Table("t", (Column("a", "甲", 9), for_machines("b")), ((1, 2),))
    assert lines_of(report_of(table), 40)[1:] == ["甲", "--", "1"]


@every("width", [None, 40, 80, 120])
@every("kind", ["due", "list", "show 9", "show 19", "summary --by light"])
def test_colour_changes_no_text(kind, width):
    """Without its colours a page is the page without colours."""
    coloured = lines_of(reports("en")[kind], width, colour=True)
    assert any("\x1b" in line for line in coloured)
    assert lines_of(reports("en")[kind], width) == [ANSI.sub("", line) for line in coloured]


@pytest.mark.parametrize("kind", ["due", "show 19", "summary --by light"])
def test_colour_is_closed_on_its_line(kind):
    """Every colour begins before a text and ends after it, on the same line; blanks are never painted."""
    for line in lines_of(reports("en")[kind], 80, colour=True):
        assert "\x1b" not in re.sub(r"\x1b\[[0-9;]+m[^\x1b]*\S[^\x1b]*\x1b\[0m", "", line)


def test_no_colour_unless_asked_for():
    """A pipe gets none."""
    assert b"\x1b" not in FORMATS["table"](reports("en")["due"], Page(80))


@pytest.mark.parametrize("tone", [tone for tone in Tone if tone is not Tone.PLAIN])
def test_every_tone_has_a_look(tone):
    """A tone that is added without a style fails here; a plain text has none."""
    page = lines_of(report_of(table_of((1, Word("c", "文字", tone)))), colour=True)
    assert page[-1].startswith("  1 \x1b[")
    assert STYLES[tone].color is not None or STYLES[tone].bold or STYLES[tone].dim


def test_bars_stand_in_the_table():
    """A bar is ASCII, of one width, and its tick shows the expected pace."""
    table = Table("t", (Column("", "Progress", 9),), ((Bar(Fraction(1, 2), Fraction(3, 4)),), (None,)))
    assert lines_of(report_of(table))[3] == "########....|...."


def test_a_link_costs_no_column():
    """A link longer than its column goes on below itself; the column is not left out for it."""
    link = "https://www.example.gov.cn/" + "a-path/" * 10
    page = lines_of(report_of(table_of((1, f"见{link}，共165个"))), 60)
    assert [line for line in page if cell_len(line) > 60] == []
    assert f"见{link}，共165个" == "".join(line[4:] for line in page[3:])
