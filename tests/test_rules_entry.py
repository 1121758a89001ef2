from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from builders import GROUP, LEAD, MEMBERS, MEMO, PARTNER, dataset, filed, indicator, level, plan_text, recorded, row

from mstrack.check import store
from mstrack.format.model import Entry
from mstrack.record import propose
from mstrack.rules.entry import ENTRY_RULES
from mstrack.store.source import InMemory

TODAY = dt.date(2021, 10, 8)
STRICT = indicator("投资", target=50, measure="亿元", id="money", above=True)
ROW = row(indicator(), level(), partner_units=[PARTNER, GROUP])
CAME_AND_WENT = row(
    indicator("就业", measure="人", id="jobs"),
    milestones=[
        {"id": "begun", "by": "5月底", "what": "动工"},
        {"id": "half", "by": "6月底", "what": "过半", "indicator": "jobs", "figure": 50},
    ],
    added={"date": dt.date(2021, 5, 1), "document": "甲函"},
    dropped={"date": dt.date(2021, 9, 1), "document": "乙函"},
)
BOUNDS = row(
    level("失业率", target=3, id="idle", bound="at-most"),
    indicator("就业", measure="人", id="jobs", bound="about"),
    indicator("事故", target=5, measure="起", id="deaths", bound="at-most"),
)
BOUNDS["indicators"][2] |= {"kind": "cumulative"}
PLAN = plan_text(
    [ROW, row(lead_unit="丙局", partner_units=[])], [row(STRICT, partner_units=[])], [CAME_AND_WENT, BOUNDS]
)
PLAN = PLAN.replace("items:\n", "- {name: 丙局, code: bing}\nitems:\n", 1)
EAST = MEMBERS[0]
EARLIER = filed("2021-08-31", figures={"roads": 40}, id_="00000001")
LATER = filed("2021-09-30", figures={"roads": 60}, id_="00000002")
COVERED = filed("2021-08-01", figures={"coverage": 80}, id_="00000005")
DONE = filed("2021-09-30", "done", {"roads": 100}, id_="0000000d")
SHARE = filed("2021-08-31", figures={"roads": 30}, id_="00000003", unit=EAST)


def entry(unit=LEAD, status="in-progress", day="2021-09-15", **more):
    """Return an entry on task 1 that may be filed, with some of it changed."""
    figures = {key: Decimal(str(number)) for key, number in more.pop("figures", {"roads": 50}).items()}
    said = {"task": 1, "note": "进展。", "reporter": "王五", "recorded": recorded("2021-10-08")} | more
    if said.get("corrects"):
        said = {"reason": "多录一位"} | said
    return Entry(unit=unit, status=status, date=dt.date.fromisoformat(day), figures=figures, **said)


def told(said, *filed_before):
    """Return what is told of an entry in a store: the rule, the route, the sentence of each problem."""
    problems = propose.propose(dataset(PLAN, *filed_before), said, TODAY).problems
    return [(one.rule, one.route, one.sentence) for one in problems]


