"""`init --from`: a table comes in, the store stands, what is doubtful is told; `--after`: from one year to the next."""

import io
import os
import sys

import pytest
from founding import repository, tree
from intaking import HEADER, ROWS, text, word
from running import ask

from mstrack.cli.record import keyboard, prompts
from mstrack.store import spelling


@pytest.fixture
def table(tmp_path):
    """Return the path of a table."""
    path = tmp_path / "分解 表.txt"
    path.write_bytes(text())
    return path


def sitting(monkeypatch, *answers):
    """Let somebody sit there who types these answers."""
    monkeypatch.setattr(prompts, "somebody_sits_there", lambda: True)
    left = iter(answers)
    monkeypatch.setattr(keyboard, "discard", lambda: None)
    monkeypatch.setattr(keyboard, "_read", lambda _prompt, *, many: next(left))  # noqa: ARG005  called by name


def test_drafted(tmp_path, table):
    """The plan is written with all that surrounds it; `check` counts what is left to verify; `due` works at once."""
    told = ask("init", tmp_path / "数据", "--from", table)
    assert told.code == 0, told.err
    plan = (tmp_path / "数据" / "tasks.yaml").read_text(encoding="utf-8")
    marks = [n for n, line in enumerate(plan.split("\n"), 1) if line.strip().startswith("# 请核对：")]
    assert marks
    assert all(f"tasks.yaml:{n}  " in told.out for n in marks)
    assert "Read: 1 items, 2 tasks" in told.out
    checked = ask("check", "--data", tmp_path / "数据")
    assert checked.code == 0
    assert f"{len(marks)} guess" in checked.out
    assert ask("due", "--data", tmp_path / "数据", "--as-of", "2021-11-01", "--format", "json").ids == [1, 2]


def test_counted_no_longer(tmp_path, table):
    """A comment that is deleted is counted no longer; one in a content is text."""
    ask("init", tmp_path / "s", "--from", table)
    path = tmp_path / "s" / "tasks.yaml"
    kept = [line for line in path.read_text(encoding="utf-8").split("\n") if "# 请核对" not in line]
    path.write_text("\n".join(kept), encoding="utf-8", newline="\n")
    assert ask("check", "--data", tmp_path / "s").out == ""


def test_never_over_a_plan(tmp_path, table):
    """A plan that is there stays, whatever it is; a dry run writes nothing."""
    assert ask("init", tmp_path / "s", "--from", table, "--dry-run").code == 0
    assert not (tmp_path / "s").exists()
    ask("init", tmp_path / "s")
    before = tree(tmp_path / "s")
    told = ask("init", tmp_path / "s", "--from", table)
    assert (told.code, tree(tmp_path / "s")) == (2, before)
    assert "is there already" in told.err


