"""`mstrack check`: every problem at its place, in the form that its reader takes, and a count beside the answer."""

import json
import os

import pytest
from repositories import commit, git
from running import EXAMPLES, ON, PLAN, ask, file_entry, own_store

from mstrack.rules import catalogue

ENTRY = """\
task: 18
date: 2021-09-30
unit: 市城市管理综合执法局
status: in-progress
figures: {new-villages: 98}
reporter: 张三
recorded: 2021-10-08T09:31:07+08:00
"""
WRONG = ENTRY.replace("98}", "98, villages: 1}")
NAME = "2021-09-30-cgj-7f3a9c2k.yaml"
PATH = os.path.join("progress", "18", NAME)
AT = f"{PATH}:5:39: error: task 18 has no indicator villages; did you mean new-villages? [known-indicator]\n"


@pytest.fixture
def root(tmp_path):
    """A store with one entry that has a problem."""
    store = own_store(tmp_path)
    file_entry(store, WRONG, NAME, "18")
    return store


@pytest.fixture
def here(root, monkeypatch):
    """The same, as the current folder."""
    monkeypatch.chdir(root)
    return root


def check(*arguments):
    return ask("check", *(() if "--as-of" in arguments else ON), *arguments)


def test_nothing_found():
    """No answer but a count; the exit code says it."""
    assert check("--data", PLAN) == (0, "", "1 file checked: no problem\n")
    files = sum(1 for _path in EXAMPLES.rglob("*.yaml"))
    assert check("--data", EXAMPLES) == (0, "", f"{files} files checked: no problem\n")


@pytest.mark.usefixtures("here")
def test_a_problem():
    assert check() == (1, AT, "2 files checked: 1 error, 0 warnings\n")


def test_warnings_stop_nobody(here):
    """They are told and counted; the exit code is that of a store in order."""
    file_entry(here, ENTRY, NAME, "18")
    file_entry(here, "", ".a.yaml.77.tmp", "18")
    told = check()
    assert (told.code, told.err) == (0, "2 files checked: 0 errors, 1 warning\n")
    assert told.out.startswith(f"{os.path.join('progress', '18', '.a.yaml.77.tmp')}:1:1: warning: ")


def test_all_at_once_by_place(here):
    """The plan, names and entries: one list, sorted, errors and warnings."""
    plan = (here / "tasks.yaml").read_text(encoding="utf-8")
    (here / "tasks.yaml").write_text(plan.replace("tasks: 25", "tasks: 24"), encoding="utf-8")
    file_entry(here, "a: [", "2021-09-29-cgj-7f3a9c2m.yaml", "18")
    (here / "tasks (1).yaml").write_text("")
    told = check()
    places = [line.split(": ")[0] for line in told.out.splitlines()]
    assert (
        places
        == sorted(places)
        == [
            f"{os.path.join('progress', '18', '2021-09-29-cgj-7f3a9c2m.yaml')}:2:1",
            "tasks (1).yaml:1:1",
            next(place for place in places if place.startswith("tasks.yaml")),
        ]
    )
    assert told.err == "3 files checked: 3 errors, 0 warnings\n"


@pytest.mark.parametrize(
    ("folder", "arguments", "start"),
    [
        ("store", (), ""),
        (".", ("--data", "store"), "store/"),
        ("elsewhere", ("--data", "../store"), "../store/"),
    ],
)
def test_paths_that_an_editor_opens(root, monkeypatch, folder, arguments, start):
    """They start where one is."""
    (root.parent / "elsewhere").mkdir()
    monkeypatch.chdir(root.parent / folder)
    assert check(*arguments).out == start.replace("/", os.sep) + AT


def test_paths_of_a_store_above(root, monkeypatch):
    """From a folder of the store its files are named in full."""
    monkeypatch.chdir(root / "progress" / "18")
    assert check().out == f"{root}{os.sep}{AT}"


@pytest.mark.parametrize("form", ["github", "gitlab"])
@pytest.mark.parametrize("folder", [".", "store", "store/progress"])
def test_paths_that_a_host_knows(root, monkeypatch, form, folder):
    """GitHub and GitLab know a file by its way from the repository's top, wherever the command ran."""
    git(root.parent, "init", "--quiet")
    (root.parent / ".gitattributes").write_text("*.yaml text eol=lf\n")
    monkeypatch.chdir(root.parent / folder)
    told = check("--format", form, "--data", root)
    assert told.code == 1
    if form == "github":
        assert told.out.startswith(
            f"::error file=store/progress/18/{NAME},line=5,col=39,title=known-indicator::task 18"
        )
    else:
        [problem] = json.loads(told.out)
        assert problem["location"] == {"path": f"store/progress/18/{NAME}", "lines": {"begin": 5}}


