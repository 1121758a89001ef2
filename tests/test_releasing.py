"""What releases rest on: the scripts in tools/, the metadata, and the workflows, by the validators of others."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from running import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CHECK = os.path.join(os.path.dirname(sys.executable), "check-jsonschema")
WORKFLOWS = {
    ".github/workflows/tests.yml": ["--builtin-schema", "vendor.github-workflows"],
    ".github/workflows/release.yml": ["--builtin-schema", "vendor.github-workflows"],
    ".github/dependabot.yml": ["--builtin-schema", "vendor.dependabot"],
    ".github/ISSUE_TEMPLATE/mistake.yml": ["--builtin-schema", "vendor.github-issue-forms"],
    ".github/ISSUE_TEMPLATE/wish.yml": ["--builtin-schema", "vendor.github-issue-forms"],
    ".gitlab-ci.yml": ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"],
    ".gitlab/tests.yml": ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci"],
}
OLD = ("3.8", "3.9", "3.10")
PYENV = Path(os.environ.get("PYENV_ROOT", "/nowhere")) / "versions"


def tool(name, *arguments):
    """Run a script of tools/; return its code and what it printed."""
    command = [sys.executable, ROOT / "tools" / f"{name}.py", *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return ran.returncode, ran.stdout + ran.stderr


def test_every_dependency_is_for_pythons_that_mstrack_runs_on():
    """A dependency without the marker would be pip's complaint on an older Python, in place of Python itself."""
    floor = PROJECT["requires-python"].removeprefix(">=")
    lines = [*PROJECT["dependencies"], *(one for many in PROJECT["optional-dependencies"].values() for one in many)]
    assert [line for line in lines if not line.endswith(f"; python_version >= '{floor}'")] == []


def test_a_section_of_the_changelog_is_found():
    """The version of the source has a section; another has none, and that is an error."""
    code, version = tool("changelog", "--version")
    assert (code, version.strip()) == (0, __import__("mstrack").__version__)
    code, section = tool("changelog", version.strip())
    assert code == 0
    assert section.startswith("### What a store of 0.1 must know\n")
    assert "\n## " not in section
    assert tool("changelog", "9.9.9")[0] == 1


def test_the_oldest_versions_are_those_of_the_bounds():
    """Every lower bound of what users install, and nothing that pip would not take."""
    lines = tool("lowest")[1].splitlines()
    assert "pyyaml==6.0.2" in lines
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+==[0-9.]+", line)] == []
    assert {line.split("==")[0] for line in lines} >= {re.split("[>=;]", one)[0] for one in PROJECT["dependencies"]}


def test_the_lock_holds_every_dependency():
    """requirements.lock has each requirement that pyproject.toml names, with hashes; `make lock` writes it anew."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)  # one has two, by its Python
    every = [*PROJECT["dependencies"], *(one for many in PROJECT["optional-dependencies"].values() for one in many)]
    names = {re.split("[>=;<]", one)[0].strip() for one in every}
    assert {one for one in names if not one.startswith("mstrack")} - {one.lower() for one in pins} == set()
    assert len(re.findall(r"^[A-Za-z0-9._-]+==.* \\\n    --hash=sha256:", lock, re.MULTILINE)) == len(pins)


def test_the_citation_has_the_version():
    """CITATION.cff names the version of the source and the licence of pyproject.toml."""
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["version"], citation["license"]) == (__import__("mstrack").__version__, PROJECT["license"])


def test_a_release_brings_what_the_pages_say():
    """Each archive that docs/en/offline.md names is made by a job that the release waits for, and kept for it."""
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8"))["jobs"]
    waited = {name: yaml.safe_dump(jobs[name]) for name in jobs["release"]["needs"]}
    page = (ROOT / "docs" / "en" / "offline.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`mstrack-([a-z0-9-]+)\.(?:zip|tar\.gz)`", page))
    assert named == {"windows-x64", "linux-x64", "linux-arm64", "docs"}
    for name in (*named, "kit"):
        assert [job for job in waited.values() if "upload-artifact" in job and re.search(rf"\b{name}\b", job)], name
    assert "dist/*" in yaml.safe_dump(jobs["release"])


@pytest.mark.slow
def test_workflows():
    """The schemas of the hosts find every file for them in order."""
    wrong = {}
    for name, options in WORKFLOWS.items():
        command = [CHECK, "--no-cache", *options, ROOT / name]
        ran = subprocess.run(command, capture_output=True, text=True, check=False)
        wrong |= {name: ran.stdout} if ran.returncode else {}
    assert wrong == {}


def older(version):
    """Return an interpreter of that version, where this machine has one."""
    return next(
        (str(one / "bin" / "python") for one in sorted(PYENV.glob(f"{version}.*"))), shutil.which(f"python{version}")
    )


@pytest.mark.slow
@pytest.mark.parametrize("extra", ["", "[dev]"])
@pytest.mark.parametrize("version", OLD)
def test_an_older_python_is_told_in_one_sentence(version, extra, tmp_path):
    """Its pip says which Python is needed, and lists no versions of anything else; the README's two commands."""
    if not (python := older(version)):
        pytest.skip(f"there is no Python {version} here")
    subprocess.run([python, "-m", "venv", tmp_path / "venv"], check=True)
    command = [tmp_path / "venv" / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", f"{ROOT}{extra}"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    errors = [line for line in ran.stderr.splitlines() if line.startswith("ERROR")]
    assert ran.returncode != 0
    assert len(errors) == 1
    assert re.fullmatch(
        r"ERROR: Package 'mstrack' requires a different Python: 3\.\d+\.\d+ not in '>=3\.11'", errors[0]
    )
