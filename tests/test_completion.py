"""What a Tab offers, asked as the shells' scripts ask it. That they do: test_completion_shells.py."""

import subprocess
import sys

import odd_plan
import pytest
from hypothesis import given
from hypothesis import strategies as st
from offenders import every
from repositories import everything
from running import EXAMPLES, ask, environment, file_entry, own_store
from samples import crossed
from shells import told

from mstrack import i18n
from mstrack.cli import app
from mstrack.cli.commands.completion import SHELLS
from mstrack.cli.completion.protocol import candidates, split
from mstrack.cli.completion.values import FILES, FOLDERS, VALUES
from mstrack.views.answers import ANSWERS

NEWEST = "qctqeg3z"
NOTHING = {
    "--as-of", "--before", "--after", "--since", "--date", "--dated", "--reply-by", "--rev", "--against", "REV",
    "--number", "--note", "--problem", "--next", "--reporter", "--issue", "--office", "--signer", "--font",
    "--percent", "--reason", "--table", "--column", "--members", "--year", "--carry", "--seal",
}  # fmt: skip
"""Options and arguments for which nothing can be offered: days, revisions, free text, columns of a file."""


@pytest.fixture(autouse=True)
def _examples(monkeypatch, tmp_path_factory):
    monkeypatch.setenv("MSTRACK_CACHE", str(tmp_path_factory.getbasetemp() / "warm-of-completion"))
    monkeypatch.setenv("MSTRACK_DATA", str(EXAMPLES))


def offered(line):
    """Return what the last word of a line may become."""
    words, typed, _quoted = split(line)
    return {one.value: one.help for one in candidates(words[1:], typed)}


def test_commands():
    assert list(offered("mstrack ")) == list(app.COMMANDS)
    assert offered("mstrack du") == {"due": "What is due, the most urgent first."}
    assert list(offered("mstrack --")) == ["--version", "--debug", "--no-pager", "--help"]
    assert list(offered("mstrack --debug su")) == ["summary"]
    assert offered("mstrack no-such ") == {}


@every("command", app.COMMANDS)
def test_options(command):
    """Every long name of every option is offered, with its help; what may be given once only once."""
    params = [param for param in app.build(command).params if param.param_type_name == "option"]
    names = [name for param in params for name in param.opts if name.startswith("--")]
    assert list(offered(f"mstrack {command} --")) == [*names, "--help"]
    assert all(offered(f"mstrack {command} --").values())
    for param in params:
        value = "" if param.is_flag else " x"
        again = offered(f"mstrack {command} {param.opts[0]}{value} --")
        assert (param.opts[0] in again) == param.multiple


def test_every_value_has_its_source():
    """An option or argument that takes a value completes it, or is known to take what nobody can guess."""
    params = [param for command in app.COMMANDS for param in app.build(command).params]
    valued = {
        param.opts[0] if param.param_type_name == "option" else param.metavar
        for param in params
        if not getattr(param, "is_flag", False)
    }
    assert valued == set(VALUES) | NOTHING
    assert not set(VALUES) & NOTHING


@pytest.mark.parametrize("tongue", i18n.LANGUAGES)
def test_words_of_choices(tongue):
    """In either language the codes are offered, and what they mean."""
    with i18n.speaking(tongue):
        assert list(offered("mstrack due --format ")) == ["table", "csv", "tsv", "json", "md"]
        assert list(offered("mstrack check --format ")) == ["text", "json", "github", "gitlab"]
        assert list(offered("mstrack report data --format ")) == ["sqlite", "jsonl", "parquet"]
        assert list(offered("mstrack report bulletin --format ")) == ["docx", "pdf", "md", "text"]
        assert list(offered("mstrack list --light ")) == ["done", "red", "grey", "yellow", "green"]
        assert list(offered("mstrack list --status ")) == [
            "not-started",
            "in-progress",
            "blocked",
            "done",
            "unreported",
        ]
        assert list(offered("mstrack add 18 --status ")) == ["not-started", "in-progress", "blocked", "done"]
        assert list(offered("mstrack summary --by ")) == ["leader", "unit", "item", "light", "district"]
        assert offered("mstrack due --by ") == {}
        assert list(offered("mstrack sheet ")) == ["make", "read"]
        assert list(offered("mstrack schema ")) == ["tasks", "entry", *ANSWERS]
        assert list(offered("mstrack completion ")) == list(SHELLS)
        assert {"calendar": "", "data": ""}.items() <= offered("mstrack report ").items()
        assert all(offered("mstrack check --explain ").values())
    with i18n.speaking("zh_CN"):
        assert offered("mstrack list --light r") == {"red": "红"}
        assert offered("mstrack list --light 红") == {"红": "red"}