def test_stdin(tmp_path, monkeypatch):
    """- is stdin."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text())))
    assert ask("init", tmp_path / "s", "--from", "-").code == 0
    assert "新建学校12所" in (tmp_path / "s" / "tasks.yaml").read_text(encoding="utf-8")


def test_several_tables(tmp_path, monkeypatch):
    """Of several tables one is asked for, or named; nobody guesses."""
    import docx

    document = docx.Document()
    for content in ("新建学校12所。", "改造危房3户。"):
        document.add_paragraph("表")
        made = document.add_table(2, 2)
        for cell, words in zip(
            (made.cell(y, x) for y in (0, 1) for x in (0, 1)),
            ("具体内容", "责任单位", content, "市教育局"),
            strict=True,
        ):
            cell.text = words
    path = tmp_path / "x.docx"
    document.save(path)
    told = ask("init", tmp_path / "s", "--from", path)
    assert (told.code, "--table N" in told.err) == (2, True)
    assert ask("init", tmp_path / "s", "--from", path, "--table", "3").code == 2
    assert ask("init", tmp_path / "a", "--from", path, "--table", "2").code == 0
    sitting(monkeypatch, "9", "2")
    assert ask("init", tmp_path / "b", "--from", path).code == 0
    for name in "ab":
        assert "改造危房3户" in (tmp_path / name / "tasks.yaml").read_text(encoding="utf-8")


def test_unsure_columns(tmp_path, monkeypatch):
    """A column of units without a known heading is asked for, or said by --column; nobody guesses who leads."""
    path = tmp_path / "x.docx"
    path.write_bytes(
        word([("内容", "落实"), ("新建学校12所，改造校舍。", "市教育局"), ("改造危房3户，修路。", "市住建局")])
    )
    told = ask("init", tmp_path / "s", "--from", path)
    assert (told.code, "--column 2=units" in told.err) == (2, True)
    assert ask("init", tmp_path / "a", "--from", path, "--column", "2=lead").code == 0
    sitting(monkeypatch, "lead")
    assert ask("init", tmp_path / "b", "--from", path).code == 0
    assert (tmp_path / "a" / "tasks.yaml").read_bytes() == (tmp_path / "b" / "tasks.yaml").read_bytes()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--table", "2"), "belongs to --from"),
        (("--carry", "1"), "belongs to --after"),
        (("--from", "nothing.docx"), "is no file"),
        (("--from", "表", "--column", "lead"), "write a number and a role"),
        (("--from", "表", "--members", "各区"), "write a group and its units"),
    ],
)
def test_wrong_use(tmp_path, table, words, told):
    """What is typed wrong gets its cure, and nothing is made."""
    words = [str(table) if word == "表" else word for word in words]
    answer = ask("init", tmp_path / "s", *words)
    assert answer.code == 2
    assert told in answer.err
    assert not (tmp_path / "s").exists()


def test_next_year(tmp_path, table):
    """The next year keeps units with codes and people; a unit under a former name is known; new ones are told."""
    ask("init", tmp_path / "2021", "--from", table)
    path = tmp_path / "2021" / "tasks.yaml"
    old = path.read_text(encoding="utf-8").replace("    code: czj\n", "    code: mof\n    aliases: [财政部门]\n")
    path.write_text(old, encoding="utf-8", newline="\n")
    new = tmp_path / "新.txt"
    new.write_bytes(text([("一、办学", "1", "新建学校3所。（牵头单位：市教育局）", "王强", "市教育局 财政部门 市审计局", "张璐 李文聪 陈新汉", "年底")],
                         above=("2022年实事任务分解表",)))  # fmt: skip
    told = ask("init", tmp_path / "2022", "--after", tmp_path / "2021", "--from", new, "--carry", "2")
    assert told.code == 0, told.err
    assert "New units, not in the plan before: 市审计局" in told.out
    plan = (tmp_path / "2022" / "tasks.yaml").read_text(encoding="utf-8")
    assert "code: mof" in plan
    assert "partner_units: [市财政局, 市审计局]" in plan
    assert "name: 市住房城乡建设局" in plan
    assert "no: 2021年第2项" in plan
    assert "原完成时限2021年12月10日" in plan
    assert ask("check", "--data", tmp_path / "2022").code == 0
    assert ask("list", "--data", tmp_path / "2022", "--as-of", "2022-03-01", "--format", "json").ids == [1, 2]


def test_next_year_without_a_table(tmp_path, table):
    """Without a new table the people are there, and a task that is carried; another number is refused."""
    ask("init", tmp_path / "2021", "--from", table)
    for words in ((), ("--carry", "1,2")):
        name = f"2022{len(words)}"
        assert ask("init", tmp_path / name, "--after", tmp_path / "2021", *words).code == 0
        assert ask("check", "--data", tmp_path / name).code == 0
    assert "--carry 9" in ask("init", tmp_path / "x", "--after", tmp_path / "2021", "--carry", "9").err


def test_every_store_is_checked(tmp_path, table, monkeypatch):
    """`check` without --data covers every store of the repository, as the hook and the samples for CI run it."""
    repository(tmp_path / "r")
    monkeypatch.chdir(tmp_path / "r")
    ask("init", "data", "--from", table)
    ask("init", "2022", "--after", "data", "--carry", "1")
    plan = tmp_path / "r" / "2022" / "tasks.yaml"
    plan.write_text(f"{plan.read_text(encoding='utf-8')}x: 1\n", encoding="utf-8", newline="\n")
    told = ask("check")
    assert told.code == 1
    assert os.path.join("2022", "tasks.yaml") in told.out
    assert ask("check", "--data", "data").code == 0


def test_asked_for_the_folder(tmp_path, monkeypatch):
    """Without DIR the folder is asked for; where nobody sits there, the command to type is told."""
    monkeypatch.chdir(tmp_path)
    told = ask("init")
    assert (told.code, "mstrack init data" in told.err) == (2, True)
    sitting(monkeypatch, "我的 数据")
    assert ask("init").code == 0
    assert (tmp_path / "我的 数据" / "tasks.yaml").exists()


def test_git_afterwards(tmp_path, monkeypatch):
    """What lay in the store before there was a repository lies at its top after it, once; what was changed stays."""
    monkeypatch.chdir(tmp_path)
    ask("init", "data")
    (tmp_path / "data" / ".editorconfig").write_text("mine\n", encoding="utf-8")
    repository(tmp_path)
    told = ask("init", "data")
    assert "moved to the top" in told.out
    assert sorted(tree(tmp_path / "data")) == [".editorconfig", "progress/README.md", "tasks.yaml"]
    assert "schemas/tasks.schema.json" in tree(tmp_path)


def test_without_a_store(tmp_path, monkeypatch):
    """A command without a store names `mstrack init`."""
    monkeypatch.chdir(tmp_path)
    for words in (("due",), ("check",), ("add", "1"), ("due", "--data", "x")):
        assert "mstrack init" in ask(*words).err


def test_spelling():
    """A path is spelt for the shell that it is copied into."""
    assert spelling.quoted("我的 数据's", "posix") == "'我的 数据'\"'\"'s'"
    assert spelling.quoted("C:\\我的 数据", "cmd") == '"C:\\我的 数据"'
    assert spelling.quoted("C:\\data", "cmd") == "C:\\data"


def test_table_as_header_says(tmp_path):
    """A whole table in Word gives what the same table in text gives."""
    path = tmp_path / "x.docx"
    path.write_bytes(word([HEADER, *ROWS], ("附件2", "2021年市民生实事任务分解表")))
    (tmp_path / "x.txt").write_bytes(text())
    for form in ("docx", "txt"):
        assert ask("init", tmp_path / form, "--from", tmp_path / f"x.{form}").code == 0
    assert (tmp_path / "docx" / "tasks.yaml").read_bytes() == (tmp_path / "txt" / "tasks.yaml").read_bytes()
