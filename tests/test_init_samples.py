"""The files that `init` writes, judged by validators of others, and their scripts by running them."""

import os
import re
import shlex
import subprocess
import sys

import pytest
import yaml
from builders import ROOT
from founding import AROUND, init, repository, tree
from repositories import alone, commit, git, hook, program

CHECK = [sys.executable, "-m", "check_jsonschema"]
GITHUB, GITLAB, GITEE = (name for name in AROUND if name.endswith(".yml"))
BUILT_IN = {
    GITHUB: ["--builtin-schema", "vendor.github-workflows"],
    GITLAB: ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"],
}
ZEROS = "0" * 40
MSTRACK = 'echo "$*" >> "$ASKED"; case "$*" in *${WRONG:-nothing}*) exit 1;; esac'


@pytest.fixture
def top(tmp_path):
    """A repository with a store of two commits."""
    top = repository(tmp_path / "top")
    init(top)
    hook(top / ".git" / "hooks" / "pre-commit", "true")
    commit(top)
    git(top, "switch", "--quiet", "--create", "report")
    (top / "progress" / "note.txt").write_text("x\n", encoding="utf-8")
    commit(top)
    return top


def validated(*arguments):
    """Ask check-jsonschema; it must agree."""
    told = subprocess.run([*CHECK, "--no-cache", *arguments], capture_output=True, check=False)
    assert told.returncode == 0, told.stdout.decode()


def run(script, top, **variables):
    """Run a script of CI with `pip` and `mstrack` that only note what they are asked; return the code and the notes."""
    folder = top.parent
    program(folder / "bin" / "mstrack", MSTRACK)
    program(folder / "bin" / "pip", 'echo "pip $*" >> "$ASKED"')
    notes = folder / "asked"
    notes.write_text("", encoding="utf-8")
    environment = alone() | {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "ASKED": str(notes)}
    told = subprocess.run(["sh", "-ec", script], cwd=top, env=environment | variables, capture_output=True, check=False)
    return told.returncode, notes.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", BUILT_IN)
def test_hosts(top, name):
    """The schemas of GitHub and GitLab find their files in order, those of this repository too."""
    validated(*BUILT_IN[name], top / name, ROOT / name)


def test_schemas(top):
    """The plan that init writes passes its own schema, in the hands of somebody else's validator."""
    validated("--schemafile", top / "schemas" / "tasks.schema.json", top / "tasks.yaml")


@pytest.mark.parametrize("below", ["", "data", "a b/年"])
def test_whole(tmp_path, below):
    """No place of a template stays open, every file is UTF-8 with LF and ends with one, every YAML and JSON is read."""
    repository(tmp_path)
    init(tmp_path / below)
    for name, data in tree(tmp_path).items():
        text = data.decode()
        assert "\r" not in text
        assert text.endswith("\n")
        assert re.findall("@[a-z]+@", text) == [], name
        if name.endswith((".yaml", ".yml", ".json")):
            assert yaml.safe_load(text), name
    said = yaml.safe_load((tmp_path / GITLAB).read_text(encoding="utf-8"))["mstrack"]["script"][1]
    option = f"--data {shlex.quote(below or '.')}"
    assert said.count(option) == 2


