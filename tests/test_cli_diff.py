"""`mstrack diff` on real git: a revision and the working tree, two revisions, and what cannot be compared."""

import json
import re
import shutil
import subprocess
import sys

import pytest
from recording import CGJ, correct, filed
from repositories import commit, git, wrapped
from running import EXAMPLES, ask, own_store, start

from mstrack import i18n

ON = ("--as-of", "10-08")


@pytest.fixture
def root(tmp_path):
    """A store in a folder of a repository: two entries of September, committed."""
    store = own_store(tmp_path)
    git(tmp_path, "init", "--quiet")
    (tmp_path / ".gitignore").write_text("cache-of-mstrack\nstarted\nwrapped\n")
    filed(store)
    filed(store, 1, unit="wjj", figure=None, status="in-progress", note="卫健")
    commit(tmp_path)
    return store


def diff(root, *more):
    """Return what differs, as machines get it."""
    told = ask("diff", *more, "--data", root, *ON, "--format", "json")
    assert (told.code, told.err) == (0, "")
    return told.answer


def shortly(answer):
    """Return what happened, without what it happened to."""
    return {
        "lost": [one["happened"] for one in answer["lost"]],
        "tasks": [one["id"] for one in answer["tasks"]],
        "entries": [one["happened"] for one in answer["entries"]],
        "plan": [one["field"] for one in answer["plan"]],
    }


NOTHING = {"lost": [], "tasks": [], "entries": [], "plan": []}


def test_nothing(root):
    """A clean clone differs from its last commit in nothing."""
    assert shortly(diff(root)) == NOTHING
    told = ask("diff", "--data", root, *ON)
    title = r"2021年市十件民生实事任务分解表: what changes from HEAD \([0-9a-f]{10}\) to the working tree"
    assert re.fullmatch(rf"{title}, as of 2021-10-08\nNothing has changed\.\n", told.out)


def test_a_month_of_work(root):
    """An entry filed, one corrected, one withdrawn, the plan amended: all against HEAD, added to the index or not."""
    first = filed(root, figure="new-villages=141", date="10-07", note="进度加快")
    old = next(path.stem[15:] for path in (root / "progress" / "01").iterdir())
    assert correct(root, old, reason="误报", withdraw=True).code == 0
    assert correct(root, first, reason="更正", figure="new-villages=140").code == 0
    plan = root / "tasks.yaml"
    text = plan.read_text(encoding="utf-8")
    amended = (
        "deadline: 12月20日\n        amendments: [{date: 2021-08-15, document: 甲, field: deadline, was: 12月10日}]"
    )
    plan.write_text(text.replace("deadline: 12月10日", amended, 1), encoding="utf-8")
    answer = diff(root)
    assert shortly(answer) == {
        "lost": [],
        "tasks": [1, 18],
        "entries": ["withdrawn", "corrected", "added"],
        "plan": ["deadline"],
    }
    assert [one["change"]["title"] for one in answer["tasks"]] == [
        "Task 1: green -> unreported",
        "Task 18: 新增完成治理自然村 98 -> 140个 (target 165), yellow -> green",
    ]
    assert (answer["newly_green"], answer["newly_grey"], answer["newly_red"]) == ([18], [1], [])
    assert [one["amendment"] for one in answer["plan"]] == ["2021-08-15 甲 deadline: 12月10日"]
    assert (answer["rev"], answer["base"], answer["changed"]) == (None, git(root, "rev-parse", "HEAD"), True)
    git(root, "add", "--all")
    assert shortly(diff(root)) == shortly(answer)


def test_two_revisions(root):
    """Between any two, whatever lies in the folder; backwards it is the other way round."""
    filed(root, figure="new-villages=141", date="10-07")
    commit(root)
    filed(root, figure="new-villages=150", date="10-08")
    forward, backward = diff(root, "HEAD~1", "HEAD"), diff(root, "HEAD", "HEAD~1")
    assert shortly(forward) == NOTHING | {"tasks": [18], "entries": ["added"]}
    assert shortly(backward) == NOTHING | {"tasks": [18], "lost": ["removed"]}
    assert (forward["base"], forward["rev"]) == (backward["rev"], backward["base"])
    assert "141个" in forward["tasks"][0]["change"]["title"]
    assert shortly(diff(root, "HEAD~1")) == NOTHING | {"tasks": [18], "entries": ["added", "added"]}
    assert shortly(diff(root, "HEAD", "HEAD")) == NOTHING


def test_tampering(root):
    """A filed entry that was edited or deleted is told before all else, uncommitted and committed, in every format."""
    [entry] = (root / "progress" / "18").iterdir()
    [other] = (root / "progress" / "01").iterdir()
    entry.write_text(entry.read_text(encoding="utf-8").replace("98", "89"), encoding="utf-8")
    other.unlink()
    for sides in ((), ("HEAD~1", "HEAD")):
        answer = diff(root, *sides)
        assert [(one["happened"], one["path"], one["fields"], one["unit"]) for one in answer["lost"]] == [
            ("changed", f"progress/18/{entry.name}", ["figures", "note"], CGJ),
            ("removed", f"progress/01/{other.name}", [], "市卫生健康局"),
        ]
        for form in ("table", "md", "csv", "tsv"):
            text = ask("diff", *sides, "--data", root, *ON, "--format", form).out.replace("\\", "")
            assert f"progress/18/{entry.name}" in text
            assert f"progress/01/{other.name}" in text
        if not sides:
            commit(root)
    assert "2 filed entries were changed or removed" in ask("diff", "HEAD~1", "--data", root, *ON).out


