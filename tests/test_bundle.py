"""The program without Python: built here by PyInstaller, and every command started from it."""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import zipfile

import pytest
from founding import repository
from PyInstaller.archive.readers import CArchiveReader
from repositories import alone, git
from running import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="built by the release workflow there"),
]

COMMANDS = (
    "due --before 12-10",
    "due --format json",
    "list",
    "show 18",
    "summary",
    "missing",
    "log",
    "check",
    "schema tasks",
    "report bulletin --issue 9 --office 某某督查室 -o OUT/bulletin.docx",
    "report ledger -o OUT/ledger.xlsx",
    "report dashboard -o OUT/page.html",
    "report calendar -o OUT/dates.ics",
    "report reminder --unit 市教育局 --office 某某督查室 -o OUT/reminder.docx",
    "report data -o OUT/data.db",
    "sheet make --unit 市城市管理综合执法局 -o OUT/form.xlsx",
    "add 18 --unit 市城市管理综合执法局 --status in-progress --figure new-villages=141 --date 2021-12-03 --dry-run",
    "completion bash",
    "completion powershell",
    "_complete bash =市 9 due\\ --unit\\ 市",
    "init OUT/new",
    "diff HEAD",
)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """Build the folder once; return its program."""
    dist = tmp_path_factory.mktemp("dist")
    script = ROOT / "tools" / "bundle.py"
    subprocess.run([sys.executable, script, "--dist", dist], check=True, capture_output=True)
    return dist / "mstrack" / "mstrack"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """A repository with the simulated year."""
    top = repository(tmp_path_factory.mktemp("store"))
    shutil.copytree(ROOT / "examples", top / "data", ignore=shutil.ignore_patterns("*.py", "README.md"))
    git(top, "add", "--all")
    git(top, "commit", "--quiet", "--message", "a year")
    return top


def environment():
    """Nothing of this Python, nor of its PATH."""
    return alone() | {"PATH": "/usr/bin:/bin", "MSTRACK_LANG": "zh", "MSTRACK_AS_OF": "2021-12-03", "LC_ALL": "C.UTF-8"}


def start(program, top, *words, **variables):
    """Run a command; return its code and all that it printed."""
    ran = subprocess.run(
        [program, *words],
        cwd=top,
        env=environment() | variables,
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    return ran.returncode, (ran.stdout + ran.stderr).decode()


def test_every_command_works(bundle, store, tmp_path):
    """Each answers with exit code 0 (or 1 where something is found), and none for want of a module."""
    wrong = {}
    for line in COMMANDS:
        code, text = start(bundle, store, *line.replace("OUT", str(tmp_path)).split(" "))
        if code not in (0, 1) or "Traceback" in text:
            wrong[line] = (code, text[-300:])
    assert wrong == {}
    assert {"bulletin.docx", "ledger.xlsx", "page.html", "dates.ics", "data.db", "form.xlsx", "new"} <= set(
        os.listdir(tmp_path)
    )
    with zipfile.ZipFile(tmp_path / "bulletin.docx") as paper:
        assert paper.testzip() is None


def test_what_is_imported_by_name_is_there(bundle):
    """PyInstaller sees no import by name: shellingham chooses its module by the system, on Windows at a suggestion."""
    modules = CArchiveReader(str(bundle)).open_embedded_archive("PYZ.pyz").toc
    assert {"shellingham.nt", "shellingham.posix", "mstrack.cli.commands.sheet_make"} <= set(modules)


def test_no_pdf(bundle, store, tmp_path):
    """What it leaves out is named; Word, Excel and web pages are read."""
    (tmp_path / "表.pdf").write_bytes(b"%PDF-1.4\n")
    code, text = start(bundle, store, "init", str(tmp_path / "new"), "--from", str(tmp_path / "表.pdf"))
    assert (code, "免安装版不含 pdfplumber" in text) == (4, True), text
    (tmp_path / "表.csv").write_text("序号,任务,牵头单位,完成时限\n1,修路,市交通运输局,12月底\n", encoding="utf-8")
    code, text = start(bundle, store, "init", str(tmp_path / "new"), "--from", str(tmp_path / "表.csv"))
    assert code == 0, text


def test_the_same_answers(bundle, store):
    """What the bundle prints is what the installed program prints."""
    for line in ("due --before 12-10", "show 18", "check", "due --format json"):
        installed = start(os.path.join(os.path.dirname(sys.executable), "mstrack"), store, *line.split())
        assert start(bundle, store, *line.split()) == installed


def test_it_starts_as_fast(bundle, store):
    """The start costs at most twice the processor time of the installed program, whose modules are compiled."""
    installed = os.path.join(os.path.dirname(sys.executable), "mstrack")
    costs = {installed: [], bundle: []}
    for _time in range(9):
        for program, spent in costs.items():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            start(program, store, "version")
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    assert statistics.median(costs[bundle]) <= 2 * statistics.median(costs[installed])


@pytest.mark.parametrize("kind", ["bundle", "archive"])
def test_the_hook_finds_the_program(kind, bundle, tmp_path):
    """Without mstrack on PATH the hook starts what made it; a wrong plan is not committed."""
    program = [bundle]
    if kind == "archive":
        program = [sys.executable, tmp_path / "mstrack.pyz"]
        shiv = os.path.join(os.path.dirname(sys.executable), "shiv")
        subprocess.run([shiv, "-q", "-e", "mstrack.cli:main", "-o", program[1], ROOT], check=True, capture_output=True)
    top = repository(tmp_path / "top")
    variables = {"SHIV_ROOT": str(tmp_path / "shiv")}
    made = subprocess.run(
        [*program, "init", "."], cwd=top, env=environment() | variables, capture_output=True, check=False
    )
    assert made.returncode == 0, made.stderr.decode()
    git(top, "add", "--all")
    (top / "tasks.yaml").write_text("title: [\n", encoding="utf-8")
    git(top, "add", "tasks.yaml")
    ran = subprocess.run(
        ["git", "commit", "-m", "x"], cwd=top, env=environment() | variables, capture_output=True, check=False
    )
    assert ran.returncode == 1
    assert "tasks.yaml" in ran.stdout.decode() + ran.stderr.decode()
