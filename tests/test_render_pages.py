"""What the terminal shows of the simulated store, in both languages and at every width."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from builders import reports
from offenders import every
from rich.cells import cell_len

from mstrack.i18n import LANGUAGES, gettext, speaking
from mstrack.render import FORMATS, Page
from mstrack.report import Table

KINDS = (
    "due",
    "list",
    "summary --by leader",
    "summary --by item",
    "summary --by light",
    "show 9",
    "show 19",
    "show 22",
)
ALL_WIDTHS = range(40, 161)
SOME_WIDTHS = sorted({*ALL_WIDTHS[::5], 79, 81, 99, 101, 139, 141})
NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?%?")
LEFT_OUT = "Left out at this width: {titles}. Widen the window, or use --format."
CLOSING = "，。、；：！？）》”%),.;:!?"
OPENING = "（《“(["

each_kind = every("kind", KINDS)
each_tongue = every("tongue", LANGUAGES)
each_width = pytest.mark.parametrize(
    "widths", [pytest.param(SOME_WIDTHS, id="some"), pytest.param(ALL_WIDTHS, id="all", marks=pytest.mark.slow)]
)


def page(report, tongue, width):
    """Return the lines of a report."""
    with speaking(tongue):
        return FORMATS["table"](report, Page(width)).decode().split("\n")[:-1]


def rules(lines):
    """Return the places of the lines below headings, and where each column starts and ends, in cells."""
    for i, line in enumerate(lines):
        if re.fullmatch(r"-{2,}(?: -+)*", line):
            yield i, [match.span() for match in re.finditer("-+", line)]


def cut(line, start, end):
    """Return what stands between two cells of a line."""
    found, at = "", 0
    for sign in line:
        found += sign if start <= at < end else ""
        at += cell_len(sign)
    return found.strip()


@each_width
@each_kind
@each_tongue
def test_no_line_is_wider_than_the_window(kind, tongue, widths):
    """Whatever the width, no line runs over it, and nothing is cropped."""
    for width in widths:
        lines = page(reports(tongue)[kind], tongue, width)
        assert [line for line in lines if cell_len(line) > width] == []
        assert "…" not in "".join(lines)


def left_out(table, below, tongue):
    """Return the columns that the lines below a table name as left out: the least important, as many as they name."""
    with speaking(tongue):
        before, after = _bare(gettext(LEFT_OUT)).split("{titles}")
        comma = _bare(gettext(", "))
    told = _bare("".join(below)).partition(before)[2].partition(after)[0]
    ranked = sorted((column for column in table.columns if column.keep), key=lambda column: column.keep)
    every = [ranked[:n] for n in range(len(ranked))]
    return next(some for some in every if told == comma.join(_bare(column.title) for column in some))


def as_shown(report, lines, tongue):
    """Return the tables of a report that have rows, each with what the page leaves out of it."""
    tables = [block for block in report.blocks if isinstance(block, Table) and block.rows]
    places = [place for place, _spans in rules(lines)]
    ends = [*places[1:], len(lines)]
    return [
        (table, left_out(table, lines[start:end], tongue))
        for table, start, end in zip(tables, places, ends, strict=True)
    ]


def _bare(text):
    return "".join(text.split())


def _without(block, missing):
    kept = [i for i, column in enumerate(block.columns) if column not in missing]
    rows = tuple(tuple(line[i] for i in kept) for line in block.rows)
    return block._replace(columns=tuple(block.columns[i] for i in kept), rows=rows)


@each_width
@each_kind
@each_tongue
def test_no_number_is_broken(kind, tongue, widths):
    """At every width the same numbers stand there as at none, but for the columns that are left out by name."""
    report = reports(tongue)[kind]
    for width in widths:
        lines = page(report, tongue, width)
        shown = {table.key: _without(table, missing) for table, missing in as_shown(report, lines, tongue)}
        blocks = tuple(shown.get(getattr(block, "key", ""), block) for block in report.blocks)
        whole = page(report._replace(blocks=blocks), tongue, None)
        assert Counter(NUMBER.findall("\n".join(whole))) == Counter(NUMBER.findall("\n".join(lines)))


@each_width
@each_kind
@each_tongue
def test_what_is_left_out_is_named(kind, tongue, widths):
    """A page shows every column that it does not name below the table as left out; the least important go first."""
    report = reports(tongue)[kind]
    for width in (*widths, None):
        lines = page(report, tongue, width)
        columns = [sum(bool(column.keep) for column in table.columns) for table, _ in as_shown(report, lines, tongue)]
        missing = [len(missing) for _table, missing in as_shown(report, lines, tongue)]
        assert columns == [len(spans) + n for (_place, spans), n in zip(rules(lines), missing, strict=True)]
        assert width or not any(missing)


@each_tongue
@every("width", [80, 81, 100, 120, None])
def test_80_columns_are_enough_for_due(tongue, width):
    """On the usual terminal `due` shows all its columns."""
    columns = [column for column in reports(tongue)["due"].blocks[0].columns if column.keep]
    lines = page(reports(tongue)["due"], tongue, width)
    assert [len(columns)] == [len(spans) for _place, spans in rules(lines)]
    assert [missing for _table, missing in as_shown(reports(tongue)["due"], lines, tongue)] == [[]]


@each_tongue
@pytest.mark.parametrize("kind", ["due", "list", "summary --by item"])
def test_on_a_pipe_nothing_is_wrapped(kind, tongue):
    """Without a width a row is a line, with every cell whole."""
    report = reports(tongue)[kind]
    lines = page(report, tongue, None)
    table = report.blocks[0]
    assert lines[0] == report.title
    shown = [block for block in report.blocks if not (isinstance(block, Table) and not block.rows)]
    assert len(table.rows) == len(lines) - 3 - (len(shown) - 1)
    place, spans = next(rules(lines))
    with speaking(tongue):
        titles = [column.title for column in table.columns if column.keep]
    assert titles == [cut(lines[place - 1], *span) for span in spans]
    assert [str(row[0].text if hasattr(row[0], "text") else row[0]) for row in table.rows] == [
        cut(line, *spans[0]) for line in lines[3 : 3 + len(table.rows)]
    ]


@each_width
@each_tongue
@pytest.mark.parametrize("kind", ["due", "list"])
def test_punctuation_stays_with_its_words(kind, tongue, widths):
    """In no cell does a line start with closing punctuation or end with opening punctuation."""
    for width in widths:
        lines = page(reports(tongue)[kind], tongue, width)
        place, spans = next(rules(lines))
        body = [line for line in lines[place + 1 :] if re.match(r" *[0-9]+ |    +\S", line)]
        for start, end in spans[1:]:
            column = [(line[:3].strip() == "", cut(line, start, end)) for line in body]
            assert [text for goes_on, text in column if goes_on and text[:1] and text[0] in CLOSING] == []
            assert [text for _goes_on, text in column if text[-1:] and text[-1] in OPENING] == []


@each_kind
@each_tongue
def test_a_chinese_windows_console_can_print_it(kind, tongue):
    """Every sign on a page is one of GBK."""
    for width in (40, 80, None):
        for line in page(reports(tongue)[kind], tongue, width):
            assert line == line.encode("gbk").decode("gbk")


@each_tongue
@pytest.mark.parametrize("kind", ["due", "summary --by leader", "show 19"])
def test_the_renderer_draws_with_ascii(kind, tongue):
    """What is drawn, and not written by anyone, is one cell wide on every console: no borders, no box characters."""
    lines = page(reports(tongue)[kind], tongue, 100)
    assert re.findall(r"[─-╿▀-▟■-◿]", "".join(lines)) == []
