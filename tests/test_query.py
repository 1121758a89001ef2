from __future__ import annotations

import datetime as dt

import pytest
from builders import (
    EXAMPLES_DAY,
    GROUP,
    LEAD,
    MEMBERS,
    PARTNER,
    dataset,
    examples,
    filed,
    indicator,
    plan_text,
    shipped,
)
from builders import row as a_row
from offenders import every

from mstrack.progress import lookup, query
from mstrack.progress.dates import Range
from mstrack.progress.query import Choice, Role
from mstrack.progress.snapshot import Snapshot

PLAN = shipped().plan
EAST, WEST, SOUTH = MEMBERS


def ids(choice, plan=PLAN):
    """Return the numbers of the tasks that a choice leaves."""
    return [task.id for task in query.tasks(plan, choice)]


def lights(*wanted):
    """Return the numbers of the simulated tasks of some lights, found one by one."""
    every = Snapshot(examples(), EXAMPLES_DAY).standings
    return [one.task.id for one in every if one.light in wanted]


@every(
    ("choice", "expected"),
    [
        (Choice(), list(range(1, 26))),
        (Choice(leaders=("许晓雄",)), [19]),
        (Choice(leaders=("许晓雄", "乔雷")), [19, 25]),
        (Choice(leaders=("蔡德威",)), [9, 10, 11, 12, 16]),
        (Choice(lead_units=("市市场监管局",)), [9, 10, 11, 12]),
        (Choice(lead_units=("市市场监管局", "市公安局")), [9, 10, 11, 12, 25]),
        (Choice(items=(3,)), [9, 10, 11, 12]),
        (Choice(items=(3, 1)), [1, 2, 3, 9, 10, 11, 12]),
        (Choice(units=("市市场监管局",)), [9, 10, 11, 12, 22, 23]),
        (Choice(persons=("谢少谋",)), [9, 10, 11, 12, 22, 23]),
        (Choice(persons=("谢少谋", "郑少强"), items=(3,)), [9, 10, 11, 12]),
        (Choice(leaders=("王长青",), units=("市市场监管局",)), [22, 23]),
        (Choice(leaders=("许晓雄",), items=(1,)), []),
        (Choice(lead_units=("台山市政府",)), []),
        (Choice(units=("各市（区）政府",)), [2, 7, 11, 13, 14, 15, 16, 18, 19, 22, 23, 24]),
    ],
)
def test_filters(choice, expected):
    """Of one filter any value fits, of several filters all must; the order is the table's."""
    assert expected == ids(choice)


def test_a_unit_in_any_role():
    """`--unit 台山` finds the row that names 台山市政府 and, marked as such, the twelve of its group."""
    unit = lookup.unit(PLAN, "台山")
    found = {task.id: query.roles(PLAN, task, [unit]) for task in query.tasks(PLAN, Choice(units=(unit,)))}
    direct = [number for number, roles in found.items() if not roles[0].via]
    assert (len(found), len(direct)) == (13, 1)
    assert all(len(roles) == 1 for roles in found.values())
    assert {role.via for number, roles in found.items() for role in roles if number not in direct} == {"各市（区）政府"}
    assert direct == [17]


def test_the_person_of_a_member():
    """Who answers for 台山市政府 is involved wherever it is."""
    assert ids(Choice(units=("台山市政府",))) == ids(Choice(persons=("郑劲龙",)))


SMALL = dataset(
    plan_text(
        [
            a_row(),
            a_row(partner_units=[EAST, GROUP]),
            a_row(lead_unit=GROUP, partner_units=[PARTNER]),
            a_row(partner_units=[]),
        ]
    )
).plan


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        (LEAD, [[Role(LEAD, lead=True)], [Role(LEAD, lead=True)], [], [Role(LEAD, lead=True)]]),
        (PARTNER, [[Role(PARTNER, lead=False)], [], [Role(PARTNER, lead=False)], []]),
        (
            EAST,
            [
                [Role(EAST, lead=False, via=GROUP)],
                [Role(EAST, lead=False)],
                [Role(EAST, lead=True, via=GROUP)],
                [],
            ],
        ),
        (GROUP, [[Role(GROUP, lead=False)], [Role(GROUP, lead=False)], [Role(GROUP, lead=True)], []]),
    ],
)
def test_roles(unit, expected):
    """A unit leads, is a partner, or is either as a member of a group; what names it directly comes first."""
    assert expected == [query.roles(SMALL, task, [unit]) for task in SMALL.tasks]


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (Range(before=dt.date(2021, 10, 30)), []),
        (Range(before=dt.date(2021, 10, 31)), [14]),
        (Range(before=dt.date(2021, 11, 29)), [14]),
        (Range(before=dt.date(2021, 11, 30)), [10, 12, 14, 25]),
        (Range(after=dt.date(2021, 11, 30), before=dt.date(2021, 12, 9)), [10, 12, 25]),
        (Range(after=dt.date(2021, 11, 30), before=dt.date(2021, 11, 30)), [10, 12, 25]),
        (Range(after=dt.date(2021, 12, 11)), []),
    ],
)
def test_due(due, expected):
    """A range of deadlines includes both of its ends."""
    assert expected == ids(Choice(due=due))


