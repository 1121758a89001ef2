"""The house: what may import what, where a library lives, what a start costs."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from offenders import every
from running import EXAMPLES, ON, QUERIES, ROOT, environment
from samples import each

MODULES = sorted((ROOT / "src" / "mstrack").rglob("*.py"))
HEAVY = {"pydantic", "yaml", "docx", "xlsxwriter", "openpyxl", "jinja2", "lxml", "pdfplumber", "pypinyin"}
HEAVY |= {"prompt_toolkit", "pydantic_core"}
"""Libraries that no start may pay for; Typer is imported by `run`."""

HOMES = {
    "typer": {"cli"},
    "yaml": {"format"},
    "pydantic": {"format"},
    "pydantic_core": {"format"},
    "rich": {"render", "cli"},
    "sqlite3": {"store", "render"},
    "subprocess": {"git", "cli"},
    "docx": {"render", "intake"},
    "xlsxwriter": {"render", "record"},
    "openpyxl": {"record", "intake"},
    "lxml": {"intake"},
    "pdfplumber": {"intake"},
    "pypinyin": {"intake"},
    "jinja2": {"render"},
    "icalendar": {"render"},
    "prompt_toolkit": {"cli"},
    "pyarrow": {"render", "__init__"},  # there as a type alone: what `mstrack.arrow` returns
    "shellingham": {"store"},
}
"""Library → the rooms that may import it."""

STARTS = re.compile(
    "system|popen|exec[lv]p?e?|spawn[lv]p?e?|posix_spawnp?|v?fork|forkpty|startfile|create_subprocess_.*"
)
"""Ways to start a program without `subprocess`."""
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports.exe" if os.name == "nt" else "lint-imports")
CLOCK = {"today", "now", "utcnow", "time", "time_ns", "localtime", "gmtime"}
PLATFORM = {"mypy_extensions", "typing_extensions"}


def room(path):
    """Return the room that a module belongs to."""
    return path.relative_to(ROOT / "src" / "mstrack").parts[0].removesuffix(".py")


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def named(path):
    return path.relative_to(ROOT).as_posix()


def calls(path):
    """Yield every call of a module with the name that is called, without what stands before its last point."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            yield node, getattr(node.func, "attr", getattr(node.func, "id", ""))


def imports(path):
    """Yield the libraries that a module imports, those inside functions too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").split(".")[0]


def loaded_by(script):
    """Return the libraries that a process has loaded once a script has run."""
    asking = f"import sys\n{script}\nprint(*sorted({{name.split('.')[0] for name in sys.modules}}), file=sys.stderr)"
    told = subprocess.run(
        [sys.executable, "-c", asking], env=environment(), capture_output=True, check=True, text=True, encoding="utf-8"
    )
    return set(told.stderr.split())


@pytest.mark.skipif(not LINT_IMPORTS.is_file(), reason="import-linter is not installed beside this Python")
def test_contracts():
    """Imports run downhill: the contracts of import-linter are kept."""
    told = subprocess.run([LINT_IMPORTS, "--no-cache"], cwd=ROOT, env=environment(), capture_output=True, check=False)
    assert told.returncode == 0, told.stdout.decode()


def test_import_costs_nothing():
    """`import mstrack.cli` loads no library, not even Typer: another program may import it for one function."""
    assert loaded_by("import mstrack.cli") & (HEAVY | {"typer", "rich"}) == set()


@each("command", QUERIES, 4)
def test_known_texts_cost_little(command):
    """A query loads neither PyYAML nor Pydantic's core for known texts, for unknown ones no more of Pydantic."""
    words = [str(word) for word in (*command, "--data", EXAMPLES, *ON)]
    ask = f"from mstrack import cli\nsys.stdout.reconfigure(encoding='utf-8')\ncli.run({words})"
    assert loaded_by(ask) & HEAVY == {"pydantic_core", "yaml"}
    assert loaded_by(ask) & HEAVY == set()


def test_help_costs_little():
    """Help loads no library that reads or writes documents, and no store."""
    assert loaded_by("from mstrack import cli\ncli.run(['--help'])") & (HEAVY | {"sqlite3"}) == set()


@every("path", MODULES)
def test_homes(path):
    """Every library has its home; no other room imports it."""
    strangers = {name for name in imports(path) if room(path) not in HOMES.get(name, {room(path)})}
    assert strangers == set()


DISTRIBUTIONS = {"yaml": "pyyaml", "docx": "python-docx", "prompt_toolkit": "prompt-toolkit"}
DISTRIBUTIONS |= {"pydantic_core": "pydantic"}
"""Library → the package that brings it, where the two are called differently."""
EXTRAS = {"pyarrow", "pdfplumber"}
"""Heavy libraries that only an extra brings."""


