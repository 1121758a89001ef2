"""`mstrack add` on a real terminal: what is missing is asked for, Enter skips, and nothing typed is lost."""

import re

import pytest
from recording import CGJ, KEPT, ON, Terminal, adding, entries, filed, kept, paths
from rich.cells import cell_len
from running import own_store

pytest.importorskip("pty", reason="Windows has no pseudo-terminals of this kind")
pytestmark = pytest.mark.slow

ASKED = [
    "Day that the figures hold for",
    "新增完成治理自然村 ",
    "农村生活污水治理覆盖自然村 ",
    "农村生活污水治理覆盖率 ",
    "Status:",
    "Note:",
    "Problem:",
    "Next step:",
]


@pytest.fixture(autouse=True)
def _nobody(monkeypatch, tmp_path):
    """No name from git."""
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))


@pytest.fixture
def root(tmp_path):
    return own_store(tmp_path)


def bare(root, *more, **env):
    """Start an `add` that says nothing yet."""
    return Terminal("add", "18", "--data", root, *ON, *more, **env)


def saved(terminal):
    """Return what was kept; a terminal wraps no line that the program writes."""
    return kept(terminal.seen)


def test_everything_is_asked_for(root):
    """Unit, day, each indicator with name, measure, target and last figure, status, texts, reporter: then filed."""
    filed(root, figure=["new-villages=60", "coverage=70"], date="08-31")
    person = bare(root)
    person.answer("Unit that reports:", "城管")
    answers = ["9月30日", "98个", "", "75.2%", "", "已完成98个自然村。", "", "月底前复耕。"]
    for question, said in zip(ASKED, answers, strict=True):
        person.answer(question, said)
    person.answer("Reporter [张三]", "")
    person.answer("keeps it for later", "y")
    assert person.end() == 0
    [_first, entry] = sorted(entries(root), key=lambda one: one.date)
    assert (entry.unit, entry.date.isoformat(), entry.status) == (CGJ, "2021-09-30", "in-progress")
    assert {key: str(figure) for key, figure in entry.figures.items()} == {"new-villages": "98", "coverage": "75.2"}
    assert (entry.note, entry.problem, entry.next) == ("已完成98个自然村。", None, "月底前复耕。")
    assert entry.reporter == "张三"
    assert "last 60个  target >=165个  expected 132个" in person.seen
    assert "nothing filed  target >=8290个" in person.seen
    assert "Day that the figures hold for [2021-10-08]" in person.seen
    assert "   1 cgj           市城市管理综合执法局\n   2 sthjj         市生态环境局\n" in person.seen


@pytest.mark.parametrize("task", [8, 18])
def test_no_question_is_wider_than_a_terminal(root, task):
    """The units that may report stand one a line, with what to type."""
    person = Terminal("add", task, "--data", root, *ON)
    person.answer("Unit that reports:", "\x03")
    assert person.end() == 130
    assert max(cell_len(line.rstrip()) for line in person.seen.splitlines()) <= 80
    assert len(person.seen.splitlines()) > 5


def test_dry_run(root):
    """--dry-run asks for what is missing too, and then only prints the file."""
    person = Terminal(*adding(root, note=None, dry_run=True))
    for question, said in zip(ASKED[5:], ("写了很久的说明。", "", ""), strict=True):
        person.answer(question, said)
    assert person.end() == 0
    assert "note: |\n  写了很久的说明。\n" in person.seen
    assert "Nothing was filed (--dry-run)" in person.seen
    assert "keeps it for later" not in person.seen
    assert paths(root) == []


def test_only_what_is_missing_is_asked_for(root):
    """What the flags say is not asked for again."""
    person = Terminal(*adding(root, status=None))
    person.answer("4 done [in progress]", "3")
    person.answer("Problem:", "征地难。")
    person.answer("Next step:", "")
    person.answer("keeps it for later", "y")
    assert person.end() == 0
    assert [(one.status, one.problem) for one in entries(root)] == [("blocked", "征地难。")]
    assert not [question for question in ("Unit that", "Day that", "Reporter") if question in person.seen]


