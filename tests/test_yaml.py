"""Strict YAML: what a plain scalar is, what is refused and where, where every node stands, how a file is written."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from offenders import every

from mstrack.format import yaml
from mstrack.format.yaml import BlockText, Inline


def parsed(text):
    document = yaml.parse(text.encode())
    assert document.flaws == ()
    return document.value


def refused(text):
    return [flaw[:3] for flaw in yaml.parse(text.encode()).flaws]


@every(
    ("text", "expected"),
    [
        ("no: 1", {"no": 1}),
        ("yes: on", {"yes": "on"}),
        ("true: 1", {"true": 1}),
        ("12:30: a", {"12:30": "a"}),
        ("1: a", {"1": "a"}),
        ("a: 12:30", {"a": "12:30"}),
        ("a: 010", {"a": "010"}),
        ("a: 0o10", {"a": "0o10"}),
        ("a: 0x10", {"a": "0x10"}),
        ("a: 1_000", {"a": "1_000"}),
        ("a: 1,000", {"a": "1,000"}),
        ("a: +1", {"a": "+1"}),
        ("a: 1e3", {"a": "1e3"}),
        ("a: .5", {"a": ".5"}),
        ("a: 5.", {"a": "5."}),
        ("a: .inf", {"a": ".inf"}),
        ("a: .NaN", {"a": ".NaN"}),
        ("a: 2025-13-10", {"a": "2025-13-10"}),
        ("a: 2021-09-30", {"a": "2021-09-30"}),
        ("a: 2021-10-08T09:31:07+08:00", {"a": "2021-10-08T09:31:07+08:00"}),
        ("a: =", {"a": "="}),
        ("a: １８", {"a": "１８"}),  # noqa: RUF001  full-width digits are what this is about
        ("a: yes", {"a": "yes"}),
        ("a: off", {"a": "off"}),
        ("a: 18", {"a": 18}),
        ("a: -3", {"a": -3}),
        ("a: 0", {"a": 0}),
        ("a: 75.2", {"a": 75.2}),
        ("a: 1.10", {"a": 1.1}),
        ("a: true", {"a": True}),
        ("a: False", {"a": False}),
        ("a: null", {"a": None}),
        ("a: ~", {"a": None}),
        ("a:", {"a": None}),
        ('a: "18"', {"a": "18"}),
        ("a: '0'", {"a": "0"}),
        ('a: ""', {"a": ""}),
        ('a: "null"', {"a": "null"}),
        ("a: 第1项 #3 完成", {"a": "第1项"}),
        ("a: 第1项#3", {"a": "第1项#3"}),
        ("a: |\n  第1项 #3 完成\n  乙\n", {"a": "第1项 #3 完成\n乙\n"}),
        ("a: >\n  甲\n  乙\n", {"a": "甲 乙\n"}),
        ("? a\n: b", {"a": "b"}),
        ("a: [b, {c: 1}]", {"a": ["b", {"c": 1}]}),
        ("---\na: b\n...\n", {"a": "b"}),
        ("# nothing", None),
        ("", None),
    ],
)
def test_yaml_types_nothing_behind_the_users_back(text, expected):
    """Keys are texts; only null, true/false, whole numbers and decimals in their plain form are more than text."""
    value = parsed(text)
    assert expected == value
    assert repr(expected) == repr(value)


@pytest.mark.parametrize(
    "digits", ["1.10", "0.1", "27780", "123456789.012345", "999999999999999", "0.30", "0.000000000001"]
)
def test_decimals_are_exact(digits):
    """Up to 15 digits the number read is the number written: 1.10 is 1.1, 0.1 is 0.1."""
    assert Decimal(digits) == Decimal(repr(parsed(f"a: {digits}")["a"]))


@every(
    ("text", "flaws"),
    [
        ("task: 18\ntask: 19\n", [(2, 1, "duplicate-key")]),
        ("甲: {乙: 1, 丙: 2, 乙: 3}", [(1, 17, "duplicate-key")]),
        ('a: 1\n"a": 2', [(2, 1, "duplicate-key")]),
        ("a: *b", [(1, 4, "alias")]),
        ("a: &b c", [(1, 4, "anchor")]),
        ("a: &b [c, *b]", [(1, 4, "anchor"), (1, 11, "alias")]),
        ("市: !!str 18", [(1, 4, "tag")]),
        ("a: !!python/object/apply:os.system [echo]", [(1, 4, "tag")]),
        ("a: !x {}", [(1, 4, "tag")]),
        ("! a: b", [(1, 1, "tag")]),
        ("a:\n  <<: {b: c}", [(2, 3, "merge-key")]),
        ("a: b\n---\nc: d", [(2, 1, "document")]),
        ("a: b\n...\n---\nc: d", [(3, 1, "document")]),
        ("%YAML 1.1\n---\na: b", [(1, 1, "directive")]),
        ("%TAG ! tag:x,2000:\n---\na: b", [(1, 1, "directive")]),
        ("a: [[[[[[[[[[1]]]]]]]]]]", [(1, 13, "depth")]),
        ("? [a, b]\n: c", [(1, 3, "key")]),
        ("? {a: b}\n: c\nd: {e: f}", [(1, 3, "key")]),
        ("a：b: c", [(1, 1, "full-width")]),
        ("\u3000a: b", [(1, 1, "indent")]),
        ("task： 18\ndate: 2021-09-30", [(1, 5, "full-width")]),
        ("a: 1234567890123456", [(1, 4, "digits")]),
        ("a: 0.1234567890123456", [(1, 4, "digits")]),
        ("a: 0.0000000000001", [(1, 4, "digits")]),
        ("a: 75.1234567890123", [(1, 4, "digits")]),
        ("a: 0." + "0" * 400 + "1", [(1, 4, "digits")]),
        ("a: 1" + "0" * 5000, [(1, 4, "digits")]),
        ('甲: "\\x1b[31m"', [(1, 4, "character")]),
        ('a: "\\u202e"', [(1, 4, "character")]),
        ('a: "\\u2028b"', [(1, 4, "character")]),
        ('a: "\\N"', [(1, 4, "character")]),
        ('a: "\\t"', [(1, 4, "character")]),
        ('a: "\\u2F64"', [(1, 4, "character")]),
        ('a: "e\\u0301"', [(1, 4, "character")]),
        ('"\\x07": a', [(1, 1, "character")]),
        ('a: "\\ud800"', [(1, 7, "syntax")]),
        ('a: "\\q"', [(1, 5, "syntax")]),
        ("a: @b", [(1, 4, "syntax")]),
        ("a: b: c", [(1, 5, "syntax")]),
        ("a: b\n c: d", [(2, 3, "syntax")]),
        ("a: [b", [(2, 1, "syntax")]),
        ("a:\tb", [(1, 3, "character")]),
    ],
)
def test_what_is_refused_and_where(text, flaws):
    """Whatever YAML can do beyond plain data has a line, a column and a rule; no parser error gets out."""
    assert flaws == refused(text)


def test_no_flaw_hides_another_of_the_same_kind():
    """All of a file at once."""
    assert refused("a: &b c\nd: *b\na: !x e\n<<: f\n") == [
        (1, 4, "anchor"),
        (2, 4, "alias"),
        (3, 1, "duplicate-key"),
        (3, 4, "tag"),
        (4, 1, "merge-key"),
    ]


def test_a_duplicate_key_names_the_line_of_the_first():
    [flaw] = yaml.parse(b"task: 18\nunit: a\ntask: 19\n").flaws
    assert "task stands here a second time (first on line 1)" in flaw.sentence


def test_every_node_has_its_place():
    """Line and column count characters, not bytes: they are right after Chinese text, too."""
    text = "单位:\n  - {名: 甲, 码: jia}\n  - 乙\n"
    assert yaml.parse(text.encode()).places == {
        (): (1, 1),
        ("单位",): (2, 3),
        ("单位", 0): (2, 5),
        ("单位", 0, "名"): (2, 9),
        ("单位", 0, "码"): (2, 15),
        ("单位", 1): (3, 5),
    }


def test_the_canonical_form():
    """Keys in the given order, Chinese as it is, free text as a literal block, a mapping and a list on their line."""
    document = {
        "task": 18,
        "date": dt.date(2021, 9, 30),
        "unit": "市城市管理综合执法局",
        "figures": Inline({"new-villages": Decimal(98), "coverage": Decimal("75.20")}),
        "note": BlockText("第1项 #3 完成：\n  乙"),
        "reporter": "张三 #3",
        "recorded": dt.datetime(2021, 10, 8, 9, 31, 7, tzinfo=dt.timezone(dt.timedelta(hours=8))),
        "corrects": ("7f3a9c2k", "00000000"),
    }
    expected = """\
task: 18
date: 2021-09-30
unit: 市城市管理综合执法局
figures: {new-villages: 98, coverage: 75.2}
note: |
  第1项 #3 完成：
    乙
reporter: '张三 #3'
recorded: 2021-10-08T09:31:07+08:00
corrects: [7f3a9c2k, '00000000']
"""
    assert expected == yaml.write(document)


@pytest.mark.parametrize("long", ["甲" * 5000, "a b " * 2000 + "c"])
def test_a_long_line_is_not_folded(long):
    """A fold in the diff would look like an edit."""
    assert yaml.write({"note": BlockText(long)}).split("\n")[1:] == [f"  {long}", ""]
