"""`mstrack show`: a task by its number or by words, its history, and an entry by its id."""

from collections import Counter

import pytest
from offenders import every
from recording import ON, correct, filed
from repositories import commit, git
from rich.cells import cell_len
from running import EXAMPLES, ask, own_store

from mstrack import i18n

STORE = ("--data", EXAMPLES, "--as-of", "2021-12-03")


def shown(*arguments):
    """Return the JSON that a command over the examples answers."""
    told = ask("show", *arguments, *STORE, "--format", "json")
    assert told.code == 0, told.err
    return told.answer


@every(
    ("typed", "number"),
    [
        ("18", 18),
        ("农村生活污水", 18),
        ("农村 污水", 18),
        ("农村污水", 18),
        ("老旧改造", 22),
        ("桥梁 农村公路改造", 19),
        ("明厨亮灶", 10),
        (" 南粤家政 ", 20),
        ("２", 2),
    ],
)
def test_a_task(typed, number):
    """A task is found by its number, and by words of its title or content, all of them, whole or in pieces."""
    assert shown(typed)["task"]["id"] == number


def test_several_tasks():
    """Several hits are listed, each on a line with its number."""
    told = ask("show", "农村", *STORE)
    first, *lines = told.err.splitlines()
    assert (told.code, told.out, "any of 2" in first) == (2, "", True)
    assert [line.split() for line in lines] == [["18", "农村生活污水治理"], ["19", "农村公路桥梁安全改造"]]


def test_none():
    """Where nothing is found the sentence says where it was looked for."""
    told = ask("show", "火星", *STORE)
    assert (told.code, told.out) == (2, "")
    assert "no task has 火星 in its title or content" in told.err


@every("typed", ["sc6de1ve", "SC6DE1VE", "sc6d", "progress/18/2021-11-30-cgj-sc6de1ve.yaml"])
def test_an_entry(typed):
    """An entry is found by its id, by the beginning of one, and by its path."""
    answer = shown(typed)
    assert (answer["kind"], answer["entry"]["id"], answer["before"]) == ("show-entry", "sc6de1ve", "dek8yjan")
    assert [(one["indicator"], one["was"], one["figure"]) for one in answer["changes"]] == [
        ("new-villages", 128, 141),
        ("covered-villages", 8109, 8173),
        ("coverage", 74.3, 74.9),
    ]


def test_several_entries():
    """Where several ids begin so, each is listed with its day and task."""
    begun = Counter(one["id"][:2] for one in ask("log", *STORE, "--format", "json").answer["entries"])
    twice = next(two for two, n in begun.items() if n > 1)
    told = ask("show", twice, *STORE)
    assert (told.code, told.out) == (2, "")
    assert len({line.split()[0] for line in told.err.splitlines()[1:]}) >= begun[twice]


def test_a_correction():
    """A correction is compared with what it corrects; the corrected one says by what."""
    new, old = shown("dery1ewc"), shown("tf75neh4")
    assert (new["entry"]["corrects"], new["before"], old["entry"]["corrected_by"]) == (
        ["tf75neh4"],
        "tf75neh4",
        ["dery1ewc"],
    )
    first = new["changes"][0]
    assert (first["was"], first["figure"]) == (262000, 26200)


@pytest.mark.parametrize("tongue", i18n.LANGUAGES)
def test_where_it_comes_from(tmp_path, tongue):
    """The path, the commit and its author are named; an entry in no commit is said to be in none."""
    root = own_store(tmp_path)
    git(root, "init", "--quiet")
    old = filed(root)
    with i18n.speaking(tongue):
        told = ask("show", old, "--data", root, *ON)
    assert {"en": "in no commit yet", "zh_CN": "尚未提交"}[tongue] in told.out
    commit(root)
    assert correct(root, old, reason="更正", figure="new-villages=97").code == 0
    answer = ask("show", old, "--data", root, *ON, "--format", "json").answer["entry"]
    assert answer["commit"] == git(root, "rev-parse", "HEAD").strip()
    assert answer["author"] == git(root, "log", "-1", "--format=%an").strip()
    assert answer["commit"][:12] in ask("show", old, "--data", root, *ON).out


@pytest.mark.parametrize("tongue", i18n.LANGUAGES)
def test_history(tongue, monkeypatch):
    """All entries of a task stand below one another, the figures in columns; it fits at 80 cells."""
    monkeypatch.setenv("COLUMNS", "80")
    with i18n.speaking(tongue):
        lines = ask("show", "18", "--history", *STORE).out.splitlines()
    answer = shown("18", "--history")
    assert (answer["kind"], answer["count"], len(answer["entries"])) == ("show-history", 21, 21)
    assert max(map(cell_len, lines)) <= 80
    assert sum(line.startswith("2021-") for line in lines) == 21
    assert [one["figures"].get("new-villages") for one in answer["entries"]][:2] == [141, 128]
    assert [word in "\n".join(lines) for word in ("141个", "128个", "74.9%")] == [True] * 3


def test_history_of_an_entry():
    """With the id of an entry it is the history of its task."""
    assert shown("sc6de1ve", "--history") == shown("18", "--history")


@pytest.mark.parametrize("tongue", i18n.LANGUAGES)
def test_a_page_fits_where_it_can(tongue, monkeypatch):
    """A task of one unit fits on 40 lines of 80 cells; of the entries the newest are there, and how to see all."""
    monkeypatch.setenv("COLUMNS", "80")
    with i18n.speaking(tongue):
        lines = ask("show", "1", *STORE).out.splitlines()
        long = ask("show", "1", "--long", *STORE).out.splitlines()
    assert len(lines) < 40 < len(long)
    assert max(map(cell_len, lines)) <= 80
