"""A seal: the line that docs/seal.md defines, and what became of what it was made of."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from amending import LATER, TEXT, amending, edited
from builders import MEMO, filed
from offenders import every
from repositories import commit, git
from writing import write

from mstrack.check import seal_history
from mstrack.cli import seals
from mstrack.errors import WrongUse
from mstrack.git.checked_out import CheckedOut
from mstrack.git.snapshot import Revision
from mstrack.store import seal
from mstrack.store.source import InMemory

(PATH, OLD), (SECOND, NEXT) = (filed(f"2021-0{n}-30", figures={"roads": n}, id_=f"0000000{n}") for n in (8, 9))
DAY = "2021-10-01"
pytestmark = pytest.mark.slow
DOC = Path(__file__).parent.parent / "docs/seal.md"


@pytest.fixture
def top(tmp_path):
    """A repository with a store in data/, two entries in it."""
    write(tmp_path, {"data/tasks.yaml": TEXT, f"data/{PATH}": OLD, f"data/{SECOND}": NEXT})
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    commit(tmp_path)
    return tmp_path


def checked(top, sealed, store="data"):
    return seal_history.check(str(top / store), sealed, CheckedOut(str(top / store)), MEMO)


def sealed_now(top):
    return seal.of(CheckedOut(str(top / "data")), DAY)


def test_the_script_of_the_docs_agrees(top):
    """Whoever reads docs/seal.md makes the same line without this program."""
    script = re.search(r"```python\n(.*?)```", DOC.read_text(encoding="utf-8"), re.DOTALL)[1]
    for name in (".hidden.yaml", "note.txt", "x.yaml~"):
        write(top, {f"data/progress/01/{name}": "x"})
    write(top, {"data/progress/README.md": "x", "data/progress/x/2021-08-30-a.yaml": "x"})
    line = subprocess.run(
        [sys.executable, "-c", script, str(top / "data"), DAY], capture_output=True, text=True, check=True
    ).stdout
    assert line == f"{sealed_now(top)}\n"
    assert str(seal.of(Revision(str(top / "data"), "HEAD"), DAY)) == line.strip()


def test_whatever_changes_changes_the_line():
    """A day, a byte of the plan, of an entry, of a name; an entry more or less."""
    texts = {"tasks.yaml": TEXT, PATH: OLD, SECOND: NEXT}
    others = [
        {**texts, "tasks.yaml": TEXT + " "}, {**texts, PATH: NEXT, SECOND: OLD}, {**texts, PATH: OLD + " "},
        {"tasks.yaml": TEXT, PATH: OLD}, {"tasks.yaml": TEXT, SECOND: NEXT, PATH.replace("cgj", "cgk") + ".yaml": OLD},
        {**texts, PATH.replace("8.yaml", "7.yaml"): OLD},
    ]  # fmt: skip
    lines = {seal.of(InMemory(one), DAY).digest for one in (texts, *others)} | {
        seal.of(InMemory(texts), "2021-10-02").digest
    }
    assert len(lines) == len(others) + 2


@every("typed", ["{}", "数据封签：{}。", "  {} ", "本期数据：2条报送。数据封签：{}。"])
def test_a_line_is_read_as_it_was_copied(typed):
    sealed = seal.Seal(DAY, 2, "abcd2345" * 4)
    line = str(sealed)
    for form in (line, line.upper(), line.replace("-abcd", "－abcd"), line.replace("-abcd", " - abcd")):
        assert seal.parsed(typed.format(form)) == sealed


@every("line", ["", "2021-10-01", "2021-10-01 2 abcd", "2021-10-01 2 " + "abcd-" * 8 + "abcd", "x 2 " + "abcd" * 8])
def test_what_is_no_seal(line):
    with pytest.raises(WrongUse, match="is no seal"):
        seal.parsed(line)


def test_it_holds(top):
    """At once; when entries came and the store moved; when the plan was amended."""
    sealed = sealed_now(top)
    assert checked(top, sealed) == seal_history.SealResult(())
    third = SECOND.replace("2021-09-30", "2021-09-29").replace("00000009", "00000007")
    write(top, {f"data/{third}": NEXT})
    first = git(top, "rev-parse", "HEAD")
    commit(top)
    assert checked(top, sealed) == seal_history.SealResult((), first)
    git(top, "mv", "data", "2021")
    write(top, {"2021/tasks.yaml": amending("deadline", "12月10日", text=edited(LATER))})
    commit(top)
    assert checked(top, sealed, "2021") == seal_history.SealResult((), first, is_plan_same=False)


def test_what_is_no_longer_as_it_was_is_named(top):
    """An entry that changed, one that is gone, a promise that changed unannounced: each at its place, with its cure."""
    sealed = sealed_now(top)
    write(top, {f"data/{PATH}": OLD + "# x\n", f"data/{SECOND}": None, "data/tasks.yaml": edited(LATER)})
    for work in (lambda: None, lambda: commit(top)):
        work()
        problems = checked(top, sealed).problems
        assert [(one.path, one.rule) for one in problems] == [
            (PATH, "seal"), (SECOND, "seal"), ("tasks.yaml", "unannounced"),
        ]  # fmt: skip
    command = problems[1].sentence[problems[1].sentence.index("git checkout") :]
    git(top / "data", *command.split(" ")[1:])
    assert [one.path for one in checked(top, sealed).problems] == [PATH, "tasks.yaml"]


def test_a_line_that_nothing_fits(top):
    """A digit that was mistyped, another day, another number; what was never committed."""
    sealed = sealed_now(top)
    write(top, {f"data/{PATH}": OLD + "# x\n"})
    lost = sealed_now(top)
    write(top, {f"data/{PATH}": OLD})
    wrong = "b" if sealed.digest[0] == "a" else "a"
    for one in (
        lost, sealed._replace(day="2021-10-02"), sealed._replace(entries=1),
        sealed._replace(digest=wrong + sealed.digest[1:]),
    ):  # fmt: skip
        [problem] = checked(top, one).problems
        assert (problem.rule, "no commit of this clone" in problem.sentence) == ("seal", True)


def by_hand(top, line):
    """Ask whoever has read the page: the exit code and the paths that are no longer as they were."""
    command = [sys.executable, "-I", str(Path(__file__).parent / "seal_by_hand.py"), str(top), line]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout.split()


def test_somebody_without_the_program_agrees(top):
    """On a small store, one without entries, one of odd names; when entries came, and when one was changed."""
    names = ("018/a b", "18/\u8bf4\u660e", "1/.a", "\u0661/a", "18/sub/a", "18/too-large")
    odd = {f"odd/progress/{name}.yaml": "x" * (70_000 if "large" in name else 1) for name in names}
    odd |= {"odd/progress/18/a.yml": "x", "odd/progress/19": "x", "odd/tasks.yaml": TEXT, "empty/tasks.yaml": TEXT}
    write(top, odd)
    (top / "odd/progress/18/b.yaml").symlink_to("../../tasks.yaml")
    commit(top)
    lines = {store: str(seal.of(Revision(str(top / store), "HEAD"), DAY)) for store in ("data", "odd", "empty")}
    assert {store: line.split()[1] for store, line in lines.items()} == {"data": "2", "odd": "3", "empty": "0"}
    write(top, {f"data/{SECOND.replace('00000009', '00000007')}": NEXT})
    commit(top)
    assert [by_hand(top, line) for line in lines.values()] == [(0, [])] * 3
    write(top, {f"data/{PATH}": OLD + "# x\n", f"data/{SECOND}": None})
    commit(top)
    named = [one.path for one in checked(top, seal.parsed(lines["data"])).problems]
    assert by_hand(top, lines["data"]) == (1, named)
    assert by_hand(top, lines["data"].replace(DAY, "2021-10-02"))[0] == 1
    script = (Path(__file__).parent / "seal_by_hand.py").read_text(encoding="utf-8")
    assert not re.search("^(?:import|from) mstrack", script, re.MULTILINE)


@every("cure", [None, NEXT])
def test_what_nobody_could_read_may_be_removed_or_repaired(cure, tmp_path_factory):
    """It was sealed as it lay there, but never filed: it is named, and the seal holds."""
    top = tmp_path_factory.mktemp("repo")
    write(top, {"data/tasks.yaml": TEXT, f"data/{PATH}": OLD, f"data/{SECOND}": "task: ["})
    git(top, "init", "--quiet")
    commit(top)
    sealed = sealed_now(top)
    write(top, {f"data/{SECOND}": cure})
    commit(top)
    [problem] = checked(top, sealed).problems
    assert (problem.path, problem.level, "never filed" in problem.sentence) == (SECOND, "warning", True)
    assert seals.in_words(sealed, checked(top, sealed)).startswith(
        f"the seal of {DAY} holds: its plan and its 1 entries"
    )
