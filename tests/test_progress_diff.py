"""Two stores compared, as dicts of texts: what was filed, what moved, what was tampered with; names before texts."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import LEAD, MEMBERS, MEMO, PARTNER, dataset, filed, id_of, indicator, level, plan_text, row

from mstrack.errors import Unreadable
from mstrack.progress import diff
from mstrack.progress.query import Choice
from mstrack.progress.snapshot import Snapshot
from mstrack.rules.plan import of_plan
from mstrack.store import source
from mstrack.store.dataset import Dataset

ROADS, COVERAGE = indicator(target=60), level(target=80)
PLAN = plan_text([row(ROADS, COVERAGE), row(ROADS, leader="赖燕芬")])
DAY = dt.date(2021, 11, 30)
OLD = filed("2021-10-31", figures={"roads": 30, "coverage": 70}, id_="00000001")
NEW = filed("2021-11-30", figures={"roads": 55, "coverage": 80}, id_="00000002")
SECOND = filed("2021-11-30", figures={"roads": 60}, id_="00000003", task=2)


def compared(old, new, *, altered=(), choice=Choice(), as_of=DAY, plans=(PLAN, PLAN)):  # noqa: B008  never changed
    """Return what differs between two lists of entries."""
    sides = [
        diff.standings_of(Snapshot(dataset(plan, *entries), as_of, choice=choice))
        for plan, entries in zip(plans, (old, new), strict=True)
    ]
    return diff.changes(*sides, altered)


def lights(found):
    """Return the lights of the tasks that moved, before and after."""
    return {one.after.task.id: (one.before.light, one.after.light) for one in found.tasks}


def test_nothing():
    """Two sides that are the same differ in nothing."""
    found = compared([OLD], [OLD])
    assert found == diff.Changes()
    assert not found.found


def test_an_entry_that_is_new():
    """A figure moves, the light follows; the other task is not touched."""
    found = compared([OLD], [OLD, NEW])
    assert lights(found) == {1: ("red", "green")}
    [change] = found.tasks
    assert [(was.indicator.id, int(was.figure), int(now.figure)) for was, now in change.figures] == [
        ("roads", 30, 55),
        ("coverage", 70, 80),
    ]
    [filing] = found.filings
    assert (filing.happened, filing.report.filed.path, filing.replaced) == ("added", NEW[0], ())
    assert (found.lost, found.plan, found.later, found.layout) == ((), (), 0, False)
    assert found.found


def test_lights_that_are_new():
    """Newly red, newly green: tasks that have a light and had another."""
    found = compared([OLD], [OLD, NEW, SECOND])
    assert [found.newly(light) for light in ("red", "green", "grey", "done")] == [(), (1, 2), (), ()]
    back = compared([OLD, NEW, SECOND], [OLD])
    assert [back.newly(light) for light in ("red", "green", "grey")] == [(1,), (), (2,)]


def test_a_report_that_says_nothing_new():
    """The same figures again are an entry, and no change of the task: its age is no news."""
    again = filed("2021-11-30", figures={"roads": 30, "coverage": 70}, id_="00000002")
    found = compared([OLD], [OLD, again])
    assert (found.tasks, len(found.filings)) == ((), 1)


def test_a_status_that_moves():
    """Also where the light stays."""
    before = filed("2021-11-29", "not-started", id_="00000001", figures={"roads": 60, "coverage": 80})
    after = filed("2021-11-30", figures={"roads": 60, "coverage": 80}, id_="00000002")
    assert lights(compared([before], [before, after])) == {1: ("green", "green")}


def test_a_correction():
    """It replaces an entry whole, and says what that said."""
    right = filed("2021-10-31", figures={"roads": 31, "coverage": 70}, id_="00000009", corrects=("00000001",))
    [filing] = compared([OLD], [OLD, right]).filings
    assert filing.happened == "corrected"
    assert [one.filed.id for one in filing.replaced] == ["00000001"]
    assert [int(one.entry.figures["roads"]) for one in filing.replaced] == [30]


def test_a_withdrawal():
    """It takes back what was filed: the task is unreported again."""
    back = filed("2021-10-31", None, id_="00000009", corrects=("00000001",), note="误报")
    found = compared([OLD], [OLD, back])
    assert [one.happened for one in found.filings] == ["withdrawn"]
    assert lights(found) == {1: ("red", "grey")}


def test_a_dispute():
    """Two corrections of one entry change nothing in figures, and are told of the task."""
    rivals = [
        filed("2021-10-31", figures={"roads": 30, "coverage": 70}, id_=f"0000000{n}", corrects=("00000001",))
        for n in (8, 9)
    ]
    [change] = compared([OLD], [OLD, *rivals]).tasks
    assert (change.before.disputed, change.after.disputed) == ((), ("00000001",))


def test_both_sides_are_judged_on_the_same_day():
    """What the calendar does between two days is no change; an entry dated later does not exist yet, but is counted."""
    later = filed("2021-12-05", "done", id_="00000005")
    assert not compared([OLD], [OLD], as_of=dt.date(2021, 12, 31)).found
    found = compared([OLD], [OLD, later])
    assert (found.tasks, found.filings, found.later, found.found) == ((), (), 1, True)
    assert compared([OLD], [OLD, later], as_of=dt.date(2021, 12, 5)).later == 0


def test_what_was_removed():
    """A filed entry that is gone is told, also one of a day that does not exist yet, with what it said."""
    later = filed("2021-12-05", "done", id_="00000005")
    found = compared([OLD, later], [])
    assert sorted((one.happened, one.filed.path, one.unit) for one in found.lost) == [
        ("removed", OLD[0], LEAD),
        ("removed", later[0], LEAD),
    ]
    [one] = [one for one in found.lost if one.filed.path == OLD[0]]
    assert (int(one.before.figures["roads"]), one.after) == (30, None)


def test_a_renamed_entry():
    """A rename is a removal and an addition: the id names the entry."""
    moved = filed("2021-10-31", figures={"roads": 30, "coverage": 70}, id_="0000000z")
    found = compared([OLD], [moved])
    assert ([one.happened for one in found.lost], [one.happened for one in found.filings]) == (["removed"], ["added"])


def test_what_was_changed():
    """The same name with other bytes, and what both say."""
    other = (OLD[0], filed("2021-10-31", figures={"roads": 45, "coverage": 70}, id_="00000001")[1])
    [one] = compared([OLD], [other], altered=[OLD[0], "tasks.yaml", "progress/README.md"]).lost
    assert (one.happened, int(one.before.figures["roads"]), int(one.after.figures["roads"])) == ("changed", 30, 45)
    assert lights(compared([OLD], [other], altered=[OLD[0]])) == {1: ("red", "yellow")}


def test_what_was_changed_beyond_reading():
    """An entry that nobody counts on may be garbage now: it is told, and stops nobody."""
    garbage = (OLD[0], "???")
    [one] = compared([OLD, NEW], [garbage, NEW], altered=[OLD[0]]).lost
    assert (one.before is None, one.after) == (False, None)


def test_comments_of_the_plan():
    """The plan's file differs, the plan does not."""
    plans = (PLAN, "# 备注\n" + PLAN)
    assert compared([OLD], [OLD], altered=["tasks.yaml"], plans=plans) == diff.Changes(layout=True)


