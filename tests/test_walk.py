"""`mstrack add` without a number, on a real terminal: the open tasks of a unit, one page, one answer; nothing lost."""

import errno
import json
import os
import shutil
import signal
import stat
import time

import pytest
from recording import ON, Terminal, adding, editor, entries, filed, paths
from repositories import git
from running import ROOT, ask, own_store

pytest.importorskip("pty", reason="Windows has no pseudo-terminals of this kind")
pytestmark = pytest.mark.slow

WALK = ("--unit", "cgj", "--reporter", "张三")
PARAGRAPH = ["一是完成管网铺设；", "二是完成验收；", "", "四是开展培训；", "五是移交。"]


@pytest.fixture
def root(tmp_path):
    return own_store(tmp_path)


def drafts():
    """Return what lies in the user's folder of drafts."""
    folder = os.path.join(os.environ["XDG_STATE_HOME"], "mstrack", "drafts")
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    return [os.path.join(folder, name) for name in names]


def text_of(path):
    """Return what a draft says."""
    with open(path, encoding="utf-8") as file:
        return file.read()


def walking(root, *more, **env):
    return Terminal("add", "--data", root, *ON, *WALK, *more, **env)


def through(person, figures, *, words=("", "")):
    """Answer the day, the status, and every figure; words where they are asked for."""
    person.answer("Day that", "")
    person.answer("Status of all", "")
    for question, said in figures:
        person.answer(question, said)
        if question == "覆盖率":
            person.answer("Problem:", words[0])
            person.answer("Next step:", words[1])


FIGURES = [("新增完成治理自然村 ", "98"), ("覆盖自然村 ", ""), ("覆盖率", "75.2"), ("蓬江区", "70"), ("江海区", "23")]


def test_a_month_of_a_unit(root):
    """Day and status once, a line an indicator, one page with each light before and after, one answer."""
    filed(root, figure=["new-villages=60", "coverage=70"], date="08-31")
    person = walking(root)
    through(person, FIGURES, words=("用地手续未批。", ""))
    person.answer("keeps it for later", "y")
    assert person.end() == 0, person.seen
    assert "市城市管理综合执法局: 2 open tasks" in person.seen
    new = [one for one in entries(root) if one.date.isoformat() == "2021-10-08"]
    assert {one.task: {key: str(each) for key, each in one.figures.items()} for one in new} == {
        18: {"new-villages": "98", "coverage": "75.2"},
        23: {"pengjiang-communities": "70", "jianghai-communities": "23"},
    }
    assert [one.problem for one in new if one.task == 18] == ["用地手续未批。"]
    page = person.seen[person.seen.index("To be filed: 2 entries") :]
    assert "新增完成治理自然村 60个 -> 98个" in page
    assert "Problem: 用地手续未批。" in page
    assert "red: 45.41 points behind -> " in page
    assert drafts() == []


@pytest.fixture
def month(tmp_path):
    """A clone with a remote, and a unit that leads four tasks with eight indicators, and reported two months."""
    root = tmp_path / "data"
    shutil.copytree(ROOT / "data", root)
    (root / "progress").mkdir(exist_ok=True)
    plan = (root / "tasks.yaml").read_text(encoding="utf-8")
    before, ninth = plan.split("          - id: rapid-tests\n")
    (root / "tasks.yaml").write_text(before + ninth[ninth.index("      - id: 12\n") :], encoding="utf-8")
    figures = {
        9: ["inspections={}000", "inspections-per-thousand={}", "dairy-coverage=100"],
        10: ["school-canteens={}0", "caterers={}000"],
        11: ["markets={}", "disposal-rate=100"],
        12: ["coverage=50"],
    }
    for n, day in enumerate(("03-31", "04-30"), 2):
        for task, several in figures.items():
            said = {"figure": [one.format(n) for one in several], "unit": "scjgj", "date": day, "note": None}
            told = ask(*adding(root, task, **said), "--sure")
            assert told.code == 0, told.err
    git(tmp_path, "init", "-q", "--bare", "-b", "main", "remote")
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.name", "王五")
    git(root, "config", "user.email", "wang@example.invalid")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "so far")
    git(root, "remote", "add", "origin", str(tmp_path / "remote"))
    git(root, "push", "-q", "-u", "origin", "main")
    git(root, "config", "mstrack.unit", "scjgj")
    git(root, "config", "user.name", "张三")
    return root, tmp_path / "remote"


def test_few_keys(month):
    """Four tasks with eight indicators take at most 25 keys beside the figures, sending included; all is asked for."""
    root, remote = month
    person = Terminal("add", "--data", root, "--as-of", "05-31", MSTRACK_UNIT=None)
    words = [("Problem:", ""), ("Next step:", "")]
    typed = [
        ("Day that", ""),
        ("Status of all", ""),
        *[("食品抽检批次", "4000"), ("每千人食品检验量", ""), ("乳制品", ""), *words],
        *[("学校食堂升级改造  ", "40"), ("餐饮单位", "4000"), *words],
        *[("农贸市场  ", "4"), ("不合格产品处置率", ""), *words],
        ("制剂品种抽检覆盖率", ""),
        ("keeps it for later", "y"),
        ("Send now", "y"),
    ]
    for question, said in typed:
        person.answer(question, said)
    assert person.end() == 0, person.seen
    figures = {said for _question, said in typed if said.isdecimal()}
    assert sum(1 if said in figures else len(said) + 1 for _question, said in typed) <= 25
    filed_now = [one for one in entries(root) if one.date.isoformat() == "2021-05-31"]
    assert sorted(len(one.figures) for one in filed_now) == [1, 2, 2, 3]
    assert {str(figure) for one in filed_now for figure in one.figures.values()} >= figures
    assert git(remote, "ls-tree", "-r", "--name-only", "main").count("2021-05-31") == 4