def test_paths_without_a_repository(root, monkeypatch):
    """Then they start where one is, as in every form."""
    monkeypatch.chdir(root.parent)
    [problem] = json.loads(check("--format", "gitlab", "--data", "store").out)
    assert problem["location"]["path"] == f"store/progress/18/{NAME}"


def test_the_attributes_above_a_store(root, monkeypatch):
    """Their path is right in both: from here, and from the repository's top."""
    git(root.parent, "init", "--quiet")
    (root.parent / ".gitattributes").write_text("*.yaml -diff eol=lf\n")
    monkeypatch.chdir(root)
    assert check().out.startswith(f"..{os.sep}.gitattributes:1:8: error: -diff hides from a reviewer what changes")
    assert "::error file=.gitattributes,line=1,col=8,title=attributes::" in check("--format", "github").out


@pytest.mark.usefixtures("here")
def test_json():
    """The envelope says how it was asked; every problem has its level."""
    told = check("--format", "json")
    assert (told.code, told.err) == (1, "2 files checked: 1 error, 0 warnings\n")
    [problem] = told.answer.pop("problems")
    assert told.answer | {"problems": None} == {
        "schema_version": told.answer["schema_version"],
        "kind": "check",
        "as_of": "2021-12-03",
        "rev": None,
        "against": None,
        "files": 2,
        "problems": None,
    }
    assert (problem["level"], problem["rule"], problem["line"], problem["column"]) == (
        "error",
        "known-indicator",
        5,
        39,
    )


def test_a_revision_and_its_proof_in_json(here):
    """For programs both are digests: a branch moves."""
    git(here, "init", "--quiet")
    first = commit(here)
    told = check("--format", "json", "--rev", "HEAD", "--against", "HEAD")
    assert (told.answer["rev"], told.answer["against"]) == (first, first)


def test_today(here):
    """An entry of tomorrow is wrong today; the day may be named."""
    file_entry(here, ENTRY, NAME, "18")
    assert check("--as-of", "09-29").out.endswith(
        "2021-09-30 lies in the future (today is 2021-09-29); give the day that the figures hold for [possible-day]\n"
    )
    assert check("--as-of", "09-30").code == 0


def test_an_unreadable_plan(here):
    """Its entries are read all the same; a day without a year is today's then."""
    (here / "tasks.yaml").write_text("title: [\n")
    file_entry(here, "a: b: c", "2021-09-29-cgj-7f3a9c2m.yaml", "18")
    told = check()
    assert [line.split(":")[0] for line in told.out.splitlines()] == [
        os.path.join("progress", "18", "2021-09-29-cgj-7f3a9c2m.yaml"),
        "tasks.yaml",
    ]
    assert told.err == "3 files checked: 2 errors, 0 warnings\n"


@pytest.mark.parametrize("rule", ["growing", "[growing]", "name-agrees", "Unique_ID"])
def test_explain(tmp_path, monkeypatch, rule):
    """A rule is explained anywhere: no store is needed."""
    monkeypatch.chdir(tmp_path)
    told = ask("check", "--explain", rule)
    assert (told.code, told.err) == (0, "")
    assert told.out.endswith(".\n")


def test_explain_as_it_stands(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert ask("check", "--explain", "increasing").out == (
        "Each task has a number above that of the task before it; an office's excerpt may start with 80.\n"
    )


def test_explain_nothing(tmp_path, monkeypatch):
    """Without a rule all are listed, a line each; with one that is not there, the way out is named."""
    monkeypatch.chdir(tmp_path)
    told = ask("check", "--explain")
    assert [line.split()[0] for line in told.out.splitlines()] == list(catalogue.every())
    assert told == ask("check", "--explain", "--as-of", "09-01") == ask("check", "--explain", "all")
    assert ask("check", "--explain", "grow") == (2, "", "there is no rule grow; did you mean growing?\n")


@pytest.mark.usefixtures("here")
def test_two_things_to_judge():
    told = check("--staged", "--rev", "HEAD")
    assert (told.code, told.out) == (2, "")
    assert told.err == "--staged and --rev name two things to judge; leave out one of them\n"


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("option", [("--staged",), ("--rev", "HEAD"), ("--against", "HEAD")])
def test_no_repository(option):
    """What only git can answer is said so, with the way out."""
    told = check(*option)
    assert (told.code, told.out) == (2, "")
    assert f"leave out {option[0]}" in told.err


@pytest.mark.posix
def test_a_name_that_is_no_text(here):
    """A name of any bytes is told on one line, in every form, and stops nothing."""
    (here / "progress" / "18" / "\udcff\n\x1b[31m.yaml").write_text("")
    for form in ("text", "json", "github", "gitlab"):
        told = check("--format", form)
        assert told.code == 1
        assert "\x1b" not in told.out
    assert [line[-15:] for line in check().out.splitlines()] == [
        "nown-indicator]",
        "ile [file-name]",
        "[portable-name]",
    ]
