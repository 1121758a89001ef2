"""`mstrack correct`: an entry replaced whole or taken back, with a reason; disputes seen until they are settled."""

import pytest
from offenders import every
from recording import CGJ, ON, SAID, TODAY, Terminal, add, correct, dataset, entries, filed, flags, paths
from running import ask, own_store

from mstrack.format import yaml
from mstrack.git import repository
from mstrack.record import propose

REASON = "更正：多录一位。"


@pytest.fixture
def root(tmp_path):
    return own_store(tmp_path)


def replaced(root, old, **said):
    """Correct an entry that can be corrected; return the id of what replaces it."""
    told = correct(root, old, **said)
    assert told.code == 0, told.err
    return told.out.split("-cgj-")[-1][:8]


def rivals(root):
    """Make a dispute, as two clones do: each corrects the same entry without knowing of the other."""
    old = filed(root)
    one = replaced(root, old, reason="甲更正", figure="new-villages=90")
    [mine] = [path for path in paths(root) if one in path]
    aside = (root / mine).rename(root / "aside")
    other = replaced(root, old, reason="乙更正", figure="new-villages=91")
    aside.rename(root / mine)
    return old, one, other


def disputed(root):
    """Return what `show` and `due` tell of a dispute over task 18."""
    shown = ask("show", "18", "--data", root, *ON, "--format", "json").answer["task"]["disputed"]
    [due] = [one for one in ask("due", "--data", root, *ON, "--format", "json").answer["tasks"] if one["id"] == 18]
    return shown, due["disputed"]


def test_replaced_whole(root):
    """A correction starts as the old entry and replaces it whole; the old file stays as it is."""
    old = filed(root, problem="征地难。", next="复耕。")
    before = {path: (root / path).read_bytes() for path in paths(root)}
    new = replaced(root, old, figure="new-villages=89", reason=REASON)
    [path] = set(paths(root)) - set(before)
    assert path == f"progress/18/2021-09-30-cgj-{new}-for-{old}.yaml"
    assert {one: (root / one).read_bytes() for one in before} == before
    [entry] = [one for one in entries(root) if one.corrects]
    assert entry.corrects == (old,)
    assert {key: str(figure) for key, figure in entry.figures.items()} == {"new-villages": "89", "coverage": "75.2"}
    assert (entry.status, entry.note, entry.problem, entry.next) == ("in-progress", SAID["note"], "征地难。", "复耕。")
    assert entry.reason == REASON
    assert (entry.unit, entry.date.isoformat(), entry.reporter) == ("市城市管理综合执法局", "2021-09-30", "李四")


def test_withdrawn(root):
    """--withdraw takes an entry back: the correction has neither status nor figures, and nothing is left to count."""
    old = filed(root, problem="征地难。")
    told = correct(root, old, withdraw=True, reason=REASON)
    assert told.code == 0
    [entry] = [one for one in entries(root) if one.corrects]
    assert (entry.withdrawn, entry.note, entry.problem, entry.reason) == (True, None, None, REASON)
    assert "grey: unreported" in told.out
    [due] = [one for one in ask("due", "--data", root, *ON, "--format", "json").answer["tasks"] if one["id"] == 18]
    assert due["cause"] == "unreported"


@pytest.mark.parametrize("withdraw", [None, True])
@pytest.mark.parametrize("reason", [None, "", " \n "])
def test_reason(root, withdraw, reason):
    """Both need a reason; a note is none."""
    old = filed(root)
    told = correct(
        root, old, withdraw=withdraw, reason=reason, note="已核实。", figure=None if withdraw else "new-villages=1"
    )
    assert (told.code, len(paths(root))) == (2, 1)
    assert "--reason" in told.err


def test_unknown(root):
    """An id that names nothing is refused, and where to look is said."""
    filed(root)
    told = correct(root, "zzzzzzzz", reason=REASON)
    assert (told.code, told.err) == (2, "no entry has the id zzzzzzzz; mstrack show TASK lists them\n")


def test_corrected_already(root):
    """What is replaced already is not corrected again; the one that replaced it is."""
    old = filed(root)
    new = replaced(root, old, reason=REASON, problem="征地难。")
    told = correct(root, old, reason=REASON)
    assert (told.code, len(paths(root))) == (2, 2)
    assert f"entry {old} is corrected already; correct the entry that replaced it" in told.err
    replaced(root, new, reason="再更正", problem="")
    assert len(paths(root)) == 3


