"""What holds of every reform, whenever its documents are dated: found out by Hypothesis."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal

from builders import CODES, GROUP, LEAD, MEMBERS, PARTNER, dataset, filed, id_of, indicator, level, plan_text, row
from hypothesis import given
from hypothesis import strategies as st
from yaml import safe_load

from mstrack.format.model import Amendment, Decision, Former, PlanAmendment, as_was
from mstrack.progress import timeline
from mstrack.progress.snapshot import Snapshot

START, END = dt.date(2021, 1, 1), dt.date(2021, 12, 31)
LETTER = "某办函〔2021〕12号"
CONTENT = "推进工作，公路达到165公里，桥梁达到10座，覆盖率达到80%。"
ROW = row(
    indicator(target=165, shares={MEMBERS[0]: 60, MEMBERS[1]: 40}),
    level(),
    content=CONTENT,
    milestones=[{"id": "half", "by": "6月底", "what": "过半", "indicator": "roads", "figure": 80}],
)
OTHER = row(indicator(target=165), content=CONTENT)
PLAN = plan_text([ROW, OTHER])

days = st.dates(START, END)
entries = st.lists(
    st.tuples(
        days,
        st.sampled_from([LEAD, LEAD, PARTNER, *MEMBERS]),
        st.fixed_dictionaries({}, optional={"roads": st.integers(0, 200), "coverage": st.integers(0, 100)}),
    ),
    max_size=8,
    unique_by=lambda one: one[:2],
)


def history(story, names=None):
    """Return the entries of a story; `names` say what a unit was called on a day."""
    found = []
    for n, (day, unit, figures) in enumerate(story):
        path, text = filed(day.isoformat(), figures=figures, id_=id_of(n), unit=unit)
        found.append((path, text.replace(unit, names(unit, day)) if names else text))
    return found


def text_of(plan):
    """Return a plan as text: JSON is YAML without anchors."""
    return json.dumps(plan, ensure_ascii=False, default=str)


def snapshot(plan, story, as_of, names=None):
    """Return a snapshot of a plan and the entries of a story."""
    return Snapshot(dataset(plan if isinstance(plan, str) else text_of(plan), *history(story, names)), as_of)


# ------------------------------------------------------------------- changes, each with what announces it


def _field(field, key, value, was=None):
    """Return a change of a field of task 1, by an amendment at the task; what is not there yet was null."""

    def change(plan, day):
        one = plan["items"][0]["tasks"][0]
        amendment = {"date": day, "document": LETTER, "field": field, "was": was or one.get(key)}
        one.setdefault("amendments", []).append(amendment)
        one[key] = value

    return change


def _target(plan, day):
    _field("roads", "indicators", [indicator(target=200, quote="公路达到165公里", shares=SHARES), level()], 165)(
        plan, day
    )


SHARES = {MEMBERS[0]: 60, MEMBERS[1]: 40}


def _lead(plan, day):
    _field("lead_unit", "lead_unit", PARTNER)(plan, day)
    _field("partner_units", "partner_units", [LEAD, GROUP])(plan, day)


def _members(plan, day):
    group = next(one for one in plan["units"] if one["code"] == "gq")
    was, group["members"] = group["members"], [*MEMBERS[:2]]
    plan["amendments"].append({"date": day, "document": LETTER, "field": "units.gq.members", "was": was})


def _lights(plan, day):
    plan["lights"] = {"red": 5, "yellow": 1}
    for field, was in (("lights.red", 30), ("lights.yellow", 10)):
        plan["amendments"].append({"date": day, "document": LETTER, "field": field, "was": was})


def _several(plan, day):
    for one in plan["items"][0]["tasks"]:
        one["deadline"] = "2022年3月底"
    many = {"date": day, "document": LETTER, "field": "deadline", "was": "12月10日", "tasks": [1, 2]}
    plan["amendments"].append(many)


def _renamed(old, new):
    def change(plan, day):
        last = day - dt.timedelta(days=1)
        former = {"name": old, "until": last, "document": LETTER}
        plan.update(json.loads(text_of(plan).replace(old, new)))
        next(one for one in (*plan["units"], *plan["leaders"]) if one["name"] == new)["former"] = [former]

    return change


def _dropped(plan, day):
    plan["items"][0]["tasks"][1]["dropped"] = {"date": day, "document": LETTER}


CHANGES = {
    "content": _field("content", "content", f"{CONTENT}另行推进。"),
    "goal": _field("goal", "goal", "见表"),
    "leader": _field("leader", "leader", "赖燕芬"),
    "title": _field("title", "title", "修路"),
    "target": _target,
    "lead": _lead,
    "members": _members,
    "lights": _lights,
    "several": _several,
    "dropped": _dropped,
    "leader renamed": _renamed("王长青", "新市长"),
    "lead renamed": _renamed(LEAD, "甲新局"),
    "group renamed": _renamed(GROUP, "各区"),
}
"""In the order in which they are made: what renames a thing comes last, as `was` may say the name of then."""


@given(entries, days, st.data())
def test_what_is_dated_later_changes_nothing(story, as_of, data):
    """Whatever documents decree after the as-of day: every standing is the same, to its last field."""
    chosen = data.draw(st.sets(st.sampled_from(sorted(CHANGES)), min_size=1, max_size=5))
    dated = [one for one in CHANGES if one in chosen]
    later = st.dates(as_of + dt.timedelta(days=1), dt.date(2022, 12, 31))
    when = sorted(data.draw(st.lists(later, min_size=len(dated), max_size=len(dated))))
    plan = safe_load(PLAN) | {"amendments": []}
    for name, day in zip(dated, when, strict=True):
        CHANGES[name](plan, day)
    assert snapshot(PLAN, story, as_of).standings == snapshot(plan, story, as_of).standings


@given(entries, days, st.dates(START + dt.timedelta(days=1), END), st.sampled_from([LEAD, PARTNER, GROUP, *MEMBERS]))
def test_renaming_any_unit_changes_no_standing(story, as_of, day, unit):
    """Neither lead, partner, group nor member: lights, figures and shares stay, under whichever name one filed."""
    plan = safe_load(PLAN)
    _renamed(unit, "新名")(plan, day)
    new = snapshot(plan, story, as_of, lambda name, on: "新名" if name == unit and on >= day else name)
    plain = snapshot(PLAN, story, as_of)
    assert [essence(plain, one) for one in plain.standings] == [essence(new, one) for one in new.standings]


def essence(found, one):
    """Return what a name must not change in a standing, nor in the shares of its first indicator."""
    figures = [(each.figure, each.provisional, each.joint, each.progress, each.expected) for each in one.actuals]
    stages = [(each.reached, each.days_left) for each in one.milestones]
    shares = [
        (each.unit.code, each.target, each.figure, each.progress, each.reached, each.light)
        for each in found.shares(one, one.task.indicators[0])
    ]
    return one.light, one.cause, one.silent_days, one.progress, one.expected, one.due, figures, stages, shares


LEADS = st.sampled_from([LEAD, PARTNER, MEMBERS[0], GROUP])


@given(entries, st.lists(st.tuples(days, LEADS), min_size=1, max_size=3, unique_by=lambda one: one[0]))
def test_moving_the_lead_changes_no_figure(story, moves):
    """On the day of a move, every figure is what it would be if the lead had stayed; however often it moved before."""
    moves.sort()
    last = moves[-1][0]
    earlier = [one for one in story if one[0] < last]
    before, after = (snapshot(led(several), earlier, last).standings[0] for several in (moves[:-1], moves))
    assert [(one.figure, one.sources) for one in before.actuals] == [(one.figure, one.sources) for one in after.actuals]


@given(entries, days, st.lists(st.tuples(days, LEADS), max_size=3, unique_by=lambda one: one[0]))
def test_no_entry_is_in_a_figure_twice(story, as_of, moves):
    """Whoever led, and when: a figure adds no entry and no unit twice; a total is no share beside itself."""
    one = (now := snapshot(led(sorted(moves)), story, as_of)).standings[0]
    for actual in one.actuals:
        ids = [source.filed.id for source in actual.sources]
        units = [source.filed.code for source in actual.sources]
        assert len(set(ids)) == len(ids) == len(set(units))
        said = [source.entry.figures[actual.indicator.id] for source in actual.sources]
        assert actual.figure == (sum(said, Decimal(0)) if said else None)
        shares = [each.submission.filed.id for each in now.shares(one, actual.indicator) if each.submission]
        assert len(set(shares)) == len(shares)
        assert actual.provisional or actual.joint or not set(shares).intersection(ids)


def led(moves):
    """Return a plan whose task 1 was led by 甲局, and from each day on by another."""
    plan = safe_load(PLAN)
    one = plan["items"][0]["tasks"][0]
    for day, lead in moves:
        if lead != one["lead_unit"]:
            amendment = {"date": day, "document": LETTER, "field": "lead_unit", "was": one["lead_unit"]}
            one.setdefault("amendments", []).append(amendment)
            one["lead_unit"] = lead
    one["partner_units"] = [name for name in (LEAD, PARTNER, GROUP) if name != one["lead_unit"]]
    return plan


# ------------------------------------------------------------------- the laws of `in_force`

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


def test_the_codes_are_those_of_the_small_plan():
    """What the stories name are units of the plan."""
    assert {unit.name: unit.code for unit in dataset(PLAN).plan.units} == CODES
