"""Bytes → canonical JSON or every problem, each trap of YAML and Pydantic by its name, in both languages."""

from __future__ import annotations

import inspect
import os
import re
import subprocess
import sys
from decimal import Decimal

import pytest
from offenders import every

from mstrack import i18n
from mstrack.errors import Unreadable
from mstrack.format import fields, validate

ENTRY = """\
task: 18
date: 2021-09-30
unit: 市城市管理综合执法局
status: in-progress
figures: {new-villages: 98, coverage: 75.2}
note: |
  已完成98个自然村。
reporter: 张三
recorded: 2021-10-08T09:31:07+08:00
"""
STATUS, TASK, FIGURE, REPORTER = "status: in-progress", "task: 18", "98,", "reporter: 张三"


def trap(name, old, new, place, rule, said=""):
    return pytest.param(old, new, f"18.yaml:{place}: error: ", rule, said, id=name)


TRAPS = [
    trap("no as a key", TASK, f"no: 1\n{TASK}", "1:1", "unknown-key", "there is no key no"),
    trap("a misspelt key", STATUS, "Status: done", "4:1", "unknown-key", "did you mean status?"),
    trap("an unknown key over a block", STATUS, "zzz:\n  a: b", "4:1", "unknown-key"),
    trap("12:30 as a number", FIGURE, "12:30,", "5:25", "number", "not 12:30"),
    trap("010 as a number", FIGURE, "010,", "5:25", "number", "type 10 "),
    trap("1_000 as a number", FIGURE, "1_000,", "5:25", "number"),
    trap("1e3 as a number", FIGURE, "1e3,", "5:25", "number"),
    trap("NaN as a number", FIGURE, ".nan,", "5:25", "number"),
    trap(".inf as a number", FIGURE, ".inf,", "5:25", "number"),
    trap("a number with 400 zeros and a point", FIGURE, "1" + "0" * 400 + ".5,", "5:25", "digits"),
    trap("a number with 5000 zeros", FIGURE, "1" + "0" * 5000 + ",", "5:25", "digits"),
    trap("a task with 5000 zeros", TASK, "task: 1" + "0" * 5000, "1:7", "digits"),
    trap("text for a number", FIGURE, '"98",', "5:25", "number", "type 98 "),
    trap("text for a decimal", FIGURE, '"0.5",', "5:25", "number", "type 0.5 "),
    trap("full-width digits in a figure", FIGURE, "\uff19\uff18,", "5:25", "number", "type 98 with half-width digits"),
    trap("full-width digits in a task", TASK, "task: \uff11\uff18", "1:7", "type", "type 18 with half-width digits"),
    trap("'3' for 3", TASK, 'task: "3"', "1:7", "type", "a whole number is expected here"),
    trap("true for 1", TASK, "task: true", "1:7", "type", "not true"),
    trap("18.0 for 18", TASK, "task: 18.0", "1:7", "type"),
    trap("a task of four digits", TASK, "task: 1000", "1:7", "range", "the most is 999"),
    trap("a negative percent", STATUS, f"{STATUS}\npercent: -1", "5:10", "range", "-1 is negative"),
    trap("a percent above 100", STATUS, f"{STATUS}\npercent: 100.5", "5:10", "range", "the most is 100"),
    trap("a percent with its sign", STATUS, f"{STATUS}\npercent: 57%", "5:10", "number", "not 57%"),
    trap("a stage that is no id", STATUS, f"{STATUS}\nreached: [动工]", "5:11", "form", "动工 is no id"),
    trap("a stage that is no list", STATUS, f"{STATUS}\nreached: started", "5:10", "type", "a list is expected"),
    trap("a stage that is a number", STATUS, f"{STATUS}\nreached: [1]", "5:11", "type", "put it in quotes"),
    trap("a confirmed figure", STATUS, f"{STATUS}\nconfirmed: [a b]", "5:13", "form", "a b is no id"),
    trap("what is confirmed in no list", STATUS, f"{STATUS}\nconfirmed: true", "5:12", "type", "not true"),
    trap("confirmed as a mapping", STATUS, f"{STATUS}\nconfirmed: {{a: 1}}", "5:12", "type", "a mapping"),
    trap("a blank reason", REPORTER, f"reason: ' '\n{REPORTER}", "8:9", "form", "this text is blank"),
    trap("a reason in numbers", REPORTER, f"reason: 3\n{REPORTER}", "8:9", "type", "put it in quotes"),
    trap("a reason in a list", REPORTER, f"reason: [单位写错]\n{REPORTER}", "8:9", "type", "a list"),
    trap("a task 0", TASK, "task: 0", "1:7", "range", "the least is 1"),
    trap("a duplicate key", TASK, f"{TASK}\n{TASK}", "2:1", "duplicate-key", "first on line 1"),
    trap("a day that does not exist", "2021-09-30", "2025-13-10", "2:7", "day", "no such day as 2025-13-10"),
    trap("1765324800 as a day", "2021-09-30", "1765324800", "2:7", "day", "a day is expected here"),
    trap("a quoted 1765324800 as a day", "2021-09-30", "'1765324800'", "2:7", "day"),
    trap("a day with slashes", "2021-09-30", "2021/9/30", "2:7", "day"),
    trap("a moment without a zone", "+08:00", "", "9:11", "moment", "a moment is expected here"),
    trap("a moment that does not exist", "T09", "T25", "9:11", "moment", "no such moment"),
    trap("an alias", STATUS, "status: *done", "4:9", "alias"),
    trap("an anchor", STATUS, "status: &a done", "4:9", "anchor"),
    trap("a tag", STATUS, "status: !!str done", "4:9", "tag"),
    trap("a merge key", STATUS, "<<: {status: done}", "4:1", "merge-key"),
    trap("a quoted merge key", STATUS, '"<<": done', "4:1", "unknown-key"),
    trap("a second document", STATUS, "---\nstatus: done", "4:1", "document"),
    trap("a directive", TASK, f"%YAML 1.1\n---\n{TASK}", "1:1", "directive"),
    trap("a full-width colon", TASK, "task\uff1a 18", "1:5", "full-width", "half-width :"),
    trap("a full-width colon without a space", STATUS, "status\uff1adone", "4:7", "full-width", "half-width :"),
    trap("no space after a colon", STATUS, "status:done", "4:7", "colon"),
    trap("a tab", STATUS, "\tstatus: done", "4:1", "character", "a tab (U+0009); use spaces"),
    trap("a full-width space as an indent", STATUS, "\u3000status: done", "4:1", "indent"),
    trap("a BOM", TASK, f"\ufeff{TASK}", "1:1", "bom"),
    trap("line breaks of Windows", "\n", "\r\n", "1:9", "line-ending"),
    trap("U+2028 hides a key", "task: 18\n", "task: 18 # ok\u2028status: done\n", "1:14", "character", "U+2028"),
    trap("NEL hides a key", "task: 18\n", "task: 18 # ok\x85status: done\n", "1:14", "character", "U+0085"),
    trap("an escaped ESC", REPORTER, 'reporter: "\\x1b[31m"', "8:11", "character", "U+001B"),
    trap("an escaped bidi control", REPORTER, 'reporter: "\\u202e"', "8:11", "character", "U+202E"),
    trap("a surrogate escape", REPORTER, 'reporter: "\\ud800"', "8:14", "syntax"),
    trap("a Kangxi radical", REPORTER, "reporter: 采\u2f64", "8:12", "character", "type the ordinary 用"),
    trap("not NFC", REPORTER, "reporter: e\u0301", "8:11", "nfc"),
    trap("not NFC by an escape", REPORTER, 'reporter: "e\\u0301"', "8:11", "character"),
    trap("a nested depth of 11", STATUS, "status: [[[[[[[[[[11]]]]]]]]]]", "4:18", "depth"),
    trap("a status in words", STATUS, "status: 进行中", "4:9", "choice", "not-started, in-progress, blocked, done"),
    trap("an empty reporter", REPORTER, "reporter:", "8:10", "type", "not nothing"),
    trap("a number as a reporter", REPORTER, "reporter: 3", "8:11", "type", "put it in quotes"),
    trap("a reporter on two lines", REPORTER, 'reporter: "a\\nb"', "8:11", "form", "a text on one line"),
    trap("an endless reporter", REPORTER, f"reporter: {'a' * 201}", "8:11", "length", "at most 200"),
    trap("a blank note", "note: |\n  已完成98个自然村。", "note: ' '", "6:7", "form", "this text is blank"),
    trap("an id of figures", "new-villages", "New_Villages", "5:11", "form", "New_Villages is no id"),
    trap("figures as a list", "{new-villages: 98, coverage: 75.2}", "[98]", "5:10", "type", "not a list"),
    trap("an id that corrects nothing", REPORTER, f"{REPORTER}\ncorrects: ABC", "9:11", "form", "no entry's id"),
    trap("corrects a number", REPORTER, f"{REPORTER}\ncorrects: 12345678", "9:11", "type"),
    trap("a missing key", f"{REPORTER}\n", "", "1:1", "missing-key", "reporter is missing"),
    trap("an open quote", REPORTER, 'reporter: "a', "8:11", "syntax", "a quote is opened and never closed"),
    trap("an open bracket", REPORTER, "reporter: [a", "9:9", "syntax", "a bracket or a comma is missing"),
]