def test_editor(top):
    """The schemas that the editor's settings name are there, and their patterns are those of a store."""
    settings = yaml.safe_load((top / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    patterns = {(top / name).resolve().name: said for name, said in settings["yaml.schemas"].items()}
    assert patterns == {"tasks.schema.json": ["tasks.yaml"], "entry.schema.json": ["progress/*/*.yaml"]}
    assert all((top / name).is_file() for name in settings["yaml.schemas"])
    assert settings["yaml.format.enable"] is False  # it would write entries anew


def test_github(top):
    """All of history is fetched, and the base reaches the shell as a variable: a branch's name is never part of it."""
    said = yaml.safe_load((top / GITHUB).read_text(encoding="utf-8"))
    steps = said["jobs"]["check"]["steps"]
    assert steps[0]["with"]["fetch-depth"] == 0
    scripts = [step["run"] for step in steps if "run" in step]
    assert [script for script in scripts if "${{" in script] == []
    assert said["permissions"] == {"contents": "read"}
    script = "\n".join(scripts)
    pip = "pip install --quiet https://x"
    for base, against in (("abc0", " --against abc0"), (ZEROS, "")):  # zeros: the first push of a branch
        assert run(script, top, MSTRACK="https://x", BASE=base) == (
            0,
            [pip, f"check --format github{against} --data ."],
        )
    assert run(script, top, MSTRACK="https://x", BASE="abc0", WRONG="against")[0] == 1
    assert run(script, top)[1] == []  # nobody has filled in MSTRACK
    empty = git(top, "commit-tree", git(top, "mktree"), "-m", "x")  # nothing can be proved from before the first store
    assert run(script, top, MSTRACK="https://x", BASE=empty) == (0, [pip, "check --format github --data ."])


@pytest.mark.parametrize(
    ("variables", "against"),
    [
        ({"CI_MERGE_REQUEST_DIFF_BASE_SHA": "abc0", "CI_COMMIT_BEFORE_SHA": ZEROS}, " --against abc0"),
        ({"CI_COMMIT_BEFORE_SHA": "def0"}, " --against def0"),
        ({"CI_COMMIT_BEFORE_SHA": ZEROS}, ""),  # the first push, a schedule
    ],
)
def test_gitlab(top, variables, against):
    """The report is made whatever is found; the proof starts at the base, or at what the branch was before."""
    job = yaml.safe_load((top / GITLAB).read_text(encoding="utf-8"))["mstrack"]
    assert job["variables"]["GIT_DEPTH"] == "0"
    script = "\n".join(job["script"])
    expected = ["pip install --quiet https://x", f"check --format gitlab{against} --data ."]
    assert run(script, top, MSTRACK="https://x", **variables) == (0, expected)
    assert (top / job["artifacts"]["reports"]["codequality"]).exists()
    told = [*expected, f"check{against} --data ."]  # once more in words, where something is wrong
    assert run(script, top, MSTRACK="https://x", WRONG="gitlab", **variables) == (1, told)
    assert run(script, top, MSTRACK="", **variables)[1] == []


def test_gitee(top):
    """A merge request is proved from where it left the target branch; without MSTRACK nothing runs, and it fails."""
    said = yaml.safe_load((top / GITEE).read_text(encoding="utf-8"))
    [stage] = said["stages"]
    [step] = stage["steps"]
    assert (step["step"], stage["trigger"], said["triggers"]["trigger"]) == ("execute@docker", "auto", "auto")
    script = step["command"].replace("MSTRACK=''", "MSTRACK='https://x'")
    assert script != step["command"]
    base = git(top, "rev-parse", "main")
    code, (pip, *asked) = run(script, top)
    assert (code, asked) == (0, ["check --data ."])
    assert pip.endswith(" https://x")
    proof = f"check --against {base} --data ."
    assert run(script, top, GITEE_PULL_ID="1", GITEE_COMMIT=base) == (0, [pip, proof])
    assert run(script, top, GITEE_PULL_ID="1", GITEE_COMMIT=base, WRONG="against") == (1, [pip, proof])
    assert run(script, top, GITEE_PULL_ID="1", GITEE_COMMIT="no-such-commit")[0] == 1
    assert run(step["command"], top) == (1, [])


def test_gitee_shallow(top, tmp_path):
    """A clone that was cut short is completed before the proof."""
    base = git(top, "rev-parse", "main")
    git(tmp_path, "clone", "--quiet", "--depth", "1", "--branch", "report", top.as_uri(), "short")
    script = yaml.safe_load((top / GITEE).read_text(encoding="utf-8"))["stages"][0]["steps"][0]["command"]
    git(tmp_path / "short", "remote", "set-branches", "origin", "*")
    script = script.replace("MSTRACK=''", "MSTRACK='https://x'")
    code, asked = run(script, tmp_path / "short", GITEE_PULL_ID="1", GITEE_COMMIT=base)
    assert (code, asked[1:]) == (0, [f"check --against {base} --data ."])


def test_package():
    """The templates go into the wheel: they lie in the package, and git ignores none of them."""
    names = sorted((ROOT / "src" / "mstrack" / "scaffold" / "templates").iterdir())
    assert len(names) == 10
    told = subprocess.run(["git", "check-ignore", *names], cwd=ROOT, env=alone(), capture_output=True, check=False)
    assert told.stdout == b""
