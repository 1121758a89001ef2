"""One simulated year with a reform in August: on any day every answer and paper names who was in charge then."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from reforming import (
    DAYS,
    NEW_MEMBER,
    answers,
    asked,
    named,
    papers,
    texts,
    wrong_names,
)
from running import ask
from samples import each

from mstrack.documents import data
from mstrack.i18n import speaking
from mstrack.progress import timeline
from mstrack.render import json_
from mstrack.views import task


def test_check_finds_nothing(folder):
    """Neither an error nor a warning, in a year with every kind of change."""
    done = ask("check", "--data", folder, "--as-of", "2022-03-31")
    assert (done.code, done.err.partition(": ")[2]) == (0, "no problem\n")


def test_everything_says_that_it_is_simulated(folder, on):
    """The title, the source, each document, new name and note."""
    plan = on(DAYS[-1]).dataset.plan
    assert "模拟" in plan.title
    assert "模拟" in plan.source
    dated = [one for each in (*plan.tasks, plan) for one in each.amendments]
    named_ = [one for each in (*plan.units, *plan.leaders) for one in each.former]
    decided = [one for each in plan.tasks for one in (each.added, each.dropped) if one]
    assert {one.document[:2] for one in (*dated, *named_, *decided)} == {"模拟"}
    assert (len(dated), len(decided)) == (8, 2)
    filed = [path.read_text(encoding="utf-8") for path in (folder / "progress").rglob("*.yaml")]
    assert filed
    assert [text for text in filed if "模拟" not in text.split("note:")[1]] == []
    assert any("date: 2022-01-" in text for text in filed)


@each("day", DAYS, 2)
def test_no_name_that_was_not_in_force(on, day):
    """In no view and no paper; a former name only where a mark says so."""
    wrong = wrong_names(day)
    with speaking("zh_CN"):
        found = [
            (name, place, each)
            for name, report in answers(on(day))
            for place, text in texts(report)
            for each in named(text, wrong)
        ]
    assert found == []


@each("day", DAYS, 2)
def test_nor_in_json(on, day):
    """What programs read names them alike; the keys of amendments hold what was."""
    wrong = wrong_names(day)
    found = []
    for name, report in answers(on(day)):
        if name.split()[0] in {"due", "list", "show", "summary", "missing"}:
            blocks = tuple(one for one in report.blocks if getattr(one, "key", "") != "entries")
            said = json_.render(report._replace(blocks=blocks), None).decode()
            said = re.sub(r'"(amendments|\w+_was)": (\[[^]]*\]|"[^"]*")', "", said)
            found += [(name, each) for each in wrong if each in said]
    assert found == []


@each("day", DAYS, 2)
def test_nor_in_the_relations(on, day):
    """But for the unit that joined a group in August: a plan does not say since when there is a unit."""
    past = ("entries", "amendments", "plan_amendments", "former_")
    kept = [one for one in data.relations(on(day), "店") if not one.name.startswith(past)]
    cells_ = {(one.name, str(value)) for one in kept for row in one.rows for value in row}
    found = {(name, value) for name, value in cells_ if named(value, wrong_names(day))}
    assert found <= {("units", NEW_MEMBER)}


@each("day", DAYS, 2)
def test_what_was_filed_names_its_unit_of_its_own_day(on, day):
    """An entry is printed as it was filed, under the name that its unit had then."""
    snapshot = on(day)
    units = {unit.code: unit for unit in snapshot.dataset.plan.units}
    assert [
        one.entry.unit
        for one in snapshot.entries
        if one.entry.unit != timeline.name_on(units[one.path.split("-")[3]], one.entry.date)
    ] == []


def in_charge(snapshot):
    """Return who is in charge of the tasks that documents changed, and what is asked of them."""
    plan, by_id = snapshot.plan, {one.id: one for one in snapshot.tasks}
    sewage, water, schools = (by_id[number] for number in (18, 17, 13))
    executive = plan.unit("市城市管理综合执法局")
    return {
        "leader": sewage.leader,
        "sewage": sewage.lead_unit,
        "former": executive.person.name,
        "water": water.lead_unit,
        "villages": water.indicators[0].target,
        "shares": {name: int(share) for name, share in water.indicators[0].shares.items() if "鹤山" in name},
        "schools": schools.deadline,
        "jobs": by_id[20].deadline,
        "joined": NEW_MEMBER in plan.unit("各市（区）政府").members,
        "tasks": len(by_id),
        "dropped": [one.id for one in by_id.values() if one.dropped],
    }


BEFORE = {
    "leader": "王长青",
    "sewage": "市城市管理综合执法局",
    "former": "赖惠镇",
    "water": "市水利局",
    "villages": 478,
    "shares": {"鹤山市政府": 98},
    "schools": "12月10日",
    "jobs": "12月10日",
    "joined": False,
    "tasks": 25,
    "dropped": [],
}
RENAMING = {
    "leader": "模拟副市长",
    "sewage": "市生态环境局",
    "former": "模拟局长",
    "water": "市水务局",
    "shares": {"鹤山区政府": 98},
    "joined": True,
}
RAISING = {"villages": 500, "shares": {"鹤山区政府": 120}, "schools": "2022年3月底", "jobs": "12月31日"}


@pytest.mark.parametrize(
    ("day", "changes"),
    [
        ("2021-05-01", {}),
        ("2021-08-14", {}),
        ("2021-08-15", RENAMING),
        ("2021-08-16", RENAMING | RAISING),
        ("2021-09-15", RENAMING | RAISING | {"tasks": 26}),
        ("2021-10-14", RENAMING | RAISING | {"tasks": 26}),
        ("2021-10-31", RENAMING | RAISING | {"tasks": 26, "dropped": [16]}),
        ("2022-03-31", RENAMING | RAISING | {"tasks": 26, "dropped": [16]}),
    ],
)
def test_who_is_in_charge_of_what(on, day, changes):
    """Before, on and after the day of each document."""
    assert in_charge(on(dt.date.fromisoformat(day))) == BEFORE | changes


@pytest.mark.parametrize(
    ("day", "deadline", "lead", "leader"),
    [
        ("2021-05-01", "12月10日", "市城市管理综合执法局", "王长青"),
        ("2021-08-15", "12月10日", "市生态环境局", "模拟副市长"),
        ("2021-08-16", "2022年3月底", "市生态环境局", "模拟副市长"),
    ],
)
def test_the_commands_answer_as_of_then(folder, day, deadline, lead, leader):
    """`list` and `show` as programs read them."""
    rows = {one["id"]: one for one in asked(folder, day, "list")["tasks"]}
    assert rows[13]["deadline"] == deadline
    assert {rows[18]["lead_unit"], *_several(rows[18], "lead_units")} == {lead}
    assert {rows[18]["leader"], *_several(rows[18], "leaders")} == {leader}
    assert asked(folder, day, "show", "18")["task"]["lead_unit"] == lead


def _several(row, key):
    return row.get(key) or ()


def test_papers_speak_of_the_former_lead_as_former(on):
    """On the day after the reform the new lead has filed nothing: the task's figure is that of before, unreproached."""
    snapshot = on(dt.date(2021, 8, 16))
    one = snapshot.standings[17]
    assert (one.task.id, one.lead, one.is_silent) == (18, "市生态环境局", False)
    assert {each.entry.unit for actual in one.actuals for each in actual.sources} == {"市城市管理综合执法局"}
    with speaking("zh_CN"):
        for _name, report in papers(snapshot):
            said = [text for _place, text in texts(report) if "市生态环境局" in text and "一直没有报送" in text]
            assert said == []
        shown = [text for _place, text in texts(task.show_report(snapshot, one.task))]
    assert any("原市城市管理综合执法局" in text for text in shown)
