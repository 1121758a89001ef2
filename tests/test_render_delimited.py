from __future__ import annotations

import csv
import io
from decimal import Decimal
from fractions import Fraction

import pytest
from builders import report_of, reports, table_of
from hypothesis import given
from hypothesis import strategies as st
from offenders import every

from mstrack.i18n import LANGUAGES
from mstrack.render import FORMATS, Page
from mstrack.report import Column, Fact, Facts, Percent, Table, Text, Word

KINDS = sorted(reports("en"))
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("=+-@\t\n\",';"), max_size=20)


def read(report):
    """Return the rows of a report's CSV, as a program reads them."""
    data = FORMATS["csv"](report, Page()).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(data, newline="")))


def tables(form, report):
    """Return the tables of a report: each a list of rows, each row a list of cells."""
    if form == "csv":
        lines = read(report)
    else:
        lines = [line.split("\t") if line else [] for line in FORMATS["tsv"](report, Page()).decode().split("\n")[:-1]]
    found = [[]]
    for line in lines:
        if line:
            found[-1].append(line)
        else:
            found.append([])
    return found


@every("kind", KINDS)
def test_csv_starts_with_a_bom(kind):
    """Excel opens it by double click: a byte order mark, CRLF."""
    data = FORMATS["csv"](reports("en")[kind], Page())
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\xef\xbb\xbf") == 1
    assert data.endswith(b"\r\n")


@every("kind", KINDS)
def test_tsv_has_none(kind):
    """Tools get plain UTF-8 and line feeds."""
    data = FORMATS["tsv"](reports("en")[kind], Page())
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data


@every("form", ["csv", "tsv"])
@every("tongue", LANGUAGES)
@every("kind", KINDS)
def test_rows_are_as_long_as_the_head(form, tongue, kind):
    """Within one table every row has one cell a column."""
    for table in tables(form, reports(tongue)[kind]):
        assert {len(table[0])} == {len(line) for line in table}


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_due(form):
    """A head of keys, and 25 rows."""
    table = tables(form, reports("zh_CN")["due"])[0]
    assert table[0][:5] == ["id", "title", "lead_unit", "leader", "deadline"]
    assert sorted(map(str, range(1, 26))) == sorted(line[0] for line in table[1:])


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_show(form):
    """One table after another, a blank line between: the facts, the indicators, the units, the entries."""
    heads = [table[0][0] for table in tables(form, reports("en")["show 19"])]
    assert heads == ["id", "name", "unit", "date"]


@every("start", ["=", "+", "-", "@", "\t", "\r", "=cmd|' /C calc'!A0", "@SUM(1+1)", "-2+3", "+86 750"])
def test_a_text_that_excel_would_run_is_defused(start):
    """A text that starts like a formula is led by an apostrophe, wherever it stands."""
    facts = Facts("facts", (Fact("note", "", start), Fact("list", "", (start, "乙"))))
    report = report_of(facts, table_of((1, start)))
    (_head, fact_cells), (_columns, row_cells) = tables("csv", report)
    assert [f"'{start}", f"'{start}; 乙", f"'{start}"] == [*fact_cells, row_cells[1]]


@every(
    ("cell", "expected"),
    [
        (-3, "-3"),
        (Decimal("-9.53"), "-9.53"),
        (Decimal("80.0"), "80"),
        (Percent(Fraction(-1, 10)), "-10"),
        (Percent(Fraction(98, 165)), "59.39"),
        (None, ""),
        ((), ""),
        (("甲", "乙"), "甲; 乙"),
        (Word("red", "红"), "red"),
        (Word(None, "-"), ""),
        ("甲=乙", "甲=乙"),
        (" =1+1", " =1+1"),
        (True, "true"),
        (False, "false"),
    ],
)
def test_cells(cell, expected):
    """Numbers stay numbers, negative ones too; codes stand for words, nothing for nothing; yes and no as in JSON."""
    table = Table("rows", (Column("id", "No."), Column("cell", "")), ((1, cell),))
    assert [expected, expected] == [tables(form, report_of(table))[0][1][1] for form in ("csv", "tsv")]


@given(texts)
def test_csv_keeps_every_text(text):
    """What was typed reads back, led by an apostrophe only where Excel would run it; no cell is live."""
    cell = read(report_of(table_of((1, text))))[1][1]
    assert cell in {text, f"'{text}"}
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(texts, texts)
def test_tsv_is_one_line_a_row(one, other):
    """Tabs and line breaks inside a text become spaces: two rows are two lines of two cells."""
    lines = FORMATS["tsv"](report_of(table_of((1, one), (2, other))), Page()).decode().split("\n")
    assert [len(line.split("\t")) for line in lines[:-1]] == [2, 2, 2]
    assert lines[-1] == ""


def test_paragraphs_are_left_out():
    """Sentences are for people."""
    for form in ("csv", "tsv"):
        assert b"sentence" not in FORMATS[form](report_of(Text("a sentence"), table_of((1, "甲"))), Page())


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_an_optional_table_without_rows(form):
    """A table that few plans have leaves no row of keys behind where it is empty; with rows it is there."""
    for rows, expected in (((), 1), (((1, "甲"),), 2)):
        report = report_of(table_of((1, "甲")), table_of(*rows)._replace(optional=True))
        data = FORMATS[form](report, Page()).decode("utf-8-sig")
        assert data.count("id") == expected