def problems(text, kind="entry", path="18.yaml"):
    data = text if isinstance(text, bytes) else text.encode()
    return [str(problem) for problem in validate.check(kind, path, data)[1]]


@every(("old", "new", "place", "rule", "said"), TRAPS)
def test_each_trap_is_refused_at_its_place(old, new, place, rule, said):
    """path:line:col: error: sentence [rule], in the form that editors jump to."""
    assert old in ENTRY
    [problem] = problems(ENTRY.replace(old, new))
    assert problem.startswith(place)
    assert problem.endswith(f" [{rule}]")
    assert said in problem


LATIN = re.compile(r"U\+[0-9A-F]{4,}|[A-Za-z][A-Za-z0-9_-]+")
NAMES = set("UTF-8 UTF-16 GBK BOM LF NFC Unicode Windows YAML PDF NUL Tab new-villages T09".split())  # noqa: SIM905
KEYS = {"task", "note", "next", "status", "reporter", "not-started", "in-progress", "blocked", "done", "true"}


@every(("old", "new", "place", "rule", "said"), TRAPS)
def test_each_trap_is_told_in_chinese(old, new, place, rule, said):
    """The same place and rule, and no English but keys, names of formats, and what the user wrote."""
    with i18n.speaking("zh_CN"):
        [problem] = problems(ENTRY.replace(old, new))
    assert problem.startswith(place)
    assert problem.endswith(f" [{rule}]")
    sentence = problem.removeprefix(place).removesuffix(f" [{rule}]")
    foreign = {word for word in LATIN.findall(sentence) if word not in new and not word.startswith("U+")}
    assert foreign - NAMES - KEYS == set()
    assert re.search("[\u4e00-\u9fff]", sentence), said