def test_another_units(root):
    """An entry is corrected by its own unit."""
    old = filed(root)
    told = correct(root, old, reason=REASON, unit="pjq")
    assert (told.code, len(paths(root))) == (2, 1)
    assert f"entry {old} is not of 蓬江区政府; its own unit corrects it" in told.err


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"figure": "new-villages=-1"}, "negative"),
        ({"figure": "coverage=101"}, "100 %"),
        ({"date": "10-09"}, "future"),
        ({"status": "done"}, "not done"),
        ({"figure": "new-villages=59"}, "does not fit the 60 of 2021-08-31"),
    ],
)
def test_refused(root, said, sentence):
    """A correction is judged like any entry."""
    filed(root, figure="new-villages=60", date="08-31")
    old = filed(root)
    told = correct(root, old, reason=REASON, **said)
    assert (told.code, len(paths(root))) == (2, 2)
    assert sentence in told.err


def test_lower_than_what_it_replaces(root):
    """The figure that was wrong is no measure for the one that is right."""
    old = filed(root, figure="new-villages=980", sure=True)
    replaced(root, old, figure="new-villages=98", reason=REASON)
    assert add(root, figure="new-villages=99", date="10-01").code == 0


def test_dispute(root):
    """Two corrections of one entry are a dispute in `show` and `due` until a third one names both."""
    old, one, other = rivals(root)
    assert disputed(root) == ([old], [old])
    for command in (("due",), ("show", "18")):
        assert "disputed" in ask(*command, "--data", root, *ON).out.lower()
    told = correct(root, one, other, reason="以此为准", figure="new-villages=92")
    assert told.code == 0, told.err
    assert told.out.strip().endswith(f"-for-{one}-{other}.yaml")
    assert disputed(root) == ([], [])
    assert "disputed" not in ask("show", "18", "--data", root, *ON).out


def test_half_a_settlement(root):
    """A correction that names one rival only settles nothing: it is refused, or the dispute stays in sight."""
    old, one, other = rivals(root)
    told = correct(root, one, reason=REASON, withdraw=True)
    assert told.code == 2 or disputed(root) == ([old], [old]), "the dispute went without a word"
    assert correct(root, one, old, reason=REASON).code == 2
    assert other in "".join(paths(root))


def test_named_twice(root):
    """One id twice is no dispute."""
    old = filed(root)
    told = correct(root, old, old, reason=REASON)
    assert told.code == 2 or disputed(root) == ([], [])


def test_two_tasks(root):
    """Entries of different tasks are not corrected in one go."""
    one, other = filed(root), filed(root, 1, unit="wjj", figure=None)
    told = correct(root, one, other, reason=REASON)
    assert (told.code, len(paths(root))) == (2, 2)
    assert "these entries are of different tasks" in told.err


def test_dry_run(root):
    """--dry-run prints the correction, and files nothing."""
    old = filed(root)
    told = correct(root, old, reason=REASON, problem="征地难。", dry_run=True)
    assert (told.code, len(paths(root))) == (0, 1)
    assert yaml.parse(told.out.encode()).value["corrects"] == old


@pytest.mark.parametrize("old", ["12345678", "00000000", "1e234567", "00000x10", "nanaaaaa"])
def test_an_id_that_looks_like_a_number(root, old, monkeypatch):
    """It stays a text: filed, corrected, and the dispute of two such settled."""
    drawn = iter([old, "87654321", "01234567", "77777777"])
    monkeypatch.setattr(propose, "new_id", lambda: next(drawn))
    assert rivals(root) == (old, "87654321", "01234567")
    assert disputed(root) == ([old], [old])
    told = correct(root, "87654321", "01234567", reason="以此为准", figure="new-villages=92")
    assert told.code == 0, told.err
    assert disputed(root) == ([], [])
    assert {one.corrects for one in entries(root)} == {(), (old,), ("87654321", "01234567")}


