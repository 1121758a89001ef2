"""What holds of every history, however long and however muddled: found out by Hypothesis."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from builders import LEAD, MEMBERS, PARTNER, dataset, filed, id_of, indicator, level, plan_text, row, stand
from hypothesis import given
from hypothesis import strategies as st

from mstrack.progress import status
from mstrack.progress.snapshot import Snapshot

ROADS, BRIDGES, COVERAGE = indicator(target=60), indicator("桥梁", target=10, id="bridges"), level(target=80)
PLAN = plan_text([row(ROADS, BRIDGES, COVERAGE)])
SINGLE = plan_text([row(ROADS, COVERAGE)])
CAUSES = {
    "done": {"done", "done-late"},
    "red": {"overdue", "blocked", "lag"},
    "grey": {"unreported", "stale", "no-figure"},
    "yellow": {"lag", "near", "to-confirm"},
    "green": {"reached", "on-pace", "behind"},
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
    for number, (day, state, said, unit) in enumerate(draw(st.lists(told, max_size=7))):
        own = [id_ for id_, owner in owners.items() if owner == unit]
        old = tuple(draw(st.lists(st.sampled_from(own), max_size=2, unique=True))) if own else ()
        withdraws = old and draw(st.booleans())
        states = {"status": None} if withdraws else {"status": state, "figures": said}
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
    by_word = Fraction(0) if one.status == "not-started" else None
    assert (min(known) if known else by_word) == one.progress
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
    snapshot = Snapshot(data, as_of)
    assert [alone] == status.of_tasks(snapshot, data.plan.tasks)
    assert (alone,) == snapshot.standings


def by_the_table(days_left, report, roads, coverage, expected):
    """Read the table of the lights from above: the tests' own reading of it.

    `report` is (status, age) or None; `roads` is out of 60, `coverage` out of 80, None where not filed.
    """
    status, age = report or ("", 0)
    progress = Fraction(roads) / 60 if roads is not None else Fraction(0) if status == "not-started" else None
    lag = None if progress is None else (expected - progress) * 100
    is_covered = coverage is not None and coverage >= 80
    is_reached = is_covered and roads is not None and roads >= 60
    table = [
        (status == "done", "done"),
        (days_left < 0 and is_reached, "yellow"),
        (days_left < 0, "red"),
        (status == "blocked", "red"),
        (report is None or age > 45, "grey"),
        (lag is not None and lag > 30, "red"),
        (lag is not None and lag > 10, "yellow"),
        (days_left <= 30 and not is_covered, "yellow"),
        (days_left <= 3 and not is_reached, "yellow"),
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
    expected = min(Fraction(1), gone(as_of) / gone(deadline))
    assert (
        by_the_table((deadline - as_of).days, report, roads, coverage, expected)
        == stand(plan, *entries, as_of=as_of.isoformat()).light
    )


def gone(day):
    """Return how much of 2021 is gone at the end of a day, in months of equal length."""
    days_of = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(day.month, 31)
    return day.month - 1 + Fraction(day.day, days_of)
