from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from builders import GROUP, LEAD, MEMBERS, PARTNER, dataset, filed, indicator, level, plan_text, recorded, row, stand
from offenders import every

from mstrack.errors import Unreadable
from mstrack.progress import figures
from mstrack.progress.snapshot import Snapshot

PLAIN = plan_text([row()])
ROADS = plan_text([row(indicator(target=60))])
LEVEL = plan_text([row(level(target=80))])
BOTH = plan_text([row(indicator(target=60), level(target=80))])


def light(plan, *entries, as_of):
    """Return a task's light and its cause."""
    one = stand(plan, *entries, as_of=as_of)
    return one.light, one.cause


@every(
    ("entry", "as_of", "expected"),
    [
        # deadline 12月10日: expected 186/351 at the end of June, 341/351 at the end of November
        (("2021-12-10", "done"), "2021-12-10", ("done", "done")),
        (("2021-12-11", "done"), "2021-12-11", ("done", "done-late")),
        (("2021-02-01", "done"), "2021-12-31", ("done", "done")),
        (("2021-12-10", "in-progress", {"roads": 60}), "2021-12-10", ("green", "reached")),
        (("2021-12-10", "in-progress", {"roads": 60}), "2021-12-11", ("yellow", "to-confirm")),
        (("2021-12-10", "blocked", {"roads": 60}), "2021-12-11", ("yellow", "to-confirm")),
        (("2021-12-10", "in-progress", {"roads": "59.9"}), "2021-12-11", ("red", "overdue")),
        (("2021-12-10", "blocked"), "2021-12-11", ("red", "overdue")),
        (("2021-06-30", "blocked", {"roads": 60}), "2021-06-30", ("red", "blocked")),
        (("2021-01-30", "blocked", {"roads": 60}), "2021-06-30", ("red", "blocked")),
        (("2021-06-30", "in-progress", {"roads": 60}), "2021-08-14", ("green", "reached")),
        (("2021-06-30", "in-progress", {"roads": 60}), "2021-08-15", ("grey", "stale")),
        (("2021-06-30", "not-started", {"roads": 0}), "2021-08-15", ("grey", "stale")),
        (("2021-11-30", "in-progress", {"roads": "40.29"}), "2021-11-30", ("red", "lag")),
        (("2021-11-30", "in-progress", {"roads": "40.30"}), "2021-11-30", ("yellow", "lag")),
        (("2021-11-30", "in-progress", {"roads": "52.29"}), "2021-11-30", ("yellow", "lag")),
        (("2021-11-30", "in-progress", {"roads": "52.30"}), "2021-11-30", ("green", "behind")),
        (("2021-11-30", "in-progress", {"roads": "58.29"}), "2021-11-30", ("green", "behind")),
        (("2021-11-30", "in-progress", {"roads": "58.30"}), "2021-11-30", ("green", "on-pace")),
        (("2021-12-06", "in-progress", {"roads": "59.9"}), "2021-12-06", ("green", "on-pace")),
        (("2021-12-07", "in-progress", {"roads": "59.9"}), "2021-12-07", ("yellow", "near")),
        (("2021-12-10", "in-progress", {"roads": "59.9"}), "2021-12-10", ("yellow", "near")),
        (("2021-12-10", "in-progress", {"roads": "49.2"}), "2021-12-10", ("yellow", "lag")),
        (("2021-12-10", "not-started", {}), "2021-12-10", ("red", "lag")),
        (("2021-06-30", "in-progress", {"roads": 90}), "2021-06-30", ("green", "reached")),
        (("2021-06-30", "in-progress", {}), "2021-06-30", ("grey", "no-figure")),
    ],
)
def test_lights_of_a_cumulative_task(entry, as_of, expected):
    """Each rule at its boundary: the last day that is still good, and the first that is not."""
    assert expected == light(ROADS, filed(*entry, id_="00000001"), as_of=as_of)