@pytest.mark.parametrize("term", ["xterm", "dumb", "linux"])
@pytest.mark.parametrize("bracketed", [True, False])
def test_a_paste_is_one_note(root, term, bracketed):
    """Five lines with a blank one are one note, shown whole before it is filed; no line answers another question."""
    if bracketed and term == "dumb":
        pytest.skip("a dumb terminal marks no paste")
    person = Terminal(*adding(root, note=None), TERM=term)
    person.wait("Note:")
    text = "\r".join(PARAGRAPH)
    person.press(f"\x1b[200~{text}\x1b[201~" if bracketed else text)
    time.sleep(0.5)
    person.press("\r")
    person.answer("Problem:", "")
    person.answer("Next step:", "")
    person.wait("keeps it for later")
    page = person.seen[person.seen.index("To be filed") :]
    assert [line for line in PARAGRAPH if line not in page] == []
    person.type("y")
    assert person.end() == 0
    assert [(one.note, one.problem) for one in entries(root)] == [("\n".join(PARAGRAPH), None)]


@pytest.mark.parametrize("term", ["xterm", "dumb"])
@pytest.mark.parametrize("keys", ["", "\ny\n", "第六行\ny\ny\n"])
def test_no_waiting_key_files(root, term, keys):
    """Neither Enter nor what was typed or pasted before the question is an answer to it."""
    person = Terminal(*adding(root, note=None), TERM=term)
    person.answer("Note:", "说明")
    person.answer("Problem:", "")
    person.wait("Next step:")
    person.press(f"下一步{chr(13)}")
    person.press(keys.replace("\n", "\r"))
    person.wait("keeps it for later")
    person.type("")
    assert person.end() == 0
    assert paths(root) == []
    assert "下一步" in text_of(drafts()[0])


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP, "close"])
def test_killed_anywhere(root, ending):
    """However the program ends, after whichever answer, what was answered is in a draft, and the next `add` goes on."""
    steps = [
        ("Day that", ""),
        ("新增完成", "98"),
        ("覆盖自然村 ", ""),
        ("覆盖率", "75.2"),
        ("Status:", ""),
        ("Note:", "说明"),
    ]
    nexts = ["新增完成", "覆盖自然村 ", "覆盖率", "Status:", "Note:", "Problem:"]
    for n in (2, 4, 6):
        person = Terminal("add", "18", "--data", root, *ON, *WALK)
        for question, said in steps[:n]:
            person.answer(question, said)
        person.wait(nexts[n - 1])
        person.leave(ending)
        [draft] = drafts()
        assert stat.S_IMODE(os.stat(draft).st_mode) == 0o600
        assert stat.S_IMODE(os.stat(os.path.dirname(draft)).st_mode) == 0o700
        [one] = json.loads(text_of(draft))["drafts"]
        assert one["figures"]["new-villages"] == "98"
        assert one.get("note") == ("说明" if n == 6 else None)
        listed = ask("add", "--draft", "--data", root)
        assert "task 18" in listed.out
        again = Terminal("add", "18", "--data", root, *ON, *WALK)
        again.answer("An unfinished entry of", "y")
        again.wait(nexts[n - 1])
        assert "新增完成治理自然村 " not in again.seen
        again.leave(signal.SIGKILL)
        assert ask("add", "--discard", "--data", root).code == 0
        assert drafts() == []
    assert paths(root) == []


def test_a_draft_of_a_filed_entry_goes(root):
    """A draft goes with the filing; had its writer been killed in between, the next `add` asks nothing of it anew."""
    person = Terminal(*adding(root, note=None))
    person.answer("Note:", "说明")
    person.answer("Problem:", "")
    person.answer("Next step:", "")
    person.wait("keeps it for later")
    [path] = drafts()
    before = text_of(path)
    person.type("y")
    assert person.end() == 0
    assert drafts() == []
    assert "说明" in before
    with open(path, "w", encoding="utf-8") as killed:
        killed.write(before)
    again = Terminal("add", "--data", root, *ON, *WALK)
    again.wait("open task")
    again.wait("Day that")
    again.leave(signal.SIGKILL)
    assert "go on?" not in again.seen
    assert drafts() == []


def test_refused_flags_are_offered(root, tmp_path):
    """What flags said and the disk refused is offered in the editor by the next `add`, and goes when it is filed."""
    assert ask(*adding(root, figure=["new-villages=98"], date="09-30")).code == 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("mstrack.store.put.create", refusing)
        assert ask(*adding(root, note="写了很久的说明。", date="10-01")).code == 4
    assert [("写了很久的说明。" in text_of(path)) for path in drafts()] == [True]
    person = Terminal("add", "18", "--data", root, *ON, *WALK, VISUAL=editor(tmp_path, ""))
    person.answer("An unfinished entry of", "y")
    person.answer("keeps it for later", "y")
    assert person.end() == 0, person.seen
    assert "写了很久的说明。" in [one.note for one in entries(root)]
    assert drafts() == []


def refusing(*_how):
    """Refuse as a full disk does."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
