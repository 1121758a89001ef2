"""`mstrack sheet read`: filled forms, as somebody reads them."""

import errno
import os
import shutil
import sys
from pathlib import Path

import pytest
from recording import CGJ, ON, TODAY, entries, paths
from running import own_store, start
from sheeting import CGJ_CELLS, made, sheet

from mstrack.cli import console, syncing
from mstrack.cli.record import keyboard, prompts, sending
from mstrack.errors import WorldFailed
from mstrack.store import put, spelling


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A store without progress; the forms lie beside it, where the user is."""
    monkeypatch.chdir(tmp_path)
    return own_store(tmp_path)


def near(root):
    """Return the entries of a store by their paths from where the user is, as they can be pasted."""
    return [spelling.pasted("store", path) for path in paths(root)]


def test_dry_run(root):
    """Where nobody sits there, reading shows what would be added, and files nothing."""
    told = sheet(root, "read", made(root))
    assert told.code == 0
    assert "新增完成治理自然村 98个" in told.out
    assert told.out.splitlines()[-1].endswith("cgj.xlsx: 3 entries to file")
    assert told.err == "Nothing was filed yet; the same command with --yes files it.\n"
    assert paths(root) == []


def test_yes(root):
    """--yes files the entries, prints their paths, and says what to do next."""
    told = sheet(root, "read", made(root), "--yes")
    assert told.code == 0
    assert sorted(told.out.splitlines()[-3:]) == near(root)
    assert told.err == "Filed. Next: mstrack sync sends it (or git add, git commit).\n"
    said = {one.task: one for one in entries(root)}
    assert sorted(said) == [18, 22, 23]
    assert {key: f"{one}" for key, one in said[18].figures.items()} == {"new-villages": "98", "coverage": "75.2"}
    assert (said[18].reporter, said[18].note, said[18].unit) == ("张三", "已完成98个自然村。", CGJ)


def test_paths_can_be_pasted(root, monkeypatch):
    """Wherever one stands, and with blanks in them: a shell finds the entries and the receipt that are named."""
    made(root, name="my cgj.xlsx")
    inner = root.parent / "a folder"
    inner.mkdir()
    monkeypatch.chdir(inner)
    told = sheet(root, "read", "../my cgj.xlsx", "--yes", "--receipt")
    words = spelling.words(" ".join(told.out.splitlines()[-4:]))
    assert [(Path(one).parts[0], (inner / one).is_file()) for one in words] == [("..", True)] * 4


def test_twice(root):
    """The same form read again adds nothing."""
    path = made(root)
    sheet(root, "read", path, "--yes")
    before = paths(root)
    told = sheet(root, "read", path, "--yes")
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines()[-1].endswith("cgj.xlsx: 0 entries to file, 3 on file already")
    assert paths(root) == before


def test_same_form_in_two_files(root):
    """A copy beside the form adds nothing either."""
    path = made(root)
    shutil.copy(path, root.parent / "copy.xlsx")
    told = sheet(root, "read", "cgj.xlsx", "copy.xlsx", "cgj.xlsx", "--yes")
    assert (told.code, len(paths(root))) == (0, 3)
    assert "copy.xlsx: 0 entries to file, 3 on file already" in told.out


def test_all_or_nothing_per_sheet(root):
    """A form with a problem adds nothing; the others are filed all the same."""
    made(root, CGJ_CELLS | {"H8": "很多"})
    made(root, {"H7": 3}, name="nyncj.xlsx", unit="nyncj")
    told = sheet(root, "read", "cgj.xlsx", "nyncj.xlsx", "--yes")
    assert told.code == 2
    assert told.err.startswith("cgj.xlsx[填报]H8: 很多 is no figure; write a number, such as 98 or 75.2\n")
    assert (
        "cgj.xlsx[填报]: right, and filed as soon as the others of the sheet or task are: H7, J7, H9, H10, H12"
        in told.err
    )
    assert "cgj.xlsx: 1 problem, so nothing of it is filed" in told.out
    assert {one.unit for one in entries(root)} == {"市农业农村局"}


ODD = CGJ_CELLS | {"H10": 2000}
"""Task 22 promises 30: more than 1.2 times as much is asked back."""


def test_asked_back(root):
    """A figure that looks like a slip holds up its own task, and no other; what was right in it waits."""
    told = sheet(root, "read", made(root, ODD | {"J10": "改造中"}), "--yes")
    assert (told.code, {one.task for one in entries(root)}) == (2, {18, 23})
    assert "cgj.xlsx[填报]H10: 2000个 beside the target 30个: more than 1.2 times as much." in told.err
    assert "choose 属实 in the column 核实" in told.err
    assert "are: J10\n" in told.err


@pytest.mark.parametrize(("cells", "flags"), [({"O10": "属实"}, []), ({}, ["--sure"])])
def test_confirmed(root, cells, flags):
    """Who confirms it in the form, or with --sure, is not asked again: the entry says so."""
    assert sheet(root, "read", made(root, ODD | cells), "--yes", *flags).code == 0
    assert {one.task: one.confirmed for one in entries(root)} == {18: (), 22: ("estates",), 23: ()}


def test_a_confirmation_of_nothing(root):
    """Where nothing looks odd, 属实 changes nothing."""
    assert sheet(root, "read", made(root, CGJ_CELLS | {"O7": "属实"}), "--yes").code == 0
    assert {one.confirmed for one in entries(root)} == {()}


def test_receipt(root):
    """A receipt lies beside each form, under a name that is free; it is passed over among others."""
    path = made(root, ODD)
    told = sheet(root, "read", "cgj.xlsx", "--yes", "--receipt")
    assert (told.code, told.out.splitlines()[-1]) == (2, "cgj-回执.xlsx")
    assert path.with_name("cgj-回执.xlsx").exists()
    told = sheet(root, "read", "*.xlsx", "--yes", "--receipt")
    assert told.out.splitlines()[-1] == "cgj-回执-2.xlsx"
    assert told.err.startswith("cgj-回执.xlsx was made by mstrack, and is passed over")
    assert sheet(root, "read", "cgj-回执.xlsx", "--sure", "--yes").code == 0
    assert {one.task for one in entries(root)} == {18, 22, 23}


def test_no_room_for_a_receipt(root, monkeypatch):
    """Where the receipt cannot be written, what was filed is listed all the same."""
    made(root)

    def failing(*_how, **_more):
        raise WorldFailed("the disk is full")

    monkeypatch.setattr(put, "document", failing)
    told = sheet(root, "read", "cgj.xlsx", "--yes", "--receipt")
    assert (told.code, sorted(told.out.splitlines()[-3:])) == (4, near(root))
    assert told.err == "the disk is full\n"


def test_no_receipt_in_a_store(root):
    """Where no receipt may lie, that is said before anything is filed."""
    path = made(root)
    inside = root / "cgj.xlsx"
    path.rename(inside)
    told = sheet(root, "read", inside, "--yes", "--receipt")
    assert (told.code, paths(root)) == (2, [])
    assert "cgj-回执.xlsx lies in the store" in told.err


def test_no_receipt_of_nothing(root):
    """Where nobody agreed to file, there is nothing to send home."""
    made(root)
    assert sheet(root, "read", "cgj.xlsx", "--receipt").out.splitlines()[-1].endswith("3 entries to file")
    assert not (root.parent / "cgj-回执.xlsx").exists()


def test_a_reader_that_goes_away(root, monkeypatch):
    """Everything is filed before anything is said: a closed pipe (| head -1) stops no filing, and no receipt."""
    made(root)

    def closed(*_answer, **_how):
        raise SystemExit(0)

    monkeypatch.setattr(console, "emit", closed)
    assert sheet(root, "read", "cgj.xlsx", "--yes", "--receipt").code == 0
    assert len(paths(root)) == 3
    assert (root.parent / "cgj-回执.xlsx").exists()


def test_sync(root, monkeypatch):
    """--sync sends what was filed; where nothing was, nothing is sent."""
    sent = []
    monkeypatch.setattr(syncing, "send", lambda _options, where: sent.append((where, len(paths(root)))))
    made(root)
    assert sheet(root, "read", "cgj.xlsx", "--yes", "--sync").code == 0
    assert sheet(root, "read", "cgj.xlsx", "--yes", "--sync").code == 0
    assert sent == [(str(root), 3)]


def test_pattern(root):
    """*.xlsx is found where the shell leaves it as it is; Excel's lock is passed over, and told."""
    made(root)
    made(root, {}, name="b.xlsx", unit="mzj")
    (root.parent / "~$cgj.xlsx").write_bytes(b"lock")
    told = sheet(root, "read", "*.xlsx")
    assert told.code == 0
    assert [line for line in told.out.splitlines() if ".xlsx: " in line] == [
        "b.xlsx: nothing was filled in",
        "cgj.xlsx: 3 entries to file",
    ]
    assert told.err.startswith("~$cgj.xlsx is Excel's lock, not a form")