@pytest.mark.parametrize(
    ("figures", "as_of", "expected"),
    [
        ({"coverage": "79.9"}, "2021-11-09", ("green", "under-way")),
        ({"coverage": "79.9"}, "2021-11-10", ("yellow", "near")),
        ({"coverage": 80}, "2021-11-10", ("green", "reached")),
        ({}, "2021-11-09", ("green", "under-way")),
        ({}, "2021-11-10", ("yellow", "near")),
    ],
)
def test_lights_of_a_level_task(figures, as_of, expected):
    """A level has no pace; it warns when 30 days or fewer are left and it is not reached."""
    assert expected == light(LEVEL, filed("2021-11-01", figures=figures, id_="00000001"), as_of=as_of)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ({"roads": 30, "coverage": 80}, ("red", "lag")),
        ({"roads": 45, "coverage": 70}, ("yellow", "lag")),
        ({"roads": 55, "coverage": 70}, ("yellow", "near")),
        ({"coverage": 70}, ("yellow", "near")),
        ({"coverage": 80}, ("grey", "no-figure")),
        ({"roads": 55, "coverage": 80}, ("green", "behind")),
    ],
)
def test_the_first_rule_that_fits(figures, expected):
    """A lag comes before a level not reached; a missing figure is never green."""
    assert expected == light(BOTH, filed("2021-11-30", figures=figures, id_="00000001"), as_of="2021-11-30")


@pytest.mark.parametrize(("as_of", "expected"), [("2021-12-10", "unreported"), ("2021-12-11", "overdue")])
def test_silence(as_of, expected):
    """Silence is neither zero nor on track: grey, and red once the deadline is past."""
    assert expected == light(ROADS, as_of=as_of)[1]


@pytest.mark.parametrize(
    ("entry", "as_of", "expected"),
    [
        ({}, "2021-11-09", ("green", "under-way")),
        ({}, "2021-11-10", ("yellow", "near")),
        ({"percent": Decimal(90)}, "2021-11-10", ("green", "behind")),
        ({"percent": Decimal(22)}, "2021-11-10", ("red", "lag")),
        ({"percent": Decimal(100)}, "2021-11-10", ("green", "on-pace")),
        ({"percent": Decimal(100)}, "2021-12-07", ("yellow", "near")),
    ],
)
def test_a_task_without_figures(entry, as_of, expected):
    """Where the table promises no number, its own percentage is measured; without one the deadline's nearness warns."""
    assert expected == light(PLAIN, filed("2021-11-08", id_="00000001", **entry), as_of=as_of)


@pytest.mark.parametrize(
    ("rules", "as_of", "figure", "expected"),
    [
        ({"red": 5, "yellow": 1}, "2021-11-30", 51, ("red", "lag")),
        ({"red": 60, "yellow": 50, "near_days": 0}, "2021-11-30", 30, ("green", "behind")),
        ({"stale_days": 1}, "2021-12-02", 60, ("grey", "stale")),
        ({"stale_days": 300}, "2021-12-10", 60, ("yellow", "near")),
        ({"near_days": 0, "last_days": 0}, "2021-12-09", 60, ("green", "on-pace")),
        ({"near_days": 0, "last_days": 0}, "2021-12-10", 60, ("yellow", "near")),
        ({"near_days": 0, "last_days": 5}, "2021-12-04", 60, ("green", "on-pace")),
        ({"near_days": 0, "last_days": 5}, "2021-12-05", 60, ("yellow", "near")),
        ({"pace": "calendar"}, "2021-11-30", 55, ("yellow", "near")),
        ({"pace": "calendar", "near_days": 0}, "2021-11-30", 55, ("green", "on-pace")),
    ],
)
def test_the_plans_own_numbers(rules, as_of, figure, expected):
    """The numbers of `lights:`, and its pace, replace the usual ones."""
    plan = plan_text([row(indicator(target=60), level(target=80))], lights=rules)
    assert expected == light(plan, filed("2021-11-30", figures={"roads": figure}, id_="00000001"), as_of=as_of)


@pytest.mark.parametrize(
    ("story", "late"),
    [
        ([("2021-12-10", "done")], 0),
        ([("2021-12-19", "done")], 9),
        ([("2021-12-10", "done"), ("2021-12-20", "done")], 0),
        ([("2021-12-12", "done"), ("2021-12-20", "done")], 2),
        ([("2021-12-05", "done"), ("2021-12-08", "in-progress"), ("2021-12-15", "done")], 5),
        ([("2021-12-05", "done"), ("2021-12-15", "blocked")], 0),
    ],
)
def test_late(story, late):
    """A task is done since the day its unit first said so and did not take it back."""
    entries = [filed(*told, id_=f"0000000{n}") for n, told in enumerate(story)]
    one = stand(PLAIN, *entries, as_of="2021-12-31")
    assert late == one.late
    assert ("done-late" if late else "done") == one.cause or story[-1][1] != "done"


