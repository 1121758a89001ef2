from __future__ import annotations

import csv
import io
from decimal import Decimal
from fractions import Fraction

import odd_plan
import pytest
from builders import report_of, reports, table_of
from hypothesis import given
from hypothesis import strategies as st
from offenders import every

from mstrack.i18n import LANGUAGES, speaking
from mstrack.render import FORMATS, RENDERERS, WITH_KEYS, Page
from mstrack.report import Column, Fact, Facts, Figures, Percent, Table, Text, Word
from mstrack.views import tasks

KINDS = sorted(reports("en"))
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("=+-@\t\n\",';"), max_size=20)


def read(report, form="csv"):
    """Return the rows of a report's CSV, as a program reads them."""
    data = RENDERERS[form](report, Page()).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(data, newline="")))


def tables(form, report):
    """Return the tables of a report: each a list of rows, each row a list of cells."""
    if form != "tsv":
        lines = read(report, form)
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


@every("form", ["csv", WITH_KEYS, "tsv"])
@every("tongue", LANGUAGES)
@every("kind", KINDS)
def test_rows_are_as_long_as_the_head(form, tongue, kind):
    """Within one table every row has one cell a column."""
    for table in tables(form, reports(tongue)[kind]):
        assert {len(table[0])} == {len(line) for line in table}


@pytest.mark.parametrize("form", [WITH_KEYS, "tsv"])
def test_due(form):
    """A head of keys, and 25 rows."""
    table = tables(form, reports("zh_CN")["due"])[0]
    assert table[0][:5] == ["id", "title", "lead_unit", "leader", "deadline"]
    assert sorted(map(str, range(1, 26))) == sorted(line[0] for line in table[1:])


@pytest.mark.parametrize("form", [WITH_KEYS, "tsv"])
def test_show(form):
    """One table after another, a blank line between: the facts, the indicators, the units, the entries."""
    heads = [table[0][0] for table in tables(form, reports("en")["show 19"])]
    assert heads == ["id", "name", "unit", "date"]


LIVE = ["=", "+", "-", "@", "\t", "=cmd|' /C calc'!A0", "@SUM(1+1)", "-2+3", "+86 750"]
LIVE += ["\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20a"]  # the full-width signs


@every("form", ["csv", WITH_KEYS, "tsv"])
@every("start", LIVE)
def test_a_text_that_a_sheet_would_run_is_defused(form, start):
    """A text that starts like a formula is led by an apostrophe, wherever it stands."""
    facts = Facts("facts", (Fact("note", "Note", start), Fact("list", "List", (start, "乙"))))
    report = report_of(facts, table_of((1, start)))
    with speaking("en"):
        found = [cell for table in tables(form, report) for line in table[1:] for cell in line]
    held = start.replace("\t", " ") if form == "tsv" else start
    expected = [f"'{held}", f"'{held}{', ' if form == 'csv' else '; '}乙", f"'{held}"]
    assert expected == [cell for cell in found if cell.startswith("'")]


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
    assert [expected, expected] == [tables(form, report_of(table))[0][1][1] for form in (WITH_KEYS, "tsv")]


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


@pytest.mark.parametrize("form", [WITH_KEYS, "tsv"])
def test_an_optional_table_without_rows(form):
    """A table that few plans have leaves no row of keys behind where it is empty; with rows it is there."""
    for rows, expected in (((), 1), (((1, "甲"),), 2)):
        report = report_of(table_of((1, "甲")), table_of(*rows)._replace(optional=True))
        data = RENDERERS[form](report, Page()).decode("utf-8-sig")
        assert data.count("id") == expected


HEADINGS = {
    "en": "No.,Task,Lead unit,Leader,Deadline,Day,Days left,Light,Reason,Status,Progress,Expected progress,"
    "Points behind,Last report,Age (days)",
    "zh_CN": "序号,任务,牵头单位,分管市领导,完成时限,日期,剩余天数,亮灯,原因,报送状态,进度,应达进度,滞后百分点,"
    "最近报送,距今天数",
}


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_a_sheet_for_people(tongue):
    """Fifteen columns with headings in the language of the interface, words for codes, numbers as numbers."""
    with speaking(tongue):
        head, *lines = tables("csv", reports(tongue)["due"])[0]
    assert HEADINGS[tongue] == ",".join(head)
    red = next(line for line in lines if line[0] == "25")
    words = {"en": ["red", "overdue by 3 days", "in progress"], "zh_CN": ["红", "逾期3天", "推进中"]}
    assert red[5:] == ["2021-11-30", "-3", *words[tongue], "83.00%", "100.00%", "17", "2021-11-30", "3"]


def test_a_dropped_task_is_not_called_done():
    """Its light is its code to machines; people read what it is."""
    with speaking("en"):
        head, *lines = tables("csv", odd_plan.seen(tasks.listing))[0]
    assert [line[head.index("Light")] for line in lines] == ["yellow", "yellow", "yellow", "dropped"]


@every(
    ("cell", "expected"),
    [
        (-3, "-3"),
        (Percent(Fraction(-1, 10)), "-10.00%"),
        (Percent(Fraction(98, 165), mark="*"), "59.39%"),
        (None, ""),
        ((), ""),
        (("甲", "乙"), "甲, 乙"),
        (Word("red", "红"), "红"),
        (Word(None, "-"), ""),
        (True, "yes"),
        (Figures((("a", Decimal(1)),), "甲 1个"), "甲 1个"),
    ],
)
def test_cells_of_a_sheet(cell, expected):
    """What people read; an empty cell where there is nothing."""
    with speaking("en"):
        table = Table("rows", (Column("id", "No."), Column("cell", "Cell")), ((1, cell),))
        assert expected == tables("csv", report_of(table))[0][1][1]
