"""What the first version said and was not so: each falsehood with its test."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from builders import (
    CODES,
    GROUP,
    LEAD,
    MEMBERS,
    PARTNER,
    dataset,
    examples,
    filed,
    indicator,
    level,
    plan_text,
    row,
    stand,
)

from mstrack.i18n import speaking
from mstrack.progress.snapshot import Snapshot
from mstrack.progress.tally import tally
from mstrack.views import words

ROADS = indicator(target=100)
RATE = {"quote": "失业率控制在3%以内", "content": "失业率控制在3%以内。"}
EAST, WEST, SOUTH = MEMBERS
MOVED = {"date": dt.date(2021, 8, 15), "document": "某办函〔2021〕12号", "field": "lead_unit", "was": LEAD}


def on(day, figures=None, status="in-progress", **more):
    """Return what the lead unit filed on a day."""
    return filed(day, status, figures, **{"id_": "00000001"} | more)


def ceiling(target=3, **more):
    """Return a task that promises to stay below a number."""
    one = level("失业率", target, **{"bound": "at-most", "quote": RATE["quote"]} | more)
    return plan_text([row(one, content=f"{one['quote']}。")])


@pytest.mark.parametrize(
    ("deadline", "day", "figure", "expected"),
    [
        ("12月10日", "2021-12-10", 82, ("yellow", "lag")),
        ("11月29日", "2021-11-29", 82, ("yellow", "lag")),
        ("12月10日", "2021-12-10", 86, ("yellow", "lag")),
        ("12月10日", "2021-12-10", 99, ("yellow", "near")),
        ("6月底", "2021-06-30", 42, ("red", "lag")),
        ("6月底", "2021-06-30", 95, ("yellow", "near")),
    ],
)
def test_the_last_day(deadline, day, figure, expected):
    """Whoever has not reached the target on the last day is not on pace, however far the year is."""
    one = stand(plan_text([row(ROADS, deadline=deadline)]), on(day, {"roads": figure}), as_of=day)
    assert (one.light, one.cause) == expected
    assert one.expected == 1


def test_task_18_on_its_last_day():
    """86 % of the villages on 12-10 are 14 points behind, not green."""
    data = examples()
    task = next(one for one in data.plan.tasks if one.id == 18)
    story = plan_text([row(indicator(target=165), deadline=task.deadline)])
    one = stand(story, on("2021-12-10", {"roads": 142}), as_of="2021-12-10")
    assert (one.light, one.cause, words.causes.points(one)) == ("yellow", "lag", "13.94")


@pytest.mark.parametrize(
    ("target", "more", "figure", "reached"),
    [
        (3, {}, "2.4", True),
        (3, {}, 3, True),
        (3, {}, "4.5", False),
        (3, {"above": True}, 3, False),
        (0, {"quote": "重大事故0起"}, 0, True),
        (0, {"quote": "重大事故0起"}, 1, False),
        (50, {"bound": "about", "quote": "50个左右"}, "47.5", True),
        (50, {"bound": "about", "quote": "50个左右"}, "47.4", False),
    ],
)
def test_bounds(target, more, figure, reached):
    """A ceiling is no floor, and zero is a target."""
    plan = ceiling(target, **more)
    one = stand(plan, on("2021-11-30", {"coverage": figure}), as_of="2021-12-01")
    assert one.actuals[0].reached is reached
    assert one.cause == ("reached" if reached else "near")
    assert one.progress is None


def test_a_ceiling_without_a_figure_is_not_reached():
    """Nobody filed anything: nothing stays below anything."""
    assert not stand(ceiling(), on("2021-11-30"), as_of="2021-12-01").actuals[0].reached


@pytest.mark.parametrize("indicators", [[], [ROADS], [level()]])
def test_not_started_on_the_last_day(indicators):
    """By the unit's own word it is at zero; on the last day that is no good progress."""
    one = stand(plan_text([row(*indicators)]), on("2021-12-10", status="not-started"), as_of="2021-12-10")
    assert (one.light, one.cause, one.progress) == ("red", "lag", 0)


def test_a_worded_task_near_its_deadline():
    """Nothing to measure, and no word that it is done: yellow; a percentage of the unit's own is measured."""
    plan = plan_text([row()])
    assert stand(plan, on("2021-11-30"), as_of="2021-12-01").cause == "near"
    behind = stand(plan, on("2021-11-30", percent=Decimal(22)), as_of="2021-12-01")
    assert (behind.light, behind.cause, behind.progress, behind.by_percent) == ("red", "lag", Fraction(22, 100), True)