def test_defaults(root):
    """The day and the name that a form lacks come from --date and --reporter; those that it has stay."""
    path = made(root, CGJ_CELLS, H2=None, J2=None)
    told = sheet(root, "read", path)
    assert told.code == 2
    assert "[填报]H2: the day that the figures hold for is missing" in told.err
    assert sheet(root, "read", path, "--yes", "--date", "9月底", "--reporter", "李四").code == 0
    assert {(f"{one.date}", one.reporter) for one in entries(root)} == {("2021-09-30", "李四")}
    assert sheet(root, "read", made(root, {"H7": 99}, H2="10-01"), "--yes", "--date", "10-02").code == 0
    assert (f"{entries(root)[0].date}", entries(root)[0].reporter) in {("2021-10-01", "张三"), ("2021-09-30", "李四")}


def test_other_unit(root):
    """With --unit the forms of other units are refused."""
    told = sheet(root, "read", made(root), "--unit", "mzj", "--yes")
    assert (told.code, paths(root)) == (2, [])
    assert "this is the form of 市城市管理综合执法局, not of 市民政局" in told.err


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"no zip", "this is no Excel workbook (.xlsx); open it in Excel, WPS or LibreOffice, and save it as one"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            "an old .xls, or protected by a password; save it as .xlsx without a password",
        ),
        (b"\0" * (20 * 1024**2 + 1), "larger than 20 MiB; take the pictures out of it"),
    ],
)
def test_hostile(root, data, sentence):
    """A file that is no form is told in one sentence, and its neighbours are read."""
    (root.parent / "bad.xlsx").write_bytes(data)
    made(root)
    told = sheet(root, "read", "bad.xlsx", "cgj.xlsx", "--yes")
    assert (told.code, len(paths(root))) == (2, 3)
    assert told.err.splitlines()[0] == f"bad.xlsx: {sentence}"