def test_the_plan():
    """Its changes, and what they do: a nearer deadline makes a task red, a smaller target makes it green."""
    nearer = PLAN.replace("deadline: 12月10日", "deadline: 11月上旬", 1)
    found = compared([OLD, NEW], [OLD, NEW], altered=["tasks.yaml"], plans=(PLAN, nearer))
    assert [(one.field, one.was, one.now) for one in found.plan] == [("deadline", "12月10日", "11月上旬")]
    assert lights(found) == {1: ("green", "red")}
    assert not found.layout
    smaller = PLAN.replace("target: 60", "target: 31", 1).replace("公路达到60", "公路达到31", 2)
    [change] = compared([OLD], [OLD], plans=(PLAN, smaller)).tasks
    assert [(was.figure, now.figure) for was, now in change.figures] == [(30, 30)]
    assert (change.before.light, change.after.light) == ("red", "yellow")


@pytest.mark.parametrize(
    ("choice", "tasks", "filings"),
    [
        (Choice(), {1, 2}, 3),
        (Choice(leaders=("赖燕芬",)), {2}, 1),
        (Choice(units=(MEMBERS[0],)), {1, 2}, 3),
        (Choice(lead_units=(PARTNER,)), set(), 0),
        (Choice(items=(1,)), {1, 2}, 3),
        (Choice(lights=("red",)), {1}, 2),
        (Choice(lights=("done",)), set(), 0),
        (Choice(statuses=("unreported",)), {2}, 1),
    ],
)
def test_filters(choice, tasks, filings):
    """Tasks are chosen by either side: what was red is asked for by red, though it is green now."""
    other = filed("2021-11-15", figures={"roads": 40, "coverage": 75}, id_="00000004")
    found = compared([OLD], [OLD, NEW, SECOND, other], choice=choice)
    assert (set(lights(found)), len(found.filings)) == (tasks, filings)