def test_a_figure_comes_before_a_percentage():
    """What the unit thinks of itself counts only where no figure is known."""
    one = stand(plan_text([row(ROADS)]), on("2021-06-30", {"roads": 60}, percent=Decimal(90)), as_of="2021-06-30")
    assert (one.progress, one.percent, one.by_percent) == (Fraction(3, 5), 90, False)


def test_levels_never_reported_are_not_on_pace():
    """They count as under way, whose progress nobody knows."""
    parts = tally([stand(plan_text([row(level())]), on("2021-06-30"), as_of="2021-06-30")])
    assert [name for name in parts._fields if getattr(parts, name)] == ["under_way"]


def test_every_target_reached_but_not_reported_as_done():
    """Past its deadline it is to be confirmed, not to be explained."""
    one = stand(plan_text([row(ROADS, level())]), on("2021-12-09", {"roads": 100, "coverage": 80}), as_of="2021-12-20")
    assert (one.light, one.cause) == ("yellow", "to-confirm")
    assert tally([one]).reached == (one,)


def moved(lead=PARTNER, partners=(GROUP,), **more):
    """Return a plan whose task changed its lead unit on 15 August."""
    changed = {"lead_unit": lead, "partner_units": list(partners), "amendments": [MOVED | more]}
    return plan_text([row(indicator(target=165), **changed)])


def test_a_change_of_lead_keeps_the_figure():
    """The former lead's total stays the task's, though the task names it no more, and no share is added to it."""
    before = on("2021-07-31", {"roads": 141})
    shares = [filed("2021-07-31", figures={"roads": 32}, id_="00000002", unit=EAST)]
    for partners in ([GROUP], [GROUP, LEAD]):
        one = stand(moved(partners=partners), before, *shares, as_of="2021-09-01")
        assert (one.progress, one.actuals[0].provisional) == (Fraction(141, 165), False)
        assert (
            f"{words.hundredths(one.progress) if hasattr(words, 'hundredths') else round(float(one.progress) * 100, 2)}"
            == "85.45"
        )
        assert one.submission.entry.unit == LEAD


def test_a_new_lead_is_silent_only_since_it_leads():
    """Nobody reproaches a unit with days on which it had nothing to report; then its own silence counts."""
    before = on("2021-07-31", {"roads": 141})
    early = stand(moved(), before, as_of="2021-09-20")
    assert (early.age, early.silent_days, early.is_silent, early.lead) == (51, 36, False, PARTNER)
    late = stand(moved(), before, as_of="2021-10-01")
    assert (late.silent_days, late.cause) == (47, "stale")


def test_what_was_a_share_stays_one():
    """A partner that becomes the lead: what it filed before is no total of the task, what it files then is."""
    plan = moved(PARTNER)
    share = filed("2021-07-31", figures={"roads": 30}, id_="00000002", unit=PARTNER)
    lead = on("2021-07-31", {"roads": 100})
    assert stand(plan, share, lead, as_of="2021-09-01").actuals[0].figure == 100
    own = filed("2021-08-31", figures={"roads": 110}, id_="00000003", unit=PARTNER)
    assert stand(plan, share, lead, own, as_of="2021-09-01").actuals[0].figure == 110


def test_the_provisional_sum_survives_a_change_of_lead():
    """The new lead's share from before still counts, once."""
    shares = [
        filed("2021-07-31", figures={"roads": n}, id_=f"0000000{n}", unit=unit) for n, unit in ((3, PARTNER), (4, EAST))
    ]
    before = stand(plan_text([row(indicator(target=165))]), *shares, as_of="2021-09-01")
    after = stand(moved(), *shares, as_of="2021-09-01")
    assert before.actuals[0].figure == after.actuals[0].figure == 7


@pytest.mark.parametrize(("day", "words_", "due"), [("2021-05-01", "10月底", 31), ("2021-08-15", "11月底", 30)])
def test_the_deadline_in_force(day, words_, due):
    """As of May nobody knows of the document of August."""
    later = {"date": dt.date(2021, 8, 15), "document": "某办函", "field": "deadline", "was": "10月底"}
    one = stand(plan_text([row(deadline="11月底", amendments=[later])]), as_of=day)
    assert (one.task.deadline, one.due.day) == (words_, due)
    assert bool(one.task.amendments) == (due == 30)


