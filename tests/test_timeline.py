"""The plan in time: on any day it is what was in force then."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from builders import (
    CODES,
    GROUP,
    LEAD,
    MEMBERS,
    PARTNER,
    dataset,
    filed,
    indicator,
    level,
    plan_text,
    row,
    shipped,
    stand,
)
from hypothesis import given
from hypothesis import strategies as st
from yaml import safe_load

from mstrack.format.model import Amendment, Deadline, Former, PlanAmendment, as_was
from mstrack.progress import timeline, undo
from mstrack.progress.snapshot import Snapshot

REFORM = dt.date(2021, 8, 15)
BEFORE, AFTER = REFORM - dt.timedelta(days=1), REFORM
NEW = "甲新局"
days = st.dates(dt.date(2021, 1, 1), dt.date(2021, 12, 31))


def amended(field, was, day=REFORM):
    """Return an amendment as tasks.yaml says it."""
    return {"date": day, "document": "某办函〔2021〕12号", "field": field, "was": was}


def plan_of(*amendments, **more):
    """Return a plan with one amended task."""
    text = plan_text([row(indicator(target=165), level(), deadline="11月底", amendments=list(amendments), **more)])
    return dataset(text).plan


def test_the_very_same_plan_where_nothing_differs():
    """Neither the shipped table nor one whose amendments are all in force is copied."""
    for plan in (shipped().plan, plan_of(amended("deadline", "10月底"))):
        assert timeline.in_force(plan, dt.date(2021, 12, 31)) is plan


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("deadline", Deadline(words="10月底")),
        ("deadline", Deadline(words="三国文化周期间", day=dt.date(2021, 10, 10))),
        ("leader", ("赖燕芬",)),
        ("leader", ("赖燕芬", "王长青")),
        ("leader", None),
        ("lead_unit", (PARTNER,)),
        ("lead_unit", (PARTNER, LEAD)),
        ("partner_units", (MEMBERS[0],)),
        ("content", "[另行]推进工作。"),
        ("goal", None),
        ("title", "旧题"),
        ("no", "（一）"),
        ("roads", 170),
        ("roads.above", True),
        ("roads.bound", "at-most"),
        ("roads.measure", "里"),
        ("roads.kind", "level"),
        ("roads.quote", "公路约165公里"),
        ("roads.baseline", None),
        ("coverage.shares", {MEMBERS[0]: 80}),
    ],
)
def test_every_field_is_undone(field, value):
    """What an amendment says that a field was, it is again on the day before, whatever kind of field it is."""
    plan = plan_of()
    task = plan.tasks[0]
    one = Amendment(date=REFORM, document="某文", field=field, was=as_was(value))
    found = undo.of_task(task, one)
    key = {"deadline": "due", "leader": "leaders", "lead_unit": "lead_units"}.get(field, field)
    of, _point, part = key.partition(".")
    indicator_ = next((each for each in found.indicators if each.id == of), None)
    now = getattr(indicator_, part or "target") if indicator_ else getattr(found, key)
    assert as_was(now or None) == as_was(value or None)


@pytest.mark.parametrize(
    ("field", "was"), [("roads", "许多"), ("dropped", "昨天"), ("milestones", "[1]"), ("roads.shares", "[]]")]
)
def test_what_is_no_value_is_refused(field, was):
    """A rule can say so; nothing else goes wrong."""
    one = Amendment(date=REFORM, document="某文", field=field, was=was)
    with pytest.raises(ValueError, match="amended-was"):
        undo.of_task(plan_of().tasks[0], one)


def test_amendments_are_undone_newest_first():
    """A field that was amended twice has, between the two, the middle value."""
    plan = plan_of(amended("deadline", "9月底", dt.date(2021, 3, 1)), amended("deadline", "10月底", REFORM))
    told = {}
    for day in (dt.date(2021, 2, 28), dt.date(2021, 3, 1), BEFORE, REFORM):
        task = timeline.in_force(plan, day).tasks[0]
        told[str(day)] = (task.deadline, len(task.amendments))
    assert told == {
        "2021-02-28": ("9月底", 0),
        "2021-03-01": ("10月底", 1),
        "2021-08-14": ("10月底", 1),
        "2021-08-15": ("11月底", 2),
    }


def test_one_document_for_many_tasks():
    """It stands at the plan and shows at each of its tasks; on the day before it is nowhere."""
    many = amended("deadline", "10月底") | {"tasks": [1, 3]}
    plan = dataset(plan_text([row(deadline="11月底") for _n in range(3)], amendments=[many])).plan
    now, then = (timeline.in_force(plan, day).tasks for day in (AFTER, BEFORE))
    assert [len(task.amended("deadline")) for task in now] == [1, 0, 1]
    assert [task.deadline for task in then] == ["10月底", "11月底", "10月底"]
    assert not any(task.amendments for task in then)


def test_fields_of_the_plan():
    """Title, lights, period and the members of a group have their own time, too."""
    plan = dataset(plan_text([row()], lights={"near_days": 10})).plan
    told = [
        PlanAmendment(date=REFORM, document="某文", field=field, was=was)
        for field, was in {
            "title": "旧名",
            "lights.stale_days": "60",
            "lights": as_was({"near_days": "20"}),
            "year": "2020",
            "units.gq.members": as_was(MEMBERS[:2]),
        }.items()
    ]
    then = timeline.in_force(replace(plan, amendments=tuple(told)), BEFORE)
    assert (then.title, then.year, then.lights.near_days, then.unit(GROUP).members) == ("旧名", 2020, 20, MEMBERS[:2])
    assert (then.lights.stale_days, then.amendments) == (60, ())
    assert timeline.in_force(replace(plan, amendments=tuple(told)), AFTER).title == plan.title


def renamed(text=None, code="jia", name=NEW, old=LEAD, until=BEFORE):
    """Return a plan in which a unit got another name, in all places that name it."""
    plan = safe_load((text or plan_text([row(indicator(target=165))])).replace(old, name))
    for unit in plan["units"]:
        if unit["code"] == code:
            unit["former"] = [{"name": old, "until": until, "document": "机构改革方案"}]
    return plan_text_of(plan)


def plan_text_of(plan):
    """Return a plan as text again."""
    import yaml

    return yaml.safe_dump(plan, allow_unicode=True, sort_keys=False)


def test_a_unit_has_the_name_of_the_day():
    """Everywhere in the plan; the newer name is still understood, and once it holds, the older one is told."""
    plan = dataset(renamed()).plan
    then, now = (timeline.in_force(plan, day) for day in (BEFORE, AFTER))
    assert (then.tasks[0].lead_unit, now.tasks[0].lead_unit) == (LEAD, NEW)
    assert (then.unit(LEAD).former, then.unit(LEAD).aliases) == ((), (NEW,))
    assert now is plan
    assert timeline.unit_named(then, NEW) is then.unit(LEAD)
    assert timeline.unit_named(now, LEAD) is now.unit(NEW)


def test_members_and_shares_bear_the_names_of_the_day():
    """As do the members of groups and the districts that a target is shared out to."""
    east, new = MEMBERS[0], "东新区政府"
    text = plan_text([row(indicator(target=165, shares={east: 40}))])
    then = timeline.in_force(dataset(renamed(text, CODES[east], new, east)).plan, BEFORE)
    assert then.unit(GROUP).members[0] == east
    assert list(then.tasks[0].indicators[0].shares) == [east]


def test_leaders_and_persons():
    """A new vice mayor once, in `former`; every task names who was in charge on the day."""
    plan = dataset(plan_text([row(), row()])).plan
    gone = Former(name="前市长", until=BEFORE, document="任免通知")
    leaders = (replace(plan.leaders[0], former=(gone,)), *plan.leaders[1:])
    unit = plan.units[0]
    person = replace(unit.persons[0], former=(gone,))
    plan = replace(plan, leaders=leaders, units=(replace(unit, persons=(person,)), *plan.units[1:]))
    then, now = (timeline.in_force(plan, day) for day in (BEFORE, AFTER))
    assert [task.leaders for task in then.tasks] == [("前市长",)] * 2
    assert [task.leader for task in now.tasks] == ["王长青"] * 2
    assert [one.units[0].person.name for one in (then, now)] == ["前市长", "张三"]


def test_tenures():
    """Who led a task, and when; the first of several files."""
    plan = plan_of(amended("lead_unit", as_was((PARTNER, LEAD))), lead_unit=LEAD, partner_units=[PARTNER])
    task = plan.tasks[0]
    assert [(one.lead, one.since, one.until) for one in timeline.tenures(plan, task)] == [
        (LEAD, REFORM, None),
        (PARTNER, None, REFORM),
    ]


def comparable(one):
    """Return what a renamed unit must not change in a standing."""
    figures = [(actual.figure, actual.provisional, actual.progress, actual.expected) for actual in one.actuals]
    return one.light, one.cause, one.silent_days, one.progress, one.expected, figures


told = st.lists(
    st.tuples(days, st.sampled_from([LEAD, PARTNER, *MEMBERS]), st.integers(0, 60)),
    max_size=6,
    unique_by=lambda one: one[:2],
)


def entries_of(story, names=None):
    """Return entries of a story; `names` are what units were called on a day, by their codes."""
    found = []
    for n, (day, unit, figure) in enumerate(story):
        path, text = filed(day.isoformat(), figures={"roads": figure}, id_=f"{n:08}", unit=unit)
        found.append((path, text.replace(LEAD, names(day)) if names and unit == LEAD else text))
    return found


@given(told, days)
def test_renaming_a_unit_changes_no_light(story, as_of):
    """The code binds: entries under the former name and under the new one are those of one unit."""
    plain = stand(plan_text([row(indicator(target=165))]), *entries_of(story), as_of=as_of.isoformat())
    new = entries_of(story, lambda day: LEAD if day <= BEFORE else NEW)
    assert comparable(plain) == comparable(stand(renamed(), *new, as_of=as_of.isoformat()))


@given(told, st.sampled_from([PARTNER, *MEMBERS, GROUP]))
def test_moving_the_lead_changes_no_figure(story, lead):
    """What was filed until the day of the change stays what it was: totals the task's, shares shares."""
    earlier = [one for one in story if one[0] < REFORM]
    before = stand(plan_text([row(indicator(target=165))]), *entries_of(earlier), as_of="2021-09-01")
    partners = [one for one in (LEAD, PARTNER, GROUP) if one != lead]
    changed = row(indicator(target=165), lead_unit=lead, partner_units=partners)
    changed["amendments"] = [amended("lead_unit", LEAD)]
    after = stand(plan_text([changed]), *entries_of(earlier), as_of="2021-09-01")
    assert [one.figure for one in before.actuals] == [one.figure for one in after.actuals]


