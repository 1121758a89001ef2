"""The rules for reading files: each with what it allows and what not, the latter at its line and column."""

from __future__ import annotations

import datetime as dt
import unicodedata
from typing import NamedTuple

import test_amendments
import test_file_names
import test_plausible
import test_rules_entry
import test_rules_plan
import test_rules_plan_keys
from builders import MEMO, indicator, level, plan_text, row
from offenders import every

from mstrack.check import store
from mstrack.rules import amendments, catalogue, conflicts
from mstrack.store.source import InMemory

PATH = "progress/01/2021-09-30-jia-0000000a.yaml"
ENTRY = """\
task: 1
date: 2021-09-30
unit: 甲局
status: in-progress
figures: {roads: 98, coverage: 75.2}
note: |
  已完成98公里。
reporter: 王五
recorded: 2021-10-08T09:31:07+08:00
"""
TODAY = dt.date(2021, 12, 3)
PLAN = plan_text([row(indicator(), level())])
FIGURES = "{roads: 98, coverage: 75.2}"


class Example(NamedTuple):
    """A change of the entry that is allowed, and one that is not, with the place of the problem."""

    good: tuple[str, str]
    bad: tuple[str, str]
    at: str


EXAMPLES = {
    "alias": Example(("王五", "'*王五'"), ("王五", "*wang"), "8:11"),
    "anchor": Example(("王五", "'&王五'"), ("王五", "&wang 王五"), "8:11"),
    "tag": Example(("王五", "'!王五'"), ("王五", "!!str 王五"), "8:11"),
    "merge-key": Example(("已", "<<: 已"), ("{roads", "{<<: {coverage: 1}, roads"), "5:11"),
    "directive": Example(("task: 1", "# %YAML 1.1\ntask: 1"), ("task: 1", "%YAML 1.1\n---\ntask: 1"), "1:1"),
    "document": Example(("task: 1", "---\ntask: 1"), ("reporter", "---\nreporter"), "8:1"),
    "duplicate-key": Example(("task: 1", "# task: 2\ntask: 1"), ("reporter", "task: 1\nreporter"), "8:1"),
    "key": Example(("{roads: 98", '{"roads": 98'), (FIGURES, "{? [roads] : 98}"), "5:13"),
    "depth": Example(("已", "[[[[[[[[[[[已"), (FIGURES, "[[[[[[[[[[1]]]]]]]]]]"), "5:19"),
    "digits": Example(("98,", "98.0000000000000,"), ("98,", "98.00000000000000,"), "5:18"),
    "size": Example(("已", "甲" * 19_900), ("已", "甲" * 22_000), "1:1"),
    "syntax": Example(("王五", "'王五: 赵六'"), ("王五", "王五: 赵六"), "8:13"),
    "full-width": Example(("王五", "王五："), ("reporter: ", "reporter："), "8:9"),
    "indent": Example(("  已", "    已"), ("  已", "\u3000\u3000已"), "7:1"),
    "colon": Example(("王五", "a:b"), ("reporter: 王五", "reporter:王五"), "8:9"),
    "encoding": Example(("王五", "𠮷野"), ("王五", "王\udcff五"), "8:12"),
    "bom": Example(("task: 1", "#\ntask: 1"), ("task: 1", "\ufefftask: 1"), "1:1"),
    "line-ending": Example(("task: 1\n", "task: 1\n\n"), ("task: 1\n", "task: 1\r\n"), "1:8"),
    "character": Example(("王五", "王·五"), ("王五", "王\u200b五"), "8:12"),
    "nfc": Example(("王五", "Zoé"), ("王五", unicodedata.normalize("NFD", "Zoé")), "8:13"),
    "missing-key": Example(("figures: {roads: 98, coverage: 75.2}\n", ""), ("unit: 甲局\n", ""), "1:1"),
    "unknown-key": Example(("reporter", "next: 继续。\nreporter"), ("note: |", "notes: |"), "6:1"),
    "type": Example(("task: 1", "task:   1"), ("task: 1", 'task: "1"'), "1:7"),
    "number": Example(("98,", "98.0,"), ("98,", "98公里,"), "5:18"),
    "day": Example(("date: 2021-09-30", "date: '2021-09-30'"), ("date: 2021-09-30", "date: 2021-9-30"), "2:7"),
    "moment": Example(("09:31:07+08:00", "01:31:07Z"), ("T09:31:07+08:00", " 09:31"), "9:11"),
    "choice": Example(("in-progress", "blocked"), ("in-progress", "进行中"), "4:9"),
    "range": Example(("98,", "0,"), ("status: in-progress", "status: in-progress\npercent: 101"), "5:10"),
    "length": Example(("王五", "五"), ("王五", '""'), "8:11"),
    "form": Example(("{roads", "{  roads"), ("{roads", "{Roads"), "5:11"),
    "name-agrees": Example(("task: 1", "task:  1"), ("date: 2021-09-30", "date: 2021-09-29"), "2:7"),
}
ELSEWHERE = {
    "period": "test_plan_keys",
    "unverified": "test_check_store",
    "line-ends": "test_gitattributes",
    "ignored": "test_hidden",
    "index-flags": "test_hidden",
    "one-path": "test_folded",
    "code": "test_check_store",
    "folder": "test_check_store",
    "link": "test_file_names",
    "not-a-folder": "test_file_names",
    "not-a-file": "test_source",
    "unreadable": "test_source",
    "unmerged": "test_cli_check_git",
    "rewritten": "test_since",
    "old-plan": "test_since",
    "seal": "test_seal",
    "no-store": "test_since",
    "shallow": "test_append_only_trust",
    "incomplete": "test_append_only_trust",
    "inner": "test_append_only_trust",
    "ancestor": "test_since",
    "twice": "test_append_only_trust",
    "unannounced": "test_plan_diff_unannounced",
    "attributes": "test_gitattributes",
    "round-trip": "test_propose",
    "no-change": "test_propose",
    "value": "test_validate",
    "more": "test_validate",
}
"""Rules that need git, a disk, two plans or a fault of our own: their examples are with who tells them."""