def test_units():
    """Codes for Latin letters, names for Chinese; whatever finds one unit finds it here, too."""
    assert len(offered("mstrack due --unit ")) == 42
    assert offered("mstrack due --unit c") == {"czj": "市财政局", "cgj": "市城市管理综合执法局"}
    assert offered("mstrack due --unit 市民") == {"市民政局": "mzj"}
    assert offered("mstrack due --unit 人社局") == {"市人力资源社会保障局": "rsj"}
    assert offered("mstrack due --unit 局") == {}  # 27 of them, and none starts so
    assert offered("mstrack due --unit zzz") == {}
    assert offered("mstrack list --lead-unit t") == {}  # those below lead nothing
    assert offered("mstrack list --unit t") == {
        "tczx": "市土地储备中心", "tss": "台山市政府", "tzb": "市委统战部",
    }  # fmt: skip


@pytest.mark.parametrize("option", ["--leader", "--person"])
def test_persons(option):
    """Pinyin in one word, or its beginning, or initials; names for Chinese."""
    name, pinyin = {"--leader": ("王长青", "wangchangqing"), "--person": ("谢鸿猷", "xiehongyou")}[option]
    for typed in (pinyin[:6], pinyin):
        assert offered(f"mstrack list {option} {typed}") == {pinyin: name}
    assert offered(f"mstrack list {option} {name[0]}")[name] == pinyin
    assert name in offered(f"mstrack list {option} ").values()


def test_former_names(tmp_path):
    """A name of before is offered where somebody begins to type it, with the name of today."""
    store = tmp_path / "store"
    (store / "progress").mkdir(parents=True)
    (store / "tasks.yaml").write_text(odd_plan.text(), "utf-8")
    assert offered(f"mstrack due --data {store.as_posix()} --unit 丁") == {"丁局": "甲局"}
    assert offered(f"mstrack due --data {store.as_posix()} --leader 李") == {"李大同": "王长青"}
    assert list(offered(f"mstrack due --data {store.as_posix()} --lead-unit ")) == ["jia", "yi", "gq"]


def test_initials():
    assert offered("mstrack list --leader wcq") == {"wangchangqing": "王长青"}


def test_items():
    assert list(offered("mstrack list --item ")) == [str(number) for number in range(1, 11)]
    assert offered("mstrack list --item 农业保险") == {"推动农业保险高质量发展": "9"}


def test_tasks():
    """Numbers in the order of the table, with what a narrow column calls the task."""
    assert list(offered("mstrack show ")) == [str(number) for number in range(1, 26)]
    assert offered("mstrack show 18") == {"18": "农村生活污水治理"}
    assert offered("mstrack log --task 18") == offered("mstrack show 18") == offered("mstrack add 18")
    assert "--data" in offered("mstrack show 18 ")


def test_figures():
    """The indicators of the task, those that are not given yet."""
    ids = ["new-villages=", "covered-villages=", "coverage="]
    assert list(offered("mstrack add 18 --figure ")) == ids
    assert list(offered("mstrack add --figure new-villages=9 18 --figure ")) == ids[1:]
    assert list(offered("mstrack add 18 --figure=n")) == ["--figure=new-villages="]
    assert list(offered("mstrack correct amvk37my --figure ")) == ids
    assert offered("mstrack add 18 --figure new-villages=") == {}
    assert offered("mstrack add --figure ") == offered("mstrack add 99 --figure ") == {}


def test_entries(tmp_path):
    """Those that count, newest first, a hundred at most; of what was corrected, the correction."""
    found = offered("mstrack correct ")
    assert (len(found), next(iter(found))) == (100, NEWEST)
    assert found[NEWEST] == "12 2021-12-02 市市场监管局"
    assert offered("mstrack correct qct") == {NEWEST: found[NEWEST]}
    assert offered(f"mstrack correct {NEWEST} qct") == {}
    root = own_store(tmp_path)
    file_entry(root, "", "2021-06-30-wjj-7f3a9c2k.yaml")
    file_entry(root, "", "2021-06-30-wjj-b2c41dxw-for-7f3a9c2k.yaml")
    assert list(offered(f"mstrack correct --data {root.as_posix()} ")) == ["b2c41dxw"]


