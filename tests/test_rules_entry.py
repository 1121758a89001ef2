from __future__ import annotations

import datetime as dt
from decimal import Decimal

from builders import GROUP, LEAD, MEMBERS, PARTNER, dataset, filed, indicator, level, plan_text, recorded, row
from offenders import every

from mstrack.format.model import Entry
from mstrack.record import propose
from mstrack.rules.entry import ENTRY_RULES

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
        (entry(task=4, day="2021-08-01", figures={}, reached=("begin",)), (), "reached 0", "task 4 has no milestone b"),
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
    "possible_moment": [
        (entry(recorded=recorded(day)), (), "recorded", f"recorded at {day}T09:00:00+08:00, which is still to come")
        for day in ("2099-10-08", "9999-12-31", "2090-01-02")
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
        (entry(status="done", figures={"idle": 3, "jobs": 94}, task=5), (), "status", "not done: 就业 stands at 94"),
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
            "甲局 has reported 公路 for 2021-08-31 already; to put it right: mstrack correct 00000001",
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


@every(("rule", "said", "before", "route", "sentence"), CASES)
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
    "possible_moment": [(entry(recorded=recorded("2021-09-01")), ()), (entry(recorded=recorded("2089-12-31")), ())],
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


@every(("said", "before"), [case for several in FINE.values() for case in several])
def test_fine(said, before):
    """What a rule does not mean is not refused."""
    assert told(said, *before) == []


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