def test_every_library_comes_with_the_install():
    """Word, Excel, page and calendar work after the README's first command; Parquet and PDF tables are extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    libraries = set(HOMES) - set(sys.stdlib_module_names)
    assert names(project["dependencies"]) == {DISTRIBUTIONS.get(name, name) for name in libraries - EXTRAS}
    assert names(optional["parquet"] + optional["intake"]) == EXTRAS
    assert [name for name in ("word", "excel", "web", "calendar", "documents") if optional[name]] == []


def names(requirements):
    return {re.split("[<>=]", one)[0] for one in requirements}


WRITES = {
    "os": {
        "rename",
        "renames",
        "replace",
        "unlink",
        "remove",
        "rmdir",
        "mkdir",
        "makedirs",
        "link",
        "symlink",
        "truncate",
    },
    "shutil": {"rmtree", "move", "copy", "copy2", "copyfile", "copytree"},
    "tempfile": {"mkstemp", "mkdtemp", "TemporaryDirectory", "NamedTemporaryFile"},
}
WRITERS = {
    "store/put.py": WRITES["os"] | WRITES["shutil"] | WRITES["tempfile"],
    "store/held_folder.py": {"mkdir", "link", "replace", "unlink"},  # the hands of put
    "store/exchange.py": {"link", "rename", "replace", "unlink"},  # as above: one name in the place of another
    "git/packs.py": {"TemporaryDirectory"},  # a repository of one pack, as above
    "store/cache.py": {"makedirs", "unlink"},  # SQLite's own file
    "rules/gitattributes.py": {"TemporaryDirectory"},  # an index that is thrown away
    "rules/hidden.py": {"TemporaryDirectory"},  # a commit's .gitignore files, as above
    "cli/record/editor.py": {"mkstemp", "unlink"},  # what the editor opens
    "cli/libreoffice.py": {"TemporaryDirectory"},  # where LibreOffice makes a PDF
    "sync/locks.py": {"truncate"},  # the lock that it holds
    "cli/record/drafts.py": {"makedirs"},  # the cache's folder, for its owner alone
}
"""Module → the ways in which it may change the disk."""


def test_one_module_writes():
    """Every command writes through `put`; the few others that touch the disk are named, and what they do."""
    strangers = [
        f"{named(path)}: {call.func.value.id}.{name}"
        for path in MODULES
        for call, name in calls(path)
        if isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and name in WRITES.get(call.func.value.id, ())
        and name not in WRITERS.get(path.relative_to(ROOT / "src" / "mstrack").as_posix(), ())
    ]
    assert strangers == []


def test_no_library_without_home():
    """Every library that is imported has a home, and pyproject.toml names it."""
    wanted = {name for path in MODULES for name in imports(path)} - sys.stdlib_module_names - {"mstrack", "__future__"}
    assert wanted <= set(HOMES) | PLATFORM
    declared = (ROOT / "pyproject.toml").read_text(encoding="utf-8").lower()
    assert [name for name in wanted if f'"{DISTRIBUTIONS.get(name, name)}' not in declared] == []


@every("path", [path for path in MODULES if room(path) not in {"cli", "library"}])
def test_clock(path):
    """Only `cli` and `library` ask what day it is: everywhere else it is a parameter."""
    asked = [
        f"{call.func.value.attr if isinstance(call.func.value, ast.Attribute) else call.func.value.id}.{name}"
        for call, name in calls(path)
        if name in CLOCK
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name | ast.Attribute)
    ]
    assert asked == []


@every("path", MODULES)
def test_messages(path):
    """A message that is marked for translation is one literal text: gettext cannot find what is put together."""
    for call, name in calls(path):
        if name in {"_", "mark", "gettext", "ngettext"} and "i18n" not in path.name:
            texts = call.args[: 2 if name == "ngettext" else 1]
            built = [ast.unparse(text) for text in texts if isinstance(text, ast.JoinedStr | ast.BinOp | ast.Call)]
            assert built == [], f"line {call.lineno}"
            assert name == "_" or all(isinstance(text, ast.Constant) for text in texts), f"line {call.lineno}"


def test_processes():
    """All of git is called from one module; other programs are the user's editor and pager, and LibreOffice."""
    starting = {named(path) for path in MODULES if {"subprocess", "pty", "pexpect"} & set(imports(path))}
    assert starting == {
        f"src/mstrack/{name}.py" for name in ("git/process", "cli/record/editor", "cli/libreoffice", "cli/pager")
    }
    assert [(named(path), name) for path in MODULES for _call, name in calls(path) if STARTS.fullmatch(name)] == []


@every("path", [path for path in MODULES if room(path) != "cli"])
def test_silence(path):
    """Only `cli` prints, reads what is typed, and ends the program."""
    told = {name for _call, name in calls(path)} & {"print", "input", "exit", "_exit"}
    assert told == set()


@every("path", [path for path in MODULES if room(path) == "render"])
def test_renderers_ask_nothing(path):
    """A renderer asks neither for a terminal nor for the environment: the page says it."""
    source = path.read_text(encoding="utf-8")
    assert [word for word in ("isatty", "environ", "get_terminal_size", "sys.stdout") if word in source] == []


def test_registry():
    """Every choice of --format is a renderer, and every command names a function that is there."""
    from mstrack.cli import app
    from mstrack.render import FORMATS

    assert all(callable(render) for render in FORMATS.values())
    assert list(FORMATS)[:5] == ["table", "csv", "tsv", "json", "md"]
    assert {name: app.build(name).name for name in app.COMMANDS} == {name: name for name in app.COMMANDS}


def test_one_place_asks_git_what_is_new():
    """What git ignores it reads from .gitignore files: only where pipes among them were refused before."""
    asking = ("--exclude-standard", "check-ignore")
    found = {
        path.relative_to(ROOT / "src" / "mstrack").as_posix()
        for path in MODULES
        if any(one in path.read_text(encoding="utf-8") for one in asking)
    }
    assert found == {"git/uncommitted.py", "git/ignored.py", "rules/hidden.py"}
