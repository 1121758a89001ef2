"""What was typed and not filed: offered to whom it belongs, taken by a y alone, put right where it is refused."""

import os
import signal
import subprocess
import sys
import time

import pytest
from recording import ON, Terminal, adding, correct, editor, entries, filed, paths
from running import ask, environment, own_store

pytest.importorskip("pty", reason="Windows has no pseudo-terminals of this kind")
pytestmark = pytest.mark.slow

WALK = ("--unit", "cgj", "--reporter", "张三")


@pytest.fixture
def root(tmp_path):
    return own_store(tmp_path)


def drafts():
    """Return what lies in the user's folder of drafts, each with what it says, the oldest first."""
    folder = os.path.join(os.environ["XDG_STATE_HOME"], "mstrack", "drafts")
    found = [os.path.join(folder, name) for name in os.listdir(folder)] if os.path.isdir(folder) else []
    texts = []
    for path in sorted(found, key=os.path.getmtime):
        with open(path, encoding="utf-8") as file:
            texts.append(file.read())
    return texts


def left(person, figure):
    """Answer the day and the first figure, and close the window."""
    person.answer("Day that", "")
    person.answer("新增完成", figure)
    person.wait("覆盖自然村 ")
    person.leave(signal.SIGHUP)


def adding_18(root, unit="cgj", **env):
    return Terminal("add", "18", "--data", root, *ON, "--unit", unit, "--reporter", "张三", **env)


def test_enter_is_no_answer(root):
    """Enter neither goes on nor begins anew; n begins anew, keeps the other, and says how it is removed."""
    left(adding_18(root), "98")
    person = adding_18(root)
    person.answer("go on?", "")
    person.answer("y goes on with it; n begins anew, and keeps it", "maybe")
    person.answer("y goes on with it; n begins anew, and keeps it", "n")
    person.wait("It is kept: mstrack add 18 --draft says where, mstrack add 18 --discard removes it.")
    left(person, "99")
    assert [("98" in one, "99" in one) for one in drafts()] == [(True, False), (False, True)]
    again = adding_18(root)
    again.answer("go on?", "n")
    again.answer("It is kept", "y")
    again.wait("覆盖自然村 ")
    again.leave(signal.SIGKILL)
    assert len(drafts()) == 2


def test_of_another_unit(root):
    """What one unit left is not offered to another: its figures would be filed as the other's."""
    left(adding_18(root), "98")
    other = adding_18(root, "pjq")
    other.wait("Day that")
    other.leave(signal.SIGKILL)
    assert "go on?" not in other.seen
    walk = Terminal("add", "--data", root, *ON, "--unit", "sthjj", "--reporter", "张三")
    walk.wait("open task")
    walk.end()
    assert "go on?" not in walk.seen


def test_refused_since(root):
    """A draft that the rules refuse by now is put right where it is refused, and every word of it is still there."""
    person = adding_18(root)
    answers = {"Day that": "09-30", "新增完成": "98", "覆盖自然村 ": "", "覆盖率": "", "Status:": ""}
    for question, said in (answers | {"Note:": "写了二十分钟。", "Problem:": "", "Next step:": ""}).items():
        person.answer(question, said)
    person.answer("keeps it for later", "n")
    assert person.end() == 0
    filed(root, figure="new-villages=141", date="09-01")
    again = Terminal("add", "18", "--data", root, *ON, *WALK)
    again.answer("go on?", "y")
    again.wait("98 does not fit the 141 of 2021-09-01")
    again.answer("e edits, anything else keeps it for later", "e")
    again.answer("What to change", "新增完成治理自然村")
    again.answer("last 98个", "150")
    again.answer("keeps it for later", "y")
    assert again.end() == 0, again.seen
    assert ("150", "写了二十分钟。") in [(str(one.figures["new-villages"]), one.note) for one in entries(root)]
    assert drafts() == []


def test_refused_and_left(root):
    """Whoever does not put it right leaves it, with the code of a refusal."""
    old = filed(root)
    person = Terminal(
        "correct", old, "--data", root, *ON, "--reporter", "李四", "--reason", "写错", "--figure", "coverage=75.2"
    )
    for question in ("Day that", "Status:", "Note", "Problem:", "Next step:"):
        person.answer(question, "")
    person.wait(f"this says what entry {old} says")
    person.answer("e edits, anything else keeps it for later", "")
    assert person.end() == 2
    assert len(paths(root)) == 1


def test_leave_out_the_only_one(root):
    """Where the only entry is left out, nothing is filed, and what was typed stays a draft."""
    person = Terminal(*adding(root, note=None))
    for question, said in (("Note:", "说明"), ("Problem:", ""), ("Next step:", "")):
        person.answer(question, said)
    person.answer("keeps it for later", "e")
    person.answer("What to change", "leave-out")
    assert person.end() == 0, person.seen
    assert "Traceback" not in person.seen
    assert [("说明" in one) for one in drafts()] == [True]


