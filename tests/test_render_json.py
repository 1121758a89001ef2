from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction

from builders import report_of, reports, table_of
from hypothesis import given
from hypothesis import strategies as st
from offenders import every

from mstrack.render import FORMATS, Page
from mstrack.report import (
    SCHEMA_VERSION,
    Bar,
    Column,
    Fact,
    Facts,
    Figures,
    Percent,
    Table,
    Text,
    Tone,
    Word,
    for_people,
)

KINDS = sorted(reports("en"))


def parsed(report):
    """Return what the JSON of a report says."""
    return json.loads(FORMATS["json"](report, Page()))


@every("kind", KINDS)
def test_envelope(kind):
    """Every answer says which schema it follows, what it is, and for which day and revision it holds."""
    said = parsed(reports("en")[kind])
    assert list(said)[:5] == ["schema_version", "kind", "title", "as_of", "rev"]
    expected = [SCHEMA_VERSION, kind.split()[0], reports("en")[kind].title, "2021-12-03", None]
    assert expected == list(said.values())[:5]


def test_due():
    """All 25 tasks, with the keys that scripts rely on."""
    said = parsed(reports("en")["due"])
    promised = ["id", "title", "lead_unit", "leader", "deadline", "progress_percent", "due", "days_left", "light"]
    promised += ["cause", "reason", "status", "expected_percent", "lag_points", "slowest", "provisional", "report"]
    promised += ["report_date", "report_age_days", "late_days", "disputed", "deadline_was", "amendments"]
    promised += ["no", "leaders", "lead_units", "figures", "percent", "by_percent"]
    assert said["milestones"] == []
    assert [set(promised)] * 25 == [set(task) for task in said["tasks"]]
    assert (said["count"], said["due_on_last_day"], said["after"], said["before"]) == (25, 21, None, None)
    assert said["calendar_percent"] == 92.47


def test_list():
    """The table's own columns, the content too."""
    said = parsed(reports("en")["list"])
    assert [task["id"] for task in said["tasks"]] == list(range(1, 26))
    assert {"item", "partner_units", "content", "light"} <= set(said["tasks"][0])
    assert said["tasks"][5]["partner_units"] == ["市司法局", "市财政局", "市残联", "市审计局"]


def test_show():
    """A page is a mapping of its facts, and lists of indicators, units and entries."""
    said = parsed(reports("en")["show 19"])
    assert said["task"]["lead_unit"] == "市交通运输局"
    assert [one["target"] for one in said["indicators"]] == [10, 1, 9, 100]
    assert {"id", "kind", "target", "figure", "percent", "shares_reported", "shares_asked"} <= set(
        said["indicators"][0]
    )
    assert len(said["units"]) == 9
    assert {"date", "unit", "status", "figures", "id", "path", "corrected_by"} <= set(said["entries"][0])


def test_summary():
    """Counts are numbers, tasks are lists."""
    said = parsed(reports("en")["summary --by leader"])
    assert said["by"] == "leader"
    assert sum(group["tasks"] for group in said["groups"]) == said["count"] == 25
    assert sorted(number for group in said["groups"] for number in group["task_ids"]) == list(range(1, 26))
    counts = [sum(group[light] for light in ("done", "red", "grey", "yellow", "green")) for group in said["groups"]]
    assert [group["tasks"] for group in said["groups"]] == counts


@every(
    ("cell", "expected"),
    [
        (None, None),
        ("文字", "文字"),
        (3, 3),
        (True, True),
        (Decimal("75.20"), 75.2),
        (Decimal("80.0"), 80),
        (Decimal(123456789012345), 123456789012345),
        (dt.date(2021, 12, 3), "2021-12-03"),
        (Word("red", "红：逾期3天", Tone.BAD), "red"),
        (Word(None, "-"), None),
        (Percent(Fraction(98, 165)), 59.39),
        (Percent(Fraction(27_779, 27_780)), 99.99),
        (Bar(Fraction(1, 2), None), 50),
        (("甲", "乙"), ["甲", "乙"]),
        (Figures((("coverage", Decimal("15.5")), ("villages", Decimal("98.0")))), {"coverage": 15.5, "villages": 98}),
        (Figures(()), {}),
        ((), []),
    ],
)
def test_values(cell, expected):
    """Machines get codes for words, ISO days, numbers for numbers, null for nothing."""
    table = Table("rows", (Column("cell", "Cell"),), ((cell,),))
    report = report_of(table, Facts("facts", (Fact("cell", "", cell),)), envelope=(("cell", cell),))
    said = parsed(report)
    found = [said["cell"], said["rows"][0]["cell"], said["facts"]["cell"]]
    assert [expected] * 3 == found
    assert [type(expected)] * 3 == [type(one) for one in found]


@every(
    ("number", "written"),
    [
        ("98", "98"),
        ("15.5", "15.5"),
        ("75.20", "75.2"),
        ("0.00001", "0.00001"),
        ("-0.3", "-0.3"),
        ("1E+3", "1000"),
        ("99999999999999.9", "99999999999999.9"),
        ("1000000000000000.5", "1000000000000000.5"),
    ],
)
def test_a_number_is_written_digit_by_digit(number, written):
    """No exponent, no tail of a float, no quotes."""
    figures = Figures((("a", Decimal(number)),))
    assert f'"a": {written}\n' in FORMATS["json"](report_of(envelope=(("figures", figures),)), Page()).decode()


def test_a_key_with_a_point():
    """It stands in an object of its own, where the word it is called by is the same on either side."""
    table = Table(
        "rows", (Column("was.light", ""), Column("was.reason", ""), Column("light", "")), (("red", "b", "c"),)
    )
    assert parsed(report_of(table))["rows"] == [{"was": {"light": "red", "reason": "b"}, "light": "c"}]


@every("character", ["\x1b", "\x9b", "\u202e", "\u2066", "\u2028", "\x7f"])
def test_a_character_that_steers_or_moves_is_escaped(character):
    """JSON has escapes: the text is whole to who parses it, and harmless to who looks at it."""
    report = report_of(table_of((1, f"甲{character}乙")))
    assert character not in FORMATS["json"](report, Page()).decode()
    assert parsed(report)["rows"][0]["text"] == f"甲{character}乙"


def test_what_is_for_people_only_is_left_out():
    """Columns and facts for people only, and paragraphs, are not for machines."""
    table = Table("rows", (for_people("Left", 5), Column("id", "No.")), (("7d", 1),))
    facts = Facts("facts", (Fact("", "Deadline", "12月10日 (…)", "people"), Fact("due", "", "2021-12-10")))
    said = parsed(report_of(table, facts, Text("a sentence")))
    assert (said["rows"], said["facts"]) == ([{"id": 1}], {"due": "2021-12-10"})
    assert "sentence" not in json.dumps(said)


def test_revision():
    """The answer names the revision that it was read from."""
    assert parsed(report_of(rev="abc123"))["rev"] == "abc123"


def test_chinese_is_readable():
    """Chinese stands there as Chinese, one value a line."""
    text = FORMATS["json"](report_of(table_of((1, "公路"))), Page()).decode()
    assert '\n      "text": "公路"\n' in text


@given(st.text())
def test_any_text_comes_through(text):
    """Whatever somebody typed reads back as it was."""
    if text.encode("utf-8", "replace").decode() == text:
        assert text == parsed(report_of(table_of((1, text))))["rows"][0]["text"]
