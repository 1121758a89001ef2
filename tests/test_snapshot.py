"""A snapshot is one moment: a folder is listed once, and a file that arrives meanwhile changes all or nothing."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import Counter

import pytest
from builders import MEMO, filed, id_of, indicator, plan_text, row
from repositories import commit, git
from running import EXAMPLES, ask, file_entry

from mstrack.git.snapshot import Revision
from mstrack.i18n import speaking
from mstrack.progress import status
from mstrack.progress.dates import Range
from mstrack.progress.query import Choice
from mstrack.progress.snapshot import Snapshot
from mstrack.rules.plan import of_plan
from mstrack.store import source
from mstrack.store.dataset import Dataset
from mstrack.views import entries, missing, summary, task, tasks

ROADS = indicator(target=60)
PLAN = plan_text([row(ROADS), row(ROADS), row()])
DAY = dt.date(2021, 11, 30)
FIRST = filed("2021-10-31", figures={"roads": 30}, id_="00000001", task=2)
OTHER = filed("2021-11-20", figures={"roads": 10}, id_="00000002")
NEW = filed("2021-11-29", "done", {"roads": 60}, id_="00000003", task=2, corrects=("00000001",), note="更正")
VIEWS = {
    "due": tasks.due,
    "list": tasks.listing,
    "summary by leader": lambda store: summary.summary_report(store, "leader"),
    "summary by light": lambda store: summary.summary_report(store, "light"),
    "show": lambda store: task.show_report(store, store.plan.tasks[1]),
    "missing": lambda store: missing.missing_report(store, missing.silent_units(store, Range(), all_units=True)),
    "log": lambda store: entries.log(store, store.logged(), Range()),
}
COMMANDS = [
    ["due"],
    ["due", "--light", "red"],
    ["list"],
    ["list", "--status", "done"],
    ["show", "18"],
    ["summary"],
    ["missing", "--all-units"],
    ["log", "--all"],
]
DOCUMENTS = [["report", "ledger", "-o", "x.xlsx"], ["report", "dashboard", "-o", "x.html"]]
DOCUMENTS += [
    ["report", "data", "-o", "x.db"],
    ["report", "bulletin", "--issue", "第1期", "--office", "甲办", "-o", "x.docx"],
]


class Arriving(source.InMemory):
    """Files to which one is added behind the nth question for names or a text."""

    def __init__(self, texts, questions, new):
        """Take the texts, how many questions are answered before the file is there, and the file."""
        super().__init__(dict(texts))
        self._left, self._new = questions, new

    def names(self, folder):
        """List a folder as it is now."""
        found = super().names(folder)
        self._count()
        return found

    def read(self, path, limit):
        """Read a text as it is now."""
        found = super().read(path, limit)
        self._count()
        return found

    def _count(self):
        self._left -= 1
        if not self._left:
            path, text = self._new
            self.texts[path] = text


def store_of(files, choice=Choice()):  # noqa: B008  a value, never changed
    return Snapshot(Dataset(files, MEMO, of_plan), DAY, choice=choice)


@pytest.mark.parametrize("choice", [Choice(), Choice(lights=("grey", "done", "red"))], ids=["all", "some"])
@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_a_file_that_arrives_in_mid_report(view, choice):
    """Whenever it arrives, the report is that of the store before or of the store after, in every number."""
    texts = {source.PLAN: PLAN, **dict([FIRST, OTHER])}
    with speaking("en"):
        before, after = (view(store_of(source.InMemory(one), choice)) for one in (texts, texts | dict([NEW])))
        found = [view(store_of(Arriving(texts, questions, NEW), choice)) for questions in range(1, 12)]
    assert before != after
    assert {one in (before, after) for one in found} == {True}
    assert found[0] == after
    assert found[-1] == before


def test_two_views_of_one_snapshot():
    """What arrives between two reports is in neither: they are of one moment."""
    files = source.InMemory({source.PLAN: PLAN, **dict([FIRST, OTHER])})
    store = store_of(files)
    first = tasks.due(store)
    files.texts = files.texts | dict([NEW])
    assert (tasks.due(store), len(store.entries)) == (first, 2)
    assert len(store_of(files).entries) == 3


def committed(folder):
    """Return a copy of the examples in a repository, with one entry that is in no commit."""
    root = shutil.copytree(EXAMPLES, folder / "store")
    git(root, "init", "--quiet")
    commit(root)
    file_entry(root)
    return root


@pytest.fixture
def listed(monkeypatch):
    """How often each folder of entries was listed, by side."""
    found = Counter()
    names, tree = source.WorkTree.names, Revision._tree

    def listed_names(self, folder):
        if folder.startswith(source.PROGRESS):
            found["WorkTree", folder] += 1
        return names(self, folder)

    def read_tree(self, folder):
        if folder.startswith(source.PROGRESS) and folder not in self._trees:
            found["Revision", folder] += 1
        return tree(self, folder)

    monkeypatch.setattr(source.WorkTree, "names", listed_names)
    monkeypatch.setattr(Revision, "_tree", read_tree)
    return found


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_query_lists_a_folder_once(listed, command):
    """No query lists a folder twice, `due` not more than one a task beside the folder of folders."""
    assert ask(*command, "--data", EXAMPLES, "--as-of", "12-03").code == 0
    assert max(listed.values()) == 1
    assert len(listed) <= 26


@pytest.mark.parametrize("command", DOCUMENTS, ids=lambda words: words[1])
def test_a_document_lists_a_folder_once(listed, command, tmp_path):
    """As do the documents, however many numbers they print."""
    *words, name = command
    assert ask(*words, tmp_path / name, "--data", EXAMPLES, "--as-of", "12-03").code == 0
    assert max(listed.values()) == 1
    assert len(listed) == 26


@pytest.mark.parametrize("filters", [[], ["--light", "red"], ["--leader", "王长青"]], ids=["all", "light", "leader"])
def test_diff_lists_a_folder_once_a_side(listed, filters, tmp_path):
    """`diff` compares two sides, each of which is listed and judged once."""
    root = committed(tmp_path)
    assert ask("diff", "--data", root, "--as-of", "12-03", *filters).code == 0
    assert {side for side, _folder in listed} == {"WorkTree", "Revision"}
    assert max(listed.values()) == 1


def test_diff_judges_a_changed_task_once_a_side(monkeypatch, tmp_path):
    """The one task on which something was filed, with filters as without them."""
    root, judged, honest = committed(tmp_path), Counter(), status.of_task
    monkeypatch.setattr(status, "of_task", lambda *told: (judged.update([told[1].id]), honest(*told))[1])
    assert ask("diff", "--data", root, "--as-of", "12-03", "--light", "red").code == 0
    assert set(judged.values()) == {2}
    assert len(judged) == 1


def test_entries():
    """Every entry up to the day, newest first, with its path and what corrects it; what is filed later is not there."""
    late = filed("2021-12-01", figures={"roads": 60}, id_="00000004", task=2)
    store = store_of(source.InMemory({source.PLAN: PLAN, **dict([FIRST, OTHER, NEW, late])}))
    assert [(one.id, one.corrected_by) for one in store.entries] == [
        ("00000003", ()),
        ("00000001", ("00000003",)),
        ("00000002", ()),
    ]
    assert [one.path for one in store.entries] == [NEW[0], FIRST[0], OTHER[0]]
    assert [one.entry.note for one in store.entries] == ["更正", None, None]


def test_some_tasks():
    """Filters narrow standings and entries alike."""
    store = store_of(source.InMemory({source.PLAN: PLAN, **dict([FIRST, OTHER])}), Choice(items=(1,), lights=("grey",)))
    assert [one.task.id for one in store.standings] == [3]
    assert [one.task.id for one in store.of_tasks({1, 3}).standings] == [3]


def chained(n):
    """Return n entries of one day, each of which corrects the one before it."""
    made = [filed("2021-10-31", figures={"roads": 1}, id_=id_of(0))]
    made += [filed("2021-10-31", figures={"roads": i}, id_=id_of(i), corrects=(id_of(i - 1),)) for i in range(1, n)]
    return made


@pytest.mark.parametrize("n", [3, 1500])
def test_a_chain_of_corrections_may_be_long(n):
    """Every entry is listed once, the newest first, each below what replaced it."""
    store = Dataset(source.InMemory({source.PLAN: PLAN, **dict(chained(n))}), MEMO, of_plan)
    assert [one.filed.id for one in Snapshot(store, DAY).log] == [id_of(i) for i in reversed(range(n))]


def test_corrections_that_fork_stand_below_their_own():
    """0 ← 1 ← 3 and 0 ← 2: an entry stands below the first that replaced it, and that one's others below it."""
    forks = {1: 0, 2: 0, 3: 1, 5: 4}
    made = [filed("2021-10-31", id_=id_of(i), corrects=(id_of(forks[i]),) if i in forks else ()) for i in range(6)]
    store = Dataset(source.InMemory({source.PLAN: PLAN, **dict(made)}), MEMO, of_plan)
    listed = [one.filed.id for one in Snapshot(store, DAY).log]
    assert sorted(listed) == [id_of(i) for i in range(6)]
    assert listed.index(id_of(5)) + 1 == listed.index(id_of(4))
    assert listed.index(id_of(3)) + 1 == listed.index(id_of(1))


