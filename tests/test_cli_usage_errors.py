"""What is typed wrongly is answered in one sentence of the user's language, with the nearest right one."""

import os
import re
import shutil

import pytest
from offenders import every
from running import EXAMPLES, ON, PLAN, ROOT, ask, own_store, start

from mstrack import i18n
from mstrack.cli import app

ENTRY = min((EXAMPLES / "progress" / "18").iterdir()).stem.split("-")[4]
SAID = {
    "show": ("18",),
    "add": ("18", "--unit", "cgj", "--status", "in-progress", "--reporter", "张三", "--dry-run"),
    "correct": (ENTRY, "--reason", "更正", "--reporter", "张三", "--dry-run"),
    "sheet": ("make", "--unit", "cgj", "--output", "form.xlsx"),
    "diff": ("HEAD", "HEAD"),
    "init": ("store", "--dry-run"),
    "schema": ("entry",),
    "sync": ("--dry-run",),
    "completion": ("bash",),
    "report": ("bulletin", "--issue", "第9期", "--office", "督查室", "--output", "bulletin.docx"),
}
"""What a command needs beside the mistake."""

DAYS = [
    ("13-40", "2021-12-31"),
    ("2021-2-30", "2021-02-28"),
    ("11月31日", "2021-11-30"),
    ("soon", "12-10"),
    ("+9999999d", "+14d"),
    ("", ""),
]
FREE = [("含\u200b零宽字符", "U+200B"), ("\u202e反向", "U+202E"), ("\x1b[31m红", "U+001B")]
FREE_LINE = [*FREE, ("", "")]
UNITS = [("市民正局", "mzj"), ("局", "27"), ("czjj", "czj"), ("", "")]
MISTAKES = {
    "--data": [("nowhere", "tasks.yaml"), (str(ROOT / "pyproject.toml"), "tasks.yaml"), ("", "")],
    "--as-of": DAYS,
    "--before": DAYS,
    "--after": DAYS,
    "--since": DAYS,
    "--date": DAYS,
    "--rev": [("no-such-revision", ""), ("--all", ""), ("HEAD:tasks.yaml", ""), ("\udcff", ""), ("", "")],
    "--format": [("tabel", "table"), ("josn", "json"), ("", "")],
    "--leader": [("王长清", "王长青"), ("wcp", ""), ("", "")],
    "--unit": UNITS,
    "--lead-unit": UNITS,
    "--person": [("谢宏猷", "谢鸿猷"), ("张", "张璐"), ("", "")],
    "--item": [("11", ""), ("推动", "推动农业保险高质量发展"), ("", "")],
    "--light": [("rde", "red"), ("", "")],
    "--status": [("in-progres", "in-progress"), ("finished", ""), ("", "")],
    "--by": [("leaders", "leader"), ("month", ""), ("", "")],
    "--number": [("x", "-n"), ("0", "1"), ("", "")],
    "--seal": [("2021-12-03 243 abcd", "2021-12-03"), ("", "")],
    "--task": [("99", "25"), ("x", "25"), ("", "")],
    "--figure": [("165", "="), ("new-villages=many", "many"), ("new-villages=", "new-villages"), ("", "")],
    "--note": FREE,
    "--problem": FREE,
    "--next": FREE,
    "--reporter": FREE,
    "--reason": FREE_LINE,
    "--percent": [("五十", "五十"), ("57个", "57个"), ("101", "100"), ("", "")],
    "--reached": [("begun", "18"), ("", "")],
    "--from": [("no-such-table.docx", "no-such-table.docx"), ("table.doc", ".doc"), ("", "")],
    "--table": [("x", "--table"), ("", "")],
    "--column": [("lead", "--from"), ("", "")],
    "--members": [("各市（区）政府", "--from"), ("", "")],
    "--year": [("x", "2100"), ("1999", "2000"), ("", "")],
    "--carry": [("99", "--after"), ("", "")],
    "init --after": [("nowhere", "tasks.yaml"), ("", "")],
    "--note-file": [("no-such-file.txt", "no-such-file.txt"), (str(PLAN), ""), ("", "")],
    "TASK": [("99", "25"), ("0", "1"), ("abc", "25"), ("1.5", "25"), ("第三", "25"), ("", "")],
    "--output": [("", "")],
    "ACTION": [("mak", "make"), ("raed", "read"), ("", "")],
    "FILES": [("", "")],
    "ID": [("00000000", "00000000"), ("x", "x"), ("", "")],
    "REV": [("no-such-revision", ""), ("--all", ""), ("HEAD:tasks.yaml", ""), ("", "")],
    "DIR": [(str(ROOT / "pyproject.toml"), "pyproject.toml"), ("", "")],
    "KIND": [("buletin", "bulletin"), ("legder", "ledger"), ("", "")],
    "check --format": [("txt", "text"), ("gitub", "github"), ("", "")],
    "--against": [("no-such-revision", ""), ("--all", ""), ("HEAD:tasks.yaml", ""), ("", "")],
    "--explain": [("growin", "growing"), ("", "")],
    "report --format": [("dcox", "docx"), ("", "")],
    "--issue": FREE_LINE,
    "--office": FREE_LINE,
    "--signer": FREE_LINE,
    "--cite": [("txet", "text"), ("", "")],
    "--dated": DAYS,
    "--reply-by": [("", "")],
    "--font": [("title", "="), ("title=", "="), ("tilte=小标宋", "title"), ("title=" + "宋" * 32, "31"), ("", "")],
    "SHELL": [("bsh", "bash"), ("cmd", ""), ("", "")],
    "SCHEMA": [("task", "tasks"), ("entri", "entry"), ("", "")],
}
"""Option or argument, of one command where its own differ → what is typed wrongly, and what is then named."""