@pytest.mark.parametrize(
    ("data", "place", "rule"),
    [
        (ENTRY.encode("gbk"), "3:7", "encoding"),
        (ENTRY.encode("utf-16"), "1:1", "encoding"),
        (b"", "1:1", "type"),
        (b"# nothing\n", "1:1", "type"),
        (b"- a", "1:1", "type"),
        (b"a", "1:1", "type"),
        (b"\x00" * 100, "1:1", "character"),
    ],
)
def test_what_is_no_entry_at_all(data, place, rule):
    """GBK, UTF-16, nothing, a list, a word, zeros after a crash: refused in words, at a place."""
    first = problems(data)[0]
    assert first.startswith(f"18.yaml:{place}: error: ")
    assert first.endswith(f" [{rule}]")


def test_1_10_is_1_1_exactly():
    """Figures become exact decimals: no 1.100000000000000088817841970012523."""
    entry, found = validate.check("entry", "18.yaml", ENTRY.replace("98,", "1.10,").encode())
    assert (found, entry.figures) == ([], {"new-villages": Decimal("1.1"), "coverage": Decimal("75.2")})


def test_all_problems_of_a_file_at_once():
    text = ENTRY.replace(TASK, "task: '18'").replace("2021-09-30", "2021-09-31").replace(FIGURE, "'1',")
    assert [problem.split(" ")[0] for problem in problems(text)] == ["18.yaml:1:7:", "18.yaml:2:7:", "18.yaml:5:25:"]


@pytest.mark.parametrize("line", ["key{i}: 1", "key{i}: &a 1", "task: {i}"])
def test_at_most_50_problems_a_file(line):
    """A file with more is broken in one way, not in fifty; another file's problems are not hidden by it."""
    text = ENTRY + "\n".join(line.format(i=i) for i in range(200))
    found = validate.check("entry", "a.yaml", text.encode())[1]
    other = validate.check("entry", "b.yaml", b"a")[1]
    told = Unreadable([*found, *other]).problems
    assert [sum(one.path == path for one in told) for path in ("a.yaml", "b.yaml")] == [51, 1]
    assert told[50].sentence == "… and 150 more problems in this file"
    assert Unreadable([*told, *told[:9]]).problems == told


def test_missing_keys_of_an_item_of_a_list_stand_where_it_starts(plan_text):
    """
    items:
      - title: …
        tasks:
          - id: 1        # a task without a lead unit
    """  # noqa: D205, D212, D400, D415  the docstring is the YAML
    text = plan_text.replace("        lead_unit: 市卫生健康局\n", "", 1)
    line = text[: text.index("      - id: 1\n")].count("\n") + 1
    [problem] = problems(text, "plan", "tasks.yaml")
    assert problem == f"tasks.yaml:{line}:9: error: the key lead_unit is missing; add it [missing-key]"


