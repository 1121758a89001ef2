"""What holds of every reform, whenever its documents are dated: found out by Hypothesis."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

from builders import CODES, GROUP, LEAD, MEMBERS, PARTNER, dataset, filed, id_of, indicator, level, plan_text, row
from hypothesis import given
from hypothesis import strategies as st
from yaml import safe_load

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
    was, now = ([(each.figure, ids_of(each)) for each in one.actuals] for one in (before, after))
    assert was == now


def ids_of(actual):
    """Return the entries that a figure rests on, in an order that does not hang on who leads."""
    return sorted(source.filed.id for source in actual.sources)


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


def test_the_codes_are_those_of_the_small_plan():
    """What the stories name are units of the plan."""
    assert {unit.name: unit.code for unit in dataset(PLAN).plan.units} == CODES
