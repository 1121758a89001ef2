"""`mstrack add` by flags: one file written, what it does shown, everything wrong refused with nothing written."""

import datetime as dt
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from recording import CGJ, ON, add, adding, correct, dataset, entries, filed, flags, kept, paths
from running import ask, own_store, start

from mstrack import i18n

CHINESE = "已完成98个自然村。\n第二段：“验收”、复耕。"


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A store without progress, in a folder that is no repository."""
    monkeypatch.chdir(tmp_path)
    return own_store(tmp_path)


def test_one_file(root):
    """An entry is one file under its canonical name, readable again, saying what was typed; its path is printed."""
    told = add(root, problem="征地难。", next="月底前复耕。")
    [path] = paths(root)
    assert told.code == 0
    assert told.out.splitlines()[-1].endswith(str(Path("store", path)))
    day, _code, id_ = path.removesuffix(".yaml").rsplit("-", 2)
    assert (day, _code, len(id_)) == ("progress/18/2021-09-30", "cgj", 8)
    head, recorded = (root / path).read_text(encoding="utf-8").rsplit("recorded: ", 1)
    assert head == (
        "task: 18\ndate: 2021-09-30\nunit: 市城市管理综合执法局\nstatus: in-progress\n"
        "figures: {new-villages: 98, coverage: 75.2}\nnote: |\n  已完成98个自然村。\n"
        "problem: |\n  征地难。\nnext: |\n  月底前复耕。\nreporter: 张三\n"
    )
    moment = dt.datetime.fromisoformat(recorded.strip())
    assert abs(dt.datetime.now(dt.UTC) - moment) < dt.timedelta(minutes=1)
    [entry] = entries(root)
    assert (entry.unit, entry.recorded, entry.next) == (CGJ, moment, "月底前复耕。")


def test_what_it_does(root):
    """Figures and light are shown before → after, and what to do next is said beside the answer."""
    add(root, figure="new-villages=60", date="08-31")
    told = add(root)
    rows = [" ".join(line.split()) for line in told.out.splitlines()[3:-1]]
    assert rows == [
        "新增完成治理自然村 60个 98个",
        "农村生活污水治理覆盖率 - 75.2%",
        "Light on 2021-10-08 red: 45.41 points behind yellow: 22.38 points behind",
    ]
    assert "git add" in told.err
    assert "mstrack show 18" in told.err


@pytest.mark.parametrize("tongue", i18n.LANGUAGES)
def test_share(root, tongue):
    """A member of a group files its share; whose figures are the task's own is said."""
    with i18n.speaking(tongue):
        told = add(root, unit="pjq")
    assert told.code == 0
    assert CGJ in told.out.splitlines()[-2]
    assert paths(root)[0].startswith("progress/18/2021-09-30-pjq-")


def test_dry_run(root):
    """--dry-run prints the file that it would be, and files nothing."""
    told = add(root, dry_run=True)
    assert (told.code, paths(root)) == (0, [])
    assert told.out.startswith("task: 18\ndate: 2021-09-30\n")
    assert os.path.join("progress", "18", "2021-09-30-cgj-") in told.err
    assert "--dry-run" in told.err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_note_file(root, tmp_path, encoding, ending):
    """A note comes from a file in whichever encoding a Chinese Windows writes."""
    mark = "\ufeff" if encoding in {"utf-16-le", "utf-16-be"} else ""
    (tmp_path / "说明.txt").write_bytes((mark + CHINESE + "\n").replace("\n", ending).encode(encoding))
    told = add(root, note=None, note_file=tmp_path / "说明.txt")
    assert (told.code, told.err[:5]) == (0, "Filed")
    assert [entry.note for entry in entries(root)] == [CHINESE]


def test_note_from_stdin(root):
    """`--note-file -` reads the note from stdin."""
    arguments = adding(root, note=None, note_file="-")
    told = start(*arguments, input=CHINESE.encode("gb18030"))
    assert told.returncode == 0
    assert [entry.note for entry in entries(root)] == [CHINESE]