def test_a_group_as_lead_files_through_its_members():
    """Their totals add up and are the task's own; it is done when all are, blocked when one is."""
    plan = plan_text([row(ROADS, level(), lead_unit=GROUP, partner_units=[PARTNER])])

    def by(unit, figure, rate, status="in-progress", day="2021-06-30"):
        return filed(day, status, {"roads": figure, "coverage": rate}, id_=f"000000{CODES[unit]}", unit=unit)

    share = filed("2021-06-30", figures={"roads": 50}, id_="00000009", unit=PARTNER)
    one = stand(plan, by(EAST, 20, 90), by(WEST, 40, 70, day="2021-06-29"), share, as_of="2021-06-30")
    roads, rate = one.actuals
    assert (roads.figure, roads.provisional, roads.joint, len(roads.sources)) == (60, False, True, 2)
    assert (rate.figure, rate.reached, [each.entry.unit for each in rate.sources]) == (70, False, [WEST])
    assert (one.submission.entry.unit, one.status) == (EAST, "in-progress")
    with speaking("zh_CN"):
        assert words.reason(one) == "达到序时（由2家成员单位报送合计）"
    blocked = stand(plan, by(EAST, 20, 90), by(WEST, 40, 70, "blocked"), as_of="2021-06-30")
    assert blocked.cause == "blocked"
    two = [by(EAST, 20, 90, "done"), by(WEST, 40, 90, "done")]
    assert stand(plan, *two, as_of="2021-07-01").status == "in-progress"
    assert stand(plan, *two, by(SOUTH, 40, 90, "done"), as_of="2021-07-01").cause == "done"


def test_a_dropped_task_counts_nowhere():
    """It has no light of its own and is in no part; until its day it is a task as any."""
    plan = plan_text([row(dropped={"date": dt.date(2021, 8, 15), "document": "某办函"})])
    one = stand(plan, as_of="2021-09-01")
    assert (one.light, one.cause) == ("done", "dropped")
    assert not any(tally([one]))
    assert stand(plan, as_of="2021-08-14").cause == "unreported"


def test_an_added_task():
    """Before its document it is not there; its pace starts on the day that it came."""
    plan = plan_text([row(), row(ROADS, added={"date": dt.date(2021, 7, 1), "document": "某办函"}, deadline="年底")])
    data = dataset(plan)
    assert [one.id for one in Snapshot(data, dt.date(2021, 6, 30)).tasks] == [1]
    assert [one.expected for one in Snapshot(data, dt.date(2021, 9, 30)).standings][1] == Fraction(1, 2)
    assert Snapshot(data, dt.date(2021, 9, 30)).on(dt.date(2021, 6, 30)).standings[0].task.id == 1


STAGES = [
    {"id": "half", "by": "6月底", "what": "过半", "indicator": "roads", "figure": 80},
    {"id": "started", "by": "3月底", "what": "动工"},
]


@pytest.mark.parametrize(
    ("day", "figure", "reached", "expected"),
    [
        ("2021-06-30", 80, ["started"], ("green", "on-pace")),
        ("2021-06-30", 70, ["started"], ("green", "behind")),
        ("2021-07-01", 79, ["started"], ("yellow", "milestone")),
        ("2021-07-01", 80, [], ("yellow", "milestone")),
        ("2021-03-31", 40, [], ("green", "on-pace")),
        ("2021-04-01", 41, [], ("yellow", "milestone")),
    ],
)
def test_milestones(day, figure, reached, expected):
    """A stage with a figure bends the line; one without is reached by a word; its day belongs to it."""
    plan = plan_text([row(ROADS, deadline="年底", milestones=STAGES[::-1])])
    one = stand(plan, on(day, {"roads": figure}, reached=tuple(reached)), as_of=day)
    assert (one.light, one.cause) == expected
    if day == "2021-06-30":
        assert one.expected == Fraction(4, 5)


@pytest.mark.parametrize("field", ["units.gq.members", "partner_units"])
def test_who_is_named_no_more_keeps_its_share(field):
    """What a member filed before it left its group, or a partner before it was none, stays in the sum; no more."""
    change = {"date": dt.date(2021, 8, 15), "document": "某办函", "field": field}
    if field == "partner_units":
        plan = plan_text([row(ROADS, partner_units=[GROUP], amendments=[change | {"was": [PARTNER, GROUP]}])])
        gone = PARTNER
    else:
        plan, gone = plan_text([row(ROADS)], amendments=[change | {"was": list(MEMBERS)}]), EAST
        plan = plan.replace(f"  members:\n  - {EAST}\n", "  members:\n")
    shares = [
        filed(day, figures={"roads": n}, id_=f"0000000{n}", unit=unit)
        for n, unit, day in ((3, WEST, "2021-07-31"), (4, gone, "2021-07-31"))
    ]
    for day in ("2021-08-01", "2021-09-01"):
        roads = stand(plan, *shares, as_of=day).actuals[0]
        assert (roads.figure, roads.provisional, len(roads.sources)) == (7, True, 2)
    later = filed("2021-08-31", figures={"roads": 9}, id_="00000009", unit=gone)
    assert stand(plan, later, *shares, as_of="2021-09-01").actuals[0].figure == 7
    assert stand(plan, later, shares[0], as_of="2021-09-01").actuals[0].figure == 3