def test_no_file(root):
    """A file that does not exist, and a folder without forms, are told as such."""
    told = sheet(root, "read", "none.xlsx")
    assert (told.code, told.err.startswith("none.xlsx: this file cannot be read")) == (2, True)
    told = sheet(root, "read", "store")
    assert (told.code, told.err) == (2, f"no file is called {os.path.join('store', '*.xlsx')}\n")


def test_folder(root):
    """The forms in a folder are read as those that are named; what mstrack made beside them is passed over."""
    folder = root.parent / "收回 [1]"
    folder.mkdir()
    made(root).rename(folder / "cgj.xlsx")
    made(root, name="cgj-回执.xlsx").rename(folder / "cgj-回执.xlsx")
    told = sheet(root, "read", "收回 [1]", "--yes")
    assert (told.code, len(paths(root))) == (0, 3)
    assert "cgj-回执.xlsx was made by mstrack, and is passed over" in told.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_pipe(root):
    """What is no file is not waited for, and nobody is told to delete it."""
    os.mkfifo(root.parent / "a.xlsx")
    assert sheet(root, "read", "a.xlsx").err == "a.xlsx: this is a pipe or a device, no form; it was not opened\n"


@pytest.mark.parametrize(("answer", "filed"), [("y", 3), ("是", 3), ("n", 0), ("", 0)])
def test_asked(root, monkeypatch, answer, filed):
    """A person who sits there is asked once for all entries; Enter is no yes."""
    asked = []
    monkeypatch.setattr(prompts, "somebody_sits_there", lambda: True)
    monkeypatch.setattr(keyboard, "answer", lambda prompt: asked.append(prompt) or answer)
    monkeypatch.setattr(sending, "offer_to_send", lambda *_how: None)
    told = sheet(root, "read", made(root))
    assert (told.code, len(paths(root)), asked) == (0, filed, ["File these 3 entries? [y/n]: "])


