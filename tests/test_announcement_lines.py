"""What a silent change is told as: the sentence, and the lines to paste, which are YAML and make the check pass."""

from __future__ import annotations

import pytest
import yaml
from amending import LATER, TEXT, edited, raw
from builders import plan_text, row

from mstrack.i18n import LANGUAGES, speaking
from mstrack.progress import announcement_lines, plan_diff

MANY = edited(
    LATER,
    ("year: 2021", "year: 2021\nlights: {red: 40}"),
    ("content: 推进工作，", "content: "),
    ("    - 乙局\n", ""),
    ("measure: 公里", "measure: 米"),
    ("target: 60\n", "target: 60\n      above: true\n      shares: {东区政府: 20.5}\n"),
    ("  - 西区政府\n", ""),
    ("title: 第2类实事", "title: 甲"),
    ("title: 农村公路", "goal: 甲"),
)


def lines(old, new):
    """Return the lines for two texts, with a day and a document for each …."""
    found = announcement_lines.lines(plan_diff.changes(raw(old), raw(new)))
    return found.replace("date: …", "date: 2021-08-15").replace("until: …", "until: 2021-08-15").replace("…", "某函")


def test_lines_to_paste():
    """They are one list of amendments of the plan; pasted at its end, nothing is silent any more."""
    pasted = lines(TEXT, MANY)
    assert [*yaml.safe_load(pasted)] == ["amendments"]
    assert plan_diff.unannounced(raw(TEXT), raw(MANY)) != []
    assert plan_diff.unannounced(raw(TEXT), raw(MANY + pasted)) == []


@pytest.mark.parametrize(
    "content",
    ['说明："甲"，#3 完成: 乙。', "[甲]，{乙}", "- 甲", "true", "2021-12-10", "甲" * 5000, "a b " * 2000 + "c"],
)
def test_any_text_is_pasted_as_it_was(content):
    """A text that looks like YAML, or like a number, and a very long one."""
    old, new = plan_text([row(content=content)]), plan_text([row(content="乙")])
    assert plan_diff.unannounced(raw(old), raw(new + lines(old, new))) == []


def test_many_tasks_in_one_line():
    """What was the same in many tasks is one amendment."""
    old = plan_text([row() for _ in range(25)])
    new = old.replace("deadline: 12月10日", "deadline: 12月20日", 21)
    [one] = yaml.safe_load(lines(old, new))["amendments"]
    assert one["tasks"] == [*range(1, 22)]
    assert plan_diff.unannounced(raw(old), raw(new + lines(old, new))) == []


def test_lines_of_names_and_tasks():
    """A new name, a new leader and a new task have a line each, with the place where it belongs."""
    old = plan_text([row(), row()])
    new = plan_text([row(), row(), row()]).replace("王长青", "陈新").replace("东区政府", "东城区政府")
    found = lines(old, new).split("# ")[1:]
    places = [one.split("\n")[0] for one in found]
    assert {*places} == {"陈新", "东城区政府", "task 3"}
    by_place = dict(zip(places, [one.split("\n")[1] for one in found], strict=True))
    new = new.replace("- name: 陈新\n", f"- name: 陈新\n  {by_place['陈新']}\n")
    new = new.replace("- name: 东城区政府\n", f"- name: 东城区政府\n  {by_place['东城区政府']}\n")
    new = new.replace("  - id: 3\n", f"  - id: 3\n    {by_place['task 3']}\n")
    assert plan_diff.unannounced(raw(old), raw(new)) == []


def test_nothing_to_paste():
    """Where nothing is silent, and where nothing can announce it, there are no lines."""
    assert lines(TEXT, TEXT) == ""
    assert lines(TEXT, edited(("code: dq", "code: dongqu"))) == ""


@pytest.mark.parametrize("tongue", LANGUAGES)
def test_sentences(tongue):
    """Each is one line, in the user's language, with its cure."""
    with speaking(tongue):
        problems = plan_diff.unannounced(raw(TEXT), raw(MANY))
        sentences = [one.sentence for one in problems]
    assert len(sentences) == 11
    assert [one for one in sentences if "\n" in one or "field: " not in one] == []
    assert all(("undo the change" in one) == (tongue == "en") for one in sentences)


def test_a_change_that_needs_no_announcement_has_no_sentence():
    [change] = plan_diff.changes(raw(TEXT), raw(edited(("pinyin: zhang san", "pinyin: zhang shan"))))
    assert not change.is_silent
    with pytest.raises(LookupError):
        announcement_lines.sentence(change)