QUOTED = r"（[^）]*）|mstrack( [a-z]+)?( --help)?|git log|--[a-z-]+"
"""What stays as it is in a Chinese sentence: remarks (pinyin), commands, options."""


def parameters():
    """Yield every parameter of every command: the command, the name in MISTAKES, the parameter."""
    for command in app.COMMANDS:
        for param in app.build(command).params:
            yield command, param.opts[0] if param.param_type_name == "option" else param.metavar, param


PARAMETERS = list(parameters())
VALUED = [(command, name) for command, name, param in PARAMETERS if not getattr(param, "is_flag", False)]
FLAGS = [(command, name) for command, name, param in PARAMETERS if getattr(param, "is_flag", False)]
OPTIONS = [(command, name) for command, name, param in PARAMETERS if param.param_type_name == "option"]
FIRST = {name: command for command, name in reversed(VALUED)}
WITH_STORE = [command for command, name in OPTIONS if name == "--data"]
WITH_DAY = [command for command, name in OPTIONS if name == "--as-of"]
CASES = [  # every mistake with the first command that has the option, one and an empty value with the others
    (command, name, *wrong)
    for command, name in VALUED
    for own in [MISTAKES.get(f"{command} {name}")]
    for i, wrong in enumerate(own or MISTAKES.get(name, ()))
    if own or FIRST[name] == command or i == 0 or not wrong[0]
    if shutil.which("git") or not (command in {"init", "diff", "sync"} or name in {"--rev", "--against"})
]


@pytest.fixture(params=i18n.LANGUAGES)
def tongue(request):
    with i18n.speaking(request.param):
        yield request.param


@pytest.fixture(autouse=True)
def _warm(monkeypatch, tmp_path_factory):
    """Keep the memo between these tests: they are many."""
    monkeypatch.setenv("MSTRACK_CACHE", str(tmp_path_factory.getbasetemp() / "warm"))


@pytest.fixture
def complaint(tongue, monkeypatch, tmp_path):
    """Return the one sentence that a mistake is answered with; it is in the user's language."""
    monkeypatch.chdir(tmp_path)

    def sentence(*arguments, typed=""):
        told = ask(*arguments)
        (said,) = told.err.splitlines()
        assert (told.code, told.out) == (2, ""), said
        if tongue == "zh_CN":
            ours = re.sub(QUOTED, "", said.replace(typed, "") if typed else said)
            assert re.search("[\u4e00-\u9fff]", ours), said
            assert re.findall("[A-Za-z]{2,} [A-Za-z]{2,}", ours) == [], said
        return said

    return sentence