def killed_when(ready, how, root, visual):
    """Start `add --edit` with an editor, and end both when a file is there."""
    process = subprocess.Popen(
        [sys.executable, "-m", "mstrack", *map(str, adding(root, note=None, edit=True))],
        env=environment(VISUAL=visual),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    limit = time.monotonic() + 60
    while not ready.exists() and time.monotonic() < limit:
        time.sleep(0.05)
    os.killpg(process.pid, how)
    process.wait(60)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_killed_while_the_editor_is_open(root, tmp_path, how):
    """What the editor saved is a draft already, in the first round and behind a refusal, and the next `add` has it."""
    ready = tmp_path / "ready"
    body = (
        f"ready = pathlib.Path({str(ready)!r})\n"
        "if 'go on' in text or '写了很久' in text: sys.exit(0)\n"
        "path.write_text(text.replace('note: |\\n  ', 'note: |\\n  写了很久。'), encoding='utf-8')\n"
        "ready.write_text('')\nimport time\ntime.sleep(60)\n"
    )
    killed_when(ready, how, root, editor(tmp_path, body))
    assert ["写了很久。" in one for one in drafts()] == [True]
    person = adding_18(root, VISUAL=editor(tmp_path, ""))
    person.answer("go on?", "y")
    person.answer("keeps it for later", "y")
    assert person.end() == 0, person.seen
    assert [one.note for one in entries(root)] == ["写了很久。"]
    assert drafts() == []


def test_a_form_that_nobody_filled_in(root, tmp_path):
    """A form that was only opened is no draft, however its editor ended."""
    ready = tmp_path / "ready"
    body = f"pathlib.Path({str(ready)!r}).write_text('')\nimport time\ntime.sleep(60)\n"
    killed_when(ready, signal.SIGKILL, root, editor(tmp_path, body))
    assert "Nothing is left unfinished." in ask("add", "--draft", "--data", root).err


def test_a_form_on_a_terminal(root, tmp_path):
    """Its status is as last time, there as elsewhere: a note alone can be filed."""
    body = "path.write_text(text.replace('note: |\\n  ', 'note: |\\n  说明。'), encoding='utf-8')\n"
    person = Terminal("add", "18", "--data", root, *ON, *WALK, "--edit", VISUAL=editor(tmp_path, body))
    person.answer("keeps it for later", "y")
    assert person.end() == 0, person.seen
    assert [(one.status, one.note) for one in entries(root)] == [("in-progress", "说明。")]
    assert drafts() == []


def test_a_form_is_offered_to_the_walk(root, tmp_path):
    """`add` without a number offers a refused form, too, and to its own unit alone."""
    body = "text = text.replace('98', '-1')\n    path.write_text(text, encoding='utf-8')\n"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VISUAL", editor(tmp_path, f"if '-1' not in text:\n    {body}"))
        assert ask(*adding(root, edit=True)).code == 2
    other = Terminal("add", "--data", root, *ON, "--unit", "gaj", "--reporter", "张三")
    other.wait("Day that")
    other.leave(signal.SIGKILL)
    assert "go on?" not in other.seen
    mend = "path.write_text(text.replace('-1', '97'), encoding='utf-8')\n"
    person = Terminal("add", "--data", root, *ON, *WALK, VISUAL=editor(tmp_path, mend))
    person.answer("go on?", "y")
    person.answer("keeps it for later", "y")
    assert person.end() == 0, person.seen
    assert [str(one.figures["new-villages"]) for one in entries(root)] == ["97"]
    assert drafts() == []


def test_a_form_of_a_correction(root, tmp_path):
    """A refused form of a correction is offered by `correct` of the same entry, and by no `add`."""
    old = filed(root)
    body = "text = text.replace('98', '-1').replace('reason: |\\n  ', 'reason: |\\n  写错。')\n"
    body += "    path.write_text(text, encoding='utf-8')\n"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VISUAL", editor(tmp_path, f"if '-1' not in text:\n    {body}"))
        assert correct(root, old, edit=True).code == 2
    assert ["写错。" in one for one in drafts()] == [True]
    person = adding_18(root)
    person.wait("Day that")
    person.leave(signal.SIGKILL)
    assert "go on?" not in person.seen
    again = Terminal(
        "correct",
        old,
        "--data",
        root,
        *ON,
        "--reporter",
        "李四",
        VISUAL=editor(tmp_path, "path.write_text(text.replace('-1', '97'), encoding='utf-8')\n"),
    )
    again.answer("go on?", "y")
    again.answer("keeps it for later", "y")
    assert again.end() == 0, again.seen
    assert [str(one.figures["new-villages"]) for one in entries(root) if one.corrects] == ["97"]
    assert drafts() == []
