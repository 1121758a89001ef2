"""Help: in the user's language, whole at every width, with every option and every command in it."""

import re
import shlex
import shutil
from itertools import pairwise
from typing import get_args

import pytest
from offenders import every
from rich.cells import cell_len
from running import EXAMPLES as STORE
from running import ask, start

from mstrack import __version__, i18n
from mstrack.cli import app
from mstrack.cli.examples import EXAMPLES, OF_PROGRAM
from mstrack.i18n import gettext as _
from mstrack.render.gbt9704 import FontRole

WIDTHS = [60, 80, 100, 120, 140]
PAGES = ["", *app.COMMANDS]
TYPER = [
    "Usage:",
    "Options",
    "Commands",
    "Arguments",
    "[OPTIONS]",
    "COMMAND",
    "[ARGS]",
    "Show this message and exit",
    "Missing option",
    "Missing argument",
    "Invalid value",
    "No such",
    "Try '",
    "for help",
    "default",
    "required",
    "env var",
]
"""Words of Typer's that gettext does not reach."""


@pytest.fixture(params=i18n.LANGUAGES)
def tongue(request):
    with i18n.speaking(request.param):
        yield request.param


@pytest.fixture
def page(monkeypatch):
    """Return the help of a command (of the program where it has no name) at a width."""

    def printed(name, width=80):
        monkeypatch.setenv("COLUMNS", str(width))
        told = ask(*filter(None, [name]), "--help")
        assert (told.code, told.err) == (0, "")
        return told.out

    return printed


def squeezed(text):
    return "".join(text.split())


@pytest.mark.usefixtures("tongue")
@every("width", WIDTHS)
@every("name", PAGES)
def test_width(page, name, width):
    """No line is wider than the window, and none is cropped."""
    text = page(name, width)
    assert "…" not in text
    assert [line for line in text.splitlines() if cell_len(line) > width or line != line.rstrip()] == []


@pytest.mark.usefixtures("tongue")
@every("width", WIDTHS)
@every("name", app.COMMANDS)
def test_command(page, name, width):
    """The help of a command holds its whole purpose, every option and every word of their help."""
    text = squeezed(page(name, width))
    assert squeezed(_(app.COMMANDS[name].about)) in text
    for param in app.build(name).params:
        assert squeezed(_(param.help)) in text
        assert param.metavar is None or squeezed(_(param.metavar)) in text
        assert all(name in text for name in param.opts if param.param_type_name == "option")
    assert squeezed(f"-h, --help {_('Show this message and stop.')}") in text


@pytest.mark.usefixtures("tongue")
@every("width", WIDTHS)
@every("name", PAGES)
def test_no_word_is_cut(page, name, width):
    """No line ends within a word, an ending of a file or a quotation."""
    lines = [line.strip() for line in page(name, width).splitlines()]
    assert [(one, two) for one, two in pairwise(lines) if re.search(r"[A-Za-z]$", one) and re.match(r"['’]", two)] == []
    assert [one for one in lines if re.search(r"(?:^|[\s、，（])[.~_/]+$", one)] == []


@every(
    ("command", "usage"),
    {
        "due": "due [OPTIONS]",
        "show": "show TASK [OPTIONS]",
        "add": "add [TASK] [OPTIONS]",
        "correct": "correct ID... [OPTIONS]",
        "sheet": "sheet ACTION [FILES...] [OPTIONS]",
        "diff": "diff [REV] [REV] [OPTIONS]",
        "init": "init [DIR] [OPTIONS]",
    }.items(),
)
def test_usage_says_what_may_be_left_out(page, command, usage):
    with i18n.speaking("en"):
        assert page(command).splitlines()[0] == f"Usage: mstrack {usage}"