def test_what_a_standing_says():
    """Age and days left are whole days, progress and pace exact shares of 1."""
    one = stand(ROADS, filed("2021-11-30", figures={"roads": "29.5"}, id_="00000001"), as_of="2021-12-31")
    assert (one.due, one.days_left, one.age) == (dt.date(2021, 12, 10), -21, 31)
    assert (one.progress, one.expected, one.lag) == (Fraction(295, 600), Fraction(1), Fraction(305, 600))
    assert one.submission.filed.path == "progress/01/2021-11-30-jia-00000001.yaml"


def test_unreported_has_no_numbers():
    """Nothing is filled in where nobody reported."""
    one = stand(ROADS, as_of="2021-11-30")
    assert (one.submission, one.age, one.slowest, one.progress, one.lag, one.late) == (None, None, None, None, None, 0)
    assert [actual.figure for actual in one.actuals] == [None]


def test_the_latest_date_wins():
    """The entry of the latest day counts, whenever it was recorded and whatever its id."""
    newer = filed("2021-10-31", figures={"roads": 30}, id_="00000001", recorded=recorded("2021-11-01"))
    filed_last = filed("2021-09-30", figures={"roads": 50}, id_="zzzzzzzz", recorded=recorded("2021-12-01"))
    one = stand(ROADS, newer, filed_last, as_of="2021-12-01")
    assert one.actuals[0].figure == Decimal(30)


def test_of_one_day_the_entry_recorded_later_wins():
    """Two reports of one day: the one that was recorded later counts, whatever its id."""
    first = filed("2021-10-31", figures={"roads": 30}, id_="zzzzzzzz", recorded=recorded("2021-11-02", hour=9))
    second = filed("2021-10-31", figures={"roads": 31}, id_="00000001", recorded=recorded("2021-11-02", hour=10))
    assert stand(ROADS, first, second, as_of="2021-11-30").actuals[0].figure == Decimal(31)


@pytest.mark.parametrize("ahead", ["2099-12-02", "2090-06-01", "9999-12-31"])
def test_a_clock_that_was_ahead_outranks_nobody(ahead):
    """Of one day the other report counts, whichever was filed first; alone, it counts all the same."""
    wrong = filed("2021-10-31", figures={"roads": 30}, id_="00000001", recorded=recorded(ahead))
    right = filed("2021-10-31", "blocked", figures={"roads": 31}, id_="00000002", recorded=recorded("2021-11-02"))
    one = stand(ROADS, wrong, right, as_of="2021-11-30")
    assert (one.status, one.actuals[0].figure) == ("blocked", Decimal(31))
    assert stand(ROADS, wrong, as_of="2021-11-30").actuals[0].figure == Decimal(30)


def test_a_figure_may_be_older_than_the_report():
    """Where the newest report lacks a figure, the newest one that has it gives it; status and age are the newest's."""
    older = filed("2021-09-30", figures={"roads": 40, "coverage": 81}, id_="00000001")
    newest = filed("2021-11-30", "blocked", figures={"coverage": 82}, id_="00000002")
    one = stand(BOTH, older, newest, as_of="2021-11-30")
    assert [actual.figure for actual in one.actuals] == [Decimal(40), Decimal(82)]
    assert [actual.sources[0].filed.id for actual in one.actuals] == ["00000001", "00000002"]
    assert (one.submission.filed.id, one.age, one.cause) == ("00000002", 0, "blocked")


@pytest.mark.parametrize(("as_of", "figure"), [("2021-09-29", None), ("2021-09-30", 40), ("2021-10-31", 50)])
def test_as_of(as_of, figure):
    """Entries dated after the as-of day do not exist."""
    entries = [
        filed(f"2021-{end}", figures={"roads": n}, id_=f"000000{n}") for end, n in (("09-30", 40), ("10-31", 50))
    ]
    assert figure == stand(ROADS, *entries, as_of=as_of).actuals[0].figure