def test_note_from_stdin_is_kept(root):
    """What came from stdin is nowhere else: it is kept where the entry is refused."""
    told = start(*adding(root, note=None, note_file="-", figure="coverage=x"), input=CHINESE.encode())
    assert told.returncode == 2
    assert ["第二段：" in text for text in kept(told.stderr.decode())] == [True]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (None, "cannot be read (there is no such file)"),
        (b"\xff\xff\xff", "is no text in UTF-8, UTF-16 or GB18030; save it as UTF-8"),
        (b"\xff\xfe\x00", "is no text in UTF-8, UTF-16 or GB18030; save it as UTF-8"),
        (b"x" * 60_001, "is larger than 60 KiB; shorten it"),
        ("甲\u200b乙".encode(), "U+200B"),
    ],
)
def test_bad_note_file(root, tmp_path, data, sentence):
    """A file that holds no note is refused by name."""
    if data is not None:
        (tmp_path / "note").write_bytes(data)
    told = add(root, note=None, note_file=tmp_path / "note")
    assert (told.code, paths(root)) == (2, [])
    assert sentence in told.err


def test_two_notes(root, tmp_path):
    """--note and --note-file together are refused."""
    told = add(root, note_file=tmp_path / "note")
    assert (told.code, told.err) == (2, "--note and --note-file are both given; keep one\n")


@pytest.mark.git
def test_reporter_from_git(root, tmp_path, monkeypatch):
    """--reporter defaults to git's user.name."""
    (tmp_path / ".gitconfig").write_text("[user]\n\tname = 王小五\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert add(root, reporter=None).code == 0
    assert [entry.reporter for entry in entries(root)] == ["王小五"]


def test_unit_from_the_environment(root, monkeypatch):
    """--unit defaults to MSTRACK_UNIT; the flag wins."""
    monkeypatch.setenv("MSTRACK_UNIT", "蓬江区政府")
    assert [add(root, unit=None, date=day).code for day in ("08-31", "09-30")] == [0, 0]
    assert add(root).code == 0
    assert sorted(path.split("-")[3] for path in paths(root)) == ["cgj", "pjq", "pjq"]


def test_the_only_unit(root):
    """Where only one unit may report, it need not be named."""
    alone = [task for task in dataset(root).plan.tasks if not task.partner_units]
    assert alone, "the official table has tasks with one unit"
    assert add(root, alone[0].id, unit=None, figure=None).code == 0
    assert [entry.unit for entry in entries(root)] == [alone[0].lead_unit]


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ({"unit": None}, ["--unit"]),
        ({"unit": None, "status": None}, ["--unit"]),
    ],
)
def test_missing(root, missing, named):
    """Where nobody can be asked, each flag that is missing is named."""
    told = add(root, **missing)
    assert (told.code, paths(root)) == (2, [])
    assert [flag for flag in ("--unit", "--status", "--reporter") if flag in told.err] == named


def test_missing_reporter(root, tmp_path, monkeypatch):
    """Where git knows no name, the flag is named, and the command whose help has it."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    told = add(root, reporter=None)
    assert (told.code, "--reporter" in told.err, paths(root)) == (2, True, [])
    assert "mstrack add --help" in told.err
    old = filed(root)
    assert "mstrack correct --help" in correct(root, old, reporter=None, figure="new-villages=97", reason="误").err


def test_as_of_is_today(root):
    """--as-of says which day is today: the date's default, and the end of what may be filed."""
    assert add(root, date=None).code == 0
    assert [entry.date.isoformat() for entry in entries(root)] == ["2021-10-08"]
    told = add(root, date="10-09", figure="new-villages=99")
    assert (told.code, "lies in the future (today is 2021-10-08)" in told.err) == (2, True)


