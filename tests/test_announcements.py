"""What announces a change: found without it, and fine with it."""

from __future__ import annotations

import pytest
from amending import COVERAGE, DAY, LATER, ROWS, TEXT, amending, edited, raw, told
from builders import indicator, plan_text, row

from mstrack.progress import plan_diff
from mstrack.progress.announcements import Thing

LIGHTS = edited(("year: 2021", "year: 2021\nlights: {red: 40, near_days: 4}"))
FLOOR = indicator("公路", target=60) | {"quote": "公路不少于60公里"}
ABOUT = FLOOR | {"quote": "公路约60公里"}
ROADS = plan_text([row(FLOOR), row()])
LOOSE = plan_text([row(ABOUT), row()])
STAGES = [{"id": "begun", "by": "5月底", "what": "动工"}, {"id": "half", "by": "8月底", "what": "过半"}]
STAGED = plan_text([row(milestones=STAGES)])
FEWER = plan_text([row(milestones=STAGES[1:])])
ADDED = {"date": f"{DAY}", "document": "某办函〔2021〕12号"}


def silent(old, new):
    """Return how many changes nothing announces."""
    return len(plan_diff.unannounced(raw(old), raw(new)))


def plan_amended(text, *fields):
    """Return the text with amendments of the plan: each is a field and what it was, and the tasks where many."""
    said = [f"- {{date: {DAY}, document: 某函, field: {field}, was: {was}}}\n" for field, was in fields]
    return f"{text}amendments:\n{''.join(said)}" if said else text