def call(command, *words, store=EXAMPLES):
    """Return the words of a call that is right but for the words given."""
    as_of = ON if command in WITH_DAY and "--as-of" not in words else ()
    data = ("--data", store) if command in WITH_STORE and "--data" not in words else ()
    said = list(SAID.get(command, ()))
    for name in words[:1]:  # an option of one value is refused where it is given twice
        if name in said:
            del said[said.index(name) : said.index(name) + 2]
    return (command, *said, *data, *as_of, *words)


def test_walk():
    """Every option and argument that takes a value has its mistakes here, a new one too."""
    assert {name for _command, name in VALUED} <= set(MISTAKES)


@every(("command", "name", "value", "near"), CASES)
def test_value(complaint, command, name, value, near):
    """A wrong value is answered with the nearest right one."""
    words = call(command, name, value)
    if name == "FILES":
        words = ("sheet", "read", value)
    elif not name.startswith("--"):
        words = (command, value, *call(command)[2:])
    assert near in complaint(*words, typed=value)


@every(("command", "name"), OPTIONS)
def test_option(complaint, command, name):
    """A misspelt option is answered with the right one."""
    assert name in complaint(*call(command, f"{name}x")).replace(f"{name}x", "")


@every(
    ("command", "name"), [(command, name) for command, name in VALUED if name.startswith("--") and name != "--explain"]
)
def test_no_value(complaint, command, name):
    """An option without its value is named."""
    assert name in complaint(*call(command, name))


@every(("command", "name"), FLAGS)
def test_flag(complaint, command, name):
    """A flag with a value is named."""
    assert name in complaint(*call(command, f"{name}=yes"))


@every("command", [name for name in app.COMMANDS if name not in {"correct", "sheet"}])
@every("extra", ["extra", "多余的"])
def test_too_many(complaint, command, extra):
    """A word too many is named, and the help with it."""
    sentence = complaint(*call(command, extra), typed=extra)
    assert extra in sentence
    assert f"mstrack {command} --help" in sentence


@every("command", sorted({command for command, _name, param in PARAMETERS if param.required}))
def test_missing(complaint, command):
    """A missing argument is answered with the help that explains it."""
    sentence = complaint(command)
    assert f"mstrack {command} --help" in sentence


@every("command", ["due", "list", "summary", "missing", "log"])
def test_a_task_of_many(complaint, command):
    """The number of a task is answered with the command that shows one."""
    cure = "mstrack log --task 18" if command == "log" else "mstrack show 18"
    assert cure in complaint(command, "18")


@every(
    ("words", "near"),
    [
        (("due", "--lite", "red"), "--light"),
        (("due", "--json"), "--format json"),
        (("list", "--csv"), "--format csv"),
        (("--data", "X", "due"), "mstrack due --data"),
        (("--unit", "X", "due"), "mstrack due --unit"),
        (("push",), "mstrack sync"),
        (("export",), "report data"),
        (("launch",), "mstrack --help"),
        (("due", "--colour"), "mstrack due --help"),
        (("check", "--explain", "zzz"), "mstrack check --explain"),
        (("due", "--data", EXAMPLES, "--light", "purple"), "yellow"),
    ],
)
def test_the_cure_is_named(complaint, words, near):
    """What other programs call otherwise, or what stands elsewhere here, is answered with how it is done."""
    assert near in complaint(*words)


@every(
    "words",
    [
        ("due", "--data", EXAMPLES, "--data", PLAN),
        ("due", "--data", EXAMPLES, "--before", "12-10", "--by", "12-11"),
        ("add", "18", "--note", "一", "--note", "二"),
        ("show", "18", "--as-of", "12-01", "--as-of", "12-02"),
    ],
)
def test_twice(complaint, words):
    """Of two values for one thing none is dropped without a word."""
    assert words[-2] in complaint(*words) or "--before" in complaint(*words) or "--by" in complaint(*words)


