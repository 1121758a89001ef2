"""Entries and time: what was in force on an entry's day, names that changed, who leads, corrections of entries."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import GROUP, LEAD, MEMBERS, MEMO, PARTNER, dataset, filed, indicator, level, plan_text, recorded, row
from test_rules_entry import EARLIER, EAST, LATER, PLAN, TODAY, entry, told
from yaml import safe_dump, safe_load

from mstrack.check import store
from mstrack.record import propose
from mstrack.store.source import InMemory

AMENDED = row(
    indicator(target=120),
    lead_unit=PARTNER,
    partner_units=[GROUP],
    amendments=[
        {"date": dt.date(2021, 9, 1), "document": "甲函", "field": "lead_unit", "was": LEAD},
        {"date": dt.date(2021, 9, 1), "document": "甲函", "field": "roads", "was": 100},
        {"date": dt.date(2021, 9, 15), "document": "乙函", "field": "roads", "was": 110},
        {"date": dt.date(2021, 9, 15), "document": "乙函", "field": "indicators", "was": "coverage"},
    ],
)


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        (entry(LEAD, "done", "2021-08-31", figures={"roads": 100}), []),
        (entry(LEAD, "done", "2021-08-31", figures={"roads": 99}), ["done-reached"]),
        (entry(LEAD, "done", "2021-09-01", figures={"roads": 110}), ["named-unit", "done-by-lead"]),
        (entry(PARTNER, "done", "2021-08-31", figures={"roads": 100}), ["done-by-lead"]),
        (entry(PARTNER, day="2021-08-31", figures={"roads": 10}), []),
        (entry(PARTNER, "done", "2021-09-14", figures={"roads": 110}), []),
        (entry(PARTNER, "done", "2021-09-15", figures={"roads": 110}), ["done-reached"]),
        (entry(PARTNER, day="2021-09-14", figures={"coverage": 10}), []),
        (entry(PARTNER, day="2021-09-15", figures={"coverage": 10}), ["known-indicator"]),
    ],
)
def test_a_promise_as_it_was(said, rules):
    """An entry is judged by the lead unit, the targets and the indicators of its own day, before they were amended."""
    plan = plan_text([AMENDED])
    problems = propose.propose(dataset(plan.replace("达到120", "达到100")), said, TODAY).problems
    assert [one.rule for one in problems] == rules


@pytest.mark.parametrize(
    ("unit", "day", "figure", "rules"),
    [
        (LEAD, "2021-09-10", 5, []),  # its share now; the 50 were the task's
        (LEAD, "2021-08-30", 5, ["growing"]),
        (PARTNER, "2021-09-10", 5, []),  # the task's now; the 20 were its share
        (PARTNER, "2021-08-30", 5, ["growing"]),
    ],
)
def test_totals_and_shares_are_not_compared(unit, day, figure, rules):
    """After a change of lead, what a unit files is held against what it filed in the same part."""
    plan = plan_text([AMENDED | {"partner_units": [LEAD, GROUP]}]).replace("达到120", "达到100")
    before = [
        filed("2021-08-20", figures={"roads": total}, id_=f"0000000{n}", unit=one)
        for n, (one, total) in enumerate([(LEAD, 50), (PARTNER, 20)])
    ]
    problems = propose.propose(dataset(plan, *before), entry(unit, day=day, figures={"roads": figure}), TODAY).problems
    assert [one.rule for one in problems] == rules


def test_a_new_correction_keeps_its_note_and_gives_a_reason():
    """The note is the progress, kept from the old entry: in what is filed now it is no reason. Older ones are right."""
    said = entry(reason=None, note="旧的进展。", corrects=("00000001",))
    assert [one[0] for one in told(said, EARLIER)] == ["reasoned"]
    older = filed("2021-08-31", figures={"roads": 45}, id_="00000009", corrects=("00000001",), note="多录一位")
    files = InMemory({"tasks.yaml": PLAN, **dict([EARLIER, older])})
    assert store.problems(files, MEMO, TODAY) == []


RENAMED = plan_text([row(indicator(), lead_unit="新局", partner_units=[PARTNER])])
RENAMED = RENAMED.replace(
    "name: 甲局\n", "name: 新局\n  former: [{name: 甲局, until: 2021-09-14, document: 甲函}]\n", 1
)


@pytest.mark.parametrize("name", ["甲局", "新局"])
@pytest.mark.parametrize("day", ["2021-09-14", "2021-09-15"])
def test_a_renamed_unit(name, day):
    """The code binds: any name that the unit ever had is right on any day, in what is filed and in what lies there."""
    said = entry(name, "done", day, figures={"roads": 100})
    proposal = propose.propose(dataset(RENAMED), said, TODAY)
    assert proposal.problems == ()
    assert "-jia-" in proposal.path
    files = InMemory({"tasks.yaml": RENAMED, proposal.path: proposal.text})
    assert store.problems(files, MEMO, TODAY) == []
    other = InMemory({"tasks.yaml": RENAMED, proposal.path: proposal.text.replace(f"unit: {name}", "unit: 乙局")})
    assert [one.rule for one in store.problems(other, MEMO, TODAY)] == ["name-agrees"]


LED_BY_GROUP = plan_text(
    [row(indicator(shares={EAST: 60}), level(), lead_unit=GROUP, partner_units=[PARTNER])],
)


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        (entry(EAST), []),
        (entry(EAST, "done", figures={"roads": 60, "coverage": 80}), []),
        (entry(EAST, "done", figures={"roads": 59, "coverage": 80}), ["done-reached"]),
        (entry(EAST, "done", figures={"roads": 60, "coverage": 79}), ["done-reached"]),
        (entry(MEMBERS[1], "done", figures={"roads": 1, "coverage": 80}), []),
        (entry(GROUP), ["named-unit"]),
        (entry(PARTNER), []),
        (entry(PARTNER, "done", figures={}), ["done-by-lead"]),
    ],
)
def test_a_group_leads(said, rules):
    """Its members file, each says done for itself: of a sum by its share, if any; of a level by the target."""
    assert [one.rule for one in propose.propose(dataset(LED_BY_GROUP), said, TODAY).problems] == rules


def test_of_several_lead_units_the_first_says_done():
    plan = plan_text([row(indicator(), lead_unit=[LEAD, PARTNER], partner_units=[])])
    assert propose.propose(dataset(plan), entry(status="done", figures={"roads": 100}), TODAY).problems == ()
    [problem] = propose.propose(dataset(plan), entry(PARTNER, "done", figures={"roads": 100}), TODAY).problems
    assert (problem.rule, "only the lead unit, 甲局, says done" in problem.sentence) == ("done-by-lead", True)
    assert propose.propose(dataset(plan), entry(PARTNER), TODAY).problems == ()


def test_a_dropped_task_in_a_store():
    """What lies there of a later day is named with its cure; when it is withdrawn, nothing is wrong any more."""
    late = filed("2021-09-02", id_="00000001", task=4, note="进展")
    files = {"tasks.yaml": PLAN, **dict([late])}
    assert [one.rule for one in store.problems(InMemory(files), MEMO, TODAY)] == ["task-there"]
    withdrawn = filed("2021-09-02", None, id_="00000002", task=4, corrects=("00000001",), reason="任务已取消")
    assert store.problems(InMemory(files | dict([withdrawn])), MEMO, TODAY) == []


def test_january_of_the_next_year():
    """What is finished in January is filed in January."""
    said = entry(day="2022-01-05", recorded=recorded("2022-01-05"))
    assert propose.propose(dataset(PLAN), said, dt.date(2022, 1, 5)).problems == ()


def test_a_correction_of_one_rival_alone():
    """A dispute lasts until a correction names both: one that names a single rival is refused, and told the other."""
    rivals = [
        filed("2021-08-31", figures={"roads": 42 + n}, id_=f"0000000{7 + n}", corrects=("00000001",)) for n in (0, 1)
    ]
    for third in (
        entry(status=None, figures={}, corrects=("00000007",)),
        entry(day="2021-09-01", figures={"roads": 50}, corrects=("00000007",)),
    ):
        [(rule, route, sentence)] = told(third, EARLIER, *rivals)
        assert (rule, route) == ("corrects-filed", ("corrects",))
        assert "00000008" in sentence


def test_an_entry_named_twice():
    """A correction that names one entry twice would be a dispute with itself."""
    assert [one[0] for one in told(entry(corrects=("00000001", "00000001")), EARLIER)] == ["corrects-filed"]


def test_a_correction_into_another_day():
    """An entry may be corrected into another day, earlier or later; its own old figure is no hindrance."""
    assert told(entry(day="2021-07-31", figures={"roads": 99}, corrects=("00000002",)), LATER) == []
    assert told(entry(day="2021-10-01", figures={"roads": 1}, corrects=("00000002",)), LATER) == []


def test_a_target_that_an_older_report_reached_counts_no_more():
    """Done is judged by the newest figure up to its day, not by the best one ever filed, nor by a later one."""
    older = filed("2021-07-31", figures={"coverage": 85}, id_="00000005")
    newer = filed("2021-08-31", figures={"coverage": 70}, id_="00000006")
    later = filed("2021-10-01", figures={"coverage": 90}, id_="00000007")
    done = entry(status="done", figures={"roads": 100})
    assert [one[2] for one in told(done, older, newer, later)] == [
        "not done: 覆盖率 stands at 70, the target is 80; correct the figure or the status"
    ]


@pytest.mark.parametrize(("day", "figure", "rules"), [("2021-08-31", 100, []), ("2021-08-31", 99, ["done-reached"])])
def test_one_document_for_many_tasks(day, figure, rules):
    """An amendment that the plan has for several tasks counts as the task's own: an old "done" stays right."""
    plan = safe_load(plan_text([AMENDED]).replace("达到120", "达到110"))
    [task] = plan["items"][0]["tasks"]
    plan["amendments"] = [one | {"tasks": [1]} for one in task["amendments"] if one["field"] == "roads"]
    task["amendments"] = [one for one in task["amendments"] if one["field"] != "roads"]
    name, text = filed(day, "done", {"roads": figure}, id_="0000000a")
    source = InMemory({"tasks.yaml": safe_dump(plan, allow_unicode=True, sort_keys=False), name: text})
    assert [one.rule for one in store.of_store(source, MEMO, TODAY).problems] == rules


def test_who_was_named_no_more_when_it_filed():
    """A document that comes late makes an entry that is there wrong: the sentence has the cure, and the cure works."""
    plan = plan_text([AMENDED]).replace("达到120", "达到100")
    late = filed("2021-09-01", figures={"roads": 50}, id_="00000001", unit=LEAD)
    (found,) = store.problems(InMemory({"tasks.yaml": plan, **dict([late])}), MEMO, TODAY)
    assert found.sentence.startswith("task 1 names 甲局 no more on 2021-09-01; withdraw the entry: mstrack correct")
    back = entry(LEAD, None, "2021-09-01", figures={}, note=None, corrects=("00000001",))
    cure = propose.propose(dataset(plan, late), back, TODAY)
    assert cure.problems == ()
    texts = {"tasks.yaml": plan, **dict([late]), cure.path: cure.text}
    assert store.problems(InMemory(texts), MEMO, TODAY) == []
