from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from builders import GROUP, MEMBERS, PARTNER, dataset, filed, indicator, level, plan_text, recorded, row, stand

from mstrack.progress.snapshot import Snapshot

PLAN = plan_text([row(indicator(target=60), level(target=80))])
EAST, WEST, SOUTH = MEMBERS
OLD = filed("2021-10-31", "blocked", {"roads": 500, "coverage": 70}, id_="00000001", note="多录一位")
RIGHT = filed("2021-10-31", figures={"roads": 50}, id_="00000002", corrects=("00000001",), note="更正")
OTHER = filed("2021-10-31", figures={"roads": 51}, id_="00000003", corrects=("00000001",), note="另一更正")
BACK = filed("2021-10-31", None, id_="00000004", corrects=("00000001",), note="撤回")


def test_a_correction_replaces_whole():
    """What the corrected entry said is gone, the figures that the correction does not repeat too."""
    one = stand(PLAN, OLD, RIGHT, as_of="2021-11-01")
    assert [actual.figure for actual in one.actuals] == [Decimal(50), None]
    assert (one.submission.filed.id, one.submission.entry.status, one.cause) == ("00000002", "in-progress", "behind")
    assert stand(PLAN, RIGHT, as_of="2021-11-01") == one


def test_a_correction_may_change_the_day():
    """Where the day was wrong, the corrected one counts."""
    moved = filed("2021-09-30", figures={"roads": 50}, id_="00000002", corrects=("00000001",))
    assert stand(PLAN, moved, as_of="2021-11-01") == stand(PLAN, OLD, moved, as_of="2021-11-01")


def test_a_correction_dated_after_the_as_of_day_does_not_exist():
    """As of a day between the two, the old entry still stands."""
    later = filed("2021-11-30", figures={"roads": 50}, id_="00000002", corrects=("00000001",))
    assert stand(PLAN, OLD, later, as_of="2021-11-29") == stand(PLAN, OLD, as_of="2021-11-29")


def test_a_correction_of_a_correction():
    """The last of a chain counts, and nothing is disputed."""
    again = filed("2021-10-31", figures={"roads": 52}, id_="00000005", corrects=("00000002",))
    one = stand(PLAN, OLD, RIGHT, again, as_of="2021-11-01")
    assert (one.actuals[0].figure, one.disputed) == (Decimal(52), ())


def test_a_withdrawal():
    """An entry that is taken back leaves what was reported before it, or nothing."""
    before = filed("2021-09-30", figures={"roads": 40}, id_="00000006")
    one = stand(PLAN, before, OLD, BACK, as_of="2021-11-01")
    assert (one.submission.filed.id, one.age, one.actuals[0].figure) == ("00000006", 32, Decimal(40))
    alone = stand(PLAN, OLD, BACK, as_of="2021-11-01")
    assert (alone.submission, alone.light, alone.cause) == (None, "grey", "unreported")


def test_a_done_that_is_taken_back_was_never_late():
    """Only what still counts says since when a task is done."""
    wrong = filed("2021-12-20", "done", id_="00000001")
    right = filed("2021-12-09", "done", id_="00000002", corrects=("00000001",))
    one = stand(PLAN, wrong, right, as_of="2021-12-31")
    assert (one.cause, one.late) == ("done", 0)


def test_a_dispute():
    """Two corrections of one entry show as a dispute until a third one names both."""
    assert stand(PLAN, OLD, RIGHT, as_of="2021-11-01").disputed == ()
    assert stand(PLAN, OLD, RIGHT, OTHER, as_of="2021-11-01").disputed == ("00000001",)
    settled = filed("2021-10-31", figures={"roads": 52}, id_="00000005", corrects=("00000002", "00000003"))
    one = stand(PLAN, OLD, RIGHT, OTHER, settled, as_of="2021-11-01")
    assert (one.disputed, one.actuals[0].figure) == ((), Decimal(52))


def test_a_dispute_over_a_withdrawal():
    """One corrects, another takes back: that is a dispute as well."""
    assert stand(PLAN, OLD, RIGHT, BACK, as_of="2021-11-01").disputed == ("00000001",)