def test_several_lights():
    """Lights may be given in one word, with any comma, or repeated; --open leaves out what is done."""
    due = ("due", "--data", EXAMPLES, *ON, "--format", "json")
    repeated = ask(*due, "--light", "red", "--light", "yellow").ids
    assert len(repeated) > 4
    for typed in ("red,yellow", "红，黄", "yellow、red"):
        assert ask(*due, "--light", typed).ids == repeated
    done = ask(*due, "--light", "done").ids
    assert ask(*due, "--open").ids == sorted(set(ask(*due).ids) - set(done))


@every(("typed", "near"), [("deu", "due"), ("lsit", "list"), ("summry", "summary"), ("SHOW", "show"), ("到期", "")])
def test_unknown_command(complaint, typed, near):
    """An unknown command is answered with the nearest."""
    assert near in complaint(typed, typed=typed).replace(typed, "")


@pytest.mark.parametrize(("typed", "near"), [("--verson", "--version"), ("-V", "--"), ("--hlep", "--help")])
def test_unknown_option(complaint, typed, near):
    """An unknown option of the program is answered with the nearest."""
    assert near in complaint(typed)


@pytest.mark.parametrize("command", ["due", "missing", "log"])
def test_reversed(complaint, command):
    """A range the wrong way round is refused with both of its days."""
    sentence = complaint(*call(command, "--after", "12-11", "--before", "11月底"))
    assert re.search("2021-12-11.*2021-11-30", sentence)


@every("command", WITH_STORE)
def test_no_store(complaint, command):
    """Without a store the sentence says what was looked for, and how to name it."""
    sentence = complaint(command, *SAID.get(command, ()))
    assert "tasks.yaml" in sentence
    assert "--data" in sentence


@pytest.mark.git
@pytest.mark.parametrize("command", ["due", "list"])
def test_no_repository(complaint, tmp_path, command):
    """A folder in no repository has no revisions."""
    assert "--rev" in complaint(*call(command, "--rev", "HEAD", store=own_store(tmp_path)))


@pytest.mark.parametrize("form", ["TABLE", "Json", " md "])
def test_capitals(form):
    """A format is known in capitals too."""
    assert ask(*call("due", "--format", form)) == ask(*call("due", "--format", form.strip().lower()))


@every("typed", ["a\nb", "\x1b[31mred", "[red]x[/]", "{near}", "%s", "\u202eabc", "甲" * 3000])
def test_harmless(complaint, typed):
    """What was typed is told again on one line of bounded length, without what could reach the terminal."""
    for option in ("--unit", "--before", "--light", "--data"):
        sentence = complaint(*call("due", option, typed), typed=typed)
        assert not re.search("[\x00-\x1f\u202e]", sentence)
        assert len(sentence) < 1000


def test_words():
    """A light and a status may be given in the user's own words."""
    with i18n.speaking("zh_CN"):
        for option, word, code in (("--light", "红", "red"), ("--status", "受阻", "blocked")):
            assert ask(*call("due", option, word)) == ask(*call("due", option, code))


@pytest.mark.parametrize(
    ("tongue", "sentence"),
    [
        ("en", "there is no command deu; did you mean due?\n"),
        ("zh_CN", "没有 deu 这个命令；是不是 due？\n"),
    ],
)
def test_process(tongue, sentence):
    """A process tells a mistake in the language of its environment."""
    told = start("deu", env={"MSTRACK_LANG": tongue, "PYTHONIOENCODING": "utf-8"})
    assert (told.returncode, told.stdout, told.stderr.decode()) == (2, b"", sentence.replace("\n", os.linesep))


@every("word", ["x", "--data", "18"])
def test_version_takes_nothing(word):
    """It is a command that is there: none is meant instead."""
    assert ask("version", word).err.startswith(f"mstrack version does not take {word}; see")