REFUSED = {
    "named_unit": [
        (entry("丙局"), (), "unit", "task 1 does not name 丙局; it names 甲局, 乙局, 东区政府, 西区政府, 南"),
        (entry(GROUP), (), "unit", "各区政府 is a group, no office; file as one of its members: 东区政府, 西区政府"),
    ],
    "task_there": [
        (
            entry(task=4, day="2021-04-30", figures={}),
            (),
            "date",
            "task 4 was added on 2021-05-01 (甲函); nothing is filed on it for an earlier day",
        ),
        (
            entry(task=4, day="2021-09-02", figures={}),
            (),
            "date",
            "task 4 was dropped on 2021-09-01 (乙函); nothing is filed on it for a later day",
        ),
    ],
    "known_indicator": [
        (entry(figures={"road": 1}), (), "figures road", "task 1 has no indicator road; did you mean roads?"),
        (entry(figures={"cov": 1}), (), "figures cov", "task 1 has no indicator cov; did you mean coverage?"),
        (entry("丙局", task=2), (), "figures roads", "task 2 has no indicators"),
    ],
    "known_milestone": [
        (entry(task=4, day="2021-08-01", figures={}, reached=("begin",)), (), "reached 0", "task 4 has no milestone begin; "),
        (entry(reached=("begun",)), (), "reached 0", "task 1 has no milestones"),
        (
            entry(task=4, day="2021-08-01", figures={}, reached=("begun", "half")),
            (),
            "reached 1",
            "the milestone half is reached by the figure of jobs; report that instead",
        ),
    ],
    "known_confirmed": [
        (entry(confirmed=("coverage",)), (), "confirmed 0", "coverage is confirmed, and no figure of it is reported"),
    ],
    "possible_figure": [
        (entry(figures={"roads": -1}), (), "figures roads", "-1 is negative; figures are totals to date"),
        (entry(figures={"coverage": "100.1"}), (), "figures coverage", "100.1 is more than 100 %"),
    ],
    "growing": [
        (entry(figures={"roads": 39}), (EARLIER,), "figures roads", "39 does not fit the 40 of 2021-08-31"),
        (entry(figures={"roads": 61}), (EARLIER, LATER), "figures roads", "61 does not fit the 60 of 2021-09-30"),
        (entry(EAST, figures={"roads": 29}), (SHARE,), "figures roads", "29 does not fit the 30 of 2021-08-31"),
    ],
    "possible_day": [
        (entry(day="2021-10-09"), (), "date", "2021-10-09 lies in the future (today is 2021-10-08)"),
        (entry(day="2020-12-31"), (), "date", "2020-12-31 lies outside 2021-01-01 to 2022-12-31, the days"),
        (entry(day="2023-01-01"), (), "date", "2023-01-01 lies outside 2021-01-01 to 2022-12-31, the days"),
    ],
    "done_by_lead": [
        (entry(PARTNER, "done"), (), "status", "only the lead unit, 甲局, says done; file in-progress"),
        (entry(EAST, "done", figures={"coverage": 80}), (), "status", "only the lead unit, 甲局, says done"),
    ],
    "done_reached": [
        (
            entry(status="done", figures={"roads": 99, "coverage": 80}),
            (),
            "status",
            "not done: 公路 stands at 99, the target is 100; correct the figure or the status",
        ),
        (entry(status="done", figures={"roads": 100}), (), "status", "not done: 覆盖率 stands at nothing, the"),
        (
            entry(status="done", figures={"money": 50}, task=3),
            (),
            "status",
            "not done: 投资 stands at 50, the target is 50; correct the figure or the status",
        ),
        (
            entry(status="done", figures={"idle": "3.1", "jobs": 95}, task=5),
            (),
            "status",
            "not done: 失业率 stands at 3.1, the target is ≤3; correct the figure or the status",
        ),
        (entry(status="done", figures={"idle": 3, "jobs": 94}, task=5), (), "status", "not done: 就业 stands at 94, the t"),
        (
            entry("丙局", "done", figures={}, task=2, percent=Decimal(99)),
            (),
            "percent",
            "not done: it is 99 % by your own word; correct the percent or the status",
        ),
    ],
    "still_done": [
        (
            entry(day="2021-08-31", figures={"coverage": 79}),
            (COVERED, DONE),
            "figures coverage",
            "entry 0000000d of 2021-09-30 says done by what 覆盖率 was; correct that one first: mstrack correct",
        ),
        (entry(day="2021-09-30", figures={"coverage": 79}), (COVERED, DONE), "figures coverage", "entry 0000000d of"),
        (entry(status=None, figures={}, corrects=("00000005",)), (COVERED, DONE), "corrects", "entry 0000000d of 2021"),
    ],
    "once": [
        (
            entry(day="2021-08-31", figures={"roads": 40}),
            (EARLIER,),
            "figures roads",
            "甲局 has reported roads for 2021-08-31 already; to put it right: mstrack correct 00000001",
        ),
    ],
    "says_something": [
        (entry(note=None, figures={}), (), "note", "the entry says nothing; give a figure or a note"),
        (entry(status="not-started", note=None, figures={}), (), "note", "the entry says nothing"),
        (entry(status=None), (), "status", "the status is missing; give not-started, in-progress, blocked or done"),
    ],
    "reasoned": [
        (entry(reason=None, note=None, corrects=("00000001",)), (EARLIER,), "reason", "say why the entry is corrected"),
        (
            entry(status=None, figures={}, note=None, reason=None, corrects=("00000001",)),
            (EARLIER,),
            "reason",
            "say why the entry is corrected; give a reason",
        ),
        (entry(reason="补报"), (), "reason", "a reason stands in a correction alone; put it into the note"),
    ],
    "corrects_filed": [
        (entry(corrects=("zzzzzzzz",)), (), "corrects", "task 1 has no entry zzzzzzzz; mstrack log lists them"),
        (entry(corrects=("00000003",)), (SHARE,), "corrects", "entry 00000003 is not of 甲局; its own unit"),
        (
            entry(corrects=("00000001",)),
            (EARLIER, filed("2021-08-31", figures={"roads": 45}, id_="00000009", corrects=("00000001",))),
            "corrects",
            "entry 00000001 is corrected already; correct the entry that replaced it",
        ),
    ],
}  # fmt: skip
CASES = [(rule, *case) for rule, several in REFUSED.items() for case in several]


