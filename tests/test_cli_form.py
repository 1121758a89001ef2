"""`mstrack add --edit`: the form, and small scripts that play the editor."""

import errno
import os
import re

import pytest
from recording import CGJ, adding, correct, editor, entries, filed, kept, paths
from running import ask, own_store

from mstrack.store import put

FILL = (
    "text = text.replace('new-villages:', 'new-villages: 98').replace('note: |\\n  ', 'note: |\\n  写了很久的说明。')\n"
)
SAVE = "path.write_text(text, encoding='utf-8')\n"
NOTE = "写了很久的说明。"


@pytest.fixture
def root(tmp_path):
    return own_store(tmp_path)


@pytest.fixture
def edit(root, tmp_path, monkeypatch):
    """A function that runs `add --edit` with an editor that does this; the forms that it was given are in .seen."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)

    def run(body, **changed):
        log = f"seen = pathlib.Path({str(tmp_path / 'seen')!r})\nseen.mkdir(exist_ok=True)\n"
        log += (
            "turn = len(list(seen.iterdir()))\n(seen / str(turn)).write_text(text, encoding='utf-8')\nassert turn < 4\n"
        )
        monkeypatch.setenv("VISUAL", editor(tmp_path, log + body))
        return ask(*adding(root, **{"note": None, "figure": None, "edit": True} | changed))

    run.seen = lambda: [
        one.read_text(encoding="utf-8") for one in sorted((tmp_path / "seen").iterdir(), key=lambda one: int(one.name))
    ]
    return run


def test_what_the_form_says(root, edit):
    """The form holds what is known, and as comments what is asked for: the targets and the last figures."""
    filed(root, figure=["new-villages=60", "coverage=70"], date="08-31")
    edit("", figure="coverage=75.2", note="第一行\n第二行")
    [form] = edit.seen()
    assert "date: 2021-09-30\nunit: 市城市管理综合执法局\n" in form
    assert "  # 新增完成治理自然村, target >=165个, last 60个 (2021-08-31)\n  new-villages:\n" in form
    assert "  # 农村生活污水治理覆盖自然村, target >=8290个, last -\n  covered-villages:\n" in form
    assert "  coverage: 75.2\n" in form
    assert "note: |\n  第一行\n  第二行\n" in form
    assert "status: in-progress\n" in form
    assert 'reporter: "张三"\n' in form
    assert all(code in form for code in ("not started", "blocked", "done"))


def test_filled(root, edit):
    """A form that is filled in is filed; what stays empty is not reported."""
    assert edit(FILL + SAVE).code == 0
    [entry] = entries(root)
    assert (entry.unit, dict(entry.figures), entry.note, entry.problem) == (CGJ, {"new-villages": 98}, NOTE, None)


@pytest.mark.parametrize(
    "save",
    [
        "path.write_bytes(text.replace('\\n', '\\r\\n').encode())",
        "path.write_bytes(text.encode('utf-8-sig'))",
        "path.write_bytes(text.encode('gb18030'))",
        "path.write_bytes(text.replace('\\n', '\\r\\n').encode('utf-16'))",
        "path.unlink(); path.write_text(text, encoding='utf-8')",
        "path.write_bytes(text.rstrip().encode())",
    ],
    ids=["CRLF", "BOM", "GB18030", "UTF-16", "replaced", "no last line break"],
)
def test_saved_by_any_editor(root, edit, save):
    """However the editor saves it, the form is read."""
    told = edit(FILL + save + "\n")
    assert (told.code, [entry.note for entry in entries(root)]) == (0, [NOTE]), told.err


@pytest.mark.parametrize(
    ("slip", "line", "word"),
    [
        ("'new-villages: 98', 'new-villages: -5'", "  new-villages: -5", "negative"),
        ("'new-villages: 98', 'new-villages: 很多'", "  new-villages: 很多", "number"),
        ("'new-villages: 98', 'new-vilages: 98'", "  new-vilages: 98", "did you mean new-villages"),
        ("'new-villages: 98', 'new-villages： 98'", "  new-villages： 98", "full-width"),
        ("'status: in-progress', 'status: finished'", "status: finished", "in-progress"),
        ("'status: in-progress', 'status: done'", "status: done", "not done"),
        ("'2021-09-30', '2021-10-09'", "date: 2021-10-09", "future"),
        ("'2021-09-30', '9月32日'", "date: 9月32日", "9月32日"),
        ("'unit: 市城市管理综合执法局', 'unit: 市民政局'", "unit: 市民政局", "does not name"),
        ("'task: 18', 'task: 19'", "task: 19", "18"),
        ("'task: 18', 'task: 77'", "task: 77", "18"),
        ("'写了', '写\\u200b了'", "  写\u200b了很久的说明。", "U+200B"),
        ("'reporter: \"张三\"', 'reporter:'", "reporter:", "missing"),
    ],
)  # fmt: skip
def test_wrong(root, edit, slip, line, word):
    """A wrong form comes back with what is wrong as a comment at its line, and with all that was typed."""
    mend = ", ".join(reversed(slip.split(", ")))
    told = edit(
        f"if turn == 0:\n    {FILL.strip()}\n    text = text.replace({slip})\n"
        f"elif turn == 1:\n    text = text.replace({mend})\n" + SAVE
    )
    _first, form, *_rest = edit.seen()
    lines = [one.rstrip() for one in form.split("\n")]
    assert lines.count(line) == 1
    above = lines[: lines.index(line)]
    told_there = [one for one in above if one.startswith("#!! ")]
    assert told_there, form
    assert above[-1].startswith("#!! ")
    assert word in "".join(told_there)
    assert NOTE.removeprefix("写") in form
    assert told.code == 0, told.err
    assert [entry.note for entry in entries(root)] == [NOTE]


def test_two_slips(root, edit):
    """Several problems are told each at its line, and those of the round before are gone."""
    edit(
        f"if turn == 0:\n    {FILL.strip()}\n    text = text.replace('-30', '-31')\n"
        "    text = text.replace('09-31', '11-11').replace('coverage:', 'coverage: 101')\n"
        "elif turn == 1:\n    text = text.replace('11-11', '09-01')\n"
        "elif turn == 2:\n    text = text.replace('101', '75')\n" + SAVE
    )
    marks = [[line for line in form.split("\n") if line.startswith("#!! ")] for form in edit.seen()]
    assert [len(several) for several in marks] == [0, 2, 1]
    assert [dict(entry.figures) for entry in entries(root)] == [{"new-villages": 98, "coverage": 75}]


@pytest.mark.parametrize(
    "body",
    ["path.write_text('')", "path.write_text('\\n \\n')", "path.write_text('# 任务\\n\\n')"],
    ids=["nothing", "white space", "comments"],
)
def test_given_up(root, edit, body):
    """Whoever empties the form files nothing, and is not asked again."""
    told = edit(f"assert turn == 0\n{body}\n")
    assert (told.code, paths(root)) == (2, [])
    assert "nothing was filed" in told.err


def test_unchanged(root, edit):
    """A form that comes back as it went files nothing."""
    told = edit("path.write_bytes(text.replace('\\n', '\\r\\n').encode('utf-8-sig'))\n")
    assert (told.code, paths(root)) == (2, [])
    assert "the form came back unchanged; nothing was filed" in told.err


def test_unchanged_after_a_slip(root, edit):
    """Whoever closes the annotated form without a change has given up, and keeps what was typed."""
    told = edit(f"if turn == 0:\n    {FILL.strip()}\n    text = text.replace('98', '-1')\n" + SAVE)
    assert (told.code, paths(root)) == (2, [])
    [text] = kept(told.err)
    assert NOTE in text


@pytest.mark.parametrize("command", ["/nowhere/to/be/found", "false", "'"])
def test_no_editor(root, monkeypatch, command):
    """An editor that cannot be run, or fails, is named."""
    monkeypatch.setenv("VISUAL", command)
    told = ask(*adding(root, edit=True))
    assert (told.code, paths(root)) == (4, [])
    assert f"the editor ({command}) could not be run or failed; set EDITOR to another" in told.err


def test_visual_before_editor(root, tmp_path, monkeypatch):
    """EDITOR is asked where VISUAL is not set."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor(tmp_path, "path.write_text(text.replace('98', '97'))\n"))
    assert ask(*adding(root, edit=True)).code == 0
    assert [entry.figures["new-villages"] for entry in entries(root)] == [97]
    monkeypatch.setenv("VISUAL", "false")
    assert ask(*adding(root, edit=True)).code == 4