@pytest.mark.parametrize("command", [["due"], ["log"], ["show", "18"]])
@pytest.mark.parametrize("n", [1, 2, 3])
def test_entries_in_a_circle_are_hinted_at(tmp_path, command, n):
    """They count nowhere, so every answer says how many there are."""
    shutil.copytree(EXAMPLES, tmp_path / "data")
    text = (
        "task: 18\ndate: 2021-11-30\nunit: 市城市管理综合执法局\nstatus: in-progress\nnote: |\n  进展。\nreporter: 甲\n"
    )
    text += "recorded: 2021-12-01T09:00:00+08:00\nreason: 改\n"
    for i in range(n):
        old = id_of((i + 1) % n)
        name = f"2021-11-30-cgj-{id_of(i)}-for-{old}.yaml"
        (tmp_path / "data" / "progress" / "18" / name).write_text(f"{text}corrects: {old}\n", encoding="utf-8")
    done = ask(*command, "--data", str(tmp_path / "data"), "--as-of", "2021-12-03")
    assert done.code == 0
    hint = "1 entry corrects itself" if n == 1 else f"{n} entries correct each other in a circle"
    assert hint in done.err


@pytest.mark.parametrize("command", [["due"], ["list"], ["summary"], ["missing"]])
def test_a_changed_code_is_hinted_at(tmp_path, command):
    """The entries are there, and would be answered as silence: how many they are, and by which code, stands beside."""
    shutil.copytree(EXAMPLES, tmp_path / "data")
    plan = tmp_path / "data" / "tasks.yaml"
    plan.write_text(plan.read_text(encoding="utf-8").replace("code: cgj\n", "code: cgk\n"), encoding="utf-8")
    done = ask(*command, "--data", str(tmp_path / "data"), "--as-of", "2021-12-03")
    assert (done.code, "entries are by codes that no unit of the plan has (cgj)" in done.err) == (0, True)