REFUSED = [
    ({"unit": "民政局"}, "--unit: task 18 does not name 市民政局"),
    ({"unit": "gsq"}, "--unit: 各市（区）政府 is a group, no office"),
    ({"unit": "火星局"}, "nothing is called 火星局; type a part of the name"),
    ({"figure": "new-vilages=9"}, "--figure new-vilages: task 18 has no indicator new-vilages; did you mean new-v"),
    ({"figure": "new-villages=-1"}, "--figure new-villages: -1 is negative"),
    ({"figure": "new-villages=很多"}, "--figure new-villages: 很多 is no figure"),
    ({"figure": "98"}, "write --figure new-villages=98"),
    ({"figure": ["coverage=1", "coverage=2"]}, "--figure coverage is given twice; keep one"),
    ({"figure": "coverage=100.1"}, "--figure coverage: 100.1 is more than 100 %"),
    ({"figure": "new-villages=59"}, "--figure new-villages: 59 does not fit the 60 of 2021-08-31"),
    ({"figure": "new-villages=61", "date": "08-01"}, "--figure new-villages: 61 does not fit the 60 of 2021-08-31"),
    ({"date": "10-09"}, "--date: 2021-10-09 lies in the future"),
    ({"date": "2020-12-31"}, "--date: 2020-12-31 lies outside 2021-01-01 to 2022-12-31"),
    ({"date": "02-30"}, "there is no day 02-30"),
    ({"unit": "pjq", "status": "done"}, "--status: only the lead unit, 市城市管理综合执法局, says done"),
    ({"status": "done"}, "--status: not done: 新增完成治理自然村 stands at 98, the target is 165"),
    ({"status": "finished"}, "finished"),
    ({"date": "08-31", "figure": "new-villages=60"}, "has reported 新增完成治理自然村 for 2021-08-31 already"),
    ({"figure": None, "note": None}, "--note: the entry says nothing; give a figure or a note"),
    ({"figure": None, "note": " \n"}, "--note: the entry says nothing; give a figure or a note"),
    ({"note": "甲\u202e乙"}, "--note: the invisible or forbidden character U+202E; delete it"),
    ({"reporter": "张\n三"}, "--reporter"),
    ({"reporter": "张" * 201}, "--reporter"),
    ({"note": "好" * 20_001}, "--note"),
    ({"task": "26"}, "there is no task 26"),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "sentence"), REFUSED)
def test_refused(root, changed, sentence):
    """What may not be filed is refused with its flag and its reason, and nothing is written."""
    filed(root, figure="new-villages=60", date="08-31")
    before = paths(root)
    told = add(root, **changed)
    assert (told.code, told.out, paths(root)) == (2, "", before)
    assert sentence in told.err


def test_refused_beside_the_lead(root):
    """A share is judged as strictly as the lead's figure: what could not be read back is not filed."""
    filed(root, figure=["new-villages=60", "covered-villages=1", "coverage=1"], sure=True)
    assert add(root, unit="pjq", note="好" * 20_001).code == 2
    assert len(entries(root)) == 1


def test_a_reader_that_is_gone(root):
    """Where nobody reads the answer, the entry is filed all the same, or the exit code says that it is not."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "mstrack", *map(str, adding(root))], stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)
    assert (done.returncode, len(paths(root))) in {(0, 1), (4, 0)}


@pytest.mark.git
@pytest.mark.posix  # a shell script stands in for git
def test_git_is_not_touched(root, tmp_path, monkeypatch):
    """Index, HEAD, refs and config of a repository stay as they are; git is asked for a name and what it ignores."""
    git = shutil.which("git")
    subprocess.run([git, "init", "-q", str(root)], check=True)
    subprocess.run([git, "-C", str(root), "add", "tasks.yaml"], check=True)
    before = {path: path.read_bytes() for path in (root / ".git").rglob("*") if path.is_file()}
    calls = tmp_path / "calls"
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    fake.write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> "{calls}"\nexec "{git}" "$@"\n')
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{fake.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / ".gitconfig").write_text("[user]\n\tname = T\n")
    monkeypatch.chdir(root)
    assert ask("add", "18", *ON, *flags(unit="cgj", status="in-progress", note="进展")).code == 0
    assert {path: path.read_bytes() for path in (root / ".git").rglob("*") if path.is_file()} == before
    name, ignored = calls.read_text().splitlines()
    assert name.endswith(" config --get user.name")
    assert " check-ignore " in ignored