def test_withdraw_on_a_terminal(root):
    """Whoever takes an entry back is not asked for status and figures; it is withdrawn, whatever is answered."""
    pytest.importorskip("pty", reason="Windows has no pseudo-terminals of this kind")
    old = filed(root)
    person = Terminal("correct", old, "--data", root, *ON, "--withdraw", "--reason", REASON, "--reporter", "李四")
    person.answer("keeps it for later", "y")
    assert person.end() == 0
    [entry] = [one for one in entries(root) if one.corrects]
    assert entry.withdrawn
    assert [question for question in ("Day that", "(target", "Status:", "Problem:") if question in person.seen] == []


def test_a_correction_on_a_terminal(root):
    """Enter keeps what the old entry says, and what is typed replaces it."""
    pytest.importorskip("pty", reason="Windows has no pseudo-terminals of this kind")
    old = filed(root, problem="征地难。")
    person = Terminal("correct", old, "--data", root, *ON, "--reason", REASON, "--reporter", "李四")
    for question in (
        "Day that",
        "新增完成",
        "覆盖自然村",
        "覆盖率",
        "Status:",
        "Note [",
        "Problem [征地难。]:",
        "Next step:",
    ):
        person.answer(question, "89" if question == "新增完成" else "")
    person.answer("keeps it for later", "y")
    assert person.end() == 0
    assert "last 98个  target >=165个  expected 132个:" in person.seen
    [entry] = [one for one in entries(root) if one.corrects]
    assert {key: str(figure) for key, figure in entry.figures.items()} == {"new-villages": "89", "coverage": "75.2"}
    assert (entry.status, entry.problem, entry.note) == ("in-progress", "征地难。", SAID["note"])


@pytest.mark.parametrize("withdraw", [None, True])
def test_the_reason_is_asked_for_on_a_terminal(root, withdraw):
    """Where somebody sits there, who gave no --reason; an empty answer is no reason."""
    pytest.importorskip("pty", reason="Windows has no pseudo-terminals of this kind")
    old = filed(root)
    person = Terminal("correct", old, "--data", root, *ON, *flags(reporter="李四", withdraw=withdraw))
    for question in () if withdraw else ("Day that", "新增完成", "覆盖自然村", "覆盖率", "Status:"):
        person.answer(question, "")
    person.answer("Why it is corrected:", "")
    person.answer("say why the entry is corrected; give a reason", "")
    person.answer("Why it is corrected:", REASON)
    for question in () if withdraw else ("Note [", "Problem:", "Next step:"):
        person.answer(question, "复耕。" if question == "Next step:" else "")
    person.answer("keeps it for later", "y")
    assert person.end() == 0
    [entry] = [one for one in entries(root) if one.corrects]
    assert (entry.withdrawn, entry.reason) == (bool(withdraw), REASON)
    assert entry.note == (None if withdraw else SAID["note"])


def test_the_rest_of_the_year_is_there(root):
    """As of an earlier day a later entry can be named as well, and only what it replaces ceases to count."""
    old = filed(root, date="10-01")
    said = flags(as_of="09-30", date="09-29", reason=REASON, reporter="李四")
    told = ask("correct", old, "--data", root, *said)
    assert told.code == 0, told.err
    data = dataset(root)
    assert [one.day for one in data.history(18, TODAY).effective("cgj")] == ["2021-09-29"]


@pytest.mark.parametrize("key", ["note", "problem", "next"])
def test_emptied(root, key):
    """What was wrong to say at all can be taken away: an empty text empties it, and nothing else."""
    old = filed(root, problem="征地难。", next="复耕。")
    replaced(root, old, reason=REASON, **{key: ""})
    [entry] = [one for one in entries(root) if one.corrects]
    kept = {"note": SAID["note"], "problem": "征地难。", "next": "复耕。"} | {key: None}
    assert {name: getattr(entry, name) for name in kept} == kept


def test_emptied_on_a_terminal(root):
    pytest.importorskip("pty", reason="Windows has no pseudo-terminals of this kind")
    old = filed(root, problem="征地难。")
    person = Terminal("correct", old, "--data", root, *ON, "--reason", REASON, "--reporter", "李四")
    for question in ("Day that", "新增完成", "覆盖自然村", "覆盖率", "Status:", "Note [", "Problem [", "Next step:"):
        person.answer(question, "-" if question == "Problem [" else "")
    person.answer("keeps it for later", "y")
    assert person.end() == 0
    [entry] = [one for one in entries(root) if one.corrects]
    assert (entry.problem, entry.note) == (None, SAID["note"])