CHANGES = {
    "deadline": ({"deadline": "12月10日"}, {"deadline": "6月底"}, "12月10日"),
    "lead_unit": ({"lead_unit": LEAD}, {"lead_unit": PARTNER}, LEAD),
    "roads": ({}, {"indicators": [indicator(target=60)]}, "165"),
}


@given(told, days, days, st.sampled_from(sorted(CHANGES)))
def test_a_later_amendment_changes_nothing(story, as_of, day, field):
    """As of a day before its document, a task stands as if nobody had ever thought of it."""
    as_of, day = min(as_of, day), max(as_of, day) + dt.timedelta(days=1)
    then, now, was = CHANGES[field]
    changed = row(indicator(target=165), partner_units=[GROUP]) | now | {"amendments": [amended(field, was, day)]}
    changed["content"] = row(indicator(target=165), indicator(target=60))["content"]
    plain = row(indicator(target=165), partner_units=[GROUP]) | then
    one, other = (stand(plan_text([each]), *entries_of(story), as_of=as_of.isoformat()) for each in (changed, plain))
    assert comparable(one) == comparable(other)
    assert (one.lead, one.due, one.task.amendments) == (other.lead, other.due, ())


@given(told, days)
def test_no_figure_is_in_a_sum_twice(story, as_of):
    """Neither in the task's nor in that of the shares; a total that speaks for the task is no share."""
    changed = row(indicator(target=165), lead_unit=MEMBERS[0], partner_units=[LEAD, GROUP])
    changed["amendments"] = [amended("lead_unit", LEAD)]
    snapshot = Snapshot(dataset(plan_text([changed]), *entries_of(story)), as_of)
    one = snapshot.standings[0]
    actual = one.actuals[0]
    ids = [each.filed.id for each in actual.sources]
    shares = [each.submission.filed.id for each in snapshot.shares(one, actual.indicator) if each.submission]
    assert len(ids) == len(set(ids))
    assert len(shares) == len(set(shares))
    assert actual.provisional or not set(ids).intersection(shares)


def test_an_indicator_that_a_document_added():
    """Before the document, the task has it not; the other one stays."""
    plan = plan_of(amended("coverage", "null"))
    assert [one.id for one in timeline.in_force(plan, BEFORE).tasks[0].indicators] == ["roads"]
    assert [one.id for one in timeline.in_force(plan, AFTER).tasks[0].indicators] == ["roads", "coverage"]


def test_the_title_of_an_item():
    """An amendment of the plan names an item by its number."""
    plan = replace(plan_of(), amendments=(PlanAmendment(**amended("items.1.title", "旧题目")),))
    assert timeline.in_force(plan, BEFORE).items[0].title == "旧题目"
    assert timeline.in_force(plan, AFTER) is plan