def test_an_editor_that_fails_after_saving(root, edit):
    """What was saved before the editor failed is kept."""
    told = edit(FILL + SAVE + "sys.exit(1)\n")
    assert (told.code, paths(root)) == (4, [])
    assert [NOTE in text for text in kept(told.err)] == [True]


def test_a_form_in_no_encoding(root, edit):
    """A form that no reader can decode is kept as it is, byte for byte or character for character."""
    told = edit(FILL + "path.write_bytes(text.encode() + b'\\xff\\xff')\n")
    assert (told.code, paths(root)) == (2, [])
    assert [NOTE in text for text in kept(told.err)] == [True]


def test_the_disk_refuses(root, edit, monkeypatch):
    """After a failed write the filled form is saved aside, and its place is printed."""
    create = put.create

    def full(folder, path, data, **how):
        if folder == str(root):
            raise OSError(errno.ENOSPC, "full")
        create(folder, path, data, **how)

    monkeypatch.setattr(put, "create", full)
    told = edit(FILL + SAVE)
    assert told.code == 4
    [text] = kept(told.err)
    assert re.findall(f"new-villages: 98|{NOTE}", text) == ["new-villages: 98", NOTE]


def test_a_neighbour_cannot_be_read(root, edit):
    """Where the store cannot be read after all, the filled form is saved aside."""
    filed(root, unit="pjq", figure="new-villages=1")
    broken = root / paths(root)[0]
    break_it = f"pathlib.Path({str(broken)!r}).write_text('task: [')\n"
    told = edit(FILL + SAVE + break_it)
    assert told.code == 3
    assert [NOTE in text for text in kept(told.err)] == [True]