WAYS = {
    "lights loosened": (TEXT, LIGHTS, [("lights", "null")]),
    "two lights": (TEXT, LIGHTS, [("lights.red", "30"), ("lights.near_days", "30")]),
    "a sentence of content deleted": (
        TEXT,
        edited(("content: 推进工作，", "content: ")),
        [("content", "推进工作，公路达到60公里，桥梁达到10公里，覆盖率达到80%。, tasks: [1]")],
    ),
    "不少于 became 约": (
        ROADS,
        LOOSE,
        [("content", "推进工作，公路不少于60公里。, tasks: [1]"), ("roads.quote", "公路不少于60公里, tasks: [1]")],
    ),
    "a partner unit removed": (TEXT, edited(("    - 乙局\n", "")), [("partner_units", "[乙局, 各区政府], tasks: [1]")]),
    "the title of the table": (TEXT, edited(("title: 2021年实事", "title: 实事")), [("title", "2021年实事")]),
    "the title of a task": (TEXT, edited(("title: 农村公路", "title: 公路")), [("title", "农村公路, tasks: [1]")]),
    "a member dropped": (
        TEXT,
        edited(("  - 西区政府\n", "")),
        [("units.gq.members", "[东区政府, 西区政府, 南区政府]")],
    ),
    "above": (
        TEXT,
        edited(("target: 60\n", "target: 60\n      above: true\n")),
        [("roads.above", "false, tasks: [1]")],
    ),
    "measure": (TEXT, edited(("measure: 公里", "measure: 米")), [("roads.measure", "公里, tasks: [1]")]),
    "a deadline of its own": (
        edited(("    deadline: 11月底\n", ""), text=TEXT + "deadline: 年底\n"),
        TEXT + "deadline: 年底\n",
        [("deadline", "null, tasks: [3]")],
    ),
    "the title of an item": (TEXT, edited(("title: 第2类实事", "title: 甲")), [("items.2.title", "第2类实事")]),
    "a task in another item": (
        plan_text([row(), row()], [row()]),
        plan_text([row()], [row(), row()]),
        [("item", "1, tasks: [2]")],
    ),
    "a new indicator": (
        plan_text([row(content=row(COVERAGE)["content"])]),
        plan_text([row(COVERAGE)]),
        [("coverage", "null, tasks: [1]")],
    ),
    "a milestone dropped": (
        STAGED,
        FEWER,
        [("milestones", "[{id: begun, by: 5月底, what: 动工}, {id: half, by: 8月底, what: 过半}], tasks: [1]")],
    ),
    "a milestone moved": (STAGED, edited(("8月底", "9月底"), text=STAGED), [("half.by", "8月底, tasks: [1]")]),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_promise_that_changes(way):
    """Each change is found; with its amendment it is one no more, and with another `was` it is found again."""
    old, new, amendments = WAYS[way]
    assert silent(old, new) >= 1
    assert silent(old, plan_amended(new, *amendments)) == 0
    wrong = [(field, f"{was}x" if "[" not in was and "null" not in was else "别的") for field, was in amendments]
    assert silent(old, plan_amended(new, *wrong)) >= 1
    for k in range(len(amendments)):
        assert silent(old, plan_amended(new, *amendments[:k], *amendments[k + 1 :])) >= 1, amendments[k]


def test_a_task_is_added():
    """It bears the document that added it; without one it is found."""
    more = plan_text(ROWS[0], [*ROWS[1], row()])
    assert silent(TEXT, more) == 1
    assert silent(TEXT, plan_text(ROWS[0], [*ROWS[1], row(added=ADDED)])) == 0


def test_a_task_is_dropped():
    """It stays, with the document that dropped it; one that vanishes is found whatever is said."""
    fewer = plan_text(ROWS[0])
    assert silent(TEXT, fewer) == 1
    assert silent(TEXT, plan_amended(fewer, ("dropped", "null"))) == 1
    dropped = plan_text(ROWS[0], [ROWS[1][0] | {"dropped": ADDED}])
    assert silent(TEXT, dropped) == 0
    assert silent(dropped, TEXT) == 1


def test_a_document_that_moves_21_deadlines():
    """One amendment with the numbers of the tasks announces all of them; a task that it leaves out is found."""
    old = plan_text([row() for _ in range(25)])
    new = old.replace("deadline: 12月10日", "deadline: 12月20日", 21)
    assert silent(old, new) == 21
    numbers = [*range(1, 22)]
    assert silent(old, plan_amended(new, ("deadline", f"12月10日, tasks: {numbers}"))) == 0
    assert silent(old, plan_amended(new, ("deadline", f"12月10日, tasks: {numbers[:-1]}"))) == 1


def test_a_new_vice_mayor():
    """Whose place was taken is said once, at the leader, for all tasks."""
    old = plan_text([row() for _ in range(14)])
    new = old.replace("王长青", "陈新").replace("wang chang qing", "chen xin")
    assert silent(old, new) == 14
    former = "- name: 陈新\n  former: [{name: 王长青, until: 2021-08-15, document: 某任〔2021〕3号}]\n"
    announced = edited(("- name: 陈新\n", former), text=new)
    assert silent(old, announced) == 0
    assert [one[3:] for one in told(announced, old) if one[1] == "changed" and one[2] == "leader"] == [
        ("王长青", "陈新", "某任〔2021〕3号")
    ] * 14
    assert silent(old, announced.replace("name: 王长青, until", "name: 赖燕芬, until")) == 14


def test_a_leader_who_is_there_takes_some_tasks_over():
    """`former` would say it of all of the leader's tasks: each task needs its amendment, or many have one."""
    old = plan_text([row(), row(), row(leader="赖燕芬")])
    new = plan_text([row(), row(leader="赖燕芬"), row(leader="赖燕芬")])
    [problem] = plan_diff.unannounced(raw(old), raw(new))
    assert "field: leader, was: 王长青" in problem.sentence
    assert silent(old, plan_amended(new, ("leader", "王长青, tasks: [2]"))) == 0


def test_a_unit_that_is_renamed():
    """Its code binds: what names the unit has not changed, in tasks and in groups; the name has its document."""
    new = TEXT.replace("东区政府", "东城区政府")
    [problem] = plan_diff.unannounced(raw(TEXT), raw(new))
    assert "write at 东城区政府: former: [{name: 东区政府, until: …, document: …}]" in problem.sentence
    former = "- name: 东城区政府\n  former: [{name: 东区政府, until: 2021-08-15, document: 某函}]\n"
    assert silent(TEXT, edited(("- name: 东城区政府\n", former), text=new)) == 0


def test_a_renamed_unit_whose_task_changes_too():
    """What a list was may be said in the names of then or of now."""
    new = edited(("- name: 乙局\n", "- name: 二局\n  former: [{name: 乙局, until: 2021-08-15, document: 某函}]\n"))
    new = new.replace("    - 乙局\n", "    - 二局\n").replace("    - 二局\n    - 各区政府\n", "    - 二局\n", 1)
    assert silent(TEXT, new) == 1
    for name in ("乙局", "二局"):
        assert silent(TEXT, plan_amended(new, ("partner_units", f"[{name}, 各区政府], tasks: [1]"))) == 0


def test_what_a_former_name_said_stays():
    """A former name cannot go; a slip in its document can be put right."""
    old = edited(("- name: 乙局\n", "- name: 乙局\n  former: [{name: 老乙局, until: 2021-03-15, document: 某函}]\n"))
    [problem] = plan_diff.unannounced(raw(old), raw(TEXT))
    assert "a former name of 乙局 is gone" in problem.sentence
    assert silent(old, edited(("document: 某函", "document: 某办函"), text=old)) == 0


def test_a_person_who_is_followed_by_another():
    """By `former` at the person, by the plan's amendment, or by one of a task that names the unit."""
    new = edited(("    name: 李四\n", "    name: 李五\n"))
    assert silent(TEXT, new) == 1
    former = "    name: 李五\n    former: [{name: 李四, until: 2021-08-15, document: 某函}]\n"
    assert silent(TEXT, edited(("    name: 李五\n", former), text=new)) == 0
    assert silent(TEXT, plan_amended(new, ("units.yi.person", "李四"))) == 0
    assert silent(TEXT, amending("person", "李四", text=new)) == 0


def test_a_new_item_before_others_moves_no_task():
    """An item is known by its title, not by its place."""
    old = plan_text([row()], [row()])
    new = old.replace("- title: 第2类实事", "- title: 新类\n  tasks:\n  - id: 9\n    content: 甲\n    lead_unit: 甲局\n"
                      "    added: {date: 2021-08-15, document: 某函}\n- title: 第2类实事")  # fmt: skip
    found = [(one.thing, one.happened) for one in plan_diff.changes(raw(old), raw(new))]
    assert found == [(Thing("item", "+2"), "added"), (Thing("task", "9", 9), "added")]
    assert silent(old, new) == 0


def test_an_old_amendment_with_another_document_names_no_new_change():
    """Whoever rewrites the document of an amendment cannot use it twice."""
    old = amending("deadline", "11月底")
    back = amending("deadline", "12月10日", text=edited(LATER, text=old))
    again = edited(("deadline: 12月20日", "deadline: 11月底"), text=back)
    assert silent(back, again.replace("12号", "13号")) == 1
