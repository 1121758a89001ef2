"""Every flag of a call that cannot be taken is named at once, each with its cure; nothing is filed."""

import pytest
from offenders import every
from recording import ON, adding, filed, paths
from running import ask, own_store

BAD = {
    "--unit: nothing is called 火星": {"unit": "火星"},
    "there is no day 13-45": {"date": "13-45"},
    "foo is no value of --status": {"status": "foo"},
    "--percent 200 is none": {"percent": "200"},
    "--note and --note-file are both given": {"note_file": "x"},
    "--problem: the invisible or forbidden character U+001B": {"problem": "\x1b"},
    "--next: the invisible or forbidden character U+001B": {"next": "\x1b"},
    "--reporter: the invisible or forbidden character U+001B": {"reporter": "\x1b"},
    "--reached x: task 18 has no milestone": {"reached": "x"},
}
FIGURES = {
    "--figure coverage: 很多 is no figure": "coverage=很多",
    "write --figure new-villages=98": "98",
    "task 18 has no indicator foo": "foo=1",
    "-1 is negative": "new-villages=-1",
}


@pytest.fixture
def root(tmp_path):
    return own_store(tmp_path)


def test_all_at_once(root):
    """Of ten flags and four figures that are wrong each is named in one answer, and by itself as well."""
    together = {key: value for said in BAD.values() for key, value in said.items()}
    told = ask(*adding(root, figure=list(FIGURES.values()), **together))
    assert (told.code, paths(root)) == (2, [])
    assert [one for one in (*BAD, *FIGURES) if one not in told.err] == [], told.err
    assert told.err.startswith("not filed:\n  ")
    assert len(told.err.splitlines()) == 1 + len(BAD) + len(FIGURES)


@every("sentence", BAD)
def test_alone(root, sentence):
    """A flag that is wrong alone is named alone: what another flag says is not blamed for it."""
    told = ask(*adding(root, **BAD[sentence]))
    assert (told.code, len(told.err.splitlines())) == (2, 1), told.err
    assert sentence in told.err


def test_beside_rules_doubts_and_what_is_missing(root):
    """What a rule refuses, what looks like a slip and what lacks is named beside what cannot be read."""
    filed(root, figure=["new-villages=141", "coverage=74"], date="09-01")
    told = ask(*adding(root, figure=["new-villages=98", "coverage=0.755"], percent="200"))
    assert (told.code, len(paths(root))) == (2, 1)
    assert "--percent 200 is none" in told.err
    assert "--figure new-villages: 98 does not fit the 141 of 2021-09-01" in told.err
    assert "--figure coverage: 0.755% beside 74%" in told.err
    told = ask(*adding(root, figure="98", unit=None))
    assert "write --figure new-villages=98" in told.err
    assert "missing: --unit (who reports)" in told.err


def test_done_without_the_figure_that_cannot_be_read(root):
    """Where a figure cannot be read, nobody is told that it lacks."""
    told = ask(*adding(root, figure="coverage=很多", status="done"))
    assert "很多 is no figure" in told.err
    assert "not done" not in told.err


def test_a_task_that_is_not_there(root):
    """The number of the task, and of the other flags those that are wrong for any task."""
    told = ask(*adding(root, 99, unit="火星", date="13-45"))
    assert told.code == 2
    assert [part for part in ("no task 99", "called 火星", "no day 13-45") if part not in told.err] == []
    told = ask("add", "--data", root, *ON, "--note", "x", "--unit", "火星")
    assert [part for part in ("--note is about one task", "called 火星") if part not in told.err] == []


def test_corrections(root):
    """The same of `correct`: the id, the reason that lacks, and each flag."""
    old = filed(root)
    told = ask("correct", "zzzz", "--data", root, *ON, "--unit", "火星", "--date", "13-45")
    parts = ("no entry has the id zzzz", "give --reason", "called 火星", "no day 13-45")
    assert [part for part in parts if part not in told.err] == []
    told = ask("correct", old, "--data", root, *ON, "--figure", "coverage=很多", "--percent", "200")
    parts = ("很多 is no figure", "--percent 200 is none", "give --reason")
    assert [part for part in parts if part not in told.err] == []
    assert len(paths(root)) == 1


def test_the_variable(root, monkeypatch):
    """A unit that MSTRACK_UNIT names is not called a flag."""
    monkeypatch.setenv("MSTRACK_UNIT", "火星")
    told = ask(*adding(root, unit=None))
    assert told.err.startswith("MSTRACK_UNIT: nothing is called 火星")


def test_a_figure_where_no_indicator_is(root):
    """The cure names no indicator that the task does not have."""
    told = ask(*adding(root, 2, unit="wjj", figure="75"))
    assert told.err == "--figure 75: task 2 has no indicator; it takes --percent and --note\n"


WORDS = {
    "sheet make": (
        ["sheet", "make", "--unit", "火星", "--date", "13-45", "-o", "x.txt", "--reporter", "\x1b", "--yes"],
        ["no --yes", "called 火星", "no day 13-45", "x.txt is not what", "U+001B"],
    ),
    "sheet make, nothing named": (["sheet", "make"], ["--unit is missing", "--output is missing"]),
    "sheet read": (
        ["sheet", "read", "x.xlsx", "--unit", "火星", "--date", "13-45", "--force"],
        ["neither --output nor --force", "called 火星", "no day 13-45"],
    ),
    "due": (
        ["due", "--unit", "火星", "--leader", "月亮", "--before", "13-45", "--light", "紫"],
        ["called 火星", "called 月亮", "no day 13-45", "紫 is no value of --light"],
    ),
    "list": (["list", "--unit", "火星", "--unit", "月亮"], ["called 火星", "called 月亮"]),
}


@every(("typed", "parts"), WORDS.values())
def test_siblings(root, typed, parts):
    """The same of other commands that take several flags."""
    told = ask(*typed, "--data", root)
    assert told.code == 2
    assert [part for part in parts if part not in told.err] == [], told.err
    assert len(told.err.splitlines()) == len(parts)


def test_options_that_are_not_there(root):
    """Each misspelt option is answered with the right one; with a value of its own or behind a =."""
    told = ask("add", "18", "--data", root, "--untt=cgj", "--dat", "12-01", "--figuer", "98")
    assert told.code == 2
    lines = told.err.splitlines()
    assert [line.partition("?")[0] for line in lines] == [
        "there is no option --untt; did you mean --unit",
        "there is no option --dat; did you mean --data",
        "there is no option --figuer; did you mean --figure",
    ]
    assert ask("due", "--untt", "cgj", "--frmat=json").err.count("did you mean") == 2


INIT = {
    "from nothing": (
        ["--table", "2", "--column", "3=lead", "--members", "甲=乙", "--carry", "3"],
        ["--table belongs", "--column belongs", "--members belongs", "--carry belongs"],
    ),
    "from a table": (
        ["--from", "nowhere.docx", "--column", "z", "--members", "x", "--carry", "a", "--after", "nowhere"],
        ["nowhere.docx is no file", "--column z", "--members x", "--carry a", "--after: no tasks.yaml in nowhere"],
    ),
}


@every(("typed", "parts"), INIT.values())
def test_init(tmp_path, typed, parts):
    """And of `init`, before the table is opened."""
    told = ask("init", tmp_path / "new", *typed)
    assert (told.code, (tmp_path / "new").exists()) == (2, False)
    assert [part for part in parts if part not in told.err] == [], told.err