def told(text):
    """Return the problems of a store with this entry, as they are printed."""
    data = text.encode("utf-8", "surrogateescape")
    return [str(one) for one in store.of_store(InMemory({"tasks.yaml": PLAN, PATH: data}), MEMO, TODAY).problems]


def test_every_rule_has_an_example():
    """A rule of whatever kind that nobody tried fails here; and where its example is said to be, it is named."""
    functions = {
        *(rule for rule, _example in test_rules_plan.EXAMPLES),
        *(rule for rule, *_example in (*test_rules_plan_keys.EXAMPLES, *test_rules_plan_keys.REMARKED)),
        *(rule.__name__ for rule in amendments.RULES),
        *test_rules_entry.REFUSED,
        *test_file_names.EXAMPLES,
        *(rule.__name__ for rule in conflicts.RULES),
        *test_plausible.ASKED,
    }
    tried = {rule.replace("_", "-") for rule in (*functions, *EXAMPLES, *ELSEWHERE)}
    assert tried == set(catalogue.READING | catalogue.functions())
    for rule, module in ELSEWHERE.items():
        with open(test_amendments.__file__.replace("test_amendments", module), encoding="utf-8") as source:
            assert rule in source.read(), (rule, module)


def test_the_entry_of_these_examples_is_good():
    assert told(ENTRY) == []


@every("rule", EXAMPLES)
def test_good(rule):
    """Near the bad example, and allowed."""
    text = ENTRY.replace(*EXAMPLES[rule].good, 1)
    assert text != ENTRY
    assert told(text) == []


@every("rule", EXAMPLES)
def test_bad(rule):
    """Refused by this rule, with line and column."""
    text = ENTRY.replace(*EXAMPLES[rule].bad, 1)
    assert text != ENTRY
    found = [one for one in told(text) if one.endswith(f"[{rule}]")]
    assert [one.split(" ")[:2] for one in found][:1] == [[f"{PATH}:{EXAMPLES[rule].at}:", "error:"]], told(text)