def test_slowest():
    """A task's progress is that of its slowest cumulative indicator, never an average; levels take no part."""
    several = [indicator(target=60), indicator("桥梁", target=10, id="bridges"), level(target=80)]
    entry = filed("2021-11-30", figures={"roads": 60, "bridges": 7, "coverage": 8}, id_="00000001")
    one = stand(plan_text([row(*several)]), entry, as_of="2021-11-30")
    assert (one.slowest.indicator.id, one.progress) == ("bridges", Fraction(7, 10))
    assert [actual.progress for actual in one.actuals] == [Fraction(1), Fraction(7, 10), None]


def test_progress_is_not_capped():
    """More than was promised shows as more."""
    assert stand(ROADS, filed("2021-11-30", figures={"roads": 90}, id_="00000001"), as_of="2021-11-30").progress == 1.5


@pytest.mark.parametrize(("above", "figure", "reached"), [(False, 80, True), (True, 80, False), (True, "80.1", True)])
def test_reached(above, figure, reached):
    """A target is a floor, and the number itself suffices, unless it is said to be strict."""
    plan = plan_text([row(level(target=80, above=above))])
    one = stand(plan, filed("2021-11-30", figures={"coverage": figure}, id_="00000001"), as_of="2021-11-30")
    assert (reached, "reached" if reached else "near") == (one.actuals[0].reached, one.cause)


def test_a_baseline_is_no_progress():
    """Progress is figure over target, also where the table says from what it starts."""
    plan = plan_text([row(indicator(target=1000, baseline=800))])
    one = stand(plan, filed("2021-11-30", figures={"roads": 800}, id_="00000001"), as_of="2021-11-30")
    assert one.progress == Fraction(4, 5)


def test_others():
    """Beside the lead unit report the partners and the members of groups, each once, the lead unit never."""
    partners = [PARTNER, MEMBERS[1], GROUP]
    plans = [plan_text([row(partner_units=partners)]), plan_text([row(partner_units=partners, lead_unit=MEMBERS[0])])]
    found = [
        [unit.name for unit in figures.others(plan, plan.tasks[0])] for plan in (dataset(text).plan for text in plans)
    ]
    assert found == [[PARTNER, MEMBERS[1], MEMBERS[0], MEMBERS[2]], [PARTNER, MEMBERS[1], MEMBERS[2]]]


def test_all_problems_are_told():
    """Where entries cannot be read nothing is answered, and the problems of all tasks are told at once."""
    plan = plan_text([row(), row(), row()])
    paths = [f"progress/0{n}/2021-11-30-jia-0000000{n}.yaml" for n in (1, 3)]
    data = dataset(plan, *((path, "task: x\n") for path in paths), ("progress/02/strange.yaml", ""))
    with pytest.raises(Unreadable) as caught:
        list(Snapshot(data, dt.date(2021, 12, 1)).standings)
    assert {*paths, "progress/02/strange.yaml"} == {problem.path for problem in caught.value.problems}


@pytest.mark.parametrize(("figures", "told"), [({"roads": 50}, False), ({}, True)])
def test_an_older_entry_that_cannot_be_read_is_told_where_it_is_needed(figures, told):
    """The newest entry says all: what lies below it stops no answer. It does not: nothing is answered."""
    older = "progress/01/2021-10-31-jia-00000001.yaml"
    data = dataset(ROADS, filed("2021-11-30", figures=figures, id_="00000002"), (older, "task: x\n"))
    day = dt.date(2021, 12, 1)
    if told:
        with pytest.raises(Unreadable) as caught:
            list(Snapshot(data, day).standings)
        assert {problem.path for problem in caught.value.problems} == {older}
    else:
        assert [one.progress for one in list(Snapshot(data, day).standings)] == [Fraction(50, 60)]


def test_several_tasks_stand_as_each_alone():
    """Asking for many tasks at once changes no answer."""
    plan = plan_text([row(indicator(target=60))], [row(level(target=80))])
    entry = filed("2021-11-30", figures={"roads": 50}, id_="00000001", unit=LEAD)
    data = dataset(plan, entry)
    day = dt.date(2021, 12, 1)
    alone = [stand(plan, entry, as_of="2021-12-01", task_id=number) for number in (1, 2)]
    assert alone == list(Snapshot(data, day).standings)
