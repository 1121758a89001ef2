from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from builders import GROUP, LEAD, MEMBERS, PARTNER, dataset, filed, indicator, level, plan_text, recorded, row
from offenders import every

from mstrack.format.model import Entry
from mstrack.record import propose
from mstrack.rules.entry import ENTRY_RULES

TODAY = dt.date(2021, 10, 8)
STRICT = indicator("投资", target=50, measure="亿元", id="money", above=True)
ROW = row(indicator(), level(), partner_units=[PARTNER, GROUP])
PLAN = plan_text([ROW, row(lead_unit="丙局", partner_units=[])], [row(STRICT, partner_units=[])])
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
    "known_indicator": [
        (entry(figures={"road": 1}), (), "figures road", "task 1 has no indicator road; did you mean roads?"),
        (entry(figures={"cov": 1}), (), "figures cov", "task 1 has no indicator cov; did you mean coverage?"),
        (entry("丙局", task=2), (), "figures roads", "task 2 has no indicators"),
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
        (entry(note=None, corrects=("00000001",)), (EARLIER,), "note", "say in the note why the entry is corrected"),
        (
            entry(status=None, figures={}, note=None, corrects=("00000001",)),
            (EARLIER,),
            "note",
            "say in the note why the entry is corrected",
        ),
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
    assert [" ".join(one[1]) for one in of_rule][:1] == [route]
    assert of_rule[0][2].startswith(sentence)


FINE = {
    "named_unit": [(entry(PARTNER), ()), (entry(EAST), ()), (entry("丙局", task=2, figures={}), ())],
    "known_indicator": [(entry(figures={"roads": 1, "coverage": 2}), ())],
    "possible_figure": [
        (entry(figures={"roads": 0, "coverage": 100}), ()),
        (entry(figures={"roads": 101}), ()),
        (entry(figures={"coverage": "-2.3"}), ()),
    ],
    "growing": [
        (entry(figures={"roads": 40}), (EARLIER, LATER)),
        (entry(figures={"roads": 60}), (EARLIER, LATER)),
        (entry(EAST, figures={"roads": 1}), (EARLIER, LATER)),
        (entry(figures={"coverage": 1}), (filed("2021-08-31", figures={"coverage": 75}, id_="00000004"),)),
        (entry(figures={"roads": 1}, corrects=("00000001",)), (EARLIER,)),
    ],
    "possible_day": [(entry(day="2021-10-08"), ()), (entry(day="2021-01-01"), ())],
    "done_by_lead": [(entry(status="done", figures={"roads": 100, "coverage": 80}), ())],
    "done_reached": [
        (entry(status="done", figures={"roads": 100}), (COVERED,)),
        (entry(status="done", figures={"money": "50.1"}, task=3), ()),
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
        (entry(status="blocked", figures={}, note=None), ()),
    ],
    "reasoned": [(entry(status=None, figures={}, corrects=("00000001",)), (EARLIER,))],
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