def test_dry_run(root, edit):
    """--dry-run with --edit prints the file that the form describes."""
    told = edit(FILL + SAVE, dry_run=True)
    assert (told.code, paths(root)) == (0, [])
    assert NOTE in told.out


def test_a_flag_that_the_form_has_no_line_for(edit):
    """A figure of an unknown indicator is not dropped on the way into the form."""
    told = edit(FILL + SAVE, figure="new-vilages=5")
    assert told.code == 2 or "new-vilages" in edit.seen()[0]


@pytest.mark.usefixtures("root")
@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such modes")
def test_the_form_is_nobody_elses(edit, tmp_path):
    """The form lies in a file that others cannot read, and is gone afterwards."""
    assert edit(FILL + SAVE + "assert path.stat().st_mode & 0o077 == 0\n").code == 0
    assert [path for path in tmp_path.iterdir() if path.name.startswith("mstrack-")] == []


def test_correct_in_the_form(root, edit):
    """`correct --edit` opens the old entry; its note is kept, and the form asks for the reason."""
    old = filed(root, problem="征地难。")
    edit("", date="08-31")
    told = correct(root, old, edit=True)
    assert "unchanged" in told.err
    form = edit.seen()[1]
    assert "  new-villages: 98\n" in form
    assert "problem: |\n  征地难。\n" in form
    assert "reason: |\n  \n" in form
    assert "note: |\n  已完成98个自然村。\n" in form


def test_words_are_read_as_everywhere(root, edit):
    """A status in Chinese, figures with their measure, a day in words, a unit by its code, an indicator by its name."""
    told = edit(
        "for old, new in (('status: in-progress', 'status: 推进中'),\n"
        "                 ('new-villages: 98', '新增完成治理自然村: 150个'),\n"
        "                 ('coverage: 75.2', 'coverage: 75.2%'), ('date: 2021-09-30', 'date: 9月30日'),\n"
        "                 ('unit: 市城市管理综合执法局', 'unit: cgj')):\n"
        "    assert old in text, old\n"
        "    text = text.replace(old, new)\n" + SAVE,
        figure=["new-villages=98", "coverage=75.2"],
    )
    assert told.code == 0, told.err
    [entry] = entries(root)
    assert {key: str(one) for key, one in entry.figures.items()} == {"new-villages": "150", "coverage": "75.2"}
    assert (entry.unit, entry.status, entry.date.isoformat()) == (CGJ, "in-progress", "2021-09-30")