def test_full_disk(root, monkeypatch):
    """Where the disk fills up, what is filed stays and is told; the same form adds the rest."""
    path = made(root)
    create, done = put.create, []

    def failing(*how):
        if len(done) == 2:
            raise OSError(errno.ENOSPC, "full")
        done.append(how)
        create(*how)

    monkeypatch.setattr(put, "create", failing)
    told = sheet(root, "read", path, "--yes")
    assert told.code == 4
    assert told.err == (
        "2 of 3 entries were filed, their paths are above; then: the disk is full. "
        "Read the same sheets again to add the rest\n"
    )
    assert sorted(told.out.splitlines()[-2:]) == near(root)
    monkeypatch.setattr(put, "create", create)
    assert sheet(root, "read", path, "--yes").code == 0
    assert len(paths(root)) == 3


def test_full_disk_at_once(root, monkeypatch):
    """Where not even the first entry can be written, nothing was filed."""
    path = made(root)

    def failing(*_how):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(put, "create", failing)
    told = sheet(root, "read", path, "--yes")
    assert (told.code, told.err) == (4, "the disk refused the entry (the disk is full); nothing was filed\n")
    told = sheet(root, "make", "--unit", "cgj", "-o", "b.xlsx")
    assert (told.code, told.err) == (4, "b.xlsx could not be written (the disk is full)\n")


def test_not_installed(root, monkeypatch):
    """Where an installation lost a library, one sentence says what to install; to read, none is needed."""
    made(root)
    for library in ("xlsxwriter", "openpyxl"):
        monkeypatch.setitem(sys.modules, library, None)
    monkeypatch.delitem(sys.modules, "mstrack.record.sheets.new_workbook")  # as in a process that has not made any yet
    told = sheet(root, "make", "--unit", "cgj", "-o", "b.xlsx")
    assert (told.code, told.err) == (4, 'xlsxwriter is missing; install it with: pip install "mstrack"\n')
    assert sheet(root, "read", "cgj.xlsx").code == 0


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice here")
def test_through_another_program(root):
    """A form that another program has rewritten reads the same."""
    path = made(root)
    (root.parent / "out").mkdir()
    import subprocess

    command = ["soffice", f"-env:UserInstallation=file://{root.parent}/office", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", "out", path], check=True, capture_output=True, timeout=120)
    sheet(root, "read", path, "--yes")
    told = sheet(root, "read", "out/cgj.xlsx")
    assert told.out.splitlines()[-1] == "out/cgj.xlsx: 0 entries to file, 3 on file already"


@pytest.mark.slow
def test_head(root):
    """`sheet read *.xlsx --yes | head -1` files all five."""
    import subprocess

    units = ("cgj", "mzj", "wjj", "jyj", "scjgj")
    for unit in units:
        made(root, {"J5": "按计划推进。"}, name=f"{unit}.xlsx", unit=unit)
    words = [sys.executable, "-m", "mstrack", "sheet", "read", *(f"{unit}.xlsx" for unit in units), "--yes"]
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        told = subprocess.run([*words, "--data", root, *ON], stdout=closed, stderr=subprocess.PIPE, check=False)
    assert (told.returncode, len(paths(root)), b"Traceback" in told.stderr) == (0, 5, False)


def test_process(root):
    """As a process, on a console that speaks GBK."""
    made(root)
    told = start(
        "sheet", "read", "cgj.xlsx", "--data", root, *ON, env={"PYTHONIOENCODING": "gbk", "MSTRACK_LANG": "en"},
        cwd=root.parent,
    )  # fmt: skip
    assert (told.returncode, "农村生活污水治理覆盖率" in told.stdout.decode("gbk")) == (0, True)
    assert f"{TODAY}" in told.stdout.decode("gbk")