def test_every_rule_has_its_examples():
    """A rule for entries that nobody tried fails here; and each has an id of its name."""
    assert list(REFUSED) == [rule.__name__ for rule in ENTRY_RULES]
    assert all(rule.__doc__ for rule in ENTRY_RULES)


@pytest.mark.parametrize(("rule", "said", "before", "route", "sentence"), CASES)
def test_refused(rule, said, before, route, sentence):
    """An entry that breaks a rule is refused, with the place inside it and the reason."""
    of_rule = [one for one in told(said, *before) if one[0] == rule.replace("_", "-")]
    assert [" ".join(map(str, one[1])) for one in of_rule][:1] == [route]
    assert of_rule[0][2].startswith(sentence)


FINE = {
    "named_unit": [(entry(PARTNER), ()), (entry(EAST), ()), (entry("丙局", task=2, figures={}), ())],
    "task_there": [
        (entry(task=4, day="2021-05-01", figures={}), ()),
        (entry(task=4, day="2021-09-01", figures={}), ()),
    ],
    "known_indicator": [(entry(figures={"roads": 1, "coverage": 2}), ())],
    "known_milestone": [(entry(task=4, day="2021-08-01", figures={}, note=None, reached=("begun",)), ())],
    "known_confirmed": [(entry(confirmed=("roads",)), ())],
    "possible_figure": [
        (entry(figures={"idle": "-2.3"}, task=5), ()),
        (entry(figures={"roads": 0, "coverage": 100}), ()),
        (entry(figures={"roads": 101}), ()),
        (entry(figures={"coverage": "-2.3"}), ()),
    ],
    "growing": [
        (entry(figures={"roads": 40}), (EARLIER, LATER)),
        (entry(figures={"roads": 60}), (EARLIER, LATER)),
        (entry(EAST, figures={"roads": 1}), (EARLIER, LATER)),
        (entry(figures={"coverage": 1}), (filed("2021-08-31", figures={"coverage": 75}, id_="00000004"),)),
        (entry(figures={"deaths": 1}, task=5), (filed("2021-08-31", figures={"deaths": 2}, id_="00000004", task=5),)),
        (entry(figures={"roads": 1}, corrects=("00000001",)), (EARLIER,)),
    ],
    "possible_day": [(entry(day="2021-10-08"), ()), (entry(day="2021-01-01"), ())],
    "done_by_lead": [(entry(status="done", figures={"roads": 100, "coverage": 80}), ())],
    "done_reached": [
        (entry(status="done", figures={"roads": 100}), (COVERED,)),
        (entry(status="done", figures={"money": "50.1"}, task=3), ()),
        (entry(status="done", figures={"idle": 3, "jobs": 95, "deaths": 5}, task=5), ()),
        (entry(status="done", figures={"idle": "-1", "jobs": 101, "deaths": 0}, task=5), ()),
        (entry("丙局", "done", figures={}, task=2, percent=Decimal(100)), ()),
    ],
    "still_done": [
        (entry(day="2021-08-31", figures={"coverage": 81}), (COVERED, DONE)),
        (entry(day="2021-07-31", figures={"coverage": 79}), (COVERED, DONE)),
        (entry(day="2021-10-01", figures={"coverage": 79}), (COVERED, DONE)),
        (entry(PARTNER, day="2021-08-31", figures={"coverage": 79}), (COVERED, DONE)),
        (entry(figures={"coverage": 79}, corrects=("0000000d",)), (COVERED, DONE)),
        (entry(figures={}), (DONE,)),  # it contradicts itself already, and not by this one
    ],
    "once": [
        (entry(day="2021-08-31", figures={"coverage": 3}), (EARLIER,)),
        (entry(PARTNER, day="2021-08-31", figures={"roads": 3}), (EARLIER,)),
        (entry(day="2021-08-31", figures={"roads": 41}, corrects=("00000001",)), (EARLIER,)),
    ],
    "says_something": [
        (entry(figures={}), ()),
        (entry(note=None), ()),
        (entry(figures={}, note=None, problem="缺钱。"), ()),
        (entry(figures={}, note=None, next="招标。"), ()),
        (entry(figures={}, note=None, percent=Decimal(57)), ()),
        (entry(status="blocked", figures={}, note=None), ()),
    ],
    "reasoned": [(entry(status=None, figures={}, note=None, corrects=("00000001",)), (EARLIER,))],
    "corrects_filed": [
        (
            entry(corrects=("00000007", "00000008"), figures={"roads": 44}),
            (
                EARLIER,
                filed("2021-08-31", figures={"roads": 42}, id_="00000007", corrects=("00000001",)),
                filed("2021-08-31", figures={"roads": 43}, id_="00000008", corrects=("00000001",)),
            ),
        ),
    ],
}  # fmt: skip