def test_what_was_corrected_stands_below_what_replaced_it():
    """Below its newest correction, chains in order; what goes round in a circle counts nowhere, and comes last."""
    one, two = "00000001", "00000002"
    texts = [
        filed("2021-10-01", id_=one),
        filed("2021-10-02", id_=two, corrects=(one,)),
        filed("2021-11-03", id_="00000003", corrects=(two,)),
        filed("2021-11-02", id_="00000004", corrects=(one,)),
        filed("2021-11-04", id_="00000005", corrects=("00000006",)),
        filed("2021-11-05", id_="00000006", corrects=("00000005",)),
        filed("2021-11-06", id_="00000007", task=2),
        filed("2021-11-06", id_="00000008"),
    ]
    store = store_of(source.InMemory({source.PLAN: PLAN, **dict(texts)}))
    listed = [(each.filed.id[-1], [by[-1] for by in each.replaced_by]) for each in store.newest_first()]
    assert [id_ for id_, _by in listed] == ["8", "7", "3", "2", "4", "1", "6", "5"]
    assert dict(listed)["1"] == ["4", "2"]
    assert [each.filed.id[-1] for each in store.newest_first(corrected=False)] == ["8", "7", "3", "4"]


@pytest.mark.parametrize("everything", [False, True])
@pytest.mark.parametrize("when", [Range(), Range(dt.date(2021, 11, 1), None), Range(None, dt.date(2021, 11, 4))])
@pytest.mark.parametrize("most", [None, 2])
def test_the_last_entries_and_how_many_there_are(everything, when, most):
    """A range ends the search of what counts; what was corrected is found below a correction of any day."""
    texts = [filed(f"2021-11-0{n}", id_=f"0000000{n}") for n in range(1, 6)]
    texts += [filed("2021-11-04", id_="00000006", corrects=("00000005",)), filed("2021-10-09", id_="00000007")]
    store = store_of(source.InMemory({source.PLAN: PLAN, **dict(texts)}))
    fits = [one for one in store.logged() if (everything or not one.replaced_by) and when.has(one.filed.day)]
    assert store.last_entries(store.tasks, (), when, most, everything=everything) == (fits[:most], len(fits))