def test_a_wrong_answer_is_asked_again(root):
    """What cannot be read is told at once, and the question comes back."""
    person = Terminal(*adding(root, figure=None, unit=None))
    person.answer("Unit that reports", "火星局")
    person.answer("nothing is called 火星局", "cgj")
    person.answer("新增完成治理自然村", "很多")
    person.answer("很多 is no figure", "98")
    person.answer("农村生活污水治理覆盖自然村", "")
    person.answer("农村生活污水治理覆盖率", "")
    for question in ("Problem:", "Next step:"):
        person.answer(question, "")
    person.answer("keeps it for later", "y")
    assert person.end() == 0
    assert [dict(one.figures) for one in entries(root)] == [{"new-villages": 98}]


def test_no(root):
    """Whoever says no files nothing, and keeps the text."""
    person = Terminal(*adding(root, problem="征地难。", next="复耕。"))
    person.answer("keeps it for later", "n")
    person.end()
    assert paths(root) == []
    [text] = saved(person)
    assert re.findall("98个自然村|征地难|复耕", text) == ["98个自然村", "征地难", "复耕"]


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 130)], ids=["^C", "^D"])
@pytest.mark.parametrize("question", ["Problem:", "keeps it for later"])
def test_interrupted(root, key, code, question):
    """Whoever stops in the middle finds all that was typed so far in a file."""
    person = Terminal(*adding(root, figure=None, note=None))
    person.answer("新增完成治理自然村", "98")
    for one in ASKED[2:4]:
        person.answer(one, "")
    person.answer("Note:", "写了很久的说明。")
    if question == "keeps it for later":
        for one in ASKED[6:]:
            person.answer(one, "")
    person.answer(question, key)
    assert person.end() == code
    assert paths(root) == []
    assert "Traceback" not in person.seen
    assert [line for line in person.seen.splitlines() if KEPT in line and not line.startswith(KEPT)] == []
    [text] = saved(person)
    assert re.findall('"new-villages": "98"|写了很久的说明', "".join(sorted(text.splitlines(), reverse=True))) != []


def test_refused_at_the_question(root):
    """What a rule would refuse is refused where it is typed, with the reason, and asked again."""
    filed(root, figure=["new-villages=141"], date="09-01")
    person = Terminal(*adding(root, unit=None, figure=None, status=None, date=None))
    person.answer("Unit that reports:", "民政局")
    person.answer("task 18 does not name 市民政局", "1")
    person.answer("Day that", "10-09")
    person.answer("lies in the future", "09-30")
    person.answer("新增完成治理自然村 ", "98")
    person.answer("98 does not fit the 141 of 2021-09-01", "-1")
    person.answer("-1 is negative", "150.5")
    person.answer("counted in whole numbers", "150")
    for question in ASKED[2:4]:
        person.answer(question, "-")
    person.answer("Status:", "已完成")
    person.answer("not done:", "2")
    person.answer("keeps it for later", "y")
    assert person.end() == 0, person.seen
    assert {str(one.figures["new-villages"]) for one in entries(root)} == {"141", "150"}


def test_refused_flags(root):
    """What flags say is refused before anything is asked."""
    person = Terminal(*adding(root, unit="民政局", note=None))
    assert person.end() == 2
    assert "task 18 does not name 市民政局" in person.seen
    assert "Note:" not in person.seen


def test_the_disk_refuses(root):
    """Where the entry cannot be written the text is saved, and its place printed."""
    person = Terminal(*adding(root, note=None))
    for question, said in zip(ASKED[5:], ("写了很久的说明。", "", ""), strict=True):
        person.answer(question, said)
    person.wait("keeps it for later")
    (root / "progress").write_text("in the way")
    person.type("y")
    assert person.end() == 4
    assert "the disk refused the entry" in person.seen
    [text] = saved(person)
    assert re.findall('"new-villages": "98"|写了很久的说明', "".join(sorted(text.splitlines(), reverse=True))) != []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_chinese_is_typed_and_rubbed_out_whole(root, language):
    """Backspace takes a whole character, and no half of one reaches the file."""
    person = Terminal(*adding(root, note=None), MSTRACK_LANG=language)
    note, problem, following, sure = {
        "en": ("Note:", "Problem:", "Next step:", "keeps it for later"),
        "zh": ("进展情况", "存在困难", "下一步措施", "其他键先存着"),
    }[language]
    person.answer(note, "完成错\x7f对。")
    person.answer(problem, "")
    person.answer(following, "")
    person.answer(sure, "是" if language == "zh" else "Y")
    assert person.end() == 0, person.seen
    assert [one.note for one in entries(root)] == ["完成对。"]
    assert KEPT not in person.seen
