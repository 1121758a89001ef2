"""What each rule says: every rule that a problem can name is explained, in both languages, and no other."""

from __future__ import annotations

import ast
import re

import pytest
from offenders import every
from running import ROOT

from mstrack import i18n
from mstrack.errors import MORE, WrongUse
from mstrack.format import characters, validate
from mstrack.rules import catalogue

RULE_AT = {"Problem": 3, "Flaw": 2, "problem": 0, "remark": 0, "_problem": 1, "_flaw": 1, "_unproved": 0, "_doubt": 1}
"""Where the calls that make a problem take its rule."""
ALL = catalogue.READING | catalogue.functions()


def named():
    """Yield every rule that the source names: in calls that make problems, in the tables of the reading rules."""
    for path in (ROOT / "src" / "mstrack").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
            if name in RULE_AT and node.args:
                at = RULE_AT[name] - isinstance(node.args[0], ast.Starred)  # line and column as one
                yield from (one.value for arg in node.args[at : at + 1] for one in ast.walk(arg) if is_rule(one))
    yield from (rule for rule, _sentence in [*validate.WORDS.values(), validate.FALLBACK])
    yield from (rule for _what, rule, _sentence in [*characters._SLIPS, *characters.KEY_SLIPS])


def is_rule(node):
    return isinstance(node, ast.Constant) and re.fullmatch("[a-z]+(-[a-z]+)*", str(node.value)) is not None


def test_every_rule_is_explained_and_there():
    """What a problem names can be asked for; what can be asked for is named by one."""
    assert set(named()) | {"bom", "character", MORE} == set(ALL)


@every("rule", ALL)
@every("tongue", i18n.LANGUAGES)
def test_what_a_rule_says(rule, tongue):
    """A sentence on one line, in the user's language."""
    with i18n.speaking(tongue):
        said = catalogue.rule(rule)
    assert said
    assert "\n" not in said
    assert said.endswith("。" if tongue == "zh_CN" else ".")
    assert (said == ALL[rule]) == (tongue == "en")


def test_the_docstring_is_the_rule():
    """What a reviewer reads in the code and what the command says are one text, its first paragraph."""
    assert catalogue.rule("done-by-lead") == (
        "Only the lead unit of that day says that a task is done; where a group leads, each of its members for itself."
    )
    assert catalogue.rule("[Done_by_lead]") == catalogue.rule("done-by-lead")
    assert catalogue.rule("attributes").endswith("or changes its bytes.")


@pytest.mark.parametrize(("typed", "near"), [("growin", "growing"), ("uniqueid", "unique-id")])
def test_no_such_rule(typed, near):
    """The nearest is named."""
    with pytest.raises(WrongUse, match=f"did you mean {near}"):
        catalogue.rule(typed)


def test_a_hostile_rule():
    """What was typed is told without its controls."""
    with pytest.raises(WrongUse) as caught:
        catalogue.rule("\x1b[31m" * 40)
    assert "\x1b" not in str(caught.value)