def test_exit_code(root):
    """1 where anything changed, if asked for; a comment in the plan is a change."""
    assert ask("diff", "--data", root, *ON, "--exit-code").code == 0
    with (root / "tasks.yaml").open("a", encoding="utf-8", newline="\n") as plan:
        plan.write("# 备注\n")
    assert ask("diff", "--data", root, *ON, "--exit-code").code == 1
    assert ask("diff", "--data", root, *ON).code == 0


@pytest.mark.parametrize(
    ("filters", "tasks"),
    [
        (("--unit", "cgj"), [18]),
        (("--person", "赖惠镇"), [18]),
        (("--item", "1"), [1]),
        (("--light", "yellow"), [18]),
        (("--status", "done"), []),
        (("--leader", "乔雷"), []),
    ],
)
def test_filters(root, filters, tasks):
    """The filters of the queries, but --rev: the revisions are arguments here."""
    filed(root, figure="new-villages=141", date="10-07")
    filed(root, 1, unit="wjj", figure=None, status="blocked", date="10-07", note="受阻", problem="缺人")
    assert shortly(diff(root, *filters))["tasks"] == tasks
    assert ask("diff", "--data", root, *ON, "--rev", "HEAD").code == 2


def test_the_same_day(root):
    """A day that lies after what was filed shows it; the calendar alone changes nothing."""
    filed(root, figure="new-villages=141", date="10-07")
    early = json.loads(ask("diff", "--data", root, "--as-of", "10-06", "--format", "json").out)
    assert (shortly(early), early["entries_dated_later"]) == (NOTHING, 1)
    commit(root)
    assert json.loads(ask("diff", "--data", root, "--as-of", "12-31", "--format", "json").out)["changed"] is False


@pytest.mark.parametrize("tongue", i18n.LANGUAGES)
def test_nothing_to_compare_with(tmp_path, tongue):
    """No repository, no commit, a store that is not committed yet, no such revision: each has its sentence and cure."""
    store = own_store(tmp_path)
    sentences = []
    with i18n.speaking(tongue):
        for step in (("init", "--quiet"), ("commit", "--allow-empty", "--quiet", "--message", "空"), ("status",)):
            sentences.append(ask("diff", "--data", store, *ON))
            git(tmp_path, *step)
        sentences.append(ask("diff", "--data", store, *ON))
        sentences.append(ask("diff", "nowhere", "--data", store, *ON))
        sentences.append(ask("diff", "HEAD", "nowhere", "--data", store, *ON))
    assert [(one.code, one.out, one.err.count("\n")) for one in sentences] == [(2, "", 1)] * 6
    told = [one.err for one in sentences]
    for sentence, cure in zip(told, ("git init", "git commit", "tasks.yaml", "tasks.yaml", "git log"), strict=False):
        assert cure in sentence
    assert len({*told[:2], told[3], told[4]}) == 4


@pytest.mark.parametrize("side", [("HEAD~1",), ("HEAD~1", "HEAD"), ("HEAD", "HEAD~1")])
def test_a_revision_that_cannot_be_read(root, side):
    """The problem says in which revision it lies; nothing is answered."""
    whole = (root / "tasks.yaml").read_text(encoding="utf-8")
    (root / "tasks.yaml").write_text(whole.replace("year: 2021", "year: 二〇二一"), encoding="utf-8")
    commit(root)
    (root / "tasks.yaml").write_text(whole, encoding="utf-8")
    commit(root)
    told = ask("diff", *side, "--data", root, *ON)
    assert (told.code, told.out) == (3, "")
    assert re.search(r"tasks\.yaml:\d+:7: error: .* \(in revision HEAD~1 \([0-9a-f]{10}\)\) \[type\]\n$", told.err)


def test_a_working_tree_that_cannot_be_read(root):
    """Its problems have paths that an editor opens, and no revision."""
    [entry] = (root / "progress" / "18").iterdir()
    entry.write_text("task: 18\n", encoding="utf-8")
    told = ask("diff", "--data", root, *ON)
    assert (told.code, told.out, "in revision" in told.err) == (3, "", False)
    assert str(entry) in told.err


def test_processes_and_texts(root, monkeypatch, tmp_path):
    """One process of git a revision, two for the working tree; known texts need neither YAML nor Pydantic."""
    filed(root, figure="new-villages=141", date="10-07")
    monkeypatch.setenv("PATH", wrapped(tmp_path))
    for sides, most in (((), 3), (("HEAD", "HEAD"), 2)):
        (tmp_path / "started").unlink(missing_ok=True)
        diff(root, *sides)
        assert len((tmp_path / "started").read_text().splitlines()) == most
    script = (
        "import sys\nfrom mstrack import cli\nsys.stdout.reconfigure(encoding='utf-8')\n"
        f"cli.run(['diff', '--data', {str(root)!r}, '--as-of', '10-08'])\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'yaml', 'pydantic_core', 'docx', 'jinja2'}))"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert told.stdout.decode().splitlines()[-1] == "[]"


def test_the_examples_as_a_repository(tmp_path):
    """A process in Chinese, at home in a store of hundreds of entries."""
    store = tmp_path / "store"
    shutil.copytree(EXAMPLES, store, ignore=shutil.ignore_patterns("__pycache__"))
    git(store, "init", "--quiet")
    commit(store)
    newest = max((store / "progress" / "18").glob("*-cgj-*"))
    newest.rename(newest.with_name(newest.name.replace(newest.stem[-8:], "00000000")))
    env = {"MSTRACK_LANG": "zh_CN", "PYTHONIOENCODING": "utf-8"}
    told = start("diff", "--as-of", "12-03", cwd=store, env=env)
    lines = told.stdout.decode().splitlines()
    assert (told.returncode, told.stderr) == (0, b"")
    assert lines[1] == "1条已报送的记录被修改或删除。已报送的记录不得改动：请退回，或查明是谁所为。"
    assert [line.split()[0] for line in lines if newest.name in line] == ["被删除"]