def test_a_filter_hides_no_tampering():
    """Whatever is asked for, an entry that was removed or changed is told; of the plan only what was asked for."""
    plans = (PLAN, PLAN.replace("name: 张三", "name: 张四").replace("推进工作", "做好工作", 1))
    found = compared([OLD], [], choice=Choice(leaders=("赖燕芬",)), plans=plans)
    assert [one.happened for one in found.lost] == ["removed"]
    assert (found.tasks, found.filings, found.plan) == ((), (), ())
    mine = compared([OLD], [], choice=Choice(leaders=("王长青",)), plans=plans)
    assert [one.field for one in mine.plan] == ["content"]


def test_a_task_that_changed_hands():
    """Whoever asks for the leader that was, or for the one that is, sees it."""
    plans = (PLAN, PLAN.replace("leader: 王长青", "leader: 赖燕芬", 1))
    for leader in ("王长青", "赖燕芬"):
        found = compared([OLD], [OLD, NEW], choice=Choice(leaders=(leader,)), plans=plans)
        assert set(lights(found)) == {1}
        assert [one.field for one in found.plan] == ["leader"]


def test_a_task_that_is_new():
    """It stood nowhere before, so it moves from nowhere: the plan tells it; what was filed on it is listed."""
    less = plan_text([row(ROADS, COVERAGE)])
    found = compared([OLD], [OLD, SECOND], plans=(less, PLAN))
    assert (found.tasks, [one.report.filed.task for one in found.filings]) == ((), [2])
    assert ("task", "added") in {(one.thing.kind, one.happened) for one in found.plan}
    gone = compared([OLD], [OLD], plans=(PLAN, less))
    assert ("task", "removed") in {(one.thing.kind, one.happened) for one in gone.plan}


def test_problems_say_which_side():
    """Each side is judged by itself, so that its problems are its own."""
    broken = (NEW[0], NEW[1].replace("status: in-progress", "status: 完成"))
    diff.standings_of(Snapshot(dataset(PLAN, OLD), DAY))
    with pytest.raises(Unreadable):
        diff.standings_of(Snapshot(dataset(PLAN, OLD, broken), DAY))


class Counting(source.InMemory):
    """Files that count what is opened."""

    def __init__(self, texts):
        """Take the texts."""
        super().__init__(texts)
        self.opened = []

    def read(self, path, limit):
        """Note the path."""
        self.opened.append(path)
        return super().read(path, limit)


def test_only_what_matters_is_opened():
    """Of 400 entries on both sides and one that is new, a side opens its newest and what is new, by their names."""
    history = [filed("2021-03-01", figures={"roads": n % 60}, id_=id_of(n)) for n in range(1, 401)]
    history = [
        (path.replace("2021-03-01", "2021-03-02") if n == 399 else path, text) for n, (path, text) in enumerate(history)
    ]
    history[399] = filed("2021-03-02", figures={"roads": 20, "coverage": 5}, id_=id_of(400))
    old, new = (Counting({source.PLAN: PLAN, **dict(several)}) for several in (history, [*history, NEW]))
    sides = [diff.standings_of(Snapshot(Dataset(side, MEMO, of_plan), DAY)) for side in (old, new)]
    found = diff.changes(*sides, ())
    assert len(found.filings) == 1
    assert (sorted(old.opened), sorted(new.opened)) == ([history[399][0], source.PLAN], [NEW[0], source.PLAN])


def test_a_task_that_a_document_dropped():
    """It is not newly done: nobody finished it."""
    gone = row(ROADS, COVERAGE, dropped={"date": dt.date(2021, 11, 15), "document": "某函"})
    found = compared([], [], plans=(PLAN, plan_text([gone, row(ROADS, leader="赖燕芬")])))
    assert [(one.after.task.id, one.after.cause) for one in found.tasks] == [(1, "dropped")]
    assert found.newly("done") == ()