def test_every_rule_has_good_examples():
    """A rule that would refuse everything fails here."""
    assert list(FINE) == list(REFUSED)


@pytest.mark.parametrize(("said", "before"), [case for several in FINE.values() for case in several])
def test_fine(said, before):
    """What a rule does not mean is not refused."""
    assert told(said, *before) == []


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


def test_all_at_once():
    """Every reason is told at once, in the order of the rules, and none hides another."""
    said = entry("丙局", "done", "2020-01-01", figures={"roads": -1, "road": 1, "coverage": 101}, note=None)
    assert [one[0] for one in told(said)] == [
        "named-unit",
        "known-indicator",
        "possible-figure",
        "possible-figure",
        "possible-day",
        "done-by-lead",
    ]


def test_a_target_that_an_older_report_reached_counts_no_more():
    """Done is judged by the newest figure up to its day, not by the best one ever filed, nor by a later one."""
    older = filed("2021-07-31", figures={"coverage": 85}, id_="00000005")
    newer = filed("2021-08-31", figures={"coverage": 70}, id_="00000006")
    later = filed("2021-10-01", figures={"coverage": 90}, id_="00000007")
    done = entry(status="done", figures={"roads": 100})
    assert [one[2] for one in told(done, older, newer, later)] == [
        "not done: 覆盖率 stands at 70, the target is 80; correct the figure or the status"
    ]


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
