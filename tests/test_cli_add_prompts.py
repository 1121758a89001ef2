"""`mstrack add` on a real terminal: what is missing is asked for, Enter skips, and nothing typed is lost."""

import os
import re

import pytest
from recording import CGJ, KEPT, ON, Terminal, adding, entries, filed, kept, paths
from rich.cells import cell_len
from running import own_store

pytest.importorskip("pty", reason="Windows has no pseudo-terminals of this kind")

ASKED = [
    "Day that the figures hold for",
    "新增完成治理自然村 (target",
    "农村生活污水治理覆盖自然村 (target",
    "农村生活污水治理覆盖率 (target",
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
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)


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
    person.answer("Reporter:", "张三")
    person.answer("File this? [Y/n]", "")
    assert person.end() == 0
    [_first, entry] = sorted(entries(root), key=lambda one: one.date)
    assert (entry.unit, entry.date.isoformat(), entry.status) == (CGJ, "2021-09-30", "in-progress")
    assert {key: str(figure) for key, figure in entry.figures.items()} == {"new-villages": "98", "coverage": "75.2"}
    assert (entry.note, entry.problem, entry.next) == ("已完成98个自然村。", None, "月底前复耕。")
    assert entry.reporter == "张三"
    assert "新增完成治理自然村 (target >=165个, last 60个 on 2021-08-31)" in person.seen
    assert "农村生活污水治理覆盖自然村 (target >=8290个, nothing filed yet)" in person.seen
    assert "Day that the figures hold for [2021-10-08]" in person.seen
    assert "  cgj           市城市管理综合执法局\n  sthjj         市生态环境局\n" in person.seen


@pytest.mark.parametrize("task", [8, 18])
def test_no_question_is_wider_than_a_terminal(root, task):
    """The units that may report stand one a line, with what to type."""
    person = Terminal("add", task, "--data", root, *ON)
    person.answer("Unit that reports:", "\x03")
    assert person.end() == 130
    assert max(map(cell_len, person.seen.splitlines())) <= 80
    assert len(person.seen.splitlines()) > 5


def test_dry_run(root):
    """--dry-run asks for what is missing too, and then only prints the file."""
    person = Terminal(*adding(root, note=None, dry_run=True))
    for question, said in zip(ASKED[5:], ("写了很久的说明。", "", ""), strict=True):
        person.answer(question, said)
    assert person.end() == 0
    assert "note: |\n  写了很久的说明。\n" in person.seen
    assert "Nothing was filed (--dry-run)" in person.seen
    assert "File this?" not in person.seen
    assert paths(root) == []


def test_only_what_is_missing_is_asked_for(root):
    """What the flags say is not asked for again."""
    person = Terminal(*adding(root, status=None))
    person.answer("Status: not-started, in-progress, blocked, done [in-progress]", "blocked")
    person.answer("Problem:", "征地难。")
    person.answer("Next step:", "")
    person.answer("File this?", "y")
    assert person.end() == 0
    assert [(one.status, one.problem) for one in entries(root)] == [("blocked", "征地难。")]
    assert not [question for question in ("Unit that", "Day that", "Note:", "Reporter:") if question in person.seen]


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
    person.answer("File this?", "")
    assert person.end() == 0
    assert [dict(one.figures) for one in entries(root)] == [{"new-villages": 98}]


def test_no(root):
    """Whoever says no files nothing, and keeps the text."""
    person = Terminal(*adding(root, problem="征地难。", next="复耕。"))
    person.answer("File this?", "n")
    person.end()
    assert paths(root) == []
    [text] = saved(person)
    assert re.findall("98个自然村|征地难|复耕", text) == ["98个自然村", "征地难", "复耕"]


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 130)], ids=["^C", "^D"])
@pytest.mark.parametrize("question", ["Problem:", "File this?"])
def test_interrupted(root, key, code, question):
    """Whoever stops in the middle finds all that was typed so far in a file."""
    person = Terminal(*adding(root, figure=None, note=None))
    person.answer("新增完成治理自然村", "98")
    for one in ASKED[2:4]:
        person.answer(one, "")
    person.answer("Note:", "写了很久的说明。")
    if question == "File this?":
        for one in ASKED[6:]:
            person.answer(one, "")
    person.answer(question, key)
    assert person.end() == code
    assert paths(root) == []
    assert "Traceback" not in person.seen
    assert [line for line in person.seen.splitlines() if KEPT in line and not line.startswith(KEPT)] == []
    [text] = saved(person)
    assert re.findall("new-villages: 98|写了很久的说明", text) == ["new-villages: 98", "写了很久的说明"]


@pytest.mark.parametrize(
    ("unit", "figure", "reporter", "sentence"),
    [
        ("民政局", "98", "张三", "task 18 does not name 市民政局"),
        ("cgj", "-1", "张三", "-1 is negative"),
        ("cgj", "98", "", "--reporter"),
    ],
)
def test_refused_at_last(root, unit, figure, reporter, sentence):
    """Answers that end in a refusal are kept as well: nobody types a note twice."""
    person = Terminal(*adding(root, unit=None, figure=None, note=None, reporter=None))
    person.answer("Unit that reports", unit)
    for question, said in zip(ASKED[1:4], (figure, "", ""), strict=True):
        person.answer(question, said)
    for question, said in zip(ASKED[5:], ("写了很久的说明。", "", ""), strict=True):
        person.answer(question, said)
    person.answer("Reporter:", reporter)
    assert person.end() == 2
    assert sentence in person.seen
    assert paths(root) == []
    [text] = saved(person)
    assert "写了很久的说明。" in text


def test_the_store_cannot_be_read(root):
    """A neighbour's broken entry stops the filing, and not at the price of what was typed."""
    filed(root, date="08-31", figure="new-villages=1")
    broken = root / paths(root)[0]
    person = Terminal(*adding(root, note=None, figure=None, unit=None, status="in-progress"))
    person.answer("Unit that reports", "sthjj")
    for question in ASKED[1:4]:
        person.answer(question, "")
    broken.write_text("task: [", encoding="utf-8")
    for question, said in zip(ASKED[5:], ("写了很久的说明。", "", ""), strict=True):
        person.answer(question, said)
    assert person.end() == 3
    [text] = saved(person)
    assert "写了很久的说明。" in text


def test_the_disk_refuses(root):
    """Where the entry cannot be written the text is saved, and its place printed."""
    person = Terminal(*adding(root, note=None))
    for question, said in zip(ASKED[5:], ("写了很久的说明。", "", ""), strict=True):
        person.answer(question, said)
    person.wait("File this?")
    (root / "progress").write_text("in the way")
    person.type("")
    assert person.end() == 4
    assert "the disk refused the entry" in person.seen
    [text] = saved(person)
    assert re.findall("new-villages: 98|写了很久的说明", text) == ["new-villages: 98", "写了很久的说明"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_chinese_is_typed_and_rubbed_out_whole(root, language):
    """Backspace takes a whole character, and no half of one reaches the file."""
    person = Terminal(*adding(root, note=None), MSTRACK_LANG=language)
    note, problem, following, sure = {
        "en": ("Note:", "Problem:", "Next step:", "File this?"),
        "zh": ("进展情况", "存在困难", "下一步措施", "[Y/n]"),
    }[language]
    person.answer(note, "完成错\x7f对。")
    person.answer(problem, "")
    person.answer(following, "")
    person.answer(sure, "是" if language == "zh" else "Y")
    assert person.end() == 0, person.seen
    assert [one.note for one in entries(root)] == ["完成对。"]
    assert KEPT not in person.seen