def test_nothing_of_the_old_entry_is_lost(root):
    """The percent, too, is in what replaces it, unless another is given."""
    old = filed(root, percent="57")
    new = replaced(root, old, reason=REASON, problem="征地难。")
    replaced(root, new, reason=REASON, percent="60%")
    assert sorted(str(one.percent) for one in entries(root)) == ["57", "57", "60"]


def test_the_log_says_why(root):
    """Beside the note, which says what was achieved; machines get each for itself."""
    old = filed(root)
    replaced(root, old, reason=REASON, problem="征地难。")
    log = ask("log", "--all", "--data", root, *ON, "--format", "json").answer["entries"]
    assert {(one["note"], one["reason"]) for one in log} == {(SAID["note"], REASON), (SAID["note"], None)}
    assert "corrected because:" in ask("log", "--long", "--data", root, *ON).out
    assert REASON in ask("log", "--long", "--data", root, *ON).out


@every(
    "changed",
    [
        {},
        {"figure": ["new-villages=98.0", "coverage=75.2%"]},
        {"status": "推进中", "date": "2021-09-30"},
        {"note": f" {SAID['note']}\n"},
        {"reporter": "别人"},
    ],
)
def test_no_change(tmp_path_factory, changed):
    """What says the same, in whatever words and by whomever, corrects nothing."""
    root = own_store(tmp_path_factory.mktemp("store"))
    old = filed(root)
    told = correct(root, old, reason=REASON, **changed)
    assert (told.code, len(paths(root))) == (2, 1)
    assert told.err == f"not filed:\n  this says what entry {old} says; name what changes\n"


def test_taken_back_twice(root):
    """A withdrawal of a withdrawal is no change either."""
    new = replaced(root, filed(root), withdraw=True, reason=REASON)
    told = correct(root, new, withdraw=True, reason=REASON)
    assert (told.code, len(paths(root))) == (2, 2)
    assert "name what changes" in told.err


@every("cut", [slice(0, 8), slice(0, 7), slice(0, 2)])
@every("place", ["{id}", "{ID}", " {id} "])
def test_an_id_that_is_cut(tmp_path_factory, cut, place, monkeypatch):
    """The beginning of an id is enough where no other begins so."""
    root = own_store(tmp_path_factory.mktemp("store"))
    drawn = iter(["7f3a9c2k", "b2c41dxw", "c0000000"])
    monkeypatch.setattr(propose, "new_id", lambda: next(drawn))
    filed(root)
    filed(root, date="10-01")
    id_ = "7f3a9c2k"[cut]
    replaced(root, place.format(id=id_, ID=id_.upper()), problem="征地难。", reason=REASON)
    assert [one.corrects for one in entries(root) if one.corrects] == [("7f3a9c2k",)]


def test_an_id_that_is_cut_too_short(root, monkeypatch):
    """Where several begin so, each is named with its task, day and unit."""
    drawn = iter(["7f3a9c2k", "7f3b0000", "7f3c0000"])
    monkeypatch.setattr(propose, "new_id", lambda: next(drawn))
    filed(root)
    filed(root, date="10-01")
    told = correct(root, "7f3", problem="征地难。", reason=REASON)
    assert (told.code, len(paths(root))) == (2, 2)
    assert told.err == (
        "7f3 may be any of 2: 7f3b0000 (18, 2021-10-01, 市城市管理综合执法局), "
        "7f3a9c2k (18, 2021-09-30, 市城市管理综合执法局); type more of the id\n"
    )


@every("form", ["{path}", "{name}", "data/{path}", "./{path}", "C:\\store\\progress\\18\\{name}"])
def test_a_path(tmp_path_factory, form):
    """A path that was printed can be pasted, from any folder, in the form of any system."""
    root = own_store(tmp_path_factory.mktemp("store"))
    old = filed(root)
    [path] = paths(root)
    replaced(root, form.format(path=path, name=path.rpartition("/")[2]), problem="征地难。", reason=REASON)
    assert [one.corrects for one in entries(root) if one.corrects] == [(old,)]