def test_the_costly_boundary():
    """21 of the 25 tasks fall on 12月10日: `--before` that day has them all, the day before has none of them."""
    assert len(ids(Choice(due=Range(before=dt.date(2021, 12, 10))))) == 25
    assert len(ids(Choice(due=Range(before=dt.date(2021, 12, 9))))) == 4
    assert len(ids(Choice(due=Range(after=dt.date(2021, 12, 10))))) == 21


@pytest.mark.parametrize("wanted", [("red",), ("grey",), ("yellow",), ("green",), ("done",), ("red", "grey")])
def test_lights(wanted):
    """Each light finds the tasks that have it; on the simulated store every light has some."""
    found = Snapshot(examples(), EXAMPLES_DAY, choice=Choice(lights=wanted)).standings
    assert set(wanted) == {one.light for one in found}
    assert lights(*wanted) == [one.task.id for one in found]


def test_every_task_has_one_light():
    """The lights divide the tasks among them."""
    assert sorted(n for light in query.SEVERITY for n in lights(light)) == list(range(1, 26))


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("done",), [1]),
        (("blocked",), [2]),
        (("in-progress",), [3]),
        (("not-started",), [4]),
        (("unreported",), [5, 6]),
        (("done", "unreported"), [1, 5, 6]),
    ],
)
def test_statuses(statuses, expected):
    """The status is the one that the lead unit last reported; what a partner says, or took back, is no status."""
    plan = plan_text([a_row() for _ in range(6)])
    reported = ["done", "blocked", "in-progress", "not-started"]
    entries = [filed("2021-06-30", status, id_=f"0000000{n}", task=n) for n, status in enumerate(reported, 1)]
    entries += [
        filed("2021-07-30", "done", id_="00000005", task=5, unit=PARTNER),
        filed("2021-07-30", "done", id_="00000006", task=6),
        filed("2021-07-30", None, id_="00000007", task=6, corrects=("00000006",), note="撤回"),
    ]
    found = Snapshot(dataset(plan, *entries), dt.date(2021, 8, 1), choice=Choice(statuses=statuses)).standings
    assert expected == [one.task.id for one in found]


def test_by_urgency():
    """The earliest deadline first, then the worst light, then the largest lag, then the smallest number."""
    roads = indicator(target=60)
    rows = [a_row(roads, deadline=deadline) for deadline in ("12月10日",) * 8 + ("11月底",) * 2]
    told = {
        1: ("in-progress", 60),  # green
        2: ("in-progress", 20),  # red, the largest lag
        3: ("in-progress", 30),  # red
        4: ("in-progress", 45),  # yellow
        6: ("done", 60),
        7: ("in-progress", 60),  # green, as 1
        8: ("blocked", 60),  # red, ahead of the pace
        9: ("done", 60),
        10: ("in-progress", 60),
    }  # 5 is unreported: grey
    entries = [
        filed("2021-11-30", status, {"roads": figure}, id_=f"000000{n:02}", task=n)
        for n, (status, figure) in told.items()
    ]
    data = dataset(plan_text(rows), *entries)
    expected = [10, 9, 2, 3, 8, 5, 4, 1, 7, 6]
    found = query.by_urgency(Snapshot(data, dt.date(2021, 11, 30)).standings)
    assert expected == [one.task.id for one in found]


def test_by_urgency_on_the_simulated_store():
    """Deadlines never run backwards, and within one no light is worse than the one above it."""
    found = query.by_urgency(Snapshot(examples(), EXAMPLES_DAY).standings)
    order = [(one.due, query.SEVERITY[one.light]) for one in found]
    assert sorted(order) == order
    assert len(order) == 25


@pytest.mark.parametrize(("persons", "units"), [(("张三",), (LEAD,)), (("李四", "张三"), (LEAD, PARTNER)), ((), ())])
def test_of_persons(persons, units):
    """A person stands for every unit that the table pairs with them."""
    assert units == query.of_persons(SMALL, persons)
