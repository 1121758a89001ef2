"""Every field of the model: what announces a change of it, and that nothing else is needed, or does."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
from test_plan_keys import read

from mstrack.format.model import (
    Amendment,
    Contact,
    Counts,
    Deadline,
    Decision,
    Former,
    Indicator,
    Item,
    Lights,
    Milestone,
    Office,
    Period,
    Person,
    Plan,
    PlanAmendment,
    Span,
    Task,
    Unit,
    key_of,
)
from mstrack.progress import plan_diff, plan_fields
from mstrack.progress.plan_fields import ANNOUNCED_BY

CLASSES = (
    *(Plan, Span, Office, Counts, Lights, Person, Former, Unit, Contact, Item, Task, Decision, Deadline, Milestone),
    *(Indicator, Amendment, PlanAmendment),
)
WITHOUT = {"nothing"}
"""What needs no announcement."""
APART = {
    "Plan.leaders": "its leaders, below",
    "Plan.units": "its units, below",
    "Plan.items": "its items, below",
    "Plan.lights": "its numbers, below",
    "Task.dropped": "test_a_task_that_is_dropped_announces_itself",
    "Item.tasks": "its tasks: test_tasks_that_come_and_go",
    "Task.indicators": "test_parts_that_come_and_go",
    "Task.milestones": "test_parts_that_come_and_go",
}
PLAN = dataclasses.replace(read(), counts=Counts(items=1, tasks=2))
OTHER = {
    "Plan.calendar_year": (2013,),
    "Plan.span": (Span(start=dt.date(2013, 4, 1), end=dt.date(2015, 3, 31)),),
    "Indicator.kind": ("level", "cumulative"),
    "Indicator.bound": ("about",),
    "Indicator.baseline": (Decimal(5),),
    "Indicator.shares": ({"甲局": Decimal(1)},),
    "Lights.pace": ("deadline",),
    "Milestone.indicator": ("idle",),
    "Milestone.figure": (Decimal(5),),
    "Task.added": (Decision(date=dt.date(2013, 6, 1), document="某函"),),
    "Task.dropped": (Decision(date=dt.date(2013, 6, 1), document="某函"),),
    "Task.due": (Deadline(words="7月底"),),
    "Unit.contact": (Contact(name="小李"),),
}
"""Values that no other kind of field would take."""


def keys():
    """Yield every field of the model with its class, and its key."""
    for kind in CLASSES:
        for field in dataclasses.fields(kind):
            yield kind, field.name, f"{kind.__name__}.{key_of(kind.__name__, field.name)}"


def another(kind, name, was):  # noqa: PLR0911  a table of types
    """Return another value of a field; the same where it has nothing to lose."""
    key = f"{kind.__name__}.{name}"
    if key in OTHER:
        return next((value for value in OTHER[key] if value != was), was)
    if isinstance(was, bool):
        return not was
    if isinstance(was, int | Decimal):
        return was + 7
    if isinstance(was, dt.date):
        return was + dt.timedelta(days=1)
    if isinstance(was, str):
        return f"{was}x"
    if isinstance(was, tuple):
        return was[1:] if was or ANNOUNCED_BY[f"{kind.__name__}.{key_of(kind.__name__, name)}"] == "kept" else ("甲",)
    if dataclasses.is_dataclass(was):
        first = dataclasses.fields(was)[0].name
        return dataclasses.replace(was, **{first: another(type(was), first, getattr(was, first))})
    return "x"


def mutated(thing, kind, name):
    """Yield a thing with this field of this class changed, wherever it stands in it."""
    if type(thing) is kind:
        yield dataclasses.replace(thing, **{name: another(kind, name, getattr(thing, name))})
    for field in dataclasses.fields(thing):
        held = getattr(thing, field.name)
        if dataclasses.is_dataclass(held):
            yield from (dataclasses.replace(thing, **{field.name: one}) for one in mutated(held, kind, name))
        elif isinstance(held, tuple):
            for i, one in enumerate(held):
                if dataclasses.is_dataclass(one):
                    for new in mutated(one, kind, name):
                        yield dataclasses.replace(thing, **{field.name: (*held[:i], new, *held[i + 1 :])})


def test_every_field_of_the_model_has_its_decision():
    """A new field has to say what announces it before it can be there; a field that is gone has no line."""
    assert sorted(ANNOUNCED_BY) == sorted(key for _kind, _name, key in keys())


@pytest.mark.parametrize(("kind", "name", "key"), [case for case in keys() if case[2] not in APART])
def test_a_field_that_is_changed(kind, name, key):
    """It is announced or it is no promise, as the list says; whatever it is, `changes` finds it."""
    if key == "Plan.year":
        old = dataclasses.replace(PLAN, calendar_year=2012, span=None)
        news = [dataclasses.replace(old, calendar_year=2013)]
    else:
        old, news = PLAN, [one for one in mutated(PLAN, kind, name) if one != PLAN]
    if key == "Person.name":  # a leader's is told by the tasks that name him
        news = [one for one in news if one.leaders == PLAN.leaders]
    assert news
    for new in news:
        assert plan_diff.changes(old, new), key
        assert bool(plan_diff.unannounced(old, new)) != (ANNOUNCED_BY[key] in WITHOUT), key


def test_a_task_that_is_dropped_announces_itself():
    """Its document says so; once it is there, it changes by an amendment only, and so does its way back."""
    dropped, kept = PLAN.tasks
    other = dataclasses.replace(dropped, dropped=OTHER["Task.dropped"][0])
    for was, now, problems in ((kept, dataclasses.replace(kept, dropped=dropped.dropped), 0), (dropped, other, 1)):
        new = dataclasses.replace(PLAN, items=(dataclasses.replace(PLAN.items[0], tasks=tuple(
            now if task is was else task for task in PLAN.tasks)),))  # fmt: skip
        assert len(plan_diff.unannounced(PLAN, new)) == problems
        assert len(plan_diff.unannounced(new, PLAN)) == 1


def test_every_way_is_tried():
    """The plan of these tests has a value of every class."""
    assert [kind for kind in CLASSES if not [*mutated(PLAN, kind, dataclasses.fields(kind)[0].name)]] == []
    assert {how for key, how in ANNOUNCED_BY.items() if key in APART} == {"parts", "itself"}


def test_what_fields_hold():
    """A field is called as an amendment calls it; of an indicator's id it is the target."""
    plan = read()
    held = plan_fields.of_task(plan, plan.tasks[0])
    assert (held["jobs"], held["idle.bound"], held["half.figure"]) == (100, "at-most", 50)
    assert (held["lead_unit"], held["item"], held["indicators"]) == (("甲局", "乙局"), 1, ("jobs", "idle"))
    held = plan_fields.of_plan(plan)
    assert (held["lights.pace"], held["units.jia.person"], held["items.1.title"]) == (
        "calendar", ("王五", "赵六"), "第一类",
    )  # fmt: skip
    assert held["year"] is None
    assert plan.period == Period(dt.date(2013, 4, 1), dt.date(2014, 3, 31))


def test_amendments_of_many_tasks():
    """What the plan has for many tasks is each one's, in the order of days."""
    plan = read()
    found = [(route[-2:], one.field) for route, one in plan_fields.amendments_of(plan, plan.tasks[0])]
    assert found == [(("amendments", 0), "lead_unit"), (("amendments", 0), "deadline")]
    assert [one.field for _route, one in plan_fields.amendments_of(plan, plan.tasks[1])] == ["deadline"]
    assert [one.field for _route, one in plan_fields.amendments_of_plan(plan)] == ["title"]