def test_the_dispute_of_another_unit():
    """A dispute over a share is told on the task, too."""
    share = filed("2021-10-31", figures={"roads": 5}, id_="00000007", unit=EAST)
    rivals = [
        filed("2021-10-31", figures={"roads": n}, id_=f"0000000{n}", unit=EAST, corrects=("00000007",)) for n in (8, 9)
    ]
    assert stand(PLAN, share, *rivals, as_of="2021-11-01").disputed == ("00000007",)


def share(unit, figure, id_, day="2021-10-31", **more):
    """Return an entry of another unit than the lead."""
    return filed(day, figures={"roads": figure, **more}, id_=id_, unit=unit)


def test_shares_stand_in_for_a_silent_lead():
    """Where the lead unit has filed no figure, the newest shares of the others add up, and say that they do."""
    entries = [
        share(EAST, 99, "00000011", day="2021-09-30"),
        share(EAST, 10, "00000012"),
        share(WEST, "2.5", "00000013", day="2021-06-30"),
        share(PARTNER, 3, "00000014"),
    ]
    one = stand(PLAN, *entries, as_of="2021-11-01")
    actual = one.actuals[0]
    assert (actual.figure, actual.provisional, len(actual.sources)) == (Decimal("15.5"), True, 3)
    assert {report.filed.id for report in actual.sources} == {"00000012", "00000013", "00000014"}
    assert (one.progress, one.light, one.cause) == (Fraction(155, 600), "grey", "unreported")


def test_the_leads_figure_is_the_tasks_figure():
    """However many shares are filed, and however new: once the lead unit has a figure, it alone counts."""
    lead = filed("2021-06-30", figures={"roads": 7}, id_="00000015")
    actual = stand(PLAN, lead, share(EAST, 10, "00000012"), as_of="2021-07-01").actuals[0]
    assert (actual.figure, actual.provisional, len(actual.sources)) == (Decimal(7), False, 1)


def test_a_lead_without_the_figure_leaves_it_to_the_shares():
    """The lead unit reports, but not this figure: the light is by the provisional sum."""
    lead = filed("2021-11-30", figures={"coverage": 80}, id_="00000015")
    one = stand(PLAN, lead, share(EAST, 30, "00000012"), share(WEST, 20, "00000013"), as_of="2021-11-30")
    assert (one.progress, one.slowest.provisional, one.cause) == (Fraction(50, 60), True, "lag")


def test_levels_are_never_added():
    """Rates of several units make no rate of the task."""
    one = stand(
        PLAN, share(EAST, 1, "00000012", coverage=80), share(WEST, 1, "00000013", coverage=90), as_of="2021-11-01"
    )
    assert (one.actuals[1].figure, one.actuals[1].sources, one.actuals[1].reached) == (None, (), False)


def test_what_a_stranger_files_is_no_share():
    """Only the units of the task take part; an entry in the name of the whole group is nobody's share."""
    plan = plan_text([row(indicator(target=60), partner_units=[GROUP])])
    entries = [share(PARTNER, 10, "00000012"), share(GROUP, 20, "00000013"), share(EAST, 4, "00000014")]
    assert stand(plan, *entries, as_of="2021-11-01").actuals[0].figure == Decimal(4)


@pytest.mark.parametrize("day", ["2021-10-30", "2021-10-31"])
def test_shares_of_a_task(day):
    """Each other unit is listed in the table's order with its newest share, or with none; corrections count."""
    data = dataset(
        PLAN,
        share(EAST, 99, "00000012", day="2021-10-01"),
        filed(day, figures={"roads": 9}, id_="00000013", unit=EAST, corrects=("00000012",), recorded=recorded(day)),
        share(SOUTH, 1, "00000014"),
    )
    task = data.plan.tasks[0]
    found = Snapshot(data, dt.date(2021, 10, 31)).partner_shares(task, task.indicators[0])
    told = [(unit.name, report and report.entry.figures["roads"]) for unit, report in found]
    assert told == [(PARTNER, None), (EAST, Decimal(9)), (WEST, None), (SOUTH, Decimal(1))]
