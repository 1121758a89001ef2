"""The laws of `in_force`, whatever documents there are: found out by Hypothesis."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from builders import GROUP, LEAD, MEMBERS, PARTNER, dataset
from hypothesis import given
from hypothesis import strategies as st
from test_reform_properties import LETTER, PLAN, days

from mstrack.format.model import Amendment, Decision, Former, PlanAmendment, as_was
from mstrack.progress import timeline

VALUES = {
    "deadline": ["6月底", "10月底", "2022年3月底"],
    "leader": ["赖燕芬", ("赖燕芬", "王长青")],
    "lead_unit": [(PARTNER,), (MEMBERS[0], PARTNER)],
    "partner_units": [(LEAD,), (GROUP,)],
    "content": ["推进。", "不推进。"],
    "roads": [100, 200],
    "roads.bound": ["at-most", "about"],
    "coverage": [None],
}
"""What the fields of a task may have been."""
amendments = st.sampled_from(sorted(VALUES)).flatmap(
    lambda field: st.tuples(days, st.just(field), st.sampled_from(VALUES[field]).map(as_was))
)
formers = st.lists(days, max_size=3, unique=True).map(
    lambda several: tuple(Former(name=f"旧名{n}", until=day, document=LETTER) for n, day in enumerate(sorted(several)))
)


@st.composite
def plans(draw):
    """A plan with amendments of tasks and of itself, former names, tasks that came and went."""
    plan = dataset(PLAN).plan
    unit, leader = draw(formers), draw(formers)
    units = (replace(plan.units[0], former=unit), *plan.units[1:])
    leaders = (
        replace(plan.leaders[0], former=tuple(replace(one, name=f"{one.name}人") for one in leader)),
        *plan.leaders[1:],
    )
    first, second = plan.tasks
    own = sorted(draw(st.lists(amendments, max_size=5)), key=lambda one: one[0])
    came, went = sorted(draw(st.tuples(days, days)))
    first = replace(first, amendments=tuple(Amendment(date=d, document=LETTER, field=f, was=w) for d, f, w in own))
    second = replace(
        second,
        added=draw(st.sampled_from([None, Decision(date=came, document=LETTER)])),
        dropped=draw(st.sampled_from([None, Decision(date=went, document=LETTER)])),
    )
    many = [(day, "deadline", as_was("9月底"), (1, 2)) for day in draw(st.lists(days, max_size=2))]
    many += [(day, "title", as_was("旧表"), ()) for day in draw(st.lists(days, max_size=1))]
    many += [(day, "units.gq.members", as_was(MEMBERS[:2]), ()) for day in draw(st.lists(days, max_size=1))]
    documents = [
        PlanAmendment(date=day, document=LETTER, field=field, was=was, tasks=tasks)
        for day, field, was, tasks in sorted(many, key=lambda one: one[0])
    ]
    items = (replace(plan.items[0], tasks=(first, second)),)
    return replace(plan, units=units, leaders=leaders, items=items, amendments=tuple(documents))


@given(plans(), days)
def test_in_force_is_idempotent(plan, day):
    """The plan of a day is, on that day, itself: nothing is undone twice."""
    once = timeline.in_force(plan, day)
    assert timeline.in_force(once, day) == once


@given(plans() | st.just(dataset(PLAN).plan), days)
def test_what_is_the_same_on_the_first_of_all_days_never_changes(plan, day):
    """The rules for entries ask once, and then no more."""
    assert timeline.in_force(plan, dt.date.min) is not plan or timeline.in_force(plan, day) is plan


@given(plans(), days, days)
def test_in_force_is_monotone(plan, one, other):
    """Who goes back to a day and from there to an earlier one finds what he finds who goes there at once."""
    earlier, later = sorted((one, other))
    direct = timeline.in_force(plan, earlier)
    by_stages = timeline.in_force(timeline.in_force(plan, later), earlier)
    assert unordered(by_stages) == unordered(direct)
    assert {task.id for task in direct.tasks} <= {task.id for task in timeline.in_force(plan, later).tasks}


@given(plans())
def test_in_force_at_the_end_is_what_is_written(plan):
    """After the last document, nothing differs but that what was decreed of many tasks stands at each of them."""
    last = timeline.in_force(plan, dt.date(2022, 12, 31))
    assert [replace(task, amendments=()) for task in last.tasks] == [replace(one, amendments=()) for one in plan.tasks]
    assert (last.units, last.leaders, last.title) == (plan.units, plan.leaders, plan.title)


def unordered(plan):
    """Return a plan whose aliases stand in one order: they are a set to whoever looks a name up."""
    units = tuple(replace(one, aliases=tuple(sorted(one.aliases))) for one in plan.units)
    leaders = tuple(replace(one, aliases=tuple(sorted(one.aliases))) for one in plan.leaders)
    return replace(plan, units=units, leaders=leaders)