@pytest.mark.parametrize(
    ("line", "directive"),
    [
        ("mstrack due --data ", FOLDERS),
        ("mstrack due --data=x", FOLDERS),
        ("mstrack init ", FOLDERS),
        ("mstrack sheet read ", FILES),
        ("mstrack sheet read a.xlsx b", FILES),
        ("mstrack sheet make -o x", FILES),
        ("mstrack add 1 --note-file ", FILES),
    ],
)
def test_paths(line, directive):
    """Names of files are the shell's business."""
    words, typed, _quoted = split(line)
    assert candidates(words[1:], typed) == [directive]
    assert told("zsh", f"={typed}", *words[1:]) == [f"\t{directive.help}"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("mstrack due --unit", (["mstrack", "due"], "--unit", False)),
        ("mstrack due ", (["mstrack", "due"], "", False)),
        ("mstrack due\t--unit  c", (["mstrack", "due", "--unit"], "c", False)),
        ('mstrack due --unit "市 民', (["mstrack", "due", "--unit"], "市 民", True)),
        ("mstrack add --note '第1项 #3' --unit '", (["mstrack", "add", "--note", "第1项 #3", "--unit"], "", True)),
        ("mstrack due --unit 市\\ 民", (["mstrack", "due", "--unit"], "市 民", False)),
        ("mstrack due --unit c\\", (["mstrack", "due", "--unit"], "c", False)),
        ("", ([], "", False)),
    ],
)
def test_words_as_a_shell_reads_them(line, expected):
    assert split(line) == expected


EMPTY_HANDED = ("none", "empty", "broken", "no plan", "link")


@crossed("store, shell", EMPTY_HANDED, SHELLS)
def test_nothing_to_offer(tmp_path, shell, store):
    """Without a store, or with one that cannot be read: no word, no error, no colour."""
    root = tmp_path / "place"
    root.mkdir()
    if store == "empty":
        (root / "tasks.yaml").touch()
    if store == "broken":
        (root / "tasks.yaml").write_bytes(b"title: \xff[{")
    if store == "no plan":
        (root / "tasks.yaml").mkdir()
    if store == "link":
        (root / "tasks.yaml").symlink_to("/dev/zero")
    env = {"MSTRACK_DATA": str(root), "FORCE_COLOR": "1"}
    for words in (["due", "--unit"], ["show"], ["correct"], ["add", "18", "--figure"]):
        line = " ".join(["mstrack", *words, ""])
        assert told(shell, "=", *(("9", line) if shell == "bash" else words), **env) == []


@pytest.mark.parametrize(
    "arguments", [(), ("bash",), ("bash", "="), ("bash", "=", "9"), ("zsh",), ("tcsh", ""), ("", "")]
)
def test_asked_wrongly(arguments):
    """Whoever asks in another way gets nothing, at worst the commands."""
    assert set(told(*arguments)) <= {f"{name}\t{spec.line}" for name, spec in app.COMMANDS.items()}


@pytest.mark.posix
def test_nobody_listens():
    """A shell that has gone is no failure."""
    command = f"{sys.executable} -m mstrack _complete fish = >&-; echo $?"
    done = subprocess.run(["sh", "-c", command], env=environment(), capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"0\n", b"")


def test_nothing_is_written(tmp_path):
    """A store is only read, even where nobody has read it before."""
    root = own_store(tmp_path)
    before = everything(root)
    env = {"MSTRACK_CACHE": str(tmp_path / "cache"), "MSTRACK_DATA": str(root)}
    assert told("fish", "=mz", "due", "--unit", **env) == ["mzj\t市民政局"]
    assert everything(root) == before


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [(("_complete", "fish", "=mz", "due", "--unit"), {"mstrack.cli.completion.protocol"}), (("list",), {"typer"})],
)
def test_a_unit_costs_little(arguments, expected):
    """To complete a unit, neither Typer is loaded nor what reads unknown texts; a query loads no completion."""
    ask("list")
    script = "import sys; from mstrack import cli; cli.run(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, env=environment(), capture_output=True, check=True)
    loaded = set(done.stderr.decode().split())
    assert loaded & {"pydantic_core", "yaml", "typer", "mstrack.cli.completion.protocol"} == expected


@given(st.lists(st.one_of(st.text(), st.sampled_from([*app.COMMANDS, *VALUES, "--", "-", "=", "18"]))), st.text())
def test_no_line_is_too_strange(words, typed):
    """Whatever stands on the line, every candidate starts as typed, or is the only one."""
    found = candidates(words, typed)
    assert len(found) <= 1 or all(one.value.startswith(typed) for one in found)