@pytest.mark.usefixtures("tongue")
@pytest.mark.parametrize("width", WIDTHS)
def test_program(page, width):
    """The help of the program names every command with its line, and every option."""
    text = squeezed(page("", width))
    for name, spec in app.COMMANDS.items():
        assert squeezed(f"{name} {_(spec.line)}") in text
    for param in app.command().params:
        assert squeezed(f"{param.opts[0]} {_(param.help)}") in text


@every("name", PAGES)
def test_chinese(page, name):
    """In Chinese nothing of Typer's English remains."""
    with i18n.speaking("zh_CN"):
        text = page(name)
    assert [words for words in TYPER if words.casefold() in text.casefold()] == []
    prose = "\n".join(line for line in text.splitlines() if line.strip() not in EXAMPLES.get(name, OF_PROGRAM))
    assert re.findall(r"[A-Za-z]+ [A-Za-z]+ [A-Za-z]+", prose) == []


@pytest.mark.usefixtures("tongue")
def test_bare():
    """The bare program prints its help."""
    assert ask() == ask("--help") == ask("-h")
    assert ask().code == 0


@pytest.mark.usefixtures("tongue")
@every("name", app.COMMANDS)
def test_short(name):
    """-h is short for --help, which wins over what else is typed."""
    assert ask(name, "-h") == ask(name, "--help") == ask(name, "--data", "nowhere", "--help")


def test_version():
    """The version is one line."""
    line = (0, f"mstrack {__version__}\n", "")
    assert [ask(*words) for words in (["--version"], ["version"], ["version", "--help"], ["version", "-h"])] == [
        line
    ] * 4
    assert ask("version", "due").code == 2


@pytest.mark.usefixtures("tongue")
def test_help_as_a_command():
    """`help` is a command, too: of the program, and of each command."""
    assert ask("help") == ask("--help")
    assert ask("help", "due") == ask("due", "--help")
    assert ask("help", "deu").code == 2


@pytest.mark.usefixtures("tongue")
def test_two_examples_at_the_end(page):
    """Every help ends with two examples, each on one line."""
    assert set(EXAMPLES) == set(app.COMMANDS)
    for name, examples in {**EXAMPLES, "": OF_PROGRAM}.items():
        assert [line.strip() for line in page(name).splitlines()[-2:]] == [*examples]


def test_examples_work(tmp_path, monkeypatch):
    """Every example is understood as it is printed; what only asks is answered, in the shipped example."""
    store = tmp_path / "store"
    shutil.copytree(STORE, store)
    monkeypatch.chdir(store)
    monkeypatch.setenv("MSTRACK_AS_OF", "2021-12-03")
    asks = {name for name, spec in app.COMMANDS.items() if spec.group == app.QUERY} | {"check", "schema", "completion"}
    for line in (*OF_PROGRAM, *(line for several in EXAMPLES.values() for line in several)):
        command = re.fullmatch(r'(?:eval "\$\()?mstrack ([^>]*?)(?:\)"| > .*)?', line)[1]
        name, *words = shlex.split(command)
        if name in asks | {"help"}:
            told = ask(name, *words)
            assert (told.code, bool(told.out or told.err)) == (0, True), (line, told)
        else:
            assert app.build(name).make_context(name, words).params, line


def test_lines():
    """What a command is for is a sentence, and a short one in the list."""
    for spec in app.COMMANDS.values():
        assert spec.line.endswith(".")
        assert spec.about.endswith(".")
        assert cell_len(spec.line) <= 50


@pytest.mark.parametrize(
    ("tongue", "word"), [("en", "Usage: mstrack due [OPTIONS]"), ("zh_CN", "用法：mstrack due [选项]")]
)
def test_process(tongue, word):
    """A process speaks the language of its environment."""
    told = start("due", "--help", env={"MSTRACK_LANG": tongue, "PYTHONIOENCODING": "utf-8"})
    assert told.stdout.decode().splitlines()[0] == word


def test_every_role_of_a_font_is_named(page):
    """The help of report lists what --font takes."""
    assert [role for role in get_args(FontRole) if role not in page("report").split("--font")[1]] == []