def test_another_path(root):
    """A path of another name is none, whatever id it has."""
    old = filed(root)
    told = correct(root, f"progress/18/2021-09-29-cgj-{old}.yaml", problem="征地难。", reason=REASON)
    assert (told.code, len(paths(root))) == (2, 1)
    assert "no entry has the id progress/18/2021-09-29-cgj-" in told.err


def test_my_last(root):
    """The number of a task is the unit's entry on it that was recorded last, and counts."""
    filed(root, date="09-15")
    old = filed(root)
    filed(root, unit="pjq", date="10-05", figure="new-villages=9")
    first = replaced(root, "18", problem="征地难。", reason=REASON, unit="城管局")
    second = replaced(root, "18", next="复耕。", reason=REASON, unit="cgj")
    replaced(root, second, withdraw=True, reason=REASON)
    replaced(root, "18", next="复耕。", reason=REASON, unit="cgj")
    assert {one.corrects[0] for one in entries(root) if one.corrects} > {old, first, second}
    [last] = [one for one in entries(root) if one.date.isoformat() == "2021-09-15" and one.corrects]
    assert last.next == "复耕。"


def test_whose_last(root, monkeypatch):
    """Where several units filed on a task, one is named: by --unit, MSTRACK_UNIT or git's mstrack.unit."""
    filed(root)
    filed(root, unit="pjq", date="10-05", figure="new-villages=9")
    told = correct(root, "18", problem="征地难。", reason=REASON)
    assert (told.code, len(paths(root))) == (2, 2)
    assert "several units have filed on task 18: 市城市管理综合执法局, 蓬江区政府; name yours by --unit" in told.err
    monkeypatch.setattr(repository, "setting", lambda _root, name: "蓬江区" if name == "mstrack.unit" else "李四")
    assert correct(root, "18", problem="征地难。", reason=REASON).code == 0
    monkeypatch.setenv("MSTRACK_UNIT", "cgj")
    assert correct(root, "18", problem="征地难。", reason=REASON).code == 0
    assert {one.unit for one in entries(root) if one.corrects} == {"市城市管理综合执法局", "蓬江区政府"}
    monkeypatch.setattr(repository, "setting", lambda _root, _name: "无此单位")
    monkeypatch.delenv("MSTRACK_UNIT")
    assert "git config mstrack.unit: nothing is called" in correct(root, "18", reason=REASON).err


@pytest.mark.slow
def test_whose_last_is_asked(root):
    """Where somebody sits there, the unit is asked for: of those that filed on the task."""
    pytest.importorskip("pty", reason="Windows has no pseudo-terminals of this kind")
    filed(root)
    filed(root, unit="pjq", figure="new-villages=1")
    person = Terminal(
        "correct", "18", "--data", root, *ON, "--reporter", "李四", "--reason", "写错", "--figure", "coverage=75"
    )
    person.answer("Unit that reports:", "1")
    for question in ("Day that", "Status:", "Note", "Problem:", "Next step:"):
        person.answer(question, "")
    person.answer("keeps it for later", "y")
    assert person.end() == 0, person.seen
    assert [one.unit for one in entries(root) if one.corrects] == [CGJ]


def test_no_last(root):
    """A task on which nothing was filed, or nothing by the unit, has no last entry."""
    assert "nothing has been filed on task 18 yet" in correct(root, "18", reason=REASON).err
    filed(root, unit="pjq", date="10-05", figure="new-villages=9")
    told = correct(root, "18", reason=REASON, unit="cgj")
    assert (told.code, len(paths(root))) == (2, 1)
    assert "市城市管理综合执法局 has filed nothing on task 18 that counts; mstrack log --unit cgj lists" in told.err


def test_a_dispute_by_its_task(root):
    """Where the last entry disputes another, the correction settles both."""
    _old, one, other = rivals(root)
    replaced(root, "18", figure="new-villages=90", reason=REASON)
    assert {frozenset(entry.corrects) for entry in entries(root)} >= {frozenset({one, other})}
    assert disputed(root) == ([], [])


def test_a_unit_that_is_named_stays_as_it_is_written(root):
    """--unit says whose entry is meant; it changes nothing in it."""
    old = filed(root)
    told = correct(root, old, reason=REASON, unit="cgj")
    assert (told.code, len(paths(root))) == (2, 1)
    assert "name what changes" in told.err
