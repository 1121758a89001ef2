"""No answer hands on what would steer a terminal or move what stands beside it, whatever a file is called."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from builders import EXAMPLES_DAY, report_of, table_of
from offenders import every
from repositories import GIT, alone
from running import EXAMPLES, ask
from steering import STEERING, harm

from mstrack.cli import app
from mstrack.render import RENDERERS, Page, findings, safe
from mstrack.report import Fact, Facts, Heading, Prose, Text, Tone, Word

NEEDED = {"show": ["18"]}
VARIANTS = {"check": [[], ["--staged"], ["--rev", "HEAD"], ["--against", "HEAD~1"]], "diff": [[], ["HEAD~1"]]}
MISUSED = ["--unit", "--before", "--rev", "--light", "--item", "--format", "--by", "--task", "--against", "--explain"]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Two stores in one repository: one that is answered, and one whose progress has names of every bad kind."""
    top = tmp_path_factory.mktemp("hostile") / f"库{STEERING}"
    for name in ("whole", "broken"):
        shutil.copytree(EXAMPLES, top / name, ignore=shutil.ignore_patterns("*.py", ".git"))
    (top / "whole" / f"甲{STEERING}.txt").write_text("x", encoding="utf-8")
    tasks = top / "broken" / "progress"
    (tasks / f"18{STEERING}").mkdir()
    (tasks / f"18{STEERING}" / f"乙{STEERING}.yaml").write_text("task: 1\n", encoding="utf-8")
    (tasks / "18" / f"2021-09-30-cgj-7f3a9c2k{STEERING}.yaml").write_text("task: 18\n", encoding="utf-8")
    (tasks / "18" / f"丙{STEERING}.yaml").symlink_to("x")
    person = {f"GIT_{who}_NAME": f"张{STEERING}三" for who in ("AUTHOR", "COMMITTER")}
    for message in ("one", "two"):
        (top / "whole" / "README.txt").write_text(message, encoding="utf-8")
        for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", f"{message}{STEERING}"]):
            subprocess.run([GIT, *command], cwd=top, env=alone() | person, check=True, capture_output=True)
    return top


def calls():
    """Yield every command that answers, in every format that it has."""
    for name, spec in app.COMMANDS.items():
        if spec.group in {app.QUERY, app.REVIEW} and name != "seal":  # it has one form, a line of digits and letters
            forms = [[form] for form in findings.FORMS] if name == "check" else [one.split() for one in RENDERERS]
            for form in forms:
                for variant in VARIANTS.get(name, [[]]):
                    yield [name, *NEEDED.get(name, []), *variant, "--format", *form]


@pytest.mark.slow
@every("store", ["whole", "broken"])
@every("call", calls())
def test_every_command_in_every_format(hostile, store, call):
    """On stdout and stderr, whether it answers or refuses."""
    told = ask(*call, "--data", hostile / store, "--as-of", EXAMPLES_DAY)
    assert told.code == 0 if store == "whole" and call[0] != "check" else told.code in {0, 1, 3}
    assert told.out or told.err
    assert harm(told.out, told.err) == []


@pytest.mark.slow
@every("option", MISUSED)
@every("command", ["due", "log", "summary", "check", "diff", "show"])
def test_what_stands_on_the_command_line(hostile, command, option):
    """A refusal shows what was typed without its controls."""
    told = ask(command, option, STEERING, STEERING, "--data", hostile / "whole")
    assert told.code == 2
    assert harm(told.out, told.err) == []


@pytest.mark.slow
def test_without_the_question_marks_it_would_be_there(hostile, monkeypatch):
    """The stores are as bad as they should be: what is not cleaned reaches the answer."""
    monkeypatch.setattr(safe, "text", lambda said: said)
    monkeypatch.setattr(findings, "_clean", lambda said: said)
    told = ask("check", "--data", hostile / "broken", "--format", "text", "--as-of", EXAMPLES_DAY)
    assert harm(told.out) != []


@every("form", RENDERERS)
def test_every_part_of_a_report(form):
    """Titles, labels, values, headings, sentences: in whatever part it stands, it does not come through."""
    blocks = (
        Text(f"a{STEERING}"),
        Heading(f"b{STEERING}"),
        Prose((f"c{STEERING}", Word(None, f"d{STEERING}", Tone.STRONG))),
        Facts("facts", (Fact("k", f"e{STEERING}", f"f{STEERING}"), Fact("l", "List", (f"g{STEERING}",)))),
        table_of((1, f"h{STEERING}"), (2, Word(f"i{STEERING}", f"i{STEERING}")), title=f"j{STEERING}"),
    )
    report = report_of(*blocks, title=f"k{STEERING}", rev=f"l{STEERING}", envelope=(("m", f"m{STEERING}"),))
    answer = RENDERERS[form](report, Page()).decode("utf-8-sig")
    assert "h" in answer
    assert harm(answer) == []


def test_a_clean_report_is_the_same():
    """Nothing is made anew where nothing is wrong."""
    report = report_of(Text("甲\n乙　丙"), table_of((1, "甲")))
    assert safe.cleaned(report) == report
    assert safe.cleaned(report).blocks is report.blocks
