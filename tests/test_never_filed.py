"""What was never filed: misnamed or unreadable as it came. To repair or remove it is allowed; a repair is filed."""

import pytest
from builders import indicator, plan_text, row
from proving import FIRST, SECOND, Store, readable

from mstrack.check.never_filed import Texts, in_store, is_never_filed

GOOD = readable(SECOND, "好")
UNREADABLE = {
    "no YAML": "task: 18\nnote: [",
    "GBK": "task: 18\nnote: 已完成\n".encode("gbk"),
    "no mapping": "- 18\n",
    "a key too few": GOOD.replace("unit: 市城管局\n", ""),
    "a status that there is not": GOOD.replace("in-progress", "fine"),
    "another task": GOOD.replace("task: 18", "task: 17"),
    "another day": GOOD.replace("date: 2021-10-31", "date: 2021-10-30"),
    "too long": GOOD + "#" * 65536,
    "empty": "",
}
NO_TASK, PLACED = "progress/09/2021-10-31-jia-aaaaaaaa.yaml", "progress/01/2021-10-31-jia-cccccccc.yaml"
MISNAMED = (
    "progress/18/说明.txt", "progress/018/2021-10-31-cgj-b2c41dxw.yaml", "progress/18/2021-10-31-cgj.yaml",
    "progress/a/2021-10-31-cgj-b2c41dxw.yaml",
)  # fmt: skip


@pytest.fixture
def store(tmp_path):
    """A store in which one entry was filed."""
    return Store(tmp_path / "made")


def test_what_nobody_can_read_was_never_filed():
    """Each flaw that a text or its name shows by itself."""
    texts = {name: text if isinstance(text, bytes) else text.encode() for name, text in UNREADABLE.items()}
    assert [name for name, text in texts.items() if not is_never_filed(SECOND, text)] == []
    assert [path for path in MISNAMED if not is_never_filed(path, GOOD.encode())] == []


def test_what_only_the_plan_refuses_was_filed():
    """A unit that no plan knows, a figure of no indicator, a day out of the period: somebody said it."""
    said = [GOOD, GOOD.replace("市城管局", "火星局"), GOOD + "figures: {none: 3}\n"]
    assert [text for text in said if is_never_filed(SECOND, text.encode())] == []


def test_a_path_of_any_store():
    """The store's folder is cut off, whatever it is called."""
    paths = (FIRST, f"data/{FIRST}", f"a/progress/x/{FIRST}")
    assert {in_store(path) for path in paths} == {FIRST}


@pytest.mark.parametrize("cure", [None, GOOD])
@pytest.mark.parametrize("path", [SECOND, MISNAMED[0]])
def test_repair_and_removal_are_allowed(store, path, cure):
    """They are no rewriting; and what was repaired is filed: the next change is a violation."""
    store.commit({path: "?broken"})
    store.commit({path: cure})
    assert store.found() == set()
    if cure and path == SECOND:
        changed = store.commit({path: readable(SECOND, "更好")})
        assert store.found() == {(changed, path, "changed")}


PLAN = plan_text([row(indicator())])


def test_a_unit_or_task_that_the_plan_of_its_commit_lacks(store):
    """It had no place when it came: it may go, whatever the plan says since; with a place it may not."""
    texts = {name: readable(name, "x") for name in ("progress/01/2021-10-31-zzz-b2c41dxw.yaml", NO_TASK, PLACED)}
    store.commit({"tasks.yaml": PLAN})
    store.commit(texts)
    store.commit({"tasks.yaml": PLAN.replace("code: jia", "code: zzz")})
    gone = store.commit(dict.fromkeys(texts))
    assert store.found() == {(gone, PLACED, "removed")}


def test_no_way_round(store):
    """A filed text that is broken first, and changed then, was changed twice; so was one that is renamed."""
    broken = store.commit({FIRST: "?broken"})
    changed = store.commit({FIRST: readable(FIRST, "另一个")})
    assert store.found() == {(broken, FIRST, "changed"), (changed, FIRST, "changed")}
    assert store.found(broken) == {(changed, FIRST, "changed")}


def test_a_misspelt_name_hides_no_removal(store):
    """The entry is gone from its name; that the same text lies elsewhere is no excuse."""
    text = (store.root / FIRST).read_text(encoding="utf-8")
    gone = store.commit({FIRST: None, "progress/18/旧.yaml": text})
    store.commit({"progress/18/旧.yaml": None})
    assert store.found() == {(gone, FIRST, "removed")}


def test_a_merge_takes_the_repair(store):
    """One side repairs what the other still has; the merge that takes the repair is allowed."""
    store.commit({SECOND: "?broken"})
    store.git("branch", "side")
    store.commit({SECOND: GOOD})
    store.git("checkout", "--quiet", "side")
    store.commit({"progress/18/2021-10-30-cgj-aaaaaaaa.yaml": "b"})
    store.git("merge", "--quiet", "--message", "合并", "main")
    assert store.found() == set()


def test_a_branch_with_a_smaller_plan_is_no_way_round(store):
    """It brings the same path beside a plan without the unit, and is merged: what others filed there stays filed."""
    store.commit({"tasks.yaml": PLAN})
    store.git("branch", "side")
    store.commit({PLACED: readable(PLACED, "x")})
    store.git("checkout", "--quiet", "side")
    small = {"tasks.yaml": PLAN.replace("code: jia", "code: zzz"), PLACED: "?broken"}
    for texts in (small, {"tasks.yaml": PLAN, PLACED: None}):
        store.commit(texts)
    store.git("merge", "--quiet", "--message", "合并", "main")
    gone = store.commit({PLACED: None})
    assert store.found() == {(gone, PLACED, "removed")}


def test_what_the_clone_configures_excuses_nothing(store):
    """A .git that came on a stick has settings: none hides the commit, or the merge, that filed a text."""
    store.git("checkout", "--quiet", "-b", "side")
    store.git("checkout", "--quiet", "main")
    merge = ("merge", "--quiet", "--no-ff", "--no-commit")
    store.commit({"a.txt": "x"})
    store.git("checkout", "--quiet", "side")
    store.commit({"b.txt": "x"})
    store.git(*merge, "main")
    store.commit({SECOND: "合并时报送"})
    for name, value in (("log.showRoot", "false"), ("log.diffMerges", "off"), ("log.follow", "true")):
        store.git("config", name, value)
    texts = Texts(str(store.root))
    assert [path for path in (FIRST, SECOND) if texts.were_never_filed("HEAD", path)] == []
