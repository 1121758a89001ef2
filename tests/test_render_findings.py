"""Problems as editors, programs and the review pages of hosts take them, whatever a file is called."""

from __future__ import annotations

import json
import re

import pytest

from mstrack.errors import Problem
from mstrack.render.findings import FORMS, Findings

HOSTILE = 'a,b:c%\r\n::error file=x::"\x1b[31m\u202e\udcff'
STEERING = ["\x1b", "\x07", "\x7f", "\x9b", "\u202a", "\u202e", "\u2066", "\u2069", "\u200f", "\u2028", "\u061c"]
PROBLEMS = [
    Problem("progress/18/a.yaml", 3, 7, "growing", "98 比 100 小", ("figures",)),
    Problem("progress/18/b.yaml", 0, 0, "dispute", "两条更正", level="warning"),
    Problem("progress/18/c.yaml", 1, 1, "link", "50%: a, b\nc"),
    Problem(HOSTILE, 2, 1, "file-name", f"名称 {HOSTILE}"),
]


def shown(form, problems=PROBLEMS, **more):
    return FORMS[form](Findings(problems, 4, **more)).decode()


def test_text():
    """GNU's form, which editors jump to: one line a problem, by place, a place always from 1."""
    assert shown("text", PROBLEMS[:3]).splitlines() == [
        "progress/18/a.yaml:3:7: error: 98 比 100 小 [growing]",
        "progress/18/b.yaml:1:1: warning: 两条更正 [dispute]",
        "progress/18/c.yaml:1:1: error: 50%: a, b c [link]",
    ]


def test_text_of_hostile_names():
    """A name makes no second line, and no control reaches the terminal."""
    told = shown("text")
    assert len(told.splitlines()) == 4
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", told)


def test_github():
    """Workflow commands, escaped as GitHub unescapes them; errors first, since a step shows ten."""
    assert shown("github", PROBLEMS[:3]).splitlines() == [
        "::error file=progress/18/a.yaml,line=3,col=7,title=growing::98 比 100 小",
        "::error file=progress/18/c.yaml,line=1,col=1,title=link::50%25: a, b%0Ac",
        "::warning file=progress/18/b.yaml,line=1,col=1,title=dispute::两条更正",
    ]


COMMAND = re.compile(r"::(error|warning) file=([^,:]*),line=(\d+),col=(\d+),title=([^,:]*)::(.*)")


def test_github_unescaped_is_what_was_meant():
    """Read back as the runner does, a hostile name is one property of one command."""
    told = shown("github").rstrip("\n").split("\n")
    assert len(told) == 4
    [command] = [COMMAND.fullmatch(line) for line in told if "a%2Cb" in line]
    path, sentence = (re.sub("%(25|0A|3A|2C)", lambda found: chr(int(found[1], 16)), command[n]) for n in (2, 6))
    assert path == re.sub("[\r\x1b\u202e\udcff]", "?", HOSTILE)
    assert sentence == f"名称 {path}"


def test_json():
    """An envelope that says how it was asked, and every problem; an empty answer is one, too."""
    told = json.loads(shown("json", PROBLEMS[:1], as_of="2021-12-03", rev="abc", against=None))
    assert told == {
        "schema_version": 2,
        "kind": "check",
        "as_of": "2021-12-03",
        "rev": "abc",
        "against": None,
        "files": 4,
        "problems": [
            {
                "path": "progress/18/a.yaml",
                "line": 3,
                "column": 7,
                "level": "error",
                "rule": "growing",
                "reason": "98 比 100 小",
            }
        ],
    }
    assert json.loads(shown("json", []))["problems"] == []
    assert [one["level"] for one in json.loads(shown("json"))["problems"]] == ["error", "warning", "error", "error"]


def test_gitlab():
    """The fields of a code quality report (docs.gitlab.com, "Code Quality", implement a custom tool)."""
    told = json.loads(shown("gitlab"))
    assert [set(one) for one in told] == [
        {"description", "check_name", "fingerprint", "severity", "location"} for _one in PROBLEMS
    ]
    assert {one["severity"] for one in told} == {"major", "minor"}
    assert told[0]["location"] == {"path": "progress/18/a.yaml", "lines": {"begin": 3}}
    assert told[0]["description"] == "98 比 100 小 [growing]"
    assert json.loads(shown("gitlab", [])) == []


def test_fingerprints():
    """They are unique, and those of a problem that has only moved to another line stay."""
    twice = [*PROBLEMS, PROBLEMS[0]._replace(line=9)]
    prints = [one["fingerprint"] for one in json.loads(shown("gitlab", twice))]
    assert len(set(prints)) == len(twice)
    moved = [one._replace(line=one.line + 5) for one in PROBLEMS]
    assert [one["fingerprint"] for one in json.loads(shown("gitlab", moved))] == prints[:4]


@pytest.mark.parametrize("form", FORMS)
def test_nothing_found(form):
    """No problem is an answer in every form, and one that its reader can parse."""
    assert shown(form, []) in {"", "[]\n"} or json.loads(shown(form, []))["files"] == 4


@pytest.mark.parametrize("form", FORMS)
def test_what_steers_or_moves_reaches_no_reader(form):
    """A name may hold anything, and no form writes it raw: it is a question mark, in a path of JSON an escape."""
    told = shown(form, [Problem(f"a{sign}b", 1, 1, "file-name", f"a{sign}b", ()) for sign in STEERING])
    assert [sign for sign in STEERING if sign in told] == []
    if form == "json":
        assert [one["path"] for one in json.loads(told)["problems"]] == [f"a{sign}b" for sign in STEERING]


def test_hosts_know_paths_with_slashes(monkeypatch):
    """Windows spells them with a backslash; the page of a merge request would show no problem at its line."""
    monkeypatch.setattr("mstrack.render.findings.os.sep", "\\")
    at = [PROBLEMS[0]._replace(path="progress\\18\\a.yaml")]
    assert shown("github", at).startswith("::error file=progress/18/a.yaml,line=3")
    assert json.loads(shown("gitlab", at)) == json.loads(shown("gitlab", PROBLEMS[:1]))
