"""What the page says: what needs attention first, each task once, every number that of the other documents."""

import pytest
from builders import GROUP, LEAD, MEMBERS, PARTNER, filed, id_of, indicator, level, row
from paging import report, small
from publishing import gathered, table

from mstrack.documents import dashboard, groups, tables
from mstrack.i18n import speaking
from mstrack.progress.tally import tally

NEEDY = {"red", "yellow", "grey"}


@pytest.fixture(scope="module")
def found():
    return report()


def facts(found):
    summary = next(block for block in found.blocks if getattr(block, "key", "") == "summary")
    return {fact.key: fact.value for fact in summary.facts}


def test_the_tables_are_those_of_all_documents(found):
    with speaking("zh_CN"):
        store = gathered()
        makers = (tables.tasks, tables.indicators, groups.leaders, groups.units)
        shared = [make(store) for make in makers]
    assert [block for block in found.blocks if block in shared] == shared
    assert [one["target_text"] for one in table(found, "indicators") if one["above"]] == ["超15000个"]


def test_counts_are_those_of_the_tally(found):
    parts = tally(gathered().standings)
    counted = facts(found)
    assert {key: counted[key] for key in parts._fields} == {key: len(part) for key, part in parts._asdict().items()}
    assert sum(len(part) for part in parts) == counted["tasks"] == counted["of"] == 25
    assert sum(one["count"] for one in table(found, "parts")) == 25


def test_what_needs_attention_comes_first_and_is_all_there(found):
    """Overdue, blocked, behind, near, unreported: by cause, whatever the colour; in each the worst first."""
    lights = {one["id"]: one["light"].code for one in table(found, "tasks")}
    parts = {one["id"]: one["part"].text for one in table(found, "tasks")}
    listed = table(found, "attention")
    assert {one["task"] for one in listed} == {task for task, light in lights.items() if light in NEEDY}
    assert [one["part"].text for one in listed] == [parts[one["task"]] for one in listed]
    named = list(dict.fromkeys(one["part"].text for one in listed))
    assert named == ["逾期", "受阻", "滞后", "临近时限未达标", "未报送"]
    assert [one["task"] for one in listed] == [25, 19, 13, 15, 11, 20, 18, 2, 7, 9, 22, 16, 21]


def test_the_units_own_words_stand_with_what_needs_attention(found):
    (blocked,) = [one for one in table(found, "attention") if one["task"] == 19]
    assert (blocked["problem"][:4], blocked["next"][:4]) == ("（模拟）", "（模拟）")


def test_long_words_are_read_with_the_task():
    """What is too long among what needs attention is referred to, and stands whole among the entries."""
    entry = filed("2021-11-30", "blocked", {"roads": 5}, id_=id_of(1), problem="长" * 121, next="长" * 120)
    found = report(small(entry))
    (one,) = table(found, "attention")
    assert (one["problem"], one["next"]) == ("内容较长，详见任务详情。", "长" * 120)
    assert table(found, "entries")[0]["problem"] == "长" * 121


def test_the_matrices_count_as_the_tables_do(found):
    """Each leader's, each lead unit's and each deadline's parts hold their tasks, each once."""
    leaders = {one["leader"]: one for one in table(found, "leaders")}
    units = {one["unit"]: one for one in table(found, "units")}
    parts = {one["id"]: one["part"].code for one in table(found, "tasks")}
    for key in ("leader_parts", "unit_parts", "deadlines"):
        for one in table(found, key):
            ids = [task for part in dashboard.ORDER for task in one[part]]
            assert one["tasks"] == len(ids)
            assert all(parts[task] == part for part in dashboard.ORDER for task in one[part])
            other = leaders.get(one.get("name")) or units.get(one.get("name"))
            assert other is None or sorted(ids) == sorted(other["task_ids"])
    assert [one["name"] for one in table(found, "leader_parts")] == list(leaders)
    assert [one["name"] for one in table(found, "unit_parts") if one["tasks"]] == list(units)
    assert sum(one["tasks"] for one in table(found, "deadlines")) == 25


def test_partners_are_named_with_the_members_of_groups():
    helping = {one["name"]: one["partner"] for one in table(report(small()), "unit_parts")}
    assert helping == {LEAD: ()} | dict.fromkeys((PARTNER, GROUP, *MEMBERS), (1,))


@pytest.mark.parametrize(("deadline", "said"), [("12月10日", "剩7天"), ("2021-12-03", "今日到期"), ("11月底", "")])
def test_days_left_are_said(deadline, said):
    items = [row(indicator(), deadline=deadline)]
    (one,) = table(report(small(items=items)), "places")
    assert one["days_left"].text == said


@pytest.mark.parametrize("figures", [{"roads": 50}, {"roads": 100, "coverage": 80}], ids=["behind", "reached"])
def test_how_late_a_task_is_stands_once(figures):
    """In the reason of its light or beside its deadline, whether it is behind or has only to be confirmed."""
    entry = filed("2021-11-30", "in-progress", figures, id_=id_of(1))
    found = report(small(entry, items=[row(indicator(), level(), deadline="11月底")]))
    (task,), (place,) = table(found, "tasks"), table(found, "places")
    assert f"{task['reason']}；{place['days_left'].text}".count("逾期3天") == 1


def test_what_is_done_has_no_days_left():
    entry = filed("2021-11-30", "done", {"roads": 100, "coverage": 80}, id_=id_of(1))
    (one,) = table(report(small(entry)), "places")
    assert (one["days_left"].text, one["reached"], one["targets"], one["age"]) == ("", 2, 2, 3)


def test_a_part_of_the_plan_is_said_to_be_one():
    with speaking("zh_CN"):
        counted = facts(dashboard.dashboard(gathered().of_tasks({1, 2})))
    assert (counted["tasks"], counted["of"]) == (2, 25)