def test_a_list_whose_members_are_wrong_is_not_called_too_short():
    """Pydantic leaves a wrong member out, and finds too few; the user has written one, and hears what is wrong."""
    text = "title: 甲\nsource: 乙\nyear: 2021\ncounts: {items: 1, tasks: 1}\nleaders: []\nunits: []\nitems:\n"
    told = problems(f"{text}  - {{title: 丙, tasks: [{{}}]}}\n", "plan")
    assert [problem.split(" ")[0] for problem in told] == ["18.yaml:8:24:"] * 3
    assert ["[missing-key]" in problem for problem in told] == [True] * 3
    assert ["[length]" in problem for problem in problems(f"{text}  []\n", "plan")] == [True]


def test_a_key_that_is_right_elsewhere_is_not_offered_for_itself():
    assert "there is no key date; delete it" in problems("date: 2021-01-01\n", "plan")[0]


SIMPLE = {"type", "metadata", "ref"}
FAULTS = {  # what Pydantic's core can complain about in strict JSON mode, by the type of schema and its bounds
    "dataclass-args": {"missing", "unexpected_keyword_argument", "dataclass_type"},
    "str": {"string_type"},
    "int": {"int_type", "int_parsing_size", "int_from_float"},
    "bool": {"bool_type"},
    "dict": {"dict_type"},
    "tuple": {"tuple_type"},
    "literal": {"literal_error"},
    "decimal": {"finite_number"},
    "ge": {"greater_than_equal"},
    "gt": {"greater_than"},
    "le": {"less_than_equal"},
    "pattern": {"string_pattern_mismatch"},
}
LENGTHS = {"str": ("string_too_short", "string_too_long"), "tuple": ("too_short", "too_long")}
SILENT = {"dataclass", "dataclass-field", "default", "nullable", "definition-ref", "definitions", "no-info", "date"}
SILENT |= {"datetime", "function-before", "function-after"}  # their faults are the ValueErrors of format.fields


def nodes(core):
    if isinstance(core, dict):
        if isinstance(core.get("type"), str):
            yield core
        for name, value in core.items():
            if name not in SIMPLE:
                yield from nodes(value)
    elif isinstance(core, (list, tuple)):
        for one in core:
            yield from nodes(one)


@pytest.mark.parametrize("kind", validate.TYPES)
def test_every_fault_that_the_schema_can_find_has_words(kind):
    """Walk the schema: each type and bound in it, and each ValueError of `written`, is mapped to a rule of ours."""
    found = set(re.findall(r'raise ValueError\("([\w-]+)"\)', inspect.getsource(fields)))
    for node in nodes(validate.schema(kind)):
        assert node["type"] in FAULTS or node["type"] in SILENT, node["type"]
        found |= FAULTS.get(node["type"], set())
        found |= {fault for bound in ("ge", "gt", "le", "pattern") if bound in node for fault in FAULTS[bound]}
        lengths = zip(("min_length", "max_length"), LENGTHS.get(node["type"], ()), strict=False)
        found |= {fault for bound, fault in lengths if bound in node}
    assert {"number", "no-day", "missing", "literal_error"} <= found
    assert found - set(validate.WORDS) == set()


@pytest.mark.parametrize("kind", validate.TYPES)
def test_every_pattern_of_the_schema_has_words(kind):
    patterns = {node["pattern"] for node in nodes(validate.schema(kind)) if "pattern" in node}
    assert patterns - set(validate.PATTERNS) == set()


def test_no_plugin_of_another_package_judges_our_files(tmp_path):
    """A package that plugs itself into Pydantic is not even loaded."""
    (tmp_path / "plug.py").write_text(
        "import pathlib\npathlib.Path(__file__).with_name('loaded').touch()\nplugin = 0\n"
    )
    (tmp_path / "plug-1.dist-info").mkdir()
    (tmp_path / "plug-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: plug\nVersion: 1\n")
    (tmp_path / "plug-1.dist-info" / "entry_points.txt").write_text("[pydantic]\nplug = plug:plugin\n")
    call = f"validate.check('entry', 'a', {ENTRY.encode()!r})"
    code = f"from mstrack.format import validate; print({call}[1])"
    told = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])},
        capture_output=True,
        check=True,
    )
    assert (told.stdout.replace(b"\r\n", b"\n"), (tmp_path / "loaded").exists()) == (b"[]\n", False)
