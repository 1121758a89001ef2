"""Two plans side by side: which unit, leader, item and amendment of the newer one is which of the older one."""

from __future__ import annotations

from amending import LATER, TEXT, amending, edited, raw
from builders import plan_text, row

from mstrack.progress.plan_comparison import PlanComparison


def compared(old, new):
    return PlanComparison(raw(old), raw(new))


def test_a_unit_is_known_by_its_code_else_by_its_name():
    both = compared(TEXT, edited(("code: yi\n", "code: erju\n"), ("- name: 东区政府", "- name: 东城区政府")))
    assert (both.codes["erju"], both.codes["dq"]) == ("yi", "dq")
    assert both.renamed.units[2].members == ("东城区政府", "西区政府", "南区政府")
    assert both.old.units[2].members[0] == "东区政府"


def test_a_leader_is_known_by_whose_place_was_taken():
    """Not where that one is a leader still."""
    former = "- name: 陈新\n  former: [{name: 王长青, until: 2021-08-15, document: 某函}]\n"
    new = edited(("- name: 王长青\n", former)).replace("leader: 王长青", "leader: 陈新")
    assert compared(TEXT, new).leaders == {"陈新": "王长青", "赖燕芬": "赖燕芬"}
    both = compared(TEXT, edited(("- name: 王长青\n", former + "  pinyin: chen xin\n- name: 王长青\n")))
    assert both.leaders["陈新"] == "陈新"
    assert [place.former.name for place in both.new_leaders_names()] == ["王长青"]


def test_an_item_is_known_by_its_title_else_by_its_tasks():
    both = compared(TEXT, edited(("title: 第2类实事", "title: 甲")))
    assert both.items == {1: 1, 2: 2}
    assert compared(plan_text([row()]), plan_text([row()], [row()])).items == {1: 1, 2: "+2"}


def test_amendments_are_matched_one_to_one():
    """One with another document is a slip corrected; one at the task is one at the plan."""
    old = amending("deadline", "12月10日", text=edited(LATER))
    both = compared(old, old.replace("12号", "13号"))
    assert ([*both.amendments[1].fresh], both.amendments[1].gone, len(both.amendments[1].corrected)) == ([], [], 1)
    head, _mark, tail = old.partition("    amendments:\n")
    said, _newline, rest = tail.partition("\n")
    moved = f"{head}{rest}amendments:\n{said.replace('}', ', tasks: [1]}')}\n"
    both = compared(old, moved)
    assert both.amendments[1] == ([], [], [])
    assert [one.field for one in compared(TEXT, old).fresh(1)] == ["deadline"]
    assert compared(TEXT, old).fresh(99) == []
