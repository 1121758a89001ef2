"""What holds of every history, however long and however muddled: found out by Hypothesis."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from builders import LEAD, MEMBERS, PARTNER, dataset, filed, id_of, indicator, level, plan_text, row, stand
from hypothesis import given
from hypothesis import strategies as st

from mstrack.progress.snapshot import Snapshot
from mstrack.progress.status import of_tasks

ROADS, BRIDGES, COVERAGE = indicator(target=60), indicator("桥梁", target=10, id="bridges"), level(target=80)
PLAN = plan_text([row(ROADS, BRIDGES, COVERAGE)])
SINGLE = plan_text([row(ROADS, COVERAGE)])
CAUSES = {
    "done": {"done", "done-late"},
    "red": {"overdue", "blocked", "lag"},
    "grey": {"unreported", "stale", "no-figure"},
    "yellow": {"lag", "near"},
    "green": {"on-pace"},
}

days = st.dates(dt.date(2021, 1, 1), dt.date(2021, 12, 31))
numbers = st.decimals(0, 100, places=1)
figures = st.fixed_dictionaries({}, optional={"roads": numbers, "bridges": numbers, "coverage": numbers})
statuses = st.sampled_from(["not-started", "in-progress", "blocked", "done"])
told = st.tuples(days, statuses, figures, st.sampled_from([LEAD, LEAD, PARTNER, *MEMBERS]))


@st.composite
def histories(draw):
    """Entries on one task; some correct one or two earlier ones of their unit, or take them back."""
    entries, owners = [], {}
    for number, (day, status, said, unit) in enumerate(draw(st.lists(told, max_size=7))):
        own = [id_ for id_, owner in owners.items() if owner == unit]
        old = tuple(draw(st.lists(st.sampled_from(own), max_size=2, unique=True))) if own else ()
        withdraws = old and draw(st.booleans())
        states = {"status": None} if withdraws else {"status": status, "figures": said}
        entries.append(filed(day.isoformat(), id_=id_of(number), unit=unit, corrects=old, note="说明", **states))
        owners[id_of(number)] = unit
    return entries


@given(histories(), days, st.randoms(use_true_random=False))
def test_the_order_of_files_does_not_matter(entries, as_of, shuffled):
    """A folder has no order: whichever file is listed first, the task stands the same."""
    mixed = list(entries)
    shuffled.shuffle(mixed)
    assert stand(PLAN, *entries, as_of=as_of.isoformat()) == stand(PLAN, *mixed, as_of=as_of.isoformat())


@given(histories(), days)
def test_what_is_dated_later_changes_nothing(entries, as_of):
    """As of a day, a history is what was dated up to that day."""
    until = [entry for entry in entries if entry[0].split("/")[2][:10] <= as_of.isoformat()]
    assert stand(PLAN, *until, as_of=as_of.isoformat()) == stand(PLAN, *entries, as_of=as_of.isoformat())


@given(told, days, told, histories())
def test_a_correction_leaves_it_as_if_only_it_had_been_filed(wrong, as_of, right, others):
    """A corrected entry leaves no trace, as long as its correction is not dated after the as-of day."""
    day, status, said, unit = wrong
    mistake = filed(day.isoformat(), status, said, id_=id_of(1000), unit=unit)
    _day, status, said, _unit = right
    cured = filed(min(day, as_of).isoformat(), status, said, id_=id_of(1001), unit=unit, corrects=(id_of(1000),))
    expected = stand(PLAN, cured, *others, as_of=as_of.isoformat())
    assert expected == stand(PLAN, mistake, cured, *others, as_of=as_of.isoformat())


@given(histories(), days)
def test_exactly_one_light(entries, as_of):
    """Every history gives one of the five lights, and a cause that belongs to it."""
    one = stand(PLAN, *entries, as_of=as_of.isoformat())
    assert one.cause in CAUSES[one.light]


@given(histories(), days)
def test_never_an_average(entries, as_of):
    """The progress of a task is, exactly, that of one of its cumulative indicators, and of none a smaller one."""
    one = stand(PLAN, *entries, as_of=as_of.isoformat())
    known = [actual.progress for actual in one.actuals if actual.progress is not None]
    assert (min(known) if known else None) == one.progress
    assert [actual for actual in one.actuals if actual.indicator.kind == "level" and actual.progress] == []


@given(histories(), days)
def test_no_figure_is_invented(entries, as_of):
    """A figure is one that the lead unit filed, or the sum of those that its sources filed."""
    for actual in stand(PLAN, *entries, as_of=as_of.isoformat()).actuals:
        said = [report.entry.figures[actual.indicator.id] for report in actual.sources]
        units = [report.entry.unit for report in actual.sources]
        assert (sum(said, Decimal(0)) if said else None) == actual.figure
        assert ((units == [LEAD]) != actual.provisional) or not units
        assert len(units) == len(set(units))


@given(histories(), days)
def test_asking_for_all_tasks_changes_no_answer(entries, as_of):
    """The lists of `due` and the page of `show` never differ."""
    data = dataset(PLAN, *entries)
    alone = stand(PLAN, *entries, as_of=as_of.isoformat())
    assert [alone] == of_tasks(data, data.plan.tasks, as_of)
    assert (alone,) == Snapshot(data, as_of).standings


def by_the_table(days_left, report, roads, coverage, pace):
    """Read the table of DESIGN 4 from above, with percentages in whole numbers: the tests' own reading of it.

    `report` is (status, age) or None; `roads` is out of 60, `coverage` out of 80, None where not filed.
    """
    status, age = report or ("", 0)
    lag = None if roads is None else pace.numerator * 6000 - int(roads * 100) * pace.denominator
    points = 60 * pace.denominator  # of the same scale as lag
    table = [
        (status == "done", "done"),
        (days_left < 0, "red"),
        (status == "blocked", "red"),
        (report is None or age > 45, "grey"),
        (lag is not None and lag > 30 * points, "red"),
        (lag is not None and lag > 10 * points, "yellow"),
        (days_left <= 30 and (coverage is None or coverage < 80), "yellow"),
        (roads is None, "grey"),
        (True, "green"),
    ]
    return next(light for holds, light in table if holds)


@given(
    deadline=days,
    as_of=days,
    report=st.none() | st.tuples(statuses, st.sampled_from([0, 1, 44, 45, 46, 100])),
    roads=st.none() | st.integers(0, 6000).map(lambda n: Decimal(n) / 100),
    coverage=st.none() | st.sampled_from(["79.9", "80", "80.1"]).map(Decimal),
)
def test_the_light_is_that_of_the_table(deadline, as_of, report, roads, coverage):
    """Whatever is known of a task, its light is the first row of the table that fits."""
    plan = plan_text([row(ROADS, COVERAGE, deadline=deadline.isoformat())])
    said = {key: figure for key, figure in (("roads", roads), ("coverage", coverage)) if figure is not None}
    entries = []
    if report:
        status, age = report
        entries = [filed((as_of - dt.timedelta(days=age)).isoformat(), status, said, id_=id_of(1))]
    else:
        roads = coverage = None
    gone = Fraction(as_of.month - 1, 12) + Fraction(as_of.day, 12 * _days_of(as_of))
    expected = by_the_table((deadline - as_of).days, report, roads, coverage, gone)
    assert expected == stand(plan, *entries, as_of=as_of.isoformat()).light


def _days_of(day):
    return {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(day.month, 31)
